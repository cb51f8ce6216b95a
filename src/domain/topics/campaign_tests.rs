//! Copies of a letter, and requests that merely look alike.

use super::*;
use std::collections::HashSet;

/// A letter of 21 words.
const LETTER: &str = "Please do not close the library in Mill Lane. Send me the report on what you would save by closing it.";

fn same(one: &str, other: &str) -> bool {
    letter(one).is_some() && letter(one) == letter(other)
}

/// How many letters five hundred texts are.
fn letters(text: impl Fn(usize) -> String) -> usize {
    let keys: HashSet<String> = (0..500).map(|n| letter(&text(n)).unwrap()).collect();
    keys.len()
}

const NAMES: [&str; 6] = [
    "Ada Example",
    "Dr. Bob van Other",
    "C. M. Third",
    "dia fourth",
    "Sender",
    "ÉVA Ö",
];

#[test]
fn five_hundred_copies_with_signatures_of_their_own_are_one_letter() {
    assert_eq!(LETTER.split(' ').count(), 21);
    let name = |n: usize| NAMES[n % NAMES.len()];
    let signed = |n: usize| match n % 9 {
        0 => LETTER.to_owned(),
        1 => format!(
            "{LETTER}\n\nYours sincerely,\n{}\n{n} Mill Lane\nGale GA1 {n}BC",
            name(n)
        ),
        2 => format!("{LETTER} Kind regards, {}", name(n)),
        3 => format!("{LETTER}\n{}", name(n)),
        4 => format!("{LETTER} Sender{n} Example, {n} Water Street West"),
        5 => format!("{LETTER}\n-- \nSender Example{n}\nsender{n}@example.org"),
        6 => format!("{LETTER} Thank you. {} {n}", name(n)),
        7 => format!("{LETTER} My name is {}.", name(n)),
        _ => format!("{LETTER}\nSigned: resident number {n}"),
    };
    for n in 0..54 {
        assert!(
            same(LETTER, &signed(n)),
            "{}\n{:?}",
            signed(n),
            letter(&signed(n))
        );
    }
    assert_eq!(letters(signed), 1);
}

#[test]
fn five_hundred_copies_with_openings_of_their_own_are_one_letter() {
    let name = |n: usize| NAMES[n % NAMES.len()];
    let opened = |n: usize| match n % 9 {
        0 => format!("From: {}\n{LETTER}", name(n)),
        1 => format!("From: Sender{n} {LETTER}"),
        2 => format!("From: Ada Example{n} {LETTER}"),
        3 => format!("Dear Sir or Madam,\n\n{LETTER}"),
        4 => format!(
            "Hello,\nMy name is {} and I live in Gale.\n{LETTER}",
            name(n)
        ),
        5 => format!(
            "From: {}\nDate: {n} May 2026\nTo: foi@example.org\n\nDear all, {LETTER}",
            name(n)
        ),
        6 => format!("Good morning! I am a resident of Ward {n}. {LETTER}"),
        7 => format!("Dear Ms Example {LETTER}\nRegards\n{}", name(n)),
        _ => format!("Name: {}\n{LETTER}", name(n)),
    };
    for n in 0..54 {
        assert!(
            same(LETTER, &opened(n)),
            "{}\n{:?}",
            opened(n),
            letter(&opened(n))
        );
    }
    assert_eq!(letters(opened), 1);
}

#[test]
fn copies_differ_in_line_breaks_quotes_and_capitals() {
    let wrapped = |width: usize| {
        let mut out = String::new();
        for (at, word) in LETTER.split(' ').enumerate() {
            out.push_str(word);
            out.push_str(if at % width == width - 1 {
                "\r\n"
            } else {
                "  "
            });
        }
        out
    };
    for width in 1..12 {
        assert!(
            same(LETTER, &wrapped(width)),
            "{:?}",
            letter(&wrapped(width))
        );
        assert!(same(
            LETTER,
            &format!("Dear Sir,\n\n{}\nAda Example", wrapped(width))
        ));
    }
    assert!(same(LETTER, &format!("\"{LETTER}\"")));
    assert!(same(LETTER, &format!("“{LETTER}”\n— Ada Example")));
    assert!(same(
        LETTER,
        &format!("> From: Ada\n> {}", LETTER.replace(". ", ".\n> "))
    ));
    assert!(same(LETTER, &LETTER.to_uppercase()));
}

#[test]
fn requests_by_one_template_are_no_copies() {
    let template = "Under the Freedom of Information Act 2000, please send me by email and as a spreadsheet what you hold on the following.";
    let asked = |what: &str| format!("{what} {template} Yours faithfully, Ada Example");
    assert!(!same(
        &asked("How many burglaries were there?"),
        &asked("How many dogs were there?")
    ));
    let asked = |what: &str| format!("Dear Sir, {template} {what}");
    for (one, other) in [
        ("Burglaries recorded in 2024", "Burglaries recorded in 2025"),
        ("The number of dog wardens.", "The number of bins."),
        ("Who pays for Mill Lane?", "Who pays for Gale?"),
    ] {
        assert!(!same(&asked(one), &asked(other)), "{one}");
    }
    assert!(!same(LETTER, &LETTER.replace("Mill", "Oak")));
}

#[test]
fn a_short_request_is_no_letter() {
    for text in [
        "",
        "How many bicycles?",
        "A copy of my file",
        "Dear Sir or Madam, A copy of my file, please. Yours sincerely, Ada Example, 12 Mill Lane, Gale",
        "How many potholes were repaired in 2024?",
        "Hello",
        "From:",
        "Yours sincerely, Ada Example",
        "?!. -- > >",
    ] {
        assert_eq!(letter(text), None, "{text}");
    }
    assert!(
        letter(&"Ada ".repeat(40)).is_some(),
        "nothing parts these from a letter"
    );
}
