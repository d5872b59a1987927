//! What formulas become.

use proptest::prelude::*;

use super::super::super::reference::{At, Region};
use super::*;

fn steps(text: &str) -> Option<Vec<Step>> {
    Code::parse(text, Dialect::Excel).steps
}

fn regions(text: &str, dialect: Dialect) -> Vec<(Option<String>, Region)> {
    Code::parse(text, dialect)
        .references
        .iter()
        .map(|r| {
            (
                r.sheet.as_deref().map(str::to_owned),
                r.region((0, 0)).unwrap(),
            )
        })
        .collect()
}

#[test]
fn sums_become_steps() {
    use Step::*;
    assert_eq!(
        steps("B4+D4*2"),
        Some(vec![Cells(0), Cells(1), Number(2.0), Multiply, Add])
    );
    assert_eq!(
        steps("-(1-SUM(A1:A3, 4,))%"),
        Some(vec![
            Number(1.0),
            Cells(0),
            Number(4.0),
            Nothing,
            Sum(3),
            Subtract,
            Percent,
            Negate
        ])
    );
    assert_eq!(steps("1-2-3").unwrap()[2], Subtract);
    for beyond in [
        "IF(A1>0,A1,0)",
        "A1&\"x\"",
        "1+",
        "(1",
        "1)",
        "1 2",
        "名称+1",
        "",
        "{1,2}",
    ] {
        assert_eq!(steps(beyond), None, "{beyond}");
    }
}

#[test]
fn references_are_found_in_any_formula() {
    let one = |a: &str| Region::parse(a).unwrap();
    assert_eq!(
        regions(
            "IF($B$4=\"A1\",'2 号'!C4:D9,ROUND(子表!E5,2))",
            Dialect::Excel
        ),
        [
            (None, one("B4")),
            (Some("2 号".into()), one("C4:D9")),
            (Some("子表".into()), one("E5")),
        ]
    );
    assert_eq!(
        regions(
            "of:=SUM([.B4:.C7];[$'2 号'.C4];[$子表.D1:.D3])".trim_start_matches("of:="),
            Dialect::OpenDocument
        ),
        [
            (None, one("B4:C7")),
            (Some("2 号".into()), one("C4")),
            (Some("子表".into()), one("D1:D3")),
        ]
    );
    assert_eq!(
        regions("SUM(B:B)+SUM(3:4)", Dialect::Excel)[0].1,
        one("B1:B1048576")
    );
    assert!(Code::parse("总数+A1", Dialect::Excel).opaque);
    assert!(Code::parse("[1]Sheet1!A1", Dialect::Excel).opaque);
    assert!(Code::parse("INDIRECT(\"A1\")", Dialect::Excel).opaque);
    assert!(!Code::parse("ROUND(A1,2)", Dialect::Excel).opaque);
}

#[test]
fn only_what_is_not_fixed_moves() {
    let code = Code::parse("A1+$A1+A$1+$A$1", Dialect::Excel);
    let moved: Vec<_> = code
        .references
        .iter()
        .map(|r| r.region((2, 3)).unwrap().first)
        .collect();
    assert_eq!(
        moved,
        [At::new(3, 4), At::new(3, 1), At::new(1, 4), At::new(1, 1)]
    );
    assert_eq!(code.references[0].region((-1, 0)), None);
}

proptest! {
    #[test]
    fn any_text_is_read(text in "[-+*/(),;:!'\"$%^&.A-C0-9名 \\[\\]{}#eSUM]{0,40}") {
        Code::parse(&text, Dialect::Excel);
        Code::parse(&text, Dialect::OpenDocument);
    }
}
