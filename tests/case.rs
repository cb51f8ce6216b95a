//! What may happen to a case, checked against the Act and against itself.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::NaiveDate;
use daylight::domain::calendar::Calendar;
use daylight::domain::case::actions;
use daylight::domain::case::events;
use daylight::domain::case::*;
use daylight::domain::regime::Regime;
use daylight::domain::rights::Right;
use daylight::domain::role::Role;
use daylight::domain::section::Section;

#[path = "case/in_time.rs"]
mod in_time;
#[path = "case/reviews.rs"]
mod reviews;
#[path = "case/rights.rs"]
mod rights;
#[path = "case/stage_by_action.rs"]
mod stage_by_action;

struct Law {
    regime: Regime,
    calendar: Calendar,
}

fn law(id: &str) -> Law {
    let law = daylight::config::Law::load(None).unwrap();
    let regime = Regime::clone(law.regime(id, day("2025-09-01")).unwrap());
    let calendar = Calendar::clone(law.calendar(&regime.default_calendar).unwrap());
    Law { regime, calendar }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn case(questions: u16) -> Case {
    let logged = Event::Logged(events::Logged {
        regime: "uk-foia-2000".into(),
        calendar: "uk-any-part".into(),
        channel: Channel::Email,
        questions,
        digest: String::new(),
        entered: None,
    });
    Case::begin(&logged, day("2025-09-01")).unwrap()
}

fn by(role: Role) -> Actor {
    let all = Role::AT_THE_DESK.iter().zip(1..);
    let person = all
        .into_iter()
        .find_map(|(at, id)| (*at == role).then_some(id));
    Actor { role, person }
}

/// A person of this role who had no part in anything.
fn somebody_else(role: Role) -> Actor {
    let Actor { role, person } = by(role);
    Actor {
        role,
        person: person.map(|id| id + 10),
    }
}

impl Law {
    fn at(&self, on: &str, role: Role) -> Circumstances<'_> {
        Circumstances {
            regime: &self.regime,
            calendar: &self.calendar,
            actor: by(role),
            second_person: SecondPerson::Required,
            on: day(on),
            today: day(on),
        }
    }

    fn take(&self, case: &mut Case, action: &Action, on: &str, role: Role) -> Result<(), Reason> {
        let events = transition(case, action, &self.at(on, role)).map_err(|r| r.reason)?;
        assert!(!events.is_empty());
        for event in events {
            case.apply(&event, day(on), by(role));
        }
        Ok(())
    }

    fn officer(&self, case: &mut Case, action: &Action, on: &str) {
        self.take(case, action, on, Role::Officer).unwrap();
    }
}

fn decide(number: u16, outcome: Outcome, sections: &[&str]) -> Action {
    Action::DecideQuestion(actions::DecideQuestion {
        number,
        outcome,
        exemptions: sections.iter().map(|s| Section::from(*s)).collect(),
        digest: String::new(),
    })
}

const ALLOCATE: Action = Action::Allocate(actions::Allocate {
    team: None,
    officer: Some(1),
});
const SEND: Action = Action::SendForClearance(actions::SendForClearance {
    digest: None,
    already_public: false,
});
const CLEAR: Action = Action::Clear(actions::Clear { digest: None });

#[test]
fn a_case_goes_from_receipt_to_closure_and_only_a_manager_clears_it() {
    let law = law("uk-foia-2000");
    let mut case = case(2);
    law.officer(&mut case, &ALLOCATE, "2025-09-02");
    law.officer(
        &mut case,
        &Action::StartSearch(actions::StartSearch),
        "2025-09-03",
    );
    law.officer(
        &mut case,
        &Action::StartDraft(actions::StartDraft),
        "2025-09-10",
    );
    law.officer(
        &mut case,
        &decide(1, Outcome::GrantedInFull, &[]),
        "2025-09-11",
    );
    assert_eq!(
        law.take(&mut case, &SEND, "2025-09-11", Role::Officer),
        Err(Reason::Undecided(vec![2]))
    );
    law.officer(
        &mut case,
        &decide(2, Outcome::Refused, &["s.40(2)"]),
        "2025-09-11",
    );
    law.officer(&mut case, &SEND, "2025-09-12");
    assert_eq!(
        law.take(&mut case, &CLEAR, "2025-09-15", Role::Officer),
        Err(Reason::NotYours(Right::ClearAnswers))
    );
    law.take(&mut case, &CLEAR, "2025-09-15", Role::Manager)
        .unwrap();
    assert_eq!(case.stage(), Stage::ReadyToSend);
    law.officer(&mut case, &Action::Answer(actions::Answer), "2025-09-16");
    assert_eq!(case.outcome, Some(Outcome::GrantedInPart));
    assert_eq!(case.stage(), Stage::Answered);
    law.officer(&mut case, &Action::Close(actions::Close), "2025-09-17");
    assert_eq!(case.stage(), Stage::Closed);
}

#[test]
fn a_question_decided_again_after_clearance_is_a_draft_again() {
    let law = law("uk-foia-2000");
    for cleared in [false, true] {
        let mut case = case(1);
        law.officer(&mut case, &ALLOCATE, "2025-09-02");
        law.officer(
            &mut case,
            &Action::StartDraft(actions::StartDraft),
            "2025-09-02",
        );
        law.officer(&mut case, &decide(1, Outcome::NotHeld, &[]), "2025-09-02");
        law.officer(&mut case, &SEND, "2025-09-02");
        if cleared {
            law.take(&mut case, &CLEAR, "2025-09-02", Role::Manager)
                .unwrap();
        }
        let again = decide(1, Outcome::GrantedInFull, &[]);
        law.officer(&mut case, &again, "2025-09-03");
        assert_eq!(case.stage(), Stage::Drafting);
        assert_eq!(
            law.take(
                &mut case,
                &Action::Answer(actions::Answer),
                "2025-09-03",
                Role::Officer
            )
            .unwrap_err()
            .to_string()
            .split(';')
            .next(),
            Some("the case is at the stage “Drafting”")
        );
    }
}

#[test]
fn a_clearance_of_before_clearances_were_bound_is_still_read() {
    for (old, kind) in [
        (r#"{"kind":"sent_for_clearance"}"#, "sent_for_clearance"),
        (r#"{"kind":"cleared"}"#, "cleared"),
    ] {
        let event: Event = serde_json::from_str(old).unwrap();
        assert_eq!(event.kind(), kind);
        let (Event::SentForClearance(events::SentForClearance { digest, .. })
        | Event::Cleared(events::Cleared { digest })) = event
        else {
            panic!("{event:?}");
        };
        assert_eq!(digest, None);
    }
}

#[test]
fn every_action_offered_is_one_that_is_permitted_and_the_others_are_refused() {
    let law = law("uk-foia-2000");
    let mut case = case(1);
    let steps: [&Action; 4] = [
        &ALLOCATE,
        &Action::StartSearch(actions::StartSearch),
        &Action::StartDraft(actions::StartDraft),
        &Action::Withdraw(actions::Withdraw),
    ];
    for step in steps {
        for role in [Role::Officer, Role::Manager, Role::Requester, Role::System] {
            let circumstances = law.at("2025-09-05", role);
            let offered = available(&case, &circumstances);
            for kind in ActionKind::ALL {
                assert_eq!(
                    offered.contains(&kind),
                    permit(&case, kind, &circumstances).is_ok(),
                    "{kind:?} for {role}"
                );
            }
        }
        law.officer(&mut case, step, "2025-09-05");
    }
}

#[test]
fn clarification_restarts_the_clock_and_a_fees_notice_pauses_it() {
    // Worked by hand: s.1(3) and s.10(6) restart on 24 September; s.10(2) disregards 8 to 19.
    let law = law("uk-foia-2000");
    let seek = Action::SeekClarification(actions::SeekClarification {
        digest: String::new(),
    });
    let mut asked = case(1);
    law.officer(&mut asked, &seek, "2025-09-10");
    assert_eq!(asked.stage(), Stage::ClarificationSought);
    assert_eq!(
        deadlines(&asked, &law.regime, &law.calendar).unwrap().due,
        None
    );
    law.officer(
        &mut asked,
        &Action::RecordClarification(actions::RecordClarification { digest: None }),
        "2025-09-24",
    );
    assert_eq!(
        deadlines(&asked, &law.regime, &law.calendar).unwrap().due,
        Some(day("2025-10-22"))
    );
    let mut paid = case(1);
    let notice = Action::IssueFeesNotice(actions::IssueFeesNotice {
        amount: 5000,
        digest: String::new(),
    });
    law.officer(&mut paid, &notice, "2025-09-08");
    assert_eq!(
        law.take(&mut paid, &seek, "2025-09-09", Role::Officer),
        Err(Reason::AwaitingFee)
    );
    law.officer(
        &mut paid,
        &Action::RecordPayment(actions::RecordPayment),
        "2025-09-19",
    );
    assert_eq!(
        deadlines(&paid, &law.regime, &law.calendar).unwrap().due,
        Some(day("2025-10-13"))
    );
}

#[test]
fn an_extension_needs_a_ground_of_the_regime_and_notice_in_time() {
    let law = law("uk-foia-2000");
    let extend = |ground: &str| {
        Action::Extend(actions::Extend {
            ground: ground.into(),
            until: None,
            digest: String::new(),
            exemptions: vec!["s.31".into()],
        })
    };
    let mut case = case(1);
    assert!(matches!(
        law.take(&mut case, &extend("complex"), "2025-09-20", Role::Officer),
        Err(Reason::NoSuchGround(..))
    ));
    assert_eq!(
        law.take(
            &mut case,
            &extend("public_interest"),
            "2025-09-30",
            Role::Officer
        ),
        Err(Reason::ExtensionTooLate(day("2025-09-29")))
    );
    law.officer(&mut case, &extend("public_interest"), "2025-09-29");
    assert_eq!(
        deadlines(&case, &law.regime, &law.calendar).unwrap().due,
        Some(day("2025-10-27"))
    );
}

#[test]
fn withholding_names_a_section_that_exists_and_ncnd_one_that_allows_it() {
    let law = law("uk-foia-2000");
    let mut case = case(1);
    law.officer(&mut case, &ALLOCATE, "2025-09-02");
    let mut refused = |action: &Action| {
        law.take(&mut case, action, "2025-09-03", Role::Officer)
            .unwrap_err()
    };
    assert_eq!(
        refused(&decide(1, Outcome::Refused, &[])),
        Reason::NoExemption
    );
    assert!(matches!(
        refused(&decide(1, Outcome::Refused, &["s.99"])),
        Reason::UnknownExemption(..)
    ));
    assert_eq!(
        refused(&decide(1, Outcome::NeitherConfirmedNorDenied, &["s.21"])),
        Reason::NoNcnd("s.21".into())
    );
    assert_eq!(
        refused(&decide(1, Outcome::GrantedInFull, &["s.31"])),
        Reason::NeedlessExemption
    );
    assert_eq!(
        refused(&decide(7, Outcome::NotHeld, &[])),
        Reason::NoSuchQuestion(7)
    );
    assert_eq!(
        refused(&decide(1, Outcome::Lapsed, &[])),
        Reason::NotDecidable(Outcome::Lapsed)
    );
}

#[test]
fn dates_before_receipt_or_after_today_are_refused() {
    let law = law("uk-foia-2000");
    let case = case(1);
    let mut circumstances = law.at("2025-09-05", Role::Officer);
    circumstances.on = day("2025-09-06");
    let future = transition(&case, &ALLOCATE, &circumstances).unwrap_err();
    assert_eq!(future.reason, Reason::InTheFuture(day("2025-09-06")));
    circumstances.on = day("2025-08-31");
    let early = transition(&case, &ALLOCATE, &circumstances).unwrap_err();
    assert_eq!(
        early.reason,
        Reason::BeforeReceipt(day("2025-08-31"), day("2025-09-01"))
    );
}

#[test]
fn nobody_clears_what_they_prepared_unless_there_is_nobody_else() {
    let law = law("uk-foia-2000");
    for prepared in [
        ALLOCATE,
        Action::StartDraft(actions::StartDraft),
        decide(1, Outcome::NotHeld, &[]),
    ] {
        let mut case = case(1);
        let steps = [
            ALLOCATE,
            Action::StartDraft(actions::StartDraft),
            decide(1, Outcome::NotHeld, &[]),
            SEND,
        ];
        for step in steps {
            let role = if step == prepared {
                Role::Manager
            } else {
                Role::Officer
            };
            law.take(&mut case, &step, "2025-09-02", role).unwrap();
        }
        let mut circumstances = law.at("2025-09-02", Role::Manager);
        let required = permit(&case, ActionKind::Clear, &circumstances);
        let expected = match prepared {
            Action::Allocate(_) => Ok(()),
            _ => Err(Reason::OwnDraft),
        };
        assert_eq!(required.map_err(|r| r.reason), expected, "{prepared:?}");
        circumstances.second_person = SecondPerson::NotRequired;
        assert_eq!(permit(&case, ActionKind::Clear, &circumstances), Ok(()));
    }
}

#[test]
fn an_unanswered_question_lapses_after_two_months_and_an_unpaid_fee_after_its_three() {
    let law = law("uk-foia-2000");
    let seek = Action::SeekClarification(actions::SeekClarification {
        digest: String::new(),
    });
    let mut asked = case(1);
    assert!(matches!(
        law.take(
            &mut asked,
            &Action::Lapse(actions::Lapse),
            "2025-09-05",
            Role::Officer
        ),
        Err(Reason::NoLapse)
    ));
    law.officer(&mut asked, &seek, "2025-09-10");
    assert_eq!(
        law.take(
            &mut asked,
            &Action::Lapse(actions::Lapse),
            "2025-11-10",
            Role::Officer
        ),
        Err(Reason::NotYetLapsed(day("2025-11-10")))
    );
    law.officer(&mut asked, &Action::Lapse(actions::Lapse), "2025-11-11");
    assert_eq!(
        (asked.stage(), asked.outcome),
        (Stage::Closed, Some(Outcome::Lapsed))
    );
    // s.9(2): three months beginning with the day of the notice end on 7 December.
    let mut unpaid = case(1);
    let notice = Action::IssueFeesNotice(actions::IssueFeesNotice {
        amount: 5000,
        digest: String::new(),
    });
    law.officer(&mut unpaid, &notice, "2025-09-08");
    assert_eq!(
        law.take(
            &mut unpaid,
            &Action::Lapse(actions::Lapse),
            "2025-12-07",
            Role::Officer
        ),
        Err(Reason::NotYetLapsed(day("2025-12-07")))
    );
    law.officer(&mut unpaid, &Action::Lapse(actions::Lapse), "2025-12-08");
}

#[test]
fn a_case_carries_the_limit_of_a_variant_and_the_plain_one_again() {
    let law = law("uk-foia-2000");
    let choose = |variant: Option<&str>| {
        Action::ChooseVariant(actions::ChooseVariant {
            variant: variant.map(str::to_owned),
        })
    };
    let mut case = case(1);
    let due = |case: &Case| deadlines(case, &law.regime, &law.calendar).unwrap().due;
    assert_eq!(due(&case), Some(day("2025-09-29")));
    law.officer(&mut case, &choose(Some("archives")), "2025-09-02");
    // SI 2004/3364 reg 4: the 30th working day.
    assert_eq!(due(&case), Some(day("2025-10-13")));
    for (variant, reason) in [
        (Some("archives"), Reason::SameVariant),
        (
            Some("navy"),
            Reason::NoSuchVariant("FOIA 2000".into(), "navy".into()),
        ),
    ] {
        let refused = law.take(&mut case, &choose(variant), "2025-09-02", Role::Officer);
        assert_eq!(refused, Err(reason));
    }
    law.officer(&mut case, &choose(None), "2025-09-03");
    assert_eq!(due(&case), Some(day("2025-09-29")));
    let other = self::law("uk-eir-2004");
    let refused = permit(
        &case,
        ActionKind::ChooseVariant,
        &other.at("2025-09-03", Role::Officer),
    );
    assert!(matches!(refused.unwrap_err().reason, Reason::NoVariants(_)));
}
