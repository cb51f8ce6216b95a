//! A document put straight onto the form of a letter in an officer's own words: before the answer and after
//! it, with what was typed kept, and shown before it goes.

use crate::desk_forms::{Shown, as_person, plain};
use crate::journeys::traveller::fill;
use crate::refusals::{act, answered, drafting, logged};
use crate::support::{App, Page, read};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::domain::case::{ActionKind, Actor, Event, Outcome};
use daylight::domain::role::Role;
use rocket::http::{ContentType, Status};
use sha2::{Digest, Sha256};

const BYTES: &str = "year,boats\n2025,12\n";

/// Presses the button that puts a document with the letter, as a browser sends the form with it.
async fn upload(app: &App, form: &Page, typed: &[(&str, &str)], file: Option<&str>) -> Page {
    let html = plain(&form.html);
    let (_, button) = html.split_once("formaction=\"").unwrap();
    let (action, rest) = button.split_once('"').unwrap();
    assert!(
        rest.starts_with(" formenctype=\"multipart/form-data\""),
        "{rest}"
    );
    let held = ["csrf", "version", "submission"].map(|name| (name, form.value(name)));
    let held = held.iter().map(|(name, value)| (*name, value.as_str()));
    let mut body = String::new();
    for (name, value) in held.chain(typed.iter().copied()) {
        body.push_str(&format!(
            "--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        ));
    }
    let name = file.unwrap_or_default();
    let bytes = file.map_or("", |_| BYTES);
    body.push_str(&format!(
        "--edge\r\nContent-Disposition: form-data; name=\"document\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n{bytes}\r\n--edge--\r\n"
    ));
    let kind = ContentType::new("multipart", "form-data").with_params(("boundary", "edge"));
    let request = app.client.post(action.to_owned()).header(kind).body(body);
    read(request.dispatch().await).await
}

async fn given(app: &App, olga: Actor) -> String {
    let reference = logged(app, "uk-foia-2000", "How many boats?", "ada@example.org").await;
    drafting(app, &reference, olga).await;
    let decided = Instruction::DecideQuestion(actions::DecideQuestion {
        number: 1,
        outcome: Outcome::GrantedInFull,
        answer: "Twelve.".into(),
        reasons: Vec::new(),
    });
    act(app, &reference, olga, decided).await;
    reference
}

on_both_databases! {
    async fn a_document_is_put_with_a_letter_on_its_own_form(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = given(&app, olga).await;
        answered(&app, &reference, olga).await;
        act(&app, &reference, olga, Instruction::Close(actions::Close)).await;
        as_person(&app, "Olga").await;
        let path = format!("/desk/requests/{reference}/letters");
        let form = app.get(&format!("{path}/new")).await;
        let typed = [("about", "Your boats"), ("text", "Here is the table.")];
        let none = upload(&app, &form, &typed, None).await;
        assert_eq!(none.status, Status::UnprocessableEntity);
        assert!(none.says("href=\"#document\"") && none.says("Choose a document"), "{}", none.html);
        let with = upload(&app, &form, &typed, Some("boats.csv")).await;
        assert_eq!(with.status, Status::Ok, "{}", with.html);
        assert!(with.says("Here is the table.</textarea>"), "{}", with.html);
        let box_of = plain(&with.html);
        let (before, _) = box_of.split_once("boats.csv (").unwrap();
        assert!(before.rsplit_once("<input ").unwrap().1.contains(" checked"), "{before}");
        // A file that was only chosen is not forgotten in silence.
        let forgotten = fill(&app, &with, &path, &[("document", "other.csv")]).await;
        assert_eq!(forgotten.status, Status::UnprocessableEntity);
        assert!(forgotten.says("first, so that the document goes with it"), "{}", forgotten.html);
        let again = Page { status: Status::Ok, ..forgotten };
        let shown = Shown::of(&fill(&app, &again, &path, &[("document", "")]).await);
        let digest = hex::encode(Sha256::digest(BYTES.as_bytes()));
        assert!(shown.page.contains(&digest) && shown.text.contains("- boats.csv"), "{}", shown.page);
        assert_eq!(shown.send(&app, &[]).await.status, Status::SeeOther);
        app.deliver().await;
        let letter = app.mailbox.lock().unwrap().last().unwrap().clone();
        let names: Vec<&str> = letter.attachments.iter().map(|a| a.name.as_str()).collect();
        assert_eq!((letter.text.as_str(), names), (shown.text.as_str(), vec!["boats.csv"]));
        let case = app.case(&reference).await;
        let text = case.writings.iter().find(|w| w.body.contains("boats.csv")).unwrap();
        assert!(text.body.contains("was put with a letter"), "{}", text.body);
        assert_eq!(app.casework.verify().await.unwrap().err(), None);
    }

    async fn whoever_puts_a_document_with_a_letter_after_the_answer_had_no_part_in_it(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let dora = app.person("Dora", Role::Officer).await;
        let reference = given(&app, olga).await;
        answered(&app, &reference, olga).await;
        as_person(&app, "Dora").await;
        let form = app.get(&format!("/desk/requests/{reference}/letters/new")).await;
        upload(&app, &form, &[("text", "More.")], Some("boats.csv")).await;
        let ask = Instruction::RequestReview(actions::RequestReview { points: "Look again.".into(), accepted: String::new() });
        act(&app, &reference, olga, ask).await;
        let stored = app.case(&reference).await.stored;
        assert!(stored.events.iter().any(|r| matches!(r.event, Event::DocumentAdded(_)) && r.actor == dora));
        let (regime, calendar) = app.casework.law_of(&stored.case).unwrap();
        let circumstances = app.casework.circumstances(&regime, &calendar, dora, app.now().today);
        assert!(daylight::domain::case::permit(&stored.case, ActionKind::CompleteReview, &circumstances).is_ok());
        // What waits is taken off before the outcome goes.
        let page = app.get(&format!("/desk/requests/{reference}")).await;
        assert!(page.says("Goes out with the outcome of the review."), "{}", page.html);
    }
}
