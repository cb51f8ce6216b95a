//! Every letter somebody at the desk causes is shown before it goes, by the code that sends it.

use crate::desk_forms::{Shown, as_person, fill_in, offered, plain};
use crate::mail_in::{mail, receive};
use crate::support::{App, day, for_clearance, message_href};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::casework::mail::inbox::Landed;
use daylight::casework::secrets::commitment;
use daylight::domain::case::{Actor, Event, Outcome, events};
use daylight::domain::role::Role;
use rocket::http::Status;

async fn desk(app: &App) -> (String, Actor) {
    let olga = app.person("Olga", Role::Manager).await;
    let reference = app.logged(day("2026-06-01"), "How many?", "one").await;
    let allocate = Instruction::Allocate(actions::Allocate {
        team: None,
        officer: olga.person,
    });
    app.act(&reference, olga, None, allocate).await.unwrap();
    as_person(app, "Olga").await;
    (reference, olga)
}

/// Reads a letter, sees that nothing has happened, sends it, and sees that just this left.
async fn sent_as_shown(app: &App, reference: &str, shown: Shown) {
    let before = app.case(reference).await;
    let version = before.stored.version.to_string();
    assert_eq!(version, shown.field("version"), "nothing has happened yet");
    let formatted = shown.formatted(app).await.html;
    let sent = shown.send(app, &[]).await;
    assert_eq!(sent.status, Status::SeeOther, "{}", sent.html);
    let after = app.case(reference).await;
    assert_eq!(after.letters.len(), before.letters.len() + 1);
    let letter = &after.letters[0];
    assert_eq!(letter.body_text, shown.text);
    assert!(plain(&shown.page).contains(&letter.subject));
    let to = letter.to_address.as_deref().unwrap_or("Not recorded");
    assert!(shown.page.contains(to), "{to} in {}", shown.page);
    app.deliver().await;
    let delivered = app.mailbox.lock().unwrap().last().cloned();
    assert_eq!(delivered.unwrap().html, formatted);
    // The same form once more does nothing more.
    assert_eq!(shown.send(app, &[]).await.status, Status::SeeOther);
    assert_eq!(app.case(reference).await.letters.len(), after.letters.len());
}

on_both_databases! {
    async fn each_letter_leaves_as_it_was_shown(app: App) {
        let (reference, olga) = desk(&app).await;
        let letters = [
            ("letters", vec![("about", "The \"format\""), ("text", "As a table?\n\nOr <else>?")], "Or <else>?"),
            ("extensions", vec![("ground", "public_interest"), ("exemptions", "s.31"), ("why", "Much to weigh.")], "Much to weigh."),
            ("fees-notices", vec![("charges", "Copies: 12.50"), ("how_to_pay", "By card.")], "£12.50"),
            ("clarifications", vec![("needs", "Which year?\nWhich force?"), ("why", "Too wide & vague.")], "- Which force?"),
        ];
        for (noun, fields, text) in letters {
            if noun == "clarifications" {
                app.act(&reference, olga, None, Instruction::RecordPayment(actions::RecordPayment)).await.unwrap();
                app.deliver().await;
            }
            let shown = Shown::of(&fill_in(&app, &reference, noun, &fields).await);
            assert!(shown.text.contains(text), "{noun}: {}", shown.text);
            sent_as_shown(&app, &reference, shown).await;
        }
        // Nobody answers, and it lapses: there is nothing to type.
        app.set_clock("2026-09-20T09:00:00Z");
        as_person(&app, "Olga").await;
        let shown = offered(&app, &reference, "lapses").await;
        sent_as_shown(&app, &reference, shown).await;
    }

    async fn transfers_and_reviews_are_shown_too(app: App) {
        let (reference, olga) = desk(&app).await;
        let shown = Shown::of(&fill_in(&app, &reference, "transfers", &[("to", "Example Council")]).await);
        assert!(shown.text.contains("for Example Council to answer. We tell you this under"), "{}", shown.text);
        sent_as_shown(&app, &reference, shown).await;

        let reference = app.logged(day("2026-06-01"), "How few?", "two").await;
        for step in [
            Instruction::Allocate(actions::Allocate { team: None, officer: olga.person }),
            Instruction::StartDraft(actions::StartDraft),
            Instruction::DecideQuestion(actions::DecideQuestion {
                number: 1, outcome: Outcome::NotHeld, answer: "In every drawer.".into(), reasons: vec![],
            }),
            for_clearance(),
            Instruction::Clear(actions::Clear),
        ] {
            let who = app.who(&step, olga).await;
            app.act(&reference, who, None, step).await.unwrap();
        }
        let shown = offered(&app, &reference, "answers").await;
        assert!(shown.text.contains("In every drawer."), "{}", shown.text);
        sent_as_shown(&app, &reference, shown).await;
        let shown = Shown::of(&fill_in(&app, &reference, "reviews", &[("points", "Look again.")]).await);
        sent_as_shown(&app, &reference, shown).await;
        app.person("Rita", Role::Manager).await;
        as_person(&app, "Rita").await;
        let decided = [("decision", "We looked again."), ("reasons", "There is none.")];
        let shown = Shown::of(&fill_in(&app, &reference, "review-outcomes", &decided).await);
        sent_as_shown(&app, &reference, shown).await;
    }

    async fn a_letter_that_would_read_otherwise_by_now_is_shown_again(app: App) {
        let (reference, _) = desk(&app).await;
        let asked = [("needs", "Which year?"), ("why", "Too wide.")];
        let shown = Shown::of(&fill_in(&app, &reference, "clarifications", &asked).await);
        // Sent past the page that shows it: shown, and not sent.
        let mut blind = shown.clone();
        blind.fields.retain(|(name, _)| name != "seen");
        assert_eq!(Shown::of(&blind.send(&app, &[]).await).text, shown.text);
        // The day turns, and with it the day the answer is waited for.
        app.set_clock("2026-06-02T23:30:00Z");
        as_person(&app, "Olga").await;
        let mut late = shown.clone();
        let csrf = app.get(&format!("/desk/requests/{reference}")).await.value("csrf");
        late.fields[0].1 = csrf;
        let page = late.send(&app, &[]).await;
        assert!(page.says("not the one you were shown"), "{}", page.html);
        let again = Shown::of(&page);
        assert_ne!(again.text, shown.text);
        assert!(app.case(&reference).await.letters.is_empty());
        sent_as_shown(&app, &reference, again).await;
    }

    async fn what_was_typed_can_be_changed_from_the_page_that_shows_the_letter(app: App) {
        let (reference, _) = desk(&app).await;
        let asked = [("needs", "Which year?\nWhich <force>?"), ("why", "Too wide.")];
        let shown = Shown::of(&fill_in(&app, &reference, "clarifications", &asked).await);
        let form = shown.send(&app, &[("change", "yes")]).await;
        assert_eq!(form.status, Status::Ok);
        assert!(plain(&form.html).contains("Which year?\nWhich <force>?</textarea>"), "{}", form.html);
        assert!(app.case(&reference).await.letters.is_empty());
    }

    async fn a_letter_of_ones_own_words_answers_a_message_in_its_thread(app: App) {
        app.person("Olga", Role::Manager).await;
        as_person(&app, "Olga").await;
        let first = receive(&app, mail("foi@police.example", "", "How many drones?"), "2026-06-02T08:30:00Z").await;
        let Some(Landed::Logged(reference)) = first.landed else { panic!("{first:?}") };
        app.deliver().await;
        let ours = app.mailbox.lock().unwrap().last().unwrap().message_id.clone();
        let asks = |id: &str, body: &str| {
            let headers = format!("Message-ID: <{id}@example.org>\nIn-Reply-To: <{ours}>\nSubject: Re: {reference}: your request\n");
            mail("foi@police.example", &headers, body)
        };
        let asked = receive(&app, asks("two", "May I have a table?\nOr two?"), "2026-06-02T08:40:00Z").await;
        receive(&app, asks("three", "Thank you."), "2026-06-02T08:50:00Z").await;
        let message = app.get(&message_href(&app, asked.id).await).await;
        let called = app.store().messages().message(asked.id).await.unwrap().unwrap().public_id;
        let way = format!("/desk/requests/{reference}/letters/new?message&#x3D;{called}");
        let counted = app.get(&format!("/desk/requests/{reference}/letters/new?message={}", asked.id)).await;
        assert_eq!(counted.status, Status::NotFound, "nobody counts to a message");
        assert!(message.says(&way) || message.says(&plain(&way)), "{}", message.html);
        let form = app.get(&plain(&way)).await;
        assert_eq!(form.value("message"), called.to_string());
        assert_eq!(plain(&form.value("about")), "your request");
        let typed = [("message", form.value("message")), ("about", "Your table".into()), ("text", "Yes, one.".to_owned())];
        let typed: Vec<(&str, &str)> = typed.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let shown = Shown::of(&fill_in(&app, &reference, "letters", &typed).await);
        assert!(shown.text.contains("Yes, one.") && shown.text.contains("May I have a table?"), "{}", shown.text);
        sent_as_shown(&app, &reference, shown).await;
        let letter = app.mailbox.lock().unwrap().last().unwrap().clone();
        assert_eq!(letter.in_reply_to.as_deref(), Some("two@example.org"));
        assert_eq!(letter.references.last().map(String::as_str), Some("two@example.org"));
        assert_eq!(letter.references.first().map(String::as_str), Some("one@example.org"));
        assert_eq!(letter.subject, format!("{reference}: Your table"));
        assert_eq!(letter.auto_submitted, None, "a person wrote it");

        let page = app.case(&reference).await;
        let event = page.stored.events.iter().find_map(|r| match &r.event {
            Event::LetterWritten(events::LetterWritten { digest }) => Some((r.seq, digest.clone())),
            _ => None,
        });
        let (seq, digest) = event.unwrap();
        let written = page.writings.iter().find(|w| w.seq == seq).unwrap();
        assert_eq!(written.body, "Your table\n\nYes, one.");
        assert_ne!(digest, commitment("", &written.body), "it is salted");
        // A message of another case is not answered here.
        let other = app.logged(day("2026-06-01"), "How many?", "two").await;
        let astray = app.get(&format!("/desk/requests/{other}/letters/new?message={called}")).await;
        assert_eq!(astray.status, Status::NotFound);
        let mut typed = typed;
        typed.retain(|(n, _)| *n != "version");
        let astray = fill_in(&app, &other, "letters", &typed).await;
        assert_eq!(astray.status, Status::UnprocessableEntity, "{}", astray.html);
    }
}
