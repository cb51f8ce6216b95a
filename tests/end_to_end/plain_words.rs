//! Small things that pages say and that have to be so: who wrote, what was done, what was refused,
//! what a part of a month is held against, and which holiday moved a date.

use crate::law_in_use::before_the_proclamation;
use crate::mail_in::{mail, receive};
use crate::support::{App, Page, day, signed_in};
use daylight::casework::mail::inbox::Landed;
use daylight::config::Law;
use daylight::domain::case::{Event, events};
use daylight::domain::role::Role;
use rocket::http::Status;

async fn form(app: &App, page: &str, to: &str, fields: &[(&str, &str)]) -> Page {
    let page = app.get(page).await;
    let values = [
        page.value("csrf"),
        page.value("version"),
        page.value("submission"),
    ];
    let hidden = ["csrf", "version", "submission"]
        .into_iter()
        .zip(values.iter().map(String::as_str));
    let fields: Vec<(&str, &str)> = hidden.chain(fields.iter().copied()).collect();
    app.post(to, &fields).await
}

on_both_databases! {
    async fn an_email_of_a_stranger_is_not_called_the_requesters(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many dogs?", "one").await;
        let stranger = mail("foi@police.example", "From: Bob <bob@example.net>\nSubject: FOI-2026-00001 dogs\nMessage-ID: <b@x.example>\nIn-Reply-To: <no@x.example>\n", "I want cats.");
        let taken = receive(&app, stranger, "2026-06-02T08:00:00Z").await;
        if taken.landed != Some(Landed::Filed(vec![reference.clone()])) {
            app.casework.tray().place_message(taken.id, std::slice::from_ref(&reference), olga, app.now()).await.unwrap();
        }
        let own = mail(&app.reply_address(&reference).await, "Message-ID: <a@x.example>\n", "I mean puppies too.");
        assert_eq!(receive(&app, own, "2026-06-02T08:10:00Z").await.landed, Some(Landed::Filed(vec![reference.clone()])));
        signed_in(&app, "olga@police.example", "three words here").await;
        let page = app.get(&format!("/desk/requests/{reference}")).await;
        assert_eq!(page.html.matches("An email from bob@example.net was filed").count(), 1, "{}", page.html);
        assert_eq!(page.html.matches("A message from the requester was filed").count(), 1, "the requester's own");
        let status = app.get(&format!("/status/{}", app.status_token(&reference).await)).await;
        assert_eq!(status.html.matches("Wrote to us").count(), 1, "{}", status.html);
        assert_eq!(status.html.matches("Received an email about the request").count(), 1, "{}", status.html);
        assert!(!status.says("bob@example.net") && !status.says("I want cats"));
    }

    async fn what_was_done_and_what_was_refused_are_said_in_a_sentence(app: App) {
        let mario = app.person("Mario", Role::Manager).await;
        let reference = app.logged(day("2026-06-01"), "How many dogs?", "one").await;
        signed_in(&app, "mario@police.example", "three words here").await;
        let case = format!("/desk/requests/{reference}");
        let officer = mario.person.unwrap().to_string();
        let done = form(&app, &format!("{case}/allocations/new"), &format!("{case}/allocations"), &[("officer", &officer)]).await;
        assert_eq!(done.status, Status::SeeOther, "{}", done.html);
        let page = app.get(&done.location.unwrap()).await;
        assert!(page.says("The request is allocated."), "{}", page.html);
        assert!(!page.says(": done"), "{}", page.html);

        let csrf = app.get("/desk/password").await.value("csrf");
        let refused = app.post(&format!("/desk/people/{officer}/endings"), &[("csrf", &csrf)]).await;
        assert_eq!(refused.status, Status::UnprocessableEntity);
        assert!(refused.says("That was not done") && refused.says("Somebody else has to change your account"), "{}", refused.html);
        assert!(!refused.says("ncomplete"), "nothing was missing: {}", refused.html);
    }

    async fn a_month_that_has_not_ended_is_held_against_the_same_days_of_others(app: App) {
        app.person("Mario", Role::Manager).await;
        app.set_clock("2026-06-30T09:00:00Z");
        let received = [
            ("2026-06-01", 3), ("2026-06-15", 2), ("2026-06-16", 5),
            ("2026-05-01", 1), ("2026-05-15", 1), ("2026-05-16", 20),
            ("2025-06-15", 4), ("2025-06-30", 20),
        ];
        for (on, number) in received {
            for n in 0..number {
                app.logged(day(on), "How many dogs?", &format!("{on} {n}")).await;
            }
        }
        app.set_clock("2026-06-15T09:00:00Z");
        let today = app.now().today;
        let june = app.casework.reports().month_report(day("2026-06-01"), today).await.unwrap();
        assert_eq!(june.counts.each_ref().map(|c| c.received), [5, 2, 4]);
        assert_eq!(june.so_far, Some(today));
        // What was open at the end of each of the three days, counted by hand.
        assert_eq!(june.counts.each_ref().map(|c| c.open_at_end), [24 + 22 + 5, 24 + 2, 4]);
        signed_in(&app, "mario@police.example", "three words here").await;
        let page = app.get("/desk/reports/month/2026-06").await;
        for text in ["5 requests received so far, up to 15 June 2026", "3 more than in the same days of last month", "1 more than of last year", "1 to 15 June 2026", "1 to 15 May 2026", "1 to 15 June 2025"] {
            assert!(page.says(text), "{text}: {}", page.html);
        }
        let csv = app.get("/desk/reports/month/2026-06?format=csv").await;
        assert!(csv.says("2026-06-01/2026-06-15,2026-05-01/2026-05-15,2025-06-01/2025-06-15"), "{}", csv.html);
        // A month that ended is whole, and so is what it is held against.
        let may = app.casework.reports().month_report(day("2026-05-01"), today).await.unwrap();
        assert_eq!((may.so_far, may.counts[0].received), (None, 22));
        let page = app.get("/desk/reports/month/2026-05").await;
        assert!(page.says("22 requests received, ") && !page.says("so far, up to 15"), "{}", page.html);
        // On the last day of a shorter month the longer one is held against it whole.
        app.set_clock("2026-05-31T09:00:00Z");
        let may = app.casework.reports().month_report(day("2026-05-01"), app.now().today).await.unwrap();
        assert_eq!((may.so_far, may.days[1]), (None, (day("2026-04-01"), day("2026-04-30"))));
        app.set_clock("2026-05-30T09:00:00Z");
        let march = app.casework.reports().month_report(day("2026-03-01"), day("2026-03-30")).await.unwrap();
        assert_eq!(march.days[1], (day("2026-02-01"), day("2026-02-28")));
    }

    async fn a_date_that_another_node_moved_names_the_holiday(app: App) {
        let folder = tempfile::tempdir().unwrap();
        before_the_proclamation(folder.path());
        app.casework.laws().take_law(Law::load(Some(folder.path())).unwrap());
        app.casework.laws().follow_the_law(app.now()).await.unwrap();
        let other = app.second_node().await;
        other.laws().follow_the_law(app.now()).await.unwrap();
        // Logged here by the law before, while the other node counts by the new one already.
        let reference = app.logged(day("2026-05-28"), "How many dogs?", "one").await;
        assert_eq!(app.case(&reference).await.stored.due, Some(day("2026-06-25")));
        assert!(app.casework.laws().keep_up_with_the_law(app.now()).await.unwrap());
        let moved = app.case(&reference).await.stored;
        assert_eq!(moved.due, Some(day("2026-06-26")));
        let Event::DueDateMoved(events::DueDateMoved { cause, .. }) = &moved.events.last().unwrap().event else {
            panic!("no event: {:?}", moved.events);
        };
        assert_eq!(cause, "15 June 2026 is now a holiday: World Cup bank holiday in Scotland");
    }
}
