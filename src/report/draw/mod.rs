//! A paper drawn as HTML: what a unit filled in, as it looks, with what was made of it.
//!
//! A drawing is made of a [`Paper`](office::paper::Paper) alone, whatever file it was read from, so
//! that nobody has to open that file to see what stands in it. It is a fragment: one `<div
//! class="paper">`, no script, no style but the classes of [`stylesheet`]. All that a form says is
//! text in it, colours are classes, and a paper too large for a page is cut with a word.
//!
//! # What is in it
//!
//! | element | is |
//! |---|---|
//! | `#p12` | the 12th paragraph of the body |
//! | `#t3`, `#t3r4c2` | table 3; its cell whose top left slot is row 4, column 2. A sheet's tables too |
//! | `#b2`, `#b2l3` | text box 2; its 3rd line |
//! | `#d5` | the frame of the 5th picture, drawing or object |
//! | `#n1` | the first note, comment or remark |
//! | `[data-path~="/unit/contact"]` | where the answer to a field stands: JSON Pointers, parted by spaces (white space and `%` in one are percent-encoded, see [`pointer`]) |
//! | `[data-made]` | the value that was made of it, where that is not what stands there |
//! | `.v`, `.v.o` | an answer; a place for one that holds none |
//! | `.rest` | text that is neither printed nor claimed |
//! | `.fe`, `.fw`, `.fi` | a finding points here: an error, a warning, an info |
//! | `a.pin` | the sign of a finding, a link to its [`anchor`](Pin::anchor) |
//! | `ins`, `del`, `.hd`, `.chip` | tracked changes, hidden text, what the reader noticed |
//! | `.wd` | the drawing's own words, which are not the form's |
//!
//! All ids begin with [`Settings::prefix`], so that several papers can stand on one page.

mod address;
mod aside;
mod ink;
mod known;
mod line;
mod page;
mod style;
mod table;
mod views;

use std::collections::HashSet;

use askama::Template;
use office::paper::{Block, Paper, Paragraph, Place};

use crate::model::finding::{FieldPath, Finding, Severity};
use crate::read::Traced;
use crate::said;
use crate::text::lang::Lang;
use address::{Addresses, Spot};
use ink::{Ink, WHITE};
use known::Knowledge;
pub use page::{page, policy};
pub use style::stylesheet;
use views::{Flow, Page, Piece, TextBox};

/// More bytes of HTML, by a rough count, are not drawn of one paper: five times the fullest form
/// that the tests have, and what a browser shows at once.
const MOST: usize = 4 << 20;

/// How a paper is drawn.
#[derive(Clone, Debug, Default)]
pub struct Settings<'a> {
    /// The language of the drawing's own words.
    pub lang: Lang,
    /// What all ids begin with: letters, digits and hyphens.
    pub prefix: &'a str,
    /// The findings to show.
    pub pins: Vec<Pin<'a>>,
    /// Only what is needed to see the paper and its findings: no paths, and no ids but those that
    /// findings point at.
    pub compact: bool,
}

/// A finding to show on a paper.
#[derive(Clone, Debug)]
pub struct Pin<'a> {
    /// Where on the paper it stands.
    pub place: Option<&'a Place>,
    /// What it is about, which tells the place where the paper's is not known.
    pub path: &'a FieldPath,
    /// How grave it is.
    pub severity: Severity,
    /// What was found, in words; shown on pointing at its sign.
    pub words: String,
    /// The id of the element that tells of it.
    pub anchor: String,
}

/// A drawing.
#[derive(Clone, Debug, Default)]
pub struct Drawn {
    /// The fragment.
    pub html: String,
    /// For each of the pins the id of the element that it points at; none where that is nowhere on
    /// the paper, or was cut off.
    pub pinned: Vec<Option<String>>,
    /// It was cut.
    pub cut: bool,
}

/// Draws a paper with its own findings: the `n`th, from 1, is told of in the page's element
/// `f<n>`.
pub fn paper(traced: &Traced, lang: Lang) -> String {
    let pins = pins(&traced.submission.findings, lang, "");
    let settings = Settings {
        lang,
        pins,
        ..Settings::default()
    };
    draw(traced, &settings).html
}

/// The pins of findings, the `n`th of which, from 1, is told of in the element `<prefix>f<n>`.
pub fn pins<'a>(findings: &'a [Finding], lang: Lang, prefix: &str) -> Vec<Pin<'a>> {
    let pin = |(n, finding): (usize, &'a Finding)| Pin {
        place: finding.source.as_ref(),
        path: &finding.path,
        severity: finding.severity,
        words: finding.message().get(lang).to_owned(),
        anchor: format!("{prefix}f{}", n + 1),
    };
    findings.iter().enumerate().map(pin).collect()
}

/// Draws a paper.
pub fn draw(traced: &Traced, settings: &Settings<'_>) -> Drawn {
    let addresses = Addresses::of(&traced.paper);
    let knowledge = Knowledge::of(traced, &settings.pins, &addresses);
    let mut drawer = Drawer {
        settings,
        paper: &traced.paper,
        known: &knowledge,
        addresses: &addresses,
        base: line::usual_size(&traced.paper),
        spent: 0,
        drawn: HashSet::new(),
        notes: Vec::new(),
        left: (0, 0),
        sheet: None,
        ground: WHITE,
    };
    let flow = drawer.body(traced.second);
    let page = drawer.page(flow);
    let html = page.render().unwrap_or_default();
    let id = |spot: &Option<Spot>| {
        let spot = spot.filter(|spot| drawer.drawn.contains(spot))?;
        Some(format!("{}{spot}", settings.prefix))
    };
    Drawn {
        html,
        pinned: knowledge.pinned.iter().map(id).collect(),
        cut: drawer.left != (0, 0),
    }
}

/// A field's JSON Pointer as it stands in `data-path`: with white space and `%` percent-encoded.
pub fn pointer(path: &FieldPath) -> String {
    let pointer = path.to_string();
    let plain = |c: char| c != '%' && !c.is_whitespace();
    if pointer.chars().all(plain) {
        return pointer;
    }
    let mut out = String::with_capacity(pointer.len() + 8);
    for c in pointer.chars() {
        match plain(c) {
            true => out.push(c),
            false => {
                let mut bytes = [0; 4];
                for b in c.encode_utf8(&mut bytes).bytes() {
                    out.push_str(&format!("%{b:02X}"));
                }
            }
        }
    }
    out
}

/// The state of a drawing while it is made.
struct Drawer<'a> {
    settings: &'a Settings<'a>,
    paper: &'a Paper,
    known: &'a Knowledge<'a>,
    addresses: &'a Addresses<'a>,
    /// The size of most letters, in half-points.
    base: u16,
    /// The bytes drawn so far, by a rough count.
    spent: usize,
    /// The places that were drawn.
    drawn: HashSet<Spot>,
    /// The notes and remarks that are told below, by their index on the paper.
    notes: Vec<usize>,
    /// The paragraphs and cells that were left out.
    left: (usize, usize),
    /// The sheet that was drawn last.
    sheet: Option<&'a str>,
    /// What is behind the letters of the cell that is being drawn.
    ground: Ink,
}

impl<'a> Drawer<'a> {
    /// The paper's own flow.
    fn body(&mut self, second: Option<usize>) -> Flow<'a> {
        let mut flow = Flow::default();
        for (n, block) in self.paper.blocks.iter().enumerate() {
            if second == Some(n) {
                let word = said!(
                    "以下是同一文件里的另一份表，没有读入",
                    "From here on it is another form in the same file, which was not read"
                );
                flow.pieces
                    .push(Piece::Word(word.get(self.settings.lang).to_owned()));
            }
            let piece = match block {
                Block::Paragraph(p) => {
                    let spot = (p.number > 0).then_some(Spot::Paragraph(p.number));
                    self.line(p, spot).map(Piece::Line)
                }
                Block::Table(table) => self.table(table).map(Piece::Table),
            };
            flow.pieces.extend(piece);
        }
        flow
    }

    /// A flow in a cell, or in a box whose number is given.
    fn flow(&mut self, blocks: &'a [Block], text_box: Option<u32>) -> Flow<'a> {
        let mut flow = Flow::default();
        let mut line = 0;
        for block in blocks {
            let piece = match block {
                Block::Paragraph(p) => {
                    line += 1;
                    let spot = text_box.map(|number| Spot::Line(number, line));
                    self.line(p, spot).map(Piece::Line)
                }
                Block::Table(table) => self.table(table).map(Piece::Table),
            };
            flow.pieces.extend(piece);
        }
        flow
    }

    fn boxes(&mut self, p: &'a Paragraph) -> Vec<TextBox<'a>> {
        let lang = self.settings.lang;
        let outer = std::mem::replace(&mut self.ground, WHITE);
        let draw = |b: &'a office::paper::TextBox| {
            let number = b.number;
            TextBox {
                id: (!self.settings.compact).then(|| format!("{}b{number}", self.settings.prefix)),
                label: said!("文本框 {number}", "text box {number}")
                    .get(lang)
                    .to_owned(),
                flow: self.flow(&b.blocks, Some(number)),
            }
        };
        let boxes = p.boxes.iter().map(draw).collect();
        self.ground = outer;
        boxes
    }

    /// Takes so many bytes of what may be drawn; whether there are as many.
    fn spend(&mut self, bytes: usize) -> bool {
        self.spent = self.spent.saturating_add(bytes);
        self.spent <= MOST
    }

    /// The id of a place, where it needs one.
    fn id(&mut self, spot: Spot, linked: bool) -> Option<String> {
        self.drawn.insert(spot);
        (linked || !self.settings.compact).then(|| format!("{}{spot}", self.settings.prefix))
    }

    fn page(&mut self, flow: Flow<'a>) -> Page<'a> {
        let lang = self.settings.lang;
        let (headers, footers) = self.around();
        let notes = self.notes();
        let cut = (self.left != (0, 0)).then(|| {
            let (paragraphs, cells) = self.left;
            let said = said!(
                "这份材料太长，页面到此为止：还有 {paragraphs} 段文字、{cells} 个单元格没有画出。数据是完整读入的。",
                "This paper is too long for a page and ends here: {paragraphs} more paragraphs and {cells} more cells are not drawn. They were read all the same."
            );
            said.get(lang).to_owned()
        });
        Page {
            class: format!("paper z{}", self.base),
            label: lang.pick("画出的原表", "the paper as it was filled in"),
            headers,
            flow,
            footers,
            notes_title: lang.pick("批注、脚注和提示", "Comments, notes and remarks"),
            notes,
            cut,
        }
    }
}
