//! Communities against modularity computed the long way.

use proptest::prelude::*;

use super::*;

type Edge = (u32, u32, f32);

/// Modularity by its definition: over every pair of nodes, the weight between them less what chance
/// would put there, when both are in one community.
fn by_definition(nodes: usize, edges: &[Edge], partition: &[u32], resolution: f64) -> f64 {
    let mut matrix = vec![vec![0.0; nodes]; nodes];
    for (a, b, weight) in edges {
        if a != b {
            matrix[*a as usize][*b as usize] += f64::from(*weight);
            matrix[*b as usize][*a as usize] += f64::from(*weight);
        }
    }
    let degree: Vec<f64> = matrix.iter().map(|row| row.iter().sum()).collect();
    let total: f64 = degree.iter().sum();
    let mut quality = 0.0;
    for a in 0..nodes {
        for b in 0..nodes {
            if partition[a] == partition[b] {
                quality += matrix[a][b] - resolution * degree[a] * degree[b] / total;
            }
        }
    }
    quality / total
}

/// Whether every community can be walked without leaving it.
fn all_connected(nodes: usize, edges: &[Edge], partition: &[u32]) -> bool {
    let mut root: Vec<usize> = (0..nodes).collect();
    for _ in 0..nodes {
        for (a, b, _) in edges {
            let (a, b) = (*a as usize, *b as usize);
            if partition[a] == partition[b] {
                let low = root[a].min(root[b]);
                root[a] = low;
                root[b] = low;
            }
        }
    }
    (0..nodes).all(|a| (0..nodes).all(|b| partition[a] != partition[b] || root[a] == root[b]))
}

fn ordered(edges: Vec<Edge>) -> Vec<Edge> {
    edges
        .into_iter()
        .filter(|(a, b, _)| a != b)
        .map(|(a, b, w)| (a.min(b), a.max(b), w))
        .collect()
}

#[test]
fn two_cliques_joined_by_one_edge_are_two_communities() {
    let mut edges: Vec<Edge> = Vec::new();
    for base in [0, 5] {
        for a in 0..5 {
            for b in a + 1..5 {
                edges.push((base + a, base + b, 1.0));
            }
        }
    }
    edges.push((4, 5, 1.0));
    let found = communities(&Graph::of(10, edges), 1.0);
    assert_eq!(found, [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
}

#[test]
fn a_graph_without_edges_is_all_single_nodes() {
    assert_eq!(communities(&Graph::of(3, Vec::new()), 1.0), [0, 1, 2]);
    assert_eq!(communities(&Graph::of(0, Vec::new()), 1.0), [0_u32; 0]);
}

proptest! {
    #[test]
    fn communities_are_connected_and_no_worse_than_single_nodes_or_one_whole(
        edges in proptest::collection::vec((0_u32..14, 0_u32..14, 1_u8..5), 1..50),
        resolution in prop_oneof![Just(0.5), Just(1.0), Just(2.0)],
    ) {
        let edges = ordered(edges.into_iter().map(|(a, b, w)| (a, b, f32::from(w))).collect());
        prop_assume!(!edges.is_empty());
        let graph = Graph::of(14, edges.clone());
        let found = communities(&graph, resolution);
        let quality = |partition: &[u32]| by_definition(14, &edges, partition, resolution);
        let alone: Vec<u32> = (0..14).collect();
        prop_assert!(all_connected(14, &edges, &found), "{:?}", found);
        prop_assert!(quality(&found) + 1e-9 >= quality(&alone));
        let whole: Vec<u32> = super::connected(&graph, &[0; 14]);
        prop_assert!(quality(&found) + 1e-9 >= quality(&whole) || resolution < 1.0);
    }

    #[test]
    fn moving_nodes_never_lowers_the_quality(
        edges in proptest::collection::vec((0_u32..10, 0_u32..10, 1_u8..5), 1..30),
    ) {
        let edges = ordered(edges.into_iter().map(|(a, b, w)| (a, b, f32::from(w))).collect());
        prop_assume!(!edges.is_empty());
        let graph = Graph::of(10, edges.clone());
        let mut partition: Vec<u32> = (0..10).collect();
        let before = by_definition(10, &edges, &partition, 1.0);
        move_nodes(&graph, &mut partition, 1.0, graph.total());
        let settled = by_definition(10, &edges, &partition, 1.0);
        prop_assert!(settled + 1e-9 >= before);
    }

    #[test]
    fn the_search_betters_what_it_begins_with(
        edges in proptest::collection::vec((0_u32..14, 0_u32..14, 1_u8..5), 1..50),
        begin in proptest::collection::vec(0_u32..5, 14),
    ) {
        let edges = ordered(edges.into_iter().map(|(a, b, w)| (a, b, f32::from(w))).collect());
        prop_assume!(!edges.is_empty());
        let graph = Graph::of(14, edges.clone());
        let quality = |partition: &[u32]| by_definition(14, &edges, partition, 1.0);
        let found = improved(&graph, 1.0, &begin);
        prop_assert!(quality(&found) + 1e-6 >= quality(&begin));
        prop_assert!(all_connected(14, &edges, &found), "{:?}", found);
        let again = improved(&graph, 1.0, &found);
        prop_assert!(quality(&again) + 1e-6 >= quality(&found));
    }

    #[test]
    fn the_search_never_lowers_the_quality_its_first_moves_reached(
        edges in proptest::collection::vec((0_u32..14, 0_u32..14, 1_u8..5), 1..50),
    ) {
        let edges = ordered(edges.into_iter().map(|(a, b, w)| (a, b, f32::from(w))).collect());
        prop_assume!(!edges.is_empty());
        let graph = Graph::of(14, edges.clone());
        let mut first: Vec<u32> = (0..14).collect();
        move_nodes(&graph, &mut first, 1.0, graph.total());
        let found = communities(&graph, 1.0);
        prop_assert!(by_definition(14, &edges, &found, 1.0) + 1e-6 >= by_definition(14, &edges, &first, 1.0));
    }
}
