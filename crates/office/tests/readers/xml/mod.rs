//! Our XML reader against quick-xml.

mod events;

use events::{ours, quick};
use office::xml::{Reader, Token};
use proptest::prelude::*;

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

fn name() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "w:p",
        "w:r",
        "w:t",
        "w:rPr",
        "v:shape",
        "p",
        "x:y",
        "文:字",
        "wxmlns",
        "w:xmlns2",
        "undeclared:z",
    ])
    .prop_map(str::to_owned)
}

fn attribute() -> impl Strategy<Value = String> {
    let names = vec![
        "w:val",
        "val",
        "xml:space",
        "v:a",
        "xmlns:w",
        "xmlns:v",
        "xmlns",
        "xmlns:x",
        "w:rsidR",
    ];
    let values = vec![
        "",
        "1",
        "preserve",
        "a > b",
        "it's",
        "&lt;&#65;",
        "xmlns:w=x",
        WORD,
        "urn:schemas-microsoft-com:vml",
        "urn:other",
        " 文 ",
    ];
    let spaces = prop::sample::select(vec![" ", "  ", "\n\t"]);
    (
        prop::sample::select(names),
        prop::sample::select(values),
        spaces,
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(name, value, space, single, loose)| {
            let equals = if loose { " = " } else { "=" };
            if single && !value.contains('\'') {
                format!("{space}{name}{equals}'{value}'")
            } else {
                format!("{space}{name}{equals}\"{value}\"")
            }
        })
}

/// One of an attribute's name, as XML wants it.
fn attributes() -> impl Strategy<Value = String> {
    prop::collection::vec(attribute(), 0..4).prop_map(|all| {
        let mut seen = Vec::new();
        all.into_iter()
            .filter(|a| {
                let name = a.trim_start().split(['=', ' ']).next().unwrap().to_owned();
                let new = !seen.contains(&name);
                seen.push(name);
                new
            })
            .collect()
    })
}

fn content() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        prop::sample::select(vec![
            "",
            "text",
            "中文",
            " \r\n a\rb\n",
            "&amp;&lt;&gt;&quot;&apos;",
            "&#x2611;&#65;",
            "a > b xmlns: c",
            "<!-- a <b> & -- -->",
            "<![CDATA[<a>&amp;]] ]]>",
            "<?pi <a>?>",
            "]]",
        ])
        .prop_map(str::to_owned),
        (name(), attributes()).prop_map(|(name, attributes)| format!("<{name}{attributes}/>")),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        (
            name(),
            attributes(),
            prop::collection::vec(inner, 0..6),
            any::<bool>(),
        )
            .prop_map(|(name, attributes, inner, space)| {
                let space = if space { " " } else { "" };
                format!(
                    "<{name}{attributes}{space}>{}</{name}{space}>",
                    inner.concat()
                )
            })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_well_formed_document_is_what_quick_xml_reads(inner in content(), attributes in attributes()) {
        let xml = format!("<?xml version=\"1.0\"?>\n<w:document xmlns:w='{WORD}'><a{attributes}>{inner}</a></w:document>\n");
        let theirs = quick(&xml);
        prop_assert!(theirs.is_some(), "quick-xml refuses {}", xml);
        prop_assert_eq!(ours(&xml), Ok(theirs.unwrap()), "{}", xml);
    }

    #[test]
    fn no_text_makes_the_readers_differ(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "<", ">", "/", "</", "/>", "<a", "<a>", "</a>", "<b ", "=", "'", "\"", " ", "x", "&", ";", "&lt;",
            "&#", "#x4e", "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "<!", "DOCTYPE", "xmlns", "xmlns:a='u'",
            " c='d'", "a:", "文", "\r", "\n",
        ]), 0..24)
    ) {
        let xml = format!("<a>{}</a>", pieces.concat());
        if let (Ok(own), Some(theirs)) = (ours(&xml), quick(&xml)) {
            prop_assert_eq!(own, theirs, "{}", xml);
        }
    }

    #[test]
    fn skipping_and_jumping_end_where_reading_does(inner in content()) {
        let xml = format!("<r xmlns:w='{WORD}'><a>{inner}</a><a>{inner}</a><b/></r>");
        let start = |reader: &mut Reader<'_>| {
            while !matches!(reader.token().unwrap(), Token::Start(tag) if tag.name == b"a") {}
        };
        let mut reader = Reader::new(xml.as_bytes());
        start(&mut reader);
        let before = reader.rest().len();
        reader.skip().unwrap();
        let len = before - reader.rest().len();
        prop_assert_eq!(len, inner.len() + "</a>".len());
        start(&mut reader);
        reader.jump(len);
        prop_assert_eq!(reader.depth(), 1);
        let Token::Start(tag) = reader.token().unwrap() else { panic!("no tag") };
        prop_assert_eq!(tag.name, b"b");
    }
}

#[test]
fn the_samples_are_what_quick_xml_reads() {
    let folder = std::fs::read_dir("../../samples").unwrap();
    let mut compared = 0;
    for file in folder.map(|f| f.unwrap().path()) {
        if file.extension().is_none_or(|e| e != "docx") {
            continue;
        }
        let bytes = std::fs::read(&file).unwrap();
        let package = office::package::Package::open(&bytes).unwrap();
        for part in [package.main_part(), "word/styles.xml", "word/numbering.xml"] {
            let Some(xml) = package.xml(part).unwrap() else {
                continue;
            };
            let xml = String::from_utf8(xml).unwrap();
            assert!(
                ours(&xml).ok() == quick(&xml),
                "{part} of {}",
                file.display()
            );
            compared += 1;
        }
    }
    assert!(compared >= 3);
}

#[test]
fn a_declaration_is_in_force_within_its_element_only() {
    let xml = "<a xmlns='urn:schemas-microsoft-com:vml'><b xmlns=''><c/></b><c/></a>";
    assert_eq!(ours(xml).ok(), quick(xml));
}
