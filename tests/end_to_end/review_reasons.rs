//! A review that rests a question on other exemptions: each added has its own reasons, each dropped is
//! not told any more, and the record has both.

use crate::desk_forms::{Shown, as_person, fill_in, plain};
use crate::journeys::traveller::fill;
use crate::refusals::{answered, drafting};
use crate::support::{App, Page, day};
use daylight::casework::cases::actions;
use daylight::casework::cases::reasons::reasons_field;
use daylight::casework::cases::review_reasons::review_field;
use daylight::casework::{CaseworkFault, Instruction};
use daylight::domain::case::{Event, Outcome, Reason, Reasons, ReviewedQuestion, events};
use daylight::domain::role::Role;
use daylight::domain::section::Section;
use rocket::http::Status;

const ASKED: &str = "1. How many patrols were there?\n2. Who went on them?";

fn section(text: &str) -> Section {
    Section::from(text)
}

fn reasons(of: &str) -> Reasons {
    let said = |what: &str| format!("{what} of {of}.");
    Reasons {
        withheld: said("The papers"),
        why: said("The reasons"),
        harm: said("The harm"),
        for_disclosure: said("The case for"),
        for_withholding: said("The case against"),
        balance: said("The balance"),
        ..Reasons::of(section(of))
    }
}

/// A request of two questions: the first refused under two sections, the second under one, and a
/// review of it open. Dora may decide it.
pub async fn in_review(app: &App) -> String {
    let olga = app.person("Olga", Role::Officer).await;
    app.person("Dora", Role::Officer).await;
    let reference = app.logged(day("2026-06-01"), ASKED, "one").await;
    drafting(app, &reference, olga).await;
    for (number, sections) in [(1, vec!["s.31(1)(a)", "s.40(2)"]), (2, vec!["s.40(2)"])] {
        let decide = Instruction::DecideQuestion(actions::DecideQuestion {
            number,
            outcome: Outcome::Refused,
            answer: String::new(),
            reasons: sections.into_iter().map(reasons).collect(),
        });
        app.act(&reference, olga, None, decide).await.unwrap();
    }
    answered(app, &reference, olga).await;
    let ask = Instruction::RequestReview(actions::RequestReview {
        points: "It harms nobody.".into(),
        accepted: String::new(),
    });
    app.act(&reference, olga, None, ask).await.unwrap();
    reference
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

on_both_databases! {
    async fn a_review_adds_an_exemption_with_its_reasons_and_drops_another(app: App) {
        let reference = in_review(&app).await;
        as_person(&app, "Dora").await;
        let path = format!("/desk/requests/{reference}/review-outcomes");
        let form = app.get(&format!("{path}/new")).await;
        for before in ["s.31(1)(a)", "s.40(2)"] {
            let ticked = format!("name=\"question-1-sections\" value=\"{before}\" checked");
            assert!(plain(&form.html).contains(&ticked), "no {ticked} in {}", form.html);
        }
        let typed = [
            ("question-1-sections", "s.31(1)(a)"), ("question-1-find", "43(2)"), ("decision", "We agree in part."), ("reasons", "No names are in it."),
        ];
        // The section is found first, and its reasons are asked for then.
        let asked = fill(&app, &form, &path, &typed).await;
        assert_eq!(asked.status, Status::UnprocessableEntity, "{}", asked.html);
        let field = |name: &str| review_field(1, name, &section("s.43(2)"));
        for name in ["withheld", "why", "for_disclosure", "for_withholding", "balance"] {
            assert!(asked.says(&format!("name=\"{}\"", field(name))), "no {name} in {}", asked.html);
        }
        // Those that are kept have theirs already.
        assert!(!asked.says(&review_field(1, "why", &section("s.31(1)(a)"))), "{}", asked.html);
        let again = |page: Page| Page { status: Status::Ok, ..page };
        let partly = [(field("why"), "A firm sells us the boats.")];
        let partly: Vec<(&str, &str)> = partly.iter().map(|(n, t)| (n.as_str(), *t)).collect();
        let partly = fill(&app, &again(asked), &path, &partly).await;
        assert_eq!(partly.status, Status::UnprocessableEntity);
        for said in ["Write what is withheld (s.43(2))", "Write where the balance of the public interest lies, and why (s.43(2))"] {
            assert!(partly.says(said), "no {said:?} in {}", partly.html);
        }
        let texts = reasons("s.43(2)");
        let texts: Vec<(String, &str)> = texts.texts().into_iter()
            .filter(|(name, text)| *name != "why" && !text.is_empty())
            .map(|(name, text)| (field(name), text)).collect();
        let texts: Vec<(&str, &str)> = texts.iter().map(|(n, t)| (n.as_str(), *t)).collect();
        let shown = fill(&app, &again(partly), &path, &texts).await;
        let shown = Shown::of(&shown);
        assert_eq!(shown.send(&app, &[]).await.status, Status::SeeOther);

        let case = app.case(&reference).await;
        assert_eq!(case.letters[0].body_text, shown.text);
        let letter = words(&shown.text);
        for said in [
            "it was refused under section 31(1)(a) and section 40(2); it is now refused under section 31(1)(a) and section 43(2).",
            "What we still withhold",
            "section 43(2):", "The papers of s.43(2)", "A firm sells us the boats.", "The case for of s.43(2).", "The balance of s.43(2).",
            "section 31(1)(a):", "The papers of s.31(1)(a)", "The case against of s.31(1)(a).",
        ] {
            assert!(letter.contains(said), "no {said:?} in {letter}");
        }
        // Of the first question nobody hears of s.40(2) again; the second rests on it still.
        assert_eq!(letter.matches("The papers of s.40(2)").count(), 1, "{letter}");
        let changed = case.stored.events.iter().find_map(|r| match &r.event {
            Event::ReviewCompleted(events::ReviewCompleted { changed, .. }) => Some(changed.clone()),
            _ => None,
        });
        let now = vec![section("s.31(1)(a)"), section("s.43(2)")];
        let expected = ReviewedQuestion { number: 1, outcome: Outcome::Refused, exemptions: Some(now) };
        assert_eq!(changed.unwrap(), [expected]);
        let written = case.writings.iter().rfind(|w| w.kind == "review").unwrap();
        assert!(written.body.contains("The balance of s.43(2)."), "{}", written.body);
        let page = app.get(&format!("/desk/requests/{reference}")).await;
        assert!(page.says("Question 1 is now: refused under s.31(1)(a) and s.43(2)."), "{}", page.html);
        app.casework.verify().await.unwrap().unwrap();
    }

    async fn a_review_that_only_drops_an_exemption_tells_the_reasons_of_what_is_left(app: App) {
        let reference = in_review(&app).await;
        as_person(&app, "Dora").await;
        let said = [("question-1", "stays"), ("question-1-before", "refused"), ("decision", "In part."), ("reasons", "No names.")];
        let nothing = fill_in(&app, &reference, "review-outcomes", &[&said[..], &[("question-1-sections", "")]].concat()).await;
        assert_eq!(nothing.status, Status::UnprocessableEntity);
        assert!(nothing.says("has to name the section it relies on"), "{}", nothing.html);
        let unknown = fill_in(&app, &reference, "review-outcomes", &[&said[..], &[("question-1-sections", "s.99")]].concat()).await;
        assert_eq!(unknown.status, Status::UnprocessableEntity, "{}", unknown.html);
        let typed = [&said[..], &[("question-1-sections", "s.31(1)(a)")]].concat();
        let shown = Shown::of(&fill_in(&app, &reference, "review-outcomes", &typed).await);
        assert_eq!(shown.send(&app, &[]).await.status, Status::SeeOther);
        let letter = words(&shown.text);
        assert!(letter.contains("it is now refused under section 31(1)(a).") && letter.contains("The balance of s.31(1)(a)."), "{letter}");
        assert_eq!(letter.matches("The papers of s.40(2)").count(), 1, "{letter}");
    }

    async fn a_section_added_without_its_reasons_decides_nothing(app: App) {
        let reference = in_review(&app).await;
        let dora = app.person("Doris", Role::Officer).await;
        let complete = |added: Vec<(u16, Reasons)>| Instruction::CompleteReview(actions::CompleteReview {
            changed: vec![ReviewedQuestion { number: 2, outcome: Outcome::Refused, exemptions: Some(vec![section("s.43(2)")]) }],
            added,
            decision: "Another section.".into(),
            reasons: "It fits.".into(),
        });
        let before = app.case(&reference).await.stored.version;
        let none = app.act(&reference, dora, None, complete(vec![])).await;
        assert!(matches!(&none, Err(CaseworkFault::Invalid(f)) if f[0].field == "question-2-sections"), "{none:?}");
        let bare = app.act(&reference, dora, None, complete(vec![(2, Reasons::of(section("s.43(2)")))])).await;
        let Err(CaseworkFault::Invalid(faults)) = bare else { panic!("{bare:?}") };
        let balance = format!("question-2-{}", reasons_field("balance", &section("s.43(2)")));
        assert!(faults.iter().any(|fault| fault.field == balance.as_str()), "{faults:?}");
        let neither = Instruction::CompleteReview(actions::CompleteReview {
            changed: vec![ReviewedQuestion { number: 2, outcome: Outcome::Refused, exemptions: Some(vec![]) }],
            added: vec![], decision: "None.".into(), reasons: "None.".into(),
        });
        let none = app.act(&reference, dora, None, neither).await;
        assert!(matches!(&none, Err(CaseworkFault::NotAllowed(r)) if r.reason == Reason::NoExemption), "{none:?}");
        assert_eq!(app.case(&reference).await.stored.version, before);
        app.act(&reference, dora, None, complete(vec![(2, reasons("s.43(2)"))])).await.unwrap();
        app.casework.verify().await.unwrap().unwrap();
    }
}
