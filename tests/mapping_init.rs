//! A mapping proposed from a blank form, held to the one that people made of it.

#![allow(clippy::unwrap_used)]

use huibiao::batch::gather;
use huibiao::finding::Severity;
use huibiao::key::{key, stem, without_year};
use huibiao::lang::Lang;
use huibiao::mapping::{Bundle, Field, Mapping, Table, bundled, load};
use huibiao::paper::Paper;
use huibiao::propose::{Proposal, files, propose};
use huibiao::reading::{Reader, open};
use huibiao::submission::Status;

fn paper(name: &str, bytes: &[u8]) -> Paper {
    open(name, bytes).unwrap().paper
}

fn of_2025() -> (Mapping, Proposal) {
    let bundle = bundled("hz-2025").unwrap();
    let form = paper("blank.docx", bundle.blank_form.as_deref().unwrap());
    let sheets = paper("blank.xlsx", bundle.blank_sheets.as_deref().unwrap());
    (bundle.mapping, propose(&form, Some(&sheets)))
}

/// Two labels that a reader takes for one.
fn same_label(a: &str, b: &str) -> bool {
    let parts = |l: &str, f: fn(&str) -> String| {
        l.split('·')
            .map(|p| without_year(f(p)))
            .collect::<Vec<_>>()
            .concat()
    };
    parts(a, key) == parts(b, key) || parts(a, stem) == parts(b, stem)
}

/// The proposed field that is this one: by its label, or by its place where it has none of its own.
fn fellow<'p>(field: &Field, at: usize, table: &Table, proposed: &'p Table) -> Option<&'p Field> {
    let labels: Vec<&str> = std::iter::once(&*field.label)
        .chain(field.aliases.iter().map(String::as_str))
        .collect();
    let by_label = proposed
        .fields
        .iter()
        .find(|p| labels.iter().any(|l| same_label(l, &p.label)));
    let alone = table.fields.len() <= 2 && table.fields.len() == proposed.fields.len();
    by_label.or_else(|| proposed.fields.get(at).filter(|_| alone))
}

fn options(mapping: &Mapping, field: &Field) -> Option<Vec<String>> {
    let list = mapping.lists.get(field.list.as_ref()?)?;
    let mut keys: Vec<String> = list.options.iter().map(|o| key(&o.label)).collect();
    keys.sort();
    Some(keys)
}

#[test]
fn the_2025_blank_gives_what_people_made_of_it() {
    let (made, proposal) = of_2025();
    let proposed = proposal.mapping();
    let mut wrong = Vec::new();
    let (mut fields, mut found, mut types, mut units, mut lists, mut listed) = (0, 0, 0, 0, 0, 0);
    for table in &made.tables {
        let Some(own) = proposed.table(&table.code) else {
            wrong.push(format!("{}: no table", table.code));
            fields += table.fields.len();
            continue;
        };
        if own.layout != table.layout {
            wrong.push(format!(
                "{}: layout {:?}, not {:?}",
                table.code, own.layout, table.layout
            ));
        }
        if own.filled_in != table.filled_in {
            wrong.push(format!(
                "{}: filled_in {:?}, not {:?}",
                table.code, own.filled_in, table.filled_in
            ));
        }
        if own.limit != table.limit {
            wrong.push(format!(
                "{}: limit {:?}, not {:?}",
                table.code, own.limit, table.limit
            ));
        }
        if own.limit_options != table.limit_options {
            wrong.push(format!(
                "{}: limit_options {:?}, not {:?}",
                table.code, own.limit_options, table.limit_options
            ));
        }
        if own.only_for != table.only_for {
            wrong.push(format!(
                "{}: only_for {:?}, not {:?}",
                table.code, own.only_for, table.only_for
            ));
        }
        for (at, field) in table.fields.iter().enumerate() {
            fields += 1;
            listed += usize::from(field.list.is_some());
            let Some(p) = fellow(field, at, table, own) else {
                wrong.push(format!(
                    "{}.{}: no field “{}”",
                    table.code, field.name, field.label
                ));
                continue;
            };
            found += 1;
            if p.kind == field.kind {
                types += 1;
            } else {
                let (a, b) = (p.kind.name(), field.kind.name());
                wrong.push(format!("{}.{}: {a}, not {b}", table.code, field.name));
            }
            if p.unit == field.unit {
                units += 1;
            } else {
                wrong.push(format!(
                    "{}.{}: unit “{}”, not “{}”",
                    table.code, field.name, p.unit, field.unit
                ));
            }
            if field.list.is_some() {
                match options(&proposed, p) == options(&made, field) {
                    true => lists += 1,
                    false => wrong.push(format!(
                        "{}.{}: {:?} not {:?}",
                        table.code,
                        field.name,
                        options(&proposed, p),
                        options(&made, field)
                    )),
                }
            }
        }
    }
    for table in &proposed.tables {
        match made.table(&table.code) {
            None => wrong.push(format!("{} “{}”: no such table", table.code, table.name)),
            Some(m) if m.fields.len() != table.fields.len() => {
                let labels: Vec<&str> = table.fields.iter().map(|f| &*f.label).collect();
                wrong.push(format!(
                    "{}: {} fields, not {}: {labels:?}",
                    table.code,
                    labels.len(),
                    m.fields.len()
                ));
            }
            _ => {}
        }
    }
    let tables = proposed.tables.len();
    println!("tables {tables} of {}", made.tables.len());
    println!("fields {found} of {fields}, types {types}, units {units}, lists {lists} of {listed}");
    println!(
        "list names {} of {}",
        proposed.lists.len(),
        made.lists.len()
    );
    for line in &wrong {
        println!("  {line}");
    }
    let enough = |n: usize, of: usize| n * 100 >= of * 95;
    assert_eq!(tables, made.tables.len());
    assert!(enough(found, fields) && enough(types, fields) && enough(lists, listed));
}

#[test]
fn what_is_written_can_be_loaded() {
    let (_, proposal) = of_2025();
    for lang in [Lang::Zh, Lang::En] {
        let files = files(&proposal, lang);
        let loaded = load(files).unwrap_or_else(|e| panic!("{}", e.render(Lang::En, false)));
        assert_eq!(loaded, proposal.mapping());
    }
}

/// A reader with the proposed mapping, and the blanks that it was proposed from.
fn proposed_reader() -> Reader {
    let bundle = bundled("hz-2025").unwrap();
    let (_, mut proposal) = of_2025();
    proposal.edition.blank = Some("blank.docx".into());
    proposal.edition.blank_sheets = Some("blank.xlsx".into());
    let mapping = proposal.mapping();
    Reader::of_bundles(vec![Bundle { mapping, ..bundle }]).unwrap()
}

#[test]
fn the_blank_read_with_its_own_mapping_is_empty_and_complete() {
    let reader = proposed_reader();
    let bundle = bundled("hz-2025").unwrap();
    for (name, bytes) in [
        ("a.docx", bundle.blank_form),
        ("a.xlsx", bundle.blank_sheets),
    ] {
        let read = reader.read(name, bytes.as_deref().unwrap());
        let bad: Vec<_> = read
            .findings
            .iter()
            .filter(|f| f.severity != Severity::Info)
            .collect();
        assert!(bad.is_empty(), "{bad:?}");
        for (code, table) in &read.tables.0 {
            assert!(
                matches!(table.status, Status::Empty | Status::NotCollected),
                "{code}"
            );
        }
    }
}

/// What the samples say is the same whether read by the proposed mapping or by the hand-made one.
#[test]
fn returned_forms_read_alike_with_the_proposed_mapping() {
    let ours = proposed_reader();
    let theirs = Reader::of_bundles(vec![bundled("hz-2025").unwrap()]).unwrap();
    let made = theirs.mappings().next().unwrap();
    let proposed = ours.mappings().next().unwrap();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/returned");
    let (mut values, mut same) = (0, 0);
    for input in gather(&[folder.into()]).inputs {
        let bytes = input.bytes().unwrap();
        let (a, b) = (
            ours.read(&input.name, &bytes),
            theirs.read(&input.name, &bytes),
        );
        for table in &made.tables {
            let (own, known) = (
                proposed.table(&table.code).unwrap(),
                &b.tables.get(&table.code).unwrap().records,
            );
            let records = &a.tables.get(&table.code).unwrap().records;
            assert_eq!(records.len(), known.len(), "{} {}", input.name, table.code);
            for (mine, record) in records.iter().zip(known) {
                for (at, field) in table.fields.iter().enumerate() {
                    let p = fellow(field, at, table, own).unwrap();
                    values += 1;
                    same += usize::from(mine.get(&p.name) == record.get(&field.name));
                }
            }
        }
    }
    println!("{same} of {values} values alike");
    assert!(values > 500 && same * 1000 >= values * 995);
}
