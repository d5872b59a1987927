//! Findings in JSON: the contract's keys, with `code` and `args` from which the text in either
//! language can be made again.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Cause, FieldPath, Finding, Recorded, Rule, Settled, Severity};
use crate::text::lang::{Lang, Said};
use office::paper::Place;

impl Finding {
    /// The finding for writing, its message in `lang`.
    pub fn said_in(&self, lang: Lang) -> impl Serialize + '_ {
        SaidIn(self, lang)
    }
}

struct SaidIn<'a>(&'a Finding, Lang);

impl Serialize for SaidIn<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Written<'a> {
            severity: Severity,
            rule: Rule,
            path: &'a FieldPath,
            message: &'a str,
            #[serde(skip_serializing_if = "str::is_empty")]
            hint: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            raw: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            file: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            source: Option<&'a Place>,
            #[serde(flatten)]
            cause: &'a Cause,
            #[serde(skip_serializing_if = "Option::is_none")]
            settled: Option<&'a Settled>,
        }
        let SaidIn(finding, lang) = self;
        Written {
            severity: finding.severity,
            rule: finding.rule(),
            path: &finding.path,
            message: finding.message().get(*lang),
            hint: finding.hint().get(*lang),
            raw: finding.raw.as_deref(),
            file: finding.file.as_deref(),
            source: finding.source.as_ref(),
            cause: &finding.cause,
            settled: finding.settled.as_ref(),
        }
        .serialize(to)
    }
}

/// In Chinese; a writer that knows the reader's language uses [`Finding::said_in`].
impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.said_in(Lang::Zh).serialize(to)
    }
}

/// What an earlier version wrote has no `code`, and what a later one wrote may have one that is not
/// known here: both keep their rule and their message as it was written.
impl<'de> Deserialize<'de> for Finding {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Finding, D::Error> {
        #[derive(Deserialize)]
        struct Written {
            severity: Severity,
            rule: Rule,
            #[serde(default)]
            path: FieldPath,
            message: Said,
            #[serde(default)]
            hint: Said,
            #[serde(default)]
            raw: Option<String>,
            #[serde(default)]
            file: Option<Arc<str>>,
            #[serde(default)]
            source: Option<Place>,
            #[serde(default)]
            code: Option<String>,
            #[serde(default)]
            args: serde_json::Value,
            #[serde(default)]
            settled: Option<Settled>,
        }
        let written = Written::deserialize(from)?;
        let known = written
            .code
            .and_then(|code| Cause::parse(&code, written.args));
        let (cause, settled) = match known {
            Some(cause) => (cause, written.settled),
            // The message has what was settled already.
            None => (
                Cause::Recorded(Box::new(Recorded {
                    rule: written.rule,
                    severity: written.severity,
                    message: written.message,
                    hint: written.hint,
                })),
                None,
            ),
        };
        Ok(Finding {
            severity: written.severity,
            cause,
            path: written.path,
            raw: written.raw,
            file: written.file,
            source: written.source,
            settled,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::finding::NumberCause;

    #[test]
    fn every_cause_comes_back_from_json_as_it_was() {
        for (cause, _) in Cause::examples() {
            let finding = Finding::of(cause).quoting("12");
            let json = serde_json::to_value(finding.said_in(Lang::En)).unwrap();
            assert_eq!(json["code"], finding.cause.code().unwrap());
            let back: Finding = serde_json::from_value(json).unwrap();
            assert_eq!(back, finding);
        }
    }

    #[test]
    fn what_was_written_without_a_code_keeps_its_message() {
        let json = r#"{"severity":"warning","rule":"balance","path":"/tables/T/records/0/a",
                       "message":"合计不符","raw":"12"}"#;
        let finding: Finding = serde_json::from_str(json).unwrap();
        assert_eq!(finding.rule(), Rule::Balance);
        assert_eq!(finding.message().en, "合计不符");
        let again = serde_json::to_value(finding.said_in(Lang::En)).unwrap();
        assert!(again.get("code").is_none());
        assert_eq!(again["message"], "合计不符");
    }

    #[test]
    fn a_code_of_a_later_version_keeps_its_message() {
        let finding = Finding::of(NumberCause::Fraction {
            typed: "2.5".into(),
        });
        let mut json = serde_json::to_value(finding.said_in(Lang::Zh)).unwrap();
        json["code"] = "number-of-another-kind".into();
        let back: Finding = serde_json::from_value(json).unwrap();
        assert_eq!(back.message().zh, finding.message().zh);
        assert_eq!(back.cause.code(), None);
    }
}
