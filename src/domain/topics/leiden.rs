//! Communities of a weighted graph by the Leiden method (Traag, Waltman and van Eck, 2019),
//! with modularity at a resolution as its quality and greedy choices in place of random ones,
//! so that the same graph always gives the same answer.

use super::graph::Graph;
use super::text::number;

/// The community of each node, numbered from 0 in order of first appearance. Every community is connected.
pub(super) fn communities(graph: &Graph, resolution: f64) -> Vec<u32> {
    let alone: Vec<u32> = (0..graph.len()).map(number).collect();
    improved(graph, resolution, &alone)
}

/// As [`communities`], beginning with the communities given: what they had right is left as it is.
pub(super) fn improved(graph: &Graph, resolution: f64, begin: &[u32]) -> Vec<u32> {
    let mut level = graph.clone();
    let mut member: Vec<u32> = (0..graph.len()).map(number).collect();
    let mut partition: Vec<u32> = renumber(begin).1;
    let total = graph.total();
    if total <= 0.0 {
        return member;
    }
    loop {
        let before = partition.clone();
        move_nodes(&level, &mut partition, resolution, total);
        let refined = refine(&level, &partition, resolution, total);
        let (count, refined) = renumber(&refined);
        let moved = before != partition;
        if count == level.len() {
            if !moved {
                break;
            }
            // Nothing merged inside the communities: let whole communities merge instead.
            let (communities, by_community) = renumber(&partition);
            if communities == level.len() {
                break;
            }
            for node in &mut member {
                *node = by_community[*node as usize];
            }
            level = level.collapse(&by_community, communities);
            partition = (0..communities).map(number).collect();
            continue;
        }
        let mut next = vec![0_u32; count];
        for (node, group) in refined.iter().enumerate() {
            next[*group as usize] = partition[node];
        }
        for node in &mut member {
            *node = refined[*node as usize];
        }
        level = level.collapse(&refined, count);
        partition = renumber(&next).1;
    }
    let found: Vec<u32> = member.iter().map(|m| partition[*m as usize]).collect();
    connected(graph, &found)
}

/// Moves single nodes to the neighbouring community that gains most, until none gains.
fn move_nodes(graph: &Graph, partition: &mut [u32], resolution: f64, total: f64) {
    let count = graph.len();
    let mut strength = vec![0.0; count];
    let mut size = vec![0_u32; count];
    for (node, community) in partition.iter().enumerate() {
        strength[*community as usize] += graph.strength(node);
        size[*community as usize] += 1;
    }
    // Communities without members: a node better off alone goes to one.
    let mut empty: Vec<u32> = (0..number(count))
        .rev()
        .filter(|community| size[*community as usize] == 0)
        .collect();
    let mut links = vec![0.0; count];
    let mut touched: Vec<u32> = Vec::new();
    let mut queue: std::collections::VecDeque<usize> = (0..count).collect();
    let mut waiting = vec![true; count];
    // Each move raises the quality, so the queue empties; the bound guards against rounding.
    let mut budget = count.saturating_mul(100);
    while let Some(node) = queue.pop_front() {
        waiting[node] = false;
        if budget == 0 {
            break;
        }
        budget -= 1;
        let own = partition[node];
        let weight = graph.strength(node);
        for (other, edge) in graph.edges(node) {
            let community = partition[other];
            if links[community as usize] == 0.0 {
                touched.push(community);
            }
            links[community as usize] += edge;
        }
        strength[own as usize] -= weight;
        let gain = |community: u32| {
            links[community as usize] - resolution * weight * strength[community as usize] / total
        };
        let mut best = own;
        let mut best_gain = gain(own);
        touched.sort_unstable();
        for community in &touched {
            let here = gain(*community);
            if here > best_gain + 1e-10 {
                best = *community;
                best_gain = here;
            }
        }
        if best_gain < -1e-10
            && let Some(alone) = empty.last()
        {
            best = *alone;
        }
        strength[best as usize] += weight;
        for community in touched.drain(..) {
            links[community as usize] = 0.0;
        }
        if best != own {
            partition[node] = best;
            size[own as usize] -= 1;
            if size[best as usize] == 0 {
                empty.pop();
            }
            size[best as usize] += 1;
            if size[own as usize] == 0 {
                empty.push(own);
            }
            for (other, _) in graph.edges(node) {
                if partition[other] != best && !waiting[other] {
                    waiting[other] = true;
                    queue.push_back(other);
                }
            }
        }
    }
}

/// Within each community, merges single nodes into well-connected groups.
fn refine(graph: &Graph, partition: &[u32], resolution: f64, total: f64) -> Vec<u32> {
    let count = graph.len();
    let mut community_strength = vec![0.0; count];
    let mut inside = vec![0.0; count];
    for node in 0..count {
        community_strength[partition[node] as usize] += graph.strength(node);
        inside[node] = graph
            .edges(node)
            .filter(|(other, _)| partition[*other] == partition[node])
            .map(|(_, weight)| weight)
            .sum();
    }
    let mut group: Vec<u32> = (0..count).map(number).collect();
    let mut size = vec![1_u32; count];
    let mut strength: Vec<f64> = (0..count).map(|node| graph.strength(node)).collect();
    let mut outward = inside.clone();
    let mut links = vec![0.0; count];
    let mut touched: Vec<u32> = Vec::new();
    let well_connected = |outward: f64, strength: f64, whole: f64| {
        outward + 1e-10 >= resolution * strength * (whole - strength) / total
    };
    for node in 0..count {
        let whole = community_strength[partition[node] as usize];
        let weight = graph.strength(node);
        if size[group[node] as usize] != 1 || !well_connected(inside[node], weight, whole) {
            continue;
        }
        for (other, edge) in graph.edges(node) {
            if partition[other] == partition[node] {
                let to = group[other];
                if links[to as usize] == 0.0 {
                    touched.push(to);
                }
                links[to as usize] += edge;
            }
        }
        touched.sort_unstable();
        let own = group[node];
        let mut best = own;
        let mut best_gain = 0.0;
        for to in &touched {
            let at = *to as usize;
            let gain = links[at] - resolution * weight * strength[at] / total;
            if *to != own
                && gain > best_gain + 1e-10
                && well_connected(outward[at], strength[at], whole)
            {
                best = *to;
                best_gain = gain;
            }
        }
        if best != own {
            let at = best as usize;
            outward[at] += inside[node] - 2.0 * links[at];
            strength[at] += weight;
            size[at] += 1;
            size[own as usize] = 0;
            group[node] = best;
        }
        for to in touched.drain(..) {
            links[to as usize] = 0.0;
        }
    }
    group
}

/// Numbers without holes, in order of first appearance, and how many there are.
pub(super) fn renumber(partition: &[u32]) -> (usize, Vec<u32>) {
    let most = partition.iter().max().map_or(0, |most| *most as usize + 1);
    let mut names = vec![u32::MAX; most];
    let mut next = 0;
    let out = partition
        .iter()
        .map(|community| {
            let name = &mut names[*community as usize];
            if *name == u32::MAX {
                *name = number(next);
                next += 1;
            }
            *name
        })
        .collect();
    (next, out)
}

/// Splits each community into its connected parts, which never lowers the quality.
fn connected(graph: &Graph, partition: &[u32]) -> Vec<u32> {
    let mut part = vec![u32::MAX; graph.len()];
    let mut next = 0;
    let mut stack = Vec::new();
    for start in 0..graph.len() {
        if part[start] != u32::MAX {
            continue;
        }
        part[start] = next;
        stack.push(start);
        while let Some(node) = stack.pop() {
            for (other, _) in graph.edges(node) {
                if part[other] == u32::MAX && partition[other] == partition[start] {
                    part[other] = next;
                    stack.push(other);
                }
            }
        }
        next += 1;
    }
    part
}

#[cfg(test)]
#[path = "leiden_tests.rs"]
mod tests;
