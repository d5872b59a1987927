//! From an edition's files to a [`Mapping`], or to everything that is wrong with them.

use std::borrow::Cow;
use std::ops::Range;

use super::model::{Mapping, MappingFile};
use crate::lang::{Lang, Said};
use crate::said;

/// One file of an edition: its name (for messages) and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Its name, without the folder.
    pub name: String,
    /// Its TOML.
    pub text: Cow<'static, str>,
}

/// One thing wrong with an edition's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which file, by its place among the files; none where no file is to blame.
    pub file: Option<usize>,
    /// Where in the file, in bytes.
    pub span: Option<Range<usize>>,
    /// What is wrong.
    pub message: Said,
}

/// Everything wrong with an edition's files.
#[derive(Clone, PartialEq, Eq)]
pub struct LoadError {
    /// The files, as given.
    pub files: Vec<SourceFile>,
    /// What is wrong, never empty.
    pub problems: Vec<Problem>,
}

impl LoadError {
    /// In one line: how much is wrong, and the first of it.
    pub fn said(&self) -> Said {
        let n = self.problems.len();
        let Some(first) = self.problems.first() else {
            return Said::default();
        };
        let place = self.place(first);
        let Said { zh, en } = &first.message;
        said!(
            "映射文件有 {n} 处错误，首先是：{place}{zh}",
            "the mapping has {n} errors, first: {place}{en}"
        )
    }

    /// All of it, each with its place.
    pub fn render(&self, lang: Lang) -> String {
        let mut out = String::new();
        for p in &self.problems {
            out.push_str(&self.place(p));
            out.push_str(p.message.get(lang));
            out.push('\n');
        }
        out
    }

    fn place(&self, p: &Problem) -> String {
        let Some(file) = p.file.and_then(|i| self.files.get(i)) else {
            return String::new();
        };
        let Some(span) = &p.span else {
            return format!("{}: ", file.name);
        };
        let before = &file.text[..file.text.floor_char_boundary(span.start)];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        format!("{}:{line}:{column}: ", file.name)
    }
}

/// The rendered problems: the whole of the files would bury them.
impl std::fmt::Debug for LoadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.render(Lang::En))
    }
}

impl std::fmt::Display for LoadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.said().zh)
    }
}

impl std::error::Error for LoadError {}

/// Puts an edition's files together, in the order given.
pub fn load(files: impl IntoIterator<Item = SourceFile>) -> Result<Mapping, LoadError> {
    let files: Vec<SourceFile> = files.into_iter().collect();
    let mut mapping = Mapping::default();
    let mut edition = None;
    let mut problems = Vec::new();
    for (i, file) in files.iter().enumerate() {
        match toml::from_str::<MappingFile>(&file.text) {
            Err(e) => problems.push(Problem {
                file: Some(i),
                span: e.span(),
                message: Said::same(e.message()),
            }),
            Ok(part) => {
                if part.edition.is_some() {
                    edition = part.edition;
                }
                mapping.unit.extend(part.unit);
                mapping.lists.extend(part.lists);
                mapping.tables.extend(part.tables);
            }
        }
    }
    match edition {
        Some(e) => mapping.edition = e,
        None => problems.push(Problem {
            file: None,
            span: None,
            message: said!("没有 [edition]", "there is no [edition]"),
        }),
    }
    if problems.is_empty() {
        Ok(mapping)
    } else {
        Err(LoadError { files, problems })
    }
}
