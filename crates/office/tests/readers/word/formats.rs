//! The effective format of text.

use office::paper::{Format, Rgb};

use super::document::{Document, lines, paragraph, paragraphs, read, tables};

const RED: Option<Rgb> = Some(Rgb(255, 0, 0));
const YELLOW: Option<Rgb> = Some(Rgb(255, 255, 0));

fn format_of(document: Document) -> Format {
    let paper = document.read();
    paragraph(&paper).spans[0].format
}

fn direct(properties: &str) -> Format {
    format_of(Document::of(&format!(
        "<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>x</w:t></w:r></w:p>"
    )))
}

#[test]
fn direct_formatting_is_seen() {
    assert_eq!(direct("<w:color w:val='FF0000'/>").color, RED);
    assert_eq!(direct("<w:color w:val='auto'/>"), direct(""));
    assert_eq!(direct("<w:highlight w:val='yellow'/>").highlight, YELLOW);
    assert_eq!(direct("<w:highlight w:val='none'/>").highlight, None);
    assert_eq!(
        direct("<w:shd w:val='clear' w:color='auto' w:fill='FFFF00'/>").shading,
        YELLOW
    );
    assert_eq!(
        direct("<w:shd w:val='clear' w:color='auto' w:fill='auto'/>").shading,
        None
    );
    let emphasis =
        direct("<w:b/><w:i w:val='1'/><w:u w:val='wave'/><w:strike w:val='0'/><w:dstrike/>")
            .emphasis;
    assert!(emphasis.bold && emphasis.italic && emphasis.underline && emphasis.strike);
    let emphasis = direct("<w:b w:val='off'/><w:u w:val='none'/>").emphasis;
    assert!(!emphasis.bold && !emphasis.underline);
}

#[test]
fn colours_come_from_the_theme() {
    let document = Document::of(
        "<w:p><w:r><w:rPr><w:color w:val='123456' w:themeColor='accent1'/></w:rPr><w:t>x</w:t></w:r></w:p>",
    );
    let themed = document.theme("<a:accent1><a:srgbClr val='FF0000'/></a:accent1>");
    assert_eq!(format_of(themed).color, RED);
    assert_eq!(
        direct("<w:color w:val='FF0000' w:themeColor='accent1'/>").color,
        RED,
        "without a theme the literal colour counts"
    );
}

const STYLES: &str = "\
    <w:docDefaults><w:rPrDefault><w:rPr><w:color w:val='111111'/></w:rPr></w:rPrDefault></w:docDefaults>\
    <w:style w:type='paragraph' w:default='1' w:styleId='Normal'><w:name w:val='Normal'/></w:style>\
    <w:style w:type='paragraph' w:styleId='Base'><w:basedOn w:val='Normal'/>\
      <w:pPr><w:shd w:val='clear' w:fill='FFFF00'/></w:pPr><w:rPr><w:color w:val='FF0000'/><w:b/></w:rPr></w:style>\
    <w:style w:type='paragraph' w:styleId='Derived'><w:basedOn w:val='Base'/></w:style>\
    <w:style w:type='character' w:styleId='Chosen'><w:rPr><w:highlight w:val='yellow'/><w:b/></w:rPr></w:style>\
    <w:style w:type='character' w:styleId='Hidden'><w:rPr><w:vanish/></w:rPr></w:style>\
    <w:style w:type='table' w:styleId='Grid'><w:rPr><w:color w:val='0000FF'/></w:rPr></w:style>\
    <w:style w:type='paragraph' w:styleId='Loop'><w:basedOn w:val='Pool'/></w:style>\
    <w:style w:type='paragraph' w:styleId='Pool'><w:basedOn w:val='Loop'/></w:style>";

fn styled(paragraph: &str, run: &str) -> Document {
    Document::of(&format!(
        "<w:p><w:pPr>{paragraph}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>x</w:t></w:r></w:p>"
    ))
    .styles(STYLES)
}

#[test]
fn styles_are_followed_up_their_chain() {
    assert_eq!(format_of(styled("", "")).color, Some(Rgb(0x11, 0x11, 0x11)));
    let derived = styled("<w:pStyle w:val='Derived'/>", "").read();
    let line = paragraph(&derived);
    assert_eq!((line.shading, line.spans[0].format.color), (YELLOW, RED));
    assert!(line.spans[0].format.emphasis.bold);
    let loops = styled("<w:pStyle w:val='Loop'/>", "").read();
    assert_eq!(lines(&loops), ["x"]);
}

#[test]
fn a_character_style_lies_over_the_paragraphs_and_direct_formatting_over_both() {
    let format = format_of(styled(
        "<w:pStyle w:val='Derived'/>",
        "<w:rStyle w:val='Chosen'/>",
    ));
    assert_eq!((format.color, format.highlight), (RED, YELLOW));
    // A toggle in two styles is off again; direct, it is what it says.
    assert!(!format.emphasis.bold);
    let format = format_of(styled(
        "<w:pStyle w:val='Derived'/>",
        "<w:rStyle w:val='Chosen'/><w:b/><w:color w:val='auto'/><w:highlight w:val='none'/>",
    ));
    assert!(format.emphasis.bold);
    assert_eq!((format.color, format.highlight), (None, None));
}

#[test]
fn equal_styles_have_equal_numbers_and_the_default_has_0() {
    let body = ["", "Normal", "Base", "Derived", "Base", "Unknown"].map(|style| {
        format!("<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>")
    });
    let paper = Document::of(&body.concat()).styles(STYLES).read();
    let numbers: Vec<_> = paragraphs(&paper).iter().map(|p| p.style).collect();
    assert_eq!([numbers[0], numbers[1], numbers[5]], [0, 0, 0]);
    assert_eq!(numbers[2], numbers[4]);
    assert!(numbers[2] != 0 && numbers[3] != 0 && numbers[2] != numbers[3]);
    let chosen = format_of(styled("", "<w:rStyle w:val='Chosen'/>"));
    assert_ne!(chosen.style, 0);
}

#[test]
fn text_in_a_table_has_its_tables_style_below() {
    let body = "<w:tbl><w:tblPr><w:tblStyle w:val='Grid'/></w:tblPr><w:tr>\
                <w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>\
                <w:tc><w:p><w:pPr><w:pStyle w:val='Base'/></w:pPr><w:r><w:t>x</w:t></w:r></w:p></w:tc>\
                </w:tr></w:tbl><w:p><w:r><w:t>x</w:t></w:r></w:p>";
    let paper = Document::of(body).styles(STYLES).read();
    let colors: Vec<_> = tables(&paper)[0]
        .cells
        .iter()
        .map(|c| c.paragraphs().next().unwrap().spans[0].format.color)
        .collect();
    assert_eq!(colors, [Some(Rgb(0, 0, 255)), RED]);
    let after = paragraph(&paper).spans[0].format.color;
    assert_eq!(after, Some(Rgb(0x11, 0x11, 0x11)));
}

#[test]
fn hidden_text_does_not_count() {
    assert_eq!(
        lines(&styled("", "<w:rStyle w:val='Hidden'/>").read()),
        [""]
    );
    assert_eq!(
        lines(&styled("", "<w:rStyle w:val='Hidden'/><w:vanish w:val='0'/>").read()),
        ["x"]
    );
    let paper = read(
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t><w:tab/></w:r><w:r><w:t>y</w:t></w:r></w:p>",
    );
    assert_eq!(lines(&paper), ["y"]);
    // The mark of a paragraph may be hidden without its text.
    let paper = read("<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>");
    assert_eq!(lines(&paper), ["x"]);
}

#[test]
fn pieces_of_one_look_are_one_span() {
    let run = |color: &str, text: &str| {
        format!(
            "<w:r w:rsidR='{text}'><w:rPr><w:color w:val='{color}'/></w:rPr><w:t>{text}</w:t></w:r>"
        )
    };
    let body = [run("FF0000", "a"), run("FF0000", "b"), run("00FF00", "c")].concat();
    let paper = read(&format!("<w:p>{body}</w:p>"));
    let pieces: Vec<_> = paragraph(&paper)
        .pieces()
        .map(|(text, span)| (text, span.format.color))
        .collect();
    assert_eq!(pieces, [("ab", RED), ("c", Some(Rgb(0, 255, 0)))]);
}

#[test]
fn the_same_properties_mean_another_look_under_another_style() {
    let run = "<w:r><w:rPr><w:i/></w:rPr><w:t>x</w:t></w:r>";
    let body = format!(
        "<w:p>{run}</w:p><w:p><w:pPr><w:pStyle w:val='Base'/></w:pPr>{run}</w:p><w:p>{run}</w:p>"
    );
    let paper = Document::of(&body).styles(STYLES).read();
    let colors: Vec<_> = paragraphs(&paper)
        .iter()
        .map(|p| p.spans[0].format.color)
        .collect();
    let plain = Some(Rgb(0x11, 0x11, 0x11));
    assert_eq!(colors, [plain, RED, plain]);
}
