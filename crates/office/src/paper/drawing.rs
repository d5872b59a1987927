//! What stands on a paper and is no text: pictures, shapes, ink, charts, objects of other programs.

use std::fmt;

/// English Metric Units in a centimetre (ECMA-376 part 1 §20.1.2.1).
pub const EMU_PER_CM: i64 = 360_000;

/// Something drawn, pasted or embedded, at the paragraph that it is anchored in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawing {
    /// Counted from 1 over the drawings of the document, in document order.
    pub number: u32,
    /// What it is.
    pub kind: DrawingKind,
    /// Its width and height in EMU, where the file says so.
    pub size: Option<(i64, i64)>,
    /// How it is bound to its paragraph.
    pub anchor: Anchor,
    /// How many bytes of the paragraph's text stand before it.
    pub offset: u32,
    /// What its author or program calls it: the name and the description for those who cannot see.
    pub name: String,
    /// The text in it, as far as it can be read: of WordArt, SmartArt, a chart, an embedded document.
    pub text: String,
}

/// What a drawing is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "lowercase")
)]
pub enum DrawingKind {
    /// A picture: a photo, a scan, a screenshot.
    Picture,
    /// An ellipse, as people draw around an option.
    Ellipse,
    /// A line or an arrow.
    Line,
    /// A rectangle without text.
    Rectangle,
    /// Any other shape, or several.
    #[default]
    Shape,
    /// A pen's strokes.
    Ink,
    /// A chart.
    Chart,
    /// SmartArt.
    Diagram,
    /// WordArt.
    WordArt,
    /// A document of another program: a workbook, a formula, a PDF.
    Object,
    /// A control of a form (ActiveX), whose state is not read.
    Control,
    /// A film, a sound, a model.
    Media,
}

/// How a drawing is bound to its paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Anchor {
    /// It stands in the line like a character.
    #[default]
    Inline,
    /// It floats; how far below the paragraph's top it begins in EMU, where the file says so.
    Floating {
        /// Below the top of the paragraph.
        below: Option<i64>,
    },
}

impl DrawingKind {
    /// A name for programs.
    pub fn name(self) -> &'static str {
        match self {
            DrawingKind::Picture => "picture",
            DrawingKind::Ellipse => "ellipse",
            DrawingKind::Line => "line",
            DrawingKind::Rectangle => "rectangle",
            DrawingKind::Shape => "shape",
            DrawingKind::Ink => "ink",
            DrawingKind::Chart => "chart",
            DrawingKind::Diagram => "diagram",
            DrawingKind::WordArt => "wordart",
            DrawingKind::Object => "object",
            DrawingKind::Control => "control",
            DrawingKind::Media => "media",
        }
    }

    /// People draw it around, through or beside what they choose.
    pub fn marks(self) -> bool {
        matches!(
            self,
            DrawingKind::Ellipse
                | DrawingKind::Line
                | DrawingKind::Rectangle
                | DrawingKind::Shape
                | DrawingKind::Ink
        )
    }
}

impl fmt::Display for DrawingKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            DrawingKind::Picture => "picture",
            DrawingKind::Ellipse => "drawn ellipse",
            DrawingKind::Line => "drawn line or arrow",
            DrawingKind::Rectangle => "drawn rectangle",
            DrawingKind::Shape => "drawn shape",
            DrawingKind::Ink => "ink drawing",
            DrawingKind::Chart => "chart",
            DrawingKind::Diagram => "SmartArt drawing",
            DrawingKind::WordArt => "WordArt text",
            DrawingKind::Object => "embedded object",
            DrawingKind::Control => "form control",
            DrawingKind::Media => "film, sound or model",
        })
    }
}

impl Drawing {
    /// Its area in square centimetres; 0 where its size is not known.
    pub fn area(&self) -> f64 {
        let cm = |emu: i64| emu.max(0) as f64 / EMU_PER_CM as f64;
        self.size
            .map_or(0.0, |(width, height)| cm(width) * cm(height))
    }
}
