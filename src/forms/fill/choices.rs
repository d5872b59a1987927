//! Options marked in a printed list: their words in colour, in every branch that shows them.

use std::ops::Range;

use office::inplace::{Kind, words};
use office::paper::{Paragraph, Table};

use super::form::Form;
use crate::extract::is_box;
use crate::mapping::Type;
use crate::model::finding::FieldPath;
use crate::model::submission::Record;
use crate::recognise::edition::Edition;
use crate::recognise::locate::{Flow, Found};
use crate::said;
use crate::value::{Selected, Value};

/// The colour of a mark. What colour it is means nothing; that it stands apart does.
const MARK: &str = "FF0000";

/// What an empty box before an option becomes.
const TICKED: &str = "☑";

/// Marks the options of a table, and writes the words beside 其他.
pub(super) fn choices(
    form: &mut Form<'_, '_, '_>,
    t: usize,
    found: &Found<'_>,
    records: &[Record],
) {
    let table = &form.edition.mapping.tables[t];
    let (mut selected, mut other) = (&[][..], None);
    for (name, value) in records.first().iter().flat_map(|record| &record.0) {
        let field = table.fields.iter().find(|field| field.name == *name);
        match (field.map(|f| f.kind), value) {
            (Some(Type::Choices), Value::Selected(options)) => selected = options.as_slice(),
            (Some(_), Value::Text(text)) => other = Some(text.as_str()),
            _ => {}
        }
    }
    let lines = lines_of(t, found, form.edition);
    let asks = |option: usize| {
        let list = list_of(t, form.edition)?;
        Some(
            form.edition
                .mapping
                .lists
                .get(list)?
                .options
                .get(option)?
                .other,
        )
    };
    let wanted = |line: &(usize, &Paragraph), one: &Selected| line.0 + 1 == one.no as usize;
    let mut unmarked = Vec::new();
    let mut marks: Vec<(usize, Option<&str>)> = Vec::new();
    for one in selected {
        let line = lines.iter().find(|line| wanted(line, one));
        match line.and_then(|(option, p)| Some((option, form.outline.paragraph(p.origin)?))) {
            Some((option, paragraph)) => {
                let words = other.filter(|_| asks(*option) == Some(true));
                if words.is_some() {
                    other = None;
                }
                marks.push((paragraph, words));
            }
            None => unmarked.push(one.label.clone()),
        }
    }
    let code = &table.code;
    for label in unmarked {
        form.refuse(
            FieldPath::record(code, 0),
            said!(
                "空白表里没有选项“{label}”，未标记",
                "the blank form does not print the option “{label}”; it was not marked"
            ),
        );
    }
    if let Some(other) = other {
        form.refuse(
            FieldPath::record(code, 0),
            said!(
                "没有选中的“其他”可写“{other}”，未写入",
                "no chosen option takes the words “{other}”; they were not written"
            ),
        );
    }
    for (paragraph, words) in marks {
        mark(form, paragraph, words);
        for twin in twins(form, paragraph) {
            mark(form, twin, words);
        }
    }
}

fn list_of(t: usize, edition: &Edition) -> Option<&str> {
    let table = &edition.mapping.tables[t];
    let field = table.fields.iter().find(|f| f.kind == Type::Choices)?;
    field.list.as_deref()
}

/// The lines that print an option, in text boxes or under the heading.
fn lines_of<'p>(t: usize, found: &Found<'p>, edition: &Edition) -> Vec<(usize, &'p Paragraph)> {
    let index = list_of(t, edition).and_then(|list| edition.values.options(list));
    let Some(index) = index else {
        return Vec::new();
    };
    let mut paragraphs: Vec<&'p Paragraph> = Vec::new();
    for text_box in &found.boxes {
        paragraphs.extend(text_box.lines());
    }
    let cells = |table: &'p Table| table.cells.iter().flat_map(|cell| cell.paragraphs());
    for flow in &found.flow {
        match flow {
            Flow::Paragraph(p, _) => paragraphs.push(p),
            Flow::Table(table) => paragraphs.extend(cells(table)),
        }
    }
    let option = |p: &'p Paragraph| {
        let found = index.find(&p.text).filter(|found| found.doubt.is_none())?;
        Some((found.option, p))
    };
    paragraphs.into_iter().filter_map(option).collect()
}

/// Colours a paragraph's words, and writes more behind them.
fn mark(form: &mut Form<'_, '_, '_>, paragraph: usize, more: Option<&str>) {
    let w = form.prefix(paragraph);
    let runs = words::runs(form.outline, paragraph);
    if let Some(at) = box_before(form, &runs) {
        form.make((at, TICKED.to_owned()));
    }
    let mut look = None;
    for &run in &runs {
        let element = *form.outline.get(run);
        match form.outline.child(run, Kind::RunProperties) {
            Some(own) => {
                let source = String::from_utf8_lossy(form.outline.source(own)).into_owned();
                let colored = words::colored(w, &source, MARK);
                let own = form.outline.get(own);
                form.make((own.start..own.end, colored.clone()));
                look = Some(colored);
            }
            None if element.is_empty_tag() => {}
            None => {
                let colored = words::colored(w, "", MARK);
                form.make((element.inner..element.inner, colored.clone()));
                look = Some(colored);
            }
        }
    }
    let Some(more) = more else { return };
    let look = look.unwrap_or_else(|| words::colored(w, "", MARK));
    let mut lines = more.split('\n');
    let mut first = lines.next().unwrap_or_default().to_owned();
    let printed = form.outline.source(paragraph);
    if !ends_in_colon(&String::from_utf8_lossy(printed)) {
        first.insert(0, '：');
    }
    // Further lines are paragraphs of their own, in no list.
    let at = form.outline.get(paragraph).inner_end;
    let run = words::run(w, &look, &first);
    form.make((at..at, run));
    let end = form.outline.get(paragraph).end;
    for line in lines {
        let run = words::run(w, &look, line);
        form.make((end..end, format!("<{w}:p>{run}</{w}:p>")));
    }
}

/// The bytes of the empty box that stands before all words of these runs.
fn box_before(form: &Form<'_, '_, '_>, runs: &[usize]) -> Option<Range<usize>> {
    for &run in runs {
        let element = form.outline.get(run);
        let source = form.outline.bytes.get(element.inner..element.inner_end)?;
        let source = std::str::from_utf8(source).ok()?;
        let mut at = 0;
        for piece in source.split_inclusive('<') {
            // Behind the tag that this piece begins in, or from the run's start.
            let text = piece.find('>').map_or(0, |end| end + 1);
            let words = piece[text..].trim_end_matches('<');
            if let Some(c) = words.chars().find(|c| !c.is_whitespace()) {
                let start = element.inner + at + text + words.find(c)?;
                return is_box(c).then_some(start..start + c.len_utf8());
            }
            at += piece.len();
        }
    }
    None
}

/// The last letter of a paragraph's text is a colon.
fn ends_in_colon(source: &str) -> bool {
    let mut text = String::new();
    for piece in source.split('<').skip(1) {
        text.push_str(piece.split_once('>').map_or("", |(_, text)| text));
    }
    text.trim_end().ends_with(['：', ':'])
}

/// The same line in the other branches of the alternative content that holds its text box: what
/// older programs show.
fn twins(form: &Form<'_, '_, '_>, paragraph: usize) -> Vec<usize> {
    let outline = form.outline;
    let own_box = outline.enclosing(paragraph, Kind::TextBox);
    let alternate = own_box.and_then(|i| outline.enclosing(i, Kind::Alternate));
    let (Some(own_box), Some(alternate)) = (own_box, alternate) else {
        return Vec::new();
    };
    let lines = |text_box: usize| -> Vec<usize> {
        let end = outline.get(text_box).end;
        (text_box + 1..outline.elements().len())
            .take_while(|&i| outline.get(i).start < end)
            .filter(|&i| outline.get(i).kind == Kind::Paragraph)
            .collect()
    };
    let own = lines(own_box);
    let Some(at) = own.iter().position(|&i| i == paragraph) else {
        return Vec::new();
    };
    let end = outline.get(alternate).end;
    (alternate + 1..outline.elements().len())
        .take_while(|&i| outline.get(i).start < end)
        .filter(|&i| outline.get(i).kind == Kind::TextBox && i != own_box)
        .filter_map(|other| {
            let lines = lines(other);
            (lines.len() == own.len()).then(|| lines[at])
        })
        .collect()
}
