//! Records ([MS-XLSB] §2.1.4) and the fields in them. One that is too short says nothing.

/// The types of the records that are read (§2.3.2).
pub(super) mod kind {
    pub const ROW: usize = 0;
    pub const BLANK: usize = 1;
    pub const RK: usize = 2;
    pub const ERROR: usize = 3;
    pub const BOOL: usize = 4;
    pub const REAL: usize = 5;
    pub const STRING: usize = 6;
    pub const SHARED: usize = 7;
    pub const FORMULA_STRING: usize = 8;
    pub const FORMULA_NUMBER: usize = 9;
    pub const FORMULA_BOOL: usize = 10;
    pub const FORMULA_ERROR: usize = 11;
    /// The first of those that leave the column out: the one behind the cell before.
    pub const SHORT_BLANK: usize = 12;
    pub const SHORT_SHARED: usize = 18;
    pub const SHARED_STRING: usize = 19;
    pub const FONT: usize = 43;
    pub const FORMAT: usize = 44;
    pub const FILL: usize = 45;
    pub const BORDER: usize = 46;
    pub const CELL_FORMAT: usize = 47;
    pub const COLUMN: usize = 60;
    pub const RICH_STRING: usize = 62;
    pub const WORKBOOK: usize = 153;
    pub const SHEET: usize = 156;
    pub const MERGED: usize = 176;
    pub const BEGIN_CELL_FORMATS: usize = 617;
    pub const END_CELL_FORMATS: usize = 618;
    pub const COMMENT_AUTHOR: usize = 632;
    pub const COMMENT: usize = 635;
    pub const COMMENT_TEXT: usize = 637;
}

/// The records of a part, each its type and fields; a record that runs beyond the part is the last.
pub(super) struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    pub(super) fn new(rest: &'a [u8]) -> Records<'a> {
        Records { rest }
    }

    /// No record runs beyond the part.
    pub(super) fn are_whole(mut self) -> bool {
        while self.next().is_some() {}
        self.rest.is_empty()
    }

    /// A number in at most so many bytes of seven bits each.
    fn number(&mut self, most: usize) -> Option<usize> {
        let mut value = 0;
        for i in 0..most {
            let (&byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            value |= usize::from(byte & 0x7f) << (7 * i);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(value)
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = (usize, Fields<'a>);

    fn next(&mut self) -> Option<(usize, Fields<'a>)> {
        let mut ahead = Records { rest: self.rest };
        let kind = ahead.number(2)?;
        let length = ahead.number(4)?;
        let (fields, rest) = ahead.rest.split_at_checked(length)?;
        self.rest = rest;
        Some((kind, Fields(fields)))
    }
}

/// The fields of a record, in little-endian order.
#[derive(Clone)]
pub(super) struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (bytes, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*bytes)
    }

    pub(super) fn u8(&mut self) -> Option<u8> {
        self.take().map(u8::from_le_bytes)
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

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn skip(&mut self, bytes: usize) {
        self.0 = self.0.get(bytes..).unwrap_or_default();
    }

    /// A text: how many units, then UTF-16 (XLWideString, §2.5.168).
    pub(super) fn string(&mut self) -> Option<String> {
        let bytes = usize::try_from(self.u32()?).ok()?.checked_mul(2)?;
        let (text, rest) = self.0.split_at_checked(bytes)?;
        self.0 = rest;
        let (units, _) = text.as_chunks::<2>();
        let units = units.iter().map(|unit| u16::from_le_bytes(*unit));
        let text = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER));
        Some(text.collect())
    }
}
