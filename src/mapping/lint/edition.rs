//! The edition itself: stated once, with a name, a title and a period that is one.

use jiff::civil::Date;

use super::{Lint, is_plain};
use crate::said;
use crate::text::lang::Said;

impl Lint<'_, '_> {
    pub(super) fn edition(&mut self) {
        let Some(at) = self.origins.edition.first() else {
            let message = said!(
                "没有 [edition]：要有一个文件写明这是哪一版",
                "there is no [edition]: one of the files must say which edition this is"
            );
            return self.push(message, Vec::new(), Said::default());
        };
        for again in &self.origins.edition[1..] {
            let message = said!("[edition] 写了两次", "[edition] is given twice");
            self.twice(again, at, message, Said::default());
        }
        let edition = &self.mapping.edition;
        if !is_plain(&edition.id) {
            let id = &edition.id;
            self.wrong(
                &at.key("id"),
                said!("版本代号“{id}”不可用", "`{id}` cannot be an edition's id"),
                Said::default(),
                said!(
                    "只用字母、数字、`-`、`_`，如 hz-2025",
                    "letters, digits, `-` and `_` only, as hz-2025"
                ),
            );
        }
        if edition.titles.iter().all(|t| t.trim().is_empty()) {
            self.wrong(
                &at.key("titles"),
                said!("没有标题", "no title is given"),
                Said::default(),
                said!(
                    "写上表单封面印的标题，返回的表单靠它识别",
                    "give the title on the form's cover: returned forms are known by it"
                ),
            );
        }
        let mut days = Vec::new();
        let ends = [
            ("start", &edition.period.start),
            ("end", &edition.period.end),
        ];
        let given = ends.into_iter().filter(|_| !edition.period.is_open());
        for (key, day) in given {
            match day.parse::<Date>() {
                Ok(day) => days.push(day),
                Err(_) => self.wrong(
                    &at.key("period").key(key),
                    said!("“{day}”不是日期", "`{day}` is no date"),
                    Said::default(),
                    said!("写成 2025-01-31", "write 2025-01-31"),
                ),
            }
        }
        if let [start, end] = days[..]
            && start > end
        {
            self.wrong(
                &at.key("period"),
                said!("统计期的开始晚于结束", "the period starts after its end"),
                Said::default(),
                Said::default(),
            );
        }
        for (key, file) in [
            ("blank", &edition.blank),
            ("blank_sheets", &edition.blank_sheets),
        ] {
            let Some(file) = file else { continue };
            if file.is_empty() || file.contains(['/', '\\', ':']) || file.starts_with('.') {
                self.wrong(
                    &at.key(key),
                    said!(
                        "`{key}` 应是同一文件夹中的文件名",
                        "`{key}` must be the name of a file beside this one"
                    ),
                    Said::default(),
                    Said::default(),
                );
            }
        }
    }
}
