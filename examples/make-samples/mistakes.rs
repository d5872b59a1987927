//! A department that made the mistakes which the office meets most. `tests/it/returned/mistakes.rs` names each
//! of them with its place; what is not named there is right.

use crate::book::Book;
use crate::form::{BENEFITS, FORMS, Form, Mark, OBSTACLES};

/// The form.
pub fn materials(blank: &[u8]) -> Vec<u8> {
    let mut form = Form::blank(blank);
    // Six options where five are allowed.
    form.mark(
        OBSTACLES,
        &[
            "两国外交局势变动",
            "外方限制我方技术引进",
            "国际合作经费不足",
            "中方配套经费不落实",
            "外方经费投入不足",
            "缺乏国际化人才",
        ],
        Mark::Color("C00000"),
    );
    // 其他 without a word of explanation.
    form.mark(
        BENEFITS,
        &["提高了本单位的科研能力", "其他"],
        Mark::Color("C00000"),
    );
    form.mark(FORMS, &["利用自有资金"], Mark::Color("C00000"));
    // A year that has not come yet.
    form.rows(
        27,
        2,
        &[&[
            "云岭材料奖",
            "新材料",
            "2035",
            "云岭理工大学",
            "学术委员会",
            "每年",
        ]],
    );
    // The same award twice.
    form.rows(
        25,
        2,
        &[
            &[
                "Keystone Materials Prize",
                "加拿大",
                "新材料",
                "Keystone Society",
                "程观澜",
            ],
            &[
                "Keystone Materials Prize",
                "加拿大",
                "新材料",
                "Keystone Society",
                "程观澜",
            ],
        ],
    );
    // 40+30+10 is 80; typed 90.
    form.column(
        23,
        1,
        &["否", "高温合金联合研究", "材料学院", "Keystone Institute"],
    );
    for (row, value) in [(6, "40"), (7, "30"), (8, "10")] {
        form.cell(23, row, 3, value);
    }
    form.cell(23, 6, 4, "90");
    // No number.
    form.rows(
        20,
        4,
        &[&[
            "材料测试培训班",
            "蒙古",
            "见附件",
            "6",
            "新材料",
            "材料科学与工程",
        ]],
    );
    // An option that is none.
    form.rows(
        19,
        2,
        &[&["程观澜", "Journal of Sample Alloys", "荣誉顾问"]],
    );
    // More foreign members than members.
    form.column(
        8,
        1,
        &[
            "国际合金联合会（虚构）",
            "2",
            "是",
            "2016年3月2日",
            "云岭市",
            "云岭省科协（虚构）",
            "新材料",
            "120",
            "210",
        ],
    );
    // More than there was in all.
    form.column(17, 1, &["2", "5"]);
    // A day of last year's survey; a date that is none.
    form.rows(7, 2, &[&["国际标准研修班", "2024年5月6日", "18", "新材料"]]);
    form.rows(
        6,
        2,
        &[&[
            "程观澜",
            "国际合金联合会（虚构）",
            "1",
            "2025年13月1日",
            "2",
        ]],
    );
    // A slip of the pen in an option; a country of no such name.
    form.column(
        4,
        1,
        &[
            "合金数据共享协议",
            "机构间协意",
            "新材料",
            "1",
            "3",
            "材料学院",
            "Keystone Institute",
            "加拿太国",
        ],
    );
    // The amount in 元; the government's part above the whole.
    form.column(
        3,
        1,
        &[
            "1",
            "高温合金联合实验室",
            "1",
            "1",
            "中国",
            "新材料",
            "材料科学与工程",
            "800000元",
            "95",
            "10",
            "材料学院",
            "Keystone Institute",
            "加拿大",
            "应用研究",
        ],
    );
    // An answer that no table asks for.
    form.line_after("_02_013 ", "本院计划2026年举办科普周。");
    form.covers([
        "材料学院",
        "程观澜",
        "0756-5550707",
        "程观澜",
        "0756-5550707",
    ]);
    form.save()
}

/// The sub-tables: a total that doesn't add up, a country twice, an ORCID with a wrong digit.
pub fn materials_book(blank: &[u8]) -> Vec<u8> {
    let mut book = Book::blank(blank);
    book.text(1, "A2", "二级单位名称：材料学院");
    book.text(1, "A3", "填表人：程观澜");
    book.text(1, "A4", "填表人联系电话：0756-5550707");
    book.country(2, 4, "加拿大", [1, 2, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0]);
    book.number(2, "O4", 4.0);
    book.country(2, 5, "日本", [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    book.country(2, 6, "日本", [0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0]);
    let person = [
        ("A", "Piotr Lesnik"),
        ("B", "p.lesnik@example"),
        ("C", "0000-0002-1825-0098"),
        ("D", "1985-06-30"),
        ("E", "波兰"),
        ("F", "波兰"),
        ("G", "Keystone Institute"),
        ("H", "2018-09-01"),
        ("I", "新材料"),
        ("J", "教师/科研人员"),
        ("K", "以才引才"),
    ];
    for (column, text) in person {
        book.text(4, &format!("{column}4"), text);
    }
    book.save()
}
