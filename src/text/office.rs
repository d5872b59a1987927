//! The errors, remarks and places of the `office` crate in both languages. The English words are
//! its own `Display`, but where what is told to the office differs from what a programmer is told.

use office::FileKind;
use office::paper::{Aside, DrawingKind, Place, RemarkKind};
use office::sheet::Damage;
use office::xml::Flaw;
use office::{Cost, Exceeded, doc, inplace, package, sheet, word, xml};

use super::Worded;
use crate::said;
use crate::text::lang::Said;

/// Chinese words beside the English of `what` itself.
fn beside(what: &impl std::fmt::Display, zh: impl Into<String>) -> Said {
    Said {
        zh: zh.into(),
        en: what.to_string(),
    }
}

impl Worded for FileKind {
    fn said(&self) -> Said {
        let zh = match self {
            FileKind::Empty => "空文件",
            FileKind::Word => "Word 文档",
            FileKind::Workbook => "Excel 工作簿",
            FileKind::BinaryWorkbook => "Excel 二进制工作簿（.xlsb）",
            FileKind::Presentation => "PowerPoint 演示文稿",
            FileKind::OpenSheet => "OpenDocument 表格（.ods）",
            FileKind::OpenText => "OpenDocument 文本（.odt）",
            FileKind::Archive => "zip 压缩包",
            FileKind::BrokenZip => "残缺的 zip 文件",
            FileKind::LegacyWord => "旧版 Word 文档（.doc）",
            FileKind::OlderWord => "Word 6/95 或更早的文档",
            FileKind::BrokenWord => "已损坏的旧版 Word 文档（.doc）",
            FileKind::Works => "Microsoft Works 文档（.wps）",
            FileKind::LegacyWorkbook => "旧版 Excel 工作簿（.xls）",
            FileKind::LegacyPresentation => "旧版演示文稿（.ppt）",
            FileKind::Encrypted => "加了密码的 Office 文件",
            FileKind::OtherCompound => "其他 OLE 复合文件",
            FileKind::Rtf => "RTF 文档",
            FileKind::Html => "网页（HTML）",
            FileKind::WordXml => "XML 格式的 Word 文档",
            FileKind::SheetXml => "XML 格式的 Excel 工作簿",
            FileKind::Xml => "XML 文件",
            FileKind::Pdf => "PDF",
            FileKind::Picture => "图片",
            FileKind::OtherArchive => "非 zip 的压缩包（RAR、7z 等）",
            FileKind::Text => "纯文本",
            FileKind::TextTable => "文本表格（.csv）",
            FileKind::Json => "JSON 文件",
            FileKind::JsonLines => "JSON 行文件（.jsonl）",
            FileKind::Database => "数据库文件",
            FileKind::Auxiliary => "说明或设置文件",
            FileKind::Unknown => "无法识别的文件",
        };
        beside(self, zh)
    }
}

impl Worded for office::Error {
    fn said(&self) -> Said {
        use office::Error;
        match self {
            Error::Package(e) => e.said(),
            Error::Word(e) => e.said(),
            Error::Doc(e) => e.said(),
            Error::Sheet(e) => e.said(),
            Error::Other(kind) => {
                let Said { zh, en } = kind.said();
                said!(
                    "文件是{zh}，不能作为调查表读取",
                    "the file is {en}; it cannot be read as a form"
                )
            }
        }
    }
}

impl Worded for Exceeded {
    fn said(&self) -> Said {
        let zh = match self.cost {
            Cost::Sheets => "工作表",
            Cost::Cells => "单元格",
            Cost::Strings => "共享字符串",
            Cost::Formats => "样式和数字格式",
            Cost::Formulas => "公式",
            Cost::Names => "过长的名称",
            Cost::Fields => "一行里的字段",
            Cost::Remarks => "需要逐一说明的公式、批注和隐藏内容",
            Cost::Labels => "列表编号的文字",
            Cost::Text => "文字",
            Cost::Pieces => "段落和单元格",
            Cost::Steps => "互相引用的内容",
        };
        let zh = format!("文件里的{zh}远远超过正常的文件；为安全起见，没有读取");
        beside(self, zh)
    }
}

impl Worded for package::Error {
    fn said(&self) -> Said {
        use package::Error;
        let zh = match self {
            Error::NotPackage {
                kind: FileKind::Empty,
            } => "文件是空的（0 字节），请对方重新发送".to_owned(),
            Error::NotPackage {
                kind: FileKind::BrokenZip,
            }
            | Error::Damaged => "文件不完整或已损坏，请对方用 Word 打开另存后重新发送".to_owned(),
            Error::NotPackage { kind } => format!(
                "不是 .docx 文件，而是{}；请用 Word 或 WPS 打开后另存为 .docx",
                kind.said().zh
            ),
            Error::Encrypted => "文件加了密码，请对方取消密码后重新发送".to_owned(),
            Error::TooManyParts { limit } => {
                format!("文件内部的部件超过 {limit} 个，不像正常的 Word 文档，未读取")
            }
            Error::DuplicatePart { part } => format!(
                "文件内部有两个名为 {part} 的部件，无法判断以哪个为准；请用 Word 打开后另存"
            ),
            Error::OverlappingParts => {
                "文件内部的部件互相重叠，可能是恶意构造的压缩包，未读取".to_owned()
            }
            Error::NoMainPart => {
                "文件里没有文档正文（缺少主部件），不是 Word 文档或已损坏".to_owned()
            }
            Error::MissingPart { part } => {
                format!("文件缺少部件 {part}，已损坏；请对方重新发送")
            }
            Error::PartTooLarge { part, limit } => {
                let mb = limit >> 20;
                format!(
                    "部件 {part} 解压后过大（上限 {mb} MB）或压缩率异常，可能是压缩炸弹，未读取"
                )
            }
            Error::DamagedPart { part } => {
                format!("部件 {part} 已损坏，无法解压；请对方重新发送")
            }
            Error::UnsupportedPart { part } => {
                format!("部件 {part} 的压缩或加密方式不受支持；请用 Word 打开后另存")
            }
            Error::Xml { part, source } => bad_part(part, source),
        };
        beside(self, zh)
    }
}

/// A part of a document that is not XML that can be read, in Chinese.
fn bad_part(part: &str, error: &xml::Error) -> String {
    match error {
        xml::Error::Truncated => {
            format!("部件 {part} 的内容不完整（XML 中途结束），文件已损坏")
        }
        xml::Error::Malformed { at, flaw } => {
            format!(
                "部件 {part} 不是合法的 XML（第 {at} 字节处：{}），文件已损坏",
                not_allowed(flaw)
            )
        }
        xml::Error::Doctype => {
            format!("部件 {part} 含有 DTD 声明，Word 文档不允许；出于安全未读取")
        }
        xml::Error::Entity { name } => {
            format!("部件 {part} 引用了未定义的实体 &{name};，文件已损坏")
        }
        xml::Error::TooDeep => format!(
            "部件 {part} 的元素嵌套超过 {max} 层，不像正常的 Word 文档，未读取",
            max = xml::MAX_DEPTH
        ),
        xml::Error::Encoding => format!("部件 {part} 的文字编码有误，文件已损坏"),
    }
}

impl Worded for doc::Error {
    fn said(&self) -> Said {
        use doc::Error;
        let zh = match self {
            Error::Damaged { what } => {
                format!("文件已损坏（{what} 无法读取）；请用 Word 或 WPS 打开后另存")
            }
            Error::Locked => "文件加了密码，请对方取消密码后重新发送".to_owned(),
            Error::Older => {
                "是 Word 6/95 或更早的文档；请用 Word 或 WPS 打开后另存为 .docx".to_owned()
            }
            Error::NotWord => "文件里没有 Word 文档".to_owned(),
            Error::TooDeep { limit } => {
                format!("表格和文本框嵌套超过 {limit} 层，不像正常的 Word 文档，未读取")
            }
            Error::Beyond(error) => return error.said(),
        };
        beside(self, zh)
    }
}

/// What XML does not allow, in Chinese.
fn not_allowed(flaw: &Flaw) -> String {
    match flaw {
        Flaw::Character(code) => format!("字符 U+{code:04X}"),
        Flaw::OutsideRoot => "根元素之外有内容".to_owned(),
        Flaw::Name => "标签的名称不合法".to_owned(),
        Flaw::Attribute => "属性没有带引号的值，或与前一属性没有隔开".to_owned(),
        Flaw::LessThan => "标签之内有“<”".to_owned(),
        Flaw::RepeatedAttribute { name } => format!("属性 {name} 出现两次"),
        Flaw::EndTag => "结束标签与打开的元素不符".to_owned(),
        Flaw::Prefix { prefix } => format!("命名空间前缀 {prefix} 没有声明"),
        Flaw::Declaration { prefix } => format!("命名空间前缀“{prefix}”的声明不合法"),
        Flaw::SectionEnd => "文字中有“]]>”".to_owned(),
        Flaw::Comment => "注释之内有“--”".to_owned(),
        Flaw::Instruction => "处理指令或 XML 声明不合法".to_owned(),
        Flaw::Markup => "“<!”之后的内容不合法".to_owned(),
        flaw => flaw.to_string(),
    }
}

impl Worded for word::Error {
    fn said(&self) -> Said {
        use word::Error;
        let zh = match self {
            Error::Package(error) => return error.said(),
            Error::NotWord { part, root } => {
                format!("不是 Word 文档：主部件 {part} 的根元素是 {root}")
            }
            Error::TooDeep { limit } => {
                format!("表格和文本框嵌套超过 {limit} 层，不像正常的 Word 文档，未读取")
            }
            Error::Beyond(error) => return error.said(),
        };
        beside(self, zh)
    }
}

impl Worded for inplace::Error {
    fn said(&self) -> Said {
        use inplace::Error;
        let zh = match self {
            Error::Package(error) => return error.said(),
            Error::TooLarge { part } => {
                format!("部件 {part} 的内容过多，不像正常的文件，未写入")
            }
            Error::NoPlace { part } => format!("部件 {part} 里没有可以写入的位置"),
        };
        beside(self, zh)
    }
}

impl Worded for sheet::Error {
    fn said(&self) -> Said {
        use sheet::Error;
        match self {
            Error::Empty => said!(
                "文件是空的（0字节）。请重新发送。",
                "The file is empty (0 bytes). Please send it again."
            ),
            Error::NotAWorkbook { kind } => {
                let what = kind.said();
                Said {
                    zh: format!(
                        "这不是电子表格，而是{}。请用 Excel 或 WPS 打开后另存为 .xlsx。",
                        what.zh
                    ),
                    en: format!(
                        "This is no workbook but {}. Open it in Excel or WPS and save it as .xlsx.",
                        what.en
                    ),
                }
            }
            Error::Markup => said!(
                "文件内容是网页或 XML，只是用了表格文件的扩展名。请用 Excel 或 WPS 打开，另存为 .xlsx。",
                "The file holds a web page or XML under a workbook's name. Open it in Excel or WPS and save it as .xlsx."
            ),
            Error::Binary => said!(
                "这是 Excel 二进制工作簿（.xlsb），不能读取。请另存为 .xlsx。",
                "This is an Excel binary workbook (.xlsb), which is not read. Save it as .xlsx."
            ),
            Error::TooOld => said!(
                "这是 Excel 4.0 或更早版本的工作簿，不能读取。请另存为 .xlsx。",
                "This is a workbook of Excel 4.0 or older, which is not read. Save it as .xlsx."
            ),
            Error::Encrypted => said!(
                "工作簿设有打开密码。请取消密码后重新发送。",
                "The workbook is encrypted. Remove the password and send it again."
            ),
            Error::TooLarge { part, limit } => {
                let mb = limit >> 20;
                said!(
                    "“{part}”解压后超过 {mb} MB，不读取。请检查文件是否正常，删去多余的工作表或图片。",
                    "“{part}” is larger than {mb} MB unpacked and is not read. Check the file and delete what it does not need."
                )
            }
            Error::MissingPart { part } => said!(
                "工作簿缺少“{part}”，文件可能已损坏。请用 Excel 或 WPS 打开并重新保存。",
                "The workbook lacks “{part}”: the file may be damaged. Open it in Excel or WPS and save it again."
            ),
            Error::Damaged { part, why } => {
                let Said { zh, en } = why.said();
                said!(
                    "“{part}”已损坏（{zh}）。请用 Excel 或 WPS 打开并重新保存，或重新发送。",
                    "“{part}” is damaged ({en}). Open it in Excel or WPS and save it again, or send it again."
                )
            }
            Error::Beyond(error) => error.said(),
            Error::Encoding { line } => said!(
                "第{line}行的文字编码不是 UTF-8、UTF-16 或 GBK。请另存为 UTF-8 编码的 CSV，或另存为 .xlsx。",
                "Line {line} is in none of the encodings UTF-8, UTF-16 and GBK. Save the file as CSV in UTF-8, or as .xlsx."
            ),
            // A later version of the reader may know more.
            error => Said::same(error.to_string()),
        }
    }
}

impl Worded for Damage {
    fn said(&self) -> Said {
        match self {
            Damage::Xml(error) => bad_xml(error),
            Damage::NotInflated => said!("无法解压", "it cannot be inflated"),
            Damage::Packing => said!(
                "压缩或加密方式不受支持",
                "packed or encrypted in an unsupported way"
            ),
            Damage::CutShort => said!("文件不完整", "the file is cut short"),
            Damage::TooManyParts { limit } => {
                said!("部件超过 {limit} 个", "more than {limit} parts")
            }
            Damage::SameName => said!("有两个同名部件", "two parts have this name"),
            Damage::Overlap => said!("部件互相重叠", "parts that overlap"),
            Damage::EndsMidway => said!("内容中途结束", "it ends midway"),
            Damage::Sheet { name } => said!("工作表“{name}”", "sheet {name}"),
            Damage::SharedString { number } => {
                said!("没有第 {number} 个共享字符串", "no shared string {number}")
            }
            damage => Said::same(damage.to_string()),
        }
    }
}

/// A part of a workbook that is not XML that can be read.
fn bad_xml(error: &xml::Error) -> Said {
    match error {
        xml::Error::Truncated => said!("XML 中途结束", "its XML ends midway"),
        xml::Error::Malformed { at, flaw } => {
            let zh = not_allowed(flaw);
            said!(
                "第 {at} 字节处不是合法的 XML：{zh}",
                "malformed XML at byte {at}: {flaw}"
            )
        }
        xml::Error::Doctype => said!(
            "含有不允许的 DTD 声明",
            "a document type declaration, which is not allowed"
        ),
        xml::Error::Entity { name } => {
            said!("未定义的实体 &{name};", "unknown entity &{name};")
        }
        xml::Error::TooDeep => said!("元素嵌套过深", "elements nested too deep"),
        xml::Error::Encoding => said!("文字编码有误", "bytes that are no text"),
    }
}

impl Worded for Place {
    fn said(&self) -> Said {
        let zh = match self {
            Place::Cell { table, row, column } => {
                format!("第{table}个表格 第{row}行 第{column}列")
            }
            Place::Line { text_box, line } => format!("第{text_box}个文本框 第{line}行"),
            Place::Paragraph { paragraph } => format!("正文第{paragraph}段"),
            Place::Sheet { sheet, cell } => format!("工作表“{sheet}” {cell}"),
        };
        beside(self, zh)
    }
}

impl Worded for DrawingKind {
    fn said(&self) -> Said {
        let zh = match self {
            DrawingKind::Picture => "图片",
            DrawingKind::Ellipse => "画的圈",
            DrawingKind::Line => "画的线条或箭头",
            DrawingKind::Rectangle => "画的方框",
            DrawingKind::Shape => "画的图形",
            DrawingKind::Ink => "手写墨迹",
            DrawingKind::Chart => "图表",
            DrawingKind::Diagram => "SmartArt图形",
            DrawingKind::WordArt => "艺术字",
            DrawingKind::Object => "嵌入的文件或对象",
            DrawingKind::Control => "表单控件",
            DrawingKind::Media => "嵌入的媒体",
        };
        beside(self, zh)
    }
}

impl Worded for Aside {
    fn said(&self) -> Said {
        let zh = match self {
            Aside::Header => "页眉",
            Aside::Footer => "页脚",
            Aside::Footnote => "脚注",
            Aside::Endnote => "尾注",
            Aside::Comment => "批注",
        };
        beside(self, zh)
    }
}

impl Worded for RemarkKind {
    fn said(&self) -> Said {
        let zh = match self {
            RemarkKind::UnevenRow => "这一行的单元格与表格的列数不一致".to_owned(),
            RemarkKind::Hidden => "隐藏的行或工作表里有内容，已一并读入".to_owned(),
            RemarkKind::FormulaWithoutResult { formula } => {
                format!("公式没有保存结果：{formula}")
            }
            RemarkKind::FormulaRecomputed { formula, stored } => {
                format!("公式{formula}保存的结果是“{stored}”，与现有数字不符，已重新计算")
            }
            RemarkKind::Scaled { shown } => {
                format!("数字按格式缩小显示为{shown}，读入的是实际存的数")
            }
            RemarkKind::HiddenText { text } => format!("隐藏的文字未读入：“{text}”"),
            RemarkKind::Unseen { text } => format!("看不见的文字，已一并读入：“{text}”"),
            RemarkKind::Untouched { text } => {
                format!("下拉框显示的是初始的“{text}”，没有选过，未读入")
            }
            RemarkKind::FieldWithoutResult { code } => format!("域没有保存结果：{code}"),
            RemarkKind::Drawn { kind } => format!("表上有{}", kind.said().zh),
            RemarkKind::OpenQuote => "引号没有配对，已按普通字符读入".to_owned(),
            RemarkKind::BeyondBounds => "离表格很远的单元格里有内容，未读入".to_owned(),
            RemarkKind::Covered { text } => {
                format!("被合并单元格遮住的文字未读入：“{text}”")
            }
            RemarkKind::Floating { text } => {
                format!("工作表上的文本框里的文字未读入：“{text}”")
            }
            RemarkKind::Elsewhere => "文档嵌入了另一个文件的内容，未读入".to_owned(),
            RemarkKind::BrokenPart { part } => {
                format!("文档的部件 {part} 已损坏，其中的内容未读入或未全部读入")
            }
            RemarkKind::Aside { aside, text, .. } => {
                let beside = aside.said().zh;
                format!("{beside}里的文字未读入：“{text}”")
            }
            RemarkKind::AsidesBeyond { count } => format!("另有 {count} 条批注或脚注未读入"),
            RemarkKind::Damaged => "文件在这里有损坏，只读入了能读的部分".to_owned(),
        };
        beside(self, zh)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_speak_both_languages() {
        let error = package::Error::NotPackage {
            kind: FileKind::Rtf,
        };
        let said = error.said();
        assert!(said.zh.contains("RTF 文档"), "{said:?}");
        assert!(said.en.contains("rich text"), "{said:?}");
        assert_eq!(error.to_string(), said.en);
    }
}
