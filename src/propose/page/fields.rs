//! Fields, lists and tags of a page.

use office::paper::Place;

use super::ask::{Ask, Asked, Several};
use super::words::{PageWords, words};
use super::{Build, Question};
use crate::mapping::{Choice, Field, List, Type};
use crate::propose::name::english;

impl Build {
    /// The fields of the groups of options of a text, by group.
    pub(super) fn groups(
        &mut self,
        asked: &Asked,
        prefix: &str,
        question: Option<&Question>,
        t: usize,
    ) -> Vec<usize> {
        let several_groups = asked.groups.len() > 1;
        let mut out = Vec::new();
        for (n, group) in asked.groups.iter().enumerate() {
            let own = group.label.clone();
            let beside = if prefix.is_empty() {
                Several::No
            } else {
                self.several
            };
            let several = group.several.or(beside);
            let (label, several, known) = match (own.is_empty(), question, prefix.is_empty()) {
                (false, _, true) => (own, several, None),
                (false, _, false) if several_groups => (format!("{prefix}·{own}"), several, None),
                (false, _, false) => (format!("{prefix}·{own}"), several, None),
                (true, Some(q), true) => (
                    q.label.clone(),
                    several.or(q.several),
                    q.field.filter(|_| n == 0),
                ),
                (true, _, false) => (prefix.to_owned(), several, None),
                (true, None, true) => (self.heading.clone(), several, None),
            };
            let f = match known {
                Some(f) if self.tables[t].2[f].list.is_some() => f,
                _ => self.choice(t, &label, several),
            };
            out.push(f);
        }
        out
    }

    /// The tag for what is asked.
    pub(super) fn tag(
        &mut self,
        ask: &Ask,
        groups: &[usize],
        asked: &Asked,
        context: &str,
        place: &Place,
    ) -> Option<String> {
        self.tag_in(0, ask, groups, asked, context, place)
    }

    pub(super) fn tag_in(
        &mut self,
        t: usize,
        ask: &Ask,
        groups: &[usize],
        asked: &Asked,
        context: &str,
        place: &Place,
    ) -> Option<String> {
        // A question over a line is no part of what the line's own labels say; a label in the
        // cell beside is.
        let prefixed = !matches!(place, Place::Paragraph { .. } | Place::Line { .. });
        match ask {
            Ask::Option { group, label } => {
                let f = *groups.get(*group)?;
                let of_group =
                    |a: &&(usize, Ask)| matches!(&a.1, Ask::Option { group: g, .. } if g == group);
                let alone = asked.asks.iter().filter(of_group).count() == 1;
                let label = match (label.is_empty(), alone) {
                    // One box alone says yes.
                    (true, true) if self.tables[t].2[f].label.is_ascii() => "Yes".to_owned(),
                    (true, true) => "是".to_owned(),
                    (true, false) => format!("选项{}", self.options_of(t, f) + 1),
                    (false, _) => label.clone(),
                };
                let label = self.option(t, f, &label);
                Some(self.option_tag(t, f, &label))
            }
            Ask::Letter { group } => {
                let f = *groups.get(*group)?;
                let list = self.tables[t].2[f].list.clone();
                if let Some(list) = list.and_then(|l| self.lists.get_mut(&l)) {
                    list.numbered = Some(crate::mapping::Numbering::Letters);
                }
                Some(self.written(t, f, t > 0))
            }
            Ask::Own { group, label } => {
                let f = *groups.get(*group)?;
                let outer = self.tables[t].2[f].label.clone();
                let f = self.field(t, &format!("{outer}·{label}"), Type::Text, None);
                Some(self.written(t, f, t > 0))
            }
            Ask::Text { label, dated } => {
                let own = match (label.is_empty(), context.is_empty()) {
                    (true, true) if self.heading.is_empty() => {
                        self.unmapped.push(place.clone());
                        return None;
                    }
                    (true, true) => self.heading.clone(),
                    (true, false) => context.to_owned(),
                    (false, false) if asked.groups.is_empty() && prefixed => {
                        format!("{context}·{label}")
                    }
                    (false, _) => label.clone(),
                };
                let kind = if *dated { Type::Date } else { Type::Text };
                let f = self.field(t, &own, kind, None);
                Some(self.written(t, f, t > 0))
            }
        }
    }

    pub(super) fn written(&self, t: usize, f: usize, row: bool) -> String {
        let (code, _, fields) = &self.tables[t];
        match row {
            true => format!("{{{code}[].{}}}", fields[f].name),
            false => format!("{{{}}}", fields[f].name),
        }
    }

    pub(super) fn option_tag(&self, t: usize, f: usize, label: &str) -> String {
        let (code, _, fields) = &self.tables[t];
        match t {
            0 => format!("{{{}={label}}}", fields[f].name),
            _ => format!("{{{code}[].{}={label}}}", fields[f].name),
        }
    }

    /// A field of a choice, with a list of its own.
    pub(super) fn choice(&mut self, t: usize, label: &str, several: Several) -> usize {
        let f = self.field(t, label, Type::Choice, None);
        self.choose(t, f, several);
        let name = self.tables[t].2[f].name.clone();
        self.tables[t].2[f].list = Some(name.clone());
        self.lists.insert(name, List::default());
        f
    }

    /// How many of its options a field takes.
    pub(super) fn choose(&mut self, t: usize, f: usize, several: Several) {
        let field = &mut self.tables[t].2[f];
        field.kind = if several.is_several() {
            Type::Choices
        } else {
            Type::Choice
        };
        field.most = match several {
            Several::UpTo(n) => Some(f64::from(n)),
            _ => None,
        };
    }

    pub(super) fn options_of(&self, t: usize, f: usize) -> usize {
        let list = self.tables[t].2[f]
            .list
            .as_ref()
            .and_then(|l| self.lists.get(l));
        list.map_or(0, |l| l.options.len())
    }

    /// An option of a field's list; the label as the list has it.
    pub(super) fn option(&mut self, t: usize, f: usize, label: &str) -> String {
        let label = label.replace(['{', '}', '='], " ").trim().to_owned();
        let Some(list) = self.tables[t].2[f]
            .list
            .as_ref()
            .and_then(|l| self.lists.get_mut(l))
        else {
            return label;
        };
        if !list.options.iter().any(|o| *o.label == *label) {
            list.options.push(Choice {
                label: label.as_str().into(),
                aliases: Vec::new(),
                other: PageWords::is(&words().other, &label),
                code: None,
            });
        }
        label
    }

    /// A new field.
    pub(super) fn field(&mut self, t: usize, label: &str, kind: Type, unit: Option<&str>) -> usize {
        let label = label.trim().trim_matches('·').to_owned();
        let label = if label.is_empty() {
            "空格".to_owned()
        } else {
            label
        };
        let last = label.rsplit('·').next().unwrap_or(&label);
        let stem = english(last).filter(|s| s.starts_with(|c: char| c.is_ascii_alphabetic()));
        let stem = stem.map(|s| {
            s.chars()
                .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
                .collect()
        });
        let stem = latin(last).or(stem);
        let stem: String = stem.unwrap_or_else(|| {
            let n = self.tables[t].2.len() + 1;
            format!("c{n:02}")
        });
        let numbered = (2..).map(|n| format!("{stem}_{n}"));
        let taken = |n: &String| self.names.contains(n);
        let name = std::iter::once(stem.clone())
            .chain(numbered)
            .find(|n| !taken(n))
            .unwrap_or(stem);
        self.names.insert(name.clone());
        let text = format!(
            "name = \"{name}\"\nlabel = \"x\"\ntype = \"{}\"",
            kind.name()
        );
        let Ok(mut field) = toml::from_str::<Field>(&text) else {
            return 0;
        };
        field.label = label.into();
        field.unit = unit.unwrap_or("").to_owned();
        self.tables[t].2.push(field);
        self.tables[t].2.len() - 1
    }
}

/// The first words of an English label, as a name.
fn latin(label: &str) -> Option<String> {
    if !label.is_ascii() {
        return None;
    }
    let words = label.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<String> = words
        .filter(|w| !w.is_empty())
        .take(4)
        .map(str::to_ascii_lowercase)
        .collect();
    let name = words.join("_");
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        .then_some(name)
}
