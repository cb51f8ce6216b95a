//! The grounds a law has for refusing, and the words for neither confirming nor denying.

use super::{day, law};
use daylight::domain::case::actions;
use daylight::domain::case::events;
use daylight::domain::case::{
    Action, Actor, Case, Channel, Event, Reason, Relied, SecondPerson, transition,
};
use daylight::domain::clock::ClockEventKind;
use daylight::domain::regime::{Need, RefusalExample, Regime};
use daylight::domain::role::Role;

/// A case with what an example of a refusal says happened.
fn case_of(regime: &Regime, example: &RefusalExample) -> Case {
    let officer = Actor {
        role: Role::Officer,
        person: Some(1),
    };
    let logged = Event::Logged(events::Logged {
        regime: regime.id.to_string(),
        calendar: regime.default_calendar.clone(),
        channel: Channel::Email,
        questions: 1,
        digest: String::new(),
        entered: None,
    });
    let mut case = Case::begin(&logged, example.received).unwrap();
    let allocated = Event::Allocated(events::Allocated {
        team: None,
        officer: Some(1),
    });
    case.apply(&allocated, example.received, officer);
    for happened in &example.events {
        let event = match happened.kind {
            ClockEventKind::ClarificationSought => {
                Event::ClarificationSought(events::ClarificationSought {
                    digest: String::new(),
                })
            }
            ClockEventKind::ClarificationReceived => {
                Event::ClarificationReceived(events::ClarificationReceived { digest: None })
            }
            ClockEventKind::FeesNoticeIssued => Event::FeesNoticeIssued(events::FeesNoticeIssued {
                amount: 1000,
                digest: None,
            }),
            other => panic!("no refusal rests on {other:?}"),
        };
        case.apply(&event, happened.on, officer);
    }
    case
}

#[test]
fn every_worked_example_of_a_refusal_in_a_regime_file_holds() {
    let law = law();
    let mut wrong = Vec::new();
    let mut checked = 0;
    for regime in law.regimes() {
        let calendar = law.calendar(&regime.default_calendar).unwrap();
        for ground in &regime.refusals {
            assert!(!ground.examples.is_empty(), "{} {}", regime.id, ground.id);
            for example in &ground.examples {
                let case = case_of(regime, example);
                let mut together = example.together.clone();
                together.extend(example.together.first().map(|_| example.received));
                let relied = Relied {
                    ground: ground.id.clone(),
                    minutes: example.hours.map(|hours| hours * 60),
                    band: example.band.clone(),
                    together,
                    earlier: example.earlier,
                    ..Relied::default()
                };
                let refuse = Action::Refuse(actions::Refuse {
                    numbers: vec![1],
                    relied,
                    digest: String::new(),
                });
                let circumstances = daylight::domain::case::Circumstances {
                    regime,
                    calendar,
                    actor: Actor {
                        role: Role::Officer,
                        person: Some(1),
                    },
                    second_person: SecondPerson::Required,
                    on: example.on,
                    today: example.on,
                };
                let name = format!("{}: {}: {}", regime.id, ground.id, example.title);
                checked += 1;
                match transition(&case, &refuse, &circumstances) {
                    Ok(events) if example.holds => {
                        let [
                            Event::QuestionDecided(events::QuestionDecided {
                                outcome,
                                refusal,
                                ..
                            }),
                        ] = &events[..]
                        else {
                            panic!("{name}: {events:?}");
                        };
                        assert_eq!(*outcome, ground.outcome, "{name}");
                        assert_eq!(refusal.as_ref().unwrap().section, ground.section, "{name}");
                    }
                    Ok(_) => wrong.push(format!("{name}: holds, and should not")),
                    Err(refused) => {
                        let about_the_stage = matches!(refused.reason, Reason::WrongStage(..));
                        if example.holds || about_the_stage {
                            wrong.push(format!("{name}: {refused}"));
                        }
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(checked > 60, "only {checked} examples");
}

#[test]
fn the_grounds_of_each_law_of_the_united_kingdom_are_those_its_text_names() {
    let law = law();
    let sections = |id: &str| {
        let regime = law.regime(id, day("2026-06-01")).unwrap();
        let mut sections: Vec<&str> = regime
            .refusals
            .iter()
            .map(|ground| ground.section.as_str())
            .collect();
        sections.dedup();
        sections
    };
    assert_eq!(
        sections("uk-foia-2000"),
        [
            "s.12(1)",
            "s.12(2)",
            "s.12(1) with (4)",
            "s.14(1)",
            "s.14(2)",
            "s.1(3)",
            "s.9(2)"
        ]
    );
    assert_eq!(
        sections("scot-foisa-2002"),
        [
            "s.12(1)", "s.12(2)", "s.14(1)", "s.14(2)", "s.1(3)", "s.9(4)"
        ]
    );
    // 12(4)(a), not held, is an outcome that names its section itself.
    assert_eq!(
        sections("uk-eir-2004"),
        [
            "reg 12(4)(b)",
            "reg 12(4)(c)",
            "reg 12(4)(d)",
            "reg 12(4)(e)",
            "reg 8(5)"
        ]
    );
    assert_eq!(
        sections("scot-eirs-2004"),
        [
            "reg 10(4)(b)",
            "reg 10(4)(c)",
            "reg 10(4)(d)",
            "reg 10(4)(e)",
            "reg 8(7)"
        ]
    );
    for id in ["uk-eir-2004", "scot-eirs-2004"] {
        let regime = law.regime(id, day("2026-06-01")).unwrap();
        for ground in &regime.refusals {
            let of_12_4 = ground.section.as_str().contains("(4)(");
            assert_eq!(
                ground.needs(Need::PublicInterest),
                of_12_4,
                "{id} {}",
                ground.id
            );
        }
    }
}

/// The sub-section of each exemption of the Act under which the duty to confirm or deny does not arise.
const UNSAID: [(&str, &str); 24] = [
    ("s.22", "s.22(2)"),
    ("s.22A", "s.22A(2)"),
    ("s.23", "s.23(5)"),
    ("s.24", "s.24(2)"),
    ("s.26", "s.26(3)"),
    ("s.27", "s.27(4)"),
    ("s.28", "s.28(3)"),
    ("s.29", "s.29(2)"),
    ("s.30", "s.30(3)"),
    ("s.31", "s.31(3)"),
    ("s.32", "s.32(3)"),
    ("s.33", "s.33(3)"),
    ("s.34", "s.34(2)"),
    ("s.35", "s.35(3)"),
    ("s.36", "s.36(3)"),
    ("s.37", "s.37(2)"),
    ("s.38", "s.38(2)"),
    ("s.39", "s.39(2)"),
    ("s.40(1)", "s.40(5A)"),
    ("s.40(2)", "s.40(5B)"),
    ("s.41", "s.41(2)"),
    ("s.42", "s.42(2)"),
    ("s.43(2)", "s.43(3)"),
    ("s.44", "s.44(2)"),
];

#[test]
fn whatever_may_be_neither_confirmed_nor_denied_names_the_sub_section_that_allows_it() {
    let law = law();
    let on = day("2026-06-01");
    let foia = law.regime("uk-foia-2000", on).unwrap();
    for (section, under) in UNSAID {
        let named = foia.ncnd_section(&section.into());
        assert_eq!(named.map(|s| s.as_str()), Some(under), "{section}");
    }
    for never in ["s.21", "s.43(1)"] {
        assert_eq!(foia.ncnd_section(&never.into()), None, "{never}");
    }
    let named = |id: &str, section: &str| {
        let regime = law.regime(id, on).unwrap();
        regime
            .ncnd_section(&section.into())
            .map(ToString::to_string)
    };
    for (id, section, under) in [
        ("uk-eir-2004", "reg 12(5)(a)", "reg 12(6)"),
        ("uk-eir-2004", "reg 13(1)", "reg 13(5B)"),
        ("scot-eirs-2004", "reg 10(5)(a)", "reg 10(8)"),
        ("scot-foisa-2002", "s.35(1)(a)", "s.18(1)"),
        ("scot-foisa-2002", "s.38(1)(b)", "s.18(1)"),
    ] {
        assert_eq!(named(id, section).as_deref(), Some(under), "{id} {section}");
    }
    assert_eq!(named("scot-foisa-2002", "s.36(1)"), None);
    assert_eq!(named("uk-eir-2004", "reg 12(5)(b)"), None);
}
