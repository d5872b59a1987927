#![allow(clippy::unwrap_used)]

use super::*;
use crate::mapping::{SourceFile, bundled, load};

const OLD: &str = r#"
[edition]
id = "kit-2024"
year = 2024
name = "仪器"
titles = ["仪器设备调查表"]
period = { start = "2024-01-01", end = "2024-12-31" }

[lists.state]
options = ["在用", "停用", "报废"]

[[tables]]
code = "K_1"
name = "仪器设备"
layout = "records"
filled_in = "form"
fields = [
  { name = "name",  label = "设备名称", code = "甲", type = "text" },
  { name = "state", label = "状态",     code = "乙", type = "choice", list = "state" },
  { name = "hours", label = "机时",     code = "01", type = "integer", unit = "小时" },
  { name = "price", label = "价格",     code = "02", type = "decimal", unit = "万元" },
  { name = "room",  label = "房间",     code = "丙", type = "text" },
]

[[tables]]
code = "K_2"
name = "维修情况"
layout = "text"
filled_in = "form"
fields = [{ name = "text", label = "（字数不限）", type = "text" }]

[[tables]]
code = "K_3"
name = "备注情况"
layout = "text"
filled_in = "form"
fields = [{ name = "text", label = "（字数不限）", type = "text" }]
"#;

const NEW: &str = r#"
[edition]
id = "kit-2025"
year = 2025
name = "仪器"
titles = ["仪器设备调查表"]
period = { start = "2025-01-01", end = "2025-12-31" }

[lists.condition]
options = ["停用", "在用", "待修"]

[[tables]]
code = "K_1"
name = "仪器和设备"
layout = "form"
filled_in = "form"
fields = [
  { name = "state",     label = "状 态",   code = "乙", type = "choice", list = "condition" },
  { name = "equipment", label = "设备名称", code = "甲", type = "text" },
  { name = "hours",     label = "机时",     code = "01", type = "decimal", unit = "小时" },
  { name = "price",     label = "价格",     code = "02", type = "decimal", unit = "元" },
  { name = "owner",     label = "保管人",   code = "丙", type = "text" },
]

[[tables]]
code = "K_4"
name = "维修情况"
layout = "text"
filled_in = "form"
fields = [{ name = "text", label = "（字数不限）", type = "text" }]
"#;

fn edition(text: &'static str) -> Mapping {
    load([SourceFile {
        name: "kit.toml".to_owned(),
        text: text.into(),
    }])
    .unwrap()
}

#[test]
fn tables_and_items_that_came_went_and_changed() {
    let (old, new) = (edition(OLD), edition(NEW));
    let found = Comparison::new(&old, &new);
    let told: Vec<String> = found
        .tables
        .iter()
        .map(|t| {
            let code = |t: Option<&Table>| t.map_or("–".to_owned(), |t| t.code.to_string());
            format!("{} {} {}", t.fate().name(), code(t.old), code(t.new))
        })
        .collect();
    assert_eq!(told, ["changed K_1 K_1", "changed K_2 K_4", "went K_3 –"]);
    let items: Vec<String> = found.tables[0]
        .items
        .iter()
        .map(|i| {
            let name = |f: Option<&Field>| f.map_or("–".to_owned(), |f| f.name.to_string());
            let what: Vec<_> = i.changes.iter().map(|c| c.what).collect();
            format!(
                "{} {} {} {what:?}",
                i.fate().name(),
                name(i.old),
                name(i.new)
            )
        })
        .collect();
    // 丙 was given to another item: neither its name nor its label is the old one's.
    assert_eq!(
        items,
        [
            r#"changed state state ["list"]"#,
            r#"changed name equipment ["name"]"#,
            r#"changed hours hours ["type"]"#,
            r#"changed price price ["unit"]"#,
            "came – owner []",
            "went room – []",
        ]
    );
    assert!(found.tables[0].items[0].moved || found.tables[0].items[1].moved);
    let options = found.tables[0].items[0].changes[0].options.clone().unwrap();
    assert_eq!(&*options.came[0], "待修");
    assert_eq!(&*options.went[0], "报废");
    assert!(options.renumbered);
}

#[test]
fn what_passes() {
    let (old, new) = (edition(OLD), edition(NEW));
    let found = Comparison::new(&old, &new);
    let passage = |item: usize| {
        let item = &found.tables[0].items[item];
        found.passage(item.old.unwrap(), item.new.unwrap())
    };
    assert_eq!(passage(0), Passage::ByValue);
    assert_eq!(passage(1), Passage::Whole);
    assert_eq!(passage(2), Passage::Whole);
    assert!(matches!(passage(3), Passage::Closed(_)));
}

#[test]
fn an_edition_beside_itself_has_not_changed() {
    let mapping = bundled("hz-2025").unwrap().mapping;
    let found = Comparison::new(&mapping, &mapping);
    assert_eq!(found.count(Fate::Same), mapping.tables.len());
    assert!(found.unit.iter().all(|i| i.fate() == Fate::Same));
}
