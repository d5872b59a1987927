//! Parcels: files that hold files, as mail brings them. What they hold is unpacked into a folder of
//! their own, which goes when nobody reads from it any more; how much that may be is bounded.

use std::borrow::Cow;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;

use crate::given;
use crate::said;
use crate::text::lang::Said;
use crate::text::of_system;

/// Parcels within parcels are opened so deep: a mail that was forwarded with an archive of
/// archives.
pub(super) const DEEPEST: usize = 5;
/// No parcel is larger, in bytes, nor what it holds.
const LARGEST: u64 = 512 << 20;
const MOST: u64 = 2 << 30;
/// More files than any collection of forms has.
const MOST_FILES: usize = 200_000;

/// The kinds of parcels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParcelKind {
    Zip,
    SevenZip,
    Mail,
    OutlookMail,
    /// Its format is not open: it is named.
    Rar,
}

impl ParcelKind {
    /// By a file's name.
    pub(crate) fn of_name(name: &str) -> Option<ParcelKind> {
        Some(match office::extension(name).as_str() {
            "zip" => ParcelKind::Zip,
            "7z" => ParcelKind::SevenZip,
            "eml" => ParcelKind::Mail,
            "msg" => ParcelKind::OutlookMail,
            "rar" => ParcelKind::Rar,
            _ => return None,
        })
    }
}

/// What to do about an archive that cannot be opened here.
pub(super) fn rar() -> Said {
    said!(
        "是 .rar 压缩包，本程序不能解开；请用 WinRAR 或 7-Zip 解压后，把里面的文件或文件夹再交给本程序",
        "it is a .rar archive, which cannot be opened here; unpack it with WinRAR or 7-Zip, and give the files or the folder"
    )
}

/// Files that were unpacked, by the names that they had.
#[derive(Debug)]
pub(super) struct Unpacked {
    pub(super) files: Vec<(String, PathBuf)>,
    /// It goes with the last who holds it.
    pub(super) folder: Arc<TempDir>,
}

/// Unpacks into a new folder what a parcel holds.
pub(super) fn unpack(path: &Path, kind: ParcelKind) -> Result<Unpacked, Said> {
    let bytes = given::read(path, LARGEST).map_err(trouble)?;
    let folder = tempfile::Builder::new()
        .prefix("huibiao-")
        .tempdir()
        .map_err(trouble)?;
    let mut holding = Holding {
        files: Vec::new(),
        folder,
        left: MOST,
    };
    match kind {
        ParcelKind::SevenZip => seven(&bytes, &mut holding)?,
        ParcelKind::Mail => mail(&bytes, &mut holding)?,
        ParcelKind::OutlookMail => outlook(&bytes, &mut holding)?,
        ParcelKind::Zip | ParcelKind::Rar => {}
    }
    if holding.files.is_empty() {
        return Err(match kind {
            ParcelKind::SevenZip => said!("压缩包是空的", "the archive is empty"),
            _ => said!("邮件没有附件", "the mail has no attachments"),
        });
    }
    holding.files.sort();
    Ok(Unpacked {
        files: holding.files,
        folder: Arc::new(holding.folder),
    })
}

/// The system does not let it be unpacked.
fn trouble(e: std::io::Error) -> Said {
    let Said { zh, en } = of_system(&e);
    said!("无法解开：{zh}", "it cannot be unpacked: {en}")
}

/// A mail that cannot be taken apart.
fn damaged(_: std::io::Error) -> Said {
    said!(
        "邮件已损坏或不完整；请对方重新发来，或把附件另存到文件夹里",
        "the mail is damaged or incomplete; have it sent again, or save its attachments into a folder"
    )
}

/// Puts one file into a new folder.
pub(super) fn alone(bytes: &[u8], name: &str) -> Result<(PathBuf, Arc<TempDir>), Said> {
    let folder = tempfile::Builder::new()
        .prefix("huibiao-")
        .tempdir()
        .map_err(trouble)?;
    let path = folder.path().join(format!("0.{}", office::extension(name)));
    std::fs::write(&path, bytes).map_err(trouble)?;
    Ok((path, Arc::new(folder)))
}

struct Holding {
    files: Vec<(String, PathBuf)>,
    folder: TempDir,
    left: u64,
}

impl Holding {
    /// Keeps a file under a name of our own: those that came by mail may be any.
    fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), Said> {
        let size = bytes.len() as u64;
        if size > self.left || self.files.len() >= MOST_FILES {
            return Err(said!(
                "里面的文件解开后太大或太多，没有读取；请分开交来",
                "what it holds is too large or too many, and was not read; send it in parts"
            ));
        }
        self.left -= size;
        let number = self.files.len();
        let path = self
            .folder
            .path()
            .join(format!("{number}.{}", office::extension(name)));
        std::fs::write(&path, bytes).map_err(trouble)?;
        let steps = name
            .split(['/', '\\'])
            .filter(|s| !matches!(*s, "" | "." | ".."));
        let name: Vec<&str> = steps.collect();
        let name = match name.is_empty() {
            true => format!("附件{}", number + 1),
            false => name.join("/"),
        };
        self.files.push((name, path));
        Ok(())
    }
}

fn seven(bytes: &[u8], holding: &mut Holding) -> Result<(), Said> {
    let mut reader =
        sevenz_rust2::ArchiveReader::new(Cursor::new(bytes), sevenz_rust2::Password::empty())
            .map_err(|e| of_seven(&e))?;
    let mut stopped = None;
    let read = reader.for_each_entries(|entry, content| {
        if entry.is_directory() {
            return Ok(true);
        }
        let mut bytes = Vec::new();
        content.take(holding.left + 1).read_to_end(&mut bytes)?;
        match holding.put(entry.name(), &bytes) {
            Ok(()) => Ok(true),
            Err(why) => {
                stopped = Some(why);
                Ok(false)
            }
        }
    });
    match (stopped, read) {
        (Some(why), _) => Err(why),
        (None, Err(e)) => Err(of_seven(&e)),
        (None, Ok(())) => Ok(()),
    }
}

/// What is wrong with a .7z archive, in words: those of the library that reads it are English.
fn of_seven(error: &sevenz_rust2::Error) -> Said {
    use sevenz_rust2::Error::{
        ChecksumVerificationFailed, MaybeBadPassword, PasswordRequired,
        UnsupportedCompressionMethod,
    };
    match error {
        PasswordRequired | MaybeBadPassword(_) => said!(
            "7z 压缩包加了密码；请先解开，或请对方不加密码重新发来",
            "the .7z archive is locked with a password; unlock it first, or have it sent without one"
        ),
        UnsupportedCompressionMethod(_) => said!(
            "7z 压缩包的压缩方式不受支持；请解压后再交给本程序",
            "the .7z archive is packed in an unsupported way; unpack it first"
        ),
        ChecksumVerificationFailed => said!(
            "7z 压缩包已损坏；请对方重新发来",
            "the .7z archive is damaged; have it sent again"
        ),
        e => Said {
            zh: "7z 压缩包损坏或加了密码；请解压后再交给本程序".to_owned(),
            en: format!("the .7z archive is damaged or locked; unpack it first ({e})"),
        },
    }
}

/// The attachments of a mail. Pictures that its text shows are none.
fn mail(bytes: &[u8], holding: &mut Holding) -> Result<(), Said> {
    let bytes = in_utf8(bytes);
    let parsed = mail_parser::MessageParser::default().parse(&*bytes);
    let Some(message) = parsed else {
        return Err(said!("不是邮件", "it is no mail"));
    };
    attached(&message, holding, DEEPEST)
}

/// The header lines that name attachments, in UTF-8: Foxmail and others write the names' bytes as they
/// are, in the Chinese code page.
fn in_utf8(mail: &[u8]) -> Cow<'_, [u8]> {
    if std::str::from_utf8(mail).is_ok() {
        return Cow::Borrowed(mail);
    }
    let mut out = Vec::with_capacity(mail.len());
    for line in mail.split_inclusive(|b| *b == b'\n') {
        let names = line.len() <= LONGEST_LINE && names_a_file(line);
        match std::str::from_utf8(line) {
            Err(_) if names => {
                let text = encoding_rs::GB18030.decode_without_bom_handling(line).0;
                out.extend_from_slice(text.as_bytes());
            }
            _ => out.extend_from_slice(line),
        }
    }
    Cow::Owned(out)
}

/// No line of a mail is longer (RFC 5322, 2.1.1).
const LONGEST_LINE: usize = 1000;

fn names_a_file(line: &[u8]) -> bool {
    let line = line.to_ascii_lowercase();
    let is_header = [&b"content-"[..], b" ", b"\t"];
    let is_header = is_header.iter().any(|begins| line.starts_with(begins));
    is_header && line.windows(5).any(|w| w == b"name=")
}

fn attached(
    message: &mail_parser::Message<'_>,
    holding: &mut Holding,
    depth: usize,
) -> Result<(), Said> {
    use mail_parser::MimeHeaders;
    for part in message.attachments() {
        if let Some(inner) = part.message() {
            match depth {
                0 => {
                    return Err(said!("邮件套得太深", "mails are nested too deep"));
                }
                _ => attached(inner, holding, depth - 1)?,
            }
            continue;
        }
        let Some(name) = part.attachment_name().or_else(|| nameless(part.contents())) else {
            continue;
        };
        let shown = part.content_id().is_some()
            && office::FileKind::of_name(name) == Some(office::FileKind::Picture);
        if !shown {
            holding.put(name, part.contents())?;
        }
    }
    Ok(())
}

/// What an attachment without a name is called: a document is one all the same.
fn nameless(bytes: &[u8]) -> Option<&'static str> {
    use office::FileKind;
    match FileKind::of_bytes(bytes) {
        FileKind::Word => Some("附件.docx"),
        FileKind::Workbook => Some("附件.xlsx"),
        FileKind::LegacyWord => Some("附件.doc"),
        FileKind::LegacyWorkbook => Some("附件.xls"),
        FileKind::Archive => Some("附件.zip"),
        _ => None,
    }
}

/// The attachments of a mail as Outlook keeps it ([MS-OXMSG]): a storage each, its name and its
/// bytes in streams called by their property.
fn outlook(bytes: &[u8], holding: &mut Holding) -> Result<(), Said> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
    storage(&mut file, Path::new("/"), holding, DEEPEST)
}

fn storage(
    file: &mut cfb::CompoundFile<Cursor<&[u8]>>,
    at: &Path,
    holding: &mut Holding,
    depth: usize,
) -> Result<(), Said> {
    let storages = file.read_storage(at).map_err(damaged)?;
    let attachments: Vec<PathBuf> = storages
        .filter(|entry| entry.is_storage() && entry.name().starts_with("__attach_version1.0_"))
        .map(|entry| entry.path().to_owned())
        .take(MOST_FILES)
        .collect();
    for attachment in attachments {
        let mut stream = |property: &str| -> Option<Vec<u8>> {
            let path = attachment.join(format!("__substg1.0_{property}"));
            let mut bytes = Vec::new();
            let stream = file.open_stream(path).ok()?;
            stream.take(LARGEST).read_to_end(&mut bytes).ok()?;
            Some(bytes)
        };
        let utf16 = |bytes: Vec<u8>| encoding_rs::UTF_16LE.decode(&bytes).0.into_owned();
        let narrow = |bytes: Vec<u8>| encoding_rs::GB18030.decode(&bytes).0.into_owned();
        // The long name, the short one, what is shown; in Unicode or in the sender's code page.
        let name = ["3707", "3704", "3001"].iter().find_map(|p| {
            let wide = stream(&format!("{p}001F")).map(utf16);
            wide.or_else(|| stream(&format!("{p}001E")).map(narrow))
        });
        let name = name.unwrap_or_default();
        let name = name.trim_end_matches('\0');
        if let Some(bytes) = stream("37010102") {
            let shown = stream("3712001F").is_some()
                && office::FileKind::of_name(name) == Some(office::FileKind::Picture);
            if !shown {
                holding.put(name, &bytes)?;
            }
            continue;
        }
        let inner = attachment.join("__substg1.0_3701000D");
        if depth > 0 && file.is_storage(&inner) {
            storage(file, &inner, holding, depth - 1)?;
        }
    }
    Ok(())
}
