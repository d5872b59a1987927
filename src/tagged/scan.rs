//! The tags of a document, in its order, each with where it stands; and what is wrong with them.

use std::ops::Range;

use office::paper::{Paper, ParagraphId, Place, RemarkKind};

use super::grammar::{CLOSE, Does, OPEN, Tag};
use super::problem::Problem;
use crate::said;

/// A tag where it stands.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The tag.
    pub tag: Tag,
    /// The paragraph.
    pub paragraph: ParagraphId,
    /// Its bytes in the paragraph's text, braces and all.
    pub bytes: Range<usize>,
    /// Where that is on the paper.
    pub place: Place,
}

/// The tags of a paragraph's text: what stands between the braces, with the bytes of the whole.
/// The second is false where the closing braces are missing.
pub fn tags_in(text: &str) -> Vec<(Range<usize>, bool)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(OPEN).map(|i| at + i) {
        let behind = start + OPEN.len();
        let close = text[behind..].find(CLOSE).map(|i| behind + i);
        let next = text[behind..].find(OPEN).map(|i| behind + i);
        match (close, next) {
            (Some(close), next) if next.is_none_or(|next| next >= close) => {
                found.push((start..close + CLOSE.len(), true));
                at = close + CLOSE.len();
            }
            (_, Some(next)) => {
                found.push((start..next, false));
                at = next;
            }
            _ => {
                found.push((start..text.len(), false));
                break;
            }
        }
    }
    found
}

/// All tags of a paper, and what cannot be understood.
pub fn scan(paper: &Paper) -> (Vec<Placed>, Vec<Problem>) {
    let mut all = Vec::new();
    let mut problems = Vec::new();
    for placed in paper.placed() {
        let text = &placed.paragraph.text;
        let tags = tags_in(text);
        let mut behind = 0;
        for (bytes, closed) in tags {
            stray(&text[behind..bytes.start], &placed.place, &mut problems);
            behind = bytes.end;
            let written = &text[bytes.clone()];
            if !closed {
                problems.push(Problem::at(
                    &placed.place,
                    written,
                    said!(
                        "标记没有用 }}}} 结束（一个标记写在同一段里）",
                        "the tag is not closed by }}}} (a tag stands in one paragraph)"
                    ),
                ));
                continue;
            }
            let inner = &written[OPEN.len()..written.len() - CLOSE.len()];
            match Tag::parse(inner) {
                Ok(tag) => all.push(Placed {
                    tag,
                    paragraph: placed.paragraph.id,
                    bytes,
                    place: placed.place.clone(),
                }),
                Err(why) => problems.push(Problem::at(&placed.place, written, why)),
            }
        }
        stray(&text[behind..], &placed.place, &mut problems);
    }
    for remark in &paper.remarks {
        if let RemarkKind::Aside { text, .. } = &remark.kind
            && text.contains(OPEN)
        {
            problems.push(Problem::at(
                &remark.place,
                text,
                said!(
                    "页眉、页脚、脚注、批注里不能放标记",
                    "a tag cannot stand in a header, footer, note or comment"
                ),
            ));
        }
    }
    (all, problems)
}

/// Braces that open nothing.
fn stray(text: &str, place: &Place, problems: &mut Vec<Problem>) {
    if text.contains(CLOSE) {
        problems.push(Problem::at(
            place,
            text.trim(),
            said!("}}}} 前面没有 {{{{", "no {{{{ stands before the }}}}"),
        ));
    } else if text.contains("｛｛") || text.contains("｝｝") {
        problems.push(Problem::at(
            place,
            text.trim(),
            said!(
                "标记的花括号要用半角 {{{{ }}}}",
                "write a tag's braces in ASCII: {{{{ }}}}"
            ),
        ));
    }
}

/// The field tags and the sections around them, checked: each section is closed, none lies in
/// another, no name is given twice.
pub fn sections(all: &[Placed], problems: &mut Vec<Problem>) -> Vec<Option<usize>> {
    let mut open: Option<usize> = None;
    let mut within = Vec::with_capacity(all.len());
    let mut closed: Vec<&str> = Vec::new();
    for (i, placed) in all.iter().enumerate() {
        let name = placed.tag.path[0].as_str();
        let written = || written(placed);
        match placed.tag.does {
            Does::Opens => {
                if let Some(outer) = open {
                    let outer = &all[outer].tag.path[0];
                    problems.push(Problem::at(
                        &placed.place,
                        &written(),
                        said!(
                            "“{outer}”一节还没有结束（{{{{/{outer}}}}}），节里不能再开一节",
                            "the section “{outer}” is still open ({{{{/{outer}}}}}); a section cannot begin in another"
                        ),
                    ));
                } else if closed.contains(&name) {
                    problems.push(Problem::at(
                        &placed.place,
                        &written(),
                        said!(
                            "“{name}”一节写了两次",
                            "the section “{name}” is given twice"
                        ),
                    ));
                }
                open.get_or_insert(i);
            }
            Does::Closes => match open {
                Some(from) if all[from].tag.path[0] == name => {
                    closed.push(name);
                    open = None;
                }
                _ => problems.push(Problem::at(
                    &placed.place,
                    &written(),
                    said!(
                        "“{name}”一节没有开始（{{{{#{name}}}}}）",
                        "no section “{name}” was begun ({{{{#{name}}}}})"
                    ),
                )),
            },
            Does::Field => {}
        }
        within.push(open.filter(|_| placed.tag.does == Does::Field));
    }
    if let Some(open) = open.map(|i| &all[i]) {
        let name = &open.tag.path[0];
        problems.push(Problem::at(
            &open.place,
            &written(open),
            said!(
                "“{name}”一节没有结束（{{{{/{name}}}}}）",
                "the section “{name}” is left open ({{{{/{name}}}}})"
            ),
        ));
    }
    within
}

/// A tag as it was written, or as good as that.
pub fn written(placed: &Placed) -> String {
    let sign = match placed.tag.does {
        Does::Field => "",
        Does::Opens => "#",
        Does::Closes => "/",
    };
    let option = placed.tag.option.as_ref();
    let option = option.map(|o| format!("={o}")).unwrap_or_default();
    format!("{OPEN}{sign}{}{option}{CLOSE}", placed.tag.name())
}
