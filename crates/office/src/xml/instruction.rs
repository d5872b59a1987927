//! Instructions and the XML declaration (XML 1.0 §2.6, §2.8).

use memchr::memmem;

use super::attribute::{Scan, attribute};
use super::name::{is_space, name};
use super::{Error, Flaw};

/// How long the instruction at the start of `rest` is, which is at byte `at` of the part.
pub(super) fn instruction(rest: &[u8], at: usize) -> Result<usize, Error> {
    let rest = &rest[2..];
    let len = memmem::find(rest, b"?>").ok_or(Error::Truncated)?;
    let content = &rest[..len];
    let target = name(content).ok_or_else(|| Flaw::Instruction.at(at))?.whole;
    let apart = content.get(target.len()).is_none_or(|&b| is_space(b));
    match apart && !target.eq_ignore_ascii_case(b"xml") {
        true => Ok(2 + len + 2),
        false => Err(Flaw::Instruction.at(at)),
    }
}

/// How long the XML declaration at the start of the part is; 0 where there is none.
pub(super) fn declaration(bytes: &[u8]) -> Result<usize, Error> {
    let Some(rest) = bytes.strip_prefix(b"<?xml") else {
        return Ok(0);
    };
    // Some other instruction, such as `<?xml-stylesheet …?>`.
    if !rest.first().is_some_and(|&b| is_space(b) || b == b'?') {
        return Ok(0);
    }
    let len = memmem::find(rest, b"?>").ok_or(Error::Truncated)?;
    match is_declaration(&rest[..len]) {
        true => Ok(5 + len + 2),
        false => Err(Flaw::Instruction.at(0)),
    }
}

/// What a declaration says, in its order: version, then encoding and standalone, or neither.
fn is_declaration(content: &[u8]) -> bool {
    // Read as the attributes of a tag.
    let tag = [content, b">"].concat();
    let mut names = vec![&b"version"[..], b"encoding", b"standalone"].into_iter();
    let (mut at, mut first) = (0, true);
    loop {
        match attribute(&tag, at) {
            Scan::End(end) => {
                return !first && end + 1 == tag.len() && tag[end - 1] != b'/';
            }
            Scan::Attribute { name, end } => {
                let found = match first {
                    true => names.next() == Some(name.whole),
                    false => names.any(|n| n == name.whole),
                };
                let value = tag[at..end - 1]
                    .rsplit(|b| matches!(b, b'"' | b'\''))
                    .next();
                if !found || !may_say(name.whole, value.unwrap_or_default()) {
                    return false;
                }
                (at, first) = (end, false);
            }
            Scan::Truncated | Scan::Wrong(..) => return false,
        }
    }
}

fn may_say(name: &[u8], value: &[u8]) -> bool {
    match name {
        b"version" => value
            .strip_prefix(b"1.")
            .is_some_and(|minor| !minor.is_empty() && minor.iter().all(u8::is_ascii_digit)),
        b"encoding" => value.split_first().is_some_and(|(first, rest)| {
            first.is_ascii_alphabetic()
                && rest
                    .iter()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
        }),
        _ => matches!(value, b"yes" | b"no"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declaration_says_what_it_must_in_order() {
        let len = |text: &str| declaration(text.as_bytes()).ok();
        assert_eq!(len("<?xml version='1.0'?><a/>"), Some(21));
        assert_eq!(len("<a/>"), Some(0));
        assert_eq!(len("<?xml-stylesheet x?><a/>"), Some(0));
        for good in [
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
            r#"<?xml version = "1.1" standalone='no' ?>"#,
        ] {
            assert_eq!(len(good), Some(good.len()));
        }
        for bad in [
            "<?xml?>",
            "<?xml ?>",
            "<?xml version='2.0'?>",
            "<?xml encoding='UTF-8' version='1.0'?>",
            "<?xml version='1.0'encoding='UTF-8'?>",
            "<?xml version='1.0' encoding=''?>",
            "<?xml version='1.0' standalone='maybe'?>",
            "<?xml version='1.0' standalone='no' encoding='UTF-8'?>",
            "<?xml version='1.0' version='1.0'?>",
            "<?xml version=1.0?>",
            "<?xml version='1.0'/?>",
            "<?xml version='1.0'>?>",
        ] {
            assert_eq!(len(bad), None, "{bad}");
        }
    }
}
