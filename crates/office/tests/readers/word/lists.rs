//! Bullets and automatic numbers.

use office::paper::Bullet;

use super::document::{Document, paragraphs};

const NUMBERING: &str = "\
    <w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='bullet'/>\
      <w:lvlText w:val='\u{f0a8}'/><w:rPr><w:rFonts w:ascii='Wingdings' w:hAnsi='Wingdings'/></w:rPr></w:lvl></w:abstractNum>\
    <w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/>\
      <w:lvlText w:val='%1.'/></w:lvl><w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/>\
      <w:lvlText w:val='%2)'/></w:lvl></w:abstractNum>\
    <w:abstractNum w:abstractNumId='2'><w:numStyleLink w:val='ListStyle'/></w:abstractNum>\
    <w:abstractNum w:abstractNumId='3'><w:lvl w:ilvl='0'><w:start w:val='5'/><w:numFmt w:val='decimal'/>\
      <w:lvlText w:val='（%1）'/></w:lvl></w:abstractNum>\
    <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>\
    <w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>\
    <w:num w:numId='3'><w:abstractNumId w:val='1'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num>\
    <w:num w:numId='4'><w:abstractNumId w:val='2'/></w:num>\
    <w:num w:numId='5'><w:abstractNumId w:val='3'/></w:num>\
    <w:num w:numId='6'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:lvl w:ilvl='0'>\
      <w:numFmt w:val='bullet'/><w:lvlText w:val='\u{f0fe}'/><w:rPr><w:rFonts w:ascii='Wingdings'/></w:rPr></w:lvl></w:lvlOverride></w:num>";

const STYLES: &str = "\
    <w:style w:type='numbering' w:styleId='ListStyle'><w:pPr><w:numPr><w:numId w:val='5'/></w:numPr></w:pPr></w:style>\
    <w:style w:type='paragraph' w:styleId='Option'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>";

fn shown(items: &[&str]) -> Vec<String> {
    let body: String = items
        .iter()
        .map(|properties| format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>x</w:t></w:r></w:p>"))
        .collect();
    let paper = Document::of(&body)
        .styles(STYLES)
        .numbering(NUMBERING)
        .read();
    paragraphs(&paper)
        .iter()
        .map(|p| p.bullet.as_ref().map(Bullet::shown).unwrap_or_default())
        .collect()
}

fn item(list: i32, level: u8) -> String {
    format!("<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr>")
}

#[test]
fn bullets_look_as_their_font_has_them() {
    assert_eq!(
        shown(&[&item(1, 0), &item(6, 0), "", &item(99, 0)]),
        ["□", "☑", "", ""]
    );
}

#[test]
fn numbers_count_by_list_and_level() {
    let (a, b, again) = (item(2, 0), item(2, 1), item(3, 0));
    assert_eq!(
        shown(&[&a, &a, &b, &b, &a, &b, &again, &again, &a]),
        ["1.", "2.", "1)", "2)", "3.", "1)", "1.", "2.", "3."]
    );
    assert_eq!(shown(&[&item(5, 0), &item(5, 0)]), ["（5）", "（6）"]);
}

#[test]
fn a_list_may_come_by_a_style_and_be_taken_away() {
    let style = "<w:pStyle w:val='Option'/>";
    let none = format!("{style}<w:numPr><w:numId w:val='0'/></w:numPr>");
    assert_eq!(shown(&[style, &none]), ["□", ""]);
    assert_eq!(
        shown(&[&item(4, 0)]),
        ["（5）"],
        "through a numbering style"
    );
}

#[test]
fn a_numbered_paragraph_gives_format_and_ordinal() {
    let paper = Document::of(&format!("<w:p><w:pPr>{}</w:pPr></w:p>", item(2, 0)))
        .numbering(NUMBERING)
        .read();
    let bullet = paragraphs(&paper)[0].bullet.clone();
    let expected = Bullet {
        glyph: "%1.".into(),
        ordinal: Some(1),
        color: None,
    };
    assert_eq!(bullet, Some(expected));
}
