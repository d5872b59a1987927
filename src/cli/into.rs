//! `--into`: the reporting system's own templates, filled in beside the other results.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::intake::must_exist;
use super::{Context, Failure};
use crate::forms::template::{self, Template};
use crate::given;
use crate::mapping::Role;
use crate::model::finding::{Finding, Severity};
use crate::model::submission::{Record, Submission};
use crate::output::WholeFiles;
use crate::read::Reader;
use crate::report::printable;
use crate::said;
use crate::text::Worded as _;
use crate::text::lang::Said;

/// The templates that a run fills in.
#[derive(Default)]
pub(super) struct Into {
    templates: Vec<Template>,
    /// Records that no template has a place for, by table.
    left_out: BTreeMap<Arc<str>, usize>,
}

impl Into {
    /// Opens the templates, and says of each what it takes and what not.
    pub(super) fn open(
        paths: &[PathBuf],
        reader: &Reader,
        context: &Context,
    ) -> Result<Into, Failure> {
        let templates = template::open_all(paths, reader).map_err(Failure::told)?;
        for template in &templates {
            describe(template, context);
        }
        Ok(Into {
            templates,
            left_out: BTreeMap::new(),
        })
    }

    /// Takes the records of a submission.
    pub(super) fn take(&mut self, submission: &mut Submission) {
        self.take_each(submission, &|_, _| None);
    }

    /// As [`Into::take`], of a submission whose records are of many units: `unit` gives the cover of
    /// the unit that a table's record is of.
    pub(super) fn take_each<'u>(
        &mut self,
        submission: &mut Submission,
        unit: &dyn Fn(&str, usize) -> Option<&'u Record>,
    ) {
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
            template.take_each(submission, unit);
        }
    }

    /// Writes the workbooks into `into/` of a folder.
    pub(super) fn write(&self, folder: &Path, whole: &mut WholeFiles) -> Result<(), Failure> {
        for (name, bytes) in self.fill()? {
            let place = folder.join("into").join(name);
            whole.write(&place, |file| file.write_all(&bytes))?;
        }
        Ok(())
    }

    /// The workbooks by their names.
    fn fill(&self) -> Result<Vec<(String, Vec<u8>)>, Failure> {
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
        for (table, n) in self.templates.iter().flat_map(Template::added_up) {
            context.warn(&said!(
                "{table}：模板只有一份的位置，填的是 {n} 份之和",
                "{table}: the template has room for one, and holds the sum of {n}"
            ));
        }
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
fn describe(template: &Template, context: &Context) {
    let (name, edition) = (printable(template.name()), template.edition());
    context.warn(&said!(
        "模板 {name}，按版本 {edition}",
        "template {name}, for edition {edition}"
    ));
    if !template.other_editions().is_empty() {
        let others = template.other_editions().join("、");
        context.warn(&said!(
            "  也可能是版本 {others} 的：模板里没有写年度；不对时请在文件名里写明年份",
            "  it may be for {others} as well: no year stands in it; if so, put the year in its name"
        ));
    }
    for layout in template.layouts() {
        let (sheet, table, items) = (printable(&layout.sheet), &layout.table, layout.items);
        context.warn(&match layout.is_grid {
            true => said!(
                "  工作表“{sheet}”填表 {table}，{items} 格",
                "  sheet “{sheet}” takes table {table}, {items} cells"
            ),
            false => said!(
                "  工作表“{sheet}”填表 {table}，{items} 栏",
                "  sheet “{sheet}” takes table {table}, {items} columns"
            ),
        });
        if let n @ 1.. = layout.rows_there {
            context.warn(&said!(
                "    表头下已有 {n} 行，保留不动，记录写在它们下面",
                "    {n} rows stand under the labels already: they are kept, records go below them"
            ));
        }
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
                "    数据验证由公式给出，未核对：{names}",
                "    validations given by formulas, not checked: {names}"
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

/// Says what was found as a roll-up went into templates; true where some of it is an error. `unit`
/// is whose a table's record is.
pub(super) fn tell_findings<'u>(
    submission: &Submission,
    unit: &dyn Fn(&str, usize) -> Option<&'u Record>,
    context: &Context,
) -> bool {
    let name = submission.mapping.roles.field(Role::Name);
    for finding in &submission.findings {
        let path = &finding.path;
        let cover = (path.table_code().zip(path.record_index()))
            .and_then(|(table, record)| unit(table, record));
        let whose = cover.and_then(|cover| cover.get(name?)?.text());
        let whose = whose.or(submission.who(Role::Name)).unwrap_or_default();
        tell_one(whose, finding, context);
    }
    let mut findings = submission.findings.iter();
    findings.any(|f| f.severity == Severity::Error)
}

/// Says what was found as a submission went into templates.
pub(super) fn tell_new(submission: &Submission, findings: &[Finding], context: &Context) {
    for finding in findings {
        let whose = submission.who(Role::Name).unwrap_or_default();
        tell_one(whose, finding, context);
    }
}

fn tell_one(whose: &str, finding: &Finding, context: &Context) {
    let (path, Said { zh, en }) = (&finding.path, finding.message());
    let (zh, en, whose) = (printable(&zh), printable(&en), printable(whose));
    context.warn(&said!("{whose} {path}：{zh}", "{whose} {path}: {en}"));
}

/// The templates of a command that reads no form itself. They need a folder to be written to.
pub(super) fn open(paths: &[PathBuf], to_folder: bool, context: &Context) -> Result<Into, Failure> {
    if paths.is_empty() {
        return Ok(Into::default());
    }
    if !to_folder {
        return Err(no_folder());
    }
    must_exist(paths)?;
    paths.iter().for_each(|path| given::keep(path));
    Into::open(paths, &Reader::of_bundles(context.editions()?)?, context)
}

/// Templates are files.
pub(super) fn no_folder() -> Failure {
    Failure::told(said!(
        "--into 要写文件，请用 -o 给出文件夹",
        "--into writes files; give a folder with -o"
    ))
}
