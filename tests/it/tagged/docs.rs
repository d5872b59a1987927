//! The examples of docs/tags.md: each form, filled in as the page has it, gives what it says.

use serde_json::{Value, json};

use super::data;
use super::paper::{p, table};

/// The fenced blocks of a kind: name and content.
fn blocks(page: &str, kind: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = page;
    let open = format!("```{kind} ");
    while let Some(at) = rest.find(&open) {
        let body = &rest[at + open.len()..];
        let (name, body) = body.split_once('\n').unwrap();
        let end = body.find("```").unwrap();
        found.push((name.to_owned(), body[..end].to_owned()));
        rest = &body[end..];
    }
    found
}

/// A document in the page's notation: a line is a paragraph, lines of `|` are a table.
fn body(text: &str) -> String {
    let mut out = String::new();
    let mut rows: Vec<Vec<&str>> = Vec::new();
    let close = |rows: &mut Vec<Vec<&str>>, out: &mut String| {
        if !rows.is_empty() {
            let all: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
            out.push_str(&table(&all));
            rows.clear();
        }
    };
    for line in text.lines() {
        match line.strip_prefix('|').and_then(|l| l.strip_suffix('|')) {
            Some(cells) => rows.push(cells.split('|').map(|c| c.trim_matches(' ')).collect()),
            None => {
                close(&mut rows, &mut out);
                out.push_str(&p(line));
            }
        }
    }
    close(&mut rows, &mut out);
    out
}

#[test]
fn every_example_reads_as_the_page_says() {
    let page = include_str!("../../../docs/tags.md");
    let (forms, filled, said) = (
        blocks(page, "form"),
        blocks(page, "filled"),
        blocks(page, "json"),
    );
    assert_eq!(forms.len(), 4);
    for (name, form) in &forms {
        let of = |all: &[(String, String)]| all.iter().find(|b| b.0 == *name).unwrap().1.clone();
        let read = data(&body(form), &body(&of(&filled)));
        let said: Value = serde_json::from_str(&of(&said)).unwrap();
        assert_eq!(read["unit"], said["unit"], "{name}");
        let tables = read["tables"].as_object().unwrap();
        let records: Value = tables
            .iter()
            .map(|(code, t)| (code.clone(), t["records"].clone()))
            .collect();
        assert_eq!(
            records,
            said.get("tables").cloned().unwrap_or(json!({})),
            "{name}"
        );
    }
}
