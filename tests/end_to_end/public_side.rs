//! What anybody can do: make a request, follow it, reply.

use crate::forms::form_token;
use crate::support::{App, Page};
use daylight::web::Site;
use rocket::http::Status;

const ASKED: &str = "How many bicycles were stolen in 2025?\nBy district, please.";

/// Goes through the pages as a browser does, and gives the check page and what was typed.
async fn checked(app: &App) -> (Page, Vec<(&'static str, String)>) {
    let what = app.get("/requests/new").await;
    assert_eq!(what.status, Status::Ok);
    let csrf = what.value("csrf");
    let mut typed = vec![("csrf", csrf), ("description", ASKED.replace('\n', "\r\n"))];
    let you = post(app, "/requests/new/you", &typed).await;
    assert_eq!(you.status, Status::Ok);
    assert!(you.says("About you"), "{}", you.html);
    typed.extend([
        ("name", "Ada Example".to_owned()),
        ("email", "ada@example.org".to_owned()),
        ("reply_by", "email".to_owned()),
        ("category", "media".to_owned()),
    ]);
    let check = post(app, "/requests/new/check", &typed).await;
    assert_eq!(check.status, Status::Ok, "{}", check.html);
    assert!(check.says("Journalist or media"), "{}", check.html);
    typed.push(("submission", check.value("submission")));
    (check, typed)
}

async fn post(app: &App, path: &str, typed: &[(&str, String)]) -> Page {
    let fields: Vec<(&str, &str)> = typed.iter().map(|(n, v)| (*n, v.as_str())).collect();
    app.post(path, &fields).await
}

/// Makes a request and gives its status token and the confirmation page.
async fn made(app: &App) -> (String, Page) {
    let (_, typed) = checked(app).await;
    let sent = post(app, "/requests", &typed).await;
    assert_eq!(sent.status, Status::SeeOther, "{}", sent.html);
    let to = sent.location.unwrap();
    let token = to.strip_prefix("/requests/received/").unwrap().to_owned();
    (token, app.get(&to).await)
}

on_both_databases! {
    async fn a_text_far_too_long_is_shown_again_by_its_beginning(app: App) {
        let (_, mut typed) = checked(&app).await;
        let long = "\u{27}\u{22}<".repeat(10_000);
        let long = long + &"e".repeat(60_000);
        for field in typed.iter_mut().filter(|(name, _)| ["description", "name"].contains(name)) {
            field.1.clone_from(&long);
        }
        for path in ["/requests/new", "/requests/new/you", "/requests/new/check"] {
            let page = post(&app, path, &typed).await;
            assert!(page.html.len() < 200_000, "{path}: {} bytes", page.html.len());
        }
        let page = post(&app, "/requests/new/check", &typed).await;
        assert_eq!(page.status, Status::UnprocessableEntity);
        assert!(page.says("has 90,000 characters; shorten it to 20,000 or fewer. Only its first 40,000 are shown here"), "{}", &page.html[..4_000]);
    }

    async fn the_page_before_a_request_is_sent_takes_no_place_and_a_wish_is_counted(app: App) {
        let (_, typed) = checked(&app).await;
        let (token, _) = made(&app).await;
        let pace = &app.client.rocket().state::<Site>().unwrap().pace;
        // Everybody is inside: no form is taken, and the page that only helps is shown.
        let places: Vec<_> = std::iter::from_fn(|| pace.enter().ok()).collect();
        assert!(places.len() > 100);
        let check = post(&app, "/requests/new/check", &typed).await;
        assert_eq!(check.status, Status::Ok, "{}", check.html);
        let full = post(&app, "/requests", &typed).await;
        assert_eq!(full.status, Status::ServiceUnavailable, "{}", full.html);
        drop(places);
        // Nor does it wait where as many look as may.
        let looks: Vec<_> = std::iter::from_fn(|| pace.look("192.0.2.9".parse().unwrap())).collect();
        let check = post(&app, "/requests/new/check", &typed).await;
        assert_eq!((check.status, looks.is_empty()), (Status::Ok, false));
        // Wishes of one address come to an end, as its messages do.
        let csrf = app.get(&format!("/status/{token}")).await.value("csrf");
        let path = format!("/status/{token}/wishes");
        let fields = [("csrf", csrf.as_str())];
        let wishes = futures_util::future::join_all((0..80).map(|_| app.post(&path, &fields))).await;
        let refused = wishes.iter().filter(|page| page.status == Status::ServiceUnavailable).count();
        assert!((10..=60).contains(&refused), "{refused} of 80");
        assert!(wishes.iter().any(|page| page.status == Status::SeeOther));
        let unknown = app.post("/status/FOI-2026-00001.0/wishes", &[("csrf", &csrf)]).await;
        assert_eq!(unknown.status, Status::NotFound, "{}", unknown.html);
    }

    async fn a_request_made_on_the_public_form_is_acknowledged_and_can_be_followed(app: App) {
        let (token, confirmation) = made(&app).await;
        let reference = "FOI-2026-00001";
        assert_eq!(token.split('.').next(), Some(reference));
        let code = app.code(reference).await;
        assert!(confirmation.says(reference) && confirmation.says(&code));
        // Received on Tuesday 2 June 2026; but for Scotland's World Cup holiday on 15 June, the
        // 20th working day would be the Tuesday four weeks later.
        assert!(confirmation.says("Wednesday 1 July 2026"), "{}", confirmation.html);
        assert!(confirmation.says("the 20th working day after receipt (s.10(1))"));

        app.deliver().await;
        let letters = app.mailbox.lock().unwrap().clone();
        assert_eq!(letters.len(), 1);
        assert_eq!(letters[0].to.address, "ada@example.org");
        assert!(letters[0].subject.contains(reference));
        assert!(letters[0].text.contains(&format!("http://foi.example/status/{token}")));
        assert!(letters[0].text.contains(&code));

        let by_link = app.get(&format!("/status/{token}")).await;
        assert_eq!(by_link.status, Status::Ok);
        for text in ["How many bicycles", "We are working on it", "Wednesday 1 July 2026", "in 20 working days", "Made the request"] {
            assert!(by_link.says(text), "no {text:?} in {}", by_link.html);
        }
        assert_eq!(app.case(reference).await.body, ASKED);

        let find = app.get("/requests/find").await;
        let typed = [("csrf", find.value("csrf")), ("reference", reference.to_lowercase()), ("code", code.to_lowercase().replace('-', " "))];
        let found = post(&app, "/requests/find", &typed).await;
        assert_eq!(found.location, Some(format!("/status/{token}")));
    }

    async fn a_reference_alone_reveals_nothing(app: App) {
        let (token, _) = made(&app).await;
        let csrf = app.get("/requests/find").await.value("csrf");
        let ask = async |reference: &str| {
            let typed = [("csrf", csrf.clone()), ("reference", reference.to_owned()), ("code", "AAAA-BBBB".to_owned())];
            post(&app, "/requests/find", &typed).await
        };
        let (there, not_there) = (ask("FOI-2026-00001").await, ask("FOI-2026-99999").await);
        assert_eq!(there.status, Status::UnprocessableEntity);
        assert_eq!(not_there.status, Status::UnprocessableEntity);
        assert_eq!(there.html.replace("FOI-2026-00001", ""), not_there.html.replace("FOI-2026-99999", ""));
        let last = token.chars().last().unwrap();
        let forged = format!("{}{}", &token[..token.len() - 1], if last == '0' { '1' } else { '0' });
        for wrong in ["FOI-2026-00001", "FOI-2026-00001.", &forged, "FOI-2026-99999.abc"] {
            for path in [format!("/status/{wrong}"), format!("/requests/received/{wrong}")] {
                let page = app.get(&path).await;
                assert_eq!(page.status, Status::NotFound, "{path}");
                assert!(!page.says("bicycles") && !page.says("Ada"), "{}", page.html);
            }
        }
    }

    async fn codes_cannot_be_tried_out(app: App) {
        let (_, _) = made(&app).await;
        let csrf = app.get("/requests/find").await.value("csrf");
        let right = app.code("FOI-2026-00001").await;
        let ask = async |code: &str| {
            let typed = [("csrf", csrf.clone()), ("reference", "FOI-2026-00001".to_owned()), ("code", code.to_owned())];
            post(&app, "/requests/find", &typed).await.status
        };
        for _ in 0..10 {
            assert_eq!(ask("0000-0000").await, Status::UnprocessableEntity);
        }
        assert_eq!(ask(&right).await, Status::TooManyRequests);
        app.set_clock("2026-06-02T09:16:00Z");
        assert_eq!(ask(&right).await, Status::SeeOther);
    }

    async fn a_second_click_makes_no_second_case(app: App) {
        let (_, typed) = checked(&app).await;
        let first = post(&app, "/requests", &typed).await;
        let second = post(&app, "/requests", &typed).await;
        assert_eq!(first.status, Status::SeeOther);
        assert_eq!(first.location, second.location);
        assert_eq!(app.cases().await, 1);
        app.deliver().await;
        assert_eq!(app.mailbox.lock().unwrap().len(), 1);
    }

    async fn an_overlong_request_is_refused_in_a_sentence_and_nothing_is_written(app: App) {
        let csrf = app.get("/requests/new").await.value("csrf");
        let typed = [("csrf", csrf), ("description", "e".repeat(200_000)), ("name", "Ada Example".to_owned()), ("email", "ada@example.org".to_owned()), ("submission", form_token(1))];
        for path in ["/requests/new/you", "/requests/new/check", "/requests"] {
            let page = post(&app, path, &typed).await;
            assert_eq!(page.status, Status::UnprocessableEntity, "{path}");
            assert!(page.says("The request has 200,000 characters; shorten it to 20,000 or fewer"), "{path}");
        }
        // What is longer than any form is not read as one.
        let typed = [("description", "é".repeat(200_000))];
        let page = post(&app, "/requests", &typed).await;
        assert_eq!(page.status, Status::PayloadTooLarge);
        assert!(page.says("Shorten the text"), "{}", page.html);
        assert_eq!(app.cases().await, 0);
    }

    async fn a_missing_field_keeps_what_was_typed(app: App) {
        let csrf = app.get("/requests/new").await.value("csrf");
        let typed = [("csrf", csrf), ("description", ASKED.to_owned()), ("name", "Ada Example".to_owned()), ("address", "1 High Street\r\nExampletown".to_owned()), ("reply_by", "email".to_owned()), ("submission", form_token(1))];
        for path in ["/requests/new/check", "/requests"] {
            let page = post(&app, path, &typed).await;
            assert_eq!(page.status, Status::UnprocessableEntity, "{path}");
            for text in ["<title>Error:", "Enter the email address we should reply to", "href=\"#email\"", "Ada Example", "1 High Street\nExampletown", "How many bicycles"] {
                assert!(page.says(text), "no {text:?} in {}", page.html);
            }
        }
        assert_eq!(app.cases().await, 0);
    }

    async fn a_form_without_its_token_is_refused(app: App) {
        let (token, _) = made(&app).await;
        let reply = format!("/status/{token}/replies");
        let foreign = "0".repeat(52);
        for path in ["/requests/new", "/requests/new/you", "/requests/new/check", "/requests", "/requests/find", &reply] {
            for typed in [vec![], vec![("csrf", foreign.clone())]] {
                let page = post(&app, path, &typed).await;
                assert_eq!(page.status, Status::Forbidden, "{path}");
            }
        }
        assert_eq!(app.cases().await, 1);
    }

    async fn a_reply_is_filed_once_and_acknowledged(app: App) {
        let (token, _) = made(&app).await;
        let page = app.get(&format!("/status/{token}")).await;
        let mut typed = vec![("csrf", page.value("csrf")), ("submission", page.value("submission")), ("reply", "  ".to_owned())];
        let path = format!("/status/{token}/replies");
        let empty = post(&app, &path, &typed).await;
        assert_eq!(empty.status, Status::UnprocessableEntity);
        assert!(empty.says("Write your message"), "{}", empty.html);
        typed[2].1 = "I mean the <north> district.".to_owned();
        for _ in 0..2 {
            let filed = post(&app, &path, &typed).await;
            assert_eq!(filed.status, Status::SeeOther, "{}", filed.html);
        }
        let shown = app.get(&format!("/status/{token}")).await;
        assert_eq!(shown.html.matches("Wrote to us").count(), 1);
        assert!(shown.says("I mean the &lt;north&gt; district."), "{}", shown.html);
        app.deliver().await;
        let letters = app.mailbox.lock().unwrap().clone();
        assert_eq!(letters.len(), 2);
        assert!(letters[1].text.contains("I mean the <north> district."));
        assert_eq!(letters[1].in_reply_to.as_ref(), Some(&letters[0].message_id));
    }

    async fn files_are_kept_for_ever_and_pages_never(app: App) {
        let home = app.get("/").await;
        assert_eq!(home.status, Status::Ok);
        assert_eq!(home.cache.as_deref(), Some("no-store"));
        assert!(home.says("20 working days") && home.says("Freedom of Information Act 2000"));
        let (_, rest) = home.html.split_once("/assets/daylight-").unwrap();
        let file = rest.split('"').next().unwrap();
        let sheet = app.get(&format!("/assets/daylight-{file}")).await;
        assert_eq!(sheet.status, Status::Ok);
        assert_eq!(sheet.cache.as_deref(), Some("public, max-age=31536000, immutable"));
        for missing in ["/assets/daylight.css", "/assets/authority.css", "/nothing"] {
            assert_eq!(app.get(missing).await.status, Status::NotFound, "{missing}");
        }
    }
}
