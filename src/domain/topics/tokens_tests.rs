//! A model of word meanings beside likeness by words.

use super::super::tests::{documents, settings};
use super::super::{Confirmed, Document, Index, Suggester};
use super::*;

/// A model in which `canine` means what `kennels` means, and nothing else means anything alike.
fn kennel_model() -> TokenVectors {
    let words = ["dog", "canine", "kennels", "licence", "parking", "permits"];
    let pieces = (0_u32..)
        .zip(words)
        .map(|(row, word)| (word.to_owned(), row));
    let mut table = Vec::new();
    for meaning in [0, 1, 1, 2, 3, 4] {
        table.extend((0..5).map(|at| if at == meaning { 1.0_f32 } else { 0.0 }));
    }
    TokenVectors::new(pieces.collect(), "##".into(), 5, table).unwrap()
}

#[test]
fn a_model_ranks_by_meaning_what_words_alone_cannot_tell_apart() {
    let rows: Vec<(String, String)> = [
        ("a", "dog licence"),
        ("b", "dog canine"),
        ("c", "parking permits"),
        ("d", "parking"),
    ]
    .map(|(id, text)| (id.to_owned(), text.to_owned()))
    .into();
    let first = |settings: &Settings| {
        let index = Index::new(&documents(&rows), settings);
        let found = index.similar("dog kennels", 2);
        let scores: Vec<f32> = found.iter().map(|similar| similar.score).collect();
        assert!(
            scores.iter().all(|score| (0.0..=1.0).contains(score)),
            "{scores:?}"
        );
        (rows[found[0].place].0.clone(), scores[0] - scores[1])
    };
    let mut settings = settings();
    let (_, between) = first(&settings);
    assert!(between.abs() < 1e-6, "by words the two are equally alike");
    settings.model = Some(std::sync::Arc::new(kennel_model()));
    let (id, between) = first(&settings);
    assert_eq!(id, "b");
    assert!(between > 0.05, "{between}");
}

#[test]
fn a_model_suggests_the_topic_that_means_the_same() {
    let confirmed = [("dog licence", "1"), ("dog canine", "2")].map(|(text, topic)| Confirmed {
        document: Document { id: text, text },
        topic,
    });
    let other = Document {
        id: "other",
        text: "parking permits",
    };
    let first = |settings: &Settings| {
        let suggester = Suggester::new(&confirmed, &[other], settings);
        let found = suggester.suggest("dog kennels");
        assert!((0.0..=1.0).contains(&found.new_topic_likelihood));
        found.ranked[0].topic.clone()
    };
    let mut settings = settings();
    assert_eq!(first(&settings), "1", "by words the two are equally alike");
    settings.model = Some(std::sync::Arc::new(kennel_model()));
    assert_eq!(first(&settings), "2");
}
