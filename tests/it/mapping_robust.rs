//! Mapping files are written by hand: whatever is in them, the loader answers, and what it says
//! can be drawn.

use huibiao::checks::EditRules;
use huibiao::mapping::{SourceFile, load};
use huibiao::text::Worded as _;
use huibiao::text::lang::Lang;
use proptest::prelude::*;

const FILES: [(&str, &str); 3] = [
    (
        "02.toml",
        include_str!("../../mappings/hz-2025/02-cooperation.toml"),
    ),
    (
        "edition.toml",
        include_str!("../../mappings/hz-2025/edition.toml"),
    ),
    (
        "lists.toml",
        include_str!("../../mappings/hz-2025/lists.toml"),
    ),
];

fn loads_or_explains(files: &[(&str, String)]) {
    let files = files.iter().map(|(name, text)| SourceFile {
        name: name.to_string(),
        text: text.clone().into(),
    });
    match load(files) {
        Ok(mapping) => {
            // What loads has no rule that cannot be made ready.
            EditRules::new(&mapping).unwrap();
        }
        Err(error) => {
            assert!(!error.problems().is_empty());
            for lang in [Lang::Zh, Lang::En] {
                assert!(!error.said().get(lang).is_empty());
                for styled in [false, true] {
                    assert!(!error.render(lang, styled).is_empty());
                }
            }
        }
    }
}

/// The edition's files with a stretch of one of them replaced.
fn broken(file: usize, at: f64, length: usize, with: &str) -> Vec<(&'static str, String)> {
    let mut files: Vec<_> = FILES.map(|(name, text)| (name, text.to_owned())).into();
    let text = &mut files[file].1;
    let start = text.floor_char_boundary((text.len() as f64 * at) as usize);
    let end = text.ceil_char_boundary((start + length).min(text.len()));
    text.replace_range(start..end, with);
    files
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn a_file_with_a_stretch_replaced(
        file in 0..3usize,
        at in 0.0..1.0f64,
        length in 0..40usize,
        with in r#"[a-z0-9_=\[\]{}'",.\n#\\<>()甲“·]{0,8}"#,
    ) {
        loads_or_explains(&broken(file, at, length, &with));
    }

    #[test]
    fn a_value_of_another_kind(
        nth in 0..400usize,
        value in prop_oneof!["-?[0-9]{1,20}", "\"[a-z_甲=+<( ]{0,12}\"", "true", r"\[\]", r"\{ a = 1 \}", "1e400", "2025-01-01"],
    ) {
        let text = FILES[0].1;
        let signs: Vec<usize> = text.match_indices(" = ").map(|(i, _)| i + 3).collect();
        let start = signs[nth % signs.len()];
        let end = start + text[start..].find([',', '\n', '}']).unwrap();
        let mut text = text.to_owned();
        text.replace_range(start..end, &value);
        loads_or_explains(&[("02.toml", text), ("edition.toml", FILES[1].1.into()), ("lists.toml", FILES[2].1.into())]);
    }

    #[test]
    fn any_formula(formula in r#"[ a-z_0-9=<>≧≤+\-(),"'甲乙丙“”]{0,24}"#) {
        let text = FILES[0].1.replacen("丁≦丙", &formula.replace('"', "'"), 1);
        loads_or_explains(&[("02.toml", text), ("edition.toml", FILES[1].1.into()), ("lists.toml", FILES[2].1.into())]);
    }
}

#[test]
fn nesting_without_end_is_refused() {
    for open in ["[", "{ a = "] {
        let text = format!("tables = {}", open.repeat(100_000));
        loads_or_explains(&[("deep.toml", text)]);
    }
    loads_or_explains(&[("deep.toml", format!("a{} = 1", ".a".repeat(50_000)))]);
}
