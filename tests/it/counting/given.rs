//! Whose a file is by where it was found, what it says where it says nothing, and what is decided.

use super::*;

#[test]
fn a_newer_workbook_beside_the_form_that_loses_is_a_doubt() {
    let own = Some("化学学院");
    let given = [
        form("甲/化学学院.docx", "化学学院", LATER, 9),
        book("甲/化学学院子表.xlsx", own, FIRST, &[("英国", 10)]),
        form("乙/化学学院.docx", "化学学院", FIRST, 9),
        book("乙/化学学院子表.xlsx", own, LATER, &[("英国", 20)]),
    ];
    both_ways(&given, |given| {
        let all = count(given, None);
        assert_eq!((all.len(), visits(&all).0), (1, 1));
        assert_eq!(open(&all[0]), ["newer-lies-elsewhere"]);
        let row = format!(
            "workbook,{},keep,,乙/化学学院子表.xlsx,,,,\n",
            case(&all[0])
        );
        let all = counted(given, None, &decisions(&row));
        assert_eq!((visits(&all), open(&all[0]).len()), ((1, 60), 0));
    });
}

/// The file lies in a folder that was given, whose own name counts as those below it do.
fn in_top(files: &[Submission], top: &str, roster: &Roster) -> Vec<Submission> {
    let mut stage = Stage::default();
    for file in files {
        let receipt = Receipt::of(file);
        let below = format!("{top}/{}", receipt.below);
        let below = below.trim_end_matches('/');
        let folder = format!("/home/{below}");
        stage
            .add(file.clone(), receipt.lying(&folder, below, None))
            .unwrap();
    }
    let decisions = Decisions::default();
    let knowing = Knowing {
        roster: Some(roster),
        decisions: &decisions,
    };
    let mut all = Vec::new();
    let give = |_, s| {
        all.push(s);
        Ok::<(), SpoolError>(())
    };
    stage.choose(knowing).each(Which::Counting, give).unwrap();
    all
}

#[test]
fn the_folder_that_was_given_is_the_unit_s_or_the_office_s() {
    let units = roster("单位\n力学系\n统计学院\n化学学院\n国际处\n");
    // The unit's own folder was given: a workbook whose cover is a neighbour's is nobody's.
    let given = [
        form("表.docx", "力学系", FIRST, 3),
        book("子表.xlsx", Some("统计学院"), SAME, &[("英国", 10)]),
    ];
    both_ways(&given, |given| {
        let all = in_top(given, "力学系", &units);
        let stub = all.iter().find(|s| s.source.file == "子表.xlsx").unwrap();
        assert_eq!((open(stub), visits(&all).0), (vec!["whose-file".into()], 0));
    });
    // The office's folder is called as a unit is: it says nothing.
    let given = [
        form("a.docx", "化学学院", FIRST, 3),
        form("b.docx", "统计学院", FIRST, 3),
        form("c.docx", "国际处", FIRST, 3),
    ];
    both_ways(&given, |given| {
        let all = in_top(given, "国际处", &units);
        assert!(all.iter().all(|s| open(s).is_empty()));
    });
}

#[test]
fn forms_that_say_nothing_say_the_same() {
    let nil = |path: &str, word: &str, unit: &str| {
        let mut form = form(path, unit, SAME, 0);
        if !word.is_empty() {
            let answers = [("project_name", text(word))];
            let record = record_of(&MAPPING, "HZ_02_005", &answers);
            add(&mut form, "HZ_02_005", record);
        }
        lying(&mut form, path, SAME, &format!("nil {word}"));
        form
    };
    // One unit's, with 无 typed in and without.
    let given = [
        nil("1/化学学院.docx", "", "化学学院"),
        nil("2/化学学院.docx", "无", "化学学院"),
    ];
    both_ways(&given, |given| {
        let all = count(given, None);
        assert_eq!((all.len(), open(&all[0]).len()), (1, 0));
    });
    // Two units', the very same file: each its own.
    let units = roster("单位\n化学学院\n物理学院\n");
    let given = [
        nil("化学学院/表.docx", "无", ""),
        nil("物理学院/表.docx", "无", ""),
    ];
    both_ways(&given, |given| {
        let all = count(given, Some(&units));
        assert_eq!(all.len(), 2);
        assert!(all.iter().all(|s| open(s).is_empty()));
    });
}

#[test]
fn a_unit_is_written_under_its_name() {
    let units = roster("单位\n化学工程学院\n物理学院\n");
    let name = |s: &Submission| huibiao::survey::roster::unit_name(s).unwrap().to_owned();
    let given = [
        form("化学工程学院.docx", "化学工程学员", FIRST, 3),
        book("物理学院子表.xlsx", None, SAME, &[("英国", 10)]),
    ];
    both_ways(&given, |given| {
        let mut names: Vec<String> = count(given, Some(&units)).iter().map(name).collect();
        names.sort();
        assert_eq!(names, ["化学工程学院", "物理学院"]);
    });
    // Without a roster a folder says whose a nameless form is.
    let given = [form("化学学院/x.docx", "", FIRST, 3)];
    assert_eq!(name(&count(&given, None)[0]), "化学学院");
    // As decided.
    let given = [
        form("力学系/力学系.docx", "统计学院", FIRST, 3),
        form("统计学院/统计学院.docx", "统计学院", FIRST, 3),
    ];
    let units = roster("单位\n统计学院\n力学系\n");
    let all = count(&given, Some(&units));
    let stub = all.iter().find(|s| !open(s).is_empty()).unwrap();
    let row = format!("version,{},keep,力学系,力学系.docx,,,,\n", case(stub));
    let decided = decisions(&row);
    let mut names: Vec<String> = counted(&given, Some(&units), &decided)
        .iter()
        .map(name)
        .collect();
    names.sort();
    assert_eq!(names, ["力学系", "统计学院"]);
}

#[test]
fn a_decision_that_does_not_fit_is_not_followed_and_said() {
    let given = [
        form("化学学院.docx", "化学学院", FIRST, 12),
        form("化学学院 空表.docx", "化学学院", LATER, 0),
    ];
    let hash = case(&count(&given, None)[0]);
    let chosen = |rows: &str| {
        let mut stage = Stage::default();
        for file in &given {
            stage.add(file.clone(), Receipt::of(file)).unwrap();
        }
        let decisions = decisions(rows);
        let chosen = stage.choose(Knowing {
            roster: None,
            decisions: &decisions,
        });
        let cases: Vec<_> = chosen.cases().cloned().collect();
        let doubts = chosen.returns().iter().map(|r| r.doubts.len()).sum();
        (doubts, decisions.nowhere(&cases, true))
    };
    let zh = |rows: &str, part: &str| {
        let (doubts, said): (usize, _) = chosen(rows);
        assert_eq!((doubts, said.len()), (1, 1), "{rows}");
        assert!(said[0].1.zh.contains(part), "{}", said[0].1.zh);
    };
    zh(
        &format!("workbook,{hash},keep,,化学学院 空表.docx,,,,\n"),
        "kind",
    );
    zh(
        &format!("version,{hash},keep,,物理学院.docx,,,,\n"),
        "不是这个疑问里的文件",
    );
    zh(&format!("version,{hash},keep,化学学院,,,,,\n"), "哪一个");
    zh(&format!("version,{hash},both,,,,,,\n"), "不能都计入");
    let (doubts, said) = chosen(&format!("version,{hash},keep,,化学学院 空表.docx,,,,\n"));
    assert_eq!((doubts, said.len()), (0, 0));
}

#[test]
fn of_three_versions_the_two_that_may_count_are_one_case() {
    let given = [
        form("化学学院1.docx", "化学学院", FIRST, 12),
        form("化学学院2.docx", "化学学院", SAME, 11),
        form("化学学院3.docx", "化学学院", "2026-02-03T00:00:00Z", 0),
    ];
    both_ways(&given, |given| {
        let all = count(given, None);
        assert_eq!(files(&all), ["化学学院2.docx"]);
        assert_eq!(open(&all[0]), ["newer-has-less"]);
        let said = all[0]
            .findings
            .iter()
            .find(|f| f.rule() == Rule::WhichCounts);
        let said = said.unwrap().message().zh;
        assert!(said.contains("暂以“化学学院2.docx”为准"), "{said}");
        let names: std::collections::BTreeSet<&str> =
            all[0].versions.iter().map(|v| v.file.as_str()).collect();
        assert_eq!((names.len(), all[0].versions.len()), (2, 2));
        for (kept, why) in [("化学学院3.docx", "older"), ("化学学院2.docx", "older")] {
            let row = format!("version,{},keep,,{kept},,,,\n", case(&all[0]));
            let all = counted(given, None, &decisions(&row));
            assert_eq!(files(&all), [kept]);
            assert!(open(&all[0]).is_empty());
            let first = all[0].versions.iter().find(|v| v.file == "化学学院1.docx");
            assert_eq!(first.unwrap().why, why);
        }
    });
}

#[test]
fn a_unit_that_is_not_in_the_roster_counts_nowhere_until_it_is_decided() {
    let units = roster("单位,别名,上级单位\n云岭理工大学,,\n化学学院,,云岭理工大学\n");
    let given = [
        form("a.docx", "化学学院", FIRST, 3),
        form("b.docx", "化学院", FIRST, 4),
        form("c.docx", "云岭理工大学化学学院", LATER, 5),
    ];
    both_ways(&given, |given| {
        let all = count(given, Some(&units));
        let counting = |all: &[Submission]| {
            let records = all
                .iter()
                .map(|s| s.tables.get("HZ_02_005").unwrap().records.len());
            records.sum::<usize>()
        };
        // With the parent's name before it, it is that unit.
        assert_eq!((all.len(), counting(&all)), (2, 5));
        let stranger = all.iter().find(|s| s.source.file == "b.docx").unwrap();
        assert_eq!(open(stranger), ["not-in-roster"]);
        let rollup = rolled(given, Some(&units), &Decisions::default());
        assert!(
            rollup
                .left_out
                .iter()
                .any(|l| &*l.file == "b.docx" && l.lost)
        );
        let of_unit = format!("version,{},keep,化学学院,b.docx,,,,\n", case(stranger));
        let all = counted(given, Some(&units), &decisions(&of_unit));
        assert!(all.iter().all(|s| open(s).is_empty()));
        assert_eq!(counting(&all), 5);
        // Without a roster every name is a unit.
        assert_eq!(counting(&count(given, None)), 12);
    });
}
