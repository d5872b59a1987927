//! Editions on the shelf: each is made ready when the first paper asks for it, so that what a
//! program comes with costs nothing until it is used.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use office::paper::Paper;

use super::{ReadyError, open, ready};
use crate::checks::EditRules;
use crate::mapping::{Bundle, Mapping};
use crate::recognise::edition::{Edition, Signs};
use crate::tagged::{self, Form, Template};

/// An edition and its rules, ready for reading.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) edition: Edition,
    pub(super) rules: EditRules,
}

/// An edition with what it is recognised by; the rest waits.
#[derive(Debug)]
pub(super) struct Shelved {
    pub(super) mapping: Arc<Mapping>,
    /// By what it is known at first sight.
    pub(super) headings: Signs,
    signs: OnceLock<Arc<Signs>>,
    blank_form: Option<Cow<'static, [u8]>>,
    blank_sheets: Option<Cow<'static, [u8]>>,
    ready: OnceLock<Result<Ready, ReadyError>>,
}

impl Shelved {
    /// Puts an edition on the shelf.
    ///
    /// # Errors
    /// A folder's edition is made ready at once, so that what is wrong with it is said before any
    /// form is read. Those that the program comes with are known to be right.
    pub(super) fn new(bundle: Bundle) -> Result<Shelved, ReadyError> {
        let shelved = Shelved {
            headings: Signs::of_headings(&bundle.mapping),
            mapping: Arc::new(bundle.mapping),
            signs: OnceLock::new(),
            blank_form: bundle.blank_form,
            blank_sheets: bundle.blank_sheets,
            ready: OnceLock::new(),
        };
        let a_folders = [&shelved.blank_form, &shelved.blank_sheets]
            .into_iter()
            .any(|blank| matches!(blank, Some(Cow::Owned(_))));
        if a_folders {
            let ready = shelved.make_ready()?;
            // Nobody else has seen it yet.
            let _ = shelved.ready.set(Ok(ready));
        }
        Ok(shelved)
    }

    /// The edition, ready; from then on at no cost.
    pub(super) fn ready(&self) -> Result<&Ready, &ReadyError> {
        self.ready.get_or_init(|| self.make_ready()).as_ref()
    }

    /// All by which its tables and fields are known on paper.
    pub(super) fn signs(&self) -> &Arc<Signs> {
        self.signs
            .get_or_init(|| Arc::new(Signs::new(&self.mapping)))
    }

    /// The tags of its blank, where they are known already: a folder's or a document's.
    pub(super) fn template(&self) -> Option<&Template> {
        let ready = self.ready.get()?.as_ref().ok()?;
        ready.edition.template.as_ref()
    }

    fn make_ready(&self) -> Result<Ready, ReadyError> {
        let info = &self.mapping.edition;
        let tagged = self.tagged()?;
        let form = match &tagged {
            Some(form) => Some(form.paper.clone()),
            None => self.blank(&self.blank_form, &info.blank)?,
        };
        let sheets = self.blank(&self.blank_sheets, &info.blank_sheets)?;
        let rules = EditRules::new(&self.mapping).map_err(ReadyError::Rule)?;
        let edition = Edition::of(Arc::clone(&self.mapping), Arc::clone(self.signs()));
        let mut edition = edition;
        edition.template = tagged.map(|form| Template::new(form, &self.mapping));
        Ok(Ready {
            edition: ready(edition, form, sheets),
            rules,
        })
    }

    /// The blank form understood by its tags, where it has any. Those that the program comes with
    /// have none.
    fn tagged(&self) -> Result<Option<Form>, ReadyError> {
        let name = &self.mapping.edition.blank;
        let (Some(Cow::Owned(bytes)), Some(name)) = (&self.blank_form, name) else {
            return Ok(None);
        };
        match tagged::of_bytes(name, bytes) {
            Some(form) => form.map(Some).map_err(ReadyError::Tags),
            None => Ok(None),
        }
    }

    fn blank(
        &self,
        bytes: &Option<Cow<'static, [u8]>>,
        name: &Option<String>,
    ) -> Result<Option<Paper>, ReadyError> {
        let (Some(bytes), Some(name)) = (bytes, name) else {
            return Ok(None);
        };
        let opened = open(name, bytes).map_err(|source| ReadyError::Blank {
            edition: self.mapping.edition.id.clone(),
            file: name.clone(),
            source,
        })?;
        Ok(Some(opened.paper))
    }
}
