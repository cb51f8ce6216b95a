//! Every letter renders from its samples in strict mode and says what the law asks of it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use daylight::domain::letter_kind::LetterKind;
use daylight::mail::letters::{
    Acknowledgement, Chaser, Clarification, ColleagueContext, Extension, FeesNotice, Lapse,
    LetterContext, MonthLetter, NotHeld, Refusal, Release, Reminders, Reply, ReplyNoted,
    ReviewAcknowledgement, ReviewOutcome, Transfer, Written, write, write_to_colleague,
};
use daylight::templates::Templates;
use std::collections::BTreeSet;
use std::path::Path;

fn rendered<L: LetterContext>() -> Vec<Written> {
    let templates = Templates::load().unwrap();
    let letters: Vec<_> = L::samples()
        .iter()
        .map(|sample| write(&templates, sample).unwrap())
        .collect();
    assert!(!letters.is_empty(), "{} has no samples", L::KIND.as_str());
    for (sample, letter) in L::samples().iter().zip(&letters) {
        check_form(L::KIND.as_str(), &sample.frame().reference, letter);
        check_channel(sample.frame().post.is_some(), letter);
    }
    letters
}

fn rendered_to_colleagues<L: ColleagueContext>() -> Vec<Written> {
    let templates = Templates::load().unwrap();
    let letters = L::samples();
    let letters: Vec<_> = letters
        .iter()
        .map(|sample| write_to_colleague(&templates, sample).unwrap())
        .collect();
    assert!(!letters.is_empty(), "{} has no samples", L::KIND.as_str());
    for letter in &letters {
        check_words(L::KIND.as_str(), letter);
        says(letter, &["please do not answer it"]);
    }
    letters
}

/// What is true of every letter to a requester.
fn check_form(folder: &str, reference: &str, letter: &Written) {
    assert!(
        letter.subject.contains(reference),
        "{folder}: the subject lacks the reference"
    );
    assert!(
        letter.text.contains(reference) && letter.html.contains(reference),
        "{folder}: no reference"
    );
    check_words(folder, letter);
}

/// A letter on paper is headed like one and is answered by post; an email is answered by email.
fn check_channel(posted: bool, letter: &Written) {
    let quotes = letter.text.lines().any(|line| line.starts_with('>'));
    if posted {
        let date = letter.text.find("Tuesday 9 June 2026").unwrap();
        let to = letter.text.find("2 Long Lane").unwrap();
        let dear = letter.text.find("Dear ").unwrap();
        assert!(
            letter.text.starts_with("Example Police\n") && to < date && date < dear,
            "{}",
            letter.text
        );
        does_not_say(letter, &["reply to this message", "subject"]);
        assert!(!quotes, "{}", letter.text);
        assert!(letter.html.contains("@page"), "{}", letter.html);
    } else {
        says(letter, &["reply to this message"]);
        does_not_say(letter, &["at the top of this letter", "enclose"]);
    }
}

/// What is true of every letter.
fn check_words(folder: &str, letter: &Written) {
    let Written {
        subject,
        text,
        html,
    } = letter;
    assert!(
        !subject.is_empty() && !subject.contains('\n'),
        "{folder}: {subject:?}"
    );
    for line in text.lines() {
        assert!(
            line.chars().count() <= 78 || !line.contains(' '),
            "{folder}: {line}"
        );
    }
    assert!(!text.contains("\n\n\n"), "{folder}: a gap in\n{text}");
    // A plain text is not escaped; an HTML body always is.
    assert!(
        text.contains("Ada O'Neill <Citizens & Co>"),
        "{folder}: {text}"
    );
    assert!(
        !html.contains("<Citizens"),
        "{folder}: the name is not escaped"
    );
    assert!(
        html.contains("&lt;Citizens &amp; Co&gt;"),
        "{folder}: {html}"
    );
    for left_over in ["{{", "}}", "&amp;lt;", "[object]"] {
        assert!(
            !text.contains(left_over) && !html.contains(left_over),
            "{folder}: {left_over}"
        );
    }
    assert_eq!(
        html.matches("<p>").count(),
        html.matches("</p>").count(),
        "{folder}: paragraphs"
    );
    assert_eq!(
        html.matches("<ul>").count(),
        html.matches("</ul>").count(),
        "{folder}: lists"
    );
    assert!(
        html.starts_with("<!DOCTYPE html>") && html.contains("<title>"),
        "{folder}"
    );
    check_same_words(folder, letter);
}

/// The text and the HTML body say the same: every word of the one is in the other.
fn check_same_words(folder: &str, letter: &Written) {
    let body = letter.html.split_once("</head>").unwrap().1;
    let mut shown = String::new();
    let mut inside = false;
    for c in body.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                shown.push(' ');
            }
            c if !inside => shown.push(c),
            _ => {}
        }
    }
    let shown = shown
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"");
    let shown = shown
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&#x3D;", "=")
        .replace("&amp;", "&");
    let words = |text: &str| -> BTreeSet<String> {
        let plain = |c: char| !c.is_alphanumeric();
        text.split(plain)
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (text, html) = (words(&letter.text), words(&shown));
    let apart: Vec<_> = text.symmetric_difference(&html).collect();
    assert!(
        apart.is_empty(),
        "{folder}: said in one body only: {apart:?}"
    );
}

fn says(letter: &Written, all: &[&str]) {
    let text = letter.text.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in all {
        assert!(
            text.contains(words),
            "does not say {words:?}:\n{}",
            letter.text
        );
    }
}

fn does_not_say(letter: &Written, none: &[&str]) {
    let text = letter.text.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in none {
        assert!(!text.contains(words), "says {words:?}:\n{}", letter.text);
    }
}

#[test]
fn an_acknowledgement_gives_the_due_date_with_its_arithmetic_and_the_requesters_page() {
    let letters = rendered::<Acknowledgement>();
    says(
        &letters[0],
        &[
            "received it on Friday 29 May 2026",
            "within 20 working days (section 10(1)): by Monday 29 June 2026",
            "Monday 15 June 2026 is not counted: World Cup bank holiday in Scotland",
            "https://foi.police.example/requests/FOI-2026-000123",
            "Your code: 7KQ4-M2PX",
            "> How many parking fines were issued in 2025?",
        ],
    );
    does_not_say(&letters[1], &["Your code", "worked out"]);
}

#[test]
fn a_chaser_says_what_has_not_come_since_when_and_how_long_there_is() {
    let letters = rendered::<Chaser>();
    says(
        &letters[0],
        &[
            "on Wednesday 3 June 2026",
            "have not had your answer",
            "Which years do you mean?",
            "by Monday 3 August 2026",
        ],
    );
    does_not_say(&letters[1], &["What we asked"]);
    says(&letters[2], &["have not had your payment"]);
    does_not_say(&letters[2], &["your answer"]);
}

#[test]
fn a_clarification_says_what_is_needed_and_what_happens_to_the_clock() {
    let letters = rendered::<Clarification>();
    says(
        &letters[0],
        &[
            "Which years do you mean?",
            "advise and assist you (section 16)",
            "begins anew",
            "within 20 working days",
            "by Monday 3 August 2026",
        ],
    );
    says(&letters[1], &["stands still until your answer"]);
    does_not_say(&letters[1], &["begins anew", "section 16"]);
    does_not_say(&letters[2], &["begins anew", "stands still"]);
}

#[test]
fn a_fees_notice_says_how_much_how_and_by_when() {
    let letters = rendered::<FeesNotice>();
    says(
        &letters[0],
        &[
            "a fee of £45.00",
            "by Monday 14 September 2026",
            "stands still (section 10(2))",
            "do not have to answer the request (section 9(2))",
            "450 pages copied at 10p: £45.00",
            "In all: £45.00",
        ],
    );
    says(
        &letters[1],
        &["begins anew on the day your payment reaches us"],
    );
    does_not_say(&letters[1], &["stands still", "do not have to answer"]);
    says(&letters[2], &["runs on meanwhile"]);
    does_not_say(&letters[2], &["stands still", "begins anew"]);
}

#[test]
fn an_extension_names_its_ground_and_gives_an_estimate() {
    let letters = rendered::<Extension>();
    says(
        &letters[0],
        &[
            "decide by Tuesday 28 July 2026",
            "section 10(3) of the Freedom of Information Act 2000",
            "under section 17(2)",
            "section 31(1)(a) (Law enforcement)",
            "the Information Commissioner",
        ],
    );
    does_not_say(&letters[1], &["exemption", "section"]);
}

#[test]
fn a_refusal_names_each_exemption_with_its_reason_and_the_ways_to_object() {
    let letters = rendered::<Refusal>();
    says(
        &letters[0],
        &[
            "refusal notice (section 17)",
            "section 40(2): Personal information",
            "would be unfair",
            "section 31(1)(a): Law enforcement",
            "the public interest in withholding this information outweighs the public interest in disclosing it",
            "within 40 working days of receiving this letter, that is by Friday 21 August 2026",
            "within 20 working days",
            "complain to the Information Commissioner within six weeks",
            "https://ico.org.uk",
            "Wilmslow",
        ],
    );
    says(&letters[1], &["neither confirm nor deny"]);
    does_not_say(&letters[1], &["We hold information"]);
    says(
        &letters[4],
        &[
            "We hold information",
            "We neither confirm nor deny that we hold the information you asked for in question 2.",
        ],
    );
}

#[test]
fn a_release_answers_every_question_and_explains_what_is_withheld() {
    let letters = rendered::<Release>();
    says(
        &letters[0],
        &[
            "1. How many fines were issued? Granted in full. 1,204 fines",
            "2. Who issued them? Refused.",
            "fines-2025.csv",
            "section 40(2)",
            "in another format",
            "Open Government Licence",
        ],
    );
    does_not_say(&letters[1], &["refusal notice", "exemption", "section"]);
}

#[test]
fn not_held_says_where_we_looked_and_who_may_hold_it() {
    let letters = rendered::<NotHeld>();
    says(
        &letters[0],
        &[
            "do not hold it",
            "section 1(1)(a)",
            "The traffic team searched",
            "Example Borough Council",
            "ask us to look at this again",
        ],
    );
}

#[test]
fn replies_quote_what_they_answer() {
    says(
        &rendered::<Reply>()[0],
        &[
            "as a spreadsheet. You need do nothing more.",
            "> as a spreadsheet?",
        ],
    );
    says(
        &rendered::<ReplyNoted>()[0],
        &[
            "reached us on Tuesday 9 June 2026",
            "due by Wednesday 8 July 2026",
            "> I mean 2024 and 2025.",
        ],
    );
}

#[test]
fn a_case_closed_without_an_answer_names_the_section_and_claims_no_more_than_was_done() {
    let transfers = rendered::<Transfer>();
    says(
        &transfers[0],
        &[
            "for Example Borough Council to answer",
            "under regulation 10 of the Environmental Information Regulations 2004",
            "We sent your request to it on Tuesday 9 June 2026.",
        ],
    );
    says(&transfers[1], &["You can ask it yourself"]);
    does_not_say(&transfers[1], &["We sent", "9 June 2026. Its time"]);
    let lapses = rendered::<Lapse>();
    says(
        &lapses[0],
        &[
            "On Tuesday 9 June 2026 we asked you for a fee.",
            "by Tuesday 8 September 2026, the last day for it",
            "under section 9(2) of the Freedom of Information Act 2000",
        ],
    );
    says(&lapses[1], &["asked you to tell us more", "section 1(3)"]);
    says(
        &lapses[2],
        &["We asked you to tell us more. What we need has not reached us."],
    );
}

#[test]
fn a_review_is_acknowledged_and_its_outcome_leads_to_the_regulator() {
    says(
        &rendered::<ReviewAcknowledgement>()[0],
        &["had no part in the decision", "by Thursday 30 July 2026"],
    );
    says(
        &rendered::<ReviewOutcome>()[0],
        &[
            "We agree with you in part.",
            "You can now complain to the Information Commissioner within six weeks",
        ],
    );
    let of_the_request = &rendered::<ReviewOutcome>()[3];
    says(
        of_the_request,
        &[
            "What we still refuse, and why (section 17(5)):",
            "section 14(2): Repeated request",
        ],
    );
    does_not_say(of_the_request, &["still withhold", "neither confirm"]);
    let neither = &rendered::<ReviewOutcome>()[4];
    says(neither, &["We neither confirm nor deny that we hold"]);
    does_not_say(neither, &["still withhold", "still refuse"]);
}

#[test]
fn a_reminder_lists_what_presses_with_a_link_and_says_after_a_stop_that_it_covers_the_days_before()
{
    let letters = rendered_to_colleagues::<Reminders>();
    assert!(letters[0].subject.ends_with("1 late, 26 due soon"));
    says(
        &letters[0],
        &[
            "FOI-2026-00007 Drones & <dogs>: 3 working days late",
            "https://foi.police.example/desk/requests/FOI-2026-00007",
            "25 more are in the queue.",
        ],
    );
    does_not_say(&letters[0], &["No such letter"]);
    says(
        &letters[1],
        &["No such letter went out on the 4 working days before."],
    );
}

#[test]
fn the_letter_about_a_month_has_its_figures_beside_those_of_the_months_compared() {
    let letters = rendered_to_colleagues::<MonthLetter>();
    says(
        &letters[0],
        &[
            "412 requests received",
            "Received: 412 (400; 388)",
            "desk/reports/month/2026-06",
        ],
    );
}

#[test]
fn every_kind_of_letter_has_templates_and_no_templates_are_left_over() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/letters");
    let written: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().join("subject.hbs").exists())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    let known: BTreeSet<String> = LetterKind::ALL.iter().map(ToString::to_string).collect();
    assert_eq!(known, written);
}
