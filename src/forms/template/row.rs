//! A record as a row of a template, and what is said of what cannot be written there.

use office::inplace::sheet::Content;

use super::content::{beyond_limit, content, not_allowed, not_counted, words_left_out};
use super::target::{Item, Target, field_of};
use crate::model::finding::{FieldPath, Finding, Severity};
use crate::model::submission::Record;
use crate::recognise::edition::Edition;

/// What is needed to make a row of a record.
pub(super) struct Placing<'a> {
    pub target: &'a Target,
    pub edition: &'a Edition,
    pub template: &'a str,
    pub since_1904: bool,
}

impl Placing<'_> {
    /// The cells of the `r`th record of a unit, and what is said of those that cannot be written.
    pub(super) fn row(
        &self,
        record: &Record,
        r: usize,
        unit: &Record,
        findings: &mut Vec<Finding>,
    ) -> Vec<Content> {
        let code = &self.edition.mapping.tables[self.target.table].code;
        let cells = self.target.columns.iter().map(|column| {
            let field = field_of(column.item, self.target.table, self.edition);
            let (of, path) = match column.item {
                Item::Field(_) => (record, FieldPath::record(code, r)),
                Item::Unit(_) => (unit, FieldPath::unit()),
            };
            let path = path.at_field(&field.name);
            if let Some(left) = words_left_out(of, field, column, self.template) {
                findings.push(left.at(path.beside()));
            }
            if column.allowed.is_none()
                && let Some(left) = not_counted(of, field, &column.measure, self.template)
            {
                findings.push(left.at(path));
                return Content::Empty;
            }
            match content(of, field, column, self.since_1904) {
                Ok(written) => match beyond_limit(&written, of, field, column, self.template) {
                    Some(left) => {
                        let refused = left.severity == Severity::Error;
                        findings.push(left.at(path));
                        if refused { Content::Empty } else { written }
                    }
                    None => written,
                },
                Err(allowed) => {
                    findings.push(not_allowed(of, field, allowed, self.template).at(path));
                    Content::Empty
                }
            }
        });
        cells.collect()
    }
}
