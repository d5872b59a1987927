//! Attributes that were looked at before: a document says the same few hundred things in all its
//! tags.

/// How many are remembered. A form of 50 pages has some 300 that stand there twice or more.
const SLOTS: usize = 128;
/// Shorter ones are looked at as quickly as they are found.
const SHORTEST: usize = 8;

/// The attributes of tags, each with the `>` behind it, that are well-formed in the namespaces of
/// one generation.
pub(super) struct Known<'a> {
    generation: u32,
    slots: Vec<&'a [u8]>,
}

impl<'a> Known<'a> {
    pub(super) fn new() -> Known<'a> {
        Known {
            generation: 0,
            slots: Vec::new(),
        }
    }

    /// These were remembered in this generation.
    #[inline]
    pub(super) fn has(&self, attributes: &[u8], generation: u32) -> bool {
        generation == self.generation
            && attributes.len() >= SHORTEST
            && self.slots.get(slot(attributes)) == Some(&attributes)
    }

    /// Remembers some; those of another generation are forgotten.
    #[inline]
    pub(super) fn add(&mut self, attributes: &'a [u8], generation: u32) {
        if attributes.len() < SHORTEST {
            return;
        }
        if generation != self.generation || self.slots.is_empty() {
            self.clear(generation);
        }
        self.slots[slot(attributes)] = attributes;
    }

    #[cold]
    fn clear(&mut self, generation: u32) {
        self.generation = generation;
        self.slots.clear();
        self.slots.resize(SLOTS, &[]);
    }
}

/// The place of some attributes, at least [`SHORTEST`] bytes long.
#[inline]
fn slot(attributes: &[u8]) -> usize {
    let eight = |bytes: Option<&[u8; 8]>| bytes.map_or(0, |b| u64::from_le_bytes(*b));
    let (first, last) = (attributes.first_chunk(), attributes.last_chunk());
    let mixed = eight(first) ^ eight(last).rotate_left(29) ^ attributes.len() as u64;
    (mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 57) as usize
}
