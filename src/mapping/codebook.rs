//! The codebook: every item of an edition in one flat list.

use super::model::Mapping;

/// The codebook's columns.
pub const COLUMNS: [&str; 7] = [
    "table",
    "field",
    "label",
    "manual_code",
    "type",
    "unit",
    "list",
];

/// The codebook's rows, in the order of the contract's columns.
pub fn codebook_rows(mapping: &Mapping) -> impl Iterator<Item = [&str; 7]> {
    mapping.tables.iter().flat_map(|table| {
        table.fields.iter().map(|f| {
            [
                &*table.code,
                &*f.name,
                &*f.label,
                f.code.as_str(),
                f.kind.name(),
                f.unit.as_str(),
                f.list.as_deref().unwrap_or(""),
            ]
        })
    })
}

/// The codebook as CSV (RFC 4180, `\n` line ends), a header line first.
pub fn codebook_csv(mapping: &Mapping) -> String {
    let mut out = csv::WriterBuilder::new().from_writer(Vec::new());
    let written = std::iter::once(COLUMNS)
        .chain(codebook_rows(mapping))
        .try_for_each(|row| out.write_record(row));
    // Writing to memory cannot fail, and what goes in is UTF-8.
    debug_assert!(written.is_ok());
    String::from_utf8(out.into_inner().unwrap_or_default()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::bundled;

    #[test]
    fn the_2025_codebook_is_as_published() {
        let published = include_str!("../../tests/codebook/hz-2025.csv");
        assert_eq!(
            codebook_csv(&bundled("hz-2025").unwrap().mapping),
            published
        );
    }

    #[test]
    fn the_2025_lists_are_as_published() {
        let published: serde_json::Value =
            serde_json::from_str(include_str!("../../tests/codebook/hz-2025-lists.json")).unwrap();
        let lists = bundled("hz-2025").unwrap().mapping.lists;
        let ours: serde_json::Map<_, _> = lists
            .iter()
            .map(|(name, list)| {
                let labels: Vec<&str> = list.options.iter().map(|o| &*o.label).collect();
                (name.to_string(), labels.into())
            })
            .collect();
        assert_eq!(serde_json::Value::Object(ours), published);
    }
}
