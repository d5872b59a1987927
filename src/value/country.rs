//! A country or region, or several, by any of their names.

mod atlas;
mod names;

use self::atlas::{ATLAS, Country, Hit, NoCountry};
use self::names::{Parts, groups, unnumbered};
use super::fold::{quote, trim};
use super::list::ordinal;
use super::nothing::is_nothing;
use super::{Note, Reading, Value};
use crate::finding::Rule;
use crate::lang::Said;
use crate::said;

/// Longer texts than this many bytes name no country.
const LONGEST: usize = 4_000;

/// The names in data of all countries and regions.
pub fn country_names() -> impl Iterator<Item = &'static str> {
    ATLAS.names()
}

/// What people write before a list of countries: the label once more.
const LABELS: [&str; 5] = ["国别", "国家", "国家（地区）", "国家或地区", "国别（地区）"];

/// Reads one country or region, as its short Chinese name. A second name of the same country
/// beside it (`英国（UK）`) says nothing new; another country is an error.
pub(super) fn read(text: &str) -> Reading {
    let text = trim(text);
    if text.is_empty() {
        return Reading::null();
    }
    if let Some(hit) = ATLAS.find(text) {
        return one(text, hit);
    }
    if let Some(kind) = ATLAS.no_country(text) {
        return refuse(text, Some(kind));
    }
    if is_nothing(text) {
        return Reading::null();
    }
    if text.len() > LONGEST {
        return refuse(text, None);
    }
    // 1、意大利: a number of the line's own.
    if let Some((ordinal::Ordinal::Number(_), name)) = ordinal::leading(text)
        && let Some(hit) = ATLAS.find(trim(name))
    {
        return one(text, hit);
    }
    let parts = Parts::of(text, true);
    match parts.countries().as_slice() {
        [] => match ATLAS.slip(text) {
            Some(hit) => one(text, hit),
            None => refuse(text, None),
        },
        [hit] => {
            let mut left_out = parts.aside.clone();
            if parts.hard && !parts.unknown.is_empty() {
                return refuse(text, None);
            }
            left_out.extend(&parts.unknown);
            let mut reading = one(text, *hit);
            if !left_out.is_empty() {
                reading = reading.with(left_out_note(text, &left_out, hit.country));
            }
            reading
        }
        many => {
            let typed = quote(text);
            let names: Vec<&str> = many.iter().map(|h| ATLAS.name(h.country)).collect();
            let names = names.join("、");
            Reading::error(
                Rule::SeveralChoices,
                said!(
                    "“{typed}”写了不止一个国家（地区）：{names}，未取值",
                    "“{typed}” names more than one country: {names}; nothing was taken"
                ),
                said!(
                    "请只填写一个国家（地区）",
                    "Name one country or region only"
                ),
            )
        }
    }
}

/// Reads countries and regions with any of `、，；/` or a word between them. What is none is told;
/// the others are given, each once.
pub(super) fn read_several(text: &str) -> Reading {
    let text = trim(text);
    if text.is_empty() {
        return Reading::null();
    }
    if let Some(kind) = ATLAS.no_country(text) {
        return refuse(text, Some(kind));
    }
    if is_nothing(text) {
        return Reading::null();
    }
    if text.len() > LONGEST {
        return refuse(text, None);
    }
    let text = match text.split_once(['：', ':']) {
        Some((label, behind)) if LABELS.contains(&trim(label)) => trim(behind),
        _ => text,
    };
    let plain = unnumbered(text);
    let text = plain.as_deref().unwrap_or(text);
    let mut reading = Reading::null();
    let mut countries: Vec<Country> = Vec::new();
    let mut repeated: Vec<&str> = Vec::new();
    for group in groups(text) {
        let found = match ATLAS.find(group) {
            Some(hit) => vec![hit],
            None => {
                let parts = Parts::of(group, false);
                let mut found = parts.countries();
                for unknown in &parts.unknown {
                    if let Some(hit) = ATLAS.slip(unknown) {
                        reading.notes.push(loose_note(unknown, hit.country));
                        found.push(Hit {
                            loose: false,
                            ..hit
                        });
                        continue;
                    }
                    reading
                        .notes
                        .extend(refuse(unknown, ATLAS.no_country(unknown)).notes);
                }
                if parts.unknown.is_empty() && found.is_empty() {
                    reading.notes.extend(refuse(group, None).notes);
                }
                if let (Some(hit), false) = (found.first(), parts.aside.is_empty()) {
                    reading
                        .notes
                        .push(left_out_note(group, &parts.aside, hit.country));
                }
                found
            }
        };
        for hit in found {
            if countries.contains(&hit.country) {
                repeated.push(ATLAS.name(hit.country));
                continue;
            }
            if hit.loose {
                reading.notes.push(loose_note(group, hit.country));
            }
            countries.push(hit.country);
        }
    }
    if !repeated.is_empty() {
        let names = repeated.join("、");
        reading.notes.push(Note::info(
            Rule::CorrectedValue,
            said!(
                "重复的“{names}”只计一次",
                "“{names}” is named more than once and given once"
            ),
        ));
    }
    if !countries.is_empty() {
        let names = countries.iter().map(|c| ATLAS.name(*c).to_owned());
        reading.value = Value::List(names.collect());
    }
    reading
}

fn one(text: &str, hit: Hit) -> Reading {
    let reading = Reading::of(Value::Text(ATLAS.name(hit.country).to_owned()));
    if hit.loose {
        reading.with(loose_note(text, hit.country))
    } else {
        reading
    }
}

fn loose_note(text: &str, country: Country) -> Note {
    let (typed, name) = (quote(text), ATLAS.name(country));
    Note::warning(
        Rule::CorrectedValue,
        said!("“{typed}”读作“{name}”", "“{typed}” was read as “{name}”"),
        said!(
            "请核对，并写国家（地区）的中文简称",
            "Check it, and write the country's short Chinese name"
        ),
    )
}

fn left_out_note(text: &str, words: &[&str], country: Country) -> Note {
    let (typed, name, words) = (quote(text), ATLAS.name(country), words.join("”“"));
    Note::warning(
        Rule::CorrectedValue,
        said!(
            "“{typed}”读作“{name}”，“{words}”未采用",
            "“{typed}” was read as “{name}”; “{words}” was left out"
        ),
        said!(
            "请核对，并只写国家（地区）的名称",
            "Check it, and write the country's name only"
        ),
    )
}

/// Null: no country.
fn refuse(text: &str, kind: Option<NoCountry>) -> Reading {
    let typed = quote(text);
    let message = match kind {
        Some(NoCountry::Organisation) => said!(
            "“{typed}”是国际组织，不是国家（地区），未取值",
            "“{typed}” is an organisation, not a country; nothing was taken"
        ),
        Some(NoCountry::Area) => said!(
            "“{typed}”不是一个国家（地区）的名称，未取值",
            "“{typed}” is not the name of one country or region; nothing was taken"
        ),
        Some(NoCountry::Former) => said!(
            "“{typed}”已不是现有的国家，未取值",
            "“{typed}” is no longer a country; nothing was taken"
        ),
        Some(NoCountry::Ambiguous) => said!(
            "“{typed}”可以指不止一处，未取值",
            "“{typed}” can mean more than one; nothing was taken"
        ),
        None => said!(
            "“{typed}”不是已知的国家（地区），未取值",
            "“{typed}” is no known country or region; nothing was taken"
        ),
    };
    Reading::error(Rule::NotInList, message, hint(text, kind))
}

fn hint(text: &str, kind: Option<NoCountry>) -> Said {
    let names = match kind {
        None if text.len() <= 120 => ATLAS.suggest(text),
        _ => Vec::new(),
    };
    match kind {
        Some(NoCountry::Organisation) => said!(
            "请填写该组织总部或合作单位所在的国家（地区）",
            "Name the country in which its seat or the partner is"
        ),
        _ if !names.is_empty() => {
            let (zh, en) = (names.join("”还是“"), names.join("” or “"));
            said!(
                "是不是“{zh}”？请写国家（地区）的中文简称",
                "Did you mean “{en}”? Write the country's short Chinese name"
            )
        }
        _ => said!(
            "请写具体国家（地区）的中文简称，如“英国”“中国香港”",
            "Write the country's short Chinese name, such as 英国 or 中国香港"
        ),
    }
}

#[cfg(test)]
mod tests;
