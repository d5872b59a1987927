//! A workbook to be filled in: titles, labels over columns, ruled cells, totals that are worked out,
//! and what each cell takes.

use rust_xlsxwriter::utility::{row_col_to_cell, row_col_to_cell_absolute};
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, Format, FormatAlign, Formula,
    Workbook, Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr;

use super::style;
use super::text::{LINE, beginning, lines, sheet_name};

/// The most characters of an input message (Excel's limit), and of its title.
const MESSAGE: usize = 255;
const TITLE: usize = 32;

/// A workbook to be filled in, being put together. Rows and columns count from 0.
pub(crate) struct FormBook(Workbook);

/// A sheet of it.
pub(crate) struct FormSheet<'w>(&'w mut Worksheet);

/// What is written into a cell that waits for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Text, also where it looks like a number.
    Text,
    /// Text of a line.
    Line,
    /// A day.
    Day,
    /// Anything.
    Any,
    /// A total of whole numbers, worked out; one of nothing is not shown.
    WholeTotal,
    /// A total of amounts.
    Total,
}

/// What a cell takes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Takes<'a> {
    /// Anything.
    Any,
    /// One of these.
    OneOf(&'a [String]),
    /// One of the first so many of a column of another sheet.
    Listed {
        /// The sheet.
        sheet: &'a str,
        /// The column.
        column: u16,
        /// How many there are.
        options: usize,
    },
    /// A whole number from 0.
    Whole,
    /// A number from 0.
    Decimal,
    /// A whole number between these.
    Between(i32, i32),
}

/// What a column's cells take, and what is said of it when one is chosen.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Check<'a> {
    /// What they take.
    pub(crate) takes: Takes<'a>,
    /// Something else may be written all the same.
    pub(crate) open: bool,
    /// The message's title.
    pub(crate) title: &'a str,
    /// The message.
    pub(crate) message: &'a str,
}

impl FormBook {
    pub(crate) fn new() -> FormBook {
        FormBook(Workbook::new())
    }

    /// Adds a sheet.
    pub(crate) fn sheet(&mut self, name: &str) -> Result<FormSheet<'_>, XlsxError> {
        let sheet = self.0.add_worksheet().set_name(sheet_name(name))?;
        Ok(FormSheet(sheet))
    }

    /// Adds a sheet of lists, a column each, which is not shown.
    pub(crate) fn lists<'l>(
        &mut self,
        name: &str,
        lists: impl Iterator<Item = &'l [String]>,
    ) -> Result<(), XlsxError> {
        let hidden = self.0.add_worksheet().set_name(sheet_name(name))?;
        for (list, column) in lists.zip(0u16..) {
            for (option, row) in list.iter().zip(0u32..) {
                hidden.write_string(row, column, option)?;
            }
        }
        hidden.set_hidden(true);
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Result<Vec<u8>, XlsxError> {
        self.0.save_to_buffer()
    }
}

impl FormSheet<'_> {
    /// A column's width, in characters of half width.
    pub(crate) fn width(&mut self, column: u16, width: usize) -> Result<(), XlsxError> {
        self.0.set_column_width(column, width as f64)?;
        Ok(())
    }

    /// A title in a cell of its own.
    pub(crate) fn title(&mut self, row: u32, text: &str) -> Result<(), XlsxError> {
        self.0
            .write_string_with_format(row, 0, text, &style::title(16))?;
        self.0.set_row_height(row, 32)?;
        Ok(())
    }

    /// A line of plain text.
    pub(crate) fn note(&mut self, row: u32, text: &str) -> Result<(), XlsxError> {
        self.0
            .write_string_with_format(row, 0, text, &style::plain())?;
        Ok(())
    }

    /// A label with a cell beside it for its answer.
    pub(crate) fn asks(&mut self, row: u32, label: &str) -> Result<(), XlsxError> {
        self.0
            .write_string_with_format(row, 0, label, &style::ruled())?;
        self.0.write_blank(row, 1, &answer(Answer::Line))?;
        self.0.set_row_height(row, 24)?;
        Ok(())
    }

    /// A text over the columns up to `last`, which are `room` wide together: the sheet's title, or
    /// a remark under it.
    pub(crate) fn over(
        &mut self,
        row: u32,
        last: u16,
        room: usize,
        text: &str,
        is_title: bool,
    ) -> Result<(), XlsxError> {
        let (format, more) = match is_title {
            true => (style::title(14), 12.0),
            false => (style::remark(), 3.0),
        };
        let format = format
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter);
        let lines = text.width().div_ceil(room.max(1)).max(1);
        self.0.set_row_height(row, LINE * lines as f64 + more)?;
        self.span((row, 0), (row, last), text, &format)
    }

    /// A label over these cells.
    pub(crate) fn label(
        &mut self,
        from: (u32, u16),
        to: (u32, u16),
        text: &str,
    ) -> Result<(), XlsxError> {
        self.span(from, to, text, &style::label())
    }

    /// How many lines a label takes in so much room.
    pub(crate) fn lines(text: &str, room: usize) -> usize {
        lines(text, room)
    }

    /// Makes a row of labels so many lines high.
    pub(crate) fn label_height(&mut self, row: u32, lines: usize) -> Result<(), XlsxError> {
        self.0.set_row_height(row, LINE * lines as f64 + 4.0)?;
        Ok(())
    }

    /// Keeps the rows above `first` and the first column in sight and on every page, and makes the
    /// sheet a page wide.
    pub(crate) fn head_ends(&mut self, first: u32) -> Result<(), XlsxError> {
        self.0.set_freeze_panes(first, 1)?;
        self.0.set_repeat_rows(0, first.saturating_sub(1))?;
        self.0
            .set_landscape()
            .set_paper_size(9)
            .set_print_fit_to_pages(1, 0);
        Ok(())
    }

    /// Ruled cells down a column for answers of a kind.
    pub(crate) fn answers(
        &mut self,
        rows: std::ops::Range<u32>,
        column: u16,
        of: Answer,
    ) -> Result<(), XlsxError> {
        let format = answer(of);
        for row in rows {
            self.0.write_blank(row, column, &format)?;
        }
        Ok(())
    }

    /// Totals down a column: the sum of the columns of each row, those with `true` taken away.
    pub(crate) fn totals(
        &mut self,
        rows: std::ops::Range<u32>,
        column: u16,
        of: Answer,
        parts: &[(bool, u16)],
    ) -> Result<(), XlsxError> {
        let format = style::shaded(answer(of));
        for row in rows {
            let formula = Formula::new(sum(parts, row));
            self.0
                .write_formula_with_format(row, column, formula, &format)?;
        }
        Ok(())
    }

    /// What the cells down a column take.
    pub(crate) fn check(
        &mut self,
        rows: std::ops::Range<u32>,
        column: u16,
        check: &Check<'_>,
    ) -> Result<(), XlsxError> {
        let last = rows.end.saturating_sub(1);
        let check = validation(check)?;
        self.0
            .add_data_validation(rows.start, column, last, column, &check)?;
        Ok(())
    }

    /// A text over these cells.
    fn span(
        &mut self,
        from: (u32, u16),
        to: (u32, u16),
        text: &str,
        format: &Format,
    ) -> Result<(), XlsxError> {
        match from == to {
            true => self
                .0
                .write_string_with_format(from.0, from.1, text, format)?,
            false => self
                .0
                .merge_range(from.0, from.1, to.0, to.1, text, format)?,
        };
        Ok(())
    }
}

fn answer(of: Answer) -> Format {
    let format = style::ruled();
    match of {
        Answer::Text => format.set_text_wrap().set_num_format("@"),
        Answer::Line => format.set_num_format("@"),
        Answer::Day => format.set_num_format("yyyy-mm-dd"),
        Answer::Any => format,
        Answer::WholeTotal => format.set_num_format("0;-0;;@"),
        Answer::Total => format.set_num_format("0.00;-0.00;;@"),
    }
}

/// `=B4+D4-F4`.
fn sum(parts: &[(bool, u16)], row: u32) -> String {
    let mut formula = String::from("=");
    for (i, (minus, column)) in parts.iter().enumerate() {
        match (minus, i) {
            (true, _) => formula.push('-'),
            (false, 0) => {}
            (false, _) => formula.push('+'),
        }
        formula.push_str(&row_col_to_cell(row, *column));
    }
    formula
}

fn validation(check: &Check<'_>) -> Result<DataValidation, XlsxError> {
    let takes = DataValidation::new();
    let takes = match check.takes {
        Takes::Any => takes.allow_any_value(),
        Takes::OneOf(options) => takes.allow_list_strings(options)?,
        Takes::Listed {
            sheet,
            column,
            options,
        } => {
            let last = options.saturating_sub(1) as u32;
            let cell = row_col_to_cell_absolute;
            let (from, to) = (cell(0, column), cell(last, column));
            takes.allow_list_formula(Formula::new(format!("='{sheet}'!{from}:{to}")))
        }
        Takes::Whole => takes.allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0)),
        Takes::Decimal => takes.allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0)),
        Takes::Between(from, to) => takes.allow_whole_number(DataValidationRule::Between(from, to)),
    };
    let message = beginning(check.message, MESSAGE);
    let takes = takes
        .set_input_title(beginning(check.title, TITLE))?
        .set_input_message(&message)?
        .set_error_message(&message)?;
    Ok(match check.open {
        true => takes.set_error_style(DataValidationErrorStyle::Warning),
        false => takes,
    })
}
