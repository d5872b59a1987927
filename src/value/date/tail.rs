//! What may stand behind a date: the end of a span, a time of day, a day of the week, a remark.

use super::calendar::{Day, Dropped, Trouble, date, small};
use crate::text::vocabulary::vocabulary;
use crate::value::number::numeral;
use crate::value::scan::Scan;

/// What may stand behind a date.
pub(super) fn tail(scan: &mut Scan, start: Day, dropped: &mut Vec<Dropped>) -> Result<(), Trouble> {
    // Each turn passes over something or ends.
    for _ in 0..4 {
        scan.spaces();
        if scan.is_done() {
            return Ok(());
        }
        if start.day.is_some() && time(scan, dropped) || weekday(scan) {
            continue;
        }
        if start.day.is_none()
            && let Some(part) = scan.eat_any(&[
                "上旬", "中旬", "下旬", "月初", "月底", "初", "中", "底", "末",
            ])
        {
            dropped.push(Dropped::Words(part.to_owned()));
            continue;
        }
        if let Some(word) = scan.eat_word_of(&vocabulary().date.behind) {
            dropped.push(Dropped::Words(word.to_owned()));
            continue;
        }
        if !scan.take_while(|c| matches!(c, '-' | '~')).is_empty()
            || scan.eat_any(&["至", "到"]).is_some()
        {
            scan.take_while(|c| matches!(c, '-' | '~' | ' ' | '\n'));
            end_of_span(scan, start)?;
            dropped.push(Dropped::End);
            continue;
        }
        return aside(scan, dropped);
    }
    if scan.is_done() {
        Ok(())
    } else {
        Err(Trouble::Words)
    }
}

/// The end of a span: another date, a later day or month of the same, or 今.
fn end_of_span(scan: &mut Scan, start: Day) -> Result<(), Trouble> {
    if scan.eat_any(&["今", "现在", "目前", "当前"]).is_some() {
        return Ok(());
    }
    let mut ahead = *scan;
    let mut ignored = Vec::new();
    if date(&mut ahead, &mut ignored).is_ok() && ignored.is_empty() {
        *scan = ahead;
        return Ok(());
    }
    let number = small(scan).ok_or(Trouble::Words)?;
    scan.spaces();
    let (month, day) = if scan.eat('月') {
        let day = small(scan);
        let _ = scan.eat('日') || scan.eat('号');
        (number, day)
    } else if start.day.is_some() && (scan.eat('日') || scan.eat('号') || ends_or_goes_on(scan)) {
        (start.month as u32, Some(number))
    } else if start.day.is_some() && (scan.eat('.') || scan.eat('/') || scan.eat('-')) {
        (number, Some(small(scan).ok_or(Trouble::Words)?))
    } else {
        return Err(Trouble::Order);
    };
    Day::new(start.year, month, day).map(|_| ())
}

fn ends_or_goes_on(scan: &Scan) -> bool {
    !matches!(scan.peek(), Some('.' | '/' | '-' | '月'))
}

/// Passes over a time of day: `00:00:00`, `T08:00Z`, 上午9:30, 8时30分.
fn time(scan: &mut Scan, dropped: &mut Vec<Dropped>) -> bool {
    let mut ahead = *scan;
    let named = !ahead.eat('T')
        && ahead
            .eat_any(&["上午", "下午", "早上", "中午", "晚上", "全天"])
            .is_some();
    ahead.spaces();
    if named && ahead.is_done() {
        *scan = ahead;
        dropped.push(Dropped::Time);
        return true;
    }
    let begun = ahead;
    let hour = ahead.digits();
    if hour.is_empty() || hour.len() > 2 {
        return false;
    }
    if ahead.eat(':') {
        if ahead.digits().len() != 2 {
            return false;
        }
        if ahead.eat(':') && ahead.digits().len() != 2 {
            return false;
        }
        if ahead.eat('.') && ahead.digits().is_empty() {
            return false;
        }
    } else if ahead.eat('时') || ahead.eat('点') {
        if !ahead.digits().is_empty() && !ahead.eat('分') {
            return false;
        }
        ahead.eat('整');
    } else {
        return false;
    }
    let read = &begun.rest()[..begun.rest().len() - ahead.rest().len()];
    let midnight = read.bytes().all(|b| !b.is_ascii_digit() || b == b'0');
    ahead.take_while(|c| c == ' ');
    if !ahead.eat_ignoring_case("am") {
        ahead.eat_ignoring_case("pm");
    }
    if !ahead.eat('Z') && matches!(ahead.peek(), Some('+')) {
        ahead.take_while(|c| matches!(c, '+' | ':') || c.is_ascii_digit());
    }
    *scan = ahead;
    if !midnight {
        dropped.push(Dropped::Time);
    }
    true
}

/// Passes over a day of the week, in brackets or not.
fn weekday(scan: &mut Scan) -> bool {
    let mut ahead = *scan;
    let bracket = ahead.eat('(');
    if ahead.eat_any(&["星期", "礼拜", "周"]).is_none() {
        return false;
    }
    let day = ahead.eat_any(&["一", "二", "三", "四", "五", "六", "日", "天", "末"]);
    if day.is_none() || bracket && !ahead.eat(')') {
        return false;
    }
    *scan = ahead;
    true
}

/// A note behind a date that holds no number.
fn aside(scan: &mut Scan, dropped: &mut Vec<Dropped>) -> Result<(), Trouble> {
    let rest = scan.take_all();
    let words = match rest.strip_prefix('(').and_then(|r| r.strip_suffix(')')) {
        Some(inner) => inner,
        None => rest
            .strip_prefix([',', ';', '.'])
            .ok_or_else(|| after(rest))?,
    };
    let words = words.trim();
    if words.is_empty() || words.contains(|c: char| c.is_numeric() || numeral::is_numeral(c)) {
        return Err(after(rest));
    }
    if vocabulary()
        .date
        .estimates
        .iter()
        .any(|w| words.contains(w))
    {
        return Err(Trouble::Approximate);
    }
    dropped.push(Dropped::Words(words.to_owned()));
    Ok(())
}

/// Why what stands behind a date spoils it.
fn after(rest: &str) -> Trouble {
    let next = rest.trim_start_matches(['、', ',', ';', '/', '和', '及', '与', ' ', '\n', '(']);
    if next.starts_with(|c: char| c.is_ascii_digit()) {
        Trouble::Several
    } else {
        Trouble::Words
    }
}

/// The trouble as a reader would call it.
pub(super) fn explain(trouble: Trouble, text: &str) -> Trouble {
    match trouble {
        Trouble::Words if vocabulary().date.estimates.iter().any(|w| text.contains(w)) => {
            Trouble::Approximate
        }
        _ => trouble,
    }
}
