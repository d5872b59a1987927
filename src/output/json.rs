//! Submissions as JSON: a file each, a line each, or a stream.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::file::{NewFile, WholeFile};
use super::name::{Given, safe_path};
use super::{Error, Format};
use crate::model::submission::Submission;
use crate::text::lang::Lang;
use crate::text::visible::Shown;

/// Submissions written to a stream, such as standard output, in the order they come.
///
/// As JSON, one input gives one object and several give an array; as JSON lines, each gives a line.
#[derive(Debug)]
pub struct Stream<W> {
    out: W,
    shape: Shape,
    lang: Lang,
    written: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Object,
    Array,
    Lines,
}

impl<W: Write> Stream<W> {
    /// A stream of JSON lines, or of JSON (which of `several` inputs is an array), with messages
    /// in `lang`. There is no other format that a stream can have: `None`.
    pub fn new(out: W, format: Format, several: bool, lang: Lang) -> Option<Stream<W>> {
        let shape = match (format, several) {
            (Format::Jsonl, _) => Shape::Lines,
            (Format::Json, true) => Shape::Array,
            (Format::Json, false) => Shape::Object,
            _ => return None,
        };
        Some(Stream {
            out,
            shape,
            lang,
            written: 0,
        })
    }

    /// Writes the next submission.
    ///
    /// # Errors
    /// When the stream cannot be written.
    pub fn submission(&mut self, submission: &Submission) -> Result<(), Error> {
        self.put(submission)
            .map_err(|source| Error::Stream { source })
    }

    fn put(&mut self, submission: &Submission) -> io::Result<()> {
        match (self.shape, self.written) {
            (Shape::Array, 0) => self.out.write_all(b"[\n")?,
            (Shape::Array, _) => self.out.write_all(b",\n")?,
            _ => {}
        }
        self.written += 1;
        match self.shape {
            Shape::Lines => line(&mut self.out, submission, self.lang),
            Shape::Object => object(&mut self.out, submission, self.lang),
            Shape::Array => {
                serde_json::to_writer_pretty(&mut self.out, &submission.said_in(self.lang))?;
                Ok(())
            }
        }
    }

    /// Ends the stream.
    ///
    /// # Errors
    /// When the stream cannot be written.
    pub fn finish(mut self) -> Result<(), Error> {
        let end: &[u8] = match (self.shape, self.written) {
            (Shape::Array, 0) => b"[]\n",
            (Shape::Array, _) => b"\n]\n",
            _ => b"",
        };
        self.out
            .write_all(end)
            .and_then(|()| self.out.flush())
            .map_err(|source| Error::Stream { source })
    }
}

fn object(out: &mut impl Write, submission: &Submission, lang: Lang) -> io::Result<()> {
    let mut text = serde_json::to_vec_pretty(&submission.said_in(lang))?;
    text.push(b'\n');
    Shown::json(out).write_all(&text)
}

fn line(out: &mut impl Write, submission: &Submission, lang: Lang) -> io::Result<()> {
    // In one piece: serde writes a few bytes at a time, and each piece would be looked through.
    let mut text = serde_json::to_vec(&submission.said_in(lang))?;
    text.push(b'\n');
    Shown::json(out).write_all(&text)
}

/// `submissions.jsonl`.
pub(super) struct Lines {
    file: NewFile,
    lang: Lang,
}

impl Lines {
    pub(super) fn create(folder: &Path, lang: Lang) -> Result<Lines, Error> {
        let file = NewFile::create(&folder.join("submissions.jsonl"))?;
        Ok(Lines { file, lang })
    }

    pub(super) fn submission(&mut self, submission: &Submission) -> Result<(), Error> {
        line(&mut self.file, submission, self.lang).map_err(|e| self.file.error(e))
    }

    pub(super) fn complete(self) -> Result<WholeFile, Error> {
        self.file.complete()
    }
}

/// `<name of the input>.json` for each submission.
pub(super) struct Files {
    folder: PathBuf,
    lang: Lang,
    given: Given,
    whole: Vec<WholeFile>,
}

impl Files {
    pub(super) fn new(folder: &Path, lang: Lang) -> Files {
        Files {
            folder: folder.to_owned(),
            lang,
            given: Given::within(folder),
            whole: Vec::new(),
        }
    }

    pub(super) fn submission(&mut self, submission: &Submission) -> Result<(), Error> {
        let name = self.name(&submission.source.file);
        let mut file = NewFile::create(&self.folder.join(name))?;
        object(&mut file, submission, self.lang).map_err(|e| file.error(e))?;
        self.whole.push(file.complete()?);
        Ok(())
    }

    pub(super) fn complete(self) -> Vec<WholeFile> {
        self.whole
    }

    /// The input's name with `.json` for its extension, in the folders that it had below the
    /// input. Of several inputs of one name the later ones keep their extension, or get a number.
    fn name(&mut self, input: &str) -> PathBuf {
        let safe = safe_path(input);
        let stem = safe.with_extension("");
        let candidates = [stem, safe.clone()]
            .into_iter()
            .map(|p| p.display().to_string());
        let numbered = (2..).map(|n| format!("{}-{n}", safe.display()));
        let names = candidates.chain(numbered);
        let files = names.map(|name| PathBuf::from(format!("{name}.json")));
        self.given.first_free(files)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_input_has_a_file_of_its_own_below_the_folder() {
        let mut files = Files::new(Path::new("out"), Lang::Zh);
        let mut name = |input: &str| files.name(input).display().to_string();
        assert_eq!(name("化学学院.docx"), "化学学院.json");
        assert_eq!(name("化学学院.xlsx"), "化学学院.xlsx.json");
        assert_eq!(name("化学学院.xlsx"), "化学学院.xlsx-2.json");
        assert_eq!(name("A.docx"), "A.json");
        assert_eq!(name("a.DOCX"), "a.DOCX.json");
        assert_eq!(name("回收.zip/物理/表.v2.docx"), "回收.zip/物理/表.v2.json");
        assert_eq!(name("../../etc/x:y.docx"), "etc/x_y.json");
        assert_eq!(name("/"), "_.json");
    }
}
