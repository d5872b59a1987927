//! Fields: of a code and its result, the result counts (ECMA-376 part 1 §17.16). Form fields
//! without a result show their state.

use super::symbol::{SymbolFont, look};
use crate::paper::RemarkKind;

/// How much of a field's code is kept.
const CODE: usize = 256;

/// A field that has begun.
#[derive(Debug, Default)]
struct Field {
    in_result: bool,
    /// Nothing parts its code from its result: without one, what it would show counts.
    simple: bool,
    /// Some of the result was shown.
    shown: bool,
    code: String,
    form: Option<FormField>,
    /// Text in the code: shown only if the field never ends, since then it is none.
    withheld: String,
}

/// A legacy form field that shows its state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FormField {
    /// A check box, ticked or not.
    CheckBox(bool),
    /// The entry that was chosen.
    DropDown(String),
    /// The entry that a drop-down shows while nobody has chosen one.
    Untouched(String),
}

/// What a field that ends shows instead of a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// This text.
    Text(String),
    /// Nothing that is an answer, or nothing that is known: this is to be said.
    Remark(RemarkKind),
}

/// The fields that are open where a walk stands.
#[derive(Debug, Default)]
pub(crate) struct Fields {
    fields: Vec<Field>,
    /// Which of them are still in their code.
    codes: Vec<usize>,
    /// Where those of the current flow begin: one does not reach out of a cell or box.
    own: usize,
}

impl Fields {
    /// Whether text shows here: not in a field's code.
    #[inline]
    pub(crate) fn shown(&mut self, text: &str) -> bool {
        if !self.is_open() {
            return true;
        }
        let outermost = self.codes.partition_point(|&at| at < self.own);
        let outermost = self.codes.get(outermost).copied();
        match outermost.and_then(|at| self.fields.get_mut(at)) {
            Some(outermost) => {
                outermost.withheld.push_str(text);
                false
            }
            None => {
                // Those around it are told when it ends.
                if let Some(innermost) = self.fields.last_mut() {
                    innermost.shown = true;
                }
                true
            }
        }
    }

    /// Takes the innermost field off.
    fn pop(&mut self) -> Option<Field> {
        let field = self.fields.pop()?;
        self.codes.pop_if(|at| *at == self.fields.len());
        Some(field)
    }

    fn push(&mut self, field: Field) {
        if !field.in_result {
            self.codes.push(self.fields.len());
        }
        self.fields.push(field);
    }

    /// Whether text shows here that stands for the innermost field as a whole.
    pub(crate) fn shown_around(&mut self, text: &str) -> bool {
        let innermost = match self.is_open() {
            true => self.pop(),
            false => None,
        };
        let shown = self.shown(text);
        if let Some(innermost) = innermost {
            self.push(innermost);
        }
        shown
    }

    /// The innermost open field's code begins with this word.
    pub(crate) fn is_of(&self, word: &str) -> bool {
        self.code_of_last()
            .is_some_and(|code| code.split_whitespace().next() == Some(word))
    }

    /// The innermost open field's code so far.
    pub(crate) fn code_of_last(&self) -> Option<&str> {
        match self.is_open() {
            true => self.fields.last().map(|f| f.code.as_str()),
            false => None,
        }
    }

    /// A field of the current flow is open.
    pub(crate) fn is_open(&self) -> bool {
        self.fields.len() > self.own
    }

    /// The innermost open field is in its code.
    pub(crate) fn in_code(&self) -> bool {
        self.is_open() && self.fields.last().is_some_and(|f| !f.in_result)
    }

    /// A field begins.
    pub(crate) fn begin(&mut self) {
        self.push(Field::default());
    }

    /// The innermost field is this form field.
    pub(crate) fn set_form(&mut self, form: FormField) {
        if self.is_open()
            && let Some(field) = self.fields.last_mut()
        {
            field.form = Some(form);
        }
    }

    /// Takes in a piece of the innermost field's code.
    pub(crate) fn code(&mut self, text: &str) {
        if self.is_open()
            && let Some(field) = self.fields.last_mut()
            && !field.in_result
            && field.code.len() + text.len() <= CODE
        {
            field.code.push_str(text);
        }
    }

    /// The innermost field's result begins.
    pub(crate) fn separate(&mut self) {
        if self.is_open()
            && let Some(field) = self.fields.last_mut()
        {
            field.in_result = true;
            // What stood in the code was code after all.
            field.withheld = String::new();
            let last = self.fields.len() - 1;
            self.codes.pop_if(|at| *at == last);
        }
    }

    /// The innermost field is one of an attribute and its result.
    pub(crate) fn set_simple(&mut self) {
        if let Some(field) = self.fields.last_mut() {
            field.simple = true;
        }
    }

    /// The innermost field ends. Gives what it shows instead of a result that it has not.
    pub(crate) fn end(&mut self) -> Option<Shown> {
        if !self.is_open() {
            return None;
        }
        let field = self.pop()?;
        if field.shown
            && self.is_open()
            && let Some(around) = self.fields.last_mut()
        {
            around.shown = true;
        }
        match field.form {
            _ if field.shown => None,
            Some(FormField::DropDown(entry)) => Some(Shown::Text(entry)),
            Some(FormField::Untouched(text)) => Some(Shown::Remark(RemarkKind::Untouched { text })),
            // A sum that gave nothing is as good as none; a condition may give nothing.
            _ if !field.in_result || field.simple || field.code.trim_start().starts_with('=') => {
                match button(&field.code, &field.withheld) {
                    Some(text) => Some(Shown::Text(text)),
                    None => without_result(&field.code),
                }
            }
            _ => None,
        }
    }

    /// A flow begins; gives what [`leave`](Self::leave) needs.
    pub(crate) fn enter(&mut self) -> usize {
        std::mem::replace(&mut self.own, self.fields.len())
    }

    /// The flow ends, and with it the fields that it left open. Gives the text that they withheld.
    pub(crate) fn leave(&mut self, outer: usize) -> Option<String> {
        let text: String = self
            .fields
            .drain(self.own..)
            .filter(|field| !field.in_result)
            .map(|field| field.withheld)
            .collect();
        let kept = self.codes.partition_point(|&at| at < self.own);
        self.codes.truncate(kept);
        self.own = outer;
        (!text.trim().is_empty()).then_some(text)
    }
}

/// Fields that show something once they are computed, as they begin.
const SHOWN: [&str; 17] = [
    "AUTONUM",
    "AUTONUMLGL",
    "AUTONUMOUT",
    "LISTNUM",
    "INCLUDEPICTURE",
    "EQ",
    "MERGEFIELD",
    "REF",
    "DOCPROPERTY",
    "DOCVARIABLE",
    "DATE",
    "TIME",
    "IF",
    "FILLIN",
    "SEQ",
    "FORMULA",
    "INCLUDETEXT",
];

/// What a field shows that has no stored result.
fn without_result(code: &str) -> Option<Shown> {
    if let Some(text) = overstruck(code) {
        return Some(Shown::Text(text));
    }
    let code = code.trim();
    let word = code.split([' ', '\\', '"']).next().unwrap_or_default();
    if word.eq_ignore_ascii_case("SYMBOL")
        && let Some(shown) = symbol(&code[word.len()..])
    {
        return Some(Shown::Text(shown.to_string()));
    }
    if word.eq_ignore_ascii_case("QUOTE") {
        let text = code[word.len()..].trim();
        let text = text.split('\\').next().unwrap_or_default();
        return Some(Shown::Text(text.trim().trim_matches('"').to_owned()));
    }
    let shows = code.starts_with('=') || SHOWN.iter().any(|known| known.eq_ignore_ascii_case(word));
    let code = code.to_owned();
    shows.then_some(Shown::Remark(RemarkKind::FieldWithoutResult { code }))
}

/// What a field `MACROBUTTON Name text` shows, or a `GOTOBUTTON`: the text behind the name, which
/// stands in the code and may be typed in runs of its own.
fn button(code: &str, typed: &str) -> Option<String> {
    let code = code.trim_start();
    let (word, rest) = code.split_once(char::is_whitespace)?;
    let is_button = ["MACROBUTTON", "GOTOBUTTON"]
        .iter()
        .any(|b| b.eq_ignore_ascii_case(word));
    let rest = rest.trim_start();
    let text = rest
        .split_once(char::is_whitespace)
        .map_or("", |(_, text)| text);
    let text = format!("{}{typed}", text.trim());
    (is_button && !text.trim().is_empty()).then_some(text)
}

/// What a field `SYMBOL 252 \f "Wingdings"` shows, as the rest of its code says: a character by its
/// number, in a font.
fn symbol(rest: &str) -> Option<char> {
    let rest = rest.trim_start();
    let number = rest.split([' ', '\\']).next()?;
    let c = match number
        .strip_prefix("0x")
        .or_else(|| number.strip_prefix("0X"))
    {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    let font = rest.split_once("\\f").map(|(_, font)| font.trim_start());
    let font = font.and_then(|font| match font.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => font.split(' ').next(),
    });
    let c = char::from_u32(c).filter(|c| !c.is_control())?;
    let font = font.and_then(SymbolFont::of);
    Some(if font.is_some() { look(font, c) } else { c })
}

/// What a field `EQ \o\ac(○,1)` shows, which has no stored result: Word's "enclose characters".
/// A ring around a number is the circled number, other things stand one after the other.
fn overstruck(code: &str) -> Option<String> {
    let code = code.trim();
    let rest = code
        .strip_prefix("eq")
        .or_else(|| code.strip_prefix("EQ"))?
        .trim_start();
    // Switches of formatting may come first: `\* jc2 \* hps10`.
    let at = rest
        .match_indices('\\')
        .find(|(at, _)| matches!(rest.as_bytes().get(at + 1), Some(b'o' | b'O')))?
        .0;
    let (formatting, rest) = rest.split_at(at);
    if !(formatting.is_empty() || formatting.starts_with("\\*")) {
        return None;
    }
    let open = rest.find('(')?;
    let list = rest[open..]
        .strip_prefix('(')?
        .trim_end()
        .strip_suffix(')')?;
    if let Some(raised) = list.strip_prefix("\\s\\up") {
        // A phonetic guide: raised text over the word, of which the word counts.
        let (_, word) = raised.split_once(')')?;
        return Some(word.trim_start_matches([',', ';', '，']).trim().to_owned());
    }
    let (frame, inner) = list.split_once([',', ';', '，'])?;
    let (frame, inner) = (frame.trim(), inner.trim());
    let number = inner.parse::<u32>().ok().filter(|n| (1..=20).contains(n));
    match (frame, number) {
        ("○" | "〇", Some(n)) => char::from_u32(0x2460 + n - 1).map(String::from),
        _ => Some(format!("{frame}{inner}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_without_a_result_shows_its_words_or_is_told_of() {
        let text = |code: &str| match without_result(code) {
            Some(Shown::Text(text)) => text,
            Some(Shown::Remark(_)) => "told".to_owned(),
            None => String::new(),
        };
        assert_eq!(text(" QUOTE \"海洋项目\" "), "海洋项目");
        assert_eq!(text("QUOTE 12 \\* MERGEFORMAT"), "12");
        assert_eq!(text("EQ \\f(1,2)"), "told");
        assert_eq!(text("=SUM(ABOVE)"), "told");
        assert_eq!(text(" FORMTEXT "), "");
        assert_eq!(text("TOC \\o"), "");
        assert_eq!(text(" SYMBOL 252 \\f \"Wingdings\" \\s 12 "), "✓");
        assert_eq!(text("SYMBOL 0xFB \\f Wingdings"), "✗");
        assert_eq!(text("AUTONUM"), "told");
        assert_eq!(text("LISTNUM"), "told");
    }

    #[test]
    fn a_button_shows_the_text_behind_its_name() {
        let shown = |code, typed| button(code, typed).unwrap_or_default();
        assert_eq!(shown(" MACROBUTTON NoMacro ", "中挪实验室"), "中挪实验室");
        assert_eq!(shown("macrobutton NoMacro [单击此处]", ""), "[单击此处]");
        assert_eq!(shown("PAGE", "3"), "");
    }

    #[test]
    fn enclosed_characters_show_what_they_enclose() {
        assert_eq!(overstruck(" eq \\o\\ac(○,1)").as_deref(), Some("①"));
        assert_eq!(overstruck("EQ \\o\\ac(□,√)").as_deref(), Some("□√"));
        assert_eq!(overstruck("PAGE"), None);
        let guide = "EQ \\* jc2 \\* \"Font:宋体\" \\* hps11 \\o\\ad(\\s\\up 10(běi),北)";
        assert_eq!(overstruck(guide).as_deref(), Some("北"));
        assert_eq!(overstruck("EQ \\f(1,2)"), None);
    }
}
