//! Our XML reader against others, and what it refuses.

mod events;

use events::{agree, ours, quick};
use office::xml::{Error, Flaw, Reader, Token};
use proptest::prelude::*;

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

fn name() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "w:p", "w:r", "w:t", "w:rPr", "v:shape", "p", "x:y", "文:字", "wxmlns", "w:xmlns2",
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
            // Only the default namespace may be declared to be none.
            let value = match name.starts_with("xmlns:") && value.is_empty() {
                true => "urn:none",
                false => value,
            };
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
            "<!-- a <b> & - -->",
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
    fn a_document_is_what_the_others_read(inner in content(), attributes in attributes()) {
        agree(&format!("<?xml version=\"1.0\"?>\n<w:document xmlns:w='{WORD}' xmlns:v='urn:v' xmlns:x='urn:x' xmlns:文='urn:w'><a{attributes}>{inner}</a></w:document>\n"));
    }

    #[test]
    fn no_text_makes_the_readers_differ(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "<", ">", "/", "</", "/>", "<a", "<a>", "</a>", "<b ", "=", "'", "\"", " ", "x", "&", ";", "&lt;",
            "&#", "#x4e", "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "<!", "DOCTYPE", "xmlns", "xmlns:a='u'",
            " c='d'", "a:", "文", "\r", "\n", "--", "xml", " a:c='d'", " c=", "&#1;", "\u{1}", "\u{fffe}", "\u{d7}",
            "<b xmlns:b='u' xmlns:c='u' b:x='' c:x=''/>", " xmlns=''", "1",
        ]), 0..24),
        before in prop::sample::select(vec!["", "", "<?xml version='1.0'?>", " ", "\u{feff}", "<!-- -->", "x", "<b/>"]),
        after in prop::sample::select(vec!["", "", "\n", "<!-- -->", "<?x?>", "x", "<b/>", "</a>", "<![CDATA[]]>", "&amp;", "\0"]),
    ) {
        agree(&format!("{before}<a>{}</a>{after}", pieces.concat()));
    }

    /// A well-formed document with a byte or two changed, left out or put in.
    #[test]
    fn no_slip_makes_the_readers_differ(
        inner in content(),
        slips in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(vec!["", "<", ">", "\"", "'", "=", " ", "/", "a", ":", "&", "-", "]]>", "?", "!"]), any::<bool>()), 1..3),
    ) {
        let mut xml = format!("<w:document xmlns:w='{WORD}' xmlns:v='urn:v' xmlns:x='urn:x' xmlns:文='urn:w'>{inner}</w:document>");
        for (index, put, out) in slips {
            let places: Vec<(usize, char)> = xml.char_indices().collect();
            let (at, c) = places[index.index(places.len())];
            let end = if out { at + c.len_utf8() } else { at };
            xml.replace_range(at..end, put);
        }
        agree(&xml);
    }

    #[test]
    fn skipping_and_jumping_end_where_reading_does(inner in content()) {
        let xml = format!("<r xmlns:w='{WORD}' xmlns:v='urn:v' xmlns:x='urn:x' xmlns:文='urn:w'><a>{inner}</a><a>{inner}</a><b/></r>");
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
                ours(&xml).is_ok_and(|own| Some(own) == quick(&xml)),
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

/// What is wrong with a document.
fn refused(xml: &str) -> Error {
    ours(xml).expect_err(xml)
}

fn flaw(xml: &str) -> Flaw {
    match refused(xml) {
        Error::Malformed { flaw, .. } => flaw,
        error => panic!("{xml}: {error}"),
    }
}

#[test]
fn what_is_not_well_formed_is_refused_with_its_reason() {
    let prefix = |prefix: &str| Flaw::Prefix {
        prefix: prefix.to_owned(),
    };
    let declaration = |prefix: &str| Flaw::Declaration {
        prefix: prefix.to_owned(),
    };
    let repeated = |name: &str| Flaw::RepeatedAttribute {
        name: name.to_owned(),
    };
    for (xml, expected) in [
        ("<a b=1/>", Flaw::Attribute),
        ("<a b/>", Flaw::Attribute),
        ("<a b='1'c='2'/>", Flaw::Attribute),
        ("<a 'b'/>", Flaw::Attribute),
        ("<a ='b'/>", Flaw::Attribute),
        ("<a 1='b'/>", Flaw::Attribute),
        ("<a / >", Flaw::Attribute),
        ("<a b='<'/>", Flaw::LessThan),
        ("<a <b/>", Flaw::LessThan),
        ("<a b='1' c='2' b='3'/>", repeated("b")),
        (
            "<a xmlns:x='u' xmlns:y='u' x:b='1' y:b='2'/>",
            repeated("y:b"),
        ),
        ("<a><b></a></b>", Flaw::EndTag),
        ("<a></b>", Flaw::EndTag),
        ("</a>", Flaw::EndTag),
        ("<a/><b/>", Flaw::OutsideRoot),
        ("<a/>x", Flaw::OutsideRoot),
        ("x<a/>", Flaw::OutsideRoot),
        ("<a/>&#32;", Flaw::OutsideRoot),
        ("<a/></a>", Flaw::EndTag),
        ("<a>\u{1}</a>", Flaw::Character(1)),
        ("<a b='\u{8}'/>", Flaw::Character(8)),
        ("<a/>\0", Flaw::Character(0)),
        ("<a>\u{ffff}</a>", Flaw::Character(0xffff)),
        ("<a>]]></a>", Flaw::SectionEnd),
        ("<a><!-- a -- b --></a>", Flaw::Comment),
        ("<a><!-- a ---></a>", Flaw::Comment),
        ("<a><1/></a>", Flaw::Name),
        ("<a>< b/></a>", Flaw::Name),
        ("<a><b:/></a>", Flaw::Name),
        ("<a><!b></a>", Flaw::Markup),
        ("<![CDATA[]]><a/>", Flaw::Markup),
        ("<x:a/>", prefix("x")),
        ("<a x:b=''/>", prefix("x")),
        ("<a><b xmlns:x='u'/><x:b/></a>", prefix("x")),
        ("<a xmlns:x=''/>", declaration("x")),
        ("<a xmlns:xml='u'/>", declaration("xml")),
        ("<a xmlns:xmlns='u'/>", declaration("xmlns")),
        (
            "<a xmlns='http://www.w3.org/XML/1998/namespace'/>",
            declaration(""),
        ),
        (" <?xml version='1.0'?><a/>", Flaw::Instruction),
        ("<?xml encoding='UTF-8'?><a/>", Flaw::Instruction),
        ("<a><? b?></a>", Flaw::Instruction),
    ] {
        agree(xml);
        assert_eq!(flaw(xml), expected, "{xml}");
    }
    // Where the others are not as strict.
    for (xml, expected) in [
        ("<a><?XML a?></a>", Flaw::Instruction),
        ("<a><?b<c?></a>", Flaw::Instruction),
        ("<:a/>", Flaw::Name),
        ("<a:b:c xmlns:a='u'/>", Flaw::Name),
        ("<a :b=''/>", Flaw::Attribute),
    ] {
        assert_eq!(flaw(xml), expected, "{xml}");
    }
    for xml in [
        "",
        "<a>",
        "<a b='1",
        "<a b",
        "<a",
        "<",
        "<a><!-- -",
        "<a><![CDATA[]]",
        "<a/><!--",
    ] {
        assert_eq!(refused(xml), Error::Truncated, "{xml}");
    }
    for (xml, name) in [
        ("<a>&nbsp;</a>", "nbsp"),
        ("<a b='&nbsp;'/>", "nbsp"),
        ("<a>&#0;</a>", "#0"),
        ("<a>&#x1F;</a>", "#x1F"),
        ("<a>&#xFFFE;</a>", "#xFFFE"),
        ("<a>&#xD800;</a>", "#xD800"),
        ("<a>&#+65;</a>", "#+65"),
        ("<a>&;</a>", ""),
        ("<a b='&amp'/>", "amp'"),
    ] {
        let name = name.to_owned();
        assert_eq!(refused(xml), Error::Entity { name }, "{xml}");
    }
}

/// Also where nobody asks for the text or the attributes.
#[test]
fn what_is_passed_over_is_looked_at_too() {
    for inner in [
        "<b c=1/>",
        "<b c='' c=''/>",
        "&x;",
        "<b></c>",
        "]]>",
        "<x:b/>",
        "<b c='&x;'/>",
    ] {
        let xml = format!("<a>{inner}</a>");
        let mut reader = Reader::new(xml.as_bytes());
        assert!(matches!(reader.token(), Ok(Token::Start(_))));
        assert!(reader.skip().is_err(), "{xml}");
    }
}

#[test]
fn what_is_well_formed_is_read() {
    for xml in [
        "<a b = '1'\r\n\tc=\"2\" />",
        "<a b='>' c='\"'/>",
        "<a xmlns='u' xmlns:x='u' b='1' x:b='2'/>",
        "<a xmlns:x='u' xmlns:y='v' x:b='1' y:b='2'/>",
        "<a xml:space='preserve'></a >",
        "<文 字='一'>。</文>",
        "\u{feff}<?xml version='1.0' encoding='UTF-8'?>\n<!-- a - b --><?c d?><a/><!-- --><?e?>\n",
        "<a><!-- & < ]]> --><?b & < ]]>?><![CDATA[& < ]] > -- ]]></a>",
        "<a>]] > ]&gt; &#x10FFFF;&#9;</a>",
        "<a>\u{7f}\u{85}\u{fffd}</a>",
        "<a xmlns=''><xmlnsb/></a>",
    ] {
        agree(xml);
        assert!(ours(xml).is_ok(), "{xml}");
    }
}
