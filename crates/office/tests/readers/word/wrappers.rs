//! Wrappers around anything: the paper is the same as without them.

use proptest::prelude::*;

use super::document::{Document, grid, lines, p, r, read, tables, tc};

/// Each wrapper that Word may put around runs, paragraphs, rows and cells, as its start and end.
const WRAPPERS: [(&str, &str); 9] = [
    (
        "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtEndPr/><w:sdtContent>",
        "</w:sdtContent></w:sdt>",
    ),
    ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
    (
        "<w:smartTag w:element='City'><w:smartTagPr><w:attr w:name='a' w:val='b'/></w:smartTagPr>",
        "</w:smartTag>",
    ),
    (
        "<w:customXml w:element='x'><w:customXmlPr><w:placeholder w:val='p'/></w:customXmlPr>",
        "</w:customXml>",
    ),
    (
        "<mc:AlternateContent><mc:Choice Requires='wps w14'>",
        "</mc:Choice><mc:Fallback><w:p><w:r><w:t>old</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>",
    ),
    (
        "<mc:AlternateContent><mc:Choice Requires='m'><w:p><w:r><w:t>new</w:t></w:r></w:p></mc:Choice><mc:Fallback>",
        "</mc:Fallback></mc:AlternateContent>",
    ),
    (
        "<w:bookmarkStart w:id='1' w:name='b'/>",
        "<w:bookmarkEnd w:id='1'/>",
    ),
    (
        "<w:proofErr w:type='spellStart'/>",
        "<w:proofErr w:type='spellEnd'/>",
    ),
    (
        "<!-- a comment with <w:p> in it -->",
        "<?a processing instruction?>",
    ),
];

/// Wrappers that stand around runs only.
const INLINE: [(&str, &str); 4] = [
    ("<w:hyperlink r:id='r1' xmlns:r='urn:x'>", "</w:hyperlink>"),
    ("<w:fldSimple w:instr='DATE'>", "</w:fldSimple>"),
    ("<w:dir w:val='rtl'>", "</w:dir>"),
    ("<w:bdo w:val='ltr'>", "</w:bdo>"),
];

fn wrap(inner: &str, which: &[usize], wrappers: &[(&str, &str)]) -> String {
    which.iter().fold(inner.to_owned(), |inner, &i| {
        let (start, end) = wrappers[i % wrappers.len()];
        format!("{start}{inner}{end}")
    })
}

#[test]
fn each_wrapper_may_stand_around_runs_paragraphs_rows_and_cells() {
    for (start, end) in WRAPPERS {
        let run = format!("<w:p>{}{start}{}{end}{}</w:p>", r("a"), r("b"), r("c"));
        assert_eq!(lines(&read(&run)), ["abc"], "{start} around a run");
        let block = format!("{}{start}{}{end}{}", p("a"), p("b"), p("c"));
        assert_eq!(
            lines(&read(&block)),
            ["a", "b", "c"],
            "{start} around a paragraph"
        );
        let table = format!(
            "<w:tbl><w:tr>{}{start}{}{end}</w:tr>{start}<w:tr>{start}{}{end}{}</w:tr>{end}</w:tbl>",
            tc("", "a"),
            tc("", "b"),
            tc("", "c"),
            tc("", "d")
        );
        for table in [table.clone(), format!("{start}{table}{end}")] {
            let paper = read(&table);
            let expected = ["1,1 a", "1,2 b", "2,1 c", "2,2 d"];
            assert_eq!(
                grid(tables(&paper)[0]),
                expected,
                "{start} around rows and cells"
            );
        }
    }
    for (start, end) in INLINE {
        let run = format!("<w:p>{}{start}{}{end}{}</w:p>", r("a"), r("b"), r("c"));
        assert_eq!(lines(&read(&run)), ["abc"], "{start} around a run");
    }
}

#[test]
fn wrappers_nest_far_deeper_than_tables_may() {
    let all: Vec<usize> = (0..100).map(|i| i % 4).collect();
    let paper = read(&wrap(&p("deep"), &all, &WRAPPERS));
    assert_eq!(lines(&paper), ["deep"]);
}

#[test]
fn of_alternatives_the_first_understood_one_counts() {
    let choice =
        |requires: &str, text| format!("<mc:Choice Requires='{requires}'>{}</mc:Choice>", r(text));
    let fallback = format!("<mc:Fallback>{}</mc:Fallback>", r("fallback"));
    let read = |inner: String| {
        let body = format!("<w:p><mc:AlternateContent>{inner}</mc:AlternateContent></w:p>");
        lines(&read(&body)).concat()
    };
    assert_eq!(
        read(choice("wps", "a") + &choice("wpg", "b") + &fallback),
        "a"
    );
    assert_eq!(
        read(choice("m", "a") + &choice("wpg", "b") + &fallback),
        "b"
    );
    assert_eq!(
        read(choice("wps m", "a") + &choice("undeclared", "b") + &fallback),
        "fallback"
    );
    assert_eq!(read(choice("m", "a")), "");
}

#[test]
fn any_prefix_and_both_namespaces_of_each_vocabulary_are_read() {
    let body = "<w:document XMLNS><w:body><w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/>\
                </w:tcPr><w:p><w:r><w:t>文</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>";
    let transitional = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let strict = "http://purl.oclc.org/ooxml/wordprocessingml/main";
    for namespace in [transitional, strict] {
        for prefix in ["w", "ns0", "文"] {
            let xml = body
                .replace("w:", &format!("{prefix}:"))
                .replace("XMLNS", &format!("xmlns:{prefix}='{namespace}'"));
            let paper = Document::with_main("word/document.xml", xml).read();
            assert_eq!(
                grid(tables(&paper)[0]),
                ["1,1 1x2 文"],
                "{prefix} {namespace}"
            );
        }
    }
    // The default namespace for elements, a prefix for attributes.
    let xml = body
        .replace("<w:", "<")
        .replace("</w:", "</")
        .replace("XMLNS", &format!("xmlns='{strict}' xmlns:w='{strict}'"));
    let paper = Document::with_main("word/document.xml", xml).read();
    assert_eq!(grid(tables(&paper)[0]), ["1,1 1x2 文"]);
}

#[test]
fn a_prefix_may_mean_another_thing_further_in() {
    let paper = read(&format!(
        "<w:p><w:r><w:t>a</w:t></w:r><x xmlns:w='urn:other'><w:r><w:t>no text of Word</w:t></w:r></x>{}</w:p>",
        r("b")
    ));
    assert_eq!(lines(&paper), ["ab"]);
    // The same bytes under other declarations do not mean the same.
    let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let paper = Document::with_main(
        "word/document.xml",
        format!(
            "<v:document xmlns:v='{word}'><v:body><v:p>\
             <v:r xmlns:w='{word}'><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></v:r>\
             <v:r xmlns:w='urn:other'><w:rPr><w:vanish/></w:rPr><v:t>shown</v:t></v:r>\
             </v:p></v:body></v:document>"
        ),
    )
    .read();
    assert_eq!(lines(&paper), ["shown"]);
}

#[test]
fn text_outside_of_paragraphs_is_not_lost() {
    let paper = read(&format!(
        "{}<w:foo>{}</w:foo>{}",
        r("loose"),
        p("a"),
        p("b")
    ));
    assert_eq!(lines(&paper), ["loose", "a", "b"]);
}

#[test]
fn a_part_in_another_file_is_remarked() {
    let paper = read("<w:altChunk r:id='x' xmlns:r='urn:r'/><w:p/>");
    assert_eq!(paper.remarks.len(), 1);
    assert_eq!(paper.remarks[0].kind, office::paper::RemarkKind::Elsewhere);
}

/// Runs with various properties.
fn run() -> impl Strategy<Value = String> {
    let text = "[a-z中文&&[^<&]]{0,6}";
    let properties = prop::sample::select(vec![
        "",
        "<w:rPr><w:b/></w:rPr>",
        "<w:rPr><w:color w:val='FF0000'/></w:rPr>",
        "<w:rPr><w:highlight w:val='yellow'/><w:u w:val='single'/></w:rPr>",
        "<w:rPr><w:vanish/></w:rPr>",
    ]);
    (text, properties)
        .prop_map(|(text, properties)| format!("<w:r>{properties}<w:t>{text}</w:t></w:r>"))
}

proptest! {
    #[test]
    fn random_wrappers_around_random_runs_change_nothing(
        runs in prop::collection::vec((run(), prop::collection::vec(0..13usize, 0..4)), 1..8),
        around_cell in prop::collection::vec(0..9usize, 0..3),
        around_row in prop::collection::vec(0..9usize, 0..3),
        around_table in prop::collection::vec(0..9usize, 0..3),
    ) {
        let inline: Vec<_> = WRAPPERS.iter().chain(&INLINE).copied().collect();
        let plain: String = runs.iter().map(|(run, _)| run.as_str()).collect();
        let wrapped: String = runs.iter().map(|(run, which)| wrap(run, which, &inline)).collect();
        let build = |content: &str, cell: &[usize], row: &[usize], table: &[usize]| {
            let cell = wrap(&format!("<w:tc><w:p>{content}</w:p></w:tc>"), cell, &WRAPPERS);
            let row = wrap(&format!("<w:tr>{cell}{cell}</w:tr>"), row, &WRAPPERS);
            let table = wrap(&format!("<w:tbl>{row}{row}</w:tbl>"), table, &WRAPPERS);
            read(&format!("<w:p>{content}</w:p>{table}<w:p>{content}</w:p>"))
        };
        prop_assert_eq!(
            build(&wrapped, &around_cell, &around_row, &around_table),
            build(&plain, &[], &[], &[])
        );
    }
}
