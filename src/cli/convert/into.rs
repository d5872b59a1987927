//! `convert --into`: the reporting system's own templates, filled in beside the other results.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::cli::{Context, Failure};
use crate::forms::template::{self, Template};
use crate::model::submission::Submission;
use crate::read::Reader;
use crate::report::printable;
use crate::said;
use crate::text::Worded as _;
use crate::text::lang::Said;

/// The templates that a run fills in.
pub(super) struct Into<'r> {
    templates: Vec<Template>,
    reader: &'r Reader,
    /// Records that no template has a place for, by table.
    left_out: BTreeMap<Arc<str>, usize>,
}

impl<'r> Into<'r> {
    /// Opens the templates, and says of each what it takes and what not.
    pub(super) fn open(
        paths: &[PathBuf],
        reader: &'r Reader,
        context: &Context,
    ) -> Result<Into<'r>, Failure> {
        let templates = template::open_all(paths, reader).map_err(Failure::told)?;
        for template in &templates {
            describe(template, reader, context);
        }
        Ok(Into {
            templates,
            reader,
            left_out: BTreeMap::new(),
        })
    }

    /// Takes the records of a submission.
    pub(super) fn take(&mut self, submission: &mut Submission) {
        if self.templates.is_empty() {
            return;
        }
        let edition = &submission.mapping.id;
        for (code, data) in &submission.tables.0 {
            let mut places = self.templates.iter();
            if !data.records.is_empty() && !places.any(|t| t.takes(edition, code)) {
                *self.left_out.entry(Arc::clone(code)).or_default() += data.records.len();
            }
        }
        for template in &mut self.templates {
            template.take(submission, self.reader);
        }
    }

    /// The workbooks by their names.
    pub(super) fn fill(&self) -> Result<Vec<(String, Vec<u8>)>, Failure> {
        let filled = self.templates.iter().map(|template| {
            let name = template.name();
            let bytes = template.fill().map_err(|e| {
                let Said { zh, en } = e.said();
                Failure::told(said!(
                    "模板 {name} 没有填写，也没有写出别的结果：{zh}",
                    "the template {name} was not filled in, and nothing else was written: {en}"
                ))
            })?;
            Ok((name.to_owned(), bytes))
        });
        filled.collect()
    }

    /// Says what no template had a place for.
    pub(super) fn tell_left_out(&self, context: &Context) {
        let others = self.templates.iter().map(Template::of_other_editions);
        if let Some(n @ 1..) = others.max() {
            context.warn(&said!(
                "有 {n} 份是别的版本的表，没有写入模板",
                "{n} submissions are of another edition and were not written to the template"
            ));
        }
        if self.left_out.is_empty() {
            return;
        }
        let tables = self.left_out.iter();
        let tables: Vec<String> = tables.map(|(code, n)| format!("{code}（{n}）")).collect();
        let tables = tables.join("、");
        context.warn(&said!(
            "这些表有记录，但没有模板可填：{tables}",
            "no template has a place for these tables (and so many records): {tables}"
        ));
    }
}

/// What of a template will be filled in and what not, said before anything is read.
fn describe(template: &Template, reader: &Reader, context: &Context) {
    let name = printable(template.name());
    context.warn(&said!("模板 {name}", "template {name}"));
    for layout in template.layouts(reader) {
        let (sheet, table, items) = (printable(&layout.sheet), &layout.table, layout.items);
        context.warn(&said!(
            "  工作表“{sheet}”填表 {table}，{items} 栏",
            "  sheet “{sheet}” takes table {table}, {items} columns"
        ));
        let list = |names: &[String]| printable(&names.join("、"));
        if !layout.only_there.is_empty() {
            let names = list(&layout.only_there);
            context.warn(&said!(
                "    模板有而映射没有，留空：{names}",
                "    in the template only, left empty: {names}"
            ));
        }
        if !layout.only_here.is_empty() {
            let names = list(&layout.only_here);
            context.warn(&said!(
                "    映射有而模板没有，不写入：{names}",
                "    not in the template, not written: {names}"
            ));
        }
        if !layout.computed.is_empty() {
            let names = list(&layout.computed);
            context.warn(&said!(
                "    模板用公式计算，不写入：{names}",
                "    computed by the template, not written: {names}"
            ));
        }
        for (label, times) in &layout.converted {
            let label = printable(label);
            context.warn(&said!(
                "    单位不同，写入时乘以 {times}：{label}",
                "    in another unit, multiplied by {times} when written: {label}"
            ));
        }
        for (label, unit) in &layout.other_units {
            let (label, unit) = (printable(label), printable(unit));
            context.warn(&said!(
                "    以{unit}计，不能换算，不写入：{label}",
                "    in {unit}, which cannot be converted, not written: {label}"
            ));
        }
        if !layout.unresolved.is_empty() {
            let names = list(&layout.unresolved);
            context.warn(&said!(
                "    列表由公式给出，未核对：{names}",
                "    lists given by formulas, not checked: {names}"
            ));
        }
    }
    for (sheet, table) in template.other_places() {
        let sheet = printable(sheet);
        context.warn(&said!(
            "  工作表“{sheet}”也有表 {table} 的表头，不写入",
            "  sheet “{sheet}” has the labels of table {table} too, not written"
        ));
    }
    if !template.unknown_sheets().is_empty() {
        let names = printable(&template.unknown_sheets().join("、"));
        context.warn(&said!(
            "  未认出的工作表，不写入：{names}",
            "  sheets that are no known table, not written: {names}"
        ));
    }
    if template.has_formulas() {
        context.warn(&said!(
            "  模板里有公式，上传前请用 Excel 或 WPS 打开并保存一次",
            "  the template holds formulas: open and save it once in Excel or WPS before it is uploaded"
        ));
    }
}
