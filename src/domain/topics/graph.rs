//! An undirected weighted graph in rows, as the community search walks it.

use super::text::number;

/// Each node's neighbours and weights, in order of node number. An edge stands in both rows.
#[derive(Debug, Clone)]
pub(super) struct Graph {
    starts: Vec<usize>,
    targets: Vec<u32>,
    weights: Vec<f32>,
    /// Twice the weight inside each node, for a node that stands for several.
    own: Vec<f64>,
    strengths: Vec<f64>,
}

impl Graph {
    /// A graph of these edges, each given once with its lower node first; weights of repeats add up.
    pub(super) fn of(nodes: usize, mut edges: Vec<(u32, u32, f32)>) -> Self {
        edges.retain(|(a, b, weight)| a != b && *weight > 0.0);
        edges.sort_unstable_by_key(|(a, b, _)| (*a, *b));
        edges.dedup_by(|later, kept| {
            let same = later.0 == kept.0 && later.1 == kept.1;
            if same {
                kept.2 += later.2;
            }
            same
        });
        Self::build(nodes, &edges, vec![0.0; nodes])
    }

    fn build(nodes: usize, edges: &[(u32, u32, f32)], own: Vec<f64>) -> Self {
        let mut starts = vec![0_usize; nodes + 1];
        for (a, b, _) in edges {
            starts[*a as usize + 1] += 1;
            starts[*b as usize + 1] += 1;
        }
        for node in 0..nodes {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let mut targets = vec![0_u32; starts[nodes]];
        let mut weights = vec![0.0_f32; starts[nodes]];
        // Lower neighbours first, then higher ones: two passes keep each row in order.
        for (a, b, weight) in edges {
            let at = &mut next[*b as usize];
            targets[*at] = *a;
            weights[*at] = *weight;
            *at += 1;
        }
        for (a, b, weight) in edges {
            let at = &mut next[*a as usize];
            targets[*at] = *b;
            weights[*at] = *weight;
            *at += 1;
        }
        let strengths = (0..nodes)
            .map(|node| {
                own[node]
                    + weights[starts[node]..starts[node + 1]]
                        .iter()
                        .map(|w| f64::from(*w))
                        .sum::<f64>()
            })
            .collect();
        Self {
            starts,
            targets,
            weights,
            own,
            strengths,
        }
    }

    /// The same nodes and edges with other weights; an edge whose weight is zero goes.
    pub(super) fn reweighed(&self, weight: impl Fn(usize, usize, f32) -> f32) -> Self {
        let mut edges = Vec::with_capacity(self.targets.len() / 2);
        for node in 0..self.len() {
            for at in self.starts[node]..self.starts[node + 1] {
                let other = self.targets[at] as usize;
                if other > node {
                    let weight = weight(node, other, self.weights[at]);
                    if weight > 0.0 {
                        edges.push((number(node), self.targets[at], weight));
                    }
                }
            }
        }
        Self::build(self.len(), &edges, vec![0.0; self.len()])
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.own.len()
    }

    /// The neighbours of a node with the weight of each edge.
    pub(super) fn edges(&self, node: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let row = self.starts[node]..self.starts[node + 1];
        self.targets[row.clone()]
            .iter()
            .zip(&self.weights[row])
            .map(|(target, weight)| (*target as usize, f64::from(*weight)))
    }

    /// The sum of a node's edge weights, with twice what is inside it.
    pub(super) fn strength(&self, node: usize) -> f64 {
        self.strengths[node]
    }

    /// Twice the weight of all edges.
    pub(super) fn total(&self) -> f64 {
        self.strengths.iter().sum()
    }

    /// The graph whose nodes are the groups of this one's, numbered without holes below `count`.
    pub(super) fn collapse(&self, groups: &[u32], count: usize) -> Self {
        let mut own = vec![0.0; count];
        let mut members = vec![Vec::new(); count];
        for (node, group) in groups.iter().enumerate() {
            own[*group as usize] += self.own[node];
            members[*group as usize].push(node);
        }
        let mut edges = Vec::new();
        let mut sums = vec![0.0_f64; count];
        let mut touched: Vec<usize> = Vec::new();
        for (group, nodes) in members.iter().enumerate() {
            for node in nodes {
                for (other, weight) in self.edges(*node) {
                    let to = groups[other] as usize;
                    if to == group {
                        own[group] += weight;
                    } else if to > group {
                        if sums[to] == 0.0 {
                            touched.push(to);
                        }
                        sums[to] += weight;
                    }
                }
            }
            touched.sort_unstable();
            for to in touched.drain(..) {
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "weights are kept in single precision"
                )]
                edges.push((number(group), number(to), sums[to] as f32));
                sums[to] = 0.0;
            }
        }
        Self::build(count, &edges, own)
    }

    /// The part of the graph on these nodes, renumbered in the order given.
    pub(super) fn within(&self, nodes: &[usize], place: &mut [u32]) -> Self {
        for (at, node) in nodes.iter().enumerate() {
            place[*node] = number(at);
        }
        let mut edges = Vec::new();
        for (at, node) in nodes.iter().enumerate() {
            for (other, weight) in self.edges(*node) {
                let to = place[other];
                if to != u32::MAX && to as usize > at {
                    #[expect(
                        clippy::cast_possible_truncation,
                        reason = "weights are kept in single precision"
                    )]
                    edges.push((number(at), to, weight as f32));
                }
            }
        }
        for node in nodes {
            place[*node] = u32::MAX;
        }
        edges.sort_unstable_by_key(|(a, b, _)| (*a, *b));
        Self::build(nodes.len(), &edges, vec![0.0; nodes.len()])
    }
}
