//! What the letter of a review says of what stays as it was: what is neither confirmed nor denied is
//! not said to be withheld, and what is refused without an exemption is named as the answer named it.

use crate::refusals::{
    act, answered, decide, drafting, each_ground, in_full, logged, refuse, texts,
};
use crate::support::App;
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::domain::case::{Actor, Outcome, Reasons, ReviewedQuestion};
use daylight::domain::role::Role;
use daylight::domain::section::Section;

const ASKED: &str = "1. How many boats?\n2. Is there a file on Bo Example?";
const NEITHER: &str = "We neither confirm nor deny that we hold the information you asked for";
const NOT_TO_BE_CONCLUDED: &str =
    "You should not conclude from this that we hold it, or that we do not.";

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The letter that left last, as text and as HTML.
async fn last(app: &App) -> [String; 2] {
    app.deliver().await;
    let sent = app.mailbox.lock().unwrap().clone();
    let last = sent.last().unwrap();
    [words(&last.text), words(&last.html)]
}

/// The letter of a review that changes this.
async fn reviewed(
    app: &App,
    reference: &str,
    reviewer: Actor,
    changed: Vec<ReviewedQuestion>,
    added: Vec<(u16, Reasons)>,
) -> [String; 2] {
    let ask = Instruction::RequestReview(actions::RequestReview {
        points: "Look again.".into(),
        accepted: "It is looked at however late it was asked for.".into(),
    });
    act(app, reference, reviewer, ask).await;
    app.deliver().await;
    let complete = Instruction::CompleteReview(actions::CompleteReview {
        changed,
        added,
        decision: "We have looked again.".into(),
        reasons: "These are the reasons of the review.".into(),
    });
    act(app, reference, reviewer, complete).await;
    last(app).await
}

fn granted(number: u16) -> ReviewedQuestion {
    ReviewedQuestion {
        number,
        outcome: Outcome::GrantedInFull,
        exemptions: None,
    }
}

/// What stands in a letter between two texts.
fn between<'a>(letter: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = letter
        .split_once(from)
        .unwrap_or_else(|| panic!("no {from:?} in {letter}"));
    rest.split_once(to)
        .unwrap_or_else(|| panic!("no {to:?} after {from:?} in {letter}"))
        .0
}

/// Each ground of a law, reviewed: all of it upheld, or the first of its two questions granted.
async fn grounds_reviewed(app: App, id: &str, changed: &[ReviewedQuestion]) {
    let reviewer = app.person("Dora", Role::Officer).await;
    let grounds = each_ground(&app, id).await;
    assert!(grounds.len() > 4, "{id}");
    for (ground, reference, answer) in grounds {
        let of_answer = app
            .mailbox
            .lock()
            .unwrap()
            .iter()
            .rfind(|letter| letter.text.contains(&reference) && words(&letter.text) == answer)
            .map(|letter| words(&letter.html))
            .unwrap();
        let review = reviewed(&app, &reference, reviewer, changed.to_vec(), vec![]).await;
        let title = format!("{}: {}", in_full(&ground.section), ground.title);
        let of_question = if changed.is_empty() {
            ""
        } else {
            " (question 2)"
        };
        for (review, answer) in review.iter().zip([answer, of_answer]) {
            // What the answer gave as its reasons, word for word.
            let reasons = between(&answer, &title, "If you are not content");
            assert!(
                reasons.contains(&ground.sentence),
                "{}: {reasons}",
                ground.id
            );
            assert!(
                reasons.contains(&format!("The reasons of {}.", ground.section)),
                "{}: {reasons}",
                ground.id
            );
            let said = format!(
                "{title}{of_question}{}",
                reasons.trim_end_matches("<h2>").trim_end()
            );
            assert!(
                review.contains(&said),
                "{}: no {said:?} in {review}",
                ground.id
            );
            let notice = ground.notice.as_ref();
            let notice = notice.map_or_else(String::new, |under| format!(" ({})", in_full(under)));
            let heading = format!("What we still refuse, and why{notice}:");
            assert!(
                review.contains(&heading),
                "{}: no {heading:?} in {review}",
                ground.id
            );
            assert!(!review.contains("withhold, and"), "{}: {review}", ground.id);
            let outcome = ground.outcome.title().to_lowercase();
            let told = if changed.is_empty() {
                format!("The outcome stays as it was: {outcome}.")
            } else {
                format!("it was {outcome}; it is now granted in full.")
            };
            assert!(
                review.contains(&told),
                "{}: no {told:?} in {review}",
                ground.id
            );
        }
    }
}

on_both_databases! {
    async fn a_refusal_of_the_act_that_is_upheld_is_named_again_with_its_reasons(app: App) {
        grounds_reviewed(app, "uk-foia-2000", &[]).await;
    }

    async fn a_refusal_of_the_act_changed_in_part_is_named_for_the_question_that_stays_refused(app: App) {
        grounds_reviewed(app, "uk-foia-2000", &[granted(1)]).await;
    }

    async fn a_refusal_of_the_regulations_that_is_upheld_is_named_again_with_its_reasons(app: App) {
        grounds_reviewed(app, "uk-eir-2004", &[]).await;
    }

    async fn a_refusal_of_the_regulations_changed_in_part_is_named_for_the_question_that_stays_refused(app: App) {
        grounds_reviewed(app, "uk-eir-2004", &[granted(1)]).await;
    }

    async fn what_a_review_no_longer_refuses_is_not_named_as_refused(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reviewer = app.person("Dora", Role::Officer).await;
        let law = app.casework.law().regime("uk-foia-2000", "2026-06-01".parse().unwrap()).unwrap().clone();
        let reference = logged(&app, "uk-foia-2000", ASKED, "ada@example.org").await;
        drafting(&app, &reference, officer).await;
        act(&app, &reference, officer, refuse(law.refusal("vexatious").unwrap(), &[1], "")).await;
        act(&app, &reference, officer, decide(2, Outcome::NotHeld, &[])).await;
        let answer = answered(&app, &reference, officer).await.unwrap();
        assert!(answer.contains("section 14(1): Vexatious request (question 1)"), "{answer}");
        assert!(!answer.contains("in another format"), "nothing is given: {answer}");
        for letter in reviewed(&app, &reference, reviewer, vec![granted(1)], vec![]).await {
            assert!(letter.contains("it was refused: vexatious; it is now granted in full."), "{letter}");
            assert!(!letter.contains("still refuse") && !letter.contains("section 14"), "{letter}");
        }
    }

    async fn a_review_that_upholds_neither_confirming_nor_denying_does_not_say_that_it_is_held(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reviewer = app.person("Dora", Role::Officer).await;
        for (law, section, cited) in [
            ("uk-foia-2000", "s.40(2)", "section 40(5B), because of section 40(2)"),
            ("uk-foia-2000", "s.31(1)(a)", "section 31(3), because of section 31(1)(a)"),
            ("uk-eir-2004", "reg 12(5)(a)", "regulation 12(6), because of regulation 12(5)(a)"),
            ("uk-eir-2004", "reg 13(1)", "regulation 13(5B), because of regulation 13(1)"),
        ] {
            let reference = logged(&app, law, &format!("Is there a file, {section}?"), "ada@example.org").await;
            drafting(&app, &reference, officer).await;
            act(&app, &reference, officer, decide(1, Outcome::NeitherConfirmedNorDenied, &[section])).await;
            answered(&app, &reference, officer).await.unwrap();
            let answer = last(&app).await;
            let review = reviewed(&app, &reference, reviewer, vec![], vec![]).await;
            for (answer, review) in answer.iter().zip(&review) {
                let said = between(answer, NEITHER, "If you are not content");
                let said = format!("{NEITHER}{}", said.trim_end_matches("<h2>").trim_end());
                for part in [NOT_TO_BE_CONCLUDED, "below allow us not to say.", cited, &format!("The reasons of {section}.")] {
                    assert!(said.contains(part), "no {part:?} in {said}");
                }
                assert!(review.contains(&said), "no {said:?} in {review}");
                assert!(review.contains("The outcome stays as it was: neither confirmed nor denied."), "{review}");
                for letter in [answer, review] {
                    for held in ["we still withhold", "We hold information", "The papers of", "withholding this information", "What we still refuse"] {
                        assert!(!letter.contains(held), "{held:?} in {letter}");
                    }
                }
            }
        }
    }

    async fn what_is_withheld_and_what_is_neither_confirmed_nor_denied_are_told_apart(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reviewer = app.person("Dora", Role::Officer).await;
        for (law, withheld, unsaid, cited) in [
            ("uk-foia-2000", "s.31(1)(a)", "s.40(2)", "section 40(5B), because of section 40(2)"),
            ("uk-eir-2004", "reg 12(5)(b)", "reg 13(1)", "regulation 13(5B), because of regulation 13(1)"),
        ] {
            for changed in [vec![], vec![granted(1)]] {
                let reference = logged(&app, law, &format!("{ASKED} {}", changed.len()), "ada@example.org").await;
                drafting(&app, &reference, officer).await;
                act(&app, &reference, officer, decide(1, Outcome::Refused, &[withheld])).await;
                act(&app, &reference, officer, decide(2, Outcome::NeitherConfirmedNorDenied, &[unsaid])).await;
                answered(&app, &reference, officer).await.unwrap();
                let neither = format!("{NEITHER} in question 2. {NOT_TO_BE_CONCLUDED}");
                let of_both = |letter: &str, held: &str| {
                    let (before, after) = letter.split_once(&neither).unwrap_or_else(|| panic!("no {neither:?} in {letter}"));
                    assert!(between(before, held, &format!("The balance of {withheld}.")).contains("(question 1)"), "{before}");
                    assert!(!before.contains(&format!("of {unsaid}.")) && !before.contains(cited), "{before}");
                    assert!(after.contains(cited) && after.contains("(question 2)"), "{after}");
                    assert!(!after.contains(&format!("of {withheld}.")), "{after}");
                    assert!(!letter.contains(&format!("The papers of {unsaid}")), "{letter}");
                };
                for answer in last(&app).await {
                    of_both(&answer, "We hold information that you asked for");
                    assert!(!answer.contains("in another format"), "nothing is given: {answer}");
                    assert!(!answer.contains("What we are not giving you"), "{answer}");
                }
                let upheld = changed.is_empty();
                for review in reviewed(&app, &reference, reviewer, changed.clone(), vec![]).await {
                    if upheld {
                        of_both(&review, "What we still withhold");
                    } else {
                        assert!(review.contains(&neither) && review.contains(cited), "{review}");
                        assert!(!review.contains("still withhold") && !review.contains(&format!("of {withheld}.")), "{review}");
                    }
                }
            }
        }
    }

    async fn an_answer_that_gives_something_does_not_list_as_withheld_what_it_does_not_confirm(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reviewer = app.person("Dora", Role::Officer).await;
        let reference = logged(&app, "uk-foia-2000", ASKED, "ada@example.org").await;
        drafting(&app, &reference, officer).await;
        act(&app, &reference, officer, decide(1, Outcome::GrantedInFull, &[])).await;
        act(&app, &reference, officer, decide(2, Outcome::NeitherConfirmedNorDenied, &["s.40(2)"])).await;
        answered(&app, &reference, officer).await.unwrap();
        for answer in last(&app).await {
            for said in ["There were 12.", "What we neither confirm nor deny, and why", "in another format", "section 40(5B), because of section 40(2)", &format!("{NEITHER} in question 2.")] {
                assert!(answer.contains(said), "no {said:?} in {answer}");
            }
            assert!(!answer.contains("What we are not giving you"), "{answer}");
        }
        // The review neither confirms nor denies for the other question either, and cites what allows it.
        let section: Section = "s.31(1)(a)".into();
        let neither = ReviewedQuestion {
            number: 1,
            outcome: Outcome::NeitherConfirmedNorDenied,
            exemptions: Some(vec![section.clone()]),
        };
        let added = vec![(1, texts(section.as_str()))];
        for review in reviewed(&app, &reference, reviewer, vec![neither], added).await {
            assert!(review.contains("it is now neither confirmed nor denied under section 31(3)."), "{review}");
            assert!(review.contains(&format!("{NEITHER}. {NOT_TO_BE_CONCLUDED}")), "{review}");
            assert!(!review.contains("still withhold") && !review.contains("The papers of"), "{review}");
        }
    }

    async fn why_something_is_withheld_is_no_reason_to_neither_confirm_nor_deny_it(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reviewer = app.person("Dora", Role::Officer).await;
        let section: Section = "s.31(1)(a)".into();
        for (before, after) in [
            (Outcome::Refused, Outcome::NeitherConfirmedNorDenied),
            (Outcome::NeitherConfirmedNorDenied, Outcome::Refused),
        ] {
            let asked = format!("Is there a file, {before:?}?");
            let reference = logged(&app, "uk-foia-2000", &asked, "ada@example.org").await;
            drafting(&app, &reference, officer).await;
            act(&app, &reference, officer, decide(1, before, &[section.as_str()])).await;
            answered(&app, &reference, officer).await.unwrap();
            let changed = |exemptions| vec![ReviewedQuestion { number: 1, outcome: after, exemptions }];
            let ask = Instruction::RequestReview(actions::RequestReview { points: "Look again.".into(), accepted: String::new() });
            act(&app, &reference, reviewer, ask).await;
            app.deliver().await;
            // Whether the section is named again or only kept.
            for exemptions in [None, Some(vec![section.clone()])] {
                let complete = Instruction::CompleteReview(actions::CompleteReview {
                    changed: changed(exemptions),
                    added: vec![],
                    decision: "We have looked again.".into(),
                    reasons: "It is another thing.".into(),
                });
                let refused = app.act(&reference, reviewer, None, complete).await.unwrap_err();
                assert!(refused.to_string().contains("Write the reasons for s.31(1)(a)"), "{refused}");
            }
            let mut anew = texts(section.as_str());
            anew.why = "These are other reasons.".into();
            let complete = Instruction::CompleteReview(actions::CompleteReview {
                changed: changed(Some(vec![section.clone()])),
                added: vec![(1, anew)],
                decision: "We have looked again.".into(),
                reasons: "It is another thing.".into(),
            });
            act(&app, &reference, reviewer, complete).await;
            for letter in last(&app).await {
                assert!(letter.contains("These are other reasons."), "{letter}");
                assert!(!letter.contains("The reasons of s.31(1)(a)."), "{letter}");
            }
        }
    }
}
