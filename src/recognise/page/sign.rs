//! A mapping's page made ready for looking up.

use std::ops::Range;

use super::letters::{is_joint, is_soft, norm};
use crate::mapping::{Mapping, PagePart, PagePiece, PageRecord, PageTarget};
use crate::text::glyph::is_box;

/// The page of a mapping.
#[derive(Debug, Default)]
pub struct PageSign {
    /// Its lines and rows, in order.
    pub units: Vec<UnitSign>,
}

/// A line or a row.
#[derive(Debug)]
pub enum UnitSign {
    /// A paragraph.
    Line(Template),
    /// A row of a table.
    Row(RowSign),
}

/// A row of a table.
#[derive(Debug)]
pub struct RowSign {
    /// The cells that begin in it.
    pub cells: Vec<Template>,
    /// The table whose records its copies are.
    pub repeats: Option<usize>,
}

/// A printed text with its places.
#[derive(Debug, Default)]
pub struct Template {
    /// The printed letters, as they are compared.
    pub letters: Vec<char>,
    /// Places for text.
    pub holes: Vec<Hole>,
    /// Options.
    pub options: Vec<OptionSign>,
    /// What a field holds in this row.
    pub given: Vec<(PageTarget, String)>,
    /// Pairs of its printed letters, ordered.
    pub grams: Vec<(char, char)>,
}

/// A place for text: what is typed between these letters is its answer.
#[derive(Debug)]
pub struct Hole {
    /// The letters that only leave room there, or join its parts.
    pub room: Range<usize>,
    /// The field.
    pub target: PageTarget,
    /// A tick here chooses this option.
    pub option: Option<usize>,
}

/// An option to mark.
#[derive(Debug)]
pub struct OptionSign {
    /// The field.
    pub target: PageTarget,
    /// Its place in the field's list.
    pub option: usize,
    /// Its box.
    pub glyph: Option<usize>,
    /// Its label.
    pub label: Range<usize>,
}

impl OptionSign {
    /// Box and label.
    pub fn zone(&self) -> Range<usize> {
        match self.glyph {
            None => self.label.clone(),
            Some(glyph) if self.label.is_empty() => glyph..glyph + 1,
            Some(glyph) => glyph.min(self.label.start)..(glyph + 1).max(self.label.end),
        }
    }
}

impl PageSign {
    /// The page of a mapping; `None` where it has none.
    pub fn new(mapping: &Mapping) -> Option<PageSign> {
        let mut units = Vec::new();
        for piece in &mapping.page {
            match piece {
                PagePiece::Line(line) => {
                    let template = Template::new(line, mapping);
                    if !template.is_nothing() {
                        units.push(UnitSign::Line(template));
                    }
                }
                PagePiece::Table(rows) => units.extend(rows.iter().map(|row| {
                    let cells = row.iter().map(|c| Template::new(c, mapping)).collect();
                    UnitSign::Row(RowSign::new(cells))
                })),
            }
        }
        (!units.is_empty()).then_some(PageSign { units })
    }
}

impl UnitSign {
    /// Its texts.
    pub fn templates(&self) -> &[Template] {
        match self {
            UnitSign::Line(line) => std::slice::from_ref(line),
            UnitSign::Row(row) => &row.cells,
        }
    }
}

impl RowSign {
    fn new(cells: Vec<Template>) -> RowSign {
        let repeats = cells.iter().flat_map(Template::targets).find_map(|t| {
            let of_row = t.record == PageRecord::Row;
            t.table.filter(|_| of_row)
        });
        // A row whose record is named by what is printed in it stands there once.
        let named = cells.iter().any(|c| !c.given.is_empty());
        RowSign {
            cells,
            repeats: repeats.filter(|_| !named),
        }
    }
}

impl Template {
    /// A text of the page.
    pub fn new(text: &str, mapping: &Mapping) -> Template {
        let mut out = Template::default();
        let mut shown: Vec<char> = Vec::new();
        let mut tags = Vec::new();
        for part in PagePiece::parts(text).unwrap_or_default() {
            match part {
                PagePart::Words(words) => shown.extend(words.chars()),
                PagePart::Tag(tag) => {
                    if let Some(target) = tag.target(mapping) {
                        tags.push((shown.len(), target, tag.option));
                    }
                }
            }
        }
        out.letters = shown.iter().copied().map(norm).collect();
        for (n, (at, target, option)) in tags.iter().enumerate() {
            let next = tags.get(n + 1).map_or(shown.len(), |t| t.0);
            let before = n.checked_sub(1).map_or(0, |n| tags[n].0);
            match option {
                None => out.hole(*at, next, *target, None),
                Some(given) if mapping.is_given(target) => out.given.push((*target, given.clone())),
                Some(label) => out.option((before, *at, next), *target, label, mapping),
            }
        }
        out.grams = out.known_by();
        out
    }

    /// It prints nothing and has no places.
    pub fn is_nothing(&self) -> bool {
        self.letters.iter().all(|c| is_soft(*c)) && self.targets().next().is_none()
    }

    /// It prints nothing that it could be known by.
    pub fn is_bare(&self) -> bool {
        self.grams.is_empty()
    }

    /// Pairs of the letters that stand together whatever is typed: none over a place.
    fn known_by(&self) -> Vec<(char, char)> {
        let mut all = Vec::new();
        let mut from = 0;
        let rooms = self.holes.iter().map(|h| (h.room.start, h.room.end));
        for (start, end) in rooms.chain([(self.letters.len(), self.letters.len())]) {
            all.extend(grams(&self.letters[from.min(start)..start]));
            from = from.max(end);
        }
        all.sort_unstable();
        all
    }

    /// The fields that it has places for.
    pub fn targets(&self) -> impl Iterator<Item = PageTarget> {
        let holes = self.holes.iter().map(|h| h.target);
        let options = self.options.iter().map(|o| o.target);
        let given = self.given.iter().map(|g| g.0);
        holes.chain(options).chain(given)
    }

    /// The field of the place behind a question, where the text is one and ends with it.
    pub fn question(&self) -> Option<PageTarget> {
        let [hole] = self.holes.as_slice() else {
            return None;
        };
        let start = hole.room.start;
        let ends = self.letters[..start].iter().rev().find(|c| !is_soft(**c));
        let last = hole.room.end == self.letters.len() && hole.option.is_none();
        let asks = ends.is_some_and(|c| matches!(c, '?' | ':'));
        (last && asks && self.options.is_empty()).then_some(hole.target)
    }

    /// The option whose own words a place is for: it stands before the place, with nothing between them
    /// but what opens a bracket.
    pub fn option_before(&self, hole: &Hole) -> Option<&OptionSign> {
        let start = hole.room.start;
        let before = self.options.iter().filter(|o| o.zone().end <= start);
        let option = before.max_by_key(|o| o.zone().end)?;
        let end = option.zone().end;
        let other = |h: &Hole| h.room.start >= end && h.room.start < start;
        let mut depth = 0;
        let bare = self.letters[end..start].iter().all(|c| {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => depth -= 1,
                _ => {}
            }
            depth > 0 || !c.is_alphanumeric() && *c != '\n'
        });
        (!self.holes.iter().any(other) && bare).then_some(option)
    }

    fn hole(&mut self, at: usize, end: usize, target: PageTarget, option: Option<usize>) {
        let to = room(&self.letters, at, end);
        self.holes.push(Hole {
            room: at..to,
            target,
            option,
        });
    }

    fn option(
        &mut self,
        (before, at, end): (usize, usize, usize),
        target: PageTarget,
        label: &str,
        mapping: &Mapping,
    ) {
        let field = target.field_of(mapping);
        let list = field.and_then(|f| mapping.lists.get(f.list.as_ref()?));
        let place = list.and_then(|l| {
            let is = |o: &crate::mapping::Choice| {
                &*o.label == label || o.aliases.iter().any(|a| a == label)
            };
            l.options.iter().position(is)
        });
        let Some(option) = place else { return };
        let behind = self.after(at, end, label).or_else(|| {
            let numbered = self.behind_number(at, end)?;
            self.after(numbered, end, label)
        });
        let glyph = at.checked_sub(1).filter(|g| is_box(self.letters[*g]));
        // A blank in brackets is a box.
        let open = at > 0 && matches!(self.letters[at - 1], '(' | '[');
        let bare = self.letters.iter().all(|c| is_soft(*c));
        if glyph.is_none() && (open || bare) {
            return self.hole(at, end, target, Some(option));
        }
        let label = match glyph {
            Some(glyph) => behind
                .or_else(|| self.ahead(before, glyph, label))
                .unwrap_or(at..at),
            None => self.ahead(before, at, label).unwrap_or(at..at),
        };
        self.options.push(OptionSign {
            target,
            option,
            glyph,
            label,
        });
    }

    /// Where the label stands behind `at`.
    fn after(&self, at: usize, end: usize, label: &str) -> Option<Range<usize>> {
        let label: Vec<char> = wanted(label);
        let mut i = at;
        while i < end && is_soft(self.letters[i]) {
            i += 1;
        }
        let from = i;
        let mut label = label.iter();
        let mut want = label.next()?;
        while i < end {
            if self.letters[i] == *want {
                match label.next() {
                    None => return Some(from..i + 1),
                    Some(next) => want = next,
                }
            } else if self.letters[i].is_alphanumeric() {
                return None;
            }
            i += 1;
        }
        None
    }

    /// Behind the letter or number that an option has (`A.`, `1、`).
    fn behind_number(&self, at: usize, end: usize) -> Option<usize> {
        let word = |i: usize| i < end && self.letters[i].is_alphanumeric();
        let from = (at..end).find(|i| !is_soft(self.letters[*i]))?;
        let to = (from..from + 3)
            .find(|i| !word(*i))
            .filter(|to| *to > from)?;
        let point = self.letters.get(to).filter(|_| to < end)?;
        matches!(point, '.' | '、' | ')' | ':').then_some(to + 1)
    }

    /// Where the label stands before `at`.
    fn ahead(&self, from: usize, at: usize, label: &str) -> Option<Range<usize>> {
        let label = wanted(label);
        let mut label = label.iter().rev();
        let mut want = label.next()?;
        let mut end = at;
        for i in (from..at).rev() {
            let c = self.letters[i];
            if c == *want {
                match label.next() {
                    None => return Some(i..end),
                    Some(next) => want = next,
                }
            } else if c.is_alphanumeric() {
                return None;
            } else if is_soft(c) && i + 1 == end {
                end = i;
            }
        }
        None
    }
}

/// The letters of a label that are looked for.
fn wanted(label: &str) -> Vec<char> {
    let all: Vec<char> = label.chars().map(norm).collect();
    let words: Vec<char> = all
        .iter()
        .copied()
        .filter(|c| c.is_alphanumeric())
        .collect();
    match words.is_empty() {
        true => all.into_iter().filter(|c| !is_soft(*c)).collect(),
        false => words,
    }
}

/// How far the room of a place goes that begins at `at`: blanks, what joins them, boxes for one
/// letter each.
pub fn room(letters: &[char], at: usize, end: usize) -> usize {
    let get = |i: usize| letters.get(i).copied().filter(|_| i < end);
    let soft_from = |mut i: usize| {
        while get(i).is_some_and(is_soft) {
            i += 1;
        }
        i
    };
    let mut to = at;
    let mut seen = ' ';
    loop {
        let blank = soft_from(to);
        let mut boxes = blank;
        while get(boxes) == Some('□') {
            boxes += 1;
        }
        if boxes - blank >= 3 {
            to = boxes;
            continue;
        }
        let Some(c) = get(blank) else { return blank };
        // Words in brackets that are to be typed over.
        if c == '[' && blank == at {
            let close = (blank..end.min(blank + 60)).find(|i| letters[*i] == ']');
            if let Some(close) = close.filter(|i| *i > blank + 2) {
                to = close + 1;
                continue;
            }
        }
        // The century of a year is printed before its blank.
        let century = matches!((c, get(blank + 1)), ('2', Some('0')) | ('1', Some('9')));
        if century && get(blank + 2).is_some_and(is_soft) {
            to = blank + 2;
            seen = '0';
            continue;
        }
        // So may the whole year.
        let year = (blank..blank + 4).all(|i| get(i).is_some_and(|c| c.is_ascii_digit()));
        if year && blank == at && get(blank + 4) == Some('年') {
            let next = soft_from(blank + 5);
            if next > blank + 5 && get(next) == Some('月') {
                to = blank + 5;
                seen = '年';
                continue;
            }
        }
        // What joins stands in the line of what it joins.
        if letters[to..blank].contains(&'\n') {
            return blank;
        }
        let first = c == '年' && blank == at;
        let ranges = matches!(c, '至' | '到') && matches!(seen, '年' | '月' | '日');
        let roomy = blank > to || seen == '0' || first || ranges;
        let next = soft_from(blank + 1);
        let goes_on = next > blank + 1 || get(blank + 1) == Some('2');
        let joins = roomy
            && match c {
                '年' => get(next) == Some('月') && next > blank + 1,
                '月' => seen == '年' || get(next) == Some('日') && next > blank + 1,
                '日' => seen == '月',
                '时' => seen == '日' || get(next) == Some('分') && next > blank + 1,
                '分' => seen == '时',
                c => is_joint(c) && goes_on && next < end.max(next) + 1,
            };
        if !joins {
            return blank;
        }
        seen = c;
        to = blank + 1;
        // The last joint ends the answer.
        if matches!(c, '日' | '分') && soft_from(to) == end {
            return end;
        }
    }
}

/// Pairs of letters, ordered; of one letter alone the pair with nothing.
pub(super) fn grams(letters: &[char]) -> Vec<(char, char)> {
    let words: Vec<char> = letters
        .iter()
        .copied()
        .filter(|c| c.is_alphanumeric())
        .collect();
    let mut grams: Vec<(char, char)> = match words.as_slice() {
        [one] => vec![(*one, ' ')],
        words => words.windows(2).map(|w| (w[0], w[1])).collect(),
    };
    grams.sort_unstable();
    grams
}
