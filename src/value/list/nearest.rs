//! Likeness of texts: slips of the pen, and options that may have been meant.

/// Characters whose presence turns a label's meaning: a text with one more or less of them is
/// another label, not a slip.
const TURNING: [char; 14] = [
    '非', '不', '无', '未', '副', '否', '反', '免', '前', '内', '外', '上', '下', '中',
];

/// Whether a text holds a character that turns a label's meaning.
pub(in crate::value) fn negates(text: &str) -> bool {
    text.contains(['非', '不', '无', '未', '否'])
}

/// Whether what stands before a part of a label turns the part's meaning: 非 before 常驻专家.
pub(in crate::value) fn negates_before(text: &str) -> bool {
    text.ends_with(['非', '不', '无', '未', '副'])
}

/// Whether a part of a label begins with a character that turns it.
pub(in crate::value) fn negates_start(text: &str) -> bool {
    text.starts_with(['非', '不', '无', '未'])
}

/// The one option whose label a key is, but for a slip of the pen: at most one character in four
/// wrong, missing, too many or swapped, none of them a digit or one that turns the meaning, and
/// no other option as near.
pub(in crate::value) fn slip<'a, K>(key: &str, labels: impl Iterator<Item = K>) -> Option<usize>
where
    K: Iterator<Item = &'a str>,
{
    let length = key.chars().count();
    if !(3..=80).contains(&length) {
        return None;
    }
    let letters = letters(key);
    let mut best: Option<(usize, usize, &str)> = None;
    let mut second = usize::MAX;
    for (option, keys) in labels.enumerate() {
        let nearest = keys
            .map(|k| (distance(key, k, length, letters), k))
            .min_by_key(|(d, _)| *d);
        let Some((distance, label)) = nearest else {
            continue;
        };
        match best {
            Some((least, _, _)) if distance >= least => second = second.min(distance),
            _ => {
                second = best.map_or(second, |(least, _, _)| second.min(least));
                best = Some((distance, option, label));
            }
        }
    }
    let (distance, option, label) = best?;
    let allowed = (label.chars().count() / 4).max(usize::from(label.chars().count() == 3));
    if distance == 0 || distance > allowed || second <= distance {
        return None;
    }
    // Nearest by one step only counts where the step is small beside the label.
    (!turned(key, label)).then_some(option)
}

/// The letters of a text, each as one of 128 bits.
fn letters(text: &str) -> u128 {
    text.chars().fold(0, |bits, c| bits | bit(c))
}

fn bit(c: char) -> u128 {
    1 << (u32::from(c) & 127)
}

/// The distance of two keys; those of very different length are not compared, nor those that share
/// too few letters: each that the other has nowhere is a change, and no label forgives a third of
/// the text.
fn distance(a: &str, b: &str, length: usize, letters: u128) -> usize {
    let other = b.chars().count();
    if length.abs_diff(other) > 4 + length / 4 || other > 120 {
        return usize::MAX - 1;
    }
    let missing = b.chars().filter(|c| letters & bit(*c) == 0).count();
    if missing > 1 + length / 3 {
        return usize::MAX - 1;
    }
    strsim::osa_distance(a, b)
}

/// Whether two keys differ in a digit, or in a character that turns the meaning.
fn turned(a: &str, b: &str) -> bool {
    let differs = |c: char| a.matches(c).count() != b.matches(c).count();
    TURNING.iter().any(|c| differs(*c)) || ('0'..='9').any(differs)
}

/// Up to three options that a key may be meant for, the likest first: those at least `least`
/// alike, of 1 at most, and those that hold it or are held by it.
pub(in crate::value) fn like<'a>(
    key: &str,
    labels: impl Iterator<Item = &'a str>,
    least: f64,
) -> Vec<usize> {
    if key.is_empty() || key.chars().count() > 80 {
        return Vec::new();
    }
    let length = key.len();
    let mut scored: Vec<(f64, usize)> = labels
        .enumerate()
        .filter_map(|(option, label)| {
            let (short, long) = (length.min(label.len()), length.max(label.len()));
            // Very different lengths are not alike, unless one holds the other.
            let mut score = if 3 * short < long {
                0.0
            } else {
                strsim::normalized_levenshtein(key, label)
            };
            if label.contains(key) || !label.is_empty() && key.contains(label) {
                score += 0.5;
            }
            (score >= least).then_some((score, option))
        })
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored.truncate(3);
    scored.into_iter().map(|(_, option)| option).collect()
}

/// How many bytes all of `keys` share at their beginning and at their end.
pub(in crate::value) fn shared_ends(keys: &[&str]) -> (usize, usize) {
    let Some((first, rest)) = keys.split_first() else {
        return (0, 0);
    };
    let mut before = first.len();
    let mut after = first.len();
    for key in rest {
        let same = first.chars().zip(key.chars()).take_while(|(a, b)| a == b);
        before = before.min(same.map(|(c, _)| c.len_utf8()).sum());
        let same = first
            .chars()
            .rev()
            .zip(key.chars().rev())
            .take_while(|(a, b)| a == b);
        after = after.min(same.map(|(c, _)| c.len_utf8()).sum());
    }
    (before, after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slip_in(key: &str, labels: &[&str]) -> Option<usize> {
        slip(key, labels.iter().map(|l| std::iter::once(*l)))
    }

    #[test]
    fn one_slip_is_forgiven_where_one_label_is_nearest() {
        let fields = [
            "材料",
            "新材料",
            "人工智能",
            "集成电路",
            "信息通信",
            "生命科学与生物技术",
        ];
        assert_eq!(slip_in("人工智障", &fields), Some(2));
        assert_eq!(slip_in("集程电路", &fields), Some(3));
        assert_eq!(slip_in("信通信息", &fields), None);
        assert_eq!(slip_in("生命科学和生物技术", &fields), Some(5));
        assert_eq!(slip_in("薪材料", &fields), None);
        assert_eq!(slip_in("高材", &fields), None);
    }

    #[test]
    fn a_turned_meaning_is_no_slip() {
        let kinds = ["政府间组织", "非政府组织间协议"];
        assert_eq!(slip_in("非政府间组织", &kinds), None);
        assert_eq!(slip_in("2024年新签协议", &["2025年新签协议"]), None);
        assert_eq!(slip_in("线下会议", &["线上会议"]), None);
        assert_eq!(
            slip_in("技术开友", &["技术开发", "技术转让", "技术咨询"]),
            Some(0)
        );
    }

    #[test]
    fn suggests_the_likest_first() {
        let labels = ["能源", "新能源", "资源", "矿产资源"];
        assert_eq!(
            like("新能源汽车", labels.into_iter(), 0.5).first(),
            Some(&1)
        );
        assert!(like("甲乙丙丁", labels.into_iter(), 0.5).is_empty());
    }

    #[test]
    fn shared_ends_are_whole_characters() {
        assert_eq!(shared_ends(&["线上会议", "线下会议"]), (3, 6));
        assert_eq!(shared_ends(&["甲", "乙"]), (0, 0));
    }
}
