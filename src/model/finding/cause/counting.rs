//! Which of a unit's files counts, and whose a file is.

use super::{causes, none};
use crate::model::finding::Rule::{CorrectedValue, Superseded, WhichCounts};
use crate::model::finding::Severity::{Error, Info};
use crate::said;
use crate::text::lang::Said;

/// How an open case is decided.
fn decide(case: &str) -> Said {
    said!(
        "核实后在 decisions.csv 里写一行（case 为 {case}），用 --decisions 给出。",
        "Look at them, write a line with the case {case} into decisions.csv, and give it with --decisions."
    )
}

causes! {
    /// Which of a unit's files counts, and whose a file is.
    CountingCause {
        Replaces "superseded" {
            file: String = "化学学院.docx".into(),
            #[serde(with = "crate::text::lang::both")]
            why: Said = said!("是旧版", "it is an older version"),
        }
        Info, Superseded;
        means said!("同一单位交来几份，这一份计入，另一份不计。", "The unit sent several files: this one counts, another does not.");
        says {
            let Said { zh, en } = why;
            said!("“{file}”不计入：{zh}", "“{file}” does not count: {en}")
        };
        hint none();

        Replaced "superseded-by" {
            file: String = "化学学院v2.docx".into(),
            #[serde(with = "crate::text::lang::both")]
            why: Said = said!("是旧版", "it is an older version"),
        }
        Info, Superseded;
        means said!("这一份不计入，同一单位的另一份计入（只在要求列出各版时出现）。", "This file does not count, another one of the unit does (only where all versions are asked for).");
        says {
            let Said { zh, en } = why;
            said!("不计入，以“{file}”为准：{zh}", "does not count, “{file}” does: {en}")
        };
        hint none();

        CountedElsewhere "counted-elsewhere" {
            record: String = "中外联合实验室".into(), units: String = "化学学院".into(),
            #[serde(with = "crate::text::lang::both")]
            why: Said = said!("按核定处理", "as the office decided"),
        }
        Info, Superseded;
        means said!("几个单位报了同一项，这一条不计入，计另一个单位的。原来写的什么，列在原文里。", "Several units report one thing: this record was left out, another unit's counts. What it said is quoted.");
        says {
            let Said { zh, en } = why;
            match units.is_empty() {
                true => said!("“{record}”不计入：{zh}", "“{record}” does not count: {en}"),
                false => said!(
                    "“{record}”不计入，计“{units}”的：{zh}",
                    "“{record}” does not count, that of “{units}” does: {en}"
                ),
            }
        };
        hint none();

        ReportedTwice "reported-twice" {
            record: String = "中外联合实验室".into(), units: String = "化学学院".into(),
            case: String = "4f1c0a9be2d1".into(),
        }
        Error, WhichCounts;
        means said!("几个单位报了内容相同的表或同一项，没有人定过计谁的。定下来之前都计入。", "Several units report the same form or the same thing, and nobody decided whose counts. Until it is decided, all do.");
        says match record.is_empty() {
            true => said!(
                "“{units}”交来的内容完全相同，可能重复上报；暂都计入（case {case}）",
                "what “{units}” returned is the very same, and may be reported twice; all counts for the time being (case {case})"
            ),
            false => said!(
                "“{record}”另有“{units}”也报了，可能重复；暂都计入（case {case}）",
                "“{record}” is reported by “{units}” too, and may be counted twice; all counts for the time being (case {case})"
            ),
        };
        hint decide(case);

        Emptier "newer-has-less" {
            file: String = "化学学院.docx".into(), answers: usize = 120,
            newer: String = "化学学院 空表.docx".into(), fewer: usize = 0,
            case: String = "4f1c0a9be2d1".into(),
        }
        Error, WhichCounts;
        means said!("较新的一份是空的，或内容少得多。定下来之前，内容多的一份计入。", "The newer file is blank or has far fewer answers. Until it is decided, the fuller one counts.");
        says said!(
            "较新的“{newer}”只有 {fewer} 项内容，“{file}”有 {answers} 项；暂以“{file}”为准（case {case}）",
            "the newer “{newer}” has {fewer} answers, “{file}” {answers}; “{file}” counts for the time being (case {case})"
        );
        hint decide(case);

        Contradicting "time-and-name-differ" {
            file: String = "化学学院.docx".into(), other: String = "化学学院v2.docx".into(), counts: String = "化学学院.docx".into(),
            case: String = "4f1c0a9be2d1".into(),
        }
        Error, WhichCounts;
        means said!("按保存时间和按文件名，哪份较新说法不一。定下来之前，内容多的一份计入。", "The time of saving and the file's name disagree about which is newer. Until it is decided, the fuller one counts.");
        says said!(
            "“{file}”按保存时间较新，“{other}”按文件名较新；暂以“{counts}”为准（case {case}）",
            "“{file}” is newer by the time it was saved, “{other}” by its name; “{counts}” counts for the time being (case {case})"
        );
        hint decide(case);

        Unordered "nothing-orders-them" {
            counts: String = "化学学院 子表.xlsx".into(), other: String = "化学学院 子表 .xlsx".into(),
            case: String = "4f1c0a9be2d1".into(),
        }
        Error, WhichCounts;
        means said!("同一单位的两份文件内容不同，没有什么能分出先后。定下来之前，内容多的一份计入，不相加。", "Two files of a unit differ and nothing orders them. Until it is decided, the fuller one counts; they are not added up.");
        says said!(
            "“{counts}”和“{other}”内容不同，分不出先后；暂以“{counts}”为准（case {case}）",
            "“{counts}” and “{other}” differ and nothing orders them; “{counts}” counts for the time being (case {case})"
        );
        hint decide(case);

        PartOnly "newer-lacks-tables" {
            file: String = "化学学院 子表.xlsx".into(), newer: String = "化学学院 子表v2.xlsx".into(), tables: String = "KIT_2".into(),
            case: String = "4f1c0a9be2d1".into(),
        }
        Error, WhichCounts;
        means said!("较新的一份没有较早一份填过的表，可能只补交了一部分。定下来之前，内容多的一份计入。", "The newer file does not have tables that the older one fills in: it may be a part alone. Until it is decided, the fuller one counts.");
        says said!(
            "较新的“{newer}”没有“{file}”里填了的表 {tables}，可能只补交了一部分（case {case}）",
            "the newer “{newer}” does not have the tables {tables} that “{file}” fills in; it may be a part alone (case {case})"
        );
        hint decide(case);

        NewerElsewhere "newer-lies-elsewhere" {
            file: String = "第一次/化学学院 子表.xlsx".into(), with_form: String = "第二次/化学学院 子表.xlsx".into(),
            counts: String = "第二次/化学学院 子表.xlsx".into(), case: String = "4f1c0a9be2d1".into(),
        }
        Error, WhichCounts;
        means said!("较新的子表与不计入的调查表在一个文件夹，较旧的子表与计入的调查表在一起。定下来之前，内容多的一份计入。", "The newer workbook lies with a form that does not count, the older one with the form that does. Until it is decided, the fuller one counts.");
        says said!(
            "“{file}”较新，但与不计入的调查表在一起；“{with_form}”较旧，与计入的在一起；暂以“{counts}”为准（case {case}）",
            "“{file}” is newer but lies with a form that does not count, “{with_form}” is older and lies with the one that does; “{counts}” counts for the time being (case {case})"
        );
        hint decide(case);

        WithoutWorkbook "newer-came-without-workbook" {
            file: String = "化学学院.docx".into(), newer: String = "化学学院v2.docx".into(), book: String = "化学学院 子表.xlsx".into(),
            case: String = "4f1c0a9be2d1".into(),
        }
        Error, WhichCounts;
        means said!("在以前的结果里，较早的一份带有子表，较新的一份没有。定下来之前，内容多的一份计入。", "In data of an earlier run the older form came with a workbook, the newer one without. Until it is decided, the fuller one counts.");
        says said!(
            "较早的“{file}”并有子表“{book}”，较新的“{newer}”没有子表（case {case}）",
            "the older “{file}” came with the workbook “{book}”, the newer “{newer}” without one (case {case})"
        );
        hint decide(case);

        NewestUnreadable "newest-unreadable" {
            file: String = "化学学院v3.docx".into(), counts: String = "化学学院v2.docx".into(),
        }
        Error, WhichCounts;
        means said!("本单位还有一份读不了，可能比计入的一份新。", "Another file of the unit cannot be read, and it may be newer than the one that counts.");
        says said!(
            "本单位的“{file}”读不了，可能比计入的“{counts}”新",
            "“{file}” of this unit cannot be read, and may be newer than “{counts}”, which counts"
        );
        hint said!("请单位重交这一份。", "Have the unit send that file again.");

        WhoseFile "whose-file" {
            #[serde(with = "crate::text::lang::both")]
            names: Said = said!("封面：统计学院；文件名：力学系", "cover: 统计学院; file name: 力学系"),
            case: String = "4f1c0a9be2d1".into(),
        }
        Error, WhichCounts;
        means said!("封面、文件名、文件夹说的不是同一个单位，或同一份内容以两个单位的名义交来。定下来之前，这份文件不计入任何单位。", "Cover, file name and folder name different units, or one file came under the names of two units. Until it is decided, the file counts nowhere.");
        says {
            let Said { zh, en } = names;
            said!(
                "单位有矛盾（{zh}），不计入任何单位（case {case}）",
                "it names different units ({en}) and counts nowhere (case {case})"
            )
        };
        hint decide(case);

        Stranger "not-in-roster" {
            unit: String = "化学院".into(), near: String = "化学学院".into(), case: String = "4f1c0a9be2d1".into(),
        }
        Error, WhichCounts;
        means said!("名册里没有封面上的单位，或看不出是哪个单位。定下来之前，这份文件不计入任何单位。", "The unit on the cover is not in the roster, or nothing names one. Until it is decided, the file counts nowhere.");
        says {
            let what = match unit.is_empty() {
                true => said!("看不出是哪个单位", "nothing names its unit"),
                false => said!("名册里没有“{unit}”", "“{unit}” is not in the roster"),
            };
            let nearest = match near.is_empty() {
                true => Said::default(),
                false => said!("；最接近的是“{near}”", "; the nearest: “{near}”"),
            };
            Said {
                zh: format!("{}{}，不计入任何单位（case {case}）", what.zh, nearest.zh),
                en: format!("{}{}; it counts nowhere (case {case})", what.en, nearest.en),
            }
        };
        hint said!(
            "名册漏了的，补进名册（别名也行）；是名册里的单位，在 decisions.csv 里写 keep 和那个单位（case 为 {case}）；不该收的，写 drop。",
            "If the roster lacks it, add it (as an alias, too); if it is one of the roster's units, write keep and that unit with the case {case} into decisions.csv; if it should not count, write drop."
        );

        FileGone "file-gone" {
            file: String = "化学学院.docx".into(), case: String = "4f1c0a9be2d1".into(),
        }
        Error, WhichCounts;
        means said!("计入的文件上次还在，这次读文件夹时不在了，也没有别的文件代替它。定下来之前，仍按上次读到的计入。", "A file that counts was there the last time and is gone from its folder, and none replaces it. Until it is decided, it counts as it was read then.");
        says said!(
            "“{file}”已不在原来的文件夹里，暂按上次读到的计入（case {case}）",
            "“{file}” is gone from its folder, and counts as it was last read for the time being (case {case})"
        );
        hint said!(
            "撤回的，在 decisions.csv 里写 drop（case 为 {case}）；误删的，放回去；移走的，写 keep。",
            "If it was withdrawn, write drop with the case {case} into decisions.csv; if it was deleted by mistake, put it back; if it was moved away, write keep."
        );

        WrittenAs "unit-not-on-cover" { unit: String = "化学学院".into(), cover: String = "化学学员".into() }
        Info, CorrectedValue;
        means said!("封面没有写单位名称，或写得不一样；按文件名、文件夹、名册或决定，是这个单位的。", "The cover does not name the unit, or names it otherwise; by the file's name, its folder, the roster or a decision it is this unit's.");
        says match cover.is_empty() {
            true => said!(
                "封面没有写单位；按文件名、文件夹或决定记作“{unit}”",
                "the cover names no unit; by the file's name, its folder or a decision it is “{unit}”"
            ),
            false => said!(
                "封面写的是“{cover}”；按名册、文件名、文件夹或决定记作“{unit}”",
                "the cover says “{cover}”; by the roster, the file's name, its folder or a decision it is “{unit}”"
            ),
        };
        hint none();

        TwiceHandedIn "one-file-two-units" {
            others: String = "统计学院/调查表.docx".into(),
            case: String = "4f1c0a9be2d1".into(),
        }
        Error, WhichCounts;
        means said!("同一个填好的文件以两个单位的名义交来。定下来之前，不计入任何单位。", "One filled-in file came under two units' names. Until it is decided, it counts nowhere.");
        says said!(
            "与“{others}”是同一个文件，却在不同单位名下，不计入任何单位（case {case}）",
            "it is the same file as “{others}” under another unit's name, and counts nowhere (case {case})"
        );
        hint decide(case);
    }
}
