//! Three requesters, each by one way only, from the request to the outcome of a review: after each
//! step the pages as served and the letters as sent say what is so, and nothing that is not.

mod at_the_desk;
pub(crate) mod traveller;

use crate::desk_forms::as_person;
use crate::support::{App, day};
use at_the_desk::{decided, review_decided};
use daylight::casework::cases::reasons::reasons_field;
use traveller::{CLARIFIED, POINTS, Way, after, begun, fill, link, long, read, short, taken};

async fn travelled(app: App, way: Way) {
    let journey = begun(app, way).await;
    let (app, reference) = (&journey.app, journey.reference.clone());
    let due = after("2026-06-02", 20);
    let (due_long, due_short) = (long(due), short(due));
    journey
        .letter(
            "acknowledged",
            &[
                "We received it on Tuesday 2 June 2026",
                &due_long,
                "section 10(1)",
                "Freedom of Information Act 2000",
            ],
            &["review"],
        )
        .await;
    journey
        .pages(
            "acknowledged",
            (
                &[
                    "We are working on it",
                    "We will write to you by",
                    &due_long,
                    "Received",
                ],
                &[
                    "It is your turn",
                    "Ask for an internal review",
                    "We have answered",
                    "clock is stopped",
                    "Complain",
                ],
            ),
            (
                &[&due_long, "due in 20 working days", "Nobody yet"],
                &["Waiting for you", "clock stopped", "Review"],
            ),
            (
                &[
                    &due_short,
                    "due in 20 working days",
                    "Received",
                    "Nobody yet",
                ],
                &["New from the requester"],
            ),
        )
        .await;

    // Thursday 4 June: the officer asks which district is meant.
    app.set_clock("2026-06-04T09:00:00Z");
    as_person(app, "Olga").await;
    let olga = app
        .store()
        .people()
        .all()
        .await
        .unwrap()
        .into_iter()
        .find(|p| p.name == "Olga")
        .unwrap();
    journey
        .act("Olga", "allocations", &[("officer", &olga.id.to_string())])
        .await;
    journey
        .act(
            "Olga",
            "clarifications",
            &[
                ("needs", "Which district do you mean?"),
                ("why", "There are four."),
            ],
        )
        .await;
    journey
        .letter(
            "asked",
            &[
                "Which district do you mean?",
                "There are four.",
                "section 1(3)",
                "begins anew on the day your answer reaches us",
                "within 20 working days",
            ],
            &["stands still", &due_long],
        )
        .await;
    journey
        .pages(
            "asked",
            (
                &[
                    "It is your turn",
                    "Waiting for you",
                    "We asked you a question",
                    "begins again on the day your reply reaches us",
                ],
                &[
                    "It is our turn",
                    "We are working on it",
                    "We will write to you by",
                    "Our answer was due",
                    "stands still until then",
                    "Ask for an internal review",
                ],
            ),
            (
                &[
                    "clock stopped",
                    "Clarification sought",
                    "No date while the clock is stopped",
                ],
                &["Waiting for you", "working days late", "due in"],
            ),
            (
                &["clock stopped", "Olga"],
                &["New from the requester", &due_short, "due in"],
            ),
        )
        .await;

    // Tuesday 9 June: the answer reaches us; the letter came on the 8th.
    app.set_clock("2026-06-09T09:00:00Z");
    let came = day(if way == Way::Post {
        "2026-06-08"
    } else {
        "2026-06-09"
    });
    journey.says(CLARIFIED, "second", came).await;
    let from = came.to_string();
    let due = after(&from, 20);
    let (came_long, due_long, due_short) = (long(came), long(due), short(due));
    let came_short = came.format("%-d Jun").to_string();
    if way == Way::Web {
        journey
            .letter(
                "answered us",
                &[
                    &format!("Your message reached us on {came_long}"),
                    CLARIFIED,
                    &format!("If it tells us what we need, our answer is due by {due_long}."),
                ],
                &["is now due", "if this changes"],
            )
            .await;
    }
    journey
        .pages(
            "answered us",
            (
                &[
                    "It is our turn",
                    "With us",
                    &format!("Your reply reached us on {came_long}."),
                    &due_long,
                    "If it tells us what we need",
                ],
                &["It is your turn", "Waiting for you", "We are working on it"],
            ),
            (
                &[
                    "Waiting for you",
                    "Reply to our question",
                    CLARIFIED,
                    &due_long,
                    "not recorded",
                    "if the reply that waits is recorded",
                ],
                &["working days late"],
            ),
            (
                &[
                    "New from the requester",
                    &came_short,
                    &due_short,
                    "not recorded",
                ],
                &["clock stopped"],
            ),
        )
        .await;

    // Thursday 11 June: recorded from what waits; nothing is typed.
    app.set_clock("2026-06-11T09:00:00Z");
    as_person(app, "Olga").await;
    let case = app.get(&journey.case_path()).await;
    let form = app
        .get(&link(&case, "clarification-replies/new?came"))
        .await;
    assert!(form.says(CLARIFIED), "{}", form.html);
    journey
        .sent(
            &form,
            &format!("{}/clarification-replies", journey.case_path()),
            &[],
        )
        .await;
    assert_eq!(app.case(&reference).await.stored.due, Some(due));
    journey
        .letter(
            "recorded",
            &[
                &format!("Your answer to our question reached us on {came_long}."),
                &format!("Our answer is now due by {due_long}."),
                "section 1(3)",
            ],
            &["is late"],
        )
        .await;
    journey
        .pages(
            "recorded",
            (
                &["We are working on it", &due_long, "Answered our question"],
                &[
                    "It is your turn",
                    "It is our turn",
                    "Your reply reached us",
                    "Waiting for you",
                    "stands still until",
                ],
            ),
            (
                &[&due_long, "due in"],
                &["Waiting for you", "clock stopped", "not recorded"],
            ),
            (
                &[&due_short, "due in"],
                &["New from the requester", "clock stopped"],
            ),
        )
        .await;

    // Wednesday 1 July: more time for the public interest test.
    app.set_clock("2026-07-01T09:00:00Z");
    let extended = after(&from, 40);
    let (late_long, late_short) = (long(extended), short(extended));
    journey
        .act(
            "Olga",
            "extensions",
            &[
                ("ground", "public_interest"),
                ("exemptions", "s.31"),
                ("why", "Where patrols go touches how crimes are prevented."),
            ],
        )
        .await;
    journey
        .letter(
            "extended",
            &[
                &format!("cannot answer your request fully by {due_long}"),
                &format!("We expect to decide by {late_long}."),
                "section 10(3)",
                "under section 17(1) and (2)",
                "section 31 (Law enforcement)",
                "Where patrols go touches",
            ],
            &["section 43"],
        )
        .await;
    journey
        .pages(
            "extended",
            (
                &[
                    "We are working on it",
                    &late_long,
                    "Extended the time for the answer",
                ],
                &[
                    "It is your turn",
                    &format!("We will write to you by {due_long}"),
                ],
            ),
            (&[&late_long, "For s.31."], &["Waiting for you"]),
            (
                &[&late_short, "due in"],
                &["New from the requester", &due_short],
            ),
        )
        .await;

    // Wednesday 15 July: the answer is drafted and Olga's to send for clearance.
    app.set_clock("2026-07-15T09:00:00Z");
    journey.act("Olga", "searches", &[]).await;
    journey.act("Olga", "drafts", &[]).await;
    decided(
        &journey,
        "1",
        &[
            ("outcome", "granted_in_full"),
            ("answer", "There were 12 patrols."),
        ],
    )
    .await;
    let section = |name: &str| reasons_field(name, &"s.31(1)(a)".into());
    let reasons = [
        ("withheld", "The places patrolled"),
        ("why", "They show where nobody looks."),
        ("harm", "Offenders would go elsewhere."),
        ("for_disclosure", "People see how they are kept safe."),
        ("for_withholding", "Patrols work by surprise."),
        ("balance", "Safety weighs more."),
    ]
    .map(|(name, text)| (section(name), text));
    let mut second = vec![("outcome", "refused"), ("exemptions", "s.31(1)(a)")];
    second.extend(reasons.iter().map(|(name, text)| (name.as_str(), *text)));
    decided(&journey, "2", &second).await;
    journey.act("Olga", "clearance-requests", &[]).await;
    journey
        .pages(
            "at clearance",
            (
                &["We are working on it", "Checking the answer", &late_long],
                &["We have answered", "s.31(1)(a)", "There were 12 patrols."],
            ),
            (
                &["Clearance", "May clear it Clara", "s.31(1)(a)"],
                &["May clear it Olga", "Cleared"],
            ),
            (&["Clearance", &late_short], &["Answered"]),
        )
        .await;

    // Clara, who had no part in it, reads the letter itself and clears it.
    as_person(app, "Clara").await;
    let path = format!("{}/clearances", journey.case_path());
    let read_first = app.get(&format!("{path}/new")).await;
    journey.holds(
        "cleared",
        &read(&read_first.html),
        &[
            "There were 12 patrols.",
            "The places patrolled",
            "s.31(1)(a)",
            "Patrols work by surprise.",
            "Ada Example",
        ],
        &[],
    );
    taken(&fill(app, &read_first, &path, &[]).await);
    app.set_clock("2026-07-16T09:00:00Z");
    let ask_by = long(after("2026-07-16", 40));
    as_person(app, "Olga").await;
    let path = format!("{}/answers", journey.case_path());
    let last = app.get(&format!("{path}/new")).await;
    taken(&fill(app, &last, &path, &[]).await);
    journey
        .letter(
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
                &ask_by,
                "Somebody who had no part in the decision will review it.",
                "Information Commissioner",
                "within 20 working days",
            ],
            &["section 10(3)", "section 43", "still weighing"],
        )
        .await;
    journey
        .pages(
            "answered",
            (
                &[
                    "We have answered",
                    "Thursday 16 July 2026",
                    "Ask for an internal review",
                    &format!("You can ask until {ask_by}"),
                    "Granted in part",
                ],
                &[
                    "We are working on it",
                    "It is your turn",
                    "(in ",
                    "We will write to you by",
                    "Our answer was due",
                    "Being reviewed",
                ],
            ),
            (
                &[
                    "Thursday 16 July 2026, in time",
                    "Granted in part",
                    "answered in time",
                ],
                &[
                    "Waiting for you",
                    "Review due",
                    "working days late",
                    "Nobody at the desk can do it",
                ],
            ),
            (
                &["answered in time", "Granted in part"],
                &["due in", "New from the requester"],
            ),
        )
        .await;

    // Monday 10 August: a review is asked for; the letter came on Friday the 7th.
    app.set_clock("2026-08-10T09:00:00Z");
    let asked = day(if way == Way::Post {
        "2026-08-07"
    } else {
        "2026-08-10"
    });
    match way {
        Way::Web => {
            let form = app
                .get(&link(&journey.status().await, "/reviews/new"))
                .await;
            let token = app.status_token(&reference).await;
            taken(
                &fill(
                    app,
                    &form,
                    &format!("/status/{token}/reviews"),
                    &[("points", POINTS)],
                )
                .await,
            );
        }
        Way::Email => {
            journey.says(POINTS, "third", asked).await;
            journey
                .pages(
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
            let case = app.get(&journey.case_path()).await;
            let form = app.get(&link(&case, "/reviews/new?came")).await;
            journey
                .sent(&form, &format!("{}/reviews", journey.case_path()), &[])
                .await;
        }
        Way::Post => {
            journey
                .act(
                    "Olga",
                    "reviews",
                    &[
                        ("on-day", "7"),
                        ("on-month", "8"),
                        ("on-year", "2026"),
                        ("points", POINTS),
                    ],
                )
                .await
        }
    }
    let review_due = after(&asked.to_string(), 20);
    let (review_long, review_short) = (long(review_due), short(review_due));
    journey
        .letter(
            "review begun",
            &[
                &format!("reached us on {}", long(asked)),
                &format!("You will have our answer by {review_long}."),
                POINTS,
                "Somebody who had no part in the decision will review it.",
            ],
            &["has reviewed it", "the last day to ask for"],
        )
        .await;
    journey.pages("review begun",
        (&["We are reviewing our answer", "Being reviewed", &format!("You will hear from us by {review_long}.")],
            &["We have answered", "You can ask until", "Ask for an internal review", "It is your turn", "is with us"]),
        (&["Review due", &review_long, "Thursday 16 July 2026, in time", "You had a part in the answer; somebody else has to decide its review (s.45 Code, part 5). It can be done by Dora."],
            &["answered in time", "Outcome before the review"]),
        (&[&review_short, "review due in", "answered: granted in part"], &["answered in time"])).await;

    review_decided(&journey).await;
    app.casework.verify().await.unwrap().unwrap();
    let wrong = journey.wrong.lock().unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

on_both_databases! {
    async fn who_only_uses_the_web_page_is_told_what_is_so_from_request_to_review(app: App) {
        travelled(app, Way::Web).await;
    }

    async fn who_only_writes_emails_is_told_what_is_so_from_request_to_review(app: App) {
        travelled(app, Way::Email).await;
    }

    async fn who_only_writes_by_post_is_told_what_is_so_from_request_to_review(app: App) {
        travelled(app, Way::Post).await;
    }
}
