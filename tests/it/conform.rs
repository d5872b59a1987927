//! A mapping beside its blank form: what one has and the other has not.

use assert_cmd::Command;
use huibiao::forms::blank::{form_paper, sheets_paper};
use huibiao::mapping::{Bundle, Choice, Mapping, bundled};
use huibiao::propose::conform::{Difference, conform};
use huibiao::read::open;
use office::paper::Paper;

fn paper(name: &str, bytes: &[u8]) -> Paper {
    open(name, bytes).unwrap().paper
}

/// The differences from the edition's own blanks, after a change.
fn after(change: impl FnOnce(&mut Mapping)) -> Vec<String> {
    let Bundle {
        mut mapping,
        blank_form,
        blank_sheets,
    } = bundled("hz-2025").unwrap();
    change(&mut mapping);
    let form = paper("blank.docx", blank_form.as_deref().unwrap());
    let sheets = paper("blank.xlsx", blank_sheets.as_deref().unwrap());
    shown(&conform(&mapping, Some(&form), Some(&sheets)))
}

fn shown(differences: &[Difference]) -> Vec<String> {
    let shown = |d: &Difference| {
        use huibiao::text::Worded as _;
        let place = d
            .place
            .as_ref()
            .map_or(String::new(), |p| format!(" @{}", p.said().zh));
        format!(
            "{} {}{place}",
            d.table.as_deref().unwrap_or("-"),
            d.message.zh
        )
    };
    differences.iter().map(shown).collect()
}

fn field<'m>(mapping: &'m mut Mapping, code: &str, name: &str) -> &'m mut huibiao::mapping::Field {
    let table = mapping
        .tables
        .iter_mut()
        .find(|t| &*t.code == code)
        .unwrap();
    table.fields.iter_mut().find(|f| &*f.name == name).unwrap()
}

fn table<'m>(mapping: &'m mut Mapping, code: &str) -> &'m mut huibiao::mapping::Table {
    mapping
        .tables
        .iter_mut()
        .find(|t| &*t.code == code)
        .unwrap()
}

#[test]
fn the_edition_is_as_its_blank() {
    assert_eq!(after(|_| {}), [""; 0]);
}

#[test]
fn an_edition_is_as_the_blank_that_is_written_of_it() {
    for id in ["hz-2025", "hz-2020"] {
        let mapping = bundled(id).unwrap().mapping;
        let sheets = sheets_paper(&mapping);
        let found = conform(&mapping, Some(&form_paper(&mapping)), sheets.as_ref());
        assert_eq!(shown(&found), [""; 0], "{id}");
    }
}

#[test]
fn a_table_that_one_has_alone() {
    assert_eq!(
        after(|m| m.tables.retain(|t| &*t.code != "HZ_02_013")),
        [
            "- 表单有““一带一路”国家合作开展科普活动”（4 项：活动名称、参与总人数、合作领域、细分学科（一级学科）……），映射没有 @第12个表格 第1行 第1列"
        ]
    );
    let gone = after(|m| {
        let t = table(m, "HZ_02_016");
        t.code = "HZ_09_001".into();
        t.name = "奇怪的表".into();
        t.fields.truncate(2);
        t.unique.clear();
        t.fields[0].label = "奇怪的甲".into();
        t.fields[1].label = "奇怪的乙".into();
    });
    assert_eq!(
        gone,
        [
            "HZ_09_001 表单上没有找到“奇怪的表”：标题、表号、表头都对不上",
            "- 表单有“创新创业赛事情况”（4 项：赛事名称、赛事组织部门、组织部门所属国家（地区）、本单位参赛人数……），映射没有 @第13个表格 第1行 第1列",
        ]
    );
}

#[test]
fn an_item_that_one_has_alone() {
    let dropped = |code: &'static str, name: &'static str| {
        after(move |m| {
            let t = table(m, code);
            t.fields.retain(|f| &*f.name != name);
            t.rules.clear();
        })
    };
    assert_eq!(
        dropped("HZ_02_011", "city"),
        ["HZ_02_011 表单有“会议举办地（城市 XX市）”，映射没有 @第10个表格 第1行 第6列"]
    );
    assert_eq!(
        dropped("HZ_02_009", "supervisor"),
        ["HZ_02_009 表单有“业务主管单位名称”，映射没有 @第8个表格 第6行 第1列"]
    );
    let renamed = after(|m| {
        let f = field(m, "HZ_02_011", "foreign_attendees");
        f.label = "观察员".into();
    });
    assert_eq!(
        renamed,
        [
            "HZ_02_011 表单有“外宾人数”，映射没有 @第10个表格 第1行 第4列",
            "HZ_02_011 `foreign_attendees`“观察员”在表单上没有对应的标签 @第10个表格 第1行 第1列",
        ]
    );
}

#[test]
fn options_units_limits() {
    let changed = after(|m| {
        let list = m.lists.get_mut("talent_type").unwrap();
        list.options.remove(0);
        list.options.push(Choice {
            label: "讲座教授".into(),
            aliases: Vec::new(),
            other: false,
            code: None,
        });
        field(m, "HZ_03_006", "funding").unit = "元".into();
        table(m, "HZ_05_002").limit_options = None;
        table(m, "HZ_05_004").limit = Some(2);
        table(m, "HZ_02_005").only_for = None;
        let t = m.lists.get_mut("cooperation_benefits").unwrap();
        t.options.remove(3);
    });
    assert_eq!(
        changed,
        [
            "HZ_02_005 表单写明“仅需珠海校区填写”，没有写 only_for @第2个表格 第1行 第1列",
            "HZ_03_006 `funding`“资助经费（万元人民币）”在表单上的单位是“万元”，映射写的是“元” @第21个表格 第1行 第1列",
            "HZ_03_007 表单印有选项“访问学者”，列表 `talent_type` 没有 @第22个表格 第1行 第1列",
            "HZ_03_007 列表 `talent_type` 的选项“讲座教授”，表单没有印 @第22个表格 第1行 第1列",
            "HZ_05_002 表单限 5 个，没有写 limit_options @第2个文本框 第1行",
            "HZ_05_002 表单印有选项“建立了国际科技合作网络”，列表 `cooperation_benefits` 没有 @第2个文本框 第1行",
            "HZ_05_004 表单限 1 个，limit 是 2 @第23个表格 第1行 第1列",
        ]
    );
}

#[test]
fn the_cover() {
    let changed = after(|m| {
        m.edition.titles = vec!["奇怪的调查表".into()];
        m.edition.year = 2026;
        m.edition.period.end = "2026-12-31".into();
        m.unit[1].label = "经办同志".into();
        m.unit[1].aliases.clear();
    });
    assert_eq!(
        changed,
        [
            "- 封面标题是“国际科技合作与交流统计调查表”，不在 titles 里",
            "- 表单的年份是 2025，映射的是 2026",
            "- 表单的统计期是 2025-01-01 至 2025-12-31，与 period 不同",
            "- 封面有“填表人”，映射没有",
            "- 封面上没有 `contact`“经办同志”",
        ]
    );
}

#[test]
fn the_command_says_it_and_its_status() {
    let root = env!("CARGO_MANIFEST_DIR");
    let run = |args: &[&str]| {
        let mut command = Command::cargo_bin("huibiao").unwrap();
        command
            .current_dir(root)
            .args(["--lang", "zh", "mapping", "check"])
            .args(args)
            .assert()
    };
    let own = run(&["hz-2025"]).success();
    let said = String::from_utf8_lossy(&own.get_output().stdout).into_owned();
    assert!(
        said.contains("与空白表一致（blank.docx、blank.xlsx）"),
        "{said}"
    );
    let other = run(&["hz-2020", "--form", "samples/hz-2025-blank.docx"]).code(1);
    let said = String::from_utf8_lossy(&other.get_output().stdout).into_owned();
    assert!(said.contains("处不同"), "{said}");
    assert!(
        said.contains("HZ_02_001  表单上没有找到“出访活动概况”"),
        "{said}"
    );
    run(&["hz-2025", "--form", "没有.docx"]).code(2);
}
