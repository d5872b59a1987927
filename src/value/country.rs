//! A country or region, or several, by any of their names.

mod atlas;
mod names;

use self::atlas::{ATLAS, Country, Hit, NoCountry};
use self::names::{Parts, groups, unnumbered};
use super::fold::{quote, trim};
use super::list::ordinal;
use super::nothing::is_nothing;
use super::{Reading, Value};
use crate::model::finding::{Cause, ValueCause};
use crate::text::vocabulary::vocabulary;

/// Longer texts than this many bytes name no country.
const LONGEST: usize = 4_000;

/// The names in data of all countries and regions.
pub fn country_names() -> impl Iterator<Item = &'static str> {
    ATLAS.names()
}

/// The name in data of the country that a code of ISO 3166-1 stands for, where nothing but a code is
/// meant: NO is Norway there, and no word.
pub fn country_of_code(code: &str) -> Option<&'static str> {
    ATLAS.of_code(code).map(|country| ATLAS.name(country))
}

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
            let countries = many.iter().map(|h| ATLAS.name(h.country).to_owned());
            Reading::refused(ValueCause::CountrySeveral {
                typed,
                countries: countries.collect(),
            })
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
        Some((label, behind)) if vocabulary().country.labels.has(trim(label)) => trim(behind),
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
        let countries = repeated.iter().map(|name| (*name).to_owned()).collect();
        reading
            .notes
            .push(ValueCause::CountryRepeated { countries }.into());
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

fn loose_note(text: &str, country: Country) -> Cause {
    ValueCause::CountryInexact {
        typed: quote(text),
        country: ATLAS.name(country).to_owned(),
    }
    .into()
}

fn left_out_note(text: &str, words: &[&str], country: Country) -> Cause {
    ValueCause::CountryWordsLeftOut {
        typed: quote(text),
        country: ATLAS.name(country).to_owned(),
        words: words.iter().map(|w| (*w).to_owned()).collect(),
    }
    .into()
}

/// Null: no country.
fn refuse(text: &str, kind: Option<NoCountry>) -> Reading {
    let typed = quote(text);
    Reading::refused(match kind {
        Some(NoCountry::Organisation) => ValueCause::CountryOrganisation { typed },
        Some(NoCountry::Area) => ValueCause::CountryArea { typed },
        Some(NoCountry::Former) => ValueCause::CountryFormer { typed },
        Some(NoCountry::Ambiguous) => ValueCause::CountryAmbiguous { typed },
        None => ValueCause::CountryUnknown {
            typed,
            suggestions: match text.len() <= LONGEST_NAME {
                true => ATLAS.suggest(text).into_iter().map(str::to_owned).collect(),
                false => Vec::new(),
            },
        },
    })
}

/// Longer texts are no typo of a country's name: the longest long name has some 60 characters.
const LONGEST_NAME: usize = 120;

#[cfg(test)]
mod tests;
