//! Texts of a form: e-mail addresses, ORCID iDs, telephone numbers, whole dates.

use crate::mapping::TextFormat;
use crate::model::finding::CheckCause;

/// Why a text cannot be what its field asks for, if it cannot.
pub(super) fn misshapen(format: TextFormat, label: &str, text: &str) -> Option<CheckCause> {
    let fits = match format {
        TextFormat::Email => parts(text).all(is_email),
        TextFormat::Orcid => matches!(orcid(text), Orcid::Right),
        TextFormat::Phone => parts(text).all(is_phone),
        TextFormat::Day => text.len() >= 10,
    };
    if fits {
        return None;
    }
    let wrong_digit = matches!(orcid(text), Orcid::WrongCheckDigit);
    let (label, text) = (label.to_owned(), text.to_owned());
    Some(match format {
        TextFormat::Email => CheckCause::NoEmail { label, text },
        TextFormat::Orcid if wrong_digit => CheckCause::WrongCheckDigit { label, text },
        TextFormat::Orcid => CheckCause::NoOrcid { label, text },
        TextFormat::Phone => CheckCause::NoPhone { label, text },
        TextFormat::Day => CheckCause::NoDay { label, text },
    })
}

/// Several of a kind in one cell.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', '；', ',', '，', '、', '/', '／', '\n'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// One `@`, something before it, a domain with a point after it. More is not worth refusing.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let in_local = |c: char| c.is_ascii_graphic() && !"@()<>[]:;,\\\"".contains(c);
    let labels: Vec<&str> = domain.split('.').collect();
    !local.is_empty()
        && local.chars().all(in_local)
        && labels.len() >= 2
        && labels.iter().all(|label| {
            let chars = |c: char| c.is_alphanumeric() || c == '-';
            !label.is_empty() && label.chars().all(chars)
        })
}

/// Seven digits or more (five where an extension or a short number is written), and nothing that
/// does not belong to a number.
fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    let belongs = |c: char| {
        c.is_numeric() || c.is_whitespace() || "+-－—–()（）.*#转分机内线办手电话：:ext".contains(c)
    };
    (5..=20).contains(&digits) && text.chars().all(belongs)
}

enum Orcid {
    Right,
    Misshapen,
    WrongCheckDigit,
}

/// An ORCID iD, alone or as its address; the last character checks the others (ISO 7064
/// MOD 11-2).
fn orcid(text: &str) -> Orcid {
    let text = text.trim().trim_end_matches('/');
    let text = text.rsplit('/').next().unwrap_or(text);
    let text = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    let mut digits = Vec::with_capacity(16);
    for c in text.chars() {
        match c {
            '0'..='9' => digits.extend(c.to_digit(10)),
            'X' | 'x' => digits.push(10),
            '-' | '－' | '–' | '—' | '‐' | '‑' | '−' | ' ' => {}
            _ => return Orcid::Misshapen,
        }
    }
    let [first @ .., check] = digits.as_slice() else {
        return Orcid::Misshapen;
    };
    if first.len() != 15 || first.contains(&10) {
        return Orcid::Misshapen;
    }
    let sum = first.iter().fold(0, |sum, digit| (sum + digit) * 2 % 11);
    match (12 - sum) % 11 == *check {
        true => Orcid::Right,
        false => Orcid::WrongCheckDigit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(format: TextFormat, text: &str) -> bool {
        misshapen(format, "项目", text).is_none()
    }

    #[test]
    fn e_mail_addresses() {
        for text in [
            "a.b@uni.edu",
            "zhang_wei+x@bnu.edu.cn",
            "a@b.cn；c@d.cn",
            "a@例子.中国",
        ] {
            assert!(fits(TextFormat::Email, text), "{text}");
        }
        for text in [
            "zhangwei", "a@b", "a@b..cn", "@b.cn", "a b@c.cn", "张@b.cn", "a@b@c.cn",
        ] {
            assert!(!fits(TextFormat::Email, text), "{text}");
        }
    }

    #[test]
    fn orcid_ids_and_their_check_digit() {
        for text in [
            "0000-0002-1825-0097",
            "0000-0001-5109-3700",
            "0000-0002-1694-233X",
            "0000 0002 1694 233x",
            "https://orcid.org/0000-0002-1825-0097",
            "ORCID: 0000-0002-1825-0097",
        ] {
            assert!(fits(TextFormat::Orcid, text), "{text}");
        }
        let message = |text| {
            misshapen(TextFormat::Orcid, "ORCID", text)
                .unwrap()
                .message()
                .en
        };
        assert!(message("0000-0002-1825-0098").contains("check digit"));
        assert!(message("0000-0002-1825-009").contains("is no ORCID"));
        assert!(message("X000-0002-1825-0097").contains("is no ORCID"));
        assert!(message("没有").contains("is no ORCID"));
    }

    #[test]
    fn telephone_numbers() {
        for text in [
            "13800138000",
            "0756-3683001",
            "+86 10 6216 9512",
            "010-62169512，62162702",
            "0756－3683001转8",
            "66830",
        ] {
            assert!(fits(TextFormat::Phone, text), "{text}");
        }
        for text in ["张三", "1234", "a@b.cn"] {
            assert!(!fits(TextFormat::Phone, text), "{text}");
        }
    }

    #[test]
    fn whole_dates() {
        assert!(fits(TextFormat::Day, "2025-03-05"));
        assert!(!fits(TextFormat::Day, "2025-03"));
    }
}
