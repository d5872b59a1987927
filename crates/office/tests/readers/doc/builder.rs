//! A small writer of Word 97–2003 documents, byte by byte, so that a test says exactly what is in
//! the file: its pieces, its properties, what refers to what.

use std::io::{Cursor, Write};

/// Where the text of the document begins, behind the FIB.
const TEXT: usize = 0x800;
const PAGE: usize = 512;

/// A stretch of text with the properties of its characters.
pub struct Run<'t> {
    pub text: &'t str,
    pub sprms: Vec<u8>,
}

/// A paragraph: its runs, of which the last one ends with its mark, its style and properties.
pub struct Para<'t> {
    pub runs: Vec<Run<'t>>,
    pub style: u16,
    pub sprms: Vec<u8>,
}

impl<'t> Para<'t> {
    /// A paragraph of plain text, its mark included.
    pub fn of(text: &'t str) -> Para<'t> {
        Para::with(text, &[])
    }

    /// A paragraph with properties.
    pub fn with(text: &'t str, sprms: &[u8]) -> Para<'t> {
        Para {
            runs: vec![Run {
                text,
                sprms: Vec::new(),
            }],
            style: 0,
            sprms: sprms.to_vec(),
        }
    }

    /// A paragraph of several runs.
    pub fn runs(runs: &[(&'t str, &[u8])]) -> Para<'t> {
        Para {
            runs: runs
                .iter()
                .map(|(text, sprms)| Run {
                    text,
                    sprms: sprms.to_vec(),
                })
                .collect(),
            style: 0,
            sprms: Vec::new(),
        }
    }
}

/// A document to be written.
#[derive(Default)]
pub struct Doc<'t> {
    pub paras: Vec<Para<'t>>,
    /// How many characters of the text each story has, from `ccpText` on; the main story has the
    /// rest where none is said.
    pub stories: [u32; 8],
    /// Parts of the table stream by their number in the FIB.
    pub parts: Vec<(usize, Vec<u8>)>,
    pub data: Vec<u8>,
    /// Flags of the FIB besides the table's.
    pub flags: u16,
    /// One byte a character.
    pub compressed: bool,
    /// The version, 0xC1 where none is said.
    pub version: u16,
    /// The names of the streams; as Word writes them where none are said.
    pub names: Option<[&'static str; 3]>,
}

impl<'t> Doc<'t> {
    /// A document of these paragraphs.
    pub fn of(paras: Vec<Para<'t>>) -> Doc<'t> {
        Doc {
            paras,
            ..Doc::default()
        }
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let [document, table] = self.streams();
        container(&[
            (self.names.map_or("WordDocument", |n| n[0]), &document),
            (self.names.map_or("1Table", |n| n[1]), &table),
            (self.names.map_or("Data", |n| n[2]), &self.data),
        ])
    }

    /// `WordDocument` and `1Table`.
    pub fn streams(&self) -> [Vec<u8>; 2] {
        let width = if self.compressed { 1 } else { 2 };
        let mut text = Vec::new();
        let (mut characters, mut paragraphs) = (Vec::new(), Vec::new());
        for para in &self.paras {
            for run in &para.runs {
                let units: Vec<u16> = run.text.encode_utf16().collect();
                for unit in units {
                    match width {
                        1 => text.push(unit as u8),
                        _ => text.extend(unit.to_le_bytes()),
                    }
                }
                characters.push((TEXT + text.len(), chpx(&run.sprms)));
            }
            let mut list = para.style.to_le_bytes().to_vec();
            list.extend(&para.sprms);
            paragraphs.push((TEXT + text.len(), papx(&list)));
        }
        let count = (text.len() / width) as u32;
        let mut document = vec![0; TEXT];
        document.extend(&text);
        document.resize(document.len().next_multiple_of(PAGE), 0);
        let mut parts = self.parts.clone();
        parts.push((12, pages(&mut document, &characters, 1)));
        parts.push((13, pages(&mut document, &paragraphs, 13)));
        if !parts.iter().any(|(number, _)| *number == 33) {
            parts.push((33, clx(&[(count, TEXT as u32, self.compressed)])));
        }
        let mut table = Vec::new();
        let mut pairs = [[0u8; 8]; 0x5d];
        for (number, content) in &parts {
            pairs[*number][..4].copy_from_slice(&(table.len() as u32).to_le_bytes());
            pairs[*number][4..].copy_from_slice(&(content.len() as u32).to_le_bytes());
            table.extend(content);
        }
        let mut stories = self.stories;
        if stories[0] == 0 {
            stories[0] = count - stories.iter().sum::<u32>();
        }
        self.fib(&mut document, &stories, &pairs);
        [document, table]
    }

    fn fib(&self, document: &mut [u8], stories: &[u32; 8], pairs: &[[u8; 8]]) {
        let version = if self.version == 0 {
            0xc1
        } else {
            self.version
        };
        let mut put =
            |at: usize, bytes: &[u8]| document[at..at + bytes.len()].copy_from_slice(bytes);
        put(0, &0xa5ecu16.to_le_bytes());
        put(2, &version.to_le_bytes());
        put(0xa, &(0x0200 | self.flags).to_le_bytes());
        put(0x20, &14u16.to_le_bytes());
        put(62, &22u16.to_le_bytes());
        for (i, length) in stories.iter().enumerate() {
            put(64 + 4 * (3 + i), &length.to_le_bytes());
        }
        put(152, &(pairs.len() as u16).to_le_bytes());
        for (i, pair) in pairs.iter().enumerate() {
            put(154 + 8 * i, pair);
        }
    }
}

/// A compound file of these streams.
pub fn container(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, content) in streams {
        if let Some((storage, _)) = name.rsplit_once('/') {
            file.create_storage_all(storage).unwrap();
        }
        let mut stream = file.create_stream(name).unwrap();
        stream.write_all(content).unwrap();
        stream.flush().unwrap();
    }
    file.into_inner().into_inner()
}

/// A piece table: how many characters, where, whether one byte each.
pub fn clx(pieces: &[(u32, u32, bool)]) -> Vec<u8> {
    let mut plc = 0u32.to_le_bytes().to_vec();
    let mut position = 0;
    for (count, ..) in pieces {
        position += count;
        plc.extend(position.to_le_bytes());
    }
    for &(_, at, compressed) in pieces {
        let fc = if compressed {
            0x4000_0000 | (2 * at)
        } else {
            at
        };
        plc.extend([0, 0]);
        plc.extend(fc.to_le_bytes());
        plc.extend([0, 0]);
    }
    let mut clx = vec![2];
    clx.extend((plc.len() as u32).to_le_bytes());
    clx.extend(plc);
    clx
}

/// A PLC of positions and things.
pub fn plc(positions: &[u32], things: &[Vec<u8>]) -> Vec<u8> {
    let mut plc: Vec<u8> = positions.iter().flat_map(|p| p.to_le_bytes()).collect();
    things.iter().for_each(|thing| plc.extend(thing));
    plc
}

/// A modifier with its operand.
pub fn sprm(code: u16, operand: &[u8]) -> Vec<u8> {
    let mut sprm = code.to_le_bytes().to_vec();
    sprm.extend(operand);
    sprm
}

/// The properties of the mark at the end of a row, whose cells have these edges and flags.
pub fn row_end(edges: &[i16], flags: &[u16]) -> Vec<u8> {
    let mut operand = vec![(edges.len() - 1) as u8];
    operand.extend(edges.iter().flat_map(|e| e.to_le_bytes()));
    for flag in flags {
        operand.extend(flag.to_le_bytes());
        operand.extend([0; 18]);
    }
    let mut row = sprm(0x2416, &[1]);
    row.extend(sprm(0x2417, &[1]));
    row.extend([0x08, 0xd6]);
    row.extend((operand.len() as u16 + 1).to_le_bytes());
    row.extend(operand);
    row
}

fn chpx(sprms: &[u8]) -> Vec<u8> {
    let mut chpx = vec![sprms.len() as u8];
    chpx.extend(sprms);
    chpx
}

fn papx(list: &[u8]) -> Vec<u8> {
    let mut list = list.to_vec();
    list.resize(list.len().next_multiple_of(2), 0);
    let mut papx = vec![0, (list.len() / 2) as u8];
    papx.extend(list);
    papx
}

/// Writes formatted pages, a run on each, and gives the PLC that names them.
fn pages(document: &mut Vec<u8>, runs: &[(usize, Vec<u8>)], entry: usize) -> Vec<u8> {
    let mut offsets = vec![TEXT as u32];
    let mut numbers = Vec::new();
    for (end, list) in runs {
        let start = offsets[offsets.len() - 1];
        let mut page = [0; PAGE];
        page[..4].copy_from_slice(&start.to_le_bytes());
        page[4..8].copy_from_slice(&(*end as u32).to_le_bytes());
        // The list stands at the page's end, on an even place.
        let at = (PAGE - 2 - list.len()) & !1;
        page[8] = (at / 2) as u8;
        page[at..at + list.len()].copy_from_slice(list);
        page[PAGE - 1] = 1;
        debug_assert!(8 + entry <= at);
        numbers.push(((document.len() / PAGE) as u32).to_le_bytes().to_vec());
        document.extend(page);
        offsets.push(*end as u32);
    }
    plc(&offsets, &numbers)
}
