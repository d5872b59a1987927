//! The names of countries in a text that is no name as a whole.

use super::atlas::{ATLAS, Hit};
use crate::value::fold::trim;
use crate::value::list::ordinal;

/// Groups of a list: parted by marks outside brackets that no country's name has.
pub(super) fn groups(text: &str) -> Vec<&str> {
    let mut depth = 0u32;
    text.split(|c: char| {
        match c {
            '(' | '（' | '[' | '【' => depth += 1,
            ')' | '）' | ']' | '】' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(c, '、' | ';' | '；' | '\n' | '/' | '／' | '|' | '+')
    })
    .map(trim)
    .filter(|group| group.chars().any(char::is_alphanumeric))
    .collect()
}

/// The names in a text that is no name as a whole.
#[derive(Debug, Default)]
pub(super) struct Parts<'a> {
    pub hits: Vec<Hit>,
    /// Parts that are no country.
    pub unknown: Vec<&'a str>,
    /// Parts in brackets, or 等, that are no country.
    pub aside: Vec<&'a str>,
    /// The parts stand as members of a list, not as a place and its country.
    pub hard: bool,
}

impl<'a> Parts<'a> {
    /// Takes a text apart. In one country's cell a second name is most likely the same country's.
    pub fn of(text: &'a str, single: bool) -> Parts<'a> {
        let mut parts = Parts::default();
        let mut rest = text;
        // Brackets and what is outside them, in turn.
        while let Some(open) = rest.find(['(', '（', '[', '【']) {
            // 刚果（金）, 科科斯（基林）群岛: the bracket is the name's own.
            let begin = rest[..open]
                .rfind(['、', ';', '；', '\n', '/', '／', '|', '+', ',', '，', ' '])
                .map_or(0, |at| {
                    at + rest[at..].chars().next().map_or(0, char::len_utf8)
                });
            if let Some((hit, length)) = longest_name(&rest[begin..])
                && begin + length > open
            {
                parts.outside(&rest[..begin], single);
                parts.hits.push(hit);
                rest = &rest[begin + length..];
                continue;
            }
            parts.outside(&rest[..open], single);
            let inner = rest[open..].trim_start_matches(['(', '（', '[', '【']);
            let close = inner.find([')', '）', ']', '】']).unwrap_or(inner.len());
            parts.inside(&inner[..close]);
            rest = inner[close..].trim_start_matches([')', '）', ']', '】']);
        }
        parts.outside(rest, single);
        parts
    }

    /// What stands in brackets: another name of the same country, or a remark.
    fn inside(&mut self, text: &'a str) {
        let text = trim(text);
        if text.is_empty() {
            return;
        }
        match ATLAS.find(text) {
            Some(hit) => self.hits.push(hit),
            None => {
                let mut within = Parts::default();
                within.outside(text, true);
                if within.unknown.is_empty() && !within.hits.is_empty() {
                    self.hits.extend(within.hits);
                    self.hard |= within.hard;
                } else {
                    self.aside.push(text);
                }
            }
        }
    }

    /// What stands outside brackets.
    fn outside(&mut self, text: &'a str, single: bool) {
        for listed in text.split(['、', ';', '；', '\n', '/', '／', '|', '+']) {
            self.hard |= listed.len() < text.len();
            let listed = trim(listed);
            if !listed.chars().any(char::is_alphanumeric) {
                continue;
            }
            if self.name(listed) {
                continue;
            }
            for part in listed.split([
                ',', '，', ':', '：', '·', '•', '—', '–', '-', '&', '。', '.',
            ]) {
                let part = trim(part);
                if !part.chars().any(char::is_alphanumeric) || self.name(part) {
                    continue;
                }
                self.words(part, single);
            }
        }
    }

    /// Takes a text as one name, if it is one.
    fn name(&mut self, text: &'a str) -> bool {
        let hit = ATLAS.find(text).or_else(|| national(text)).or_else(|| {
            let (_, rest) = ordinal::leading(text)?;
            ATLAS.find(trim(rest))
        });
        self.hits.extend(hit);
        hit.is_some()
    }

    /// Takes apart what has only spaces, joining words or a change of script between its names.
    fn words(&mut self, text: &'a str, single: bool) {
        for word in ["等国家和地区", "等国家", "等国", "等地", "等"] {
            if let Some(before) = text.strip_suffix(word)
                && self.name(trim(before))
            {
                self.aside.push(word);
                return;
            }
        }
        // 英国3人, 德国等5国
        if let Some(at) = text.find(|c: char| c.is_ascii_digit())
            && is_count(&text[at..])
        {
            let before = trim(&text[..at]);
            let bare = before.strip_suffix('等').unwrap_or(before);
            if self.name(trim(bare)) {
                self.aside.push(&text[bare.len()..]);
                return;
            }
        }
        if let Some(hits) = runs(text) {
            if hits.len() > 1 {
                self.hard |= joined(text);
            }
            self.hits.extend(hits);
            return;
        }
        // 美国 加州, Boston USA: the first or the last word may be the country, the rest the place
        // in it.
        let space = [' ', '\u{3000}'];
        if single {
            if let Some((first, rest)) = text.split_once(space)
                && self.name(first)
            {
                self.unknown.push(trim(rest));
                return;
            }
            if let Some((rest, last)) = text.rsplit_once(space)
                && self.name(last)
            {
                self.unknown.push(trim(rest));
                return;
            }
        }
        self.unknown.push(text);
    }

    /// The countries named, each once. China beside one of its regions is that region.
    pub fn countries(&self) -> Vec<Hit> {
        let mut found: Vec<Hit> = Vec::new();
        for hit in &self.hits {
            match found.iter_mut().find(|f| f.country == hit.country) {
                Some(before) => before.loose &= hit.loose,
                None => found.push(*hit),
            }
        }
        if found.iter().any(|h| ATLAS.is_region_of_china(h.country)) {
            let regions = found
                .iter()
                .filter(|h| ATLAS.is_region_of_china(h.country))
                .count();
            if found.len() == regions + 1 && regions == 1 {
                found.retain(|h| !ATLAS.is_china(h.country));
            }
        }
        found
    }
}

/// A number of people or countries, and nothing else: `3人`, `5个国家`.
fn is_count(text: &str) -> bool {
    let words = text.trim_start_matches(|c: char| c.is_ascii_digit());
    matches!(
        trim(words),
        "" | "人" | "名" | "位" | "人次" | "个" | "次" | "项" | "国" | "个国家" | "个国家和地区"
    )
}

/// A list without the numbers before its members: `1.英国 2.德国`, `①英国②德国`. The numbers must
/// count from 1, so that no other number is taken for one.
pub(super) fn unnumbered(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut next = 1;
    let mut rest = text;
    let mut at_word = true;
    while let Some(c) = rest.chars().next() {
        let here = at_word || !c.is_ascii_digit();
        if let Some((ordinal::Ordinal::Number(n), behind)) = ordinal::leading(rest)
            && here
            && n == next
            && !c.is_alphabetic()
            && (c != '0')
            && behind.len() < rest.len()
        {
            out.push('\n');
            rest = behind;
            next += 1;
            at_word = true;
            continue;
        }
        if next == 1 {
            return None;
        }
        out.push(c);
        at_word = !c.is_alphanumeric() || matches!(c, '\u{4e00}'..='\u{9fff}');
        rest = &rest[c.len_utf8()..];
    }
    (next > 1).then_some(out)
}

/// Whether a joining word stands in a text.
fn joined(text: &str) -> bool {
    text.contains(['和', '与', '及']) || text.contains(" and ")
}

/// A nationality: 美国籍, 美籍, 美国人. As clear as the country's name itself.
fn national(text: &str) -> Option<Hit> {
    ["籍", "国籍", "公民", "人"].iter().find_map(|suffix| {
        let name = match text.strip_suffix(suffix)? {
            "日" => "日本",
            "加" => "加拿大",
            "澳" => "澳大利亚",
            bare => bare,
        };
        let long = ATLAS.find(&format!("{name}国"));
        let short = ATLAS.find(name);
        match (short, long) {
            (Some(hit), _) if !hit.loose => Some(hit),
            (_, Some(hit)) => Some(hit),
            (hit, None) => hit,
        }
    })
}

/// Names one behind the other, with spaces, 和 or a change of script between: `英国 美国`,
/// `英国United Kingdom`, `泰国和老挝`. None unless all of the text is names.
fn runs(text: &str) -> Option<Vec<Hit>> {
    let mut rest = text;
    let mut hits = Vec::new();
    while !rest.is_empty() {
        let (hit, length) = longest_name(rest)?;
        hits.push(hit);
        rest = rest[length..].trim_start();
        if rest.is_empty() {
            break;
        }
        let joined = ["以及", "和", "与", "及", "and "]
            .iter()
            .find_map(|word| rest.strip_prefix(word));
        rest = joined.map_or(rest, str::trim_start);
        if hits.len() > 64 || rest.is_empty() {
            return None;
        }
    }
    Some(hits)
}

/// The longest name that a text begins with, up to a place where a name may end.
fn longest_name(text: &str) -> Option<(Hit, usize)> {
    let is_western = |c: char| c.is_alphabetic() && !matches!(c, '\u{4e00}'..='\u{9fff}');
    let mut best = None;
    let mut before: Option<char> = None;
    for (tried, (at, c)) in text.char_indices().chain([(text.len(), ' ')]).enumerate() {
        if tried > 80 {
            break;
        }
        // Within a western word no name ends; between Chinese characters it may.
        let inside_word = before.is_some_and(is_western) && is_western(c);
        if let Some(last) = before
            && !inside_word
            && (last.is_alphanumeric() || matches!(last, '.' | ')' | '）' | ']' | '】'))
            && let Some(hit) = ATLAS.find(text[..at].trim())
        {
            best = Some((hit, at));
        }
        before = Some(c);
    }
    best
}
