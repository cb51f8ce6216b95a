//! Decisions about publishing that a person ends: what was published is withdrawn, and the public is
//! told so.

use crate::publications::{decided, issue, step, two_topics};
use crate::support::{App, signed_in};
use daylight::casework::CaseworkFault;
use daylight::casework::publication::publish::{Check, Taken};
use daylight::casework::topics::register::TopicDecision;
use daylight::domain::case::Actor;
use daylight::domain::publication::Kind;
use daylight::domain::publication::board::Stage;
use daylight::domain::role::Role;
use daylight::domain::topics::register::Action;
use daylight::store::DecisionRow;
use rocket::http::Status;

fn ending(reason: &str) -> Taken {
    Taken::End {
        reason: reason.to_owned(),
    }
}

/// A publication about pools.
async fn published(app: &App, pools: i64, manager: Actor) -> DecisionRow {
    let row = decided(app, pools, Kind::PublishOnce, manager, "a").await;
    let check = Check::Table("Pool,Under 16,Over 16\nAshby,31,120\nBrook,40,90\n".into());
    let row = step(app, &row.unwrap(), Taken::Check(check), manager, "b").await;
    step(app, &row.unwrap(), issue(), manager, "c")
        .await
        .unwrap()
}

on_both_databases! {
    async fn a_publication_is_withdrawn_with_its_reason_and_the_register_keeps_it(app: App) {
        let (manager, pools, _) = two_topics(&app).await;
        let row = published(&app, pools, manager).await;
        let path = format!("/publications/{}", row.id);
        assert!(app.get("/publications").await.says("Swimming pools in figures"));
        let officer = app.person("Olga", Role::Officer).await;
        let refused = step(&app, &row, ending("It named a pool."), officer, "d").await.unwrap_err();
        assert!(refused.to_string().contains("only a manager or a director can do this"), "{refused}");
        let silent = step(&app, &row, ending(" "), manager, "e").await.unwrap_err();
        assert!(matches!(silent, CaseworkFault::Invalid(_)), "{silent}");
        let row = step(&app, &row, ending("It named a pool."), manager, "f").await.unwrap();
        assert_eq!((row.stage(), row.refresh_due), (Stage::Ended, None));
        assert!(row.is_withdrawn() && row.published.is_some());
        let page = app.get(&path).await;
        assert_eq!(page.status, Status::Ok);
        for said in ["This publication was withdrawn on 2 June 2026", "It named a pool.", "Swimming pools in figures"] {
            assert!(page.says(said), "{said}: {}", page.html);
        }
        // Nobody is sent to where it stood, or asked whether it answered them.
        assert!(!page.html.contains("data.example.org") && !page.says("Did this answer you"), "{}", page.html);
        assert!(!app.get("/publications").await.says("Swimming pools in figures"));
        let register = app.get("/publication-decisions").await;
        assert!(register.says("Withdrawn on 2 June 2026: It named a pool."), "{}", register.html);
        assert!(register.says("Published on 2 June 2026"), "{}", register.html);
        // What was printed stays known to the disclosure control of later tables.
        assert_eq!(app.store().publication().printed_tables().await.unwrap().len(), 1);
        let holds = app.casework.verify().await.unwrap();
        assert!(holds.is_ok(), "{holds:?}");
    }

    async fn a_decision_ended_twice_is_refused_in_words(app: App) {
        let (manager, pools, _) = two_topics(&app).await;
        let row = decided(&app, pools, Kind::NotNow, manager, "a").await.unwrap();
        let ended = step(&app, &row, ending("Asked about again."), manager, "b").await.unwrap();
        assert_eq!(ended.stage(), Stage::Ended);
        assert!(!ended.is_withdrawn(), "nothing was published");
        let twice = step(&app, &row, ending("Once more."), manager, "c").await.unwrap_err();
        assert!(twice.to_string().contains("This decision has ended. Record another one"), "{twice}");
        // The same form again is no second ending, and nothing to be told.
        step(&app, &row, ending("Asked about again."), manager, "b").await.unwrap();
        let row = app.store().publication().decision(row.id).await.unwrap().unwrap();
        assert_eq!(row.ended_because, "Asked about again.");
        assert_eq!(app.get(&format!("/publications/{}", row.id)).await.status, Status::NotFound);
        // One that another decision replaced has ended as well.
        let first = decided(&app, pools, Kind::NotNow, manager, "d").await.unwrap();
        decided(&app, pools, Kind::Cannot, manager, "e").await.unwrap();
        let late = step(&app, &first, ending("Late."), manager, "f").await.unwrap_err();
        assert!(late.to_string().contains("has ended"), "{late}");
        let holds = app.casework.verify().await.unwrap();
        assert!(holds.is_ok(), "{holds:?}");
    }

    async fn the_desk_withdraws_by_a_form_and_the_list_owes_the_topic_again(app: App) {
        let (manager, pools, _) = two_topics(&app).await;
        let row = published(&app, pools, manager).await;
        signed_in(&app, "mario@police.example", "three words here").await;
        let desk = format!("/desk/publications/{}", row.id);
        assert!(app.get(&desk).await.says("Withdraw it"));
        let form = app.get(&format!("{desk}/endings/new")).await;
        assert!(form.says("What stands at its address you take down yourself"), "{}", form.html);
        let (csrf, token) = (form.value("csrf"), form.value("submission"));
        let fields = |reason: &'static str| [("csrf", csrf.as_str()), ("submission", token.as_str()), ("stage", "published"), ("reason", reason)].map(|(name, value)| (name, value.to_owned()));
        let post = async |reason: &'static str| {
            let typed = fields(reason);
            let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
            app.post(&format!("{desk}/endings"), &typed).await
        };
        let wrong = post("").await;
        assert_eq!(wrong.status, Status::UnprocessableEntity, "{}", wrong.html);
        assert!(wrong.says("Write the reason"), "{}", wrong.html);
        assert_eq!(post("Out of date.").await.status, Status::SeeOther);
        let page = app.get(&desk).await;
        assert!(page.says("Withdrawn") && page.says("Out of date."), "{}", page.html);
        assert!(!page.says("Withdraw it"), "{}", page.html);
        let list = app.get("/desk/topics/candidates").await;
        assert!(!list.html.contains(&format!("{desk}\"")), "{}", list.html);
        assert!(list.html.contains(&format!("/desk/topics/{pools}/decisions/new")), "{}", list.html);
    }

    async fn a_topic_merged_after_its_publication_is_still_withdrawn_by_its_own(app: App) {
        let (manager, pools, dogs) = two_topics(&app).await;
        let row = published(&app, pools, manager).await;
        let merged = TopicDecision::Of(Action::Merge { topic: pools, into: dogs });
        app.casework.topics().decide_topic(merged, "m", manager, app.now()).await.unwrap();
        let now = app.now();
        let publishing = app.casework.publishing();
        let ranked = publishing.candidates(now).await.unwrap();
        let serves = ranked.turns(publishing, now).await.unwrap();
        assert_eq!(serves.decided.get(&dogs).map(|d| d.id), Some(row.id));
        let row = step(&app, &row, ending("Merged."), manager, "d").await.unwrap();
        assert!(row.is_withdrawn());
        assert_eq!((row.topic_id, row.survivor), (pools, dogs));
        let serves = ranked.turns(publishing, now).await.unwrap();
        assert!(!serves.decided.contains_key(&dogs));
        assert!(app.get(&format!("/publications/{}", row.id)).await.says("Merged."));
        let holds = app.casework.verify().await.unwrap();
        assert!(holds.is_ok(), "{holds:?}");
    }
}

/// What is not there is said to be not there, whatever it looks like.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_address_under_publications_is_not_found() {
    let app = App::on_sqlite().await;
    let (manager, pools, _) = two_topics(&app).await;
    let row = published(&app, pools, manager).await;
    for unknown in [
        "/publications/999".to_owned(),
        "/publications/0".to_owned(),
        "/publications/-1".to_owned(),
        "/publications/pools".to_owned(),
        "/publications/99999999999999999999".to_owned(),
        format!("/publications/{}/figures", row.id),
        format!("/publications/{}/answers", row.id),
        "/publications/figures/2026".to_owned(),
        "/publication-decisions/1".to_owned(),
    ] {
        let page = app.get(&unknown).await;
        assert_eq!(page.status, Status::NotFound, "{unknown}");
    }
}

/// An address that is not of the web's safe kind is refused where the page says so.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_published_stands_at_an_https_address() {
    let app = App::on_sqlite().await;
    let (manager, pools, _) = two_topics(&app).await;
    let row = decided(&app, pools, Kind::Signpost, manager, "a").await;
    let row = row.unwrap();
    for (at, address) in [
        "http://data.example.org/pools",
        "https://",
        "ftp://a.example",
    ]
    .into_iter()
    .enumerate()
    {
        let publish = Taken::Publish {
            title: "Pools".into(),
            address: address.into(),
        };
        let refused = step(&app, &row, publish, manager, &format!("b{at}")).await;
        assert!(
            matches!(refused, Err(CaseworkFault::Invalid(_))),
            "{address}"
        );
    }
    assert!(step(&app, &row, issue(), manager, "c").await.is_ok());
}
