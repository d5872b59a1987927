//! What a blank form says of an item in its label: name, unit, item code, and how to fill it in.

use super::sketch::{Line, Look, Role};
use crate::mapping::formula::Condition;
use crate::mapping::{Choice, Field, List, Mapping, Numbering, Table, TextFormat, Type};
use crate::text::key::stem;

/// A list of more characters than this does not stand in a cell's label but under the table.
pub(super) const ROOM_BESIDE: usize = 70;
/// The same over a column.
pub(super) const ROOM_OVER: usize = 12;
/// A label with more bytes than this is not read as one.
const LONGEST: usize = 500;

/// The words for the labels of one table.
pub(super) struct Wording<'m> {
    pub mapping: &'m Mapping,
    pub table: &'m Table,
    /// Where a list stands that has no room in its label.
    pub elsewhere: &'static str,
    /// Fields whose labels differ in nothing but what stands in brackets: theirs say no more.
    alike: Vec<bool>,
}

impl<'m> Wording<'m> {
    pub fn of(mapping: &'m Mapping, table: &'m Table) -> Wording<'m> {
        let stems: Vec<String> = table
            .fields
            .iter()
            .map(|f| f.label_parts().map(stem).collect())
            .collect();
        let alike = |s: &String| stems.iter().filter(|other| *other == s).count() > 1;
        Wording {
            mapping,
            table,
            elsewhere: "见表下候选项",
            alike: stems.iter().map(alike).collect(),
        }
    }

    /// A field's label as its own lines: `name` is the part of its label that stands here.
    /// `room` is how many characters a candidate list may have to stand here too.
    pub fn label(&self, field: &Field, name: &str, role: Role, room: usize) -> Vec<Line> {
        let mut first = Line::new(role, name);
        let place = self.table.fields.iter().position(|f| f.name == field.name);
        let alike = place.is_some_and(|place| self.alike[place]);
        if alike
            || self
                .table
                .fields
                .iter()
                .any(|f| f.within.as_ref() == Some(&field.name))
        {
            return vec![first];
        }
        if let Some(unit) = unit(field) {
            first = first.and(Look::Plain, format!("（{unit}）"));
        }
        let code = match field.code.is_empty() {
            true => String::new(),
            false => format!("（{}）", field.code),
        };
        let hints = self.hints(field, room).join("；");
        let hints = match hints.is_empty() {
            true => String::new(),
            false => format!("（{hints}）"),
        };
        let over = role == Role::HeadLabel;
        let mut lines = Vec::new();
        match over || code.is_empty() {
            true => lines.push(first),
            false => lines.push(first.and(Look::Faint, code.clone())),
        }
        if over && !code.is_empty() {
            lines.push(Line::empty(role).and(Look::Faint, code));
        }
        let length: usize = lines.iter().map(|line| line.text().len()).sum();
        if !hints.is_empty() && length + hints.len() <= LONGEST {
            lines.push(Line::empty(role).and(Look::Faint, hints));
        }
        lines
    }

    /// How the field is filled in, in a few words each.
    fn hints(&self, field: &Field, room: usize) -> Vec<String> {
        let label = &*field.label;
        let mut hints = Vec::new();
        let list = self.list(field);
        match field.kind {
            Type::Date if field.format == Some(TextFormat::Day) && !label.contains("月日") => {
                hints.push("X年X月X日".to_owned());
            }
            Type::Yesno => hints.push("是/否".to_owned()),
            Type::Term => hints.push("填数字或“无固定期限”".to_owned()),
            Type::Countries if !label.contains("多选") => hints.push("可多选".to_owned()),
            _ => {}
        }
        if let Some(list) = list {
            let several = field.kind == Type::Choices;
            match self.stands_beside(field, list, room) {
                Beside::InLabel => {}
                Beside::Here(options) => hints.push(options),
                Beside::Below => hints.push(match several || label.contains("单选") {
                    true => self.elsewhere.to_owned(),
                    false => format!("单选，{}", self.elsewhere),
                }),
            }
            if several {
                hints.push("可多选".to_owned());
            }
        }
        if let Some(condition) = &field.when
            && let Ok(condition) = Condition::parse(condition, self.table)
        {
            let words = condition.in_words(&|f| &self.table.fields[f].label).zh;
            hints.push(format!("仅{words}时填写"));
        }
        hints
    }

    /// The candidate list of a field.
    pub fn list(&self, field: &Field) -> Option<&'m List> {
        self.mapping.lists.get(field.list.as_ref()?)
    }

    /// Whether a field's list is printed under the table, where its label has `room` characters.
    pub fn list_below(&self, field: &Field, room: usize) -> bool {
        let list = self.list(field);
        list.is_some_and(|list| matches!(self.stands_beside(field, list, room), Beside::Below))
    }

    fn stands_beside(&self, field: &Field, list: &List, room: usize) -> Beside {
        if list.options.iter().all(|o| field.label.contains(&*o.label)) {
            return Beside::InLabel;
        }
        let short = list.numbered.is_none() && list.options.len() <= 3;
        let options = match short {
            true => joined(list.options.iter().map(|o| o.label.to_string()), "/"),
            false => format!("候选项：{}", options(list)),
        };
        match options.chars().count() <= room {
            true => Beside::Here(options),
            false => Beside::Below,
        }
    }
}

/// Where a candidate list stands.
enum Beside {
    InLabel,
    Here(String),
    Below,
}

/// The unit that a field's label does not name yet.
pub(super) fn unit(field: &Field) -> Option<&str> {
    let asks = matches!(field.kind, Type::Integer | Type::Decimal);
    let unit = field.unit.as_str();
    (asks && !unit.is_empty() && !field.label.contains(unit)).then_some(unit)
}

/// The options of a list in one line, numbered as the form numbers them.
pub(super) fn options(list: &List) -> String {
    let all = list.options.iter().enumerate();
    let words = all.map(|(i, option)| numbered(list.numbered, i, option));
    let apart = list.numbered.is_some() || list.options.iter().any(|o| o.label.contains('、'));
    joined(words, if apart { "；" } else { "、" })
}

/// An option with its number.
pub(super) fn numbered(numbering: Option<Numbering>, i: usize, option: &Choice) -> String {
    let label = &option.label;
    let own = |plain: String| option.code.clone().unwrap_or(plain);
    let explain = match option.other && !label.contains("说明") {
        true => "（请说明）",
        false => "",
    };
    let number = match numbering {
        None => return format!("{label}{explain}"),
        Some(Numbering::Digits) => own((i + 1).to_string()),
        Some(Numbering::Codes) => own(format!("{:02}", i + 1)),
        Some(Numbering::Letters) => {
            let letter = char::from_u32('a' as u32 + i as u32).filter(char::is_ascii_lowercase);
            own(letter.map_or_else(|| (i + 1).to_string(), String::from))
        }
    };
    format!("{number}.{label}{explain}")
}

pub(super) fn joined(words: impl Iterator<Item = String>, with: &str) -> String {
    words.collect::<Vec<_>>().join(with)
}

/// `2025-03-05` as `2025年3月5日`, `2025-03` as `2025年3月`; anything else as it is.
pub(crate) fn in_chinese(date: &str) -> String {
    let mut parts = date.split('-');
    let number = |part: Option<&str>| part.and_then(|p| p.parse::<u32>().ok());
    let (year, month, day) = (parts.next(), number(parts.next()), number(parts.next()));
    match (year, month, day) {
        (Some(year), Some(month), Some(day)) => format!("{year}年{month}月{day}日"),
        (Some(year), Some(month), None) => format!("{year}年{month}月"),
        _ => date.to_owned(),
    }
}
