//! What an officer names where a request is refused on its cost is for whoever keeps the records, and for
//! nobody else: from the form to the page of what cannot be extracted.

use crate::arrivals::run;
use crate::publications::two_topics;
use crate::refusals::{answered, drafting, logged};
use crate::support::{App, signed_in};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::casework::cases::reasons::reasons_field;
use daylight::domain::case::{Actor, Reasons, Relied};
use daylight::domain::role::Role;
use rocket::http::Status;

const INDEX: &str = "An index over the pool's attendance sheets";

/// A request on pools that was refused on its cost, and answered so; the letter.
async fn refused(app: &App, pools: i64, request: &str, hours: u32, cure: &str) -> (String, String) {
    let officer = app.person(&format!("Olga {request}"), Role::Officer).await;
    let reference = logged(app, "uk-foia-2000", request, "ada@example.org").await;
    drafting(app, &reference, officer).await;
    run(
        app,
        &format!("UPDATE cases SET topic_id = {pools} WHERE reference = '{reference}'"),
    )
    .await;
    let numbers: Vec<u16> = app
        .case(&reference)
        .await
        .stored
        .case
        .questions
        .iter()
        .map(|q| q.number)
        .collect();
    let refuse = Instruction::Refuse(actions::Refuse {
        numbers,
        relied: Relied {
            ground: "cost_limit".into(),
            minutes: Some(hours * 60),
            ..Relied::default()
        },
        reasons: Box::new(Reasons {
            why: "Each sheet would be read".into(),
            advice: "Ask for one pool.".into(),
            cure: cure.into(),
            ..Reasons::of("s.12(1)".into())
        }),
    });
    crate::refusals::act(app, &reference, officer, refuse).await;
    let letter = answered(app, &reference, officer).await.unwrap();
    (reference, letter)
}

async fn manager_reads(app: &App) -> crate::support::Page {
    signed_in(app, "mario@police.example", "three words here").await;
    app.get("/desk/topics/cannot-extract").await
}

on_both_databases! {
    async fn topics_refused_on_cost_are_listed_with_their_hours_and_what_would_cure_them(app: App) {
        let (_, pools, _) = two_topics(&app).await;
        let page = manager_reads(&app).await;
        assert!(page.says("Nothing was refused on its cost in these two years."), "{}", page.html);
        // Two questions of one request are one refusal.
        let (first, letter) = refused(&app, pools, "1. Who swam on each day?\n2. Who dived on each day?", 41, INDEX).await;
        assert!(letter.contains("take 41 hours") && !letter.contains("index"), "{letter}");
        let (second, _) = refused(&app, pools, "Who swam twice?", 20, "an index over the pool's attendance sheets.").await;
        let (third, _) = refused(&app, pools, "Who sank?", 30, "").await;
        let page = manager_reads(&app).await;
        for said in ["3 requests received between", "91 hours", "half of them up to 30 hours each", "attendance sheets (2 refusals)", "received 1 June 2026: 41 hours. Each sheet would be read."] {
            assert!(page.says(said), "{said}: {}", page.html);
        }
        for reference in [&first, &second, &third] {
            assert!(page.html.contains(&format!("/desk/requests/{reference}\"")), "{reference}: {}", page.html);
        }
        assert!(page.html.contains(&format!("/desk/topics/{pools}\"")), "{}", page.html);
        assert!(app.get(&format!("/desk/requests/{first}")).await.says("What would let it be found"));
        assert_eq!(app.casework.verify().await.unwrap().err(), None);
        // One that is refused but not answered yet is none, nor is one of before.
        run(&app, &format!("UPDATE cases SET received = '2020-01-06' WHERE reference = '{third}'")).await;
        run(&app, &format!("UPDATE cases SET responded = NULL, outcome = NULL WHERE reference = '{second}'")).await;
        let page = manager_reads(&app).await;
        assert!(page.says("1 request received between") && page.says("(1 refusal)"), "{}", page.html);
        assert!(app.get("/desk/topics").await.says("Cannot extract"));
    }

    async fn a_refusal_of_an_earlier_log_has_no_estimate_and_none_of_its_topic(app: App) {
        let (_, pools, _) = two_topics(&app).await;
        run(&app, "UPDATE cases SET outcome = 'refused_on_cost', topic_id = NULL WHERE id = (SELECT MIN(id) FROM cases)").await;
        let (.., letter) = refused(&app, pools, "Who swam?", 41, "").await;
        assert!(letter.contains("41 hours"));
        let page = manager_reads(&app).await;
        for said in ["No topic", "Not known", "no estimate is recorded", "Nobody has said", "41 hours"] {
            assert!(page.says(said), "{said}: {}", page.html);
        }
    }

    async fn the_form_asks_what_would_let_it_be_found_only_where_cost_is_the_ground(app: App) {
        let officer: Actor = app.person("Olga", Role::Officer).await;
        let reference = logged(&app, "uk-foia-2000", "Every email?", "ada@example.org").await;
        drafting(&app, &reference, officer).await;
        signed_in(&app, "olga@police.example", "three words here").await;
        let path = format!("/desk/requests/{reference}/refusals");
        let first = app.get(&format!("{path}/new")).await;
        let [csrf, version, submission] = ["csrf", "version", "submission"].map(|name| first.value(name));
        let kept = [("csrf", csrf.as_str()), ("version", version.as_str()), ("submission", submission.as_str()), ("numbers", "1")];
        let cost = |name: &str| reasons_field(name, &"s.12(1)".into());
        let write = async |ground: &'static str| {
            let mut fields = kept.to_vec();
            fields.extend([("ground", ground), ("step", "write")]);
            app.post(&path, &fields).await
        };
        assert!(write("cost_limit").await.says(&format!("name=\"{}\"", cost("cure"))));
        assert!(!write("vexatious").await.says("What would let it be found"));
        let (why, advice, cure) = (cost("why"), cost("advice"), cost("cure"));
        let mut fields = kept.to_vec();
        fields.extend([("ground", "cost_limit"), ("section", "s.12(1)"), ("hours", "30")]);
        fields.extend([(why.as_str(), "Nothing can be searched."), (advice.as_str(), "Ask for one week."), (cure.as_str(), INDEX)]);
        let saved = app.post(&path, &fields).await;
        assert_eq!(saved.status, Status::SeeOther, "{}", saved.html);
        assert_eq!(app.case(&reference).await.questions[0].reasons[0].cure, INDEX);
        let again = app.post(&path, &[&kept[..], &[("ground", "cost_limit"), ("step", "write")][..]].concat()).await;
        assert!(again.status == Status::Ok || again.status == Status::Conflict, "{}", again.html);
    }
}
