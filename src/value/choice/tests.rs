use super::*;
use crate::mapping::{Choice, List, Numbering};
use proptest::prelude::*;

const FIELDS: &[&str] = &[
    "大数据",
    "集成电路",
    "信息通信",
    "生命科学与生物技术",
    "医药与卫生健康",
    "先进制造",
    "新材料",
    "能源",
    "资源",
    "环境",
    "海洋",
    "农业",
    "交通",
    "地质与地球观测导航",
    "现代服务",
    "公共安全",
    "航空航天",
    "防灾减灾",
    "人工智能",
    "材料",
    "新能源",
    "量子技术",
    "智能传感器",
    "高端仪器",
    "矿产资源",
    "地球科学",
    "前沿交叉",
    "工程与技术",
    "其他技术领域",
];
const AGREEMENTS: &[&str] = &[
    "政府间协议",
    "省市、部委间协议",
    "机构间协议",
    "非政府组织间协议",
];
const VALIDITY: &[&str] = &[
    "2025年新签协议",
    "已有合作意向，计划签署",
    "协议仍在有效期内",
];
const POSITIONS: &[&str] = &[
    "主席、副主席",
    "理事长、副理事长、常务理事",
    "秘书长、副秘书长",
    "执行委员",
    "会士或理事",
    "专职人员",
    "非常驻专家或咨询顾问",
];
const CONFERENCES: &[&str] = &["线上会议", "线下会议", "线上线下结合会议"];
const CONTRACTS: &[&str] = &["技术开发", "技术转让", "技术咨询", "技术服务", "其他"];
const SCIENCE: &[&str] = &[
    "重大科学基础设施（大科学工程）",
    "大型国际科研合作研究计划（大科学计划）",
];
const PLATFORMS: &[&str] = &[
    "联合研究类平台",
    "孵化与产业类平台",
    "示范与技术转移类平台",
    "引智类平台（非111引智基地）",
    "海外创新类平台",
    "在华设立的外资研发机构",
    "在境外设立的研发中心",
];
const KINDS: &[&str] = &["政府间组织", "非政府间组织"];
const ROLES: &[&str] = &["牵头", "参与"];
const TALENTS: &[&str] = &["访问学者", "博士后", "教师/科研人员", "博士"];
const CHANNELS: &[&str] = &["以会引才", "以才引才", "以项目引才", "其他途径"];
const PROJECTS: &[&str] = &["研究类项目", "交流类项目"];

fn index(labels: &[&str], numbered: Option<Numbering>) -> ListIndex {
    ListIndex::new(&List {
        options: labels
            .iter()
            .map(|label| Choice {
                label: (*label).into(),
                aliases: Vec::new(),
                other: label.starts_with("其他"),
                code: None,
            })
            .collect(),
        numbered,
        source: None,
    })
}

fn summarise(reading: &Reading) -> String {
    let mut out = match &reading.value {
        Value::Null => "null".to_owned(),
        Value::Text(t) => t.clone(),
        other => panic!("{other:?}"),
    };
    if let Some(other) = &reading.other {
        out += &format!(" +{other}");
    }
    for note in &reading.notes {
        out += &format!(" {}", note.rule().name());
    }
    out
}

/// Read in a list that the form numbers.
fn numbered(text: &str, labels: &[&str]) -> String {
    summarise(&read(text, &index(labels, Some(Numbering::Digits))))
}

fn plain(text: &str, labels: &[&str]) -> String {
    summarise(&read(text, &index(labels, None)))
}

#[test]
fn a_label_is_itself() {
    for labels in [
        FIELDS, AGREEMENTS, VALIDITY, POSITIONS, SCIENCE, PLATFORMS, KINDS, TALENTS,
    ] {
        for label in labels {
            assert_eq!(plain(label, labels), *label);
            assert_eq!(plain(&format!(" {label}\n"), labels), *label);
        }
    }
    assert_eq!(plain("主席，副主席", POSITIONS), "主席、副主席");
    assert_eq!(plain("教师科研人员", TALENTS), "教师/科研人员");
    assert_eq!(plain("重大科学基础设施(大科学工程)", SCIENCE), SCIENCE[0]);
    assert_eq!(plain("生命科学\n与生物技术", FIELDS), "生命科学与生物技术");
    assert_eq!(plain("其它技术领域", FIELDS), "其他技术领域");
}

#[test]
fn a_printed_number_is_its_option() {
    for text in [
        "3",
        "３",
        "3.",
        "3、",
        "（3）",
        "③",
        "3.机构间协议",
        "③机构间协议",
        "3、机构间协议",
        "3 机构间协议",
        "3机构间协议",
        "（3）机构间协议",
        "3．机构间协议",
        "选3",
        "第3项",
        "机构间协议（3）",
        "3.机构间",
    ] {
        assert_eq!(numbered(text, AGREEMENTS), "机构间协议", "{text}");
    }
    assert_eq!(numbered("1.2025年新签协议", VALIDITY), "2025年新签协议");
    assert_eq!(numbered("12025年新签协议", VALIDITY), "2025年新签协议");
    assert_eq!(numbered("2025年新签协议", VALIDITY), "2025年新签协议");
    assert_eq!(
        numbered("2、理事长、副理事长、常务理事", POSITIONS),
        POSITIONS[1]
    );
    assert_eq!(
        numbered("（1）重大科学基础设施（大科学工程）", SCIENCE),
        SCIENCE[0]
    );
}

#[test]
fn letters_number_a_list_that_has_them() {
    let list = index(TALENTS, Some(Numbering::Letters));
    for text in ["b", "b.", "B、", "b）", "（b）", "b.博士后", "ｂ"] {
        assert_eq!(summarise(&read(text, &list)), "博士后", "{text}");
    }
    assert_eq!(summarise(&read("2", &list)), "博士后 corrected-value");
    assert_eq!(summarise(&read("e", &list)), "null not-in-list");
}

#[test]
fn codes_of_a_list_come_before_the_order() {
    let mut list = List {
        options: Vec::new(),
        numbered: Some(Numbering::Codes),
        source: None,
    };
    for (label, code) in [("甲", "01"), ("乙", "05")] {
        list.options.push(Choice {
            label: label.into(),
            aliases: vec![format!("{label}类")],
            other: false,
            code: Some(code.into()),
        });
    }
    let list = ListIndex::new(&list);
    assert_eq!(summarise(&read("05", &list)), "乙");
    assert_eq!(summarise(&read("05.乙", &list)), "乙");
    assert_eq!(summarise(&read("2", &list)), "null not-in-list");
    assert_eq!(summarise(&read("乙类", &list)), "乙");
}

#[test]
fn a_number_that_the_form_does_not_print_is_told() {
    assert_eq!(plain("19", FIELDS), "人工智能 corrected-value");
    assert_eq!(plain("19.人工智能", FIELDS), "人工智能");
    assert_eq!(plain("1.人工智能", FIELDS), "人工智能 corrected-value");
    assert_eq!(plain("b", ROLES), "参与 corrected-value");
    assert_eq!(numbered("1.机构间协议", AGREEMENTS), "null not-in-list");
    assert_eq!(numbered("9", AGREEMENTS), "null not-in-list");
    assert_eq!(numbered("0", AGREEMENTS), "null not-in-list");
}

#[test]
fn words_of_ones_own_go_beside_the_option() {
    for text in [
        "其他技术领域（名称：脑科学）",
        "其他技术领域（名称脑科学）",
        "其他技术领域（名称___脑科学____）",
        "其他技术领域：脑科学",
        "其他技术领域-脑科学",
        "其他技术领域（脑科学）",
        "其它技术领域（脑科学）",
        "其他技术领域，请说明：脑科学",
        "29.其他技术领域：脑科学",
        "其他技术领域 脑科学",
    ] {
        assert_eq!(plain(text, FIELDS), "其他技术领域 +脑科学", "{text}");
    }
    for text in [
        "其他（脑科学）",
        "其他：脑科学",
        "其他领域（脑科学）",
        "其他脑科学",
        "其他技术：脑科学",
    ] {
        assert_eq!(
            plain(text, FIELDS),
            "其他技术领域 +脑科学 corrected-value",
            "{text}"
        );
    }
    for text in [
        "其他技术领域（名称___________）",
        "其他技术领域（名称___________）。",
        "其他技术领域",
        "其他技术领域：",
    ] {
        assert_eq!(plain(text, FIELDS), "其他技术领域", "{text}");
    }
    assert_eq!(plain("其他", CONTRACTS), "其他");
    assert_eq!(
        plain("其他：软件许可；专利", CONTRACTS),
        "其他 +软件许可；专利"
    );
    assert_eq!(plain("5.其他（软件许可）", CONTRACTS), "其他 +软件许可");
    let long = "长".repeat(400);
    assert_eq!(
        plain(&format!("其他：{long}"), CONTRACTS),
        format!("其他 +{long}")
    );
}

#[test]
fn several_options_are_none() {
    for (text, labels) in [
        ("研究类项目；研究类项目", PROJECTS),
        ("研究类项目\n交流类项目", PROJECTS),
        ("政府间组织；政府间组织", KINDS),
        ("大数据；工程与技术", FIELDS),
        ("大数据、人工智能", FIELDS),
        ("大数据，人工智能", FIELDS),
        ("大数据/人工智能", FIELDS),
        ("大数据和人工智能", FIELDS),
        ("大数据 人工智能", FIELDS),
        ("大数据人工智能", FIELDS),
        ("资源与环境", FIELDS),
        ("人工智能、脑科学", FIELDS),
        ("技术开发；技术服务", CONTRACTS),
        ("技术开发；其他", CONTRACTS),
        ("其他；技术开发", CONTRACTS),
        ("1、3", CONTRACTS),
        ("①③", CONTRACTS),
        ("1.技术开发 3.技术咨询", CONTRACTS),
        ("主席、副主席；会士或理事", POSITIONS),
        ("主席、秘书长", POSITIONS),
        ("访问学者；教师/科研人员", TALENTS),
        ("☑线上会议 ☑线下会议", CONFERENCES),
    ] {
        assert_eq!(plain(text, labels), "null several-choices", "{text}");
    }
}

#[test]
fn a_ticked_option_among_the_printed_ones_is_chosen() {
    for text in [
        "□线上会议 ☑线下会议",
        "线上会议□ 线下会议☑",
        "（ ）线上会议（√）线下会议",
        "√线下会议",
        "线下会议√",
        "□1.线上会议 ☑2.线下会议 □3.线上线下结合会议",
    ] {
        assert_eq!(numbered(text, CONFERENCES), "线下会议", "{text}");
    }
    assert_eq!(plain("□线上会议 □线下会议", CONFERENCES), "null");
    assert_eq!(plain("□线下会议", CONFERENCES), "线下会议 ambiguous-mark");
    assert_eq!(
        plain("线上会议√线下会议", CONFERENCES),
        "null unreadable-value"
    );
}

#[test]
fn a_part_of_a_label_that_fits_one_option_is_told() {
    for (text, labels, expected) in [
        ("研究类", PROJECTS, "研究类项目"),
        ("研究", PROJECTS, "研究类项目"),
        ("线下", CONFERENCES, "线下会议"),
        ("线上", CONFERENCES, "线上会议"),
        ("线上线下结合", CONFERENCES, "线上线下结合会议"),
        ("政府间", AGREEMENTS, "政府间协议"),
        ("机构间", AGREEMENTS, "机构间协议"),
        ("副主席", POSITIONS, "主席、副主席"),
        ("秘书长", POSITIONS, "秘书长、副秘书长"),
        ("大科学工程", SCIENCE, "重大科学基础设施（大科学工程）"),
        (
            "重大科学基础设施",
            SCIENCE,
            "重大科学基础设施（大科学工程）",
        ),
        ("引智类平台", PLATFORMS, "引智类平台（非111引智基地）"),
        ("技术转移类平台", PLATFORMS, "示范与技术转移类平台"),
        ("人工智能领域", FIELDS, "人工智能"),
        ("信息通信技术", FIELDS, "信息通信"),
        ("材料科学", FIELDS, "材料"),
        ("生物技术", FIELDS, "生命科学与生物技术"),
        ("传感器", FIELDS, "智能传感器"),
        ("开发", CONTRACTS, "技术开发"),
        ("教师", TALENTS, "教师/科研人员"),
        ("矿产", FIELDS, "矿产资源"),
    ] {
        assert_eq!(
            plain(text, labels),
            format!("{expected} corrected-value"),
            "{text}"
        );
    }
}

#[test]
fn a_slip_of_the_pen_is_corrected_and_told() {
    for (text, labels, expected) in [
        ("人工智障", FIELDS, "人工智能"),
        ("集程电路", FIELDS, "集成电路"),
        ("生命科学与生物技木", FIELDS, "生命科学与生物技术"),
        ("先进智造", FIELDS, "先进制造"),
        ("航天航空", FIELDS, "null"),
        ("线卜会议", CONFERENCES, "null"),
        ("薪材料", FIELDS, "null"),
        ("2024年新签协议", VALIDITY, "null"),
        ("非政府间协议", AGREEMENTS, "null"),
        ("常驻专家", POSITIONS, "null"),
        ("111引智基地", PLATFORMS, "null"),
    ] {
        let expected = match expected {
            "null" => "null not-in-list".to_owned(),
            label => format!("{label} corrected-value"),
        };
        assert_eq!(plain(text, labels), expected, "{text}");
    }
}

#[test]
fn words_beside_a_label_are_told() {
    for (text, labels, expected) in [
        ("线下会议（珠海）", CONFERENCES, "线下会议"),
        ("线上会议：腾讯会议", CONFERENCES, "线上会议"),
        ("线上会议 腾讯会议", CONFERENCES, "线上会议"),
        ("会议形式：线下会议", CONFERENCES, "线下会议"),
        ("参与？", ROLES, "参与"),
    ] {
        assert_eq!(
            plain(text, labels),
            format!("{expected} corrected-value"),
            "{text}"
        );
    }
}

#[test]
fn what_is_no_option_is_null_with_an_error() {
    for (text, labels) in [
        ("不清楚", FIELDS),
        ("参?", ROLES),
        ("以项?", CHANNELS),
        ("矿产?", FIELDS),
        ("待定", KINDS),
        ("面向极端环境的桥梁", FIELDS),
        ("技术", CONTRACTS),
        ("高材", FIELDS),
        ("组织", KINDS),
        ("见附件", FIELDS),
    ] {
        assert_eq!(plain(text, labels), "null not-in-list", "{text}");
    }
    let hint = &read("新能源汽车技术研发", &index(FIELDS, None)).notes[0].hint();
    assert!(hint.zh.contains("新能源"), "{}", hint.zh);
    assert!(hint.en.contains("新能源"), "{}", hint.en);
}

#[test]
fn nothing_is_null() {
    for text in ["", " ", "/", "无", "—", "N/A"] {
        assert_eq!(read(text, &index(FIELDS, None)), Reading::null(), "{text}");
    }
}

#[test]
fn a_line_of_a_box_is_found_under_its_marks() {
    let list = index(&["出口产品", "“一带一路”合作", "其他"], None);
    let words = |line| list.find(line).map(|m| (m.option, m.words));
    assert_eq!(words("□ 出口产品"), Some((0, None)));
    assert_eq!(words("☑1、出口产品"), Some((0, None)));
    assert_eq!(words("● 出口产品。"), Some((0, None)));
    assert_eq!(words("（√）出口产品"), Some((0, None)));
    assert_eq!(words("“一带一路”合作"), Some((1, None)));
    assert_eq!(words("□ 其他，请说明："), Some((2, None)));
    let own = Some("科技外交与人文交流".to_owned());
    assert_eq!(
        words("□ 其他，请说明：科技外交与人文交流"),
        Some((2, own.clone()))
    );
    assert_eq!(
        words("26. 其他，请说明：科技外交与人文交流"),
        Some((2, own))
    );
    assert_eq!(words("开展国际科技合作"), None);
    assert_eq!(words(""), None);
    assert_eq!(list.exact(&crate::text::key::key("出口 产品")), Some(0));
}

proptest! {
    /// Any label, numbered and dressed in any of the ways, reads back without a finding.
    #[test]
    fn a_label_reads_back(
        which in 0usize..8,
        option in 0usize..40,
        style in 0usize..11,
        space in "[ 　]{0,2}",
    ) {
        let lists = [FIELDS, AGREEMENTS, VALIDITY, POSITIONS, CONTRACTS, SCIENCE, PLATFORMS, TALENTS];
        let labels = lists[which];
        let at = option % labels.len();
        let (n, label) = (at + 1, labels[at]);
        let circled = char::from_u32('①' as u32 + at as u32).filter(|_| at < 20);
        let written = match style {
            0 => label.to_owned(),
            1 => n.to_string(),
            2 => format!("{n}."),
            3 => format!("（{n}）"),
            4 => format!("{n}.{space}{label}"),
            5 => format!("{n}、{label}"),
            6 => format!("（{n}）{label}"),
            7 => circled.map_or_else(|| label.to_owned(), |c| c.to_string()),
            8 => circled.map_or_else(|| label.to_owned(), |c| format!("{c}{label}")),
            9 => format!("☑{label}"),
            _ => format!("{n}．{label}。"),
        };
        let list = index(labels, Some(Numbering::Digits));
        prop_assert_eq!(
            read(&format!("{space}{written}{space}"), &list),
            Reading::of(Value::Text(label.to_owned())), "{}", written
        );
    }

    /// Words of one's own come back as typed, however they are set beside the option.
    #[test]
    fn own_words_read_back(words in "[生-甲]{2,8}", style in 0usize..6) {
        prop_assume!(!FIELDS.iter().any(|f| f.contains(&words) || words.contains(f)));
        let written = match style {
            0 => format!("其他技术领域（名称：{words}）"),
            1 => format!("其他技术领域（名称{words}）"),
            2 => format!("其他技术领域：{words}"),
            3 => format!("其他技术领域（{words}）"),
            4 => format!("其他技术领域-{words}"),
            _ => format!("其他技术领域，请说明：{words}。"),
        };
        let reading = read(&written, &index(FIELDS, None));
        prop_assert_eq!(reading.value, Value::Text("其他技术领域".to_owned()));
        prop_assert_eq!(reading.other, Some(words));
        prop_assert!(reading.notes.is_empty());
    }

    /// One wrong character never gives another option in silence.
    #[test]
    fn a_wrong_character_is_never_silent(
        which in 0usize..8, option in 0usize..40, at in 0usize..20, wrong in "[生-甲上下非不新]",
    ) {
        let lists = [FIELDS, AGREEMENTS, VALIDITY, POSITIONS, CONTRACTS, SCIENCE, PLATFORMS, TALENTS];
        let labels = lists[which];
        let label = labels[option % labels.len()];
        let mut chars: Vec<char> = label.chars().collect();
        let at = at % chars.len();
        chars[at] = wrong.chars().next().unwrap_or('甲');
        let typed: String = chars.into_iter().collect();
        prop_assume!(!labels.contains(&typed.as_str()) && crate::text::key::key(&typed) != crate::text::key::key(label));
        let reading = read(&typed, &index(labels, None));
        prop_assert!(!reading.notes.is_empty() || reading.other.is_some(), "{}", typed);
    }

    /// Nothing panics or loops, whatever is typed.
    #[test]
    fn any_text_is_read(text in "\\PC{0,40}") {
        read(&text, &index(FIELDS, None));
        index(TALENTS, Some(Numbering::Letters)).find(&text);
    }
}
