//! A comment at every place of documents made of all that Word puts around text.

use huibiao::forms::annotate::{Remark, annotate_form};
use office::package::Package;

use super::{docx, part, places, read, remark};

const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";
/// The other vocabularies that the pieces use.
const OTHERS: &str = concat!(
    r#"xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" "#,
    r#"xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" "#,
    r#"xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" "#,
    r#"xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" "#,
    r#"xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" "#,
    r#"xmlns:v="urn:schemas-microsoft-com:vml""#,
);

/// Pieces of a body, each of another kind.
const PIECES: [(&str, &str); 9] = [
    (
        "plain and empty paragraphs",
        "<w:p><w:pPr><w:jc w:val='center'/></w:pPr><w:r><w:t>甲</w:t></w:r><w:r><w:tab/><w:t>乙</w:t>\
         <w:br/><w:noBreakHyphen/><w:sym w:font='Wingdings' w:char='F0FE'/></w:r></w:p><w:p/>\
         <w:p><w:pPr><w:rPr><w:b/></w:rPr></w:pPr></w:p>",
    ),
    (
        "merged cells and rows that begin late and end early",
        "<w:tbl><w:tblGrid><w:gridCol/><w:gridCol/><w:gridCol/><w:gridCol/></w:tblGrid>\
         <w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/><w:vMerge w:val='restart'/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>\
         <w:tc><w:p/></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr>\
         <w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/><w:vMerge w:val='continue'/></w:tcPr><w:p/></w:tc>\
         <w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p><w:r><w:t>c</w:t></w:r></w:p></w:tc></w:tr>\
         <w:tr><w:trPr><w:gridBefore w:val='1'/><w:gridAfter w:val='1'/></w:trPr>\
         <w:tc><w:p><w:r><w:t>d</w:t></w:r></w:p><w:p><w:r><w:t>e</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>",
    ),
    (
        "controls around rows, cells, paragraphs and runs",
        "<w:tbl><w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent><w:tr><w:sdt><w:sdtContent>\
         <w:tc><w:p><w:sdt><w:sdtContent><w:r><w:t>a</w:t></w:r></w:sdtContent></w:sdt></w:p></w:tc></w:sdtContent></w:sdt>\
         <w:tc><w:sdt><w:sdtContent><w:p><w:r><w:t>b</w:t></w:r></w:p></w:sdtContent></w:sdt></w:tc></w:tr></w:sdtContent></w:sdt>\
         <w:customXml w:element='x'><w:tr><w:tc><w:p><w:smartTag w:element='y'><w:r><w:t>c</w:t></w:r></w:smartTag></w:p></w:tc>\
         <w:tc><w:p/></w:tc></w:tr></w:customXml></w:tbl>",
    ),
    (
        "tracked changes of runs, rows and moved paragraphs",
        "<w:p><w:r><w:t>a</w:t></w:r><w:ins w:id='1' w:author='x'><w:r><w:t>b</w:t></w:r></w:ins>\
         <w:del w:id='2' w:author='x'><w:r><w:delText>c</w:delText></w:r></w:del></w:p>\
         <w:p><w:moveFrom w:id='3' w:author='x'><w:r><w:t>d</w:t></w:r></w:moveFrom></w:p>\
         <w:p><w:moveTo w:id='4' w:author='x'><w:r><w:t>d</w:t></w:r></w:moveTo></w:p>\
         <w:tbl><w:tr><w:trPr><w:ins w:id='5' w:author='x'/></w:trPr><w:tc><w:p><w:r><w:t>e</w:t></w:r></w:p></w:tc></w:tr>\
         <w:tr><w:trPr><w:del w:id='6' w:author='x'/></w:trPr><w:tc><w:p><w:r><w:t>f</w:t></w:r></w:p></w:tc></w:tr>\
         <w:tr><w:tc><w:p><w:r><w:t>g</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    ),
    (
        "form fields, simple and complex",
        "<w:p><w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:name w:val='n'/><w:checkBox><w:default w:val='1'/></w:checkBox></w:ffData></w:fldChar></w:r>\
         <w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:t>是</w:t></w:r></w:p>\
         <w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>FORMTEXT</w:instrText></w:r>\
         <w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>a</w:t></w:r></w:p>\
         <w:p><w:r><w:t>b</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>\
         <w:p><w:fldSimple w:instr='DATE'><w:r><w:t>c</w:t></w:r></w:fldSimple></w:p>",
    ),
    (
        "a drawn box in a cell, with its older twin",
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r><mc:AlternateContent><mc:Choice Requires='wps'>\
         <w:r><w:drawing><wp:inline><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>\
         <w:p><w:r><w:t>b</w:t></w:r></w:p><w:p><w:r><w:t>c</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>\
         </mc:Choice><mc:Fallback><w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>b</w:t></w:r></w:p>\
         <w:p><w:r><w:t>c</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></mc:Fallback></mc:AlternateContent></w:p></w:tc></w:tr></w:tbl>",
    ),
    (
        "a table in a cell, and one in a box",
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc>\
         <w:tc><w:p/></w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>\
         <w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:tbl><w:tr><w:tc><w:p><w:r><w:t>c</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
         <w:p><w:r><w:t>d</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>",
    ),
    (
        "links, notes, hidden text and formulas",
        "<w:p><w:hyperlink w:anchor='x'><w:r><w:t>a</w:t></w:r></w:hyperlink><w:bookmarkStart w:id='7' w:name='b'/>\
         <w:r><w:footnoteReference w:id='1'/></w:r><w:bookmarkEnd w:id='7'/><w:r><w:rPr><w:vanish/></w:rPr><w:t>b</w:t></w:r>\
         <m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p><w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>c</w:t></w:r></w:p>",
    ),
    (
        "other people's marks, a comment and a processing instruction of the file's",
        "<w:p><w:proofErr w:type='spellStart'/><w:r><w:t>a</w:t></w:r><!-- <w:p> --><?x <w:p> ?><w:proofErr w:type='spellEnd'/></w:p>\
         <w:sectPr/>",
    ),
];

/// Comments at all places of a document: nothing is unplaced, and its next reading is the same.
#[track_caller]
fn takes_comments_everywhere(what: &str, namespace: &str, body: &str) -> usize {
    let bytes = docx(&format!(
        "<w:document xmlns:w=\"{namespace}\" {OTHERS}><w:body>{body}</w:body></w:document>"
    ));
    let paper = read(&bytes);
    let places = places(&paper);
    let remarks = places.iter().map(|(place, _)| remark(place.clone(), "x"));
    let remarks: Vec<Remark> = remarks.collect();
    let out = annotate_form(&bytes, &paper, &remarks).unwrap();
    assert_eq!(out.unplaced, 0, "{what}");
    assert_eq!(read(&out.bytes), paper, "{what}");
    let main = Package::open(&out.bytes).unwrap().main_part().to_owned();
    let text = part(&out.bytes, &main);
    for end in ["commentRangeStart ", "commentRangeEnd "] {
        assert_eq!(text.matches(end).count(), places.len(), "{what}: {end}");
    }
    places.len()
}

#[test]
fn any_document_takes_comments_at_all_its_places() {
    let all: String = PIECES.iter().map(|(_, piece)| *piece).collect();
    let in_a_cell = all.replace("<w:sectPr/>", "<w:p/>");
    for namespace in [TRANSITIONAL, STRICT] {
        for (what, piece) in PIECES {
            takes_comments_everywhere(what, namespace, piece);
        }
        let places = takes_comments_everywhere("all at once", namespace, &all);
        assert!(places >= 34, "{places}");
        let cell = format!("<w:tbl><w:tr><w:tc>{in_a_cell}</w:tc></w:tr></w:tbl>");
        takes_comments_everywhere("all in a cell", namespace, &cell);
        let control = format!("<w:sdt><w:sdtContent>{in_a_cell}</w:sdtContent></w:sdt>");
        takes_comments_everywhere("all in a control", namespace, &control);
    }
}
