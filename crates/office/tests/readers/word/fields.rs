//! Fields and legacy form fields.

use office::paper::SpanKind;

use super::document::{lines, p, paragraph, r, read, tables, tr};

fn begin(form: &str) -> String {
    format!("<w:r><w:fldChar w:fldCharType='begin'>{form}</w:fldChar></w:r>")
}

fn code(text: &str) -> String {
    format!("<w:r><w:instrText xml:space='preserve'>{text}</w:instrText></w:r>")
}

const SEPARATE: &str = "<w:r><w:fldChar w:fldCharType='separate'/></w:r>";
const END: &str = "<w:r><w:fldChar w:fldCharType='end'/></w:r>";

fn field(text: &str, result: &str) -> String {
    format!("{}{}{SEPARATE}{}{END}", begin(""), code(text), r(result))
}

fn text(inline: &str) -> String {
    lines(&read(&format!("<w:p>{inline}</w:p>"))).join("|")
}

#[test]
fn of_a_field_its_result_counts() {
    assert_eq!(
        text(&format!("{}{}{}", r("a"), field("DATE", "5月"), r("b"))),
        "a5月b"
    );
}

#[test]
fn a_field_in_the_code_of_another_is_code() {
    let inner = field("MERGEFIELD x", "inner");
    let outer = format!(
        "{}{}{inner}{}{SEPARATE}{}{END}",
        begin(""),
        code("IF "),
        code(" = 1"),
        r("outer")
    );
    assert_eq!(text(&outer), "outer");
    let nested = format!(
        "{}{}{SEPARATE}{}{inner}{END}",
        begin(""),
        code("TOC"),
        r("outer ")
    );
    assert_eq!(text(&nested), "outer inner");
}

#[test]
fn a_result_may_go_over_paragraphs_and_tables() {
    let paper = read(&format!(
        "<w:p>{}{}{SEPARATE}{}</w:p><w:tbl>{}</w:tbl><w:p>{}{END}{}</w:p>",
        begin(""),
        code("INCLUDETEXT"),
        r("a"),
        tr(["cell"]),
        r("b"),
        r("c")
    ));
    assert_eq!(lines(&paper), ["a", "bc"]);
    assert_eq!(tables(&paper)[0].cells[0].text(), "cell");
}

#[test]
fn text_after_a_field_that_never_ends_is_not_lost() {
    let open = format!("<w:p>{}{}{}</w:p>", begin(""), code("X"), r("typed"));
    assert_eq!(
        lines(&read(&format!("{open}{}", p("after")))),
        ["", "", "typedafter"]
    );
    // It does not reach out of its cell.
    let paper = read(&format!(
        "<w:tbl><w:tr><w:tc>{open}</w:tc></w:tr></w:tbl>{}",
        p("after")
    ));
    assert_eq!(tables(&paper)[0].cells[0].text(), "\ntyped");
    assert_eq!(lines(&paper), ["after"]);
    // Ends and separators without a beginning are nothing.
    assert_eq!(text(&format!("{SEPARATE}{}{END}{}", r("a"), r("b"))), "ab");
}

#[test]
fn text_fields_give_their_text() {
    let form =
        "<w:ffData><w:name w:val='t'/><w:textInput><w:default w:val='x'/></w:textInput></w:ffData>";
    let field = format!(
        "{}{}{SEPARATE}{}{END}",
        begin(form),
        code("FORMTEXT"),
        r("张三")
    );
    assert_eq!(text(&field), "张三");
}

#[test]
fn check_fields_show_their_state() {
    let check = |inner: &str| {
        let form = format!("<w:ffData><w:checkBox><w:sizeAuto/>{inner}</w:checkBox></w:ffData>");
        let field = format!("{}{}{SEPARATE}{END}", begin(&form), code("FORMCHECKBOX"));
        let paper = read(&format!("<w:p>{field}{}</w:p>", r("是")));
        let line = paragraph(&paper);
        (line.text.clone(), line.spans[0].kind)
    };
    let (yes, no) = (SpanKind::CheckBox(true), SpanKind::CheckBox(false));
    assert_eq!(check("<w:checked/>"), ("☑是".into(), yes));
    assert_eq!(check("<w:default w:val='1'/>"), ("☑是".into(), yes));
    assert_eq!(
        check("<w:default w:val='1'/><w:checked w:val='0'/>"),
        ("☐是".into(), no)
    );
    assert_eq!(check("<w:default w:val='0'/>"), ("☐是".into(), no));
}

#[test]
fn drop_down_fields_show_the_chosen_entry() {
    let drop = |chosen: &str, result: &str| {
        let form = format!(
            "<w:ffData><w:ddList>{chosen}<w:listEntry w:val='甲'/><w:listEntry w:val='乙 &amp; 丙'/></w:ddList></w:ffData>"
        );
        text(&format!(
            "{}{}{SEPARATE}{result}{END}",
            begin(&form),
            code("FORMDROPDOWN")
        ))
    };
    assert_eq!(drop("<w:result w:val='1'/>", ""), "乙 & 丙");
    // What shows where nobody chose is the form's prompt.
    assert_eq!(drop("<w:default w:val='1'/>", ""), "");
    assert_eq!(drop("", ""), "");
    assert_eq!(drop("<w:result w:val='9'/>", ""), "");
    // A result that is written out is not said twice.
    assert_eq!(drop("<w:result w:val='1'/>", &r("乙 &amp; 丙")), "乙 & 丙");
}

#[test]
fn enclosed_characters_are_shown() {
    let field = format!("{}{}{END}", begin(""), code(" eq \\o\\ac(○,3)"));
    assert_eq!(text(&format!("{}{field}", r("选"))), "选③");
}

#[test]
fn a_field_that_word_computes_shows_what_it_says() {
    let alone = |text: &str| format!("{}{}{END}", begin(""), code(text));
    assert_eq!(
        text(&alone(" SYMBOL 252 \\f &quot;Wingdings&quot; \\s 12 ")),
        "✓"
    );
    let simple = "<w:fldSimple w:instr=' SYMBOL 251 \\f Wingdings '/>";
    assert_eq!(text(simple), "✗");
    let shown = format!("<w:fldSimple w:instr='SEQ 表'>{}</w:fldSimple>", r("3"));
    assert_eq!(text(&shown), "3");
    let button = format!(
        "{}{}{}{END}",
        begin(""),
        code(" MACROBUTTON NoMacro "),
        r("中挪实验室")
    );
    assert_eq!(text(&button), "中挪实验室");
}

#[test]
fn a_number_that_word_counts_is_told() {
    for kind in ["AUTONUM", "LISTNUM"] {
        let field = format!("{}{}{END}", begin(""), code(kind));
        for inline in [field, format!("<w:fldSimple w:instr='{kind}'/>")] {
            let paper = read(&format!("<w:p>{inline}</w:p>"));
            assert!(
                paper.remarks[0].kind.to_string().contains(kind),
                "{:?}",
                paper.remarks
            );
        }
    }
}
