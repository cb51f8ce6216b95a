//! What requests are told to ask for, by word lists of a few words.

use super::*;

fn words() -> ShapeWords {
    let list = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
    let lists = |of: &[(Shape, &[&str])]| {
        let each = of.iter().map(|(shape, words)| (*shape, list(words)));
        each.collect::<BTreeMap<Shape, Vec<String>>>()
    };
    ShapeWords {
        longest_text: 50,
        street_words: list(&["road", "street", "ave", "close"]),
        passed_over: list(&["company name removed", "my request"]),
        publishable: lists(&[
            (Shape::Figures, &["how many", "number of"]),
            (Shape::Costs, &["cost", "spent"]),
            (Shape::Policies, &["policy"]),
        ]),
        own_file: OwnFileWords {
            sure: lists(&[
                (Shape::Person, &["my file", "name removed"]),
                (Shape::Incident, &["file #"]),
            ]),
            likely: lists(&[(Shape::Incident, &["fire report", "incident"])]),
        },
    }
}

fn read(text: &str) -> (Shape, String) {
    let shaped = ShapeReader::new(&words()).read(text);
    (shaped.shape, shaped.words.join("; "))
}

fn is(text: &str, shape: Shape, words: &str) {
    assert_eq!(read(text), (shape, words.to_owned()), "{text}");
}

#[test]
fn a_request_is_what_its_strongest_words_say() {
    is("How many fines were issued?", Shape::Figures, "how many");
    is("A copy of the fire report", Shape::Incident, "fire report");
    // Where figures are asked for, an incident is one of many.
    is("Number of incidents in 2025", Shape::Figures, "number of");
    // What is of one person is so whatever else is asked for.
    is(
        "How many letters are in my file, and what did they cost?",
        Shape::Person,
        "my file",
    );
    is("Emails of the mayor", Shape::Neither, "");
}

#[test]
fn a_judgement_tells_the_words_it_went_by_each_once_and_three_at_most() {
    is(
        "Costs, and how many, and the cost, and the number of them, and what was spent",
        Shape::Costs,
        "costs; cost; spent",
    );
    // As many of each: the first.
    is("The policy and its cost", Shape::Policies, "policy");
}

#[test]
fn plurals_capitals_and_marks_make_no_difference_and_the_longest_phrase_counts() {
    is("POLICIES?", Shape::Policies, "policies");
    is("{Name Removed}'s records", Shape::Person, "name removed");
    is("The contract of {company name removed}", Shape::Neither, "");
    is("Please look at my request", Shape::Neither, "");
    is("File A16-025272 please", Shape::Incident, "file a16");
    is("The file of last year", Shape::Neither, "");
}

#[test]
fn an_address_is_a_number_before_the_name_of_a_street() {
    is("Records for 140-16 Ave. NW", Shape::Address, "140 16 ave");
    is(
        "Works at 12b Station Road",
        Shape::Address,
        "12b station road",
    );
    for none in [
        "In 2025 Station Road was closed",
        "The 3 cameras on the road",
        "5 road",
        "Station Road",
        "1998 The Close",
    ] {
        is(none, Shape::Neither, "");
    }
}

#[test]
fn texts_without_words_and_endless_ones_are_read_as_saying_nothing() {
    for none in ["", " \n\t", "...", "\u{1f600}\u{1f600}", "??? --- !!!"] {
        is(none, Shape::Neither, "");
    }
    // What stands behind the words that are read says nothing.
    is(
        &format!("{}how many", "word ".repeat(50)),
        Shape::Neither,
        "",
    );
    is(
        &format!("{}how many", "word ".repeat(48)),
        Shape::Figures,
        "how many",
    );
}

#[test]
fn words_of_other_scripts_pass_through() {
    is("Сколько стоит? How many", Shape::Figures, "how many");
    is("要求 12 文書 Road", Shape::Neither, "");
}

#[test]
fn each_word_is_the_one_it_was_made_of_and_each_list_stands_on_its_side() {
    for shape in Shape::ALL {
        assert_eq!(Shape::parse(shape.as_str()), Some(shape));
    }
    assert_eq!(Shape::parse("statistics"), None);
    assert_eq!(words().misplaced(), None);
    let mut wrong = words();
    wrong.publishable.insert(Shape::Person, Vec::new());
    assert_eq!(wrong.misplaced(), Some(("publishable", Shape::Person)));
}
