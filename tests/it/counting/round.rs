//! A round of 60 units on three levels with everything that goes wrong in one, given in any order:
//! the sums are those of a reference that is worked out here.

use std::collections::BTreeMap;

use super::{FIRST, LATER, SAME, book, form, rolled, roster};
use huibiao::model::submission::Submission;
use huibiao::survey::decisions::Decisions;
use huibiao::survey::rollup::Rollup;
use huibiao::value::Value;

const COUNTRIES: [&str; 6] = ["英国", "法国", "德国", "日本", "泰国", "埃及"];

pub(super) struct Round {
    pub(super) roster: String,
    pub(super) files: Vec<Submission>,
    /// Visits by country that count.
    pub(super) right: BTreeMap<String, i64>,
}

impl Round {
    fn counts(&mut self, visits: &[(&str, i64)]) {
        for (country, n) in visits {
            *self.right.entry((*country).to_owned()).or_default() += 3 * n;
        }
    }

    /// A unit's files, of one kind of trouble or none.
    fn unit(&mut self, n: usize, name: &str, folder: &str) {
        let k = i64::try_from(n).unwrap();
        let visits = [
            (COUNTRIES[n % 6], 11 + k),
            (COUNTRIES[(n + 1) % 6], 200 + 7 * k),
            (COUNTRIES[(n + 2) % 6], 1000 + 13 * k),
            (COUNTRIES[(n + 3) % 6], 5000 + 17 * k),
        ];
        let old: Vec<(&str, i64)> = visits.iter().map(|(c, n)| (*c, n + 1)).collect();
        let at = |file: &str| format!("{folder}/{file}");
        let own = Some(name);
        match n % 12 {
            // The form came again, the workbook once.
            1 => self.files.extend([
                form(&at(&format!("{name}.docx")), name, FIRST, 9),
                form(&at(&format!("{name}v2.docx")), name, LATER, 9),
                book(&at(&format!("{name}子表.xlsx")), own, SAME, &visits),
            ]),
            // Both came again, into another folder.
            2 => self.files.extend([
                form(&at(&format!("第一次/{name}.docx")), name, FIRST, 9),
                book(&at(&format!("第一次/{name}子表.xlsx")), own, SAME, &old),
                form(&at(&format!("第二次/{name}.docx")), name, LATER, 9),
                book(&at(&format!("第二次/{name}子表.xlsx")), own, SAME, &visits),
            ]),
            // The very same workbook lies in another folder.
            3 => self.files.extend([
                form(&at(&format!("{name}.docx")), name, FIRST, 9),
                book(&at(&format!("{name}子表.xlsx")), own, SAME, &visits),
                book(&format!("补交/{name}子表.xlsx"), own, SAME, &visits),
            ]),
            // A blank form was saved after the full one.
            4 => self.files.extend([
                form(&at(&format!("{name}.docx")), name, FIRST, 9),
                form(&at(&format!("{name} 空表.docx")), name, LATER, 0),
                book(&at(&format!("{name}子表.xlsx")), own, SAME, &visits),
            ]),
            // The workbook's cover is silent, and it lies elsewhere.
            5 => self.files.extend([
                form(&at("调查表.docx"), name, FIRST, 9),
                book(&format!("子表/{name}子表.xlsx"), None, SAME, &visits),
            ]),
            // The workbook is mended and sent again by itself.
            6 => self.files.extend([
                form(&at(&format!("{name}.docx")), name, FIRST, 9),
                book(&at(&format!("{name}子表.xlsx")), own, FIRST, &old),
                book(&format!("补交/{name}子表修改版.xlsx"), own, LATER, &visits),
            ]),
            // Nothing but a workbook.
            7 => self
                .files
                .push(book(&at(&format!("{name}子表.xlsx")), own, SAME, &visits)),
            // The workbook's cover is a neighbour's: it counts nowhere.
            8 => {
                let cover = Some("第0研究所");
                self.files.extend([
                    form(&at(&format!("{name}.docx")), name, FIRST, 9),
                    book(&at(&format!("{name}子表.xlsx")), cover, SAME, &visits),
                ]);
                return;
            }
            _ => self.files.extend([
                form(&at(&format!("{name}.docx")), name, FIRST, 9),
                book(&at(&format!("{name}子表.xlsx")), own, SAME, &visits),
            ]),
        }
        self.counts(&visits);
    }
}

pub(super) fn round() -> Round {
    let mut round = Round {
        roster: "单位,上级单位\n云岭大学,\n".to_owned(),
        files: Vec::new(),
        right: BTreeMap::new(),
    };
    for faculty in ["理学部", "工学部", "医学部"] {
        round.roster.push_str(&format!("{faculty},云岭大学\n"));
    }
    for n in 0..60 {
        let faculty = ["理学部", "工学部", "医学部"][n % 3];
        let name = format!("第{n}研究所");
        round.roster.push_str(&format!("{name},{faculty}\n"));
        round.unit(n, &name, &format!("{faculty}/{name}"));
    }
    round
}

fn sums(files: &[Submission], units: &str, decisions: &Decisions) -> BTreeMap<String, i64> {
    sums_of(&rolled(files, Some(&roster(units)), decisions))
}

pub(super) fn sums_of(rollup: &Rollup) -> BTreeMap<String, i64> {
    let table = rollup
        .tables
        .iter()
        .find(|t| &*t.code == "HZ_02_002")
        .unwrap();
    let sums = table.sums.as_ref().unwrap().iter();
    sums.map(|sum| {
        let country = sum
            .record
            .get("country")
            .unwrap()
            .text()
            .unwrap()
            .to_owned();
        let n = sum
            .record
            .get("visit_person_times")
            .and_then(Value::number)
            .unwrap();
        (country, i64::try_from(n).unwrap())
    })
    .collect()
}

/// Shuffles, always in the same way.
pub(super) fn shuffle(files: &mut [Submission], seed: &mut u64) {
    for i in (1..files.len()).rev() {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        files.swap(i, (*seed >> 33) as usize % (i + 1));
    }
}

#[test]
fn the_sums_are_right_in_any_order_of_inputs() {
    let Round {
        roster: units,
        mut files,
        right,
    } = round();
    assert!(files.len() > 120, "{}", files.len());
    let mut seed = 7u64;
    for turn in 0..6 {
        let found = sums(&files, &units, &Decisions::default());
        assert_eq!(found, right, "turn {turn}");
        shuffle(&mut files, &mut seed);
    }
}

#[test]
fn what_is_in_doubt_is_said_and_nothing_else() {
    let Round {
        roster: units,
        files,
        ..
    } = round();
    let rollup = rolled(&files, Some(&roster(&units)), &Decisions::default());
    // A blank newest form at five units, a copied cover at five.
    assert_eq!(rollup.doubts.len(), 5);
    assert_eq!(rollup.left_out.iter().filter(|l| l.lost).count(), 5);
    assert!(rollup.duplicates.is_empty(), "{:?}", rollup.duplicates);
}
