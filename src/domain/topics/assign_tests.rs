//! What is suggested for a new request from a few confirmed ones and the names of their topics.

use proptest::prelude::*;

use super::super::tests::{documents, settings, three_subjects};
use super::*;

/// Three confirmed requests of each subject, by place.
const CONFIRMED: [usize; 9] = [0, 1, 2, 20, 21, 22, 40, 41, 42];

/// Suggestions for a text from three confirmed requests of each subject, its topic of this name.
fn suggested(names: [&str; 3], text: &str) -> Suggestions {
    let rows = three_subjects();
    let all = documents(&rows);
    let confirmed = CONFIRMED.map(|at| Confirmed {
        document: all[at],
        topic: names[at / 20],
    });
    Suggester::new(&confirmed, &all[3..20], &settings()).suggest(text)
}

/// The topics suggested, the best first.
fn topics(suggestions: &Suggestions) -> Vec<&str> {
    let ranked = suggestions.ranked.iter();
    ranked.map(|suggestion| suggestion.topic.as_str()).collect()
}

#[test]
fn three_confirmed_requests_speak_for_a_topic_and_say_why() {
    let names = ["roads", "schools", "dogs"];
    let fits = suggested(names, "a pothole claim");
    assert_eq!(fits.ranked[0].topic, "roads");
    assert!(
        fits.ranked[0]
            .because
            .iter()
            .any(|w| w.starts_with("pothole"))
    );
    let new = suggested(names, "crematorium fees");
    assert!(new.ranked.is_empty());
    assert!(new.new_topic_likelihood > fits.new_topic_likelihood);
    assert!((new.new_topic_likelihood - 1.0).abs() < f32::EPSILON);
}

#[test]
fn a_suggester_without_confirmed_requests_says_the_topic_is_new() {
    let suggestions = Suggester::new(&[], &[], &settings()).suggest("anything");
    assert!(suggestions.ranked.is_empty());
    assert!((suggestions.new_topic_likelihood - 1.0).abs() < f32::EPSILON);
}

#[test]
fn the_name_of_a_topic_speaks_for_it_and_says_so() {
    let names = ["roads", "catering_in_education", "animal welfare"];
    let fits = suggested(names, "Catering contracts");
    assert_eq!(fits.ranked[0].topic, "catering_in_education");
    assert_eq!(fits.ranked[0].because, ["catering"]);
    assert!(fits.new_topic_likelihood < 0.9);
    let code = suggested(["1", "2", "T3"], "Catering contracts");
    assert!(code.ranked.is_empty(), "{code:?}");
}

#[test]
fn a_topic_known_by_a_number_is_suggested_by_its_requests() {
    let fits = suggested(["1", "2", "T3"], "a dog warden");
    assert_eq!(topics(&fits)[0], "T3");
}

#[test]
fn what_reads_like_a_confirmed_request_is_not_new() {
    let rows = three_subjects();
    let fits = suggested(["roads", "schools", "dogs"], &rows[20].1);
    assert_eq!(fits.ranked[0].topic, "schools");
    assert!(fits.new_topic_likelihood < 0.01, "{fits:?}");
}

#[test]
fn the_likelier_a_topic_fits_the_less_likely_it_is_new() {
    assert!((unlike(0.0, 0.0) - 1.0).abs() < f32::EPSILON);
    assert!(unlike(0.4, 0.4) > unlike(0.5, 0.4));
    assert!(unlike(0.4, 0.4) > unlike(0.4, 0.5));
    assert!(unlike(0.4, 1.1).abs() < f32::EPSILON);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_requests_changes_no_suggestion(
        order in Just(CONFIRMED.to_vec()).prop_shuffle(),
        others in Just((3..20_usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let rows = three_subjects();
        let all = documents(&rows);
        let names = ["roads", "schools", "dogs"];
        let confirmed: Vec<Confirmed<'_>> = order
            .iter()
            .map(|at| Confirmed { document: all[*at], topic: names[at / 20] })
            .collect();
        let others: Vec<Document<'_>> = others.iter().map(|at| all[*at]).collect();
        let text = "school road claims";
        let mixed = Suggester::new(&confirmed, &others, &settings()).suggest(text);
        prop_assert_eq!(mixed, suggested(names, text));
    }
}
