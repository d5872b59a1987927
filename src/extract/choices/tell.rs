//! What a person has to know about the marks of a list.

use super::choose::Choosing;
use super::typed::Typed;
use crate::extract::marks::Marked;
use crate::model::finding::OptionCause;

impl Choosing<'_> {
    /// Tells of what is not certain about the marks.
    pub(super) fn tell(&mut self, typed: &Typed, found: &Marked) {
        self.tell_typed(typed, found);
        for &i in &found.doubtful {
            let label = self.label(i).to_owned();
            self.doubt(Some(i), OptionCause::SmallPart { label });
        }
        for &i in &found.erased {
            let label = self.label(i).to_owned();
            self.doubt(Some(i), OptionCause::Erased { label });
        }
        for &i in &found.partly_struck {
            let label = self.label(i).to_owned();
            self.doubt(Some(i), OptionCause::PartlyStruck { label });
        }
        for &i in &found.grey {
            let label = self.label(i).to_owned();
            self.doubt(Some(i), OptionCause::Grey { label });
        }
        for &i in &found.struck {
            let label = self.label(i).to_owned();
            self.doubt(Some(i), OptionCause::MarkedAndStruck { label });
        }
        if let Some(&first) = found.only_struck.first() {
            let labels = self.labels(&found.only_struck);
            let cause = match found.left_standing {
                true => OptionCause::LeftStanding { labels },
                false => OptionCause::OnlyStruck { labels },
            };
            self.doubt(Some(first), cause);
        }
        if let Some(&first) = found.by_letter.first() {
            let labels = self.labels(&found.by_letter);
            self.doubt(Some(first), OptionCause::ByLetter { labels });
        }
        if let Some(&first) = found.besides.first() {
            let labels = self.labels(&found.besides);
            self.doubt(Some(first), OptionCause::Besides { labels });
        }
        let first = found.chosen.first().copied();
        if found.inverted {
            let labels = self.labels(&found.chosen);
            self.doubt(first, OptionCause::Inverted { labels });
        }
        if found.by_style {
            self.doubt(first, OptionCause::ByStyle {});
        }
        if found.two_ways {
            self.doubt(first, OptionCause::TwoWays {});
        }
        if found.all_alike && found.chosen.is_empty() {
            self.doubt(None, OptionCause::AllAlike {});
        }
    }

    fn tell_typed(&mut self, typed: &Typed, found: &Marked) {
        let signs = |of: &[usize]| -> String {
            let said = of.iter().map(|i| self.items[*i].around.said());
            said.collect::<Vec<_>>().join("、")
        };
        if typed.unclear {
            let signs = signs(&typed.understood);
            let first = typed.understood.first().copied();
            self.doubt(first, OptionCause::TypedUnclear { signs });
            return;
        }
        let Some(&first) = found.by_typed.first() else {
            return;
        };
        let (signs, labels) = (signs(&found.by_typed), self.labels(&found.by_typed));
        let cause = match (typed.inverted, typed.doubt) {
            (true, _) => OptionCause::TypedInverted { labels },
            (false, true) => OptionCause::TypedInTwoWays { signs, labels },
            (false, false) => OptionCause::TypedBeside { signs, labels },
        };
        self.doubt(Some(first), cause);
    }
}
