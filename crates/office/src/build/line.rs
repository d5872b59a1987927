//! A line of text as it grows: the text, and its formats along it.

use crate::paper::{Block, Drawing, Format, Paragraph, Revision, Span, SpanKind};

/// A paragraph's text so far.
#[derive(Debug, Default)]
pub(crate) struct Line {
    pub text: String,
    pub spans: Vec<Span>,
}

impl Line {
    /// What the text has from `start` on is of this format and kind. Says whether that is a stretch
    /// of its own.
    #[inline]
    pub(crate) fn settle(&mut self, start: usize, format: Format, kind: SpanKind) -> bool {
        let span = Span {
            len: (self.text.len() - start) as u32,
            format,
            kind,
        };
        match self.spans.last_mut() {
            _ if span.len == 0 => false,
            Some(last) if last.format == span.format && last.kind == span.kind => {
                last.len += span.len;
                false
            }
            _ => {
                self.spans.push(span);
                true
            }
        }
    }
}

impl Paragraph {
    /// Adds plain text.
    pub(crate) fn push_text(&mut self, text: &str) {
        self.text.push_str(text);
        self.spans.push(Span {
            len: text.len() as u32,
            ..Span::default()
        });
    }

    /// Goes on with `next`, whose mark becomes the mark of both.
    pub(crate) fn append(&mut self, next: Paragraph) {
        let before = self.text.len() as u32;
        self.drawings
            .extend(next.drawings.into_iter().map(|drawing| Drawing {
                offset: before + drawing.offset,
                ..drawing
            }));
        self.revisions
            .extend(next.revisions.into_iter().map(|revision| Revision {
                offset: before + revision.offset,
                ..revision
            }));
        self.text.push_str(&next.text);
        self.spans.extend(next.spans);
        self.boxes.extend(next.boxes);
        self.bullet = next.bullet;
        self.shading = next.shading;
        self.format = next.format;
        self.style = next.style;
        self.tracked = true;
    }
}

/// The text of the paragraphs among `blocks`, joined by line ends.
pub(crate) fn plain_text(blocks: &[Block]) -> String {
    let lines: Vec<&str> = crate::paper::paragraphs(blocks)
        .map(|p| p.text.as_str())
        .collect();
    lines.join("\n")
}
