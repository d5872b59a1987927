//! What the labels of a table say beyond the blank: a unit changed in a header, words typed into a
//! label's cell. The values under them are read by what the label says, and it is told.

use std::borrow::Cow;

use office::paper::{Cell, Place, is_blank};

use crate::extract::marks::{is_tick, marked_text};
use crate::extract::typed::{is_tracked, words_within};
use crate::extract::{RawCell, RawRecord, Scope};
use crate::mapping::Field;
use crate::model::finding::{ExtractCause, Finding, OptionCause, Severity};
use crate::recognise::edition::Spelling;
use crate::recognise::locate::Fit;
use crate::text::key::{key, stem};
use crate::text::vocabulary::vocabulary;
use crate::value::ListIndex;

/// Units of money, the longest first so that `万元` is not taken for `元`.
const MONEY: [&str; 14] = [
    "万美元",
    "万欧元",
    "万日元",
    "万英镑",
    "亿元",
    "千万元",
    "百万元",
    "十万元",
    "万元",
    "千元",
    "百元",
    "美元",
    "欧元",
    "元",
];

/// A column's head stands no higher above its values, in cells: the 2025 form's cases have four rows.
const HEAD_ABOVE: usize = 6;

/// Claims the labels of a fit, and tells what they say that the blank does not print. Gives, for
/// each field, the unit of money that its label names against the mapping.
pub fn read_labels(fit: &Fit, scope: &mut Scope) -> Vec<Option<&'static str>> {
    let mut units = vec![None; fit.columns.len()];
    let mut told: Vec<&Cell> = Vec::new();
    for (f, column) in fit.columns.iter().enumerate() {
        let Some(column) = column else { continue };
        for line in fit.first..=fit.last {
            let Some(cell) = fit.grid.cell(line, *column) else {
                continue;
            };
            scope.claims.claim_cell(cell);
            if is_known(cell, fit, f, scope) {
                continue;
            }
            let field = &scope.edition.mapping.tables[scope.t].fields[f];
            let unit = money_unit(&cell.text(), field);
            if unit.is_some() {
                units[f] = unit;
            }
            if !told.iter().any(|t| t.id == cell.id) {
                told.push(cell);
                tell(cell, fit, f, unit, scope);
            }
        }
    }
    for (f, label, _) in &fit.below {
        scope.claims.claim_cell(label);
        if !is_known(label, fit, *f, scope) {
            let field = &scope.edition.mapping.tables[scope.t].fields[*f];
            units[*f] = money_unit(&label.text(), field);
            tell(label, fit, *f, units[*f], scope);
        }
    }
    if fit.grid.turned {
        units_above(fit, &mut units, scope);
    }
    for stray in &fit.strays {
        for line in fit.first..=fit.last {
            if let Some(cell) = fit.grid.cell(line, stray.column) {
                scope.claims.claim_cell(cell);
            }
        }
    }
    units
}

/// In a form whose amounts stand in a column under a head of their own, 经费（元）: the unit that the
/// head names against the mapping.
fn units_above(fit: &Fit, units: &mut [Option<&'static str>], scope: &mut Scope) {
    let fields = &scope.edition.mapping.tables[scope.t].fields;
    let cells = &fit.grid.table.cells;
    let mut told: Vec<&Cell> = Vec::new();
    for (f, column) in fit.columns.iter().enumerate() {
        let value = column.and_then(|c| fit.grid.cell(fit.last + 1, c));
        let Some(value) = value.filter(|_| units[f].is_none() && fields[f].unit.contains('元'))
        else {
            continue;
        };
        let above = cells.iter().rev().filter(|c| {
            c.row < value.row && c.column == value.column && c.column_span == value.column_span
        });
        // An answer is no head, though it may have the letter in it: 元培学院.
        let answers = |c: &Cell| {
            let mut values = fit.columns.iter().flatten();
            values.any(|v| {
                fit.grid
                    .cell(fit.last + 1, *v)
                    .is_some_and(|v| v.id == c.id)
            })
        };
        let named = |c: &&Cell| {
            let text = c.text();
            text.contains('元') && !text.contains(|d: char| d.is_ascii_digit()) && !answers(c)
        };
        let Some(head) = above.take(HEAD_ABOVE).find(named) else {
            continue;
        };
        let text = head.text();
        let Some(unit) = money_unit(&text, &fields[f]) else {
            continue;
        };
        units[f] = Some(unit);
        if !told.iter().any(|t| t.id == head.id) {
            told.push(head);
            scope.claims.claim_cell(head);
            let place = fit.grid.table.place(head.row, head.column);
            let finding = unit_finding(text.trim(), unit, &fields[f], place);
            scope.findings.push(finding.at(scope.path()));
        }
    }
}

/// The blank prints the label so, or the mapping knows it so.
fn is_known(cell: &Cell, fit: &Fit, field: usize, scope: &Scope) -> bool {
    let text = cell.text();
    if is_blank(&text) || scope.edition.printed.has_exactly(&text) {
        return true;
    }
    let printed = &scope.edition.printed;
    if cell
        .paragraphs()
        .all(|p| is_blank(&p.text) || printed.has_text(&p.text))
        || printed.has(&key(&text))
    {
        return true;
    }
    // Words of one's own in a label are read as an item of their own.
    if scope.edition.signs.fields[fit.table][field].words.is_some() {
        return true;
    }
    let (k, s) = (key(&text), stem(&text));
    // A label without its printed note says no more than the blank does.
    scope.edition.signs.fields[fit.table][field]
        .labels
        .iter()
        .any(|l| l.full == k || l.parts.iter().any(|p| p.0 == k || (p.1 == k && s == k)))
}

/// The unit of money that a label names, where it is not the mapping's.
pub(super) fn money_unit(text: &str, field: &Field) -> Option<&'static str> {
    if !field.unit.contains('元') {
        return None;
    }
    let text = key(text);
    let named = MONEY.into_iter().find(|unit| text.contains(unit))?;
    (named != field.unit).then_some(named)
}

/// A label has a figure, a year or a scale that the form's has not: what is typed there is another
/// number.
fn counts_otherwise(text: &str, field: &Field) -> bool {
    let figures = |text: &str| -> Vec<String> {
        let text = key(&without_lists(text, 0));
        let runs = text.split(|c: char| !c.is_ascii_digit());
        let runs = runs.filter(|run| !run.is_empty());
        runs.map(str::to_owned).collect()
    };
    let labels = || {
        let aliases = field.aliases.iter().map(String::as_str);
        std::iter::once(&*field.label).chain(aliases)
    };
    let own = figures(text);
    let same =
        labels().any(|label| (label.split('·').chain([label])).any(|part| figures(part) == own));
    let whole = without_lists(text, LONGEST_UNIT).replace("万元", "");
    let scaled = |c: char| whole.contains(c) && !labels().any(|label| label.contains(c));
    !same || ['百', '千', '万', '亿'].into_iter().any(scaled)
}

/// A unit in brackets is no longer: 万元人民币.
const LONGEST_UNIT: usize = 6;

/// A label without what stands in brackets, but for words of at most so many letters.
fn without_lists(text: &str, longest: usize) -> String {
    let (mut out, mut inner, mut depth) = (String::new(), String::new(), 0u32);
    for c in text.chars() {
        match c {
            '（' | '(' | '【' | '[' => depth += 1,
            '）' | ')' | '】' | ']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 && inner.chars().count() <= longest {
                    out.push_str(&inner);
                }
                if depth == 0 {
                    inner.clear();
                }
            }
            c if depth > 0 => inner.push(c),
            c => out.push(c),
        }
    }
    out
}

/// Some label of the table names the edition's year, as the blank does.
fn has_labels_of_its_year(fit: &Fit, scope: &Scope) -> bool {
    let edition = scope.edition;
    let year = edition.mapping.edition.year.to_string();
    let own = |p: &office::paper::Paragraph| {
        p.text.contains(&year) && edition.printed.has_exactly(p.text.trim())
    };
    (0..edition.mapping.tables[scope.t].fields.len())
        .filter_map(|f| fit.label_of(f))
        .any(|cell| cell.paragraphs().any(own))
}

/// Not a letter of the label is the form's: the column was told by its place.
fn shares_nothing(text: &str, field: &Field) -> bool {
    let own = stem(text);
    let aliases = field.aliases.iter().map(String::as_str);
    let mut labels = std::iter::once(&*field.label).chain(aliases);
    !own.is_empty() && !labels.any(|label| key(label).contains(|c| own.contains(c)))
}

fn tell(cell: &Cell, fit: &Fit, index: usize, unit: Option<&str>, scope: &mut Scope) {
    let field = &scope.edition.mapping.tables[scope.t].fields[index];
    let text = cell.text().trim().replace('\n', "");
    let label = &field.label;
    let finding = match unit {
        Some(unit) => {
            let place = fit.grid.table.place(cell.row, cell.column);
            let finding = unit_finding(&text, unit, field, place).at(scope.path());
            return scope.findings.push(finding);
        }
        None => {
            let printed = &scope.edition.printed;
            let of_a_year = |k: &str| printed.has(k) || printed.has_of_any_year(k);
            let of_a_year = cell.paragraphs().all(|p| of_a_year(&key(&p.text)));
            let more = beyond_label(&text, fit, index, scope).filter(|_| !of_a_year);
            let (text, label) = (text.clone(), label.to_string());
            match (fit.guessed.contains(&index), more) {
                (true, _) => Finding::of(ExtractCause::LabelGuessed { text, label }),
                (_, Some(more)) => Finding::of(ExtractCause::LabelBeyond { text, label, more }),
                // A form of another year is told of as a whole; one label of another year among those
                // of this one is not.
                _ if (!of_a_year || has_labels_of_its_year(fit, scope))
                    && (counts_otherwise(&text, field) || shares_nothing(&text, field)) =>
                {
                    Finding::of(ExtractCause::LabelChanged { text, label })
                        .graded(Severity::Warning)
                }
                _ => Finding::of(ExtractCause::LabelChanged { text, label }),
            }
        }
    };
    let finding = finding
        .at(scope.path())
        .quoting(text)
        .from(fit.grid.table.place(cell.row, cell.column));
    scope.findings.push(finding);
}

/// What a label has beyond its printed words: they are there, and more behind them. A unit, a word
/// for what is counted and what the blank prints in its brackets are none of it.
fn beyond_label(text: &str, fit: &Fit, index: usize, scope: &Scope) -> Option<String> {
    let whole = key(text);
    let field = &scope.edition.mapping.tables[scope.t].fields[index];
    let labels = &scope.edition.signs.fields[fit.table][index].labels;
    let parts = labels.iter().flat_map(|l| &l.parts);
    let known: Vec<(&str, &str)> = parts.map(|p| (p.0.as_str(), p.1.as_str())).collect();
    let begun = known.iter().flat_map(|(full, short)| [*full, *short]);
    let printed = scope.edition.printed.start_of(&whole);
    let longest = begun
        .chain(printed)
        .filter(|k| k.chars().nth(1).is_some() && whole.starts_with(k))
        .max_by_key(|k| k.len())?;
    let more = &whole[longest.len()..];
    // （㎡）: a unit in brackets.
    let bracketed = text.trim_end().ends_with(['）', ')']);
    let unit = |more: &str| {
        let latin = more.chars().all(|c| c.is_ascii_alphanumeric());
        bracketed && latin && more.len() <= 3 && more.starts_with(|c: char| !c.is_ascii_digit())
    };
    let says_nothing = |more: &str| {
        more.is_empty()
            || unit(more)
            || vocabulary().line.counted.has(more)
            || more == key(&field.unit)
            || known.iter().any(|(full, _)| full.ends_with(more))
    };
    (!says_nothing(more)).then(|| more.to_owned())
}

/// A label names a unit of money that is not the mapping's.
pub(super) fn unit_finding(text: &str, unit: &str, field: &Field, place: Place) -> Finding {
    Finding::of(ExtractCause::OtherUnit {
        text: text.to_owned(),
        unit: unit.to_owned(),
        own: field.unit.to_string(),
    })
    .quoting(text)
    .from(place)
}

/// Words of one's own typed within labels: 其它（基金会）. They are the first record's; whether there
/// are any.
pub(super) fn words_in_labels<'p>(
    fit: &Fit<'p>,
    record: &mut RawRecord<'p>,
    scope: &mut Scope<'_, 'p, '_>,
) -> bool {
    let mut any = false;
    let table = &scope.edition.mapping.tables[scope.t];
    for (f, field) in table.fields.iter().enumerate() {
        let outer = field.within.as_ref();
        let outer = outer.and_then(|name| table.fields.iter().position(|g| g.name == *name));
        let Some((outer, cell)) = outer.and_then(|g| Some((g, fit.label_of(g)?))) else {
            continue;
        };
        let labels = std::iter::once(&*table.fields[outer].label);
        let aliases = table.fields[outer].aliases.iter().map(String::as_str);
        let last = |label: &'_ str| label.rfind('·').map_or(0, |i| i + '·'.len_utf8());
        let mut label = Spelling::new(labels.chain(aliases).map(|l| &l[last(l)..]));
        label.open = true;
        let words = words_within(
            &label,
            &cell.answer(),
            scope.edition.printed.hints(scope.t, f),
        );
        any |= !words.is_empty();
        record.cells[f] = Some(RawCell {
            text: Cow::Owned(words),
            place: fit.grid.table.place(cell.row, cell.column),
            cell: None,
            tracked: is_tracked(cell),
            shared_with: 0,
            marked: None,
        });
    }
    any
}

/// Options ticked in the label of a form, among those that it prints: 候选项：1.甲√；2.乙. They
/// are the answer of a form whose own cell is empty.
pub(super) fn ticked_in_labels<'p>(
    fit: &Fit<'p>,
    records: &mut [RawRecord<'p>],
    before: usize,
    scope: &mut Scope<'_, 'p, '_>,
) {
    let table = &scope.edition.mapping.tables[scope.t];
    for (f, field) in table.fields.iter().enumerate() {
        let Some(cell) = fit.label_of(f) else {
            continue;
        };
        let text = cell.text();
        let list = field.list.as_ref();
        let list = list.and_then(|list| scope.edition.values.options(list));
        // Words of one's own in a label may have any sign among them.
        let takes_words = scope.edition.signs.fields[fit.table][f].words.is_some();
        let Some(list) = list.filter(|_| !takes_words) else {
            continue;
        };
        let ticked = match text.chars().any(is_tick) {
            true if scope.edition.printed.has_exactly(&text) => None,
            true => ticked_options(&text),
            false => marked_option(cell, list),
        };
        let Some(ticked) = ticked else { continue };
        let place = fit.grid.table.place(cell.row, cell.column);
        let label = &field.label;
        let mut path = scope.path();
        let slot = match records {
            [record] => record.cells.get_mut(f),
            _ => None,
        };
        let empty = |slot: &Option<RawCell>| slot.as_ref().is_none_or(|raw| is_blank(&raw.text));
        let (label, option) = (label.to_string(), ticked.clone());
        let cause = match slot {
            Some(slot) if empty(slot) => {
                *slot = Some(RawCell {
                    text: Cow::Owned(ticked.clone()),
                    place: place.clone(),
                    cell: None,
                    tracked: is_tracked(cell),
                    shared_with: 0,
                    marked: None,
                });
                path = scope.field_path(before, &field.name);
                OptionCause::InLabel { label, option }
            }
            _ => OptionCause::InLabelUnread { label, option },
        };
        let finding = Finding::of(cause).at(path).quoting(ticked);
        scope.findings.push(finding.from(place));
    }
}

/// The option of a label that is set apart from its other words.
fn marked_option(label: &Cell, list: &ListIndex) -> Option<String> {
    let marked = marked_text(label)?;
    let sign = |c: char| c.is_whitespace() || "（）()[】【];；,，、".contains(c);
    let option = marked.trim_matches(sign);
    let found = list.find(option)?;
    found.doubt.is_none().then(|| option.to_owned())
}

/// The options of a label that have a tick, without it.
fn ticked_options(text: &str) -> Option<String> {
    let options = text
        .split_once(['：', ':'])
        .map_or(text, |(_, options)| options);
    let pieces = options.split(['；', ';', '\n', '、', '，', ',', '/']);
    let bare = |piece: &str| {
        let sign = |c: char| c.is_whitespace() || is_tick(c) || "（）()[]【】".contains(c);
        piece.trim_matches(sign).to_owned()
    };
    let ticked = pieces.filter(|piece| piece.chars().any(is_tick)).map(bare);
    let ticked: Vec<String> = ticked.filter(|piece| !piece.is_empty()).collect();
    (!ticked.is_empty()).then(|| ticked.join("；"))
}
