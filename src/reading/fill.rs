//! Raw answers to records: each text read as its field's type, each note turned into a finding at
//! its path and place.

use std::sync::Arc;

use office::paper::{
    Aside, Cell, Format, Paper, Paragraph, Place, RemarkKind, Rgb, Script, Struck, is_blank, struck,
};

use crate::edition::Edition;
use crate::extract::{Answers, Chosen, Raw, RawCell, RawRecord, marked_text};
use crate::finding::{Finding, Rule, Severity};
use crate::key::key;
use crate::locate::Located;
use crate::mapping::{Field, Mapping, Type};
use crate::said;
use crate::submission::Record;
use crate::text::Worded as _;
use crate::value::{Note, Reading, Selected, Value};

/// Where each value stands.
#[derive(Debug, Default)]
pub struct Places {
    /// The cover's, by field.
    unit: Vec<(usize, Place)>,
    /// By table, record and field.
    tables: Vec<(usize, usize, usize, Place)>,
}

impl Places {
    /// The place that a finding's path names: a field's, else its record's first, else its table's.
    pub fn of_path(&self, path: &str, mapping: &Mapping) -> Option<&Place> {
        let mut parts = path.split('/').skip(1);
        match parts.next() {
            Some("unit") => {
                let name = parts.next()?;
                let f = mapping.unit.iter().position(|f| &*f.name == name)?;
                return self.unit.iter().find(|p| p.0 == f).map(|p| &p.1);
            }
            Some("tables") => {}
            _ => return None,
        }
        let code = parts.next()?;
        let t = mapping.tables.iter().position(|t| &*t.code == code)?;
        let record = parts.nth(1).and_then(|n| n.parse::<usize>().ok());
        let field = parts
            .next()
            .and_then(|f| mapping.tables[t].fields.iter().position(|g| &*g.name == f));
        let mut of_table = self.tables.iter().filter(|p| p.0 == t);
        let exact = of_table
            .clone()
            .find(|p| Some(p.1) == record && Some(p.2) == field);
        let of_record = || of_table.clone().find(|p| Some(p.1) == record);
        exact
            .or_else(of_record)
            .or_else(|| of_table.next())
            .map(|p| &p.3)
    }
}

/// A cover without answers.
pub fn empty_unit(mapping: &Mapping) -> Record {
    Record(
        mapping
            .unit
            .iter()
            .map(|f| (f.name.clone(), Value::Null))
            .collect(),
    )
}

/// The cover's record.
pub fn unit(
    raw: Vec<Option<RawCell>>,
    edition: &Edition,
    places: &mut Places,
    findings: &mut Vec<Finding>,
) -> Record {
    let fields = &edition.mapping.unit;
    Record(
        fields
            .iter()
            .zip(raw)
            .enumerate()
            .map(|(f, (field, raw))| {
                let value = raw.map_or(Value::Null, |raw| {
                    let path = || format!("/unit/{}", field.name);
                    places.unit.push((f, raw.place.clone()));
                    read(&raw, field, edition, &path, findings).value
                });
                (field.name.clone(), value)
            })
            .collect(),
    )
}

/// The records of a table.
pub fn records(
    t: usize,
    raw: Raw,
    edition: &Edition,
    places: &mut Places,
    findings: &mut Vec<Finding>,
) -> Vec<Record> {
    match raw.answers {
        Answers::Records(records) => records
            .iter()
            .enumerate()
            .map(|(r, raw)| record(t, r, raw, edition, places, findings))
            .collect(),
        Answers::Chosen(chosen) => chosen_record(t, chosen, edition, places)
            .into_iter()
            .collect(),
        Answers::Text(text) => text_record(t, text, edition, places, findings)
            .into_iter()
            .collect(),
    }
}

fn record(
    t: usize,
    r: usize,
    raw: &RawRecord,
    edition: &Edition,
    places: &mut Places,
    findings: &mut Vec<Finding>,
) -> Record {
    let table = &edition.mapping.tables[t];
    let mut record = Vec::with_capacity(table.fields.len());
    for (f, field) in table.fields.iter().enumerate() {
        let Some(raw) = raw.cells.get(f).and_then(Option::as_ref) else {
            record.push((field.name.clone(), Value::Null));
            continue;
        };
        let path = || format!("/tables/{}/records/{r}/{}", table.code, field.name);
        let reading = read(raw, field, edition, &path, findings);
        places.tables.push((t, r, f, raw.place.clone()));
        record.push((field.name.clone(), reading.value));
        if let Some(other) = reading.other {
            record.push((other_name(&field.name), Value::Text(other)));
        }
    }
    Record(record)
}

fn other_name(field: &str) -> Arc<str> {
    format!("{field}_other").into()
}

fn chosen_record(
    t: usize,
    chosen: Chosen,
    edition: &Edition,
    places: &mut Places,
) -> Option<Record> {
    if chosen.options.is_empty() && chosen.other.is_none() {
        return None;
    }
    let table = &edition.mapping.tables[t];
    let list_of = |field: &Field| edition.mapping.lists.get(field.list.as_ref()?);
    let list = table.fields.iter().find_map(list_of);
    // Words of one's own stand beside the option that asks for them.
    let mut marked = chosen.options.iter().zip(&chosen.places);
    let own = marked
        .find(|(i, _)| list.is_some_and(|l| l.options.get(**i).is_some_and(|o| o.other)))
        .map(|(_, place)| place);
    let mut record = Vec::new();
    for (f, field) in table.fields.iter().enumerate() {
        let value = match field.kind {
            Type::Choices => {
                let label = |i: usize| {
                    list.and_then(|l| l.options.get(i))
                        .map_or_else(String::new, |o| o.label.to_string())
                };
                Value::Selected(
                    chosen
                        .options
                        .iter()
                        .map(|&i| Selected {
                            no: i as u32 + 1,
                            label: label(i),
                        })
                        .collect(),
                )
            }
            _ => chosen.other.clone().map_or(Value::Null, Value::Text),
        };
        let place = match field.kind {
            Type::Choices => None,
            _ => own,
        };
        let place = place.or(chosen.places.first()).or(chosen.place.as_ref());
        if let Some(place) = place {
            places.tables.push((t, 0, f, place.clone()));
        }
        record.push((field.name.clone(), value));
    }
    Some(Record(record))
}

fn text_record(
    t: usize,
    raw: Option<RawCell>,
    edition: &Edition,
    places: &mut Places,
    findings: &mut Vec<Finding>,
) -> Option<Record> {
    let raw = raw?;
    let table = &edition.mapping.tables[t];
    let field = table.fields.first()?;
    let path = || format!("/tables/{}/records/0/{}", table.code, field.name);
    let reading = read(&raw, field, edition, &path, findings);
    if reading.value.is_empty() {
        return None;
    }
    places.tables.push((t, 0, 0, raw.place.clone()));
    Some(Record(vec![(field.name.clone(), reading.value)]))
}

/// Reads one cell, and says what was found at its path.
fn read(
    raw: &RawCell,
    field: &Field,
    edition: &Edition,
    path: &dyn Fn() -> String,
    findings: &mut Vec<Finding>,
) -> Reading {
    let mut reading = edition.values.read(&raw.text, field);
    if matches!(field.kind, Type::Choice | Type::Yesno | Type::Choices) && reading.value.is_empty()
    {
        by_mark(raw, field, edition, &mut reading);
    }
    if let Some(cell) = raw.cell.filter(|_| !is_blank(&raw.text)) {
        appearance(cell, field, &mut reading);
    }
    for note in reading.notes.drain(..) {
        findings.push(Finding {
            severity: note.severity,
            rule: note.rule,
            path: path(),
            message: note.message,
            hint: note.hint,
            raw: Some(raw.text.trim().to_owned()),
            file: None,
            source: Some(raw.place.clone()),
        });
    }
    if raw.tracked && !is_blank(&raw.text) {
        findings.push(
            Finding::info(
                Rule::TrackedChange,
                said!(
                    "这里有未接受的修订，按修订后的内容读入",
                    "tracked changes stand here; the text was read as changed"
                ),
            )
            .at(path())
            .quoting(raw.text.trim())
            .from(raw.place.clone()),
        );
    }
    reading
}

/// What the look of a cell's words says of its value: raised digits are no digits of a number,
/// words struck through were taken back, white ones cannot be seen.
fn appearance(cell: &Cell, field: &Field, reading: &mut Reading) {
    let plain = |p: &Paragraph| p.spans.iter().all(|s| s.format == Default::default());
    if cell.paragraphs().all(plain) {
        return;
    }
    let mut note = |severity, rule, message| {
        reading.notes.push(Note {
            severity,
            rule,
            message,
            hint: said!("请核对。", "Please check."),
        });
    };
    match struck(cell.paragraphs()) {
        Some(Struck::Part(gone)) => {
            let gone = gone.trim();
            note(
                Severity::Warning,
                Rule::CorrectedValue,
                said!(
                    "划掉的“{gone}”未计入",
                    "“{gone}” is struck through and was left out"
                ),
            );
        }
        Some(Struck::Whole) => note(
            Severity::Warning,
            Rule::CorrectedValue,
            said!(
                "这里的文字被划掉了，仍按所写读入",
                "the words here are struck through; they were read all the same"
            ),
        ),
        None => {}
    }
    let pieces = || {
        cell.paragraphs()
            .flat_map(|p| p.pieces().map(move |(text, span)| (p, text, span)))
            .filter(|(_, text, span)| span.is_answer() && text.contains(char::is_alphanumeric))
    };
    let behind = |p: &Paragraph, f: &Format| {
        [f.highlight, f.shading, p.shading, cell.shading]
            .into_iter()
            .flatten()
            .any(|fill| !is_white(fill))
    };
    if pieces().any(|(p, _, s)| s.format.color.is_some_and(is_white) && !behind(p, &s.format)) {
        note(
            Severity::Warning,
            Rule::CorrectedValue,
            said!(
                "这里有白色文字，纸面上看不见，已一并读入",
                "some of the words are white and cannot be seen on paper; they were read too"
            ),
        );
    }
    let counts = matches!(
        field.kind,
        Type::Integer | Type::Decimal | Type::Year | Type::Date | Type::Term
    );
    if counts && !reading.value.is_empty() {
        let raised = pieces().find(|(_, _, s)| s.format.script != Script::Line);
        if let Some((_, raised, _)) = raised {
            let raised = raised.trim().to_owned();
            reading.value = Value::Null;
            reading.notes.push(Note {
                severity: Severity::Error,
                rule: match field.kind {
                    Type::Date | Type::Year => Rule::UnreadableDate,
                    _ => Rule::UnreadableNumber,
                },
                message: said!(
                    "“{raised}”是上标或下标，分不清是乘方还是注号，未取值",
                    "“{raised}” is raised or lowered: a power or the number of a note; nothing was taken"
                ),
                hint: said!(
                    "请直接写出数字。",
                    "Write the number out."
                ),
            });
        }
    }
}

/// So light that nobody sees it on white.
fn is_white(color: Rgb) -> bool {
    color.0.min(color.1).min(color.2) >= 0xf8
}

/// A cell that prints its options, one of them marked by colour: the marked one is the answer.
fn by_mark(raw: &RawCell, field: &Field, edition: &Edition, reading: &mut Reading) {
    let printed_only = is_blank(&raw.text);
    let several = reading
        .notes
        .iter()
        .any(|n| matches!(n.rule, Rule::SeveralChoices | Rule::NotInList));
    let Some(cell) = raw.cell.filter(|_| printed_only || several) else {
        return;
    };
    let Some(marked) = marked_text(cell) else {
        return;
    };
    let by_mark = edition.values.read(&marked, field);
    if by_mark.value.is_empty() {
        return;
    }
    *reading = by_mark;
    let marked = marked.trim();
    reading.notes.push(Note {
        severity: Severity::Warning,
        rule: Rule::CorrectedValue,
        message: said!(
            "按颜色标记读作“{marked}”",
            "read as “{marked}”, which is marked by colour"
        ),
        hint: said!("请核对。", "Please check."),
    });
}

/// The place is on a sheet of lists.
fn is_list(place: &Place, located: &Located) -> bool {
    matches!(place, Place::Sheet { sheet, .. } if located.lists.iter().any(|name| name == sheet))
}

/// A page header or footer says what any form's does: its page, its title, what the blank prints.
fn is_printed(text: &str, edition: &Edition) -> bool {
    let own = key(&edition.mapping.edition.name);
    let known = |line: &str| {
        let k = key(line);
        let words = k.trim_matches(|c: char| c.is_ascii_digit() || "第共总页".contains(c));
        let titles = &edition.signs.form_titles;
        words.is_empty()
            || edition.printed.has(&k)
            || k.contains(&own)
            || titles.iter().any(|t| k.contains(t.as_str()))
    };
    text.lines().all(known)
}

/// What the reader itself noticed, as findings.
pub fn remarks(paper: &Paper, located: &Located, edition: &Edition) -> Vec<Finding> {
    let table_of = |place: &Place| {
        let number = match place {
            Place::Cell { table, .. } => Some(*table),
            _ => None,
        };
        located.found.iter().position(|f| {
            f.tables().any(|table| match place {
                Place::Sheet { sheet, .. } => {
                    table.sheet.as_ref().is_some_and(|s| s.name == *sheet)
                }
                _ => Some(table.number) == number,
            })
        })
    };
    let mut out = Vec::new();
    for remark in &paper.remarks {
        let t = table_of(&remark.place);
        let path = t.map_or_else(String::new, |t| {
            format!("/tables/{}", edition.mapping.tables[t].code)
        });
        let said = remark.kind.said();
        let finding = match &remark.kind {
            RemarkKind::UnevenRow if t.is_some() => Finding::info(Rule::CorrectedValue, said),
            RemarkKind::UnevenRow => continue,
            // Nobody typed what a workbook's lists are chosen from.
            RemarkKind::Hidden if is_list(&remark.place, located) => continue,
            RemarkKind::Hidden => Finding::info(Rule::HiddenContent, said),
            RemarkKind::FormulaWithoutResult { formula } => {
                Finding::error(Rule::UnreadableValue, said)
                    .quoting(formula.clone())
                    .hinting(said!(
                        "请用Excel或WPS打开并保存后再交。",
                        "Open the workbook in Excel or WPS and save it."
                    ))
            }
            RemarkKind::FormulaRecomputed { stored, .. } => {
                Finding::warning(Rule::CorrectedValue, said).quoting(stored.clone())
            }
            RemarkKind::Covered { text } | RemarkKind::Floating { text } => {
                Finding::warning(Rule::UnclaimedText, said).quoting(text.clone())
            }
            RemarkKind::Elsewhere => Finding::warning(Rule::UnclaimedText, said).hinting(said!(
                "请用Word打开并另存后重新提交。",
                "Open it in Word, save it and send it again."
            )),
            RemarkKind::BeyondBounds => Finding::warning(Rule::UnclaimedText, said),
            RemarkKind::Aside { text, .. } if is_printed(text, edition) => continue,
            RemarkKind::Aside { aside, text, .. } => {
                let is_note = matches!(aside, Aside::Footnote | Aside::Endnote);
                let finding = if is_note && t.is_some() {
                    Finding::warning(Rule::UnclaimedText, said)
                } else {
                    Finding::info(Rule::UnclaimedText, said)
                };
                finding.quoting(text.clone())
            }
            RemarkKind::AsidesBeyond { .. } => Finding::warning(Rule::UnclaimedText, said),
        };
        out.push(finding.at(path).from(remark.place.clone()));
    }
    out
}
