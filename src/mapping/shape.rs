//! Does a file have the language's shape? Explains what serde only refuses.
//!
//! A file is walked beside the JSON Schema of [`MappingFile`], so that keys, types and allowed
//! words are said once, in the types. Only files that do not deserialize are walked.

use std::collections::BTreeSet;
use std::ops::Range;

use serde_json::Value as Json;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::lint::nearest;
use super::model::MappingFile;
use super::problem::{Mark, Problem};
use crate::said;
use crate::text::lang::Said;

/// Everything in a parsed file that the schema does not allow.
pub(super) fn explain(file: usize, table: &Spanned<DeTable<'_>>) -> Vec<Problem> {
    let schema = schemars::schema_for!(MappingFile).to_value();
    let mut walk = Walk {
        root: &schema,
        file,
        problems: Vec::new(),
    };
    walk.table(&schema, table.get_ref(), table.span());
    walk.problems
}

struct Walk<'s> {
    root: &'s Json,
    file: usize,
    problems: Vec<Problem>,
}

/// The kinds of TOML values, in words.
fn kind(value: &DeValue<'_>) -> (&'static str, Said) {
    match value {
        DeValue::String(_) => ("string", said!("文字", "a string")),
        DeValue::Integer(_) => ("integer", said!("整数", "an integer")),
        DeValue::Float(_) => ("number", said!("小数", "a number")),
        DeValue::Boolean(_) => ("boolean", said!("true 或 false", "a boolean")),
        DeValue::Datetime(_) => ("datetime", said!("日期", "a date")),
        DeValue::Array(_) => ("array", said!("数组 […]", "an array")),
        DeValue::Table(_) => ("object", said!("表 {{…}}", "a table")),
    }
}

/// A schema's type, in words.
fn wanted(name: &str) -> Option<Said> {
    Some(match name {
        "string" => said!("文字（加引号）", "a string in quotes"),
        "integer" => said!("整数", "an integer"),
        "number" => said!("数字", "a number"),
        "boolean" => said!("true 或 false", "true or false"),
        "array" => said!("数组 […]", "an array […]"),
        "object" => said!("表 {{…}}", "a table {{…}}"),
        _ => return None,
    })
}

impl<'s> Walk<'s> {
    /// Follows `$ref`.
    fn resolve(&self, schema: &'s Json) -> &'s Json {
        let Some(target) = schema.get("$ref").and_then(Json::as_str) else {
            return schema;
        };
        let name = target.trim_start_matches("#/$defs/");
        self.root
            .pointer(&format!("/$defs/{name}"))
            .unwrap_or(schema)
    }

    /// The schemas that a value may follow, nulls left out: TOML has none.
    fn alternatives(&self, schema: &'s Json) -> Vec<&'s Json> {
        let schema = self.resolve(schema);
        match schema.get("anyOf").and_then(Json::as_array) {
            Some(any) => any
                .iter()
                .map(|s| self.resolve(s))
                .filter(|s| types(s) != ["null"])
                .collect(),
            None => vec![schema],
        }
    }

    fn complain(&mut self, message: Said, span: Range<usize>, label: Said, help: Said) {
        let file = self.file;
        self.problems.push(Problem {
            message,
            marks: vec![Mark { file, span, label }],
            help,
        });
    }

    fn value(&mut self, schema: &'s Json, name: &str, value: &Spanned<DeValue<'_>>) {
        let alternatives = self.alternatives(schema);
        let (found, found_said) = kind(value.get_ref());
        let fits = |s: &&&Json| {
            let types = types(s);
            types.is_empty()
                || types.contains(&found)
                || (found == "integer" && types.contains(&"number"))
                || (found == "string" && s.get("oneOf").is_some())
        };
        let Some(schema) = alternatives.iter().find(fits).copied() else {
            let mut zh = Vec::new();
            let mut en = Vec::new();
            for said in alternatives
                .iter()
                .flat_map(|s| types(s))
                .filter_map(wanted)
            {
                zh.push(said.zh);
                en.push(said.en);
            }
            let (zh, en) = (zh.join("或"), en.join(" or "));
            let Said { zh: z, en: e } = found_said;
            let message = said!("`{name}` 应为{zh}", "`{name}` must be {en}");
            let label = said!("这是{z}", "this is {e}");
            return self.complain(message, value.span(), label, Said::default());
        };
        match value.get_ref() {
            DeValue::Table(table) => self.table(schema, table, value.span()),
            DeValue::Array(items) => {
                if let Some(of) = schema.get("items") {
                    for item in items.iter() {
                        self.value(of, name, item);
                    }
                }
            }
            DeValue::String(text) => self.word(schema, name, text, value.span()),
            DeValue::Integer(n) => {
                let n = i64::from_str_radix(n.as_str(), n.radix()).ok();
                let least = schema.get("minimum").and_then(Json::as_i64);
                let whole = schema.get("format").and_then(Json::as_str) == Some("int32");
                let most = if whole {
                    i32::MAX.into()
                } else {
                    u32::MAX.into()
                };
                if n.is_none_or(|n: i64| n > most || least.is_some_and(|l| n < l)) {
                    let message = said!("`{name}` 超出可用的范围", "`{name}` is out of range");
                    self.complain(message, value.span(), Said::default(), Said::default());
                }
            }
            _ => {}
        }
    }

    /// One of a few words (`oneOf` of `const`).
    fn word(&mut self, schema: &'s Json, name: &str, text: &str, span: Range<usize>) {
        let Some(one_of) = schema.get("oneOf").and_then(Json::as_array) else {
            return;
        };
        let mut words = Vec::new();
        for one in one_of {
            words.extend(one.get("const").and_then(Json::as_str));
            let several = one.get("enum").and_then(Json::as_array);
            words.extend(several.into_iter().flatten().filter_map(Json::as_str));
        }
        if words.contains(&text) {
            return;
        }
        let message = said!("`{name}` 不能是“{text}”", "`{name}` cannot be `{text}`");
        self.complain(message, span, Said::default(), one_of_these(text, &words));
    }

    fn table(&mut self, schema: &'s Json, table: &DeTable<'_>, span: Range<usize>) {
        let properties = schema.get("properties").and_then(Json::as_object);
        let further = schema.get("additionalProperties").filter(|s| s.is_object());
        let mut unknown = BTreeSet::new();
        for (key, value) in table.iter() {
            let name: &str = key.get_ref();
            match properties.and_then(|p| p.get(name)).or(further) {
                Some(schema) => self.value(schema, name, value),
                None => {
                    unknown.insert(name);
                    let keys = properties.into_iter().flat_map(|p| p.keys());
                    let keys: Vec<&str> = keys.map(String::as_str).collect();
                    let message = said!("没有 `{name}` 这个键", "there is no key `{name}`");
                    self.complain(
                        message,
                        key.span(),
                        Said::default(),
                        one_of_these(name, &keys),
                    );
                }
            }
        }
        let required = schema.get("required").and_then(Json::as_array);
        for name in required.into_iter().flatten().filter_map(Json::as_str) {
            // A misspelt key has been named already.
            if table.contains_key(name) || nearest(name, unknown.iter().copied()).is_some() {
                continue;
            }
            let message = said!("缺少 `{name}`", "`{name}` is missing");
            let label = said!("这里要有 `{name}`", "`{name}` belongs here");
            self.complain(message, span.clone(), label, Said::default());
        }
    }
}

fn types(schema: &Json) -> Vec<&str> {
    match schema.get("type") {
        Some(Json::String(one)) => vec![one],
        Some(Json::Array(several)) => several
            .iter()
            .filter_map(Json::as_str)
            .filter(|t| *t != "null" || several.len() == 1)
            .collect(),
        _ => Vec::new(),
    }
}

/// "Did you mean", or all there is.
fn one_of_these(word: &str, words: &[&str]) -> Said {
    if let Some(near) = nearest(word, words.iter().copied()) {
        return said!("是不是 `{near}`？", "did you mean `{near}`?");
    }
    let all = words.join("`、`");
    let all_en = words.join("`, `");
    said!("可用的有：`{all}`", "there are: `{all_en}`")
}
