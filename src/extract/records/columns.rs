//! What the labels of a table say of the whole: that they are another table's, that some are gone.

use crate::extract::Scope;
use crate::finding::{Finding, Rule};
use crate::locate::Fit;
use crate::said;

/// Heading and labels speak for two tables.
pub(super) fn contradiction(fit: &Fit, scope: &mut Scope) {
    let Some(rival) = fit.rival else { return };
    let (own, other) = (
        &scope.edition.mapping.tables[scope.t],
        &scope.edition.mapping.tables[rival],
    );
    let (name, code, rival, rival_code) = (&own.name, &own.code, &other.name, &other.code);
    let path = scope.path();
    scope.findings.push(
        Finding::warning(
            Rule::UnknownColumn,
            said!(
                "表的标题和表头不一致：一个是 {code}“{name}”，一个是 {rival_code}“{rival}”；已读作前者",
                "heading and labels are of two tables, {code} “{name}” and {rival_code} “{rival}”; it was read as the former"
            ),
        )
        .at(path)
        .from(fit.grid.table.place(1, 1))
        .hinting(said!("请核对是哪张表。", "See which table it is.")),
    );
}

/// Fields whose label is not on the paper.
pub(super) fn missing_columns(fit: &Fit, scope: &mut Scope) {
    let table = &scope.edition.mapping.tables[scope.t];
    let path = scope.path();
    if fit.by_position {
        scope.findings.push(
            Finding::warning(
                Rule::UnknownColumn,
                said!(
                    "表头缺失，各栏按空白表的顺序读入",
                    "the table has no labels; its columns were read in the blank form's order"
                ),
            )
            .at(path.clone())
            .from(fit.grid.table.place(1, 1))
            .hinting(said!("请逐栏核对。", "Look at each column.")),
        );
    }
    let missing = |f: &usize| {
        let within = table.fields[*f].within.is_some();
        fit.columns[*f].is_none() && !within && !fit.below.iter().any(|b| b.0 == *f)
    };
    let labels: Vec<&str> = (0..table.fields.len())
        .filter(missing)
        .map(|f| &*table.fields[f].label)
        .collect();
    if labels.is_empty() {
        return;
    }
    let list = labels.join("、");
    scope.findings.push(
        Finding::warning(
            Rule::MissingColumn,
            said!(
                "表中没有找到这些指标：{list}",
                "these items were not found in the table: {list}"
            ),
        )
        .at(path)
        .from(fit.grid.table.place(1, 1))
        .hinting(said!(
            "请核对表头是否被删改。",
            "See whether the table's head was changed."
        )),
    );
}
