//! `docs/mapping.md`: every snippet loads, in the order in which the reader meets it.

use std::collections::BTreeMap;

use huibiao::mapping::formula::Condition;
use huibiao::mapping::{Mapping, SourceFile, load};
use huibiao::text::lang::Lang;

/// The fenced blocks: what the fence says, and what stands in it.
fn blocks() -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut lines = include_str!("../../docs/mapping.md").lines();
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            let text: Vec<&str> = lines.by_ref().take_while(|l| *l != "```").collect();
            blocks.push((info.to_owned(), text.join("\n") + "\n"));
        }
    }
    blocks
}

#[test]
fn every_snippet_loads() {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut mapping = Mapping::default();
    let (mut snippets, mut formulas) = (0, 0);
    for (info, text) in blocks() {
        let (kind, name) = info.split_once(' ').unwrap();
        match kind {
            "toml" => {
                snippets += 1;
                *files.entry(name.to_owned()).or_default() += &text;
                let files = files.iter().map(|(name, text)| SourceFile {
                    name: name.clone(),
                    text: text.clone().into(),
                });
                mapping = load(files).unwrap_or_else(|e| panic!("{}", e.render(Lang::En, false)));
            }
            "formula" => {
                let table = mapping.table(name).unwrap();
                for line in text.lines() {
                    formulas += 1;
                    Condition::parse(line, table).unwrap_or_else(|e| panic!("{line}: {e}"));
                }
            }
            other => panic!("docs/mapping.md has a block of kind {other}, which nothing tries"),
        }
    }
    assert!(snippets >= 5 && formulas >= 5);
    assert_eq!(mapping.tables.len(), 6);
    assert_eq!(mapping.derived.len(), 1);
}
