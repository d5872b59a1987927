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
            .add(file.clone(), receipt.lying(&*folder, below, None))
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

fn on_disk(mut stage: Vec<(Submission, &str)>, turned: bool) -> Vec<Submission> {
    if turned {
        stage.reverse();
    }
    let mut all = Stage::default();
    for (file, arrived) in stage {
        let receipt = Receipt::of(&file);
        let (folder, below) = (receipt.folder.to_string(), receipt.below.to_string());
        let arrived = Some(arrived.parse().unwrap());
        all.add(file, receipt.lying(&*folder, &*below, arrived))
            .unwrap();
    }
    let decisions = Decisions::default();
    let knowing = Knowing {
        roster: None,
        decisions: &decisions,
    };
    let mut counting = Vec::new();
    let give = |_, s| {
        counting.push(s);
        Ok::<(), SpoolError>(())
    };
    all.choose(knowing).each(Which::Counting, give).unwrap();
    counting
}

#[test]
fn a_third_version_hides_no_doubt() {
    // By name v1 is the newest, by the documents' own times the one without a version.
    let plain = form("物理学院.docx", "物理学院", "2026-01-08T01:00:00Z", 9);
    let first = form("物理学院v1.docx", "物理学院", "2026-01-05T01:00:00Z", 10);
    let silent = form("物理学院v0.docx", "物理学院", "", 11);
    let disk = "2026-01-07T01:00:00Z";
    for turned in [false, true] {
        let two = vec![(plain.clone(), disk), (first.clone(), disk)];
        assert_eq!(open(&on_disk(two, turned)[0]), ["time-and-name-differ"]);
        let three = vec![
            (plain.clone(), disk),
            (first.clone(), disk),
            (silent.clone(), disk),
        ];
        assert!(!open(&on_disk(three, turned)[0]).is_empty());
        // What lay on the disk before another was saved is no newer than that.
        let two = vec![(plain.clone(), disk), (silent.clone(), disk)];
        assert_eq!(files(&on_disk(two, turned)), ["物理学院.docx"]);
    }
}

#[test]
fn what_is_written_and_could_not_be_read_is_not_the_same() {
    let unread = |file: &str, raw: &str| {
        let mut form = form(file, "物理学院", "", 9);
        let why = huibiao::text::lang::Said::same("约");
        let finding = huibiao::Finding::recorded(Severity::Error, Rule::UnreadableNumber, why);
        let path = "/tables/HZ_02_005/records/0/foreign_funding";
        form.findings.push(finding.at(path).quoting(raw));
        form.source.sha256 = huibiao::read::sha256(raw.as_bytes());
        form
    };
    let given = [unread("a/表.docx", "约100"), unread("b/表.docx", "约900")];
    both_ways(&given, |given| {
        let all = count(given, None);
        assert_eq!((all.len(), open(&all[0]).len()), (1, 1));
    });
}

#[test]
fn a_copied_cover_in_another_unit_s_folder_is_a_doubt_without_a_roster_too() {
    for (folder, book) in [
        ("物理学院", false),
        ("物理学院.zip", false),
        ("物理学院", true),
    ] {
        let strange = match book {
            false => form(&format!("in/{folder}/调查表.docx"), "化学学院", LATER, 10),
            true => book_of(&format!("in/{folder}/子表.xlsx")),
        };
        let given = [
            form("in/化学学院/调查表.docx", "化学学院", FIRST, 9),
            strange,
        ];
        both_ways(&given, |given| {
            let all = count(given, None);
            assert_eq!(all.len(), 2, "{folder}");
            let stub = all.iter().find(|s| s.source.file.contains("物理")).unwrap();
            assert_eq!(open(stub), ["whose-file"], "{folder}");
        });
    }
    // In a folder that is no unit's, or under the unit's own name, nothing speaks against it.
    for path in ["in/补交/调查表.docx", "in/理学部/化学学院调查表.docx"] {
        let given = [
            form("in/化学学院/调查表.docx", "化学学院", FIRST, 9),
            form(path, "化学学院", LATER, 9),
        ];
        assert_eq!(files(&count(&given, None)), [path]);
    }
}

fn book_of(path: &str) -> Submission {
    book(path, Some("化学学院"), LATER, &[("英国", 10)])
}

#[test]
fn what_nothing_names_counts_nowhere_among_others() {
    let given = [
        form("化学学院.docx", "化学学院", FIRST, 3),
        book("结果/combined.xlsx", None, LATER, &[("英国", 10)]),
    ];
    both_ways(&given, |given| {
        let all = count(given, None);
        assert_eq!(visits(&all), (0, 0));
        let open: Vec<_> = all.iter().flat_map(open).collect();
        assert_eq!(open, ["not-in-roster"]);
        let stub = all
            .iter()
            .find(|s| s.source.file.ends_with("xlsx"))
            .unwrap();
        let own = format!("workbook,{},keep,,结果/combined.xlsx,,,,\n", case(stub));
        assert_eq!(visits(&counted(given, None, &decisions(&own))), (1, 30));
        let given_to = own.replace("keep,,", "keep,化学学院,");
        let all = counted(given, None, &decisions(&given_to));
        let joined = all
            .iter()
            .find(|s| s.source.file == "化学学院.docx")
            .unwrap();
        assert_eq!(visits(std::slice::from_ref(joined)), (1, 30));
    });
    // Alone it is what is asked for.
    assert_eq!(visits(&count(&given[1..], None)), (1, 30));
}

#[test]
fn lines_that_contradict_one_another_are_told() {
    let given = [
        form("a.docx", "化学学院", FIRST, 9),
        form("b.docx", "化学学院", FIRST, 8),
    ];
    let hash = case(&count(&given, None)[0]);
    let both = format!("version,{hash},keep,,a.docx,,,,\nversion,{hash},keep,,b.docx,,,,\n");
    let decided = decisions(&both);
    let mut stage = Stage::default();
    for file in &given {
        stage.add(file.clone(), Receipt::of(file)).unwrap();
    }
    let knowing = Knowing {
        roster: None,
        decisions: &decided,
    };
    let cases: Vec<_> = stage.choose(knowing).cases().cloned().collect();
    let told = decided.nowhere(&cases, true);
    assert_eq!(told.len(), 1);
    assert!(told[0].1.zh.contains("与第 2 行矛盾"), "{}", told[0].1.zh);
}
