//! What a worksheet's validations allow (ECMA-376 part 1 §18.3.1.32), those of Excel
//! 2010's extension too ([MS-XLSX] §2.4.34 `x14:dataValidation`).

use std::collections::HashMap;

use office::inplace::address::{Area, parse_cell};
use office::paper::{Block, Paper};
use office::xml::{self, Ns, Reader, Token, attribute_value};

/// Items of one list. Longer ones are not looked at.
const MOST: usize = 20_000;
/// Names that refer to names that refer to names.
const DEEPEST: usize = 4;

/// What a validation allows the cells of some areas to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Validation {
    areas: Vec<Area>,
    /// `list`, `decimal`, `textLength` …
    pub kind: String,
    /// `between` where it is empty.
    pub operator: String,
    /// Excel refuses what it does not allow; else it only warns.
    pub refuses: bool,
    /// The list, or the first bound.
    pub formula: String,
    /// The second bound.
    pub second: String,
}

impl Validation {
    /// It is about this cell.
    pub(super) fn covers(&self, at: (u32, u32)) -> bool {
        self.areas.iter().any(|area| area.has(at))
    }

    /// It allows the items of a list.
    pub(super) fn is_list(&self) -> bool {
        self.kind == "list"
    }

    /// Takes in the text of an element inside it; `path` leads from it to the element.
    fn take(&mut self, path: &[&[u8]], text: &str) {
        let formula = match path {
            [b"sqref"] => return self.areas.extend(areas(text)),
            [b"formula1"] | [b"formula1", b"f"] => &mut self.formula,
            [b"formula2"] | [b"formula2", b"f"] => &mut self.second,
            _ => return,
        };
        if !text.trim().is_empty() {
            *formula = text.trim().to_owned();
        }
    }
}

/// The validations of a worksheet part.
pub(super) fn validations(bytes: &[u8]) -> Result<Vec<Validation>, xml::Error> {
    let mut reader = Reader::new(bytes);
    let mut found = Vec::new();
    loop {
        match reader.token()? {
            Token::Start(tag) if tag.name == b"dataValidation" => {
                let value = |name: &[u8]| {
                    let raw = reader.attribute(&tag, Ns::None, name);
                    let text = raw.map(attribute_value).transpose();
                    text.map(|text| text.unwrap_or_default().into_owned())
                };
                let style = value(b"errorStyle")?;
                let mut validation = Validation {
                    areas: areas(&value(b"sqref")?),
                    kind: value(b"type")?,
                    operator: value(b"operator")?,
                    refuses: style.is_empty() || style == "stop",
                    ..Validation::default()
                };
                let depth = reader.depth();
                // The names of the open elements below this one.
                let mut inside: Vec<&[u8]> = Vec::new();
                let mut text = String::new();
                loop {
                    match reader.token()? {
                        Token::Start(tag) => {
                            inside.push(tag.name);
                            text.clear();
                        }
                        Token::Text(piece) => piece.push_to(&mut text)?,
                        Token::End if reader.depth() < depth => break,
                        Token::End => {
                            validation.take(&inside, &text);
                            inside.pop();
                            text.clear();
                        }
                        Token::Eof => return Err(xml::Error::Truncated),
                    }
                }
                let says = !matches!(validation.kind.as_str(), "" | "none");
                if says && !validation.areas.is_empty() {
                    found.push(validation);
                }
            }
            Token::Eof => return Ok(found),
            _ => {}
        }
    }
}

fn areas(text: &str) -> Vec<Area> {
    text.split_whitespace().filter_map(Area::parse).collect()
}

/// The names that a workbook defines: for a sheet alone, or for all of it.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// By sheet, empty for all of the workbook, and by the name in lower case.
    formulas: HashMap<(String, String), String>,
}

impl Names {
    /// Reads the names of a workbook's main part (§18.2.5).
    pub(super) fn read(bytes: &[u8]) -> Result<Names, xml::Error> {
        let mut reader = Reader::new(bytes);
        let mut names = Names::default();
        let mut sheets: Vec<String> = Vec::new();
        loop {
            match reader.token()? {
                Token::Start(tag) if tag.name == b"sheet" => {
                    let name = reader.attribute(&tag, Ns::None, b"name");
                    let name = name.map(attribute_value).transpose()?;
                    sheets.push(name.unwrap_or_default().into_owned());
                }
                Token::Start(tag) if tag.name == b"definedName" => {
                    let value = |name: &[u8]| {
                        let raw = reader.attribute(&tag, Ns::None, name);
                        raw.map(attribute_value).transpose()
                    };
                    let (name, scope) = (value(b"name")?, value(b"localSheetId")?);
                    let scope =
                        scope.map(|id| id.parse().ok().and_then(|id: usize| sheets.get(id)));
                    let mut text = String::new();
                    loop {
                        match reader.token()? {
                            Token::Text(piece) => piece.push_to(&mut text)?,
                            Token::End => break,
                            Token::Start(_) => reader.skip()?,
                            Token::Eof => return Err(xml::Error::Truncated),
                        }
                    }
                    // A name of a sheet that is not there is nobody's.
                    let sheet = match scope {
                        None => String::new(),
                        Some(Some(sheet)) => sheet.clone(),
                        Some(None) => continue,
                    };
                    if let Some(name) = name {
                        let formula = text.trim().to_owned();
                        names.formulas.insert((sheet, name.to_lowercase()), formula);
                    }
                }
                Token::Eof => return Ok(names),
                _ => {}
            }
        }
    }

    /// What a name stands for on a sheet.
    fn formula(&self, name: &str, sheet: &str) -> Option<&str> {
        let of = |sheet: &str| self.formulas.get(&(sheet.to_owned(), name.to_lowercase()));
        of(sheet).or_else(|| of("")).map(String::as_str)
    }
}

/// What a list's formula may refer to.
pub(super) struct Book<'p> {
    pub paper: &'p Paper,
    pub names: &'p Names,
}

impl Book<'_> {
    /// The items that a validation on the sheet `own` allows; `None` where its formula must be
    /// computed (`INDIRECT`, `OFFSET`), or refers to nothing.
    pub(super) fn items(&self, validation: &Validation, own: &str) -> Option<Vec<String>> {
        let mut formula = validation.formula.as_str();
        for _ in 0..DEEPEST {
            let plain = formula.trim().trim_start_matches('=').trim();
            if let Some(list) = literal(plain) {
                return Some(list);
            }
            if let Some((sheet, area)) = reference(plain) {
                let items = self.cells(sheet.as_deref().unwrap_or(own), area);
                return (!items.is_empty()).then_some(items);
            }
            formula = self.names.formula(plain, own)?;
        }
        None
    }

    /// The text of one cell.
    pub(super) fn cell(&self, sheet: &str, at: (u32, u32)) -> Option<String> {
        let area = Area {
            first: at,
            last: at,
        };
        self.cells(sheet, area).into_iter().next()
    }

    /// The texts in an area of a sheet, row by row.
    fn cells(&self, sheet: &str, area: Area) -> Vec<String> {
        let mut found = Vec::new();
        for block in &self.paper.blocks {
            let Block::Table(table) = block else { continue };
            let Some(at) = table.sheet.as_ref().filter(|s| s.name == sheet) else {
                continue;
            };
            for cell in &table.cells {
                let place = (
                    at.first_row + cell.row - 1,
                    at.first_column + cell.column - 1,
                );
                let text = cell.text();
                if area.has(place) && !text.trim().is_empty() && found.len() < MOST {
                    found.push(text.trim().to_owned());
                }
            }
        }
        found
    }
}

/// `"是,否"`: the items between the commas.
fn literal(formula: &str) -> Option<Vec<String>> {
    let inner = formula.strip_prefix('"')?.strip_suffix('"')?;
    let items = inner
        .split(',')
        .map(|item| item.trim().replace("\"\"", "\""));
    Some(items.filter(|item| !item.is_empty()).collect())
}

/// `Lists!$A$2:$A$9`, `'候选 项'!$B:$B`, `$A$1:$C$1`: the sheet, if it is named, and the area.
fn reference(formula: &str) -> Option<(Option<String>, Area)> {
    let (sheet, area) = match formula.rsplit_once('!') {
        None => (None, formula),
        Some((sheet, area)) => {
            let plain = sheet.strip_prefix('\'').and_then(|s| s.strip_suffix('\''));
            let name = plain.map_or(sheet.to_owned(), |name| name.replace("''", "'"));
            (Some(name), area)
        }
    };
    let area = Area::parse(area).or_else(|| whole_columns(area))?;
    Some((sheet, area))
}

/// `$A:$A`.
fn whole_columns(text: &str) -> Option<Area> {
    let (first, last) = text.split_once(':')?;
    let column = |text: &str| parse_cell(&format!("{text}1")).map(|at| at.1);
    Some(Area {
        first: (1, column(first)?),
        last: (u32::MAX, column(last)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_s_own_name_goes_before_the_workbook_s() {
        let book = "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
            <sheets><sheet name=\"甲\"/><sheet name=\"乙\"/></sheets><definedNames>\
            <definedName name=\"国家\">lists!$A$1</definedName>\
            <definedName name=\"国家\" localSheetId=\"1\">lists!$B$1</definedName>\
            <definedName name=\"国家\" localSheetId=\"9\">lists!$C$1</definedName></definedNames></workbook>";
        let names = Names::read(book.as_bytes()).unwrap();
        assert_eq!(names.formula("国家", "甲"), Some("lists!$A$1"));
        assert_eq!(names.formula("国家", "乙"), Some("lists!$B$1"));
        assert_eq!(names.formula("地区", "乙"), None);
    }

    #[test]
    fn validations_of_both_kinds_are_read() {
        let sheet = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
            <dataValidations count=\"2\"><dataValidation type=\"list\" sqref=\"B3:B9 D3\">\
            <formula1>\"是,否\"</formula1></dataValidation>\
            <dataValidation type=\"whole\" sqref=\"C3\"><formula1>1</formula1></dataValidation>\
            </dataValidations><extLst><ext xmlns:x14=\"urn:x14\" xmlns:xm=\"urn:xm\">\
            <x14:dataValidations><x14:dataValidation type=\"list\"><x14:formula1><xm:f>'列 表'!$A$2:$A$4</xm:f>\
            </x14:formula1><xm:sqref>E3:E20</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>";
        let found = validations(sheet.as_bytes()).unwrap();
        assert_eq!(found.len(), 3);
        assert!(found[0].covers((3, 4)) && !found[0].covers((4, 4)));
        assert_eq!((found[1].kind.as_str(), &*found[1].formula), ("whole", "1"));
        let found = [&found[0], &found[2]];
        assert_eq!(literal(&found[0].formula).unwrap(), ["是", "否"]);
        assert!(found[1].covers((20, 5)));
        let (sheet, area) = reference(&found[1].formula).unwrap();
        assert_eq!(sheet.as_deref(), Some("列 表"));
        assert_eq!((area.first, area.last), ((2, 1), (4, 1)));
        assert_eq!(reference("OFFSET(A1,1,1)"), None);
        assert_eq!(reference("$C:$C").unwrap().1.first, (1, 3));
    }
}
