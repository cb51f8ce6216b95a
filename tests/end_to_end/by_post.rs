//! Each kind of letter as it is printed for a requester who is written to by post: headed, addressed
//! and dated as a letter on paper, and answered like one.

use crate::desk_forms::{as_person, plain};
use crate::law_in_use::before_the_proclamation;
use crate::publications::{decided, issue, step, two_topics};
use crate::refusals::{act, drafting};
use crate::support::{App, day, once};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::casework::cases::correct::Correcting;
use daylight::casework::cases::log_request::RequestToLog;
use daylight::casework::cases::to_correct::ToCorrect;
use daylight::casework::publication::publish::{Check, Taken};
use daylight::config::Law;
use daylight::domain::case::{Actor, Channel, Outcome, Reasons};
use daylight::domain::letter_kind::LetterKind;
use daylight::domain::publication::Kind;
use daylight::domain::role::Role;
use rocket::http::Status;
use std::collections::BTreeSet;

/// Whether a requester without an email address can get it.
const fn is_posted(kind: LetterKind) -> bool {
    match kind {
        LetterKind::Acknowledgement
        | LetterKind::ReplyNoted
        | LetterKind::Clarification
        | LetterKind::FeesNotice
        | LetterKind::Chaser
        | LetterKind::NewDate
        | LetterKind::DateMoved
        | LetterKind::Extension
        | LetterKind::Release
        | LetterKind::Refusal
        | LetterKind::NotHeld
        | LetterKind::Transfer
        | LetterKind::Lapse
        | LetterKind::Reply
        | LetterKind::Correction
        | LetterKind::ReviewAcknowledgement
        | LetterKind::ReviewOutcome
        | LetterKind::Publication => true,
        // To colleagues, or asked for with an email address.
        LetterKind::Reminders
        | LetterKind::Month
        | LetterKind::StatusLink
        | LetterKind::Invitation
        | LetterKind::PasswordReset => false,
    }
}

async fn logged(app: &App, text: &str, acknowledge: bool) -> String {
    let request = RequestToLog {
        received: day("2026-06-01"),
        channel: Channel::Post,
        regime: None,
        variant: None,
        name: "Ada Example".into(),
        email: String::new(),
        address: "2 Long Lane\nExampletown EX4 4PL".into(),
        category: String::new(),
        subject: String::new(),
        request: text.into(),
        acknowledge,
        submission: text.into(),
    };
    let cases = app.casework.cases();
    let logged = cases.log_request(request, Actor::SYSTEM, app.now());
    logged.await.unwrap().reference
}

fn clarify() -> Instruction {
    Instruction::SeekClarification(actions::SeekClarification {
        needs: "Which boats?".into(),
        why: "There are many.".into(),
    })
}

fn decide(outcome: Outcome, withheld: bool) -> Instruction {
    let reasons = Reasons {
        withheld: "The names".into(),
        why: "They are names.".into(),
        ..Reasons::of("s.40(2)".into())
    };
    Instruction::DecideQuestion(actions::DecideQuestion {
        number: 1,
        outcome,
        answer: if withheld {
            String::new()
        } else {
            "Twelve.".into()
        },
        reasons: if withheld { vec![reasons] } else { vec![] },
    })
}

/// What is on each sheet, whatever kind it is.
async fn is_a_letter(app: &App, reference: &str, found: &mut BTreeSet<LetterKind>) {
    for letter in app.case(reference).await.letters {
        let kind = letter.kind;
        assert_eq!(
            (letter.state.as_str(), letter.to_address.as_deref()),
            ("to_post", None),
            "{kind}"
        );
        let path = format!("/desk/requests/{reference}/letters/{}", letter.public_id);
        let sheet = app.get(&format!("{path}/formatted")).await;
        assert_eq!(sheet.status, Status::Ok, "{kind}");
        let written = app.casework.moment(letter.created_at).today;
        let on = written.format("%-d %B %Y").to_string();
        let printed = plain(&sheet.html);
        for text in [&letter.body_text, &printed] {
            let at = |part: &str| {
                text.find(part)
                    .unwrap_or_else(|| panic!("{kind}: no {part:?} in {text}"))
            };
            let places = [
                at("Example Police"),
                at("Ada Example"),
                at("2 Long Lane"),
                at("Exampletown EX4 4PL"),
                at(&on),
                at("Dear Ada Example"),
            ];
            assert!(
                places.is_sorted(),
                "{kind}: letterhead, address, date, greeting: {places:?} in {text}"
            );
            at(&format!(
                "Our reference: {}",
                if text.contains("<strong>") {
                    "<strong>"
                } else {
                    reference
                }
            ));
            for never in [
                "eply to this message",
                "leave the reference in the subject",
                "http://foi.example/status/",
            ] {
                assert!(!text.contains(never), "{kind}: {never:?} in {text}");
            }
        }
        let quotes = letter.body_text.lines().any(|line| line.starts_with('>'));
        assert!(!quotes, "{kind}: {}", letter.body_text);
        assert!(sheet.html.contains("@page"), "{kind}: {}", sheet.html);
        found.insert(kind);
    }
}

on_both_databases! {
    async fn every_kind_of_letter_by_post_is_headed_addressed_dated_and_answered_by_post(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let dora = app.person("Dora", Role::Officer).await;
        let mut of = Vec::new();
        let folder = tempfile::tempdir().unwrap();
        before_the_proclamation(folder.path());
        app.casework.laws().take_law(Law::load(Some(folder.path())).unwrap());
        app.casework.laws().follow_the_law(app.now()).await.unwrap();

        let asked = logged(&app, "Copies of all boats?", false).await;
        act(&app, &asked, olga, Instruction::IssueFeesNotice(actions::IssueFeesNotice { charges: "Copies: 5.00".into(), how_to_pay: "By card.".into() })).await;
        let long = logged(&app, "How many boats?", true).await;
        of.push(long.clone());
        let right = Correcting {
            reference: long.clone(), version: app.case(&long).await.stored.version, submission: "right".into(),
            what: ToCorrect::Received { on: day("2026-05-29") }, why: "The stamp was misread.".into(),
        };
        app.casework.corrections().correct(&right, olga, app.now()).await.unwrap();
        act(&app, &long, olga, clarify()).await;
        app.set_clock("2026-07-27T09:00:00Z");
        assert!(app.casework.reminding().remind(app.now()).await.unwrap().chasers > 0);
        act(&app, &long, olga, Instruction::RecordClarification(actions::RecordClarification { text: "The blue ones.".into() })).await;
        let extend = Instruction::Extend(actions::Extend {
            ground: "public_interest".into(), until: None, exemptions: vec!["s.31".into()], why: "Much to weigh.".into(),
        });
        act(&app, &long, olga, extend).await;
        act(&app, &long, olga, Instruction::WriteLetter(actions::WriteLetter {
            about: "Your boats".into(), text: "We count them.".into(), answers: None, documents: vec![],
        })).await;
        drafting(&app, &long, olga).await;
        act(&app, &long, olga, decide(Outcome::Refused, true)).await;
        let send = async |reference: &str| {
            for step in [crate::support::for_clearance(), Instruction::Clear(actions::Clear), Instruction::Answer(actions::Answer)] {
                act(&app, reference, olga, step).await;
            }
        };
        send(&long).await;
        act(&app, &long, olga, Instruction::RequestReview(actions::RequestReview { points: "Look again.\nAt all of it.".into(), accepted: String::new() })).await;
        act(&app, &long, dora, Instruction::CompleteReview(actions::CompleteReview {
            changed: vec![], added: vec![], decision: "It stays.".into(), reasons: "They are names.".into(),
        })).await;

        for (text, outcome) in [("How few boats?", Outcome::NotHeld), ("Whose boats?", Outcome::GrantedInFull)] {
            let reference = logged(&app, text, false).await;
            drafting(&app, &reference, olga).await;
            act(&app, &reference, olga, decide(outcome, false)).await;
            send(&reference).await;
            of.push(reference);
        }
        let token = app.status_token(&asked).await;
        let reply = Instruction::ReceiveReply(actions::ReceiveReply { text: "Is a cheque right?\nOr cash?".into(), channel: Channel::WebForm });
        app.casework.cases().by_requester(&token, reply, once(), app.now()).await.unwrap();
        of.push(asked);

        let (manager, pools, _) = Box::pin(two_topics(&app)).await;
        let wisher = logged(&app, "Attendance at the swimming pool in Gale, please", false).await;
        app.casework.publishing().wish_to_be_told(&app.status_token(&wisher).await).await.unwrap();
        let mut row = Box::pin(decided(&app, pools, Kind::PublishOnce, manager, "a")).await.unwrap();
        for (token, taken) in [("b", Taken::Prepare), ("c", Taken::Check(Check::NoCounts("Opening times and addresses.".into()))), ("d", issue())] {
            row = Box::pin(step(&app, &row, taken, manager, token)).await.unwrap();
        }
        of.push(wisher);

        let elsewhere = logged(&app, "How many fire engines?", false).await;
        let transfer = Instruction::Transfer(actions::Transfer { to: "The county council".into(), passed_on: false });
        act(&app, &elsewhere, olga, transfer).await;
        let silent = logged(&app, "How many, then?", false).await;
        act(&app, &silent, olga, clarify()).await;
        let moved = logged(&app, "How many so late?", true).await;
        app.casework.laws().take_law(Law::load(None).unwrap());
        assert!(app.casework.laws().follow_the_law(app.now()).await.unwrap() > 0);
        app.set_clock("2026-10-20T09:00:00Z");
        act(&app, &silent, olga, Instruction::Lapse(actions::Lapse)).await;
        of.extend([elsewhere, silent, moved]);

        as_person(&app, "Olga").await;
        let mut found = BTreeSet::new();
        for reference in &of {
            Box::pin(is_a_letter(&app, reference, &mut found)).await;
        }
        let posted: BTreeSet<LetterKind> = LetterKind::ALL.into_iter().filter(|kind| is_posted(*kind)).collect();
        assert_eq!(found, posted);
    }
}
