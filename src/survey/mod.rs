//! Many units' submissions held against one another: who was asked and who returned, what they come
//! to together, what changed between two versions, what the office settled, and one edition's answers
//! in another's tables.

pub mod carry;
pub mod corrections;
pub mod decisions;
pub mod diff;
pub(crate) mod office_csv;
mod office_lines;
pub mod returns;
pub mod rollup;
pub mod roster;
pub mod status;

pub use office_csv::OfficeError;

/// A file is a list that the office keeps: a roster, corrections, decisions.
pub(crate) fn is_office_list(name: &str, bytes: &[u8]) -> bool {
    use office::FileKind;
    let kind = FileKind::of_name(name);
    let lists = [roster::COLUMNS, corrections::COLUMNS, decisions::COLUMNS];
    kind.is_some_and(|kind| kind == FileKind::TextTable || kind.is_workbook())
        && lists
            .iter()
            .any(|columns| office_csv::is_list(bytes, columns))
}
