//! A department's form and its sub-table workbooks, put together into one submission.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::finding::{FieldPath, Finding, JoiningCause, Rule};
use crate::model::submission::{Status, Submission, TableData};
use crate::text::lang::Said;

/// Puts a workbook's answers beside the form's.
pub(super) fn attach(form: &mut Submission, book: Submission, how: Said) {
    let file = book.source.file.clone();
    let mut shift: HashMap<Arc<str>, usize> = HashMap::new();
    let (mut twice, mut same) = (Vec::new(), Vec::new());
    for (code, theirs) in book.tables.0 {
        let Some((_, ours)) = form.tables.0.iter_mut().find(|(c, _)| *c == code) else {
            continue;
        };
        if !theirs.records.is_empty() && theirs.records == ours.records {
            // What the form and the workbook say alike was handed in once.
            same.push(code.clone());
            continue;
        }
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
        let of_same = finding.path.table_code().is_some_and(|c| same.contains(c));
        if finding.rule() == Rule::MissingTable || of_same {
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
    ours.nil = (ours.nil || theirs.nil) && ours.status == Status::Empty;
    ours.records.extend(theirs.records);
}
