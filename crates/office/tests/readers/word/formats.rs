//! The effective format of text.

use office::paper::{Effect, Format, Rgb};

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

/// The formats of two runs, the second with a property.
fn plain_and(property: &str) -> (Format, Format) {
    let runs = format!(
        "<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:rPr>{property}</w:rPr><w:t>乙</w:t></w:r></w:p>"
    );
    let paper = read(&runs);
    let spans = &paragraph(&paper).spans;
    let second = spans.get(1).unwrap_or(&spans[0]);
    (spans[0].format, second.format)
}

#[test]
fn what_is_seldom_used_is_seen() {
    for (property, effect) in [
        ("<w:outline/>", Effect::Outline),
        ("<w:shadow/>", Effect::Shadow),
        ("<w:emboss/>", Effect::Relief),
        ("<w:imprint/>", Effect::Relief),
        ("<w:smallCaps/>", Effect::Capitals),
        ("<w:w w:val='150'/>", Effect::Width),
        ("<w:spacing w:val='40'/>", Effect::Spacing),
        ("<w:position w:val='3'/>", Effect::Position),
        ("<w:u w:val='wave'/>", Effect::Underline),
        ("<w:effect w:val='lights'/>", Effect::Animation),
        ("<w:eastAsianLayout w:combine='1'/>", Effect::Layout),
        (
            "<w14:glow w14:rad='63500'><w14:srgbClr w14:val='FF0000'/></w14:glow>",
            Effect::Glow,
        ),
        (
            "<w14:shadow w14:blurRad='1'><w14:srgbClr w14:val='000000'/></w14:shadow>",
            Effect::Shadow,
        ),
        ("<w14:reflection w14:blurRad='1'/>", Effect::Reflection),
        ("<w14:props3d w14:extrusionH='57150'/>", Effect::Depth),
        (
            "<w14:textOutline w14:w='9525'><w14:solidFill/></w14:textOutline>",
            Effect::Outline,
        ),
    ] {
        let (plain, seen) = plain_and(property);
        assert!(
            plain.effects.is_none() && seen.effects.has(effect),
            "{property}"
        );
    }
    for property in [
        "<w:outline w:val='0'/>",
        "<w:w w:val='100'/>",
        "<w:spacing w:val='0'/>",
        "<w:position w:val='0'/>",
        "<w:kern w:val='2'/>",
        "<w:lang w:eastAsia='zh-CN'/>",
        "<w:noProof/>",
        "<w:rFonts w:ascii='Arial' w:hAnsi='Arial' w:hint='eastAsia'/>",
        "<w14:textOutline w14:w='9525'><w14:noFill/></w14:textOutline>",
        "<w14:glow w14:rad='0'><w14:srgbClr w14:val='FF0000'/></w14:glow>",
        "<w14:props3d w14:extrusionH='0' w14:contourW='0'/>",
        "<w14:ligatures w14:val='none'/>",
    ] {
        let (plain, seen) = plain_and(property);
        assert_eq!(plain, seen, "{property}");
    }
}

#[test]
fn sizes_faces_and_fills_are_seen() {
    let (_, size) = plain_and("<w:sz w:val='32'/>");
    assert_eq!(size.size, 32);
    let (plain, face) = plain_and("<w:rFonts w:eastAsia='黑体'/>");
    let (_, same) = plain_and("<w:rFonts w:eastAsia='SimHei'/>");
    assert_ne!(plain.face, face.face);
    assert_eq!(face.face, same.face);
    let fill = |color: &str| {
        let solid = format!("<w14:solidFill>{color}</w14:solidFill>");
        plain_and(&format!(
            "<w:color w:val='0000FF'/><w14:textFill>{solid}</w14:textFill>"
        ))
        .1
    };
    let red = fill("<w14:srgbClr w14:val='FF0000'/>");
    assert_eq!(red.color, Some(Rgb(0xff, 0, 0)));
    let text = fill("<w14:schemeClr w14:val='tx1'/>");
    assert_eq!(text.color, Some(Rgb(0, 0, 0)));
    let light = fill(
        "<w14:schemeClr w14:val='tx1'><w14:lumMod w14:val='50000'/><w14:lumOff w14:val='50000'/></w14:schemeClr>",
    );
    assert_eq!(light.color, Some(Rgb(0x80, 0x80, 0x80)));
    let (_, raised) = plain_and("<w:position w:val='12'/>");
    assert_eq!(raised.script, office::paper::Script::Super);
}

#[test]
fn lines_with_borders_or_indents_are_seen() {
    let format = |properties: &str| {
        let paper = read(&format!(
            "<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>甲</w:t></w:r></w:p>"
        ));
        paragraph(&paper).format
    };
    let plain = format("");
    assert_eq!(plain, Default::default());
    for unseen in [
        "<w:ind w:left='0' w:firstLineChars='0' w:firstLine='0'/>",
        "<w:jc w:val='both'/>",
        "<w:spacing w:before='0'/>",
        "<w:pBdr><w:top w:val='nil'/></w:pBdr>",
        "<w:keepNext/>",
    ] {
        assert_eq!(format(unseen), plain, "{unseen}");
    }
    for seen in [
        "<w:ind w:left='420'/>",
        "<w:ind w:firstLineChars='200' w:firstLine='420'/>",
        "<w:jc w:val='center'/>",
        "<w:spacing w:before='240'/>",
        "<w:pBdr><w:top w:val='single'/></w:pBdr>",
    ] {
        assert_ne!(format(seen), plain, "{seen}");
    }
}
