//! Paragraphs and what stands in them: runs, characters that are elements, text boxes.

use super::error::WalkError;
use super::limit;
use super::names::Name;
use super::open::{Builder, ParagraphProperties};
use super::properties::{is_change, value};
use super::styles::StyleNumber;
use super::walk::{Commented, Flow, Frame, Reference, Result, Step, Walk};
use crate::Cost;
use crate::build::at::At;
use crate::build::look::{ParagraphLayer, RunLayer, RunState};
use crate::build::symbol::{SymbolFont, look, text_look};
use crate::paper::{
    self, Aside, Bullet, Origin, Paragraph, ParagraphId, Script, SpanKind, Table, TextBox,
};
use crate::xml::{self, Ns, Tag, Token, attribute_value};

/// How many looks of plain text are remembered.
const LOOKS: usize = 32;

/// A paragraph that was read.
pub(super) struct ReadParagraph {
    pub paragraph: Paragraph,
    pub tables: Vec<Table>,
    pub mark_deleted: bool,
}

impl<'a> Walk<'a, '_> {
    /// Reads the paragraph whose start tag was read last.
    pub(super) fn paragraph(&mut self) -> Result<ReadParagraph> {
        self.count_piece()?;
        let mut builder = self.begin_paragraph();
        builder.origin = Origin::at(self.xml.position());
        self.inline(&mut builder)?;
        self.end_paragraph(builder)
    }

    /// Reads a run, or a text, that stands in no paragraph, as a paragraph.
    pub(super) fn loose_run(&mut self, name: Name, tag: &Tag<'a>) -> Result<ReadParagraph> {
        self.count_piece()?;
        let mut builder = self.begin_paragraph();
        match name {
            Name::Text => self.text(tag, &mut builder)?,
            Name::Drawing => {
                let outer = self.begin_drawing(&builder);
                self.inline(&mut builder)?;
                self.leave_drawing(outer);
            }
            _ => self.inline(&mut builder)?,
        }
        self.end_paragraph(builder)
    }

    fn begin_paragraph(&mut self) -> Builder {
        let builder = self.spare.take().unwrap_or_default();
        self.changed = self.inserted > 0;
        self.deleted.clear();
        self.set_paragraph_style(0);
        builder
    }

    fn set_paragraph_style(&mut self, style: StyleNumber) {
        self.paragraph_style = style;
        let styling = (self.table_style, style);
        self.base = match self.looks.iter().find(|(known, _)| *known == styling) {
            Some(&(_, look)) => look,
            None => {
                let styles = &self.definitions.styles;
                let look = styles.run(self.table_style, style, 0, RunLayer::default());
                if self.looks.len() < LOOKS {
                    self.looks.push((styling, look));
                }
                look
            }
        };
        self.run = self.base;
    }

    fn end_paragraph(&mut self, mut builder: Builder) -> Result<ReadParagraph> {
        let text = builder.line.text.len();
        self.budget.take(Cost::Text, limit::PARAGRAPH + text)?;
        let properties = builder.properties;
        let style = self.definitions.styles.paragraph(properties.style);
        let layer = properties.layer.over(style);
        if !builder.numbered {
            builder.bullet = self.bullet(&properties, style)?;
        }
        let read = ReadParagraph {
            paragraph: Paragraph {
                id: ParagraphId::default(),
                number: 0,
                text: builder.line.text.as_str().to_owned(),
                spans: builder.line.spans.as_slice().to_owned(),
                bullet: builder.bullet.take(),
                shading: layer.shading.flatten(),
                format: layer.format(),
                style: properties.style,
                tracked: self.changed || properties.mark_changed,
                revisions: std::mem::take(&mut builder.revisions),
                boxes: std::mem::take(&mut builder.boxes),
                drawings: std::mem::take(&mut self.drawn),
                origin: std::mem::take(&mut builder.origin),
            },
            tables: std::mem::take(&mut builder.tables),
            mark_deleted: properties.mark_deleted,
        };
        builder.line.text.clear();
        builder.line.spans.clear();
        builder.properties = ParagraphProperties::default();
        builder.numbered = false;
        self.spare = Some(builder);
        Ok(read)
    }

    /// Reads to the end of the element just begun, taking what it says into `builder`.
    fn inline(&mut self, builder: &mut Builder) -> Result<()> {
        loop {
            let step = self.step()?;
            if !self.deleted.is_empty() {
                let offset = builder.line.text.len();
                paper::deleted(&mut builder.revisions, offset, &self.deleted);
                self.deleted.clear();
            }
            if !self.owed.is_empty() {
                let owed = std::mem::take(&mut self.owed);
                self.add_text(&owed, self.kind, builder)?;
            }
            match step {
                Step::Start(name, tag) => self.inline_element(name, &tag, builder)?,
                Step::End => return Ok(()),
            }
        }
    }

    fn inline_element(&mut self, name: Name, tag: &Tag<'a>, builder: &mut Builder) -> Result<()> {
        match name {
            Name::Run => {
                self.enter(Frame::Run(self.run));
                self.run = self.base;
            }
            Name::RunProperties => match self.parent() {
                // Without a frame, it is a run that stands in no paragraph.
                Some(Frame::Run(_)) | None => self.run = self.run_properties()?,
                Some(Frame::MathRun(_)) => {
                    let around = self.run;
                    self.run = self.run_properties()?;
                    self.run.hidden |= around.hidden;
                    self.run.format.emphasis.strike |= around.format.emphasis.strike;
                    if around.format.script != Script::Line {
                        self.run.format.script = around.format.script;
                    }
                }
                Some(_) => self.xml.skip()?,
            },
            Name::Text | Name::MathText => self.text(tag, builder)?,
            Name::MathRun
            | Name::MathObject
            | Name::MathProperties
            | Name::MathPart
            | Name::MathSuper
            | Name::MathSub
            | Name::MathDenominator => self.math(name, tag, builder)?,
            Name::ParagraphProperties => self.paragraph_properties(builder)?,
            Name::Tab => self.character("\t", builder)?,
            Name::Break => self.character("\n", builder)?,
            Name::NoBreakHyphen => self.character("-", builder)?,
            Name::Symbol => self.symbol(tag, builder)?,
            Name::FieldCharacter => self.field_character(tag, builder)?,
            Name::FieldCode => self.field_code()?,
            Name::FieldSimple => self.field_simple(tag)?,
            Name::RubyText => {
                self.enter(Frame::Kind(self.kind));
                self.kind = SpanKind::Ruby;
            }
            Name::Reference => {
                self.reference(tag);
                self.xml.skip()?;
            }
            Name::Drawing => self.enter_drawing(builder),
            Name::CommentStart | Name::CommentEnd => {
                self.comment_range(name, tag);
                self.xml.skip()?;
            }
            Name::BoxContent => {
                let text_box = self.text_box()?;
                if let Some(drawing) = &mut self.drawing {
                    drawing.take_box(&text_box);
                }
                builder.boxes.push(text_box);
            }
            Name::Table => {
                let table = self.nested(|walk| walk.table())?;
                builder.tables.push(table);
            }
            Name::TableProperties
            | Name::TableGrid
            | Name::RowProperties
            | Name::CellProperties => {
                self.xml.skip()?;
            }
            _ => {
                if self.drawing.is_none() || !self.in_drawing(tag)? {
                    self.enter(Frame::Plain);
                }
            }
        }
        Ok(())
    }

    fn comment_range(&mut self, name: Name, tag: &Tag<'a>) {
        let id = self.xml.attribute(tag, Ns::Word, b"id").unwrap_or_default();
        if name == Name::CommentEnd {
            let own = self.commented.iter_mut().filter(|c| c.id == id);
            own.for_each(|c| c.closed = true);
        } else if self.commented.len() < limit::REMARKS {
            self.commented.push(Commented {
                id: id.to_vec(),
                place: self.here(),
                about: String::new(),
                closed: false,
            });
        }
    }

    fn reference(&mut self, tag: &Tag<'a>) {
        let aside = match tag.name {
            b"footnoteReference" => Aside::Footnote,
            b"endnoteReference" => Aside::Endnote,
            _ => Aside::Comment,
        };
        let id = self.xml.attribute(tag, Ns::Word, b"id").unwrap_or_default();
        let range = (self.commented.iter())
            .position(|c| aside == Aside::Comment && c.id == id)
            .map(|at| self.commented.swap_remove(at));
        if self.references.len() < limit::REFERENCES {
            let (place, about) = match range {
                Some(range) => (range.place, range.about),
                None => (self.here(), String::new()),
            };
            self.references.push(Reference {
                aside,
                id: id.to_vec(),
                place,
                about,
            });
        }
    }

    /// Reads the text box whose content was begun last.
    pub(super) fn text_box(&mut self) -> Result<TextBox> {
        self.count_piece()?;
        self.numbers.boxes += 1;
        let number = self.numbers.boxes;
        let blocks = self.nested(|walk| {
            // A box stands outside of the table around it.
            walk.table_style = None;
            let outer = std::mem::replace(&mut walk.at, At::Box(number, 0));
            let blocks = walk.flow(Flow::Box);
            walk.at = outer;
            blocks
        })?;
        Ok(TextBox { number, blocks })
    }

    /// Reads something that has paragraphs of its own in the midst of a paragraph.
    fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let (run, base, kind) = (self.run, self.base, self.kind);
        let (paragraph_style, table_style) = (self.paragraph_style, self.table_style);
        let changed = self.changed;
        let (drawing, drawn) = (self.drawing.take(), std::mem::take(&mut self.drawn));
        let read = read(self)?;
        (self.drawing, self.drawn) = (drawing, drawn);
        (self.run, self.base, self.kind) = (run, base, kind);
        (self.paragraph_style, self.table_style) = (paragraph_style, table_style);
        self.changed = changed;
        Ok(read)
    }

    fn paragraph_properties(&mut self, builder: &mut Builder) -> Result<()> {
        let definitions = self.definitions;
        let properties = self.paragraph_memo.get(&mut self.xml, (), |reader| {
            let mut found = ParagraphProperties::default();
            reader.children(|reader, tag| {
                match (tag.ns, tag.name) {
                    (Ns::Word, b"pStyle") => {
                        if let Some(id) = value(reader, &tag) {
                            found.style = definitions.styles.number(id);
                        }
                    }
                    // The properties of the paragraph's mark.
                    (Ns::Word, b"rPr") => reader.children(|reader, tag| {
                        if (tag.ns, tag.name) == (Ns::Word, b"color") {
                            found.mark_color =
                                super::color::font_color(reader, &tag, &definitions.theme);
                        } else if is_change(&tag) {
                            found.mark_changed = true;
                            found.mark_deleted |= matches!(tag.name, b"del" | b"moveFrom");
                        }
                        Ok::<_, WalkError>(())
                    })?,
                    _ => found.layer.take(reader, &tag, &definitions.theme)?,
                }
                Ok::<_, WalkError>(())
            })?;
            Ok::<_, WalkError>(found)
        })?;
        builder.properties = properties;
        if properties.style != self.paragraph_style {
            self.set_paragraph_style(properties.style);
        }
        if !builder.numbered && !properties.mark_deleted {
            let style = definitions.styles.paragraph(properties.style);
            builder.bullet = self.bullet(&properties, style)?;
        }
        builder.numbered = true;
        Ok(())
    }

    fn bullet(
        &mut self,
        properties: &ParagraphProperties,
        style: ParagraphLayer,
    ) -> Result<Option<Bullet>> {
        let definitions = self.definitions;
        let bullet = properties
            .layer
            .list_over(&style)
            .and_then(|(list, level)| {
                let (styles, counters) = (&definitions.styles, &mut self.counters);
                definitions.numbering.next(list, level, styles, counters)
            });
        let Some(bullet) = bullet else {
            return Ok(None);
        };
        // The label is shared, but who compares labels looks at each of them.
        self.budget.take(Cost::Labels, bullet.glyph.len())?;
        Ok(Some(Bullet {
            color: properties.mark_color,
            ..bullet
        }))
    }

    fn run_properties(&mut self) -> Result<RunState> {
        let definitions = self.definitions;
        let (table, paragraph) = (self.table_style, self.paragraph_style);
        self.run_memo
            .get(&mut self.xml, (table, paragraph), |reader| {
                let mut direct = RunLayer::default();
                let mut character = 0;
                reader.children(|reader, tag| {
                    if (tag.ns, tag.name) == (Ns::Word, b"rStyle") {
                        if let Some(id) = value(reader, &tag) {
                            character = definitions.styles.number(id);
                        }
                        return Ok(());
                    }
                    direct.take(reader, &tag, &definitions.theme)
                })?;
                Ok(definitions.styles.run(table, paragraph, character, direct))
            })
    }

    /// Reads a `w:t` or `m:t`.
    fn text(&mut self, tag: &Tag<'a>, builder: &mut Builder) -> Result<()> {
        let start = builder.line.text.len();
        loop {
            match self.xml.token()? {
                Token::Text(text) => text.push_to(&mut builder.line.text)?,
                Token::Start(_) => self.xml.skip()?,
                Token::End => break,
                Token::Eof => return Err(xml::Error::Truncated.into()),
            }
        }
        let text = &builder.line.text[start..];
        if text.contains('\n') {
            // Line ends in the XML are no line breaks. At the ends they are mere layout, unless
            // the writer says otherwise; Word shows them as spaces.
            let preserve = self.xml.attribute(tag, Ns::Xml, b"space") == Some(b"preserve");
            let text = if preserve { text } else { text.trim() };
            let text = text.replace('\n', " ");
            builder.line.text.truncate(start);
            builder.line.text.push_str(&text);
        }
        if let Some(look) = text_look(self.run.font, &builder.line.text[start..]) {
            builder.line.text.truncate(start);
            builder.line.text.push_str(&look);
        }
        self.settle(start, self.kind, builder)
    }

    /// Adds a character that the document has as an element.
    fn character(&mut self, text: &str, builder: &mut Builder) -> Result<()> {
        self.xml.skip()?;
        self.add_text(text, self.kind, builder)
    }

    pub(super) fn add_text(
        &mut self,
        text: &str,
        kind: SpanKind,
        builder: &mut Builder,
    ) -> Result<()> {
        let start = builder.line.text.len();
        builder.line.text.push_str(text);
        self.settle(start, kind, builder)
    }

    /// What the builder's text has from `start` on was just added: counts it in if it shows.
    #[inline]
    fn settle(&mut self, start: usize, kind: SpanKind, builder: &mut Builder) -> Result<()> {
        let added = &builder.line.text[start..];
        let shown = self.fields.shown(added);
        if self.run.hidden || !shown {
            if self.run.hidden && shown && added.contains(char::is_alphanumeric) {
                self.hide(added);
            }
            builder.line.text.truncate(start);
            return Ok(());
        }
        self.changed |= self.run.changed;
        for comment in self.commented.iter_mut().filter(|c| !c.closed) {
            if comment.about.len() < limit::COMMENTED {
                comment.about.push_str(added);
            }
        }
        if self.inserted > 0 {
            paper::inserted(&mut builder.revisions, start, added.len());
        }
        if builder.line.settle(start, self.run.format, kind) {
            self.count_piece()?;
        }
        Ok(())
    }

    /// Reads a `w:sym`: a character by its code in a font.
    fn symbol(&mut self, tag: &Tag<'a>, builder: &mut Builder) -> Result<()> {
        let attribute = |name| self.xml.attribute(tag, Ns::Word, name);
        let font = match attribute(b"font") {
            Some(raw) => SymbolFont::of(&attribute_value(raw)?),
            None => self.run.font,
        };
        let c = attribute(b"char")
            .and_then(|raw| std::str::from_utf8(raw).ok())
            .and_then(|hex| u32::from_str_radix(hex, 16).ok())
            .and_then(char::from_u32)
            .filter(|&c| c != '\0');
        self.xml.skip()?;
        let Some(c) = c else { return Ok(()) };
        let shown = match font {
            Some(_) => look(font, c),
            None => c,
        };
        self.add_text(shown.encode_utf8(&mut [0; 4]), self.kind, builder)
    }
}
