//! A small edition with a table of each layout whose items have places of their own.

use std::sync::LazyLock;

use huibiao::mapping::{Bundle, SourceFile, load};
use huibiao::model::finding::Finding;
use huibiao::model::submission::Submission;
use huibiao::read::Reader;
use serde_json::Value as Json;

use super::document::Document;

pub const MAPPING: &str = r#"
[edition]
id = "kit-2020"
year = 2020
name = "科技合作调查"
titles = ["2020年度科技合作调查表"]
period = { start = "2020-01-01", end = "2020-12-31" }

[[unit]]
name = "unit_name"
label = "单位名称"
type = "text"

[lists.degree]
numbered = "digits"
options = ["非常重要", "很重要", "一般", "不重要", "不存在的问题"]

[[tables]]
code = "KT_01"
name = "出访活动概况"
layout = "grid"
filled_in = "form"
fields = [
  { name = "visit_projects",   label = "考察访问·项目数", code = "01", type = "integer" },
  { name = "visit_people",     label = "考察访问·人次",   code = "02", type = "integer", unit = "人次" },
  { name = "meeting_projects", label = "国际会议·项目数", code = "03", type = "integer" },
  { name = "meeting_people",   label = "国际会议·人次",   code = "04", type = "integer", unit = "人次" },
  { name = "other_projects",   label = "其他·项目数",     code = "05", type = "integer" },
  { name = "other_people",     label = "其他·人次",       code = "06", type = "integer", unit = "人次" },
  { name = "other_which",      label = "其他·说明",       type = "text", within = "other_projects" },
  { name = "total_projects",   label = "合计·项目数",     code = "07", type = "integer" },
  { name = "total_people",     label = "合计·人次",       code = "08", type = "integer", unit = "人次" },
]
rules = ["07=01+03+05"]

[[tables]]
code = "KT_02"
name = "经费"
layout = "grid"
filled_in = "form"
fields = [
  { name = "home_state",    label = "国内·财政·经费",   type = "decimal", unit = "万元" },
  { name = "home_firms",    label = "国内·企业·经费",   type = "decimal", unit = "万元" },
  { name = "foreign_state", label = "国外·财政·经费",   type = "decimal", unit = "万元" },
  { name = "foreign_firms", label = "国外·企业·经费",   type = "decimal", unit = "万元" },
]

[[tables]]
code = "KT_03"
name = "科技合作问题与对策"
layout = "rating"
filled_in = "form"
fields = [
  { name = "channels",  label = "合作的主要问题·双方缺少直接的交流合作渠道", type = "choice", list = "degree" },
  { name = "staff",     label = "合作的主要问题·本地区缺少科研机构参与",     type = "choice", list = "degree" },
  { name = "law",       label = "合作的主要问题·法律环境尚不完备",           type = "choice", list = "degree" },
  { name = "problem",   label = "合作的主要问题·其他",                       type = "choice", list = "degree" },
  { name = "problem_which", label = "合作的主要问题·其他说明", type = "text", within = "problem" },
  { name = "agreement", label = "合作的对策·签署科技合作框架协议",           type = "choice", list = "degree" },
  { name = "funds",     label = "合作的对策·提供专项资金支持",               type = "choice", list = "degree" },
  { name = "remedy",    label = "合作的对策·其他",                           type = "choice", list = "degree" },
  { name = "remedy_which", label = "合作的对策·其他说明", type = "text", within = "remedy" },
]

[[tables]]
code = "KT_04"
name = "成果转化情况统计"
layout = "blanks"
filled_in = "form"
printed = [
  { label = "截至2020年，双方合作研究中心累计有（{centres}）个", text = """
请按照以下分类方式分别给出数量
（1）按照组建方式分类：
港资自行设立（{hk_alone}）个
港资与内地企业联合设立（{hk_firms}）个
其它组建方式（请列出方式并给出数量）：方式（{way}），数量（{way_count}）个
（2）按照研究方式分类：
基础研究（{basic}）个
产品设计 （{design}）个""" },
  { label = "2020年度，双方合作研究中心新增（{new_centres}）个", text = """
请按照以下分类方式分别给出数量
（1）按照组建方式分类：
港资自行设立（{new_hk_alone}）个
港资与内地企业联合设立（{new_hk_firms}）个""" },
  { label = "截至2020年，入驻的众创空间（{spaces}）家", text = """
请根据本地实际情况写出具体类型（如微型孵化器，创业园等）
{space_kinds}""" },
  { label = "截至2020年，青年创业人数累计（{founders}）人", text = """
按行业划分，请填写相应人数
机械制造（{machines}人）
新能源（{energy}人）
新能源汽车（{cars}人）
其他（{trade}）（请列出领域），（{trade_count}）人""" },
]
fields = [
  { name = "centres",      label = "累计·中心",     type = "integer", unit = "个" },
  { name = "hk_alone",     label = "累计·港资自行设立", type = "integer", unit = "个" },
  { name = "hk_firms",     label = "累计·港资与企业", type = "integer", unit = "个" },
  { name = "way",          label = "累计·其它方式", type = "text" },
  { name = "way_count",    label = "累计·其它数量", type = "integer", unit = "个" },
  { name = "basic",        label = "累计·基础研究", type = "integer", unit = "个" },
  { name = "design",       label = "累计·产品设计", type = "integer", unit = "个" },
  { name = "new_centres",  label = "新增·中心",     type = "integer", unit = "个" },
  { name = "new_hk_alone", label = "新增·港资自行设立", type = "integer", unit = "个" },
  { name = "new_hk_firms", label = "新增·港资与企业", type = "integer", unit = "个" },
  { name = "spaces",       label = "众创空间",      type = "integer", unit = "家" },
  { name = "space_kinds",  label = "众创空间类型",  type = "text" },
  { name = "founders",     label = "创业人数",      type = "integer", unit = "人" },
  { name = "machines",     label = "机械制造",      type = "integer", unit = "人" },
  { name = "energy",       label = "新能源",        type = "integer", unit = "人" },
  { name = "cars",         label = "新能源汽车",    type = "integer", unit = "人" },
  { name = "trade",        label = "其他领域",      type = "text" },
  { name = "trade_count",  label = "其他领域人数",  type = "integer", unit = "人" },
]

[[tables]]
code = "KT_05"
name = "典型案例"
layout = "form"
filled_in = "form"
fields = [
  { name = "case_name",  label = "案例名称", type = "text" },
  { name = "ministry",   label = "经费支持情况·科技部", type = "decimal", unit = "万元" },
  { name = "others",     label = "经费支持情况·其它", type = "decimal", unit = "万元" },
  { name = "others_who", label = "经费支持情况·其它来源", type = "text", within = "others" },
]
"#;

/// Reads with nothing but the mapping.
pub static READER: LazyLock<Reader> = LazyLock::new(|| {
    let file = SourceFile {
        name: "kit.toml".to_owned(),
        text: MAPPING.into(),
    };
    let mapping = load([file]).unwrap();
    Reader::of_bundles(vec![Bundle {
        mapping,
        blank_form: None,
        blank_sheets: None,
    }])
    .unwrap()
});

/// What is read of a table.
#[derive(Debug)]
pub struct Got {
    pub submission: Submission,
    pub code: &'static str,
}

/// Reads a body in which one table of the edition stands.
pub fn read(code: &'static str, body: &str) -> Got {
    let bytes = Document::of(body).bytes();
    Got {
        submission: READER.read("form.docx", &bytes),
        code,
    }
}

impl Got {
    /// The values of the table's record that are given.
    pub fn values(&self) -> Json {
        let json = serde_json::to_value(&self.submission).unwrap();
        let records = json["tables"][self.code]["records"].as_array().unwrap();
        assert!(records.len() <= 1, "{records:?}");
        let mut record = records.first().cloned().unwrap_or(Json::Null);
        if let Some(fields) = record.as_object_mut() {
            fields.retain(|_, v| !v.is_null());
        }
        record
    }

    /// What was found in the table, but for tables that the test left out.
    pub fn findings(&self) -> Vec<&Finding> {
        let own = |f: &&Finding| f.rule().name() != "missing-table";
        self.submission.findings.iter().filter(own).collect()
    }

    /// The rules of the findings with what they quote.
    pub fn told(&self) -> Vec<String> {
        let told = self.findings().into_iter().map(|f| {
            let raw = f.raw.as_deref().unwrap_or("");
            format!("{} {raw}", f.rule().name()).trim().to_owned()
        });
        told.collect()
    }

    /// These values, and nothing to say about them.
    #[track_caller]
    pub fn is(&self, values: Json) {
        assert_eq!(self.values(), values, "{:#?}", self.findings());
        assert_eq!(self.told(), [""; 0], "{:#?}", self.findings());
        self.paths_resolve();
    }

    /// These values, and this to say about them.
    #[track_caller]
    pub fn is_with(&self, values: Json, told: &[&str]) {
        assert_eq!(self.values(), values, "{:#?}", self.findings());
        assert_eq!(self.told(), told, "{:#?}", self.findings());
        self.paths_resolve();
    }

    /// Every finding points at something in the data, and at a place on the paper.
    #[track_caller]
    pub fn paths_resolve(&self) {
        let json = serde_json::to_value(&self.submission).unwrap();
        for finding in self.findings() {
            assert!(
                json.pointer(&finding.path.to_string()).is_some(),
                "{finding:?}"
            );
            assert!(finding.source.is_some(), "{finding:?}");
        }
    }
}
