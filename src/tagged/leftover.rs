//! Tags that are still in a returned form: they are no answers.

use office::paper::{Block, Paragraph};

use super::grammar::{CLOSE, OPEN, Tag};
use super::scan::tags_in;

/// Takes the tags of these names out of a flow and all that lies in it.
pub fn take_out(blocks: &mut [Block], names: &[String]) {
    // A worklist, so that nesting costs no stack.
    let mut todo: Vec<&mut Block> = blocks.iter_mut().collect();
    while let Some(block) = todo.pop() {
        match block {
            Block::Paragraph(p) => {
                clean(p, names);
                todo.extend(p.boxes.iter_mut().flat_map(|b| &mut b.blocks));
            }
            Block::Table(t) => todo.extend(t.cells.iter_mut().flat_map(|c| &mut c.blocks)),
        }
    }
}

fn clean(p: &mut Paragraph, names: &[String]) {
    if !p.text.contains(OPEN) {
        return;
    }
    for (range, closed) in tags_in(&p.text).into_iter().rev() {
        let inner = closed.then(|| &p.text[range.start + OPEN.len()..range.end - CLOSE.len()]);
        let Some(Ok(tag)) = inner.map(Tag::parse) else {
            continue;
        };
        if !names.contains(&tag.name()) {
            continue;
        }
        let mut at = 0;
        for span in &mut p.spans {
            let end = at + span.len as usize;
            let (from, to) = (range.start.max(at), range.end.min(end));
            if from < to {
                span.len -= (to - from) as u32;
            }
            at = end;
        }
        p.spans.retain(|s| s.len > 0);
        p.text.replace_range(range, "");
    }
}
