//! Properties that were read before: a document repeats the same `w:rPr`, `w:pPr` and `w:tcPr`
//! thousands of times, byte for byte, and comparing bytes is much cheaper than reading them.

use crate::xml::Reader;

/// How many contents are remembered.
const ENTRIES: usize = 16;
/// Longer contents are not worth remembering.
const LONGEST: usize = 2048;

/// What the elements of one name were read as, by the bytes of their content.
pub(super) struct Memo<'a, K, V> {
    generation: u32,
    entries: Vec<(&'a [u8], K, V)>,
    oldest: usize,
}

impl<'a, K: PartialEq, V: Copy> Memo<'a, K, V> {
    pub(super) fn new() -> Self {
        Memo {
            generation: 0,
            entries: Vec::with_capacity(ENTRIES),
            oldest: 0,
        }
    }

    /// What the element whose start tag was read last says, read by `read` unless an element with
    /// the same bytes up to its end tag and the same `key` was read under the same namespace
    /// declarations. Either way the element is behind the reader afterwards.
    #[inline]
    pub(super) fn get<E>(
        &mut self,
        reader: &mut Reader<'a>,
        key: K,
        read: impl FnOnce(&mut Reader<'a>) -> Result<V, E>,
    ) -> Result<V, E> {
        if self.generation != reader.generation() {
            self.generation = reader.generation();
            self.entries.clear();
            self.oldest = 0;
        }
        if reader.at_empty_element() {
            return read(reader);
        }
        let rest = reader.rest();
        if let Some(at) = self
            .entries
            .iter()
            .position(|(bytes, k, _)| rest.starts_with(bytes) && *k == key)
        {
            let (bytes, _, value) = &self.entries[at];
            let (len, value) = (bytes.len(), *value);
            reader.jump(len);
            // What comes often moves to the front.
            if at > 0 {
                self.entries.swap(at, at - 1);
            }
            return Ok(value);
        }
        let value = read(reader)?;
        let len = rest.len() - reader.rest().len();
        // Reading may have met declarations, which are out of force again but changed the count.
        if len <= LONGEST && self.generation == reader.generation() {
            let entry = (&rest[..len], key, value);
            if self.entries.len() < ENTRIES {
                self.entries.push(entry);
            } else {
                self.entries[self.oldest] = entry;
                self.oldest = (self.oldest + 1) % ENTRIES;
            }
        }
        Ok(value)
    }
}
