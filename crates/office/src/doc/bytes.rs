//! Numbers and arrays in bytes that may lie: every read is checked, and what leads outside is absent.

/// The bytes from `at` on, `len` of them.
pub(super) fn slice(bytes: &[u8], at: usize, len: usize) -> Option<&[u8]> {
    bytes.get(at..at.checked_add(len)?)
}

/// The bytes from `at` on.
pub(super) fn rest(bytes: &[u8], at: usize) -> &[u8] {
    bytes.get(at..).unwrap_or_default()
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    slice(bytes, at, N)?.try_into().ok()
}

/// The byte at `at`.
pub(super) fn u8_at(bytes: &[u8], at: usize) -> Option<u8> {
    bytes.get(at).copied()
}

/// The 16 bits at `at`.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    array(bytes, at).map(u16::from_le_bytes)
}

/// The 16 bits at `at`, with a sign.
pub(super) fn i16_at(bytes: &[u8], at: usize) -> Option<i16> {
    array(bytes, at).map(i16::from_le_bytes)
}

/// The 32 bits at `at`.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    array(bytes, at).map(u32::from_le_bytes)
}

/// The 32 bits at `at`, with a sign.
pub(super) fn i32_at(bytes: &[u8], at: usize) -> Option<i32> {
    array(bytes, at).map(i32::from_le_bytes)
}

/// The 64 bits at `at`.
pub(super) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    array(bytes, at).map(u64::from_le_bytes)
}

/// A text of `count` UTF-16 units at `at`.
pub(super) fn utf16_at(bytes: &[u8], at: usize, count: usize) -> Option<String> {
    let units = slice(bytes, at, count.checked_mul(2)?)?;
    let units = units
        .chunks_exact(2)
        .map(|u| u16::from_le_bytes([u[0], u[1]]));
    Some(
        char::decode_utf16(units)
            .map(|c| c.unwrap_or('\u{fffd}'))
            .collect(),
    )
}

/// A PLC ([MS-DOC] §2.2.2): positions in ascending order, and something of a fixed size between
/// each two of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plc<'a> {
    bytes: &'a [u8],
    size: usize,
    count: usize,
    entries: usize,
}

impl<'a> Plc<'a> {
    /// The PLC in `bytes`, of things of `size` bytes. It ends where its positions no longer ascend.
    pub(super) fn read(bytes: &'a [u8], size: usize) -> Plc<'a> {
        let entries = bytes.len().saturating_sub(4) / (4 + size);
        let mut plc = Plc {
            bytes,
            size,
            count: 0,
            entries,
        };
        while plc.count < entries && plc.position(plc.count + 1) >= plc.position(plc.count) {
            plc.count += 1;
        }
        plc
    }

    /// How many things there are.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// The position at which thing `index` begins; that of the one behind the last is its end.
    pub(super) fn position(&self, index: usize) -> u32 {
        u32_at(self.bytes, 4 * index).unwrap_or(0)
    }

    /// The bytes of thing `index`.
    pub(super) fn data(&self, index: usize) -> &'a [u8] {
        let at = 4 * (self.entries + 1) + self.size * index;
        slice(self.bytes, at, self.size).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plc_ends_where_its_positions_descend() {
        let bytes: Vec<u8> = [0u32, 5, 3, 9]
            .iter()
            .flat_map(|p| p.to_le_bytes())
            .chain([1, 0, 2, 0, 3, 0])
            .collect();
        let plc = Plc::read(&bytes, 2);
        assert_eq!(plc.len(), 1);
        assert_eq!((plc.position(0), plc.position(1)), (0, 5));
        assert_eq!(plc.data(0), [1, 0]);
    }

    #[test]
    fn what_leads_outside_is_absent() {
        assert_eq!(u32_at(&[1, 2, 3], 0), None);
        assert_eq!(u16_at(&[1, 2, 3], usize::MAX), None);
        assert_eq!(utf16_at(&[0x41, 0, 0x42], 0, 2), None);
        assert_eq!(Plc::read(&[1, 2], 4).len(), 0);
    }
}
