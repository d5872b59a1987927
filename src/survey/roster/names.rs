//! Names of units, found in the names of files and folders.

use std::collections::{BTreeSet, HashMap};

use unicode_normalization::UnicodeNormalization;

use crate::text::key::key;

/// Shorter names are none that a file would be known by.
const SHORTEST: usize = 2;

/// How the names of bodies end. A unit's name that stands behind such a word stands by itself
/// (云岭大学化学学院); behind any other it is the end of a longer name (材料化学学院).
const ENDINGS: &[&str] = &[
    "大学",
    "学院",
    "学部",
    "学校",
    "研究院",
    "研究所",
    "医院",
    "中心",
    "公司",
    "集团",
    "委员会",
    "实验室",
    "办公室",
    "教研室",
    "系",
    "部",
    "处",
    "所",
    "院",
    "校",
    "局",
    "厅",
    "司",
    "委",
    "馆",
    "站",
    "会",
    "科",
    "办",
];

/// Other words that may stand before a unit's name without being part of it.
const BEFORE: &[&str] = &[
    "附件", "附表", "关于", "报送", "上报", "提交", "回收", "收回", "年度", "年", "月", "日", "号",
    "的", "表", "稿", "版", "和", "与", "及", "新建", "副本",
];

/// Many names, each of which can be found in a text without looking for one after another.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    ids: HashMap<Box<str>, Ids>,
    /// How many letters the names have: so long a piece of a text may be one.
    lengths: BTreeSet<usize>,
}

/// The units that have a name.
#[derive(Clone, Debug)]
enum Ids {
    One(usize),
    Several(Vec<usize>),
}

impl Ids {
    fn all(&self) -> &[usize] {
        match self {
            Ids::One(id) => std::slice::from_ref(id),
            Ids::Several(ids) => ids,
        }
    }

    fn add(&mut self, id: usize) {
        if !self.all().contains(&id) {
            *self = Ids::Several([self.all(), &[id]].concat());
        }
    }
}

impl Names {
    /// Adds a name of the unit `id`.
    pub(crate) fn add(&mut self, name: &str, id: usize) {
        let name = key(name);
        let letters = name.chars().count();
        if letters >= SHORTEST {
            self.lengths.insert(letters);
        }
        let known = self.ids.entry(name.into());
        known.and_modify(|k| k.add(id)).or_insert(Ids::One(id));
    }

    /// The first unit of this name.
    pub(crate) fn named(&self, name: &str) -> Option<usize> {
        self.ids.get(&*key(name))?.all().first().copied()
    }

    /// The units that a text names. A name within a longer one is none (化学学院 in 材料化学学院),
    /// nor is the end of a longer name that nobody has.
    pub(crate) fn named_in(&self, text: &str) -> Vec<usize> {
        let letters = Letters::of(text);
        let mut found: Vec<(usize, usize, usize)> = Vec::new();
        let whole: String = letters.chars.iter().collect();
        let starts: Vec<usize> = whole.char_indices().map(|(i, _)| i).collect();
        let start = |letter: usize| starts.get(letter).copied().unwrap_or(whole.len());
        for at in 0..letters.chars.len() {
            let longest = letters.chars.len() - at;
            for len in self.lengths.range(..=longest) {
                let piece = &whole[start(at)..start(at + len)];
                let ids = self.ids.get(piece).map_or(&[][..], Ids::all);
                found.extend(ids.iter().map(|id| (at, at + len, *id)));
            }
        }
        let within = |a: &(usize, usize, usize), b: &(usize, usize, usize)| {
            b.0 <= a.0 && a.1 <= b.1 && b.1 - b.0 > a.1 - a.0
        };
        let longest: Vec<_> = found
            .iter()
            .filter(|a| !found.iter().any(|b| within(a, b)))
            .collect();
        let mut ids: Vec<usize> = (longest.iter())
            .filter(|(start, ..)| {
                longest.iter().any(|(_, end, _)| end == start) || letters.stands_alone(*start)
            })
            .map(|(.., id)| *id)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

/// The letters of a text, and before which of them something else stands.
struct Letters {
    chars: Vec<char>,
    apart: Vec<bool>,
}

impl Letters {
    fn of(text: &str) -> Letters {
        let mut letters = Letters {
            chars: Vec::new(),
            apart: Vec::new(),
        };
        let mut apart = true;
        for c in text.nfkc().flat_map(char::to_lowercase) {
            if c.is_alphanumeric() {
                letters.chars.push(c);
                letters.apart.push(apart);
                apart = false;
            } else {
                apart = true;
            }
        }
        letters
    }

    /// What begins here is not the end of a longer name.
    fn stands_alone(&self, at: usize) -> bool {
        if self.apart[at] {
            return true;
        }
        let before = &self.chars[..at];
        let Some(last) = before.last() else {
            return true;
        };
        if last.is_ascii_alphanumeric() {
            // A Latin name must not begin within a word.
            return !(last.is_ascii_alphabetic() && self.chars[at].is_ascii_alphabetic());
        }
        let ends = |word: &&&str| {
            let word: Vec<char> = word.chars().collect();
            before.ends_with(&word)
        };
        ENDINGS.iter().chain(BEFORE).any(|word| ends(&word))
    }
}

/// The part of a file's name that reads as a unit's name, where one does: 力学系 in
/// `力学系-调查表.docx`.
pub(crate) fn unit_like(stem: &str) -> Option<String> {
    let text: String = stem.nfkc().collect();
    let parts = text.split(|c: char| !c.is_alphabetic() || c.is_ascii());
    let named = |part: &str| {
        let letters = part.chars().count();
        let ending = ENDINGS.iter().find(|e| part.ends_with(**e))?;
        let own = letters - ending.chars().count();
        // 全部 and 本系 are no names; 大学 by itself is none either.
        (letters >= 3 && own >= 1).then(|| part.to_owned())
    };
    parts
        .map(without_form_words)
        .filter_map(|part| named(&part))
        .next()
}

/// What a name has behind it that speaks of the file.
const FORM_WORDS: &[&str] = &[
    "调查表",
    "统计表",
    "子表",
    "表格",
    "汇总表",
    "报表",
    "附件",
    "附表",
    "表",
    "终稿",
    "初稿",
    "草稿",
    "修改稿",
    "修改版",
    "最终版",
    "终版",
    "定稿",
    "副本",
    "修改",
    "更正",
    "更新",
    "新",
    "重报",
    "报送",
    "上报",
    "提交",
];

fn without_form_words(part: &str) -> String {
    let mut rest = part;
    loop {
        let shorter = (FORM_WORDS.iter().filter_map(|w| rest.strip_suffix(w))).next();
        match shorter {
            Some(shorter) => rest = shorter,
            None => break,
        }
    }
    loop {
        let shorter = (BEFORE.iter().filter_map(|w| rest.strip_prefix(w))).next();
        match shorter {
            Some(shorter) => rest = shorter,
            None => return rest.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_name_wins_and_the_end_of_a_longer_one_is_none() {
        let units = [
            "化学学院",
            "材料化学学院",
            "管理学院",
            "云岭大学",
            "Physics",
            "化院",
        ];
        let mut names = Names::default();
        for (id, name) in units.iter().enumerate() {
            names.add(name, id);
        }
        let found = |text: &str| -> Vec<&str> {
            names.named_in(text).into_iter().map(|i| units[i]).collect()
        };
        assert_eq!(found("材料化学学院子表"), ["材料化学学院"]);
        assert_eq!(found("化学学院子表"), ["化学学院"]);
        assert_eq!(found("公共管理学院"), [""; 0]);
        assert_eq!(found("附件2管理学院"), ["管理学院"]);
        assert_eq!(found("云岭大学化学学院"), ["化学学院", "云岭大学"]);
        assert_eq!(found("理学部管理学院（终稿）"), ["管理学院"]);
        assert_eq!(found("化学 学院"), ["化学学院"]);
        assert_eq!(found("physics_v2"), ["Physics"]);
        assert_eq!(found("biophysics"), [""; 0]);
    }

    #[test]
    fn a_file_s_name_may_read_as_a_unit_s() {
        for (stem, unit) in [
            ("力学系-调查表", Some("力学系")),
            ("附件力学系子表", Some("力学系")),
            ("信息工程学院 终稿v2", Some("信息工程学院")),
            ("2025年度国际科技合作与交流统计调查表", None),
            ("全部", None),
            ("张三", None),
        ] {
            assert_eq!(unit_like(stem).as_deref(), unit, "{stem}");
        }
    }
}
