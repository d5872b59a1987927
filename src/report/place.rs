//! Where a finding is, in the words of somebody who has the paper in hand.

use office::paper::Place;

use crate::text::Worded as _;
use crate::text::lang::Lang;

/// What a finding is about, as far as its path tells.
#[derive(Clone, Copy, Debug, Default)]
pub struct About<'a> {
    /// The table's code.
    pub table: Option<&'a str>,
    /// The table's name, told where the whole table is meant.
    pub name: Option<&'a str>,
    /// The record, from 1.
    pub record: Option<usize>,
    /// The item's label.
    pub item: Option<&'a str>,
    /// It is about the cover.
    pub cover: bool,
}

/// The place in words: `第6表 HZ_02_005 第3行 中方经费`.
///
/// Tables and rows are counted as the document has them, header rows too; without a place on the
/// paper, the record is counted (`第2条`).
pub fn in_words(place: Option<&Place>, about: About<'_>, lang: Lang) -> String {
    let mut parts: Vec<String> = Vec::new();
    let code = about.table.map(str::to_owned);
    let item = about.item.map(str::to_owned);
    let cover = || lang.pick("封面", "cover").to_owned();
    match place {
        Some(Place::Cell { table, row, column }) => {
            parts.push(match lang {
                Lang::Zh => format!("第{table}表"),
                Lang::En => format!("table {table}"),
            });
            parts.extend(code);
            parts.push(match lang {
                Lang::Zh => format!("第{row}行"),
                Lang::En => format!("row {row}"),
            });
            parts.push(item.unwrap_or_else(|| match lang {
                Lang::Zh => format!("第{column}列"),
                Lang::En => format!("column {column}"),
            }));
        }
        Some(Place::Sheet { sheet, .. }) => {
            parts.extend(place.map(|p| p.in_words(lang)));
            parts.extend(code.filter(|c| c != sheet));
            parts.extend(item);
        }
        Some(Place::Line { .. }) => {
            parts.extend(code);
            parts.extend(place.map(|p| p.in_words(lang)));
        }
        Some(Place::Paragraph { .. }) => {
            parts.extend(code);
            parts.extend(about.cover.then(cover));
            parts.extend(place.map(|p| p.in_words(lang)));
            parts.extend(item);
        }
        None => {
            parts.extend(code);
            if about.record.is_none() {
                parts.extend(about.name.map(str::to_owned));
            }
            parts.extend(about.cover.then(cover));
            parts.extend(about.record.map(|n| match lang {
                Lang::Zh => format!("第{n}条"),
                Lang::En => format!("record {n}"),
            }));
            parts.extend(item);
        }
    }
    if parts.is_empty() {
        return lang.pick("整份材料", "the whole file").to_owned();
    }
    parts.join(lang.pick(" ", ", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABOUT: About = About {
        table: Some("HZ_02_005"),
        name: Some("研究项目"),
        record: Some(2),
        item: Some("中方经费"),
        cover: false,
    };

    #[test]
    fn places_are_told_as_one_would_look_for_them() {
        let cell = Place::Cell {
            table: 6,
            row: 3,
            column: 6,
        };
        let say = |place, about| in_words(place, about, Lang::Zh);
        assert_eq!(say(Some(&cell), ABOUT), "第6表 HZ_02_005 第3行 中方经费");
        let nothing = About::default();
        assert_eq!(say(Some(&cell), nothing), "第6表 第3行 第6列");
        assert_eq!(say(None, ABOUT), "HZ_02_005 第2条 中方经费");
        assert_eq!(say(None, nothing), "整份材料");
        let whole = About {
            record: None,
            item: None,
            ..ABOUT
        };
        assert_eq!(say(None, whole), "HZ_02_005 研究项目");
        let sheet = Place::sheet("HZ_02_005", 7, 3);
        assert_eq!(say(Some(&sheet), ABOUT), "工作表“HZ_02_005” C7 中方经费");
        let cover = About {
            cover: true,
            item: Some("填表人"),
            ..nothing
        };
        assert_eq!(say(None, cover), "封面 填表人");
        assert_eq!(
            in_words(Some(&cell), ABOUT, Lang::En),
            "table 6, HZ_02_005, row 3, 中方经费"
        );
    }
}
