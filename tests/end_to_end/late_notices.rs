//! Notices that come too late: refused at the desk with the section, and what becomes of a record that has one.

use crate::support::{App, day};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::casework::cases::log_request::RequestToLog;
use daylight::config::Law;
use daylight::domain::case::{Actor, Channel, Event, events};
use daylight::domain::role::Role;
use std::path::Path;

async fn request(app: &App, regime: &str, received: &str) -> String {
    let request = RequestToLog {
        received: day(received),
        channel: Channel::Email,
        regime: Some(regime.into()),
        variant: None,
        name: "Ada Example".into(),
        email: "ada@example.org".into(),
        address: String::new(),
        category: String::new(),
        subject: String::new(),
        request: "How many drones?".into(),
        acknowledge: false,
        submission: format!("{regime} {received}"),
    };
    let logged = app
        .casework
        .cases()
        .log_request(request, Actor::SYSTEM, app.now())
        .await;
    logged.unwrap().reference
}

/// The law as it was when the Australian file named no time to answer in.
fn before(folder: &Path) -> Law {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/regimes/au-foi-1982.toml");
    let text = std::fs::read_to_string(shipped).unwrap();
    let (law, _) = text.split_once("[[examples]]").unwrap();
    let named = |line: &&str| !line.starts_with("answer_within");
    let before: Vec<&str> = law.lines().filter(named).collect();
    assert_eq!(before.len() + 2, law.lines().count());
    std::fs::create_dir_all(folder.join("regimes")).unwrap();
    std::fs::write(folder.join("regimes/au-foi-1982.toml"), before.join("\n")).unwrap();
    Law::load(Some(folder)).unwrap()
}

on_both_databases! {
    async fn a_fees_notice_after_the_last_day_is_refused_and_not_offered(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        // Received on 1 April 2026; Easter Monday, 6 April, is a working day in Scotland. It is 2 June.
        for (regime, section, due) in [
            ("uk-foia-2000", "s.9(1)", "1 May 2026"),
            ("uk-eir-2004", "reg 8(4)", "1 May 2026"),
            ("scot-foisa-2002", "s.9(1)", "30 April 2026"),
            ("scot-eirs-2004", "reg 8(5)", "30 April 2026"),
        ] {
            let reference = request(&app, regime, "2026-04-01").await;
            let notice = Instruction::IssueFeesNotice(actions::IssueFeesNotice {
                charges: "Copies 20.00".into(),
                how_to_pay: "By card.".into(),
            });
            let refused = app.act(&reference, officer, None, notice).await.unwrap_err().to_string();
            assert!(refused.contains(section), "{regime}: {refused}");
            assert!(refused.contains(due), "{regime}: {refused}");
            assert_eq!(app.case(&reference).await.stored.events.len(), 1, "nothing was recorded");
        }
    }

    async fn a_record_whose_answer_came_late_follows_the_law_and_can_be_proved(app: App) {
        let folder = tempfile::tempdir().unwrap();
        app.casework.laws().take_law(before(folder.path()));
        app.casework.laws().follow_the_law(app.now()).await.unwrap();
        let officer = app.person("Olga", Role::Officer).await;
        app.set_clock("2025-09-08T02:00:00Z");
        let reference = request(&app, "au-foi-1982", "2025-09-01").await;
        let seek = Instruction::SeekClarification(actions::SeekClarification { needs: "Which?".into(), why: "Too wide.".into() });
        app.act(&reference, officer, None, seek).await.unwrap();
        app.set_clock("2025-09-30T02:00:00Z");
        let answered = Instruction::RecordClarification(actions::RecordClarification { text: "The blue ones.".into() });
        app.act(&reference, officer, None, answered).await.unwrap();
        let extend = Instruction::Extend(actions::Extend {
            ground: "agreed".into(),
            until: None,
            exemptions: Vec::new(),
            why: "By agreement.".into(),
        });
        app.act(&reference, officer, None, extend).await.unwrap();
        // Thirty days and the 23 of the question end on 24 October; thirty more on Sunday 23 November.
        assert_eq!(app.case(&reference).await.stored.due, Some(day("2025-11-24")));

        app.casework.laws().take_law(Law::load(None).unwrap());
        assert_eq!(app.casework.laws().follow_the_law(app.now()).await.unwrap(), 1);
        let stored = app.case(&reference).await.stored;
        assert_eq!(stored.due, None, "s.24AB: whoever did not answer in 14 days has withdrawn");
        let Event::DueDateMoved(events::DueDateMoved { from, to, cause }) = &stored.events.last().unwrap().event else {
            panic!("no event: {:?}", stored.events);
        };
        assert_eq!((*from, *to, cause.as_str()), (Some(day("2025-11-24")), None, "the law in use changed"));
        let page = app.get(&format!("/status/{}", app.status_token(&reference).await)).await;
        assert!(page.status.code == 200, "{}", page.html);
        assert_eq!(app.casework.verify().await.unwrap().err(), None);
    }
}
