//! Countries and regions by their names and codes: the table of `mappings/countries.csv`.
//!
//! A country's name in data is the short Chinese one as the Ministry of Foreign Affairs prints it.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::text::key::push_key;
use crate::text::known::Known;
use crate::value::list::nearest;

/// Countries: codes of ISO 3166-1, the name in data, other Chinese and English names, and names
/// that mean the country only loosely (a part of it, a name that another country shares).
const COUNTRIES: &str = include_str!("../../../mappings/countries.csv");

/// Names that people give where a country is asked, and are none.
const NO_COUNTRY: &str = include_str!("../../../mappings/no-country.csv");

/// Characters of names in traditional form, and the simplified ones for them.
const TRADITIONAL: &str = "國蘭亞灣臺門馬韓羅蘇爾維紐聯澤盧龍圖烏茲贊緬萊倫賓納薩紹諾約邊貝寧達幾內剛岡島屬聖喬東魯愛麥臘長敘撾來錫鮮關奧時頓華區別韋庫湯濟勞買開";
const SIMPLIFIED: &str = "国兰亚湾台门马韩罗苏尔维纽联泽卢龙图乌兹赞缅莱伦宾纳萨绍诺约边贝宁达几内刚冈岛属圣乔东鲁爱麦腊长叙挝来锡鲜关奥时顿华区别韦库汤济劳买开";

/// A country of the table, by its row.
pub(in crate::value) type Country = u16;

/// What a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::value) struct Hit {
    /// The country.
    pub country: Country,
    /// The name means it only loosely: England, Korea.
    pub loose: bool,
}

/// Why a name that is known is no country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::value) enum NoCountry {
    /// 欧盟, 世界卫生组织.
    Organisation,
    /// 非洲, 海外, 港澳台.
    Area,
    /// 苏联.
    Former,
    /// 刚果, Virgin Islands.
    Ambiguous,
}

/// The table, prepared for looking up.
pub(in crate::value) struct Atlas {
    names: Vec<&'static str>,
    hits: Known<Box<str>, Hit>,
    codes: Known<&'static str, Country>,
    none: Known<Box<str>, NoCountry>,
    /// Codes that are words too: NA, NO.
    word_codes: Vec<(&'static str, Country)>,
    traditional: Known<char, char>,
    /// China, and the three regions whose names stand beside China's.
    china: (Country, [Country; 3]),
}

/// The one table.
pub(in crate::value) static ATLAS: LazyLock<Atlas> = LazyLock::new(Atlas::new);

impl Atlas {
    fn new() -> Atlas {
        let mut atlas = Atlas {
            names: Vec::with_capacity(256),
            hits: Known::with_capacity_and_hasher(2048, Default::default()),
            codes: Known::with_capacity_and_hasher(512, Default::default()),
            none: Known::default(),
            word_codes: Vec::new(),
            traditional: TRADITIONAL.chars().zip(SIMPLIFIED.chars()).collect(),
            china: (0, [0; 3]),
        };
        for (country, line) in COUNTRIES.lines().skip(1).enumerate() {
            let country = country as Country;
            let mut columns = line.split(',');
            let mut column = || columns.next().unwrap_or("");
            let (alpha2, alpha3, name) = (column(), column(), column());
            let (chinese, english, loosely) = (column(), column(), column());
            atlas.names.push(name);
            let exact = std::iter::once(name)
                .chain(chinese.split('|'))
                .chain(english.split('|'));
            for (spelling, loose) in exact
                .map(|n| (n, false))
                .chain(loosely.split('|').map(|n| (n, true)))
            {
                let key = atlas.key(spelling);
                if !key.is_empty() {
                    atlas
                        .hits
                        .entry(key.into())
                        .or_insert(Hit { country, loose });
                }
            }
            atlas.codes.insert(alpha2, country);
            atlas.codes.insert(alpha3, country);
        }
        for line in NO_COUNTRY.lines().skip(1) {
            let Some((kind, names)) = line.split_once(',') else {
                continue;
            };
            let kind = match kind {
                "organisation" => NoCountry::Organisation,
                "area" => NoCountry::Area,
                "former" => NoCountry::Former,
                _ => NoCountry::Ambiguous,
            };
            for name in names.split('|') {
                if let Some(country) = atlas.codes.remove(name) {
                    atlas.word_codes.push((name, country));
                    continue;
                }
                let key = atlas.key(name);
                atlas.none.insert(key.into(), kind);
            }
        }
        let code = |code| atlas.codes.get(code).copied().unwrap_or(Country::MAX);
        atlas.china = (code("CN"), [code("HK"), code("MO"), code("TW")]);
        atlas
    }

    /// The names that countries have in data.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.names.iter().copied()
    }

    /// The name that a country has in data.
    pub fn name(&self, country: Country) -> &'static str {
        self.names.get(usize::from(country)).copied().unwrap_or("")
    }

    /// The country of a whole text: a name, or a code in capitals.
    pub fn find(&self, text: &str) -> Option<Hit> {
        // Most names are Chinese and short: they are their own keys.
        if text.chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}'))
            && let Some(hit) = self.hits.get(text)
        {
            return Some(*hit);
        }
        if text.len() > 200 {
            return None;
        }
        let key = self.key(text);
        if let Some(hit) = self.hits.get(key.as_str()) {
            return Some(*hit);
        }
        if matches!(text.len(), 2 | 3) && text.bytes().all(|b| b.is_ascii_uppercase()) {
            let country = *self.codes.get(text)?;
            return Some(Hit {
                country,
                loose: false,
            });
        }
        let bare = key.strip_prefix("the").filter(|bare| bare.len() > 2)?;
        self.hits.get(bare).copied()
    }

    /// The country of a code of ISO 3166-1, where nothing but a code is meant: NO is Norway.
    pub fn of_code(&self, code: &str) -> Option<Country> {
        let word = self.word_codes.iter().find(|(word, _)| *word == code);
        let word = word.map(|(_, country)| *country);
        word.or_else(|| self.codes.get(code).copied())
    }

    /// Why a text that names something else is no country.
    pub fn no_country(&self, text: &str) -> Option<NoCountry> {
        if self.word_codes.iter().any(|(code, _)| *code == text) {
            return Some(NoCountry::Ambiguous);
        }
        if text.len() > 200 {
            return None;
        }
        self.none.get(self.key(text).as_str()).copied()
    }

    /// Whether the country is China.
    pub fn is_china(&self, country: Country) -> bool {
        country == self.china.0
    }

    /// Whether the country is Hong Kong, Macao or Taiwan.
    pub fn is_region_of_china(&self, country: Country) -> bool {
        self.china.1.contains(&country)
    }

    /// The one country whose name a text is but for a slip of the pen: 新西蓝, 俄罗期.
    pub fn slip(&self, text: &str) -> Option<Hit> {
        let key = self.key(text);
        let length = key.chars().count();
        // Short western words are too many to tell a slip from a name.
        if !(3..=20).contains(&length) || key.is_ascii() && length < 6 {
            return None;
        }
        let mut names: Vec<Vec<&str>> = vec![Vec::new(); self.names.len()];
        for (name, hit) in self.hits.iter().filter(|(_, hit)| !hit.loose) {
            if name.chars().count() >= 3 && name.is_ascii() == key.is_ascii() {
                names[usize::from(hit.country)].push(name);
            }
        }
        let country = nearest::slip(&key, names.iter().map(|n| n.iter().copied()))?;
        Some(Hit {
            country: country as Country,
            loose: true,
        })
    }

    /// The names in data of up to three countries that a text may be meant for.
    pub fn suggest(&self, text: &str) -> Vec<&'static str> {
        let key = self.key(text);
        let keys: Vec<(&str, Country)> = self
            .hits
            .iter()
            .map(|(k, hit)| (&**k, hit.country))
            .collect();
        let mut names = Vec::new();
        for at in nearest::like(&key, keys.iter().map(|(k, _)| *k), 0.6) {
            let name = self.name(keys[at].1);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The key of a name: [`crate::text::key::key`], in simplified characters, without accents.
    fn key(&self, text: &str) -> String {
        let mut key = String::with_capacity(text.len());
        push_key(text, &mut key);
        if key.is_ascii() {
            return key;
        }
        let mut plain = String::with_capacity(key.len());
        for c in key.chars() {
            match c {
                '\0'..='\u{7f}' => plain.push(c),
                // 特立尼达与多巴哥, 千里达及托巴哥; but 埃及 is whole.
                '与' | '及' if key.len() > 12 => plain.push('和'),
                '\u{4e00}'..='\u{9fff}' => {
                    plain.push(self.traditional.get(&c).copied().unwrap_or(c));
                }
                _ => plain.extend(
                    std::iter::once(c)
                        .nfd()
                        .filter(|c| !matches!(c, '\u{300}'..='\u{36f}')),
                ),
            }
        }
        plain
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::*;

    #[test]
    fn the_table_is_whole() {
        assert_eq!(ATLAS.names.len(), 249, "ISO 3166-1 has 249 entries");
        let mut codes = HashSet::new();
        for line in COUNTRIES.lines().skip(1) {
            let columns: Vec<&str> = line.split(',').collect();
            assert_eq!(columns.len(), 6, "{line}");
            assert!(!line.contains('"'), "{line}");
            assert_eq!(columns[0].len(), 2, "{line}");
            assert_eq!(columns[1].len(), 3, "{line}");
            assert!(
                codes.insert(columns[0]) && codes.insert(columns[1]),
                "{line}"
            );
            assert!(
                columns[2]
                    .chars()
                    .all(|c| matches!(c, '\u{4e00}'..='\u{9fff}' | '（' | '）')),
                "{line}"
            );
        }
        assert_eq!(TRADITIONAL.chars().count(), SIMPLIFIED.chars().count());
    }

    #[test]
    fn every_name_means_one_country() {
        let mut seen: HashMap<String, &str> = HashMap::new();
        for line in COUNTRIES.lines().skip(1) {
            let columns: Vec<&str> = line.split(',').collect();
            for name in columns[2..]
                .iter()
                .flat_map(|c| c.split('|'))
                .filter(|n| !n.is_empty())
            {
                let before = seen.insert(ATLAS.key(name), columns[0]);
                assert!(
                    before.is_none_or(|b| b == columns[0]),
                    "{name}: {before:?} and {}",
                    columns[0]
                );
                assert_eq!(ATLAS.no_country(name), None, "{name}");
            }
        }
    }

    #[test]
    fn every_name_and_code_is_found() {
        for (country, line) in COUNTRIES.lines().skip(1).enumerate() {
            let columns: Vec<&str> = line.split(',').collect();
            let exact = columns[2..5]
                .iter()
                .flat_map(|c| c.split('|'))
                .map(|n| (n, false));
            let loose = columns[5].split('|').map(|n| (n, true));
            for (name, loose) in exact.chain(loose).filter(|(n, _)| !n.is_empty()) {
                let hit = Hit {
                    country: country as Country,
                    loose,
                };
                assert_eq!(ATLAS.find(name), Some(hit), "{name}");
            }
            for code in &columns[..2] {
                // NA and NO are words too, and ask for a person.
                if matches!(*code, "NA" | "NO") {
                    assert_eq!(ATLAS.no_country(code), Some(NoCountry::Ambiguous));
                    continue;
                }
                assert_eq!(
                    ATLAS.find(code).map(|h| h.country),
                    Some(country as Country),
                    "{code}"
                );
            }
        }
    }

    #[test]
    fn spelling_does_not_matter() {
        for (text, name) in [
            ("HongKong", "中国香港"),
            ("HONG KONG", "中国香港"),
            ("U.S.A.", "美国"),
            ("the united states", "美国"),
            ("英國", "英国"),
            ("臺灣", "中国台湾"),
            ("澳門", "中国澳门"),
            ("沙烏地阿拉伯", "沙特阿拉伯"),
            ("Cote d’Ivoire", "科特迪瓦"),
            ("CÔTE D'IVOIRE", "科特迪瓦"),
            ("Curacao", "库拉索"),
            ("Reunion", "留尼汪"),
            ("Turkiye", "土耳其"),
            ("ＵＫ", "英国"),
        ] {
            assert_eq!(
                ATLAS.find(text).map(|h| ATLAS.name(h.country)),
                Some(name),
                "{text}"
            );
        }
        for text in ["", "it", "be", "in", "火星", "欧盟", "Made in China"] {
            assert_eq!(ATLAS.find(text), None, "{text}");
        }
    }
}
