//! `findings.xlsx`, read back.

use calamine::{Data, Reader, Xlsx};
use huibiao::report::write_workbook;
use huibiao::text::lang::Lang;

use super::sample::sample;

#[test]
fn the_list_to_mail_is_complete() {
    let report = sample(Lang::Zh);
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("findings.xlsx");
    write_workbook(&report, &place).unwrap().persist().unwrap();
    let mut book: Xlsx<_> = calamine::open_workbook(&place).unwrap();
    let list = book.worksheet_range("问题清单").unwrap();
    let rows: Vec<Vec<String>> = list
        .rows()
        .map(|r| r.iter().map(Data::to_string).collect())
        .collect();
    let heads = [
        "单位",
        "联系人",
        "电话",
        "文件",
        "级别",
        "表代码",
        "表名",
        "位置",
        "记录",
        "项目",
        "填写内容",
        "问题",
        "处理办法",
        "原因",
    ];
    assert_eq!(rows[0], heads);
    assert_eq!(rows.len(), 1 + 10);
    assert_eq!(
        rows[1],
        [
            "云帆学院",
            "林知夏",
            "010-5550 0137",
            "云帆学院.docx",
            "必须改正",
            "HZ_02_005",
            "国际科技合作研究项目情况",
            "第6表 HZ_02_005 第4行 中方经费·合计",
            "2 <script>alert('项目')</scr…",
            "中方经费·合计",
            "约12万",
            "“约12万”不是确切的数，未取值",
            "请只填写一个确切的数字，单位为“万元”；没有则留空",
            "数字无法读取",
        ]
    );
    let balance = rows.iter().find(|r| r[13] == "平衡关系不符").unwrap();
    assert_eq!(balance[3], "返回/星河研究院-子表.xlsx");
    let units = book.worksheet_range("各单位").unwrap();
    assert_eq!(units.rows().count(), 1 + 4);
    let last: Vec<String> = units
        .rows()
        .next_back()
        .unwrap()
        .iter()
        .map(Data::to_string)
        .collect();
    assert_eq!(last[4..9], ["无法读取", "0", "1", "0", "0"]);
}
