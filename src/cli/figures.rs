//! `huibiao figures`: what a survey says, as charts.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Command;

use super::intake::{Asked, Corrected, Deciding, Intake};
use super::merge::{edition, tell_written};
use super::{Context, Failure, Outcome};
use crate::batch::Which;
use crate::mapping::Mapping;
use crate::model::submission::Submission;
use crate::output::{self, WholeFiles};
use crate::report::chart::{Charting, Charts, svg, write_page, write_workbook};
use crate::said;
use crate::survey::carry::Carrier;
use crate::survey::rollup::leave_out;
use crate::survey::roster::unit_name;
use crate::text::key::key;
use crate::text::lang::{Lang, Said};

/// Chart what the survey says: by country, field and kind, money by source, options tallied
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Data of earlier runs (.jsonl, .json, their folder, .sqlite), a survey of the desk (.huibiao), or
    /// returned files
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// An earlier survey to compare with
    #[arg(long, value_name = "INPUT")]
    against: Option<PathBuf>,
    /// Of this unit alone
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// The edition, where there are several
    #[arg(long, value_name = "ID")]
    edition: Option<String>,
    /// Folder for the results
    #[arg(short, long, value_name = "DIR", default_value = "huibiao-figures")]
    output: PathBuf,
    /// The office's corrections
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,
    #[command(flatten)]
    asked: Asked,
}

pub(super) fn in_chinese(command: Command) -> Command {
    Asked::in_chinese(command)
        .about("把调查的结果画成图：按国家、领域、类型，经费按来源，各选项的次数")
        .mut_arg("inputs", |a| {
            a.help("以前的结果（.jsonl、.json、结果文件夹、.sqlite）、窗口的调查文件（.huibiao），或收回的文件")
        })
        .mut_arg("against", |a| a.help("与以前的一次调查比较"))
        .mut_arg("unit", |a| a.help("只画这一个单位的"))
        .mut_arg("edition", |a| a.help("有几个版本时，画哪一个"))
        .mut_arg("output", |a| a.help("结果文件夹 [默认：huibiao-figures]").hide_default_value(true))
        .mut_arg("corrections", |a| a.help("办公室的更正表"))
}

pub(super) fn with_examples(command: Command, lang: Lang) -> Command {
    let help = said!(
        "写出 figures.html、svg/ 中的图和 xlsx/ 中的表。\n\n示例：\n  huibiao figures 收回.huibiao\n  huibiao figures huibiao-out --against 去年.huibiao -o 图\n  huibiao figures 收回/ --unit 化学工程学院",
        "Writes figures.html, the drawings in svg/ and their tables in xlsx/.\n\nExamples:\n  huibiao figures returned.huibiao\n  huibiao figures huibiao-out --against last-year.huibiao -o figures\n  huibiao figures returned/ --unit Chemistry"
    );
    command.after_help(help.get(lang).to_owned())
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    let office = args.asked.office(&args.inputs, context)?;
    let intake = Intake::new(context)?;
    let corrected = Corrected::all(args.corrections.as_ref());
    let taken = intake.take_in(&args.inputs, &office, corrected)?;
    let mapping = edition(
        taken.chosen.receipts(),
        &intake.mappings,
        args.edition.as_deref(),
    )?;
    let mut charting = Charting::new(mapping);
    let mut asked = OneUnit::of(args.unit.as_deref());
    let weighed = taken.elsewhere(&office, &intake.mappings)?;
    let (elsewhere, mut cases) = (weighed.elsewhere, weighed.cases);
    let applied = taken.each(Which::Counting, |i, submission| {
        if asked.wants(&submission) {
            charting.add(&submission, elsewhere.get(&i).map_or(&[][..], |l| l));
        }
        Ok(())
    })?;
    asked.must_be_met()?;
    let mut charts = charting.finish();
    let mut outcome = taken.outcome.max(applied);
    if let Some(earlier) = &args.against {
        let (before, read) = earlier_charts(earlier, args, mapping, &intake, context)?;
        let name = earlier.file_stem().unwrap_or_default().to_string_lossy();
        charts.against(&before, Said::same(name));
        outcome = outcome.max(read);
    }
    write(&charts, &args.output, context)?;
    cases.extend(taken.chosen.cases().cloned());
    office.tell_nowhere(&cases, context);
    Ok(outcome)
}

/// The same charts of an earlier survey, in the tables of this one's edition.
fn earlier_charts(
    earlier: &PathBuf,
    args: &Args,
    mapping: &Mapping,
    intake: &Intake<'_>,
    context: &Context,
) -> Result<(Charts, Outcome), Failure> {
    let inputs = std::slice::from_ref(earlier);
    let none = Deciding { decisions: None };
    let office = none.office(None, inputs, context)?;
    let taken = intake.take_in(inputs, &office, Corrected::No)?;
    let carrier = Carrier::new(&intake.mappings, mapping);
    let mut charting = Charting::new(mapping);
    let mut asked = OneUnit::of(args.unit.as_deref());
    let elsewhere = taken.elsewhere(&office, &intake.mappings)?.elsewhere;
    taken.each(Which::Counting, |i, mut submission| {
        if asked.wants(&submission) {
            if let Some(left) = elsewhere.get(&i) {
                leave_out(&mut submission, left);
            }
            charting.add(&carrier.carry(submission), &[]);
        }
        Ok(())
    })?;
    Ok((charting.finish(), taken.outcome))
}

/// The unit that is asked for.
struct OneUnit<'a> {
    name: Option<&'a str>,
    met: bool,
    others: Vec<String>,
}

impl OneUnit<'_> {
    fn of(name: Option<&str>) -> OneUnit<'_> {
        OneUnit {
            name,
            met: false,
            others: Vec::new(),
        }
    }

    fn wants(&mut self, submission: &Submission) -> bool {
        let own = unit_name(submission).unwrap_or_default();
        let wanted = self.name.is_none_or(|name| key(name) == key(own));
        self.met |= wanted;
        if !wanted {
            self.others.push(own.to_owned());
        }
        wanted
    }

    fn must_be_met(&self) -> Result<(), Failure> {
        let (Some(name), false) = (self.name, self.met) else {
            return Ok(());
        };
        let others = self.others.join("、");
        Err(Failure::told(said!(
            "没有“{name}”的表；有的是：{others}",
            "there is no form of `{name}`; there are: {others}"
        )))
    }
}

fn write(charts: &Charts, folder: &Path, context: &Context) -> Result<(), Failure> {
    let failed = |e: output::Error| Failure::told(e);
    let lang = context.lang;
    let mut whole = WholeFiles::default();
    let page = folder.join("figures.html");
    whole
        .write(&page, |file| write_page(charts, lang, file))
        .map_err(failed)?;
    for chart in &charts.charts {
        let place = folder.join("svg").join(format!("{}.svg", chart.id));
        let drawing = svg(chart, charts.before.as_ref(), lang, None);
        let written = whole.write(&place, |file| file.write_all(drawing.as_bytes()));
        written.map_err(failed)?;
        let place = folder.join("xlsx").join(format!("{}.xlsx", chart.id));
        whole.push(write_workbook(chart, charts, lang, &place).map_err(failed)?);
    }
    let written = whole.persist().map_err(failed)?;
    tell_written(&written, folder, context)
}
