//! Ratings as they come back.

use serde_json::json;

use super::document::{p, r, tc, tr};
use super::edition::{Got, read};

const HEAD: [&str; 6] = [
    "表现程度",
    "非常重要",
    "很重要",
    "一般",
    "不重要",
    "不存在的问题",
];
const O: &str = "○";

/// A row with a mark under one option, from 0.
fn row(label: &str, mark: Option<(usize, &str)>) -> String {
    let mut cells = vec![label, O, O, O, O, O];
    if let Some((at, mark)) = mark {
        cells[at + 1] = mark;
    }
    tr(cells)
}

/// A row of cells made by hand.
fn cells(label: &str, cells: &[String]) -> String {
    format!("<w:tr>{}{}</w:tr>", tc("", label), cells.concat())
}

fn plain(text: &str) -> String {
    tc("", text)
}

/// A cell with a run of these properties.
fn run(properties: &str, text: &str) -> String {
    format!(
        "<w:tc><w:p><w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p></w:tc>"
    )
}

fn block(rows: &str) -> String {
    format!("<w:tbl>{}{rows}</w:tbl>", tr(HEAD))
}

/// The first block with one row to be looked at, the others untouched.
fn with_row(first: &str) -> Got {
    let problems = format!(
        "{first}{}{}{}",
        row("本地区缺少科研机构参与", None),
        row("法律环境尚不完备", None),
        row("其他（）", None)
    );
    both(&problems, &remedies())
}

fn remedies() -> String {
    format!(
        "{}{}{}",
        row("签署科技合作框架协议", None),
        row("提供专项资金支持", None),
        row("其他（）", None)
    )
}

fn both(problems: &str, remedies: &str) -> Got {
    let body = format!(
        "{}{}{}{}{}",
        p("KT_03 科技合作问题与对策"),
        p("1.合作的主要问题有哪些？请在相应重要程度处打√"),
        block(problems),
        p("2.合作的对策有哪些？请选择相应重要程度"),
        block(remedies),
    );
    read("KT_03", &body)
}

const FIRST: &str = "双方缺少直接的交流合作渠道";

#[test]
fn numbers_of_the_rows_are_no_answer() {
    let head = ["序号"].into_iter().chain(HEAD);
    let row = |n, label, mark| {
        let cells = [n, label, mark, O, O, O, O];
        tr(cells)
    };
    let problems = [
        tr(head),
        row("1", FIRST, "√"),
        row("2", "本地区缺少科研机构参与", O),
        row("3", "法律环境尚不完备", "√"),
        row("见注", "其他（）", O),
    ];
    let body = format!(
        "{}{}<w:tbl>{}</w:tbl>{}{}",
        p("KT_03 科技合作问题与对策"),
        p("1.合作的主要问题有哪些？请在相应重要程度处打√"),
        problems.concat(),
        p("2.合作的对策有哪些？请选择相应重要程度"),
        block(&remedies()),
    );
    read("KT_03", &body).is_with(
        json!({"channels": "非常重要", "law": "非常重要"}),
        &["unclaimed-text 见注"],
    );
}

#[test]
fn nothing_marked() {
    with_row(&row(FIRST, None)).is(json!(null));
}

#[test]
fn every_way_to_mark_a_circle() {
    for mark in [
        "●", "√", "✓", "✔", "☑", "■", "1", "○√", "√○", "◎", "v", "V", "对", "2", "是", " √ ",
    ] {
        let got = with_row(&row(FIRST, Some((1, mark))));
        assert_eq!(got.values(), json!({"channels": "很重要"}), "{mark}");
        assert_eq!(got.told(), [""; 0], "{mark}");
    }
}

#[test]
fn a_circle_set_apart_by_its_look() {
    let with = |cell: String| {
        with_row(&cells(
            FIRST,
            &[plain(O), cell, plain(O), plain(O), plain(O)],
        ))
    };
    for properties in [
        r#"<w:color w:val="FF0000"/>"#,
        r#"<w:highlight w:val="yellow"/>"#,
        r#"<w:shd w:val="clear" w:fill="FFC000"/>"#,
    ] {
        with(run(properties, O)).is(json!({"channels": "很重要"}));
    }
    with(tc(r#"<w:shd w:val="clear" w:fill="FFC000"/>"#, O)).is(json!({"channels": "很重要"}));
    with(run("<w:b/>", O)).is_with(json!({"channels": "很重要"}), &["ambiguous-mark ○ ○ ○ ○ ○"]);
    // Wingdings 0xFC, a tick; 0x6C, a filled circle.
    for char in ["F0FC", "F06C"] {
        let symbol = format!(
            "<w:tc><w:p><w:r><w:sym w:font=\"Wingdings\" w:char=\"{char}\"/></w:r></w:p></w:tc>"
        );
        with(symbol).is(json!({"channels": "很重要"}));
    }
    let tick = format!("<w:tc><w:p>{}{}</w:p></w:tc>", r(O), r("√"));
    with(tick).is(json!({"channels": "很重要"}));
}

#[test]
fn check_box_controls() {
    let control = |on: bool| {
        let (state, glyph) = if on { ("1", "☒") } else { ("0", "☐") };
        format!(
            "<w:tc><w:p><w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val=\"{state}\"/>\
             </w14:checkbox></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt></w:p></w:tc>",
            r(glyph)
        )
    };
    let row = |at: usize| {
        let boxes: Vec<String> = (0..5).map(|i| control(i == at)).collect();
        cells(FIRST, &boxes)
    };
    with_row(&row(3)).is(json!({"channels": "不重要"}));
    with_row(&row(9)).is(json!(null));
}

#[test]
fn the_scale_s_word_instead_of_a_mark() {
    let in_its_column = row(FIRST, Some((1, "很重要")));
    with_row(&in_its_column).is(json!({"channels": "很重要"}));
    let elsewhere = tr([FIRST, "很重要", "", "", "", ""]);
    with_row(&elsewhere).is_with(json!({"channels": "很重要"}), &["ambiguous-mark 很重要"]);
    let merged = cells(FIRST, &[tc(r#"<w:gridSpan w:val="5"/>"#, "很重要")]);
    with_row(&merged).is(json!({"channels": "很重要"}));
    let behind = row(&format!("{FIRST}：很重要"), None);
    with_row(&behind).is(json!({"channels": "很重要"}));
    let slip = cells(FIRST, &[tc(r#"<w:gridSpan w:val="5"/>"#, "非常的重要")]);
    let got = with_row(&slip);
    assert_eq!(got.told().len(), 1, "{:?}", got.told());
}

#[test]
fn marks_that_say_too_much_or_too_little() {
    let five = |marks: [&str; 5]| {
        let cells: Vec<&str> = std::iter::once(FIRST).chain(marks).collect();
        with_row(&tr(cells))
    };
    // Two marks: the rule of a single choice.
    five(["●", O, "√", O, O]).is_with(json!({}), &["several-choices 非常重要；一般"]);
    five(["√", "√", "√", "√", "√"]).is_with(json!(null), &["ambiguous-mark √ √ √ √ √"]);
    // All but one deleted.
    five(["", "", O, "", ""]).is_with(json!({"channels": "一般"}), &["ambiguous-mark ○"]);
    // One deleted.
    five([O, O, "", O, O]).is_with(json!(null), &["ambiguous-mark ○ ○  ○ ○"]);
    // Crosses.
    five([O, "×", O, O, O]).is_with(json!({"channels": "很重要"}), &["ambiguous-mark ○ × ○ ○ ○"]);
    five(["×", "√", "×", "×", "×"]).is(json!({"channels": "很重要"}));
    five(["×", "×", O, "×", "×"])
        .is_with(json!({"channels": "一般"}), &["ambiguous-mark × × ○ × ×"]);
    // Another kind of circle.
    five([O, O, "□", O, O]).is_with(json!({"channels": "一般"}), &["ambiguous-mark ○ ○ □ ○ ○"]);
    // Something else typed beside the circle is not lost.
    five([O, "√见附件", O, O, O])
        .is_with(json!({"channels": "很重要"}), &["unclaimed-text √见附件"]);
    five([O, "待定", O, O, O]).is_with(
        json!(null),
        &["ambiguous-mark ○ 待定 ○ ○ ○", "unclaimed-text 待定"],
    );
}

#[test]
fn all_but_one_coloured_and_all_coloured() {
    let red = || run(r#"<w:color w:val="FF0000"/>"#, O);
    with_row(&cells(FIRST, &[red(), red(), plain(O), red(), red()]))
        .is_with(json!({"channels": "一般"}), &["ambiguous-mark ○ ○ ○ ○ ○"]);
    with_row(&cells(FIRST, &[red(), red(), red(), red(), red()]))
        .is_with(json!(null), &["ambiguous-mark ○ ○ ○ ○ ○"]);
}

#[test]
fn a_form_printed_in_colour_has_no_marks() {
    let grey = || run(r#"<w:color w:val="808080"/>"#, O);
    let row = |label: &str| cells(label, &[grey(), grey(), grey(), grey(), grey()]);
    let problems: String = [
        FIRST,
        "本地区缺少科研机构参与",
        "法律环境尚不完备",
        "其他（）",
    ]
    .into_iter()
    .map(row)
    .collect();
    both(&problems, &remedies()).is(json!(null));
}

#[test]
fn words_in_the_brackets_of_other() {
    let problems = format!(
        "{}{}{}{}",
        row(FIRST, Some((0, "●"))),
        row("本地区缺少科研机构参与", Some((4, "√"))),
        row("法律环境尚不完备", Some((2, "√"))),
        row("其他（时差（八小时））", Some((1, "√")))
    );
    let remedies = format!(
        "{}{}{}",
        row("签署科技合作框架协议", Some((0, "√"))),
        row("提供专项资金支持", None),
        row("其它：常设机构", None)
    );
    both(&problems, &remedies).is(json!({
        "channels": "非常重要", "staff": "不存在的问题", "law": "一般",
        "problem": "很重要", "problem_which": "时差（八小时）",
        "agreement": "非常重要", "remedy_which": "常设机构",
    }));
}

#[test]
fn columns_in_another_order() {
    let table = format!(
        "<w:tbl>{}{}{}{}{}</w:tbl>",
        tr([
            "表现程度",
            "不存在的问题",
            "不重要",
            "一般",
            "很重要",
            "非常重要"
        ]),
        row(FIRST, Some((0, "√"))),
        row("本地区缺少科研机构参与", Some((4, "√"))),
        row("法律环境尚不完备", None),
        row("其他（）", None),
    );
    let body = format!(
        "{}{table}{}",
        p("KT_03 科技合作问题与对策"),
        block(&remedies())
    );
    read("KT_03", &body).is(json!({"channels": "不存在的问题", "staff": "非常重要"}));
}

#[test]
fn blocks_are_told_apart_by_their_rows() {
    let problems = format!(
        "{}{}{}{}",
        row(FIRST, None),
        row("本地区缺少科研机构参与", None),
        row("法律环境尚不完备", None),
        row("其他（甲）", Some((0, "√")))
    );
    let remedies = format!(
        "{}{}{}",
        row("签署科技合作框架协议", None),
        row("提供专项资金支持", None),
        row("其他（乙）", Some((1, "√")))
    );
    let values = json!({
        "problem": "非常重要", "problem_which": "甲", "remedy": "很重要", "remedy_which": "乙",
    });
    // No caption; the blocks swapped; both in one table.
    let heading = p("KT_03 科技合作问题与对策");
    let (a, b) = (block(&problems), block(&remedies));
    read("KT_03", &format!("{heading}{a}{}{b}", p(""))).is(values.clone());
    read("KT_03", &format!("{heading}{b}{}{a}", p(""))).is(values.clone());
    let caption = format!(
        "<w:tr>{}</w:tr>",
        tc(r#"<w:gridSpan w:val="6"/>"#, "合作的对策")
    );
    let one = format!("<w:tbl>{}{problems}{caption}{remedies}</w:tbl>", tr(HEAD));
    read("KT_03", &format!("{heading}{one}")).is(values.clone());
    // No heading either.
    read("KT_03", &format!("{a}{}{b}", p("2.合作的对策有哪些"))).is(values);
}

#[test]
fn a_row_of_somebody_s_own_is_told() {
    let problems = format!(
        "{}{}{}{}{}",
        row(FIRST, Some((1, "●"))),
        row("资金不足", Some((0, "●"))),
        row("本地区缺少科研机构参与", None),
        row("法律环境尚不完备", None),
        row("其他（）", None)
    );
    both(&problems, &remedies()).is_with(
        json!({"channels": "很重要"}),
        &["unclaimed-text 资金不足 | ● | ○ | ○ | ○ | ○"],
    );
}

#[test]
fn a_row_that_is_gone_and_a_label_with_a_slip() {
    let problems = format!(
        "{}{}{}",
        row("双方缺少直接的交流与合作渠道", Some((1, "●"))),
        row("法律环境尚不完备", None),
        row("其他（）", None)
    );
    let got = both(&problems, &remedies());
    assert_eq!(got.values(), json!({"channels": "很重要"}));
    let mut told = got.told();
    told.sort();
    assert_eq!(
        told,
        [
            "corrected-value 双方缺少直接的交流与合作渠道",
            "missing-column"
        ]
    );
    got.paths_resolve();
}

#[test]
fn the_head_is_gone() {
    let table = format!(
        "<w:tbl>{}{}{}{}</w:tbl>",
        row(FIRST, Some((1, "√"))),
        row("本地区缺少科研机构参与", None),
        row("法律环境尚不完备", None),
        row("其他（）", None),
    );
    let heading = p("KT_03 科技合作问题与对策");
    let body = format!(
        "{heading}{table}{}{}",
        p("2.合作的对策"),
        block(&remedies())
    );
    read("KT_03", &body).is_with(json!({"channels": "很重要"}), &["unknown-column"]);
}

#[test]
fn a_tick_in_a_label_is_told() {
    let got = with_row(&row(&format!("{FIRST}√"), None));
    got.is_with(json!(null), &["unclaimed-text 双方缺少直接的交流合作渠道√"]);
}

#[test]
fn a_mark_merged_over_columns_or_rows_is_told() {
    let merged = cells(
        FIRST,
        &[
            plain(O),
            tc(r#"<w:gridSpan w:val="2"/>"#, "√"),
            plain(O),
            plain(O),
        ],
    );
    let got = with_row(&merged);
    assert_eq!(got.values(), json!(null));
    assert_eq!(got.told(), ["ambiguous-mark ○ √ ○ ○"]);
}

#[test]
fn the_same_row_twice_is_told() {
    let problems = format!(
        "{}{}{}{}{}",
        row(FIRST, Some((1, "●"))),
        row(FIRST, Some((2, "●"))),
        row("本地区缺少科研机构参与", None),
        row("法律环境尚不完备", None),
        row("其他（）", None)
    );
    both(&problems, &remedies()).is_with(json!({"channels": "很重要"}), &["duplicate-table 一般"]);
}

#[test]
fn whatever_can_be_seen_on_one_circle_is_a_mark_or_a_doubt() {
    for properties in [
        "<w:i/>",
        r#"<w:u w:val="single"/>"#,
        r#"<w:bdr w:val="single"/>"#,
        r#"<w:em w:val="dot"/>"#,
        r#"<w:sz w:val="36"/>"#,
        r#"<w:sz w:val="12"/>"#,
        "<w:outline/>",
        "<w:shadow/>",
        "<w:emboss/>",
        r#"<w:w w:val="200"/>"#,
        r#"<w:spacing w:val="60"/>"#,
        r#"<w:position w:val="12"/>"#,
        r#"<w:vertAlign w:val="superscript"/>"#,
        r#"<w14:glow w14:rad="63500"><w14:srgbClr w14:val="FF0000"/></w14:glow>"#,
    ] {
        let at = |n: usize| {
            let mut row: Vec<String> = (0..5).map(|_| plain(O)).collect();
            row[n] = run(properties, O);
            with_row(&cells(FIRST, &row))
        };
        for (n, option) in [(0, "非常重要"), (3, "不重要")] {
            let got = at(n);
            assert_eq!(got.values(), json!({"channels": option}), "{properties}");
            assert_eq!(got.told(), ["ambiguous-mark ○ ○ ○ ○ ○"], "{properties}");
        }
    }
    let border = "<w:pPr><w:pBdr><w:top w:val=\"single\"/></w:pBdr></w:pPr>";
    let mut row: Vec<String> = (0..5).map(|_| plain(O)).collect();
    row[1] = format!("<w:tc><w:p>{border}{}</w:p></w:tc>", r(O));
    with_row(&cells(FIRST, &row))
        .is_with(json!({"channels": "很重要"}), &["ambiguous-mark ○ ○ ○ ○ ○"]);
}

#[test]
fn circles_struck_through_and_marks_of_two_kinds_are_told() {
    let struck = || run("<w:strike/>", O);
    let mut row: Vec<String> = (0..5).map(|_| struck()).collect();
    row[2] = plain(O);
    let got = with_row(&cells(FIRST, &row));
    assert_eq!(got.values(), json!({"channels": "一般"}));
    assert!(
        got.told()[0].starts_with("ambiguous-mark"),
        "{:?}",
        got.told()
    );
    let taken_back = [
        plain("√"),
        run("<w:strike/>", "√"),
        plain(O),
        plain(O),
        plain(O),
    ];
    let got = with_row(&cells(FIRST, &taken_back));
    assert_eq!(got.values(), json!({"channels": "非常重要"}));
    assert!(
        got.told()[0].starts_with("ambiguous-mark"),
        "{:?}",
        got.told()
    );
    let besides = [plain("√"), run("<w:b/>", O), plain(O), plain(O), plain(O)];
    let got = with_row(&cells(FIRST, &besides));
    assert_eq!(got.values(), json!({"channels": "非常重要"}));
    assert!(
        got.told()[0].starts_with("ambiguous-mark"),
        "{:?}",
        got.told()
    );
}
