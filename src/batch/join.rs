//! A department's form and its sub-table workbooks, put together into one submission.

use std::collections::HashMap;
use std::sync::Arc;

use crate::batch::{Input, inputs::looks_like_workbook, kind_of};
use crate::model::finding::{FieldPath, Finding, JoiningCause, Rule};
use crate::model::submission::{Status, Submission, TableData};
use crate::read::Kind;
use crate::said;
use crate::survey::roster::unit_name;
use crate::text::key::key;
use crate::text::lang::Said;

/// Keeps the workbooks until their forms come.
pub struct Joiner {
    workbooks: Vec<Option<(String, Submission)>>,
    folders: Vec<String>,
    forms_in: HashMap<String, usize>,
}

impl Joiner {
    pub fn new(inputs: &[Input]) -> Joiner {
        let mut forms_in = HashMap::new();
        for input in inputs.iter().filter(|i| !looks_like_workbook(i)) {
            *forms_in.entry(input.folder.clone()).or_default() += 1;
        }
        Joiner {
            workbooks: Vec::new(),
            folders: inputs.iter().map(|i| i.folder.clone()).collect(),
            forms_in,
        }
    }

    pub fn add_workbook(&mut self, input: usize, submission: Submission) {
        self.workbooks
            .push(Some((self.folders[input].clone(), submission)));
    }

    /// The form with the workbooks of its unit.
    pub fn join(&mut self, input: usize, mut form: Submission) -> Submission {
        if kind_of(&form) != Kind::Form || is_unread(&form) {
            return form;
        }
        let folder = self.folders[input].clone();
        let alone = self.forms_in.get(&folder).copied().unwrap_or(0) == 1;
        for slot in &mut self.workbooks {
            let Some((at, book)) = slot else { continue };
            let Some(how) = belongs(&form, &folder, alone, book, at) else {
                continue;
            };
            if let Some((_, book)) = slot.take() {
                attach(&mut form, book, how);
            }
        }
        form
    }

    /// The workbooks whose form never came.
    pub fn rest(&mut self) -> Vec<Submission> {
        self.workbooks.drain(..).flatten().map(|(_, s)| s).collect()
    }
}

fn is_unread(s: &Submission) -> bool {
    s.findings
        .iter()
        .any(|f| matches!(f.rule(), Rule::UnreadableFile | Rule::UnknownForm))
}

/// Why a workbook belongs to a form, where it does.
fn belongs(
    form: &Submission,
    folder: &str,
    alone: bool,
    book: &Submission,
    at: &str,
) -> Option<Said> {
    if is_unread(book) || book.mapping.id != form.mapping.id {
        return None;
    }
    let same_folder = folder == at && !folder.is_empty();
    match (unit_name(form).map(key), unit_name(book).map(key)) {
        (Some(a), Some(b)) if a == b && same_folder => Some(said!(
            "单位名称相同，且在同一文件夹",
            "same unit name, same folder"
        )),
        (Some(a), Some(b)) if a == b => Some(said!("单位名称相同", "same unit name")),
        (Some(_), Some(_)) => None,
        (Some(a), None) if key(&book.source.file).contains(&a) => Some(said!(
            "文件名里有单位名称",
            "the unit's name is in the file's name"
        )),
        _ if same_folder && alone => Some(said!(
            "同一文件夹里只有这一份调查表",
            "the folder holds no other form"
        )),
        _ if same_folder
            && stem_of(&form.source.file).is_some_and(|s| key(&book.source.file).contains(&s)) =>
        {
            Some(said!(
                "文件名相近，且在同一文件夹",
                "alike file names, same folder"
            ))
        }
        _ => None,
    }
}

/// The key of a file's name without folders and extension, where it says enough.
fn stem_of(file: &str) -> Option<String> {
    let name = file.rsplit('/').next().unwrap_or(file);
    let stem = key(name.rsplit_once('.').map_or(name, |n| n.0));
    (stem.chars().count() >= 3).then_some(stem)
}

/// Puts a workbook's answers beside the form's.
fn attach(form: &mut Submission, book: Submission, how: Said) {
    let file = book.source.file.clone();
    let mut shift: HashMap<Arc<str>, usize> = HashMap::new();
    let mut twice = Vec::new();
    for (code, theirs) in book.tables.0 {
        let Some((_, ours)) = form.tables.0.iter_mut().find(|(c, _)| *c == code) else {
            continue;
        };
        shift.insert(code.clone(), ours.records.len());
        if !ours.records.is_empty() && !theirs.records.is_empty() {
            twice.push(code.clone());
        }
        merge(ours, theirs);
    }
    let filled = |f: &Finding| {
        let table = f.path.table_code().and_then(|code| form.tables.get(code));
        f.rule() == Rule::MissingTable && table.is_some_and(|t| t.status == Status::Filled)
    };
    let settled: Vec<bool> = form.findings.iter().map(filled).collect();
    let mut keep = settled.iter();
    form.findings
        .retain(|_| !keep.next().copied().unwrap_or(false));
    for (name, value) in book.unit.0 {
        if let Some((_, own)) = form
            .unit
            .0
            .iter_mut()
            .find(|(n, v)| *n == name && v.is_empty())
        {
            *own = value;
        }
    }
    form.findings.push(Finding::of(JoiningCause::Joined {
        file: file.clone(),
        why: how,
    }));
    for code in twice {
        let cause = JoiningCause::FilledTwice {
            code: code.to_string(),
            file: file.clone(),
        };
        form.findings
            .push(Finding::of(cause).at(FieldPath::table(&code)));
    }
    for mut finding in book.findings {
        if finding.rule() == Rule::MissingTable {
            continue;
        }
        let by = finding.path.table_code().and_then(|code| shift.get(code));
        finding.path = finding.path.shifted(by.copied().unwrap_or(0));
        finding.file = Some(file.as_str().into());
        form.findings.push(finding);
    }
    form.attachments.push(book.source);
}

fn merge(ours: &mut TableData, theirs: TableData) {
    let rank = |s: Status| match s {
        Status::Filled => 3,
        Status::Empty => 2,
        Status::Missing => 1,
        Status::NotCollected => 0,
    };
    if rank(theirs.status) > rank(ours.status) {
        ours.status = theirs.status;
    }
    ours.records.extend(theirs.records);
}
