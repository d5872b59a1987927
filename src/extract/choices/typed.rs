//! What is typed beside some of a list's options: numbers of a ranking, brackets, crosses, stars.
//! It marks them, where it can be read in one way.

use super::around::{Around, Shape};
use crate::text::key::key;
use crate::text::vocabulary::vocabulary;

/// A sign that says no beside ticks, and something else alone.
const CROSS: char = '×';

/// What an option has typed around it, as far as this looks.
pub(super) struct Beside<'a> {
    /// What stands there.
    pub around: &'a Around,
    /// What the blank prints there.
    pub printed: Option<&'a Around>,
    /// It is ticked.
    pub ticked: bool,
    /// It asks for words behind it.
    pub asks: bool,
    /// Its number in the list, from 1.
    pub number: u32,
}

/// Which options are marked by what is typed beside them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    /// By their places among those given.
    pub marked: Vec<usize>,
    /// Those whose signs were understood, as marks or as printed numbers.
    pub understood: Vec<usize>,
    /// It can be read in more than one way.
    pub doubt: bool,
    /// All but these have a sign.
    pub inverted: bool,
    /// So many have one that it tells nothing.
    pub unclear: bool,
}

/// Looks at what is typed beside the options, in the order of the paper. `limit` is how many may
/// be chosen.
pub(super) fn typed(options: &[Beside], limit: usize) -> Typed {
    let mut shapes: Vec<Option<Shape>> = options.iter().map(shape).collect();
    behind_other(options, &mut shapes);
    let mut out = Typed::default();
    let signs = |i: &usize| shapes[*i].as_ref().map(|s| s.signs.as_str());
    let known: Vec<usize> = (0..options.len())
        .filter(|i| shapes[*i].is_some())
        .collect();
    let all: Vec<&str> = known.iter().filter_map(signs).collect();
    let Some(common) = most_common(&all) else {
        return out;
    };
    out.understood = known
        .iter()
        .copied()
        .filter(|i| signs(i) != Some(""))
        .collect();
    let apart: Vec<usize> = known
        .iter()
        .copied()
        .filter(|i| signs(i) != Some(common))
        .collect();
    if apart.is_empty() {
        let numbers: Vec<u32> = known
            .iter()
            .filter_map(|i| shapes[*i].as_ref()?.number)
            .collect();
        let own = known
            .iter()
            .all(|i| shapes[*i].as_ref().and_then(|s| s.number) == Some(options[*i].number));
        // Numbers before all that do not count them are a ranking of all.
        out.unclear = known.len() > 2 && !numbers.is_empty() && !own && !counts_up(&numbers);
        return out;
    }
    let ticks = options.iter().any(|o| o.ticked);
    if common.is_empty() {
        out.marked = apart
            .into_iter()
            .filter(|i| !(ticks && is_cross(signs(i))))
            .collect();
        out.doubt = !fits(&out.marked, &shapes, options);
    } else if ticks && is_cross(Some(common)) {
        return out;
    } else {
        let (bare, other): (Vec<usize>, Vec<usize>) =
            apart.into_iter().partition(|i| signs(i) == Some(""));
        let inverted = other.is_empty();
        // 其他 is often left without a number.
        out.marked = match inverted {
            true => bare.into_iter().filter(|i| !options[*i].asks).collect(),
            false => other,
        };
        out.inverted = inverted && !out.marked.is_empty();
        out.doubt = out.inverted;
    }
    // 否 beside an option chooses it least of all.
    out.marked.retain(|i| !denies(options[*i].around));
    out.understood.retain(|i| !denies(options[*i].around));
    if out.marked.len() > limit && out.marked.len() * 2 > options.len() {
        out.unclear = true;
        out.marked.clear();
    }
    out
}

/// The shape of what is typed around an option, without what the blank prints there.
fn shape(option: &Beside) -> Option<Shape> {
    match option.printed {
        Some(printed) if printed == option.around => Some(Shape::default()),
        _ => option.around.shape(),
    }
}

/// What stands behind 其他 is its words, unless the same stands behind another option.
fn behind_other(options: &[Beside], shapes: &mut [Option<Shape>]) {
    let elsewhere: Vec<String> = (0..options.len())
        .filter(|i| !options[*i].asks)
        .filter_map(|i| Some(shapes[i].as_ref()?.signs.clone()))
        .collect();
    for (option, shape) in options.iter().zip(shapes) {
        let back = &option.around.back;
        if !option.asks || back.is_empty() {
            continue;
        }
        let same = shape.as_ref().is_some_and(|s| elsewhere.contains(&s.signs));
        let words =
            back.contains(char::is_alphanumeric) || back.chars().all(|c| "（）()".contains(c));
        if words && !same {
            let front = Around {
                front: option.around.front.clone(),
                back: String::new(),
            };
            *shape = front.shape();
        }
    }
}

/// What is typed around an option says no.
fn denies(around: &Around) -> bool {
    let words = key(&format!("{}{}", around.front, around.back));
    vocabulary().option.denials.has(&words)
}

fn is_cross(signs: Option<&str>) -> bool {
    signs.is_some_and(|s| s.contains(CROSS))
}

/// One reading fits all that are marked: they are marked alike, and numbers are a ranking, their
/// own, or one and the same.
fn fits(marked: &[usize], shapes: &[Option<Shape>], options: &[Beside]) -> bool {
    let of = |i: &usize| shapes[*i].as_ref();
    let mut all = marked.iter().filter_map(of);
    let Some(first) = all.next() else { return true };
    if all.any(|s| s.signs != first.signs) {
        return false;
    }
    let mut numbers: Vec<u32> = marked.iter().filter_map(|i| of(i)?.number).collect();
    let own = marked
        .iter()
        .all(|i| of(i).and_then(|s| s.number) == Some(options[*i].number));
    numbers.sort_unstable();
    let same = numbers.windows(2).all(|w| w[0] == w[1]);
    numbers.is_empty() || own || same || counts_up(&numbers)
}

/// 1, 2, 3 …
fn counts_up(numbers: &[u32]) -> bool {
    numbers.iter().zip(1..).all(|(n, i)| *n == i)
}

fn most_common<'s>(all: &[&'s str]) -> Option<&'s str> {
    let count = |signs: &str| all.iter().filter(|s| **s == signs).count();
    // Nothing at all, where as many have nothing.
    all.iter().copied().max_by_key(|s| (count(s), s.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(beside: &[(&str, &str)], limit: usize) -> Typed {
        let arounds: Vec<Around> = beside
            .iter()
            .map(|(front, back)| Around {
                front: (*front).to_owned(),
                back: (*back).to_owned(),
            })
            .collect();
        let options: Vec<Beside> = arounds
            .iter()
            .zip(1..)
            .map(|(around, number)| Beside {
                around,
                printed: None,
                ticked: false,
                asks: false,
                number,
            })
            .collect();
        typed(&options, limit)
    }

    #[test]
    fn signs_beside_some_options_mark_them() {
        let none = ("", "");
        for sign in [
            ("*", ""),
            ("【", "】"),
            ("", "×"),
            ("★", ""),
            ("①", ""),
            ("1.", ""),
        ] {
            let typed = read(&[none, sign, none, none, none], 3);
            assert_eq!((typed.marked, typed.doubt), (vec![1], false), "{sign:?}");
        }
        let ranking = read(&[none, ("2", ""), none, ("1", ""), none], 3);
        assert_eq!((ranking.marked, ranking.doubt), (vec![1, 3], false));
        let own = read(&[none, ("2", ""), none, ("4", ""), none], 3);
        assert_eq!((own.marked, own.doubt), (vec![1, 3], false));
        let odd = read(&[none, ("7", ""), none, ("3", ""), none], 3);
        assert_eq!((odd.marked, odd.doubt), (vec![1, 3], true));
        let mixed = read(&[none, ("1", ""), none, ("★", ""), none], 3);
        assert_eq!((mixed.marked, mixed.doubt), (vec![1, 3], true));
    }

    #[test]
    fn numbers_before_all_options_are_printed_unless_they_rank() {
        let printed = read(&[("1.", ""), ("2.", ""), ("3.", ""), ("4.", "")], 2);
        assert_eq!((printed.marked.len(), printed.unclear), (0, false));
        let ranked = read(&[("3", ""), ("1", ""), ("4", ""), ("2", "")], 2);
        assert_eq!((ranked.marked.len(), ranked.unclear), (0, true));
        let filled = read(&[("①", ""), ("❷", ""), ("③", ""), ("④", ""), ("⑤", "")], 2);
        assert_eq!((filled.marked, filled.doubt), (vec![1], false));
        let bare = read(&[("1.", ""), ("", ""), ("3.", ""), ("4.", "")], 2);
        assert_eq!((bare.marked, bare.inverted), (vec![1], true));
    }

    #[test]
    fn a_no_beside_an_option_does_not_choose_it() {
        let none = ("", "");
        let typed = read(&[none, ("", "：否"), none, none], 2);
        assert_eq!(typed.marked, [] as [usize; 0]);
        assert!(typed.understood.is_empty());
    }

    #[test]
    fn too_many_signs_tell_nothing() {
        let sign = ("*", "");
        let typed = read(&[sign, sign, ("1", ""), ("2", ""), ("★", "")], 1);
        assert!(typed.marked.is_empty() && typed.unclear);
    }
}
