//! The marks on one row of a scale: a circle filled, ticked, replaced, coloured or left over.

use office::paper::{Cell, Format, Paragraph, ParagraphFormat, Print, Rgb, Span, SpanKind};

use crate::extract::marks::{is_box, is_tick, visible_color, visible_fill};
use crate::model::finding::OptionCause;
use crate::text::key::key;
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
    /// How else the first thing that can be seen in it is set; `None` where nothing can.
    pub setting: Option<Setting>,
    /// Something in it is struck through.
    struck: bool,
}

/// How a cell is set, besides its colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Setting {
    format: Format,
    paragraph: ParagraphFormat,
    style: u16,
    /// The cell's own borders.
    border: Print,
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
    /// Bold, underlined, larger, or set apart in another way that no form asks for.
    Style,
    /// Besides the one that is marked another looks unlike the rest.
    Besides,
    /// A circle or a tick is struck through.
    Struck,
    /// Another kind of circle.
    Glyph,
    /// The whole row is marked.
    AllAlike,
    /// A word of the scale stands under another.
    Misplaced,
    /// The mark stands in a cell over several options or rows.
    Spread,
}

impl From<Doubt> for OptionCause {
    fn from(doubt: Doubt) -> OptionCause {
        match doubt {
            Doubt::Crossed => OptionCause::ScaleCrossed {},
            Doubt::OnlyOneLeft => OptionCause::ScaleOnlyOneLeft {},
            Doubt::OneGone => OptionCause::ScaleOneGone {},
            Doubt::Inverted => OptionCause::ScaleInverted {},
            Doubt::Style => OptionCause::ScaleByStyle {},
            Doubt::Besides => OptionCause::ScaleBesides {},
            Doubt::Struck => OptionCause::ScaleStruck {},
            Doubt::Glyph => OptionCause::ScaleGlyph {},
            Doubt::AllAlike => OptionCause::ScaleAllAlike {},
            Doubt::Misplaced => OptionCause::ScaleMisplaced {},
            Doubt::Spread => OptionCause::ScaleSpread {},
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
                if span.format.emphasis.strike && !office::paper::is_blank(text) {
                    out.struck = true;
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
        if let Some(setting) = &mut out.setting {
            setting.border = cell.border;
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
            self.setting = Some(Setting {
                format: Format {
                    color: None,
                    highlight: None,
                    shading: None,
                    // Circles are punctuation, whose face says nothing.
                    face: Print::default(),
                    ..f
                },
                paragraph: p.format,
                style: p.style,
                border: Print::default(),
            });
        }
    }

    /// Takes away its borders: those of a blank are its tables'.
    pub fn unframe(&mut self) {
        if let Some(setting) = &mut self.setting {
            setting.border = Print::default();
        }
    }

    /// Something is marked in it by what stands in it.
    pub fn is_marked(&self) -> bool {
        self.tick || self.cross || self.word.is_some()
    }
}

/// Takes away the borders that most cells of a column have: tables are framed so.
pub fn without_frames(rows: &mut [Vec<ScaleCell>]) {
    let mut borders: Vec<(usize, Print)> = Vec::new();
    for cell in rows.iter().flatten() {
        if let Some(setting) = cell.setting {
            borders.push((cell.option, setting.border));
        }
    }
    let of_column = |option: usize, border: Print| {
        let column = borders.iter().filter(|b| b.0 == option);
        let alike = column.clone().filter(|b| b.1 == border).count();
        // Of a column of two, or of one, nobody can say which is the frame.
        let of = column.count();
        of < 3 || alike * 2 > of
    };
    for cell in rows.iter_mut().flatten() {
        let option = cell.option;
        if let Some(setting) = &mut cell.setting
            && of_column(option, setting.border)
        {
            setting.border = Print::default();
        }
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

/// What is marked on a row; `base` is how the cells of the table mostly look, `printed` how the
/// blank sets each of the row's cells, where that is known.
pub fn marked(row: &[ScaleCell], base: Look, printed: &[Option<Setting>]) -> Marked {
    let mut found = by_marks(row, base);
    let besides = set_apart(row, printed);
    if row.iter().any(|c| c.struck) {
        let standing: Vec<usize> = (0..row.len()).filter(|i| !row[*i].struck).collect();
        if let (true, [one]) = (found.options.is_empty() && row.len() > 2, &standing[..]) {
            found.options.push(row[*one].option);
        }
        found.doubt.get_or_insert(Doubt::Struck);
    }
    let options = besides.iter().map(|i| row[*i].option);
    match found.doubt {
        None if found.options.is_empty() && !besides.is_empty() => {
            found.options = options.collect();
            found.doubt = Some(Doubt::Style);
        }
        None if options.clone().any(|o| !found.options.contains(&o)) => {
            found.doubt = Some(Doubt::Besides);
        }
        _ => {}
    }
    found
}

/// The cells of a row that are set unlike the others, but not where the blank sets them so.
fn set_apart(row: &[ScaleCell], printed: &[Option<Setting>]) -> Vec<usize> {
    let most = |settings: &mut dyn Iterator<Item = Setting>| {
        let all: Vec<Setting> = settings.collect();
        let count = |s: &Setting| all.iter().filter(|a| *a == s).count();
        let common = all.iter().copied().max_by_key(count)?;
        (count(&common) * 2 > all.len()).then_some(common)
    };
    let own = most(&mut row.iter().filter_map(|c| c.setting));
    let of_blank = most(&mut printed.iter().copied().flatten());
    let is_printed = |i: usize| {
        let setting = printed.get(i).copied().flatten();
        of_blank.is_some() && setting.is_some() && setting != of_blank
    };
    let Some(own) = own else { return Vec::new() };
    (0..row.len())
        .filter(|&i| row[i].setting.is_some_and(|s| s != own) && !is_printed(i))
        .collect()
}

fn by_marks(row: &[ScaleCell], base: Look) -> Marked {
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
    let odd = odd_ones(&glyphs);
    if !odd.is_empty() {
        return said(&odd, Some(Doubt::Glyph));
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

/// Those that are unlike most of the others, which are alike.
fn odd_ones<T: PartialEq>(all: &[T]) -> Vec<usize> {
    let alike = |one: &T| all.iter().filter(|other| *other == one).count();
    let common = all.iter().find(|one| alike(one) * 2 > all.len());
    match common {
        Some(common) if all.len() > 2 => (0..all.len()).filter(|i| all[*i] != *common).collect(),
        _ => Vec::new(),
    }
}
