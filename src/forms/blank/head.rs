//! The head of a table: labels in levels, groups over their items.

/// A label of the head. Levels go from the outermost in; items are what the labels are for, in
/// order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Branch<'m> {
    /// Its level, from 0.
    pub level: u32,
    /// Its first item, from 0.
    pub item: u32,
    /// How many levels it covers.
    pub levels: u32,
    /// How many items it covers.
    pub items: u32,
    /// What it says.
    pub text: &'m str,
    /// It is the label of its item itself, not of a group.
    pub is_item: bool,
}

/// How many levels these labels have.
pub(super) fn depth(labels: &[&str]) -> u32 {
    let levels = labels.iter().map(|label| label.split('·').count());
    levels.max().unwrap_or(1) as u32
}

/// The head over items with these labels; `·` stands between a label and the one over it.
pub(super) fn head<'m>(labels: &[&'m str]) -> Vec<Branch<'m>> {
    let depth = depth(labels);
    let parts: Vec<Vec<&str>> = labels.iter().map(|l| l.split('·').collect()).collect();
    let mut branches = Vec::new();
    for level in 0..depth as usize {
        let mut item = 0;
        while item < parts.len() {
            let own = &parts[item];
            let is_item = own.len() == level + 1;
            if own.len() <= level {
                item += 1;
                continue;
            }
            // A group goes on while the labels agree down to its level.
            let goes_on = |other: &&Vec<&str>| {
                !is_item && other.len() > level + 1 && other[..=level] == own[..=level]
            };
            let items = parts[item..].iter().take_while(goes_on).count().max(1);
            branches.push(Branch {
                level: level as u32,
                item: item as u32,
                levels: if is_item { depth - level as u32 } else { 1 },
                items: items as u32,
                text: own[level],
                is_item,
            });
            item += items;
        }
    }
    branches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_stand_over_their_items() {
        let found: Vec<_> = head(&["国家", "考察·项目数", "考察·人次", "合计·人次"])
            .iter()
            .map(|b| (b.text, b.level, b.item, b.levels, b.items))
            .collect();
        assert_eq!(
            found,
            [
                ("国家", 0, 0, 2, 1),
                ("考察", 0, 1, 1, 2),
                ("合计", 0, 3, 1, 1),
                ("项目数", 1, 1, 1, 1),
                ("人次", 1, 2, 1, 1),
                ("人次", 1, 3, 1, 1),
            ]
        );
    }
}
