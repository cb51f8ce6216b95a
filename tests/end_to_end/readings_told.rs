//! Every kind of letter that tells a requester a date names the disputed reading the date rests on:
//! each taken from the use case that sends it, under a reading that decides the date it tells.

use crate::refusals::{act, answered, drafting};
use crate::support::{App, by_email, day};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::casework::cases::correct::Correcting;
use daylight::casework::cases::log_request::RequestToLog;
use daylight::casework::cases::to_correct::ToCorrect;
use daylight::config::Law;
use daylight::domain::case::{Actor, Event, Outcome, Reasons};
use daylight::domain::letter_kind::LetterKind;
use daylight::domain::role::Role;
use daylight::mail::Letter;
use std::collections::BTreeMap;

/// Readings that an authority's own file of the EIR has beside those shipped: what decides until when
/// an answer is waited for, and the days of a review.
const OWN: &str = r#"
[[readings]]
id = "own_wait"
section = "reg 9(2)"
taken = "months"
since = "2026-01-05"
reviewed_by = "nobody yet"
source = "made up for a test"
certainty = "open"
[[readings.choices]]
id = "months"
text = "a question is waited on for three months"
set = { "clarification.answer_within" = { count = 3, unit = "calendar_month", section = "reg 9" } }
[[readings.choices]]
id = "days"
text = "a question is waited on for eighty days"
set = { "clarification.answer_within" = { count = 80, unit = "calendar_day", section = "reg 9" } }
[readings.example]
received = "2026-06-01"
events = [{ kind = "clarification_sought", on = "2026-06-02" }]
date = "lapses_on"
gives = ["", ""]
why = "made up"

[[readings]]
id = "own_review"
section = "reg 11(1)"
taken = "forty"
since = "2026-01-05"
reviewed_by = "nobody yet"
source = "made up for a test"
certainty = "open"
[[readings.choices]]
id = "forty"
text = "forty working days are those of the calendar of the place"
[[readings.choices]]
id = "thirty"
text = "thirty working days are enough"
set = { "review.request.count" = 30, "review.decision.count" = 30 }
[readings.example]
received = "2026-06-01"
events = [{ kind = "responded", on = "2026-06-02" }]
date = "review_request_by"
gives = ["", ""]
why = "made up"
"#;

/// The section of the reading that decides what a kind of letter tells, and the words in which the
/// letter tells it; nothing for a kind that tells a requester no date that the law gives.
fn told(kind: LetterKind) -> Option<(&'static str, &'static str)> {
    match kind {
        LetterKind::Acknowledgement => {
            Some(("s.7; Interpretation Act ss.26, 35", "by Monday 6 July 2026"))
        }
        LetterKind::ReplyNoted => Some((
            "s.7; Interpretation Act ss.26, 35",
            "due by Monday 6 July 2026",
        )),
        LetterKind::Clarification => Some(("reg 9(2)", "heard from you by Tuesday 6 October 2026")),
        LetterKind::Chaser => Some(("reg 9(2)", "reached us by Tuesday 6 October 2026")),
        LetterKind::NewDate => Some(("reg 9(2)(a), (4)", "now due by")),
        LetterKind::Extension => Some(("reg 9(2)(a), (4)", "expect to decide by")),
        LetterKind::FeesNotice => Some(("reg 8(4)", "Please pay by")),
        LetterKind::Release | LetterKind::Refusal | LetterKind::NotHeld => {
            Some(("reg 11(1)", "that is by"))
        }
        LetterKind::Correction => Some(("reg 11(1)", "You can now ask for a review until")),
        LetterKind::ReviewAcknowledgement => Some(("reg 11(1)", "You will have our answer by")),
        LetterKind::DateMoved => Some((
            "s.7; Interpretation Act ss.26, 35",
            "now due by Monday 6 July 2026",
        )),
        LetterKind::Reply
        | LetterKind::Transfer
        | LetterKind::Lapse
        | LetterKind::ReviewOutcome
        | LetterKind::Publication
        | LetterKind::Reminders
        | LetterKind::Month
        | LetterKind::StatusLink
        | LetterKind::Invitation
        | LetterKind::PasswordReset => None,
    }
}

/// The law with the authority's own file of the EIR in place of the one shipped.
fn own_law() -> Law {
    law_with("moves")
}

/// The same, with a last day in Canada that is a Saturday read so.
fn law_with(saturday: &str) -> Law {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("regimes")).unwrap();
    let canada = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/config/regimes/ca-atia.toml"
    ));
    let (before, after) = canada
        .split_once("id = \"ca_answer_on_a_saturday\"")
        .unwrap();
    let after = after.replacen("taken = \"moves\"", &format!("taken = \"{saturday}\""), 1);
    let canada = format!("{before}id = \"ca_answer_on_a_saturday\"{after}");
    std::fs::write(folder.path().join("regimes/ca-atia.toml"), canada).unwrap();
    let shipped = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/config/regimes/uk-eir-2004.toml"
    ));
    let file = folder.path().join("regimes/uk-eir-2004.toml");
    std::fs::write(file, format!("{shipped}\n{OWN}")).unwrap();
    Law::load(Some(folder.path())).unwrap()
}

async fn logged(app: &App, regime: &str, received: &str, what: &str) -> String {
    let request = RequestToLog {
        regime: Some(regime.into()),
        // A letter nobody at the desk decided on goes to one address three times a day.
        email: format!("{}@example.org", what.replace(' ', ".")),
        acknowledge: true,
        ..by_email(day(received), &format!("How many otters, {what}?"), what)
    };
    let cases = app.casework.cases();
    let logged = cases.log_request(request, Actor::SYSTEM, app.now());
    logged.await.unwrap().reference
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The letters of these cases as they left, with their kinds.
async fn letters(app: &App, cases: &[&str]) -> Vec<(LetterKind, Letter)> {
    app.deliver().await;
    let mut kinds = BTreeMap::new();
    for reference in cases {
        for row in app.case(reference).await.letters {
            kinds.insert(row.message_id, row.kind);
        }
    }
    let sent = app.mailbox.lock().unwrap().clone();
    let of_these = sent
        .into_iter()
        .filter_map(|letter| Some((*kinds.get(&letter.message_id)?, letter)));
    of_these.collect()
}

fn ask() -> Instruction {
    Instruction::SeekClarification(actions::SeekClarification {
        needs: "Which river?".into(),
        why: "There are two.".into(),
    })
}

fn decide(outcome: Outcome) -> Instruction {
    let section = daylight::domain::section::Section::new("reg 12(5)(g)");
    let reasons = Reasons {
        withheld: "Where the holts are".into(),
        why: "They would be found.".into(),
        harm: "Otters would be disturbed.".into(),
        for_disclosure: "People want to know.".into(),
        for_withholding: "The otters.".into(),
        balance: "The harm is likely.".into(),
        ..Reasons::of(section)
    };
    Instruction::DecideQuestion(actions::DecideQuestion {
        number: 1,
        outcome,
        answer: "Forty.".into(),
        reasons: if outcome.withholds() {
            vec![reasons]
        } else {
            Vec::new()
        },
    })
}

on_both_databases! {
    async fn every_kind_of_letter_that_tells_a_date_names_the_reading_it_rests_on(app: App) {
        app.casework.laws().take_law(own_law());
        let olga = app.person("Olga", Role::Officer).await;
        let allocate = || Instruction::Allocate(actions::Allocate { team: None, officer: olga.person });
        let mut cases = Vec::new();

        // In Canada 4 July, the thirtieth day, is a Saturday.
        app.set_clock("2026-06-04T15:00:00Z");
        let otter = logged(&app, "ca-atia", "2026-06-04", "a saturday").await;
        let token = app.status_token(&otter).await;
        let page = app.get(&format!("/status/{token}")).await;
        let typed = [("csrf", page.value("csrf")), ("submission", page.value("submission")), ("reply", "Live ones.".to_owned())];
        let typed = typed.each_ref().map(|(name, value)| (*name, value.as_str()));
        assert!(app.post(&format!("/status/{token}/replies"), &typed).await.location.is_some());
        cases.push(otter);
        // One that was told the Saturday itself, before the law was read as it is now.
        app.casework.laws().take_law(law_with("stays"));
        app.casework.laws().follow_the_law(app.now()).await.unwrap();
        cases.push(logged(&app, "ca-atia", "2026-06-04", "another saturday").await);
        app.casework.laws().take_law(own_law());
        assert!(app.casework.laws().follow_the_law(app.now()).await.unwrap() > 0);

        // A question in time, waited on as the authority's own file says, and asked for again.
        app.set_clock("2026-07-06T09:00:00Z");
        let waited = logged(&app, "uk-eir-2004", "2026-06-30", "a question").await;
        for step in [allocate(), ask()] {
            act(&app, &waited, olga, step).await;
        }
        cases.push(waited);
        // One after the twentieth working day, answered, and then more time taken.
        let late = logged(&app, "uk-eir-2004", "2026-06-01", "a late question").await;
        let record = Instruction::RecordClarification(actions::RecordClarification { text: "The Kettle.".into() });
        let extend = Instruction::Extend(actions::Extend {
            ground: "complex_and_voluminous".into(),
            until: None,
            exemptions: Vec::new(),
            why: "There are 9,000 holts.".into(),
        });
        for step in [allocate(), ask()] {
            act(&app, &late, olga, step).await;
        }
        app.set_clock("2026-07-07T09:00:00Z");
        for step in [record, extend.clone()] {
            act(&app, &late, olga, step).await;
        }
        cases.push(late);
        // A charge on day 25 of a time that was extended on day 5.
        app.set_clock("2026-06-08T09:00:00Z");
        let charged = logged(&app, "uk-eir-2004", "2026-06-01", "a charge").await;
        for step in [allocate(), extend] {
            act(&app, &charged, olga, step).await;
        }
        app.set_clock("2026-07-06T10:00:00Z");
        let fee = Instruction::IssueFeesNotice(actions::IssueFeesNotice { charges: "Copies: 20.00".into(), how_to_pay: "By card.".into() });
        act(&app, &charged, olga, fee).await;
        cases.push(charged);
        for outcome in [Outcome::GrantedInFull, Outcome::Refused, Outcome::NotHeld] {
            let answer = logged(&app, "uk-eir-2004", "2026-07-06", outcome.as_str()).await;
            drafting(&app, &answer, olga).await;
            act(&app, &answer, olga, decide(outcome)).await;
            answered(&app, &answer, olga).await.unwrap();
            cases.push(answer);
        }
        // A review of the last, and that its request was a mistake.
        let reviewed = cases.last().unwrap().clone();
        let review = Instruction::RequestReview(actions::RequestReview { points: "Look again.".into(), accepted: String::new() });
        act(&app, &reviewed, olga, review).await;
        let stored = app.case(&reviewed).await.stored;
        let asked = stored.events.iter().rfind(|r| matches!(r.event, Event::ReviewRequested(_)));
        let correcting = Correcting {
            reference: reviewed.clone(),
            version: stored.version,
            submission: "a mistake".into(),
            what: ToCorrect::Undone { seq: asked.unwrap().seq },
            why: "It was about another case.".into(),
        };
        let manager = app.clearer().await;
        app.casework.corrections().correct(&correcting, manager, app.now()).await.unwrap();
        app.set_clock("2026-09-28T09:00:00Z");
        assert!(app.casework.reminding().remind(app.now()).await.unwrap().chasers > 0);

        let cases: Vec<&str> = cases.iter().map(String::as_str).collect();
        let sent = letters(&app, &cases).await;
        for kind in LetterKind::ALL {
            let Some((section, date)) = told(kind) else { continue };
            let named = format!("rests on a reading of {section} that is disputed");
            let of_kind: Vec<&Letter> = sent.iter().filter(|(of, _)| *of == kind).map(|(_, letter)| letter).collect();
            let found = of_kind.iter().any(|letter| {
                let text = plain(&letter.text);
                text.contains(date) && text.contains(&named) && plain(&letter.html).contains(&named)
            });
            let texts: Vec<String> = of_kind.iter().map(|letter| plain(&letter.text)).collect();
            assert!(found, "{}: \u{201c}{date}\u{201d} and \u{201c}{named}\u{201d} in {texts:#?}", kind.as_str());
        }
    }

    async fn a_requester_is_told_of_no_reading_that_decides_no_day_they_are_told(app: App) {
        // How far the time could be extended at the most is disputed; nobody has extended it.
        app.set_clock("2026-06-04T15:00:00Z");
        let plain_one = logged(&app, "uk-foia-2000", "2026-06-04", "no more").await;
        let sent = letters(&app, &[&plain_one]).await;
        let [(_, letter)] = sent.as_slice() else { panic!("{sent:?}") };
        assert!(letter.text.contains("20th working day"), "{}", letter.text);
        assert!(!letter.text.contains("disputed") && !letter.html.contains("disputed"), "{}", letter.text);
        let token = app.status_token(&plain_one).await;
        let page = app.get(&format!("/status/{token}")).await;
        assert!(!page.says("disputed"), "{}", page.html);
    }

    async fn a_requester_whose_answer_is_late_reads_what_its_day_and_that_of_the_review_rest_on(app: App) {
        app.casework.laws().take_law(own_law());
        let olga = app.person("Olga", Role::Officer).await;
        app.set_clock("2026-07-06T09:00:00Z");
        let late = logged(&app, "uk-eir-2004", "2026-06-01", "a late answer").await;
        let allocate = Instruction::Allocate(actions::Allocate { team: None, officer: olga.person });
        for step in [allocate, ask()] {
            act(&app, &late, olga, step).await;
        }
        let token = app.status_token(&late).await;
        let page = app.get(&format!("/status/{token}")).await;
        assert!(page.says("may close the request"), "{}", page.html);
        assert!(page.says("rests on a reading of reg 9(2) that is disputed"), "{}", page.html);
        app.set_clock("2026-07-07T09:00:00Z");
        let record = Instruction::RecordClarification(actions::RecordClarification { text: "The Kettle.".into() });
        act(&app, &late, olga, record).await;
        let page = app.get(&format!("/status/{token}")).await;
        let due = "Thursday 6 August 2026 rests on a reading of reg 9(2)(a), (4) that is disputed";
        assert!(page.says(due), "{}", page.html);
        app.set_clock("2026-08-24T09:00:00Z");
        let review = Instruction::RequestReview(actions::RequestReview { points: "Nothing came.".into(), accepted: String::new() });
        act(&app, &late, olga, review).await;
        let sent = letters(&app, &[&late]).await;
        let acknowledged = sent.iter().rfind(|(kind, _)| *kind == LetterKind::ReviewAcknowledgement);
        let letter = &acknowledged.unwrap().1;
        for text in [plain(&letter.text), plain(&letter.html)] {
            assert!(text.contains("and is late"), "{text}");
            assert!(text.contains(due), "{text}");
            assert!(text.contains("rests on a reading of reg 11(1) that is disputed"), "{text}");
        }
        let page = app.get(&format!("/status/{token}")).await;
        assert!(page.says(due), "{}", page.html);
        assert!(page.says("rests on a reading of reg 11(1) that is disputed"), "{}", page.html);
    }
}
