//! Three requesters, each by one way only, from the request through a clarification, a part refusal
//! under a qualified exemption after an extension, and a review, to a changed outcome.
//!
//! The dates are counted by hand. Working days are those of FOIA s.10(6): no Saturdays, Sundays or
//! bank holidays in any part of the United Kingdom, of which 15 June and 3 August (Scotland), 13
//! July (Northern Ireland) and 31 August 2026 (elsewhere) are passed.

mod to_the_end;

use super::traveller::{CLARIFIED, Traveller, Way};
use super::walk::Walk;
use crate::chromium::View;
use to_the_end::{answered, reviewed};

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
