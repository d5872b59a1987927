//! How grave a finding is, and the rule that it comes under, with what people are told of each.

use serde::{Deserialize, Serialize};

use crate::said;
use crate::text::lang::{Lang, Said};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know: nothing to do.
    Info,
    /// Look at it (需核实): the value is given, but a person should confirm it.
    Warning,
    /// The value is not usable, or a rule is broken (必须改正).
    Error,
}

impl Severity {
    /// The name that programs know it by.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }

    /// What it is called, as Chinese statistics has it: 必须改正, 需核实, 提示.
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Severity::Error => lang.pick("必须改正", "Must be mended"),
            Severity::Warning => lang.pick("需核实", "To be checked"),
            Severity::Info => lang.pick("提示", "For information"),
        }
    }
}

/// What people are told of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleText {
    /// What its findings are called.
    pub title: Said,
    /// What it means.
    pub meaning: Said,
    /// What to do.
    pub todo: Said,
    /// Where it comes from: the contract, the manual, a key of the mapping.
    pub origin: &'static str,
}

/// Declares the rules: name, what it means for a programmer, title, meaning, what to do, origin.
macro_rules! rules {
    ($( $(#[doc = $doc:literal])* $variant:ident $name:literal
        title $title_zh:literal $title_en:literal
        means $means_zh:literal $means_en:literal
        todo $todo_zh:literal $todo_en:literal
        origin $origin:literal; )*) => {
        /// What kind of thing was found. The names are the contract's; new ones may be added, none
        /// renamed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Rule {
            $( $(#[doc = $doc])* #[serde(rename = $name)] $variant, )*
        }

        impl Rule {
            /// Every rule.
            pub const ALL: &'static [Rule] = &[ $(Rule::$variant),* ];

            /// The rule's name as the contract writes it.
            pub fn name(self) -> &'static str {
                match self { $( Rule::$variant => $name, )* }
            }

            /// What people are told of it.
            pub fn text(self) -> RuleText {
                match self {
                    $( Rule::$variant => RuleText {
                        title: said!($title_zh, $title_en),
                        meaning: said!($means_zh, $means_en),
                        todo: said!($todo_zh, $todo_en),
                        origin: $origin,
                    }, )*
                }
            }

            /// What such findings are called.
            pub fn title(self, lang: Lang) -> &'static str {
                match self { $( Rule::$variant => lang.pick($title_zh, $title_en), )* }
            }
        }
    };
}

rules! {
    /// The file cannot be read at all.
    UnreadableFile "unreadable-file"
        title "文件无法读取" "File cannot be read"
        means "文件读不了：损坏、加了密码、不是 Word 或 Excel 文件，或大小、层数超过上限。其他文件照常读入。" "The file cannot be read: it is damaged, locked with a password, neither a Word nor an Excel file, or beyond the bounds of size and depth. The other files are read all the same."
        todo "请单位用 Word 或 WPS 打开、另存为 .docx 后重新提交。" "Have the unit open it in Word or WPS, save it as .docx and send it again."
        origin "契约：命令行，退出码 2";
    /// The document is no form that a mapping knows.
    UnknownForm "unknown-form"
        title "不是已知的调查表" "Not a form that is known"
        means "文件能读，但里面没有任何已知表的标题、表头或选项。" "The file can be read, but nothing in it is a heading, a label or an option of a form that is known."
        todo "核对交来的是不是本次调查表；别的表要有自己的映射。" "Check that it is this survey's form; another form needs a mapping of its own."
        origin "契约：命令行";
    /// The form is another year's.
    WrongEdition "wrong-edition"
        title "表的年度不对" "Another year's form"
        means "表是另一年度的，或混有另一版本的表。" "The form is another year's, or holds tables of another edition."
        todo "请单位用本年度的表重填。" "Have the unit fill in this year's form."
        origin "映射：edition.year";
    /// A table of the form was not found.
    MissingTable "missing-table"
        title "缺少表" "Table not found"
        means "表里应有的一张表没有找到。" "A table that the form should have was not found."
        todo "确认是删去了空表，还是漏交。" "Make sure whether an empty table was deleted or one was forgotten."
        origin "契约：status missing";
    /// A table stands more often than it may.
    DuplicateTable "duplicate-table"
        title "表多次出现" "Table stands more than once"
        means "同一张表、同一项填了不止一处，或份数超过限数。" "A table or a field is filled in in more than one place, or more often than it may be."
        todo "核对以哪一处为准，只留一处。" "See which of them is right, and leave one."
        origin "映射：limit";
    /// Typed text that no table claimed.
    UnclaimedText "unclaimed-text"
        title "文字没有归入任何项目" "Text that belongs to no item"
        means "表上有空白表没有的文字，没有归入任何项目。" "The form has text that the blank does not print and that belongs to no field."
        todo "看一眼：如是答案，填到相应的位置；如不是，不用管。" "Look at it: if it is an answer, put it where it belongs."
        origin "契约：不静默丢失";
    /// A column or row of a table that the mapping does not know, with text in it.
    UnknownColumn "unknown-column"
        title "多出的栏" "Column that is no item"
        means "表里有一栏或一行，映射里没有，或与空白表的印字不同。" "A column or row of the table is not in the mapping, or its words are not the blank's."
        todo "核对这一栏是哪一项。" "See which field the column is."
        origin "映射：fields";
    /// A column or row that the mapping expects is not in the table.
    MissingColumn "missing-column"
        title "缺少的栏" "Column not found"
        means "映射里的一栏，表上没有。" "A column of the mapping is not on the paper."
        todo "看表头是否被删改。" "See whether the table's head was changed."
        origin "映射：fields";
    /// Text that cannot be read as a number.
    UnreadableNumber "unreadable-number"
        title "数字无法读取" "Number cannot be read"
        means "应填数的地方读不出一个确切的数，没有取值。" "No exact number can be read where one is asked; nothing was taken."
        todo "写一个确切的数字。" "Write one exact number in digits."
        origin "契约：值，integer/decimal";
    /// Text that cannot be read as a date.
    UnreadableDate "unreadable-date"
        title "日期无法读取" "Date cannot be read"
        means "应填日期或年份的地方读不出确切的日期，没有取值。" "No exact date or year can be read where one is asked; nothing was taken."
        todo "写成 2025-03-05，或 2025-03。" "Write it as 2025-03-05, or 2025-03."
        origin "契约：值，date/year";
    /// Text that cannot be read as its type.
    UnreadableValue "unreadable-value"
        title "内容无法读取" "Value cannot be read"
        means "内容读不成这一项的类型，没有取值。" "The text cannot be read as its field's type; nothing was taken."
        todo "按这一项要求的样式填写。" "Write it as the field asks."
        origin "契约：值";
    /// A text that is no option of its list.
    NotInList "not-in-list"
        title "不在候选项中" "Not an option of the list"
        means "所填的不在候选项中，没有取值。" "What was typed is no option of the list; nothing was taken."
        todo "从候选项里选一项，照抄文字。" "Choose an option and copy its words."
        origin "映射：lists";
    /// Several options where one is asked.
    SeveralChoices "several-choices"
        title "单选项填了多项" "Several options where one is asked"
        means "只能选一项，选了几项，没有取值。" "Several options were chosen where one is asked; nothing was taken."
        todo "只留一项。" "Keep one."
        origin "映射：type choice";
    /// More options than the form allows.
    TooManySelected "too-many-selected"
        title "选项超过限数" "More options than allowed"
        means "选的项数超过表上的限数。" "More options are marked than the form allows."
        todo "只留最主要的几项。" "Leave those that matter most."
        origin "映射：limit_options";
    /// A mark that may or may not mean that the option is chosen.
    AmbiguousMark "ambiguous-mark"
        title "标记不明确" "Mark that leaves a doubt"
        means "看不准一个标记是不是表示选中。" "Whether a mark means that the option is chosen is in doubt."
        todo "向单位核对选了哪些。" "Ask the unit which options were meant."
        origin "契约：标记";
    /// An amount was converted to the codebook's unit.
    UnitConverted "unit-converted"
        title "单位已换算" "Unit converted"
        means "金额按所写的单位换算成了本项的单位。" "An amount was converted from the unit that was typed to the field's."
        todo "核对换算结果。" "Check the converted number."
        origin "映射：unit";
    /// A value was given in another form than it was typed.
    CorrectedValue "corrected-value"
        title "写法已规范" "Value given in another form"
        means "值与写法不完全一样：改正了错别字、去掉了旁边的文字、取了最可能的意思。" "The value is not quite what was typed: a typo was corrected, words beside it were left out, or the likeliest reading was taken."
        todo "核对取的值。" "Check the value that was taken."
        origin "契约：不静默猜测";
    /// A balance or order rule between items is broken.
    Balance "balance"
        title "平衡关系不符" "Balance rule broken"
        means "手册规定的平衡关系或先后关系不成立。" "A balance or an order that the manual states does not hold."
        todo "核对各分项与合计。" "Check the parts and the total."
        origin "映射：rules（手册各表的平衡关系）";
    /// A date or year outside the period that the table asks for.
    OutOfPeriod "out-of-period"
        title "不在统计期内" "Outside the survey's period"
        means "日期或年份不在统计期内。" "The date or year is outside the survey's period."
        todo "不属于统计范围的不填。" "Leave out what is outside the survey's scope."
        origin "映射：period";
    /// Something that must be filled in is not.
    Required "required"
        title "必填项未填" "Required item left out"
        means "必填的项目没有填。" "A field that must be filled in is not."
        todo "补填。" "Fill it in."
        origin "映射：required";
    /// Something filled in that does not apply here.
    NotApplicable "not-applicable"
        title "不应填写" "Does not apply here"
        means "按别的项目所填，这一项不该填，或这张表不一定适用。" "By what another field says this one is not to be filled in, or the table may not be for this unit."
        todo "核对，或删去。" "Check it, or leave it out."
        origin "映射：when、only_for";
    /// The same record twice.
    DuplicateRecord "duplicate-record"
        title "记录重复" "Record given twice"
        means "同一条记录填了两次。" "The same record is given twice."
        todo "只留一条。" "Leave one."
        origin "映射：unique";
    /// The text holds tracked changes; the final view was read.
    TrackedChange "tracked-change"
        title "含有修订" "Tracked changes"
        means "有未接受的修订，按修订后的内容读入。" "There are tracked changes; the text was read as changed."
        todo "不用管；如修订不该算，请单位接受或拒绝后重交。" "Nothing to do; if the change should not count, have the unit reject it and send the form again."
        origin "契约：最终视图";
    /// A value breaks its field's pattern: e-mail, ORCID, year, sign.
    InvalidFormat "invalid-format"
        title "格式不对" "Wrong format"
        means "写法不合：邮箱、ORCID、电话、年份、正负号。" "The text breaks its field's pattern: e-mail, ORCID iD, telephone, year, sign."
        todo "按样式改正。" "Mend it as the pattern asks."
        origin "映射：format";
    /// How a submission was put together from several files.
    Joined "joined"
        title "多个文件合并" "Files put together"
        means "子表工作簿并入了同一单位的调查表。" "A workbook was joined to the form of the same unit."
        todo "不用管；如并错了，改单位名称。" "Nothing to do; if it is the wrong unit's, mend the name."
        origin "契约：attachments";
    /// Something hidden in the file was read too.
    HiddenContent "hidden-content"
        title "含有隐藏内容" "Hidden content"
        means "文件里有隐藏的内容。" "Something in the file is hidden."
        todo "看一眼隐藏的内容是不是答案。" "See whether what is hidden is an answer."
        origin "契约：第二部分";
    /// The office settled a value by hand.
    CorrectedByOffice "corrected-by-office"
        title "办公室已更正" "Corrected by the office"
        means "办公室按更正表改了值。" "The office corrected the value in its list of corrections."
        todo "不用管。" "Nothing to do."
        origin "更正表";
    /// A correction or an explanation no longer fits the paper.
    CorrectionRefused "correction-refused"
        title "更正未采用" "Correction refused"
        means "更正或说明与现在的表对不上，没有采用。" "A correction or an explanation no longer fits the form and was not applied."
        todo "核对后更新更正表。" "Check, and update the list of corrections."
        origin "更正表";
    /// The submission was read with one edition and is written in the tables of another.
    CarriedOver "carried-over"
        title "写成另一版的表" "Written in another edition's tables"
        means "按一个版本读入，写成另一个版本的表。" "The form was read with one edition and is written in the tables of another."
        todo "不用管。" "Nothing to do."
        origin "convert --as";
    /// A value, an item or a table that the other edition has no place for.
    NotCarried "not-carried"
        title "没有带到另一版" "Not carried to the other edition"
        means "另一版本没有地方放这个值。" "The other edition has no place for the value."
        todo "看是否要手工填到别处。" "See whether it belongs elsewhere by hand."
        origin "convert --as";
    /// A newer version of the unit's form counts in its place.
    Superseded "superseded"
        title "已由新版代替" "Replaced by a newer version"
        means "同一单位有更新的一份，这一份不再计入。" "The unit sent a newer version, so this one no longer counts."
        todo "不用管。" "Nothing to do."
        origin "契约：以哪份为准";
    /// Which version, workbook or unit counts is in doubt.
    WhichCounts "which-counts"
        title "以哪份为准待定" "Which one counts is open"
        means "以哪一份为准有疑问：新的一份少了很多内容，单位名称互相矛盾，或两份工作簿数不同而分不出先后。" "Which one counts is in doubt: the newer one has far fewer answers, the names contradict one another, or two workbooks differ and nothing orders them."
        todo "看两份各是什么，在 decisions.csv 里写明。" "Look at both, and decide in decisions.csv."
        origin "契约：以哪份为准";
    /// More than one form in a file.
    SeveralForms "several-forms"
        title "一个文件里有几份表" "Several forms in one file"
        means "一个文件里有不止一份调查表。" "A file holds more than one form."
        todo "拆成一份一个文件。" "Send one form a file."
        origin "契约：第二部分";
    /// A picture, drawing, object, chart, ink or note that may hold an answer and cannot be read.
    UnreadContent "unread-content"
        title "有读不了的内容" "Content that cannot be read"
        means "有图片、图形、嵌入对象、图表、墨迹或注释，可能是答案，程序读不了。" "A picture, drawing, object, chart, ink or note may hold an answer and cannot be read."
        todo "打开原件看一眼；如是答案，请单位打字填写。" "Open the file and look; if it is an answer, have the unit type it."
        origin "契约：第二部分";
    /// Text that is struck through and was not read with the rest.
    StruckText "struck-text"
        title "划掉的文字" "Words struck through"
        means "划掉的文字没有和其余的一起读入。" "Text that is struck through was not read with the rest."
        todo "看是不是真的不要了。" "See whether it was really meant to go."
        origin "契约：第二部分";
    /// One number merged over several records.
    SharedValue "shared-value"
        title "几条记录共用一个数" "One number for several records"
        means "一个数合并在几条记录上，是几条共有的，不能每条都算一次。" "One number is merged over several records: it is theirs together and must not be counted for each."
        todo "请单位分开填写。" "Have the unit fill in each record."
        origin "契约：第二部分";
    /// More than one record in a row's cells.
    SeveralRecords "several-records"
        title "一行里有几条记录" "Several records in one row"
        means "一行的单元格里用回车写了几条记录。" "More than one record stands in a row's cells."
        todo "请单位一条一行。" "Have the unit write a record a row."
        origin "契约：第二部分";
    /// A line that is no record and was left out.
    NotARecord "not-a-record"
        title "不是记录的行" "Line that is no record"
        means "有的行不是记录（示例、合计、代码行、结束语），没有计入。" "Some lines are no records (examples, totals, code rows, closing words) and were left out."
        todo "看一眼有没有漏掉真的记录。" "See that no real record was left out."
        origin "契约：第二部分";
    /// A value that the target form or template has no place for.
    NotPlaced "not-placed"
        title "没有地方放的值" "Value without a place"
        means "目标表或模板没有地方放这个值。" "The target form or template has no place for the value."
        todo "手工填写，或改模板。" "Write it by hand, or change the template."
        origin "契约：第二部分";
}

impl std::str::FromStr for Rule {
    type Err = ();

    fn from_str(name: &str) -> Result<Rule, ()> {
        Rule::ALL
            .iter()
            .copied()
            .find(|r| r.name() == name)
            .ok_or(())
    }
}
