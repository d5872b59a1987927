//! How the answers of a table are laid out, told by where it prints words and where it is empty.

use super::candidates::{bracketed, in_boxes};
use super::slots::{Slot, Slots};
use super::words::{has, is, words};
use crate::text::key::stem;

/// How a table's answers are laid out on a blank form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One long text.
    Text,
    /// Options to tick, in the cells.
    Choices,
    /// Header lines over empty lines.
    Records {
        /// The first header line.
        first: u32,
        /// The last.
        last: u32,
    },
    /// Rows and columns, both with labels.
    Grid {
        /// The last line of column labels; the first is after the titles.
        head: u32,
        /// The last column of row labels.
        left: u32,
    },
    /// Rows against a scale.
    Rating {
        /// The line of the scale.
        head: u32,
        /// The first column of the scale.
        from: u32,
    },
    /// Values between printed words.
    Blanks,
    /// A label beside each value.
    Form,
}

/// Header lines that a table can have.
const MOST_HEADERS: u32 = 4;

/// The layout of a table.
pub fn shape(slots: &Slots) -> Shape {
    let labels = |c: &usize| slots.kind(*c) == Slot::Label;
    let cells = slots.grid.table.cells.len();
    let mut all = 0..cells;
    let options: usize = (0..cells)
        .filter_map(|c| in_boxes(slots.text_of(c)))
        .map(|(label, list)| {
            if label.is_empty() {
                list.options.len()
            } else {
                0
            }
        })
        .sum();
    let plain = (0..cells).filter(labels).count();
    if options >= 3 && plain == 0 {
        return Shape::Choices;
    }
    if let Some(rating) = rating(slots) {
        return rating;
    }
    let typed: usize = (0..cells).map(|c| places(slots.text_of(c)).len()).sum();
    let empty = (0..cells).filter(|c| slots.kind(*c) == Slot::Blank).count();
    if typed >= 2 && typed > empty {
        return Shape::Blanks;
    }
    if slots.columns() == 1 && all.all(|c| slots.kind(c) != Slot::Mark) {
        return Shape::Text;
    }
    if let Some(records) = records(slots) {
        return records;
    }
    if let Some(grid) = grid(slots) {
        return grid;
    }
    Shape::Form
}

/// Header lines, then lines without a label.
fn records(slots: &Slots) -> Option<Shape> {
    if slots.columns() < 2 {
        return None;
    }
    let first = slots.titles() + 1;
    let labelled = |line: u32| {
        let cells = slots.line(line).into_iter();
        let here = cells.filter(|c| slots.kind(*c) == Slot::Label);
        here.count()
    };
    let last_labelled = (first..=slots.lines()).rev().find(|l| labelled(*l) > 0)?;
    let every_column = |last: u32| {
        (1..=slots.columns()).all(|c| {
            let path = slots.path(c, first..=last);
            !path.is_empty() && slots.slot(last, c) != Slot::Blank
        })
    };
    let book = slots.grid.table.sheet.is_some();
    let lines = last_labelled - first + 1;
    let data = slots.lines() > last_labelled;
    if lines <= MOST_HEADERS
        && (data || book)
        && every_column(last_labelled)
        && is_head(slots, first)
    {
        return Some(Shape::Records {
            first,
            last: last_labelled,
        });
    }
    // Lines of hints or examples below the header.
    let mut last = first;
    while last < slots.lines()
        && last - first + 1 < MOST_HEADERS
        && slots.line(last).iter().any(|c| {
            let cell = slots.cell(*c);
            let over_several = (cell.column_span > 1 && slots.begins_at(*c, last))
                && slots.is_whole_line(last).is_none();
            over_several || slots.last_line(*c) > last
        })
    {
        last += 1;
    }
    let below: Vec<usize> = (last + 1..=slots.lines())
        .flat_map(|l| slots.line(l))
        .collect();
    let blank = below
        .iter()
        .filter(|c| slots.kind(**c) == Slot::Blank)
        .count();
    let first_column = (last + 1..=slots.lines())
        .filter(|l| slots.slot(*l, 1) == Slot::Label)
        .count() as u32;
    let rows = slots.lines().saturating_sub(last);
    let fits = slots.columns() >= 3
        && rows >= 1
        && every_column(last)
        && is_head(slots, first)
        && (book || blank * 10 >= below.len() * 6)
        && (book || first_column * 2 < rows || first_column <= 1 && rows >= 2);
    fits.then_some(Shape::Records { first, last })
}

/// A line of a form has a value beside a label: empty slots beside printed ones, the printed ones
/// not all below.
fn is_head(slots: &Slots, first: u32) -> bool {
    let cells = slots.line(first);
    let blank = cells.iter().filter(|c| slots.kind(**c) == Slot::Blank);
    // An empty header stands over other headers.
    blank.clone().count() == 0
        || blank.clone().all(|c| {
            let cell = slots.cell(*c);
            let column = slots.grid.column_of(cell);
            slots.slot(first + 1, column) == Slot::Label && cell.row_span == 1
        })
}

/// Labels over the columns and labels beside the rows, all between them empty.
fn grid(slots: &Slots) -> Option<Shape> {
    let first = slots.titles() + 1;
    let corner =
        |line: u32| (1..=slots.columns()).find(|c| slots.slot(line, *c) == Slot::Label && *c > 1);
    let full = |line: &u32| {
        let from = corner(*line).unwrap_or(1);
        (from..=slots.columns()).all(|c| slots.slot(*line, c) == Slot::Label)
            && slots.columns() > from
    };
    let head = (first..=slots.lines()).take_while(full).last()?;
    if head - first + 1 > MOST_HEADERS || head == slots.lines() {
        return None;
    }
    let data = head + 1..=slots.lines();
    let labels = |c: &u32| {
        data.clone()
            .all(|l| matches!(slots.slot(l, *c), Slot::Label | Slot::Number))
    };
    let left = (1..=slots.columns()).take_while(labels).last()?;
    let values: Vec<u32> = (left + 1..=slots.columns())
        .filter(|c| !is_aside(slots, *c, first, head))
        .collect();
    let empty = values.iter().all(|c| {
        data.clone()
            .all(|l| matches!(slots.slot(l, *c), Slot::Blank | Slot::Hint))
    });
    let told = values.iter().all(|c| {
        let head = slots.path(*c, first..=head);
        !head
            .last()
            .is_some_and(|h| is(&words().label.value_headers, &stem(h)))
    });
    let several = values.len() >= 2 && data.count() >= 2;
    (several && empty && told).then_some(Shape::Grid { head, left })
}

/// A column of remarks.
pub fn is_aside(slots: &Slots, column: u32, first: u32, last: u32) -> bool {
    let path = slots.path(column, first..=last);
    path.last()
        .is_some_and(|h| is(&words().label.ignored, &stem(h)))
}

/// A column that numbers the rows.
pub fn is_numbering(slots: &Slots, column: u32, first: u32, last: u32) -> bool {
    let path = slots.path(column, first..=last);
    path.last()
        .is_some_and(|h| is(&words().label.row_numbers, h.trim()))
}

/// Rows against a scale of three degrees or more.
fn rating(slots: &Slots) -> Option<Shape> {
    for head in slots.titles() + 1..=slots.lines().min(MOST_HEADERS) {
        let below = head + 1..=slots.lines();
        if below.clone().count() < 1 {
            return None;
        }
        let open = |c: u32| {
            slots.slot(head, c) == Slot::Label
                && below
                    .clone()
                    .all(|l| matches!(slots.slot(l, c), Slot::Mark | Slot::Blank))
        };
        let last = slots.columns();
        let from = (1..=last).rev().take_while(|c| open(*c)).last()?;
        let scale: Vec<u32> = (from..=last).collect();
        let labels = from > 1
            && below
                .clone()
                .all(|l| slots.slot(l, from - 1) == Slot::Label);
        if scale.len() < 3 || !labels {
            continue;
        }
        let marks = below
            .clone()
            .all(|l| scale.iter().all(|c| slots.slot(l, *c) == Slot::Mark));
        let degrees = (scale.iter()).filter(|c| has(&words().rating.scale, slots.text(head, **c)));
        if marks || degrees.count() * 3 >= scale.len() * 2 {
            return Some(Shape::Rating { head, from });
        }
    }
    None
}

/// Where values are typed in a printed text: the bytes of `（ ）`, `____`.
pub fn places(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(['（', '(', '_', '＿']).map(|i| at + i) {
        let rest = &text[start..];
        if rest.starts_with(['_', '＿']) {
            let end = rest
                .find(|c: char| c != '_' && c != '＿')
                .unwrap_or(rest.len());
            if rest[..end].chars().count() >= 2 {
                found.push(start..start + end);
            }
            at = start + end;
        } else if let Some((inside, after)) = bracketed(rest) {
            if inside
                .chars()
                .all(|c| c.is_whitespace() || c == '_' || c == '＿')
            {
                found.push(start..text.len() - after.len());
                at = text.len() - after.len();
            } else {
                at = start + rest.chars().next().map_or(1, char::len_utf8);
            }
        } else {
            at = start + rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    found
}

/// The text without the places where something is typed.
pub fn without_places(text: &str) -> String {
    let mut out = String::new();
    let mut at = 0;
    for place in places(text) {
        out.push_str(&text[at..place.start]);
        at = place.end;
    }
    out.push_str(&text[at..]);
    out.trim().to_owned()
}
