//! Papers drawn: all that they say is there as text, every answer's place leads to its value, and
//! nothing of a form becomes markup.

mod constructs;
mod hostile;

use std::collections::HashMap;

use huibiao::read::{Given, Traced};
use huibiao::report::draw::{Settings, draw, paper, pins, pointer};
use huibiao::text::lang::Lang;
use huibiao::text::visible::visible;
use office::paper::{Change, Place, RemarkKind};

use crate::returned::{at, reader};

/// The samples that are files, and the blank.
const SAMPLES: [&str; 9] = [
    "samples/hz-2025-blank.docx",
    "samples/returned/体育部.docx",
    "samples/returned/化学工程学院.docx",
    "samples/returned/化学工程学院-子表.xlsx",
    "samples/returned/医学院_调查表.docx",
    "samples/returned/外国语学院.docx",
    "samples/returned/材料学院.docx",
    "samples/returned/材料学院（子表）.xlsx",
    "samples/returned/海洋学院 调查表（终稿）.docx",
];

fn traced(path: &str) -> Traced {
    reader().trace(path, &std::fs::read(at(path)).unwrap())
}

fn of_bytes(bytes: &[u8]) -> Traced {
    reader().trace("表.docx", bytes)
}

/// The text of an element, without the drawing's own words and what was taken out of the paper.
fn text_of(node: roxmltree::Node) -> String {
    let own = |n: &roxmltree::Node| {
        let mut around = n.ancestors().take_while(|a| *a != node);
        !around.any(|a| a.has_tag_name("del") || classes(a).any(|c| c == "wd" || c == "pin"))
    };
    let texts = node.descendants().filter(|n| n.is_text() && own(n));
    texts.filter_map(|n| n.text()).collect()
}

fn classes<'a>(node: roxmltree::Node<'a, 'a>) -> impl Iterator<Item = &'a str> {
    node.attribute("class").unwrap_or_default().split(' ')
}

/// Every text of a paper that is not in its drawing. The drawing is well-formed, or this panics.
fn lost(traced: &Traced, html: &str) -> Vec<String> {
    let page = roxmltree::Document::parse(html).unwrap();
    let drawn = text_of(page.root_element());
    let mut wanted: Vec<String> = Vec::new();
    for placed in traced.paper.placed() {
        wanted.push(placed.paragraph.text.clone());
        for drawing in &placed.paragraph.drawings {
            wanted.extend([drawing.name.clone(), drawing.text.clone()]);
        }
    }
    for remark in &traced.paper.remarks {
        match &remark.kind {
            RemarkKind::HiddenText { text }
            | RemarkKind::Covered { text }
            | RemarkKind::Floating { text }
            | RemarkKind::Aside { text, .. } => wanted.push(text.clone()),
            _ => {}
        }
    }
    let is_lost = |text: &String| !drawn.contains(&*visible(text));
    let mut lost: Vec<String> = wanted.into_iter().filter(is_lost).collect();
    let struck = page.descendants().filter(|n| n.has_tag_name("del"));
    let struck: Vec<&str> = struck.filter_map(|n| n.text()).collect();
    for placed in traced.paper.placed() {
        for revision in &placed.paragraph.revisions {
            if let Change::Deleted(text) = &revision.change
                && !struck.contains(&&**text)
            {
                lost.push(text.clone());
            }
        }
    }
    for block in &traced.paper.blocks {
        if let office::paper::Block::Table(table) = block {
            let gone = table.deleted.iter().map(|row| row.text.clone());
            lost.extend(gone.filter(|text| !struck.contains(&&**text)));
        }
    }
    lost
}

#[test]
fn no_text_of_a_sample_is_lost() {
    for sample in SAMPLES {
        let traced = traced(sample);
        let drawn = paper(&traced, Lang::Zh);
        assert_eq!(lost(&traced, &drawn), Vec::<String>::new(), "{sample}");
    }
}

#[test]
fn every_place_of_an_answer_has_an_element_that_leads_to_its_value() {
    let mut answers = 0;
    for sample in SAMPLES {
        let traced = traced(sample);
        let drawn = paper(&traced, Lang::Zh);
        let page = roxmltree::Document::parse(&drawn).unwrap();
        let ids: HashMap<&str, roxmltree::Node> = page
            .descendants()
            .filter_map(|n| Some((n.attribute("id")?, n)))
            .collect();
        for given in &traced.given {
            let id = match &given.place {
                Place::Cell { table, row, column } => format!("t{table}r{row}c{column}"),
                Place::Line { text_box, line } => format!("b{text_box}l{line}"),
                Place::Paragraph { paragraph } => format!("p{paragraph}"),
                // The samples' sheets have one table each, which begins at A1.
                Place::Sheet { sheet, cell } => {
                    let n = traced.paper.blocks.iter().position(|block| {
                        matches!(block, office::paper::Block::Table(t) if t.sheet.as_ref().unwrap().name == *sheet)
                    });
                    let at = cell.find(|c: char| c.is_ascii_digit()).unwrap();
                    let column = cell.as_bytes()[0] - b'A' + 1;
                    format!("t{}r{}c{column}", n.unwrap() + 1, &cell[at..])
                }
            };
            let element = ids.get(&*id).unwrap_or_else(|| panic!("{sample}: no {id}"));
            let path = pointer(&given.path);
            let leads = |n: roxmltree::Node| {
                let paths = n.attribute("data-path").unwrap_or_default();
                paths.split(' ').any(|p| p == path)
            };
            assert!(
                element.descendants().any(leads),
                "{sample}: {id} does not lead to {path}"
            );
            answers += 1;
        }
    }
    assert!(answers > 500, "{answers}");
}

#[test]
fn every_value_of_a_sample_has_a_place() {
    for sample in SAMPLES {
        let traced = traced(sample);
        for (code, table) in &traced.submission.tables.0 {
            for (r, record) in table.records.iter().enumerate() {
                for (name, value) in record.0.iter().filter(|(_, v)| !v.is_empty()) {
                    let path = format!("/tables/{code}/records/{r}/{name}");
                    let beside = path.trim_end_matches("_other");
                    let is = |g: &Given| g.path == path.as_str() || g.path == beside;
                    let has = traced.given.iter().any(is);
                    assert!(has, "{sample}: {path} ({}) has no place", value.shown());
                }
            }
        }
    }
}

#[test]
fn every_finding_of_a_sample_with_a_place_leads_to_it_and_back() {
    for sample in SAMPLES {
        let traced = traced(sample);
        let settings = Settings {
            pins: pins(&traced.submission.findings, Lang::En, "u1"),
            prefix: "x-",
            lang: Lang::En,
            compact: true,
        };
        let drawn = draw(&traced, &settings);
        let page = roxmltree::Document::parse(&drawn.html).unwrap();
        for (pin, target) in settings.pins.iter().zip(&drawn.pinned) {
            assert_eq!(target.is_some(), pin.place.is_some(), "{sample}: {pin:?}");
            let Some(target) = target else { continue };
            let own = page
                .descendants()
                .find(|n| n.attribute("id") == Some(target))
                .unwrap_or_else(|| panic!("{sample}: no {target}"));
            let href = format!("#{}", pin.anchor);
            let mut links = own.parent().unwrap().descendants();
            assert!(
                links.any(|n| n.attribute("href") == Some(&href)),
                "{sample}: {pin:?}"
            );
        }
    }
}
