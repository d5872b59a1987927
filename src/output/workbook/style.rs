//! How cells look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatPattern, FormatUnderline};

use crate::mapping::Type;
use crate::model::finding::Severity;
use crate::output::columns::Cell;

/// The look of a cell among records. The numbers are the indices that the workbook's cell formats
/// have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    None = 0,
    Header = 1,
    Text = 2,
    /// A whole number with thousands marks.
    Whole = 3,
    /// A number with two decimals.
    Money = 4,
    /// A number with as many decimals as it has.
    Exact = 5,
    /// A whole number without thousands marks: a year.
    Plain = 6,
    /// What must be mended.
    Error = 7,
    /// What is to be checked.
    Warning = 8,
    /// What is said for information.
    Info = 9,
    /// What leads to another cell.
    Link = 10,
}

impl Style {
    /// In the order of their indices.
    pub(super) const CELLS: [Style; 9] = [
        Style::Text,
        Style::Whole,
        Style::Money,
        Style::Exact,
        Style::Plain,
        Style::Error,
        Style::Warning,
        Style::Info,
        Style::Link,
    ];

    pub(super) fn of(cell: &Cell, kind: Type) -> Style {
        match cell {
            Cell::Number(n) => match (kind, n.normalize().scale()) {
                (Type::Year | Type::Term, 0) => Style::Plain,
                (_, 0) => Style::Whole,
                (_, 1..=2) => Style::Money,
                _ => Style::Exact,
            },
            Cell::Graded(Severity::Error, _) => Style::Error,
            Cell::Graded(Severity::Warning, _) => Style::Warning,
            Cell::Graded(Severity::Info, _) => Style::Info,
            Cell::Link(_) => Style::Link,
            Cell::Text(_) | Cell::Blank => Style::Text,
        }
    }

    pub(super) fn format(self) -> Format {
        let cell = || {
            Format::new()
                .set_align(FormatAlign::Top)
                .set_border(FormatBorder::Hair)
                .set_border_color(Color::RGB(0xBF_BF_BF))
        };
        let graded = |paper, ink| {
            let format = cell().set_text_wrap().set_pattern(FormatPattern::Solid);
            let format = format.set_background_color(Color::RGB(paper));
            format.set_font_color(Color::RGB(ink))
        };
        match self {
            Style::None => Format::new(),
            Style::Header => Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_border(FormatBorder::Thin)
                .set_border_color(Color::RGB(0x8E_A9_C8))
                .set_pattern(FormatPattern::Solid)
                .set_background_color(Color::RGB(0xDD_E7_F3)),
            Style::Text => cell().set_text_wrap(),
            Style::Whole => cell().set_num_format("#,##0"),
            Style::Money => cell().set_num_format("#,##0.00"),
            Style::Exact => cell().set_num_format("#,##0.00##########"),
            Style::Plain => cell().set_num_format("0"),
            Style::Error => graded(0xFB_E7_E4, 0xA8_26_1C),
            Style::Warning => graded(0xFC_F1_D6, 0x7D_52_00),
            Style::Info => graded(0xE9_F0_F7, 0x3C_5C_84),
            Style::Link => cell()
                .set_text_wrap()
                .set_underline(FormatUnderline::Single)
                .set_font_color(Color::RGB(0x0B_57_A4)),
        }
    }
}

/// The font of what is to be filled in: that of Chinese forms.
const FONT: &str = "宋体";
/// Behind labels and totals.
const SHADE: u32 = 0xF2_F2_F2;
/// Around cells.
const RULE: u32 = 0x80_80_80;
/// Of remarks.
const FAINT: u32 = 0x6B_6B_6B;

/// Plain text on a sheet to be filled in.
pub(super) fn plain() -> Format {
    Format::new().set_font_name(FONT).set_font_size(11)
}

/// A title.
pub(super) fn title(size: u8) -> Format {
    plain().set_bold().set_font_size(size)
}

/// A remark under a title.
pub(super) fn remark() -> Format {
    plain().set_font_size(10).set_font_color(Color::RGB(FAINT))
}

/// A cell with rules around it.
pub(super) fn ruled() -> Format {
    plain()
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(RULE))
}

/// A label over a column.
pub(super) fn label() -> Format {
    shaded(ruled())
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_bold()
}

/// As it was, with a grey ground.
pub(super) fn shaded(format: Format) -> Format {
    format.set_background_color(Color::RGB(SHADE))
}
