//! What the departments filled in: each in its own way, most of it right.

use docx_rs::{Docx, Paragraph, Run, Table, TableCell, TableRow};

use crate::book::{self, Book};
use crate::form::{
    BELT_OBSTACLES, BENEFITS, CONTRIBUTIONS, FORMS, Form, Mark, OBSTACLES, plain_run, zip,
};

/// Filled in as it was asked for, marks in red: nothing to find.
pub fn chemistry(blank: &[u8]) -> Vec<u8> {
    let mut form = Form::blank(blank);
    form.cell(
        30,
        1,
        1,
        "（字数不限）\n建议设立面向青年教师的短期合作基金，审批时间控制在两个月以内。",
    );
    form.cell(29, 1, 1, "（字数不限）\n希望补充沿线国家实验室的联系渠道。");
    form.line_after(
        "调研的意见和建议（字数不限）：",
        "建议调查表与科研系统对接，减少重复填报。",
    );
    form.mark(
        BELT_OBSTACLES,
        &["缺乏国际化人才", "经费不足"],
        Mark::Color("FF0000"),
    );
    form.mark(
        OBSTACLES,
        &[
            "国际合作经费不足",
            "外方合作者人员变动",
            "科研外事管理政策的限制",
        ],
        Mark::Color("FF0000"),
    );
    form.cell(
        28,
        1,
        1,
        "（字数不限）\n外方共享了催化剂表征数据，双方联合培养博士生3名。",
    );
    form.rows(
        27,
        2,
        &[&[
            "云岭绿色催化奖",
            "新材料",
            "2021年",
            "云岭理工大学",
            "云岭理工大学学术委员会",
            "每两年一次",
        ]],
    );
    form.rows(
        26,
        2,
        &[&[
            "荷兰化学会外籍会士",
            "荷兰",
            "新材料",
            "荷兰化学会（虚构）",
            "沈知微",
        ]],
    );
    form.rows(
        25,
        2,
        &[&[
            "Elmstad催化奖",
            "挪威",
            "能源",
            "Elmstad Foundation",
            "沈知微、陆见川",
        ]],
    );
    form.column(
        23,
        1,
        &[
            "是",
            "二氧化碳加氢制甲醇联合研究",
            "云岭理工大学化学工程学院",
            "Norvik University of Technology",
        ],
    );
    for (row, value) in [
        (6, "50"),
        (7, "0"),
        (8, "20"),
        (9, "5.5"),
        (11, "12"),
        (12, ""),
        (13, "8.25"),
        (14, ""),
    ] {
        form.cell(23, row, 3, value);
    }
    form.cell(23, 6, 4, "75.5");
    form.cell(23, 11, 4, "20.25");
    form.cell(
        23,
        15,
        2,
        "建成每天50升的中试装置。\n发表论文6篇，申请专利2项。",
    );
    form.mark(
        CONTRIBUTIONS,
        &["培养国际化人才", "构建全球科研合作网络"],
        Mark::Color("FF0000"),
    );
    form.mark(
        BENEFITS,
        &["建立了国际科技合作网络", "提高了本单位的科研能力"],
        Mark::Color("FF0000"),
    );
    form.mark(
        FORMS,
        &["通过申请国内资金", "主办召开重要国际学术会议", "其他"],
        Mark::Color("FF0000"),
    );
    form.behind(FORMS, "其他，请说明：", "共用大型仪器");
    form.rows(
        20,
        4,
        &[&[
            "绿色化工短期研修班",
            "泰国、越南、巴基斯坦",
            "24",
            "18.6",
            "环境",
            "化学工程与技术",
        ]],
    );
    form.rows(
        19,
        2,
        &[
            &["沈知微", "Journal of Sample Catalysis", "2.副主编"],
            &["陆见川", "Example Letters in Energy", "编委或相当编委职务"],
        ],
    );
    form.column(17, 1, &["3", "1", "2", "0", "6", "4", "120"]);
    form.rows(
        15,
        2,
        &[&[
            "连续流加氢工艺许可合同",
            "技术服务",
            "以国际技术许可方式促成技术转移",
            "86.4",
            "云岭理工大学",
            "Fabrika Anadol A.Ş.",
            "土耳其",
            "新材料及其应用",
            "新材料",
        ]],
    );
    form.column(
        9,
        1,
        &[
            "微反应器传质性能测试方法",
            "ISO/DIS 00001",
            "国际标准化组织（ISO）",
            "参与",
            "是",
        ],
    );
    form.rows(
        5,
        2,
        &[&[
            "国际催化学会联合会/International Association of Catalysis Societies",
            "能源",
            "化学",
            "②",
            "3.个人会员",
            "沈知微",
            "2019年6月18日",
        ]],
    );
    form.column(
        4,
        1,
        &[
            "联合培养与科研合作协议",
            "3",
            "能源",
            "3.协议仍在有效期内",
            "5",
            "云岭理工大学",
            "Norvik University of Technology",
            "挪威",
        ],
    );
    form.column(
        3,
        1,
        &[
            "1.与外方联合设立",
            "中挪绿色甲醇联合实验室",
            "2",
            "1.联合研究类平台",
            "中国",
            "能源",
            "化学工程与技术",
            "120.5",
            "80",
            "45",
            "云岭理工大学",
            "Norvik University of Technology",
            "挪威",
            "应用基础研究",
        ],
    );
    form.covers([
        "化学工程学院",
        "苏望舒",
        "0756-5550101",
        "沈知微",
        "0756-5550100",
    ]);
    form.save()
}

/// The blank workbook filled in, totals worked out by its formulas.
pub fn chemistry_book(blank: &[u8]) -> Vec<u8> {
    let mut book = Book::blank(blank);
    book.text(1, "A2", "二级单位名称：化学工程学院");
    book.text(1, "A3", "填表人：苏望舒");
    book.text(1, "A4", "填表人联系电话：0756-5550101");
    book.country(2, 4, "挪威", [2, 6, 1, 3, 3, 5, 0, 0, 0, 0, 0, 0]);
    book.country(2, 5, "英国", [1, 2, 2, 4, 0, 0, 0, 0, 0, 0, 0, 0]);
    book.country(2, 6, "中国香港", [0, 0, 3, 8, 0, 0, 1, 2, 0, 0, 0, 0]);
    book.country(3, 4, "挪威", [1, 4, 0, 0, 2, 3, 0, 0, 0, 0, 0, 0]);
    book.country(3, 5, "泰国", [0, 0, 0, 0, 0, 0, 1, 24, 0, 0, 0, 0]);
    let person = [
        ("A", "Ingrid Solvang"),
        ("B", "i.solvang@example.org"),
        ("C", "无"),
        ("D", "1990-02-17"),
        ("E", "挪威"),
        ("F", "挪威"),
        ("G", "Norvik University of Technology"),
        ("H", "2022-09-01"),
        ("I", "能源"),
        ("J", "博士后"),
        ("K", "以项目引才"),
        ("L", "2025-08-31"),
        ("M", "合同期满"),
        ("N", "Norvik University of Technology"),
        ("O", "挪威"),
    ];
    for (column, text) in person {
        book.text(4, &format!("{column}4"), text);
    }
    book.save()
}

/// Highlighted marks, rows added, a form table copied three times, amounts as people write them.
pub fn ocean(blank: &[u8]) -> Vec<u8> {
    ocean_form(blank, false).save()
}

/// The same form once more, after the office had called: both errors are mended.
pub fn ocean_again(blank: &[u8]) -> Vec<u8> {
    let mut form = ocean_form(blank, true);
    form.saved("2026-01-12T07:30:00Z");
    form.save()
}

fn ocean_form(blank: &[u8], mended: bool) -> Form {
    let mut form = Form::blank(blank);
    form.cell(30, 1, 1, "（字数不限）\n船时共享的手续复杂，建议简化。");
    form.mark(BELT_OBSTACLES, &["大国暗中掣肘"], Mark::Highlight("yellow"));
    let obstacles = [
        "两国外交局势变动",
        "国际合作经费不足",
        "外方合作者人员变动",
        "缺乏国际化人才",
        "科研外事管理政策的限制",
        "合作双方互信问题较大",
    ];
    let chosen = if mended { &obstacles[..5] } else { &obstacles };
    form.mark(OBSTACLES, chosen, Mark::Highlight("yellow"));
    form.mark(
        CONTRIBUTIONS,
        &["落实与支撑整体外交战略", "为全球重大议题和挑战提供解决方案"],
        Mark::Highlight("cyan"),
    );
    form.mark(
        BENEFITS,
        &["共享了国外合作伙伴的研究成果", "获得了国外的经费资助"],
        Mark::Highlight("yellow"),
    );
    form.mark(
        FORMS,
        &["参加了国际重大科学计划", "派遣本单位科研人员"],
        Mark::Highlight("yellow"),
    );
    form.rows(
        25,
        2,
        &[
            &[
                "Coral Reef Medal",
                "澳大利亚",
                "海洋",
                "Reef Science Trust",
                "温如许",
            ],
            &["", "", "", "", ""],
            &[
                "青年海洋学者奖",
                "日本",
                "海洋",
                "海洋学术振兴会（虚构）",
                "阮秋池",
            ],
            &[
                "海洋观测合作奖",
                "印尼",
                "海洋",
                "Nusantara Ocean Forum",
                "温如许",
            ],
            &[
                "最佳海报奖",
                "葡萄牙",
                "海洋",
                "Atlantic Early Career Forum",
                "倪青禾",
            ],
        ],
    );
    form.rows(
        21,
        2,
        &[&[
            "云岭青年海洋学者计划",
            "印度尼西亚、马来西亚",
            if mended { "12" } else { "约12" },
            "30万元",
            "6",
            "海洋",
            "海洋科学",
        ]],
    );
    form.rows(
        20,
        4,
        &[
            &[
                "珊瑚礁监测培训班",
                "马来西亚，泰国；斯里兰卡",
                "３６",
                "125000元",
                "海洋",
                "海洋科学",
            ],
            &[
                "海洋预报技术研修班",
                "越南/菲律宾",
                "20人次",
                "9.8",
                "海洋",
                "海洋科学",
            ],
        ],
    );
    form.rows(10, 2, &[&["", "", "", "", "", "", ""]]);
    // Three agreements: the table copied twice, the codes of the options as each typist liked.
    form.copy_table(4);
    form.copy_table(4);
    form.column(
        6,
        1,
        &[
            "联合航次数据共享备忘录",
            "机构间协议",
            "海洋",
            "2025年新签协议",
            "三年",
            "云岭理工大学海洋学院",
            "Southern Strait Marine Institute",
            "新西兰",
        ],
    );
    form.column(
        5,
        1,
        &[
            "学生交换协议",
            "③",
            "海洋",
            "3",
            "无固定期限",
            "云岭理工大学",
            "Universitas Samudra Biru",
            "印度尼西亚共和国",
        ],
    );
    form.column(
        4,
        1,
        &[
            "珊瑚礁联合观测协议",
            "3.机构间协议",
            "海洋",
            "1.2025年新签协议",
            "５年",
            "云岭理工大学",
            "Reef Science Trust",
            "Australia",
        ],
    );
    form.column(
        3,
        1,
        &[
            "1",
            "中印尼海洋联合观测站",
            "当年新建平台",
            "1",
            "印度尼西亚",
            "海洋",
            "海洋科学",
            "1,250,000元",
            "80万",
            "32.5",
            "云岭理工大学海洋学院",
            "Universitas Samudra Biru",
            "印尼",
            "应用研究",
        ],
    );
    form.covers([
        "海洋学院",
        "倪青禾",
        "0756-5550202",
        "温如许",
        "0756-5550200",
    ]);
    form
}

/// Ticks in place of colours, answers under the headings; opened and saved by LibreOffice.
pub fn languages(blank: &[u8]) -> Vec<u8> {
    let mut form = Form::blank(blank);
    form.line_after(
        "调研的意见和建议（字数不限）：",
        "建议增加人文交流类项目的统计口径。",
    );
    form.mark(
        BELT_OBSTACLES,
        &["风俗习惯", "缺乏国际化人才"],
        Mark::Before("√"),
    );
    form.mark(OBSTACLES, &["风俗习惯"], Mark::Before("√"));
    form.mark(CONTRIBUTIONS, &["培养国际化人才"], Mark::Before("✓"));
    form.mark(
        BENEFITS,
        &["开拓了视野", "培养了国际化学术创新团队"],
        Mark::Before("√ "),
    );
    form.mark(FORMS, &["硕士、博士等的联合培养"], Mark::Before("√"));
    form.line_after("_05_007", "无");
    form.line_after("_05_006", "去年申报了Bramley翻译奖，今年尚未公布结果。");
    form.rows(
        20,
        4,
        &[&[
            "科技汉语与中国文化研修班",
            "哈萨克斯坦、俄罗斯联邦",
            "45",
            "12",
            "其他技术领域",
            "外国语言文学",
        ]],
    );
    form.column(
        14,
        1,
        &["Journal of Invented Translation Studies", "86", "412"],
    );
    form.column(
        4,
        1,
        &[
            "翻译人才联合培养协议",
            "机构间协议",
            "现代服务",
            "协议仍在有效期内",
            "4",
            "云岭理工大学外国语学院",
            "Bramley School of Languages",
            "联合王国",
        ],
    );
    form.covers([
        "外国语学院",
        "罗听雨",
        "0756-5550303",
        "秦若蘅",
        "0756-5550300",
    ]);
    form.save()
}

/// The cover in content controls, changes tracked, a section deleted.
pub fn medicine(blank: &[u8]) -> Vec<u8> {
    let mut form = Form::blank(blank);
    form.cell(
        29,
        1,
        1,
        "（字数不限）\n希望为援外医疗队提供远程会诊的经费支持。",
    );
    form.mark(
        OBSTACLES,
        &["知识产权归属", "外方经费投入不足"],
        Mark::Shade("FFC000"),
    );
    form.mark(CONTRIBUTIONS, &["引进全球智力资源"], Mark::Shade("FFC000"));
    form.mark(
        BENEFITS,
        &["引进了国外顶尖和优秀人才"],
        Mark::Shade("FFC000"),
    );
    form.mark(
        FORMS,
        &["对发展中国家科研人员开展培训活动", "请国外专家来华"],
        Mark::Shade("FFC000"),
    );
    form.column(
        23,
        1,
        &[
            "否",
            "热带病快速诊断联合攻关",
            "云岭理工大学医学院；云岭市第九医院（虚构）",
            "Instituto Boa Saúde",
        ],
    );
    form.cell(23, 6, 3, "100");
    form.cell(23, 8, 3, "60");
    form.cell(23, 6, 4, "160");
    form.cell(23, 15, 2, "完成三家医院的多中心验证。");
    // Corrected in review: 20 persons struck out, 26 written in.
    form.rows(
        20,
        4,
        &[&[
            "热带病防治培训班",
            "巴西、安哥拉",
            "",
            "15.5",
            "医药与卫生健康",
            "临床医学",
        ]],
    );
    let before = r#"<w:rPr><w:sz w:val="21"/></w:rPr>"#;
    form.cell_xml(
        20,
        4,
        3,
        &format!(
            r#"<w:p><w:del w:id="901" w:author="秦校对" w:date="2026-01-08T09:00:00Z"><w:r>{before}<w:delText>20</w:delText></w:r></w:del><w:ins w:id="902" w:author="秦校对" w:date="2026-01-08T09:00:00Z">{}</w:ins></w:p>"#,
            plain_run("26")
        ),
    );
    form.rows(
        18,
        2,
        &[&[
            "白芷洲",
            "国际热带医学联盟（虚构）",
            "6.其他：青年委员会联络员",
        ]],
    );
    form.column(
        9,
        1,
        &["快速诊断试剂评价指南", "ISO/WD 00002", "ISO", "牵头", "否"],
    );
    form.rows(
        6,
        2,
        &[&[
            "白芷洲",
            "国际热带医学联盟（虚构）",
            "4",
            "2025年3月1日",
            "3年",
        ]],
    );
    form.rows(
        5,
        2,
        &[&[
            "国际热带医学联盟（虚构）",
            "医药与卫生健康",
            "临床医学",
            "非政府间组织",
            "团体会员",
            "医学院",
            "2024/5/20",
        ]],
    );
    form.column(
        4,
        1,
        &[
            "医学生互访协议",
            "机构间协议",
            "医药与卫生健康",
            "2",
            "3",
            "云岭理工大学医学院",
            "Instituto Boa Saúde",
            "巴西",
        ],
    );
    form.delete_section("_02_016 16.", "_02_018  18.");
    form.covers(["医学院", "白芷洲", "0756-5550404", "白芷洲", "0756-5550404"]);
    let name = plain_run("医学院");
    let typed = r#"<w:t xml:space="preserve"> 医学院 </w:t></w:r>"#;
    let at = form.body.find(typed).expect("the unit's name");
    let start = form.body[..at].rfind("<w:r ").expect("its run");
    form.body.replace_range(
        start..at + typed.len(),
        &format!(r#"<w:sdt><w:sdtPr><w:alias w:val="单位"/><w:text/></w:sdtPr><w:sdtContent>{name}</w:sdtContent></w:sdt>"#),
    );
    form.save()
}

/// A .zip from a Chinese Windows: names in GBK, a workbook of the department's own, litter.
pub fn information(blank: &[u8]) -> Vec<u8> {
    let mut form = Form::blank(blank);
    form.mark(OBSTACLES, &["经费使用不能满足"], Mark::Color("0070C0"));
    form.mark(CONTRIBUTIONS, &["培养国际化人才"], Mark::Color("0070C0"));
    form.mark(
        BENEFITS,
        &["解决了关键技术问题", "取得了自主知识产权"],
        Mark::Color("0070C0"),
    );
    form.mark(FORMS, &["与跨国公司共建联合实验室"], Mark::Color("0070C0"));
    form.column(
        13,
        1,
        &[
            "云岭国际机器人挑战赛",
            "Robotica Forum",
            "新加坡共和国",
            "48",
        ],
    );
    form.rows(
        19,
        2,
        &[&["顾星澜", "Transactions on Sample Computing", "1.主编"]],
    );
    form.column(
        8,
        1,
        &[
            "国际边缘计算联盟亚洲分部（虚构）",
            "2",
            "是，已登记",
            "2018年5月18日",
            "云岭省云岭市",
            "云岭省科学技术厅（虚构）",
            "信息通信",
            "260",
            "85",
            "组织年会6届。",
            "会费收缴困难。",
            "简化登记手续。",
        ],
    );
    form.delete_rows(7, 3, 3);
    form.rows(
        7,
        2,
        &[&["国际标准化后备人才研修班", "2025.7.8", "30", "信息通信"]],
    );
    form.covers([
        "信息工程学院",
        "顾星澜",
        "0756-5550505",
        "莫问津",
        "0756-5550500",
    ]);
    let litter = ("~$息工程学院.docx".to_owned(), vec![0; 162]);
    let parts = [
        ("信息工程学院/调查表.docx".to_owned(), form.save()),
        ("信息工程学院/子表.xlsx".to_owned(), book::drawn_up()),
        litter,
        ("__MACOSX/._调查表.docx".to_owned(), b"Mac OS X".to_vec()),
    ];
    gbk_zip(&parts)
}

/// A zip whose names are in GBK, without the flag that says UTF-8.
fn gbk_zip(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    // The zip is written with names of the same length in ASCII, and these are then replaced.
    let names: Vec<(String, Vec<u8>)> = parts
        .iter()
        .enumerate()
        .map(|(i, (name, _))| {
            let (gbk, _, unmappable) = encoding_rs::GBK.encode(name);
            assert!(!unmappable, "{name} can be written in GBK");
            let stand_in = format!("{i}{}", "@".repeat(gbk.len() - 1));
            (stand_in, gbk.into_owned())
        })
        .collect();
    let stood_in: Vec<(String, Vec<u8>)> = names
        .iter()
        .zip(parts)
        .map(|((stand_in, _), (_, data))| (stand_in.clone(), data.clone()))
        .collect();
    let mut bytes = zip(&stood_in);
    for (stand_in, gbk) in &names {
        let mut at = 0;
        while let Some(i) = bytes[at..]
            .windows(stand_in.len())
            .position(|window| window == stand_in.as_bytes())
        {
            at += i;
            bytes[at..at + gbk.len()].copy_from_slice(gbk);
        }
    }
    bytes
}

/// Not the form at all but its tables typed anew, by a unit that has little to report.
pub fn sports() -> Vec<u8> {
    let line = |text: &str| Paragraph::new().add_run(Run::new().add_text(text));
    let table = |rows: &[&[&str]]| {
        Table::new(
            rows.iter()
                .map(|row| {
                    TableRow::new(
                        row.iter()
                            .map(|text| TableCell::new().add_paragraph(line(text)))
                            .collect(),
                    )
                })
                .collect(),
        )
    };
    let docx = Docx::new()
        .add_paragraph(line("2025年度国际科技合作与交流统计调查表"))
        .add_table(table(&[
            &["二级单位名称", "体育部"],
            &["填表人", "丁一苇"],
            &["联系电话", "0756-5550606"],
        ]))
        .add_paragraph(line("HZ_02_008 参加国际组织"))
        .add_table(table(&[
            &[
                "序号",
                "国际组织名称(中/英文)",
                "加入国际组织从事活动相关领域（按候选项填写）",
                "细分学科（一级学科）",
                "组织类型",
                "会员类别",
                "参加单位（或个人）名称",
                "参加日期",
            ],
            &[
                "1",
                "国际运动生物力学会（虚构）",
                "生命科学与生物技术",
                "体育学",
                "2",
                "3",
                "丁一苇",
                "2022-10-01",
            ],
        ]))
        .add_paragraph(line(
            "HZ_06_003 对我国开展国际科技合作及年度调研的意见和建议",
        ))
        .add_paragraph(line(
            "其余各表本部门没有发生。建议为无业务的单位提供零填报选项。",
        ));
    let mut bytes = std::io::Cursor::new(Vec::new());
    docx.build().pack(&mut bytes).expect("in memory");
    bytes.into_inner()
}
