//! Controls of forms that are drawn over a sheet (VML; [MS-OI29500] §2.1.1739): check boxes, option
//! buttons, drop-downs. What they say stands in no cell.

use super::super::Error;
use super::super::book::Book;
use super::super::reference::At;
use super::super::xml::{Node, Xml};
use crate::paper::DrawingKind;

/// Takes the controls of a drawing part, each at the cell where it begins, and the words on them.
pub(super) fn read(content: &[u8], part: &str, book: &mut Book) -> Result<(), Error> {
    let mut xml = Xml::new(content, part);
    let mut words = String::new();
    loop {
        match xml.next()? {
            Node::Open(tag) => match tag.local() {
                "shape" => words.clear(),
                "div" | "font" | "span" => {
                    let text = xml.text()?;
                    words.push_str(text.trim());
                }
                "ClientData" => {
                    let kind = tag.attr("ObjectType").map(|k| k.into_owned());
                    let at = anchor(&mut xml)?;
                    let is_note = matches!(kind.as_deref(), None | Some("Note" | "Pict" | "Group"));
                    if !is_note {
                        match words.trim().is_empty() {
                            true => book.draw(at, DrawingKind::Control),
                            false => book.float(at, &words),
                        }
                    }
                    words.clear();
                }
                _ => {}
            },
            Node::End => return Ok(()),
            _ => {}
        }
    }
}

/// The cell of the anchor in the element just opened: its column, an offset, its row, counted from 0.
fn anchor(xml: &mut Xml<'_>) -> Result<At, Error> {
    let outside = xml.depth() - 1;
    let mut at = At::new(1, 1);
    while xml.depth() > outside {
        if let Node::Open(tag) = xml.next()?
            && tag.local() == "Anchor"
        {
            let text = xml.text()?;
            let number = |n: usize| text.split(',').nth(n)?.trim().parse::<u32>().ok();
            if let (Some(column), Some(row)) = (number(0), number(2)) {
                at = At::new(row.saturating_add(1), column.saturating_add(1));
            }
        }
    }
    Ok(at)
}
