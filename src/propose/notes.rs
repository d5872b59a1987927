//! Candidate lists in the notes of a table.

use super::candidates::{Candidates, candidate, distinct, in_text, without_ordinal};
use crate::mapping::Numbering;

/// The lists in the notes of a table: those in one paragraph, and those whose options are
/// explained one by one in the paragraphs behind `2.协议类型：`.
pub fn in_notes(notes: &[&str]) -> Vec<Candidates> {
    let mut lists = Vec::new();
    for (i, note) in notes.iter().enumerate() {
        if let Some(list) = in_text(note).filter(|l| !l.subject.is_empty()) {
            lists.push(list);
        } else if let Some(list) = explained(note, &notes[i + 1..]) {
            lists.push(list);
        }
    }
    lists
}

/// A list whose options are explained one by one: `3.组织类型：` and then `①政府间组织：由…`.
fn explained(note: &str, following: &[&str]) -> Option<Candidates> {
    let head = note.trim();
    let subject = without_ordinal(head.strip_suffix(['：', ':'])?);
    if subject.is_empty() || subject.chars().count() > 16 || subject.contains(['。', '，']) {
        return None;
    }
    let numbered = head.len() > subject.len() + 3;
    let mut options = Vec::new();
    let mut signs = 0;
    for note in following {
        let note = note.trim();
        let plain = without_ordinal(note);
        let circled = note.starts_with(|c: char| ('①'..='⑳').contains(&c));
        // The next numbered note is another matter.
        if plain.len() < note.len() && !circled {
            break;
        }
        let Some((label, _)) = plain.split_once(['：', ':']) else {
            break;
        };
        if label.chars().count() > 25 || label.contains(['。', '，', '；']) {
            break;
        }
        signs += usize::from(circled);
        options.push(candidate(label));
    }
    (numbered && options.len() >= 2).then(|| Candidates {
        subject: subject.to_owned(),
        numbered: (signs == options.len()).then_some(Numbering::Digits),
        options: distinct(options),
        several: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_explained_one_by_one() {
        let notes = [
            "3.组织类型：",
            "①政府间组织：由政府组成。",
            "②非政府间组织：由民间团体组成。",
            "4.会员类别：",
        ];
        let lists = in_notes(&notes);
        assert_eq!(lists.len(), 1);
        assert_eq!(
            lists[0]
                .options
                .iter()
                .map(|o| &*o.label)
                .collect::<Vec<_>>(),
            ["政府间组织", "非政府间组织"]
        );
        assert_eq!(lists[0].numbered, Some(Numbering::Digits));
        assert!(in_notes(&["指标解释：", "甲：一。", "乙：二。"]).is_empty());
    }
}
