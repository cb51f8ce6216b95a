//! Corrections in the domain: what was undone was never so, for the case and for its clock.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::{DateTime, Days, NaiveDate, Utc};
use daylight::config::Law;
use daylight::domain::case::actions;
use daylight::domain::case::correction::correct;
use daylight::domain::case::events;
use daylight::domain::case::undo::ended_by;
use daylight::domain::case::*;
use daylight::domain::role::Role;
use proptest::prelude::*;
use std::sync::LazyLock;

static LAW: LazyLock<Law> = LazyLock::new(|| Law::load(None).unwrap());

const OFFICER: Actor = Actor {
    role: Role::Officer,
    person: Some(1),
};

const MANAGER: Actor = Actor {
    role: Role::Manager,
    person: Some(2),
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn recorded(seq: i64, on: NaiveDate, actor: Actor, event: Event) -> Recorded {
    let at: DateTime<Utc> = on.and_hms_opt(9, 0, 0).unwrap().and_utc();
    Recorded {
        seq,
        at,
        on,
        actor,
        event,
    }
}

fn under(regime: &str, received: NaiveDate, questions: u16) -> Vec<Recorded> {
    let law = LAW.regime(regime, received).unwrap();
    let logged = Event::Logged(events::Logged {
        regime: regime.into(),
        calendar: law.default_calendar.clone(),
        channel: Channel::Email,
        questions,
        digest: String::new(),
        entered: None,
    });
    vec![recorded(1, received, Actor::SYSTEM, logged)]
}

/// Asks the domain for what may be done, and records it.
fn take(history: &mut Vec<Recorded>, action: &Action, on: NaiveDate) -> bool {
    let case = Case::replay(&*history).unwrap();
    let (Ok(regime), Ok(calendar)) = (
        LAW.regime(&case.regime, case.received),
        LAW.calendar(&case.calendar),
    ) else {
        return false;
    };
    let circumstances = Circumstances {
        regime,
        calendar,
        actor: MANAGER,
        second_person: SecondPerson::NotRequired,
        on,
        today: on,
    };
    let Ok(events) = transition(&case, action, &circumstances) else {
        return false;
    };
    for event in events {
        let seq = history.last().unwrap().seq + 1;
        history.push(recorded(seq, on, MANAGER, event));
    }
    true
}

fn put_right(
    history: &[Recorded],
    what: &Correction,
    actor: Actor,
    today: NaiveDate,
) -> Result<Case, NotCorrected> {
    let case = Case::replay(history).unwrap();
    let (mut regime, mut calendar) = (case.regime.clone(), case.calendar.clone());
    let mut received = case.received;
    if let Correction::Law { to, .. } = what {
        regime.clone_from(&to.regime);
        calendar.clone_from(&to.calendar);
    }
    if let Correction::Received { to, .. } = what {
        received = *to;
    }
    let circumstances = Circumstances {
        regime: LAW.regime(&regime, received).unwrap(),
        calendar: LAW.calendar(&calendar).unwrap(),
        actor,
        second_person: SecondPerson::NotRequired,
        on: today,
        today,
    };
    correct(history, what, &circumstances, history[0].at.date_naive())
}

fn due(case: &Case) -> Option<NaiveDate> {
    let regime = LAW.regime(&case.regime, case.received).unwrap();
    let calendar = LAW.calendar(&case.calendar).unwrap();
    deadlines(case, regime, calendar).unwrap().due
}

fn correction(seq: i64, on: NaiveDate, what: Correction) -> Recorded {
    let digest = String::new();
    recorded(
        seq,
        on,
        OFFICER,
        Event::Corrected(events::Corrected { what, digest }),
    )
}

fn an_action() -> impl Strategy<Value = Action> {
    let digest = String::new;
    prop_oneof![
        Just(Action::Allocate(actions::Allocate {
            team: Some("Disclosure".into()),
            officer: Some(1)
        })),
        Just(Action::Allocate(actions::Allocate {
            team: None,
            officer: Some(2)
        })),
        Just(Action::ChooseVariant(actions::ChooseVariant {
            variant: Some("school".into())
        })),
        Just(Action::SeekClarification(actions::SeekClarification {
            digest: digest()
        })),
        Just(Action::RecordClarification(actions::RecordClarification {
            digest: None
        })),
        Just(Action::IssueFeesNotice(actions::IssueFeesNotice {
            amount: 900,
            digest: digest()
        })),
        Just(Action::RecordPayment(actions::RecordPayment)),
        Just(Action::StartSearch(actions::StartSearch)),
        Just(Action::StartDraft(actions::StartDraft)),
        Just(Action::DecideQuestion(actions::DecideQuestion {
            number: 1,
            outcome: Outcome::GrantedInFull,
            exemptions: vec![],
            digest: digest()
        })),
        Just(Action::SendForClearance(actions::SendForClearance {
            digest: None,
            already_public: false
        })),
        Just(Action::Clear(actions::Clear { digest: None })),
        Just(Action::ReturnToDraft(actions::ReturnToDraft {
            digest: digest()
        })),
        Just(Action::Extend(actions::Extend {
            ground: "public_interest".into(),
            until: None,
            exemptions: vec!["s.31".into()],
            digest: String::new(),
        })),
        Just(Action::Answer(actions::Answer)),
        Just(Action::Transfer(actions::Transfer {
            digest: String::new(),
            passed_on: true,
        })),
        Just(Action::Withdraw(actions::Withdraw)),
        Just(Action::Lapse(actions::Lapse)),
        Just(Action::RequestReview(actions::RequestReview {
            digest: Some(String::new()),
            accepted: false,
        })),
        Just(Action::CompleteReview(actions::CompleteReview {
            changed: vec![],
            digest: digest()
        })),
        Just(Action::RecordEffort(actions::RecordEffort { minutes: 30 })),
        Just(Action::Close(actions::Close)),
        Just(Action::AddNote(actions::AddNote { digest: digest() })),
    ]
}

/// Whether two cases stand alike, however many events their records have.
fn same(one: &Case, other: &Case) -> bool {
    **one == **other && one.stage() == other.stage()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// The case is the one that never had the act, and so is every date of it.
    #[test]
    fn a_history_with_an_act_undone_is_the_history_without_it(
        actions in prop::collection::vec((an_action(), 0_u64..9), 1..40),
        pick in any::<prop::sample::Index>(),
    ) {
        let mut history = under("uk-foia-2000", day("2025-09-01"), 1);
        let mut on = day("2025-09-01");
        for (action, later) in &actions {
            on = on + Days::new(*later);
            take(&mut history, action, on);
        }
        let undone = pick.get(&history).clone();
        let what = Correction::Undone { seq: undone.seq };
        match put_right(&history, &what, OFFICER, on) {
            Ok(after) => {
                let without: Vec<Recorded> =
                    history.iter().filter(|r| r.seq != undone.seq).cloned().collect();
                let never = Case::replay(&without).unwrap();
                prop_assert!(same(&after, &never), "{after:?}\n{never:?}");
                let seq = history.last().unwrap().seq + 1;
                history.push(correction(seq, on, what.clone()));
                let replayed = Case::replay(&history).unwrap();
                prop_assert!(same(&replayed, &never), "{replayed:?}\n{never:?}");
                prop_assert_eq!(due(&after), due(&never));
                let twice = put_right(&history, &what, OFFICER, on);
                prop_assert_eq!(twice, Err(NotCorrected::UndoneBefore));
            }
            Err(NotCorrected::Stands(why)) => {
                prop_assert_eq!(undone.event.stands_because(), Some(why));
            }
            // What came later could not have come without it.
            Err(NotCorrected::RestedOn(_, on) | NotCorrected::RestedOnForGood(_, on)) => {
                prop_assert!(on >= undone.on);
            }
            Err(NotCorrected::Clock(_)) => {}
            Err(other) => prop_assert!(false, "{other:?}"),
        }
    }

    /// Another day of receipt gives the dates of a request that was logged for that day.
    #[test]
    fn a_corrected_day_of_receipt_gives_the_dates_of_a_request_logged_for_it(
        early in 0_u64..400,
        back in 1_u64..60,
        regime in prop_oneof![
            Just("uk-foia-2000"), Just("uk-eir-2004"), Just("scot-foisa-2002"), Just("uk-gdpr-sar")
        ],
    ) {
        let wrong = day("2025-03-01") + Days::new(early);
        let right = wrong - Days::new(back);
        let mut history = under(regime, wrong, 1);
        let what = Correction::Received { from: wrong, to: right };
        if LAW.regime(regime, right).is_ok() {
            let after = put_right(&history, &what, OFFICER, wrong).unwrap();
            let never = Case::replay(&under(regime, right, 1)).unwrap();
            prop_assert!(same(&after, &never), "{after:?}\n{never:?}");
            prop_assert_eq!(due(&after), due(&never));
            history.push(correction(2, wrong, what));
            let replayed = Case::replay(&history).unwrap();
            prop_assert!(same(&replayed, &never), "{replayed:?}\n{never:?}");
        }
    }
}

#[test]
fn a_request_cannot_have_been_received_after_it_was_logged_or_after_what_was_done_with_it() {
    let received = day("2026-06-02");
    let mut history = under("uk-foia-2000", received, 1);
    let to = |on: &str| Correction::Received {
        from: received,
        to: day(on),
    };
    let today = day("2026-06-10");
    let put = |history: &[Recorded], on: &str| put_right(history, &to(on), OFFICER, today);
    assert_eq!(
        put(&history, "2026-06-03"),
        Err(NotCorrected::AfterLogging(received))
    );
    assert_eq!(
        put(&history, "2026-06-11"),
        Err(NotCorrected::InTheFuture(day("2026-06-11")))
    );
    assert_eq!(put(&history, "2026-06-02"), Err(NotCorrected::Same));
    history[0].at = "2026-06-09T09:00:00Z".parse().unwrap();
    take(
        &mut history,
        &Action::Allocate(actions::Allocate {
            team: None,
            officer: Some(1),
        }),
        day("2026-06-04"),
    );
    assert_eq!(
        put(&history, "2026-06-05"),
        Err(NotCorrected::AfterAction(
            ActionKind::Allocate,
            day("2026-06-04")
        ))
    );
    assert!(put(&history, "2026-06-04").is_ok());
}

/// FOIA s.10(1) against EIR reg 5(2) and 7: the limit is the same, what may be withheld is not.
#[test]
fn another_law_leaves_undecided_what_was_withheld_under_the_first() {
    let received = day("2026-06-02");
    let mut history = under("uk-foia-2000", received, 2);
    let allocate = Action::Allocate(actions::Allocate {
        team: None,
        officer: Some(1),
    });
    assert!(take(&mut history, &allocate, received));
    for (number, outcome, exemptions) in [
        (1, Outcome::GrantedInFull, vec![]),
        (2, Outcome::Refused, vec!["s.40(2)".into()]),
    ] {
        let decide = Action::DecideQuestion(actions::DecideQuestion {
            number,
            outcome,
            exemptions,
            digest: String::new(),
        });
        assert!(take(&mut history, &decide, received), "{number}");
    }
    let law = |regime: &str| LawOfCase {
        regime: regime.into(),
        calendar: "uk-any-part".into(),
    };
    let what = Correction::Law {
        from: law("uk-foia-2000"),
        to: law("uk-eir-2004"),
    };
    let after = put_right(&history, &what, OFFICER, received).unwrap();
    assert_eq!(after.regime, "uk-eir-2004");
    let outcomes: Vec<_> = after.questions.iter().map(|q| q.outcome).collect();
    assert_eq!(outcomes, [Some(Outcome::GrantedInFull), None]);
    // Once it is answered, what the answer said stands.
    history.truncate(1);
    history.push(recorded(
        2,
        received,
        OFFICER,
        Event::Answered(events::Answered {
            outcome: Outcome::Refused,
        }),
    ));
    assert_eq!(
        put_right(&history, &what, OFFICER, received),
        Err(NotCorrected::AnswerSent(received))
    );
}

#[test]
fn an_extension_the_other_law_does_not_know_is_undone_first() {
    let received = day("2026-06-02");
    let mut history = under("uk-foia-2000", received, 1);
    let extend = Action::Extend(actions::Extend {
        ground: "public_interest".into(),
        until: None,
        exemptions: vec!["s.31".into()],
        digest: String::new(),
    });
    assert!(take(&mut history, &extend, day("2026-06-10")));
    let law = |regime: &str| LawOfCase {
        regime: regime.into(),
        calendar: "uk-any-part".into(),
    };
    let what = Correction::Law {
        from: law("uk-foia-2000"),
        to: law("uk-eir-2004"),
    };
    let refused = put_right(&history, &what, OFFICER, day("2026-06-11"));
    assert!(
        matches!(refused, Err(NotCorrected::Clock(_))),
        "{refused:?}"
    );
    history.push(correction(
        3,
        day("2026-06-11"),
        Correction::Undone { seq: 2 },
    ));
    assert!(put_right(&history, &what, OFFICER, day("2026-06-11")).is_ok());
}

#[test]
fn questions_keep_their_decisions_where_their_words_stand() {
    let received = day("2026-06-02");
    let mut history = under("uk-foia-2000", received, 3);
    let allocate = Action::Allocate(actions::Allocate {
        team: None,
        officer: Some(1),
    });
    assert!(take(&mut history, &allocate, received));
    for number in 1..=3 {
        let decide = Action::DecideQuestion(actions::DecideQuestion {
            number,
            outcome: if number == 2 {
                Outcome::NotHeld
            } else {
                Outcome::GrantedInFull
            },
            exemptions: vec![],
            digest: String::new(),
        });
        assert!(take(&mut history, &decide, received));
    }
    let what = |from: Vec<Option<u16>>| Correction::Questions {
        from,
        digest: String::new(),
    };
    let after = put_right(
        &history,
        &what(vec![Some(2), None, Some(3), None]),
        OFFICER,
        received,
    )
    .unwrap();
    let now: Vec<_> = after
        .questions
        .iter()
        .map(|q| (q.number, q.outcome))
        .collect();
    assert_eq!(
        now,
        [
            (1, Some(Outcome::NotHeld)),
            (2, None),
            (3, Some(Outcome::GrantedInFull)),
            (4, None)
        ]
    );
    for (from, why) in [
        (vec![], NotCorrected::NoQuestion),
        (vec![Some(1), Some(2), Some(3)], NotCorrected::Same),
    ] {
        assert_eq!(
            put_right(&history, &what(from), OFFICER, received),
            Err(why)
        );
    }
}

#[test]
fn a_requester_says_who_they_are_and_corrects_nothing_else() {
    let received = day("2026-06-02");
    let history = under("uk-foia-2000", received, 1);
    let digest = String::new;
    let own = Correction::Requester {
        digest: digest(),
        address: false,
    };
    assert!(put_right(&history, &own, Actor::REQUESTER, received).is_ok());
    assert_eq!(
        put_right(&history, &own, Actor::SYSTEM, received),
        Err(NotCorrected::WrongRole(Role::System))
    );
    for what in [
        Correction::Subject { digest: digest() },
        Correction::Undone { seq: 1 },
        Correction::Received {
            from: received,
            to: day("2026-06-01"),
        },
    ] {
        let refused = put_right(&history, &what, Actor::REQUESTER, received);
        assert_eq!(refused, Err(NotCorrected::WrongRole(Role::Requester)));
    }
}

#[test]
fn a_closed_case_is_opened_again_by_undoing_what_closed_it() {
    let received = day("2026-06-02");
    let transfer = Action::Transfer(actions::Transfer {
        digest: String::new(),
        passed_on: false,
    });
    for close in [Action::Withdraw(actions::Withdraw), transfer] {
        let mut history = under("uk-foia-2000", received, 1);
        assert_eq!(ended_by(&history), None);
        assert!(take(&mut history, &close, day("2026-06-05")));
        let ended = ended_by(&history).unwrap().seq;
        let open = Case::replay(&history[..1]).unwrap();
        let what = Correction::Undone { seq: ended };
        let after = put_right(&history, &what, OFFICER, day("2026-06-08")).unwrap();
        assert!(same(&after, &open), "{after:?}\n{open:?}");
        assert_eq!(due(&after), Some(day("2026-07-01")));
    }
}
