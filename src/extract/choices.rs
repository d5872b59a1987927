//! Options chosen from a printed list, wherever the list stands: in text boxes, in the body, in a
//! table.

use crate::extract::marks::{Look, is_box, is_tick, marked};
use crate::extract::{Chosen, Scope};
use crate::finding::{Finding, Rule};
use crate::key::key;
use crate::locate::{Flow, after_key};
use crate::mapping::Type;
use crate::paper::{Paragraph, Place, Rgb, Table, is_blank};
use crate::said;
use crate::value::{Doubt, ListIndex, numbers};

/// An option as it stands on paper.
struct Line {
    option: usize,
    look: Look,
    place: Place,
    /// Words behind the option.
    words: String,
}

/// A list's lines on paper, and what stands among them.
#[derive(Default)]
struct Lines {
    options: Vec<Line>,
    /// Options typed again under the list, or in place of it.
    retyped: Vec<Line>,
    /// Numbers typed behind the heading or under it.
    numbers: Vec<u32>,
    numbers_place: Option<Place>,
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
    choose(scope, lines, &labels, &asks, limit)
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
        }
        for block in &text_box.blocks {
            if let crate::paper::Block::Table(t) = block {
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
        let Some(found) = option_line(text, index, asks, exactly) else {
            let words = p.answer();
            let words = words.trim();
            if *after_other
                && from == 0
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
        let words = own_words(&found.words).to_owned();
        let label_end = from + found.label_end;
        let look = Look::of(p, from, to, label_end, shading);
        *after_other = asks.get(found.option).copied().unwrap_or(false);
        out.push(Line {
            option: found.option,
            look,
            place: place.clone(),
            words,
        });
    }
}

/// An option that a line prints or repeats.
struct OptionLine {
    option: usize,
    /// What is typed behind it.
    words: String,
    /// Where the option's own words end in the line, in bytes.
    label_end: usize,
}

/// The option of a line. A line that only may be one is none where `exactly` is asked for.
fn option_line(text: &str, index: &ListIndex, asks: &[bool], exactly: bool) -> Option<OptionLine> {
    if let Some(option) = index.line(text) {
        return Some(OptionLine {
            option,
            words: String::new(),
            label_end: text.len(),
        });
    }
    let found = index.find(text)?;
    match &found.doubt {
        Some(Doubt::ByOrder) => return None,
        Some(Doubt::Shortened | Doubt::Misspelt | Doubt::LeftOut(_)) if exactly => return None,
        _ => {}
    }
    let option = found.option;
    let behind = after_key(text, &key(index.label(option)));
    let label_end = text.len() - behind.map_or(0, str::len);
    let words = match found.words {
        Some(words) => words,
        None if asks.get(option).copied().unwrap_or(false) => String::new(),
        None => behind.unwrap_or_default().to_owned(),
    };
    Some(OptionLine {
        option,
        words,
        label_end,
    })
}

/// The words behind an option, without the rules, colons and ticks around them and without
/// brackets that enclose them all.
fn own_words(rest: &str) -> &str {
    let mut words = rest;
    loop {
        let before = words.len();
        words = words.trim_matches(|c: char| {
            c.is_whitespace() || is_tick(c) || is_box(c) || "_＿：:".contains(c)
        });
        for (open, close) in [('（', '）'), ('(', ')')] {
            let (opens, closes) = (words.matches(open).count(), words.matches(close).count());
            if opens == 1 && closes == 1 && words.starts_with(open) && words.ends_with(close) {
                words = words.trim_start_matches(open).trim_end_matches(close);
            } else if opens > closes {
                words = words.strip_prefix(open).unwrap_or(words);
            } else if closes > opens {
                words = words.strip_suffix(close).unwrap_or(words);
            }
        }
        if words.len() == before {
            return words;
        }
    }
}

/// The pieces of a paragraph that can be one option each.
fn pieces(text: &str, index: &ListIndex) -> Vec<(usize, usize)> {
    if index.line(text).is_some()
        || !text.contains([
            '\n', '\t', '；', ';', '□', '☐', '☑', '■', '√', '○', '●', '\u{3000}',
        ])
        || index.find(text).is_some_and(|m| m.doubt.is_none())
    {
        return vec![(0, text.len())];
    }
    let mut cuts = vec![0];
    let mut previous = ' ';
    for (i, c) in text.char_indices() {
        if matches!(c, '\n' | '\t' | '；' | ';') {
            cuts.push(i + c.len_utf8());
        } else if c == '\u{3000}'
            || matches!(c, '□' | '☐' | '☑' | '■' | '○' | '●') && previous.is_whitespace()
        {
            cuts.push(i);
        }
        previous = c;
    }
    cuts.push(text.len());
    cuts.dedup();
    let parts: Vec<_> = cuts
        .windows(2)
        .map(|w| (w[0], w[1]))
        .filter(|(a, b)| a < b)
        .collect();
    let options = parts
        .iter()
        .filter(|(a, b)| index.find(&text[*a..*b]).is_some())
        .count();
    if options >= 2 || text.contains('\n') && options >= 1 {
        parts
    } else {
        vec![(0, text.len())]
    }
}

/// A list drawn as a table: an option a cell, a tick perhaps in the cell beside it.
fn read_table(
    table: &Table,
    index: &ListIndex,
    asks: &[bool],
    scope: &mut Scope,
    out: &mut Vec<Line>,
) {
    let mut after_other = false;
    for cell in &table.cells {
        let before = out.len();
        for p in cell.paragraphs() {
            let place = table.place(cell.row, cell.column);
            read_line(
                p,
                place,
                cell.shading,
                index,
                asks,
                scope,
                out,
                &mut after_other,
            );
        }
        let text = cell.text();
        if out.len() == before
            && text.chars().any(is_tick)
            && !text.chars().any(char::is_alphanumeric)
        {
            // A tick alone: it marks the option of its row.
            let same_row = |l: &&mut Line| matches!(l.place, Place::Cell { table: t, row, .. } if t == table.number && row == cell.row);
            if let Some(line) = out.iter_mut().rev().find(same_row) {
                line.look.tick();
                scope.claims.claim_cell(cell);
            } else {
                let right = table
                    .cells
                    .iter()
                    .find(|c| c.row == cell.row && c.column > cell.column);
                if let Some(right) = right.filter(|r| index.find(&r.text()).is_some()) {
                    scope.claims.claim_cell(cell);
                    for p in right.paragraphs() {
                        if let Some(found) = index.find(&p.text) {
                            let mut look = Look::default();
                            look.tick();
                            out.push(Line {
                                option: found.option,
                                look,
                                place: table.place(right.row, right.column),
                                words: String::new(),
                            });
                        }
                    }
                }
            }
        }
    }
}

fn read_numbers(
    text: &str,
    place: &Place,
    index: &ListIndex,
    scope: &mut Scope,
    lines: &mut Lines,
    p: Option<&Paragraph>,
) -> bool {
    if is_blank(text) || scope.edition.printed.has(&key(text)) {
        return false;
    }
    let fits = |numbers: &Vec<u32>| numbers.iter().all(|n| (1..=index.len() as u32).contains(n));
    if let Some(numbers) = numbers(text).filter(fits) {
        if let Some(p) = p {
            scope.claims.claim(p);
        }
        lines.numbers.extend(numbers);
        lines.numbers_place.get_or_insert_with(|| place.clone());
        return true;
    }
    false
}

fn choose(scope: &mut Scope, lines: Lines, labels: &[&str], asks: &[bool], limit: usize) -> Chosen {
    let mut looks: Vec<Look> = Vec::new();
    let mut at: Vec<(usize, Place)> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    for line in lines.options {
        match at.iter().position(|a| a.0 == line.option) {
            // The same option twice: a mark on either counts.
            Some(i) => {
                looks[i].join(line.look);
                if words[i].is_empty() {
                    words[i] = line.words;
                }
            }
            None => {
                at.push((line.option, line.place));
                looks.push(line.look);
                words.push(line.words);
            }
        }
    }
    let present = at.len();
    let complete = present == labels.len();
    let found = marked(&looks, complete, limit);
    let path = format!("{}/records/0/selected", scope.path());
    let name = |i: usize| labels[at[i].0];
    let mut say = |severity_warning: bool, place: Option<Place>, message, hint| {
        let mut f = if severity_warning {
            Finding::warning(Rule::AmbiguousMark, message)
        } else {
            Finding::info(Rule::AmbiguousMark, message)
        };
        f = f.at(path.clone()).hinting(hint);
        f.source = place;
        scope.findings.push(f);
    };
    let confirm = || {
        said!(
            "请核对该单位实际选择的选项。",
            "Ask which options were meant."
        )
    };
    for &i in &found.doubtful {
        let label = name(i);
        say(
            true,
            Some(at[i].1.clone()),
            said!(
                "选项“{label}”只有一小部分被标记，未作为选中",
                "only a small part of “{label}” is marked; it was not taken as chosen"
            ),
            confirm(),
        );
    }
    let mut chosen: Vec<(usize, Place)> = found.chosen.iter().map(|&i| at[i].clone()).collect();
    if found.inverted {
        let list = found
            .chosen
            .iter()
            .map(|&i| name(i))
            .collect::<Vec<_>>()
            .join("；");
        say(
            true,
            chosen.first().map(|c| c.1.clone()),
            said!(
                "除少数几项外都标了颜色，把未标的几项作为选中：{list}",
                "all but a few options are coloured; the few were taken as chosen: {list}"
            ),
            confirm(),
        );
    }
    if found.by_style {
        say(
            true,
            chosen.first().map(|c| c.1.clone()),
            said!(
                "选项只以加粗、下划线或样式区别，按选中读入",
                "the options differ only in bold, underline or style; these were taken as chosen"
            ),
            confirm(),
        );
    }
    if found.all_alike && chosen.is_empty() {
        say(
            true,
            at.first().map(|a| a.1.clone()),
            said!(
                "所有选项的标记都相同，无法区分选中项",
                "all options are marked alike; which are chosen cannot be told"
            ),
            confirm(),
        );
    }
    if chosen.is_empty()
        && !found.all_alike
        && found.doubtful.is_empty()
        && present > 0
        && !complete
        && only_chosen_left(&at, labels.len(), limit)
    {
        chosen = at.clone();
        say(
            false,
            chosen.first().map(|c| c.1.clone()),
            said!(
                "只留下 {present} 个选项，其余已删去，按选中读入",
                "only {present} options were left, the others deleted; they were taken as chosen"
            ),
            confirm(),
        );
    }
    for line in lines.retyped {
        if !chosen.iter().any(|c| c.0 == line.option) {
            let label = labels[line.option];
            say(
                true,
                Some(line.place.clone()),
                said!(
                    "选项“{label}”另行写出，按选中读入",
                    "“{label}” is written out apart from the list; it was taken as chosen"
                ),
                confirm(),
            );
            chosen.push((line.option, line.place));
        }
    }
    if !lines.numbers.is_empty() {
        let place = lines.numbers_place.clone();
        let agreed = !chosen.is_empty()
            && lines.numbers.len() == chosen.len()
            && lines
                .numbers
                .iter()
                .all(|n| chosen.iter().any(|c| c.0 + 1 == *n as usize));
        if !agreed {
            let list = lines
                .numbers
                .iter()
                .map(u32::to_string)
                .collect::<Vec<_>>()
                .join("、");
            say(
                !chosen.is_empty(),
                place.clone(),
                said!(
                    "按填写的序号读入选项：{list}",
                    "the options were read from the numbers typed: {list}"
                ),
                confirm(),
            );
        }
        for n in lines.numbers {
            let option = n as usize - 1;
            if !chosen.iter().any(|c| c.0 == option) {
                chosen.push((
                    option,
                    place.clone().unwrap_or(Place::Paragraph { paragraph: 0 }),
                ));
            }
        }
    }
    let mut other = None;
    let mut unread = Vec::new();
    for (i, text) in words
        .into_iter()
        .enumerate()
        .filter(|(_, w)| !key(w).is_empty())
    {
        if asks.get(at[i].0).copied().unwrap_or(false) {
            if !chosen.iter().any(|c| c.0 == at[i].0) {
                let label = labels[at[i].0];
                say(
                    true,
                    Some(at[i].1.clone()),
                    said!(
                        "“{label}”没有标记，但写了内容“{text}”，按选中读入",
                        "“{label}” is not marked, but “{text}” is written beside it; it was taken as chosen"
                    ),
                    confirm(),
                );
                chosen.push(at[i].clone());
            }
            other = Some(text);
        } else {
            let label = labels[at[i].0];
            unread.push(
                Finding::warning(
                    Rule::UnclaimedText,
                    said!(
                        "选项“{label}”后面写了“{text}”，未读入",
                        "“{text}” stands behind “{label}” and was not read"
                    ),
                )
                .at(path.clone())
                .quoting(text)
                .from(at[i].1.clone()),
            );
        }
    }
    scope.findings.extend(unread);
    chosen.sort_by_key(|c| c.0);
    chosen.dedup_by_key(|c| c.0);
    Chosen {
        place: at.first().map(|a| a.1.clone()),
        options: chosen.iter().map(|c| c.0).collect(),
        places: chosen.into_iter().map(|c| c.1).collect(),
        other,
    }
}

/// Few options are left, and not just the half of a list that was printed in two boxes.
fn only_chosen_left(at: &[(usize, Place)], total: usize, limit: usize) -> bool {
    let mut left: Vec<usize> = at.iter().map(|a| a.0).collect();
    left.sort_unstable();
    let run = left.windows(2).all(|w| w[1] == w[0] + 1);
    left.len() <= limit || left.len() * 2 <= total && !run
}
