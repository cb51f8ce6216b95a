//! Letters to colleagues: once for each date, whatever stopped in between.

use crate::mail_in::{bounce, mail, receive, signed_in};
use crate::support::{App, by_email, day};
use daylight::casework::cases::actions;
use daylight::casework::cases::log_request::RequestToLog;
use daylight::casework::mail::inbox::Landed;
use daylight::casework::{Instruction, Reminded};
use daylight::domain::case::Actor;
use daylight::domain::letter_kind::Automatic;
use daylight::domain::role::Role;
use daylight::domain::viewer::Viewer;
use daylight::mail::Letter;

async fn reminded(app: &App, at: &str) -> (usize, usize) {
    app.set_clock(at);
    let Reminded {
        reminders, months, ..
    } = app.casework.reminding().remind(app.now()).await.unwrap();
    (reminders, months)
}

/// How many requesters were written to.
async fn chased(app: &App, on: &str) -> usize {
    app.set_clock(&format!("{on}T09:00:00Z"));
    app.casework
        .reminding()
        .remind(app.now())
        .await
        .unwrap()
        .chasers
}

/// What was sent to an address, oldest first.
async fn sent_to(app: &App, address: &str) -> Vec<Letter> {
    app.deliver().await;
    let letters = app.mailbox.lock().unwrap().clone();
    letters
        .into_iter()
        .filter(|letter| letter.to.address == address)
        .collect()
}

/// The words of a letter, however its lines are folded.
fn words(letter: &Letter) -> String {
    letter.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A request received on a day, that this officer has.
async fn held(app: &App, received: &str, request: &str, officer: Actor) -> String {
    let reference = app.logged(day(received), request, request).await;
    let allocate = Instruction::Allocate(actions::Allocate {
        team: None,
        officer: officer.person,
    });
    app.act(&reference, officer, None, allocate).await.unwrap();
    reference
}

/// Olga has one case that is late; Mara is the manager.
async fn one_late(app: &App) -> String {
    let olga = app.person("Olga", Role::Officer).await;
    app.person("Mara", Role::Manager).await;
    held(app, "2026-04-30", "How many drones?", olga).await
}

on_both_databases! {
    async fn each_colleague_gets_one_letter_a_working_day_about_what_presses(app: App) {
        // Tuesday 2 June 2026. Twenty working days after Thursday 30 April are over on Monday
        // 1 June, those after Friday 1 May today: 4 and 25 May are bank holidays.
        let olga = app.person("Olga", Role::Officer).await;
        app.person("Mara", Role::Manager).await;
        let late = held(&app, "2026-04-30", "Late", olga).await;
        let today = held(&app, "2026-05-01", "Today", olga).await;
        // Ten working days after 14 May, the target of a search, were over on 29 May.
        let owed = held(&app, "2026-05-14", "Owed", olga).await;
        let fresh = held(&app, "2026-06-01", "Fresh", olga).await;
        let asked = held(&app, "2026-04-01", "Asked", olga).await;
        let clarify = Instruction::SeekClarification(actions::SeekClarification { needs: "Which?".into(), why: "Unclear".into() });
        app.act(&asked, olga, Some(day("2026-04-07")), clarify).await.unwrap();
        let nobodys = app.logged(day("2026-04-30"), "Nobody's", "nobodys").await;

        assert_eq!(reminded(&app, "2026-06-02T05:59:00Z").await, (0, 0), "before seven in London");
        assert_eq!(reminded(&app, "2026-06-02T06:00:00Z").await, (2, 1));
        assert_eq!(reminded(&app, "2026-06-02T06:01:00Z").await, (0, 0), "once a day");
        assert_eq!(reminded(&app, "2026-06-02T22:00:00Z").await, (0, 0), "still the same day");

        let to_olga = sent_to(&app, "olga@police.example").await;
        assert_eq!(to_olga.len(), 1);
        let letter = &to_olga[0];
        assert!(letter.subject.ends_with("1 late, 1 due soon, 1 behind a target, 1 about to lapse"), "{}", letter.subject);
        let text = words(letter);
        assert!(text.contains(&format!("{late} Late: 1 working day late, was due 1 June 2026")), "{text}");
        assert!(text.contains(&format!("{today} Today: due today, 2 June 2026")), "{text}");
        assert!(text.contains(&format!("{owed} Owed: records owed since 29 May 2026")), "{text}");
        assert!(text.contains(&format!("{asked} Asked: can be closed if nothing comes by 7 June 2026")), "{text}");
        assert!(text.contains(&format!("http://foi.example/desk/requests/{late}")), "{text}");
        assert!(!text.contains(&fresh) && !text.contains(&nobodys), "{text}");
        assert!(!text.contains("Ada"), "the requester is not named");
        assert!(letter.auto_submitted == Some(Automatic::Generated) && letter.reply_to.is_none());
        assert_eq!(letter.list.as_deref(), Some("reminders.daylight.police.example"));

        let to_mara = sent_to(&app, "mara@police.example").await;
        assert_eq!(to_mara.len(), 2, "what nobody has, and the month of May");
        assert!(words(&to_mara[0]).contains(&format!("{nobodys} Nobody's: 1 working day late, was due 1 June 2026; nobody has it")));
        assert!(to_mara[1].subject.ends_with("in May 2026"), "{}", to_mara[1].subject);
        // Received in May: 1 and 14 May.
        assert!(words(&to_mara[1]).contains("Received: 2 ("), "{}", to_mara[1].text);

        assert_eq!(reminded(&app, "2026-06-03T06:00:00Z").await, (2, 0), "another day, the same month");
        assert_eq!(sent_to(&app, "olga@police.example").await.len(), 2);
    }

    async fn nobody_is_reminded_on_days_off_or_when_nothing_presses(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        assert_eq!(reminded(&app, "2026-06-02T06:00:00Z").await, (0, 0), "no case at all");
        held(&app, "2026-06-01", "Fresh", olga).await;
        assert_eq!(reminded(&app, "2026-06-03T06:00:00Z").await, (0, 0), "nothing presses");
        assert_eq!(reminded(&app, "2026-08-01T06:00:00Z").await, (0, 0), "a Saturday");
        assert_eq!(reminded(&app, "2026-08-03T06:00:00Z").await.0, 0, "a holiday in Scotland");
        assert_eq!(reminded(&app, "2026-08-04T06:00:00Z").await.0, 1);
    }

    async fn two_nodes_at_once_remind_once(app: App) {
        one_late(&app).await;
        let other = app.second_node().await;
        for on in 2..=5 {
            app.set_clock(&format!("2026-06-0{on}T06:00:00Z"));
            let now = app.now();
            let (one, two) = tokio::join!(async { app.casework.reminding().remind(now).await }, async { other.reminding().remind(now).await });
            let (one, two) = (one.unwrap(), two.unwrap());
            assert_eq!(one.reminders + two.reminders, 1, "on {on} June");
            assert_eq!(one.months + two.months, usize::from(on == 2), "on {on} June");
            assert_eq!(sent_to(&app, "olga@police.example").await.len(), on - 1);
        }
        other.reads(Viewer::SYSTEM).close().await.unwrap();
    }

    async fn after_a_stop_of_five_days_one_letter_covers_them(app: App) {
        let late = one_late(&app).await;
        assert_eq!(reminded(&app, "2026-06-02T06:00:00Z").await, (1, 1));
        assert_eq!(sent_to(&app, "olga@police.example").await.len(), 1);
        // Nothing runs from Wednesday the 3rd to Tuesday the 9th; on Wednesday it is started.
        assert_eq!(reminded(&app, "2026-06-10T09:30:00Z").await, (1, 0));
        assert_eq!(reminded(&app, "2026-06-10T09:31:00Z").await, (0, 0), "no date is made up for");
        let letters = sent_to(&app, "olga@police.example").await;
        assert_eq!(letters.len(), 2);
        assert!(!words(&letters[0]).contains("No such letter"), "{}", letters[0].text);
        let text = words(&letters[1]);
        assert!(text.contains("No such letter went out on the 5 working days before."), "{text}");
        assert!(text.contains(&format!("{late} How many drones?: 7 working days late")), "{text}");
        // A stop over the ends of two months: the manager hears of the one that ended last.
        assert_eq!(reminded(&app, "2026-08-11T06:00:00Z").await, (1, 1));
        let months = sent_to(&app, "mara@police.example").await;
        assert!(months.last().unwrap().subject.ends_with("in July 2026"));
    }

    async fn letters_that_waited_for_the_mail_server_give_way_to_the_latest(app: App) {
        one_late(&app).await;
        for on in ["2026-06-02", "2026-06-03", "2026-06-04", "2026-06-05"] {
            assert_eq!(reminded(&app, &format!("{on}T06:00:00Z")).await.0, 1);
        }
        let letters = sent_to(&app, "olga@police.example").await;
        assert_eq!(letters.len(), 1, "not one for each day the server was down");
        assert!(letters[0].subject.contains("Friday 5 June 2026"), "{}", letters[0].subject);
        assert!(app.store().letters().undelivered(None).await.unwrap().is_empty(), "the others need nobody");
    }

    async fn a_reminder_that_comes_back_or_is_answered_becomes_no_request(app: App) {
        one_late(&app).await;
        reminded(&app, "2026-06-02T06:00:00Z").await;
        let letter = sent_to(&app, "olga@police.example").await.remove(0);
        let answer = mail(
            "foi@police.example",
            &format!("From: Olga <olga@police.example>\nSubject: Re: {}\nIn-Reply-To: <{}>\n", letter.subject, letter.message_id),
            "Done.",
        );
        let landed = receive(&app, answer, "2026-06-02T07:00:00Z").await.landed;
        assert_eq!(landed, Some(Landed::Tray));
        let own = letter.to_eml().unwrap();
        let landed = receive(&app, own, "2026-06-02T07:00:00Z").await.landed;
        assert_eq!(landed, Some(Landed::SetAside), "to an officer who reads the mailbox itself");
        let report = bounce(&letter.message_id, "foi@police.example");
        let landed = receive(&app, report, "2026-06-02T07:00:00Z").await.landed;
        assert_eq!(landed, Some(Landed::SetAside));
        assert_eq!(app.cases().await, 1);

        signed_in(&app).await;
        let page = app.get("/desk/mail/undelivered").await;
        assert!(page.says("To a colleague:") && page.says("no such mailbox"), "{}", page.html);
        let id = app.store().letters().undelivered(None).await.unwrap()[0].public_id;
        let csrf = page.value("csrf");
        let done = app.post(&format!("/desk/mail/undelivered/{id}/settlements"), &[("csrf", &csrf)]).await;
        assert!(done.location.is_some(), "{}", done.html);
        assert!(app.store().letters().undelivered(None).await.unwrap().is_empty());
    }
}

on_both_databases! {
    async fn a_requester_who_is_waited_for_is_told_once_while_there_is_time(app: App) {
        app.set_clock("2026-05-19T09:00:00Z");
        let olga = app.person("Olga", Role::Officer).await;
        let asked = held(&app, "2026-04-01", "Asked", olga).await;
        let clarify = |needs: &str| Instruction::SeekClarification(actions::SeekClarification { needs: needs.into(), why: "Unclear".into() });
        app.act(&asked, olga, Some(day("2026-04-07")), clarify("Which years?\nWhich ports?")).await.unwrap();
        // What was asked may come within two months, to Sunday 7 June. Ten working days are left
        // on Thursday 21 May: Monday 25 May is a holiday.
        assert_eq!(chased(&app, "2026-05-20").await, 0);
        assert_eq!(chased(&app, "2026-05-21").await, 1);
        assert_eq!(chased(&app, "2026-05-21").await, 0, "once a day");
        assert_eq!(chased(&app, "2026-05-22").await, 0, "once for what was asked");
        let letters = sent_to(&app, "ada@example.org").await;
        let chaser = letters.last().unwrap();
        assert_eq!(chaser.auto_submitted, Some(Automatic::Generated), "nobody sent it");
        assert_eq!(chaser.subject, format!("{asked}: we have not had your answer yet"));
        let text = words(chaser);
        for said in ["on Tuesday 7 April 2026", "- Which years? - Which ports?", "by Sunday 7 June 2026, we may close"] {
            assert!(text.contains(said), "{said}: {text}");
        }
        let question = &letters[letters.len() - 2];
        assert!(words(question).contains("heard from you by Sunday 7 June 2026"), "{}", question.text);
        assert_eq!(chaser.in_reply_to.as_deref(), Some(question.message_id.as_str()));

        // Asked again, they are told again: to Sunday 26 July; 13 July is a holiday in Northern Ireland.
        app.act(&asked, olga, Some(day("2026-05-22")), Instruction::RecordClarification(actions::RecordClarification { text: "2020".into() })).await.unwrap();
        assert_eq!(chased(&app, "2026-05-26").await, 0);
        app.act(&asked, olga, Some(day("2026-05-26")), clarify("Which ports?")).await.unwrap();
        assert_eq!(chased(&app, "2026-07-08").await, 0);
        assert_eq!(chased(&app, "2026-07-09").await, 1);
    }

    async fn a_fee_that_has_not_come_is_chased_and_one_that_was_paid_is_not(app: App) {
        app.set_clock("2026-05-19T09:00:00Z");
        let olga = app.person("Olga", Role::Officer).await;
        let owed = held(&app, "2026-03-02", "Owed", olga).await;
        let paid = held(&app, "2026-03-02", "Paid", olga).await;
        for reference in [&owed, &paid] {
            let fee = Instruction::IssueFeesNotice(actions::IssueFeesNotice { charges: "Copies: 45.00".into(), how_to_pay: "By card at our office.".into() });
            app.act(reference, olga, Some(day("2026-03-10")), fee).await.unwrap();
        }
        app.act(&paid, olga, Some(day("2026-03-20")), Instruction::RecordPayment(actions::RecordPayment)).await.unwrap();
        // Three months beginning with 10 March: to 9 June (FOIA s.9(2)).
        let other = app.second_node().await;
        assert_eq!(chased(&app, "2026-05-22").await, 0);
        app.set_clock("2026-05-26T09:00:00Z");
        let (one, two) = tokio::join!(async { app.casework.reminding().remind(app.now()).await }, async { other.reminding().remind(app.now()).await });
        assert_eq!(one.unwrap().chasers + two.unwrap().chasers, 1, "two nodes at once");
        let letters = sent_to(&app, "ada@example.org").await;
        let chasers: Vec<&Letter> = letters.iter().filter(|l| l.subject.contains("not had your payment")).collect();
        assert_eq!(chasers.len(), 1);
        assert!(chasers[0].subject.starts_with(&owed));
        assert!(words(chasers[0]).contains("by Tuesday 9 June 2026"), "{}", chasers[0].text);
        other.reads(Viewer::SYSTEM).close().await.unwrap();
    }

    async fn a_requester_is_waited_for_where_the_time_runs_on_all_the_same(app: App) {
        app.set_clock("2026-05-19T09:00:00Z");
        let olga = app.person("Olga", Role::Officer).await;
        // The German act stops its month for no question and no fee.
        let ask = Instruction::SeekClarification(actions::SeekClarification { needs: "Which years?".into(), why: "Unclear".into() });
        let fee = Instruction::IssueFeesNotice(actions::IssueFeesNotice { charges: "Copies: 45.00".into(), how_to_pay: "By card.".into() });
        let mut references = Vec::new();
        for (what, on) in [(ask, "2026-04-07"), (fee, "2026-04-10")] {
            let request = RequestToLog {
                regime: Some("de-ifg".into()),
                ..by_email(day("2026-04-01"), &format!("Asked on {on}"), on)
            };
            let logged = app.casework.cases().log_request(request, Actor::SYSTEM, app.now()).await;
            let reference = logged.unwrap().reference;
            let allocate = Instruction::Allocate(actions::Allocate { team: None, officer: olga.person });
            app.act(&reference, olga, None, allocate).await.unwrap();
            app.act(&reference, olga, Some(day(on)), what).await.unwrap();
            assert_eq!(app.case(&reference).await.stored.due, Some(day("2026-05-04")));
            references.push(reference);
        }
        // Two months each, to Sunday 7 and Wednesday 10 June; Whit Monday, 25 May, is a holiday.
        for (on, written) in [("2026-05-20", 0), ("2026-05-21", 1), ("2026-05-26", 0), ("2026-05-27", 1), ("2026-05-28", 0)] {
            assert_eq!(chased(&app, on).await, written, "{on}");
        }
        let letters = sent_to(&app, "ada@example.org").await;
        for (reference, last) in references.iter().zip(["Sunday 7 June 2026", "Wednesday 10 June 2026"]) {
            let subject = format!("{reference}: we have not had your ");
            let chaser = letters.iter().find(|letter| letter.subject.starts_with(&subject)).unwrap();
            assert!(words(chaser).contains(&format!("by {last}, we may close")), "{}", chaser.text);
        }
        reminded(&app, "2026-06-08T09:00:00Z").await;
        let to_olga = sent_to(&app, "olga@police.example").await;
        let said = words(to_olga.last().unwrap());
        assert!(said.contains("it can be closed as lapsed"), "{said}");
        // Closed, it is told that the law says nothing of such an end.
        app.act(&references[0], olga, None, Instruction::Lapse(actions::Lapse)).await.unwrap();
        let letters = sent_to(&app, "ada@example.org").await;
        let closed = words(letters.last().unwrap());
        assert!(closed.contains("names no time for it, and we have closed your request."), "{closed}");
        assert!(!closed.contains("\u{a7} 7") && !closed.contains("closed your request, under"), "{closed}");
    }

    async fn what_was_asked_last_is_chased_and_nothing_while_a_review_is_open(app: App) {
        app.set_clock("2026-05-19T09:00:00Z");
        let olga = app.person("Olga", Role::Officer).await;
        let fee = || Instruction::IssueFeesNotice(actions::IssueFeesNotice { charges: "Copies: 45.00".into(), how_to_pay: "By card.".into() });
        let ask = Instruction::SeekClarification(actions::SeekClarification { needs: "Which years?".into(), why: "Unclear".into() });
        let review = Instruction::RequestReview(actions::RequestReview { points: "No answer came.".into(), accepted: String::new() });
        // A fees notice after the last day holds nothing back, and a question may follow it; and
        // whoever asks for a review of the silence is not told that we may close the request.
        let lives = [
            ("us-foia", [(fee(), "2026-05-04"), (ask, "2026-05-05")]),
            ("eu-1049-2001", [(fee(), "2026-04-10"), (review, "2026-05-05")]),
        ];
        for (law, acts) in lives {
            let request = RequestToLog {
                regime: Some(law.into()),
                ..by_email(day("2026-04-01"), &format!("Under {law}"), law)
            };
            let logged = app.casework.cases().log_request(request, Actor::SYSTEM, app.now()).await;
            let reference = logged.unwrap().reference;
            for (what, on) in acts {
                app.act(&reference, olga, Some(day(on)), what).await.unwrap();
            }
        }
        let mut written = 0;
        for on in ["2026-05-27", "2026-06-08", "2026-06-22", "2026-06-26", "2026-07-01"] {
            written += chased(&app, on).await;
        }
        assert_eq!(written, 1);
        let letters = sent_to(&app, "ada@example.org").await;
        let chaser = letters.iter().find(|letter| letter.subject.contains("not had your")).unwrap();
        let said = words(chaser);
        for text in ["We wrote to you on Tuesday 5 May 2026", "We asked you to tell us more", "- Which years?", "by Sunday 5 July 2026"] {
            assert!(said.contains(text), "no {text:?} in {said}");
        }
    }
}
