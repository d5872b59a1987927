//! Symbol fonts: what their characters look like, in Unicode.
//!
//! Word stores a character of such a font as its code in the font, plain or raised into the private
//! use area at U+F000 (ECMA-376 part 1 §17.3.3.30). A tick or a box typed that way is an answer.

/// A symbol font whose characters are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum SymbolFont {
    /// Wingdings.
    Wingdings,
    /// Wingdings 2.
    Wingdings2,
    /// Symbol.
    Symbol,
    /// Webdings.
    Webdings,
}

impl SymbolFont {
    /// The symbol font of this name.
    pub(crate) fn of(name: &str) -> Option<SymbolFont> {
        const NAMES: [(&str, SymbolFont); 4] = [
            ("Wingdings", SymbolFont::Wingdings),
            ("Wingdings 2", SymbolFont::Wingdings2),
            ("Symbol", SymbolFont::Symbol),
            ("Webdings", SymbolFont::Webdings),
        ];
        NAMES
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|&(_, font)| font)
    }

    fn table(self) -> &'static [(u8, &'static str)] {
        match self {
            SymbolFont::Wingdings => WINGDINGS,
            SymbolFont::Wingdings2 => WINGDINGS_2,
            SymbolFont::Symbol => SYMBOL,
            SymbolFont::Webdings => WEBDINGS,
        }
    }
}

/// What `c` looks like in `font`. A character of the private use area without a known font is
/// taken for Wingdings, where most come from.
pub(crate) fn look(font: Option<SymbolFont>, c: char) -> char {
    let code = match c as u32 {
        code @ 0xf020..=0xf0ff => code - 0xf000,
        code @ 0x21..=0xff if font.is_some() => code,
        _ => return c,
    };
    let known = |table: &[(u8, &str)]| {
        let (first, run) = table
            .iter()
            .rev()
            .find(|&&(first, _)| u32::from(first) <= code)?;
        let look = run.chars().nth((code - u32::from(*first)) as usize)?;
        (look != ' ').then_some(look)
    };
    match font {
        Some(font) => known(font.table()),
        None if code == 0xb7 => Some('•'),
        None => known(WINGDINGS),
    }
    .unwrap_or(match font {
        // A digit of a font of pictures looks like none.
        Some(SymbolFont::Wingdings2 | SymbolFont::Webdings) if c.is_ascii_digit() => '▯',
        _ => c,
    })
}

/// `text` as it looks in `font`; `None` if it looks as it is written.
pub(crate) fn text_look(font: Option<SymbolFont>, text: &str) -> Option<String> {
    // U+F000–U+F0FF begin with EF 80 … EF 83 in UTF-8.
    let raised = || {
        memchr::memchr_iter(0xef, text.as_bytes())
            .any(|i| matches!(text.as_bytes().get(i + 1), Some(0x80..=0x83)))
    };
    (font.is_some() || raised()).then(|| text.chars().map(|c| look(font, c)).collect())
}

// Runs of looks from a code on, ordered by code; a space stands for a code without a known look.
// Where Unicode has a rare exact look and a common near one (U+1F5F9, U+2611), the common one is
// given: readers downstream look for ticks and boxes.

const WINGDINGS: &[(u8, &str)] = &[
    (0x21, "✏✂✁👓🕭📖🕯☎✆✉"),
    (0x30, "🗀🗁🗎🗏🗐🗄⏳🖮🖰🖲"),
    (
        0x3e,
        "✇✍✍✌👌👍👎☜☞☝☟✋☺😐☹💣☠⚐⚐✈☼💧❄✝✞✝✠✡☪☯ॐ☸♈♉♊♋♌♍♎♏♐♑♒♓&&●❍■□□❑❒⬧⧫◆❖⬥⌧⍓⌘❀✿❝❞",
    ),
    (0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    (0x9e, "·•▪○⭕◉◉◎○▪□▲✦★✶✴✹✵⌖⌖⟡⌑⯑✪✰"),
    (0xd5, "⌫⌦◀➢▲▼←→↑↓←→↑↓↖↗↙↘←➔↑↓↖↗↙↘⇦⇨⇧⇩⬄⇳↖↗↙↘▭▫✗✓☒☑⊞"),
];

const WINGDINGS_2: &[(u8, &str)] = &[
    (0x4f, "✗✓☒☑☒☒☒☒⊘"),
    (0x69, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    (0x97, "●●●○○◎◉"),
    (0xa0, "▪▪■□"),
];

const WEBDINGS: &[(u8, &str)] = &[(0x61, "✓ □"), (0x67, "■"), (0x6e, "●"), (0x72, "✗")];

const SYMBOL: &[(u8, &str)] = &[
    (
        0x21,
        "!∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    ),
    (
        0xa0,
        "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…│─↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑",
    ),
    (0xf1, "〉∫"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_and_boxes_of_symbol_fonts_are_known() {
        use SymbolFont::{Symbol, Webdings, Wingdings, Wingdings2};
        let looks = [
            (Some(Wingdings), '\u{f0fe}', '☑'),
            (Some(Wingdings), 'þ', '☑'),
            (Some(Wingdings), '\u{f0fd}', '☒'),
            (Some(Wingdings), '\u{f0fc}', '✓'),
            (Some(Wingdings), '\u{f0fb}', '✗'),
            (Some(Wingdings), '\u{f0a8}', '□'),
            (Some(Wingdings), '\u{f06f}', '□'),
            (Some(Wingdings), '\u{f06e}', '■'),
            (Some(Wingdings), '\u{f06c}', '●'),
            (Some(Wingdings), '\u{f0a1}', '○'),
            (Some(Wingdings), '\u{f0d8}', '➢'),
            (Some(Wingdings), '\u{f081}', '①'),
            (Some(Wingdings2), 'R', '☑'),
            (Some(Wingdings2), 'P', '✓'),
            (Some(Wingdings2), '\u{f0a3}', '□'),
            (Some(Symbol), '\u{f0b7}', '•'),
            (Some(Symbol), '\u{f0d6}', '√'),
            (Some(Symbol), '\u{f0b4}', '×'),
            (Some(Symbol), 'w', 'ω'),
            (Some(Symbol), '\u{f0f2}', '∫'),
            (Some(Webdings), 'a', '✓'),
            (None, '\u{f0fe}', '☑'),
            (None, '\u{f0b7}', '•'),
            (None, 'þ', 'þ'),
            (Some(Wingdings), '√', '√'),
            (Some(Webdings), 'b', 'b'),
        ];
        for (font, c, expected) in looks {
            assert_eq!(look(font, c), expected, "{font:?} {:x}", c as u32);
        }
    }
}
