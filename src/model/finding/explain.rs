//! What a rule or a finding means, for `huibiao explain` and docs/findings.md.

use super::{Cause, Rule, Severity};
use crate::text::lang::{Lang, Said};

/// What is known of a rule or of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Explained {
    /// A rule, with the findings that come under it.
    Rule(Rule, Vec<ExplainedCode>),
    /// A code.
    Code(Box<ExplainedCode>),
}

/// One kind of finding, with an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainedCode {
    /// The code by which programs know it.
    pub code: &'static str,
    /// The rule that it comes under.
    pub rule: Rule,
    /// How grave it is by itself.
    pub severity: Severity,
    /// What it means.
    pub meaning: Said,
    /// What is said of an example.
    pub example: Said,
    /// What to do about it; empty where there is nothing to do.
    pub todo: Said,
}

/// Every kind of finding, group by group.
pub fn catalogue() -> Vec<ExplainedCode> {
    let explained = |(cause, meaning): (Cause, Said)| {
        Some(ExplainedCode {
            code: cause.code()?,
            rule: cause.rule(),
            severity: cause.severity(),
            meaning,
            example: cause.message(),
            todo: cause.hint(),
        })
    };
    Cause::examples()
        .into_iter()
        .filter_map(explained)
        .collect()
}

/// What a rule or a code means; `None` where there is none of the name. Where both have it, the
/// rule is meant.
pub fn explain(name: &str) -> Option<Explained> {
    let name = name.trim();
    if let Ok(rule) = name.parse::<Rule>() {
        let of = catalogue().into_iter().filter(|c| c.rule == rule).collect();
        return Some(Explained::Rule(rule, of));
    }
    let code = catalogue().into_iter().find(|c| c.code == name)?;
    Some(Explained::Code(Box::new(code)))
}

impl Explained {
    /// The explanation as text for a terminal.
    pub fn in_words(&self, lang: Lang) -> String {
        match self {
            Explained::Rule(rule, codes) => of_rule(*rule, codes, lang),
            Explained::Code(code) => code.in_words(lang),
        }
    }
}

fn of_rule(rule: Rule, codes: &[ExplainedCode], lang: Lang) -> String {
    let text = rule.text();
    let mut out = format!(
        "{}  {}\n\n{}\n",
        rule.name(),
        text.title.get(lang),
        text.meaning.get(lang)
    );
    out.push_str(&format!(
        "\n{}: {}\n",
        lang.pick("怎么办", "What to do"),
        text.todo.get(lang)
    ));
    out.push_str(&format!(
        "{}: {}\n",
        lang.pick("依据", "Comes from"),
        text.origin
    ));
    for code in codes {
        let severity = code.severity.title(lang);
        out.push_str(&format!(
            "\n{} ({severity})\n  {}\n",
            code.code,
            code.meaning.get(lang)
        ));
        out.push_str(&format!(
            "  {}: {}\n",
            lang.pick("例", "e.g."),
            code.example.get(lang)
        ));
    }
    out
}

impl ExplainedCode {
    fn in_words(&self, lang: Lang) -> String {
        let mut out = format!(
            "{}  {} · {}\n\n{}\n",
            self.code,
            self.rule.name(),
            self.severity.title(lang),
            self.meaning.get(lang)
        );
        out.push_str(&format!(
            "\n{}: {}\n",
            lang.pick("例", "Example"),
            self.example.get(lang)
        ));
        let todo = match self.todo.is_empty() {
            true => self.rule.text().todo,
            false => self.todo.clone(),
        };
        out.push_str(&format!(
            "{}: {}\n",
            lang.pick("怎么办", "What to do"),
            todo.get(lang)
        ));
        out.push_str(&format!(
            "{}: {}\n",
            lang.pick("依据", "Comes from"),
            self.rule.text().origin
        ));
        out
    }
}

/// docs/findings.md: every rule with its findings, in both languages.
pub fn document() -> String {
    let codes = catalogue();
    let mut out = String::from(concat!(
        "# 问题一览 · Findings\n\n",
        "Made from src/model/finding by `HUIBIAO_DOCS=write cargo test findings_docs`; a test holds it to the code. ",
        "`huibiao explain RULE|CODE` prints the same.\n\n",
        "规则（rule）是契约里的名称；代码（code）更细，JSON 和数据库里都有，按它可以得到任一语言的说明。\n",
    ));
    for &rule in Rule::ALL {
        let text = rule.text();
        out.push_str(&format!(
            "\n## `{}` · {} · {}\n\n{}\n\n{}\n\n",
            rule.name(),
            text.title.zh,
            text.title.en,
            text.meaning.zh,
            text.meaning.en
        ));
        out.push_str(&format!("- 怎么办：{}\n", text.todo.zh));
        out.push_str(&format!("- What to do: {}\n", text.todo.en));
        out.push_str(&format!("- 依据 · Comes from: {}\n", text.origin));
        let of: Vec<&ExplainedCode> = codes.iter().filter(|c| c.rule == rule).collect();
        if of.is_empty() {
            continue;
        }
        out.push_str("\n| code | | 意思 · Meaning | 例 · Example |\n|---|---|---|---|\n");
        for code in of {
            out.push_str(&format!(
                "| `{}` | {} | {}<br>{} | {}<br>{} |\n",
                code.code,
                code.severity.title(Lang::Zh),
                in_cell(&code.meaning.zh),
                in_cell(&code.meaning.en),
                in_cell(&code.example.zh),
                in_cell(&code.example.en)
            ));
        }
    }
    out
}

/// Text in a cell of a Markdown table.
fn in_cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', "<br>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn codes_are_unique_and_every_rule_but_those_to_come_has_one() {
        let all = catalogue();
        let codes: HashSet<_> = all.iter().map(|c| c.code).collect();
        assert_eq!(codes.len(), all.len());
        for code in &all {
            assert!(
                !code.meaning.is_empty() && !code.example.is_empty(),
                "{}",
                code.code
            );
            assert!(
                code.code
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c == '-'),
                "{}",
                code.code
            );
        }
    }
}
