//! Where somebody else was first, a form comes back with what stands now and with what was typed; and each
//! of several letters that one act sends can be read, and seen formatted, before it goes.

use crate::desk_forms::{as_person, plain};
use crate::journeys::traveller::fill;
use crate::publications::{decided, issue, step, two_topics};
use crate::refusals::{drafting, logged};
use crate::support::{App, Page, read, refusal};
use daylight::casework::publication::publish::{Check, Taken};
use daylight::domain::publication::Kind;
use daylight::domain::role::Role;
use rocket::http::{ContentType, RawStr, Status};

/// The part of a page that says who was first and what stands now.
fn first(page: &Page) -> String {
    assert_eq!(page.status, Status::Conflict, "{}", page.html);
    let html = plain(&page.html);
    let (_, rest) = html.split_once("Somebody was first").unwrap();
    rest.split("<h1>").next().unwrap().to_owned()
}

/// A page that came back, to be sent once more.
fn again(page: Page) -> Page {
    Page {
        status: Status::Ok,
        ..page
    }
}

on_both_databases! {
    async fn a_decision_somebody_else_took_first_is_shown_beside_what_was_typed(app: App) {
        app.person("Olga", Role::Officer).await;
        let dora = app.person("Dora", Role::Officer).await;
        let reference = logged(&app, "uk-foia-2000", "How many patrols?", "ada@example.org").await;
        drafting(&app, &reference, dora).await;
        as_person(&app, "Olga").await;
        let path = format!("/desk/requests/{reference}/decisions");
        let form = app.get(&format!("{path}/new?question=1")).await;
        let form = fill(&app, &form, &path, &[("outcome", "granted_in_full"), ("step", "write")]).await;
        app.act(&reference, dora, None, refusal()).await.unwrap();
        let late = fill(&app, &form, &path, &[("answer", "There were twelve, as the log says.")]).await;
        let stands = first(&late);
        for said in [
            "Decided question 1, Dora", "What stands now", "Refused.", "s.31(1)(a) Prevention or detection of crime",
            "They would know where nobody looks.", "Safety weighs more.",
        ] {
            assert!(stands.contains(said), "no {said:?} in {stands}");
        }
        assert!(late.says("There were twelve, as the log says.</textarea>"), "{}", late.html);
        let done = fill(&app, &again(late), &path, &[]).await;
        assert_eq!(done.status, Status::SeeOther, "{}", done.html);
        let row = &app.case(&reference).await.questions[0];
        assert_eq!(row.answer, "There were twelve, as the log says.");
    }

    async fn a_publication_taken_further_meanwhile_is_shown_as_it_stands(app: App) {
        let (mario, pools, _) = two_topics(&app).await;
        app.person("Nina", Role::Manager).await;
        let row = decided(&app, pools, Kind::PublishOnce, mario, "a").await.unwrap();
        let row = step(&app, &row, Taken::Prepare, mario, "b").await.unwrap();
        let row = step(&app, &row, Taken::Check(Check::NoCounts("Opening times and addresses.".into())), mario, "c").await.unwrap();
        as_person(&app, "Nina").await;
        let path = format!("/desk/publications/{}/issues", row.id);
        let form = app.get(&format!("{path}/new")).await;
        step(&app, &row, issue(), mario, "d").await.unwrap();
        let typed = [("title", "Pools of the town"), ("address", "https://data.example.org/other")];
        let late = fill(&app, &form, &path, &typed).await;
        let stands = first(&late);
        for said in ["Published", "Swimming pools in figures", "https://data.example.org/pools", "2 June 2026"] {
            assert!(stands.contains(said), "no {said:?} in {stands}");
        }
        for typed in ["Pools of the town", "https://data.example.org/other"] {
            assert!(late.says(&format!("value=\"{typed}\"")), "no {typed} in {}", late.html);
        }
        let now = app.store().publication().decision(row.id).await.unwrap().unwrap();
        assert_eq!(now.title, "Swimming pools in figures", "nothing has happened");
    }

    async fn a_decision_about_a_topic_does_not_replace_one_nobody_was_shown(app: App) {
        let (mario, pools, _) = two_topics(&app).await;
        app.person("Nina", Role::Manager).await;
        as_person(&app, "Nina").await;
        let path = format!("/desk/topics/{pools}/decisions");
        let form = app.get(&format!("{path}/new")).await;
        decided(&app, pools, Kind::PublishOnce, mario, "a").await.unwrap();
        let typed = [
            ("kind", "not_now"), ("reason", "The pools are being rebuilt."), ("owner", "Estates"), ("effort", "S"),
            ("review-day", "1"), ("review-month", "12"), ("review-year", "2026"),
        ];
        let late = fill(&app, &form, &path, &typed).await;
        let stands = first(&late);
        for said in ["Publish once", "Six people asked", "Leisure"] {
            assert!(stands.contains(said), "no {said:?} in {stands}");
        }
        assert!(late.says("The pools are being rebuilt.</textarea>"), "{}", late.html);
        let rows = app.store().publication().decisions(Some(pools)).await.unwrap();
        assert_eq!(rows.len(), 1, "nothing has happened");
        let done = fill(&app, &again(late), &path, &[]).await;
        assert_eq!(done.status, Status::SeeOther, "{}", done.html);
        let rows = app.store().publication().decisions(Some(pools)).await.unwrap();
        assert_eq!((rows.len(), rows[0].kind()), (2, Kind::NotNow));
        assert_eq!(app.casework.verify().await.unwrap().err(), None);
    }

    async fn each_letter_of_a_publication_is_seen_formatted_as_it_leaves(app: App) {
        let (mario, pools, _) = two_topics(&app).await;
        let row = decided(&app, pools, Kind::PublishOnce, mario, "a").await.unwrap();
        let row = step(&app, &row, Taken::Prepare, mario, "b").await.unwrap();
        let row = step(&app, &row, Taken::Check(Check::NoCounts("Opening times and addresses.".into())), mario, "c").await.unwrap();
        let wishers = app.store().publication().contributing(pools, 3).await.unwrap();
        for wisher in &wishers {
            let token = app.status_token(&wisher.reference).await;
            app.casework.publishing().wish_to_be_told(&token).await.unwrap();
        }
        as_person(&app, "Mario").await;
        let path = format!("/desk/publications/{}/issues", row.id);
        let form = app.get(&format!("{path}/new")).await;
        let typed = [("title", "Pools of the town"), ("address", "https://data.example.org/pools")];
        let shown = fill(&app, &form, &path, &typed).await;
        assert_eq!(shown.status, Status::Ok, "{}", shown.html);
        assert_eq!(shown.html.matches("letter-text\">").count(), 3, "{}", shown.html);
        let html = plain(&shown.html);
        let buttons: Vec<String> = html
            .split("formaction=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().to_owned())
            .collect();
        assert_eq!(buttons.len(), 3, "{html}");
        // Each as the button of the page asks for it, with the fields of its form.
        let fields = html.split("id=\"form\">").nth(1).unwrap().split("</form>").next().unwrap();
        let fields = fields.split("<input type=\"hidden\" name=\"").skip(1).map(|input| {
            let (name, rest) = input.split_once("\" value=\"").unwrap();
            format!("{name}={}", RawStr::new(rest.split_once('"').unwrap().0).percent_encode())
        });
        let body = fields.collect::<Vec<_>>().join("&");
        let mut formatted = Vec::new();
        for button in &buttons {
            let request = app.client.post(button.clone()).header(ContentType::Form).body(body.clone());
            let page = read(request.dispatch().await).await;
            assert_eq!(page.status, Status::Ok, "{button}: {}", page.html);
            formatted.push(page.html);
        }
        let none = app.client.post(format!("{path}/formatted?letter=4")).header(ContentType::Form).body(body);
        assert_eq!(read(none.dispatch().await).await.status, Status::NotFound);
        let sent = fill(&app, &shown, &path, &[]).await;
        assert_eq!(sent.status, Status::SeeOther, "{}", sent.html);
        app.deliver().await;
        let mut left: Vec<String> = Vec::new();
        for letter in app.mailbox.lock().unwrap().iter() {
            left.push(letter.html.clone());
        }
        left.sort();
        formatted.sort();
        assert_eq!(formatted, left);
        left.dedup();
        assert_eq!(left.len(), 3, "each is another letter");
    }
}
