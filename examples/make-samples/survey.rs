//! Another survey altogether: what three departments sent back of the form that
//! `samples/other-form/mapping` describes.

use docx_rs::{Docx, Paragraph, Run, Table, TableCell, TableRow};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};

use crate::form::Form;

// The tables of the blank form, as it prints them.
const EQUIPMENT: usize = 1;
const LABORATORY: usize = 2;
const TEACHING: usize = 4;
const SERVICE: usize = 5;
const SAFETY: usize = 6;
const TROUBLE: usize = 7;
const NEED: usize = 8;
const OPINION: usize = 9;

/// Filled in as it was asked for: nothing to find.
pub fn physics(blank: &[u8]) -> Vec<u8> {
    let mut form = Form::blank(blank);
    form.cell(
        OPINION,
        1,
        1,
        "（字数不限）\n建议统一购买液氦回收服务。\n建议设备共享平台开放预约接口。",
    );
    rate(&mut form, NEED, "√", &[2, 1, 2]);
    form.type_in(NEED, 4, 1, 1, "液氦供应");
    rate(&mut form, TROUBLE, "●", &[1, 3, 4, 0]);
    for (row, cell, blank, typed) in [
        (2, 2, 0, "改造工程排在2026年一季度"),
        (2, 1, 2, "8"),
        (2, 1, 1, "9"),
        (1, 2, 4, "2"),
        (1, 2, 3, "消防"),
        (1, 2, 2, "12"),
        (1, 2, 1, "4"),
        (1, 1, 1, "18"),
    ] {
        match blank {
            0 => form.cell(SAFETY, row, cell, &format!("未整改的原因\n{typed}")),
            n => form.type_in(SAFETY, row, cell, n, typed),
        }
    }
    form.cell(SERVICE, 1, 1, "☑ 共建平台");
    form.cell(SERVICE, 5, 1, "☑ 其他，请说明：借出标准样品");
    for (row, values) in [
        (2, ["14", "620"]),
        (3, ["6", "240"]),
        (4, ["2", "36"]),
        (5, ["22", "896"]),
    ] {
        form.cell(TEACHING, row, 2, values[0]);
        form.cell(TEACHING, row, 3, values[1]);
    }
    form.copy_table(LABORATORY);
    form.column(
        LABORATORY + 1,
        1,
        &[
            "近代物理教学实验室",
            "校级",
            "1998",
            "420.5",
            "5",
            "2",
            "7",
            "否",
            "",
            "",
            "卫明轩",
            "无",
        ],
    );
    form.column(
        LABORATORY,
        1,
        &[
            "低温与超导实验室",
            "20",
            "2011年",
            "1,260",
            "12",
            "3",
            "15",
            "是",
            "a、c",
            "日本；德国",
            "纪远山",
            "jiyuanshan@example.edu.cn",
            "",
            "建成稀释制冷机共享机组。\n全年接待校外用户27个课题组。",
        ],
    );
    form.rows(
        EQUIPMENT,
        3,
        &[
            &[
                "YL2019-0031",
                "稀释制冷机",
                "芬兰",
                "1",
                "",
                "2019年6月3日",
                "120",
                "380",
                "500",
                "6120",
                "2300",
            ],
            &[
                "YL2015-0107",
                "振动样品磁强计",
                "美国",
                "停用",
                "压缩机待修",
                "2015-11-20",
                "0",
                "96.5",
                "96.5",
                "310",
                "0",
            ],
            &[
                "YL2023-0012",
                "飞秒激光器",
                "中国",
                "在用",
                "",
                "2023/4/8",
                "45",
                "",
                "45",
                "2800",
                "640",
            ],
        ],
    );
    cover(
        &mut form,
        ["物理学院", "纪远山", "0756-5551101", "2026年1月8日"],
    );
    form.save()
}

/// The mistakes that people make in any form. `tests/it/other_form.rs` names each with its place.
pub fn civil(blank: &[u8]) -> Vec<u8> {
    let mut form = Form::blank(blank);
    form.cell(OPINION, 1, 1, "（字数不限）\n无");
    rate(&mut form, NEED, "√", &[1, 1, 1]);
    form.type_in(NEED, 4, 1, 1, "大型结构试验的夜间值班人员");
    // 其他 is rated, but not said; two marks in a row.
    rate(&mut form, TROUBLE, "√", &[2, 2, 4, 1]);
    form.cell(TROUBLE, 2, 5, "√");
    // The brackets went with what stood in them; 3 + 5 is not 9; more mended than found.
    form.cell(
        SAFETY,
        1,
        2,
        "其中学校组织3次\n本单位自查（5）次\n其他检查（          ），（    ）次",
    );
    form.type_in(SAFETY, 2, 1, 2, "6");
    form.type_in(SAFETY, 2, 1, 1, "约4");
    form.type_in(SAFETY, 1, 1, 1, "９");
    // Three where two are allowed.
    for row in [1, 3, 4] {
        let option = ["□ 共建平台", "", "□ 委托测试", "□ 技术培训"][row - 1];
        form.cell(SERVICE, row, 1, &option.replace('□', "■"));
    }
    // A total that is none, and a row that the form does not have.
    for (row, values) in [
        (2, ["9", "360学时"]),
        (3, ["四", "128"]),
        (4, ["", ""]),
        (5, ["13", "498"]),
    ] {
        form.cell(TEACHING, row, 2, values[0]);
        form.cell(TEACHING, row, 3, values[1]);
    }
    form.rows(TEACHING, 6, &[&["其中：虚拟仿真实验", "2", "64"]]);
    form.rows(
        LABORATORY + 1,
        2,
        &[
            &["省级教学成果一等奖", "鲁一帆", "2024"],
            &["全国讲课比赛二等奖", "翟青", "2018年"],
        ],
    );
    form.column(
        LABORATORY,
        1,
        &[
            "结构工程实验室",
            "省部及",
            "2031",
            "3200平方米",
            "8",
            "4",
            "14",
            "否",
            "预约使用",
            "意大利、诺威",
            "鲁一帆",
            "luyifan#example.edu.cn",
            "",
            "完成足尺框架试验5项。",
        ],
    );
    form.rows(
        EQUIPMENT,
        3,
        &[
            // 30 + 80 is 110; more hours shared than run.
            &[
                "TM2012-0003",
                "2000吨压力试验机",
                "中国",
                "在用",
                "",
                "2012年9月",
                "30",
                "80",
                "120",
                "900",
                "1000",
            ],
            // Money in 元; out of use, and no reason.
            &[
                "TM2018-0044",
                "电液伺服作动器",
                "USA",
                "停用",
                "",
                "2018-5-17",
                "1260000元",
                "",
                "126",
                "",
                "",
            ],
            // The first again; bought after the survey's year; a state that is none.
            &[
                "TM2012-0003",
                "2000吨压力试验机（二期）",
                "中国",
                "借出",
                "",
                "2026年1月5日",
                "15",
                "",
                "15",
                "见附表",
                "",
            ],
        ],
    );
    form.line_after("近5年实验教学获奖", "另有校级奖励12项，因篇幅所限未列。");
    cover(&mut form, ["土木工程学院", "翟青", "5557", "2026年1月9日"]);
    form.save()
}

/// Typed anew, in an order of its own and by another hand; the equipment in a workbook.
pub fn arts() -> Vec<u8> {
    let docx = Docx::new()
        .add_paragraph(line("2025年度实验室与仪器设备调查表"))
        .add_paragraph(line("填报单位：美术学院"))
        .add_paragraph(line("填报人：苗子衿　　联系电话：0756-5551303"))
        .add_paragraph(line("意见和建议"))
        .add_paragraph(line("版画工作室的排风改造请尽快立项。"))
        .add_paragraph(line("困难与需求"))
        .add_paragraph(line("希望得到的支持"))
        .add_table(table(&[
            &["", "不需要", "需要", "很需要"],
            &["校级共享平台", "", "√", ""],
            &["人员培训", "", "", "√"],
        ]))
        .add_paragraph(line("存在的困难"))
        .add_table(table(&[
            &["序号", "题项", "非常突出", "比较突出", "一般", "不存在"],
            &["1", "用房紧张", "○√", "○", "○", "○"],
            &["2", "维修经费不足", "○", "○", "○√", "○"],
            &["3", "实验技术人员不足", "○", "○√", "○", "○"],
            &["4", "其他（通风）", "○√", "○", "○", "○"],
        ]))
        .add_paragraph(line("LAB_05 安全检查"))
        .add_table(table(&[
            &[
                "2025年安全检查共 6 次",
                "其中学校组织 2 次；本单位自查 4 次",
            ],
            &["查出隐患（3）处，已整改（3）处", "未整改的原因"],
        ]))
        .add_paragraph(line("LAB_03 实验教学工作量"))
        .add_table(table(&[
            &["项目", "本科", "研究生", "培训", "合计"],
            &["门数", "7", "3", "/", "10"],
            &["学时", "336", "96", "/", "432"],
        ]))
        .add_paragraph(line("LAB_02 实验室"))
        .add_table(table(&[
            &["实验室名称", "版画与材料实验室", "级别", "30.校级"],
            &["建成年份", "2006", "面积（㎡）", "310"],
            &["专职", "2", "兼职", "3"],
            &["人员合计", "5", "是否对外开放", "√"],
            &["开放方式", "短期培训", "合作国家（地区）", "无"],
            &["负责人姓名", "苗子衿", "邮箱", "无"],
        ]))
        .add_paragraph(line("LAB_04 对外服务的方式：√技术培训"));
    pack(docx)
}

/// The equipment of the arts, in a workbook of their own.
pub fn arts_book() -> Vec<u8> {
    let mut book = Workbook::new();
    let at = ExcelDateTime::from_ymd(2026, 1, 9).expect("a day");
    book.set_properties(&DocProperties::new().set_creation_datetime(&at));
    let day = Format::new().set_num_format("yyyy/m/d");
    let bold = Format::new().set_bold();
    let sheet = book.add_worksheet();
    sheet.set_name("大型仪器设备").expect("a name");
    sheet.write(0, 0, "单位名称：美术学院").expect("a cell");
    let groups = [(6_u16, 8_u16, "经费来源（万元）"), (9, 10, "机时（小时）")];
    for (first, last, label) in groups {
        sheet
            .merge_range(1, first, 1, last, label, &bold)
            .expect("a head");
    }
    let labels = [
        "序号",
        "设备名称",
        "资产编号",
        "购置日期",
        "状态",
        "产地国",
        "自筹",
        "拨款",
        "合计",
        "全年",
        "对外共享",
        "备注",
    ];
    for (column, label) in (0_u16..).zip(labels) {
        let row = if (6..=10).contains(&column) { 2 } else { 1 };
        sheet
            .write_with_format(row, column, label, &bold)
            .expect("a head");
    }
    let rows = [
        (
            "凹版印刷机",
            "MS2008-002",
            (2008, 5, 6),
            "在用",
            "意大利",
            [0.0, 23.8, 23.8, 700.0, 120.0],
            "",
        ),
        (
            "3D扫描仪",
            "MS2021-011",
            (2021, 10, 12),
            "在用",
            "中国",
            [18.0, 0.0, 18.0, 1200.0, 0.0],
            "与设计学院共用",
        ),
    ];
    for (row, (name, asset, (y, m, d), state, origin, numbers, note)) in (3_u32..).zip(rows) {
        sheet.write(row, 0, row - 2).expect("a cell");
        sheet.write(row, 1, name).expect("a cell");
        sheet.write(row, 2, asset).expect("a cell");
        let bought = ExcelDateTime::from_ymd(y, m, d).expect("a day");
        sheet
            .write_with_format(row, 3, &bought, &day)
            .expect("a cell");
        sheet.write(row, 4, state).expect("a cell");
        sheet.write(row, 5, origin).expect("a cell");
        for (column, number) in (6_u16..).zip(numbers) {
            sheet.write(row, column, number).expect("a cell");
        }
        sheet.write(row, 11, note).expect("a cell");
    }
    book.save_to_buffer().expect("in memory")
}

fn cover(form: &mut Form, values: [&str; 4]) {
    let labels = ["单位名称：", "填报人：", "联系电话：", "填报日期："];
    for (label, value) in labels.iter().zip(values) {
        form.cover(label, value);
    }
}

/// Marks a column of the scale in each row, from 1; nothing where it is 0.
fn rate(form: &mut Form, table: usize, sign: &str, columns: &[usize]) {
    for (row, column) in columns.iter().enumerate() {
        if *column > 0 {
            form.cell(table, row + 2, column + 1, sign);
        }
    }
}

fn line(text: &str) -> Paragraph {
    Paragraph::new().add_run(Run::new().add_text(text))
}

fn table(rows: &[&[&str]]) -> Table {
    let cell = |text: &&str| TableCell::new().add_paragraph(line(text));
    let row = |row: &&[&str]| TableRow::new(row.iter().map(cell).collect());
    Table::new(rows.iter().map(row).collect())
}

fn pack(docx: Docx) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    docx.build().pack(&mut bytes).expect("in memory");
    bytes.into_inner()
}
