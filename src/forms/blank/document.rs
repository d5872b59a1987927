//! A sketch to a Word document.

use std::io::Cursor;

use docx_rs::{
    AlignmentType, BorderType, Docx, Footer, LineSpacing, LineSpacingType, NumPages, PageMargin,
    PageNum, PageOrientationType, PageSize, Paragraph, Run, RunFonts, Section, Shading, ShdType,
    SpecialIndentType, Style, StyleType, Table, TableAlignmentType, TableBorder,
    TableBorderPosition, TableBorders, TableCell, TableCellMargins, TableLayoutType, TableRow,
    VAlignType, VMergeType, WidthType,
};

use office::package::{Package, Rewrite};
use unicode_width::UnicodeWidthStr;

use super::Error;
use super::sketch::{Drawing, Line, Look, Piece, Role, Sketch, Slot, Stretch};

/// A4, in twentieths of a point.
const PAGE: (u32, u32) = (11906, 16838);
/// The margins of an upright page: top and bottom, left and right.
const MARGIN: (i32, i32) = (1300, 1250);
/// The body's font and that of what stands out.
const BODY: &str = "宋体";
const BOLD: &str = "黑体";
const LATIN: &str = "Times New Roman";
/// A wider title is set smaller, in characters of half width.
const MOST_LARGE: usize = 34;
/// Behind labels, and in explaining words.
const SHADE: &str = "F2F2F2";
const FAINT: &str = "6B6B6B";
/// The style of what stands at the foot of each page.
const FOOT: &str = "FormFoot";

/// Writes a document.
pub(super) fn document(sketch: &Sketch) -> Result<Vec<u8>, Error> {
    let mut docx = Docx::new()
        .default_fonts(fonts(BODY))
        .default_size(21)
        .default_tab_stop(420);
    for style in styles() {
        docx = docx.add_style(style);
    }
    let last = sketch.stretches.len().saturating_sub(1);
    for (i, stretch) in sketch.stretches.iter().enumerate() {
        // Later sections take head and foot from the first.
        let first = i == 0;
        match i == last {
            true => docx = closing(docx, stretch, first, sketch),
            false => docx = docx.add_section(section(stretch, first, sketch)),
        }
    }
    let mut xml = docx.build();
    xml.document = mended(without_ids(&xml.document));
    for footer in &mut xml.footers {
        *footer = without_ids(footer).into_bytes();
    }
    let mut out = Cursor::new(Vec::new());
    xml.pack(&mut out).map_err(|e| Error::Pack(e.to_string()))?;
    deflated(&out.into_inner())
}

fn section(stretch: &Stretch, first: bool, sketch: &Sketch) -> Section {
    let (size, margin, orient) = page(stretch.wide);
    let size = PageSize::new().size(size.0, size.1);
    let mut section = Section::new()
        .page_size(size)
        .page_margin(margin)
        .page_orient(orient);
    if first {
        section = section.title_pg().footer(footer(sketch));
    }
    for piece in &stretch.pieces {
        section = match piece {
            Piece::Line(line) => section.add_paragraph(paragraph(line)),
            Piece::Table(drawing) => section.add_table(table(drawing, stretch.wide)),
        };
    }
    section
}

/// The last section, which is the document's own.
fn closing(docx: Docx, stretch: &Stretch, first: bool, sketch: &Sketch) -> Docx {
    let (size, margin, orient) = page(stretch.wide);
    let mut docx = docx
        .page_size(size.0, size.1)
        .page_margin(margin)
        .page_orient(orient);
    if first {
        docx = docx.title_pg().footer(footer(sketch));
    }
    for piece in &stretch.pieces {
        docx = match piece {
            Piece::Line(line) => docx.add_paragraph(paragraph(line)),
            Piece::Table(drawing) => docx.add_table(table(drawing, stretch.wide)),
        };
    }
    docx
}

fn page(wide: bool) -> ((u32, u32), PageMargin, PageOrientationType) {
    let (ends, sides) = MARGIN;
    let margin = PageMargin::new().header(700).footer(600).gutter(0);
    match wide {
        false => (
            PAGE,
            margin.top(ends).bottom(ends).left(sides).right(sides),
            PageOrientationType::Portrait,
        ),
        true => (
            (PAGE.1, PAGE.0),
            margin.top(sides).bottom(sides).left(ends).right(ends),
            PageOrientationType::Landscape,
        ),
    }
}

/// The width of the text.
fn room(wide: bool) -> u32 {
    match wide {
        false => PAGE.0 - 2 * MARGIN.1 as u32,
        true => PAGE.1 - 2 * MARGIN.0 as u32,
    }
}

/// The form's name and the page's number. (docx-rs forgets a section's foot where it has a head.)
fn footer(sketch: &Sketch) -> Footer {
    let small = |text: &str| Run::new().add_text(text);
    let paragraph = Paragraph::new()
        .style(FOOT)
        .add_run(small(&format!("{}　　第 ", sketch.running)))
        .add_page_num(PageNum::new())
        .add_run(small(" 页，共 "))
        .add_num_pages(NumPages::new())
        .add_run(small(" 页"));
    Footer::new().add_paragraph(paragraph)
}

fn fonts(east_asia: &str) -> RunFonts {
    RunFonts::new()
        .ascii(LATIN)
        .hi_ansi(LATIN)
        .cs(LATIN)
        .east_asia(east_asia)
}

fn style_id(role: Role) -> &'static str {
    match role {
        Role::Title => "FormTitle",
        Role::Cover => "FormCover",
        Role::Part => "FormPart",
        Role::Heading => "FormHeading",
        Role::Hint => "FormHint",
        Role::Note => "FormNote",
        Role::Caption => "FormCaption",
        Role::Label => "FormLabel",
        Role::HeadLabel => "FormHeadLabel",
        Role::Value => "FormValue",
        Role::Mark => "FormMark",
        Role::Choice => "FormChoice",
    }
}

/// How each kind of line looks.
fn styles() -> Vec<Style> {
    use AlignmentType::{Center, Left};
    let spacing = |before: u32, after: u32, line: i32| {
        let spacing = LineSpacing::new().before(before).after(after);
        spacing.line(line).line_rule(LineSpacingType::Auto)
    };
    let style = |role: Role, size: usize, align, spacing| {
        let id = style_id(role);
        let style = Style::new(id, StyleType::Paragraph)
            .name(id)
            .based_on("Normal");
        style.size(size).align(align).line_spacing(spacing)
    };
    let bold = |style: Style| style.fonts(fonts(BOLD)).bold();
    let foot = Style::new(FOOT, StyleType::Paragraph).name(FOOT);
    let foot = foot.based_on("Normal").size(17).color(FAINT).align(Center);
    vec![
        foot,
        bold(style(Role::Title, 44, Center, spacing(360, 240, 300))),
        style(Role::Cover, 28, Left, spacing(120, 120, 300)).indent(Some(1300), None, None, None),
        bold(style(Role::Part, 28, Left, spacing(320, 160, 260))).outline_lvl(0),
        bold(style(Role::Heading, 24, Left, spacing(280, 80, 260))).outline_lvl(1),
        style(Role::Hint, 20, Left, spacing(0, 80, 250)),
        style(Role::Note, 18, Left, spacing(30, 0, 270)).indent(Some(0), None, None, None),
        bold(style(Role::Caption, 21, Left, spacing(160, 80, 260))),
        style(Role::Label, 20, Left, spacing(0, 0, 250)),
        style(Role::HeadLabel, 20, Center, spacing(0, 0, 250)),
        style(Role::Value, 20, Left, spacing(0, 0, 260)),
        style(Role::Mark, 20, Center, spacing(0, 0, 260)),
        style(Role::Choice, 21, Left, spacing(20, 20, 270)).indent(
            Some(320),
            Some(SpecialIndentType::Hanging(320)),
            None,
            None,
        ),
    ]
}

fn paragraph(line: &Line) -> Paragraph {
    let mut paragraph = Paragraph::new().style(style_id(line.role));
    for run in &line.runs {
        let mut written = Run::new().add_text(&run.text);
        match run.look {
            Look::Plain if line.role == Role::Title && run.text.width() > MOST_LARGE => {
                written = written.size(34);
            }
            Look::Plain => {}
            Look::Faint => written = written.size(17).color(FAINT),
            Look::Ruled => written = written.underline("single"),
        }
        paragraph = paragraph.add_run(written);
    }
    if line.on_new_page {
        paragraph = paragraph.page_break_before(true);
    }
    // A heading stays with its table.
    let leads = matches!(
        line.role,
        Role::Part | Role::Heading | Role::Hint | Role::Caption
    );
    if leads {
        paragraph = paragraph.keep_next(true);
    }
    paragraph
}

fn table(drawing: &Drawing, wide: bool) -> Table {
    let shares: u32 = drawing.widths.iter().sum::<u32>().max(1);
    let room = room(wide);
    let widths: Vec<usize> = drawing
        .widths
        .iter()
        .map(|share| (share * room / shares) as usize)
        .collect();
    let rows = (0..drawing.rows).map(|row| {
        let cells = row_cells(drawing, row, &widths);
        let written = TableRow::new(cells).row_height(row_height(drawing));
        match row < drawing.head {
            // Not only kept whole: see `mended`.
            true => written.cant_split(),
            false => written,
        }
    });
    Table::new(rows.collect())
        .set_grid(widths.clone())
        .width(widths.iter().sum(), WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .align(TableAlignmentType::Center)
        .set_borders(borders(drawing.frame))
        .margins(margins(drawing.frame))
}

/// The least height of a row: room to write in by hand too.
fn row_height(drawing: &Drawing) -> f32 {
    if drawing.frame { 0.0 } else { 400.0 }
}

/// Between a cell's border and its text; lines in a frame stand close.
fn margins(frame: bool) -> TableCellMargins {
    let ends = if frame { 10 } else { 40 };
    TableCellMargins::new().margin(ends, 90, ends, 90)
}

fn borders(frame: bool) -> TableBorders {
    use TableBorderPosition::{Bottom, InsideH, InsideV, Left, Right, Top};
    let mut borders = TableBorders::with_empty();
    for position in [Top, Bottom, Left, Right, InsideH, InsideV] {
        let inside = matches!(position, InsideH | InsideV);
        if frame && inside {
            continue;
        }
        let size = if inside { 4 } else { 8 };
        let border = TableBorder::new(position).size(size).color("000000");
        borders = borders.set(border.border_type(BorderType::Single));
    }
    borders
}

/// The cells of a row; one that lies over rows is begun in its first and goes on in the others.
fn row_cells(drawing: &Drawing, row: u32, widths: &[usize]) -> Vec<TableCell> {
    let covers = |slot: &&Slot| slot.row <= row && row < slot.row + slot.rows;
    let mut slots: Vec<&Slot> = drawing.cells.iter().filter(covers).collect();
    slots.sort_by_key(|slot| slot.column);
    let in_head = row < drawing.head;
    slots
        .into_iter()
        .map(|slot| {
            let columns = slot.column as usize..(slot.column + slot.columns) as usize;
            let width = widths[columns].iter().sum();
            let mut cell = TableCell::new().width(width, WidthType::Dxa);
            cell = cell.vertical_align(VAlignType::Center);
            if slot.columns > 1 {
                cell = cell.grid_span(slot.columns as usize);
            }
            if slot.rows > 1 {
                cell = cell.vertical_merge(match slot.row == row {
                    true => VMergeType::Restart,
                    false => VMergeType::Continue,
                });
            }
            if slot.shaded {
                cell = cell.shading(Shading::new().shd_type(ShdType::Clear).fill(SHADE));
            }
            if slot.row < row {
                return cell.add_paragraph(Paragraph::new());
            }
            for line in &slot.lines {
                // The head stays with the first row.
                cell = cell.add_paragraph(paragraph(line).keep_next(in_head));
            }
            cell
        })
        .collect()
}

/// A part without the paragraphs' ids, which docx-rs counts on from document to document: the same
/// mapping is to give the same bytes.
fn without_ids(part: &[u8]) -> String {
    const ID: &str = " w14:paraId=\"";
    let text = String::from_utf8_lossy(part);
    let mut pieces = text.split(ID);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        out.push_str(piece.split_once('"').map_or("", |(_, rest)| rest));
    }
    out
}

/// What docx-rs cannot say, or says in another order than the schema has it.
fn mended(text: String) -> Vec<u8> {
    // Head rows are repeated on every page (`w:tblHeader`, ECMA-376 part 1 §17.4.78): they are the
    // only ones that must not be split.
    let text = text.replace("<w:cantSplit />", "<w:cantSplit /><w:tblHeader />");
    // A paragraph's properties begin with its style (§17.3.1.26); nothing is said of its mark.
    let text = text.replace("<w:pPr><w:rPr />", "<w:pPr>");
    // A section's begin with its heads and feet (§17.6.17).
    let mut out = String::with_capacity(text.len());
    for (i, section) in text.split("<w:sectPr>").enumerate() {
        if i > 0 {
            out.push_str("<w:sectPr>");
        }
        let start = section.find("<w:footerReference ").filter(|_| i > 0);
        let end = start.and_then(|at| section[at..].find("/>").map(|end| at + end + 2));
        match (start, end) {
            (Some(start), Some(end)) => {
                out.push_str(&section[start..end]);
                out.push_str(&section[..start]);
                out.push_str(&section[end..]);
            }
            _ => out.push_str(section),
        }
    }
    out.into_bytes()
}

/// The same package with its parts compressed.
fn deflated(stored: &[u8]) -> Result<Vec<u8>, Error> {
    let package = Package::open(stored)?;
    let mut rewrite = Rewrite::new(&package);
    for name in [
        package.main_part(),
        "word/styles.xml",
        "word/settings.xml",
        "word/numbering.xml",
    ] {
        if let Some(bytes) = package.part(name)? {
            rewrite.set(name, bytes);
        }
    }
    Ok(rewrite.finish()?)
}
