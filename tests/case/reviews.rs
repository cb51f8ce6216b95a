//! Reviews: who may ask for one and until when, and who may decide it.

use super::*;
use daylight::domain::case::actions;
use daylight::domain::case::events;

#[test]
fn a_review_reopens_an_answered_case_until_it_is_decided() {
    let law = law("uk-foia-2000");
    let mut case = case(1);
    let review = Action::RequestReview(actions::RequestReview {
        digest: None,
        accepted: false,
    });
    assert!(
        law.take(&mut case, &review, "2025-09-02", Role::Officer)
            .is_err()
    );
    law.officer(&mut case, &ALLOCATE, "2025-09-02");
    law.officer(
        &mut case,
        &Action::StartDraft(actions::StartDraft),
        "2025-09-02",
    );
    law.officer(&mut case, &decide(1, Outcome::NotHeld, &[]), "2025-09-02");
    law.officer(&mut case, &SEND, "2025-09-02");
    law.take(&mut case, &CLEAR, "2025-09-02", Role::Manager)
        .unwrap();
    law.officer(&mut case, &Action::Answer(actions::Answer), "2025-09-03");
    law.officer(&mut case, &Action::Close(actions::Close), "2025-09-03");
    law.officer(&mut case, &review, "2025-09-10");
    assert_eq!(case.stage(), Stage::Review);
    assert_eq!(
        law.take(&mut case, &review, "2025-09-11", Role::Officer),
        Err(Reason::ReviewOpen)
    );
    let complete = Action::CompleteReview(actions::CompleteReview {
        changed: vec![ReviewedQuestion {
            number: 1,
            outcome: Outcome::GrantedInFull,
            exemptions: None,
        }],
        digest: String::new(),
    });
    let section = Section::from("s.45 Code, part 5");
    for who in [Role::Officer, Role::Manager] {
        let own = law.take(&mut case, &complete, "2025-09-20", who);
        assert_eq!(
            own,
            Err(Reason::OwnDecision(section.clone())),
            "{who} had a part in it"
        );
    }
    let circumstances = Circumstances {
        actor: somebody_else(Role::Officer),
        ..law.at("2025-09-20", Role::Officer)
    };
    for event in transition(&case, &complete, &circumstances).unwrap() {
        case.apply(&event, day("2025-09-20"), circumstances.actor);
    }
    assert_eq!(
        (case.stage(), case.first_outcome, case.outcome),
        (
            Stage::Closed,
            Some(Outcome::NotHeld),
            Some(Outcome::GrantedInFull)
        )
    );
    assert_eq!(
        law.take(&mut case, &review, "2025-09-22", Role::Officer),
        Err(Reason::Reviewed)
    );
}

/// A case of one question, refused and answered on 3 September 2025.
fn refused(law: &Law) -> Case {
    let mut case = case(1);
    let refuse = decide(1, Outcome::Refused, &["s.31(1)(a)"]);
    for step in [
        ALLOCATE,
        Action::StartDraft(actions::StartDraft),
        refuse,
        SEND,
    ] {
        law.officer(&mut case, &step, "2025-09-02");
    }
    law.take(&mut case, &CLEAR, "2025-09-02", Role::Manager)
        .unwrap();
    law.officer(&mut case, &Action::Answer(actions::Answer), "2025-09-03");
    case
}

#[test]
fn the_requester_asks_for_a_review_in_time_and_an_officer_accepts_a_late_one_for_a_reason() {
    let law = law("uk-foia-2000");
    let answered = refused(&law);
    let ask = |accepted| {
        Action::RequestReview(actions::RequestReview {
            digest: None,
            accepted,
        })
    };
    // 40 working days after Wednesday 3 September 2025: to Wednesday 29 October.
    let last = day("2025-10-29");
    let mut case = answered.clone();
    law.take(&mut case, &ask(false), "2025-10-29", Role::Requester)
        .unwrap();
    assert_eq!(case.stage(), Stage::Review);
    let mut case = answered.clone();
    assert_eq!(
        law.take(&mut case, &ask(true), "2025-10-30", Role::Requester),
        Err(Reason::ReviewTimeOver(last))
    );
    assert_eq!(
        law.take(&mut case, &ask(false), "2025-10-30", Role::Officer),
        Err(Reason::LateReview(last))
    );
    let events = transition(&case, &ask(true), &law.at("2025-10-30", Role::Officer)).unwrap();
    let late = Event::ReviewRequested(events::ReviewRequested {
        digest: None,
        late: true,
    });
    assert_eq!(events, [late]);
}

#[test]
fn nobody_asks_for_a_review_where_the_law_has_none() {
    let answered = refused(&law("uk-foia-2000"));
    for id in ["nz-oia-1982", "ca-atia", "uk-gdpr-sar", "us-tx-pia"] {
        let other = self::law(id);
        for role in [Role::Requester, Role::Officer, Role::Manager] {
            let refused = permit(
                &answered,
                ActionKind::RequestReview,
                &other.at("2025-09-10", role),
            );
            let said = refused.unwrap_err().reason;
            assert!(matches!(said, Reason::NoReview(..)), "{id}: {said}");
        }
    }
}

#[test]
fn in_an_office_of_one_the_record_says_that_the_same_person_decided_the_review() {
    let law = law("uk-foia-2000");
    let mut case = refused(&law);
    let ask = Action::RequestReview(actions::RequestReview {
        digest: None,
        accepted: false,
    });
    law.officer(&mut case, &ask, "2025-09-10");
    let uphold = Action::CompleteReview(actions::CompleteReview {
        changed: Vec::new(),
        digest: String::new(),
    });
    let same = |circumstances: &Circumstances<'_>| {
        let events = transition(&case, &uphold, circumstances).unwrap();
        matches!(
            events.as_slice(),
            [Event::ReviewCompleted(events::ReviewCompleted {
                outcome: None,
                same_person: true,
                ..
            })]
        )
    };
    let mut circumstances = law.at("2025-09-20", Role::Officer);
    circumstances.second_person = SecondPerson::NotRequired;
    assert!(same(&circumstances));
    circumstances.actor = somebody_else(Role::Officer);
    assert!(!same(&circumstances));
}

#[test]
fn a_law_without_the_rule_lets_the_same_person_decide_the_review() {
    let law = law("us-foia");
    let mut case = refused(&self::law("uk-foia-2000"));
    let ask = Action::RequestReview(actions::RequestReview {
        digest: None,
        accepted: false,
    });
    law.officer(&mut case, &ask, "2025-09-10");
    let circumstances = law.at("2025-09-20", Role::Officer);
    assert_eq!(
        permit(&case, ActionKind::CompleteReview, &circumstances),
        Ok(())
    );
}

#[test]
fn an_event_of_a_review_recorded_before_it_said_more_is_still_read() {
    let requested: Event = serde_json::from_str(r#"{"kind":"review_requested"}"#).unwrap();
    let completed: Event =
        serde_json::from_str(r#"{"kind":"review_completed","outcome":"granted_in_part"}"#).unwrap();
    assert_eq!(
        requested,
        Event::ReviewRequested(events::ReviewRequested {
            digest: None,
            late: false
        })
    );
    assert_eq!(
        completed,
        Event::ReviewCompleted(events::ReviewCompleted {
            outcome: Some(Outcome::GrantedInPart),
            changed: Vec::new(),
            digest: None,
            same_person: false
        })
    );
}
