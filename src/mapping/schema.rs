//! The JSON Schema of the mapping language, by which editors complete and check.

use super::model::MappingFile;

/// The schema of a mapping file (JSON Schema 2020-12), as `mappings/schema.json` holds it.
pub fn schema_json() -> String {
    let schema = schemars::schema_for!(MappingFile);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    /// `HUIBIAO_UPDATE_SCHEMA=1 cargo test schema` writes it anew.
    #[test]
    fn the_committed_schema_is_the_types() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("mappings/schema.json");
        if std::env::var_os("HUIBIAO_UPDATE_SCHEMA").is_some() {
            fs::write(&path, schema_json()).unwrap();
        }
        let committed = fs::read_to_string(&path).unwrap();
        assert!(
            committed == schema_json(),
            "mappings/schema.json is out of date: run HUIBIAO_UPDATE_SCHEMA=1 cargo test schema"
        );
    }

    #[test]
    fn every_mapping_file_names_the_schema() {
        let mappings = Path::new(env!("CARGO_MANIFEST_DIR")).join("mappings");
        let mut files = 0;
        for entry in fs::read_dir(&mappings).unwrap() {
            let folder = entry.unwrap().path();
            for file in folder
                .is_dir()
                .then(|| fs::read_dir(&folder).unwrap())
                .into_iter()
                .flatten()
            {
                let path = file.unwrap().path();
                if path.extension().is_some_and(|e| e == "toml") {
                    let text = fs::read_to_string(&path).unwrap();
                    assert!(text.starts_with("#:schema ../schema.json\n"), "{path:?}");
                    files += 1;
                }
            }
        }
        assert!(files > 0);
    }
}
