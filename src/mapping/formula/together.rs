//! Whether several relations can hold together: `03=01+02` and `03<01` cannot, for no item is
//! below nothing where others are added to it.

use std::collections::VecDeque;

use rust_decimal::Decimal;

use super::{Condition, DateOperand, Operand, Relation, Sum};

/// What is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    Field(usize),
    Number(Decimal),
}

/// That one thing is at most another, or less.
#[derive(Clone, Copy, Debug)]
struct Edge {
    from: usize,
    to: usize,
    less: bool,
    /// The relation that says so; none where numbers say it themselves.
    of: Option<usize>,
}

#[derive(Default)]
struct Order {
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

/// The relations, by their places among `conditions`, that cannot hold together; the last of them
/// first. Empty where none is seen to clash.
pub(in crate::mapping) fn contradiction(conditions: &[&Condition]) -> Vec<usize> {
    let mut order = Order::default();
    for (of, condition) in conditions.iter().enumerate() {
        order.add(condition, of);
    }
    order.add_numbers();
    let mut found: Vec<usize> = Vec::new();
    for edge in order.edges.iter().filter(|e| e.less) {
        let Some(path) = order.path(edge.to, edge.from) else {
            continue;
        };
        found = path.into_iter().chain(edge.of).collect();
        found.sort_unstable_by(|a, b| b.cmp(a));
        found.dedup();
        if found.len() > 1 {
            return found;
        }
    }
    match found.len() {
        0 | 1 => Vec::new(),
        _ => found,
    }
}

impl Order {
    fn node(&mut self, node: Node) -> usize {
        let known = self.nodes.iter().position(|n| *n == node);
        known.unwrap_or_else(|| {
            self.nodes.push(node);
            self.nodes.len() - 1
        })
    }

    fn add(&mut self, condition: &Condition, of: usize) {
        match condition {
            Condition::Numbers(left, relation, right) => {
                self.sums(left, *relation, right, of);
                self.sums(right, relation.turned(), left, of);
            }
            Condition::Dates(DateOperand::Field(a), relation, DateOperand::Field(b)) => {
                let (a, b) = (self.node(Node::Field(*a)), self.node(Node::Field(*b)));
                self.relate(a, *relation, b, of);
                self.relate(b, relation.turned(), a, of);
            }
            Condition::All(several) => several.iter().for_each(|c| self.add(c, of)),
            _ => {}
        }
    }

    /// One thing beside a sum: it is at least each part of what it is at least the sum of.
    fn sums(&mut self, left: &Sum, relation: Relation, right: &Sum, of: usize) {
        let Some(one) = single(left) else { return };
        let one = self.node(one);
        if let Some(other) = single(right) {
            let other = self.node(other);
            return self.relate(one, relation, other, of);
        }
        let parts: Option<Vec<usize>> = (right.0.iter())
            .map(|t| match (&t.operand, t.minus) {
                (Operand::Field(f), false) => Some(self.node(Node::Field(*f))),
                _ => None,
            })
            .collect();
        let Some(parts) = parts else { return };
        if matches!(
            relation,
            Relation::Equal | Relation::AtLeast | Relation::More
        ) {
            let less = relation == Relation::More;
            let edges = parts.into_iter().map(|part| Edge {
                from: part,
                to: one,
                less,
                of: Some(of),
            });
            self.edges.extend(edges);
        }
    }

    fn relate(&mut self, a: usize, relation: Relation, b: usize, of: usize) {
        let less = matches!(relation, Relation::Less | Relation::More);
        let (from, to) = match relation {
            Relation::Less | Relation::AtMost | Relation::Equal => (a, b),
            Relation::More | Relation::AtLeast => (b, a),
            Relation::Unequal => return,
        };
        self.edges.push(Edge {
            from,
            to,
            less,
            of: Some(of),
        });
    }

    /// The numbers that stand in the relations, in their own order.
    fn add_numbers(&mut self) {
        let number = |(i, n): (usize, &Node)| match n {
            Node::Number(n) => Some((*n, i)),
            Node::Field(_) => None,
        };
        let mut numbers: Vec<(Decimal, usize)> =
            self.nodes.iter().enumerate().filter_map(number).collect();
        numbers.sort();
        for pair in numbers.windows(2) {
            self.edges.push(Edge {
                from: pair[0].1,
                to: pair[1].1,
                less: true,
                of: None,
            });
        }
    }

    /// The relations by which `from` is at most `to`.
    fn path(&self, from: usize, to: usize) -> Option<Vec<usize>> {
        let mut before: Vec<Option<&Edge>> = vec![None; self.nodes.len()];
        let mut todo = VecDeque::from([from]);
        while let Some(at) = todo.pop_front() {
            if at == to {
                let mut path = Vec::new();
                let mut at = to;
                while at != from {
                    let edge = before[at]?;
                    path.extend(edge.of);
                    at = edge.from;
                }
                return Some(path);
            }
            for edge in self.edges.iter().filter(|e| e.from == at) {
                if edge.to != from && before[edge.to].is_none() {
                    before[edge.to] = Some(edge);
                    todo.push_back(edge.to);
                }
            }
        }
        None
    }
}

fn single(sum: &Sum) -> Option<Node> {
    let [term] = &sum.0[..] else { return None };
    match &term.operand {
        Operand::Field(f) if !term.minus => Some(Node::Field(*f)),
        Operand::Number(n) => Some(Node::Number(if term.minus { -*n } else { *n }.normalize())),
        Operand::Field(_) => None,
    }
}
