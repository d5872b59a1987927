//! Which options are chosen: by a mark at one of them, by being what was left standing, or by what
//! is typed in the blank above them.

use office::paper::Place;

use super::answer::says;
use super::{Key, Laying, Placed, Seen, Typed};
use crate::extract::Chosen;
use crate::extract::marks::{Look, Marked, is_box, is_tick, marked};
use crate::mapping::{Field, Type};
use crate::model::finding::{FieldPath, Finding, OptionCause, PaperCause};

/// A mark typed beside an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// None.
    None,
    /// A tick.
    Tick,
}

/// What stands in a cell that is an option's alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CellMark {
    /// Nothing, or what says no.
    Nothing,
    /// A tick, or the option's own name.
    Tick,
    /// A cross, which says yes only where nothing else does.
    Cross,
    /// Other words.
    Other,
}

impl CellMark {
    /// All that stands in the cell is understood.
    pub(super) fn is_understood(self) -> bool {
        self != CellMark::Other
    }
}

/// The mark in what is typed between two printed letters.
pub(super) fn mark_in(text: &str) -> Mark {
    let bare =
        text.trim_matches(|c: char| c.is_whitespace() || "（）()[]【】_.、,，;；/".contains(c));
    let mut letters = bare.chars();
    match (letters.next(), letters.next()) {
        (Some(c), _) if is_tick(c) && bare.chars().all(is_tick) => Mark::Tick,
        (Some('v' | 'V' | 'x' | 'X' | 'ⅴ' | 'Ⅴ' | '对' | '选' | '勾'), None) => Mark::Tick,
        _ => Mark::None,
    }
}

/// The printed letter was made a circled one.
pub(super) fn is_circled(form: &str, blank: &str) -> bool {
    let circled = |c: char| {
        ('①'..='⓿').contains(&c)
            || ('㊀'..='㊰').contains(&c)
            || ('❶'..='➓').contains(&c)
            || c == '\u{20dd}'
    };
    form.chars().any(circled) && !blank.chars().any(circled)
}

/// What stands in an option's own cell.
pub(super) fn cell_mark(text: &str, label: &str, shaded: bool, boxed: bool) -> CellMark {
    let bare = text.trim_matches(|c: char| c.is_whitespace() || "（）()[]【】_".contains(c));
    // A ring is a mark where no box is printed.
    if !(boxed || bare.is_empty()) && bare.chars().all(|c| matches!(c, '○' | '◯' | '〇')) {
        return CellMark::Tick;
    }
    if bare.is_empty() || bare.chars().all(is_box) {
        return if shaded {
            CellMark::Tick
        } else {
            CellMark::Nothing
        };
    }
    if bare == label {
        return CellMark::Tick;
    }
    match bare {
        "/" | "／" | "-" | "—" | "——" | "–" | "0" | "否" | "无" | "N" | "n" | "no" | "No"
        | "NO" => CellMark::Nothing,
        "×" | "✗" | "✘" | "✕" | "✖" | "╳" => CellMark::Cross,
        "v" | "V" | "x" | "X" | "1" | "是" | "有" | "Y" | "y" | "yes" | "Yes" | "YES" | "对"
        | "选" | "ⅴ" | "Ⅴ" => CellMark::Tick,
        _ if bare
            .chars()
            .all(|c| is_tick(c) || c == '○' || c == '◯' || is_box(c)) =>
        {
            CellMark::Tick
        }
        _ => CellMark::Other,
    }
}

/// Chooses among the options of every field.
pub(super) fn choose<'p>(laying: &mut Laying<'_, 'p>, out: &mut Placed<'p>) {
    for (key, seen) in std::mem::take(&mut laying.options) {
        one(laying, key, seen, out);
    }
}

fn one<'p>(laying: &mut Laying<'_, 'p>, key: Key, seen: Vec<Seen>, out: &mut Placed<'p>) {
    let (target, record) = key;
    let mapping = &laying.edition.mapping;
    let field = match target.table {
        None => &mapping.unit[target.field],
        Some(t) => &mapping.tables[t].fields[target.field],
    };
    let path = match target.table {
        None => FieldPath::unit_field(&field.name),
        Some(t) => FieldPath::field(&mapping.tables[t].code, record, &field.name),
    };
    let mut choosing = Choosing {
        field,
        path,
        seen,
        findings: Vec::new(),
    };
    // A letter in the blank says it, whatever is marked below.
    let typed = laying
        .taken
        .get(&key)
        .is_some_and(|t| t.iter().any(|t| says(&t.text)));
    let shared = choosing.seen.iter().any(|s| s.shared > 1);
    let chosen = choosing.chosen();
    if typed || (shared && chosen.is_empty()) {
        if typed && !shared && !chosen.is_empty() && !choosing.agrees(laying, key, &chosen) {
            let labels = chosen
                .iter()
                .map(|c| choosing.seen[*c].label.clone())
                .collect();
            choosing.tell(chosen[0], OptionCause::Besides { labels });
            laying.findings.append(&mut choosing.findings);
        }
        return;
    }
    if shared && !chosen.is_empty() {
        choosing.tell(chosen[0], OptionCause::TwoWays {});
    }
    laying.findings.append(&mut choosing.findings);
    let (chosen, own) = choosing.own_words(chosen, &mut laying.findings);
    let place = choosing.seen[0].place.clone();
    if !matches!(field.kind, Type::Choice | Type::Choices) {
        if let [only] = chosen[..] {
            let text = choosing.seen[only].label.clone();
            laying.put(key, plain(text, choosing.seen[only].place.clone()));
        } else if chosen.len() > 1 {
            let labels: Vec<String> = chosen
                .iter()
                .map(|c| choosing.seen[*c].label.clone())
                .collect();
            laying.put(key, plain(labels.join("；"), place));
        }
        return;
    }
    let list = field.list.as_ref().and_then(|l| mapping.lists.get(l));
    let index = |label: &str| list.and_then(|l| l.options.iter().position(|o| &*o.label == label));
    let mut options: Vec<(usize, Place)> = chosen
        .iter()
        .filter_map(|c| {
            Some((
                index(&choosing.seen[*c].label)?,
                choosing.seen[*c].place.clone(),
            ))
        })
        .collect();
    options.sort_by_key(|o| o.0);
    options.dedup_by_key(|o| o.0);
    // The place is on the form, whatever is chosen.
    laying.put(
        key,
        plain(
            String::new(),
            options.first().map_or(place.clone(), |o| o.1.clone()),
        ),
    );
    let chosen = Chosen {
        options: options.iter().map(|o| o.0).collect(),
        places: options.into_iter().map(|o| o.1).collect(),
        other: own,
        place: Some(place),
    };
    out.chosen
        .push(((target.table, record, target.field), chosen));
}

fn plain<'p>(text: String, place: Place) -> Typed<'p> {
    Typed {
        text,
        place,
        tracked: false,
        glued: true,
        cell: None,
    }
}

struct Choosing<'f> {
    field: &'f Field,
    path: FieldPath,
    seen: Vec<Seen>,
    findings: Vec<Finding>,
}

impl Choosing<'_> {
    fn tell(&mut self, at: usize, cause: OptionCause) {
        let place = self.seen.get(at).map(|s| s.place.clone());
        let mut finding = Finding::of(cause).at(self.path.clone());
        finding.source = place;
        self.findings.push(finding);
    }

    /// What is typed in the blank chooses the marked options and no others.
    fn agrees(&self, laying: &Laying, key: Key, chosen: &[usize]) -> bool {
        let Some(typed) = laying.taken.get(&key) else {
            return false;
        };
        let text: String = typed.iter().map(|t| t.text.as_str()).collect();
        let reading = laying.edition.values.read(&text, self.field);
        let marked: Vec<&str> = chosen
            .iter()
            .map(|c| self.seen[*c].label.as_str())
            .collect();
        match &reading.value {
            crate::value::Value::Text(t) => marked == [t.as_str()],
            crate::value::Value::Selected(s) => {
                s.iter().map(|o| o.label.as_str()).collect::<Vec<_>>() == marked
            }
            _ => false,
        }
    }

    /// The words of one's own behind a chosen option. Words behind an option choose it where no mark
    /// does; those behind another are told of.
    fn own_words(
        &self,
        chosen: Vec<usize>,
        findings: &mut Vec<Finding>,
    ) -> (Vec<usize>, Option<String>) {
        let words = |i: usize| self.seen[i].own.clone();
        let chosen = match chosen.is_empty() {
            true => (0..self.seen.len())
                .find(|i| words(*i).is_some())
                .into_iter()
                .collect(),
            false => chosen,
        };
        let others = (0..self.seen.len()).filter(|i| !chosen.contains(i));
        for (i, text) in others.filter_map(|i| Some((i, words(i)?))) {
            let cause = PaperCause::Unclaimed { text: text.clone() };
            let finding = Finding::of(cause).at(self.path.clone()).quoting(text);
            findings.push(finding.from(self.seen[i].place.clone()));
        }
        let own = chosen.iter().find_map(|i| words(*i));
        (chosen, own)
    }

    fn chosen(&mut self) -> Vec<usize> {
        if self.seen.iter().all(|s| s.cell.is_some()) {
            return self.in_cells();
        }
        let looks: Vec<Look> = self.seen.iter().map(|s| s.look.clone()).collect();
        let blank: Vec<Option<&Look>> = self.seen.iter().map(|s| s.blank.as_ref()).collect();
        let limit = match self.field.kind {
            Type::Choices => self.seen.len(),
            _ => 1,
        };
        let standing: Vec<usize> = (0..self.seen.len())
            .filter(|i| self.seen[*i].present)
            .collect();
        let complete = standing.len() == self.seen.len();
        // A single box is a yes or nothing: there are no others to tell it from.
        if let [only] = self.seen.as_slice() {
            return if only.look.is_ticked() {
                vec![0]
            } else {
                Vec::new()
            };
        }
        let found = marked(&looks, &blank, complete, limit);
        let boxed = self.seen.iter().any(|s| s.boxed);
        if found.chosen.is_empty() && !boxed && !found.only_struck.is_empty() {
            // Delete as applicable: what is left standing is the answer.
            let left = standing
                .into_iter()
                .filter(|i| !found.only_struck.contains(i));
            let left: Vec<usize> = left.collect();
            if (1..=limit).contains(&left.len()) {
                return left;
            }
            self.tell_of(&found, true);
            return Vec::new();
        }
        if !found.chosen.is_empty() {
            self.tell_of(&found, boxed);
            return found.chosen;
        }
        if !complete && !standing.is_empty() && standing.len() <= limit {
            return standing;
        }
        self.tell_of(&found, true);
        found.chosen
    }

    fn labels(&self, of: &[usize]) -> Vec<String> {
        of.iter().map(|i| self.seen[*i].label.clone()).collect()
    }

    /// Tells of what is not certain. Where options have no box, underlining one, or striking the
    /// others, is how they are chosen.
    fn tell_of(&mut self, found: &Marked, boxed: bool) {
        for &i in &found.doubtful {
            let label = self.seen[i].label.clone();
            self.tell(i, OptionCause::SmallPart { label });
        }
        for &i in &found.struck {
            let label = self.seen[i].label.clone();
            self.tell(i, OptionCause::MarkedAndStruck { label });
        }
        if let Some(&first) = found.only_struck.first()
            && boxed
        {
            let labels = self.labels(&found.only_struck);
            let cause = match found.left_standing {
                true => OptionCause::LeftStanding { labels },
                false => OptionCause::OnlyStruck { labels },
            };
            self.tell(first, cause);
        }
        if let Some(&first) = found.besides.first() {
            let labels = self.labels(&found.besides);
            self.tell(first, OptionCause::Besides { labels });
        }
        let first = found.chosen.first().copied().unwrap_or(0);
        if found.inverted {
            let labels = self.labels(&found.chosen);
            self.tell(first, OptionCause::Inverted { labels });
        }
        if found.by_style && boxed {
            self.tell(first, OptionCause::ByStyle {});
        }
        if found.two_ways {
            self.tell(first, OptionCause::TwoWays {});
        }
        if found.all_alike && found.chosen.is_empty() {
            self.tell(first, OptionCause::AllAlike {});
        }
    }

    /// The options of a matrix: each has a cell of its own.
    fn in_cells(&mut self) -> Vec<usize> {
        let of = |mark: CellMark| -> Vec<usize> {
            let mut all = self.seen.iter().enumerate();
            let mut out = Vec::new();
            for (i, s) in all.by_ref() {
                if s.cell == Some(mark) {
                    out.push(i);
                }
            }
            out
        };
        let mut chosen = of(CellMark::Tick);
        chosen.extend(of(CellMark::Other));
        chosen.sort_unstable();
        if !chosen.is_empty() {
            return chosen;
        }
        let crossed = of(CellMark::Cross);
        match crossed.as_slice() {
            [] => Vec::new(),
            [one] => {
                let labels = self.labels(&[*one]);
                self.tell(*one, OptionCause::ByLetter { labels });
                crossed
            }
            [first, ..] if self.field.kind == Type::Choice => {
                self.tell(*first, OptionCause::AllAlike {});
                Vec::new()
            }
            [first, ..] => {
                let labels = self.labels(&crossed);
                self.tell(*first, OptionCause::ByLetter { labels });
                crossed
            }
        }
    }
}
