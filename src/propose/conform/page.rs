//! A page beside its blank: what the form prints that the page has not, places that no field has,
//! and what the page has that the form has not.

use std::collections::HashMap;

use office::paper::{Paper, Place};

use super::Difference;
use crate::mapping::{Mapping, PagePart, PagePiece};
use crate::propose::propose;
use crate::recognise::page::{PageSign, Template, Unit, fit, units};
use crate::said;
use crate::text::key::key;

/// Where a page and its blank form differ.
pub(super) fn differences(mapping: &Mapping, form: &Paper) -> Vec<Difference> {
    let mut out = Vec::new();
    let Some(sign) = PageSign::new(mapping) else {
        return out;
    };
    let say = |message, place| Difference {
        table: None,
        message,
        place,
    };
    let laid = fit(form, &sign);
    let pairs = laid.as_ref().map_or(&[][..], |l| &l.pairs);
    let mut there = vec![false; sign.units.len()];
    pairs.iter().for_each(|(n, _)| there[*n] = true);
    let missing = sign.units.iter().zip(&there).filter(|(unit, there)| {
        let bare = unit.templates().iter().all(Template::is_bare);
        let asks = unit
            .templates()
            .iter()
            .any(|t| t.targets().next().is_some());
        !**there && !bare && asks
    });
    for (unit, _) in missing {
        let text: String = unit.templates().iter().flat_map(|t| &t.letters).collect();
        let text = text.trim().to_owned();
        out.push(say(
            said!(
                "空白表上没有这一行：“{text}”",
                "the form has no such line: “{text}”"
            ),
            None,
        ));
    }
    out.extend(unmapped(mapping, form));
    out
}

/// The tags of a text.
fn tags(text: &str) -> usize {
    let parts = PagePiece::parts(text).unwrap_or_default();
    let tag = |p: &&PagePart| matches!(p, PagePart::Tag(_));
    parts.iter().filter(tag).count()
}

/// Places on the form that a proposal would have a field for, and the page has none.
fn unmapped(mapping: &Mapping, form: &Paper) -> Vec<Difference> {
    let texts = |page: &[PagePiece]| -> Vec<(String, usize)> {
        let all = page.iter().flat_map(PagePiece::texts);
        all.map(|t| (PagePiece::printed(t), tags(t))).collect()
    };
    // What is printed the same in several places is counted together.
    let mut own: HashMap<String, usize> = HashMap::new();
    let mut bare = 0;
    for (printed, tags) in texts(&mapping.page) {
        match key(&printed) {
            k if k.is_empty() => bare += tags,
            k => *own.entry(k).or_default() += tags,
        }
    }
    let mut wanted: HashMap<String, (String, usize)> = HashMap::new();
    let mut wanted_bare = 0;
    for (printed, tags) in texts(&propose(form, None).page) {
        match key(&printed) {
            k if k.is_empty() => wanted_bare += tags,
            k => wanted.entry(k).or_insert((printed, 0)).1 += tags,
        }
    }
    let mut out: Vec<Difference> = Vec::new();
    for (k, (printed, n)) in &wanted {
        let has = own.get(k).copied().unwrap_or(0);
        if has >= *n {
            continue;
        }
        let (left, text) = (n - has, printed.trim().replace('\n', " "));
        out.push(Difference {
            table: None,
            message: said!(
                "“{text}”里有 {left} 处填写的地方不在任何项目里",
                "{left} places of “{text}” are in no field"
            ),
            place: place_of(form, k),
        });
    }
    out.sort_by_key(|d| format!("{:?}", d.place));
    if wanted_bare > bare {
        let left = wanted_bare - bare;
        out.push(Difference {
            table: None,
            message: said!(
                "有 {left} 个空格子不在任何项目里",
                "{left} empty cells or lines are in no field"
            ),
            place: None,
        });
    }
    out
}

fn place_of(form: &Paper, wanted: &str) -> Option<Place> {
    units(form)
        .iter()
        .flat_map(Unit::texts)
        .find_map(|(paragraphs, place)| {
            let text: Vec<&str> = paragraphs.iter().map(|p| p.text.as_str()).collect();
            (key(&text.join("\n")) == wanted).then_some(place)
        })
}
