//! Text in the shapes that float over a sheet (DrawingML, §20.5 and §21.1.2).

use super::super::Error;
use super::super::book::Book;
use super::super::reference::At;
use super::super::xml::{Node, Xml};

/// Takes the texts of a drawing part's shapes, each at the cell where it begins.
pub(super) fn read(content: &[u8], part: &str, book: &mut Book) -> Result<(), Error> {
    let mut xml = Xml::new(content, part);
    let mut at = At::new(1, 1);
    let mut text = String::new();
    loop {
        match xml.next()? {
            Node::Open(tag) => match tag.local() {
                "twoCellAnchor" | "oneCellAnchor" | "absoluteAnchor" => {
                    book.float(at, &std::mem::take(&mut text));
                    at = At::new(1, 1);
                }
                "sp" => book.float(at, &std::mem::take(&mut text)),
                "from" => at = anchor(&mut xml)?,
                "t" => text.push_str(&xml.text()?),
                "br" => text.push('\n'),
                "p" if !text.is_empty() => text.push('\n'),
                // What an older program would show instead.
                "Fallback" => xml.skip()?,
                _ => {}
            },
            Node::End => {
                book.float(at, &text);
                return Ok(());
            }
            _ => {}
        }
    }
}

/// The cell of a `from` that was just opened: its row and column are counted from 0.
fn anchor(xml: &mut Xml<'_>) -> Result<At, Error> {
    let outside = xml.depth() - 1;
    let mut at = At::new(1, 1);
    while xml.depth() > outside {
        if let Node::Open(tag) = xml.next()? {
            let slot = match tag.local() {
                "row" => &mut at.row,
                "col" => &mut at.column,
                _ => continue,
            };
            *slot = xml
                .text()?
                .trim()
                .parse::<u32>()
                .unwrap_or(0)
                .saturating_add(1);
        }
    }
    Ok(at)
}
