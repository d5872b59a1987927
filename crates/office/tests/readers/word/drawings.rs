//! What is no text: pictures, shapes, objects, in DrawingML and VML.

use office::paper::{Anchor, Aside, Drawing, DrawingKind, Place, RemarkKind};

use super::document::{Document, drawn_box, p, paragraph, paragraphs, r, read};

/// Namespaces of what stands in drawings.
const MORE: &str = concat!(
    r#"xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" "#,
    r#"xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" "#,
    r#"xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" "#,
    r#"xmlns:wpi="http://schemas.microsoft.com/office/word/2010/wordprocessingInk" "#,
    r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#,
);

fn drawn(graphic: &str) -> String {
    format!(
        r#"<w:drawing {MORE}><wp:inline><wp:extent cx="720000" cy="360000"/><wp:docPr id="1" name="n" descr="d"/>
        <a:graphic><a:graphicData>{graphic}</a:graphicData></a:graphic></wp:inline></w:drawing>"#
    )
}

fn shape(preset: &str) -> String {
    drawn(&format!(
        r#"<wps:wsp><wps:spPr><a:prstGeom prst="{preset}"/></wps:spPr><wps:bodyPr/></wps:wsp>"#
    ))
}

fn of(xml: &str) -> Vec<Drawing> {
    let paper = read(&format!(
        "<w:p>{}<w:r>{xml}</w:r>{}</w:p>",
        r("前"),
        r("后")
    ));
    let paragraph = paragraph(&paper);
    assert_eq!(paragraph.text, "前后");
    paragraph.drawings.clone()
}

fn kind(xml: &str) -> Option<DrawingKind> {
    let all = of(xml);
    assert!(all.len() < 2, "{all:?}");
    all.first().map(|d| d.kind)
}

#[test]
fn each_kind_is_told_apart() {
    let cases = [
        (drawn("<pic:pic/>"), DrawingKind::Picture),
        (shape("ellipse"), DrawingKind::Ellipse),
        (shape("straightConnector1"), DrawingKind::Line),
        (shape("rightArrow"), DrawingKind::Line),
        (shape("roundRect"), DrawingKind::Rectangle),
        (shape("heart"), DrawingKind::Shape),
        (drawn(&format!("<wpg:wgp>{0}{0}</wpg:wgp>", "<wps:wsp><a:prstGeom prst='ellipse'/></wps:wsp>")), DrawingKind::Ellipse),
        (drawn("<wpi:contentPart/>"), DrawingKind::Ink),
        (drawn("<w14:contentPart/>"), DrawingKind::Ink),
        (drawn("<something/>"), DrawingKind::Shape),
        ("<w:pict><v:oval style='width:10pt;height:10pt'/></w:pict>".to_owned(), DrawingKind::Ellipse),
        ("<w:pict><v:line/></w:pict>".to_owned(), DrawingKind::Line),
        ("<w:pict><v:shape><v:imagedata/></v:shape></w:pict>".to_owned(), DrawingKind::Picture),
        ("<w:pict><v:shape type='#_x0000_t136'><v:textpath string='艺术'/></v:shape></w:pict>".to_owned(), DrawingKind::WordArt),
        ("<w:pict><v:shape><o:ink i='AA'/></v:shape></w:pict>".to_owned(), DrawingKind::Ink),
        ("<w:object><v:shape><v:imagedata/></v:shape><o:OLEObject ProgID='Excel.Sheet.12'/></w:object>".to_owned(), DrawingKind::Object),
        ("<w:object><v:shape><v:imagedata/></v:shape><w:control w:name='CheckBox1'/></w:object>".to_owned(), DrawingKind::Control),
    ];
    for (xml, expected) in cases {
        assert_eq!(kind(&xml), Some(expected), "{xml}");
    }
}

#[test]
fn what_only_frames_text_or_rules_the_page_is_no_drawing() {
    let boxed = |preset: &str, text: &str| {
        let content = match text {
            "" => "<w:p/>".to_owned(),
            text => p(text),
        };
        drawn(&format!(
            "<wps:wsp><wps:spPr><a:prstGeom prst='{preset}'/></wps:spPr><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx></wps:wsp>"
        ))
    };
    assert_eq!(kind(&boxed("rect", "选项")), None);
    assert_eq!(kind(&boxed("rect", "")), None);
    assert_eq!(kind(&boxed("ellipse", "选项")), None);
    // An ellipse that could be written in is drawn around something.
    assert_eq!(kind(&boxed("ellipse", "")), Some(DrawingKind::Ellipse));
    assert_eq!(kind("<w:pict><v:rect o:hr='t'/></w:pict>"), None);
    assert_eq!(kind("<w:pict><v:shapetype id='t202'/></w:pict>"), None);
    let hidden = drawn("<pic:pic/>").replace("name=\"n\"", "hidden=\"1\"");
    assert_eq!(kind(&hidden), None);
}

#[test]
fn size_anchor_place_and_name() {
    let inline = &of(&drawn("<pic:pic/>"))[0];
    assert_eq!(inline.size, Some((720_000, 360_000)));
    assert_eq!((inline.anchor, inline.offset), (Anchor::Inline, 3));
    assert_eq!((inline.name.as_str(), inline.number), ("n d", 1));
    assert_eq!(inline.area(), 2.0);
    let floating = drawn("<pic:pic/>").replace("wp:inline", "wp:anchor").replace(
        "<wp:extent",
        "<wp:positionV relativeFrom='paragraph'><wp:posOffset>7</wp:posOffset></wp:positionV><wp:extent",
    );
    assert_eq!(of(&floating)[0].anchor, Anchor::Floating { below: Some(7) });
    let vml =
        "<w:pict><v:oval style='position:absolute;margin-top:1in;width:1in;height:20mm'/></w:pict>";
    let vml = &of(vml)[0];
    assert_eq!(vml.size, Some((914_400, 720_000)));
    assert_eq!(
        vml.anchor,
        Anchor::Floating {
            below: Some(914_400)
        }
    );
}

#[test]
fn of_two_forms_of_one_drawing_one_counts() {
    let xml = format!(
        "<mc:AlternateContent><mc:Choice Requires='wps'>{}</mc:Choice>\
         <mc:Fallback><w:pict><v:oval/></w:pict></mc:Fallback></mc:AlternateContent>",
        shape("heart")
    );
    assert_eq!(kind(&xml), Some(DrawingKind::Shape));
}

#[test]
fn a_drawing_in_a_box_is_the_lines_and_one_in_a_struck_out_run_is_gone() {
    let line = format!("<w:p>{}<w:r>{}</w:r></w:p>", r("甲"), shape("ellipse"));
    let paper = read(&format!(
        "<w:p>{}<w:del><w:r>{}</w:r></w:del></w:p>",
        drawn_box(&(p("一") + &line)),
        drawn("<pic:pic/>")
    ));
    let placed = paper.placed();
    let found: Vec<_> = placed
        .iter()
        .filter(|p| !p.paragraph.drawings.is_empty())
        .collect();
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].place,
        Place::Line {
            text_box: 1,
            line: 2
        }
    );
}

#[test]
fn smartart_and_charts_have_their_words() {
    let parts = [
        (
            "<dgm:relIds r:dm='rId9'/>",
            format!(
                "<dgm:dataModel {MORE} xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'><a:p><a:r><a:t>联合</a:t></a:r><a:r><a:t>论文</a:t></a:r></a:p><a:p><a:r><a:t>十二篇</a:t></a:r></a:p></dgm:dataModel>"
            ),
            DrawingKind::Diagram,
            "联合论文\n十二篇",
        ),
        (
            "<c:chart r:id='rId9'/>",
            format!(
                "<c:chartSpace {MORE}><c:pt><c:v>人次</c:v></c:pt><c:pt><c:v>12</c:v></c:pt></c:chartSpace>"
            ),
            DrawingKind::Chart,
            "人次\n12",
        ),
    ];
    for (graphic, content, kind, text) in parts {
        let rels = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='rId9' Type='x/y' Target='d.xml'/></Relationships>";
        let paper = Document::of(&format!("<w:p><w:r>{}</w:r></w:p>", drawn(graphic)))
            .part("word/_rels/document.xml.rels", rels)
            .part("word/d.xml", content)
            .read();
        let drawing = &paragraph(&paper).drawings[0];
        assert_eq!((drawing.kind, drawing.text.as_str()), (kind, text));
    }
}

#[test]
fn every_paragraph_has_a_number_of_its_own() {
    let paper = read(&format!(
        "{}<w:p>{}</w:p>{}",
        p("a"),
        drawn_box(&(p("b") + &p("c"))),
        p("d")
    ));
    let mut ids: Vec<_> = paper
        .placed()
        .iter()
        .map(|p| p.paragraph.id.index())
        .collect();
    assert_eq!(ids.len(), 5);
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((ids.len(), ids[0]), (5, 1));
}

#[test]
fn a_comment_knows_its_line_and_the_words_that_it_is_about() {
    let about = format!(
        "<w:p><w:commentRangeStart w:id='1'/>{}<w:commentRangeEnd w:id='1'/>{}<w:r><w:commentReference w:id='1'/></w:r></w:p>",
        r("经费不足"),
        r("等")
    );
    let comments = format!(
        "<w:comments xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:comment w:id='1' w:author='甲'>{}</w:comment></w:comments>",
        p("选这个")
    );
    let paper = Document::of(&format!("<w:p>{}</w:p>", drawn_box(&(p("一") + &about))))
        .part("word/_rels/document.xml.rels", "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments' Target='comments.xml'/></Relationships>")
        .part("word/comments.xml", comments)
        .read();
    assert_eq!(paragraphs(&paper).len(), 1);
    let remark = &paper.remarks[0];
    assert_eq!(
        remark.place,
        Place::Line {
            text_box: 1,
            line: 2
        }
    );
    let expected = RemarkKind::Aside {
        aside: Aside::Comment,
        text: "选这个".to_owned(),
        about: "经费不足".to_owned(),
        author: "甲".to_owned(),
    };
    assert_eq!(remark.kind, expected);
}

#[test]
fn all_notes_are_read_and_the_results_of_their_fields() {
    let note = |n: u32, content: &str| format!("<w:footnote w:id='{n}'>{content}</w:footnote>");
    let field = "<w:p><w:r><w:t>见</w:t></w:r><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>HYPERLINK \"x\"</w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>附件</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>";
    let mut notes: String = (1..=130).map(|n| note(n, &p(&format!("注{n}")))).collect();
    notes += &note(131, field);
    let paper = Document::of(&p("正文"))
        .part("word/_rels/document.xml.rels", "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes' Target='footnotes.xml'/></Relationships>")
        .part("word/footnotes.xml", format!("<w:footnotes xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>{notes}</w:footnotes>"))
        .read();
    assert_eq!(paper.remarks.len(), 131);
    let last = paper.remarks.last().map(|r| r.kind.to_string());
    assert_eq!(
        last.as_deref(),
        Some("text in a footnote was not read: “见附件”")
    );
}
