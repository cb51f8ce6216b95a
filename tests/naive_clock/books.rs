//! The law with its disputed questions read in one way or another: the product's, and the rules of the
//! second counter beside it.

use crate::lives::Dice;
use crate::statute_words::Rules;
use crate::statutes_abroad::ALL;
use crate::statutes_otherwise::OTHERWISE;
use daylight::config::Law;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// One way to read the law.
pub struct Book {
    /// As the product reads it.
    pub law: Law,
    /// The questions that are read otherwise than shipped.
    pub otherwise: BTreeSet<&'static str>,
    /// As the statutes are read here.
    pub rules: Vec<&'static Rules>,
}

/// As shipped, and with some questions the other way: one of them, several, and all at once.
pub static BOOKS: LazyLock<Vec<Book>> = LazyLock::new(|| {
    let shipped = Law::load(None).unwrap();
    let others = others(&shipped);
    let many = if crate::lives() >= 100_000 { 40 } else { 10 };
    let mut books = vec![Book {
        law: shipped,
        otherwise: BTreeSet::new(),
        rules: ALL.clone(),
    }];
    let mut dice = Dice(many);
    for number in 0..many {
        let one_in = [2, 3, 6, 1][usize::try_from(number.min(dice.below(3))).unwrap()];
        let one_in = if number == 0 { 1 } else { one_in };
        let chosen = others.iter().filter(|_| dice.one_in(one_in));
        books.push(Book::new(
            chosen.map(|(id, other)| (*id, other.as_str())).collect(),
        ));
    }
    books
});

/// The choice that is not the one shipped, by question.
fn others(law: &Law) -> BTreeMap<&'static str, String> {
    let readings = law.regimes().flat_map(|regime| &regime.readings);
    let of: BTreeMap<&str, &str> = readings
        .map(|reading| (reading.id.as_str(), reading.other().id.as_str()))
        .collect();
    let questions = OTHERWISE.iter().flat_map(|(_, questions)| *questions);
    questions.map(|(id, _)| (*id, of[id].to_owned())).collect()
}

impl Book {
    /// The law with these questions read so.
    pub fn new(choices: BTreeMap<&'static str, &str>) -> Self {
        let settings: BTreeMap<_, _> = choices
            .iter()
            .map(|(id, choice)| ((*id).to_owned(), (*choice).into()))
            .collect();
        let rules = ALL.iter().map(|rules| {
            let mut read = **rules;
            let questions = OTHERWISE
                .iter()
                .filter(|(laws, _)| laws.contains(&rules.id));
            for (id, otherwise) in questions.flat_map(|(_, questions)| *questions) {
                if choices.contains_key(id) {
                    otherwise(&mut read);
                }
            }
            &*Box::leak(Box::new(read))
        });
        Self {
            law: Law::load_as_read(None, &settings.into()).unwrap(),
            rules: rules.collect(),
            otherwise: choices.into_keys().collect(),
        }
    }
}

#[test]
fn the_second_counter_knows_the_other_side_of_every_question_and_of_no_more() {
    let law = Law::load(None).unwrap();
    let readings = law.regimes().flat_map(|regime| {
        let readings = regime.readings.iter();
        readings.map(|reading| (regime.id.as_str(), reading.id.as_str()))
    });
    let asked: BTreeSet<(&str, &str)> = readings.collect();
    let known = OTHERWISE.iter().flat_map(|(laws, questions)| {
        let each = |law: &&'static str| {
            let law = *law;
            questions.iter().map(move |(id, _)| (law, *id))
        };
        laws.iter().flat_map(each).collect::<Vec<_>>()
    });
    assert_eq!(asked, known.collect());
}
