//! A mapping proposed from a blank form, held to the one that people made of it.

use huibiao::batch::gather;
use huibiao::forms::blank::{form_paper, sheets_paper};
use huibiao::mapping::{Bundle, Field, Layout, Mapping, Table, bundled, load};
use huibiao::model::finding::Severity;
use huibiao::model::submission::Status;
use huibiao::propose::{Proposal, files, propose};
use huibiao::read::{Reader, open};
use huibiao::text::key::{key, stem, without_year};
use huibiao::text::lang::Lang;
use office::paper::Paper;

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
    // Words within another's label are known by whose label it is.
    let within = |p: &&Field| {
        let outer = |f: &Field, t: &Table| {
            f.within
                .as_ref()
                .and_then(|w| t.field(w))
                .map(|f| f.label.clone())
        };
        let (a, b) = (outer(field, table), outer(p, proposed));
        a.zip(b).is_some_and(|(a, b)| same_label(&a, &b))
    };
    let by_label = by_label.or_else(|| proposed.fields.iter().find(within));
    let alone = table.fields.len() <= 2 && table.fields.len() == proposed.fields.len();
    by_label.or_else(|| proposed.fields.get(at).filter(|_| alone))
}

fn options(mapping: &Mapping, field: &Field) -> Option<Vec<String>> {
    let list = mapping.lists.get(field.list.as_ref()?)?;
    let mut keys: Vec<String> = list.options.iter().map(|o| key(&o.label)).collect();
    keys.sort();
    Some(keys)
}

/// How much of a mapping that people made is in a proposed one.
#[derive(Debug, Default)]
struct Figures {
    tables: usize,
    layouts: usize,
    fields: usize,
    found: usize,
    types: usize,
    units: usize,
    listed: usize,
    lists: usize,
    /// What differs, in words.
    wrong: Vec<String>,
}

impl Figures {
    fn of(made: &Mapping, proposed: &Mapping) -> Figures {
        let mut figures = Figures::default();
        for table in &made.tables {
            match proposed.table(&table.code) {
                Some(own) => figures.table(made, table, proposed, own),
                None => {
                    figures.wrong.push(format!("{}: no table", table.code));
                    figures.fields += table.fields.len();
                }
            }
        }
        for table in &proposed.tables {
            let (code, name) = (&table.code, &table.name);
            match made.table(code) {
                None => figures
                    .wrong
                    .push(format!("{code} “{name}”: no such table")),
                Some(m) if m.fields.len() != table.fields.len() => {
                    let (own, of) = (table.fields.len(), m.fields.len());
                    figures
                        .wrong
                        .push(format!("{code}: {own} fields, not {of}"));
                }
                _ => {}
            }
        }
        figures
    }

    fn table(&mut self, made: &Mapping, table: &Table, proposed: &Mapping, own: &Table) {
        let code = &table.code;
        self.tables += 1;
        self.layouts += usize::from(own.layout == table.layout);
        let said = [
            (own.layout == table.layout, "layout"),
            (own.filled_in == table.filled_in, "filled_in"),
            (own.limit == table.limit, "limit"),
            (own.limit_options == table.limit_options, "limit_options"),
            (own.only_for == table.only_for, "only_for"),
            (own.under == table.under, "under"),
        ];
        let differ = said.iter().filter(|(same, _)| !same);
        self.wrong
            .extend(differ.map(|(_, what)| format!("{code}: another {what}")));
        for (at, field) in table.fields.iter().enumerate() {
            self.fields += 1;
            self.listed += usize::from(field.list.is_some());
            let name = &field.name;
            let Some(p) = fellow(field, at, table, own) else {
                self.wrong
                    .push(format!("{code}.{name}: no field “{}”", field.label));
                continue;
            };
            self.found += 1;
            self.types += usize::from(p.kind == field.kind);
            self.units += usize::from(p.unit == field.unit);
            if (p.kind, &p.unit) != (field.kind, &field.unit) {
                let (a, b) = (p.kind.name(), field.kind.name());
                let (u, v) = (&p.unit, &field.unit);
                self.wrong
                    .push(format!("{code}.{name}: {a} {u}, not {b} {v}"));
            }
            if field.list.is_some() {
                match options(proposed, p) == options(made, field) {
                    true => self.lists += 1,
                    false => self.wrong.push(format!("{code}.{name}: another list")),
                }
            }
        }
    }

    fn print(&self, of: &str) {
        let Figures {
            tables,
            layouts,
            fields,
            found,
            types,
            units,
            listed,
            lists,
            ..
        } = self;
        println!("{of}: {tables} tables, {layouts} of the right layout");
        println!(
            "  fields {found} of {fields}, types {types}, units {units}, lists {lists} of {listed}"
        );
        for line in &self.wrong {
            println!("  {line}");
        }
    }

    /// At least so many of a hundred fields, types and lists.
    fn reach(&self, percent: usize) -> bool {
        let enough = |n: usize, of: usize| n * 100 >= of * percent;
        enough(self.found, self.fields)
            && enough(self.types, self.fields)
            && enough(self.lists, self.listed)
    }
}

#[test]
fn the_2025_blank_gives_what_people_made_of_it() {
    let (made, proposal) = of_2025();
    let proposed = proposal.mapping();
    let figures = Figures::of(&made, &proposed);
    figures.print("the blank of 2025");
    assert_eq!(proposed.tables.len(), made.tables.len());
    assert_eq!(figures.layouts, made.tables.len());
    assert!(figures.reach(95));
    let boxes: usize = proposal.tables.iter().map(|t| t.boxes.len()).sum();
    let papers: usize = proposal.tables.iter().map(|t| t.papers.len()).sum();
    // All boxes, and all tables but the empty one over the title.
    assert_eq!((papers, boxes), (29, 6));
}

/// The words of a form that was written by a program, in another way than the blank of 2025.
#[test]
fn a_written_blank_gives_its_mapping_back() {
    for id in ["hz-2025", "hz-2020"] {
        let mut made = bundled(id).unwrap().mapping;
        let sheets = sheets_paper(&made);
        let proposed = propose(&form_paper(&made), sheets.as_ref()).mapping();
        // The labels of a `blanks` table are people's own words: only that it is there counts.
        for table in &made.tables {
            let own = proposed
                .table(&table.code)
                .unwrap_or_else(|| panic!("{}", table.code));
            if table.layout == Layout::Blanks {
                assert_eq!(own.layout, Layout::Blanks);
                let (n, of) = (own.fields.len(), table.fields.len());
                assert!(n * 100 >= of * 95, "{}: {n} of {of}", table.code);
            }
        }
        made.tables.retain(|t| t.layout != Layout::Blanks);
        let figures = Figures::of(&made, &proposed);
        figures.print(&format!("the written blank of {id}"));
        assert!(figures.reach(95));
    }
}

#[test]
fn what_is_written_can_be_loaded() {
    let (_, proposal) = of_2025();
    for lang in [Lang::Zh, Lang::En] {
        let files = files(&proposal, lang).unwrap();
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
