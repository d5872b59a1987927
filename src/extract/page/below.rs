//! Answers in paragraphs of their own below their question.

use office::paper::Paper;

use super::letters::{self, letters};
use super::{Key, Take, Typed};
use crate::recognise::page::{PageFit, Unit, UnitSign, units};

impl<'p> Take<'_, 'p> {
    /// Paragraphs put in below a question that has no answer behind it are its answer.
    pub(super) fn below_questions(
        &mut self,
        paper: &'p Paper,
        signs: &[UnitSign],
        fit: &PageFit<'p>,
    ) {
        let mut pairs = fit.pairs.iter().peekable();
        let mut asked: Option<Key> = None;
        for unit in units(paper) {
            let paired = pairs.next_if(|(_, of)| match (of, &unit) {
                (Unit::Line(a, _), Unit::Line(b, _)) => std::ptr::eq(*a, *b),
                (Unit::Row(_, a), Unit::Row(_, b)) => a
                    .first()
                    .zip(b.first())
                    .is_some_and(|(a, b)| std::ptr::eq(*a, *b)),
                _ => false,
            });
            if let Some((n, _)) = paired {
                let question = match &signs[*n] {
                    UnitSign::Line(line) => line.question(),
                    UnitSign::Row(_) => None,
                };
                let key = question.and_then(|target| self.key(target));
                asked = key.filter(|k| !self.typed.contains_key(k) && !self.seen.contains_key(k));
                continue;
            }
            match (&unit, asked) {
                (Unit::Line(p, place), Some(key)) => {
                    let letters = letters(&[*p]);
                    let text = letters::shown(letters.iter().map(|l| l.c));
                    if text.is_empty() {
                        continue;
                    }
                    letters.iter().for_each(|l| l.claim(&mut self.claims));
                    self.typed.entry(key).or_default().push(Typed {
                        text,
                        place: place.clone(),
                        cell: None,
                        tracked: p.tracked,
                    });
                }
                (Unit::Row(..), _) => asked = None,
                _ => {}
            }
        }
    }
}
