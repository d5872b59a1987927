//! One tag: `{{members[].born:date}}`, `{{sex=男}}`, `{{#project}}`.
//!
//! ```text
//! tag  = "{{" [ "#" | "/" ] path [ ":" type ] { " " word } [ "=" option ] "}}"
//! path = name [ "[]" ] { "." name }
//! ```

use crate::mapping::Type;
use crate::said;
use crate::text::lang::Said;

/// What a tag begins with.
pub const OPEN: &str = "{{";
/// What it ends with.
pub const CLOSE: &str = "}}";
/// A tag longer than this was never meant as one.
const LONGEST: usize = 400;

/// A tag, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// What it does.
    pub does: Does,
    /// Its names, the outermost first.
    pub path: Vec<String>,
    /// `[]` stands behind the first name: the row, or the column, repeats.
    pub repeats: bool,
    /// The type that it says.
    pub kind: Option<Type>,
    /// The unit of measure that it says.
    pub unit: Option<String>,
    /// The answer must be given.
    pub required: bool,
    /// The option's label.
    pub option: Option<String>,
}

/// What a tag does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// It stands where an answer goes.
    Field,
    /// `#`: what is copied for each record begins.
    Opens,
    /// `/`: it ends.
    Closes,
}

impl Tag {
    /// Its path as it is written.
    pub fn name(&self) -> String {
        let mut name = self.path.first().cloned().unwrap_or_default();
        if self.repeats {
            name.push_str("[]");
        }
        for part in self.path.iter().skip(1) {
            name.push('.');
            name.push_str(part);
        }
        name
    }

    /// Reads what stands between the braces.
    ///
    /// # Errors
    /// Says what cannot be understood.
    pub fn parse(inner: &str) -> Result<Tag, Said> {
        if inner.len() > LONGEST {
            return Err(said!("标记太长", "the tag is too long"));
        }
        let text = inner.trim();
        let (does, text) = match text.as_bytes().first() {
            Some(b'#') => (Does::Opens, &text[1..]),
            Some(b'/') => (Does::Closes, &text[1..]),
            _ => (Does::Field, text),
        };
        let (head, option) = match text.split_once('=') {
            Some((head, option)) => (head, Some(option.trim())),
            None => (text, None),
        };
        if option.is_some_and(str::is_empty) {
            return Err(said!("“=”后面没有选项", "no option stands behind the “=”"));
        }
        let mut words = head.split_whitespace();
        let first = words.next().unwrap_or_default();
        let (path, kind) = match first.split_once(':') {
            Some((path, kind)) => (path, Some(read_type(kind)?)),
            None => (first, None),
        };
        let (path, repeats) = read_path(path)?;
        let mut tag = Tag {
            does,
            path,
            repeats,
            kind,
            unit: None,
            required: false,
            option: option.map(str::to_owned),
        };
        for word in words {
            tag.word(word)?;
        }
        tag.is_whole()?;
        Ok(tag)
    }

    fn word(&mut self, word: &str) -> Result<(), Said> {
        if word == "required" {
            self.required = true;
            return Ok(());
        }
        if let Some(known) = word.strip_prefix(':').filter(|w| type_of(w).is_some()) {
            return Err(said!(
                "类型紧跟在名称后面，中间没有空格（`{known}`）",
                "the type follows the name without a space (`{known}`)"
            ));
        }
        if let Some(unit) = &self.unit {
            return Err(said!(
                "单位只能有一个，这里有“{unit}”和“{word}”",
                "there are two units, “{unit}” and “{word}”"
            ));
        }
        if word.contains(['#', '[', ']', ':', '{', '}']) {
            return Err(said!("“{word}”不是单位", "“{word}” is no unit of measure"));
        }
        self.unit = Some(word.to_owned());
        Ok(())
    }

    /// A section's tag is a name and nothing else, and the parts of a tag go together.
    fn is_whole(&self) -> Result<(), Said> {
        let bare = !self.repeats
            && self.kind.is_none()
            && self.unit.is_none()
            && !self.required
            && self.option.is_none();
        if self.does != Does::Field && !(bare && self.path.len() == 1) {
            return Err(said!(
                "`#` 和 `/` 的标记里只写一个名称",
                "a tag with `#` or `/` has one name and nothing else"
            ));
        }
        if self.repeats && self.path.len() < 2 {
            return Err(said!(
                "`[]` 后面要写项目名，如 {{{{members[].name}}}}",
                "a field's name goes behind `[]`, as in {{{{members[].name}}}}"
            ));
        }
        if self.path.len() > 2 {
            return Err(said!(
                "名称至多两段：表和项目",
                "a path has two names at most: the table's and the field's"
            ));
        }
        if let (Some(_), Some(kind)) = (&self.option, self.kind)
            && matches!(kind, Type::Countries)
        {
            return Err(said!(
                "countries 没有选项",
                "a field of type countries has no options"
            ));
        }
        Ok(())
    }
}

/// `members[].name` to its names.
fn read_path(path: &str) -> Result<(Vec<String>, bool), Said> {
    if path.is_empty() {
        return Err(said!("标记里没有名称", "the tag has no name"));
    }
    let mut names = Vec::new();
    let mut repeats = false;
    for (n, part) in path.split('.').enumerate() {
        let name = match part.strip_suffix("[]") {
            Some(name) if n == 0 => {
                repeats = true;
                name
            }
            _ => part,
        };
        let mut chars = name.chars();
        let starts = chars.next().is_some_and(|c| c.is_ascii_alphabetic());
        if !(starts && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')) {
            return Err(wrong_name(part));
        }
        names.push(name.to_owned());
    }
    Ok((names, repeats))
}

fn wrong_name(name: &str) -> Said {
    if name.contains('：') || name.contains('＝') {
        return said!(
            "“{name}”里的冒号、等号要用半角（: =）",
            "“{name}”: write the colon and the equals sign in ASCII (: =)"
        );
    }
    said!(
        "“{name}”不能作名称：以字母开头，只用字母、数字和 _",
        "“{name}” cannot be a name: a letter first, then letters, digits and _"
    )
}

const TYPES: [Type; 11] = [
    Type::Text,
    Type::Integer,
    Type::Decimal,
    Type::Year,
    Type::Date,
    Type::Term,
    Type::Yesno,
    Type::Choice,
    Type::Choices,
    Type::Country,
    Type::Countries,
];

fn type_of(name: &str) -> Option<Type> {
    TYPES.into_iter().find(|t| t.name() == name)
}

fn read_type(name: &str) -> Result<Type, Said> {
    type_of(name).ok_or_else(|| {
        let all = TYPES.map(Type::name).join(" ");
        said!(
            "没有“{name}”这种类型；可用的有：{all}",
            "there is no type “{name}”; there are: {all}"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(inner: &str) -> Tag {
        Tag::parse(inner).unwrap()
    }

    #[test]
    fn every_part_of_a_tag() {
        let all = tag("HZ_02_007[].amount:decimal 万元 required");
        assert_eq!(all.path, ["HZ_02_007", "amount"]);
        assert!(all.repeats && all.required);
        assert_eq!(all.kind, Some(Type::Decimal));
        assert_eq!(all.unit.as_deref(), Some("万元"));
        let option = tag("use:choices=教学 (a=b)");
        assert_eq!(option.option.as_deref(), Some("教学 (a=b)"));
        assert_eq!(tag("#x").does, Does::Opens);
        assert_eq!(tag("/x").does, Does::Closes);
        assert_eq!(tag(" name ").name(), "name");
    }

    #[test]
    fn what_is_no_tag_is_said() {
        for wrong in [
            "", "1a", "姓名", "a b c", "a:foo", "a[]", "a[0].b", "a.b[]", "a..b", "a.b.c", "#a.b",
            "#a:text", "x=", "a：date", "a :date", "#",
        ] {
            assert!(Tag::parse(wrong).is_err(), "{wrong}");
        }
    }
}
