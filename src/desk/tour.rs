//! The first round: made-up forms that come with the program, and where to go from page to page, from
//! the first file to the upload.

use std::io;
use std::path::{Path, PathBuf};

use super::settings::{ROSTER, TOUR};
use super::survey::{Refused, Survey};
use crate::desk::acts::Act;
use crate::said;
use crate::store::Setting;
use crate::text::lang::Said;

/// The returned files that the round is made with: none of these units is a real one.
const RETURNED: [(&str, &[u8]); 10] = [
    (
        "体育部.docx",
        include_bytes!("../../samples/returned/体育部.docx"),
    ),
    (
        "信息工程学院.zip",
        include_bytes!("../../samples/returned/信息工程学院.zip"),
    ),
    (
        "化学工程学院-子表.xlsx",
        include_bytes!("../../samples/returned/化学工程学院-子表.xlsx"),
    ),
    (
        "化学工程学院.docx",
        include_bytes!("../../samples/returned/化学工程学院.docx"),
    ),
    (
        "医学院_调查表.docx",
        include_bytes!("../../samples/returned/医学院_调查表.docx"),
    ),
    (
        "外国语学院.docx",
        include_bytes!("../../samples/returned/外国语学院.docx"),
    ),
    (
        "材料学院.docx",
        include_bytes!("../../samples/returned/材料学院.docx"),
    ),
    (
        "材料学院（子表）.xlsx",
        include_bytes!("../../samples/returned/材料学院（子表）.xlsx"),
    ),
    (
        "海洋学院 调查表（终稿）.docx",
        include_bytes!("../../samples/returned/海洋学院 调查表（终稿）.docx"),
    ),
    (
        "海洋学院 调查表（终稿）v2.docx",
        include_bytes!("../../samples/office/海洋学院 调查表（终稿）v2.docx"),
    ),
];
const UNITS: &[u8] = include_bytes!("../../samples/office/units.csv");

/// Puts the files into a new folder below `parent`, and says which.
///
/// # Errors
/// Where it cannot be written.
pub(super) fn laid_out(parent: &Path) -> io::Result<PathBuf> {
    let names =
        std::iter::once("汇表 示例".to_owned()).chain((2..1000).map(|n| format!("汇表 示例 {n}")));
    for name in names {
        let folder = parent.join(name);
        match std::fs::create_dir(&folder) {
            Ok(()) => {
                for (name, bytes) in RETURNED {
                    std::fs::write(folder.join(name), bytes)?;
                }
                return Ok(folder);
            }
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(e),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Begins the round: the roster is set, and the first page is the first step.
pub(super) fn begin(survey: &Survey, who: &str) -> Result<(), Refused> {
    let set = Setting {
        name: ROSTER.to_owned(),
        file: "units.csv".to_owned(),
        bytes: UNITS.to_vec(),
    };
    let act = Act::Set {
        name: ROSTER.to_owned(),
        to: set.file.clone(),
    };
    survey.act(who, |_| Ok((vec![act.clone()], Some(set.clone()))))?;
    go_on(survey, who, 1)
}

/// Goes to a step; 0 ends the round.
pub(super) fn go_on(survey: &Survey, who: &str, step: usize) -> Result<(), Refused> {
    let to = match step {
        0 => String::new(),
        n => n.to_string(),
    };
    let set = Setting {
        name: TOUR.to_owned(),
        file: String::new(),
        bytes: to.clone().into_bytes(),
    };
    let act = Act::Set {
        name: TOUR.to_owned(),
        to,
    };
    survey.act(who, |_| Ok((vec![act.clone()], Some(set.clone()))))
}

/// A step: where it is, and what is to be seen and done there.
pub(super) struct Step {
    /// Below the survey's address; `{unit}` is the unit with most to mend.
    pub at: &'static str,
    /// What to do.
    pub said: Said,
}

/// The steps, from the first file to the upload.
pub(super) fn steps() -> [Step; 8] {
    let step = |at, said| Step { at, said };
    [
        step(
            "/files",
            said!(
                "这是收回的 10 个文件：Word、Excel、压缩包都有。看“结果”一列：哪些计入，哪些是旧版、为什么。名册已经放好，平时把您的 .xlsx 拖进来即可。",
                "These are ten returned files: Word, Excel, an archive. The column Outcome says which count, which are older, and why. The roster is set; in your own survey you drop an .xlsx."
            ),
        ),
        step(
            "",
            said!(
                "这里是还要做什么：未交、必须改正、需核实、待定。点一个数，正好列出那些单位；下面是各单位各表，红的有错。",
                "This is what is still to do: not returned, to be mended, to be checked, to decide. Each number lists exactly those units; below are units by tables, red is wrong."
            ),
        ),
        step(
            "/u/{unit}",
            said!(
                "左边是交来的原表，右边是问题。按 J 到下一处；按 E 改值，回车保存；黄色的核实过没有错就按 A，写理由。改错了按 U 撤销。请至少改一处、核实一处。",
                "The paper is on the left, what was found on the right. J is the next finding; E corrects a value, Enter keeps it; A says of a yellow one that it is right, with why. U undoes. Do one of each."
            ),
        ),
        step(
            "/findings?severity=warning",
            said!(
                "同一种问题可以一起看。选左边一个种类，勾上几处，用一个理由一起核实。",
                "One kind of finding over all units. Choose a kind on the left, tick some, and say once why they are right."
            ),
        ),
        step(
            "/decide",
            said!(
                "拿不准以哪一份为准的，并排放在这里，由您来定；没有待定的就到下一步。",
                "Where it is open which file or report counts, both stand side by side and you decide. Where nothing is open, go on."
            ),
        ),
        step(
            "/back",
            said!(
                "要单位自己改的：每个单位一个文件夹，里面是带批注的原表和一份可以贴进邮件的说明。",
                "What units must mend themselves: a folder a unit, with its own files commented and a message to paste into a mail."
            ),
        ),
        step(
            "/figures",
            said!(
                "调查说了什么：每张图都可以下载放进报告，点一根柱子就是它的记录。",
                "What the survey says: each chart can be downloaded for a report, and a bar leads to its records."
            ),
        ),
        step(
            "/out",
            said!(
                "最后一步：上面写着还差什么；点“批量导入文件”就得到上报系统要的 .xlsx。示例到此结束，自己的调查从首页选文件夹开始。",
                "The last step: what is still in the way stands at the top; “Import files” gives the .xlsx that the reporting system takes. That is all: begin your own survey on the first page by choosing a folder."
            ),
        ),
    ]
}
