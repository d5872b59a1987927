//! What stands beside the text: headers, footers, notes, comments, the reader's remarks, and the
//! signs of findings.

use std::borrow::Cow;

use office::paper::{Aside, RemarkKind};

use super::Drawer;
use super::address::Spot;
use super::views::{self, Chip, Flag, Flags};
use crate::model::finding::Severity;
use crate::text::Worded as _;
use crate::text::visible::visible;

/// The class of a place that a finding points at.
pub(super) fn of_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "fe",
        Severity::Warning => "fw",
        Severity::Info => "fi",
    }
}

/// The sign of a finding.
fn sign(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "✗",
        Severity::Warning => "?",
        Severity::Info => "i",
    }
}

impl<'a> Drawer<'a> {
    /// What is said of a place that is being drawn.
    pub(super) fn flags(&mut self, spot: Spot) -> Flags<'a> {
        let Some(known) = self.known.spots.get(&spot) else {
            return Flags::default();
        };
        let mut flags = Flags::default();
        for &n in &known.remarks {
            let Some(remark) = self.paper.remarks.get(n) else {
                continue;
            };
            match self.chip(&remark.kind) {
                Some(chip) => flags.chips.push(chip),
                None => {
                    self.notes.push(n);
                    let id = format!("{}n{}", self.settings.prefix, self.notes.len());
                    flags.notes.push((id, format!("[{}]", self.notes.len())));
                }
            }
        }
        for &n in &known.pins {
            if let Some(pin) = self.settings.pins.get(n) {
                self.spend(64 + pin.words.len());
                flags.pins.push(Flag {
                    class: of_severity(pin.severity),
                    sign: sign(pin.severity),
                    anchor: &pin.anchor,
                    words: &pin.words,
                });
            }
        }
        flags
    }

    /// A remark that is shown where it belongs.
    fn chip(&self, kind: &'a RemarkKind) -> Option<Chip<'a>> {
        let lang = self.settings.lang;
        let (class, what, text): (_, &str, Cow<'_, str>) = match kind {
            RemarkKind::HiddenText { text } => ("hd", lang.pick("隐藏", "hidden"), visible(text)),
            RemarkKind::Covered { text } => (
                "hd",
                lang.pick("合并单元格盖住", "under a merged cell"),
                visible(text),
            ),
            RemarkKind::Floating { text } => (
                "fl",
                lang.pick("浮动文本框", "floating text box"),
                visible(text),
            ),
            RemarkKind::Scaled { shown } => ("as", lang.pick("显示为", "shown as"), visible(shown)),
            RemarkKind::FormulaRecomputed { stored, .. } => (
                "as",
                lang.pick("文件里存的是", "stored as"),
                visible(stored),
            ),
            RemarkKind::FormulaWithoutResult { formula } => (
                "as",
                lang.pick("公式没有结果", "no result of"),
                visible(formula),
            ),
            RemarkKind::Drawn { kind } => {
                let what = kind.said();
                return Some(Chip {
                    class: "dw",
                    what: what.get(lang).to_owned(),
                    text: Cow::Borrowed(""),
                });
            }
            _ => return None,
        };
        Some(Chip {
            class,
            what: what.to_owned(),
            text,
        })
    }

    /// The page headers and footers.
    pub(super) fn around(&mut self) -> (Vec<views::Aside<'a>>, Vec<views::Aside<'a>>) {
        let (mut headers, mut footers) = (Vec::new(), Vec::new());
        for remark in &self.paper.remarks {
            let RemarkKind::Aside { aside, text, .. } = &remark.kind else {
                continue;
            };
            let all = match aside {
                Aside::Header => &mut headers,
                Aside::Footer => &mut footers,
                _ => continue,
            };
            all.push(views::Aside {
                id: None,
                what: aside.said().get(self.settings.lang).to_owned(),
                of: None,
                text: visible(text),
                about: Cow::Borrowed(""),
            });
        }
        (headers, footers)
    }

    /// The notes, comments and remarks, and below them what has no place on the drawing.
    pub(super) fn notes(&mut self) -> Vec<views::Aside<'a>> {
        let mut notes = Vec::new();
        let placed = std::mem::take(&mut self.notes);
        for (at, n) in placed.iter().enumerate() {
            let id = format!("{}n{}", self.settings.prefix, at + 1);
            notes.extend(self.note(*n, Some(id)));
        }
        for (n, remark) in self.paper.remarks.iter().enumerate() {
            let is_around = matches!(&remark.kind, RemarkKind::Aside { aside, .. } if matches!(aside, Aside::Header | Aside::Footer));
            let is_drawn = || {
                let spot = self.addresses.spot(&remark.place);
                let known = spot.filter(|spot| self.drawn.contains(spot));
                let known = known.and_then(|spot| self.known.spots.get(&spot));
                known.is_some_and(|known| known.remarks.contains(&n))
            };
            let is_seen = matches!(remark.kind, RemarkKind::UnevenRow);
            if !is_around && !is_seen && !is_drawn() {
                notes.extend(self.note(n, None));
            }
        }
        notes
    }

    fn note(&mut self, n: usize, id: Option<String>) -> Option<views::Aside<'a>> {
        let lang = self.settings.lang;
        let remark = self.paper.remarks.get(n)?;
        let spot = self.addresses.spot(&remark.place);
        let of = spot.filter(|spot| self.drawn.contains(spot));
        let of = of.map(|spot| format!("{}{spot}", self.settings.prefix));
        let (what, text, about): (String, Cow<'_, str>, Cow<'_, str>) = match &remark.kind {
            RemarkKind::Aside {
                aside,
                text,
                about,
                author,
            } => {
                let mut what = aside.said().get(lang).to_owned();
                if !author.is_empty() {
                    what.push_str(lang.pick("（", " ("));
                    what.push_str(&visible(author));
                    what.push_str(lang.pick("）", ")"));
                }
                (what, visible(text), visible(about))
            }
            kind => {
                let place = remark.place.in_words(lang);
                let said = visible(kind.said().get(lang)).into_owned();
                (
                    visible(&place).into_owned(),
                    Cow::Owned(said),
                    Cow::Borrowed(""),
                )
            }
        };
        let what = match &id {
            Some(_) => {
                let at = id
                    .as_ref()
                    .and_then(|id| id.rsplit('n').next().map(str::to_owned));
                format!("[{}] {what}", at.unwrap_or_default())
            }
            None => what,
        };
        self.spend(128 + text.len() + about.len());
        Some(views::Aside {
            id,
            what,
            of,
            text,
            about,
        })
    }
}
