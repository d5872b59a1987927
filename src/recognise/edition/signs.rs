//! By what an edition's tables and fields are known on paper: the keys of their codes, headings
//! and labels, made once.

use super::laid_out::LaidOut;
use crate::mapping::{Layout, Mapping};
use crate::recognise::page::PageSign;
use crate::text::key::{key, key_and_stem, stem, without_year};
use crate::text::known::Known;

/// The lookups of an edition.
#[derive(Debug, Default)]
pub struct Signs {
    /// The form as it is printed, where the mapping says so.
    pub page: Option<PageSign>,
    /// A code's key to its table.
    pub codes: Known<String, usize>,
    /// The lengths that code keys have, longest first.
    pub code_lengths: Vec<usize>,
    /// The letters that code keys begin with, and how many digits follow them at least.
    pub code_families: Vec<(String, usize)>,
    /// The key or stem of a name or alias to its tables.
    pub titles: Known<String, Vec<usize>>,
    /// Every title's key with its table, for headings that are only nearly equal.
    pub title_list: Vec<(String, usize)>,
    /// The labels of each table's fields.
    pub fields: Vec<Vec<FieldSign>>,
    /// The key or stem of one part of a label to the tables that have it.
    pub parts: Known<String, Vec<u16>>,
    /// Labels that are never an item: row numbers, and each table's own `ignore`.
    pub ignored: Vec<Vec<String>>,
    /// What the tables of the layouts `grid`, `rating` and `blanks` print, by table.
    pub laid_out: Vec<(usize, LaidOut)>,
    /// The keys of the edition's titles.
    pub form_titles: Vec<String>,
    /// The cover's labels: each spelling without white space, longest first, with its field.
    pub cover: Vec<(Vec<char>, usize)>,
}

/// The ways in which one field is labelled.
#[derive(Debug)]
pub struct FieldSign {
    /// The label first, then the aliases.
    pub labels: Vec<LabelSign>,
    /// The field of the words that are typed within its label: 其它______.
    pub words: Option<usize>,
    /// It is typed within another's label and has none of its own on paper.
    pub within: bool,
}

/// One label, in keys.
#[derive(Debug)]
pub struct LabelSign {
    /// Key and stem of each part, outermost first.
    pub parts: Vec<(String, String)>,
    /// The keys of all parts together.
    pub full: String,
    /// The stems of all parts together.
    pub full_stem: String,
}

impl LabelSign {
    fn new(label: &str) -> LabelSign {
        let parts: Vec<_> = label
            .split('·')
            .map(|p| {
                let (key, stem) = key_and_stem(p);
                (without_year(key), without_year(stem))
            })
            .collect();
        LabelSign {
            full: parts.iter().map(|p| p.0.as_str()).collect(),
            full_stem: parts.iter().map(|p| p.1.as_str()).collect(),
            parts,
        }
    }

    /// Key and stem of the innermost part.
    pub fn last(&self) -> (&str, &str) {
        self.parts.last().map_or(("", ""), |p| (&p.0, &p.1))
    }
}

/// Column labels that number the rows on any form.
const ROW_NUMBERS: [&str; 5] = ["序号", "编号", "序", "行号", "no"];

impl Signs {
    /// The lookups of a mapping.
    pub fn new(mapping: &Mapping) -> Signs {
        let mut signs = Signs::of_headings(mapping);
        for (t, table) in mapping.tables.iter().enumerate() {
            let fields: Vec<_> = table
                .fields
                .iter()
                .map(|f| FieldSign {
                    labels: std::iter::once(&*f.label)
                        .chain(f.aliases.iter().map(String::as_str))
                        .map(LabelSign::new)
                        .collect(),
                    words: table
                        .fields
                        .iter()
                        .position(|g| g.within.as_ref() == Some(&f.name)),
                    within: f.within.is_some(),
                })
                .collect();
            if matches!(table.layout, Layout::Records | Layout::Form) {
                let own = || fields.iter().filter(|f| !f.within);
                let labels = || own().flat_map(|f| &f.labels);
                let parts = labels().flat_map(|l| &l.parts).map(|p| (&p.0, &p.1));
                for part in parts.chain(labels().map(|l| (&l.full, &l.full_stem))) {
                    for sign in [part.0, part.1] {
                        let tables = signs.parts.entry(sign.clone()).or_default();
                        if !sign.is_empty() && !tables.contains(&(t as u16)) {
                            tables.push(t as u16);
                        }
                    }
                }
            }
            signs.fields.push(fields);
            let ignored = ROW_NUMBERS.iter().map(|s| key(s));
            signs
                .ignored
                .push(ignored.chain(table.ignore.iter().map(|s| key(s))).collect());
        }
        signs.page = PageSign::new(mapping);
        let laid_out = mapping.tables.iter().enumerate();
        signs.laid_out = laid_out
            .filter_map(|(t, table)| Some((t, LaidOut::new(table)?)))
            .collect();
        for (f, field) in mapping.unit.iter().enumerate() {
            for label in
                std::iter::once(&*field.label).chain(field.aliases.iter().map(String::as_str))
            {
                let letters: Vec<char> = label.chars().filter(|c| !c.is_whitespace()).collect();
                signs.cover.push((letters, f));
            }
        }
        signs
            .cover
            .sort_by_key(|(letters, _)| std::cmp::Reverse(letters.len()));
        signs
    }

    /// The codes and titles alone: what an edition is known by at first sight. Most editions come no
    /// further into question.
    pub fn of_headings(mapping: &Mapping) -> Signs {
        let mut signs = Signs::default();
        for (t, table) in mapping.tables.iter().enumerate() {
            // A page's tables are known by the page.
            if table.layout == Layout::Page {
                continue;
            }
            // A table printed under another's code has no code of its own on paper.
            if table.under.is_none() {
                signs.codes.insert(key(&table.code), t);
            }
            for title in std::iter::once(&table.name).chain(&table.aliases) {
                let (k, s) = (key(title), stem(title));
                for sign in [&k, &s] {
                    let tables = signs.titles.entry(sign.clone()).or_default();
                    if !tables.contains(&t) {
                        tables.push(t);
                    }
                }
                signs.title_list.push((k, t));
            }
        }
        signs.code_lengths = signs.codes.keys().map(String::len).collect();
        signs.code_lengths.sort_unstable_by(|a, b| b.cmp(a));
        signs.code_lengths.dedup();
        signs.code_families = families(&signs.codes);
        signs.form_titles = mapping.edition.titles.iter().map(|t| key(t)).collect();
        signs
    }

    /// What a table of the layouts `grid`, `rating` and `blanks` prints.
    pub fn laid_out(&self, table: usize) -> Option<&LaidOut> {
        let own = |(t, _): &&(usize, LaidOut)| *t == table;
        self.laid_out.iter().find(own).map(|(_, l)| l)
    }

    /// The label is known never to be an item of `table`.
    pub fn is_ignored(&self, table: usize, label_key: &str) -> bool {
        self.ignored[table].iter().any(|s| s == label_key)
    }
}

/// The letters that several codes have in common, with the fewest digits behind them.
fn families(codes: &Known<String, usize>) -> Vec<(String, usize)> {
    let mut families: Vec<(String, usize)> = Vec::new();
    for code in codes.keys() {
        let digits = code
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(code.len());
        let (letters, rest) = code.split_at(digits);
        let n = rest.bytes().take_while(u8::is_ascii_digit).count();
        if letters.len() < 2 || n == 0 {
            continue;
        }
        match families.iter_mut().find(|f| f.0 == letters) {
            Some(family) => family.1 = family.1.min(n),
            None => families.push((letters.to_owned(), n)),
        }
    }
    families
}
