//! What a finding's path points at.

/// What a JSON Pointer (RFC 6901) into a submission names, as far as it goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pointer {
    /// It is about the cover.
    pub cover: bool,
    /// The table's code.
    pub table: Option<String>,
    /// The record in it, from 0.
    pub record: Option<usize>,
    /// The field's name.
    pub field: Option<String>,
}

impl Pointer {
    /// Reads `/tables/HZ_02_005/records/0/china_funding` or `/unit/contact`; what is neither
    /// names nothing.
    pub fn of(path: &str) -> Pointer {
        let mut steps = path
            .split('/')
            .skip(1)
            .map(|step| step.replace("~1", "/").replace("~0", "~"));
        let mut pointer = Pointer::default();
        match steps.next().as_deref() {
            Some("unit") => {
                pointer.cover = true;
                pointer.field = steps.next();
            }
            Some("tables") => {
                pointer.table = steps.next();
                if steps.next().as_deref() == Some("records") {
                    pointer.record = steps.next().and_then(|n| n.parse().ok());
                }
                if pointer.record.is_some() {
                    pointer.field = steps.next();
                }
            }
            _ => {}
        }
        pointer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_cover_table_record_and_field() {
        let at = |table: &str, record, field: Option<&str>| Pointer {
            cover: false,
            table: Some(table.to_owned()),
            record,
            field: field.map(str::to_owned),
        };
        let contact = Pointer {
            cover: true,
            field: Some("contact".to_owned()),
            ..Pointer::default()
        };
        let cases = [
            ("", Pointer::default()),
            ("/unit/contact", contact),
            ("/tables/T", at("T", None, None)),
            ("/tables/T/status", at("T", None, None)),
            ("/tables/T/records/0", at("T", Some(0), None)),
            ("/tables/a~1b/records/2/~01", at("a/b", Some(2), Some("~1"))),
        ];
        for (path, expected) in cases {
            assert_eq!(Pointer::of(path), expected, "{path}");
        }
    }
}
