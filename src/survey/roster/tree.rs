//! Who stands under whom: parents that are there, no circles, three levels.

use std::collections::HashMap;

use super::read::Reading;
use crate::said;
use crate::survey::office_csv::several;

/// The accounts' levels.
const LEVELS: u8 = 3;

impl Reading<'_> {
    /// Each unit's parent, by its name.
    pub(super) fn parents(&mut self) {
        for id in 0..self.roster.units.len() {
            let (name, line) = (
                self.roster.units[id].name.clone(),
                self.roster.units[id].line,
            );
            let written = self.parents[id].clone();
            let parents: Vec<&str> = several(&written).collect();
            match parents[..] {
                [] => {}
                [parent] => match self.roster.named(parent) {
                    Some(parent) if parent == id => {
                        let said = said!(
                            "“{name}”的上级是它自己",
                            "`{name}` is given as its own parent"
                        );
                        self.wrong(line, said);
                    }
                    Some(parent) => self.roster.units[id].parent = Some(parent),
                    None => {
                        let near = self.roster.nearest(parent, 1);
                        let said = match near.first() {
                            Some(&(near, _)) => {
                                let near = &self.roster.units[near].name;
                                said!(
                                    "名册里没有上级单位“{parent}”；是不是“{near}”？",
                                    "the parent `{parent}` is not in the roster; did you mean `{near}`?"
                                )
                            }
                            None => said!(
                                "名册里没有上级单位“{parent}”",
                                "the parent `{parent}` is not in the roster"
                            ),
                        };
                        self.wrong(line, said);
                    }
                },
                _ => {
                    let said = said!(
                        "“{name}”有两个上级（{written}）；一个单位只能有一个上级",
                        "`{name}` has two parents ({written}); a unit has one"
                    );
                    self.wrong(line, said);
                }
            }
        }
        self.cycles();
    }

    /// Breaks every cycle after saying it once, at the first of its lines.
    fn cycles(&mut self) {
        let units = self.roster.units.len();
        // 0 not seen, else the walk that saw it.
        let mut seen = vec![0usize; units];
        for start in 0..units {
            let mut at = start;
            let mut way = Vec::new();
            while seen[at] == 0 {
                seen[at] = start + 1;
                way.push(at);
                match self.roster.units[at].parent {
                    Some(parent) => at = parent,
                    None => break,
                }
            }
            let closed = way.iter().position(|u| *u == at);
            let (Some(closed), Some(_)) = (closed, self.roster.units[at].parent) else {
                continue;
            };
            let round = &way[closed..];
            let names: Vec<&str> = (round.iter().chain([&at]))
                .map(|u| self.roster.units[*u].name.as_str())
                .collect();
            let (zh, en) = (names.join(" → "), names.join(" → "));
            let line = round.iter().map(|u| self.roster.units[*u].line).min();
            let said = said!(
                "上级单位绕成了圈：{zh}",
                "the parents run in a circle: {en}"
            );
            self.problems.push((line.unwrap_or(0), said));
            self.roster.units[at].parent = None;
        }
    }

    /// The levels: as written, else as deep as the unit stands.
    pub(super) fn levels(&mut self) {
        let mut depth: HashMap<usize, usize> = HashMap::new();
        for id in 0..self.roster.units.len() {
            depth.insert(id, self.roster.above(id).count());
        }
        for id in 0..self.roster.units.len() {
            let unit = &self.roster.units[id];
            let (name, line) = (unit.name.clone(), unit.line);
            let top = std::iter::once(id).chain(self.roster.above(id)).last();
            let top = top.and_then(|top| self.levels[top]).unwrap_or(1);
            let stands = usize::from(top) + depth[&id];
            let Some(stands) = u8::try_from(stands).ok().filter(|l| *l <= LEVELS) else {
                let said = said!(
                    "“{name}”在第 {stands} 级；账号只有三级",
                    "`{name}` stands on level {stands}; accounts have three"
                );
                self.wrong(line, said);
                continue;
            };
            if let Some(written) = self.levels[id]
                && written != stands
            {
                let said = said!(
                    "“{name}”写作第 {written} 级，按上级单位应是第 {stands} 级",
                    "`{name}` is given level {written}; by its parent it is on level {stands}"
                );
                self.wrong(line, said);
            }
            self.roster.units[id].level = stands;
        }
    }
}
