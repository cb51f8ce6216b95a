//! A case from receipt to its end, as the use cases carry it, and the record it leaves.

use crate::support::{App, day, for_clearance, once};
use daylight::casework::cases::act::Instructed;
use daylight::casework::cases::actions;
use daylight::casework::{CaseworkFault, Instruction};
use daylight::domain::case::{Outcome, Reasons, Stage};
use daylight::domain::role::Role;
use daylight::store::ListDays;
use sea_orm::{ConnectionTrait, Database};

fn decision(number: u16, outcome: Outcome) -> Instruction {
    let withholds = outcome.withholds();
    Instruction::DecideQuestion(actions::DecideQuestion {
        number,
        outcome,
        answer: "There were 12.".into(),
        reasons: if withholds {
            vec![Reasons {
                withheld: "The names of the owners".into(),
                why: "They are personal data.".into(),
                ..Reasons::of("s.40(2) with (3A)".into())
            }]
        } else {
            vec![]
        },
    })
}

on_both_databases! {
    async fn a_case_goes_from_receipt_to_its_end(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let manager = app.person("Mario", Role::Manager).await;
        let reference = app.logged(day("2026-06-01"), "1. How many thefts?\n2. Who were the owners?", "one").await;
        let act = async |actor, instruction| app.act(&reference, actor, None, instruction).await;
        act(manager, Instruction::Allocate(actions::Allocate { team: Some("Records desk".into()), officer: officer.person })).await.unwrap();
        act(officer, Instruction::StartSearch(actions::StartSearch)).await.unwrap();
        act(officer, Instruction::StartDraft(actions::StartDraft)).await.unwrap();
        act(officer, decision(1, Outcome::GrantedInFull)).await.unwrap();
        let early = act(officer, for_clearance()).await;
        assert!(matches!(early, Err(CaseworkFault::NotAllowed(_))), "question 2 is undecided: {early:?}");
        act(officer, decision(2, Outcome::Refused)).await.unwrap();
        let send = Instruction::SendForClearance(actions::SendForClearance { help: String::new(), minutes: Some(95), already_public: false });
        act(officer, send).await.unwrap();
        let own = act(officer, Instruction::Clear(actions::Clear)).await;
        assert!(matches!(own, Err(CaseworkFault::NotAllowed(_))), "an officer clears: {own:?}");
        act(manager, Instruction::Clear(actions::Clear)).await.unwrap();
        let answer = Instruction::Answer(actions::Answer);
        act(officer, answer).await.unwrap();
        act(officer, Instruction::Close(actions::Close)).await.unwrap();

        let page = app.case(&reference).await;
        assert_eq!(page.stored.case.stage(), Stage::Closed);
        assert_eq!(page.stored.case.outcome, Some(Outcome::GrantedInPart));
        assert_eq!(page.stored.case.effort_minutes, Some(95));
        assert_eq!(page.officer.as_deref(), Some("Olga"));
        assert_eq!(page.letters.len(), 1);
        for text in ["There were 12.", "section 40(2) with (3A)", "They are personal data.", "Information Commissioner"] {
            assert!(page.letters[0].body_text.contains(text), "no {text:?} in {}", page.letters[0].body_text);
        }
        let today = app.now().today;
        let days = ListDays { today, soon: today, news: app.now().at };
        let (list, ..) = app.store().cases().queue(&Default::default(), None, 10, days).await.unwrap();
        let row = &list.rows[0];
        assert_eq!((row.stage.as_str(), row.open, row.responded), ("closed", false, Some(day("2026-06-02"))));
        assert_eq!((row.outcome.map(|outcome| outcome.as_str()), row.due), (Some("granted_in_part"), Some(day("2026-06-30"))));
        let june = app.casework.reports().month_report(day("2026-06-01"), day("2026-08-01")).await.unwrap();
        let [month, before, _] = &june.counts;
        assert_eq!((month.answered, month.in_time, month.open_at_end), (1, 1, 0));
        assert_eq!((before.received + month.received, before.open_at_end), (1, before.received));

        // What the requester reads names nobody at the desk.
        let token = app.status_token(&reference).await;
        let status = app.get(&format!("/status/{token}")).await;
        assert!(status.says("Granted in part") && status.says("Ask for an internal review"), "{}", status.html);
        assert!(status.says("30 July 2026"), "40 working days after the answer, without 15 June and 13 July: {}", status.html);
        for hidden in ["Olga", "Mario", "Records desk"] {
            assert!(!status.says(hidden), "{hidden} in {}", status.html);
        }
        let holds = app.casework.verify().await.unwrap().unwrap();
        assert_eq!(holds.events, page.stored.events.len() as u64);
    }

    async fn of_two_who_act_on_the_same_page_the_second_is_told(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many?", "one").await;
        let version = app.case(&reference).await.stored.version;
        let note = |text: &str| Instructed {
            reference: reference.clone(),
            version: Some(version),
            submission: once(),
            on: None,
            deals_with: None,
            instruction: Instruction::AddNote(actions::AddNote { text: text.into() }),
        };
        let (a, b) = tokio::join!(
            async { app.casework.cases().act(note("First"), officer, app.now()).await },
            async { app.casework.cases().act(note("Second"), officer, app.now()).await });
        let told = [&a, &b].into_iter().filter(|r| matches!(r, Err(CaseworkFault::Stale))).count();
        let done = [&a, &b].into_iter().filter(|r| r.is_ok()).count();
        assert_eq!((done, told), (1, 1), "{a:?} {b:?}");
        assert_eq!(app.case(&reference).await.writings.len(), 1);
        let late = app.casework.cases().act(note("Third"), officer, app.now()).await;
        assert!(matches!(late, Err(CaseworkFault::Stale)), "{late:?}");
        assert_eq!(app.case(&reference).await.stored.version, version + 1);
    }

    async fn a_question_to_the_requester_stops_the_clock_until_they_answer(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many?", "one").await;
        let ask = Instruction::SeekClarification(actions::SeekClarification { needs: "Which district?".into(), why: "There are four.".into() });
        app.act(&reference, officer, None, ask).await.unwrap();
        let token = app.status_token(&reference).await;
        let status = app.get(&format!("/status/{token}")).await;
        assert!(status.says("It is your turn") && status.says("Which district?"), "{}", status.html);
        assert!(!status.says("<dt>Due</dt>"), "{}", status.html);
        app.set_clock("2026-06-10T09:00:00Z");
        let came = Instruction::RecordClarification(actions::RecordClarification { text: "The north.".into() });
        app.act(&reference, officer, None, came).await.unwrap();
        let status = app.get(&format!("/status/{token}")).await;
        // The whole time begins again: 20 working days after Wednesday 10 June 2026, of which
        // 15 June, a holiday in Scotland, is none.
        assert!(status.says("<dd>Thursday 9 July 2026"), "{}", status.html);
        assert!(status.says("begins again"), "{}", status.html);
    }

    async fn an_event_changed_behind_our_back_is_named(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let first = app.logged(day("2026-06-01"), "How many?", "one").await;
        let second = app.logged(day("2026-06-01"), "How few?", "two").await;
        for reference in [&first, &second] {
            app.act(reference, officer, None, Instruction::StartSearch(actions::StartSearch)).await.unwrap_err();
            let allocate = Instruction::Allocate(actions::Allocate { team: None, officer: officer.person });
            app.act(reference, officer, None, allocate).await.unwrap();
        }
        assert_eq!(app.casework.verify().await.unwrap().unwrap().events, 4);
        let url = app.url.replace("sqlite:", "sqlite://");
        let behind = Database::connect(url).await.unwrap();
        behind
            .execute_unprepared(&format!(
                "UPDATE events SET on_date = '2026-05-01' WHERE seq = 2 AND case_id = \
                 (SELECT id FROM cases WHERE reference = '{second}')"
            ))
            .await
            .unwrap();
        behind.close().await.unwrap();
        let fault = app.casework.verify().await.unwrap().unwrap_err();
        assert_eq!((fault.table, fault.row), ("events", format!("event 2 of {second}")));
    }
}
