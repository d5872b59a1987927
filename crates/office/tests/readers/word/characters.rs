//! Characters that are elements, references and symbols.

use office::paper::SpanKind;

use super::document::{lines, paragraph, read};

fn text(run: &str) -> String {
    lines(&read(&format!("<w:p><w:r>{run}</w:r></w:p>"))).concat()
}

#[test]
fn characters_may_be_elements() {
    assert_eq!(
        text("<w:t>a</w:t><w:tab/><w:t>b</w:t><w:ptab/><w:t>c</w:t>"),
        "a\tb\tc"
    );
    assert_eq!(
        text("<w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/><w:t>c</w:t>"),
        "a\nb\nc"
    );
    assert_eq!(
        text("<w:t>2025</w:t><w:noBreakHyphen/><w:t>03</w:t>"),
        "2025-03"
    );
    assert_eq!(text("<w:t>co</w:t><w:softHyphen/><w:t>op</w:t>"), "coop");
    assert_eq!(
        text("<w:t>a</w:t><w:lastRenderedPageBreak/><w:footnoteReference w:id='1'/><w:t>b</w:t>"),
        "ab"
    );
}

#[test]
fn references_stand_for_characters() {
    assert_eq!(
        text("<w:t>A&amp;B &lt;c&gt; &quot;d&apos; &#x2611;&#9745;</w:t>"),
        "A&B <c> \"d' ☑☑"
    );
    assert_eq!(text("<w:t><![CDATA[A&B <c>]]>&amp;</w:t>"), "A&B <c>&");
    assert_eq!(text("<w:t>a<!-- no text -->b</w:t>"), "ab");
}

#[test]
fn white_space_that_was_typed_is_kept_and_layout_is_not() {
    assert_eq!(text("<w:t xml:space='preserve'>  a  </w:t>"), "  a  ");
    assert_eq!(text("<w:t>\n      a\n      b\n    </w:t>"), "a       b");
    assert_eq!(text("<w:t xml:space='preserve'>a\r\nb</w:t>"), "a b");
}

#[test]
fn symbols_look_as_their_font_has_them() {
    assert_eq!(text("<w:sym w:font='Wingdings' w:char='F0FE'/>"), "☑");
    assert_eq!(text("<w:sym w:font='Wingdings' w:char='00FE'/>"), "☑");
    assert_eq!(text("<w:sym w:font='Wingdings 2' w:char='F052'/>"), "☑");
    assert_eq!(text("<w:sym w:font='Symbol' w:char='F0D6'/>"), "√");
    // An unknown font's character stays what it is; a broken code is nothing.
    assert_eq!(text("<w:sym w:font='Logos' w:char='F0FE'/>"), "\u{f0fe}");
    assert_eq!(text("<w:sym w:font='Wingdings' w:char='ZZ'/>"), "");
    // Typed in a symbol font.
    let wingdings = "<w:rPr><w:rFonts w:ascii='Wingdings' w:hAnsi='Wingdings'/></w:rPr>";
    assert_eq!(text(&format!("{wingdings}<w:t>þ</w:t>")), "☑");
    assert_eq!(text(&format!("{wingdings}<w:t>\u{f0fe}中</w:t>")), "☑中");
    assert_eq!(text("<w:t>\u{f0fc}（）</w:t>"), "✓（）");
}

#[test]
fn a_phonetic_guide_is_no_part_of_the_answer() {
    let paper = read(
        "<w:p><w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>pinyin</w:t></w:r></w:rt>\
         <w:rubyBase><w:r><w:t>拼音</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>",
    );
    let paragraph = paragraph(&paper);
    assert_eq!(
        (paragraph.text.as_str(), &*paragraph.answer()),
        ("pinyin拼音", "拼音")
    );
    assert_eq!(paragraph.spans[0].kind, SpanKind::Ruby);
}

#[test]
fn mathematics_are_text() {
    let paper = read(
        "<w:p><w:r><w:t>E=</w:t></w:r><m:oMath><m:r><w:rPr><w:rFonts w:ascii='Cambria Math'/></w:rPr>\
         <m:t>mc</m:t></m:r><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e></m:sSup></m:oMath></w:p>",
    );
    assert_eq!(lines(&paper), ["E=mcx"]);
}

/// The line that a formula gives.
fn formula(structure: &str) -> String {
    let paper = read(&format!("<w:p><m:oMath>{structure}</m:oMath></w:p>"));
    paragraph(&paper).text.clone()
}

#[test]
fn structures_of_a_formula_have_signs() {
    let e = |text: &str| format!("<m:e><m:r><m:t>{text}</m:t></m:r></m:e>");
    let (a, b) = (e("12"), e("8"));
    let of = |name: &str, inner: &str| formula(&format!("<m:{name}>{inner}</m:{name}>"));
    assert_eq!(
        of("m", &format!("<m:mr>{a}{b}</m:mr><m:mr>{b}{a}</m:mr>")),
        "[12，8；8，12]"
    );
    assert_eq!(of("eqArr", &format!("{a}{b}")), "{12；8");
    assert_eq!(of("rad", &format!("<m:deg/>{a}")), "√12");
    assert_eq!(
        of(
            "nary",
            &format!("<m:naryPr><m:chr m:val='∑'/></m:naryPr><m:sub/><m:sup/>{a}")
        ),
        "∑12"
    );
    assert_eq!(of("nary", &a), "∫12");
    assert_eq!(
        of(
            "acc",
            &format!("<m:accPr><m:chr m:val='&#x305;'/></m:accPr>{a}")
        ),
        "^12"
    );
    assert_eq!(of("d", &a), "(12)");
    assert_eq!(
        of(
            "d",
            &format!("<m:dPr><m:begChr m:val='['/><m:endChr m:val=''/></m:dPr>{a}{b}")
        ),
        "[12|8"
    );
    assert_eq!(of("borderBox", &a), "12");
}

#[test]
fn what_a_formula_hides_or_strikes_is_hidden_or_struck() {
    let e = "<m:e><m:r><m:t>9</m:t></m:r></m:e>";
    let after = "<m:r><w:rPr><w:strike/></w:rPr><m:t>7</m:t></m:r><m:r><m:t>1</m:t></m:r>";
    let hidden = "<m:phant><m:phantPr><m:show m:val='0'/></m:phantPr>";
    assert_eq!(formula(&format!("{hidden}{e}</m:phant>{after}")), "71");
    let struck = "<m:borderBox><m:borderBoxPr><m:strikeH m:val='1'/></m:borderBoxPr>";
    let paper = read(&format!(
        "<w:p><m:oMath>{struck}{e}</m:borderBox>{after}</m:oMath></w:p>"
    ));
    let struck = |s: &office::paper::Span| s.format.emphasis.strike;
    let spans = &paragraph(&paper).spans;
    assert_eq!(spans.iter().map(struck).collect::<Vec<_>>(), [true, false]);
    assert_eq!(paragraph(&paper).text, "971");
}
