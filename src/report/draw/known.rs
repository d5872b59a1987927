//! What is known of each place before it is drawn: the values that were made from it, the findings
//! that point at it, the reader's remarks, and what nobody claimed.

use std::collections::HashMap;
use std::ops::Range;

use office::paper::{Aside, Paragraph, ParagraphId, RemarkKind};

use super::Pin;
use super::address::{Addresses, Spot};
use super::line::Ranged;
use crate::model::finding::FieldPath;
use crate::model::submission::Submission;
use crate::read::{Given, Traced};
use crate::value::Value;

/// What is known of one place.
#[derive(Debug, Default)]
pub(super) struct Known<'a> {
    /// The values of the place as a whole.
    pub(super) given: Vec<&'a Given>,
    /// The findings, by their index.
    pub(super) pins: Vec<usize>,
    /// The remarks, by their index on the paper.
    pub(super) remarks: Vec<usize>,
}

/// What is known of all places.
pub(super) struct Knowledge<'a> {
    pub(super) spots: HashMap<Spot, Known<'a>>,
    /// Values and what they were made from, by paragraph.
    pub(super) ranges: HashMap<ParagraphId, Vec<Ranged<'a>>>,
    /// Texts that nobody claimed.
    pub(super) rest: HashMap<ParagraphId, Vec<&'a str>>,
    /// Where each finding points.
    pub(super) pinned: Vec<Option<Spot>>,
    submission: &'a Submission,
}

impl<'a> Knowledge<'a> {
    pub(super) fn of(traced: &'a Traced, pins: &[Pin<'_>], addresses: &Addresses<'_>) -> Self {
        let mut all = Knowledge {
            spots: HashMap::new(),
            ranges: HashMap::new(),
            rest: HashMap::new(),
            pinned: Vec::with_capacity(pins.len()),
            submission: &traced.submission,
        };
        let mut of_path: HashMap<&FieldPath, Spot> = HashMap::new();
        for given in &traced.given {
            let Some(spot) = addresses.spot(&given.place) else {
                continue;
            };
            of_path.entry(&given.path).or_insert(spot);
            all.spots.entry(spot).or_default().given.push(given);
            if let Some((id, range)) = &given.range {
                let ranges = all.ranges.entry(*id).or_default();
                ranges.push((range.clone(), given));
            }
        }
        for (n, pin) in pins.iter().enumerate() {
            let spot = pin.place.and_then(|place| addresses.spot(place));
            let spot = spot.or_else(|| of_path.get(pin.path).copied());
            all.pinned.push(spot);
            if let Some(spot) = spot {
                all.spots.entry(spot).or_default().pins.push(n);
            }
        }
        for (n, remark) in traced.paper.remarks.iter().enumerate() {
            if is_at_place(&remark.kind)
                && let Some(spot) = addresses.spot(&remark.place)
            {
                all.spots.entry(spot).or_default().remarks.push(n);
            }
        }
        for rest in &traced.rest {
            all.rest.entry(rest.paragraph).or_default().push(&rest.text);
        }
        all
    }

    /// The value at a path; `None` where the submission has no such field.
    pub(super) fn value(&self, path: &FieldPath) -> Option<&'a Value> {
        let field = path.field_name()?;
        if path.is_unit() {
            return self.submission.unit.get(field);
        }
        let table = self.submission.tables.get(path.table_code()?)?;
        table.records.get(path.record_index()?)?.get(field)
    }

    /// The ranges of a paragraph's text that nobody claimed.
    pub(super) fn rest_of(&self, p: &Paragraph) -> Vec<Range<usize>> {
        let Some(texts) = self.rest.get(&p.id) else {
            return Vec::new();
        };
        let range = |text: &&str| match p.text.find(*text) {
            Some(from) if !text.is_empty() => from..from + text.len(),
            // It was put together from several pieces.
            _ => 0..p.text.len(),
        };
        texts.iter().map(range).collect()
    }
}

/// The remark is shown at its place, and not at the head or foot of the paper.
fn is_at_place(kind: &RemarkKind) -> bool {
    match kind {
        RemarkKind::Aside { aside, .. } => !matches!(aside, Aside::Header | Aside::Footer),
        RemarkKind::UnevenRow | RemarkKind::Hidden | RemarkKind::AsidesBeyond { .. } => false,
        _ => true,
    }
}
