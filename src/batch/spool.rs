//! Submissions put aside until it is known which of them count: in a file that nobody else sees,
//! and that is gone when the program is.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::Mutex;

use super::written::{Packed, Written};
use crate::model::submission::Submission;

/// So many are kept in memory: a department's own files need no disk.
const IN_MEMORY: usize = 64;

/// Submissions put aside, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Spool {
    places: Vec<Place>,
    here: usize,
    end: u64,
    file: Option<Mutex<File>>,
}

#[derive(Debug)]
enum Place {
    Here(Box<Submission>),
    There {
        at: u64,
        json: u32,
        english: u32,
        packed: bool,
    },
}

impl Spool {
    /// Puts a submission aside.
    pub(super) fn put(&mut self, submission: Submission) -> io::Result<()> {
        if self.here < IN_MEMORY {
            self.here += 1;
            self.places.push(Place::Here(Box::new(submission)));
            return Ok(());
        }
        let written = Written::of(&submission);
        self.append(written.json.as_bytes(), written.english.as_bytes(), false)
    }

    /// Puts one aside that is packed already.
    pub(super) fn put_packed(&mut self, packed: &Packed) -> io::Result<()> {
        self.append(&packed.json, &packed.english, true)
    }

    fn append(&mut self, json: &[u8], english: &[u8], packed: bool) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(Mutex::new(tempfile::tempfile()?)),
        };
        let file = file.get_mut().unwrap_or_else(|e| e.into_inner());
        let size = |bytes: &[u8]| u32::try_from(bytes.len()).map_err(io::Error::other);
        let (json_size, english_size) = (size(json)?, size(english)?);
        file.seek(SeekFrom::Start(self.end))?;
        file.write_all(json)?;
        file.write_all(english)?;
        self.places.push(Place::There {
            at: self.end,
            json: json_size,
            english: english_size,
            packed,
        });
        self.end += (json.len() + english.len()) as u64;
        Ok(())
    }

    /// A submission that was put aside.
    pub(super) fn get(&self, index: usize) -> io::Result<Submission> {
        let none = || io::Error::from(io::ErrorKind::NotFound);
        match self.places.get(index).ok_or_else(none)? {
            Place::Here(submission) => Ok((**submission).clone()),
            Place::There {
                at,
                json,
                english,
                packed,
            } => {
                let (json, english) = (*json as usize, *english as usize);
                let mut bytes = vec![0; json + english];
                {
                    let file = self.file.as_ref().ok_or_else(none)?;
                    let mut file = file.lock().unwrap_or_else(|e| e.into_inner());
                    file.seek(SeekFrom::Start(*at))?;
                    file.read_exact(&mut bytes)?;
                }
                if *packed {
                    let english = bytes.split_off(json);
                    return Packed {
                        json: bytes,
                        english,
                    }
                    .read();
                }
                let mut json_text = String::from_utf8(bytes).map_err(io::Error::other)?;
                let english = json_text.split_off(json);
                let written = Written {
                    json: json_text,
                    english,
                };
                written.read().map_err(io::Error::other)
            }
        }
    }
}
