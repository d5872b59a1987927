//! The marks on one row of a scale: a circle filled, ticked, replaced, coloured or left over.

use office::paper::{Cell, Format, Paragraph, Rgb, Span, SpanKind};

use crate::extract::marks::{is_box, is_tick, visible_color, visible_fill};
use crate::key::key;
use crate::lang::Said;
use crate::said;
use crate::value::ListIndex;

/// A cell of a scale.
#[derive(Clone, Debug, Default)]
pub struct ScaleCell {
    /// The option over it.
    pub option: usize,
    tick: bool,
    cross: bool,
    /// The empty glyph that it prints.
    circle: Option<char>,
    /// The word of the scale typed in it.
    word: Option<usize>,
    /// What else is typed in it.
    pub words: bool,
    /// How it looks.
    pub look: Look,
    style: Format,
}

/// What sets a cell apart besides what stands in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    color: Option<Rgb>,
    highlight: Option<Rgb>,
    shading: Option<Rgb>,
}

/// What is marked on a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// The options, in the order of the paper; none or one where all is well.
    pub options: Vec<usize>,
    /// Why a person should look at it.
    pub doubt: Option<Doubt>,
}

/// Why a mark is not certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// A cross may mean yes or no.
    Crossed,
    /// All other circles are gone.
    OnlyOneLeft,
    /// One circle is gone.
    OneGone,
    /// All but one are marked.
    Inverted,
    /// Bold, underlined or in another style, no more.
    Style,
    /// Another kind of circle.
    Glyph,
    /// The whole row is marked.
    AllAlike,
    /// A word of the scale stands under another.
    Misplaced,
    /// The mark stands in a cell over several options or rows.
    Spread,
}

impl Doubt {
    /// What was found.
    pub fn said(self) -> Said {
        match self {
            Doubt::Crossed => said!("用“×”作标记，按选中读入", "a cross was taken for a mark"),
            Doubt::OnlyOneLeft => said!(
                "其余圆圈都已删去，把留下的一个作为选中",
                "all other circles are gone; the one that is left was taken as chosen"
            ),
            Doubt::OneGone => said!(
                "有一个圆圈被删去，看不出是否选中，未取值",
                "one circle is gone; whether it was chosen cannot be told, nothing was taken"
            ),
            Doubt::Inverted => said!(
                "除一项外都作了标记，把未标的一项作为选中",
                "all but one are marked; the one was taken as chosen"
            ),
            Doubt::Style => said!(
                "只以加粗、下划线或样式区别，按选中读入",
                "it differs only in bold, underline or style; it was taken as chosen"
            ),
            Doubt::Glyph => said!(
                "只有一个圆圈与众不同，按选中读入",
                "one circle is unlike the others; it was taken as chosen"
            ),
            Doubt::AllAlike => said!(
                "整行标记相同，看不出选了哪一项，未取值",
                "the whole row is marked alike; which is chosen cannot be told, nothing was taken"
            ),
            Doubt::Misplaced => said!(
                "填写的文字与所在的栏不符，按文字读入",
                "the word typed is not that of its column; the word was taken"
            ),
            Doubt::Spread => said!(
                "标记所在的单元格跨几栏或几行，看不出选了哪一项，未取值",
                "the mark's cell lies over several columns or rows; which is chosen cannot be told, nothing was taken"
            ),
        }
    }
}

/// Crosses: yes to some, no to others.
fn is_cross(c: char) -> bool {
    "×✕✖✗✘☓╳⨯".contains(c)
}

/// Filled glyphs besides those of lists.
fn is_filled(c: char) -> bool {
    !is_cross(c) && is_tick(c) || "◎⊙⦿⚫⬤∨ˇ".contains(c)
}

fn is_circle(c: char) -> bool {
    is_box(c) || "⚪⭕◌❍".contains(c)
}

impl ScaleCell {
    /// A cell under an option, numbered from 0. The text counts as an answer, `scale` is the list.
    pub fn of(cell: &Cell, option: usize, scale: &ListIndex) -> ScaleCell {
        let mut out = ScaleCell {
            option,
            look: Look {
                shading: visible_fill(cell.shading),
                ..Look::default()
            },
            ..ScaleCell::default()
        };
        let mut seen = false;
        let mut typed = String::new();
        for p in cell.paragraphs() {
            for (text, span) in p.pieces() {
                if matches!(span.kind, SpanKind::Placeholder | SpanKind::Ruby) || text.is_empty() {
                    continue;
                }
                out.look_of(p, span, text, &mut seen);
                match span.kind {
                    SpanKind::CheckBox(true) => out.tick = true,
                    SpanKind::CheckBox(false) => out.circle = Some('□'),
                    _ => typed.extend(text.chars().filter(|c| !c.is_whitespace())),
                }
            }
        }
        // One letter or digit can stand for a tick; in a word it is a letter.
        match &*key(&typed) {
            "" => out.glyphs(&typed),
            "x" => out.cross = true,
            "o" => out.circle = Some('○'),
            "0" | "否" | "无" | "n" | "no" => {}
            "1" | "是" | "对" | "v" | "y" | "yes" | "ok" | "选" => out.tick = true,
            k if k.parse() == Ok(option + 1) => out.tick = true,
            k => {
                out.word = scale.exact(k);
                out.words = out.word.is_none();
                out.glyphs(&typed);
            }
        }
        out
    }

    fn glyphs(&mut self, typed: &str) {
        for c in typed.chars() {
            if is_filled(c) {
                self.tick = true;
            } else if is_cross(c) {
                self.cross = true;
            } else if is_circle(c) {
                self.circle.get_or_insert(c);
            }
        }
    }

    /// The first thing that can be seen decides how the cell looks.
    fn look_of(&mut self, p: &Paragraph, span: &Span, text: &str, seen: &mut bool) {
        let visible = !office::paper::is_blank(text);
        if *seen {
            return;
        }
        *seen = visible;
        let f = span.format;
        let fill = visible_fill(f.shading).or(visible_fill(p.shading));
        self.look.highlight = visible_fill(f.highlight).or(self.look.highlight);
        self.look.shading = fill.or(self.look.shading);
        if visible {
            self.look.color = visible_color(f.color);
            self.style = Format {
                style: f.style,
                emphasis: f.emphasis,
                ..Format::default()
            };
        }
    }

    /// Something is marked in it by what stands in it.
    pub fn is_marked(&self) -> bool {
        self.tick || self.cross || self.word.is_some()
    }
}

/// The look of most cells.
pub fn common<'c>(cells: impl Iterator<Item = &'c ScaleCell>) -> Look {
    let mut looks: Vec<(Look, usize)> = Vec::new();
    for cell in cells {
        match looks.iter_mut().find(|l| l.0 == cell.look) {
            Some(look) => look.1 += 1,
            None => looks.push((cell.look, 1)),
        }
    }
    looks.into_iter().max_by_key(|l| l.1).unwrap_or_default().0
}

/// What is marked on a row; `base` is how the cells of the table mostly look.
pub fn marked(row: &[ScaleCell], base: Look) -> Marked {
    let n = row.len();
    let pick = |is: &dyn Fn(&ScaleCell) -> bool| -> Vec<usize> {
        (0..n).filter(|i| is(&row[*i])).collect()
    };
    let option = |i: &usize| row[*i].option;
    let said = |at: &[usize], doubt| Marked {
        options: at.iter().map(option).collect(),
        doubt,
    };
    let words = pick(&|c| c.word.is_some());
    if !words.is_empty() {
        let misplaced = words.iter().any(|i| row[*i].word != Some(row[*i].option));
        let mut options: Vec<usize> = words.iter().filter_map(|i| row[*i].word).collect();
        options.extend(pick(&|c| c.tick && c.word.is_none()).iter().map(option));
        options.dedup();
        let doubt = misplaced.then_some(Doubt::Misplaced);
        return Marked { options, doubt };
    }
    let (apart, inverted) = apart(row, base);
    let ticks = pick(&|c| c.tick);
    if ticks.len() == n && n > 1 && apart.is_empty() {
        return said(&[], Some(Doubt::AllAlike));
    }
    if !ticks.is_empty() && ticks.len() < n {
        let mut all = ticks;
        if !inverted {
            all.extend(apart.iter().filter(|i| !row[**i].tick));
            all.sort_unstable();
        }
        return said(&all, None);
    }
    if !apart.is_empty() {
        return said(&apart, inverted.then_some(Doubt::Inverted));
    }
    let crosses = pick(&|c| c.cross);
    if !crosses.is_empty() {
        let rest = pick(&|c| !c.cross);
        return match (crosses.len(), rest.len()) {
            (1, _) => said(&crosses, Some(Doubt::Crossed)),
            (_, 1) => said(&rest, Some(Doubt::Inverted)),
            (_, 0) => said(&[], Some(Doubt::AllAlike)),
            _ => said(&crosses, None),
        };
    }
    let circles = pick(&|c| c.circle.is_some());
    if circles.len() == 1 && n > 1 {
        return said(&circles, Some(Doubt::OnlyOneLeft));
    }
    if circles.len() + 1 == n && n > 2 {
        return said(&[], Some(Doubt::OneGone));
    }
    let glyphs: Vec<Option<char>> = row.iter().map(|c| c.circle).collect();
    if let Some(odd) = odd_one(&glyphs) {
        return said(&[odd], Some(Doubt::Glyph));
    }
    let styles: Vec<Format> = row.iter().map(|c| c.style).collect();
    if let Some(odd) = odd_one(&styles).filter(|_| circles.len() == n) {
        return said(&[odd], Some(Doubt::Style));
    }
    let loud = row[..n.min(1)]
        .iter()
        .any(|c| c.look.color != base.color || c.look.highlight != base.highlight);
    let doubt = (loud && n > 1).then_some(Doubt::AllAlike);
    said(&[], doubt)
}

/// The cells that look unlike the rest of the row, or unlike the table where the row has no look
/// of its own; and whether the rest is what looks unlike the table.
fn apart(row: &[ScaleCell], base: Look) -> (Vec<usize>, bool) {
    let most = common(row.iter());
    let alike = row.iter().filter(|c| c.look == most).count();
    let own = if alike * 2 > row.len() { most } else { base };
    let apart: Vec<usize> = (0..row.len()).filter(|i| row[*i].look != own).collect();
    if apart.len() == row.len() {
        return (Vec::new(), false);
    }
    let inverted = own != base && apart.len() == 1 && row[apart[0]].look == base;
    (apart, inverted)
}

/// The one that is unlike all the others, which are alike.
fn odd_one<T: PartialEq>(all: &[T]) -> Option<usize> {
    let odd = |i: &usize| {
        let mut others = (0..all.len()).filter(|j| j != i);
        let first = others.next();
        first.is_some_and(|f| all[f] != all[*i] && others.all(|j| all[j] == all[f]))
    };
    (0..all.len()).find(odd).filter(|_| all.len() > 2)
}
