//! One paragraph of the form laid on the blank's, and the lines that go on with an answer.

mod options;

use std::ops::Range;

use office::paper::Paragraph;

use super::answer::{answer, repeats_print, says, typed_in};
use super::inline::{Pattern, lay};
use super::{Around, Key, Laying, Typed};
use crate::mapping::Type;
use crate::model::finding::{Finding, PaperCause};
use crate::tagged::{Shape, Target};

/// The answer that the next lines go on with.
#[derive(Default)]
pub(super) struct Open<'p> {
    /// Whose it is, and whether its line prints nothing else.
    last: Option<(Key, bool)>,
    /// Lines that the blank does not have, not taken yet.
    more: Vec<&'p Paragraph>,
}

impl<'p> Open<'p> {
    /// A line that the blank does not have.
    pub(super) fn more(&mut self, p: &'p Paragraph) {
        if says(&p.text) {
            self.more.push(p);
        }
    }
}

/// A place in a line of the blank.
struct Place {
    bytes: Range<usize>,
    of: Of,
}

/// What a place takes.
#[derive(Clone, Copy, PartialEq)]
enum Of {
    /// The answer of a tag.
    Tag(usize),
    /// The words behind an option of the line, by its number among them.
    Own(usize),
}

/// An option in a line of the blank.
struct Option_ {
    label: String,
    bytes: Range<usize>,
    whole: Range<usize>,
    tags: Vec<usize>,
    own: Option<Range<usize>>,
}

impl<'p> Laying<'_, 'p> {
    fn kind(&self, target: Target) -> Type {
        let mapping = &self.edition.mapping;
        match target.table {
            None => mapping.unit[target.field].kind,
            Some(t) => mapping.tables[t].fields[target.field].kind,
        }
    }

    /// Gives the lines that came in between to whose they are.
    pub(super) fn close(&mut self, open: &mut Open<'p>, _around: &Around<'p>) {
        let more = std::mem::take(&mut open.more);
        if let Some((key, bare)) = open.last.take()
            && (bare || self.kind(key.0) == Type::Text)
        {
            for p in more {
                self.go_on(key, p);
            }
        }
    }

    fn go_on(&mut self, key: Key, p: &'p Paragraph) {
        if self.edition.printed.has_exactly(&p.text) {
            return;
        }
        self.claims.claim(p);
        let place = self.place(p);
        let typed = Typed {
            text: answer(&typed_in(p, &(0..p.text.len())), "", &[], Type::Text),
            place,
            tracked: p.tracked,
            glued: false,
            cell: None,
        };
        self.put(key, typed);
    }

    /// A line of the blank that the form does not have: an answer may stand in its place.
    pub(super) fn missing(&mut self, blank: &Paragraph, open: &mut Open<'p>, around: &Around<'p>) {
        let Some(target) = self.bare(blank) else {
            if !self.template.tags_of(blank).is_empty() || says(&blank.text) {
                self.close(open, around);
            }
            return;
        };
        let key = self.key(target, around);
        if open.last.is_some_and(|(_, bare)| bare) {
            self.close(open, around);
        }
        open.last = Some((key, true));
    }

    /// The only thing in a line of the blank is this field's place.
    fn bare(&self, blank: &Paragraph) -> Option<Target> {
        let [tag] = self.template.tags_of(blank) else {
            return None;
        };
        let Shape::Blank { bytes, .. } = &self.template.stand(*tag).shape else {
            return None;
        };
        let rest = format!("{}{}", &blank.text[..bytes.start], &blank.text[bytes.end..]);
        let rest = rest.contains(char::is_alphanumeric);
        self.template.targets[*tag].filter(|_| !rest)
    }

    /// Lays a line on the blank's.
    pub(super) fn paragraph(
        &mut self,
        blank: &Paragraph,
        form: &'p Paragraph,
        open: &mut Open<'p>,
        around: &Around<'p>,
    ) {
        if !blank.boxes.is_empty() && !form.boxes.is_empty() {
            self.boxes(&blank.boxes, &form.boxes, around);
        }
        let bare = self.bare(blank);
        if let Some(target) = bare {
            let key = self.key(target, around);
            if open.last.is_some_and(|(_, bare)| bare) {
                self.close(open, around);
            }
            for p in std::mem::take(&mut open.more) {
                self.go_on(key, p);
            }
        } else if says(&blank.text) || !self.template.tags_of(blank).is_empty() {
            self.close(open, around);
        }
        let template = self.template;
        let tags = template.tags_of(blank);
        if let [tag] = tags
            && matches!(template.stand(*tag).shape, Shape::Cell)
        {
            return self.cell_mark(*tag, blank, form, around);
        }
        let options = self.options_of(blank);
        let places = self.places_of(blank, &options);
        let ranges: Vec<Range<usize>> = places.iter().map(|p| p.bytes.clone()).collect();
        let pattern = Pattern::new(&blank.text, &ranges);
        let Some(laid) = lay(&pattern, &form.text) else {
            return;
        };
        for found in laid.found.iter().flatten() {
            self.claims.claim_range(form, found.clone());
        }
        let mut own: Vec<Option<String>> = vec![None; options.len()];
        let mut at = 0;
        while at < places.len() {
            // Places with nothing printed between them share what is typed.
            let mut behind = at + 1;
            while behind < places.len() && pattern.slots[behind] == pattern.slots[at] {
                behind += 1;
            }
            let texts = self.parts(blank, form, &places[at..behind], &laid.slots[at]);
            self.claims.claim_range(form, laid.slots[at].clone());
            for (place, typed) in places[at..behind].iter().zip(texts) {
                match place.of {
                    Of::Own(option) => {
                        let words = answer(&typed, "", &[], Type::Text);
                        let words = words.trim_matches(|c: char| "：:（）() ，,".contains(c));
                        own[option] = says(words).then(|| words.to_owned());
                    }
                    Of::Tag(tag) => self.typed(tag, blank, form, typed, around),
                }
            }
            at = behind;
        }
        for tag in tags {
            if matches!(template.stand(*tag).shape, Shape::Row) {
                self.row_name(*tag, form, around);
            }
        }
        self.options(blank, form, &options, own, &pattern, &laid, around);
        if let Some(last) = self.last_place(blank, tags, around) {
            open.last = Some((last, bare.is_some()));
        }
    }

    /// What is typed in the stretch that some places share, for each of them.
    fn parts(
        &mut self,
        blank: &Paragraph,
        form: &'p Paragraph,
        places: &[Place],
        bytes: &Range<usize>,
    ) -> Vec<String> {
        let whole = typed_in(form, bytes);
        if places.len() > 1 {
            let (from, to) = (places[0].bytes.start, places[places.len() - 1].bytes.end);
            if !says(&whole) || repeats_print(&whole, &blank.text[from..to]) {
                return vec![String::new(); places.len()];
            }
        }
        let dated = places.iter().map(|p| match p.of {
            Of::Tag(tag) => match &self.template.stand(tag).shape {
                Shape::Blank { joints, .. } => {
                    let kind = self.template.targets[tag].map(|t| self.kind(t));
                    !joints.is_empty() || matches!(kind, Some(Type::Date | Type::Year))
                }
                _ => false,
            },
            Of::Own(_) => false,
        });
        let dated: Vec<bool> = dated.collect();
        let (texts, unsure) = parted(&whole, &dated);
        if unsure {
            let text = whole.trim().to_owned();
            let finding = Finding::of(PaperCause::Unclaimed { text: text.clone() });
            let place = self.place(form);
            self.findings.push(finding.quoting(text).from(place));
        }
        texts
    }

    fn row_name(&mut self, tag: usize, form: &'p Paragraph, around: &Around<'p>) {
        let Some(target) = self.template.targets[tag] else {
            return;
        };
        let place = self.place(form);
        self.see(target, &place);
        let key = self.key(target, around);
        let text = self.template.stand(tag).placed.tag.option.clone();
        let typed = Typed {
            text: text.unwrap_or_default(),
            place,
            tracked: false,
            glued: false,
            cell: None,
        };
        self.put(key, typed);
    }

    /// The last place of a line, where it runs to the line's end.
    fn last_place(
        &mut self,
        blank: &Paragraph,
        tags: &[usize],
        around: &Around<'p>,
    ) -> Option<Key> {
        let tag = *tags.last()?;
        let Shape::Blank { bytes, .. } = &self.template.stand(tag).shape else {
            return None;
        };
        let rest = &blank.text[bytes.end..];
        let target =
            self.template.targets[tag].filter(|_| !rest.contains(char::is_alphanumeric))?;
        Some(self.key(target, around))
    }

    fn typed(
        &mut self,
        tag: usize,
        blank: &Paragraph,
        form: &'p Paragraph,
        typed: String,
        around: &Around<'p>,
    ) {
        let Some(target) = self.template.targets[tag] else {
            return;
        };
        let place = self.place(form);
        self.see(target, &place);
        let key = self.key(target, around);
        let (bytes, joints) = match &self.template.stand(tag).shape {
            Shape::Blank { bytes, joints } => (bytes, joints.as_slice()),
            Shape::Lines { bytes, .. } => (bytes, &[][..]),
            _ => return,
        };
        let printed = &blank.text[bytes.clone()];
        let mut text = answer(&typed, printed, joints, self.kind(target));
        if repeats_print(&text, printed) {
            text.clear();
        }
        if let Some(several) = self.numbers(target, &text) {
            text = several;
        }
        let alone = self.bare(blank).is_some();
        let typed = Typed {
            text,
            place,
            tracked: form.tracked,
            glued: false,
            cell: around.cell.filter(|_| alone),
        };
        self.put(key, typed);
    }

    /// Letters or numbers of options that are written without anything between: `ACD`.
    fn numbers(&self, target: Target, text: &str) -> Option<String> {
        let mapping = &self.edition.mapping;
        let field = match target.table {
            None => &mapping.unit[target.field],
            Some(t) => &mapping.tables[t].fields[target.field],
        };
        let list = mapping.lists.get(field.list.as_ref()?)?;
        let several = field.kind == Type::Choices && text.chars().nth(1).is_some();
        if !several || list.options.len() > 9 {
            return None;
        }
        let last = list.options.len() as u32;
        let fits = |c: char| match c {
            '1'..='9' => c as u32 - '0' as u32 <= last,
            _ if c.is_ascii_alphabetic() => (c.to_ascii_uppercase() as u32 - 'A' as u32) < last,
            _ => false,
        };
        let letters: Vec<String> = text
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(String::from)
            .collect();
        let all = letters.iter().all(|l| l.chars().all(fits));
        all.then(|| letters.join("、"))
    }

    /// The places of a line in order, none lying over another.
    fn places_of(&self, blank: &Paragraph, options: &[Option_]) -> Vec<Place> {
        let template = self.template;
        let mut places: Vec<Place> = Vec::new();
        for tag in template.tags_of(blank) {
            if let Shape::Blank { bytes, .. } | Shape::Lines { bytes, .. } =
                &template.stand(*tag).shape
            {
                let bytes = bytes.clone();
                places.push(Place {
                    bytes,
                    of: Of::Tag(*tag),
                });
            }
        }
        for (n, option) in options.iter().enumerate() {
            if let Some(bytes) = option.own.clone() {
                places.push(Place {
                    bytes,
                    of: Of::Own(n),
                });
            }
        }
        places.sort_by_key(|p| (p.bytes.start, p.bytes.end));
        let mut end = 0;
        places.retain(|p| {
            let fits = p.bytes.start >= end;
            end = end.max(p.bytes.end);
            fits
        });
        places
    }
}

fn first_letter(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// What is typed in one stretch, for several places that nothing is printed between: parted by the
/// rules and gaps, a date to the place that is printed for one. The second says that it could be
/// otherwise.
fn parted(whole: &str, dated: &[bool]) -> (Vec<String>, bool) {
    if dated.len() < 2 {
        return (vec![whole.to_owned()], false);
    }
    let gap = |c: char| matches!(c, '_' | '＿' | '\t' | '\u{3000}');
    let wide = whole.replace("  ", "\u{3000}");
    let mut parts: Vec<String> = Vec::new();
    for part in wide.split(gap).filter(|p| says(p)) {
        let part = part.trim();
        let goes_on = part.starts_with(['年', '月', '日', '至', '到']);
        let digits =
            |p: &String| p.ends_with(|c: char| c.is_ascii_digit()) || p.ends_with(['年', '月']);
        // The words of a date that was not given.
        let empty = |c: char| c.is_whitespace() || "年月日时分至到".contains(c);
        if goes_on && part.chars().all(empty) && !parts.last().is_some_and(digits) {
            continue;
        }
        match parts.last_mut() {
            // A date typed on its rules: 2024__年__3__月.
            Some(last) if goes_on => last.push_str(part),
            _ => parts.push(part.to_owned()),
        }
    }
    if parts.len() == dated.len() {
        return (parts, false);
    }
    let words: Vec<&str> = whole.split_whitespace().collect();
    if parts.len() == 1 && words.len() == dated.len() && !dated.contains(&true) {
        return (words.into_iter().map(str::to_owned).collect(), false);
    }
    let mut out = vec![String::new(); dated.len()];
    let mut unsure = false;
    for part in parts {
        let is_date =
            part.contains(|c: char| c.is_ascii_digit()) && part.contains(['年', '-', '/', '.']);
        let free =
            |wanted: bool| (0..dated.len()).find(|i| dated[*i] == wanted && out[*i].is_empty());
        let own = free(is_date);
        unsure |= own.is_none() || dated.iter().filter(|d| **d == is_date).count() > 1;
        let at = own.or_else(|| free(!is_date)).unwrap_or(dated.len() - 1);
        if !out[at].is_empty() {
            out[at].push(' ');
        }
        out[at].push_str(&part);
    }
    (out, unsure)
}
