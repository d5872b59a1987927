//! A survey of 300 units on three levels, with everything planted that may go wrong on the way up,
//! and the sums that must come out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use huibiao::mapping::Mapping;
use huibiao::model::finding::{Finding, Rule, Severity};
use huibiao::model::submission::{Record, Status, Submission, TableData};
use huibiao::text::lang::Said;
use huibiao::value::Value;
use rust_decimal::Decimal;

use crate::forms::{self, number, set, text};

pub const DUE: &str = "2026-03-31";
pub const AS_OF: &str = "2026-04-10";

const FIELDS: [&str; 20] = [
    "化学", "物理", "数学", "材料", "海洋", "大气", "生命", "医学", "药学", "农学", "法学", "历史",
    "新闻", "管理", "软件", "电子", "机械", "土木", "环境", "能源",
];
const TOPICS: [&str; 14] = [
    "催化",
    "光学",
    "拓扑",
    "高分子",
    "微塑料",
    "云物理",
    "基因",
    "影像",
    "制剂",
    "育种",
    "量子",
    "考古",
    "传播",
    "决策",
];
const PARTNERS: [&str; 9] = [
    "东京大学",
    "University of Oxford",
    "Universiti Malaya",
    "Chulalongkorn University",
    "慕尼黑工业大学",
    "Université Paris-Saclay",
    "首尔大学",
    "Stanford University",
    "莫斯科国立大学",
];
const COUNTRIES: [&str; 8] = [
    "英国",
    "日本",
    "德国",
    "法国",
    "泰国",
    "马来西亚",
    "韩国",
    "俄罗斯",
];

/// Numbers that look like chance and are the same every time.
pub struct Dice(u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % sides
    }
}

/// A unit of the survey.
pub struct Unit {
    pub name: String,
    pub level: u8,
    pub parent: Option<usize>,
    pub alias: String,
    pub tables: String,
    pub duplicates: &'static str,
}

/// The survey: who is asked, what came back, and what must come of it.
pub struct Survey {
    pub mapping: Mapping,
    pub units: Vec<Unit>,
    pub submissions: Vec<Submission>,
    /// What `merge` must name, each a line, and nothing else.
    pub planted: BTreeSet<String>,
    /// What `status` must name.
    pub standing: BTreeSet<String>,
    /// Places in `submissions` whose data count.
    pub counting: Vec<usize>,
    /// Records that do not count: file, table, place.
    pub dropped: BTreeSet<(String, String, usize)>,
}

impl Survey {
    pub fn roster(&self) -> String {
        let mut csv = String::from("单位,别名,级别,上级单位,联系人,电话,应填表,重复记录\n");
        for (i, unit) in self.units.iter().enumerate() {
            let parent = unit.parent.map_or("", |p| &self.units[p].name);
            let Unit {
                name,
                alias,
                level,
                tables,
                duplicates,
                ..
            } = unit;
            csv.push_str(&format!(
                "{name},{alias},{level},{parent},联系人{i},0756-{i},{tables},{duplicates}\n"
            ));
        }
        csv
    }

    pub fn roster_units(&self, mapping: &Mapping) -> huibiao::survey::roster::Roster {
        let codes: Vec<Arc<str>> = mapping.tables.iter().map(|t| Arc::clone(&t.code)).collect();
        huibiao::survey::roster::Roster::parse(
            "units.csv".as_ref(),
            self.roster().as_bytes(),
            &codes,
        )
        .unwrap()
    }

    /// What the numbers of a table must come to, by country and field.
    pub fn reference(&self, code: &str) -> BTreeMap<(String, String), Decimal> {
        let mut sums = BTreeMap::new();
        self.each_counting(code, |record| {
            let country = match record.get("country") {
                Some(Value::Text(t)) => t.clone(),
                _ => String::new(),
            };
            for (field, value) in &record.0 {
                if let Value::Number(n) = value {
                    *sums
                        .entry((country.clone(), field.to_string()))
                        .or_insert(Decimal::ZERO) += n;
                }
            }
        });
        sums
    }

    /// What a field must come to over all records of a table that count.
    pub fn total(&self, code: &str, field: &str) -> Decimal {
        let mut sum = Decimal::ZERO;
        self.each_counting(code, |record| {
            sum += record
                .get(field)
                .and_then(Value::number)
                .unwrap_or_default();
        });
        sum
    }

    fn each_counting(&self, code: &str, mut see: impl FnMut(&Record)) {
        for &index in &self.counting {
            let submission = &self.submissions[index];
            for (i, record) in submission
                .tables
                .get(code)
                .unwrap()
                .records
                .iter()
                .enumerate()
            {
                let place = (submission.source.file.clone(), code.to_owned(), i);
                if !self.dropped.contains(&place) {
                    see(record);
                }
            }
        }
    }
}

struct Making {
    mapping: Mapping,
    dice: Dice,
    serial: usize,
    units: Vec<Unit>,
    /// Each unit's own form, made beforehand so that others can repeat it.
    forms: Vec<Option<Submission>>,
    /// Further files, and whether they count.
    more: Vec<(Submission, bool)>,
    planted: BTreeSet<String>,
    standing: BTreeSet<String>,
    dropped: BTreeSet<(String, String, usize)>,
}

/// Makes the survey.
pub fn survey() -> Survey {
    let mapping = huibiao::mapping::bundled("hz-2025").unwrap().mapping;
    let mut making = Making {
        mapping,
        dice: Dice(2025),
        serial: 0,
        units: Vec::new(),
        forms: Vec::new(),
        more: Vec::new(),
        planted: BTreeSet::new(),
        standing: BTreeSet::new(),
        dropped: BTreeSet::new(),
    };
    making.units();
    making.forms();
    making.plant();
    making.finish()
}

impl Making {
    /// One on level 1, 39 on level 2, 260 on level 3.
    fn units(&mut self) {
        let unit = |name: String, level, parent| Unit {
            name,
            level,
            parent,
            alias: String::new(),
            tables: String::new(),
            duplicates: "",
        };
        self.units.push(unit("南湖大学".to_owned(), 1, None));
        for n in 0..39 {
            let kind = ["学院", "研究院"][n / 20];
            self.units
                .push(unit(format!("{}{kind}", FIELDS[n % 20]), 2, Some(0)));
        }
        for n in 0..260 {
            let parent = 1 + n % 39;
            let name = format!("{}{}实验室", self.units[parent].name, TOPICS[n / 39]);
            self.units.push(unit(name, 3, Some(parent)));
        }
    }

    fn forms(&mut self) {
        for u in 0..self.units.len() {
            let form = self.form(&self.units[u].name.clone());
            self.forms.push(Some(form));
        }
    }

    /// A form with answers of its own.
    fn form(&mut self, unit: &str) -> Submission {
        let mut form = self.blank(unit);
        for code in ["HZ_02_002", "HZ_02_004"] {
            let first = self.dice.roll(COUNTRIES.len());
            for n in 0..3 + self.dice.roll(3) {
                let country = COUNTRIES[(first + n) % COUNTRIES.len()];
                let record = self.visits(code, country);
                self.add(&mut form, code, record);
            }
        }
        for (code, name) in [
            ("HZ_02_005", "project_name"),
            ("HZ_02_006", "name"),
            ("HZ_02_007", "name"),
        ] {
            for _ in 0..1 + self.dice.roll(3) {
                let record = self.project(code, name);
                self.add(&mut form, code, record);
            }
        }
        let mut record = self.record("HZ_03_006");
        set(&mut record, "programme", text("国际杰出青年计划"));
        set(
            &mut record,
            "funding",
            Value::Number(Decimal::new(self.dice.roll(900) as i64, 1)),
        );
        self.add(&mut form, "HZ_03_006", record);
        let mut record = self.record("HZ_06_003");
        set(&mut record, "text", text("希望简化流程"));
        self.add(&mut form, "HZ_06_003", record);
        form
    }

    fn blank(&mut self, unit: &str) -> Submission {
        self.serial += 1;
        let mut form = forms::blank(&self.mapping, unit);
        form.source.sha256 = format!("{:064x}", self.serial);
        let day = 1 + self.dice.roll(28);
        form.source.modified = Some(format!("2026-03-{day:02}T08:00:00Z"));
        form
    }

    fn record(&self, code: &str) -> Record {
        forms::record(&self.mapping, code)
    }

    fn visits(&mut self, code: &str, country: &str) -> Record {
        let mut record = self.record(code);
        let mut totals = [0, 0];
        for (n, (name, value)) in record.0.iter_mut().enumerate() {
            *value = match (&**name, n % 2) {
                ("country", _) => text(country),
                ("total_projects", _) => number(totals[0]),
                ("total_person_times", _) => number(totals[1]),
                (_, even) => {
                    let count = self.dice.roll(12) as i64;
                    totals[1 - even] += count;
                    number(count)
                }
            };
        }
        record
    }

    fn project(&mut self, code: &str, name: &str) -> Record {
        self.serial += 1;
        let mut record = self.record(code);
        let (a, b) = (self.dice.roll(FIELDS.len()), self.dice.roll(TOPICS.len()));
        set(
            &mut record,
            name,
            text(&format!(
                "面向{}的{}关键技术联合研究{}",
                FIELDS[a], TOPICS[b], self.serial
            )),
        );
        let partner = PARTNERS[self.dice.roll(PARTNERS.len())];
        set(&mut record, "foreign_unit", text(partner));
        if code != "HZ_02_007" {
            let money = |n: usize| Value::Number(Decimal::new(n as i64, 2));
            set(&mut record, "china_funding", money(self.dice.roll(100_000)));
            set(
                &mut record,
                "foreign_funding",
                money(self.dice.roll(50_000)),
            );
        }
        record
    }

    fn add(&self, form: &mut Submission, code: &str, record: Record) {
        forms::add(form, code, record);
    }

    fn own(&mut self, unit: usize) -> &mut Submission {
        self.forms[unit].as_mut().unwrap()
    }

    /// A record of both units; its place in each.
    fn share(
        &mut self,
        code: &'static str,
        a: usize,
        b: usize,
        change: impl Fn(&mut Record),
    ) -> (usize, usize) {
        let record = self.project(
            code,
            if code == "HZ_02_005" {
                "project_name"
            } else {
                "name"
            },
        );
        let mut other = record.clone();
        change(&mut other);
        let place = |s: &Submission| s.tables.get(code).unwrap().records.len();
        let places = (place(self.own(a)), place(self.own(b)));
        let mut form = self.forms[a].take().unwrap();
        self.add(&mut form, code, record);
        self.forms[a] = Some(form);
        let mut form = self.forms[b].take().unwrap();
        self.add(&mut form, code, other);
        self.forms[b] = Some(form);
        places
    }

    fn drop_record(&mut self, unit: usize, code: &str, place: usize) {
        let file = self.own(unit).source.file.clone();
        self.dropped.insert((file, code.to_owned(), place));
    }

    fn say(&mut self, kind: &str, what: &str, decision: &str, units: &[(usize, bool)]) {
        let units: Vec<String> = units
            .iter()
            .map(|(u, counts)| {
                format!("{}{}", if *counts { "+" } else { "-" }, self.units[*u].name)
            })
            .collect();
        self.planted
            .insert(format!("{kind} {what} {decision} {}", units.join(" ")));
    }

    fn plant(&mut self) {
        self.plant_forms();
        self.plant_records();
        self.plant_tables();
        self.plant_resubmissions();
        self.plant_names();
        self.plant_standing();
    }

    fn plant_forms(&mut self) {
        // One unit hands in another's answers under its own name: nobody decided.
        let same = self.own(60).tables.clone();
        self.own(70).tables = same;
        self.say("form", "same", "open", &[(60, true), (70, true)]);
        // The roster says that 72 gives way to 71.
        let same = self.own(71).tables.clone();
        self.own(72).tables = same;
        self.units[72].duplicates = "让出";
        self.say("form", "same", "roster", &[(71, true), (72, false)]);
        let (file, tables) = {
            let form = self.own(72);
            (form.source.file.clone(), form.tables.clone())
        };
        for (code, table) in tables.0 {
            for i in 0..table.records.len() {
                self.dropped.insert((file.clone(), code.to_string(), i));
            }
        }
        // Two units that say the same of little are no duplicate.
        for unit in [73, 74] {
            let mut form = self.blank(&self.units[unit].name.clone());
            let mut record = self.record("HZ_06_003");
            set(&mut record, "text", text("无"));
            self.add(&mut form, "HZ_06_003", record);
            self.forms[unit] = Some(form);
        }
    }

    fn plant_records(&mut self) {
        let keep = |_: &mut Record| {};
        // Two units side by side, spelled alike, then a little apart.
        self.share("HZ_02_005", 80, 81, |r| {
            let name = format!(" {}。", r.get("project_name").unwrap().text().unwrap());
            set(r, "project_name", text(&name));
        });
        self.say(
            "record HZ_02_005",
            "same",
            "open",
            &[(80, true), (81, true)],
        );
        self.share("HZ_02_007", 82, 83, |r| {
            let name = r
                .get("name")
                .unwrap()
                .text()
                .unwrap()
                .replace("关键", "关健");
            set(r, "name", text(&name));
        });
        self.say(
            "record HZ_02_007",
            "alike",
            "open",
            &[(82, true), (83, true)],
        );
        // A unit repeats a record of one below it.
        let (above, _) = self.share("HZ_02_006", 5, self.child(5, 0), keep);
        self.drop_record(5, "HZ_02_006", above);
        let child = self.child(5, 0);
        self.say(
            "record HZ_02_006",
            "same",
            "above",
            &[(5, false), (child, true)],
        );
        // The roster says whose counts.
        let (_, gone) = self.share("HZ_02_005", 90, 91, keep);
        self.units[90].duplicates = "保留";
        self.drop_record(91, "HZ_02_005", gone);
        self.say(
            "record HZ_02_005",
            "same",
            "roster",
            &[(90, true), (91, false)],
        );
        self.share("HZ_02_006", 92, 93, keep);
        self.units[92].duplicates = "都留";
        self.units[93].duplicates = "都留";
        self.say(
            "record HZ_02_006",
            "same",
            "roster",
            &[(92, true), (93, true)],
        );
        // Things of a series, and the same title with another partner, are different things.
        self.share("HZ_02_005", 94, 95, |r| {
            let name = r.get("project_name").unwrap().text().unwrap();
            let name = format!("{name}二期");
            set(r, "project_name", text(&name));
        });
        self.share("HZ_02_007", 96, 97, |r| {
            let other = match r.get("foreign_unit").unwrap().text().unwrap() {
                "东京大学" => "首尔大学",
                _ => "东京大学",
            };
            set(r, "foreign_unit", text(other));
        });
    }

    fn child(&self, unit: usize, n: usize) -> usize {
        let children = |(_, u): &(usize, &Unit)| u.parent == Some(unit);
        self.units
            .iter()
            .enumerate()
            .filter(children)
            .nth(n)
            .unwrap()
            .0
    }

    fn plant_tables(&mut self) {
        // A unit reports what all those below it report.
        let below: Vec<usize> = (0..self.units.len())
            .filter(|u| self.units[*u].parent == Some(7))
            .collect();
        let mut sums: Vec<Record> = Vec::new();
        for u in below.clone() {
            for record in self.own(u).tables.get("HZ_02_002").unwrap().records.clone() {
                match sums
                    .iter_mut()
                    .find(|s| s.get("country") == record.get("country"))
                {
                    None => sums.push(record),
                    Some(sum) => {
                        for ((_, a), (_, b)) in sum.0.iter_mut().zip(&record.0) {
                            if let (Value::Number(a), Value::Number(b)) = (a, b) {
                                *a += b;
                            }
                        }
                    }
                }
            }
        }
        self.replace(7, "HZ_02_002", sums);
        let units: Vec<(usize, bool)> = std::iter::once((7, false))
            .chain(below.iter().map(|u| (*u, true)))
            .collect();
        self.say("table HZ_02_002", "same", "above", &units);
        // A unit reports what one below it reports.
        let child = self.child(9, 2);
        let theirs = self
            .own(child)
            .tables
            .get("HZ_02_004")
            .unwrap()
            .records
            .clone();
        self.replace(9, "HZ_02_004", theirs);
        self.say(
            "table HZ_02_004",
            "same",
            "above",
            &[(9, false), (child, true)],
        );
    }

    fn replace(&mut self, unit: usize, code: &str, records: Vec<Record>) {
        for i in 0..records.len() {
            self.drop_record(unit, code, i);
        }
        let form = self.own(unit);
        let (_, table) = form
            .tables
            .0
            .iter_mut()
            .find(|(c, _)| &**c == code)
            .unwrap();
        table.records = records;
    }

    /// Another file of a unit.
    fn again(
        &mut self,
        unit: usize,
        file: &str,
        modified: Option<&str>,
        counts: bool,
    ) -> &mut Submission {
        let mut form = self.forms[unit].clone().unwrap();
        self.serial += 1;
        form.source.file = file.to_owned();
        form.source.sha256 = format!("{:064x}", self.serial);
        form.source.modified = modified.map(str::to_owned);
        self.more.push((form, counts));
        &mut self.more.last_mut().unwrap().0
    }

    fn left_out(&mut self, file: &str, why: &str) {
        self.planted.insert(format!("left {file} {why}"));
        self.standing.insert(format!("file {file} {why}"));
    }

    fn plant_resubmissions(&mut self) {
        // The same file under another name, and the same answers saved anew.
        let sha = self.own(100).source.sha256.clone();
        let modified = self.own(100).source.modified.clone();
        self.again(100, "又一次/表.docx", modified.as_deref(), false)
            .source
            .sha256 = sha;
        self.left_out_one_of(100, "又一次/表.docx", "same_file");
        let file = self.own(101).source.file.clone();
        self.again(101, "重存.docx", Some("2026-03-30T09:00:00Z"), true);
        self.supersede(101);
        self.left_out(&file, "same_content");
        // Newer by its time: the first file's answers are gone.
        for unit in 102..110 {
            let file = self.own(unit).source.file.clone();
            let changed = self.visits("HZ_02_002", "英国");
            let newer = self.again(
                unit,
                &format!("{unit}改.docx"),
                Some("2026-03-29T10:00:00Z"),
                true,
            );
            newer
                .tables
                .0
                .iter_mut()
                .find(|(c, _)| &**c == "HZ_02_002")
                .unwrap()
                .1
                .records = vec![changed];
            self.supersede(unit);
            self.left_out(&file, "older");
        }
        // Newer by its name alone: neither says when it was saved, nor so whether it is late.
        for unit in 110..114 {
            let name = self.units[unit].name.clone();
            self.standing.insert(format!("doubt {name}"));
            let file = self.own(unit).source.file.clone();
            self.own(unit).source.modified = None;
            let changed = self.visits("HZ_02_004", "德国");
            let newer = self.again(unit, &file.replace(".docx", "（终稿）.docx"), None, true);
            newer
                .tables
                .0
                .iter_mut()
                .find(|(c, _)| &**c == "HZ_02_004")
                .unwrap()
                .1
                .records = vec![changed];
            self.supersede(unit);
            self.left_out(&file, "older");
        }
        // Its name says that it is newer, its time that it is not.
        let changed = self.visits("HZ_02_004", "法国");
        let older = self.again(114, "114-v2.docx", Some("2026-01-02T10:00:00Z"), false);
        older
            .tables
            .0
            .iter_mut()
            .find(|(c, _)| &**c == "HZ_02_004")
            .unwrap()
            .1
            .records = vec![changed];
        self.left_out("114-v2.docx", "open");
        let name = self.units[114].name.clone();
        self.planted.insert(format!("doubt {name}"));
        self.standing.insert(format!("doubt {name}"));
    }

    /// The first file and the other one are the same: whichever comes last counts.
    fn left_out_one_of(&mut self, unit: usize, other: &str, why: &str) {
        let file = self.own(unit).source.file.clone();
        self.supersede(unit);
        self.more
            .iter_mut()
            .find(|(s, _)| s.source.file == other)
            .unwrap()
            .1 = true;
        self.left_out(&file, why);
    }

    /// The unit's first file does not count.
    fn supersede(&mut self, unit: usize) {
        let form = self.forms[unit].take().unwrap();
        self.more.insert(0, (form, false));
    }

    fn plant_names(&mut self) {
        // An alias on the cover is as good as the name.
        self.units[120].alias = "一二〇室；第120实验室".to_owned();
        set(&mut self.own(120).unit, "unit_name", text("第120实验室"));
        // A cover without a name: the file's name tells.
        set(&mut self.own(121).unit, "unit_name", Value::Null);
        let name = self.units[121].name.clone();
        self.planted.insert(format!("doubt {name}"));
        self.standing.insert(format!("doubt {name}"));
        // Names that no unit of the roster has.
        let mut form = self.forms[122].take().unwrap();
        let name = self.units[122].name.clone();
        let misspelt = name.replace("实验室", "实验宝");
        set(&mut form.unit, "unit_name", text(&misspelt));
        form.source.file = "误.docx".to_owned();
        self.more.push((form, false));
        self.planted.insert("left 误.docx nobody".to_owned());
        self.standing.insert(format!("stranger {misspelt} {name}"));
        self.standing.insert(format!("overdue {name}"));
        let mut form = self.form("Zentrum");
        set(&mut form.unit, "unit_name", text("Zentrum für Migration"));
        form.source.file = "zfm.docx".to_owned();
        self.more.push((form, false));
        self.planted.insert("left zfm.docx nobody".to_owned());
        self.standing
            .insert("stranger Zentrum für Migration ".to_owned());
    }

    fn plant_standing(&mut self) {
        for unit in [130, 140, 150, 160, 170] {
            self.own(unit).source.modified = Some("2026-04-02T00:30:00Z".to_owned());
            let name = self.units[unit].name.clone();
            self.standing.insert(format!("returned_late {name}"));
        }
        for unit in [200, 210, 220, 230, 240, 250, 260] {
            self.forms[unit] = None;
            let name = self.units[unit].name.clone();
            self.standing.insert(format!("overdue {name}"));
        }
        let name = self.units[270].name.clone();
        let form = self.forms[270].as_mut().unwrap();
        form.source.file = format!("{name}.doc");
        form.unit = Record(Vec::new());
        form.tables.0.iter_mut().for_each(|(_, t)| {
            *t = TableData {
                status: Status::Missing,
                records: Vec::new(),
                nil: false,
            }
        });
        form.findings = vec![Finding::recorded(
            Severity::Error,
            Rule::UnreadableFile,
            Said::same("加密"),
        )];
        let form = self.forms[270].take().unwrap();
        self.more.push((form, false));
        self.planted.insert(format!("left {name}.doc unread"));
        self.standing.insert(format!("unreadable {name}"));
        self.standing.insert(format!("file {name}.doc unreadable"));
        for (unit, table) in [
            (280, "HZ_03_003"),
            (281, "HZ_05_001"),
            (282, "HZ_02_005；HZ_02_016"),
        ] {
            self.units[unit].tables = table.to_owned();
            let name = self.units[unit].name.clone();
            let missing = table.rsplit('；').next().unwrap();
            self.standing.insert(format!("missing {name} {missing}"));
        }
        self.units[283].tables = "HZ_02_005；HZ_02_006".to_owned();
    }

    fn finish(self) -> Survey {
        let mut submissions = Vec::new();
        let mut counting = Vec::new();
        // What came first is given first.
        let own = self.forms.into_iter().flatten().map(|s| (s, true));
        let (older, newer): (Vec<_>, Vec<_>) =
            self.more.into_iter().partition(|(_, counts)| !counts);
        for (submission, counts) in older.into_iter().chain(own).chain(newer) {
            if counts {
                counting.push(submissions.len());
            }
            submissions.push(submission);
        }
        Survey {
            mapping: self.mapping,
            units: self.units,
            submissions,
            planted: self.planted,
            standing: self.standing,
            counting,
            dropped: self.dropped,
        }
    }
}
