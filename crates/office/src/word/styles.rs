//! Styles, and how layers of formatting make the effective one (ECMA-376 part 1 §17.7.2):
//! document defaults, table style, paragraph style, character style, direct formatting.

use std::collections::HashMap;

use super::color::Theme;
use super::properties::value;
use crate::build::look::{self, ParagraphLayer, RunLayer, RunState};
use crate::paper::Rgb;
use crate::xml::{self, Ns, Reader, Tag, Token};

/// Names a style within one document: its place in the style part, counted from 1. 0 is none, or
/// the default style of its kind.
pub(super) type StyleNumber = u16;

/// How far `w:basedOn` is followed: a chain that is longer goes in circles.
const CHAIN: usize = 64;

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    numbers: HashMap<Vec<u8>, usize>,
    /// With what they are based on put under them.
    styles: Vec<Style>,
    defaults: RunLayer,
    default_paragraph: Option<usize>,
    default_table: Option<usize>,
}

#[derive(Clone, Debug, Default)]
struct Style {
    based_on: Option<Vec<u8>>,
    is_default: bool,
    run: RunLayer,
    paragraph: ParagraphLayer,
    cell_shading: Option<Option<Rgb>>,
}

impl Styles {
    /// Reads a style part.
    pub(super) fn read(bytes: &[u8], theme: &Theme) -> Result<Styles, xml::Error> {
        let mut styles = Styles::default();
        let mut reader = Reader::new(bytes);
        loop {
            let tag = match reader.token()? {
                Token::Eof => break,
                Token::Start(tag) if tag.ns == Ns::Word => tag,
                _ => continue,
            };
            match tag.name {
                b"rPrDefault" => styles.defaults = run_defaults(&mut reader, theme)?,
                b"style" if styles.styles.len() < usize::from(StyleNumber::MAX) - 1 => {
                    styles.style(&mut reader, &tag, theme)?;
                }
                _ => {}
            }
        }
        styles.resolve();
        Ok(styles)
    }

    fn style(
        &mut self,
        reader: &mut Reader<'_>,
        tag: &Tag<'_>,
        theme: &Theme,
    ) -> Result<(), xml::Error> {
        let attribute = |name| reader.attribute(tag, Ns::Word, name);
        let id = attribute(b"styleId").unwrap_or_default().to_vec();
        let kind = attribute(b"type").unwrap_or(b"paragraph");
        let is_default = matches!(attribute(b"default"), Some(b"1" | b"true" | b"on"));
        let mut style = Style {
            is_default,
            ..Style::default()
        };
        reader.children(|reader, tag| {
            match (tag.ns, tag.name) {
                (Ns::Word, b"basedOn") => {
                    style.based_on = value(reader, &tag).map(<[u8]>::to_vec);
                }
                (Ns::Word, b"rPr") => {
                    reader.children(|reader, tag| style.run.take(reader, &tag, theme))?;
                }
                (Ns::Word, b"pPr") => {
                    reader.children(|reader, tag| style.paragraph.take(reader, &tag, theme))?;
                }
                (Ns::Word, b"tcPr") => reader.children(|reader, tag| {
                    if (tag.ns, tag.name) == (Ns::Word, b"shd") {
                        style.cell_shading = Some(super::color::shading(reader, &tag, theme));
                    }
                    Ok::<_, xml::Error>(())
                })?,
                _ => {}
            }
            Ok::<_, xml::Error>(())
        })?;
        let index = self.styles.len();
        let default = match kind {
            b"paragraph" => Some(&mut self.default_paragraph),
            b"table" => Some(&mut self.default_table),
            _ => None,
        };
        if let Some(default @ None) = default
            && is_default
        {
            *default = Some(index);
        }
        // Of two styles of one id, Word keeps the first.
        self.numbers.entry(id).or_insert(index);
        self.styles.push(style);
        Ok(())
    }

    /// Puts under each style what it is based on.
    fn resolve(&mut self) {
        let parents: Vec<Option<usize>> = self
            .styles
            .iter()
            .map(|s| {
                s.based_on
                    .as_ref()
                    .and_then(|id| self.numbers.get(id))
                    .copied()
            })
            .collect();
        let resolved = (0..self.styles.len())
            .map(|index| {
                let mut style = self.styles[index].clone();
                let mut parent = parents[index];
                for _ in 0..CHAIN {
                    let Some(at) = parent else { break };
                    let below = &self.styles[at];
                    style.run = style.run.over(below.run);
                    style.paragraph = style.paragraph.over(below.paragraph);
                    style.cell_shading = style.cell_shading.or(below.cell_shading);
                    parent = parents[at];
                }
                style
            })
            .collect();
        self.styles = resolved;
    }

    /// The style of this id; 0 where there is none, or where it is a default.
    pub(super) fn number(&self, id: &[u8]) -> StyleNumber {
        match self.numbers.get(id) {
            Some(&index) if !self.styles[index].is_default => (index + 1) as StyleNumber,
            _ => 0,
        }
    }

    fn get(&self, number: StyleNumber, default: Option<usize>) -> Option<&Style> {
        match usize::from(number).checked_sub(1) {
            Some(index) => self.styles.get(index),
            None => self.styles.get(default?),
        }
    }

    /// What a paragraph style says of paragraphs.
    pub(super) fn paragraph(&self, style: StyleNumber) -> ParagraphLayer {
        self.get(style, self.default_paragraph)
            .map(|s| s.paragraph)
            .unwrap_or_default()
    }

    /// The colour that a table style puts behind every cell.
    pub(super) fn cell_shading(&self, style: StyleNumber) -> Option<Rgb> {
        self.get(style, self.default_table)?.cell_shading?
    }

    /// What text looks like in a paragraph of a table (`None` outside of tables), in a character
    /// style and with direct formatting.
    pub(super) fn run(
        &self,
        table: Option<StyleNumber>,
        paragraph: StyleNumber,
        character: StyleNumber,
        direct: RunLayer,
    ) -> RunState {
        let layer = |style: Option<&Style>| style.map(|s| s.run).unwrap_or_default();
        let table = layer(table.and_then(|number| self.get(number, self.default_table)));
        let paragraph = layer(self.get(paragraph, self.default_paragraph));
        let styled = layer(self.get(character, None));
        let levels = [table, paragraph, styled];
        look::effective(self.defaults, levels, direct, character)
    }
}

fn run_defaults(reader: &mut Reader<'_>, theme: &Theme) -> Result<RunLayer, xml::Error> {
    let mut layer = RunLayer::default();
    reader.children(|reader, tag| {
        if (tag.ns, tag.name) == (Ns::Word, b"rPr") {
            reader.children(|reader, tag| layer.take(reader, &tag, theme))?;
        }
        Ok::<_, xml::Error>(())
    })?;
    Ok(layer)
}
