//! Lists of options to mark: in text boxes, in cells, in paragraphs.

use office::paper::{Paragraph, is_blank};

use super::candidates::{Candidate, Candidates, candidate, in_boxes};
use super::draft::{Draft, Item};
use super::words::{begins, words};
use crate::mapping::{Layout, Type};
use crate::text::key::key;

/// A table of options. `title` is what announces it, which a box may print again.
pub fn choices(title: &str, options: Vec<Candidate>) -> Draft {
    let mut draft = Draft::new(Layout::Choices);
    let other = options.iter().any(|o| o.other);
    let list = Candidates {
        subject: String::new(),
        options,
        numbered: None,
        several: true,
    };
    draft.items.push(Item {
        label: vec![title.to_owned()],
        printed: vec![title.to_owned()],
        kind: Some(Type::Choices),
        options: Some(list),
        name: Some("selected"),
        ..Item::default()
    });
    if other {
        draft.items.push(Item {
            label: vec!["其他，请说明".to_owned()],
            printed: vec!["其他，请说明".to_owned()],
            kind: Some(Type::Text),
            name: Some("other"),
            ..Item::default()
        });
    }
    draft
}

/// The options among some lines: those with a bullet or a box, else all but the title.
pub fn options<'p>(title: &str, lines: impl IntoIterator<Item = &'p Paragraph>) -> Vec<Candidate> {
    let lines: Vec<&Paragraph> = lines.into_iter().filter(|p| !is_blank(&p.text)).collect();
    let boxes = &words().candidates.boxes;
    let signed = |p: &&Paragraph| p.bullet.is_some() || begins(boxes, p.text.trim_start());
    let any = lines.iter().filter(|p| signed(p)).count() >= 2;
    let title = key(title);
    let own = |p: &&Paragraph| {
        let k = key(&p.text);
        !(k == title || title.contains(&k) && !signed(p))
    };
    let mut options: Vec<Candidate> = Vec::new();
    for p in lines
        .iter()
        .filter(|p| !any || signed(p))
        .copied()
        .filter(|p| own(p))
    {
        // Several options on one line, each behind its box.
        let several =
            in_boxes(&p.text).filter(|(label, l)| label.is_empty() && l.options.len() > 1);
        let found = several.map_or_else(|| vec![candidate(&p.text)], |(_, list)| list.options);
        for option in found {
            let k = key(&option.label);
            if !k.is_empty() && !options.iter().any(|o| key(&o.label) == k) {
                options.push(option);
            }
        }
    }
    options
}
