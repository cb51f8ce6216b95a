//! A review asked for because no answer came in time: where the law's file has it, by each way, with
//! its own day, while the answer is owed and late all the same.

use crate::desk_forms::{Shown, as_person, fill_in};
use crate::journeys::traveller::fill;
use crate::mail_in::{mail, receive};
use crate::refusals::drafting;
use crate::support::{App, day, for_clearance};
use chrono::{Days, NaiveDate};
use daylight::casework::cases::actions;
use daylight::casework::cases::log_request::RequestToLog;
use daylight::casework::{CaseworkFault, Instruction};
use daylight::domain::case::{Actor, Channel, Event, Outcome, Reason, Stage, events};
use daylight::domain::clock::{ClockEvent, ClockEventKind, compute};
use daylight::domain::role::Role;
use rocket::http::Status;

const RECEIVED: &str = "2026-06-01";

async fn logged(app: &App, law: &str, channel: Channel) -> String {
    let by_post = channel == Channel::Post;
    let of = |wanted: bool, text: &str| {
        if wanted {
            text.to_owned()
        } else {
            String::new()
        }
    };
    let request = RequestToLog {
        received: day(RECEIVED),
        channel,
        regime: Some(law.into()),
        variant: None,
        name: "Ada Example".into(),
        email: of(!by_post, "ada@example.org"),
        address: of(by_post, "2 Long Lane\nExampletown"),
        category: String::new(),
        subject: String::new(),
        request: "How many wells?".into(),
        acknowledge: false,
        submission: format!("{law} {channel:?}"),
    };
    let cases = app.casework.cases();
    let logged = cases.log_request(request, Actor::SYSTEM, app.now());
    logged.await.unwrap().reference
}

/// The days the clock gives: for the answer and, where a review was asked for, for its outcome.
fn days(app: &App, law: &str, asked: Option<NaiveDate>) -> (NaiveDate, Option<NaiveDate>) {
    let all = app.casework.law();
    let regime = all.regime(law, day(RECEIVED)).unwrap();
    let calendar = all.calendar(&regime.default_calendar).unwrap();
    let asked = asked.map(|on| ClockEvent::new(ClockEventKind::ReviewRequested, on));
    let events: Vec<ClockEvent> = asked.into_iter().collect();
    let dates = compute(regime, calendar, day(RECEIVED), &events).unwrap();
    (dates.due.unwrap(), dates.review_due)
}

fn clock(on: NaiveDate) -> String {
    format!("{on}T09:00:00Z")
}

fn long(on: NaiveDate) -> String {
    on.format("%A %-d %B %Y").to_string()
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn ask(accepted: &str) -> Instruction {
    Instruction::RequestReview(actions::RequestReview {
        points: "Where is it?".into(),
        accepted: accepted.into(),
    })
}

/// The requester asks for a review by a way of theirs; an officer records an email and a letter,
/// and sees what acknowledges it before it goes.
async fn asked_by(app: &App, reference: &str, channel: Channel, on: NaiveDate) {
    let token = app.status_token(reference).await;
    if channel == Channel::WebForm {
        let form = app.get(&format!("/status/{token}/reviews/new")).await;
        assert!(form.says("why our answer is late"), "{}", form.html);
        let sent = fill(
            app,
            &form,
            &format!("/status/{token}/reviews"),
            &[("points", "Where is it?")],
        )
        .await;
        assert_eq!(sent.status, Status::SeeOther, "{}", sent.html);
        return;
    }
    if channel == Channel::Email {
        let bytes = mail(&app.reply_address(reference).await, "", "Where is it?");
        receive(app, bytes, &app.now().at.to_rfc3339()).await;
    }
    let day_of = [on.format("%-d"), on.format("%-m"), on.format("%Y")].map(|part| part.to_string());
    let [d, m, y] = &day_of;
    as_person(app, "Olga").await;
    let typed = [
        ("on-day", d.as_str()),
        ("on-month", m),
        ("on-year", y),
        ("points", "Where is it?"),
    ];
    let shown = Shown::of(&fill_in(app, reference, "reviews", &typed).await);
    assert!(
        words(&shown.text).contains("is late. We are sorry."),
        "{}",
        shown.text
    );
    assert_eq!(shown.send(app, &[]).await.status, Status::SeeOther);
}

/// A request nobody answers, reviewed and then answered.
async fn unanswered(app: &App, law: &str, channel: Channel) {
    let olga = app.person("Olga", Role::Officer).await;
    let dora = app.person("Dora", Role::Officer).await;
    let reference = logged(app, law, channel).await;
    let (due, _) = days(app, law, None);
    let token = app.status_token(&reference).await;

    // While there is time nobody is offered a review.
    app.set_clock(&clock(due));
    let early = app.act(&reference, Actor::REQUESTER, None, ask("")).await;
    let Err(CaseworkFault::NotAllowed(refusal)) = early else {
        panic!("{early:?}");
    };
    assert!(
        matches!(refusal.reason, Reason::StillInTime(by, _) if by == due),
        "{refusal}"
    );
    let page = app.get(&format!("/status/{token}")).await;
    assert!(!page.says("/reviews/new"), "{}", page.html);

    let on = due + Days::new(1);
    let (_, review_due) = days(app, law, Some(on));
    let review_due = review_due.unwrap();
    app.set_clock(&clock(on));
    let page = app.get(&format!("/status/{token}")).await;
    assert!(
        page.says("/reviews/new") && page.says("is late"),
        "{}",
        page.html
    );
    asked_by(app, &reference, channel, on).await;

    let case = app.case(&reference).await;
    let letter = words(&case.letters[0].body_text);
    for said in [
        format!("That reached us on {}.", long(on)),
        format!("Our answer was due by {} and is late.", long(due)),
        format!("the outcome of the review by {}.", long(review_due)),
    ] {
        assert!(letter.contains(&said), "no {said:?} in {letter}");
    }
    let stored = case.stored;
    assert_eq!(
        (stored.due, stored.review_due),
        (Some(due), Some(review_due))
    );
    assert_eq!(
        stored.case.stage(),
        Stage::Received,
        "the work on the answer is where it was"
    );
    let page = app.get(&format!("/status/{token}")).await;
    let heard = format!("You will hear about that by {}.", long(review_due));
    assert!(
        page.says(&heard) && page.says("We still owe it to you") && !page.says("/reviews/new"),
        "{}",
        page.html
    );

    // Late in the queue, and among the reviews.
    as_person(app, "Olga").await;
    for list in ["?lateness=late", "?stage=review"] {
        let page = app.get(&format!("/desk/requests{list}")).await;
        let row = page
            .html
            .split("<tr>")
            .find(|row| row.contains(&reference))
            .unwrap();
        assert!(
            row.contains(" late") && row.contains("a review is open because no answer came"),
            "{row}"
        );
    }
    let page = app.get(&format!("/desk/requests/{reference}")).await;
    for said in ["Review due", &long(review_due), &long(due)] {
        assert!(page.says(said), "no {said:?} in {}", page.html);
    }

    // It is decided after the answer, which says that it looks at it too.
    let early = Instruction::CompleteReview(actions::CompleteReview {
        changed: Vec::new(),
        added: Vec::new(),
        decision: "It was lost.".into(),
        reasons: "We moved.".into(),
    });
    let refused = app.act(&reference, dora, None, early.clone()).await;
    assert!(
        matches!(&refused, Err(CaseworkFault::NotAllowed(r)) if r.reason == Reason::AnswerFirst),
        "{refused:?}"
    );
    drafting(app, &reference, olga).await;
    let decide = Instruction::DecideQuestion(actions::DecideQuestion {
        number: 1,
        outcome: Outcome::GrantedInFull,
        answer: "There are 12.".into(),
        reasons: vec![],
    });
    for step in [
        decide,
        for_clearance(),
        Instruction::Clear(actions::Clear),
        Instruction::Answer(actions::Answer),
    ] {
        let who = app.who(&step, olga).await;
        app.act(&reference, who, None, step).await.unwrap();
    }
    let case = app.case(&reference).await;
    let letter = words(&case.letters[0].body_text);
    let again = format!(
        "On {} you asked us for a review because our answer was late. It looks at this answer too",
        long(on)
    );
    assert!(
        letter.contains(&again) && !letter.contains("You can ask us to look at this again"),
        "{letter}"
    );
    assert_eq!(case.stored.case.stage(), Stage::Review);
    app.act(&reference, dora, None, early).await.unwrap();
    let stored = app.case(&reference).await.stored;
    assert_eq!(
        (stored.case.stage(), stored.case.reviewed),
        (Stage::Answered, Some(on))
    );
    assert_eq!(
        (stored.due, stored.review_due),
        (Some(due), Some(review_due))
    );
    let page = app.get(&format!("/desk/requests/{reference}")).await;
    for said in [", late", "answered late", ", in time"] {
        assert!(page.says(said), "no {said:?} in {}", page.html);
    }
    app.casework.verify().await.unwrap().unwrap();
}

on_both_databases! {
    async fn under_the_act_of_2000_the_requester_asks_on_their_page_why_no_answer_came(app: App) {
        Box::pin(unanswered(&app, "uk-foia-2000", Channel::WebForm)).await;
    }

    async fn under_the_regulations_of_2004_the_requester_asks_by_email_why_no_answer_came(app: App) {
        Box::pin(unanswered(&app, "uk-eir-2004", Channel::Email)).await;
    }

    async fn under_the_scottish_act_the_requester_asks_by_letter_why_no_answer_came(app: App) {
        Box::pin(unanswered(&app, "scot-foisa-2002", Channel::Post)).await;
    }

    async fn the_time_to_ask_why_no_answer_came_ends_where_the_law_says_so(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = logged(&app, "scot-foisa-2002", Channel::WebForm).await;
        let open = logged(&app, "uk-foia-2000", Channel::WebForm).await;
        let never = logged(&app, "nz-oia-1982", Channel::WebForm).await;
        // s.20(5): 40 working days after Monday 29 June 2026, whatever Scotland's holidays are.
        app.set_clock("2026-09-02T09:00:00Z");
        let over = app.act(&reference, Actor::REQUESTER, None, ask("")).await;
        let Err(CaseworkFault::NotAllowed(refusal)) = over else { panic!("{over:?}") };
        let Reason::ReviewTimeOver(by) = refusal.reason else { panic!("{refusal}") };
        let (due, _) = days(&app, "scot-foisa-2002", None);
        let law = app.casework.law();
        let regime = law.regime("scot-foisa-2002", day(RECEIVED)).unwrap();
        let calendar = law.calendar(&regime.default_calendar).unwrap();
        assert_eq!(calendar.working_days_between(due, by), 40);
        let page = app.get(&format!("/status/{}", app.status_token(&reference).await)).await;
        assert!(page.says("The time to ask for it ended on") && !page.says("/reviews/new"), "{}", page.html);
        let bare = app.act(&reference, olga, None, ask("")).await;
        assert!(matches!(&bare, Err(CaseworkFault::NotAllowed(r)) if r.reason == Reason::LateReview(by)), "{bare:?}");
        app.act(&reference, olga, None, ask("She was ill.")).await.unwrap();
        let stored = app.case(&reference).await.stored;
        assert!(stored.events.iter().any(|r| matches!(r.event, Event::ReviewRequested(events::ReviewRequested { late: true, .. }))));
        // The Code of 2000 names no end; New Zealand's Act has no review by the authority.
        app.act(&open, Actor::REQUESTER, None, ask("")).await.unwrap();
        let none = app.act(&never, Actor::REQUESTER, None, ask("")).await;
        assert!(matches!(&none, Err(CaseworkFault::NotAllowed(r)) if matches!(r.reason, Reason::NoReview(..))), "{none:?}");
        // Withdrawn, nothing is left to review.
        app.act(&open, olga, None, Instruction::Withdraw(actions::Withdraw)).await.unwrap();
        let stored = app.case(&open).await.stored;
        assert_eq!((stored.case.stage(), stored.case.review_open), (Stage::Closed, false));
        app.casework.verify().await.unwrap().unwrap();
    }
}
