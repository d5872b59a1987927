//! The store: what it keeps, what it refuses, and that it loses nothing.

use std::path::Path;

use crate::forms::{add, blank, number, record_of, text};
use huibiao::batch::{Gathered, Knowing, Memory as _, SpoolError, Stage, Which};
use huibiao::mapping::{Bundle, bundled};
use huibiao::model::finding::{Finding, Rule, Severity};
use huibiao::model::submission::Submission;
use huibiao::store::{FileState, Run, Store, StoreError, VERSION};
use huibiao::survey::corrections::{Correcting, Corrections};
use huibiao::survey::decisions::Decisions;
use huibiao::survey::returns::Receipt;
use huibiao::text::Worded as _;
use huibiao::text::lang::Said;
use rusqlite::Connection;

fn bundle() -> Bundle {
    bundled("hz-2025").unwrap()
}

fn form(bundle: &Bundle, unit: &str, money: i64) -> Submission {
    let mapping = &bundle.mapping;
    let mut form = blank(mapping, unit);
    let answers = [
        ("project_name", text("甲项目")),
        ("project_type", text("研究类项目")),
        ("china_funding", number(money)),
        ("foreign_country", text("英国")),
    ];
    add(
        &mut form,
        "HZ_02_005",
        record_of(mapping, "HZ_02_005", &answers),
    );
    form.source.sha256 = format!("{money:064x}");
    form.findings.push(
        Finding::recorded(
            Severity::Warning,
            Rule::OutOfPeriod,
            Said {
                zh: "在统计期外".into(),
                en: "out of period".into(),
            },
        )
        .at("/tables/HZ_02_005/records/0/programme")
        .quoting("2019"),
    );
    form
}

/// Keeps submissions in one run.
fn keep(store: &Store, bundle: &Bundle, forms: &[Submission]) {
    let correcting = Correcting::new([&bundle.mapping]).unwrap();
    let run = store.begin(std::slice::from_ref(bundle)).unwrap();
    run.corrections(None, &correcting).unwrap();
    read_in(&run, forms, &correcting).unwrap();
    run.commit().unwrap();
}

/// As files that were read are kept.
fn read_in(
    run: &Run<'_>,
    forms: &[Submission],
    correcting: &Correcting<'_>,
) -> Result<(), StoreError> {
    let mut stage = Stage::default();
    for form in forms {
        run.keep(form);
        stage.add(form.clone(), Receipt::of(form)).unwrap();
    }
    run.take(&mut stage, &Gathered::default(), None)?;
    let chosen = stage.choose(Knowing {
        roster: None,
        decisions: &Decisions::default(),
    });
    run.settle(&chosen, correcting)
}

fn all(store: &Store, which: Which) -> Vec<Submission> {
    let bundle = bundle();
    let correcting = Correcting::new([&bundle.mapping]).unwrap();
    let corrections = store.corrections(&correcting).unwrap();
    let mut stage = Stage::default();
    store.hand_on(&mut stage, None).unwrap();
    let chosen = stage.choose(Knowing {
        roster: None,
        decisions: &Decisions::default(),
    });
    let mut out = Vec::new();
    let give = |_, mut s| {
        if let Some(corrections) = &corrections {
            corrections.apply(&mut s, &correcting);
        }
        out.push(s);
        Ok::<(), SpoolError>(())
    };
    chosen.each(which, give).unwrap();
    out
}

#[test]
fn what_is_kept_comes_back_in_both_languages() {
    let (bundle, folder) = (bundle(), tempfile::tempdir().unwrap());
    let path = folder.path().join("survey.sqlite");
    let forms = [form(&bundle, "化学学院", 10), form(&bundle, "物理学院", 20)];
    let store = Store::open(&path).unwrap();
    keep(&store, &bundle, &forms);
    drop(store);
    assert_eq!(all(&Store::read(&path).unwrap(), Which::Counting), forms);
}

#[test]
fn an_analyst_can_query_plain_tables_and_views() {
    let (bundle, folder) = (bundle(), tempfile::tempdir().unwrap());
    let path = folder.path().join("survey.sqlite");
    let store = Store::open(&path).unwrap();
    let mut newer = form(&bundle, "化学学院", 11);
    newer.source.file = "化学学院v2.docx".to_owned();
    newer.source.modified = Some("2026-03-09T00:00:00Z".to_owned());
    keep(
        &store,
        &bundle,
        &[
            form(&bundle, "化学学院", 10),
            form(&bundle, "物理学院", 20),
            newer,
        ],
    );
    let sql = Connection::open(&path).unwrap();
    let one = |query: &str| -> String {
        sql.query_row(query, [], |r| r.get::<_, rusqlite::types::Value>(0))
            .map(|v| format!("{v:?}"))
            .unwrap()
    };
    assert_eq!(
        one("SELECT SUM(china_funding) FROM hz_2025_HZ_02_005"),
        "Integer(31)"
    );
    assert_eq!(
        one(
            "SELECT group_concat(unit, ' ') FROM (SELECT unit FROM hz_2025_HZ_02_005 ORDER BY unit)"
        ),
        "Text(\"化学学院 物理学院\")"
    );
    assert_eq!(one("SELECT contact FROM hz_2025_unit"), "Null");
    assert_eq!(
        one(
            "SELECT COUNT(*) FROM cells WHERE \"table\" = 'HZ_02_005' AND field = 'foreign_country' AND text = '英国'"
        ),
        "Integer(2)"
    );
    assert_eq!(
        one("SELECT message_en FROM findings WHERE rule = 'out-of-period' LIMIT 1"),
        "Text(\"out of period\")"
    );
    assert_eq!(
        one("SELECT record FROM findings WHERE field = 'programme' LIMIT 1"),
        "Integer(1)"
    );
    // The older one is kept.
    assert_eq!(one("SELECT COUNT(*) FROM submission"), "Integer(3)");
    assert_eq!(
        one("SELECT file FROM submission WHERE counts = 0"),
        "Text(\"化学学院.docx\")"
    );
    assert_eq!(
        one("SELECT COUNT(*) FROM run WHERE finished <> ''"),
        "Integer(1)"
    );
}

#[test]
fn a_submission_that_returns_is_kept_beside_the_older_one_across_runs() {
    let (bundle, folder) = (bundle(), tempfile::tempdir().unwrap());
    let store = Store::open(&folder.path().join("s.sqlite")).unwrap();
    keep(&store, &bundle, &[form(&bundle, "化学学院", 10)]);
    let mut newer = form(&bundle, "化学学院", 12);
    newer.source.modified = Some("2026-03-09T00:00:00Z".to_owned());
    keep(&store, &bundle, std::slice::from_ref(&newer));
    assert_eq!(all(&store, Which::All).len(), 2);
    let counting = all(&store, Which::Counting);
    assert_eq!(counting.len(), 1);
    assert_eq!(counting[0].tables, newer.tables);
    assert_eq!(counting[0].versions.len(), 1);
    // The same files read again are no further submission.
    keep(&store, &bundle, std::slice::from_ref(&newer));
    assert_eq!(all(&store, Which::All).len(), 2);
    let states: Vec<FileState> = store.files().unwrap().iter().map(|f| f.state).collect();
    assert_eq!(states, [FileState::Replaced, FileState::Here]);
}

#[test]
fn corrections_are_kept_and_put_into_earlier_submissions() {
    let (bundle, folder) = (bundle(), tempfile::tempdir().unwrap());
    let path = folder.path().join("s.sqlite");
    let store = Store::open(&path).unwrap();
    keep(&store, &bundle, &[form(&bundle, "化学学院", 10)]);
    let correcting = Correcting::new([&bundle.mapping]).unwrap();
    let csv =
        "unit,path,was,value,why,who\n化学学院,HZ_02_005/1/foreign_country,英国,法国,核实,王五\n";
    let corrections = Corrections::parse(Path::new("c.csv"), csv.as_bytes(), &correcting).unwrap();
    let run = store.begin(std::slice::from_ref(&bundle)).unwrap();
    run.corrections(
        Some((Path::new("c.csv"), csv.as_bytes(), corrections)),
        &correcting,
    )
    .unwrap();
    let mut physics = form(&bundle, "物理学院", 20);
    physics.source.file = "物理学院.docx".to_owned();
    read_in(&run, &[physics], &correcting).unwrap();
    assert!(run.nowhere().unwrap().is_empty());
    run.commit().unwrap();
    let country = |store: &Store| {
        let all = all(store, Which::Counting);
        let value = all[0].tables.get("HZ_02_005").unwrap().records[0]
            .get("foreign_country")
            .cloned();
        assert!(
            all[0]
                .findings
                .iter()
                .any(|f| f.rule() == Rule::CorrectedByOffice)
        );
        value.unwrap()
    };
    assert_eq!(country(&store), text("法国"));
    // A later run without the file still has them: a form read again is corrected again.
    keep(&store, &bundle, &[form(&bundle, "化学学院", 10)]);
    let kept = all(&store, Which::Counting);
    let again = kept
        .iter()
        .find(|s| s.source.file == "化学学院.docx")
        .unwrap();
    assert_eq!(
        again.tables.get("HZ_02_005").unwrap().records[0].get("foreign_country"),
        Some(&text("法国"))
    );
    let sql = Connection::open(&path).unwrap();
    let applied: i64 = sql
        .query_row("SELECT applied FROM correction WHERE line = 2", [], |r| {
            r.get(0)
        })
        .unwrap();
    assert_eq!(applied, 1);
}

#[test]
fn a_run_that_is_dropped_has_never_been() {
    let (bundle, folder) = (bundle(), tempfile::tempdir().unwrap());
    let store = Store::open(&folder.path().join("s.sqlite")).unwrap();
    keep(&store, &bundle, &[form(&bundle, "化学学院", 10)]);
    let correcting = Correcting::new([&bundle.mapping]).unwrap();
    let run = store.begin(std::slice::from_ref(&bundle)).unwrap();
    read_in(&run, &[form(&bundle, "物理学院", 20)], &correcting).unwrap();
    drop(run);
    assert_eq!(all(&store, Which::All).len(), 1);
}

#[test]
fn what_is_no_store_or_a_newer_one_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("newer.sqlite");
    drop(Store::open(&path).unwrap());
    let sql = Connection::open(&path).unwrap();
    sql.pragma_update(None, "user_version", VERSION + 1)
        .unwrap();
    drop(sql);
    for error in [
        Store::open(&path).unwrap_err(),
        Store::read(&path).unwrap_err(),
    ] {
        assert!(error.said().zh.contains("较新版本"), "{}", error.said().zh);
    }
    let other = folder.path().join("other.sqlite");
    Connection::open(&other)
        .unwrap()
        .execute_batch("CREATE TABLE t (x)")
        .unwrap();
    let before = std::fs::read(&other).unwrap();
    assert!(matches!(
        Store::open(&other),
        Err(StoreError::NoStore { .. })
    ));
    assert_eq!(std::fs::read(&other).unwrap(), before);
    let text = folder.path().join("text.sqlite");
    std::fs::write(&text, "单位,级别\n".repeat(200)).unwrap();
    assert!(matches!(
        Store::open(&text),
        Err(StoreError::NoStore { .. })
    ));
    assert!(matches!(
        Store::read(&folder.path().join("none.sqlite")),
        Err(StoreError::Missing { .. })
    ));
}

#[test]
fn a_full_disk_leaves_the_store_as_it_was() {
    let (bundle, folder) = (bundle(), tempfile::tempdir().unwrap());
    let path = folder.path().join("s.sqlite");
    let store = Store::open(&path).unwrap();
    keep(&store, &bundle, &[form(&bundle, "化学学院", 10)]);
    drop(store);
    let store = Store::open_with_at_most(&path, 1).unwrap();
    let correcting = Correcting::new([&bundle.mapping]).unwrap();
    let run = store.begin(std::slice::from_ref(&bundle)).unwrap();
    let many: Vec<Submission> = (0..400)
        .map(|n| {
            let mut form = form(&bundle, &format!("第{n}室"), n);
            form.source.file = format!("第{n}室.docx");
            form
        })
        .collect();
    let failed = read_in(&run, &many, &correcting).err();
    assert!(
        matches!(failed, Some(StoreError::Full { .. })),
        "{failed:?}"
    );
    drop(run);
    drop(store);
    assert_eq!(all(&Store::read(&path).unwrap(), Which::All).len(), 1);
}

#[test]
fn two_do_not_write_at_once() {
    let (bundle, folder) = (bundle(), tempfile::tempdir().unwrap());
    let path = folder.path().join("s.sqlite");
    let (one, two) = (Store::open(&path).unwrap(), Store::open(&path).unwrap());
    let run = one.begin(std::slice::from_ref(&bundle)).unwrap();
    // A reader is not kept waiting.
    assert!(all(&two, Which::All).is_empty());
    drop(run);
    drop(two.begin(std::slice::from_ref(&bundle)).unwrap());
}

/// A store as version 1 made it: submissions joined, and what the files were read to singly.
fn of_version_1(path: &Path, joined: &[Submission], single: &[Submission]) {
    let sql = Connection::open(path).unwrap();
    sql.execute_batch(include_str!("../counting/store_v1.sql"))
        .unwrap();
    sql.pragma_update(None, "application_id", 0x4855_4942)
        .unwrap();
    sql.pragma_update(None, "user_version", 1).unwrap();
    sql.execute_batch("INSERT INTO run VALUES (1, '', '', '0.1.0', 'r', 1, 0)")
        .unwrap();
    for form in joined {
        let (json, source) = (serde_json::to_string(form).unwrap(), &form.source);
        let bundle = format!("{} {}", source.sha256, form.attachments.len());
        let sql_text = "INSERT INTO submission (run, edition, unit, file, sha256, bundle, format,
                            counts, errors, warnings, json, english)
                        VALUES (1, ?1, ?2, ?3, ?4, ?5, 'docx', 1, 0, 0, ?6, '[]')";
        let unit = huibiao::survey::roster::unit_name(form);
        sql.execute(
            sql_text,
            rusqlite::params![
                &*form.mapping.id,
                unit,
                source.file,
                source.sha256,
                bundle,
                json
            ],
        )
        .unwrap();
    }
    for file in single {
        sql.execute(
            "INSERT INTO reading VALUES (?1, ?2, 'r', ?3, '[]')",
            rusqlite::params![
                file.source.file,
                file.source.sha256,
                serde_json::to_string(file).unwrap()
            ],
        )
        .unwrap();
    }
}

#[test]
fn a_store_of_before_opens_and_is_brought_up_when_it_is_written_to() {
    let (bundle, folder) = (bundle(), tempfile::tempdir().unwrap());
    let path = folder.path().join("s.sqlite");
    let plain = |unit: &str, money: i64| {
        let mut form = form(&bundle, unit, money);
        form.findings.clear();
        form
    };
    let alone = plain("化学学院", 10);
    let mut book = plain("化学学院", 20);
    (book.source.file, book.source.format) = ("化学学院子表.xlsx".into(), "xlsx".into());
    let mut joined = alone.clone();
    let theirs = book.tables.get("HZ_02_005").unwrap().records.clone();
    let of = |t: &&mut (std::sync::Arc<str>, huibiao::TableData)| &*t.0 == "HZ_02_005";
    let ours = joined.tables.0.iter_mut().find(of).unwrap();
    ours.1.records.extend(theirs);
    joined.attachments.push(book.source.clone());
    let mut other = plain("物理学院", 30);
    other.source.file = "物理学院.docx".into();
    of_version_1(
        &path,
        &[joined.clone(), other.clone()],
        &[alone.clone(), book],
    );
    // As it did: what was joined is given as it was joined.
    let store = Store::read(&path).unwrap();
    assert!(all(&store, Which::Counting) == [joined, other.clone()]);
    drop(store);
    // Written to, it has single files; a newer form takes the workbook along.
    let store = Store::open(&path).unwrap();
    let mut newer = alone;
    newer.source.file = "化学学院v2.docx".into();
    newer.source.sha256 = "ab".repeat(32);
    newer.source.modified = Some("2026-03-09T00:00:00Z".into());
    keep(&store, &bundle, &[newer]);
    let now = all(&store, Which::Counting);
    let of_chemistry = now
        .iter()
        .find(|s| s.source.file == "化学学院v2.docx")
        .unwrap();
    assert_eq!(now.len(), 2);
    assert_eq!(of_chemistry.attachments.len(), 1);
    assert_eq!(
        of_chemistry.tables.get("HZ_02_005").unwrap().records.len(),
        2
    );
    let sql = Connection::open(&path).unwrap();
    let sum: i64 = sql
        .query_row(
            "SELECT SUM(china_funding) FROM hz_2025_HZ_02_005",
            [],
            |r| r.get(0),
        )
        .unwrap();
    assert_eq!(sum, 10 + 20 + 30);
    // Read again from its folder, a file of before is the same file.
    let files = store.files().unwrap().len();
    keep(&store, &bundle, &[other]);
    assert_eq!(store.files().unwrap().len(), files);
}
