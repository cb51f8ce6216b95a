//! What has to be given while the time for the answer lasts, at the desk, under each law that says so.

use super::*;
use daylight::domain::case::actions;
use daylight::domain::case::events;

fn notice() -> Action {
    Action::IssueFeesNotice(actions::IssueFeesNotice {
        amount: 5000,
        digest: String::new(),
    })
}

fn extend(ground: &str, until: Option<&str>) -> Action {
    Action::Extend(actions::Extend {
        ground: ground.into(),
        until: until.map(day),
        digest: String::new(),
        exemptions: vec![],
    })
}

/// A case of 1 September 2025 under another law.
fn under(law: &Law) -> Case {
    let logged = Event::Logged(events::Logged {
        regime: law.regime.id.to_string(),
        calendar: law.regime.default_calendar.clone(),
        channel: Channel::Email,
        questions: 1,
        digest: String::new(),
        entered: None,
    });
    Case::begin(&logged, day("2025-09-01")).unwrap()
}

/// What the desk is told of this action on that day; nothing when it is done.
fn told(law: &Law, case: &mut Case, action: &Action, on: &str) -> Option<String> {
    let done = law.take(case, action, on, Role::Officer);
    done.err().map(|reason| reason.to_string())
}

#[test]
fn a_fees_notice_after_the_last_day_is_refused_with_the_section() {
    // FOIA and FOISA s.9(1), EIR reg 8(4), Scottish EIRs reg 8(5): within the time for the answer,
    // which for 1 September 2025 ends on the 29th under each.
    for (id, section) in [
        ("uk-foia-2000", "s.9(1)"),
        ("scot-foisa-2002", "s.9(1)"),
        ("uk-eir-2004", "reg 8(4)"),
        ("scot-eirs-2004", "reg 8(5)"),
    ] {
        let law = law(id);
        let told = told(&law, &mut under(&law), &notice(), "2025-09-30").unwrap();
        assert!(told.contains("29 September 2025"), "{id}: {told}");
        assert!(told.contains(section), "{id}: {told}");
        let offered = available(&under(&law), &law.at("2025-09-30", Role::Officer));
        assert!(!offered.contains(&ActionKind::IssueFeesNotice), "{id}");
        law.officer(&mut under(&law), &notice(), "2025-09-29");
    }
}

#[test]
fn a_late_fees_notice_on_an_old_record_holds_nothing_back_and_lets_nothing_lapse() {
    let law = law("uk-foia-2000");
    let mut case = under(&law);
    law.officer(&mut case, &ALLOCATE, "2025-09-02");
    let late = Event::FeesNoticeIssued(events::FeesNoticeIssued {
        amount: 5000,
        digest: None,
    });
    case.apply(&late, day("2025-10-15"), by(Role::Officer));
    let dates = deadlines(&case, &law.regime, &law.calendar).unwrap();
    assert_eq!(dates.due, Some(day("2025-09-29")));
    assert_eq!((dates.fee_due_by, dates.lapses_on), (None, None));
    let refused = told(
        &law,
        &mut case,
        &Action::Lapse(actions::Lapse),
        "2026-02-02",
    );
    assert!(refused.is_some(), "nothing lapses");
    let relied = Relied {
        ground: "fee_unpaid".into(),
        ..Relied::default()
    };
    let refuse = Action::Refuse(actions::Refuse {
        numbers: vec![1],
        relied,
        digest: String::new(),
    });
    let refused = told(&law, &mut case.clone(), &refuse, "2026-02-02").unwrap();
    assert!(refused.contains("fees notice came after"), "{refused}");
    // The answer is owed, and nothing waits for a payment.
    law.officer(
        &mut case,
        &Action::StartDraft(actions::StartDraft),
        "2025-10-16",
    );
    law.officer(&mut case, &decide(1, Outcome::NotHeld, &[]), "2025-10-16");
    law.officer(&mut case, &SEND, "2025-10-16");
    law.take(&mut case, &CLEAR, "2025-10-16", Role::Manager)
        .unwrap();
    law.officer(&mut case, &Action::Answer(actions::Answer), "2025-10-17");
}

#[test]
fn an_extension_after_the_last_day_for_its_notice_is_refused() {
    // EIR reg 7(3): by the twentieth working day, also where the time was extended already.
    let law = law("uk-eir-2004");
    let mut case = under(&law);
    let ground = "complex_and_voluminous";
    assert_eq!(
        law.take(
            &mut case,
            &extend(ground, None),
            "2025-12-03",
            Role::Officer
        ),
        Err(Reason::ExtensionTooLate(day("2025-09-29")))
    );
    law.officer(&mut case, &extend(ground, Some("2025-10-10")), "2025-09-20");
    assert_eq!(
        law.take(
            &mut case,
            &extend(ground, None),
            "2025-10-02",
            Role::Officer
        ),
        Err(Reason::ExtensionTooLate(day("2025-09-29")))
    );
}

#[test]
fn an_agreed_extension_in_australia_is_given_while_that_for_consultation_runs() {
    let law = law("au-foi-1982");
    let mut case = under(&law);
    law.officer(&mut case, &extend("consultation", None), "2025-09-05");
    let agreed = extend("agreed", Some("2025-11-28"));
    law.officer(&mut case.clone(), &agreed, "2025-10-20");
    assert_eq!(
        law.take(
            &mut case,
            &extend("agreed", None),
            "2025-11-03",
            Role::Officer
        ),
        Err(Reason::ExtensionTooLate(day("2025-10-31")))
    );
    // s.15AC(5): the Commissioner can still give time.
    law.officer(
        &mut case,
        &extend("commissioner", Some("2025-12-19")),
        "2025-11-03",
    );
    let dates = deadlines(&case, &law.regime, &law.calendar).unwrap();
    assert_eq!(dates.due, Some(day("2025-12-19")));
}

#[test]
fn a_request_that_lapsed_is_answered_or_closed_and_nothing_else() {
    let law = law("au-foi-1982");
    let mut case = under(&law);
    let seek = Action::SeekClarification(actions::SeekClarification {
        digest: String::new(),
    });
    let received = Action::RecordClarification(actions::RecordClarification { digest: None });
    law.officer(&mut case, &seek, "2025-09-08");
    // s.24AB: fourteen days, to 22 September.
    law.officer(&mut case, &received, "2025-09-25");
    assert_eq!(
        law.take(
            &mut case,
            &extend("agreed", None),
            "2025-09-26",
            Role::Officer
        ),
        Err(Reason::RequestLapsed(day("2025-09-23")))
    );
    law.officer(
        &mut case,
        &Action::Withdraw(actions::Withdraw),
        "2025-09-26",
    );
}
