//! `units.csv`: its columns, and what cannot be.

use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};

use super::{OnDuplicate, Roster, Unit};
use crate::said;
use crate::survey::office_csv::{Column, OfficeCsv, OfficeError, Row, several};
use crate::text::key::key;
use crate::text::lang::Said;

const NAME: usize = 0;
const ALIASES: usize = 1;
const LEVEL: usize = 2;
const PARENT: usize = 3;
const CONTACT: usize = 4;
const PHONE: usize = 5;
const TABLES: usize = 6;
const DUE: usize = 7;
const DUPLICATES: usize = 8;
const KIND: usize = 9;
const ZONE: usize = 10;

pub(crate) const COLUMNS: &[Column] = &[
    column(
        "name",
        &[
            "单位",
            "单位名称",
            "名称",
            "单位全称",
            "学院名称",
            "学院",
            "部门",
            "部门名称",
        ],
        true,
    ),
    column("aliases", &["别名", "其他名称", "简称"], false),
    column("level", &["级别", "层级", "账号级别"], false),
    column("parent", &["上级单位", "上级"], false),
    column("contact", &["联系人"], false),
    column(
        "phone",
        &["电话", "联系电话", "手机", "手机号", "办公电话", "联系方式"],
        false,
    ),
    column("tables", &["应填表", "应报表"], false),
    column(
        "due",
        &["截止日期", "截止", "截止时间", "上报截止日期"],
        false,
    ),
    column("duplicates", &["重复记录", "重复"], false),
    column("kind", &["单位类型", "账号类型", "类型"], false),
    column("zone", &["时区"], false),
];

const fn column(name: &'static str, headings: &'static [&'static str], required: bool) -> Column {
    Column {
        name,
        headings,
        required,
    }
}

impl Roster {
    /// Reads a roster. `tables` are the codes that units may be expected to fill in.
    ///
    /// # Errors
    /// Everything that is wrong with it, each at its line: a unit twice, a name of two units, a
    /// parent that is not there, two parents, a cycle, levels that do not fit, unknown tables.
    pub fn open(path: &Path, tables: &[Arc<str>]) -> Result<Roster, OfficeError> {
        of_csv(OfficeCsv::open(path, COLUMNS)?, tables)
    }

    /// As [`Roster::open`], from a file's bytes; `path` names it in errors.
    ///
    /// # Errors
    /// As [`Roster::open`].
    pub fn parse(path: &Path, bytes: &[u8], tables: &[Arc<str>]) -> Result<Roster, OfficeError> {
        of_csv(OfficeCsv::parse(path, bytes, COLUMNS)?, tables)
    }
}

fn of_csv(file: OfficeCsv, tables: &[Arc<str>]) -> Result<Roster, OfficeError> {
    let mut reading = Reading {
        tables,
        roster: Roster::default(),
        parents: Vec::new(),
        levels: Vec::new(),
        problems: Vec::new(),
    };
    for row in &file.rows {
        reading.row(row);
    }
    reading.parents();
    reading.levels();
    if reading.roster.units.is_empty() && reading.problems.is_empty() {
        let said = said!("名册里没有单位", "the roster lists no unit");
        reading.problems.push((0, said));
    }
    match reading.problems.is_empty() {
        true => Ok(reading.roster),
        false => Err(OfficeError::new(&file.path, reading.problems)),
    }
}

/// A roster that is being read.
pub(super) struct Reading<'a> {
    tables: &'a [Arc<str>],
    pub roster: Roster,
    /// The parent's name as written.
    pub parents: Vec<String>,
    /// The level as written.
    pub levels: Vec<Option<u8>>,
    /// What is wrong, at its line.
    pub problems: Vec<(u64, Said)>,
}

impl Reading<'_> {
    pub(super) fn wrong(&mut self, line: u64, said: Said) {
        self.problems.push((line, said));
    }

    fn row(&mut self, row: &Row) {
        let line = row.line;
        let cell = |c: usize| row.cells[c].as_str();
        let name = cell(NAME);
        if key(name).is_empty() {
            return self.wrong(line, said!("缺少单位名称", "the unit's name is missing"));
        }
        if is_closing(name) {
            return;
        }
        let id = self.roster.units.len();
        let aliases = several(cell(ALIASES)).flat_map(|part| part.split(['/', '／', ',', '，']));
        let aliases: Vec<String> = aliases
            .map(|alias| alias.trim().to_owned())
            .filter(|alias| !alias.is_empty())
            .collect();
        self.known_once(row, id, &aliases);
        let level = self.read(row, LEVEL, level, |text| {
            said!(
                "级别“{text}”应为 1、2 或 3",
                "the level `{text}` must be 1, 2 or 3"
            )
        });
        let due = self.read(row, DUE, day, |text| {
            said!(
                "截止日期“{text}”应写作 2026-03-31",
                "the due date `{text}` must be written as 2026-03-31"
            )
        });
        let zone = self.read(row, ZONE, zone, |text| {
            said!(
                "时区“{text}”应写作 北京、Asia/Shanghai 或 UTC+8",
                "the time zone `{text}` must be written as Asia/Shanghai or UTC+8"
            )
        });
        let duplicates = match on_duplicate(cell(DUPLICATES)) {
            Some(rule) => rule,
            None => {
                let text = cell(DUPLICATES);
                let why = said!(
                    "重复记录的处理“{text}”应为：保留、让出、都留，或空白",
                    "`{text}` must be keep, yield, both, or nothing"
                );
                self.wrong(line, why);
                OnDuplicate::Unsaid
            }
        };
        let mut expected = Vec::new();
        for code in several(cell(TABLES)).flat_map(|part| part.split([',', '，', ' '])) {
            if code.is_empty() {
                continue;
            }
            match self.tables.iter().find(|t| key(t) == key(code)) {
                Some(table) => expected.push(Arc::clone(table)),
                None => self.wrong(line, said!("没有表 {code}", "there is no table {code}")),
            }
        }
        self.parents.push(cell(PARENT).to_owned());
        self.levels.push(level);
        self.roster.units.push(Unit {
            name: name.to_owned(),
            aliases,
            level: 0,
            parent: None,
            contact: cell(CONTACT).to_owned(),
            phone: cell(PHONE).to_owned(),
            tables: expected,
            due,
            kind: cell(KIND).trim().to_owned(),
            zone,
            duplicates,
            line,
        });
    }

    /// The names of a unit are its own: no other line has them.
    fn known_once(&mut self, row: &Row, id: usize, aliases: &[String]) {
        let (line, name) = (row.line, row.cells[NAME].as_str());
        for known in std::iter::once(name).chain(aliases.iter().map(String::as_str)) {
            let other = *self.roster.names.entry(key(known)).or_insert(id);
            if other == id {
                continue;
            }
            let (here, there) = (row.cells[PARENT].as_str(), self.parents[other].as_str());
            let first = self.roster.units[other].line;
            let other = self.roster.units[other].name.as_str();
            let said = if key(other) == key(name) && key(here) != key(there) {
                said!(
                    "“{name}”有两个上级：第 {first} 行是“{there}”，这里是“{here}”；一个单位只能有一个上级",
                    "`{name}` has two parents: `{there}` on line {first}, `{here}` here; a unit has one"
                )
            } else if key(other) == key(name) {
                said!(
                    "“{name}”已在第 {first} 行",
                    "`{name}` stands on line {first} already"
                )
            } else {
                said!(
                    "“{known}”已是第 {first} 行“{other}”的名称；一个名称只能属于一个单位",
                    "`{known}` is a name of `{other}` on line {first}; a name belongs to one unit"
                )
            };
            self.wrong(line, said);
        }
    }

    /// What a cell says, where it says anything; what cannot be read is wrong.
    fn read<T>(
        &mut self,
        row: &Row,
        column: usize,
        read: impl Fn(&str) -> Option<T>,
        why: impl Fn(&str) -> Said,
    ) -> Option<T> {
        let text = row.cells[column].as_str();
        if text.is_empty() {
            return None;
        }
        let value = read(text);
        if value.is_none() {
            self.wrong(row.line, why(text));
        }
        value
    }
}

/// A line below a list: its total, who made it, a note. No unit is called so.
fn is_closing(name: &str) -> bool {
    let totals = ["合计", "总计", "小计", "共计", "total"];
    let begins = [
        "制表人",
        "填表人",
        "审核人",
        "填报人",
        "制表日期",
        "填表日期",
        "制表时间",
    ];
    let noted = ["注:", "注：", "备注:", "备注：", "说明:", "说明："];
    let own = key(name);
    totals.iter().any(|word| own == key(word))
        || begins.iter().any(|word| own.starts_with(&key(word)))
        || noted.iter().any(|word| name.trim_start().starts_with(word))
}

fn level(text: &str) -> Option<u8> {
    match key(text).trim_end_matches('级').trim_start_matches('第') {
        "1" | "一" => Some(1),
        "2" | "二" => Some(2),
        "3" | "三" => Some(3),
        _ => None,
    }
}

/// A day: `2026-03-31`, `2026/3/31`, `2026.3.31`, `2026年3月31日`, `20260331`; and 46112, as Excel
/// counts days where a cell is not shown as one.
pub(crate) fn day(text: &str) -> Option<Date> {
    // At what hour a day ends is not asked: 2026-01-15 17:00, 2026年1月15日前.
    let text = text.trim();
    let text = text.split_once([' ', 'T']).map_or(text, |(day, _)| day);
    let text = text.trim_end_matches(['前', '止']).trim_end_matches('日');
    // The days of 2000 to 2099 have five digits.
    if let Ok(serial @ 36_526..=73_050) = text.parse::<i64>() {
        let first = Date::constant(1899, 12, 30);
        return first.checked_add(jiff::Span::new().days(serial)).ok();
    }
    let parts: Vec<&str> = text.split(['-', '/', '.', '年', '月']).collect();
    let (y, m, d) = match parts[..] {
        [y, m, d] => (y, m, d),
        [all] if all.len() == 8 && all.is_ascii() => (&all[..4], &all[4..6], &all[6..]),
        _ => return None,
    };
    Date::new(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?).ok()
}

/// A time zone: by its name in the tables that all systems have (`Asia/Shanghai`), or by how far it is
/// from UTC (`UTC+8`, `+05:30`, `东八区`).
fn zone(text: &str) -> Option<TimeZone> {
    let text = text.trim();
    let folded: String = key(text).trim_end_matches("时间").to_owned();
    if matches!(folded.as_str(), "北京" | "中国" | "东八区" | "beijing") {
        return Some(super::beijing());
    }
    if let Ok(zone) = TimeZone::get(text) {
        return Some(zone);
    }
    let upper = text.to_ascii_uppercase().replace('：', ":");
    let offset = ["UTC", "GMT"].iter().find_map(|p| upper.strip_prefix(p));
    let offset = offset.unwrap_or(&upper);
    let (sign, rest) = match offset.chars().next()? {
        '+' | '＋' => (1, offset.trim_start_matches(['+', '＋'])),
        '-' | '－' => (-1, offset.trim_start_matches(['-', '－'])),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':').unwrap_or((rest, "0"));
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    if !(0..=14).contains(&hours) || !(0..60).contains(&minutes) {
        return None;
    }
    let seconds = sign * (hours * 3600 + minutes * 60);
    Offset::from_seconds(seconds).ok().map(TimeZone::fixed)
}

fn on_duplicate(text: &str) -> Option<OnDuplicate> {
    Some(match key(text).as_str() {
        "" => OnDuplicate::Unsaid,
        "保留" | "keep" => OnDuplicate::Keep,
        "让出" | "剔除" | "yield" | "drop" => OnDuplicate::Yield,
        "都留" | "both" => OnDuplicate::Both,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Worded as _;

    fn read(text: &str) -> Result<Roster, String> {
        let tables = ["HZ_02_005".into(), "HZ_02_006".into()];
        Roster::parse(Path::new("units.csv"), text.as_bytes(), &tables)
            .map_err(|e| e.said().get(crate::text::lang::Lang::En).to_owned())
    }

    #[test]
    fn three_levels_with_all_that_is_known() {
        let roster = read(
            "单位,别名,级别,上级单位,联系人,电话,应填表,截止日期,重复记录\n\
             某某大学,,一级,,张三,010-1,,2026-3-31,\n\
             化学学院,化院；化学系,2,某某大学,李四,,HZ_02_005；hz-02-006,2026年4月1日,保留\n\
             催化实验室,,,化院,,,,,让出\n",
        )
        .unwrap();
        let unit = roster.unit(roster.named("化 学 系").unwrap());
        assert_eq!(
            (unit.name.as_str(), unit.level, unit.parent),
            ("化学学院", 2, Some(0))
        );
        assert_eq!(unit.tables.len(), 2);
        assert_eq!(unit.due, day("20260401"));
        assert_eq!(unit.duplicates, OnDuplicate::Keep);
        assert_eq!(roster.unit(2).level, 3);
        assert!(roster.is_above(0, 2) && !roster.is_above(2, 0));
        assert_eq!(roster.below(0).collect::<Vec<_>>(), [1]);
    }

    #[test]
    fn a_unit_s_days_end_by_its_own_clock_or_by_that_above_it() {
        let roster = read(
            "单位,上级单位,时区\n某某大学,,\n海外学院,某某大学,Europe/Madrid\n语言中心,海外学院,\n\
             外派组,某某大学,UTC-5\n",
        )
        .unwrap();
        let zone = |id: usize| roster.zone_of(id).iana_name().map(str::to_owned);
        assert_eq!(zone(0).as_deref(), Some("Asia/Shanghai"));
        assert_eq!(zone(1).as_deref(), Some("Europe/Madrid"));
        assert_eq!(zone(2), zone(1));
        assert_eq!(roster.zone_of(3), TimeZone::fixed(jiff::tz::offset(-5)));
        let wrong = read("单位,时区\n甲,西八\n").unwrap_err();
        assert!(
            wrong.contains("units.csv:2: the time zone `西八`"),
            "{wrong}"
        );
    }

    #[test]
    fn what_stands_around_the_units_is_none() {
        let roster = read(
            "序号,单位,别名,手机,截止日期,备注\n1,化学学院,化院、化工院/化,130,2026年1月15日前,要盖章\n\
             2,物理学院,,131,2026-01-15 17:00,\n,合计,,,,\n,制表人：王五,,,,\n,注：共2个单位,,,,\n",
        )
        .unwrap();
        assert_eq!(roster.units().len(), 2);
        assert_eq!(roster.unit(0).aliases, ["化院", "化工院", "化"]);
        assert_eq!(roster.unit(0).due, roster.unit(1).due);
        assert_eq!(roster.unit(1).phone, "131");
    }

    #[test]
    fn a_workbook_s_merged_cells_and_further_sheets_are_read() {
        use rust_xlsxwriter::{Format, Workbook};
        let mut book = Workbook::new();
        let plain = Format::new();
        let sheet = book.add_worksheet();
        for (column, heading) in (0..).zip(["单位", "上级单位"]) {
            sheet.write(0, column, heading).unwrap();
        }
        for (row, unit) in (1..).zip(["理学部", "化学学院", "物理学院", "力学系"]) {
            sheet.write(row, 0, unit).unwrap();
        }
        sheet.merge_range(2, 1, 4, 1, "理学部", &plain).unwrap();
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "上级单位").unwrap();
        sheet.write(0, 1, "单位").unwrap();
        sheet.write(1, 1, "图书馆").unwrap();
        let bytes = book.save_to_buffer().unwrap();
        let roster = Roster::parse(Path::new("u.xlsx"), &bytes, &[]).unwrap();
        let parents: Vec<_> = roster.units().iter().map(|u| u.parent).collect();
        assert_eq!(parents, [None, Some(0), Some(0), Some(0), None]);
    }

    #[test]
    fn gbk_as_excel_saves_it() {
        let (bytes, ..) = encoding_rs::GBK.encode("单位名称,上级\n甲大学,\n乙学院,甲大学\n");
        let roster = Roster::parse(Path::new("u.csv"), &bytes, &[]).unwrap();
        assert_eq!(roster.unit(1).parent, Some(0));
    }

    #[test]
    fn what_cannot_be_is_said_at_its_line() {
        let said = |text: &str| read(text).unwrap_err();
        assert_eq!(
            said("name,parent\nA院,B院\nB院,C院\nC院,A院\nD院,\n"),
            "units.csv:2: the parents run in a circle: A院 → B院 → C院 → A院"
        );
        assert_eq!(
            said("name,parent\n甲,\n乙,\n丙,甲\n丙,乙\n"),
            "units.csv:5: `丙` has two parents: `甲` on line 4, `乙` here; a unit has one"
        );
        assert_eq!(
            said("name,parent\n甲,\n乙,\n丙,甲；乙\n"),
            "units.csv:4: `丙` has two parents (甲；乙); a unit has one"
        );
        assert_eq!(
            said("name,parent\n甲院,甲院\n"),
            "units.csv:2: `甲院` is given as its own parent"
        );
        assert_eq!(
            said("name,parent\n物理学院,\n力学系,物理学阮\n"),
            "units.csv:3: the parent `物理学阮` is not in the roster; did you mean `物理学院`?"
        );
        assert_eq!(
            said("name,aliases\n物理学院,理学院\n化学学院,理学院\n"),
            "units.csv:3: `理学院` is a name of `物理学院` on line 2; a name belongs to one unit"
        );
        assert_eq!(
            said("name,parent\na1,\na2,a1\na3,a2\na4,a3\n"),
            "units.csv:5: `a4` stands on level 4; accounts have three"
        );
        assert_eq!(
            said("name,level,parent\n甲,1,\n乙,3,甲\n"),
            "units.csv:3: `乙` is given level 3; by its parent it is on level 2"
        );
        assert_eq!(
            said("name,tables,due,level,duplicates\n甲,HZ_02_999,soon,9,maybe\n"),
            "units.csv:2: the level `9` must be 1, 2 or 3\n\
             units.csv:2: the due date `soon` must be written as 2026-03-31\n\
             units.csv:2: `maybe` must be keep, yield, both, or nothing\n\
             units.csv:2: there is no table HZ_02_999"
        );
        assert_eq!(
            said("nmae,parent\n甲,\n"),
            "units.csv:1: there is no column `nmae`; did you mean `name`?\n\
             units.csv:1: the column `name` is missing"
        );
        assert_eq!(said(""), "units.csv: the file is empty");
    }
}
