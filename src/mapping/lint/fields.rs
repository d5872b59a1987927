//! Items: names that data can have, labels that can be told apart, a list where one is chosen
//! from, and nothing that their type does not bear.

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexMap;

use super::{Lint, did_you_mean};
use crate::mapping::atlas::At;
use crate::mapping::{Field, List, TextFormat, Type, whole_match};
use crate::said;
use crate::text::key::key;
use crate::text::lang::Said;

impl Lint<'_, '_> {
    /// The fields of one table, or of the cover.
    pub(super) fn fields(
        &mut self,
        fields: &[Field],
        places: &[At],
        lists: &IndexMap<Arc<str>, List>,
        by_label: bool,
    ) {
        let mut names: HashMap<String, (At, Arc<str>)> = HashMap::new();
        let mut codes: HashMap<&str, At> = HashMap::new();
        let mut labels: HashMap<String, (usize, At)> = HashMap::new();
        for (i, (field, at)) in fields.iter().zip(places).enumerate() {
            self.name(field, at, &mut names);
            if !field.code.is_empty() {
                let here = at.key("code");
                if let Some(first) = codes.get(&*field.code) {
                    let code = &field.code;
                    let message = said!(
                        "项目代码 {code} 用了两次",
                        "the item code {code} is used twice"
                    );
                    let first = first.clone();
                    self.twice(&here, &first, message, Said::default());
                } else {
                    codes.insert(&field.code, here);
                }
            }
            let own = (&*field.label, at.key("label"));
            let aliases = field.aliases.iter().enumerate();
            let aliases = aliases.map(|(j, a)| (&**a, at.key("aliases").item(j)));
            // On a page fields are known by their places.
            let known = std::iter::once(own).chain(aliases).filter(|_| by_label);
            for (label, here) in known {
                let way = label.split('·').map(key).collect::<Vec<_>>().join("·");
                if way.split('·').any(str::is_empty) {
                    let message = said!(
                        "“{label}”没有可供比对的字",
                        "`{label}` has no letter or digit to be known by"
                    );
                    self.wrong(&here, message, Said::default(), Said::default());
                    continue;
                }
                let Some((other, first)) = labels.get(&way) else {
                    labels.insert(way, (i, here));
                    continue;
                };
                let (other, first) = (*other, first.clone());
                let message = if other == i {
                    said!("“{label}”写了两次", "`{label}` is given twice")
                } else {
                    let (a, b) = (&fields[other].name, &field.name);
                    said!(
                        "`{a}` 和 `{b}` 无法区分：标签都是“{label}”",
                        "`{a}` and `{b}` cannot be told apart: both are labelled `{label}`"
                    )
                };
                let help = said!(
                    "比对时不计标点、空格和全半角",
                    "labels are compared without punctuation, spaces and widths"
                );
                self.twice(&here, &first, message, help);
            }
            self.list_of(field, at, lists);
            self.bears(field, at);
        }
    }

    fn name(&mut self, field: &Field, at: &At, names: &mut HashMap<String, (At, Arc<str>)>) {
        let name = &field.name;
        let here = at.key("name");
        let plain = name.starts_with(|c: char| c.is_ascii_lowercase())
            && name
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !plain {
            let message = said!("项目名“{name}”不可用", "`{name}` cannot be a field's name");
            let help = said!(
                "小写英文字母开头，只用小写字母、数字和 `_`",
                "a lower-case letter first, then lower-case letters, digits and `_`"
            );
            return self.wrong(&here, message, Said::default(), help);
        }
        // The words of one's own beside a choice take a key of their own in the data.
        let words = (field.kind == Type::Choice).then(|| format!("{name}_other"));
        for taken in std::iter::once(name.to_string()).chain(words) {
            let Some((first, of)) = names.get(&taken) else {
                names.insert(taken, (here.clone(), Arc::clone(name)));
                continue;
            };
            let message = match (taken == **name, taken == **of) {
                (true, true) => said!(
                    "项目名 `{name}` 用了两次",
                    "the field `{name}` is given twice"
                ),
                (own, _) => {
                    let chosen = if own { of } else { name };
                    said!(
                        "`{taken}` 留给 `{chosen}` 的“其他”说明用",
                        "`{taken}` is kept for the words beside an 其他 of `{chosen}`"
                    )
                }
            };
            let first = first.clone();
            self.twice(&here, &first, message, Said::default());
        }
    }

    fn list_of(&mut self, field: &Field, at: &At, lists: &IndexMap<Arc<str>, List>) {
        let chosen = matches!(field.kind, Type::Choice | Type::Choices);
        let kind = field.kind.name();
        match &field.list {
            None if chosen => {
                let name = &field.name;
                let message = said!(
                    "`{name}` 是选择项，却没有 `list`",
                    "`{name}` is chosen from a list, but has no `list`"
                );
                self.wrong(&at.key("type"), message, Said::default(), Said::default());
            }
            Some(list) if !chosen => {
                let message = said!(
                    "类型 `{kind}` 不用候选列表",
                    "the type `{kind}` takes no list"
                );
                let help = said!(
                    "删去 list = \"{list}\"，或把类型改为 choice",
                    "delete list = \"{list}\", or make the type choice"
                );
                self.wrong(&at.key("list"), message, Said::default(), help);
            }
            Some(list) if !lists.contains_key(list) => {
                let message = said!("没有列表 `{list}`", "there is no list `{list}`");
                let help = did_you_mean(list, lists.keys().map(|k| &**k));
                self.wrong(&at.key("list"), message, Said::default(), help);
            }
            _ => {}
        }
    }

    /// What a field's type does not bear.
    fn bears(&mut self, field: &Field, at: &At) {
        let kind = field.kind;
        let dated = matches!(kind, Type::Date | Type::Year);
        let of_format = match field.format {
            Some(TextFormat::Day) => Type::Date,
            _ => Type::Text,
        };
        let number = matches!(kind, Type::Integer | Type::Decimal | Type::Year);
        let misplaced = [
            ("least", field.least.is_some() && !number),
            (
                "most",
                field.most.is_some() && !(number || kind == Type::Choices),
            ),
            ("pattern", field.pattern.is_some() && kind != Type::Text),
            ("period", field.period.is_some() && !dated),
            ("format", field.format.is_some() && kind != of_format),
            ("withheld", !field.withheld.is_empty() && kind != Type::Text),
        ];
        for (key, _) in misplaced.into_iter().filter(|(_, m)| *m) {
            let name = kind.name();
            let message = said!(
                "`{key}` 不适用于类型 `{name}`",
                "`{key}` does not go with the type `{name}`"
            );
            let help = match key {
                "least" | "most" => said!(
                    "只用于 integer、decimal 和 year",
                    "it is for integer, decimal and year"
                ),
                "period" => said!("只用于 date 和 year", "it is for date and year"),
                "format" => said!(
                    "email、orcid、phone 用于 text，day 用于 date",
                    "email, orcid and phone are for text, day is for date"
                ),
                _ => said!("只用于 text", "it is for text"),
            };
            self.wrong(&at.key(key), message, Said::default(), help);
        }
        self.bounds(field, at);
    }

    /// Bounds that leave room, and a pattern that is one, with words for who breaks it.
    fn bounds(&mut self, field: &Field, at: &At) {
        if let (Some(least), Some(most)) = (field.least, field.most)
            && least > most
        {
            let message = said!("最小值大于最大值", "the least is greater than the most");
            self.wrong(&at.key("least"), message, Said::default(), Said::default());
        }
        let Some(pattern) = &field.pattern else {
            return;
        };
        if let Err(why) = whole_match(pattern) {
            let why = why.to_string();
            let message = said!(
                "正则表达式写法有误，见英文说明：{why}",
                "not a regular expression: {why}"
            );
            self.wrong(
                &at.key("pattern"),
                message,
                Said::default(),
                Said::default(),
            );
        }
        if field.pattern_says.is_none() {
            let message = said!(
                "要求的写法没有用文字说明",
                "what the pattern asks for is not said in words"
            );
            let help = said!(
                "加上 pattern_says = \"18 位身份证号\" 之类的说明",
                "add `pattern_says`, as \"an identity number of 18 digits\""
            );
            self.wrong(&at.key("pattern"), message, Said::default(), help);
        }
    }
}
