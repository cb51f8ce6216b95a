//! Mistakes are put right by events that say what, why and by whom; the clock, the columns and the
//! requester follow, and nothing is taken out of the record.

use crate::mail_in::{mail, receive};
use crate::refusals;
use crate::support::{App, by_email, day, for_clearance, signed_in};
use daylight::casework::cases::actions;
use daylight::casework::cases::correct::Correcting;
use daylight::casework::cases::log_request::RequestToLog;
use daylight::casework::cases::to_correct::ToCorrect;
use daylight::casework::{CaseworkFault, Instruction};
use daylight::domain::case::{Actor, Channel, Event, Outcome, Reasons, Stage, events};
use daylight::domain::role::Role;
use daylight::store::{Filter, ListDays};
use rocket::http::Status;
use sea_orm::{ConnectionTrait, Database, Statement};

const WHY: &str = "Somebody typed it into the wrong case.";

/// Logs a request received on 2 June 2026, which is acknowledged.
async fn acknowledged(app: &App, request: &str) -> String {
    let request = RequestToLog {
        acknowledge: true,
        ..by_email(day("2026-06-02"), request, &format!("log {request}"))
    };
    // What the desk decides goes, however many letters an address had.
    let at_the_desk = Actor {
        role: Role::Officer,
        person: None,
    };
    let cases = app.casework.cases();
    let logged = cases.log_request(request, at_the_desk, app.now()).await;
    logged.unwrap().reference
}

async fn correcting(app: &App, reference: &str, what: ToCorrect) -> Correcting {
    let version = app.case(reference).await.stored.version;
    Correcting {
        reference: reference.into(),
        version,
        submission: format!("{reference} {version} correction"),
        what,
        why: WHY.into(),
    }
}

async fn correct(
    app: &App,
    reference: &str,
    actor: Actor,
    what: ToCorrect,
) -> Result<(), CaseworkFault> {
    let correcting = correcting(app, reference, what).await;
    let corrections = app.casework.corrections();
    corrections.correct(&correcting, actor, app.now()).await
}

async fn refusal(app: &App, reference: &str, actor: Actor, what: ToCorrect) -> String {
    let version = app.case(reference).await.stored.version;
    let refused = correct(app, reference, actor, what).await;
    assert_eq!(
        app.case(reference).await.stored.version,
        version,
        "nothing has happened"
    );
    match refused {
        Err(CaseworkFault::Refused(why)) => why,
        Err(CaseworkFault::Invalid(faults)) => faults[0].message.clone(),
        other => format!("{other:?}"),
    }
}

/// The place in the record of the last event of a kind.
async fn last_of(app: &App, reference: &str, kind: &str) -> i64 {
    let events = app.case(reference).await.stored.events;
    events
        .iter()
        .rev()
        .find(|r| r.event.kind() == kind)
        .unwrap()
        .seq
}

/// The one letter that left in a round, as it was sent.
async fn letter_sent(app: &App) -> String {
    app.mailbox.lock().unwrap().clear();
    app.deliver().await;
    let letters = app.mailbox.lock().unwrap();
    assert_eq!(letters.len(), 1, "{letters:?}");
    let letter = &letters[0];
    letter.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A column of a case as it is stored.
async fn column(app: &App, reference: &str, column: &str) -> Option<String> {
    row(
        app,
        &format!(
            "SELECT CAST({column} AS TEXT) AS held FROM cases WHERE reference = '{reference}'"
        ),
    )
    .await
}

async fn row(app: &App, sql: &str) -> Option<String> {
    let behind = Database::connect(app.url.replace("sqlite:", "sqlite://"))
        .await
        .unwrap();
    let statement = Statement::from_string(behind.get_database_backend(), sql.to_owned());
    let row = behind.query_one_raw(statement).await.unwrap().unwrap();
    let held = row.try_get::<Option<String>>("", "held").unwrap();
    behind.close().await.unwrap();
    held
}

async fn chains_hold(app: &App) {
    let held = app.casework.verify().await.unwrap();
    assert!(held.is_ok(), "{:?}", held.err());
}

fn ask() -> Instruction {
    Instruction::SeekClarification(actions::SeekClarification {
        needs: "Which district?".into(),
        why: "There are four.".into(),
    })
}

/// Decides every question and sends the answer, with somebody else clearing it.
async fn answered(app: &App, reference: &str, officer: Actor) {
    let questions = app.case(reference).await.questions.len();
    let act = async |step: Instruction| {
        let who = app.who(&step, officer).await;
        app.act(reference, who, None, step).await.unwrap();
    };
    act(Instruction::Allocate(actions::Allocate {
        team: None,
        officer: officer.person,
    }))
    .await;
    act(Instruction::StartDraft(actions::StartDraft)).await;
    for number in 1..=questions {
        act(granted(u16::try_from(number).unwrap())).await;
    }
    act(for_clearance()).await;
    act(Instruction::Clear(actions::Clear)).await;
    act(Instruction::Answer(actions::Answer)).await;
}

fn granted(number: u16) -> Instruction {
    Instruction::DecideQuestion(actions::DecideQuestion {
        number,
        outcome: Outcome::GrantedInFull,
        answer: format!("There were {number}2."),
        reasons: vec![],
    })
}

on_both_databases! {
    async fn another_day_of_receipt_is_seen_before_it_is_recorded_and_then_told(app: App) {
        app.person("Olga", Role::Officer).await;
        let reference = acknowledged(&app, "How many?").await;
        let first = letter_sent(&app).await;
        assert!(first.contains("2 June 2026") && first.contains("1 July 2026"), "{first}");
        app.set_clock("2026-06-04T09:00:00Z");
        signed_in(&app, "olga@police.example", "three words here").await;
        let case = app.get(&format!("/desk/requests/{reference}")).await;
        let list = format!("/desk/requests/{reference}/corrections/new");
        assert!(case.says(&list), "{}", case.html);
        let what = app.get(&list).await;
        assert!(what.says("Day of receipt") && what.says("Tuesday 2 June 2026"), "{}", what.html);
        let form = app.get(&format!("{list}?what=received")).await;
        assert_eq!(form.value("on-day"), "2");
        let path = format!("/desk/requests/{reference}/corrections");
        let (csrf, version, submission) = (form.value("csrf"), form.value("version"), form.value("submission"));
        let typed = |day: &'static str, seen: &str| {
            [
                ("csrf", csrf.clone()), ("version", version.clone()), ("submission", submission.clone()), ("what", "received".into()),
                ("on-day", day.into()), ("on-month", "6".into()), ("on-year", "2026".into()),
                ("reason", "It had waited in the post room.".into()), ("seen", seen.into()),
            ]
        };
        let post = async |fields: [(&'static str, String); 9]| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            app.post(&path, &fields).await
        };
        // First only what it comes to.
        let shown = post(typed("1", "")).await;
        assert_eq!(shown.status, Status::Ok, "{}", shown.html);
        for text in ["Answer due: Wednesday 1 July 2026", "Answer due: Tuesday 30 June 2026", "ada@example.org", "It had waited in the post room."] {
            assert!(shown.says(text), "no {text:?} in {}", shown.html);
        }
        assert_eq!(app.case(&reference).await.stored.case.received, day("2026-06-02"));
        // What was seen is not what is sent any more: it is shown again.
        let other = post(typed("29", &shown.value("seen"))).await;
        assert_eq!(other.status, Status::UnprocessableEntity, "the future is refused: {}", other.html);
        let seen = shown.value("seen");
        let done = post(typed("1", &seen)).await;
        assert_eq!(done.status, Status::SeeOther, "{}", done.html);
        assert_eq!(post(typed("1", &seen)).await.status, Status::SeeOther, "a second click");

        let page = app.case(&reference).await;
        assert_eq!((page.stored.case.received, page.stored.due), (day("2026-06-01"), Some(day("2026-06-30"))));
        assert_eq!(column(&app, &reference, "received").await.as_deref(), Some("2026-06-01"));
        assert_eq!(column(&app, &reference, "due").await.as_deref(), Some("2026-06-30"));
        let sent = letter_sent(&app).await;
        for text in ["reached us on 2 June 2026. It reached us on 1 June 2026", "It had waited in the post room.",
            "was due by Wednesday 1 July 2026", "now due by Tuesday 30 June 2026"] {
            assert!(sent.contains(text), "no {text:?} in {sent}");
        }
        assert_eq!(page.letters.len(), 2);
        assert!(page.letters[1].body_text.contains("1 July 2026"), "the first letter stands");
        let case = app.get(&format!("/desk/requests/{reference}")).await;
        for text in ["Corrected: day of receipt from 2 June 2026 to 1 June 2026", "Because: It had waited in the post room.", "Olga"] {
            assert!(case.says(text), "no {text:?} in {}", case.html);
        }
        let token = app.status_token(&reference).await;
        let status = app.get(&format!("/status/{token}")).await;
        assert!(status.says("Corrected the day your request arrived from 2 June 2026 to 1 June 2026"), "{}", status.html);
        assert!(!status.says("Olga") && status.says("Tuesday 30 June 2026"), "{}", status.html);
        chains_hold(&app).await;
    }

    async fn who_was_told_nothing_is_written_no_letter(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-02"), "How many?", "one").await;
        correct(&app, &reference, officer, ToCorrect::Received { on: day("2026-06-01") }).await.unwrap();
        assert!(app.case(&reference).await.letters.is_empty());
        // Nor for what moves no date: a Sunday has the first working day of the Saturday before.
        let told = acknowledged(&app, "Where?").await;
        app.set_clock("2026-06-08T09:00:00Z");
        correct(&app, &told, officer, ToCorrect::Subject { subject: "Places".into() }).await.unwrap();
        let page = app.case(&told).await;
        assert_eq!((page.letters.len(), page.stored.subject.as_str()), (1, "Places"));
    }

    async fn what_was_recorded_by_mistake_leaves_the_clock_as_if_it_had_never_been(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let fee = Instruction::IssueFeesNotice(actions::IssueFeesNotice { charges: "Copies: 12.00".into(), how_to_pay: "By card.".into() });
        let extend = Instruction::Extend(actions::Extend { ground: "public_interest".into(), until: None, exemptions: vec!["s.31".into()], why: "It is hard.".into() });
        let came = Instruction::RecordClarification(actions::RecordClarification { text: "The north.".into() });
        // Each: what comes before, what is undone, what the letter then says; what the answer is due by.
        let acts: [(Vec<Instruction>, Instruction, &str, Option<&str>); 8] = [
            (vec![], ask(), "You need not answer it.", Some("2026-07-01")),
            (vec![ask()], came.clone(), "we are still waiting for your answer", None),
            (vec![], fee.clone(), "You need not pay it.", Some("2026-07-01")),
            (vec![fee], Instruction::RecordPayment(actions::RecordPayment), "we are still waiting for it", None),
            (vec![], extend, "It no longer holds.", Some("2026-07-01")),
            (vec![], Instruction::Transfer(actions::Transfer { to: "Borough Council".into(), passed_on: true }), "We are dealing with it.", Some("2026-07-01")),
            (vec![], Instruction::Withdraw(actions::Withdraw), "we are dealing with it", Some("2026-07-01")),
            (vec![], Instruction::ChooseVariant(actions::ChooseVariant { variant: Some("archives".into()) }), "a limit that does not apply", Some("2026-07-01")),
        ];
        for (at, (before, mistake, says, due)) in acts.into_iter().enumerate() {
            app.set_clock("2026-06-02T09:00:00Z");
            let reference = acknowledged(&app, &format!("How many, {at}?")).await;
            app.set_clock("2026-06-03T09:00:00Z");
            for step in before {
                app.act(&reference, officer, None, step).await.unwrap();
            }
            let stood = app.case(&reference).await.stored;
            app.set_clock("2026-06-05T09:00:00Z");
            let kind = mistake.kind();
            app.act(&reference, officer, None, mistake).await.unwrap_or_else(|e| panic!("{kind:?}: {e}"));
            let wrong = app.case(&reference).await.stored;
            assert_ne!(*wrong.case, *stood.case, "{kind:?}");
            app.deliver().await;
            let mistaken = wrong.events.iter().rev().find(|r| !r.event.kind().starts_with("letter")).unwrap();
            app.set_clock("2026-06-08T09:00:00Z");
            correct(&app, &reference, officer, ToCorrect::Undone { seq: mistaken.seq }).await.unwrap_or_else(|e| panic!("{kind:?}: {e}"));

            let now = app.case(&reference).await;
            assert_eq!(*now.stored.case, *stood.case, "{kind:?}");
            assert_eq!((now.stored.due, now.stored.due), (stood.due, due.map(day)), "{kind:?}");
            for (name, held) in [("stage", stood.case.stage().as_str().to_owned()), ("closed", String::new()), ("extended", stood.case.extended.to_string())] {
                let column = column(&app, &reference, name).await.unwrap_or_default();
                assert!(column == held || column == u8::from(held == "true").to_string(), "{kind:?}: {name} is {column}");
            }
            let sent = letter_sent(&app).await;
            assert!(sent.contains(says) && sent.contains(WHY), "{kind:?}: {sent}");
            assert_eq!(due.is_some(), sent.contains("Wednesday 1 July 2026"), "{kind:?}: {sent}");
            let (undone, by) = ("undone", "Undone on 8 June 2026 by Olga.");
            signed_in(&app, "olga@police.example", "three words here").await;
            let page = app.get(&format!("/desk/requests/{reference}")).await;
            for text in [undone, by, "Because: Somebody typed it into the wrong case."] {
                assert!(page.says(text), "{kind:?}: no {text:?} in {}", page.html);
            }
            let twice = refusal(&app, &reference, officer, ToCorrect::Undone { seq: mistaken.seq }).await;
            assert!(twice.contains("undone already"), "{twice}");
        }
        chains_hold(&app).await;
    }

    async fn a_question_asked_by_mistake_waits_for_nobody_on_the_requesters_page(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reference = acknowledged(&app, "How many?").await;
        app.act(&reference, officer, None, ask()).await.unwrap();
        let token = app.status_token(&reference).await;
        assert!(app.get(&format!("/status/{token}")).await.says("It is your turn"));
        let seq = last_of(&app, &reference, "clarification_sought").await;
        correct(&app, &reference, officer, ToCorrect::Undone { seq }).await.unwrap();
        let status = app.get(&format!("/status/{token}")).await;
        assert!(!status.says("It is your turn") && status.says("We are working on it"), "{}", status.html);
        assert!(status.says("Asked you a question (recorded by mistake)"), "{}", status.html);
    }

    async fn what_came_later_rests_on_what_came_before(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reference = acknowledged(&app, "How many?").await;
        app.act(&reference, officer, None, ask()).await.unwrap();
        let asked = last_of(&app, &reference, "clarification_sought").await;
        app.act(&reference, officer, None, Instruction::RecordClarification(actions::RecordClarification { text: "North.".into() })).await.unwrap();
        let why = refusal(&app, &reference, officer, ToCorrect::Undone { seq: asked }).await;
        assert!(why.contains("Record the clarification") && why.contains("2 June 2026") && why.contains("undo that first"), "{why}");
        let came = last_of(&app, &reference, "clarification_received").await;
        correct(&app, &reference, officer, ToCorrect::Undone { seq: came }).await.unwrap();
        correct(&app, &reference, officer, ToCorrect::Undone { seq: asked }).await.unwrap();
        assert_eq!(app.case(&reference).await.stored.due, Some(day("2026-07-01")));

        answered(&app, &reference, officer).await;
        let page = app.case(&reference).await;
        for (kind, says) in [("answered", "an answer that was sent stands"), ("draft_started", "Send for clearance"),
            ("question_decided", "rests on it and was done"), ("cleared", "return the answer to the draft"), ("letter_queued", "stands"), ("logged", "stays")] {
            let seq = last_of(&app, &reference, kind).await;
            let why = refusal(&app, &reference, officer, ToCorrect::Undone { seq }).await;
            assert!(why.contains(says), "{kind}: {why}");
        }
        for what in [ToCorrect::Law { regime: "uk-eir-2004".into(), calendar: None }, ToCorrect::Questions { questions: vec!["A?".into(), "B?".into()] }] {
            let why = refusal(&app, &reference, officer, what).await;
            assert!(why.contains("what it said stands"), "{why}");
        }
        let blank = Correcting { why: "  ".into(), ..correcting(&app, &reference, ToCorrect::Subject { subject: "Cars".into() }).await };
        let blank = app.casework.corrections().correct(&blank, officer, app.now()).await;
        assert!(matches!(blank, Err(CaseworkFault::Invalid(ref faults)) if faults[0].field == "reason"), "{blank:?}");
        let stale = Correcting { version: 1, ..correcting(&app, &reference, ToCorrect::Subject { subject: "Cars".into() }).await };
        let stale = app.casework.corrections().correct(&stale, officer, app.now()).await;
        assert!(matches!(stale, Err(CaseworkFault::Stale)), "{stale:?}");
        let theirs = refusal(&app, &reference, Actor::REQUESTER, ToCorrect::Subject { subject: "Cars".into() }).await;
        assert!(theirs.contains("not corrected by the requester"), "{theirs}");
        assert_eq!(app.case(&reference).await.stored.version, page.stored.version);
    }

    async fn what_was_filed_on_the_wrong_case_is_marked_there_and_kept_from_its_requester(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reference = acknowledged(&app, "How many?").await;
        let token = app.status_token(&reference).await;
        let letter = Instruction::ReceiveReply(actions::ReceiveReply { text: "I am somebody else.".into(), channel: Channel::Email });
        app.act(&reference, officer, None, letter).await.unwrap();
        app.act(&reference, officer, None, Instruction::AddNote(actions::AddNote { text: "Of another case.".into() })).await.unwrap();
        assert!(app.get(&format!("/status/{token}")).await.says("I am somebody else."));
        for kind in ["reply_received", "note_added"] {
            let seq = last_of(&app, &reference, kind).await;
            correct(&app, &reference, officer, ToCorrect::Undone { seq }).await.unwrap();
        }
        let status = app.get(&format!("/status/{token}")).await;
        assert!(!status.says("I am somebody else.") && !status.says("Wrote to us"), "{}", status.html);
        signed_in(&app, "olga@police.example", "three words here").await;
        let desk = app.get(&format!("/desk/requests/{reference}")).await;
        assert!(desk.says("I am somebody else.") && desk.says("Of another case."), "nothing is deleted: {}", desk.html);
        assert_eq!(desk.html.matches("Undone on 2 June 2026 by Olga.").count(), 4, "in the timeline and in the notes: {}", desk.html);
        // A message is taken off where it was placed, so that it waits there again.
        let to = app.reply_address(&reference).await;
        receive(&app, mail(&to, "Subject: Re: drones\n", "The north."), "2026-06-02T08:30:00Z").await;
        let seq = last_of(&app, &reference, "reply_received").await;
        let why = refusal(&app, &reference, officer, ToCorrect::Undone { seq }).await;
        assert!(why.contains("take it off on its own page, under Mail"), "{why}");
        chains_hold(&app).await;
    }

    async fn what_was_read_is_not_said_to_be_the_requesters_once_it_is_taken_back(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reference = acknowledged(&app, "How many?").await;
        let page = format!("/status/{}", app.status_token(&reference).await);
        const READ: &str = "Read what you sent us on 2 June 2026";
        // Two letters, of which one is read and turns out to be somebody else's.
        for text in ["Of another case.", "When will it come?"] {
            let letter = Instruction::ReceiveReply(actions::ReceiveReply { text: text.into(), channel: Channel::Post });
            app.act(&reference, officer, None, letter).await.unwrap();
        }
        let seq = app.case(&reference).await.stored.case.waiting[0].seq;
        assert!(!app.get(&page).await.says(READ), "nobody has");
        app.act(&reference, officer, None, Instruction::DealWith(actions::DealWith { seq })).await.unwrap();
        assert!(app.get(&page).await.says(READ));
        // It was noted by mistake: it waits again, and then is noted after all.
        let waits = async || app.case(&reference).await.stored.case.waiting.iter().map(|one| one.seq).collect::<Vec<_>>();
        assert!(!waits().await.contains(&seq));
        let noted = last_of(&app, &reference, "dealt_with").await;
        let letters = app.case(&reference).await.letters.len();
        correct(&app, &reference, officer, ToCorrect::Undone { seq: noted }).await.unwrap();
        assert!(waits().await.contains(&seq));
        assert_eq!(app.case(&reference).await.letters.len(), letters, "nobody was told anything");
        let undone = app.get(&page).await;
        assert!(!undone.says(READ) || undone.says(&format!("{READ} (recorded by mistake)")), "{}", undone.html);
        app.act(&reference, officer, None, Instruction::DealWith(actions::DealWith { seq })).await.unwrap();
        correct(&app, &reference, officer, ToCorrect::Undone { seq }).await.unwrap();
        let status = app.get(&page).await;
        assert!(!status.says(READ), "{}", status.html);
        // A stranger's email is read, and taken back to where mail waits.
        let stray = mail("foi@police.example", "From: Eve <eve@example.net>\nMessage-ID: <eve@example.net>\nSubject: Re: hello\n", "Mine.");
        let taken = receive(&app, stray, "2026-06-02T08:30:00Z").await;
        app.casework.tray().place_message(taken.id, std::slice::from_ref(&reference), officer, app.now()).await.unwrap();
        let waiting = app.case(&reference).await.stored.case.waiting.last().unwrap().seq;
        app.act(&reference, officer, None, Instruction::DealWith(actions::DealWith { seq: waiting })).await.unwrap();
        assert!(!app.get(&page).await.says(READ), "it is not theirs");
        app.casework.tray().take_message_back(taken.id, officer, app.now()).await.unwrap();
        let status = app.get(&page).await;
        assert!(!status.says(READ), "{}", status.html);
        chains_hold(&app).await;
    }

    async fn a_closed_case_is_opened_again(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reference = acknowledged(&app, "How many?").await;
        let open = refusal(&app, &reference, officer, ToCorrect::OpenAgain).await;
        assert!(open.contains("open already"), "{open}");
        answered(&app, &reference, officer).await;
        app.act(&reference, officer, None, Instruction::Close(actions::Close)).await.unwrap();
        let letters = app.case(&reference).await.letters.len();
        app.set_clock("2026-06-10T09:00:00Z");
        correct(&app, &reference, officer, ToCorrect::OpenAgain).await.unwrap();
        let page = app.case(&reference).await;
        assert_eq!((page.stored.case.stage(), page.stored.case.answered), (Stage::Answered, Some(day("2026-06-02"))));
        assert_eq!(column(&app, &reference, "closed").await, None);
        assert_eq!(page.letters.len(), letters, "nothing the requester was told changes");
        app.act(&reference, officer, None, Instruction::Close(actions::Close)).await.unwrap();

        // One that was withdrawn by mistake has its date again, and the requester is told.
        let reference = acknowledged(&app, "Who?").await;
        app.act(&reference, officer, None, Instruction::Withdraw(actions::Withdraw)).await.unwrap();
        assert_eq!(app.case(&reference).await.stored.case.stage(), Stage::Closed);
        correct(&app, &reference, officer, ToCorrect::OpenAgain).await.unwrap();
        let page = app.case(&reference).await;
        assert_eq!((page.stored.case.stage(), page.stored.due), (Stage::Received, Some(day("2026-07-01"))));
        assert!(page.letters[0].body_text.contains("We had closed your request."), "{}", page.letters[0].body_text);
        signed_in(&app, "olga@police.example", "three words here").await;
        let case = app.get(&format!("/desk/requests/{reference}")).await;
        assert!(case.says("Corrected: opened again"), "{}", case.html);
        let list = app.store().cases().queue(&Filter::default(), None, 10, days(&app)).await.unwrap();
        assert!(list.0.rows.iter().any(|row| row.reference == reference && row.open));
        chains_hold(&app).await;
    }

    async fn the_law_is_corrected_with_its_clock_and_its_letter(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reference = acknowledged(&app, "1. How many trees?\n2. Who felled them?").await;
        let act = async |step: Instruction| app.act(&reference, officer, None, step).await.unwrap();
        act(Instruction::Allocate(actions::Allocate { team: None, officer: officer.person })).await;
        act(Instruction::StartDraft(actions::StartDraft)).await;
        act(granted(1)).await;
        act(Instruction::DecideQuestion(actions::DecideQuestion {
            number: 2, outcome: Outcome::Refused, answer: String::new(),
            reasons: vec![Reasons { withheld: "Names".into(), why: "Personal data.".into(), ..Reasons::of("s.40(2) with (3A)".into()) }],
        })).await;
        act(for_clearance()).await;
        app.deliver().await;
        correct(&app, &reference, officer, ToCorrect::Law { regime: "scot-eirs-2004".into(), calendar: None }).await.unwrap();
        let page = app.case(&reference).await;
        let case = &page.stored.case;
        assert_eq!((case.regime.as_str(), case.calendar.as_str(), case.stage()), ("scot-eirs-2004", "scotland", Stage::Drafting));
        let outcomes: Vec<_> = case.questions.iter().map(|q| q.outcome).collect();
        assert_eq!(outcomes, [Some(Outcome::GrantedInFull), None], "what was withheld is decided again");
        assert_eq!(column(&app, &reference, "regime").await.as_deref(), Some("scot-eirs-2004"));
        assert_eq!(column(&app, &reference, "calendar").await.as_deref(), Some("scotland"));
        let sent = letter_sent(&app).await;
        assert!(sent.contains("We had handled your request under the Freedom of Information Act 2000."), "{sent}");
        assert!(sent.contains("The law that applies to it is the Environmental Information (Scotland) Regulations 2004."), "{sent}");
        // In Scotland the same 20 days end on the same day, 15 June not counted in either.
        assert!(sent.contains("Wednesday 1 July 2026"), "{sent}");
        signed_in(&app, "olga@police.example", "three words here").await;
        let desk = app.get(&format!("/desk/requests/{reference}")).await;
        assert!(desk.says("Corrected: law from"), "{}", desk.html);
        let nowhere = refusal(&app, &reference, officer, ToCorrect::Law { regime: "nowhere".into(), calendar: None }).await;
        assert!(nowhere.contains("nowhere"), "{nowhere}");
        chains_hold(&app).await;
    }

    async fn questions_are_split_joined_and_a_signature_is_none(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reference = acknowledged(&app, "1. How many cars and vans?\n2. Who drives them?\n3. Ada Example, Chair").await;
        let act = async |step: Instruction| {
            let who = app.who(&step, officer).await;
            app.act(&reference, who, None, step).await.unwrap();
        };
        act(Instruction::Allocate(actions::Allocate { team: None, officer: officer.person })).await;
        act(Instruction::StartDraft(actions::StartDraft)).await;
        for number in 1..=3 {
            act(granted(number)).await;
        }
        act(for_clearance()).await;
        act(Instruction::Clear(actions::Clear)).await;
        signed_in(&app, "olga@police.example", "three words here").await;
        let form = app.get(&format!("/desk/requests/{reference}/corrections/new?what=questions")).await;
        assert!(form.says("How many cars and vans?\n\nWho drives them?\n\nAda Example, Chair"), "{}", form.html);
        let (csrf, version, submission) = (form.value("csrf"), form.value("version"), form.value("submission"));
        let typed = [("csrf", csrf.as_str()), ("version", &version), ("submission", &submission), ("what", "questions"),
            ("questions", "How many cars?\r\n\r\nHow many vans?\r\n\r\nWho drives them?\r\n"), ("reason", "The last was a signature.")];
        let path = format!("/desk/requests/{reference}/corrections");
        let shown = app.post(&path, &typed).await;
        assert!(shown.says("has to be cleared again"), "{}", shown.html);
        let seen = shown.value("seen");
        let done = app.post(&path, &[&typed[..], &[("seen", &seen)]].concat()).await;
        assert_eq!(done.status, Status::SeeOther, "{}", done.html);

        let page = app.case(&reference).await;
        let bodies: Vec<&str> = page.questions.iter().map(|q| q.body.as_str()).collect();
        assert_eq!(bodies, ["How many cars?", "How many vans?", "Who drives them?"]);
        let answers: Vec<&str> = page.questions.iter().map(|q| q.answer.as_str()).collect();
        assert_eq!(answers, ["", "", "There were 22."], "what stands keeps its decision");
        let outcomes: Vec<_> = page.stored.case.questions.iter().map(|q| q.outcome).collect();
        assert_eq!(outcomes, [None, None, Some(Outcome::GrantedInFull)]);
        assert_eq!(page.stored.case.stage(), Stage::Drafting, "it goes back to the draft");
        // What was decided before is still held, with the words it was decided on.
        let kept = page.writings.iter().find(|w| w.kind == "questions").unwrap();
        assert!(kept.body.contains("Ada Example, Chair") && kept.body.contains("There were 12."), "{}", kept.body);
        let desk = app.get(&format!("/desk/requests/{reference}")).await;
        assert!(desk.says("Corrected: 3 questions now") && desk.says("In new words: 1 and 2."), "{}", desk.html);
        chains_hold(&app).await;
    }

    async fn the_exemptions_a_question_rests_on_go_with_it_to_its_new_number(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reference = acknowledged(&app, "1. How many trees?\n2. Who felled them?").await;
        refusals::drafting(&app, &reference, officer).await;
        let reasons = ["s.31(1)(a)", "s.40(2)"].map(refusals::texts).to_vec();
        let refused = actions::DecideQuestion { number: 2, outcome: Outcome::Refused, answer: String::new(), reasons };
        refusals::act(&app, &reference, officer, Instruction::DecideQuestion(refused)).await;
        let questions = ["How many oaks?", "How many elms?", "Who felled them?"].map(str::to_owned).to_vec();
        correct(&app, &reference, officer, ToCorrect::Questions { questions }).await.unwrap();
        let held = "SELECT MIN(number || ' ' || section) || ', ' || MAX(number || ' ' || section) AS held FROM question_exemptions";
        assert_eq!(row(&app, held).await.as_deref(), Some("3 s.31(1)(a), 3 s.40(2)"));
        chains_hold(&app).await;
    }

    async fn who_asks_is_corrected_and_no_event_says_who(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reference = acknowledged(&app, "How many?").await;
        let key = column(&app, &reference, "requester_key").await;
        let (token, code) = (app.status_token(&reference).await, app.code(&reference).await);
        let keyed = app.reply_address(&reference).await;
        let right = ToCorrect::Requester {
            name: "Adelaide Beispiel".into(), email: "adelaide@example.org".into(), address: "1 High Street\nExampletown".into(), category: "media".into(),
        };
        correct(&app, &reference, officer, right).await.unwrap();
        let page = app.case(&reference).await;
        assert_eq!(page.requester.email.as_deref(), Some("adelaide@example.org"));
        assert_ne!(column(&app, &reference, "requester_key").await, key, "counted as somebody else");
        // Whoever had the letters that went to the wrong address sees no more of it.
        assert_eq!(app.get(&format!("/status/{token}")).await.status, Status::NotFound);
        assert_ne!((app.code(&reference).await, app.reply_address(&reference).await), (code, keyed));
        assert_eq!((page.letters.len(), page.letters[0].to_address.as_deref()), (2, Some("adelaide@example.org")));
        app.deliver().await;
        let letters: Vec<String> = app.mailbox.lock().unwrap().iter().map(|l| l.text.clone()).collect();
        let now = app.status_url(&reference).await;
        let told = letters.iter().filter(|text| text.contains(&now) && text.split_whitespace().collect::<Vec<_>>().join(" ").contains("do not open your page any more"));
        assert_eq!(told.count(), 1, "{letters:#?}");
        let token = app.status_token(&reference).await;
        assert_eq!(app.get(&format!("/status/{token}")).await.status, Status::Ok);
        // A name that was misspelt ends nothing.
        let named = ToCorrect::Requester {
            name: "Adelaide Beispiel".into(), email: "adelaide@example.org".into(), address: "1 High Street\nExampletown".into(), category: String::new(),
        };
        correct(&app, &reference, officer, named).await.unwrap();
        assert_eq!(app.status_token(&reference).await, token);
        assert_eq!(app.case(&reference).await.letters.len(), 2);
        let digest = match &page.stored.events.iter().rev().find(|r| r.event.kind() == "corrected").unwrap().event {
            Event::Corrected(events::Corrected { what, .. }) => serde_json::to_string(what).unwrap(),
            other => panic!("{other:?}"),
        };
        for text in ["Adelaide", "adelaide", "High Street", "media"] {
            assert!(!digest.contains(text), "{digest}");
        }
        let versions = row(&app, "SELECT CAST(COUNT(*) AS TEXT) AS held FROM requester_versions").await;
        assert_eq!(versions.as_deref(), Some("3"), "who it was before, and who it is");
        let before = row(&app, "SELECT name AS held FROM requester_versions WHERE seq = 1").await;
        assert_eq!(before.as_deref(), Some("Ada Example"));
        // What was written before is as it was; the next letter goes to the new address.
        assert_eq!(page.letters[1].to_address.as_deref(), Some("ada@example.org"));
        app.act(&reference, officer, None, ask()).await.unwrap();
        let page = app.case(&reference).await;
        assert_eq!(page.letters[0].to_address.as_deref(), Some("adelaide@example.org"));
        for (words, found) in [("Adelaide", 1), ("Beispiel", 1), ("Ada", 0), ("Example", 0)] {
            let filter = Filter { words: Some(words.into()), ..Filter::default() };
            let list = app.store().cases().queue(&filter, None, 10, days(&app)).await.unwrap();
            assert_eq!(list.0.rows.len(), found, "{words}");
        }
        let nobody = ToCorrect::Requester { name: String::new(), email: "no".into(), address: String::new(), category: String::new() };
        let why = refusal(&app, &reference, officer, nobody).await;
        assert!(why.contains("Enter a name"), "{why}");
        chains_hold(&app).await;
    }
}

fn days(app: &App) -> ListDays {
    let today = app.now().today;
    ListDays {
        today,
        soon: today,
        news: app.now().at,
    }
}
