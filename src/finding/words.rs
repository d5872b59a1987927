//! What causes and severities are called, in both languages.

use super::{Rule, Severity};
use crate::lang::Lang;

impl Severity {
    /// What it is called, as Chinese statistics has it: 必须改正, 需核实, 提示.
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Severity::Error => lang.pick("必须改正", "Must be mended"),
            Severity::Warning => lang.pick("需核实", "To be checked"),
            Severity::Info => lang.pick("提示", "For information"),
        }
    }
}

impl Rule {
    /// What such findings are called.
    pub fn title(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Rule::UnreadableFile => ("文件无法读取", "File cannot be read"),
            Rule::UnknownForm => ("不是已知的调查表", "Not a form that is known"),
            Rule::WrongEdition => ("表的年度不对", "Another year's form"),
            Rule::MissingTable => ("缺少表", "Table not found"),
            Rule::DuplicateTable => ("表多次出现", "Table stands more than once"),
            Rule::UnclaimedText => ("文字没有归入任何项目", "Text that belongs to no item"),
            Rule::UnknownColumn => ("多出的栏", "Column that is no item"),
            Rule::MissingColumn => ("缺少的栏", "Column not found"),
            Rule::UnreadableNumber => ("数字无法读取", "Number cannot be read"),
            Rule::UnreadableDate => ("日期无法读取", "Date cannot be read"),
            Rule::UnreadableValue => ("内容无法读取", "Value cannot be read"),
            Rule::NotInList => ("不在候选项中", "Not an option of the list"),
            Rule::SeveralChoices => ("单选项填了多项", "Several options where one is asked"),
            Rule::TooManySelected => ("选项超过限数", "More options than allowed"),
            Rule::AmbiguousMark => ("标记不明确", "Mark that leaves a doubt"),
            Rule::StruckText => ("划掉的文字", "Words struck through"),
            Rule::UnitConverted => ("单位已换算", "Unit converted"),
            Rule::CorrectedValue => ("写法已规范", "Value given in another form"),
            Rule::Balance => ("平衡关系不符", "Balance rule broken"),
            Rule::OutOfPeriod => ("不在统计期内", "Outside the survey's period"),
            Rule::Required => ("必填项未填", "Required item left out"),
            Rule::NotApplicable => ("不应填写", "Does not apply here"),
            Rule::DuplicateRecord => ("记录重复", "Record given twice"),
            Rule::TrackedChange => ("含有修订", "Tracked changes"),
            Rule::InvalidFormat => ("格式不对", "Wrong format"),
            Rule::Joined => ("多个文件合并", "Files put together"),
            Rule::HiddenContent => ("含有隐藏内容", "Hidden content"),
            Rule::CorrectedByOffice => ("办公室已更正", "Corrected by the office"),
            Rule::CorrectionRefused => ("更正未采用", "Correction refused"),
            Rule::CarriedOver => ("写成另一版的表", "Written in another edition's tables"),
            Rule::NotCarried => ("没有带到另一版", "Not carried to the other edition"),
        };
        lang.pick(zh, en)
    }
}
