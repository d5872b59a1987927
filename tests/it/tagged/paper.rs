//! Small Word documents for blanks with tags, and for what comes back of them.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const SPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml""#;

/// A document whose body this is.
pub fn document(body: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, content: &str| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    };
    put(
        "[Content_Types].xml",
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#,
    );
    put(
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#,
    );
    let main = format!("<w:document {SPACES}><w:body>{body}</w:body></w:document>");
    put("word/document.xml", &main);
    zip.finish().unwrap().into_inner()
}

/// A run; `how` are the elements of its properties.
pub fn run(how: &str, text: &str) -> String {
    format!(r#"<w:r><w:rPr>{how}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>"#)
}

/// A paragraph of plain text, or of runs where it begins with a tag of XML.
pub fn p(content: &str) -> String {
    match content.starts_with('<') {
        true => format!("<w:p>{content}</w:p>"),
        false => format!("<w:p>{}</w:p>", run("", content)),
    }
}

/// Paragraphs.
pub fn lines(all: &[&str]) -> String {
    all.iter().map(|l| p(l)).collect()
}

/// A cell: paragraphs parted by line ends, or whole elements where it begins with `<w:p` or `<w:tbl`.
pub fn cell(content: &str) -> String {
    let inner = match content.starts_with("<w:p>") || content.starts_with("<w:tbl") {
        true => content.to_owned(),
        false => content.split('\n').map(p).collect(),
    };
    format!("<w:tc>{inner}</w:tc>")
}

/// A table of rows of cells.
pub fn table(rows: &[&[&str]]) -> String {
    let widest = rows.iter().map(|r| r.len()).max().unwrap_or(0);
    let grid = r#"<w:gridCol w:w="1000"/>"#.repeat(widest);
    let rows: String = rows
        .iter()
        .map(|r| {
            let cells: String = r.iter().map(|c| cell(c)).collect();
            format!("<w:tr>{cells}</w:tr>")
        })
        .collect();
    format!("<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>")
}

/// A paragraph with a text box of these lines, in both of its forms.
pub fn text_box(all: &[&str]) -> String {
    let inner = lines(all);
    format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wp:inline><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
}

/// A drop-down control that offers these, with `shown` in it.
pub fn drop_down(options: &[&str], shown: &str) -> String {
    let items: String = options
        .iter()
        .map(|o| format!(r#"<w:listItem w:displayText="{o}" w:value="{o}"/>"#))
        .collect();
    format!(
        "<w:sdt><w:sdtPr><w:showingPlcHdr/><w:dropDownList><w:listItem w:value=\"\"/>{items}</w:dropDownList></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
        run("", shown)
    )
}
