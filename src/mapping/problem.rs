//! What is wrong with an edition's files, drawn at its lines.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use crate::said;
use crate::text::Worded;
use crate::text::lang::{Lang, Said};

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
    /// What is wrong.
    pub message: Said,
    /// Where: first the place to mend, then places that explain it. Empty where nothing that is
    /// written is to blame.
    pub marks: Vec<Mark>,
    /// What to do about it; may be empty.
    pub help: Said,
}

/// A place in a file with a word on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The file, by its place among the files, from 0.
    pub file: usize,
    /// The bytes.
    pub span: Range<usize>,
    /// What is to be seen there; may be empty.
    pub label: Said,
}

/// Everything wrong with an edition's files.
#[derive(Clone, PartialEq, Eq)]
pub struct LoadError {
    files: Vec<SourceFile>,
    problems: Vec<Problem>,
}

/// So many problems are drawn; the rest are counted.
const MOST_DRAWN: usize = 50;

impl LoadError {
    pub(super) fn new(files: Vec<SourceFile>, problems: Vec<Problem>) -> LoadError {
        LoadError { files, problems }
    }

    /// What is wrong, in the order of the files; never empty.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// All of it, each problem drawn at its lines; with ANSI colours where `styled`.
    pub fn render(&self, lang: Lang, styled: bool) -> String {
        let renderer = match styled {
            true => Renderer::styled(),
            false => Renderer::plain(),
        };
        let (error, help) = match lang {
            Lang::Zh => (
                Level::ERROR.with_name("错误"),
                Level::HELP.with_name("建议"),
            ),
            Lang::En => (Level::ERROR, Level::HELP),
        };
        let mut out = String::new();
        for problem in self.problems.iter().take(MOST_DRAWN) {
            let mut group =
                Group::with_title(error.clone().primary_title(problem.message.get(lang)));
            let mut rest = problem.marks.as_slice();
            while let Some(mark) = rest.first() {
                // Marks in one file are drawn in one picture.
                let same = rest.iter().take_while(|m| m.file == mark.file).count();
                let (here, there) = rest.split_at(same);
                let drawn = std::ptr::eq(rest, problem.marks.as_slice());
                if let Some(picture) = self.picture(here, drawn, lang) {
                    group = group.element(picture);
                }
                rest = there;
            }
            if !problem.help.is_empty() {
                group = group.element(help.clone().message(problem.help.get(lang)));
            }
            out.push_str(&renderer.render(&[group]));
            out.push_str("\n\n");
        }
        if let Some(more @ 1..) = self.problems.len().checked_sub(MOST_DRAWN) {
            out.push_str(said!("……还有 {more} 处", "… and {more} more").get(lang));
            out.push('\n');
        }
        out
    }

    fn picture<'a>(
        &'a self,
        marks: &'a [Mark],
        first: bool,
        lang: Lang,
    ) -> Option<Snippet<'a, Annotation<'a>>> {
        let file = self.files.get(marks.first()?.file)?;
        let mut picture = Snippet::source(&*file.text).path(&*file.name);
        for (i, mark) in marks.iter().enumerate() {
            let kind = match first && i == 0 {
                true => AnnotationKind::Primary,
                false => AnnotationKind::Context,
            };
            let mut drawn = kind.span(clamp(&file.text, &mark.span));
            if !mark.label.is_empty() {
                drawn = drawn.label(mark.label.get(lang));
            }
            picture = picture.annotation(drawn);
        }
        Some(picture)
    }

    /// `lists.toml:12:7`, columns in characters.
    fn place(&self, mark: &Mark) -> String {
        let Some(file) = self.files.get(mark.file) else {
            return String::new();
        };
        let before = &file.text[..clamp(&file.text, &mark.span).start];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        format!("{}:{line}:{column}", file.name)
    }
}

impl Worded for LoadError {
    /// In one line: how much is wrong, and the first of it.
    fn said(&self) -> Said {
        let n = self.problems.len();
        let Some(first) = self.problems.first() else {
            return Said::default();
        };
        let place = match first.marks.first() {
            Some(mark) => format!("{}: ", self.place(mark)),
            None => String::new(),
        };
        let Said { zh, en } = &first.message;
        if n == 1 {
            return said!(
                "映射文件有误：{place}{zh}",
                "the mapping is wrong: {place}{en}"
            );
        }
        said!(
            "映射文件有 {n} 处错误，首先是：{place}{zh}",
            "the mapping has {n} errors, first: {place}{en}"
        )
    }

    fn drawn(&self, lang: Lang, styled: bool) -> Option<String> {
        Some(self.render(lang, styled))
    }
}

/// The span within the text, on whole characters.
fn clamp(text: &str, span: &Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(span.start);
    start..text.ceil_char_boundary(span.end).max(start)
}

/// The problems as drawn: the whole of the files would bury them.
impl fmt::Debug for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(Lang::En, false))
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said().en)
    }
}

impl std::error::Error for LoadError {}
