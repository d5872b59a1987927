//! What becomes of a submission in another edition's tables.

use super::{causes, none};
use crate::model::finding::Rule::{CarriedOver, NotCarried};
use crate::model::finding::Severity::{Info, Warning};
use crate::said;
use crate::text::lang::Said;

causes! {
    /// What becomes of a submission in another edition's tables.
    CarryingCause {
        Carried "carried-over" { from: String = "kit-2020".into(), to: String = "kit-2025".into() }
        Info, CarriedOver;
        means said!("按一个版本读入，写成另一个版本的表。", "The form was read with one edition and is written in the tables of another.");
        says said!(
            "按 {from} 读入，写成 {to} 的表；{to} 另外要求的项目为空",
            "read as {from}, written in the tables of {to}; what only {to} asks for is null"
        );
        hint none();

        OptionNotCarried "option-not-carried" { value: String = "会议".into(), to: String = "kit-2025".into(), label: String = "形式".into() }
        Warning, NotCarried;
        means said!("另一版本的列表没有这个选项。", "The other edition's list has no such option.");
        says said!(
            "“{value}”不在 {to} 的“{label}”候选项中，没有带过去",
            "“{value}” is no option of “{label}” in {to}: it was not carried over"
        );
        hint none();

        ValueNotCarried "value-not-carried" { value: String = "2025-03".into(), to: String = "kit-2025".into(), label: String = "日期".into() }
        Warning, NotCarried;
        means said!("另一版本的这一项容不下这个值。", "The other edition's field cannot hold the value.");
        says said!(
            "{to} 的“{label}”容不下“{value}”，没有带过去",
            "“{label}” of {to} cannot hold “{value}”: it was not carried over"
        );
        hint none();

        FieldNotCarried "field-not-carried" {
            label: String = "合作方式".into(), count: usize = 3,
            #[serde(with = "crate::text::lang::both")]
            why: Said = said!("kit-2025 没有这一项", "kit-2025 does not ask for it"),
        }
        Warning, NotCarried;
        means said!("另一版本没有这一项，或同名的一项是另一回事。", "The other edition has no such field, or one that is another kind of thing.");
        says {
            let Said { zh, en } = why;
            said!(
                "“{label}”的值没有带过去（{count} 个）：{zh}",
                "not carried over from “{label}” ({count} in all): {en}"
            )
        };
        hint none();

        TableNotCarried "table-not-carried" { to: String = "kit-2025".into(), code: String = "KIT_1".into(), name: String = "论文".into(), count: usize = 3 }
        Warning, NotCarried;
        means said!("另一版本没有这张表。", "The other edition has no such table.");
        says said!(
            "{to} 没有表 {code}“{name}”，记录没有带过去（{count} 条）",
            "{to} has no table {code} “{name}”: not carried over ({count} in all)"
        );
        hint none();

        TooManyCarried "too-many-carried" { name: String = "典型案例".into(), count: usize = 3, to: String = "kit-2025".into(), limit: usize = 1 }
        Warning, CarriedOver;
        means said!("另一版本限填的条数更少。", "The other edition asks for fewer records.");
        says said!(
            "“{name}”有 {count} 条记录，{to} 限填 {limit} 条",
            "“{name}” has {count} records; {to} asks for {limit} at most"
        );
        hint none();
    }
}
