//! The cover: the form's title, who fills it in, and what to know before.

use unicode_width::UnicodeWidthStr;

use super::sketch::{Line, Look, Role};
use super::wording::in_chinese;
use crate::mapping::{FilledIn, Layout, Mapping};

/// How long a label and the rule behind it are together, in spaces.
const LINE: usize = 48;
/// The shortest rule.
const RULE: usize = 20;

/// The cover's lines.
pub(super) fn cover(mapping: &Mapping) -> Vec<Line> {
    let title = title(mapping).into_iter();
    let mut lines: Vec<Line> = title.map(|text| Line::new(Role::Title, text)).collect();
    lines.push(Line::empty(Role::Cover));
    for field in &mapping.unit {
        let label = format!("{}：", field.label);
        let rule = LINE.saturating_sub(label.width()).max(RULE);
        let line = Line::new(Role::Cover, label).and(Look::Ruled, " ".repeat(rule));
        lines.push(line);
    }
    lines.push(Line::empty(Role::Cover));
    lines.push(Line::new(Role::Note, "填表说明："));
    for (i, note) in notes(mapping).into_iter().enumerate() {
        lines.push(Line::new(Role::Note, format!("{}. {note}", i + 1)));
    }
    lines
}

/// The year and the form's title.
pub(super) fn title(mapping: &Mapping) -> Vec<String> {
    let info = &mapping.edition;
    let year = format!("{}年度", info.year);
    let title = info.titles.first().unwrap_or(&info.name);
    match title.strip_prefix(&year) {
        Some(rest) => vec![year, rest.to_owned()],
        None if title.contains(&year) => vec![title.clone()],
        None => vec![year, title.clone()],
    }
}

/// What holds for the whole form.
fn notes(mapping: &Mapping) -> Vec<String> {
    let info = &mapping.edition;
    let has = |what: fn(&crate::mapping::Table) -> bool| mapping.tables.iter().any(what);
    let in_form =
        |t: &crate::mapping::Table| matches!(t.filled_in, FilledIn::Form | FilledIn::Both);
    let mut notes = vec![format!(
        "除特别说明外，统计时间为{}至{}。",
        in_chinese(&info.period.start),
        in_chinese(&info.period.end)
    )];
    notes.push("请勿改动表头和表格样式；数字不写单位，单位以表中所印为准。".to_owned());
    if has(|t| t.layout == Layout::Records) {
        notes.push("行数不够的表可自行加行。".to_owned());
    }
    if has(|t| t.layout == Layout::Form && t.limit != Some(1)) {
        notes.push("可填多份的表，每份复制一张，接在原表之后。".to_owned());
    }
    let marked = mapping.tables.iter().filter(|t| in_form(t));
    if marked.clone().any(|t| t.layout == Layout::Choices) {
        notes.push("选择题在所选项前的□内打√。".to_owned());
    }
    if has(|t| matches!(t.filled_in, FilledIn::Sheet | FilledIn::Both)) {
        notes.push("注明在子表中填写的，请填在随附的Excel工作簿中，与本表一并报送。".to_owned());
    }
    notes
}
