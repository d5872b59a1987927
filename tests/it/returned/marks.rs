//! Marks: any visible property in which an option departs from the blank's same text and from its
//! fellows is a mark or a doubt, and what nobody sees is neither. Each on the real blank form.

use std::io::{Cursor, Read, Write};

use huibiao::mapping::bundled;
use huibiao::model::finding::Severity;
use huibiao::model::submission::Submission;
use huibiao::read::Reader;
use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{reader, sample};

/// Lists of the form, each with a few of its options by their numbers.
const LISTS: [(&str, &[(u64, &str)]); 5] = [
    (
        "HZ_05_001",
        &[
            (4, "利用自有资金，开展联合研究项目"),
            (22, "出口产品"),
            (26, "其他，请说明："),
        ],
    ),
    (
        "HZ_05_002",
        &[(4, "建立了国际科技合作网络"), (6, "获得了国外的经费资助")],
    ),
    (
        "HZ_05_003",
        &[(5, "助力形成全球化科技创新聚集地"), (8, "培养国际化人才")],
    ),
    (
        "HZ_06_001",
        &[(5, "双方沟通协调不顺畅"), (6, "国际合作经费不足")],
    ),
    (
        "HZ_06_002",
        &[
            (2, "大国暗中掣肘，外交局势变动"),
            (11, "“一带一路”合作经费不足"),
        ],
    ),
];

/// What can be seen of an option's words.
const SEEN: [&str; 31] = [
    r#"<w:color w:val="FF0000"/>"#,
    r#"<w:highlight w:val="yellow"/>"#,
    r#"<w:shd w:val="clear" w:fill="FFFF00"/>"#,
    "<w:b/>",
    "<w:i/>",
    r#"<w:u w:val="single"/>"#,
    r#"<w:u w:val="wave" w:color="FF0000"/>"#,
    "<w:strike/>",
    "<w:dstrike/>",
    r#"<w:bdr w:val="single"/>"#,
    r#"<w:em w:val="dot"/>"#,
    r#"<w:sz w:val="32"/>"#,
    r#"<w:sz w:val="18"/>"#,
    r#"<w:rFonts w:eastAsia="黑体"/>"#,
    "<w:outline/>",
    "<w:shadow/>",
    "<w:emboss/>",
    "<w:imprint/>",
    r#"<w:w w:val="150"/>"#,
    r#"<w:spacing w:val="60"/>"#,
    r#"<w:position w:val="12"/>"#,
    r#"<w:vertAlign w:val="superscript"/>"#,
    r#"<w:effect w:val="blinkBackground"/>"#,
    r#"<w:eastAsianLayout w:id="1" w:combine="1"/>"#,
    r#"<w14:glow w14:rad="63500"><w14:srgbClr w14:val="FF0000"/></w14:glow>"#,
    r#"<w14:shadow w14:blurRad="50800"><w14:srgbClr w14:val="000000"/></w14:shadow>"#,
    r#"<w14:reflection w14:blurRad="6350" w14:stA="55000"/>"#,
    r#"<w14:textOutline w14:w="9525"><w14:solidFill><w14:srgbClr w14:val="FF0000"/></w14:solidFill></w14:textOutline>"#,
    r#"<w14:textFill><w14:solidFill><w14:srgbClr w14:val="FF0000"/></w14:solidFill></w14:textFill>"#,
    r#"<w14:textFill><w14:solidFill><w14:schemeClr w14:val="accent2"/></w14:solidFill></w14:textFill>"#,
    r#"<w14:textFill><w14:gradFill><w14:gsLst><w14:gs w14:pos="0"><w14:srgbClr w14:val="00B0F0"/></w14:gs></w14:gsLst></w14:gradFill></w14:textFill>"#,
];

/// What can be seen of an option's line.
const SEEN_OF_LINE: [&str; 7] = [
    r#"<w:shd w:val="clear" w:fill="FFFF00"/>"#,
    r#"<w:pBdr><w:top w:val="single" w:sz="4"/><w:left w:val="single" w:sz="4"/></w:pBdr>"#,
    r#"<w:ind w:left="1440"/>"#,
    r#"<w:jc w:val="center"/>"#,
    r#"<w:spacing w:before="240"/>"#,
    r#"<w:framePr w:w="4000" w:wrap="around"/>"#,
    r#"<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>"#,
];

/// What nobody sees, or what programs write of their own accord.
const UNSEEN: [&str; 14] = [
    r#"<w:lang w:val="en-US" w:eastAsia="zh-CN"/>"#,
    "<w:noProof/>",
    r#"<w:kern w:val="2"/>"#,
    r#"<w:rFonts w:hint="eastAsia"/>"#,
    r#"<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>"#,
    r#"<w:snapToGrid w:val="0"/>"#,
    r#"<w:w w:val="100"/>"#,
    r#"<w:spacing w:val="0"/>"#,
    r#"<w:position w:val="0"/>"#,
    r#"<w:color w:val="auto"/>"#,
    r#"<w:color w:val="000000" w:themeColor="text1"/>"#,
    r#"<w:b w:val="0"/>"#,
    r#"<w14:ligatures w14:val="none"/>"#,
    r#"<w14:textFill><w14:solidFill><w14:schemeClr w14:val="tx1"/></w14:solidFill></w14:textFill>"#,
];

/// The blank form's document as XML.
fn blank() -> String {
    let bytes = sample("hz-2025-blank.docx");
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    let mut part = zip.by_name("word/document.xml").unwrap();
    part.read_to_string(&mut xml).unwrap();
    if !xml.contains("xmlns:w14=") {
        let w14 = r#" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" "#;
        xml = xml.replacen("<w:document ", &format!("<w:document{w14}"), 1);
    }
    xml
}

/// The blank form with another document part, read.
fn read(document: &str) -> Submission {
    read_with(reader(), &sample("hz-2025-blank.docx"), document)
}

/// A form with another document part, read.
fn read_with(reader: &Reader, bytes: &[u8], document: &str) -> Submission {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..zip.len() {
        let mut part = zip.by_index(i).unwrap();
        let name = part.name().unwrap().into_owned();
        out.start_file(&name, SimpleFileOptions::default()).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if name == "word/document.xml" {
            content = document.as_bytes().to_vec();
        }
        out.write_all(&content).unwrap();
    }
    reader.read("返回.docx", &out.finish().unwrap().into_inner())
}

/// The words of a stretch of XML.
fn words(xml: &str) -> String {
    let mut out = String::new();
    for piece in xml.split("<w:t").skip(1) {
        if let Some((tag, rest)) = piece.split_once('>')
            && (tag.is_empty() || tag.starts_with(' '))
            && !tag.ends_with('/')
        {
            out.push_str(rest.split('<').next().unwrap_or_default());
        }
    }
    out
}

/// The document with every paragraph of one list that prints just these words changed. The list is
/// known by one of its words, so that options that two lists share stay apart.
fn changed(xml: &str, label: &str, change: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(xml.len() + 1000);
    let mut rest = xml;
    let mut found = 0;
    while let Some(end) = rest.find("</w:p>") {
        let end = end + "</w:p>".len();
        let start = rest[..end].rfind("<w:p>").max(rest[..end].rfind("<w:p "));
        // The end of a paragraph that holds boxes, whose start is behind.
        let Some(start) = start else {
            out.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        };
        out.push_str(&rest[..start]);
        let paragraph = &rest[start..end];
        match words(paragraph) == label {
            true => {
                found += 1;
                out.push_str(&change(paragraph));
            }
            false => out.push_str(paragraph),
        }
        rest = &rest[end..];
    }
    assert!(found > 0, "{label}");
    out.push_str(rest);
    out
}

/// A paragraph whose runs have one more property.
fn with_run_property(paragraph: &str, property: &str) -> String {
    let filled = paragraph.replace("<w:rPr/>", "<w:rPr></w:rPr>");
    filled.replace("</w:rPr>", &format!("{property}</w:rPr>"))
}

/// A paragraph with one more property.
fn with_property(paragraph: &str, property: &str) -> String {
    let name = property[1..].split([' ', '>', '/']).next().unwrap();
    let mut filled = paragraph.replace("<w:pPr/>", "<w:pPr></w:pPr>");
    // Word has each property once.
    if let Some(start) = filled.find(&format!("<{name}>"))
        && let Some(len) = filled[start..].find(&format!("</{name}>"))
    {
        filled.replace_range(start..start + len + name.len() + 3, "");
    }
    filled.replacen("</w:pPr>", &format!("{property}</w:pPr>"), 1)
}

fn chosen(read: &Submission, table: &str) -> Vec<u64> {
    let data = serde_json::to_value(read).unwrap();
    let selected = data["tables"][table]["records"][0]["selected"].clone();
    let selected = selected.as_array().cloned().unwrap_or_default();
    selected.iter().filter_map(|s| s["no"].as_u64()).collect()
}

/// What a person is told to look at, of a table.
fn warned(read: &Submission, table: &str) -> Vec<String> {
    let path = format!("/tables/{table}");
    let findings = read.findings.iter();
    findings
        .filter(|f| f.severity >= Severity::Warning && f.path.to_string().starts_with(&path))
        .map(|f| format!("{} {}", f.rule().name(), f.message().zh))
        .collect()
}

#[test]
fn whatever_can_be_seen_on_one_option_is_a_mark_or_a_doubt() {
    let blank = blank();
    let of_words = SEEN.iter().map(|p| (p, false));
    let of_lines = SEEN_OF_LINE.iter().map(|p| (p, true));
    for (n, (property, line)) in of_words.chain(of_lines).enumerate() {
        // Each property on two of the lists, each list with every option.
        for (l, (table, options)) in LISTS.iter().enumerate().filter(|(l, _)| (l + n) % 5 < 2) {
            let (number, label) = options[(n + l) % options.len()];
            let document = changed(&blank, label, |p| match line {
                true => with_property(p, property),
                false => with_run_property(p, property),
            });
            let read = read(&document);
            let (chosen, warned) = (chosen(&read, table), warned(&read, table));
            assert!(
                chosen == [number] || chosen.is_empty() && !warned.is_empty(),
                "{table} {label} {property}: {chosen:?} {warned:?}"
            );
        }
    }
}

/// The 2020 edition's form, whose lists stand in tables, and its reader.
fn edition_2020() -> (Vec<u8>, String, Reader) {
    let bundle = bundled("hz-2020").unwrap();
    let bytes = huibiao::forms::blank::form(&bundle.mapping).unwrap();
    let mut zip = ZipArchive::new(Cursor::new(bytes.clone())).unwrap();
    let mut xml = String::new();
    let mut part = zip.by_name("word/document.xml").unwrap();
    part.read_to_string(&mut xml).unwrap();
    if !xml.contains("xmlns:w14=") {
        let w14 = r#" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" "#;
        xml = xml.replacen("<w:document ", &format!("<w:document{w14}"), 1);
    }
    let xml = xml.replace("<w:rPr />", "<w:rPr></w:rPr>");
    (bytes, xml, Reader::of_bundles(vec![bundle]).unwrap())
}

#[test]
fn whatever_can_be_seen_on_one_option_is_a_mark_or_a_doubt_in_2020_too() {
    let (bytes, blank, reader) = edition_2020();
    let lists = [
        ("HZ_05_001", 22, "□ 出口产品"),
        ("HZ_05_002", 4, "□ 建立了国际科技合作网络"),
        ("HZ_05_003", 8, "□ 培养国际化人才"),
    ];
    // A form without a theme has no colour of one.
    let of_words = SEEN.iter().filter(|p| !p.contains("schemeClr"));
    let of_words = of_words.map(|p| (p, false));
    let of_lines = SEEN_OF_LINE[..6].iter().map(|p| (p, true));
    for (n, (property, line)) in of_words.chain(of_lines).enumerate() {
        let (table, number, label) = lists[n % lists.len()];
        let document = changed(&blank, label, |p| match line {
            true => with_property(p, property),
            false => with_run_property(p, property),
        });
        let read = read_with(&reader, &bytes, &document);
        let (chosen, warned) = (chosen(&read, table), warned(&read, table));
        assert!(
            chosen == [number] || chosen.is_empty() && !warned.is_empty(),
            "{table} {label} {property}: {chosen:?} {warned:?}"
        );
    }
    for (n, property) in UNSEEN.iter().enumerate() {
        let (table, _, label) = lists[n % lists.len()];
        let document = changed(&blank, label, |p| with_run_property(p, property));
        let read = read_with(&reader, &bytes, &document);
        assert_eq!(chosen(&read, table), [] as [u64; 0], "{property}");
        assert_eq!(warned(&read, table), [] as [String; 0], "{property}");
    }
}

#[test]
fn what_nobody_sees_is_no_mark() {
    let blank = blank();
    for (n, property) in UNSEEN.iter().enumerate() {
        let (table, options) = LISTS[n % LISTS.len()];
        let (_, label) = options[n % options.len()];
        let read = read(&changed(&blank, label, |p| with_run_property(p, property)));
        assert_eq!(chosen(&read, table), [] as [u64; 0], "{property}");
        assert_eq!(warned(&read, table), [] as [String; 0], "{property}");
    }
}

/// An option's paragraph with other words before and behind it.
fn with_words(paragraph: &str, front: &str, back: &str) -> String {
    let run = |words: &str| match words {
        "" => String::new(),
        words => format!(r#"<w:r><w:t xml:space="preserve">{words}</w:t></w:r>"#),
    };
    let first = paragraph.find("<w:r>").max(paragraph.find("<w:r "));
    let first = paragraph.find("<w:r>").or(first).unwrap();
    let mut out = paragraph.to_owned();
    out.insert_str(first, &run(front));
    out.insert_str(out.len() - "</w:p>".len(), &run(back));
    out
}

#[test]
fn what_is_typed_beside_some_options_marks_them() {
    let blank = blank();
    for (front, back) in [
        ("1", ""),
        ("1.", ""),
        ("（1）", ""),
        ("①", ""),
        ("❶", ""),
        ("A", ""),
        ("A.", ""),
        ("【", "】"),
        ("（", "）"),
        ("“", "”"),
        ("[", "]"),
        ("*", ""),
        ("★", ""),
        ("→", ""),
        ("√", ""),
        ("", "√"),
        ("", " ×"),
        ("×", ""),
        ("", "（√）"),
        ("", "👍"),
        ("", "⭐"),
        ("", "（1）"),
        ("", "①"),
        ("√", "√"),
        ("Y", ""),
        ("", "!"),
    ] {
        let document = changed(&blank, "双方沟通协调不顺畅", |p| {
            with_words(p, front, back)
        });
        let read = read(&document);
        assert_eq!(chosen(&read, "HZ_06_001"), [5], "{front}…{back}");
        let ticked = format!("{front}{back}").contains(['√', '★']);
        let warned = warned(&read, "HZ_06_001");
        assert!(ticked || !warned.is_empty(), "{front}…{back}");
    }
    for (front, back) in [("首选", ""), ("", "（主要）"), ("", "？"), ("最", "")] {
        let document = changed(&blank, "双方沟通协调不顺畅", |p| {
            with_words(p, front, back)
        });
        let read = read(&document);
        assert!(!warned(&read, "HZ_06_001").is_empty(), "{front}…{back}");
    }
}

#[test]
fn a_ranking_chooses_and_what_can_be_read_in_two_ways_is_told() {
    let blank = blank();
    let typed = |beside: &[(&str, &str)]| {
        let mut document = blank.clone();
        for (label, front) in beside {
            document = changed(&document, label, |p| with_words(p, front, ""));
        }
        read(&document)
    };
    let (one, two) = ("双方沟通协调不顺畅", "国际合作经费不足");
    for beside in [
        [(one, "2"), (two, "1")],
        [(one, "②"), (two, "①")],
        [(one, "5."), (two, "6.")],
        [(one, "B"), (two, "A")],
        [(one, "7"), (two, "3")],
        [(one, "★"), (two, "（1）")],
    ] {
        let read = typed(&beside);
        assert_eq!(chosen(&read, "HZ_06_001"), [5, 6], "{beside:?}");
        let warned = warned(&read, "HZ_06_001");
        assert!(
            warned[0].starts_with("ambiguous-mark"),
            "{beside:?}: {warned:?}"
        );
    }
}

#[test]
fn two_ways_of_marking_in_one_list_are_a_doubt() {
    let blank = blank();
    let red = r#"<w:color w:val="FF0000"/>"#;
    for (property, expected) in [
        ("<w:b/>", vec![5]),
        (r#"<w:sz w:val="32"/>"#, vec![5]),
        (r#"<w:highlight w:val="yellow"/>"#, vec![5, 6]),
    ] {
        let document = changed(&blank, "双方沟通协调不顺畅", |p| {
            with_run_property(p, red)
        });
        let document = changed(&document, "国际合作经费不足", |p| {
            with_run_property(p, property)
        });
        let read = read(&document);
        assert_eq!(chosen(&read, "HZ_06_001"), expected, "{property}");
        let warned = warned(&read, "HZ_06_001");
        assert!(
            warned.iter().any(|w| w.starts_with("ambiguous-mark")),
            "{warned:?}"
        );
    }
    // A mark that is set apart in two ways is one mark.
    let both = format!("{red}<w:b/>");
    let document = changed(&blank, "双方沟通协调不顺畅", |p| {
        with_run_property(p, &both)
    });
    let read = read(&document);
    assert_eq!(chosen(&read, "HZ_06_001"), [5]);
    assert_eq!(warned(&read, "HZ_06_001"), [] as [String; 0]);
}

#[test]
fn the_only_coloured_option_struck_out_is_not_chosen() {
    let property = r#"<w:strike/><w:color w:val="FF0000"/>"#;
    let document = changed(&blank(), "国际合作经费不足", |p| {
        with_run_property(p, property)
    });
    let read = read(&document);
    assert_eq!(chosen(&read, "HZ_06_001"), [] as [u64; 0]);
    assert_eq!(warned(&read, "HZ_06_001").len(), 1);
}

#[test]
fn options_that_stand_in_the_list_twice_are_chosen_and_told() {
    let document = changed(&blank(), "国际合作经费不足", |p| format!("{p}{p}"));
    let read = read(&document);
    assert_eq!(chosen(&read, "HZ_06_001"), [6]);
    assert_eq!(warned(&read, "HZ_06_001").len(), 1);
}

#[test]
fn words_struck_through_behind_an_option_are_not_read() {
    let red = r#"<w:color w:val="FF0000"/>"#;
    let document = changed(&blank(), "其他，请说明：", |p| {
        let behind = "<w:r><w:rPr><w:strike/></w:rPr><w:t>交换学生</w:t></w:r><w:r><w:t>互派教师</w:t></w:r>";
        let marked = with_run_property(p, red);
        marked.replace("</w:p>", &format!("{behind}</w:p>"))
    });
    let read = read(&document);
    let data: Value = serde_json::to_value(&read).unwrap();
    let record = &data["tables"]["HZ_05_001"]["records"][0];
    assert_eq!(record["other"], "互派教师");
    let warned = warned(&read, "HZ_05_001");
    assert!(
        warned
            .iter()
            .any(|w| w.contains("struck-text") && w.contains("交换学生")),
        "{warned:?}"
    );
}

#[test]
fn options_without_a_mark_are_held_against_one_another() {
    // Most options ticked in place of their box: the box that is left on the others says nothing.
    let mut document = blank();
    for label in [
        "大国暗中掣肘，外交局势变动",
        "缺乏国际化人才",
        "外方限制我方技术引进",
        "国外政府信息不透明，合作风险大",
        "我国政府在风险防控方面政策支持不够",
        "知识产权保护、归属和分享存在问题",
        "因风俗习惯、文化背景、技术和环境条件差异带来的合作困难",
        "对合作国家的相关法律、政策、市场、经费使用政策等不了解",
    ] {
        if !document.contains(label) {
            continue;
        }
        document = changed(&document, label, |p| {
            let none = r#"<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>"#;
            with_words(&with_property(p, none), "√", "")
        });
    }
    let read = read(&document);
    let besides = warned(&read, "HZ_06_002");
    assert!(
        !besides.iter().any(|w| w.starts_with("ambiguous-mark")),
        "{besides:?}"
    );
}

#[test]
fn half_an_option_struck_a_grey_one_and_a_ring_behind_one_are_doubts() {
    let red = r#"<w:color w:val="FF0000"/>"#;
    let with_red = changed(&blank(), "国际合作经费不足", |p| {
        with_run_property(p, red)
    });
    let plain = read(&with_red);
    assert_eq!(chosen(&plain, "HZ_06_001"), [6]);
    assert_eq!(warned(&plain, "HZ_06_001"), [""; 0]);
    let grey = changed(&with_red, "双方沟通协调不顺畅", |p| {
        with_run_property(p, r#"<w:color w:val="BFBFBF"/>"#)
    });
    assert_eq!(chosen(&read(&grey), "HZ_06_001"), [6]);
    assert_eq!(warned(&read(&grey), "HZ_06_001").len(), 1);
    let ring = changed(&with_red, "双方沟通协调不顺畅", |p| {
        p.replace("</w:p>", "<w:r><w:t> ○</w:t></w:r></w:p>")
    });
    assert!(!warned(&read(&ring), "HZ_06_001").is_empty());
    let struck = changed(&blank(), "国际合作经费不足", |p| {
        let half = format!("<w:r><w:rPr>{red}</w:rPr><w:t>国际合作</w:t></w:r>")
            + &format!("<w:r><w:rPr>{red}<w:strike/></w:rPr><w:t>经费不足</w:t></w:r>");
        let start = p.find("<w:r>").or(p.find("<w:r ")).unwrap();
        format!("{}{half}</w:p>", &p[..start])
    });
    let half = read(&struck);
    assert!(!warned(&half, "HZ_06_001").is_empty());
}
