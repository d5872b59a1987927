//! The options of a line: how each looks on the form, and which marks are typed beside it.

use std::ops::Range;

use office::paper::Paragraph;

use super::{Option_, first_letter};
use crate::extract::marks::{Look, is_box};
use crate::extract::placed::choose::{self, Mark};
use crate::extract::placed::inline::{self, Laid, Pattern};
use crate::extract::placed::{Around, Laying, Seen};
use crate::tagged::Shape;

impl<'p> Laying<'_, 'p> {
    pub(super) fn options_of(&self, blank: &Paragraph) -> Vec<Option_> {
        let template = self.template;
        let mut out: Vec<Option_> = Vec::new();
        for tag in template.tags_of(blank) {
            let stand = template.stand(*tag);
            if let (Shape::Option(o), Some(label)) = (&stand.shape, &stand.placed.tag.option) {
                out.push(Option_ {
                    label: label.clone(),
                    bytes: o.label.clone(),
                    whole: o.whole.clone(),
                    tags: vec![*tag],
                    own: o.own.clone(),
                });
            }
        }
        for o in template.options_of(blank) {
            out.push(Option_ {
                label: o.label.clone(),
                bytes: o.line.label.clone(),
                whole: o.line.whole.clone(),
                tags: o.stands.clone(),
                own: o.line.own.clone(),
            });
        }
        out.sort_by_key(|o| o.whole.start);
        // A blank with a tag of its own is that tag's.
        let blanks = template.tags_of(blank).iter();
        let blanks = blanks.filter_map(|t| match &template.stand(*t).shape {
            Shape::Blank { bytes, .. } => Some(bytes),
            _ => None,
        });
        for bytes in blanks {
            for option in &mut out {
                let shared = |own: &Range<usize>| own.start <= bytes.end && bytes.start <= own.end;
                option.own = option.own.take().filter(|own| !shared(own));
            }
        }
        out
    }

    /// Of words without boxes that say what applies, only these were left: the line without the
    /// others is the returned one.
    fn left_alone(
        &self,
        blank: &Paragraph,
        form: &Paragraph,
        options: &[Option_],
    ) -> Option<usize> {
        if options.len() < 2 || options.iter().any(|o| o.whole != o.bytes) {
            return None;
        }
        let (first, last) = (options.first()?, options.last()?);
        let theirs = inline::keys(&form.text);
        let alone = |o: &Option_| {
            let text = [
                &blank.text[..first.bytes.start],
                &blank.text[o.bytes.clone()],
                &blank.text[last.bytes.end..],
            ];
            inline::keys(&text.concat()) == theirs
        };
        let mut all = (0..options.len()).filter(|n| alone(&options[*n]));
        all.next().filter(|_| all.next().is_none())
    }

    #[allow(clippy::too_many_arguments)]
    pub(super) fn options(
        &mut self,
        blank: &Paragraph,
        form: &'p Paragraph,
        options: &[Option_],
        mut own: Vec<Option<String>>,
        pattern: &Pattern,
        laid: &Laid,
        around: &Around<'p>,
    ) {
        if options.is_empty() {
            return;
        }
        let place = self.place(form);
        let extents: Vec<Option<Range<usize>>> = options
            .iter()
            .map(|o| laid.bytes(pattern, &o.whole))
            .collect();
        let marks = self.gaps(form, options, &extents, pattern, laid);
        let alone = self.left_alone(blank, form, options);
        let shading = around.cell.and_then(|c| c.shading);
        let blank_shading = around.blank_shading;
        for (n, option) in options.iter().enumerate() {
            let (there, of) = laid.share(pattern, &option.bytes);
            let label = laid.bytes(pattern, &option.bytes);
            let look = match &extents[n] {
                Some(piece) => {
                    let from = if n == 0 && piece.start <= first_letter(&form.text) {
                        0
                    } else {
                        piece.start
                    };
                    let piece = from..piece.end;
                    let mut look =
                        Look::of(form, piece.clone(), label.clone().unwrap_or(piece), shading);
                    match marks[n] {
                        Mark::Tick => look.tick(),
                        Mark::None => {}
                    }
                    if label.is_some_and(|l| {
                        choose::is_circled(&form.text[l], &blank.text[option.bytes.clone()])
                    }) {
                        look.tick();
                    }
                    look
                }
                None => Look::default(),
            };
            let boxed = option.whole != option.bytes || blank.bullet.is_some();
            let from = if n == 0 && option.whole.start <= first_letter(&blank.text) {
                0
            } else {
                option.whole.start
            };
            let blank_look = Look::of(
                blank,
                from..option.whole.end,
                option.bytes.clone(),
                blank_shading,
            );
            for tag in &option.tags {
                let Some(target) = self.template.targets[*tag] else {
                    continue;
                };
                self.see(target, &place);
                let key = self.key(target, around);
                let seen = Seen {
                    label: option.label.clone(),
                    look: look.clone(),
                    blank: Some(blank_look.clone()),
                    place: place.clone(),
                    present: alone.map_or(extents[n].is_some() && there * 2 >= of, |a| a == n),
                    boxed,
                    own: own[n].clone(),
                    shared: option.tags.len(),
                    cell: None,
                };
                self.options.entry(key).or_default().push(seen);
            }
            own[n] = None;
        }
    }

    /// The marks typed between printed letters, each at the option that it is of.
    fn gaps(
        &mut self,
        form: &'p Paragraph,
        options: &[Option_],
        extents: &[Option<Range<usize>>],
        pattern: &Pattern,
        laid: &Laid,
    ) -> Vec<Mark> {
        let mut marks = vec![Mark::None; options.len()];
        let of = |i: usize| {
            let at = pattern.printed[i].at;
            options.iter().position(|o| o.whole.contains(&at))
        };
        let found: Vec<(usize, &Range<usize>)> = laid
            .found
            .iter()
            .enumerate()
            .filter_map(|(i, f)| Some((i, f.as_ref()?)))
            .collect();
        for n in 0..=found.len() {
            let left = n.checked_sub(1).map(|n| &found[n]);
            let right = found.get(n);
            let from = left.map_or(0, |l| l.1.end);
            let to = right.map_or(form.text.len(), |r| r.1.start);
            let gap = from..to.max(from);
            let text = &form.text[gap.clone()];
            let mark = choose::mark_in(text);
            if mark == Mark::None {
                continue;
            }
            let (l, r) = (left.and_then(|l| of(l.0)), right.and_then(|r| of(r.0)));
            let option = match (l, r) {
                (Some(l), Some(r)) if l != r => {
                    let behind = options[l].whole.end > options[l].bytes.end;
                    let before = options[r].whole.start < options[r].bytes.start;
                    let touches = !text.starts_with(char::is_whitespace)
                        && text.ends_with(char::is_whitespace);
                    let right = match (behind, before) {
                        (true, false) => false,
                        (false, true) => !touches,
                        _ => !touches && text.starts_with(char::is_whitespace),
                    };
                    Some(if right { r } else { l })
                }
                (l, r) => l.or(r),
            };
            if let Some(option) = option.filter(|o| extents[*o].is_some()) {
                if marks[option] != Mark::Tick {
                    marks[option] = mark;
                }
                self.claims.claim_range(form, gap);
            }
        }
        marks
    }

    /// The mark in a cell that is an option's alone.
    pub(super) fn cell_mark(
        &mut self,
        tag: usize,
        blank: &Paragraph,
        form: &'p Paragraph,
        around: &Around<'p>,
    ) {
        let Some(target) = self.template.targets[tag] else {
            return;
        };
        let place = self.place(form);
        self.see(target, &place);
        let key = self.key(target, around);
        let label = self
            .template
            .stand(tag)
            .placed
            .tag
            .option
            .clone()
            .unwrap_or_default();
        let (text, shaded) = match around.cell {
            Some(cell) => {
                let blank = around.blank_shading;
                (cell.answer().into_owned(), cell.shading != blank)
            }
            None => (form.answer().into_owned(), false),
        };
        let boxed = blank.text.contains(is_box);
        let mark = choose::cell_mark(&text, &label, shaded, boxed);
        if mark.is_understood() {
            match around.cell {
                Some(cell) => self.claims.claim_cell(cell),
                None => self.claims.claim(form),
            }
        }
        let mut look = Look::default();
        if matches!(mark, choose::CellMark::Tick | choose::CellMark::Other) {
            look.tick();
        }
        let seen = Seen {
            label,
            look,
            blank: None,
            place,
            present: true,
            boxed: true,
            own: None,
            shared: 1,
            cell: Some(mark),
        };
        self.options.entry(key).or_default().push(seen);
    }
}
