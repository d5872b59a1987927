//! Records of a BIFF stream and the strings in them ([MS-XLS] §2.1.4, §2.5.293).

use encoding_rs::Encoding;

use super::super::{Damage, Error};

pub(super) const FORMULA: u16 = 0x0006;
pub(super) const EOF: u16 = 0x000a;
pub(super) const NOTE: u16 = 0x001c;
pub(super) const EXTERNSHEET: u16 = 0x0017;
pub(super) const DATEMODE: u16 = 0x0022;
pub(super) const FILEPASS: u16 = 0x002f;
const CONTINUE: u16 = 0x003c;
pub(super) const OBJ: u16 = 0x005d;
pub(super) const CODEPAGE: u16 = 0x0042;
pub(super) const COLINFO: u16 = 0x007d;
pub(super) const BOUNDSHEET: u16 = 0x0085;
pub(super) const MULRK: u16 = 0x00bd;
pub(super) const RSTRING: u16 = 0x00d6;
pub(super) const FONT: u16 = 0x0031;
pub(super) const PALETTE: u16 = 0x0092;
pub(super) const MSODRAWING: u16 = 0x00ec;
pub(super) const XF: u16 = 0x00e0;
pub(super) const MERGECELLS: u16 = 0x00e5;
pub(super) const SST: u16 = 0x00fc;
pub(super) const LABELSST: u16 = 0x00fd;
pub(super) const SUPBOOK: u16 = 0x01ae;
pub(super) const TXO: u16 = 0x01b6;
pub(super) const NUMBER: u16 = 0x0203;
pub(super) const LABEL: u16 = 0x0204;
pub(super) const BOOLERR: u16 = 0x0205;
pub(super) const STRING: u16 = 0x0207;
pub(super) const ROW: u16 = 0x0208;
pub(super) const ARRAY: u16 = 0x0221;
pub(super) const TABLE: u16 = 0x0236;
pub(super) const RK: u16 = 0x027e;
pub(super) const FORMAT: u16 = 0x041e;
pub(super) const SHRFMLA: u16 = 0x04bc;
pub(super) const BOF: u16 = 0x0809;

/// Which BIFF a stream is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// Excel 5.0 and 95: strings in a code page.
    Biff5,
    /// Excel 97 to 2003: strings in Unicode.
    Biff8,
}

/// The records of a stream.
pub(super) struct Records<'a> {
    rest: &'a [u8],
}

/// A record with those that continue it.
pub(super) struct Record<'a> {
    pub(super) kind: u16,
    first: &'a [u8],
    more: Vec<&'a [u8]>,
}

impl<'a> Records<'a> {
    pub(super) fn new(stream: &'a [u8]) -> Records<'a> {
        Records { rest: stream }
    }

    /// The next record; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Record<'a>>, Error> {
        let Some((kind, first)) = self.piece()? else {
            return Ok(None);
        };
        let mut more = Vec::new();
        while self.rest.starts_with(&CONTINUE.to_le_bytes()) {
            // One that is empty goes on with nothing.
            if let Some((_, piece)) = self.piece()?
                && !piece.is_empty()
            {
                more.push(piece);
            }
        }
        Ok(Some(Record { kind, first, more }))
    }

    /// How many bytes are still to be read.
    pub(super) fn left(&self) -> usize {
        self.rest.len()
    }

    fn piece(&mut self) -> Result<Option<(u16, &'a [u8])>, Error> {
        let Some((&[a, b, c, d], rest)) = self.rest.split_first_chunk() else {
            self.rest = &[];
            return Ok(None);
        };
        let len = usize::from(u16::from_le_bytes([c, d]));
        let Some((data, rest)) = rest.split_at_checked(len) else {
            return Err(Error::damaged(super::WORKBOOK, Damage::EndsMidway));
        };
        self.rest = rest;
        Ok(Some((u16::from_le_bytes([a, b]), data)))
    }
}

impl<'a> Record<'a> {
    /// The record's data, to be taken from its start.
    pub(super) fn data(&self) -> Data<'_> {
        Data {
            piece: self.first,
            more: &self.more,
            behind: self.more.iter().map(|piece| piece.len()).sum(),
        }
    }
}

/// What is left of a record's data. Numbers can lie across two pieces.
pub(super) struct Data<'a> {
    piece: &'a [u8],
    more: &'a [&'a [u8]],
    /// How many bytes those pieces have.
    behind: usize,
}

impl<'a> Data<'a> {
    /// Goes on to the next piece where this one is used up.
    fn refill(&mut self) {
        while self.piece.is_empty()
            && let Some((next, more)) = self.more.split_first()
        {
            (self.piece, self.more) = (next, more);
            self.behind -= next.len();
        }
    }

    pub(super) fn u8(&mut self) -> Option<u8> {
        self.refill();
        let (&first, rest) = self.piece.split_first()?;
        self.piece = rest;
        Some(first)
    }

    pub(super) fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let mut out = [0; N];
        for byte in &mut out {
            *byte = self.u8()?;
        }
        Some(out)
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        self.take().map(u16::from_le_bytes)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    pub(super) fn f64(&mut self) -> Option<f64> {
        self.take().map(f64::from_le_bytes)
    }

    pub(super) fn skip(&mut self, mut bytes: usize) {
        loop {
            self.refill();
            let here = bytes.min(self.piece.len());
            self.piece = &self.piece[here..];
            bytes -= here;
            if bytes == 0 || self.piece.is_empty() && self.more.is_empty() {
                return;
            }
        }
    }

    pub(super) fn is_empty(&mut self) -> bool {
        self.refill();
        self.piece.is_empty()
    }

    /// The bytes left.
    pub(super) fn len(&self) -> usize {
        self.piece.len() + self.behind
    }

    /// So many bytes as a leading 16-bit number says, or what there is of them.
    pub(super) fn sized(&mut self) -> Vec<u8> {
        let len = usize::from(self.u16().unwrap_or(0));
        let mut out = Vec::with_capacity(len.min(self.len()));
        while out.len() < len
            && let Some(byte) = self.u8()
        {
            out.push(byte);
        }
        out
    }
}

/// How a stream's strings are written.
pub(super) struct Strings {
    version: Version,
    encoding: &'static Encoding,
}

impl Strings {
    pub(super) fn new(version: Version) -> Strings {
        Strings {
            version,
            encoding: encoding_rs::GBK,
        }
    }

    /// Strings of BIFF5 are in this code page.
    pub(super) fn set_codepage(&mut self, page: u16) {
        self.encoding = match page {
            932 => encoding_rs::SHIFT_JIS,
            949 => encoding_rs::EUC_KR,
            950 | 10002 => encoding_rs::BIG5,
            1250 => encoding_rs::WINDOWS_1250,
            1251 => encoding_rs::WINDOWS_1251,
            437 | 1252 | 32769 => encoding_rs::WINDOWS_1252,
            65001 => encoding_rs::UTF_8,
            _ => encoding_rs::GBK,
        };
    }

    /// A string with its length in one byte (§2.5.240).
    pub(super) fn short(&self, data: &mut Data<'_>) -> String {
        let len = data.u8().unwrap_or(0);
        self.plain(data, usize::from(len))
    }

    /// A string with its length in two bytes (§2.5.294).
    pub(super) fn long(&self, data: &mut Data<'_>) -> String {
        let len = data.u16().unwrap_or(0);
        self.plain(data, usize::from(len))
    }

    fn plain(&self, data: &mut Data<'_>, len: usize) -> String {
        match self.version {
            Version::Biff8 => {
                let flags = data.u8().unwrap_or(0);
                unicode(data, len, flags)
            }
            Version::Biff5 => self.bytes(data, len),
        }
    }

    /// So many bytes as they stand, which BIFF5 has its notes in.
    pub(super) fn bytes(&self, data: &mut Data<'_>, len: usize) -> String {
        let bytes: Vec<u8> = (0..len).map_while(|_| data.u8()).collect();
        self.encoding.decode_without_bom_handling(&bytes).0.into()
    }

    /// The text of a shape (§2.4.329): its length stands in the record, its characters in the
    /// record that continues it.
    pub(super) fn shape(&self, data: &mut Data<'_>) -> String {
        data.skip(10);
        let len = data.u16().unwrap_or(0);
        data.skip(6);
        let flags = data.u8().unwrap_or(0);
        unicode(data, usize::from(len), flags)
    }

    /// A string of the shared string table (§2.5.293): with the fonts of its runs after it, and
    /// phonetic guides, which are passed over. `None` where the table is broken off.
    pub(super) fn rich(&self, data: &mut Data<'_>) -> Option<(String, Vec<FontRun>)> {
        let len = usize::from(data.u16()?);
        let flags = data.u8()?;
        let runs = if flags & 8 != 0 { data.u16()? } else { 0 };
        let guides = if flags & 4 != 0 { data.u32()? } else { 0 };
        let text = unicode(data, len, flags);
        let runs = font_runs(data, usize::from(runs));
        data.skip(guides as usize);
        Some((text, runs))
    }

    /// The runs behind the string of a cell that has its own (§2.4.286).
    pub(super) fn runs(&self, data: &mut Data<'_>) -> Vec<FontRun> {
        if self.version == Version::Biff8 {
            let count = data.u16().unwrap_or(0);
            return font_runs(data, usize::from(count));
        }
        let count = data.u8().unwrap_or(0);
        let run = |_| Some((u16::from(data.u8()?), u16::from(data.u8()?)));
        (0..count).map_while(run).collect()
    }
}

/// From which UTF-16 unit of a string on which font is used.
pub(super) type FontRun = (u16, u16);

fn font_runs(data: &mut Data<'_>, count: usize) -> Vec<FontRun> {
    (0..count)
        .map_while(|_| Some((data.u16()?, data.u16()?)))
        .collect()
}

/// Characters of one byte (Latin-1) or two (UTF-16), as the flags say. A record that continues
/// them begins with flags of its own.
fn unicode(data: &mut Data<'_>, len: usize, mut flags: u8) -> String {
    let mut units: Vec<u16> = Vec::with_capacity(len.min(data.len()));
    while units.len() < len {
        if data.piece.is_empty() {
            match data.u8() {
                Some(next) => flags = next,
                None => break,
            }
        }
        let left = len - units.len();
        if flags & 1 == 0 {
            let here = left.min(data.piece.len());
            units.extend(data.piece[..here].iter().map(|&b| u16::from(b)));
            data.piece = &data.piece[here..];
        } else {
            let here = left.min(data.piece.len() / 2);
            let (chars, rest) = data.piece.split_at(here * 2);
            units.extend(
                chars
                    .chunks_exact(2)
                    .map(|c| u16::from_le_bytes([c[0], c[1]])),
            );
            // A byte that no character is left of.
            data.piece = if here < left { &[] } else { rest };
        }
        if units.len() < len && data.more.is_empty() && data.piece.is_empty() {
            break;
        }
    }
    String::from_utf16_lossy(&units)
}

/// A number in four bytes (§2.5.217).
pub(in crate::sheet) fn rk(rk: u32) -> f64 {
    let value = if rk & 2 == 0 {
        f64::from_bits(u64::from(rk & !3) << 32)
    } else {
        f64::from((rk as i32) >> 2)
    };
    if rk & 1 == 0 { value } else { value / 100.0 }
}

/// An error value's name (§2.5.10).
pub(in crate::sheet) fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let mut out = kind.to_le_bytes().to_vec();
        out.extend((data.len() as u16).to_le_bytes());
        out.extend(data);
        out
    }

    #[test]
    fn a_string_goes_on_in_the_next_record_in_another_width() {
        // 甲乙 in two bytes a character, then "abc" in one, in a further record.
        let mut first = vec![5, 0, 1];
        first.extend([0x32, 0x75, 0x59, 0x4e]);
        let mut stream = record(SST, &first);
        stream.extend(record(CONTINUE, &[0, b'a', b'b', b'c', 1, 0, 0, b'd']));
        let record = Records::new(&stream).next().unwrap().unwrap();
        let mut data = record.data();
        let strings = Strings::new(Version::Biff8);
        assert_eq!(strings.rich(&mut data).unwrap().0, "甲乙abc");
        assert_eq!(strings.rich(&mut data).unwrap().0, "d");
        assert!(data.is_empty());
    }

    #[test]
    fn numbers_in_four_bytes() {
        assert_eq!(rk(0x3ff0_0000), 1.0);
        assert_eq!(rk((1250 << 2) | 3), 12.5);
        assert_eq!(rk(((-3i32) << 2) as u32 | 2), -3.0);
    }
}
