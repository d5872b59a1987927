//! Options whose printed line was typed over with the words of those that are chosen.

use std::collections::BTreeSet;

use super::letters::Letter;
use crate::mapping::{Mapping, PageTarget};
use crate::recognise::page::{Fate, Template, is_soft, norm};
use crate::text::glyph::{is_box, is_tick};

/// The options that the text names, where it holds nothing else: each with its field and its place in the
/// list.
pub fn retyped(
    template: &Template,
    letters: &[Letter],
    fates: &[Fate],
    mapping: &Mapping,
) -> Option<Vec<(PageTarget, usize)>> {
    let slots = template.holes.iter().filter(|h| h.option.is_some());
    let slotted: Vec<usize> = slots.map(|h| h.room.start).collect();
    let zones = template.options.iter().map(|o| o.zone());
    let from = zones
        .clone()
        .map(|z| z.start)
        .chain(slotted.iter().copied())
        .min()?;
    let from = before_slot(template, from, mapping);
    let to = match slotted.is_empty() {
        true => zones.map(|z| z.end).max()?,
        false => usize::MAX,
    };
    let within = |n: usize| match fates[n] {
        Fate::Printed(i) => from <= i && i < to,
        _ => true,
    };
    let body: Vec<usize> = (0..letters.len()).filter(|n| within(*n)).collect();
    let plain = |n: &usize| {
        let letter = &letters[*n];
        let ticked = is_tick(letter.c) && matches!(fates[*n], Fate::Printed(_));
        !(letter.is_struck || is_box(letter.c) || ticked || "[]［］{}（）()".contains(letter.c))
    };
    // Boxes that still stand there say what is chosen themselves; so do looks.
    if !body.iter().all(plain)
        || body
            .iter()
            .any(|n| letters[*n].format != letters[body[0]].format)
    {
        return None;
    }
    let text: String = body.iter().map(|n| letters[*n].c).collect();
    let known = known(template, mapping);
    let all: BTreeSet<(usize, usize)> = known.iter().map(|k| (k.0, k.2)).collect();
    let whole = find(&known, &text);
    let found = match whole {
        Some(one) => vec![one],
        None => {
            let parting = |c: char| is_soft(c) || is_tick(c) || "、，,；;/／\\|。".contains(c);
            let parts = text
                .split(parting)
                .filter(|p| p.chars().any(char::is_alphanumeric));
            parts.map(|p| find(&known, p)).collect::<Option<Vec<_>>>()?
        }
    };
    let mut seen = BTreeSet::new();
    let fresh: Vec<_> = found
        .into_iter()
        .filter(|f| seen.insert((f.0, f.2)))
        .collect();
    // Words without boxes that all stand there are as printed.
    let boxed = template.options.iter().any(|o| o.glyph.is_some()) || !slotted.is_empty();
    if fresh.is_empty() || !boxed && fresh.len() == all.len() {
        return None;
    }
    Some(
        fresh
            .into_iter()
            .map(|(_, target, option)| (target, option))
            .collect(),
    )
}

/// Where the first option's label begins that stands before its bracket: `是（ ）否（ ）`.
fn before_slot(template: &Template, from: usize, mapping: &Mapping) -> usize {
    let first = template
        .holes
        .iter()
        .find(|h| h.option.is_some() && h.room.start == from);
    let label = first.and_then(|h| {
        let list = mapping
            .lists
            .get(h.target.field_of(mapping)?.list.as_ref()?)?;
        Some(key(&list.options.get(h.option?)?.label))
    });
    let Some(label) = label.filter(|l| !l.is_empty()) else {
        return from;
    };
    let words: Vec<usize> = (0..from)
        .filter(|i| template.letters[*i].is_alphanumeric())
        .collect();
    let n = label.chars().count();
    let tail = &words[words.len().saturating_sub(n)..];
    let same = tail.iter().map(|i| template.letters[*i]).eq(label.chars());
    if same { tail[0] } else { from }
}

/// The options of a text: a number for the field, the field, the place in its list, and the names.
fn known(template: &Template, mapping: &Mapping) -> Vec<(usize, PageTarget, usize, Vec<String>)> {
    let boxed = template.options.iter().map(|o| (o.target, o.option));
    let slots = template
        .holes
        .iter()
        .filter_map(|h| Some((h.target, h.option?)));
    let mut fields: Vec<PageTarget> = Vec::new();
    let mut out = Vec::new();
    for (target, option) in boxed.chain(slots) {
        let n = fields
            .iter()
            .position(|f| *f == target)
            .unwrap_or(fields.len());
        if n == fields.len() {
            fields.push(target);
        }
        let list = target
            .field_of(mapping)
            .and_then(|f| mapping.lists.get(f.list.as_ref()?));
        let Some(choice) = list.and_then(|l| l.options.get(option)) else {
            continue;
        };
        let names = choice
            .aliases
            .iter()
            .map(|a| key(a))
            .chain([key(&choice.label)]);
        out.push((n, target, option, names.collect()));
    }
    out
}

fn key(text: &str) -> String {
    text.chars()
        .map(norm)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// The one option of this name.
fn find(
    known: &[(usize, PageTarget, usize, Vec<String>)],
    text: &str,
) -> Option<(usize, PageTarget, usize)> {
    let text = key(text);
    let mut of = known
        .iter()
        .filter(|k| !text.is_empty() && k.3.contains(&text));
    let one = of.next()?;
    of.next().is_none().then_some((one.0, one.1, one.2))
}
