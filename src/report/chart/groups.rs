//! The numbers of a table that go together: those of one unit of measure, and among them those
//! that a rule of the mapping adds up to a total.

use crate::mapping::formula::{Condition, Relation, Sum};
use crate::mapping::{Field, Table};
use crate::report::figures::adds_up;
use crate::text::lang::Said;

/// Numbers of a table that are shown together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Group {
    /// The fields: places among the table's.
    pub fields: Vec<usize>,
    /// The field that they add up to, where a rule says so.
    pub total: Option<usize>,
    /// Their unit of measure.
    pub unit: String,
}

/// More numbers than that are not told apart beside each other.
const BESIDE: usize = 6;

impl Group {
    /// The groups of a table's numbers, in the order of their fields.
    pub fn all(table: &Table) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        let mut used: Vec<usize> = Vec::new();
        let adds = |f: usize| adds_up(&table.fields[f]);
        for (total, parts) in balances(table) {
            let unit = &table.fields[total].unit;
            let alike = |f: &usize| adds(*f) && table.fields[*f].unit == *unit;
            if !adds(total) || !parts.iter().all(|f| alike(f) && !used.contains(f)) {
                continue;
            }
            used.push(total);
            used.extend(&parts);
            groups.push(Group {
                fields: parts,
                total: Some(total),
                unit: unit.clone(),
            });
        }
        for f in (0..table.fields.len()).filter(|f| adds(*f) && !used.contains(f)) {
            let unit = &table.fields[f].unit;
            let same = groups
                .iter_mut()
                .find(|g| g.total.is_none() && g.unit == *unit);
            match same {
                Some(group) => group.fields.push(f),
                None => groups.push(Group {
                    fields: vec![f],
                    total: None,
                    unit: unit.clone(),
                }),
            }
        }
        groups.sort_by_key(|g| g.fields.first().copied());
        groups
    }

    /// The same as one group for each number, where there are too many to stand side by side.
    pub fn apart(self) -> Vec<Group> {
        if self.total.is_some() || self.fields.len() <= BESIDE {
            return vec![self];
        }
        let one = |f: &usize| Group {
            fields: vec![*f],
            ..self.clone()
        };
        self.fields.iter().map(one).collect()
    }

    /// What the numbers are called beside each other, and what all of them are.
    pub fn names(&self, fields: &[Field]) -> (Vec<Said>, String) {
        let labels: Vec<&str> = self.fields.iter().map(|f| &*fields[*f].label).collect();
        apart(&labels)
    }
}

/// What each of some labels says that the others do not, and what they all say: `考察访问`,
/// `国际会议` and `人次` of `考察访问·人次` and `国际会议·人次`.
pub(super) fn apart(labels: &[&str]) -> (Vec<Said>, String) {
    let plain = |label: &str| label.replace('·', " ");
    if let [one] = labels {
        return (vec![Said::default()], plain(one));
    }
    let same = |part: Option<&str>, of: fn(&str) -> Option<(&str, &str)>| {
        part.is_some()
            && labels
                .iter()
                .all(|l| of(l).map(|(common, _)| common) == part)
    };
    let last: fn(&str) -> Option<(&str, &str)> = |l| l.rsplit_once('·').map(|(a, b)| (b, a));
    let first: fn(&str) -> Option<(&str, &str)> = |l| l.split_once('·');
    for of in [last, first] {
        let common = labels.first().and_then(|l| of(l)).map(|(common, _)| common);
        if let (Some(common), true) = (common, same(common, of)) {
            let rest = labels.iter().filter_map(|l| of(l)).map(|(_, rest)| rest);
            return (rest.map(|r| Said::same(plain(r))).collect(), plain(common));
        }
    }
    let names = labels.iter().map(|l| Said::same(plain(l)));
    (names.collect(), String::new())
}

/// The totals of a table with what they are the sum of: what always holds, and takes nothing away.
fn balances(table: &Table) -> Vec<(usize, Vec<usize>)> {
    let rules = table.rules.iter().map(|r| r.full());
    let rules = rules.filter(|r| r.when.is_none());
    let balance = |check: &str| {
        let Condition::Numbers(left, Relation::Equal, right) =
            Condition::parse(check, table).ok()?
        else {
            return None;
        };
        let sides = [(&left, &right), (&right, &left)];
        sides
            .into_iter()
            .find_map(|(one, many)| Some((one.single()?, parts(many)?)))
    };
    rules.filter_map(|r| balance(&r.check)).collect()
}

/// The fields of a sum of two or more, of which none is taken away.
fn parts(sum: &Sum) -> Option<Vec<usize>> {
    let fields: Vec<usize> = sum.fields().collect();
    let plain = fields.len() == sum.0.len() && sum.0.iter().all(|t| !t.minus);
    (plain && fields.len() > 1).then_some(fields)
}
