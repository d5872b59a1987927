//! XLSForm (xlsform.org): a workbook with the sheets survey, choices and settings, that ODK and
//! KoBoToolbox take.

use std::collections::HashMap;

use rust_xlsxwriter::{Workbook, XlsxError};

use crate::mapping::{Field, FilledIn, Layout, List, Mapping, Table, TextFormat, Type};
use crate::said;
use crate::text::lang::Said;

/// An XLSForm.
#[derive(Clone, Debug, Default)]
pub struct XlsForm {
    /// The survey, a row a question.
    pub survey: Vec<[String; SURVEY.len()]>,
    /// The choices: the list's name, the choice's, its label.
    pub choices: Vec<[String; 3]>,
    /// The settings: title, identity, version.
    pub settings: [String; 3],
    /// What an XLSForm cannot say, with the path of what says it.
    pub unsaid: Vec<(String, Said)>,
}

/// The columns of the survey.
pub const SURVEY: [&str; 8] = [
    "type",
    "name",
    "label",
    "hint",
    "required",
    "relevant",
    "constraint",
    "constraint_message",
];

/// The list of yes and no.
const YESNO: &str = "yesno";

/// A mapping as an XLSForm.
pub fn xlsform(mapping: &Mapping) -> XlsForm {
    let mut writing = Writing {
        mapping,
        names: names(mapping),
        form: XlsForm::default(),
        lists: Vec::new(),
    };
    let info = &mapping.edition;
    let version = match info.year {
        0 => "1".to_owned(),
        year => year.to_string(),
    };
    writing.form.settings = [info.name.clone(), plain(&info.id), version];
    if !mapping.unit.is_empty() {
        writing.group("begin_group", "unit", "封面", "");
        for field in &mapping.unit {
            writing.field(None, field, &mapping.unit);
        }
        writing.end("end_group");
    }
    for table in &mapping.tables {
        writing.table(table);
    }
    for table in &mapping.derived {
        let path = table.code.to_string();
        writing.form.unsaid.push((
            path,
            said!(
                "由别的表算出，不在问卷中",
                "worked out of other tables: no question"
            ),
        ));
    }
    writing.form
}

/// The names of the questions: a field's own, with its table's before it where another table has
/// one of that name.
fn names(mapping: &Mapping) -> HashMap<(Option<String>, String), String> {
    let mut count: HashMap<&str, usize> = HashMap::new();
    let of_tables = mapping.tables.iter().flat_map(|t| &t.fields);
    for field in mapping.unit.iter().chain(of_tables) {
        *count.entry(&field.name).or_default() += 1;
    }
    let groups: Vec<&str> = mapping
        .tables
        .iter()
        .map(|t| &*t.code)
        .chain(["unit"])
        .collect();
    let name = |table: Option<&Table>, field: &Field| {
        let alone = count.get(&*field.name) == Some(&1) && !groups.contains(&&*field.name);
        let code = table.map_or("unit", |t| &t.code);
        let own = match alone {
            true => plain(&field.name),
            false => plain(&format!("{code}_{}", field.name)),
        };
        (
            (table.map(|t| t.code.to_string()), field.name.to_string()),
            own,
        )
    };
    let of_unit = mapping.unit.iter().map(|f| name(None, f));
    let of_tables = mapping
        .tables
        .iter()
        .flat_map(|t| t.fields.iter().map(move |f| name(Some(t), f)));
    of_unit.chain(of_tables).collect()
}

/// A name that XML takes: a letter or `_` first, then letters, digits, `_`, `-` and `.`.
fn plain(name: &str) -> String {
    let fits = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, '_' | '-')
            || ('\u{4e00}'..='\u{9fff}').contains(&c)
    };
    let mut out: String = name
        .chars()
        .map(|c| if fits(c) { c } else { '_' })
        .collect();
    if !out.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        out.insert(0, '_');
    }
    out
}

/// What holds for an answer, and how that is said.
fn constraint(field: &Field, limit: Option<u32>) -> (String, String) {
    let (constraint, message) = match field.format {
        Some(TextFormat::Email) => (r"regex(., '^[^@\s]+@[^@\s]+\.[^@\s]+$')", "电子邮箱"),
        Some(TextFormat::Orcid) => (r"regex(., '^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$')", "ORCID"),
        Some(TextFormat::Phone) => (r"regex(., '^[-+0-9() ]{5,25}$')", "电话号码"),
        _ if field.kind == Type::Year => (". >= 1000 and . <= 9999", "四位年份"),
        _ => match limit {
            Some(n) => return (format!("count-selected(.) <= {n}"), format!("限选{n}个")),
            None => ("", ""),
        },
    };
    (constraint.to_owned(), message.to_owned())
}

struct Writing<'m> {
    mapping: &'m Mapping,
    names: HashMap<(Option<String>, String), String>,
    form: XlsForm,
    lists: Vec<String>,
}

impl Writing<'_> {
    fn row(&mut self, cells: [&str; SURVEY.len()]) {
        self.form.survey.push(cells.map(str::to_owned));
    }

    fn group(&mut self, kind: &str, name: &str, label: &str, hint: &str) {
        let name = plain(name);
        self.row([kind, &name, label, hint, "", "", "", ""]);
    }

    fn end(&mut self, kind: &str) {
        self.row([kind, "", "", "", "", "", "", ""]);
    }

    fn unsaid(&mut self, path: String, said: Said) {
        self.form.unsaid.push((path, said));
    }

    fn table(&mut self, table: &Table) {
        let code = table.code.to_string();
        if table.filled_in == FilledIn::None {
            return self.unsaid(
                code,
                said!("本表不收，不在问卷中", "not collected: no question"),
            );
        }
        let repeats = match table.layout {
            Layout::Records => true,
            Layout::Form => table.limit != Some(1),
            _ => false,
        };
        let (begin, end) = match repeats {
            true => ("begin_repeat", "end_repeat"),
            false => ("begin_group", "end_group"),
        };
        let label = if table.name.is_empty() {
            &code
        } else {
            &table.name
        };
        let hint = table.only_for.clone().unwrap_or_default();
        self.group(begin, &code, label, &hint);
        for field in &table.fields {
            self.field(Some(table), field, &table.fields);
        }
        self.end(end);
        for rule in &table.rules {
            let check = rule.full().check;
            self.unsaid(code.clone(), said!("规则 {check}", "the rule {check}"));
        }
        if let Some(n) = table.limit.filter(|_| repeats) {
            self.unsaid(code.clone(), said!("限填 {n} 个", "at most {n} records"));
        }
        if !table.unique.is_empty() {
            let fields = table.unique.join("、");
            self.unsaid(code, said!("不得重复：{fields}", "unique: {fields}"));
        }
    }

    fn field(&mut self, table: Option<&Table>, field: &Field, fellows: &[Field]) {
        let key = (table.map(|t| t.code.to_string()), field.name.to_string());
        let path = table.map_or_else(
            || format!("unit.{}", field.name),
            |t| format!("{}.{}", t.code, field.name),
        );
        let name = self
            .names
            .get(&key)
            .cloned()
            .unwrap_or_else(|| plain(&field.name));
        let kind = match field.kind {
            Type::Text | Type::Term | Type::Country | Type::Countries => "text".to_owned(),
            Type::Integer | Type::Year => "integer".to_owned(),
            Type::Decimal => "decimal".to_owned(),
            Type::Date => "date".to_owned(),
            Type::Yesno => {
                self.list(YESNO, &["是", "否"]);
                format!("select_one {YESNO}")
            }
            Type::Choice | Type::Choices => match self.list_of(field) {
                Some(list) => {
                    let one = field.kind == Type::Choice;
                    format!(
                        "{} {list}",
                        if one { "select_one" } else { "select_multiple" }
                    )
                }
                None => "text".to_owned(),
            },
        };
        let limit = table.and_then(|t| t.limit_options);
        let (constraint, message) =
            constraint(field, limit.filter(|_| field.kind == Type::Choices));
        let mut hints = Vec::new();
        if !field.unit.is_empty() {
            hints.push(format!("单位：{}", field.unit));
        }
        match field.kind {
            Type::Term => hints.push("年数，或“无固定期限”".to_owned()),
            Type::Country | Type::Countries => {
                let what = field.kind.name();
                self.unsaid(
                    path.clone(),
                    said!(
                        "类型 {what} 写作 text",
                        "the type {what} is written as text"
                    ),
                );
            }
            _ => {}
        }
        let relevant = match &field.when {
            None => String::new(),
            Some(when) => self.relevant(table, when, fellows).unwrap_or_else(|| {
                self.unsaid(path.clone(), said!("条件 {when}", "the condition {when}"));
                String::new()
            }),
        };
        if let Some(period) = field.period {
            let said = match period {
                crate::mapping::PeriodRule::Within => "within",
                crate::mapping::PeriodRule::Until => "until",
                crate::mapping::PeriodRule::LastFiveYears => "last_five_years",
            };
            self.unsaid(path, said!("统计期 {said}", "the period {said}"));
        }
        let label = field.label.replace('·', " · ");
        let required = if field.required { "yes" } else { "" };
        self.row([
            &kind,
            &name,
            &label,
            &hints.join("；"),
            required,
            &relevant,
            &constraint,
            &message,
        ]);
        self.other(field, &name, &label, fellows);
    }

    /// The words of one's own that an option asks for, as a question behind it.
    fn other(&mut self, field: &Field, name: &str, label: &str, fellows: &[Field]) {
        let list = field.list.as_ref().and_then(|l| self.mapping.lists.get(l));
        let asks = list.and_then(|l| l.options.iter().position(|o| o.other));
        let Some(at) = asks.filter(|_| matches!(field.kind, Type::Choice | Type::Choices)) else {
            return;
        };
        // A field of the table's own takes them.
        if fellows
            .iter()
            .any(|f| *f.name == *"other" && field.kind == Type::Choices)
        {
            return;
        }
        let relevant = format!("selected(${{{name}}}, '{}')", at + 1);
        let (name, label) = (format!("{name}_other"), format!("{label}（请说明）"));
        self.row(["text", &name, &label, "", "", &relevant, "", ""]);
    }

    fn list_of(&mut self, field: &Field) -> Option<String> {
        let name = field.list.as_ref()?;
        let list: &List = self.mapping.lists.get(name)?;
        let labels: Vec<&str> = list.options.iter().map(|o| &*o.label).collect();
        let name = plain(name);
        self.list(&name, &labels);
        Some(name)
    }

    fn list(&mut self, name: &str, labels: &[&str]) {
        if self.lists.iter().any(|l| l == name) {
            return;
        }
        self.lists.push(name.to_owned());
        for (n, label) in labels.iter().enumerate() {
            let row = [name.to_owned(), (n + 1).to_string(), (*label).to_owned()];
            self.form.choices.push(row);
        }
    }

    /// `state = "停用"` as `${state} = '2'`; none where it says more than that.
    fn relevant(&self, table: Option<&Table>, when: &str, fellows: &[Field]) -> Option<String> {
        let signs = ["≠", "!=", "="];
        let sign = signs.into_iter().find(|s| when.contains(s))?;
        let (left, right) = when.split_once(sign)?;
        let left = left.trim();
        let label = right.trim().strip_prefix('"')?.strip_suffix('"')?;
        let field = fellows
            .iter()
            .find(|f| *f.name == *left || !f.code.is_empty() && f.code == left)?;
        if label.contains('"') {
            return None;
        }
        let value = match field.kind {
            Type::Choice | Type::Choices => {
                let list = self.mapping.lists.get(field.list.as_ref()?)?;
                (list.options.iter().position(|o| *o.label == *label)? + 1).to_string()
            }
            Type::Yesno => if label == "是" { "1" } else { "2" }.to_owned(),
            Type::Text => label.replace('\'', ""),
            _ => return None,
        };
        let key = (table.map(|t| t.code.to_string()), field.name.to_string());
        let name = self.names.get(&key)?;
        let sign = if sign == "=" { "=" } else { "!=" };
        Some(match field.kind {
            Type::Choices => format!("selected(${{{name}}}, '{value}')"),
            _ => format!("${{{name}}} {sign} '{value}'"),
        })
    }
}

impl XlsForm {
    /// The workbook.
    ///
    /// # Errors
    /// When a cell's text is longer than a workbook takes.
    pub fn workbook(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet().set_name("survey")?;
        for (column, label) in SURVEY.iter().enumerate() {
            sheet.write_string(0, column as u16, *label)?;
        }
        for (row, cells) in (1..).zip(&self.survey) {
            for (column, cell) in cells.iter().enumerate().filter(|c| !c.1.is_empty()) {
                sheet.write_string(row, column as u16, cell)?;
            }
        }
        let sheet = book.add_worksheet().set_name("choices")?;
        for (column, label) in ["list_name", "name", "label"].iter().enumerate() {
            sheet.write_string(0, column as u16, *label)?;
        }
        for (row, cells) in (1..).zip(&self.choices) {
            for (column, cell) in cells.iter().enumerate() {
                sheet.write_string(row, column as u16, cell)?;
            }
        }
        let sheet = book.add_worksheet().set_name("settings")?;
        for (column, label) in ["form_title", "form_id", "version"].iter().enumerate() {
            sheet.write_string(0, column as u16, *label)?;
            sheet.write_string(1, column as u16, &self.settings[column])?;
        }
        book.save_to_buffer()
    }
}
