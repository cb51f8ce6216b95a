//! What the law knows about refusing, from the desk to the letter as sent.

use crate::support::{App, day, for_clearance, signed_in};
use daylight::casework::cases::actions;
use daylight::casework::cases::log_request::RequestToLog;
use daylight::casework::cases::reasons::reasons_field;
use daylight::casework::{CaseworkFault, Instruction};
use daylight::domain::case::{Actor, Channel, Outcome, Reasons, Relied, Stage};
use daylight::domain::regime::{Need, RefusalGround, Regime};
use daylight::domain::role::Role;
use daylight::domain::section::Section;
use sea_orm::{ConnectionTrait, Database, Statement};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A request under a law, from somebody of this address.
pub async fn logged(app: &App, regime: &str, request: &str, email: &str) -> String {
    let request = RequestToLog {
        received: day("2026-06-01"),
        channel: Channel::Email,
        regime: Some(regime.into()),
        variant: None,
        name: "Ada Example".into(),
        email: email.into(),
        address: String::new(),
        category: String::new(),
        subject: String::new(),
        request: request.into(),
        acknowledge: false,
        submission: format!("{regime}-{request}-{email}"),
    };
    let cases = app.casework.cases();
    let logged = cases.log_request(request, Actor::SYSTEM, app.now());
    logged.await.unwrap().reference
}

pub async fn act(app: &App, reference: &str, officer: Actor, instruction: Instruction) {
    let who = app.who(&instruction, officer).await;
    let what = format!("{instruction:?}");
    let acted = app.act(reference, who, None, instruction).await;
    acted.unwrap_or_else(|fault| panic!("{what}: {fault}"));
}

/// What brings a case to where it can be decided.
pub async fn drafting(app: &App, reference: &str, officer: Actor) {
    let allocate = Instruction::Allocate(actions::Allocate {
        team: None,
        officer: officer.person,
    });
    for step in [
        allocate,
        Instruction::StartSearch(actions::StartSearch),
        Instruction::StartDraft(actions::StartDraft),
    ] {
        act(app, reference, officer, step).await;
    }
}

/// Sends the answer of a decided case; its text as it left, or nothing where no letter did.
pub async fn answered(app: &App, reference: &str, officer: Actor) -> Option<String> {
    let before = app.case(reference).await.letters.len();
    for step in [
        for_clearance(),
        Instruction::Clear(actions::Clear),
        Instruction::Answer(actions::Answer),
    ] {
        act(app, reference, officer, step).await;
    }
    app.deliver().await;
    let case = app.case(reference).await;
    assert_eq!(case.stored.case.stage(), Stage::Answered);
    let letter = case
        .letters
        .first()
        .filter(|_| case.letters.len() > before)?;
    assert_eq!(letter.state.as_str(), "sent", "{}", letter.subject);
    // The text is folded; a sentence is looked for in one line.
    Some(
        letter
            .body_text
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
    )
}

pub fn regime(app: &App, id: &str) -> Arc<Regime> {
    app.casework
        .law()
        .regime(id, day("2026-06-01"))
        .unwrap()
        .clone()
}

/// A citation in full, as letters write it.
pub fn in_full(section: &Section) -> String {
    let text = section.as_str();
    text.strip_prefix("s.")
        .map(|rest| format!("section {rest}"))
        .or_else(|| {
            text.strip_prefix("reg ")
                .map(|rest| format!("regulation {rest}"))
        })
        .unwrap_or_else(|| text.to_owned())
        .replace(", (", " and (")
}

/// Texts that can be told apart, for everything a section can need.
pub fn texts(section: &str) -> Reasons {
    let of = |what: &str| format!("{what} of {section}.");
    Reasons {
        section: section.into(),
        withheld: of("The papers"),
        why: of("The reasons"),
        harm: of("The harm"),
        for_disclosure: of("The case for"),
        for_withholding: of("The case against"),
        balance: of("The balance"),
        opinion_by: "The Chief Constable".into(),
        opinion: of("The opinion"),
        opinion_on: Some(day("2026-06-01")),
        completion: of("The end"),
        advice: of("Narrow the years"),
        cure: of("The index"),
        ..Reasons::default()
    }
}

/// That a request is vexatious, of which no notice is owed any more.
pub fn vexatious_without_notice() -> Instruction {
    let law = daylight::config::Law::load(None).unwrap();
    let regime = law.regime("uk-foia-2000", day("2026-06-01")).unwrap();
    let mut instruction = refuse(regime.refusal("vexatious").unwrap(), &[1], "");
    if let Instruction::Refuse(actions::Refuse { relied, .. }) = &mut instruction {
        relied.without_notice = true;
    }
    instruction
}

pub fn refuse(ground: &RefusalGround, numbers: &[u16], earlier: &str) -> Instruction {
    Instruction::Refuse(actions::Refuse {
        numbers: numbers.to_vec(),
        relied: Relied {
            ground: ground.id.clone(),
            minutes: ground.needs(Need::Estimate).then_some(60 * 60 + 30),
            earlier: None,
            ..Relied::default()
        },
        reasons: Box::new(Reasons {
            earlier: earlier.into(),
            together: earlier.into(),
            ..texts(ground.section.as_str())
        }),
    })
}

pub fn decide(number: u16, outcome: Outcome, sections: &[&str]) -> Instruction {
    Instruction::DecideQuestion(actions::DecideQuestion {
        number,
        outcome,
        answer: "There were 12.".into(),
        reasons: sections.iter().map(|section| texts(section)).collect(),
    })
}

/// A case of two questions for each ground of a law, answered; its reference and what its letter says.
pub async fn each_ground(app: &App, id: &str) -> Vec<(RefusalGround, String, String)> {
    let officer = app.person(&format!("Olga-{id}"), Role::Officer).await;
    let law = regime(app, id);
    let before = logged(app, id, "How many boats?", "ada@example.org").await;
    drafting(app, &before, officer).await;
    act(
        app,
        &before,
        officer,
        decide(1, Outcome::GrantedInFull, &[]),
    )
    .await;
    let full = answered(app, &before, officer).await.unwrap();
    assert!(full.contains("There were 12."), "{full}");
    let mut letters = Vec::new();
    for ground in &law.refusals {
        app.set_clock("2026-06-02T09:00:00Z");
        let request = format!("1. How many boats, {}?\n2. Whose were they?", ground.id);
        let reference = logged(app, id, &request, "ada@example.org").await;
        let mut earlier = before.clone();
        if ground.needs(Need::Earlier) {
            // One that was answered before this one came.
            earlier = "FOI-2019-00012".to_owned();
        }
        drafting(app, &reference, officer).await;
        let unready = app
            .act(&reference, officer, None, refuse(ground, &[1, 2], &earlier))
            .await;
        if ground.needs(Need::Asked) {
            let fault = unready.unwrap_err().to_string();
            assert!(
                fault.contains("ask the requester for the detail"),
                "{fault}"
            );
            let needs = Instruction::SeekClarification(actions::SeekClarification {
                needs: "Which boats?".into(),
                why: "There are many.".into(),
            });
            act(app, &reference, officer, needs).await;
            let came = Instruction::RecordClarification(actions::RecordClarification {
                text: "All of them.".into(),
            });
            act(app, &reference, officer, came).await;
        } else if ground.needs(Need::FeesNotice) {
            let fault = unready.unwrap_err().to_string();
            assert!(fault.contains("no fees notice is open"), "{fault}");
            let notice = Instruction::IssueFeesNotice(actions::IssueFeesNotice {
                charges: "Copies: 25.00".into(),
                how_to_pay: "By card.".into(),
            });
            act(app, &reference, officer, notice).await;
            let early = app
                .act(&reference, officer, None, refuse(ground, &[1, 2], ""))
                .await;
            let fault = early.unwrap_err().to_string();
            assert!(fault.contains("the fee can be paid until"), "{fault}");
            app.set_clock("2026-09-30T09:00:00Z");
        } else if ground.needs(Need::Earlier) {
            let fault = unready.unwrap_err().to_string();
            assert!(
                fault.contains("enter the day the earlier request was answered"),
                "{fault}"
            );
        }
        let mut instruction = refuse(ground, &[1, 2], &earlier);
        if let Instruction::Refuse(actions::Refuse { relied, .. }) = &mut instruction {
            relied.earlier = ground.needs(Need::Earlier).then(|| day("2026-04-10"));
        }
        if !matches!(app.case(&reference).await.stored.case.questions[0].outcome, Some(o) if o == ground.outcome)
        {
            act(app, &reference, officer, instruction).await;
        }
        let case = app.case(&reference).await;
        for question in &case.stored.case.questions {
            assert_eq!(question.outcome, Some(ground.outcome), "{}", ground.id);
            let relied = question.refusal.as_ref().unwrap();
            assert_eq!(
                (&relied.ground, &relied.section),
                (&ground.id, &ground.section)
            );
        }
        let letter = answered(app, &reference, officer).await.unwrap();
        letters.push((ground.clone(), reference, letter));
    }
    letters
}

/// What the letter of a ground has to say, by the law's own file.
pub fn says_what_the_law_wants(law: &Regime, ground: &RefusalGround, letter: &str) {
    let section = ground.section.as_str();
    let mut wanted = vec![
        format!("{}: {}", in_full(&ground.section), ground.title),
        ground.sentence.clone(),
        format!("The reasons of {section}."),
        "You can ask us to look at this again".to_owned(),
        law.regulator.as_ref().unwrap().name.clone(),
    ];
    wanted.extend(
        ground
            .notice
            .as_ref()
            .map(|notice| format!("the notice the law asks for ({})", in_full(notice))),
    );
    if ground.advice {
        wanted.push(format!("Narrow the years of {section}."));
        let advice = in_full(law.notices.advice.as_ref().unwrap());
        wanted.push(format!("we have to advise and assist ({advice})"));
    }
    if ground.needs(Need::Estimate) {
        wanted.push("the work would take 60 hours and 30 minutes".into());
    }
    if ground.needs(Need::OverLimit) {
        let limit = law.cost_limit(day("2026-06-01")).unwrap();
        let band = limit.bands.last().unwrap();
        let sum = f64::from(limit.hourly_rate) * 60.5;
        wanted.push(format!(
            "At £{:.2} an hour that is £{}",
            f64::from(limit.hourly_rate),
            with_thousands(sum)
        ));
        wanted.push(format!(
            "The limit is £{:.2}, which is {} hours",
            f64::from(band.sum),
            band.hours
        ));
    }
    if ground.needs(Need::Earlier) {
        wanted.push(
            "Your earlier request is FOI-2019-00012, which we answered on Friday 10 April 2026"
                .into(),
        );
    }
    if ground.needs(Need::PublicInterest) {
        wanted.push(format!("The case for of {section}."));
        wanted.push(format!(
            "The balance of {section}. So the public interest in refusing"
        ));
    }
    if ground.needs(Need::Completion) {
        wanted.push(format!("who prepares it: The end of {section}."));
    }
    for text in wanted {
        assert!(
            letter.contains(&text),
            "{}: no {text:?} in {letter}",
            ground.id
        );
    }
    assert!(
        !letter.contains("We hold information"),
        "{}: {letter}",
        ground.id
    );
}

/// Each ground of a law, to its letter and to the report.
async fn refused_under(app: App, id: &str) {
    let law = regime(&app, id);
    let letters = each_ground(&app, id).await;
    assert_eq!(letters.len(), law.refusals.len());
    let mut expected: BTreeMap<&str, i64> = BTreeMap::new();
    for (ground, _, letter) in &letters {
        says_what_the_law_wants(&law, ground, letter);
        *expected.entry(ground.outcome.as_str()).or_default() += 1;
    }
    // The report counts each by what it was refused for, and none as refused under an exemption.
    let mut counted: BTreeMap<&str, i64> = BTreeMap::new();
    for month in ["2026-06-01", "2026-09-01"] {
        let report = app
            .casework
            .reports()
            .month_report(day(month), day("2100-01-01"))
            .await
            .unwrap();
        assert_eq!(
            report.counts[0].by_outcome.get("refused"),
            None,
            "{report:?}"
        );
        for outcome in Outcome::OF_THE_REQUEST {
            let word = outcome.as_str();
            let number = report.counts[0].by_outcome.get(word).copied().unwrap_or(0);
            if number > 0 {
                *counted.entry(word).or_default() += number;
                let line = format!("{word},{}", outcome.title());
                assert!(report.csv().unwrap().contains(&line), "{line}");
            }
        }
    }
    assert_eq!(counted, expected);
}

/// A sum below a million as English writes it, `1,512.50`.
fn with_thousands(sum: f64) -> String {
    if sum < 1000.0 {
        return format!("{sum:.2}");
    }
    format!("{},{:06.2}", (sum / 1000.0).trunc(), sum % 1000.0)
}

on_both_databases! {
    async fn each_refusal_of_the_act_of_2000_says_in_its_letter_what_its_notice_needs(app: App) {
        refused_under(app, "uk-foia-2000").await;
    }

    async fn each_refusal_of_the_scottish_act_says_in_its_letter_what_its_notice_needs(app: App) {
        refused_under(app, "scot-foisa-2002").await;
    }

    async fn each_refusal_of_the_regulations_says_in_its_letter_what_its_notice_needs(app: App) {
        refused_under(app, "uk-eir-2004").await;
    }

    async fn each_refusal_of_the_scottish_regulations_says_in_its_letter_what_its_notice_needs(app: App) {
        refused_under(app, "scot-eirs-2004").await;
    }

    async fn a_list_is_filtered_by_what_a_request_was_refused_for(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let law = regime(&app, "uk-foia-2000");
        let vexatious = logged(&app, "uk-foia-2000", "Why are you so bad?", "ada@example.org").await;
        let costly = logged(&app, "uk-foia-2000", "All emails?", "eve@example.org").await;
        for (reference, ground) in [(&vexatious, "vexatious"), (&costly, "cost_limit")] {
            drafting(&app, reference, officer).await;
            act(&app, reference, officer, refuse(law.refusal(ground).unwrap(), &[1], "")).await;
            answered(&app, reference, officer).await.unwrap();
        }
        signed_in(&app, "olga@police.example", "three words here").await;
        let list = app.get("/desk/requests?outcome=refused_as_vexatious").await;
        assert!(list.says(&vexatious) && !list.says(&costly), "{}", list.html);
        let case = app.get(&format!("/desk/requests/{costly}")).await;
        assert!(case.says("Refused: cost") && case.says("s.12(1) Cost of answering above the limit"), "{}", case.html);
    }

    async fn an_estimate_has_to_exceed_the_limit_and_a_repeat_has_to_repeat_something(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let law = regime(&app, "uk-foia-2000");
        let refused = async |reference: &str, ground: &str, earlier: &str, minutes| {
            let mut instruction = refuse(law.refusal(ground).unwrap(), &[1], earlier);
            if let Instruction::Refuse(actions::Refuse { relied, .. }) = &mut instruction {
                relied.minutes = minutes;
            }
            app.act(reference, officer, None, instruction).await.unwrap_err().to_string()
        };
        let reference = logged(&app, "uk-foia-2000", "All emails?", "ada@example.org").await;
        let others = logged(&app, "uk-foia-2000", "All emails?", "eve@example.org").await;
        let open = logged(&app, "uk-foia-2000", "All letters?", "ada@example.org").await;
        drafting(&app, &reference, officer).await;
        for (ground, earlier, minutes, why) in [
            ("cost_limit", "", None, "enter the time you estimate"),
            // 18 hours at 25 pounds are 450 pounds, the limit itself.
            ("cost_limit", "", Some(18 * 60), "does not exceed the limit of 18 hours"),
            ("cost_aggregated", "FOI-2026-99999", Some(20 * 60), "There is no request FOI-2026-99999"),
            ("repeated", &others, None, "was made by somebody else"),
            ("repeated", &open, None, "has not been answered"),
            ("repeated", &reference, None, "is this request"),
            ("repeated", "FOI-2019-00001", None, "enter the day the earlier request was answered"),
        ] {
            let told = refused(&reference, ground, earlier, minutes).await;
            assert!(told.contains(why), "{ground}: {told}");
        }
        assert_eq!(app.case(&reference).await.stored.case.questions[0].outcome, None);
    }

    async fn a_further_notice_can_be_left_out_where_the_law_lets_it(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let law = regime(&app, "uk-foia-2000");
        let without = |ground: &str| {
            let mut instruction = refuse(law.refusal(ground).unwrap(), &[1], "");
            if let Instruction::Refuse(actions::Refuse { relied, .. }) = &mut instruction {
                relied.without_notice = true;
            }
            instruction
        };
        let reference = logged(&app, "uk-foia-2000", "Why are you so bad, still?", "ada@example.org").await;
        drafting(&app, &reference, officer).await;
        let owed = app.act(&reference, officer, None, without("cost_limit")).await.unwrap_err();
        assert!(owed.to_string().contains("a notice is owed for s.12(1)"), "{owed}");
        act(&app, &reference, officer, without("vexatious")).await;
        assert_eq!(answered(&app, &reference, officer).await, None);
        assert_eq!(app.case(&reference).await.stored.case.outcome, Some(Outcome::RefusedAsVexatious));
    }

    async fn a_question_refused_for_its_cost_stands_beside_one_that_is_answered(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let law = regime(&app, "uk-foia-2000");
        let reference = logged(&app, "uk-foia-2000", "1. How many boats?\n2. Every email about them?", "ada@example.org").await;
        drafting(&app, &reference, officer).await;
        act(&app, &reference, officer, decide(1, Outcome::GrantedInFull, &[])).await;
        act(&app, &reference, officer, refuse(law.refusal("cost_limit").unwrap(), &[2], "")).await;
        let letter = answered(&app, &reference, officer).await.unwrap();
        for text in ["There were 12.", "2. Every email about them? Refused: cost.", "section 12(1): Cost of answering above the limit (question 2)", "(section 17(5))"] {
            assert!(letter.contains(text), "no {text:?} in {letter}");
        }
        assert_eq!(app.case(&reference).await.stored.case.outcome, Some(Outcome::GrantedInPart));
    }

    async fn what_is_neither_confirmed_nor_denied_cites_the_sub_section_that_allows_it(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let unsaid = [
            ("uk-foia-2000", "s.22", "section 22(2), because of section 22: Information intended for future publication"),
            ("uk-foia-2000", "s.23(1)", "section 23(5), because of section 23(1)"),
            ("uk-foia-2000", "s.23(5)", "section 23(5): "),
            ("uk-foia-2000", "s.30(1)", "section 30(3), because of section 30(1)"),
            ("uk-foia-2000", "s.31(1)(a)", "section 31(3), because of section 31(1)(a): Prevention or detection of crime"),
            ("uk-foia-2000", "s.40(1)", "section 40(5A), because of section 40(1)"),
            ("uk-foia-2000", "s.40(2)", "section 40(5B), because of section 40(2)"),
            ("uk-foia-2000", "s.42", "section 42(2), because of section 42"),
            ("uk-foia-2000", "s.43(2)", "section 43(3), because of section 43(2)"),
            ("uk-eir-2004", "reg 12(5)(a)", "regulation 12(6), because of regulation 12(5)(a)"),
            ("uk-eir-2004", "reg 13(1)", "regulation 13(5B), because of regulation 13(1)"),
            ("scot-foisa-2002", "s.35(1)(a)", "section 18(1), because of section 35(1)(a)"),
            ("scot-eirs-2004", "reg 10(5)(a)", "regulation 10(8), because of regulation 10(5)(a)"),
        ];
        for (law, section, cited) in unsaid {
            let reference = logged(&app, law, &format!("Is there a file, {section}?"), "ada@example.org").await;
            drafting(&app, &reference, officer).await;
            act(&app, &reference, officer, decide(1, Outcome::NeitherConfirmedNorDenied, &[section])).await;
            let letter = answered(&app, &reference, officer).await.unwrap();
            for text in [cited, "We neither confirm nor deny", &format!("The reasons of {section}.")] {
                assert!(letter.contains(text), "no {text:?} in {letter}");
            }
            assert!(!letter.contains("so the public interest in withholding"), "{letter}");
        }
        let reference = logged(&app, "uk-foia-2000", "Where is it published?", "ada@example.org").await;
        drafting(&app, &reference, officer).await;
        for (section, outcome, why) in [
            ("s.21", Outcome::NeitherConfirmedNorDenied, "does not allow the authority to neither confirm nor deny"),
            ("s.43(1)", Outcome::NeitherConfirmedNorDenied, "does not allow the authority to neither confirm nor deny"),
            ("s.40(5B)", Outcome::Refused, "is there to neither confirm nor deny"),
        ] {
            let told = app.act(&reference, officer, None, decide(1, outcome, &[section])).await.unwrap_err();
            assert!(told.to_string().contains(why), "{section}: {told}");
        }
    }

    async fn each_exemption_has_its_own_reasons_and_the_letter_prints_them_by_section(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reference = logged(&app, "uk-foia-2000", "Where do you patrol, and who says so?", "ada@example.org").await;
        drafting(&app, &reference, officer).await;
        let sections = ["s.31(1)(a)", "s.36(2)(b)(i)", "s.40(2)"];
        act(&app, &reference, officer, decide(1, Outcome::GrantedInPart, &sections)).await;
        let letter = answered(&app, &reference, officer).await.unwrap();
        let crime = "section 31(1)(a): Prevention or detection of crime The papers of s.31(1)(a). \
            The reasons of s.31(1)(a). The harm that giving it to you would do, or would be likely to do: \
            The harm of s.31(1)(a). How we weighed the public interest: For disclosure: - The case for of s.31(1)(a). \
            Against it: - The case against of s.31(1)(a). The balance of s.31(1)(a). So the public interest in \
            withholding this information outweighs the public interest in disclosing it.";
        let advice = "section 36(2)(b)(i): Free and frank provision of advice The papers of s.36(2)(b)(i).";
        let opinion = "The law asks for the reasonable opinion of a qualified person (section 36(2)). The Chief Constable \
            gave this opinion on Monday 1 June 2026: The opinion of s.36(2)(b)(i).";
        // Absolute, and for a class: neither harm nor public interest.
        let personal = "section 40(2): Personal data of others, where disclosure would contravene the data protection \
            principles The papers of s.40(2). The reasons of s.40(2). If you would like";
        let mut last = 0;
        for text in [crime, advice, opinion, "The balance of s.36(2)(b)(i).", personal] {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let at = letter.find(&text).unwrap_or_else(|| panic!("no {text:?} in {letter}"));
            assert!(at >= last, "{text:?} stands too early in {letter}");
            last = at;
        }
    }

    async fn what_the_law_wants_written_and_is_not_is_asked_for_in_words(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reference = logged(&app, "uk-foia-2000", "Where do you patrol?", "ada@example.org").await;
        drafting(&app, &reference, officer).await;
        let missing = async |section: &str, take: fn(&mut Reasons)| {
            let mut reasons = texts(section);
            take(&mut reasons);
            let instruction = Instruction::DecideQuestion(actions::DecideQuestion {
                number: 1,
                outcome: Outcome::Refused,
                answer: String::new(),
                reasons: vec![texts("s.40(2)"), reasons],
            });
            match app.act(&reference, officer, None, instruction).await {
                Err(CaseworkFault::Invalid(faults)) => faults
                    .into_iter()
                    .map(|fault| (fault.field.into_owned(), fault.message))
                    .collect::<Vec<_>>(),
                other => panic!("{other:?}"),
            }
        };
        let field = |name: &str, section: &str| reasons_field(name, &section.into());
        for (section, name, take, what) in [
            ("s.42", "why", (|r| r.why.clear()) as fn(&mut Reasons), "why the section applies"),
            ("s.42", "withheld", |r| r.withheld.clear(), "what is withheld"),
            ("s.31(1)(a)", "harm", |r| r.harm = "  ".into(), "what harm disclosure would"),
            ("s.31(1)(a)", "for_disclosure", |r| r.for_disclosure.clear(), "what speaks for disclosure"),
            ("s.31(1)(a)", "for_withholding", |r| r.for_withholding.clear(), "what speaks for withholding"),
            ("s.31(1)(a)", "balance", |r| r.balance.clear(), "where the balance of the public interest lies"),
            ("s.36(2)(c)", "opinion_by", |r| r.opinion_by.clear(), "Name the qualified person"),
            ("s.36(2)(c)", "opinion", |r| r.opinion.clear(), "the opinion of the qualified person"),
            ("s.36(2)(c)", "opinion_on", |r| r.opinion_on = None, "the day the opinion was given"),
        ] {
            let told = missing(section, take).await;
            assert_eq!(told.len(), 1, "{section} {name}: {told:?}");
            assert_eq!(told[0].0, field(name, section));
            assert!(told[0].1.contains(what) && told[0].1.contains(section), "{told:?}");
        }
        // Absolute or for a class: what it does not need may be left out.
        let mut bare = Reasons::of("s.44".into());
        bare.withheld = "A report".into();
        bare.why = "An Act forbids it.".into();
        let decided = Instruction::DecideQuestion(actions::DecideQuestion {
            number: 1,
            outcome: Outcome::Refused,
            answer: String::new(),
            reasons: vec![bare],
        });
        act(&app, &reference, officer, decided).await;
    }

    async fn a_decision_changed_keeps_what_was_written_before_beside_its_event(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reference = logged(&app, "uk-foia-2000", "Where do you patrol?", "ada@example.org").await;
        drafting(&app, &reference, officer).await;
        act(&app, &reference, officer, decide(1, Outcome::Refused, &["s.31(1)(a)"])).await;
        act(&app, &reference, officer, decide(1, Outcome::Refused, &["s.38(1)(b)", "s.40(2)"])).await;
        let case = app.case(&reference).await;
        let now: Vec<&str> = case.questions[0].reasons.iter().map(|r| r.section.as_str()).collect();
        assert_eq!(now, ["s.38(1)(b)", "s.40(2)"]);
        assert_eq!(case.questions[0].reasons[1], texts("s.40(2)"));
        let behind = Database::connect(app.url.replace("sqlite:", "sqlite://")).await.unwrap();
        let mut rows = Vec::new();
        let text = "SELECT section FROM decision_reasons ORDER BY seq, place";
        for row in behind.query_all_raw(Statement::from_string(behind.get_database_backend(), text)).await.unwrap() {
            rows.push(row.try_get::<String>("", "section").unwrap());
        }
        behind.close().await.unwrap();
        assert_eq!(rows, ["s.31(1)(a)", "s.38(1)(b)", "s.40(2)"]);
    }
}
