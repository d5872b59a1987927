//! Values typed between printed words, as they come back.

use serde_json::{Value as Json, json};

use super::document::{p, r, tc};
use super::edition::{Got, read};

pub const LABELS: [&str; 4] = [
    "截至2020年，双方合作研究中心累计有（）个",
    "2020年度，双方合作研究中心新增（）个",
    "截至2020年，入驻的众创空间（）家",
    "截至2020年，青年创业人数累计（）人",
];

pub const TEXTS: [&str; 4] = [
    "请按照以下分类方式分别给出数量\n（1）按照组建方式分类：\n港资自行设立（）个\n港资与内地企业联合设立（）个\n其它组建方式（请列出方式并给出数量）：方式（），数量（）个\n（2）按照研究方式分类：\n基础研究（）个\n产品设计 （）个",
    "请按照以下分类方式分别给出数量\n（1）按照组建方式分类：\n港资自行设立（）个\n港资与内地企业联合设立（）个",
    "请根据本地实际情况写出具体类型（如微型孵化器，创业园等）",
    "按行业划分，请填写相应人数\n机械制造（人）\n新能源（人）\n新能源汽车（人）\n其他（）（请列出领域），（）人",
];

/// A cell of these lines, a paragraph each.
fn lines(text: &str) -> String {
    let lines: String = text.split('\n').map(p).collect();
    format!("<w:tc>{lines}</w:tc>")
}

/// The form with some printed words replaced by what somebody made of them.
fn form(changes: &[(&str, &str)]) -> Got {
    let mut cells: Vec<(String, String)> = LABELS
        .iter()
        .zip(TEXTS)
        .map(|(l, t)| ((*l).to_owned(), t.to_owned()))
        .collect();
    for (from, to) in changes {
        let cell = cells
            .iter_mut()
            .flat_map(|(l, t)| [l, t])
            .find(|c| c.contains(from))
            .unwrap_or_else(|| panic!("the form has no {from}"));
        *cell = cell.replacen(from, to, 1);
    }
    table(&cells)
}

fn table(cells: &[(String, String)]) -> Got {
    let rows: String = cells
        .iter()
        .map(|(l, t)| format!("<w:tr>{}{}</w:tr>", lines(l), lines(t)))
        .collect();
    read(
        "KT_04",
        &format!("{}<w:tbl>{rows}</w:tbl>", p("KT_04 成果转化情况统计")),
    )
}

#[test]
fn nothing_typed() {
    form(&[]).is(json!(null));
    form(&[
        ("港资自行设立（）个", "港资自行设立（　）个"),
        ("累计有（）个", "累计有____个"),
    ])
    .is(json!(null));
}

#[test]
fn every_way_to_type_a_number() {
    for typed in [
        "港资自行设立（12）个",
        "港资自行设立（ 12 ）个",
        "港资自行设立(12)个",
        "港资自行设立（12个）",
        "港资自行设立（12个）个",
        "港资自行设立12个",
        "港资自行设立 12",
        "港资自行设立：12个",
        "港资自行设立____12____个",
        "港资自行设立（１２）个",
        "港资自行设立【12】个",
        "港资自行设立（十二）个",
        "港资 自行设立\u{3000}（ 12）  个",
        "港资自行\n设立（12）个",
        "港资自行设立（\n12\n）个",
        "港资自行设立（12）",
        "港资自行设立（12",
    ] {
        let got = form(&[("港资自行设立（）个", typed)]);
        assert_eq!(got.values(), json!({"hk_alone": 12}), "{typed}");
        assert_eq!(got.told(), [""; 0], "{typed}");
    }
}

#[test]
fn a_unit_inside_the_brackets() {
    for typed in [
        "机械制造（12人）",
        "机械制造（12）人",
        "机械制造12人",
        "机械制造（12）",
        "机械制造（ 12 人）",
    ] {
        let got = form(&[("机械制造（人）", typed)]);
        assert_eq!(got.values(), json!({"machines": 12}), "{typed}");
        assert_eq!(got.told(), [""; 0], "{typed}");
    }
}

#[test]
fn underlined_runs_and_controls() {
    let number = format!(
        "<w:p>{}<w:r><w:rPr><w:u w:val=\"single\"/></w:rPr><w:t xml:space=\"preserve\">  12  </w:t></w:r>{}</w:p>",
        r("港资自行设立（"),
        r("）个")
    );
    let rest: String = TEXTS[1]
        .split('\n')
        .filter(|l| !l.starts_with("港资自行"))
        .map(p)
        .collect();
    let row = format!(
        "<w:tr>{}<w:tc>{number}{rest}</w:tc></w:tr>",
        tc("", LABELS[1])
    );
    let body = format!("{}<w:tbl>{row}</w:tbl>", p("KT_04 成果转化情况统计"));
    let got = read("KT_04", &body);
    assert_eq!(got.values(), json!({"new_hk_alone": 12}));
}

#[test]
fn left_cells() {
    for typed in [
        "累计有（5）个",
        "累计有5个",
        "累计有__5__个",
        "累计\n有（5个）个",
        "累计有（ 5 ）",
    ] {
        let got = form(&[("累计有（）个", typed)]);
        assert_eq!(got.values(), json!({"centres": 5}), "{typed}");
        assert_eq!(got.told(), [""; 0], "{typed}");
    }
}

#[test]
fn numbers_that_need_a_word() {
    for (typed, told) in [
        ("港资自行设立（约12）个", "unreadable-number 约12"),
        ("港资自行设立（12-15）个", "unreadable-number 12-15"),
        ("港资自行设立（见附件）个", "unreadable-number 见附件"),
    ] {
        let got = form(&[("港资自行设立（）个", typed)]);
        assert_eq!(got.told(), [told], "{typed}");
        got.paths_resolve();
    }
    let behind = form(&[("港资自行设立（）个", "港资自行设立（）个 12")]);
    behind.is_with(json!({"hk_alone": 12}), &["corrected-value 12"]);
    let behind = form(&[("机械制造（人）", "机械制造（人）12人")]);
    behind.is_with(json!({"machines": 12}), &["corrected-value 12人"]);
}

#[test]
fn pairs() {
    let pair = "方式（），数量（）个";
    form(&[(pair, "方式（合资（控股）），数量（3）个")])
        .is(json!({"way": "合资（控股）", "way_count": 3}));
    form(&[(pair, "方式（合资）,数量(3)个")]).is(json!({"way": "合资", "way_count": 3}));
    form(&[(pair, "方式合资，数量3个")]).is(json!({"way": "合资", "way_count": 3}));
    form(&[(
        "其它组建方式（请列出方式并给出数量）：方式（），数量（）个",
        "其他组建方式：方式（合资），数量（3）个",
    )])
    .is(json!({"way": "合资", "way_count": 3}));
    // Several, one after the other.
    form(&[(pair, "方式（合资），数量（3）个；方式（独资），数量（2）个")]).is_with(
        json!({"way": "合资", "way_count": 3}),
        &["unclaimed-text 方式（独资），数量（2）个"],
    );
    form(&[(pair, "方式（合资），数量（3）个\n方式（独资），数量（2）个")]).is_with(
        json!({"way": "合资", "way_count": 3}),
        &["unclaimed-text 方式（独资），数量（2）个"],
    );
    form(&[(pair, "方式（合资、独资），数量（3、2）个")])
        .is_with(json!({"way": "合资、独资"}), &["unreadable-number 3、2"]);
    // The words between are gone.
    let got = form(&[(pair, "合资3个")]);
    assert!(!got.told().is_empty(), "{got:?}");
    got.paths_resolve();
    let trade = "其他（）（请列出领域），（）人";
    form(&[(trade, "其他（教育）（请列出领域），（5）人")])
        .is(json!({"trade": "教育", "trade_count": 5}));
    form(&[(trade, "其它(教育、旅游)(请列出领域),5人")])
        .is(json!({"trade": "教育、旅游", "trade_count": 5}));
    form(&[(trade, "其他（物流服务）（请列出领域），（5）人")])
        .is(json!({"trade": "物流服务", "trade_count": 5}));
    form(&[(trade, "其他（机械制造）（请列出领域），（5）人")])
        .is(json!({"trade": "机械制造", "trade_count": 5}));
}

#[test]
fn free_text_under_its_hint() {
    let hint = "（如微型孵化器，创业园等）";
    let with = |more: &str| form(&[(hint, &format!("{hint}{more}"))]);
    with("\n微型孵化器（3家）\n车库咖啡").is(json!({"space_kinds": "微型孵化器（3家）\n车库咖啡"}));
    with("\n\n创业园").is(json!({"space_kinds": "创业园"}));
    with("：创业园").is(json!({"space_kinds": "创业园"}));
    with("\n").is(json!(null));
}

#[test]
fn lines_broken_joined_deleted_and_moved() {
    // Two lines in one.
    form(&[
        ("港资自行设立（）个\n港资与", "港资自行设立（12）个 港资与"),
        ("联合设立（）个", "联合设立（3）个"),
    ])
    .is(json!({"hk_alone": 12, "hk_firms": 3}));
    form(&[
        ("港资自行设立（）个\n港资与", "港资自行设立12个港资与"),
        ("联合设立（）个", "联合设立3个"),
    ])
    .is(json!({"hk_alone": 12, "hk_firms": 3}));
    // One line gone.
    form(&[
        ("港资自行设立（）个\n", ""),
        ("联合设立（）个", "联合设立（3）个"),
    ])
    .is_with(json!({"hk_firms": 3}), &["missing-column"]);
    // A line that begins another is gone.
    form(&[
        ("新能源（人）\n", ""),
        ("新能源汽车（人）", "新能源汽车（7人）"),
    ])
    .is_with(json!({"cars": 7}), &["missing-column"]);
    form(&[
        ("新能源汽车（人）\n", ""),
        ("新能源（人）", "新能源（7人）"),
    ])
    .is_with(json!({"energy": 7}), &["missing-column"]);
    // Two lines the other way round.
    form(&[(
        "港资自行设立（）个\n港资与内地企业联合设立（）个",
        "港资与内地企业联合设立（3）个\n港资自行设立（12）个",
    )])
    .is(json!({"hk_alone": 12, "hk_firms": 3}));
    // A line of somebody's own.
    form(&[(
        "港资自行设立（）个\n",
        "港资自行设立（12）个\n侨资设立（4）个\n",
    )])
    .is_with(json!({"hk_alone": 12}), &["unclaimed-text 侨资设立（4）个"]);
    form(&[("港资自行设立（）个\n", "港资自行设立 12\n侨资设立（4）个\n")])
        .is_with(json!({"hk_alone": 12}), &["unclaimed-text 侨资设立（4）个"]);
    form(&[("产品设计 （）个", "产品设计 （2）个\n以上为不完全统计")])
        .is_with(json!({"design": 2}), &["unclaimed-text 以上为不完全统计"]);
}

#[test]
fn rows_deleted_moved_added_and_renamed() {
    let cells = |at: &[usize]| -> Vec<(String, String)> {
        at.iter()
            .map(|&i| {
                (
                    LABELS[i].to_owned(),
                    TEXTS[i].replacen("设立（）", "设立（9）", 1),
                )
            })
            .collect()
    };
    let mut all = cells(&[0, 1, 2, 3]);
    table(&all).is(json!({"hk_alone": 9, "new_hk_alone": 9}));
    table(&cells(&[1, 0, 2, 3])).is(json!({"hk_alone": 9, "new_hk_alone": 9}));
    table(&cells(&[1, 2, 3])).is_with(json!({"new_hk_alone": 9}), &["missing-column"]);
    table(&cells(&[0, 2, 3])).is_with(json!({"hk_alone": 9}), &["missing-column"]);
    all.push((
        "截至2020年，海外中心累计有（8）个".to_owned(),
        "均在建".to_owned(),
    ));
    let got = table(&all);
    assert_eq!(got.values(), json!({"hk_alone": 9, "new_hk_alone": 9}));
    assert_eq!(
        got.told(),
        [
            "unclaimed-text 截至2020年，海外中心累计有（8）个",
            "unclaimed-text 均在建"
        ]
    );
    // Another year in the left cell.
    let mut old = cells(&[0, 1, 2, 3]);
    old[1].0 = "2019年度，双方合作研究中心新增（4）个".to_owned();
    let got = table(&old);
    assert_eq!(
        got.values(),
        json!({"hk_alone": 9, "new_hk_alone": 9, "new_centres": 4})
    );
    // The left cell's words are others.
    old[1].0 = "本年度内建成的中心（4）".to_owned();
    let got = table(&old);
    assert_eq!(got.values(), json!({"hk_alone": 9, "new_hk_alone": 9}));
    assert!(!got.told().is_empty());
    assert!(
        got.told()
            .iter()
            .any(|t| t.contains("本年度内建成的中心（4）")),
        "{:?}",
        got.told()
    );
}

#[test]
fn a_row_in_several_rows_of_the_table() {
    let text: Vec<&str> = TEXTS[1].split('\n').collect();
    let merge = |i: usize| match i {
        0 => r#"<w:vMerge w:val="restart"/>"#,
        _ => "<w:vMerge/>",
    };
    let rows = |label: &str, filled: &dyn Fn(&str) -> String, merged: bool| -> String {
        text.iter()
            .enumerate()
            .map(|(i, line)| {
                let label = if i == 0 { label } else { "" };
                let label = tc(if merged { merge(i) } else { "" }, label);
                format!("<w:tr>{label}{}</w:tr>", tc("", &filled(line)))
            })
            .collect()
    };
    let filled = |line: &str| line.replace("自行设立（）", "自行设立（6）");
    for merged in [true, false] {
        let body = format!(
            "{}<w:tbl>{}</w:tbl>",
            p("KT_04 成果转化情况统计"),
            rows("2020年度，双方合作研究中心新增（7）个", &filled, merged)
        );
        let got = read("KT_04", &body);
        assert_eq!(got.values(), json!({"new_centres": 7, "new_hk_alone": 6}));
        assert_eq!(got.told(), ["missing-column"]);
    }
}

#[test]
fn everything_at_once() {
    let got = form(&[
        ("累计有（）个", "累计有（30）个"),
        ("港资自行设立（）个", "港资自行设立（12）个"),
        ("联合设立（）个", "联合设立（8）个"),
        ("方式（），数量（）个", "方式（合资），数量（4）个"),
        ("基础研究（）个", "基础研究（16）个"),
        ("产品设计 （）个", "产品设计 （14）个"),
        ("新增（）个", "新增（3）个"),
        ("众创空间（）家", "众创空间（2）家"),
        ("创业园等）", "创业园等）\n创业园"),
        ("累计（）人", "累计（33）人"),
        ("机械制造（人）", "机械制造（11人）"),
        ("新能源（人）", "新能源（12人）"),
        ("新能源汽车（人）", "新能源汽车（5人）"),
        (
            "其他（）（请列出领域），（）人",
            "其他（教育）（请列出领域），（5）人",
        ),
    ]);
    let values: Json = json!({
        "centres": 30, "hk_alone": 12, "hk_firms": 8, "way": "合资", "way_count": 4,
        "basic": 16, "design": 14, "new_centres": 3, "spaces": 2, "space_kinds": "创业园",
        "founders": 33, "machines": 11, "energy": 12, "cars": 5, "trade": "教育",
        "trade_count": 5,
    });
    got.is(values);
}

#[test]
fn a_number_before_the_words_is_the_blank_s_and_told() {
    for typed in [
        "12 港资自行设立（）个",
        "12\u{3000}港资自行设立（\u{3000}\u{3000}）个",
        "12个港资自行设立（）个",
        "十二 港资自行设立（）个",
    ] {
        let got = form(&[("港资自行设立（）个", typed)]);
        assert_eq!(got.values(), json!({"hk_alone": 12}), "{typed}");
        assert_eq!(got.told().len(), 1, "{typed}: {:?}", got.told());
        assert!(got.told()[0].starts_with("corrected-value"), "{typed}");
    }
    // A number of the line beside one in its blank is no answer.
    let got = form(&[("港资自行设立（）个", "2 港资自行设立（12）个")]);
    assert_eq!(got.values(), json!({"hk_alone": 12}));
    assert_eq!(got.told(), ["unclaimed-text 2"]);
}
