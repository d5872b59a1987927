//! What the exports leave out, and why, as it is shown on their page and in a file beside them.

use super::lists::csv_of;
use crate::text::lang::{Lang, Said};

/// What the file is called.
pub(super) const FILE: &str = "left-out.csv";

/// What the exports leave out.
#[derive(Debug, Default)]
pub struct LeftOut {
    /// Each with where it was, and why.
    pub lines: Vec<Line>,
    /// Templates that cannot be filled in at all.
    pub not_filled: Vec<Said>,
}

/// Something that is left out.
#[derive(Debug)]
pub struct Line {
    /// Of which exports.
    pub of: Of,
    /// Where it stands.
    pub place: String,
    /// What is left out and why.
    pub why: Said,
}

/// The exports that leave something out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// All of them: a file that does not count.
    Files,
    /// All of them: a record that another unit's counts instead of.
    Records,
    /// All of them: what the office did and is about nothing any more.
    Corrections,
    /// The system's templates.
    Templates,
    /// The form with all units in one.
    Form,
}

impl Of {
    /// In words.
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Of::Files => lang.pick("不计入的文件", "Files that do not count"),
            Of::Records => lang.pick("不计入的记录", "Records that do not count"),
            Of::Corrections => lang.pick("没有用上的更正", "Corrections that no longer apply"),
            Of::Templates => lang.pick("系统模板没有写入的", "Not in the system's templates"),
            Of::Form => lang.pick("汇总的调查表没有写入的", "Not in the form with all units"),
        }
    }

    /// All, in the order in which they are shown.
    pub const ALL: [Of; 5] = [
        Of::Files,
        Of::Records,
        Of::Corrections,
        Of::Templates,
        Of::Form,
    ];
}

/// It as a file that Excel opens.
pub(super) fn csv(left_out: &LeftOut, lang: Lang) -> Vec<u8> {
    let heads = match lang {
        Lang::Zh => ["类别", "哪里", "没有写入的，和原因"],
        Lang::En => ["what", "where", "left out, and why"],
    };
    let rows = left_out.lines.iter();
    let rows = rows.map(|l| [l.of.title(lang), &*l.place, l.why.get(lang)]);
    let failed = left_out.not_filled.iter();
    let failed = failed.map(|why| [Of::Templates.title(lang), "", why.get(lang)]);
    csv_of(&heads, failed.chain(rows))
}
