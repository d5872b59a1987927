//! A name that goes on in the next line of its table.

use std::borrow::Cow;

use crate::extract::{RawRecord, Scope};
use crate::mapping::Type;
use crate::model::finding::{Finding, LineCause};
use crate::recognise::locate::Fit;
use crate::text::vocabulary::vocabulary;
use crate::value::{instead_of_a_name, is_nothing, says_nothing};
use office::paper::is_blank;

/// The rest of a name stands alone, or beside the rest of one other.
const MOST_REST: usize = 2;
/// A record of which so many fields are given is no rest of a name.
const FULL: usize = 3;

/// The first fields of a record, at most so many, in which something is typed.
fn typed(record: &RawRecord, most: usize) -> Vec<usize> {
    let given = |text: &str| !is_blank(text) && !says_nothing(text);
    (0..record.cells.len())
        .filter(|f| {
            record.cells[*f]
                .as_ref()
                .is_some_and(|raw| given(&raw.text))
        })
        .take(most)
        .collect()
}

/// A line that holds the rest of the texts above it is joined to them, and it is said: whether it
/// was one. Only where a text plainly goes on.
pub(super) fn goes_on<'p>(
    line: &RawRecord<'p>,
    above: &mut RawRecord<'p>,
    index: usize,
    fit: &Fit,
    scope: &mut Scope,
) -> bool {
    if fit.grid.turned {
        return false;
    }
    let here = typed(line, MOST_REST + 1);
    if here.is_empty() || here.len() > MOST_REST {
        return false;
    }
    let over = typed(above, usize::MAX);
    let fields = &scope.edition.mapping.tables[scope.t].fields;
    let texts = here
        .iter()
        .all(|f| fields[*f].kind == Type::Text && over.contains(f));
    if over.len() < here.len() + 2 || !texts {
        return false;
    }
    let text = |record: &RawRecord, f: usize| {
        record.cells[f]
            .as_ref()
            .map_or_else(String::new, |raw| raw.text.trim().to_owned())
    };
    if !here
        .iter()
        .any(|f| joins(&text(above, *f), &text(line, *f)))
    {
        return false;
    }
    // 与去年相同 is no rest of a name, though it begins like one.
    if here.iter().any(|f| instead_of_a_name(&text(line, *f))) {
        return false;
    }
    for f in here {
        let (before, rest) = (text(above, f), text(line, f));
        let Some(raw) = above.cells[f].as_mut() else {
            continue;
        };
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let between = match latin(before.chars().next_back()) && latin(rest.chars().next()) {
            true => " ",
            false => "",
        };
        let joined = format!("{before}{between}{rest}");
        let path = scope.field_path(index, &fields[f].name);
        let cause = LineCause::NameGoesOn { before, rest };
        let finding = Finding::of(cause).at(path).quoting(&*joined);
        scope.findings.push(finding.from(raw.place.clone()));
        raw.text = Cow::Owned(joined);
    }
    true
}

/// Two texts are one: the first is not at its end, or the second has no beginning.
fn joins(before: &str, rest: &str) -> bool {
    let count = |text: &str, set: &str| text.chars().filter(|c| set.contains(*c)).count();
    let open = [("（(", "）)"), ("《", "》"), ("“", "”"), ("【[", "】]")]
        .iter()
        .any(|(open, close)| count(before, open) > count(before, close));
    open || vocabulary()
        .line
        .open_ends
        .iter()
        .any(|end| before.ends_with(end))
        || vocabulary()
            .line
            .rest_begins
            .iter()
            .any(|start| rest.starts_with(start))
}

/// A line with a text in one column only, under fuller ones, may be the rest of the name above it:
/// it is kept as a record and said.
pub(super) fn lone_names(records: &[RawRecord], first: usize, fit: &Fit, scope: &mut Scope) {
    if fit.grid.turned {
        return;
    }
    let fields = &scope.edition.mapping.tables[scope.t].fields;
    let counts: Vec<Vec<usize>> = records.iter().map(|r| typed(r, FULL)).collect();
    let full = counts.iter().filter(|c| c.len() == FULL).count();
    for (i, own) in counts.iter().enumerate() {
        let [f] = own[..] else { continue };
        let beside = match i {
            0 => counts.get(1),
            i => counts.get(i - 1),
        };
        // Where most records are a name and no more, a name is a record.
        let fuller = beside.is_some_and(|c| c.len() >= FULL);
        if fields[f].kind != Type::Text || !fuller || full * 2 < records.len() {
            continue;
        }
        let Some(raw) = records[i].cells[f].as_ref() else {
            continue;
        };
        let text = raw.text.trim().to_owned();
        let path = scope.field_path(first + i, &fields[f].name);
        if instead_of_a_name(&text) {
            continue;
        }
        let said = text.clone();
        let finding = Finding::of(match i {
            0 => LineCause::LoneHead { text: said },
            _ => LineCause::LoneText { text: said },
        });
        let finding = finding.at(path).quoting(text);
        scope.findings.push(finding.from(raw.place.clone()));
    }
}

/// A record with a name alone, which says that there is none.
pub(super) fn says_none(record: &RawRecord, index: usize, scope: &mut Scope) {
    let fields = &scope.edition.mapping.tables[scope.t].fields;
    let mut given = (record.cells.iter().enumerate()).filter_map(|(f, raw)| {
        let raw = raw.as_ref()?;
        (!is_blank(&raw.text) && !is_nothing(&raw.text)).then_some((f, raw))
    });
    let (Some((f, raw)), None) = (given.next(), given.next()) else {
        return;
    };
    let text = raw.text.trim().to_owned();
    if fields[f].kind != Type::Text || fields.len() < 2 || !instead_of_a_name(&text) {
        return;
    }
    // What is told of the text itself need not be told twice.
    if !scope
        .edition
        .values
        .read(&text, &fields[f])
        .notes
        .is_empty()
    {
        return;
    }
    let path = scope.field_path(index, &fields[f].name);
    let finding = Finding::of(LineCause::InsteadOfName { text: text.clone() });
    let finding = finding.at(path).quoting(text);
    scope.findings.push(finding.from(raw.place.clone()));
}
