//! Tracked changes: what a paper's final view has because of them, or has no more.

/// A change to a paragraph's text that is neither accepted nor rejected. The text is that of the
/// final view: what was put in counts, what was taken out does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// How many bytes of the paragraph's text stand before it.
    pub offset: u32,
    /// What was changed there.
    pub change: Change,
}

/// What was changed at a place of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// So many bytes from here on were put in.
    Inserted(u32),
    /// This text was taken out here.
    Deleted(String),
}

/// A row of a table that was deleted with tracking on. It is none of the table's rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeletedRow {
    /// How many of the table's rows stand above it.
    pub above: u32,
    /// The texts of its cells, parted by tabs.
    pub text: String,
}

/// Adds that so many bytes at `offset` were put in; what follows on the last change joins it.
pub(crate) fn inserted(revisions: &mut Vec<Revision>, offset: usize, len: usize) {
    let (offset, len) = (offset as u32, len as u32);
    if let Some(Revision {
        offset: from,
        change: Change::Inserted(before),
    }) = revisions.last_mut()
        && *from + *before == offset
    {
        *before += len;
    } else if len > 0 {
        let change = Change::Inserted(len);
        revisions.push(Revision { offset, change });
    }
}

/// Adds that a text was taken out at `offset`; what follows on the last change joins it.
pub(crate) fn deleted(revisions: &mut Vec<Revision>, offset: usize, text: &str) {
    let offset = offset as u32;
    if let Some(Revision {
        offset: at,
        change: Change::Deleted(before),
    }) = revisions.last_mut()
        && *at == offset
    {
        before.push_str(text);
    } else if !text.is_empty() {
        let change = Change::Deleted(text.to_owned());
        revisions.push(Revision { offset, change });
    }
}
