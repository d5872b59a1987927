//! Works out what the exports leave out: files, records, corrections, templates, the form of all units.

use super::acts::{Act, Done};
use super::in_templates::{InTemplates, not_filled};
use super::left_out::{LeftOut, Line, Of};
use super::survey::{State, Survey};
use super::{pages, rolled_up};
use crate::forms::template::Template;
use crate::model::finding::{FieldPath, Rule};
use crate::said;
use crate::survey::returns::Superseded;
use crate::text::lang::Said;

/// What the exports leave out: worked out when it is first asked for.
pub(super) fn of<'s>(survey: &Survey, state: &'s State) -> &'s LeftOut {
    let known = &state.standing.left_out;
    known.get_or_init(|| {
        let mut left_out = LeftOut::default();
        files(state, &mut left_out.lines);
        records(survey, state, &mut left_out.lines);
        let idle = state.standing.idle.iter().filter_map(idle);
        left_out.lines.extend(idle);
        templates(survey, state, &mut left_out);
        form(survey, state, &mut left_out.lines);
        left_out
    })
}

fn files(state: &State, lines: &mut Vec<Line>) {
    let standing = &state.standing;
    let mut line = |place: String, why: Said| {
        lines.push(Line {
            of: Of::Files,
            place,
            why,
        });
    };
    for missing in &state.missing {
        let Said { zh, en } = missing.said();
        let known = match missing.is_known {
            true => said!("已确认", "confirmed"),
            false => said!("还没有确认", "not confirmed yet"),
        };
        line(
            missing.file.clone(),
            said!(
                "原来在文件夹里，现在没有了（{}）：{zh}",
                "was in the folder and is no longer ({}): {en}",
                known.zh
            ),
        );
    }
    for returns in standing.chosen.iter().flat_map(|c| c.returns()) {
        for older in &returns.older {
            // What says the very same is not left out.
            if matches!(older.why, Superseded::SameFile | Superseded::SameContent) {
                continue;
            }
            let receipts = &standing.receipts;
            let why = older.why.said(&receipts[older.instead].file);
            line(receipts[older.index].file.to_string(), why);
        }
        for index in &returns.undecided {
            let why = match returns.doubts.first() {
                Some(doubt) => pages::without_case(&doubt.message()),
                None => said!("经核定不计入", "the office decided that it does not count"),
            };
            line(standing.receipts[*index].file.to_string(), why);
        }
    }
    for unit in standing.units.iter().filter(|u| u.is_unread()) {
        let first = unit.submission.findings.first();
        let why = first.map(|f| f.message()).unwrap_or_default();
        line(standing.receipts[unit.index].file.to_string(), why);
    }
}

fn records(survey: &Survey, state: &State, lines: &mut Vec<Line>) {
    let elsewhere = &rolled_up::duplicates(state, survey.editions).elsewhere;
    for unit in &state.standing.units {
        if !elsewhere.contains_key(&unit.index) {
            continue;
        }
        let counted = rolled_up::counted(unit, state, survey.editions);
        let left = counted.findings.iter();
        for finding in left.filter(|f| is_elsewhere(f)) {
            let code = finding.path.table_code().map_or("", |c| &**c);
            let Said { zh, en } = finding.message();
            let raw = finding.raw.as_deref().unwrap_or_default();
            lines.push(Line {
                of: Of::Records,
                place: format!("{} {code}", unit.name),
                why: said!("{zh}（{raw}）", "{en} ({raw})"),
            });
        }
    }
}

fn is_elsewhere(finding: &crate::model::finding::Finding) -> bool {
    use crate::model::finding::{Cause, CountingCause};
    matches!(
        finding.cause,
        Cause::CountingCause(CountingCause::CountedElsewhere { .. })
    )
}

/// What the office did and is about nothing that counts any more.
fn idle(done: &Done) -> Option<Line> {
    let spot = done.spot()?;
    let (who, at) = (&done.who, &done.at);
    let why = match &done.act {
        Act::Correct { value, .. } => said!(
            "改为“{value}”（{who}，{at}）没有用上：所指的表现在不计入，或没有这一处",
            "“{value}” ({who}, {at}) was not applied: the form that it is about does not count by now, or has no such place"
        ),
        Act::Explain { why, .. } => said!(
            "核实无误“{why}”（{who}，{at}）没有用上：所指的表现在不计入，或没有这一处",
            "the explanation “{why}” ({who}, {at}) was not applied: the form that it is about does not count by now, or has no such place"
        ),
        _ => return None,
    };
    Some(Line {
        of: Of::Corrections,
        place: format!("{}{} {}", spot.unit, spot.file, spot.path),
        why,
    })
}

fn templates(survey: &Survey, state: &State, left_out: &mut LeftOut) {
    if state.settings.templates.is_empty() {
        return;
    }
    let mut into = match InTemplates::open(survey, state) {
        Ok(into) => into,
        Err(why) => {
            left_out.not_filled.push(why);
            return;
        }
    };
    for unit in &state.standing.units {
        let mut submission = rolled_up::counted(unit, state, survey.editions);
        into.take(unit, &mut submission);
    }
    let mut line = |place: String, why: Said| {
        left_out.lines.push(Line {
            of: Of::Templates,
            place,
            why,
        });
    };
    for template in &into.templates {
        layout(template, &mut line);
        if let Err(e) = template.fill() {
            let why = not_filled(template.name(), &crate::text::Worded::said(&e));
            left_out.not_filled.push(why);
        }
    }
    let mut line = |place: String, why: Said| {
        left_out.lines.push(Line {
            of: Of::Templates,
            place,
            why,
        });
    };
    let others = into.templates.iter().map(Template::of_other_editions);
    if let Some(n @ 1..) = others.max() {
        let why = said!(
            "有 {n} 份是别的版本的表，没有写入模板",
            "{n} submissions are of another edition and were not written to the template"
        );
        line(String::new(), why);
    }
    for (code, n) in &into.left_out {
        let why = said!(
            "{n} 条记录没有模板可填",
            "no template has a place for its {n} records"
        );
        line(code.to_string(), why);
    }
    let rules = [Rule::NotPlaced, Rule::NotInList];
    let found = into.found.iter();
    for (unit, finding) in found.filter(|(_, f)| rules.contains(&f.rule())) {
        line(place(unit, &finding.path), finding.message());
    }
}

/// What of a template is not filled in, and what of the data it has no column for.
fn layout(template: &Template, line: &mut dyn FnMut(String, Said)) {
    let name = template.name();
    for layout in template.layouts() {
        let place = format!("{name} {} {}", layout.sheet, layout.table);
        let mut list = |names: &[String], zh: &str, en: &str| {
            if !names.is_empty() {
                let names = names.join("、");
                let why = Said {
                    zh: format!("{zh}：{names}"),
                    en: format!("{en}: {names}"),
                };
                line(place.clone(), why);
            }
        };
        list(
            &layout.only_here,
            "模板没有这些栏，不写入",
            "the template has no such columns, not written",
        );
        list(
            &layout.only_there,
            "模板有而表上没有，留空",
            "in the template only, left empty",
        );
        list(
            &layout.computed,
            "模板用公式计算，不写入",
            "computed by the template, not written",
        );
        let others = layout.other_units.iter();
        let others: Vec<String> = others.map(|(label, u)| format!("{label}（{u}）")).collect();
        list(
            &others,
            "以别的货币或单位计，不能换算，不写入",
            "in another currency or unit, which cannot be converted, not written",
        );
    }
    for (sheet, table) in template.other_places() {
        let why = said!(
            "也有表 {table} 的表头，不写入",
            "has the labels of table {table} too, not written"
        );
        line(format!("{name} {sheet}"), why);
    }
    for sheet in template.unknown_sheets() {
        let why = said!("未认出的工作表，不写入", "is no known table, not written");
        line(format!("{name} {sheet}"), why);
    }
}

fn form(survey: &Survey, state: &State, lines: &mut Vec<Line>) {
    let unwritten = match rolled_up::form(state, survey.editions) {
        Ok(Some((filled, found))) => {
            lines.extend(found.iter().map(|f| Line {
                of: Of::Form,
                place: place("", &f.path),
                why: f.message(),
            }));
            filled.unwritten
        }
        Ok(None) => return,
        Err(why) => {
            lines.push(Line {
                of: Of::Form,
                place: String::new(),
                why,
            });
            return;
        }
    };
    let edition = rolled_up::edition(&state.standing, survey.editions);
    let edition = edition.map_or("", |b| &*b.mapping.edition.id);
    for unit in state.standing.units.iter().filter(|u| !u.is_unread()) {
        let own = &unit.submission.mapping.id;
        if **own == *edition {
            continue;
        }
        lines.push(Line {
            of: Of::Form,
            place: unit.name.clone(),
            why: said!(
                "交的是另一版（{own}）的表：不在汇总的调查表、完成情况说明的各表里；汇总工作簿在“全部”里另有一份",
                "returned the form of another edition ({own}): neither in the form with all units nor among the letter's tables; “All of it” has a combined workbook of it"
            ),
        });
    }
    lines.extend(unwritten.into_iter().map(|u| Line {
        of: Of::Form,
        place: place("", &u.path),
        why: u.message,
    }));
}

/// A place as people say it: the unit, the table, the record from 1.
fn place(unit: &str, path: &FieldPath) -> String {
    let code = path.table_code().map_or("", |c| &**c);
    let record = path.record_index().map(|r| format!("/{}", r + 1));
    format!("{unit} {code}{}", record.unwrap_or_default())
        .trim()
        .to_owned()
}
