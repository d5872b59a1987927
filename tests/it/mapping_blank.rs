//! The bundled editions beside the blank forms that they carry: every heading, label and option
//! that the mapping names is printed there.

use std::collections::BTreeSet;

use huibiao::mapping::{Field, FilledIn, Layout, bundled};
use huibiao::text::key::{key, stem};
use office::package::Package;
use office::paper::{Block, Paper};
use office::{sheet, word};

/// What a blank form prints.
#[derive(Default)]
struct Printed {
    /// Every line of the body and of the boxes.
    lines: Vec<String>,
    /// For each table, its cells' texts.
    tables: Vec<Vec<String>>,
}

fn collect(blocks: &[Block], printed: &mut Printed) {
    for block in blocks {
        match block {
            Block::Paragraph(p) => {
                printed.lines.push(p.text.clone());
                for text_box in &p.boxes {
                    collect(&text_box.blocks, printed);
                }
            }
            Block::Table(table) => {
                let texts = table.cells.iter().map(|c| c.text().into_owned()).collect();
                printed.tables.push(texts);
            }
        }
    }
}

/// The bundled editions that carry the blank form they were sent out with.
fn with_blanks() -> impl Iterator<Item = &'static str> {
    huibiao::mapping::bundled_ids().filter(|id| bundled(id).unwrap().blank_form.is_some())
}

fn blank(id: &str) -> Printed {
    let form = bundled(id).unwrap().blank_form.unwrap();
    let paper: Paper = word::read(&Package::open(&form).unwrap()).unwrap();
    let mut printed = Printed::default();
    collect(&paper.blocks, &mut printed);
    printed
}

/// The ways in which a printed label may be compared.
fn keys(text: &str) -> BTreeSet<String> {
    [key(text), stem(text)].into()
}

fn labels(field: &Field) -> impl Iterator<Item = &str> {
    std::iter::once(&*field.label).chain(field.aliases.iter().map(|a| &**a))
}

#[test]
fn every_table_is_announced() {
    for id in with_blanks() {
        let printed = blank(id);
        let lines: Vec<String> = printed.lines.iter().map(|l| key(l)).collect();
        for table in bundled(id).unwrap().mapping.tables {
            // What stands under another table's code has only its name.
            let code = if table.under.is_some() {
                String::new()
            } else {
                key(&table.code)
            };
            let name = key(&table.name);
            let heading = |line: &String| line.starts_with(&code) && line.contains(&name);
            assert!(lines.iter().any(heading), "{id} {}", table.code);
        }
    }
}

#[test]
fn every_label_is_printed_in_its_table() {
    for id in with_blanks() {
        let printed = blank(id);
        let tables: Vec<BTreeSet<String>> = printed
            .tables
            .iter()
            .map(|cells| cells.iter().flat_map(|c| keys(c)).collect())
            .collect();
        for table in bundled(id).unwrap().mapping.tables {
            let laid_out = matches!(table.layout, Layout::Records | Layout::Form);
            if !laid_out || matches!(table.filled_in, FilledIn::Sheet | FilledIn::None) {
                continue;
            }
            let has = |cells: &BTreeSet<String>, field: &Field| {
                labels(field).any(|label| {
                    let mut parts = label.split('·');
                    parts.all(|part| keys(part).iter().any(|k| cells.contains(k)))
                })
            };
            let best = tables
                .iter()
                .map(|cells| {
                    let lost = table.fields.iter().filter(|f| !has(cells, f));
                    lost.map(|f| &*f.name).collect::<Vec<_>>()
                })
                .min_by_key(Vec::len)
                .unwrap();
            assert!(
                best.is_empty(),
                "{id} {}: not printed: {best:?}",
                table.code
            );
        }
    }
}

#[test]
fn every_label_of_a_sheet_is_in_the_workbook() {
    for id in with_blanks() {
        let bundle = bundled(id).unwrap();
        let paper = sheet::read(&bundle.blank_sheets.unwrap(), office::FileKind::Workbook).unwrap();
        let mut printed = Printed::default();
        collect(&paper.blocks, &mut printed);
        for table in bundle.mapping.tables {
            if !matches!(table.filled_in, FilledIn::Sheet | FilledIn::Both) {
                continue;
            }
            let code = key(&table.code);
            let sheet = printed
                .tables
                .iter()
                .find(|cells| cells.iter().any(|c| key(c).starts_with(&code)))
                .unwrap_or_else(|| panic!("{id}: no sheet for {code}"));
            let cells: BTreeSet<String> = sheet.iter().flat_map(|c| keys(c)).collect();
            for part in table.fields.iter().flat_map(Field::label_parts) {
                let printed = keys(part).iter().any(|k| cells.contains(k));
                assert!(printed, "{id} {code} {part}");
            }
        }
    }
}

#[test]
fn every_option_is_printed() {
    for id in with_blanks() {
        let printed = blank(id);
        let all: Vec<String> = printed
            .lines
            .iter()
            .chain(printed.tables.iter().flatten())
            .map(|text| key(text))
            .collect();
        for (name, list) in &bundled(id).unwrap().mapping.lists {
            // The options of a list stand in one place, or line by line in a box.
            for option in &list.options {
                let option = key(&option.label);
                assert!(
                    all.iter().any(|t| t.contains(&option)),
                    "{id} {name} {option}"
                );
            }
        }
    }
}

#[test]
fn the_cover_is_printed() {
    for id in with_blanks() {
        let printed = blank(id);
        let mapping = bundled(id).unwrap().mapping;
        for field in &mapping.unit {
            let label = key(&field.label);
            assert!(
                printed.lines.iter().any(|l| key(l).starts_with(&label)),
                "{}",
                field.name
            );
        }
        for title in &mapping.edition.titles {
            assert!(
                printed.lines.iter().any(|l| key(l).contains(&key(title))),
                "{title}"
            );
        }
        let year = mapping.edition.year.to_string();
        assert!(printed.lines.iter().any(|l| l.contains(&year)));
    }
}
