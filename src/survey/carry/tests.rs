#![allow(clippy::unwrap_used)]

use serde_json::{Value as Json, json};

use super::*;
use crate::mapping::{SourceFile, load};

fn edition(text: &'static str) -> Mapping {
    load([SourceFile {
        name: "kit.toml".to_owned(),
        text: text.into(),
    }])
    .unwrap()
}

fn old() -> Mapping {
    edition(
        r#"
[edition]
id = "kit-2025"
year = 2025
name = "仪器"
titles = ["仪器设备调查表"]
period = { start = "2025-01-01", end = "2025-12-31" }
[[unit]]
name = "unit_name"
label = "单位名称"
type = "text"
[[unit]]
name = "leader"
label = "主管领导"
type = "text"
[lists.state]
options = ["在用", "停用", { label = "其他", other = true }]
[lists.uses]
options = ["教学", "科研", "服务"]
[[tables]]
code = "K_1"
name = "仪器设备"
layout = "records"
filled_in = "form"
fields = [
  { name = "name",    label = "设备名称", code = "甲", type = "text" },
  { name = "state",   label = "状态",     type = "choice", list = "state" },
  { name = "field",   label = "领域",     type = "choice", list = "state" },
  { name = "hours",   label = "机时",     type = "decimal" },
  { name = "price",   label = "价格",     type = "decimal", unit = "万元" },
  { name = "country", label = "产地",     type = "country" },
  { name = "room",    label = "房间",     type = "text" },
]
[[tables]]
code = "K_2"
name = "用途"
layout = "choices"
filled_in = "form"
fields = [
  { name = "selected", label = "用途", type = "choices", list = "uses" },
  { name = "other", label = "其他", type = "text" },
]
[[tables]]
code = "K_3"
name = "意见"
layout = "text"
filled_in = "form"
fields = [{ name = "text", label = "意见", type = "text" }]
"#,
    )
}

fn new() -> Mapping {
    edition(
        r#"
[edition]
id = "kit-2020"
year = 2020
name = "仪器"
titles = ["仪器设备调查表"]
period = { start = "2020-01-01", end = "2020-12-31" }
[[unit]]
name = "unit_name"
label = "单位名称"
type = "text"
[lists.state]
options = ["停用", { label = "在使用", aliases = ["在用"] }]
[lists.uses]
options = ["服务", "教学"]
[[tables]]
code = "K_0"
name = "概况"
layout = "text"
filled_in = "form"
fields = [{ name = "text", label = "概况", type = "text" }]
[[tables]]
code = "K_1"
name = "仪器设备"
layout = "form"
filled_in = "form"
limit = 1
fields = [
  { name = "equipment", label = "设备名称", code = "甲", type = "text" },
  { name = "state",     label = "状态",     type = "choice", list = "state" },
  { name = "field",     label = "领域",     type = "text" },
  { name = "hours",     label = "机时",     type = "integer" },
  { name = "price",     label = "价格",     type = "decimal", unit = "元" },
  { name = "country",   label = "产地",     type = "countries" },
  { name = "keeper",    label = "保管人",   type = "text" },
]
[[tables]]
code = "K_2"
name = "用途"
layout = "choices"
filled_in = "form"
fields = [
  { name = "selected", label = "用途", type = "choices", list = "uses" },
  { name = "other", label = "其他", type = "text" },
]
"#,
    )
}

fn carried(records: Json, findings: Json) -> Json {
    let submission: Submission = serde_json::from_value(json!({
        "schema": "huibiao/submission/1",
        "source": {"file": "a.docx", "sha256": "", "format": "docx", "producer": null},
        "mapping": {"id": "kit-2025", "year": 2025},
        "unit": {"unit_name": "化学学院", "leader": "张三"},
        "tables": {
            "K_1": {"status": "filled", "records": records},
            "K_2": {"status": "filled", "records": [
                {"selected": [{"no": 1, "label": "教学"}, {"no": 2, "label": "科研"},
                              {"no": 3, "label": "服务"}], "other": null}]},
            "K_3": {"status": "filled", "records": [{"text": "多谢"}]},
        },
        "findings": findings,
    }))
    .unwrap();
    let (old, new) = (old(), new());
    let carrier = Carrier::new([&old, &new], &new);
    serde_json::to_value(
        carrier
            .carry(submission)
            .said_in(crate::text::lang::Lang::En),
    )
    .unwrap()
}

fn a_record(name: &str) -> Json {
    json!({"name": name, "state": "在用", "field": "其他", "field_other": "声学", "hours": 12.0,
           "price": 3.5, "country": "英国", "room": "301"})
}

/// Rule, path and raw text of each finding.
fn told(submission: &Json) -> Vec<String> {
    let findings = submission["findings"].as_array().unwrap();
    let text = |f: &Json, key: &str| f[key].as_str().unwrap_or("").to_owned();
    findings
        .iter()
        .map(|f| format!("{} {} {}", text(f, "rule"), text(f, "path"), text(f, "raw")))
        .collect()
}

#[test]
fn what_agrees_is_carried_and_the_rest_is_told() {
    let out = carried(json!([a_record("显微镜")]), json!([]));
    assert_eq!(out["mapping"], json!({"id": "kit-2020", "year": 2020}));
    assert_eq!(out["unit"], json!({"unit_name": "化学学院"}));
    assert_eq!(
        out["tables"],
        json!({
            "K_0": {"status": "not_collected", "records": []},
            "K_1": {"status": "filled", "records": [{
                "equipment": "显微镜", "state": "在使用", "field": "其他（声学）", "hours": 12,
                "price": null, "country": ["英国"], "keeper": null}]},
            "K_2": {"status": "filled", "records": [{
                "selected": [{"no": 1, "label": "服务"}, {"no": 2, "label": "教学"}],
                "other": null}]},
        })
    );
    assert_eq!(
        told(&out),
        [
            "carried-over  ",
            "not-carried /unit 张三",
            "not-carried /tables/K_1 3.5",
            "not-carried /tables/K_1 301",
            "not-carried /tables/K_2/records/0/selected 科研",
            "not-carried  ",
        ]
    );
}

#[test]
fn a_value_that_does_not_fit_is_null_and_quoted() {
    let mut record = a_record("显微镜");
    record["hours"] = json!(12.5);
    record["state"] = json!("其他");
    record["state_other"] = json!("外借");
    let out = carried(json!([record]), json!([]));
    let record = &out["tables"]["K_1"]["records"][0];
    assert_eq!(record["hours"], Json::Null);
    assert_eq!(record["state"], Json::Null);
    let told = told(&out);
    assert!(told.contains(&"not-carried /tables/K_1/records/0/state 其他（外借）".to_owned()));
    assert!(told.contains(&"not-carried /tables/K_1/records/0/hours 12.5".to_owned()));
}

#[test]
fn findings_point_at_the_new_places() {
    // The first record has nothing that the other edition asks for.
    let only_room = json!({"name": null, "state": null, "field": null, "hours": null,
                           "price": null, "country": null, "room": "301"});
    let finding = |path: &str| {
        json!({"severity": "warning", "rule": "balance", "path": path,
                                      "message": "…"})
    };
    let out = carried(
        json!([only_room, a_record("甲"), a_record("乙")]),
        json!([
            finding("/tables/K_1/records/2/name"),
            finding("/tables/K_1/records/1/field_other"),
            finding("/tables/K_1/records/1/room"),
            finding("/tables/K_1/records/0/room"),
            finding("/tables/K_3/records/0/text"),
            finding("/unit/unit_name"),
            finding("/unit/leader"),
            finding(""),
        ]),
    );
    let told = told(&out);
    assert_eq!(
        told[..8],
        [
            "balance /tables/K_1/records/1/equipment ",
            "balance /tables/K_1/records/0/field ",
            "balance /tables/K_1/records/0 ",
            "balance /tables/K_1 ",
            "balance  ",
            "balance /unit/unit_name ",
            "balance /unit ",
            "balance  ",
        ]
    );
    for finding in out["findings"].as_array().unwrap() {
        assert!(out.pointer(finding["path"].as_str().unwrap()).is_some());
    }
    // Two records where one is asked are kept, and said.
    assert_eq!(out["tables"]["K_1"]["records"].as_array().unwrap().len(), 2);
    assert!(told.contains(&"carried-over /tables/K_1 ".to_owned()));
    assert!(told.contains(&"not-carried /tables/K_1 301；301；301".to_owned()));
}

#[test]
fn its_own_edition_is_left_alone() {
    let new = new();
    let carrier = Carrier::new([&new], &new);
    let submission: Submission = serde_json::from_value(json!({
        "schema": "huibiao/submission/1",
        "source": {"file": "a.docx", "sha256": "", "format": "docx"},
        "mapping": {"id": "kit-2020", "year": 2020},
        "unit": {"unit_name": "化学学院"},
        "tables": {},
        "findings": [],
    }))
    .unwrap();
    assert_eq!(carrier.carry(submission.clone()), submission);
}
