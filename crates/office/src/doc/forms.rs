//! Form fields ([MS-DOC] §2.9 NilPICFAndBinData, FFData): their state stands in the `Data` stream,
//! nothing of it in the text.

use super::bytes::{rest, slice, u16_at, u32_at, utf16_at};
use crate::build::field::FormField;

/// What the data of a form field begins with ([MS-DOC], FFData: `version`).
const FORM_DATA: u32 = 0xffff_ffff;
/// Nobody has touched the field.
const UNTOUCHED: u16 = 25;
/// Word allows 25 entries.
const ENTRIES: usize = 1000;

/// The form field whose data lies at `at` in the `Data` stream, if it shows a state.
pub(super) fn form_field(data: &[u8], at: u32) -> Option<FormField> {
    let at = at as usize;
    let len = u32_at(data, at)? as usize;
    let head = usize::from(u16_at(data, at.checked_add(4)?)?);
    let field = slice(data, at + head, len.checked_sub(head)?)?;
    // A link has data of its own in this place ([MS-DOC], HFD), which begins with a set of
    // flags and a class, and is nobody's tick.
    if u32_at(field, 0)? != FORM_DATA {
        return None;
    }
    let bits = u16_at(field, 4)?;
    let (kind, result) = (bits & 3, bits >> 2 & 0x1f);
    if kind == 0 {
        return None;
    }
    let mut left = rest(field, 10);
    left = skip_text(left)?;
    let default = u16_at(left, 0)?;
    match kind {
        1 => {
            let state = if result == UNTOUCHED { default } else { result };
            Some(FormField::CheckBox(state != 0))
        }
        2 => {
            left = rest(left, 2);
            for _ in 0..5 {
                left = skip_text(left)?;
            }
            match result == UNTOUCHED {
                true => entry(left, usize::from(default)).map(FormField::Untouched),
                false => entry(left, usize::from(result)).map(FormField::DropDown),
            }
        }
        _ => None,
    }
}

/// What follows a text that ends in a zero.
fn skip_text(bytes: &[u8]) -> Option<&[u8]> {
    let len = 2 + 2 * usize::from(u16_at(bytes, 0)?) + 2;
    bytes.get(len..)
}

/// An entry of a drop-down's list.
fn entry(list: &[u8], index: usize) -> Option<String> {
    let count = usize::from(u16_at(list, 2)?).min(ENTRIES);
    let mut at = 6;
    for i in 0..count {
        let len = usize::from(u16_at(list, at)?);
        if i == index {
            return utf16_at(list, at + 2, len);
        }
        at += 2 + 2 * len;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(bits: u16, default: u16, entries: &[&str]) -> Vec<u8> {
        let mut field = vec![0xff; 4];
        field.extend(bits.to_le_bytes());
        field.extend([0; 4]);
        field.extend([1, 0, b'n', 0, 0, 0]);
        field.extend(default.to_le_bytes());
        field.extend([0; 4 * 5]);
        field.extend([0xff, 0xff]);
        field.extend((entries.len() as u16).to_le_bytes());
        field.extend([0, 0]);
        for entry in entries {
            let units: Vec<u16> = entry.encode_utf16().collect();
            field.extend((units.len() as u16).to_le_bytes());
            field.extend(units.iter().flat_map(|u| u.to_le_bytes()));
        }
        let mut data = (0x44 + field.len() as u32).to_le_bytes().to_vec();
        data.extend(0x44u16.to_le_bytes());
        data.resize(0x44, 0);
        data.extend(field);
        data
    }

    #[test]
    fn a_check_box_that_nobody_touched_has_its_default() {
        let state = |result: u16, default| form_field(&data(1 | result << 2, default, &[]), 0);
        assert_eq!(state(25, 1), Some(FormField::CheckBox(true)));
        assert_eq!(state(25, 0), Some(FormField::CheckBox(false)));
        assert_eq!(state(0, 1), Some(FormField::CheckBox(false)));
        assert_eq!(state(1, 0), Some(FormField::CheckBox(true)));
    }

    #[test]
    fn a_drop_down_gives_the_entry_that_was_chosen() {
        let chosen = |result: u16| form_field(&data(2 | result << 2, 0, &["教学", "科研"]), 0);
        assert_eq!(chosen(1), Some(FormField::DropDown("科研".to_owned())));
        assert_eq!(chosen(25), Some(FormField::Untouched("教学".to_owned())));
        assert_eq!(chosen(7), None);
    }
}
