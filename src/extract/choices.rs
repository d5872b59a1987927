//! Options chosen from a printed list, wherever the list stands: in text boxes, in the body, in a
//! table.

mod around;
mod choose;
mod line;
mod table;
mod tell;
mod typed;

use std::ops::Range;

use office::paper::{Paragraph, Place, Rgb, is_blank};

use self::around::{Around, label_in};
use self::choose::{About, choose};
use self::line::{front_words, is_letter_tick, option_line, own_words, pieces, without_struck};
use self::table::read_table;
use crate::extract::marks::Look;
use crate::extract::{Chosen, Scope};
use crate::mapping::Type;
use crate::model::finding::{Finding, OptionCause};
use crate::recognise::edition::{Edition, PrintedOption};
use crate::recognise::locate::{Flow, Found, after_key};
use crate::text::key::key;
use crate::value::{ListIndex, numbers};

/// An option as it stands on paper.
struct Line {
    option: usize,
    look: Look,
    place: Place,
    /// Words behind the option.
    words: String,
    /// Words before it, which are no number of it and no tick.
    front: String,
    /// All that is typed around it.
    around: Around,
}

/// How the blank prints an option.
struct PrintedLook {
    option: usize,
    look: Look,
    around: Around,
}

/// A list's lines on paper, and what stands among them.
#[derive(Default)]
struct Lines {
    options: Vec<Line>,
    /// Options typed again under the list, or in place of it.
    retyped: Vec<Line>,
    /// Numbers typed behind the heading or under it, and where the first of them stand.
    numbers: Option<(Place, Vec<u32>)>,
}

/// The options chosen in a table of the `choices` layout.
pub fn choices(scope: &mut Scope) -> Chosen {
    let table = &scope.edition.mapping.tables[scope.t];
    let list = table
        .fields
        .iter()
        .find(|f| f.kind == Type::Choices)
        .and_then(|f| f.list.as_ref());
    let Some(list) = list else {
        return Chosen::default();
    };
    let (Some(index), Some(options)) = (
        scope.edition.values.options(list),
        scope.edition.mapping.lists.get(list),
    ) else {
        return Chosen::default();
    };
    let labels: Vec<&str> = options.options.iter().map(|o| &*o.label).collect();
    // Words of one's own are read where the table has an item for them.
    let takes_words = table.fields.iter().any(|f| f.kind == Type::Text);
    let asks = options.options.iter().map(|o| o.other && takes_words);
    let asks: Vec<bool> = asks.collect();
    let limit = table.limit_options.map_or(labels.len() / 2, |n| n as usize);
    let lines = collect(scope, index, &asks);
    let printed = printed(scope, index);
    let about = About {
        labels: &labels,
        asks: &asks,
        limit,
        printed: &printed,
    };
    choose(scope, lines, &about)
}

/// How the blank prints the table's options.
fn printed(scope: &Scope, index: &ListIndex) -> Vec<PrintedLook> {
    let all = scope.edition.printed.options(scope.t).iter();
    all.map(|printed| {
        let label = index.label(printed.option);
        let (p, piece) = (&printed.paragraph, printed.piece.clone());
        let (look, around) = look_at(p, piece, label, printed.shading);
        PrintedLook {
            option: printed.option,
            look,
            around,
        }
    })
    .collect()
}

/// How a piece of a paragraph looks that is an option, and what is typed around the option's label.
fn look_at(
    p: &Paragraph,
    piece: Range<usize>,
    label: &str,
    shading: Option<Rgb>,
) -> (Look, Around) {
    let text = &p.text[piece.clone()];
    match label_in(text, label) {
        Some(own) => {
            let around = Around::of(text, &own);
            let own = piece.start + own.start..piece.start + own.end;
            (Look::of(p, piece, own, shading), around)
        }
        None => (
            Look::of(p, piece.clone(), piece, shading),
            Around::default(),
        ),
    }
}

/// The options of a table's list as a blank prints them.
pub fn printed_options(t: usize, found: &Found, edition: &Edition) -> Vec<PrintedOption> {
    let mut fields = edition.mapping.tables[t].fields.iter();
    let list = fields.find(|f| f.kind == Type::Choices);
    let list = list.and_then(|f| f.list.as_ref());
    let Some(index) = list.and_then(|list| edition.values.options(list)) else {
        return Vec::new();
    };
    let mut options: Vec<PrintedOption> = Vec::new();
    let mut take = |p: &Paragraph, shading| {
        for (from, to) in pieces(&p.text, index) {
            let option = index.line(&p.text[from..to]);
            if let Some(option) = option.filter(|o| options.iter().all(|p| p.option != *o)) {
                options.push(PrintedOption {
                    option,
                    paragraph: Paragraph {
                        boxes: Vec::new(),
                        ..p.clone()
                    },
                    piece: from..to,
                    shading,
                });
            }
        }
    };
    for p in found.boxes.iter().flat_map(|b| b.lines()) {
        take(p, None);
    }
    for flow in &found.flow {
        match flow {
            Flow::Paragraph(p, _) => take(p, None),
            Flow::Table(table) => {
                for cell in &table.cells {
                    cell.paragraphs().for_each(|p| take(p, cell.shading));
                }
            }
        }
    }
    options
}

fn collect(scope: &mut Scope, index: &ListIndex, asks: &[bool]) -> Lines {
    let mut lines = Lines::default();
    let found = scope.found;
    for text_box in &found.boxes {
        let mut after_other = false;
        for (i, p) in text_box.lines().enumerate() {
            let place = Place::Line {
                text_box: text_box.number,
                line: i as u32 + 1,
            };
            read_line(
                p,
                place,
                None,
                index,
                asks,
                scope,
                &mut lines.options,
                &mut after_other,
            );
            if !scope.claims.has(p) {
                let place = Place::Line {
                    text_box: text_box.number,
                    line: i as u32 + 1,
                };
                read_caption(p, &place, index, scope, &mut lines);
            }
        }
        for block in &text_box.blocks {
            if let office::paper::Block::Table(t) = block {
                read_table(t, index, asks, scope, &mut lines.options);
            }
        }
    }
    // Text under the heading is the list itself where there is no box, else an answer typed again.
    let mut flow = Vec::new();
    let mut after_other = false;
    for piece in &found.flow {
        match piece {
            Flow::Paragraph(p, place) => {
                read_line(
                    p,
                    place.clone(),
                    None,
                    index,
                    asks,
                    scope,
                    &mut flow,
                    &mut after_other,
                );
                if !scope.claims.has(p) {
                    read_numbers(&p.answer(), place, index, scope, &mut lines, Some(p));
                }
            }
            Flow::Table(t) => read_table(t, index, asks, scope, &mut flow),
        }
    }
    for (p, heading, place) in &found.headings {
        if let (false, Some(place)) = (heading.rest.is_empty(), place)
            && read_numbers(&heading.rest, place, index, scope, &mut lines, None)
        {
            scope.claims.claim_rest(p);
        }
    }
    if lines.options.len() * 2 >= asks.len() {
        lines.retyped = flow;
    } else {
        lines.options.extend(flow);
    }
    lines
}

/// A line of a list: an option, words that belong to the 其他 before it, or neither.
#[allow(clippy::too_many_arguments)]
fn read_line(
    p: &Paragraph,
    place: Place,
    shading: Option<Rgb>,
    index: &ListIndex,
    asks: &[bool],
    scope: &mut Scope,
    out: &mut Vec<Line>,
    after_other: &mut bool,
) {
    // A long line that the blank prints and that is no option is a note.
    if p.text.len() > 48
        && scope.edition.printed.has_exactly(&p.text)
        && index.line(&p.text).is_none()
    {
        *after_other = false;
        return;
    }
    for (from, to) in pieces(&p.text, index) {
        let text = &p.text[from..to];
        if is_blank(text) {
            continue;
        }
        let exactly = *after_other;
        let found = option_line(text, index, asks, exactly);
        let found = found.map(|found| match p.is_partly_struck() {
            // What is struck through beside the option was taken back.
            true => {
                let kept = without_struck(p, from..to, index.label(found.option));
                option_line(&kept, index, asks, exactly).unwrap_or(found)
            }
            false => found,
        });
        let Some(found) = found else {
            let answer = p.answer();
            let begins_line = from == 0 || p.text[..from].ends_with('\n');
            let words = if from == 0 && to == p.text.len() {
                answer.trim()
            } else {
                text.trim()
            };
            if *after_other
                && begins_line
                && behind_title(words, scope).is_none()
                && !scope.edition.printed.has(&key(words))
                && !key(words).is_empty()
            {
                scope.claims.claim(p);
                if let Some(line) = out.last_mut() {
                    if !line.words.is_empty() {
                        line.words.push('\n');
                    }
                    line.words.push_str(words);
                }
            } else {
                *after_other = false;
            }
            continue;
        };
        scope.claims.claim(p);
        if found.reworded {
            let (label, said) = (
                index.label(found.option).to_string(),
                text.trim().to_owned(),
            );
            let cause = OptionCause::Reworded {
                label,
                text: said.clone(),
            };
            let path = scope.field_path(0, &std::sync::Arc::from("selected"));
            let finding = Finding::of(cause).at(path).quoting(said);
            scope.findings.push(finding.from(place.clone()));
        }
        let mut words = own_words(&found.words).to_owned();
        let mut front = front_words(text, index.label(found.option)).to_owned();
        let (mut look, mut around) = look_at(p, from..to, index.label(found.option), shading);
        for side in [&mut words, &mut front, &mut around.front, &mut around.back] {
            if is_letter_tick(side) {
                look.letter();
                side.clear();
            }
        }
        *after_other = asks.get(found.option).copied().unwrap_or(false);
        out.push(Line {
            option: found.option,
            look,
            place: place.clone(),
            words,
            front,
            around,
        });
    }
}

/// Numbers behind the list's title: `国际科技合作的形式：1、3`.
fn read_caption(
    p: &Paragraph,
    place: &Place,
    index: &ListIndex,
    scope: &mut Scope,
    lines: &mut Lines,
) {
    if let Some(behind) = behind_title(&p.text, scope).map(str::to_owned) {
        read_numbers(&behind, place, index, scope, lines, Some(p));
    }
}

/// What stands behind the table's title in a line that begins with it.
fn behind_title<'t>(text: &'t str, scope: &Scope) -> Option<&'t str> {
    let titles = scope.edition.signs.title_list.iter();
    let line = key(text);
    titles
        .filter(|(title, t)| *t == scope.t && line.starts_with(title.as_str()))
        .filter_map(|(title, _)| after_key(text, title))
        .min_by_key(|behind| behind.len())
        .map(|behind| behind.trim_start_matches(|c: char| c.is_whitespace() || "：:".contains(c)))
        .filter(|behind| !behind.is_empty())
}

fn read_numbers(
    text: &str,
    place: &Place,
    index: &ListIndex,
    scope: &mut Scope,
    lines: &mut Lines,
    p: Option<&Paragraph>,
) -> bool {
    let typed = key(text);
    // A number alone may be printed somewhere too.
    let is_number = typed.bytes().all(|b| b.is_ascii_digit());
    if is_blank(text) || !is_number && scope.edition.printed.has(&typed) {
        return false;
    }
    let fits = |numbers: &Vec<u32>| numbers.iter().all(|n| (1..=index.len() as u32).contains(n));
    if let Some(numbers) = numbers(text).filter(fits) {
        if let Some(p) = p {
            scope.claims.claim(p);
        }
        let known = lines.numbers.get_or_insert((place.clone(), Vec::new()));
        known.1.extend(numbers);
        return true;
    }
    false
}
