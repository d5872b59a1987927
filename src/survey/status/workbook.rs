//! `status.xlsx`: the list to chase with.

use std::path::Path;

use super::Standing;
use crate::mapping::Type;
use crate::output::{Book, Cell, Error, NewFile, SheetLook, WholeFile};
use crate::said;
use crate::survey::roster::Roster;
use crate::text::lang::{Lang, Said};

/// Writes the list: a sheet of units, one of files, one of files that are nobody's.
///
/// # Errors
/// When it cannot be written.
pub fn write_workbook(
    standing: &Standing,
    roster: &Roster,
    lang: Lang,
    place: &Path,
) -> Result<WholeFile, Error> {
    let mut book = Book::new(NewFile::create(place)?, lang);
    let say = |said: Said| said.get(lang).to_owned();
    let text = Cell::text;
    let day =
        |day: Option<jiff::civil::Date>| text(&day.map(|d| d.to_string()).unwrap_or_default());
    let count = Cell::count;
    let columns = [
        (said!("单位", "unit"), Type::Text),
        (said!("级别", "level"), Type::Integer),
        (said!("上级单位", "parent"), Type::Text),
        (said!("状态", "state"), Type::Text),
        (said!("截止日期", "due"), Type::Text),
        (said!("交表日期", "returned on"), Type::Text),
        (said!("联系人", "contact"), Type::Text),
        (said!("电话", "phone"), Type::Text),
        (said!("缺表", "missing tables"), Type::Text),
        (said!("申报为无", "declared empty"), Type::Text),
        (said!("必须改正", "to mend"), Type::Integer),
        (said!("需核实", "to check"), Type::Integer),
        (said!("下级已交", "below, returned"), Type::Integer),
        (said!("下级单位", "below"), Type::Integer),
        (said!("备注", "remarks"), Type::Text),
    ];
    let columns = columns.map(|(label, kind)| (say(label), kind));
    let units = book.sheet(&say(said!("单位", "units")), columns, SheetLook::Read)?;
    for u in &standing.units {
        let unit = roster.unit(u.unit);
        let missing: Vec<&str> = u.missing.iter().map(|(code, _)| &**code).collect();
        let doubts: Vec<&str> = u.doubts.iter().map(|d| d.get(lang)).collect();
        let parent = unit.parent.map_or("", |p| &roster.unit(p).name);
        book.row(
            units,
            &[
                text(&unit.name),
                count(unit.level.into()),
                text(parent),
                text(&say(u.state.said())),
                day(u.due),
                day(u.returned_on),
                text(&unit.contact),
                text(&unit.phone),
                text(&missing.join(" ")),
                text(&u.nil.join(" ")),
                count(u.errors),
                count(u.warnings),
                count(u.below.0),
                count(u.below.1),
                text(&doubts.join("\n")),
            ],
        )?;
    }
    let columns = [
        (say(said!("单位", "unit")), Type::Text),
        (say(said!("文件", "file")), Type::Text),
        (say(said!("保存时间", "last saved")), Type::Text),
        (say(said!("处理", "what became of it")), Type::Text),
    ];
    let files = book.sheet(&say(said!("文件", "files")), columns, SheetLook::Read)?;
    for u in &standing.units {
        for f in &u.files {
            let role = say(f.role.said());
            let modified = f.modified.as_deref().unwrap_or("");
            let name = &roster.unit(u.unit).name;
            book.row(
                files,
                &[text(name), text(&f.file), text(modified), text(&role)],
            )?;
        }
    }
    let columns = [
        (say(said!("封面上的单位", "unit on the cover")), Type::Text),
        (say(said!("文件", "file")), Type::Text),
        (say(said!("相近的单位", "nearest units")), Type::Text),
    ];
    let strangers = book.sheet(
        &say(said!("不在名册", "not in the roster")),
        columns,
        SheetLook::Read,
    )?;
    for s in &standing.strangers {
        let near: Vec<&str> = (s.nearest.iter())
            .map(|(id, _)| roster.unit(*id).name.as_str())
            .collect();
        let row = [
            text(s.name.as_deref().unwrap_or("")),
            text(&s.files.join("\n")),
            text(&near.join("\n")),
        ];
        book.row(strangers, &row)?;
    }
    book.complete()
}
