//! What kind of file a file is: by its bytes, and by what its name promises. People rename files,
//! and programs write one format under the extension of another: where both are at hand, the bytes
//! are believed, and the name decides only what bytes cannot tell (a table as text).

mod content;

use std::fmt;
use std::path::Path;

/// The kinds of file that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// No bytes at all.
    Empty,
    /// A Word package: .docx, .docm, .dotx, .dotm.
    Word,
    /// An Excel package: .xlsx, .xlsm.
    Workbook,
    /// An Excel package with binary parts: .xlsb.
    BinaryWorkbook,
    /// A PowerPoint package.
    Presentation,
    /// An OpenDocument spreadsheet: .ods.
    OpenSheet,
    /// An OpenDocument text: .odt.
    OpenText,
    /// A zip archive of other files.
    Archive,
    /// Begins as a zip file but has no readable directory: cut short or damaged.
    BrokenZip,
    /// A Word 97–2003 document (.doc; WPS's .wps too).
    LegacyWord,
    /// A document of Word 6 or 95, or older.
    OlderWord,
    /// A Word 97–2003 document whose compound file is damaged.
    BrokenWord,
    /// A document of Microsoft Works (.wps).
    Works,
    /// An Excel 97–2003 workbook (.xls; WPS's .et too).
    LegacyWorkbook,
    /// A PowerPoint 97–2003 presentation.
    LegacyPresentation,
    /// An Office package locked with a password.
    Encrypted,
    /// Some other compound file (OLE).
    OtherCompound,
    /// Rich text.
    Rtf,
    /// A web page, also one saved with its pictures in one file (.mht).
    Html,
    /// A Word document as a single XML file (Word 2003 XML or flat OPC).
    WordXml,
    /// A workbook as a single XML file (Excel 2003 XML).
    SheetXml,
    /// Some other XML.
    Xml,
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
    /// An archive in another format than zip: RAR, 7-Zip, gzip.
    OtherArchive,
    /// Plain text.
    Text,
    /// A table as text: .csv, .tsv. By its bytes it is [`Text`](FileKind::Text).
    TextTable,
    /// JSON, by its name.
    Json,
    /// JSON, an object a line, by its name.
    JsonLines,
    /// An SQLite database, by its name.
    Database,
    /// What lies beside documents and is none: notes, settings, scripts, links, what programs left.
    Auxiliary,
    /// None of these.
    Unknown,
}

/// The extensions by which kinds are known, in lower case; the first of a kind is the one that it
/// is written under.
const EXTENSIONS: &[(FileKind, &[&str])] = &[
    (FileKind::Word, &["docx", "docm", "dotx", "dotm"]),
    (FileKind::Workbook, &["xlsx", "xlsm", "xltx", "xltm"]),
    (FileKind::BinaryWorkbook, &["xlsb"]),
    (FileKind::Presentation, &["pptx", "pptm", "ppsx", "potx"]),
    (FileKind::OpenSheet, &["ods", "ots"]),
    (FileKind::OpenText, &["odt", "ott"]),
    (FileKind::Archive, &["zip"]),
    (FileKind::LegacyWord, &["doc", "dot", "wps", "wpt"]),
    (FileKind::LegacyWorkbook, &["xls", "xlt", "et", "ett"]),
    (FileKind::LegacyPresentation, &["ppt", "pps", "dps"]),
    (FileKind::Rtf, &["rtf"]),
    (FileKind::Html, &["html", "htm", "mht", "mhtml"]),
    (FileKind::Xml, &["xml"]),
    (FileKind::Pdf, &["pdf"]),
    (
        FileKind::Picture,
        &[
            "png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "heic", "webp",
        ],
    ),
    (FileKind::OtherArchive, &["rar", "7z", "gz", "tgz"]),
    (FileKind::Text, &["txt"]),
    (FileKind::TextTable, &["csv", "tsv"]),
    (FileKind::Json, &["json"]),
    (FileKind::JsonLines, &["jsonl", "ndjson"]),
    (FileKind::Database, &["sqlite", "sqlite3", "db"]),
    (
        FileKind::Auxiliary,
        &[
            "md",
            "log",
            "toml",
            "yaml",
            "yml",
            "ini",
            "py",
            "sh",
            "bat",
            "lnk",
            "url",
            "tmp",
            "bak",
            "sqlite-wal",
            "sqlite-shm",
        ],
    ),
];

impl FileKind {
    /// The kind of the file with these bytes.
    pub fn of_bytes(bytes: &[u8]) -> FileKind {
        content::kind(bytes)
    }

    /// The kind that a file's name promises by its extension; none where it has none that is known.
    pub fn of_name(name: &str) -> Option<FileKind> {
        FileKind::of_extension(&extension(name))
    }

    /// As [`FileKind::of_name`], of a path's last part.
    pub fn of_path(path: &Path) -> Option<FileKind> {
        FileKind::of_name(&path.file_name()?.to_string_lossy())
    }

    /// The kind that an extension (without the dot, in any case) promises.
    pub fn of_extension(extension: &str) -> Option<FileKind> {
        let known = |e: &&str| e.eq_ignore_ascii_case(extension);
        let found = EXTENSIONS.iter().find(|(_, all)| all.iter().any(&known));
        found.map(|(kind, _)| *kind)
    }

    /// The extension that such a file is usually given; empty where there is none.
    pub fn extension(self) -> &'static str {
        let known = EXTENSIONS.iter().find(|(kind, _)| *kind == self);
        known
            .and_then(|(_, all)| all.first())
            .copied()
            .unwrap_or("")
    }

    /// A workbook of whatever making, or a table as text.
    pub fn is_workbook(self) -> bool {
        use FileKind::*;
        matches!(
            self,
            Workbook | BinaryWorkbook | LegacyWorkbook | OpenSheet | SheetXml | TextTable
        )
    }
}

/// The extension of a file's name, in lower case.
pub fn extension(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    name.rsplit_once('.')
        .map_or(String::new(), |(_, e)| e.to_lowercase())
}

impl fmt::Display for FileKind {
    /// What it is called, with its article.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            FileKind::Empty => "an empty file",
            FileKind::Word => "a Word document",
            FileKind::Workbook => "an Excel workbook",
            FileKind::BinaryWorkbook => "an Excel binary workbook (.xlsb)",
            FileKind::Presentation => "a PowerPoint presentation",
            FileKind::OpenSheet => "an OpenDocument sheet (.ods)",
            FileKind::OpenText => "an OpenDocument text (.odt)",
            FileKind::Archive => "a zip archive",
            FileKind::BrokenZip => "a damaged zip file",
            FileKind::LegacyWord => "a Word 97–2003 document (.doc)",
            FileKind::OlderWord => "a document of Word 6/95 or older",
            FileKind::BrokenWord => "a damaged Word 97–2003 document (.doc)",
            FileKind::Works => "a document of Microsoft Works (.wps)",
            FileKind::LegacyWorkbook => "an Excel 97–2003 workbook (.xls)",
            FileKind::LegacyPresentation => "a PowerPoint 97–2003 presentation",
            FileKind::Encrypted => "a password-protected Office file",
            FileKind::OtherCompound => "some other OLE compound file",
            FileKind::Rtf => "a rich text document (RTF)",
            FileKind::Html => "a web page (HTML)",
            FileKind::WordXml => "a Word document saved as XML",
            FileKind::SheetXml => "an Excel workbook saved as XML",
            FileKind::Xml => "an XML file",
            FileKind::Pdf => "a PDF",
            FileKind::Picture => "a picture",
            FileKind::OtherArchive => "an archive that is no zip (RAR, 7z …)",
            FileKind::Text => "plain text",
            FileKind::TextTable => "a table as text (.csv)",
            FileKind::Json => "a JSON file",
            FileKind::JsonLines => "a file of JSON lines",
            FileKind::Database => "a database",
            FileKind::Auxiliary => "a file of notes or settings",
            FileKind::Unknown => "a file of unknown format",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extension_promises_one_kind() {
        let mut seen = std::collections::HashSet::new();
        for extension in EXTENSIONS.iter().flat_map(|(_, all)| *all) {
            assert!(seen.insert(extension), "{extension}");
            assert_eq!(*extension, extension.to_lowercase());
        }
    }

    #[test]
    fn a_name_promises_by_its_last_extension() {
        let kind = FileKind::of_name;
        assert_eq!(kind("收回/化学学院.v2.DOCX"), Some(FileKind::Word));
        assert_eq!(kind("a.wps"), Some(FileKind::LegacyWord));
        assert_eq!(kind("a.xlsx.zip"), Some(FileKind::Archive));
        assert_eq!(kind("C:\\forms.old\\README"), None);
        assert_eq!(kind("a.dwg"), None);
        for name in [
            "a.xlsm", "a.xls", "a.et", "a.ods", "a.csv", "a.tsv", "a.xlsb", "a.xltx",
        ] {
            assert!(kind(name).is_some_and(FileKind::is_workbook), "{name}");
        }
        assert_eq!(FileKind::LegacyWord.extension(), "doc");
        assert_eq!(FileKind::Unknown.extension(), "");
    }
}
