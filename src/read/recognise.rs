//! Which edition a paper is a form of.

use office::paper::Paper;

use super::ReadyError;
use super::evidence::{Evidence, Sight};
use super::shelf::{Ready, Shelved};
use crate::extract::likeness;
use crate::recognise::edition::each_paragraph;
use crate::recognise::locate::{Located, locate};

/// An edition that a paper could be a form of, with the paper taken apart by it.
pub struct Candidate<'p, 'e> {
    /// The edition's place among those given.
    pub place: usize,
    /// The edition.
    pub ready: &'e Ready,
    /// The paper.
    pub located: Located<'p>,
    /// What speaks for it.
    pub evidence: Evidence,
}

/// What was found out about a paper.
#[derive(Default)]
pub struct Recognised<'p, 'e> {
    /// The edition that it is a form of; none where it is of none.
    pub best: Option<Candidate<'p, 'e>>,
    /// The others that it was taken apart by, with what speaks for each.
    pub others: Vec<(usize, Evidence)>,
    /// What was seen of the editions that were not tried.
    pub passed_over: Vec<(usize, Evidence)>,
    /// Another edition is as likely.
    pub tied: Option<usize>,
}

/// Finds the edition that a paper is a form of, among those that are promising at first sight.
///
/// # Errors
/// An edition that comes into question cannot be made ready.
pub fn recognise<'p, 'e>(
    paper: &'p Paper,
    editions: &'e [Shelved],
    sight: Vec<Sight>,
) -> Result<Recognised<'p, 'e>, &'e ReadyError> {
    let mut out = Recognised::default();
    let mut tried: Vec<Candidate> = Vec::new();
    for (place, (evidence, promising)) in sight.into_iter().enumerate() {
        if !promising {
            out.passed_over.push((place, evidence));
            continue;
        }
        let ready = editions[place].ready()?;
        let located = locate(paper, &ready.edition);
        let evidence = match &ready.edition.template {
            Some(template) => Evidence::of_lines(likeness(paper, template), &ready.edition),
            None => Evidence::of(&located, &ready.edition),
        };
        match evidence.score() {
            0 => out.others.push((place, evidence)),
            _ => tried.push(Candidate {
                place,
                ready,
                located,
                evidence,
            }),
        }
    }
    let most = tried.iter().map(|c| c.evidence.score()).max().unwrap_or(0);
    let equal = tried.iter().filter(|c| c.evidence.score() == most).count();
    if equal > 1 {
        // What one of them prints letter for letter, its year in the notes included, decides.
        let exact: Vec<usize> = tried.iter().map(|c| printed(paper, c)).collect();
        let rank = |i: &usize| {
            let c = &tried[*i];
            (
                c.evidence.score(),
                exact[*i],
                c.ready.edition.mapping.edition.year,
            )
        };
        let best = (0..tried.len()).max_by_key(rank).unwrap_or(0);
        let rival = (0..tried.len())
            .find(|i| *i != best && tried[*i].evidence.score() == most && exact[*i] == exact[best]);
        out.tied = rival.map(|i| tried[i].place);
        tried.swap(0, best);
    } else {
        tried.sort_by_key(|c| std::cmp::Reverse(c.evidence.score()));
    }
    let mut tried = tried.into_iter();
    out.best = tried.next();
    out.others.extend(tried.map(|c| (c.place, c.evidence)));
    Ok(out)
}

/// How many of the paper's longer paragraphs an edition's blank prints letter for letter.
fn printed(paper: &Paper, candidate: &Candidate) -> usize {
    let printed = &candidate.ready.edition.printed;
    let mut n = 0;
    each_paragraph(&paper.blocks, &mut |p| {
        n += usize::from(p.text.len() >= 24 && printed.has_exactly(&p.text));
    });
    n
}
