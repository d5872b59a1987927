//! Tags and texts of a web page, as forgiving as programs that show pages are.

/// A piece of a page.
pub(super) enum Token<'t> {
    /// A text, its character references as they stand.
    Text(&'t str),
    Open(Tag<'t>),
    /// The name of the element, in lower case.
    Close(String),
}

/// A start tag.
pub(super) struct Tag<'t> {
    /// In lower case.
    pub(super) name: String,
    attributes: &'t str,
}

impl Tag<'_> {
    /// An attribute's value.
    pub(super) fn attr(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '/'));
            let (found, after) = rest.split_at(end.unwrap_or(rest.len()).max(1).min(rest.len()));
            rest = after.trim_start();
            let mut value = "";
            if let Some(after) = rest.strip_prefix('=') {
                let after = after.trim_start();
                let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
                (value, rest) = match quote {
                    Some(quote) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                    None => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
                };
            }
            if found.eq_ignore_ascii_case(name) {
                return Some(resolve(value));
            }
        }
    }

    /// Its style hides it.
    pub(super) fn is_hidden(&self) -> bool {
        let style = self.attr("style").unwrap_or_default().to_lowercase();
        style.replace(' ', "").contains("display:none")
    }
}

/// The tokens of a page. Comments, scripts and styles are none.
pub(super) struct Tokens<'t> {
    rest: &'t str,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str) -> Tokens<'t> {
        Tokens { rest: text }
    }

    /// Passes over what stands before `end` (in lower case) and over it.
    fn skip_to(&mut self, end: &str) {
        let bytes = self.rest.as_bytes();
        let found = bytes
            .windows(end.len())
            .position(|window| window.eq_ignore_ascii_case(end.as_bytes()));
        self.rest = found.map_or("", |at| &self.rest[at + end.len()..]);
    }
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let is_tag = |rest: &str| {
                let next = rest.as_bytes().get(1);
                next.is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!' | b'?'))
            };
            if !(self.rest.starts_with('<') && is_tag(self.rest)) {
                let mut end = 1;
                while let Some(at) = memchr::memchr(b'<', &self.rest.as_bytes()[end..]) {
                    end += at;
                    if is_tag(&self.rest[end..]) {
                        break;
                    }
                    end += 1;
                }
                let open = self.rest.as_bytes().get(end) == Some(&b'<');
                let end = if open { end } else { self.rest.len() };
                let (text, rest) = self.rest.split_at(end);
                self.rest = rest;
                return Some(Token::Text(text));
            }
            if self.rest.starts_with("<!--") {
                self.skip_to("-->");
                continue;
            }
            let end = tag_end(self.rest);
            let inner = self.rest[1..end].trim_end_matches('/');
            self.rest = self.rest.get(end + 1..).unwrap_or("");
            if let Some(name) = inner.strip_prefix('/') {
                return Some(Token::Close(name.trim().to_lowercase()));
            }
            if inner.starts_with(['!', '?']) {
                continue;
            }
            let name_end = inner
                .find(|c: char| c.is_whitespace())
                .unwrap_or(inner.len());
            let name = inner[..name_end].to_lowercase();
            if matches!(name.as_str(), "script" | "style" | "title" | "xml") {
                self.skip_to(&format!("</{name}>"));
                continue;
            }
            return Some(Token::Open(Tag {
                name,
                attributes: &inner[name_end..],
            }));
        }
    }
}

/// Where the tag at the start of a text ends: at the `>` outside quotes.
fn tag_end(text: &str) -> usize {
    let mut quote = None;
    for (i, b) in text.bytes().enumerate().take(1 << 13) {
        match (quote, b) {
            (None, b'>') => return i,
            (None, b'"' | b'\'') => quote = Some(b),
            (Some(open), b) if open == b => quote = None,
            _ => {}
        }
    }
    // A quote that is left open: the first `>` there is.
    memchr::memchr(b'>', text.as_bytes()).unwrap_or(text.len())
}

/// Resolves character references.
pub(super) fn resolve(text: &str) -> String {
    const NAMED: &[(&str, char)] = &[
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", ' '),
        ("ensp", ' '),
        ("emsp", ' '),
        ("middot", '·'),
        ("times", '×'),
        ("mdash", '—'),
        ("ndash", '–'),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("radic", '√'),
        ("yen", '¥'),
        ("euro", '€'),
        ("pound", '£'),
        ("permil", '‰'),
    ];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '#'));
        let name = &rest[..end.unwrap_or(rest.len())];
        let number = name
            .strip_prefix('#')
            .and_then(|n| match n.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => n.parse().ok(),
            });
        let named = || NAMED.iter().find(|(n, _)| *n == name).map(|(_, c)| *c);
        let space = |c: char| if c == '\u{a0}' { ' ' } else { c };
        match number.and_then(char::from_u32).map(space).or_else(named) {
            Some(c) => {
                out.push(c);
                rest = &rest[name.len()..];
                rest = rest.strip_prefix(';').unwrap_or(rest);
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_and_attributes() {
        assert_eq!(
            resolve("a&nbsp;&lt;&#x5e02;&#24066&amp;b&c&nosuch;"),
            "a <市市&b&c&nosuch;"
        );
        let page = "<!-- <td> --><TD class=x style='Display: none' rowspan=2>a < b<br/></td>";
        let tokens: Vec<Token> = Tokens::new(page).collect();
        let [
            Token::Open(tag),
            Token::Text(text),
            Token::Open(br),
            Token::Close(name),
        ] = &*tokens
        else {
            panic!("{} tokens", tokens.len());
        };
        assert_eq!(
            (tag.name.as_str(), br.name.as_str(), name.as_str()),
            ("td", "br", "td")
        );
        assert_eq!(tag.attr("ROWSPAN").as_deref(), Some("2"));
        assert!(tag.is_hidden());
        assert_eq!(*text, "a < b");
    }
}
