//! From the draft of the answer to the outcome of the review.

use super::super::deciding::{continue_on, save, write};
use super::super::traveller::{POINTS, Traveller, Way};
use super::{ASK_BY, COMPLAIN_BY, Days};

/// One question is answered, the other refused under a qualified exemption.
pub(super) async fn answered(t: &Traveller<'_>, days: &Days) {
    let (walk, reference) = (t.walk, t.reference.as_str());
    walk.app.set_clock("2026-07-15T09:00:00Z");
    walk.desk("Olga").await;
    walk.act(reference, "Start the search", &[]).await;
    walk.act(reference, "Start the draft", &[]).await;
    walk.press(".questions a[href$='question=1']").await;
    walk.fill(&[("outcome", "granted_in_full")]).await;
    continue_on(walk).await;
    walk.fill(&[("answer", "There were 12 patrols.")]).await;
    save(walk).await;
    walk.press(".questions a[href$='question=2']").await;
    walk.fill(&[("outcome", "refused"), ("find", "31(1)(a)")])
        .await;
    walk.press("main button[value=find]").await;
    continue_on(walk).await;
    write(
        walk,
        "s.31(1)(a)",
        &[
            ("withheld", "The places patrolled"),
            ("why", "They show where nobody looks."),
            ("harm", "Offenders would go elsewhere."),
            ("for_disclosure", "People see how they are kept safe."),
            ("for_withholding", "Patrols work by surprise."),
            ("balance", "Safety weighs more."),
        ],
    )
    .await;
    save(walk).await;
    walk.go_case(reference).await;
    walk.follow("Send for clearance").await;
    walk.send().await;
    t.stands(
        "at clearance",
        (
            &["Checking the answer", "We are working on it", days.extended],
            &["We have answered", "s.31(1)(a)", "There were 12 patrols."],
        ),
        (
            &["Clearance", "May clear it Clara", "s.31(1)(a)"],
            &["May clear it Olga"],
        ),
        (&["Clearance", days.extended_short], &["Answered"]),
    )
    .await;
    walk.desk("Clara").await;
    walk.go_case(reference).await;
    walk.follow("Clear for sending").await;
    walk.page(
        "read by Clara",
        &[
            "There were 12 patrols.",
            "The places patrolled",
            "s.31(1)(a)",
            "Patrols work by surprise.",
            "Ada Example",
            t.to,
        ],
        &["There is a problem"],
    )
    .await;
    walk.send().await;
    walk.app.set_clock("2026-07-16T09:00:00Z");
    walk.desk("Olga").await;
    walk.go_case(reference).await;
    walk.follow("Send the answer").await;
    walk.send().await;
    walk.done("answered").await;
    t.letter(
        "answered",
        &[
            "There were 12 patrols.",
            "section 17",
            "section 31(1)(a)",
            "The places patrolled",
            "Offenders would go elsewhere.",
            "People see how they are kept safe.",
            "Patrols work by surprise.",
            "Safety weighs more.",
            "the public interest in withholding this information outweighs",
            ASK_BY,
            "Somebody who had no part in the decision will review it.",
            "Information Commissioner",
            "within 20 working days",
        ],
        &["section 10(3)", "section 43", "still weighing"],
    )
    .await;
    t.stands(
        "answered",
        (
            &[
                "Granted in part",
                "We have answered",
                "Answered Thursday 16 July 2026",
                "Ask for an internal review",
                &format!("You can ask until {ASK_BY}"),
            ],
            &[
                "We are working on it",
                "It is your turn",
                "We will write to you by",
                "is late",
                "Being reviewed",
            ],
        ),
        (
            &[
                "Thursday 16 July 2026, in time",
                "Granted in part",
                "answered in time",
            ],
            &["Waiting for you", "Review due", "working days late"],
        ),
        (
            &["answered in time", "Granted in part"],
            &["due in", "New from the requester"],
        ),
    )
    .await;
}

/// A review is asked for, decided by Dora, who had no part in the answer, and told.
pub(super) async fn reviewed(t: &Traveller<'_>, days: &Days) {
    let (walk, reference) = (t.walk, t.reference.as_str());
    walk.app.set_clock("2026-08-10T09:00:00Z");
    match t.way {
        Way::Web => {
            walk.go_status(reference).await;
            walk.follow("Ask for an internal review").await;
            walk.fill(&[("points", POINTS)]).await;
            walk.send().await;
        }
        Way::Email => {
            t.says(POINTS, ("", "")).await;
            t.stands(
                "wrote for a review",
                (
                    &[
                        "Your message of Monday 10 August 2026 is with us.",
                        "We have answered",
                    ],
                    &["Being reviewed", "We are reviewing"],
                ),
                (
                    &["Waiting for you", POINTS, "Record a review request"],
                    &["Review due"],
                ),
                (&["New from the requester, 10 Aug"], &["review due"]),
            )
            .await;
            walk.desk("Olga").await;
            walk.go_case(reference).await;
            walk.press(".waiting a[href*='/reviews/new?came']").await;
            walk.page(
                "recording a review",
                &["Record a review request", POINTS],
                &[],
            )
            .await;
            walk.send().await;
            walk.page(
                "what acknowledges it",
                &["Read the letter before it goes", days.review_due],
                &["There is a problem"],
            )
            .await;
            walk.send().await;
            walk.done("recorded").await;
        }
        Way::Post => {
            walk.desk("Olga").await;
            let day = [
                ("on-day", "7"),
                ("on-month", "8"),
                ("on-year", "2026"),
                ("points", POINTS),
            ];
            walk.act(reference, "Record a review request", &day).await;
        }
    }
    t.letter(
        "review begun",
        &[
            &format!("reached us on {}", days.asked),
            &format!("You will have our answer by {}.", days.review_due),
            POINTS,
            "Somebody who had no part in the decision will review it.",
        ],
        &[
            "has reviewed it",
            "the last day to ask for",
            "the last day for the answer",
        ],
    )
    .await;
    t.stands(
        "review begun",
        (
            &[
                "Being reviewed",
                "We are reviewing our answer",
                &format!("You will hear from us by {}.", days.review_due),
            ],
            &[
                "We have answered",
                "You can ask until",
                "It is your turn",
                "is with us",
            ],
        ),
        (
            &[
                &format!("Review due {}", days.review_due),
                "Thursday 16 July 2026, in time",
                "It can be done by Dora.",
            ],
            &["answered in time", "Outcome before the review"],
        ),
        (
            &[
                days.review_due_short,
                "review due in",
                "answered: granted in part",
            ],
            &["answered in time"],
        ),
    )
    .await;
    walk.app.set_clock("2026-08-25T09:00:00Z");
    walk.desk("Dora").await;
    walk.act(
        reference,
        "Decide the review",
        &[
            ("question-2", "granted_in_full"),
            ("decision", "The patrols were in the harbour."),
            ("reasons", "The places are public already."),
        ],
    )
    .await;
    t.letter(
        "review decided",
        &[
            "The patrols were in the harbour.",
            "it was refused; it is now granted in full",
            "The places are public already.",
            "Somebody who had no part in the decision has reviewed it.",
            "Information Commissioner",
        ],
        &[
            "ask us to look at this again",
            "The outcome stays as it was",
            "will review it",
            "still withhold",
            "section 31",
        ],
    )
    .await;
    t.stands(
        "review decided",
        (
            &[
                "Granted in full",
                "We have reviewed our answer",
                "Completed the review",
                &format!("until {COMPLAIN_BY}"),
            ],
            &[
                "Ask for an internal review",
                "You can ask until",
                "Being reviewed",
                "You will hear from us by",
            ],
        ),
        (
            &[
                "Review decided",
                "Tuesday 25 August 2026, in time",
                "Granted in full",
                "Outcome before the review Granted in part",
                "Before the review: What is withheld: The places patrolled",
            ],
            &[
                "Waiting for you",
                "Review due",
                "working days late",
                "s.31(1)(a) Prevention",
            ],
        ),
        (
            &["Granted in full"],
            &["review due in", "New from the requester"],
        ),
    )
    .await;
}
