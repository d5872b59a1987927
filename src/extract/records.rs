//! Records: a line of values for each, under (or beside) their labels. A form table is a record
//! table on its side, and a copy of it is one more record.

use std::borrow::Cow;

use office::paper::{Block, Cell, is_blank};

use crate::edition::{Edition, Signs, Stray};
use crate::extract::labels::{read_labels, ticked_in_labels, words_in_labels};
use crate::extract::typed::{is_tracked, typed_in_cell};
use crate::extract::{RawCell, RawRecord, Scope};
use crate::finding::{Finding, Rule};
use crate::key::{key, stem};
use crate::locate::{Fit, Flow};
use crate::said;
use crate::value::says_nothing;

/// First words of a line that sums the others up and is no record.
const TOTALS: [&str; 6] = ["合计", "总计", "小计", "共计", "累计", "total"];

/// The records of a table, from all its pieces on paper.
pub fn records<'p>(scope: &mut Scope<'_, 'p, '_>) -> Vec<RawRecord<'p>> {
    let mut records = Vec::new();
    let found = scope.found;
    for fit in &found.fits {
        contradiction(fit, scope);
        let units = read_labels(fit, scope);
        let before = records.len();
        read_lines(fit, &units, scope, &mut records);
        ticked_in_labels(fit, &mut records[before..], before, scope);
        read_strays(fit, scope);
        missing_columns(fit, scope);
    }
    if records.is_empty() {
        nothing_said(scope);
    }
    records
}

/// Heading and labels speak for two tables.
fn contradiction(fit: &Fit, scope: &mut Scope) {
    let Some(rival) = fit.rival else { return };
    let (own, other) = (
        &scope.edition.mapping.tables[scope.t],
        &scope.edition.mapping.tables[rival],
    );
    let (name, code, rival, rival_code) = (&own.name, &own.code, &other.name, &other.code);
    let path = scope.path();
    scope.findings.push(
        Finding::warning(
            Rule::UnknownColumn,
            said!(
                "表的标题和表头不一致：一个是 {code}“{name}”，一个是 {rival_code}“{rival}”；已读作前者",
                "heading and labels are of two tables, {code} “{name}” and {rival_code} “{rival}”; it was read as the former"
            ),
        )
        .at(path)
        .from(fit.grid.table.place(1, 1))
        .hinting(said!("请核对是哪张表。", "See which table it is.")),
    );
}

/// Visits the value cells of a fit with their field, and the labels within which words are typed,
/// for what a blank prints in them.
pub fn each_cell<'p>(fit: &Fit<'p>, signs: &Signs, mut visit: impl FnMut(usize, &'p Cell)) {
    for (f, _, value) in &fit.below {
        if let Some(cell) = value {
            visit(*f, cell);
        }
    }
    for (f, sign) in signs.fields[fit.table].iter().enumerate() {
        if let (Some(words), Some(label)) = (sign.words, fit.label_of(f)) {
            visit(words, label);
        }
    }
    for line in fit.last + 1..=fit.grid.lines() {
        for (f, column) in fit.columns.iter().enumerate() {
            if let Some(cell) = column.and_then(|c| fit.grid.cell(line, c))
                && is_value(fit, cell)
                && !cell.is_blank()
            {
                visit(f, cell);
            }
        }
    }
}

/// The lines of a fit, of the blank form, that take a record each: none that only holds remarks,
/// and none that sums the others up.
pub fn record_lines(fit: &Fit, edition: &Edition) -> Vec<u32> {
    let cell = |line, column: &Option<u32>| {
        let cell = column.and_then(|c| fit.grid.cell(line, c));
        cell.filter(|cell| is_value(fit, cell))
    };
    let takes = |line: &u32| {
        let own =
            |c: &Option<u32>| cell(*line, c).is_some_and(|cell| fit.grid.line_of(cell) == *line);
        let printed = |c: &Option<u32>| cell(*line, c).is_some_and(|cell| !cell.is_blank());
        let total = |cell: &Cell| TOTALS.contains(&key(&cell.text()).as_str());
        let sums_up = (1..=fit.grid.columns())
            .filter_map(|c| fit.grid.cell(*line, c))
            .find(|c| !c.is_blank())
            .is_some_and(total);
        fit.columns.iter().any(own)
            && !is_ignored_lane(fit, *line, edition)
            && (fit.grid.turned || !(sums_up || fit.columns.iter().any(printed)))
    };
    let lines = (fit.last + 1..=fit.grid.lines()).filter(takes);
    lines
        .take(if fit.prints_pairs() { 1 } else { usize::MAX })
        .collect()
}

/// The cell is one of a record's values: no label, and none of a field read on its own.
fn is_value(fit: &Fit, cell: &Cell) -> bool {
    fit.grid.line_of(cell) > fit.last && !is_below(fit, cell)
}

/// A field that is filled in has more text behind its label.
fn beside_label(
    fit: &Fit,
    field: usize,
    label: &Cell,
    said: &str,
    index: usize,
    scope: &mut Scope,
) {
    let field = &scope.edition.mapping.tables[scope.t].fields[field];
    let path = format!("{}/records/{index}/{}", scope.path(), field.name);
    let name = &field.label;
    scope.findings.push(
        Finding::warning(
            Rule::UnclaimedText,
            said!(
                "“{name}”的标题后面还写了“{said}”，未读入",
                "“{said}” stands behind the label “{name}” and was not read"
            ),
        )
        .at(path)
        .quoting(said)
        .from(fit.grid.table.place(label.row, label.column)),
    );
}

/// The cell is the label or the value of a field that stands inside the values' area.
fn is_below(fit: &Fit, cell: &Cell) -> bool {
    fit.below
        .iter()
        .any(|(_, label, value)| label.id == cell.id || value.is_some_and(|v| v.id == cell.id))
}

/// A bare number under a label that names another unit of money carries that unit.
pub(super) fn with_unit<'t>(text: Cow<'t, str>, unit: Option<&str>) -> Cow<'t, str> {
    let bare = |c: char| c.is_numeric() || c.is_whitespace() || ".,，．".contains(c);
    match unit {
        Some(unit) if text.chars().any(char::is_numeric) && text.chars().all(bare) => {
            Cow::Owned(format!("{}{unit}", text.trim()))
        }
        _ => text,
    }
}

fn read_lines<'p>(
    fit: &Fit<'p>,
    units: &[Option<&str>],
    scope: &mut Scope<'_, 'p, '_>,
    records: &mut Vec<RawRecord<'p>>,
) {
    let grid = &fit.grid;
    let mut below = Some(&fit.below);
    let holds_values = |line: u32| {
        fit.columns
            .iter()
            .flatten()
            .any(|c| grid.cell(line, *c).is_some_and(|cell| is_value(fit, cell)))
    };
    let first = (fit.last + 1..=grid.lines()).find(|line| holds_values(*line));
    let one = fit.prints_pairs();
    for line in fit.last + 1..=grid.lines() {
        if one && first.is_some_and(|first| line > first)
            || is_ignored_lane(fit, line, scope.edition)
            || is_header_again(fit, line, scope)
            || is_total(fit, line, scope)
            || is_sentence(fit, line, scope)
        {
            continue;
        }
        let is_first = first == Some(line);
        let mut record = RawRecord::default();
        let mut begun = false;
        let mut seen: Vec<&Cell> = Vec::new();
        for (f, column) in fit.columns.iter().enumerate() {
            let cell = column
                .and_then(|c| grid.cell(line, c))
                .filter(|cell| is_value(fit, cell));
            let Some(cell) = cell else {
                record.cells.push(None);
                continue;
            };
            scope.claims.claim_cell(cell);
            let mut text = typed_in_cell(cell, scope.edition.printed.hints(scope.t, f));
            if is_first && let Some((label, said)) = fit.behind_label(f, &scope.edition.signs) {
                if is_blank(&text) {
                    text = Cow::Owned(said);
                } else {
                    beside_label(fit, f, label, &said, records.len(), scope);
                }
            }
            let text = with_unit(text, units.get(f).copied().flatten());
            let first_of_cell = !seen.iter().any(|s| s.id == cell.id);
            let typed = !is_blank(&text);
            begun |= typed && first_of_cell && grid.line_of(cell) == line && !says_nothing(&text);
            if first_of_cell {
                let spread = fit
                    .columns
                    .iter()
                    .flatten()
                    .filter(|c| grid.covers(cell, line, **c))
                    .count();
                record.cells.push(Some(RawCell {
                    text,
                    place: grid.place(line, column.unwrap_or(1)),
                    cell: Some(cell),
                    tracked: is_tracked(cell),
                    shared_with: spread.saturating_sub(1),
                }));
                seen.push(cell);
            } else {
                record.cells.push(None);
            }
        }
        if let Some(below) = below.take() {
            for (f, _, value) in below {
                let Some(cell) = value else { continue };
                scope.claims.claim_cell(cell);
                let text = typed_in_cell(cell, scope.edition.printed.hints(scope.t, *f));
                let text = with_unit(text, units.get(*f).copied().flatten());
                begun |= !is_blank(&text) && !says_nothing(&text);
                record.cells[*f] = Some(RawCell {
                    text,
                    place: grid.table.place(cell.row, cell.column),
                    cell: Some(cell),
                    tracked: is_tracked(cell),
                    shared_with: 0,
                });
            }
        }
        if is_first {
            begun |= words_in_labels(fit, &mut record, scope);
        }
        if begun {
            nested_text(&record, records.len(), scope);
            shared_cells(fit, line, &record, records.len(), scope);
            records.push(record);
        }
    }
}

/// A lane of a form on its side that holds remarks, not answers: its head says so.
fn is_ignored_lane(fit: &Fit, line: u32, edition: &Edition) -> bool {
    if !fit.grid.turned {
        return false;
    }
    (1..=fit.grid.columns())
        .filter(|c| !fit.columns.contains(&Some(*c)))
        .any(|c| {
            fit.grid.cell(line, c).is_some_and(|cell| {
                let k = key(&cell.text());
                !k.is_empty() && edition.signs.is_ignored(fit.table, &k)
            })
        })
}

/// The labels once more: a table that was split and its head repeated.
fn is_header_again(fit: &Fit, line: u32, scope: &mut Scope) -> bool {
    if fit.grid.turned {
        return false;
    }
    let t = scope.t as u16;
    let signs = &scope.edition.signs;
    let is_label = |cell: &Cell| {
        let text = cell.text();
        let has = |k: &str| signs.parts.get(k).is_some_and(|tables| tables.contains(&t));
        has(&key(&text)) || has(&stem(&text)) || signs.is_ignored(scope.t, &key(&text))
    };
    let mut cells: Vec<&Cell> = Vec::new();
    for column in 1..=fit.grid.columns() {
        let Some(cell) = fit.grid.cell(line, column) else {
            continue;
        };
        if cells.last().is_some_and(|l| l.id == cell.id) || cell.is_blank() {
            continue;
        }
        if !is_label(cell) {
            return false;
        }
        cells.push(cell);
    }
    if cells.len() < 2 {
        return false;
    }
    for cell in cells {
        scope.claims.claim_cell(cell);
    }
    true
}

/// A line with one text in it that is no record: a sentence that says that there is nothing, or
/// words in a cell over all columns, which stand over the lines that follow.
fn is_sentence(fit: &Fit, line: u32, scope: &mut Scope) -> bool {
    if fit.grid.turned {
        return false;
    }
    let mut typed: Option<&Cell> = None;
    for column in 1..=fit.grid.columns() {
        let Some(cell) = fit.grid.cell(line, column).filter(|c| !c.is_blank()) else {
            continue;
        };
        if typed.is_some_and(|t| t.id != cell.id) {
            return false;
        }
        typed = Some(cell);
    }
    let Some(cell) = typed.filter(|c| fit.grid.line_of(c) == line) else {
        return false;
    };
    let text = cell.answer();
    let bound: Vec<u32> = fit.columns.iter().copied().flatten().collect();
    let is_wide = bound.len() > 1 && bound.iter().all(|c| fit.grid.covers(cell, line, *c));
    if says_nothing(&text) {
        scope.claims.claim_cell(cell);
        return true;
    }
    if !is_wide || is_blank(&text) {
        return false;
    }
    scope.claims.claim_cell(cell);
    let text = text.trim();
    if !scope.edition.printed.has(&key(text)) {
        let path = scope.path();
        scope.findings.push(
            Finding::warning(
                Rule::UnclaimedText,
                said!(
                    "横跨整行的文字不作为记录：“{text}”",
                    "words across the whole line are no record: “{text}”"
                ),
            )
            .at(path)
            .quoting(text)
            .from(fit.grid.table.place(cell.row, cell.column))
            .hinting(said!(
                "如适用于下面各行，请填入各行相应的格。",
                "If it holds for the lines below, write it into each."
            )),
        );
    }
    true
}

/// A line that only sums up the others: said, and no record.
fn is_total(fit: &Fit, line: u32, scope: &mut Scope) -> bool {
    if fit.grid.turned {
        return false;
    }
    let mut distinct: Vec<&Cell> = Vec::new();
    for column in 1..=fit.grid.columns() {
        if let Some(cell) = fit.grid.cell(line, column).filter(|c| !c.is_blank())
            && !distinct.iter().any(|d| d.id == cell.id)
        {
            distinct.push(cell);
        }
    }
    let cells = || distinct.iter().copied();
    let Some(first) = cells().next() else {
        return false;
    };
    let text = first.text();
    if ![key(&text), stem(&text)]
        .iter()
        .any(|k| TOTALS.contains(&k.as_str()))
    {
        return false;
    }
    let numeric = |c: &Cell| {
        c.text()
            .chars()
            .all(|c| c.is_numeric() || c.is_whitespace() || ".,，-/—".contains(c))
    };
    if !cells().skip(1).all(numeric) {
        return false;
    }
    let said = cells()
        .map(|c| c.text().trim().to_owned())
        .collect::<Vec<_>>()
        .join(" | ");
    for cell in cells() {
        scope.claims.claim_cell(cell);
    }
    let path = scope.path();
    scope.findings.push(
        Finding::info(
            Rule::UnclaimedText,
            said!(
                "合计行不作为记录：{said}",
                "a total line is no record: {said}"
            ),
        )
        .at(path)
        .quoting(said)
        .from(fit.grid.table.place(first.row, first.column)),
    );
    true
}

/// Text in a table inside a cell is not part of the cell's answer: say that it is there.
fn nested_text(record: &RawRecord, index: usize, scope: &mut Scope) {
    for (f, raw) in record.cells.iter().enumerate() {
        let Some((raw, cell)) = raw.as_ref().and_then(|r| r.cell.map(|c| (r, c))) else {
            continue;
        };
        for block in &cell.blocks {
            let Block::Table(inner) = block else { continue };
            let said: Vec<_> = inner
                .cells
                .iter()
                .map(|c| c.text().trim().to_owned())
                .filter(|t| !t.is_empty())
                .collect();
            if said.is_empty() {
                continue;
            }
            for p in inner.cells.iter().flat_map(Cell::paragraphs) {
                scope.claims.claim(p);
            }
            let said = said.join(" | ");
            let field = &scope.edition.mapping.tables[scope.t].fields[f].name;
            scope.findings.push(
                Finding::warning(
                    Rule::UnclaimedText,
                    said!(
                        "单元格中嵌套的表格未读入：“{said}”",
                        "the table inside the cell was not read: “{said}”"
                    ),
                )
                .at(format!("/tables/{}/records/{index}/{field}", scope.code()))
                .quoting(said)
                .from(raw.place.clone())
                .hinting(said!(
                    "请把内容直接填在单元格里。",
                    "Type the text into the cell itself."
                )),
            );
        }
    }
}

/// One text over several fields is given to the first; the others are told of.
fn shared_cells(fit: &Fit, line: u32, record: &RawRecord, index: usize, scope: &mut Scope) {
    for (f, raw) in record.cells.iter().enumerate() {
        let Some(raw) = raw
            .as_ref()
            .filter(|r| r.shared_with > 0 && !is_blank(&r.text))
        else {
            continue;
        };
        let Some(cell) = raw.cell else { continue };
        let fields = &scope.edition.mapping.tables[scope.t].fields;
        let others = fit
            .columns
            .iter()
            .enumerate()
            .filter(|(g, c)| *g != f && c.is_some_and(|c| fit.grid.covers(cell, line, c)));
        let text = raw.text.trim();
        let (code, first) = (scope.code(), &fields[f].label);
        let mut new = Vec::new();
        for (g, _) in others {
            let label = &fields[g].label;
            new.push(
                Finding::error(
                    Rule::UnreadableValue,
                    said!(
                        "单元格横跨“{first}”和“{label}”，“{text}”只记入前者",
                        "the cell lies over “{first}” and “{label}”; “{text}” was taken for the first only"
                    ),
                )
                .at(format!("/tables/{code}/records/{index}/{}", fields[g].name))
                .quoting(text)
                .from(raw.place.clone())
                .hinting(said!("请拆分单元格，分别填写。", "Split the cell and fill in both.")),
            );
        }
        scope.findings.extend(new);
    }
}

/// Texts in columns that are no field.
fn read_strays(fit: &Fit, scope: &mut Scope) {
    let grid = &fit.grid;
    for column in 1..=grid.columns() {
        if fit.columns.contains(&Some(column)) {
            continue;
        }
        let stray = fit.strays.iter().find(|s| {
            s.column == column
                || grid
                    .cell_index(fit.last, s.column)
                    .is_some_and(|i| grid.cell_index(fit.last, column) == Some(i))
        });
        let numbers_rows = numbers_rows(fit, column, stray);
        let mut typed: Vec<String> = Vec::new();
        let mut place = None;
        for line in fit.last + 1..=grid.lines() {
            let Some(cell) = grid.cell(line, column) else {
                continue;
            };
            if grid.line_of(cell) != line || grid.column_of(cell) != column || is_below(fit, cell) {
                continue;
            }
            if numbers_rows {
                scope.claims.claim_cell(cell);
                continue;
            }
            for p in cell.paragraphs().filter(|p| !scope.claims.has(p)) {
                let k = key(&p.text);
                // 填写内容2: a printed head with a number of its own.
                let unnumbered = k.trim_end_matches(|c: char| c.is_ascii_digit());
                let known = is_blank(&p.answer())
                    || p.text
                        .split('\n')
                        .all(|l| scope.edition.printed.has_text(l))
                    || fit.grid.turned
                        && !unnumbered.is_empty()
                        && scope.edition.printed.has(unnumbered);
                let row_number =
                    stray.is_some_and(|s| s.ignored) && k.chars().all(|c| c.is_ascii_digit());
                if known || row_number {
                    continue;
                }
                place.get_or_insert_with(|| grid.table.place(cell.row, cell.column));
                typed.push(p.answer().trim().to_owned());
            }
            scope.claims.claim_cell(cell);
        }
        if numbers_rows {
            continue;
        }
        let Some(place) = place else {
            empty_stray(fit, column, stray, scope);
            continue;
        };
        let label = stray.map_or_else(String::new, |s| s.label.clone());
        let quoted = typed.join(" | ");
        let path = scope.path();
        let message = if label.is_empty() {
            said!(
                "没有标题的一栏里填了内容，未读入：{quoted}",
                "a column without a label holds text that was not read: {quoted}"
            )
        } else {
            said!(
                "“{label}”不是本表的指标，其内容未读入：{quoted}",
                "“{label}” is no item of this table; its text was not read: {quoted}"
            )
        };
        scope.findings.push(
            Finding::warning(Rule::UnknownColumn, message)
                .at(path)
                .quoting(quoted)
                .from(place)
                .hinting(said!(
                    "请核对该栏是否应填入表内其他指标。",
                    "See whether it belongs under another item of the table."
                )),
        );
    }
}

/// A column that counts the lines: 1, 2, 3 or 一, 二, 三 under a head that says so, or under none.
fn numbers_rows(fit: &Fit, column: u32, stray: Option<&Stray>) -> bool {
    if fit.grid.turned {
        return false;
    }
    let label = stray.map_or("", |s| s.label.trim());
    let head = key(label);
    let counts = head.is_empty()
        || stray.is_some_and(|s| s.ignored)
        || head.contains('序')
        || head.ends_with('号')
        || ["行次", "no", "num", "number", "id"].contains(&head.as_str());
    if !counts || head.chars().count() > 6 {
        return false;
    }
    let mut last = 0;
    for line in fit.last + 1..=fit.grid.lines() {
        let Some(cell) = fit.grid.cell(line, column) else {
            continue;
        };
        if cell.is_blank() || fit.grid.line_of(cell) != line {
            continue;
        }
        match row_number(&cell.answer()) {
            // A line in between may have been deleted.
            Some(n) if n > last && n < last + 5 => last = n,
            _ => return false,
        }
    }
    last > 0
}

/// `3`, `3.`, `（3）`, `③`, `三`: the number of a row.
fn row_number(text: &str) -> Option<u32> {
    let k = key(text);
    let digits = "一二三四五六七八九";
    let digit = |c| digits.chars().position(|d| d == c).map(|n| n as u32 + 1);
    match *k.chars().collect::<Vec<_>>().as_slice() {
        ['十'] => Some(10),
        ['十', d] => Some(10 + digit(d)?),
        [d, '十'] => Some(digit(d)? * 10),
        [d, '十', e] => Some(digit(d)? * 10 + digit(e)?),
        [d] if digit(d).is_some() => digit(d),
        _ => k.parse().ok(),
    }
}

/// A column that somebody added and left empty.
fn empty_stray(fit: &Fit, column: u32, stray: Option<&Stray>, scope: &mut Scope) {
    let Some(stray) = stray.filter(|s| s.column == column && !s.ignored) else {
        return;
    };
    let known = |k: &str| scope.edition.printed.has(k) || scope.edition.signs.parts.contains_key(k);
    if stray.label.split('·').all(|part| known(&key(part))) {
        return;
    }
    let (label, path) = (&stray.label, scope.path());
    scope.findings.push(
        Finding::info(
            Rule::UnknownColumn,
            said!(
                "“{label}”不是本表的指标，其下没有内容",
                "“{label}” is no item of this table; nothing stands under it"
            ),
        )
        .at(path)
        .quoting(label.clone())
        .from(fit.grid.place(fit.last.max(1), column)),
    );
}

/// Fields whose label is not on the paper.
fn missing_columns(fit: &Fit, scope: &mut Scope) {
    let table = &scope.edition.mapping.tables[scope.t];
    let path = scope.path();
    if fit.by_position {
        scope.findings.push(
            Finding::warning(
                Rule::UnknownColumn,
                said!(
                    "表头缺失，各栏按空白表的顺序读入",
                    "the table has no labels; its columns were read in the blank form's order"
                ),
            )
            .at(path.clone())
            .from(fit.grid.table.place(1, 1))
            .hinting(said!("请逐栏核对。", "Look at each column.")),
        );
    }
    let missing = |f: &usize| {
        let within = table.fields[*f].within.is_some();
        fit.columns[*f].is_none() && !within && !fit.below.iter().any(|b| b.0 == *f)
    };
    let labels: Vec<&str> = (0..table.fields.len())
        .filter(missing)
        .map(|f| &*table.fields[f].label)
        .collect();
    if labels.is_empty() {
        return;
    }
    let list = labels.join("、");
    scope.findings.push(
        Finding::warning(
            Rule::MissingColumn,
            said!(
                "表中没有找到这些指标：{list}",
                "these items were not found in the table: {list}"
            ),
        )
        .at(path)
        .from(fit.grid.table.place(1, 1))
        .hinting(said!(
            "请核对表头是否被删改。",
            "See whether the table's head was changed."
        )),
    );
}

/// A "无" under the heading or in the first cell says that there is nothing: it is understood.
pub(super) fn nothing_said(scope: &mut Scope) {
    let found = scope.found;
    for flow in &found.flow {
        if let Flow::Paragraph(p, _) = flow
            && !is_blank(&p.text)
            && says_nothing(&p.answer())
        {
            scope.claims.claim(p);
        }
    }
}
