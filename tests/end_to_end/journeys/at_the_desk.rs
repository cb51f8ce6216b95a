//! How a question is decided on its pages, and a review on its own.

use super::traveller::{Journey, Way, fill, long, taken};
use crate::desk_forms::as_person;
use crate::support::{Page, day};
use chrono::Days;
use daylight::casework::cases::review_reasons::review_field;
use rocket::http::Status;

/// The review is decided, and told as it is.
pub(super) async fn review_decided(journey: &Journey) {
    let (app, way) = (&journey.app, journey.way);
    // Tuesday 25 August: Dora, who had no part in it, decides the review. Who writes emails gets a
    // part of the second question, of which the rest is withheld under another section.
    app.set_clock("2026-08-25T09:00:00Z");
    let elsewhere = way == Way::Email;
    let said = [
        ("decision", "The patrols were in the harbour."),
        ("reasons", "The places are public already."),
    ];
    if elsewhere {
        rests_elsewhere(journey, &said).await;
    } else {
        let typed = [&[("question-2", "granted_in_full")], &said[..]].concat();
        journey.act("Dora", "review-outcomes", &typed).await;
    }
    let complain_by = long(day("2026-08-25") + Days::new(42));
    let (now, then): (&[&str], &[&str]) = if elsewhere {
        (
            &[
                "it was refused under section 31(1)(a); it is now granted in part under section 43(2)",
                "What we still withhold",
                "section 43(2)",
                "The price of each patrol",
                "The firm would ask for more.",
                "the public interest in withholding this information outweighs",
            ],
            &["The places patrolled", "Patrols work by surprise."],
        )
    } else {
        (
            &["it was refused; it is now granted in full"],
            &["still withhold", "section 31"],
        )
    };
    let says = [
        "The patrols were in the harbour.",
        "The places are public already.",
        "Somebody who had no part in the decision has reviewed it.",
        "Information Commissioner",
    ];
    let never = [
        "ask us to look at this again",
        "The outcome stays as it was",
        "will review it",
    ];
    journey
        .letter(
            "review decided",
            &[&says, now].concat(),
            &[&never, then].concat(),
        )
        .await;
    let outcome = if elsewhere {
        "Granted in part"
    } else {
        "Granted in full"
    };
    let of_case: &[&str] = if elsewhere {
        &[
            "s.43(2)",
            "Question 2 is now: granted in part under s.43(2).",
        ]
    } else {
        &["Outcome before the review", "Granted in part"]
    };
    journey
        .pages(
            "review decided",
            (
                &[
                    "We have reviewed our answer",
                    outcome,
                    "Completed the review",
                    &format!("until {complain_by}"),
                ],
                &[
                    "Ask for an internal review",
                    "You can ask until",
                    "you can ask us to look again",
                    "the last day to ask for",
                    "Being reviewed",
                    "as a rule after the review",
                    "You will hear from us by",
                ],
            ),
            (
                &[
                    &["Review decided", "Tuesday 25 August 2026, in time", outcome],
                    of_case,
                ]
                .concat(),
                &["Waiting for you", "Review due", "working days late"],
            ),
            (&[outcome], &["review due in", "New from the requester"]),
        )
        .await;
}

/// Dora gives a part of the second question and rests the other on another section: it is named, and
/// then the form asks for its reasons.
async fn rests_elsewhere(journey: &Journey, said: &[(&str, &str)]) {
    let app = &journey.app;
    as_person(app, "Dora").await;
    let path = format!("{}/review-outcomes", journey.case_path());
    let form = app.get(&format!("{path}/new")).await;
    let chosen = [
        ("question-2", "granted_in_part"),
        ("question-2-sections", "s.43(2)"),
    ];
    let asked = fill(app, &form, &path, &[&chosen[..], said].concat()).await;
    assert_eq!(asked.status, Status::UnprocessableEntity, "{}", asked.html);
    assert!(
        asked.says("Write the reasons for s.43(2)"),
        "{}",
        asked.html
    );
    let field = |name: &str| review_field(2, name, &"s.43(2)".into());
    let texts = [
        ("withheld", "The price of each patrol"),
        ("why", "A firm sells us the boats."),
        ("harm", "The firm would ask for more."),
        ("for_disclosure", "People see what is spent."),
        ("for_withholding", "We buy again next year."),
        ("balance", "A fair price weighs more."),
    ]
    .map(|(name, text)| (field(name), text));
    let typed: Vec<(&str, &str)> = texts.iter().map(|(n, t)| (n.as_str(), *t)).collect();
    let form = Page {
        status: Status::Ok,
        ..asked
    };
    let shown = fill(app, &form, &path, &typed).await;
    taken(&fill(app, &shown, &path, &[]).await);
}

/// Decides a question on the pages for it.
pub(super) async fn decided(journey: &Journey, number: &str, typed: &[(&str, &str)]) {
    let app = &journey.app;
    as_person(app, "Olga").await;
    let path = format!("{}/decisions", journey.case_path());
    let first = app.get(&format!("{path}/new?question={number}")).await;
    let chosen: Vec<(&str, &str)> = typed
        .iter()
        .copied()
        .filter(|(name, _)| ["outcome", "exemptions"].contains(name))
        .collect();
    let chosen = [chosen, vec![("step", "write")]].concat();
    let second = fill(app, &first, &path, &chosen).await;
    taken(&fill(app, &second, &path, typed).await);
}
