//! Reviews: asked for in time or accepted late, decided by somebody who had no part in the answer,
//! and standing everywhere by their own day.

use crate::figures::follow_figures;
use crate::law_in_use::before_the_proclamation;
use crate::mail_in::{mail, receive};
use crate::support::{App, Page, day, for_clearance, refusal, signed_in};
use daylight::casework::cases::actions;
use daylight::casework::cases::log_request::RequestToLog;
use daylight::casework::{CaseworkFault, Instruction};
use daylight::config::Law;
use daylight::domain::case::{
    Actor, Channel, Event, Outcome, Reason, ReviewedQuestion, Stage, events,
};
use daylight::domain::letter_kind::LetterKind;
use daylight::domain::role::Role;
use daylight::mail::Letter;
use daylight::store::{Filter, ListDays, Reviews};
use rocket::http::Status;

const NO_PART: &str = "Somebody who had no part in the decision";

/// Takes a request from its receipt to a refusal sent by its officer and cleared by Clara.
async fn refused(app: &App, reference: &str, officer: Actor) {
    let steps = [
        Instruction::Allocate(actions::Allocate {
            team: None,
            officer: officer.person,
        }),
        Instruction::StartDraft(actions::StartDraft),
        refusal(),
        for_clearance(),
        Instruction::Clear(actions::Clear),
        Instruction::Answer(actions::Answer),
    ];
    for step in steps {
        let who = app.who(&step, officer).await;
        app.act(reference, who, None, step).await.unwrap();
    }
}

fn ask(accepted: &str) -> Instruction {
    Instruction::RequestReview(actions::RequestReview {
        points: "The number harms nobody.".into(),
        accepted: accepted.into(),
    })
}

fn grant() -> Instruction {
    Instruction::CompleteReview(actions::CompleteReview {
        changed: vec![ReviewedQuestion {
            number: 1,
            outcome: Outcome::GrantedInFull,
            exemptions: None,
        }],
        added: vec![],
        decision: "There were 12 patrols.".into(),
        reasons: "The number is old.".into(),
    })
}

/// Signs out whoever is at the desk and signs this person in.
async fn at_the_desk(app: &App, name: &str) {
    let page = app.get("/desk/requests").await;
    if page.status == Status::Ok {
        let csrf = page.value("csrf");
        app.post("/desk/sign-out", &[("csrf", &csrf)]).await;
    }
    let email = format!("{}@police.example", name.to_lowercase());
    let page = signed_in(app, &email, "three words here").await;
    assert!(page.location.is_some(), "{}", page.html);
}

/// The last letter to an address, its words however the lines are folded.
async fn letter_to(app: &App, address: &str) -> (Letter, String) {
    app.deliver().await;
    let letters = app.mailbox.lock().unwrap().clone();
    let letter = letters.into_iter().rfind(|l| l.to.address == address);
    let letter = letter.unwrap();
    let words = letter.text.split_whitespace().collect::<Vec<_>>();
    let words = words.join(" ");
    (letter, words)
}

/// Sends an action's form as it is shown, with these fields, and the letter it leads to.
async fn send(app: &App, reference: &str, noun: &str, fields: &[(&str, &str)]) -> Page {
    let path = format!("/desk/requests/{reference}/{noun}");
    let form = app.get(&format!("{path}/new")).await;
    assert_eq!(form.status, Status::Ok, "{}", form.html);
    let (csrf, version) = (form.value("csrf"), form.value("version"));
    let submission = form.value("submission");
    let mut all = vec![
        ("csrf", csrf.as_str()),
        ("version", version.as_str()),
        ("submission", submission.as_str()),
    ];
    all.extend(fields);
    let page = app.post(&path, &all).await;
    if page.status != Status::Ok {
        return page;
    }
    let seen = page.value("seen");
    all.push(("seen", seen.as_str()));
    app.post(&path, &all).await
}

async fn row(app: &App, reference: &str) -> String {
    let queue = app.get("/desk/requests").await;
    let row = queue.html.split("<tr>").find(|row| row.contains(reference));
    row.unwrap_or_else(|| panic!("{reference} is not in the queue"))
        .to_owned()
}

on_both_databases! {
    async fn a_review_asked_for_by_email_is_decided_by_somebody_who_had_no_part_in_the_answer(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let dora = app.person("Dora", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many patrols?", "one").await;
        refused(&app, &reference, olga).await;
        let (answer, words) = letter_to(&app, "ada@example.org").await;
        assert!(words.contains(&format!("{NO_PART} will review it.")), "{words}");
        // Wednesday 10 June 2026: the email arrives, and two days later an officer records it.
        app.set_clock("2026-06-10T09:00:00Z");
        let reply = mail(&app.reply_address(&reference).await, &format!("In-Reply-To: <{}>\n", answer.message_id), "I want a review.");
        receive(&app, reply, "2026-06-10T08:30:00Z").await;
        app.set_clock("2026-06-12T09:00:00Z");
        at_the_desk(&app, "Olga").await;
        let recorded = send(&app, &reference, "reviews", &[
            ("on-day", "10"), ("on-month", "6"), ("on-year", "2026"), ("points", "The number harms nobody."),
        ]).await;
        assert_eq!(recorded.status, Status::SeeOther, "{}", recorded.html);
        // 20 working days after the 10th, without 15 June, a holiday in Scotland.
        let stored = app.case(&reference).await.stored;
        assert_eq!((stored.case.stage(), stored.review_due), (Stage::Review, Some(day("2026-07-09"))));
        let (_, words) = letter_to(&app, "ada@example.org").await;
        for said in ["reached us on Wednesday 10 June 2026", "by Thursday 9 July 2026", "> The number harms nobody."] {
            assert!(words.contains(said), "no {said:?} in {words}");
        }
        assert!(words.contains(&format!("{NO_PART} will review it.")), "{words}");
        let status = app.get(&format!("/status/{}", app.status_token(&reference).await)).await;
        assert!(status.says("Being reviewed") && status.says("You will hear from us by Thursday 9 July 2026"), "{}", status.html);

        let page = app.get(&format!("/desk/requests/{reference}")).await;
        for said in ["<span class=\"quiet\">Review due</span> <strong>Thursday 9 July 2026</strong>", "due in 18 working days", "Tuesday 2 June 2026, in time"] {
            assert!(page.says(said), "no {said:?} in {}", page.html);
        }
        assert!(!page.says("answered in time"), "{}", page.html);

        // Olga decided, Clara cleared: each is told so, and who may.
        let before = app.case(&reference).await.stored.version;
        let filled = |page: &Page, version: &str, submission: &str| {
            vec![("csrf", page.value("csrf")), ("version", version.to_owned()), ("submission", submission.to_owned()),
                ("question-1", "granted_in_full".into()), ("decision", "We agree.".into()), ("reasons", "It is old.".into())]
        };
        for name in ["Olga", "Clara"] {
            at_the_desk(&app, name).await;
            let page = app.get(&format!("/desk/requests/{reference}")).await;
            let refusal = "You had a part in the answer; somebody else has to decide its review (s.45 Code, part 5). It can be done by Dora.";
            assert!(page.says(refusal) && !page.says(">Decide the review</a>"), "{}", page.html);
            let form = app.get(&format!("/desk/requests/{reference}/review-outcomes/new")).await;
            assert_eq!(form.status, Status::UnprocessableEntity);
            assert!(form.says("It can be done by Dora."), "{}", form.html);
            let token = crate::forms::form_token(name.len());
            let typed = filled(&page, &before.to_string(), &token);
            let typed: Vec<(&str, &str)> = typed.iter().map(|(n, v)| (*n, v.as_str())).collect();
            let sent = app.post(&format!("/desk/requests/{reference}/review-outcomes"), &typed).await;
            assert_eq!(sent.status, Status::UnprocessableEntity, "{name}");
            assert!(sent.says("you had a part in the answer") && sent.says("It can be done by Dora"), "{}", sent.html);
        }
        assert_eq!(app.case(&reference).await.stored.version, before);

        // Only Dora is offered as whoever takes the review over.
        let allocation = app.get(&format!("/desk/requests/{reference}/allocations/new")).await;
        assert!(allocation.says(">Dora</option>") && !allocation.says(">Olga</option>") && !allocation.says(">Clara</option>"), "{}", allocation.html);

        at_the_desk(&app, "Dora").await;
        let decided = send(&app, &reference, "review-outcomes", &[
            ("question-1", "granted_in_full"), ("decision", "There were 12 patrols."), ("reasons", "The number is old."),
        ]).await;
        assert_eq!(decided.status, Status::SeeOther, "{}", decided.html);
        let (_, words) = letter_to(&app, "ada@example.org").await;
        for said in [
            "Somebody who had no part in the decision has reviewed it. There were 12 patrols.",
            "Question 1, \u{201c}How many patrols?\u{201d}: it was refused; it is now granted in full.",
            "The number is old.",
            "Information Commissioner",
        ] {
            assert!(words.contains(said), "no {said:?} in {words}");
        }
        assert!(!words.contains("still withhold"), "{words}");
        let page = app.get(&format!("/desk/requests/{reference}")).await;
        for said in ["Granted in full", "Outcome before the review", "Friday 12 June 2026, in time", "Question 1 is now: granted in full."] {
            assert!(page.says(said), "no {said:?} in {}", page.html);
        }
        let stored = app.case(&reference).await.stored;
        assert_eq!((stored.case.first_outcome, stored.case.outcome), (Some(Outcome::Refused), Some(Outcome::GrantedInFull)));
        let Event::ReviewCompleted(events::ReviewCompleted { same_person, digest, .. }) = &stored.events[stored.events.len() - 2].event else {
            panic!("{:?}", stored.events);
        };
        assert!(!same_person && digest.is_some());
        let done = app.act(&reference, dora, None, ask("")).await;
        assert!(matches!(&done, Err(CaseworkFault::NotAllowed(r)) if r.reason == Reason::Reviewed), "{done:?}");
    }

    async fn who_releases_a_document_in_a_review_may_decide_it(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many patrols?", "one").await;
        refused(&app, &reference, officer).await;
        app.act(&reference, officer, None, ask("")).await.unwrap();
        let rita = app.person("Rita", Role::Manager).await;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("upload");
        std::fs::write(&file, b"month,patrols\n1,12\n").unwrap();
        let documents = app.casework.documents();
        let put = documents.add_document(&reference, "patrols.csv", &file, rita, app.now());
        put.await.unwrap();
        app.act(&reference, rita, None, grant()).await.unwrap();
        let case = app.case(&reference).await;
        assert!(case.documents[0].sent_at.is_some(), "it goes with the outcome");
    }

    async fn a_review_asked_for_by_post_begins_on_the_day_the_letter_came(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let request = RequestToLog {
            received: day("2026-06-01"), channel: Channel::Post, regime: None, variant: None,
            name: "Ada Example".into(), email: String::new(), address: "1 High Street\nExampletown".into(),
            category: String::new(), subject: String::new(), request: "How many patrols?".into(),
            acknowledge: false, submission: "one".into(),
        };
        let logged = app.casework.cases().log_request(request, Actor::SYSTEM, app.now()).await;
        let reference = logged.unwrap().reference;
        refused(&app, &reference, olga).await;
        app.set_clock("2026-06-12T09:00:00Z");
        app.act(&reference, olga, Some(day("2026-06-10")), ask("")).await.unwrap();
        let page = app.case(&reference).await;
        assert_eq!(page.stored.review_due, Some(day("2026-07-09")));
        let letter = &page.letters[0];
        assert_eq!((letter.state.as_str(), letter.to_address.as_deref()), ("to_post", None));
        assert!(letter.body_text.contains("Thursday 9 July 2026"), "{}", letter.body_text);
    }

    async fn an_open_review_stands_in_the_queue_by_its_own_day(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let dora = app.person("Dora", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many patrols?", "one").await;
        refused(&app, &reference, olga).await;
        app.set_clock("2026-06-12T09:00:00Z");
        let other = app.logged(day("2026-06-12"), "How many boats?", "two").await;
        app.act(&reference, olga, Some(day("2026-06-10")), ask("")).await.unwrap();
        at_the_desk(&app, "Olga").await;
        let queue = app.get("/desk/requests").await;
        assert!(queue.says("<b>1</b> Reviews</a>"), "{}", queue.html);
        // The answer to the other is due on 13 July at the earliest: the review stands before it.
        assert!(queue.html.find(&reference) < queue.html.find(&other), "{}", queue.html);
        let shown = row(&app, &reference).await;
        for said in ["9 Jul 2026", "review due in 18 working days", ">Review</span>", "answered: refused"] {
            assert!(shown.contains(said), "no {said:?} in {shown}");
        }
        let chip = app.get("/desk/requests?stage=review").await;
        assert!(chip.says(&reference) && !chip.says(&other), "{}", chip.html);
        assert!(!app.get("/desk/requests?stage=answered").await.says(&reference));
        let found = app.get("/desk/requests?q=patrols").await;
        assert!(found.says("review due in 18 working days") && !found.says("answered in time"), "{}", found.html);

        app.set_clock("2026-07-06T09:00:00Z");
        at_the_desk(&app, "Olga").await;
        let soon = app.get("/desk/requests?lateness=due_soon").await;
        assert!(soon.says(&reference) && soon.says("review due in 3 working days"), "{}", soon.html);
        app.set_clock("2026-07-10T09:00:00Z");
        at_the_desk(&app, "Olga").await;
        let late = app.get("/desk/requests?lateness=late").await;
        assert!(late.says(&reference) && late.says("review 1 working day late"), "{}", late.html);
        let page = app.get(&format!("/desk/requests/{reference}")).await;
        assert!(page.says("<span class=\"tag tag-bad\">1 working day late</span>"), "{}", page.html);

        // Whoever has the case may not decide it: the managers are told, until somebody has it who may.
        app.casework.reminding().remind(app.now()).await.unwrap();
        app.deliver().await;
        let letters = app.mailbox.lock().unwrap().clone();
        let told = letters.iter().find(|l| l.to.address == "clara@police.example" && l.subject.contains("1 late"));
        let words = told.unwrap().text.split_whitespace().collect::<Vec<_>>().join(" ");
        let said = format!("{reference} How many patrols?: review 1 working day late, was due 9 July 2026; whoever has it had a part in the answer");
        assert!(words.contains(&said), "{words}");
        let allocate = Instruction::Allocate(actions::Allocate { team: None, officer: dora.person });
        app.act(&reference, olga, None, allocate).await.unwrap();
        app.set_clock("2026-07-14T09:00:00Z");
        app.casework.reminding().remind(app.now()).await.unwrap();
        let (_, words) = letter_to(&app, "dora@police.example").await;
        assert!(words.contains("review 2 working days late, was due 9 July 2026"), "{words}");
        assert!(!words.contains("had a part"), "{words}");
    }

    async fn reviews_are_counted_apart_from_answers_in_the_months_report(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let dora = app.person("Dora", Role::Officer).await;
        let mut references = Vec::new();
        for name in ["in time", "late", "open"] {
            let reference = app.logged(day("2026-06-01"), &format!("How many patrols: {name}?"), name).await;
            refused(&app, &reference, olga).await;
            references.push(reference);
        }
        app.set_clock("2026-06-10T09:00:00Z");
        for reference in &references {
            app.act(reference, olga, None, ask("")).await.unwrap();
        }
        app.set_clock("2026-07-09T09:00:00Z");
        app.act(&references[0], dora, None, grant()).await.unwrap();
        app.deliver().await;
        app.set_clock("2026-07-10T09:00:00Z");
        let uphold = Instruction::CompleteReview(actions::CompleteReview { changed: Vec::new(), added: Vec::new(), decision: "It stands.".into(), reasons: "It would still help offenders.".into() });
        app.act(&references[1], dora, None, uphold).await.unwrap();
        let (_, words) = letter_to(&app, "ada@example.org").await;
        assert!(words.contains("The outcome stays as it was: refused."), "{words}");
        assert!(words.contains("What we still withhold") && words.contains("The number of patrols"), "{words}");

        let june = app.casework.reports().month_report(day("2026-06-01"), day("2100-01-01")).await.unwrap();
        let [month, ..] = &june.counts;
        assert_eq!((month.answered, month.in_time, month.open_at_end), (3, 3, 0));
        assert_eq!((month.reviews_received, month.reviews_decided, month.reviews_open_at_end), (3, 0, 3));
        let july = app.casework.reports().month_report(day("2026-07-01"), day("2100-01-01")).await.unwrap();
        let [month, before, _] = &july.counts;
        assert_eq!((month.reviews_received, month.reviews_decided, month.reviews_open_at_end), (0, 2, 1));
        assert_eq!((month.reviews_in_time, month.reviews_late, month.reviews_changed), (1, 1, 1));
        // What the answers were is not altered by what the reviews made of them.
        assert_eq!(before.by_outcome.get("refused"), Some(&3), "{:?}", before.by_outcome);
        let today = app.now().today;
        let days = ListDays { today, soon: today, news: app.now().at };
        for (counted, expected) in [(Reviews::InTime, &references[0]), (Reviews::Late, &references[1]), (Reviews::Changed, &references[0]), (Reviews::OpenAtEnd, &references[2])] {
            let filter = Filter { reviews: Some((counted, day("2026-07-01"), day("2026-07-31"))), ..Filter::default() };
            let (list, ..) = app.store().cases().queue(&filter, None, 10, days).await.unwrap();
            let found: Vec<&String> = list.rows.iter().map(|row| &row.reference).collect();
            assert_eq!(found, [expected], "{counted:?}");
        }
        at_the_desk(&app, "Olga").await;
        let page = app.get("/desk/reports/month/2026-07").await;
        assert!(page.says("Reviews decided late") && page.says("Reviews open at the end of the last day"), "{}", page.html);
        follow_figures(&app, "/desk/reports/month/2026-07").await;
        let csv = july.csv().unwrap();
        assert!(csv.contains("reviews_late,Reviews decided late,1,0,0"), "{csv}");
    }

    async fn after_the_time_to_ask_an_officer_may_accept_a_review_and_the_requester_is_told_to_write(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many patrols?", "one").await;
        refused(&app, &reference, olga).await;
        // 40 working days after 2 June, without 15 June and 13 July: to Thursday 30 July.
        app.set_clock("2026-07-31T09:00:00Z");
        let theirs = app.act(&reference, Actor::REQUESTER, None, ask("")).await;
        let Err(CaseworkFault::NotAllowed(refusal)) = theirs else {
            panic!("{theirs:?}");
        };
        assert_eq!(refusal.reason, Reason::ReviewTimeOver(day("2026-07-30")));
        at_the_desk(&app, "Olga").await;
        let form = app.get(&format!("/desk/requests/{reference}/reviews/new")).await;
        assert!(form.says("Only where it came after Thursday 30 July 2026."), "{}", form.html);
        let bare = send(&app, &reference, "reviews", &[("points", "It harms nobody.")]).await;
        assert_eq!(bare.status, Status::UnprocessableEntity);
        assert!(bare.says("ended on 30 July 2026; say why it is accepted all the same") && bare.says("It harms nobody."), "{}", bare.html);
        let why = "She was in hospital.";
        let accepted = send(&app, &reference, "reviews", &[("points", "It harms nobody."), ("accepted", why)]).await;
        assert_eq!(accepted.status, Status::SeeOther, "{}", accepted.html);
        let page = app.get(&format!("/desk/requests/{reference}")).await;
        assert!(page.says("It came after the time to ask and was accepted all the same."), "{}", page.html);
        let kept = app.case(&reference).await;
        assert!(kept.writings.iter().any(|w| w.kind == "review" && w.body.contains(why)), "{:?}", kept.writings);
        assert!(!letter_to(&app, "ada@example.org").await.1.contains(why));
    }

    async fn the_requester_asks_for_a_review_themselves_while_there_is_time(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many patrols?", "one").await;
        refused(&app, &reference, olga).await;
        app.set_clock("2026-07-30T09:00:00Z");
        app.act(&reference, Actor::REQUESTER, None, ask("")).await.unwrap();
        assert_eq!(app.case(&reference).await.stored.case.stage(), Stage::Review);
    }

    async fn a_proclaimed_holiday_moves_an_open_review_and_no_decided_one(app: App) {
        let folder = tempfile::tempdir().unwrap();
        before_the_proclamation(folder.path());
        app.casework.laws().take_law(Law::load(Some(folder.path())).unwrap());
        app.casework.laws().follow_the_law(app.now()).await.unwrap();
        let olga = app.person("Olga", Role::Officer).await;
        let dora = app.person("Dora", Role::Officer).await;
        let mut references = Vec::new();
        for name in ["open", "decided"] {
            let reference = app.logged(day("2026-06-01"), &format!("How many: {name}?"), name).await;
            refused(&app, &reference, olga).await;
            app.act(&reference, olga, None, ask("")).await.unwrap();
            references.push(reference);
        }
        app.act(&references[1], dora, None, grant()).await.unwrap();
        // 20 working days after Tuesday 2 June 2026.
        let due = async |reference: &str| app.case(reference).await.stored.review_due;
        assert_eq!(due(&references[0]).await, Some(day("2026-06-30")));
        app.casework.laws().take_law(Law::load(None).unwrap());
        assert_eq!(app.casework.laws().follow_the_law(app.now()).await.unwrap(), 1);
        assert_eq!(due(&references[0]).await, Some(day("2026-07-01")));
        assert_eq!(due(&references[1]).await, Some(day("2026-06-30")), "a decided review keeps its day");
        let moved = app.case(&references[0]).await.stored;
        // The day moved, and whoever was told the other one is told it, in one unit.
        let [.., before, told] = &moved.events[..] else { panic!("{:?}", moved.events) };
        let Event::DueDateMoved(events::DueDateMoved { from, to, .. }) = &before.event else {
            panic!("{:?}", moved.events);
        };
        assert_eq!((*from, *to), (Some(day("2026-06-30")), Some(day("2026-07-01"))));
        assert!(matches!(told.event, Event::LetterQueued(events::LetterQueued { letter: LetterKind::DateMoved, .. })), "{told:?}");
        let letter = app.case(&references[0]).await.letters[0].body_text.split_whitespace().collect::<Vec<_>>().join(" ");
        for said in ["the outcome of the review you asked for was due by Tuesday 30 June 2026", "is now due by Wednesday 1 July 2026"] {
            assert!(letter.contains(said), "no {said:?} in {letter}");
        }
        let note = Instruction::AddNote(actions::AddNote { text: "Filed away.".into() });
        app.act(&references[1], dora, None, note).await.unwrap();
        assert_eq!(due(&references[1]).await, Some(day("2026-06-30")), "and after a note too");
    }
}

const OF_ONE: (&str, &str) = ("DAYLIGHT_CLEARANCE__SECOND_PERSON", "not_required");

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_an_office_of_one_letters_and_record_say_so_on_sqlite() {
    let settings = [(OF_ONE.0.to_owned(), OF_ONE.1.to_owned())];
    in_an_office_of_one_letters_and_record_say_so(App::with(&settings).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_an_office_of_one_letters_and_record_say_so_on_postgresql() {
    let settings = [(OF_ONE.0.to_owned(), OF_ONE.1.to_owned())];
    if let Some(app) = App::on_postgresql_with(&settings).await {
        in_an_office_of_one_letters_and_record_say_so(app).await;
    }
}

async fn in_an_office_of_one_letters_and_record_say_so(app: App) {
    let mona = app.person("Mona", Role::Manager).await;
    let reference = app
        .logged(day("2026-06-01"), "How many patrols?", "one")
        .await;
    refused(&app, &reference, mona).await;
    let may =
        "Nobody else here can review it, so the person who decided your request may review it too.";
    let (_, words) = letter_to(&app, "ada@example.org").await;
    assert!(words.contains(may) && !words.contains(NO_PART), "{words}");
    app.act(&reference, mona, None, ask("")).await.unwrap();
    let (_, words) = letter_to(&app, "ada@example.org").await;
    assert!(words.contains(may) && !words.contains(NO_PART), "{words}");
    app.act(&reference, mona, None, grant()).await.unwrap();
    let (_, words) = letter_to(&app, "ada@example.org").await;
    let did =
        "Nobody else here could review it, so somebody who had a part in the decision has done so.";
    assert!(words.contains(did) && !words.contains(NO_PART), "{words}");
    at_the_desk(&app, "Mona").await;
    let page = app.get(&format!("/desk/requests/{reference}")).await;
    assert!(
        page.says("Whoever decided it had a part in the answer."),
        "{}",
        page.html
    );
}
