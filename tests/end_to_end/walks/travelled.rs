//! Three requesters, each by one way only, from the request through a clarification, a part refusal
//! under a qualified exemption after an extension, and a review, to a changed outcome.
//!
//! The dates are counted by hand. Working days are those of FOIA s.10(6): no Saturdays, Sundays or
//! bank holidays in any part of the United Kingdom, of which 15 June and 3 August (Scotland), 13
//! July (Northern Ireland) and 31 August 2026 (elsewhere) are passed.

use super::deciding::{continue_on, save, write};
use super::traveller::{CLARIFIED, POINTS, Traveller, Way};
use super::walk::Walk;
use crate::chromium::View;

/// What hangs on the day a letter or message came.
struct Days {
    /// When the reply to our question came: the time begins anew.
    replied: &'static str,
    /// Twenty working days after it (s.10(1)).
    due: &'static str,
    /// The same as a list writes it.
    due_short: &'static str,
    /// Forty: twenty more for the public interest test (s.10(3)).
    extended: &'static str,
    extended_short: &'static str,
    /// When the review was asked for.
    asked: &'static str,
    /// Twenty working days after it (s.45 Code, 5.5).
    review_due: &'static str,
    review_due_short: &'static str,
}

/// Written on the web page or by email: there at once.
const AT_ONCE: Days = Days {
    replied: "Tuesday 9 June 2026",
    // 10-12 June 3, 16-19 7, 22-26 12, 29 June-3 July 17, 6-8 July 20.
    due: "Wednesday 8 July 2026",
    due_short: "8 Jul 2026",
    // 9-10 July 22, 14-17 26, 20-24 31, 27-31 36, 4-7 August 40.
    extended: "Friday 7 August 2026",
    extended_short: "7 Aug 2026",
    asked: "Monday 10 August 2026",
    // 11-14 August 4, 17-21 9, 24-28 14, 1-4 September 18, 7-8 September 20.
    review_due: "Tuesday 8 September 2026",
    review_due_short: "8 Sep 2026",
};

/// Written by post: the letters came on the 8th and the 7th, a working day before they were opened.
const BY_POST: Days = Days {
    replied: "Monday 8 June 2026",
    due: "Tuesday 7 July 2026",
    due_short: "7 Jul 2026",
    extended: "Thursday 6 August 2026",
    extended_short: "6 Aug 2026",
    asked: "Friday 7 August 2026",
    review_due: "Monday 7 September 2026",
    review_due_short: "7 Sep 2026",
};

/// Twenty working days after Tuesday 2 June: 3-5 June 3, 8-12 8, 16-19 12, 22-26 17, 29 June-1 July 20.
const FIRST_DUE: &str = "Wednesday 1 July 2026";

/// Forty working days after Thursday 16 July, for the review (s.45 Code, 5.3): 17 July 1, 20-24 6,
/// 27-31 11, 4-7 August 15, 10-14 20, 17-21 25, 24-28 30, 1-4 September 34, 7-11 39, 14 September 40.
const ASK_BY: &str = "Monday 14 September 2026";

/// Six weeks after Tuesday 25 August, for the Information Commissioner.
const COMPLAIN_BY: &str = "Tuesday 6 October 2026";

async fn travelled(walk: &Walk, way: Way) {
    let days = match way {
        Way::Web | Way::Email => AT_ONCE,
        Way::Post => BY_POST,
    };
    let traveller = Traveller::set_out(walk, way).await;
    let reference = traveller.reference.as_str();
    asked(&traveller, &days).await;
    extended(&traveller, &days).await;
    answered(&traveller, &days).await;
    reviewed(&traveller, &days).await;
    let seen = walk.app.case(reference).await;
    assert_eq!(
        seen.stored.case.outcome.unwrap().as_str(),
        "granted_in_full"
    );
}

/// Received, and a question asked and answered.
async fn asked(t: &Traveller<'_>, days: &Days) {
    let (walk, reference) = (t.walk, t.reference.as_str());
    t.letter(
        "acknowledged",
        &[
            "We received it on Tuesday 2 June 2026",
            FIRST_DUE,
            "section 10(1)",
            "Freedom of Information Act 2000",
            "How many patrols were there in 2025?",
        ],
        &["review", "is late"],
    )
    .await;
    t.stands(
        "acknowledged",
        (
            &[
                "Received",
                "We are working on it",
                "You need not do anything. We will write to you by Wednesday 1 July 2026.",
            ],
            &[
                "It is your turn",
                "Ask for an internal review",
                "We have answered",
                "Complain",
                "Answered",
            ],
        ),
        (
            &[
                "Due Wednesday 1 July 2026",
                "due in 20 working days",
                "Nobody yet",
            ],
            &["Waiting for you", "clock stopped"],
        ),
        (
            &[
                "1 Jul 2026",
                "due in 20 working days",
                "Received",
                "Nobody yet",
            ],
            &["New from the requester"],
        ),
    )
    .await;

    walk.app.set_clock("2026-06-04T09:00:00Z");
    walk.desk("Olga").await;
    let olga = t.olga.to_string();
    walk.act(reference, "Allocate", &[("officer", &olga)]).await;
    walk.act(
        reference,
        "Ask for clarification",
        &[
            ("needs", "Which district do you mean?"),
            ("why", "There are four."),
        ],
    )
    .await;
    t.letter(
        "asked",
        &[
            "Which district do you mean?",
            "There are four.",
            "section 1(3)",
            "begins anew on the day your answer reaches us",
            "within 20 working days",
        ],
        &["stands still", FIRST_DUE],
    )
    .await;
    t.stands(
        "asked",
        (
            &[
                "Waiting for you",
                "It is your turn",
                "We asked you a question",
                "begins again on the day your reply reaches us",
            ],
            &[
                "It is our turn",
                "We are working on it",
                "We will write to you by",
                "is late",
                "Ask for an internal review",
            ],
        ),
        (
            &[
                "Clarification sought",
                "clock stopped",
                "No date while the clock is stopped",
            ],
            &["Waiting for you", "due in", "working days late"],
        ),
        (
            &["clock stopped", "Olga"],
            &["New from the requester", "1 Jul 2026", "due in"],
        ),
    )
    .await;

    walk.app.set_clock("2026-06-09T09:00:00Z");
    t.says(CLARIFIED, ("8", "6")).await;
    if t.way == Way::Web {
        t.letter(
            "they answered",
            &[
                &format!("Your message reached us on {}", days.replied),
                CLARIFIED,
                &format!(
                    "If it tells us what we need, our answer is due by {}.",
                    days.due
                ),
            ],
            &["is now due"],
        )
        .await;
    }
    t.stands(
        "they answered",
        (
            &[
                "It is our turn",
                "With us",
                &format!("Your reply reached us on {}.", days.replied),
                days.due,
                "If it tells us what we need",
            ],
            &["It is your turn", "Waiting for you", "We are working on it"],
        ),
        (
            &[
                "Waiting for you",
                "Reply to our question",
                CLARIFIED,
                days.due,
                "not recorded",
                "Record the clarification",
            ],
            &["working days late", "wrote: >"],
        ),
        (
            &["New from the requester", days.due_short, "not recorded"],
            &["clock stopped"],
        ),
    )
    .await;

    // Thursday 11 June: recorded from what waits; nothing is typed.
    walk.app.set_clock("2026-06-11T09:00:00Z");
    walk.desk("Olga").await;
    walk.go_case(reference).await;
    walk.press(".waiting a[href*='clarification-replies/new?came']")
        .await;
    walk.page(
        "recording what waits",
        &["Record the clarification", CLARIFIED],
        &["There is a problem"],
    )
    .await;
    walk.send().await;
    walk.page(
        "the new date before it goes",
        &["Read the letter before it goes", days.due],
        &["There is a problem"],
    )
    .await;
    walk.send().await;
    walk.done("recorded").await;
    t.letter(
        "recorded",
        &[
            &format!(
                "Your answer to our question reached us on {}.",
                days.replied
            ),
            &format!("Our answer is now due by {}.", days.due),
            "section 1(3)",
        ],
        &["is late"],
    )
    .await;
    t.stands(
        "recorded",
        (
            &["We are working on it", days.due, "Answered our question"],
            &[
                "It is your turn",
                "It is our turn",
                "Your reply reached us",
                "Waiting for you",
            ],
        ),
        (
            &[&format!("Due {}", days.due), "due in"],
            &["Waiting for you", "clock stopped", "not recorded"],
        ),
        (
            &[days.due_short, "due in"],
            &["New from the requester", "clock stopped"],
        ),
    )
    .await;
}

/// More time for the public interest test.
async fn extended(t: &Traveller<'_>, days: &Days) {
    let (walk, reference) = (t.walk, t.reference.as_str());
    walk.app.set_clock("2026-07-01T09:00:00Z");
    walk.desk("Olga").await;
    walk.go_case(reference).await;
    walk.follow("Extend the time limit").await;
    walk.page(
        "extending",
        &["Extend the time limit"],
        &["There is a problem"],
    )
    .await;
    walk.unfold_all().await;
    walk.fill(&[
        ("ground", "public_interest"),
        ("exemptions", "s.31"),
        ("why", "Where patrols go touches how crimes are prevented."),
    ])
    .await;
    walk.send().await;
    walk.page(
        "the extension before it goes",
        &[
            "Read the letter before it goes",
            days.extended,
            "Ada Example",
        ],
        &["There is a problem"],
    )
    .await;
    walk.send().await;
    walk.done("extended").await;
    t.letter(
        "extended",
        &[
            &format!("cannot answer your request fully by {}", days.due),
            &format!("We expect to decide by {}.", days.extended),
            "section 10(3)",
            "under section 17(1) and (2)",
            "section 31 (Law enforcement)",
            "Where patrols go touches",
        ],
        &["section 43"],
    )
    .await;
    t.stands(
        "extended",
        (
            &[
                "We are working on it",
                days.extended,
                "Extended the time for the answer",
                "The last day for a notice naming the exemption",
            ],
            &[
                "is owed",
                "It is your turn",
                &format!("We will write to you by {}", days.due),
            ],
        ),
        (
            &[&format!("Due {}", days.extended), "For s.31."],
            &["Waiting for you"],
        ),
        (
            &[days.extended_short, "due in"],
            &["New from the requester", days.due_short],
        ),
    )
    .await;
}

/// One question is answered, the other refused under a qualified exemption.
async fn answered(t: &Traveller<'_>, days: &Days) {
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
async fn reviewed(t: &Traveller<'_>, days: &Days) {
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

walked_on_both_databases! {
    async fn who_only_uses_the_web_page_goes_from_the_request_to_a_changed_outcome(walk: &Walk, View::Desktop) {
        travelled(walk, Way::Web).await;
    }

    async fn who_only_writes_emails_goes_from_the_request_to_a_changed_outcome(walk: &Walk, View::Desktop) {
        travelled(walk, Way::Email).await;
    }

    async fn who_only_writes_by_post_goes_from_the_request_to_a_changed_outcome(walk: &Walk, View::Desktop) {
        travelled(walk, Way::Post).await;
    }
}
