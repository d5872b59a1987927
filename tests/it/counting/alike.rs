//! Forms of two units that say the very same: nobody decided whose counts, and that is told.

use super::*;
use huibiao::survey::rollup::Weighed;

/// The form of another unit with all that this one says.
fn copied(form: &Submission, path: &str, unit: &str) -> Submission {
    let mut copy = form.clone();
    let name = copy.mapping.roles.field(huibiao::mapping::Role::Name);
    let name = name.unwrap().to_owned();
    for (field, value) in &mut copy.unit.0 {
        if **field == *name {
            *value = text(unit);
        }
    }
    lying(&mut copy, path, "2026-03-01T08:00:00Z", path);
    copy
}

fn weighed(files: &[Submission]) -> Weighed {
    let mut stage = Stage::default();
    for file in files {
        stage.add(file.clone(), Receipt::of(file)).unwrap();
    }
    let decisions = Decisions::default();
    let knowing = Knowing {
        roster: None,
        decisions: &decisions,
    };
    let chosen = stage.choose(knowing);
    chosen
        .weighed(knowing, [&*MAPPING].into_iter(), |s| s)
        .unwrap()
}

#[test]
fn a_form_that_two_units_hand_in_is_told_to_both() {
    let a = form("化学学院.docx", "化学学院", "2026-03-01T08:00:00Z", 4);
    let b = copied(&a, "物理学院.docx", "物理学院");
    let other = form("力学系.docx", "力学系", "2026-03-01T08:00:00Z", 4);
    let weighed = weighed(&[a, other, b]);
    assert_eq!(weighed.open.len(), 2);
    let told: Vec<String> = [0, 2]
        .iter()
        .map(|i| weighed.open[i][0].message().zh)
        .collect();
    assert!(told[0].contains("物理学院") && told[1].contains("化学学院"));
    assert_eq!(weighed.open[&0][0].rule(), Rule::WhichCounts);
    let case = &weighed.cases[0].hash;
    assert!(told.iter().all(|t| t.contains(case)), "{told:?}");
}

#[test]
fn of_a_crowd_that_says_the_same_each_is_told() {
    let first = form("单位0.docx", "单位0学院", "2026-03-01T08:00:00Z", 4);
    let others =
        (1..100).map(|i| copied(&first, &format!("单位{i}.docx"), &format!("单位{i}学院")));
    let mut all: Vec<Submission> = others.collect();
    all.push(first);
    let weighed = weighed(&all);
    assert_eq!((weighed.open.len(), weighed.cases.len()), (100, 1));
}
