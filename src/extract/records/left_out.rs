//! Lines that are no record: those with an answer perhaps in them are each a warning, the others
//! are counted, once a table.

use super::lines::{Kind, Line};
use super::words;
use crate::extract::Scope;
use crate::finding::{Finding, Rule};
use crate::lang::Said;
use crate::locate::Fit;
use crate::said;
use office::paper::Place;

/// More of a table's lines are counted, not quoted.
const MOST_QUOTED: usize = 12;

/// The lines that were left out of a table and hold no answer.
#[derive(Debug, Default)]
pub(super) struct LeftOut {
    /// How many records were read so far.
    pub(super) records: usize,
    count: usize,
    quoted: Vec<String>,
    place: Option<Place>,
    /// How many lines a line says that there are.
    counted: Option<u32>,
    /// The table is said to go on, after so many records.
    goes_on: Option<(usize, Place, String)>,
}

impl LeftOut {
    /// Takes a line that is no record. On the first line of a form stand values beside the lanes.
    pub(super) fn put(
        &mut self,
        kind: Kind,
        line: &Line,
        fit: &Fit,
        is_first: bool,
        scope: &mut Scope,
    ) {
        for cell in line.cells() {
            scope.claims.claim_cell(cell);
        }
        if is_first {
            for (_, _, value) in &fit.below {
                value.iter().for_each(|cell| scope.claims.claim_cell(cell));
            }
        }
        let Some(first) = line.pieces.first() else {
            return;
        };
        let place = fit.grid.table.place(first.cell.row, first.cell.column);
        let said = line.quoted();
        let (message, hint) = match kind {
            Kind::Labels | Kind::Nothing | Kind::Printed => return,
            Kind::Example => (
                said!(
                    "示例行不作为记录：{said}",
                    "an example is no record: {said}"
                ),
                said!(
                    "如是本单位的内容，请去掉“例”字样后重新提交。",
                    "If it is the unit's own, have the word for an example taken out."
                ),
            ),
            Kind::Remark => (
                said!(
                    "说明性的行不作为记录：{said}",
                    "a remark is no record: {said}"
                ),
                said!(
                    "请看它是否影响上面的数据。",
                    "See whether it bears on the data above."
                ),
            ),
            Kind::Across => (
                said!(
                    "横跨整行的文字不作为记录：“{said}”",
                    "words across the whole line are no record: “{said}”"
                ),
                said!(
                    "如适用于下面各行，请填入各行相应的格。",
                    "If it holds for the lines below, write it into each."
                ),
            ),
            Kind::Sum => (
                said!(
                    "这一行是以上各行之和，不作为记录：{said}",
                    "the line is the sum of those above and no record: {said}"
                ),
                said!("请核对。", "Please check."),
            ),
            Kind::Retyped
            | Kind::Total
            | Kind::Closing
            | Kind::Codes
            | Kind::Serial
            | Kind::Zeros
            | Kind::Signing => {
                self.count += 1;
                if kind == Kind::Closing && line.pieces.iter().any(|p| words::goes_on(&p.text)) {
                    self.goes_on = Some((self.records, place.clone(), said.clone()));
                }
                self.place.get_or_insert(place);
                let counted = line.pieces.iter().find_map(|p| words::counted(&p.text));
                self.counted = counted.or(self.counted);
                if self.quoted.len() < MOST_QUOTED {
                    self.quoted.push(said);
                }
                return;
            }
        };
        let path = scope.path();
        scope.findings.push(
            Finding::warning(Rule::NotARecord, message)
                .at(path)
                .quoting(said)
                .from(place)
                .hinting(hint),
        );
    }

    /// Says how many lines hold no answer, and whether one of them counts others than there are.
    pub(super) fn tell(self, records: usize, scope: &mut Scope) {
        let Some(place) = self.place else { return };
        let (n, quoted, path) = (self.count, self.quoted.join("；"), scope.path());
        let told = |finding: Finding| {
            finding
                .at(path.clone())
                .quoting(&*quoted)
                .from(place.clone())
        };
        let message = said!(
            "有{n}行不作为记录（表头、合计、序号、续表等）：{quoted}",
            "lines that are no record (labels, totals, numbers, closing words): {n}: {quoted}"
        );
        scope
            .findings
            .push(told(Finding::info(Rule::NotARecord, message)));
        if let Some((_, place, said)) = self.goes_on.filter(|g| g.0 == records) {
            let message = said!(
                "“{said}”表示表格未完，其后没有读到记录",
                "“{said}” says that the table goes on; no record was found after it"
            );
            let hint = said!(
                "请核对续表是否遗漏。",
                "See whether its other part is missing."
            );
            let finding = Finding::warning(Rule::NotARecord, message).at(path.clone());
            scope
                .findings
                .push(finding.quoting(said).from(place).hinting(hint));
        }
        if let Some(counted) = self.counted.filter(|c| *c as usize != records) {
            let message: Said = said!(
                "表中写有{counted}项，读到{records}条记录",
                "the table says that it has {counted} records; {records} were read"
            );
            let hint = said!("请核对是否有缺漏。", "See whether one is missing.");
            scope
                .findings
                .push(told(Finding::warning(Rule::NotARecord, message)).hinting(hint));
        }
    }
}
