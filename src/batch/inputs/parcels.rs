//! Archives and mails among the files to read, opened.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use tempfile::TempDir;

use super::{At, Gathered, Input, changed, whole_place};
use crate::batch::archive::Archive;
use crate::batch::parcel::{self, ParcelKind};
use crate::batch::wanted::{is_hidden, is_returned};
use crate::said;
use crate::text::lang::Said;

/// A file that holds files, on disk or unpacked from another one.
pub(super) struct Parcel {
    path: PathBuf,
    kind: ParcelKind,
    name: String,
    /// Where what it holds lies, for whoever asks: the parcel is a folder.
    place: String,
    arrived: Option<Timestamp>,
    held: Option<Arc<TempDir>>,
    /// Parcels within it are opened so deep.
    depth: usize,
}

impl Parcel {
    pub(super) fn on_disk(path: &Path, name: String, kind: ParcelKind) -> Parcel {
        Parcel {
            path: path.to_owned(),
            kind,
            name,
            place: whole_place(path),
            arrived: changed(path),
            held: None,
            depth: parcel::DEEPEST,
        }
    }

    pub(super) fn open(self, out: &mut Gathered) {
        let mut bad = |why| {
            out.closed.push(self.place.clone());
            let mut input = Input::bad(self.name.clone(), why);
            input.folder = self.place.rsplit_once('/').map_or("", |f| f.0).into();
            out.inputs.push(input);
        };
        match self.kind {
            ParcelKind::Rar => bad(parcel::rar()),
            ParcelKind::Zip => match Archive::open(&self.path) {
                Ok(archive) => self.archive(archive, out),
                Err(why) => bad(why),
            },
            kind => match parcel::unpack(&self.path, kind) {
                Ok(unpacked) => {
                    for (entry, path) in &unpacked.files {
                        self.entry(entry, out, |_| {
                            Ok((path.clone(), Arc::clone(&unpacked.folder)))
                        });
                    }
                }
                Err(why) => bad(why),
            },
        }
    }

    fn archive(&self, mut archive: Archive, out: &mut Gathered) {
        if archive.entries().next().is_none() {
            let why = said!("压缩包是空的", "the archive is empty");
            out.inputs.push(Input::bad(self.name.clone(), why));
            return;
        }
        // A document whose name was given a further ending.
        if archive.entries().any(|e| e.1 == "[Content_Types].xml") {
            let mut input = Input::found(&self.path, self.name.clone());
            if let Some(held) = &self.held {
                let folder = self.place.rsplit_once('/').map_or("", |f| f.0);
                (input.folder, input.arrived) = (folder.into(), self.arrived);
                input.at = At::Unpacked {
                    _held: Arc::clone(held),
                    path: self.path.as_path().into(),
                };
            }
            out.inputs.push(input);
            return;
        }
        archive.held.clone_from(&self.held);
        let archive = Arc::new(archive);
        for (entry, why) in archive.hidden() {
            let mut input = Input::file(&self.path, format!("{}/{entry}", self.name));
            input.at = At::Bad(Box::new(why));
            out.inputs.push(input);
        }
        for (index, entry) in archive.entries() {
            if ParcelKind::of_name(entry).is_some() {
                self.entry(entry, out, |name| {
                    let bytes = archive.read(index)?;
                    parcel::alone(&bytes, name)
                });
                continue;
            }
            if let Some(mut input) = self.input(entry, out) {
                input.at = At::Entry(Arc::clone(&archive), index);
                input.beside(out.inputs.last());
                out.inputs.push(input);
            }
        }
    }

    /// A file of this parcel, where it may be a returned one.
    fn input(&self, entry: &str, out: &mut Gathered) -> Option<Input> {
        if entry.split('/').any(is_hidden) {
            return None;
        }
        let name = format!("{}/{entry}", self.name);
        if !is_returned(entry) {
            out.passed_over.push(name);
            return None;
        }
        let folder = entry.rsplit_once('/').map(|(folder, _)| folder);
        Some(Input {
            name,
            folder: folder
                .map_or(self.place.clone(), |f| format!("{}/{f}", self.place))
                .into(),
            below: Arc::default(),
            arrived: self.arrived,
            is_named: false,
            listed: None,
            at: At::Bad(Box::default()),
        })
    }

    /// A file of this parcel that is unpacked to be read, which may be a parcel itself.
    fn entry(
        &self,
        entry: &str,
        out: &mut Gathered,
        unpacked: impl FnOnce(&str) -> Result<(PathBuf, Arc<TempDir>), Said>,
    ) {
        let Some(mut input) = self.input(entry, out) else {
            return;
        };
        let kind = ParcelKind::of_name(entry);
        if kind.is_some() && self.depth == 0 {
            input.at = At::Bad(Box::new(said!(
                "压缩包套得太深，没有打开；请解压后再交给本程序",
                "archives are nested too deep and were not opened; unpack them first"
            )));
            out.inputs.push(input);
            return;
        }
        match (unpacked(entry), kind) {
            (Err(why), _) => {
                input.at = At::Bad(Box::new(why));
                out.inputs.push(input);
            }
            (Ok((path, held)), None) => {
                input.at = At::Unpacked {
                    _held: held,
                    path: path.into(),
                };
                out.inputs.push(input);
            }
            (Ok((path, held)), Some(kind)) => Parcel {
                path,
                kind,
                name: input.name,
                place: format!(
                    "{}/{}",
                    input.folder,
                    entry.rsplit('/').next().unwrap_or(entry)
                ),
                arrived: self.arrived,
                held: Some(held),
                depth: self.depth - 1,
            }
            .open(out),
        }
    }
}
