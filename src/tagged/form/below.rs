//! The options that follow a tag: in its line, its box, its cell, or under it.

use std::collections::HashMap;

use office::paper::{Block, Paper, Paragraph, ParagraphId, Placed as Standing};

use super::Reading;
use crate::mapping::Type;
use crate::tagged::lines::{InLine, Sign, options_in};

impl Reading<'_> {
    /// The options that follow a tag: in its line, its box, its cell, or under it.
    pub(super) fn options_below(
        &self,
        i: usize,
        standing: &Standing,
        clean: &HashMap<ParagraphId, Standing>,
        plain: &Paper,
        from: usize,
    ) -> Vec<(ParagraphId, InLine)> {
        let own = standing.paragraph;
        let inline = options_in(own, from);
        let parted = inline.iter().all(|o| o.sign != Sign::Plain);
        if inline.len() > 1 && parted {
            return inline.into_iter().map(|o| (own.id, o)).collect();
        }
        let followers = self.followers(i, standing, clean, plain);
        let mut out: Vec<(ParagraphId, InLine)> = Vec::new();
        let mut kind: Option<Sign> = None;
        let flat = standing.text_box.is_none() && standing.cell.is_none();
        for p in followers {
            let found = options_in(p, 0);
            let Some(first) = found.first() else {
                match (kind, flat) {
                    // An empty line ends a list without signs.
                    (Some(Sign::Plain), true) => break,
                    _ => continue,
                }
            };
            let sign = first.sign;
            if kind.is_some_and(|k| k != sign) {
                if flat {
                    break;
                }
                if sign == Sign::Plain {
                    continue;
                }
            }
            if sign == Sign::Plain && flat && p.text.trim_end().ends_with(['：', ':', '？', '?'])
            {
                break;
            }
            kind.get_or_insert(sign);
            out.extend(found.into_iter().map(|o| (p.id, o)));
        }
        out
    }

    /// The paragraphs behind a tag's that may be its options: without tags, but for another that
    /// shares them.
    fn followers<'c>(
        &self,
        i: usize,
        standing: &Standing<'c>,
        clean: &HashMap<ParagraphId, Standing<'c>>,
        plain: &'c Paper,
    ) -> Vec<&'c Paragraph> {
        let of = self.all[i].paragraph;
        let own_cell = |s: &Standing| s.cell.map(|(_, c)| c.id);
        let own_box = |s: &Standing| s.text_box.map(|b| b.number);
        let same =
            |s: &Standing| own_cell(s) == own_cell(standing) && own_box(s) == own_box(standing);
        let mut order: Vec<&Standing> = clean.values().filter(|s| same(s)).collect();
        order.sort_by_key(|s| s.paragraph.id);
        let flat = standing.cell.is_none() && standing.text_box.is_none();
        let mut out = Vec::new();
        let mut last_block = standing.block;
        for s in order.iter().filter(|s| s.paragraph.id > of) {
            if flat {
                // A table parts what stands before it from what stands behind it.
                let parted = plain
                    .blocks
                    .get(last_block + 1..s.block)
                    .unwrap_or_default();
                if parted.iter().any(|b| matches!(b, Block::Table(_))) {
                    break;
                }
                last_block = s.block;
            }
            let mut tags = self
                .all
                .iter()
                .filter(|p| p.paragraph == s.paragraph.id)
                .peekable();
            if tags.peek().is_some() {
                let shares = tags.all(|p| {
                    p.tag.option.is_none()
                        && matches!(p.tag.kind, Some(Type::Choice | Type::Choices))
                });
                match shares && out.is_empty() {
                    true => continue,
                    false => break,
                }
            }
            out.push(s.paragraph);
        }
        // In a box the tag may stand anywhere among its lines.
        if out.iter().all(|p: &&Paragraph| p.text.trim().is_empty()) && standing.text_box.is_some()
        {
            let others = order.iter().filter(|s| s.paragraph.id != of);
            out = others.map(|s| s.paragraph).collect();
        }
        out
    }
}
