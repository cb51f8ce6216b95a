//! The laws of further places from a request to its refusal: the day on the requester's page, what
//! a question does, and what the letter cites, against dates and names written from the statutes.

use crate::every_letter::every_letter_under;
use crate::refusals::{act, answered, drafting, logged};
use crate::support::{App, day};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::casework::cases::log_request::RequestToLog;
use daylight::domain::case::{Channel, Outcome, Reasons};
use daylight::domain::role::Role;
use daylight::domain::section::Section;

struct Place {
    id: &'static str,
    title: &'static str,
    /// The last day for a request received on Monday 1 June 2026.
    due: &'static str,
    /// What a question to the requester does to the time.
    asked: &'static str,
    /// An exemption, as its section is written in full, and who decides on a refusal.
    exemption: (&'static str, &'static str),
    regulator: &'static str,
}

const PLACES: [Place; 8] = [
    // 2-5 Jun=4, 8-12=9, [15 in Scotland], 16-19=13, 22-26=18, 29,30=20.
    Place {
        id: "ni-foia-2000",
        title: "Freedom of Information Act 2000 (Northern Ireland)",
        due: "Tuesday 30 June 2026",
        asked: "time for our answer begins again",
        exemption: ("s.44", "section 44"),
        regulator: "complain to the Information Commissioner",
    },
    // 30 days are 1 July, Canada Day.
    Place {
        id: "ca-on-fippa",
        title: "Freedom of Information and Protection of Privacy Act (Ontario)",
        due: "Thursday 2 July 2026",
        asked: "clock stands still until your",
        exemption: ("s.12", "section 12"),
        regulator: "complain to the Information and Privacy Commissioner of Ontario within 30 calendar days of our answer to your request",
    },
    Place {
        id: "ca-on-mfippa",
        title: "Municipal Freedom of Information and Protection of Privacy Act (Ontario)",
        due: "Thursday 2 July 2026",
        asked: "clock stands still until your",
        exemption: ("s.12", "section 12"),
        regulator: "complain to the Information and Privacy Commissioner of Ontario within 30 calendar days of our answer to your request",
    },
    // Four weeks after a Monday.
    Place {
        id: "nl-woo",
        title: "Wet open overheid",
        due: "Monday 29 June 2026",
        asked: "clock stands still until your",
        exemption: ("art 5.1(1)(b)", "article 5.1(1)(b)"),
        regulator: "complain to the District court (rechtbank) within 6 weeks of our last answer",
    },
    Place {
        id: "fr-crpa",
        title: "Code des relations entre le public et l'administration",
        due: "Wednesday 1 July 2026",
        asked: "We will answer by",
        exemption: ("art L311-6, 1°", "article L311-6, 1°"),
        regulator: "(CADA) within 2 calendar months of our answer to your request",
    },
    Place {
        id: "us-ca-cpra",
        title: "California Public Records Act",
        due: "Thursday 11 June 2026",
        asked: "We will answer by",
        exemption: ("s.7927.705", "section 7927.705"),
        regulator: "complain to the superior court",
    },
    // 2-5=4, 8=5.
    Place {
        id: "us-ny-foil",
        title: "Freedom of Information Law (New York)",
        due: "Monday 8 June 2026",
        asked: "We will answer by",
        exemption: ("s.87(2)(a)", "section 87(2)(a)"),
        regulator: "complain to the Committee on Open Government",
    },
    // 2-5=4, 8-12=9, 15=10.
    Place {
        id: "us-tx-pia",
        title: "Texas Public Information Act",
        due: "Monday 15 June 2026",
        asked: "time for our answer begins again",
        exemption: ("s.552.101", "section 552.101"),
        regulator: "complain to the Attorney General of Texas",
    },
];

on_both_databases! {
    async fn where_the_law_names_no_day_nobody_is_told_one(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let request = RequestToLog {
            received: day("2026-06-01"),
            channel: Channel::Email,
            regime: Some("se-tf".into()),
            variant: None,
            name: "Ada Example".into(),
            email: "ada@example.org".into(),
            address: String::new(),
            category: String::new(),
            subject: String::new(),
            request: "How many boats?".into(),
            acknowledge: true,
            submission: "no day".into(),
        };
        let logged = app.casework.cases().log_request(request, olga, app.now()).await.unwrap();
        let reference = logged.reference;
        app.deliver().await;
        let letter = app.case(&reference).await.letters[0].body_text.clone();
        let letter = letter.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(letter.contains("We have to answer promptly (TF 2 kap. 15 §; TF 2 kap. 16 §). The law names no last day."), "{letter}");
        assert!(!letter.contains("at the latest"), "{letter}");
        let token = app.status_token(&reference).await;
        let page = app.get(&format!("/status/{token}")).await;
        assert!(page.says("The law names no day for our answer"), "{}", page.html);
        let received = app.get(&format!("/requests/received/{token}")).await;
        assert!(received.says("We will answer promptly. The law names no last day."), "{}", received.html);
        let calculated = app.get("/deadline-calculator?regime=se-tf&received=2026-06-01").await;
        assert!(calculated.says("No fixed day: the law says promptly"), "{}", calculated.html);
        for page in [page, received, calculated] {
            assert!(!page.says("9999") && !page.says("262142"), "{}", page.html);
        }
    }

    async fn every_letter_in_northern_ireland_says_what_its_law_says(app: App) {
        Box::pin(every_letter_under(&app, "ni-foia-2000")).await;
    }

    async fn a_request_under_each_further_law_has_its_day_and_its_refusal_cites_it(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        for place in &PLACES {
            let id = place.id;
            let asking = logged(&app, id, "How many boats?", "ada@example.org").await;
            let token = app.status_token(&asking).await;
            let status = format!("/status/{token}");
            let page = app.get(&status).await;
            assert!(page.says(place.due), "{id}: {}", page.html);
            let question = Instruction::SeekClarification(actions::SeekClarification {
                needs: "Which boats?".into(),
                why: "There are many.".into(),
            });
            act(&app, &asking, olga, question).await;
            let page = app.get(&status).await;
            assert!(page.says(place.asked), "{id}: {}", page.html);

            let refused = logged(&app, id, "Whose boats?", "ada@example.org").await;
            drafting(&app, &refused, olga).await;
            let (section, in_full) = place.exemption;
            let law = app.casework.law().regime(id, day("2026-06-01")).unwrap().clone();
            let section = Section::from(section);
            let test = law.exemption(&section).unwrap().test(&section).unwrap();
            let decide = Instruction::DecideQuestion(actions::DecideQuestion {
                number: 1,
                outcome: Outcome::Refused,
                answer: String::new(),
                reasons: vec![Reasons {
                    withheld: "The register.".into(),
                    why: "It falls within it.".into(),
                    harm: if test.needs_harm() { "Harm.".into() } else { String::new() },
                    ..Reasons::of(section)
                }],
            });
            act(&app, &refused, olga, decide).await;
            let letter = answered(&app, &refused, olga).await.unwrap();
            for said in [place.title, in_full, place.regulator] {
                assert!(letter.contains(said), "{id}: no {said} in {letter}");
            }
        }
    }
}
