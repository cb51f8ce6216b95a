//! Extensions name what they are for, fees say what they are made of, and letters fit how they travel.

use crate::desk_forms::{Shown, as_person, fill_in};
use crate::support::{App, day};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::casework::cases::log_request::RequestToLog;
use daylight::casework::secrets::commitment;
use daylight::domain::case::{Actor, Channel, Event, events};
use daylight::domain::role::Role;
use daylight::mail::Letter;
use rocket::http::Status;

/// A request under a law, answered by email or by post, with Olga.
async fn request(app: &App, regime: &str, email: &str, received: &str) -> String {
    let received = day(received);
    let request = RequestToLog {
        received,
        channel: if email.is_empty() {
            Channel::Post
        } else {
            Channel::Email
        },
        regime: Some(regime.into()),
        variant: None,
        name: "Ada Example".into(),
        email: email.into(),
        address: if email.is_empty() {
            "2 Long Lane,\nExampletown\nEX4 4PL".into()
        } else {
            String::new()
        },
        category: String::new(),
        subject: String::new(),
        request: "How many drones?\nHow many pilots?".into(),
        acknowledge: true,
        submission: format!("{regime} {email} {received}"),
    };
    let logged = app
        .casework
        .cases()
        .log_request(request, Actor::SYSTEM, app.now())
        .await;
    logged.unwrap().reference
}

async fn olga(app: &App) -> Actor {
    let olga = app.person("Olga", Role::Officer).await;
    as_person(app, "Olga").await;
    olga
}

/// The latest letter that left, but for the acknowledgement, which leaves after what is urgent.
fn not_the_receipt(app: &App) -> Letter {
    let left = app.mailbox.lock().unwrap();
    let mut others = left
        .iter()
        .filter(|l| !l.subject.contains("we have received"));
    others.next_back().cloned().unwrap()
}

/// The words of a letter on one line.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

on_both_databases! {
    async fn an_extension_for_the_public_interest_names_each_exemption_it_is_for(app: App) {
        olga(&app).await;
        let reference = request(&app, "uk-foia-2000", "ada@example.org", "2026-06-01").await;
        let why = ("why", "Patrols and contracts are touched.");
        let ground = ("ground", "public_interest");
        for (sections, said) in [
            (vec![], "name each exemption whose public interest is being weighed (s.17(1)(b))"),
            (vec![("exemptions", "s.31"), ("exemptions", "s.21")], "s.21 is absolute"),
            (vec![("exemptions", "s.99")], "s.99 is not in FOIA 2000"),
        ] {
            let fields: Vec<_> = [ground, why].into_iter().chain(sections).collect();
            let page = fill_in(&app, &reference, "extensions", &fields).await;
            assert_eq!(page.status, Status::UnprocessableEntity, "{said}");
            assert!(page.says(said), "{said}: {}", page.html);
        }
        let fields = [ground, why, ("exemptions", "s.31"), ("exemptions", "s.43(2)")];
        let shown = Shown::of(&fill_in(&app, &reference, "extensions", &fields).await);
        assert_eq!(shown.send(&app, &[]).await.status, Status::SeeOther);
        app.deliver().await;
        let letter = not_the_receipt(&app);
        let text = words(&letter.text);
        // FOIA s.10(3), s.17(1)(b), (2)(b): the ground, the exemptions and the estimate. Forty working
        // days after 1 June 2026, with 15 June a holiday in Scotland and 13 July one in Northern Ireland.
        for said in [
            "section 10(3) of the Freedom of Information Act 2000",
            "under section 17(1) and (2)",
            "- section 31 (Law enforcement)",
            "- section 43(2) (",
            "We expect to decide by Wednesday 29 July 2026.",
            "Patrols and contracts are touched.",
            "cannot answer your request fully by Tuesday 30 June 2026",
        ] {
            assert!(text.contains(said), "{said}: {text}");
        }
        assert!(letter.html.contains("<li>section 31 (Law enforcement)</li>"), "{}", letter.html);
        assert_eq!(letter.auto_submitted, None, "a person sent it");
        let case = app.case(&reference).await;
        let extended = case.stored.events.iter().find_map(|r| match &r.event {
            Event::Extended(events::Extended { exemptions, .. }) => Some(exemptions.clone()),
            _ => None,
        });
        assert_eq!(extended.unwrap(), ["s.31".into(), "s.43(2)".into()]);
        let page = app.get(&format!("/desk/requests/{reference}")).await;
        assert!(page.says("For s.31 and s.43(2)."), "{}", page.html);
    }

    async fn an_extension_for_complexity_names_none(app: App) {
        olga(&app).await;
        let reference = request(&app, "uk-eir-2004", "ada@example.org", "2026-06-01").await;
        let form = app.get(&format!("/desk/requests/{reference}/extensions/new")).await;
        assert!(!form.html.contains("name=\"exemptions\""), "nothing to choose");
        let fields = [("ground", "complex_and_voluminous"), ("why", "9,000 files.")];
        let named: Vec<_> = fields.into_iter().chain([("exemptions", "reg 12(5)(a)")]).collect();
        let page = fill_in(&app, &reference, "extensions", &named).await;
        assert!(page.says("is for no exemption"), "{}", page.html);
        let shown = Shown::of(&fill_in(&app, &reference, "extensions", &fields).await);
        let text = words(&shown.text);
        assert!(text.contains("regulation 7(1) of the Environmental Information Regulations 2004; this letter is the notice of it under regulation 7(3)"), "{text}");
        assert!(!text.contains("still weighing"), "{text}");
    }

    async fn a_fees_notice_says_what_each_charge_is_for_and_what_they_come_to(app: App) {
        olga(&app).await;
        let reference = request(&app, "uk-foia-2000", "ada@example.org", "2026-06-01").await;
        let pay = ("how_to_pay", "By card on our website.\nBy cheque to Example Police.");
        for (charges, said) in [
            ("", "Write what the money is for"),
            ("Copies", "Line 1 has no amount at its end"),
            ("Copies: 4.00\n5.00", "Line 2 has to say what is paid for"),
            ("Copies: 4.999", "Line 1 has no amount at its end"),
        ] {
            let page = fill_in(&app, &reference, "fees-notices", &[("charges", charges), pay]).await;
            assert_eq!(page.status, Status::UnprocessableEntity, "{said}");
            assert!(page.says(said), "{said}: {}", page.html);
        }
        let charges = "450 pages copied at 10p: £45.00\nPostage 3.20";
        let page = fill_in(&app, &reference, "fees-notices", &[("charges", charges), ("how_to_pay", "")]).await;
        assert!(page.says("Write how to pay"), "{}", page.html);
        let shown = Shown::of(&fill_in(&app, &reference, "fees-notices", &[("charges", charges), pay]).await);
        assert_eq!(shown.send(&app, &[]).await.status, Status::SeeOther);
        app.deliver().await;
        let letter = not_the_receipt(&app);
        let text = words(&letter.text);
        assert_eq!(letter.subject, format!("{reference}: a fee of £48.20 for your request"));
        // FOIA s.9(1), (2) and s.10(2): the notice, three months beginning with it, the days set aside.
        for said in [
            "the notice of it under section 9(1) of the Freedom of Information Act 2000",
            "- 450 pages copied at 10p: £45.00 - Postage: £3.20 - In all: £48.20",
            "- By card on our website. - By cheque to Example Police.",
            "pay by Tuesday 1 September 2026. If the fee is not paid by then, we do not have to answer the request (section 9(2))",
            "stands still (section 10(2))",
        ] {
            assert!(text.contains(said), "{said}: {text}");
        }
        let case = app.case(&reference).await;
        let (seq, amount, digest) = case.stored.events.iter().find_map(|r| match &r.event {
            Event::FeesNoticeIssued(events::FeesNoticeIssued { amount, digest }) => Some((r.seq, *amount, digest.clone())),
            _ => None,
        }).unwrap();
        assert_eq!(amount, 4_820);
        let kept = case.writings.iter().find(|w| w.seq == seq && w.kind == "fees_notice").unwrap();
        assert!(kept.body.contains("Postage 3.20") && kept.body.contains("By card"), "{}", kept.body);
        let salt = app.store().begin().await.unwrap().cases().salt_of(case.stored.id, seq, "fees_notice").await.unwrap();
        assert_eq!(digest, Some(commitment(&salt.unwrap(), &kept.body)));
        let page = app.get(&format!("/desk/requests/{reference}")).await;
        assert!(page.says("£48.20."), "{}", page.html);
    }

    async fn a_fee_is_asked_for_in_the_currency_of_its_law_and_says_what_that_law_says(app: App) {
        let olga = olga(&app).await;
        for (regime, said, unsaid) in [
            ("ie-foi-2014", "a fee of €12.00", "do not have to answer"),
            ("us-foia", "a fee of $12.00", "do not have to answer"),
            ("ca-atia", "The time limit for our answer runs on meanwhile.", "stands still"),
            ("scot-foisa-2002", "do not have to answer the request (section 9(4))", "runs on"),
        ] {
            let reference = request(&app, regime, "ada@example.org", "2026-06-01").await;
            let fee = Instruction::IssueFeesNotice(actions::IssueFeesNotice { charges: "Copies: 12".into(), how_to_pay: "By card.".into() });
            app.act(&reference, olga, None, fee).await.unwrap();
            let text = words(&app.case(&reference).await.letters[0].body_text);
            assert!(text.contains(said), "{regime}: {said}: {text}");
            assert!(!text.contains(unsaid), "{regime}: {unsaid}: {text}");
        }
        // A time that is over cannot be stopped, and no letter says that it is: where the law wants the
        // notice in time, none goes.
        let fee = Instruction::IssueFeesNotice(actions::IssueFeesNotice { charges: "Copies: 12".into(), how_to_pay: "By card.".into() });
        let late = request(&app, "uk-foia-2000", "ada@example.org", "2026-03-02").await;
        let refused = app.act(&late, olga, None, fee.clone()).await.unwrap_err().to_string();
        assert!(refused.contains("s.9(1)"), "{refused}");
        let late = request(&app, "us-foia", "ada@example.org", "2026-03-02").await;
        app.act(&late, olga, None, fee).await.unwrap();
        let text = words(&app.case(&late).await.letters[0].body_text);
        assert!(text.contains("runs on meanwhile") && !text.contains("stands still"), "{text}");
    }

    async fn a_letter_that_is_posted_is_a_letter_and_is_answered_by_post(app: App) {
        let olga = olga(&app).await;
        let reference = request(&app, "uk-foia-2000", "", "2026-06-01").await;
        let asked = Instruction::SeekClarification(actions::SeekClarification { needs: "Which year?".into(), why: "No period is named.".into() });
        app.act(&reference, olga, None, asked).await.unwrap();
        let case = app.case(&reference).await;
        assert_eq!(case.letters.len(), 2);
        let code = app.code(&reference).await;
        for letter in &case.letters {
            let text = &letter.body_text;
            let lines: Vec<&str> = text.lines().collect();
            let at = |line: &str| lines.iter().position(|l| *l == line).unwrap_or_else(|| panic!("no {line:?} in {text}"));
            let block = at("Ada Example");
            assert_eq!(lines[block..block + 4], ["Ada Example", "2 Long Lane", "Exampletown", "EX4 4PL"]);
            let order = [at("Example Police"), block, at("Tuesday 2 June 2026"), at(&format!("Our reference: {reference}")), at("Dear Ada Example,"), at("Yours sincerely,")];
            assert!(order.is_sorted(), "{order:?}: {text}");
            let said = words(text);
            assert!(said.contains("write to us at the address at the top of this letter"), "{said}");
            assert!(said.contains(&format!("/requests/find and enter our reference and this code: {code}")), "{said}");
            assert!(!said.contains("reply to this message") && !said.contains("/status/"), "{said}");
            assert!(!lines.iter().any(|line| line.starts_with('>')), "{text}");
        }
        assert!(case.letters[1].body_text.contains("\n    How many drones?\n    How many pilots?"), "what was asked is set in");
        // The page at the desk leads to the sheet, which carries its own style and nothing else.
        let id = case.letters[0].public_id;
        let page = app.get(&format!("/desk/requests/{reference}/letters/{id}")).await;
        let sheet = format!("/desk/requests/{reference}/letters/{id}/formatted");
        assert!(page.html.contains(&format!("href=\"{sheet}\"")), "{}", page.html);
        assert!(!page.says("on the envelope"), "{}", page.html);
        let response = app.client.get(&sheet).dispatch().await;
        let policy = response.headers().get_one("Content-Security-Policy").unwrap().to_owned();
        assert!(policy.starts_with("default-src 'none'; style-src 'unsafe-inline'"), "{policy}");
        // However its address is spelt.
        for spelt in [format!("{sheet}/"), format!("/{sheet}"), sheet.replace("formatted", "formatte%64")] {
            let response = app.client.get(&spelt).dispatch().await;
            let same = response.headers().get_one("Content-Security-Policy").unwrap();
            assert_eq!((response.status(), same), (Status::Ok, policy.as_str()), "{spelt}");
        }
        let html = response.into_string().await.unwrap();
        assert!(html.contains("@page") && html.contains("<address>Ada Example<br>"), "{html}");
        // Only whoever is at the desk reads it, and only letters that are posted have a sheet.
        let by_email = request(&app, "uk-foia-2000", "ada@example.org", "2026-06-01").await;
        let other = app.case(&by_email).await.letters[0].id;
        for path in [format!("/desk/requests/{by_email}/letters/{other}/formatted"), format!("/desk/requests/{by_email}/letters/{id}/formatted")] {
            assert_eq!(app.get(&path).await.status, Status::NotFound, "{path}");
        }
        let text = &app.case(&by_email).await.letters[0].body_text;
        assert!(text.contains("You can also reply to this message") && text.contains("\n> How many drones?"), "{text}");
    }
}
