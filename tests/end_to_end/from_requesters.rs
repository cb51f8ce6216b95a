//! What a requester does, however they do it, waits for the desk until somebody deals with it.

use crate::desk_forms::Shown;
use crate::mail_in::{mail, receive, signed_in};
use crate::support::{self, App, Page, day, for_clearance};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::casework::cases::log_request::RequestToLog;
use daylight::casework::mail::inbox::Landed;
use daylight::domain::case::{Actor, Channel, Event, Settlement, WaitingKind, events};
use daylight::domain::letter_kind::Automatic;
use daylight::domain::role::Role;
use daylight::mail::Letter;
use daylight::store::{Filter, Lateness, ListDays, QueueRow};
use rocket::http::Status;

const MINE: &str = "I mean the northern district.";

/// A request of Monday 1 June 2026 whose requester was asked on the 2nd which district they mean.
pub async fn asked(app: &App, officer: Actor, request: &str) -> String {
    let reference = app.logged(day("2026-06-01"), request, request).await;
    let allocate = Instruction::Allocate(actions::Allocate {
        team: None,
        officer: officer.person,
    });
    app.act(&reference, officer, None, allocate).await.unwrap();
    let ask = Instruction::SeekClarification(actions::SeekClarification {
        needs: "Which district?".into(),
        why: "There are four.".into(),
    });
    app.act(&reference, officer, None, ask).await.unwrap();
    reference
}

pub async fn status(app: &App, reference: &str) -> Page {
    let token = app.status_token(reference).await;
    app.get(&format!("/status/{token}")).await
}

/// Sends the form of the status page, or of one of its acts.
pub async fn done_by_requester(
    app: &App,
    reference: &str,
    act: &str,
    typed: &[(&str, &str)],
) -> Page {
    let token = app.status_token(reference).await;
    let page = match act {
        "replies" => app.get(&format!("/status/{token}")).await,
        act => app.get(&format!("/status/{token}/{act}/new")).await,
    };
    let (csrf, submission) = (page.value("csrf"), page.value("submission"));
    let mut fields = vec![("csrf", csrf.as_str()), ("submission", submission.as_str())];
    fields.extend(typed);
    app.post(&format!("/status/{token}/{act}"), &fields).await
}

pub async fn on_the_page(app: &App, reference: &str, text: &str) {
    let sent = done_by_requester(app, reference, "replies", &[("reply", text)]).await;
    assert_eq!(sent.status, Status::SeeOther, "{}", sent.html);
}

async fn by_email(app: &App, reference: &str, id: &str, text: &str, at: &str) -> Landed {
    let to = app.reply_address(reference).await;
    let bytes = mail(&to, &format!("Message-ID: <{id}@example.org>\n"), text);
    receive(app, bytes, at).await.landed.unwrap()
}

/// Fills in the form of an action on a case and sends it.
async fn at_the_desk(app: &App, path: &str, typed: &[(&str, &str)]) -> Page {
    let form = app.get(path).await;
    assert_eq!(form.status, Status::Ok, "{}", form.html);
    let mut fields = Vec::new();
    for name in ["csrf", "version", "submission"] {
        fields.push((name, form.value(name)));
    }
    if form.says("name=\"came\"") {
        fields.push(("came", form.value("came")));
    }
    for name in ["on-day", "on-month", "on-year"] {
        if form.says(&format!("name=\"{name}\"")) && !typed.iter().any(|(n, _)| *n == name) {
            fields.push((name, form.value(name)));
        }
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let fields = [fields, typed.to_vec()].concat();
    let to = path.split("/new").next().unwrap();
    app.post(to, &fields).await
}

async fn rows(app: &App, filter: &Filter) -> Vec<QueueRow> {
    let today = app.now().today;
    let days = ListDays {
        today,
        soon: app.casework.soon(today).unwrap(),
        news: app.now().at,
    };
    let store = app.store();
    let (list, around) = store.cases().queue(filter, None, 50, days).await.unwrap();
    if *filter == waiting() {
        let told = usize::try_from(around.counts.waiting).unwrap();
        assert_eq!(told, list.rows.len(), "the count is not what it leads to");
    }
    list.rows
}

fn waiting() -> Filter {
    Filter {
        waiting: true,
        ..Filter::default()
    }
}

async fn waits(app: &App) -> Vec<String> {
    rows(app, &waiting())
        .await
        .into_iter()
        .map(|r| r.reference)
        .collect()
}

async fn kinds(app: &App, reference: &str) -> Vec<WaitingKind> {
    let case = app.case(reference).await.stored.case;
    case.waiting.iter().map(|one| one.kind).collect()
}

async fn letters_to(app: &App, address: &str) -> Vec<Letter> {
    app.deliver().await;
    let letters = app.mailbox.lock().unwrap().clone();
    let to = |letter: &Letter| letter.to.address == address;
    letters.into_iter().filter(to).collect()
}

fn words(letter: &Letter) -> String {
    letter.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

async fn answered(app: &App, officer: Actor, reference: &str) {
    let steps = [
        Instruction::StartSearch(actions::StartSearch),
        Instruction::StartDraft(actions::StartDraft),
        Instruction::DecideQuestion(actions::DecideQuestion {
            number: 1,
            outcome: daylight::domain::case::Outcome::NotHeld,
            answer: "We searched the fleet's records.".into(),
            reasons: vec![],
        }),
        for_clearance(),
        Instruction::Clear(actions::Clear),
        Instruction::Answer(actions::Answer),
    ];
    for step in steps {
        let who = app.who(&step, officer).await;
        app.act(reference, who, None, step).await.unwrap();
    }
}

on_both_databases! {
    async fn a_reply_waits_in_one_place_whether_it_came_by_web_email_or_post(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let web = asked(&app, olga, "By web").await;
        let email = asked(&app, olga, "By email").await;
        let post = asked(&app, olga, "By post").await;
        assert!(status(&app, &web).await.says("It is your turn"));
        assert!(waits(&app).await.is_empty());

        app.set_clock("2026-06-10T09:00:00Z");
        on_the_page(&app, &web, MINE).await;
        assert_eq!(by_email(&app, &email, "two", MINE, "2026-06-10T08:00:00Z").await, Landed::Filed(vec![email.clone()]));
        signed_in(&app).await;
        let filed = at_the_desk(&app, &format!("/desk/requests/{post}/replies/new"), &[
            ("channel", "post"), ("on-day", "9"), ("on-month", "6"), ("on-year", "2026"), ("text", MINE),
        ]).await;
        assert_eq!(filed.status, Status::SeeOther, "{}", filed.html);

        let all = [(&web, "on the requester&#x27;s page", "10 June 2026", "9 July 2026"), (&email, "by email", "10 June 2026", "9 July 2026"), (&post, "by post", "9 June 2026", "8 July 2026")];
        for (reference, way, came, would_be) in all {
            assert_eq!(kinds(&app, reference).await, [WaitingKind::Reply]);
            let page = app.get(&format!("/desk/requests/{reference}")).await;
            // Twenty working days after it came; 15 June is a holiday in Scotland.
            for said in ["Waiting for you", "Reply to our question", MINE, came, would_be, "not recorded"] {
                assert!(page.says(said), "{reference}: no {said:?} in {}", page.html);
            }
            assert!(page.says(way) || page.says(&way.replace("&#x27;", "\u{2019}")), "{way}: {}", page.html);
            let theirs = status(&app, reference).await;
            assert!(!theirs.says("It is your turn") && theirs.says("It is our turn"), "{}", theirs.html);
            assert!(theirs.says("Your reply reached us on") && theirs.says(came) && theirs.says(would_be), "{}", theirs.html);
        }
        // Nothing is dealt with by being looked at.
        for _ in 0..2 {
            let queue = app.get("/desk/requests?waiting=yes").await;
            assert!(queue.says("<b>3</b> New from requesters"), "{}", queue.html);
            assert!(queue.says("New from the requester, 10 Jun") && queue.says("New from the requester, 9 Jun"), "{}", queue.html);
            let message = app.case(&email).await.messages[0].public_id;
            assert_eq!(app.get(&format!("/desk/mail/{message}")).await.status, Status::Ok);
            assert_eq!(waits(&app).await.len(), 3);
        }

        // Recorded: the time counts from the day it came, not from the day it is recorded.
        app.set_clock("2026-06-12T09:00:00Z");
        signed_in(&app).await;
        for (reference, due) in [(&web, "2026-07-09"), (&post, "2026-07-08")] {
            let seq = app.case(reference).await.stored.case.waiting[0].seq;
            let form = format!("/desk/requests/{reference}/clarification-replies/new?came={seq}");
            assert!(app.get(&form).await.says(MINE), "the form is filled with what came");
            // The letter that tells the new date is shown before it goes.
            let shown = Shown::of(&at_the_desk(&app, &form, &[("text", MINE)]).await);
            let done = shown.send(&app, &[]).await;
            assert_eq!(done.status, Status::SeeOther, "{}", done.html);
            let stored = app.case(reference).await.stored;
            assert_eq!(stored.due, Some(day(due)), "{reference}");
            let dealt = stored.events.iter().rfind(|r| matches!(r.event, Event::DealtWith(_)));
            let Event::DealtWith(events::DealtWith { how, .. }) = dealt.unwrap().event else { panic!("{:?}", stored.events) };
            assert_eq!((how, dealt.unwrap().actor), (Settlement::Recorded, olga));
        }
        assert_eq!(waits(&app).await, [email.as_str()]);
        // Noted: it waits no more, and the question is open as it was.
        let page = app.get(&format!("/desk/requests/{email}")).await;
        let fields = ["csrf", "came", "version", "submission"].map(|name| (name, page.value(name)));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        for _ in 0..2 {
            let noted = app.post(&format!("/desk/requests/{email}/noted-messages"), &fields).await;
            assert_eq!(noted.status, Status::SeeOther, "{}", noted.html);
        }
        assert!(waits(&app).await.is_empty());
        let theirs = status(&app, &email).await;
        assert!(theirs.says("It is your turn"), "{}", theirs.html);
        assert!(theirs.says("Read what you sent us on 10 June 2026"), "{}", theirs.html);
        assert!(app.get(&format!("/desk/requests/{email}")).await.says("It was noted."));
        assert_eq!(app.casework.verify().await.unwrap().err(), None);
    }

    async fn whatever_a_requester_does_and_however_it_comes_is_in_the_reminder(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        app.set_clock("2026-06-10T09:00:00Z");
        let mut sent = Vec::new();
        for way in ["web", "email", "post", "withdrawal", "address", "review"] {
            let reference = asked(&app, olga, &format!("How many thefts, by {way}?")).await;
            match way {
                "web" => on_the_page(&app, &reference, MINE).await,
                "email" => {
                    let landed = by_email(&app, &reference, way, MINE, "2026-06-10T08:00:00Z").await;
                    assert!(matches!(landed, Landed::Filed(_)), "{landed:?}");
                }
                "post" => {
                    let letter = Instruction::ReceiveReply(actions::ReceiveReply { text: MINE.into(), channel: Channel::Post });
                    app.act(&reference, olga, None, letter).await.unwrap();
                }
                "withdrawal" => {
                    let done = done_by_requester(&app, &reference, "withdrawals", &[("text", "I have it now.")]).await;
                    assert_eq!(done.status, Status::SeeOther, "{}", done.html);
                }
                "address" => {
                    let done = done_by_requester(&app, &reference, "addresses", &[("email", "new@example.org"), ("address", "")]).await;
                    assert_eq!(done.status, Status::SeeOther, "{}", done.html);
                }
                _ => {
                    app.act(&reference, olga, None, Instruction::RecordClarification(actions::RecordClarification { text: MINE.into() })).await.unwrap();
                    answered(&app, olga, &reference).await;
                    let done = done_by_requester(&app, &reference, "reviews", &[("points", "Look again.")]).await;
                    assert_eq!(done.status, Status::SeeOther, "{}", done.html);
                }
            }
            sent.push((way, reference));
        }
        assert_eq!(waits(&app).await.len(), sent.len());
        app.set_clock("2026-06-11T09:00:00Z");
        app.casework.reminding().remind(app.now()).await.unwrap();
        let letters = letters_to(&app, "olga@police.example").await;
        let text = words(letters.last().unwrap());
        let (_, news) = text.split_once("New from requesters").unwrap_or_else(|| panic!("{text}"));
        for (way, reference) in &sent {
            assert!(news.contains(reference.as_str()), "what came by {way} is not in {text}");
        }
        assert!(letters.last().unwrap().subject.contains("6 new from requesters"), "{}", letters.last().unwrap().subject);
    }

    async fn an_unrecorded_reply_stands_late_by_the_date_it_would_give(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = asked(&app, olga, "How many thefts?").await;
        app.set_clock("2026-06-10T09:00:00Z");
        on_the_page(&app, &reference, MINE).await;
        let row = |rows: Vec<QueueRow>| rows.into_iter().find(|r| r.reference == reference);
        let of = |lateness| Filter { open: true, lateness: Some(lateness), ..Filter::default() };
        assert!(row(rows(&app, &of(Lateness::InHand)).await).is_some());
        assert!(row(rows(&app, &of(Lateness::Stopped)).await).is_none());
        // Due on Thursday 9 July were it recorded; 13 July is a holiday in Northern Ireland.
        app.set_clock("2026-07-14T09:00:00Z");
        let late = row(rows(&app, &of(Lateness::Late)).await).unwrap();
        assert_eq!((late.due, late.queue_due, late.waiting_since), (None, day("2026-07-09"), Some(day("2026-06-10"))));
        signed_in(&app).await;
        for path in ["/desk/requests?lateness=late".to_owned(), format!("/desk/requests/{reference}")] {
            let page = app.get(&path).await;
            assert!(page.says("would be 2 working days late, not recorded"), "{path}: {}", page.html);
        }
        app.casework.reminding().remind(app.now()).await.unwrap();
        let letters = letters_to(&app, "olga@police.example").await;
        let text = words(&letters[0]);
        assert!(text.contains("would be 2 working days late, 9 July 2026: the reply is not recorded"), "{text}");
        assert!(text.contains("New from requesters") && text.contains("waits for you since 10 June 2026"), "{text}");
        assert!(letters[0].subject.contains("1 late, 1 new from requesters"), "{}", letters[0].subject);
        // Nor does it lapse, or is the requester told that nothing came.
        app.set_clock("2026-08-20T09:00:00Z");
        let lapse = app.act(&reference, olga, None, Instruction::Lapse(actions::Lapse)).await;
        assert!(lapse.unwrap_err().to_string().contains("a message of 10 June 2026 waits for you"));
        assert_eq!(app.casework.reminding().remind(app.now()).await.unwrap().chasers, 0);
    }

    async fn a_blank_clarification_is_refused(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = asked(&app, olga, "How many thefts?").await;
        signed_in(&app).await;
        for text in ["", " \r\n\t "] {
            let path = format!("/desk/requests/{reference}/clarification-replies/new");
            let refused = at_the_desk(&app, &path, &[("text", text)]).await;
            assert_eq!(refused.status, Status::UnprocessableEntity);
            assert!(refused.says("Write what the requester answered"), "{}", refused.html);
        }
        assert!(app.case(&reference).await.stored.case.awaiting_clarification);
        // By telephone, with nothing on file, it is written down and recorded.
        let said = Instruction::RecordClarification(actions::RecordClarification { text: "The north, she says.".into() });
        app.act(&reference, olga, None, said).await.unwrap();
        assert!(!app.case(&reference).await.stored.case.awaiting_clarification);
    }

    async fn a_message_to_an_answered_case_waits_on_the_case(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many thefts?", "one").await;
        app.act(&reference, olga, None, Instruction::Withdraw(actions::Withdraw)).await.unwrap();
        let landed = by_email(&app, &reference, "late", "I did not withdraw it.", "2026-06-02T08:30:00Z").await;
        assert_eq!(landed, Landed::Filed(vec![reference.clone()]), "not in the tray as well");
        assert_eq!(waits(&app).await, [reference.as_str()]);
        assert_eq!(kinds(&app, &reference).await, [WaitingKind::Message]);
        // A message taken off its case waits in the tray, not there.
        let message = app.case(&reference).await.messages[0].id;
        app.casework.tray().take_message_back(message, olga, app.now()).await.unwrap();
        assert!(waits(&app).await.is_empty());
        app.casework.tray().place_message(message, std::slice::from_ref(&reference), olga, app.now()).await.unwrap();
        assert_eq!(waits(&app).await, [reference]);
    }

    async fn a_message_written_before_the_question_answers_none(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many thefts?", "one").await;
        let to = app.reply_address(&reference).await.replace("foi+foi-2026-00001.", "foi+foi-2026-00001.x");
        let early = receive(&app, mail(&to, "Message-ID: <early@example.org>\n", "Also in 2024."), "2026-06-02T08:00:00Z").await;
        assert_eq!(early.landed, Some(Landed::Tray));
        let ask = Instruction::SeekClarification(actions::SeekClarification { needs: "Which district?".into(), why: "There are four.".into() });
        app.act(&reference, olga, None, ask).await.unwrap();
        app.set_clock("2026-06-02T11:00:00Z");
        app.casework.tray().place_message(early.id, std::slice::from_ref(&reference), olga, app.now()).await.unwrap();
        assert_eq!(kinds(&app, &reference).await, [WaitingKind::Message]);
        assert_eq!(app.casework.deadlines(&app.case(&reference).await.stored.case).unwrap().unrecorded_due, None);
    }

    async fn a_withdrawal_on_the_page_waits_until_it_is_recorded(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many thefts?", "one").await;
        let token = app.status_token(&reference).await;
        assert!(status(&app, &reference).await.says("Withdraw the request"));
        let sent = done_by_requester(&app, &reference, "withdrawals", &[("text", "I found it.")]).await;
        assert_eq!(sent.status, Status::SeeOther, "{}", sent.html);
        let theirs = status(&app, &reference).await;
        assert!(theirs.says("You asked on Tuesday 2 June 2026 to withdraw the request"), "{}", theirs.html);
        let again = app.get(&format!("/status/{token}/withdrawals/new")).await;
        assert!(again.status == Status::UnprocessableEntity && again.says("You asked for that on 2 June 2026"), "{}", again.html);
        let letters = letters_to(&app, "ada@example.org").await;
        assert!(words(&letters[0]).contains("I found it."), "{}", letters[0].text);
        let case = app.case(&reference).await.stored.case;
        assert!(case.closed.is_none() && kinds(&app, &reference).await == [WaitingKind::Withdrawal]);
        assert_eq!(waits(&app).await, [reference.as_str()]);
        signed_in(&app).await;
        let page = app.get(&format!("/desk/requests/{reference}")).await;
        assert!(page.says("Wish to withdraw the request") && page.says("I found it."), "{}", page.html);
        let form = format!("/desk/requests/{reference}/withdrawals/new?came={}", case.waiting[0].seq);
        let done = at_the_desk(&app, &form, &[]).await;
        assert_eq!(done.status, Status::SeeOther, "{}", done.html);
        assert!(waits(&app).await.is_empty());
        assert!(status(&app, &reference).await.says("You withdrew the request."));
        assert!(app.act(&reference, olga, None, Instruction::Withdraw(actions::Withdraw)).await.is_err());
    }

    async fn another_address_on_the_page_changes_nothing_by_itself(app: App) {
        app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many thefts?", "one").await;
        for (email, address, said) in [("", " ", "Enter an email address or a postal address"), ("ada@x", "", "in the form name@example.com")] {
            let refused = done_by_requester(&app, &reference, "addresses", &[("email", email), ("address", address)]).await;
            assert_eq!(refused.status, Status::UnprocessableEntity);
            assert!(refused.says(said), "{}", refused.html);
        }
        let typed = [("email", "ada@new.example"), ("address", "1 High Street\r\nTown")];
        let sent = done_by_requester(&app, &reference, "addresses", &typed).await;
        assert_eq!(sent.status, Status::SeeOther, "{}", sent.html);
        let case = app.case(&reference).await;
        assert_eq!(case.requester.email.as_deref(), Some("ada@example.org"), "whoever holds the link could have sent it");
        assert_eq!(kinds(&app, &reference).await, [WaitingKind::NewAddress]);
        assert!(status(&app, &reference).await.says("You gave us another address on Tuesday 2 June 2026"));
        // Whoever reads the address there was hears of it.
        assert_eq!(letters_to(&app, "ada@example.org").await.len(), 1);
        assert!(letters_to(&app, "ada@new.example").await.is_empty());
        signed_in(&app).await;
        let page = app.get(&format!("/desk/requests/{reference}")).await;
        assert!(page.says("New address for the answer") && page.says("ada@new.example") && page.says("1 High Street"), "{}", page.html);
    }

    async fn a_review_is_asked_for_on_the_page_while_the_time_for_it_lasts(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many thefts?", "one").await;
        let allocate = Instruction::Allocate(actions::Allocate { team: None, officer: olga.person });
        app.act(&reference, olga, None, allocate).await.unwrap();
        let token = app.status_token(&reference).await;
        let early = app.get(&format!("/status/{token}/reviews/new")).await;
        assert_eq!(early.status, Status::UnprocessableEntity, "{}", early.html);
        answered(&app, olga, &reference).await;
        // 40 working days after Tuesday 2 June 2026, without 15 June and 13 July, which are
        // holidays somewhere in the country.
        app.set_clock("2026-07-30T09:00:00Z");
        let theirs = status(&app, &reference).await;
        assert!(theirs.says("You can ask until Thursday 30 July 2026") && theirs.says("/reviews/new"), "{}", theirs.html);
        // Their address had as many letters nobody decided on as go to one in a day: this one goes.
        for number in 0..4 {
            let more = support::by_email(day("2026-07-30"), &format!("How many cars? {number}"), &format!("more {number}"));
            let more = RequestToLog { acknowledge: true, ..more };
            app.casework.cases().log_request(more, Actor::REQUESTER, app.now()).await.unwrap();
        }
        assert_eq!(letters_to(&app, "ada@example.org").await.iter().filter(|l| l.text.contains("How many cars?")).count(), 3);
        let sent = done_by_requester(&app, &reference, "reviews", &[("points", "You did not look in the garage.")]).await;
        assert_eq!(sent.status, Status::SeeOther, "{}", sent.html);

        let case = app.case(&reference).await.stored.case;
        assert!(case.review_open);
        assert_eq!(kinds(&app, &reference).await, [WaitingKind::Review]);
        assert_eq!(waits(&app).await, [reference.as_str()]);
        let due = app.casework.deadlines(&case).unwrap().review_due.unwrap();
        let spoken = due.format("%-d %B %Y").to_string();
        let letters = letters_to(&app, "ada@example.org").await;
        let last = letters.last().unwrap();
        assert_eq!(last.auto_submitted, Some(Automatic::Generated), "nobody at the desk sent it");
        let letter = words(last);
        assert!(letter.contains("You did not look in the garage.") && letter.contains(&spoken), "{spoken}: {letter}");
        let theirs = status(&app, &reference).await;
        assert!(theirs.says("We are reviewing our answer") && theirs.says(&spoken), "{}", theirs.html);
        assert!(!theirs.says("/reviews/new"), "{}", theirs.html);
        let again = app.get(&format!("/status/{token}/reviews/new")).await;
        assert_eq!(again.status, Status::UnprocessableEntity);
        signed_in(&app).await;
        let page = app.get(&format!("/desk/requests/{reference}")).await;
        assert!(page.says("Request for a review") && page.says("You did not look in the garage."), "{}", page.html);
        assert_eq!(app.casework.verify().await.unwrap().err(), None);
    }

    async fn after_the_time_for_a_review_the_page_says_so(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many thefts?", "one").await;
        let allocate = Instruction::Allocate(actions::Allocate { team: None, officer: olga.person });
        app.act(&reference, olga, None, allocate).await.unwrap();
        answered(&app, olga, &reference).await;
        let token = app.status_token(&reference).await;
        let form = app.get(&format!("/status/{token}/reviews/new")).await;
        let (csrf, submission) = (form.value("csrf"), form.value("submission"));
        app.set_clock("2026-07-31T09:00:00Z");
        let theirs = status(&app, &reference).await;
        assert!(theirs.says("The time to ask for it ended on Thursday 30 July 2026"), "{}", theirs.html);
        assert!(!theirs.says("/reviews/new"), "{}", theirs.html);
        let open = [("csrf", csrf.as_str()), ("submission", submission.as_str()), ("points", "Look again.")];
        for late in [
            app.get(&format!("/status/{token}/reviews/new")).await,
            app.post(&format!("/status/{token}/reviews"), &open).await,
        ] {
            assert_eq!(late.status, Status::UnprocessableEntity);
            assert!(late.says("The time to ask for a review ended on 30 July 2026"), "{}", late.html);
        }
        assert!(!app.case(&reference).await.stored.case.review_open);
        // Written all the same it waits for an officer, who may accept it.
        on_the_page(&app, &reference, "Look again all the same.").await;
        assert_eq!(kinds(&app, &reference).await, [WaitingKind::Message]);
    }

    async fn a_letter_that_answers_a_message_deals_with_it(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many thefts?", "one").await;
        by_email(&app, &reference, "two", "In which format?", "2026-06-02T08:30:00Z").await;
        let seq = app.case(&reference).await.stored.case.waiting[0].seq;
        signed_in(&app).await;
        let page = app.get(&format!("/desk/requests/{reference}")).await;
        let (_, link) = page.html.split_once("letters/new?came").unwrap();
        let link = link.split('"').next().unwrap().replace("&#x3D;", "=").replace("&amp;", "&");
        let form = app.get(&format!("/desk/requests/{reference}/letters/new?came{link}")).await;
        assert!(form.says("In which format?"), "{}", form.html);
        let mut fields = ["csrf", "came", "message", "version", "submission"].map(|name| (name, form.value(name))).to_vec();
        fields.extend([("about", "The format".to_owned()), ("text", "As a spreadsheet.".to_owned())]);
        fn shown<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
            fields.iter().map(|(n, v)| (*n, v.as_str())).collect()
        }
        let preview = app.post(&format!("/desk/requests/{reference}/letters"), &shown(&fields)).await;
        assert_eq!(waits(&app).await, [reference.as_str()], "a letter only looked at answers nothing");
        fields.push(("seen", preview.value("seen")));
        let sent = app.post(&format!("/desk/requests/{reference}/letters"), &shown(&fields)).await;
        assert_eq!(sent.status, Status::SeeOther, "{}", sent.html);
        assert!(waits(&app).await.is_empty());
        let events = app.case(&reference).await.stored.events;
        let dealt = events.iter().find(|e| matches!(e.event, Event::DealtWith(_))).unwrap();
        assert!(matches!(dealt.event, Event::DealtWith(events::DealtWith { seq: of, how: Settlement::Answered, by: Some(_) }) if of == seq), "{dealt:?}");
        assert_eq!(dealt.actor, olga);
    }
}

/// Where the settings let Daylight record what answers a question of ours.
async fn recorded_by_itself(app: App) {
    let olga = app.person("Olga", Role::Officer).await;
    let reference = asked(&app, olga, "How many thefts?").await;
    let before = app.case(&reference).await.stored.version;
    app.set_clock("2026-06-10T09:00:00Z");
    let to = app.reply_address(&reference).await;
    for (n, sign) in [
        "Auto-Submitted: auto-replied",
        "X-Autoreply: yes",
        "Subject: Out of office: your question",
    ]
    .into_iter()
    .enumerate()
    {
        let away = mail(
            &to,
            &format!("Message-ID: <away-{n}@example.org>\n{sign}\n"),
            "I am away until July.",
        );
        let away = receive(&app, away, "2026-06-09T10:00:00Z").await;
        assert_eq!(
            away.landed,
            Some(Landed::Filed(vec![reference.clone()])),
            "{sign}"
        );
        let case = app.case(&reference).await;
        assert!(
            case.stored.case.awaiting_clarification && case.stored.version == before,
            "{sign}"
        );
    }
    // Placed by an officer it is still nobody's answer.
    let stray = mail(
        "foi@police.example",
        "Message-ID: <stray@example.org>\nAuto-Submitted: auto-replied\n",
        "I am away.",
    );
    let stray = receive(&app, stray, "2026-06-09T11:00:00Z").await;
    assert_eq!(stray.landed, Some(Landed::Tray));
    app.casework
        .tray()
        .place_message(stray.id, std::slice::from_ref(&reference), olga, app.now())
        .await
        .unwrap();
    let case = app.case(&reference).await;
    assert!(case.stored.case.awaiting_clarification && case.stored.version == before);
    assert_eq!(case.messages.len(), 4);
    assert!(waits(&app).await.is_empty());
    assert!(status(&app, &reference).await.says("It is your turn"));

    // A person's answer counts from the day it came, by email and on the page.
    let landed = by_email(&app, &reference, "mine", MINE, "2026-06-09T12:00:00Z").await;
    assert_eq!(landed, Landed::Filed(vec![reference.clone()]));
    let stored = app.case(&reference).await.stored;
    assert_eq!(
        (stored.case.awaiting_clarification, stored.due),
        (false, Some(day("2026-07-08")))
    );
    let web = asked(&app, olga, "By web").await;
    app.set_clock("2026-06-11T09:00:00Z");
    on_the_page(&app, &web, MINE).await;
    let stored = app.case(&web).await.stored;
    assert_eq!(
        (stored.case.awaiting_clarification, stored.due),
        (false, Some(day("2026-07-10")))
    );
    assert!(waits(&app).await.is_empty());
    let letters = letters_to(&app, "ada@example.org").await;
    assert!(
        words(letters.last().unwrap()).contains("Our answer is due by Friday 10 July 2026"),
        "{}",
        letters.last().unwrap().text
    );
    assert!(status(&app, &web).await.says("We are working on it"));
}

const RECORD: [(&str, &str); 1] = [("DAYLIGHT_INBOX__CLARIFICATIONS", "record")];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_answers_our_question_is_recorded_by_itself_but_no_automatic_answer_on_sqlite() {
    recorded_by_itself(App::with(&RECORD.map(|(n, v)| (n.into(), v.into()))).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_answers_our_question_is_recorded_by_itself_but_no_automatic_answer_on_postgresql() {
    let settings = RECORD.map(|(n, v)| (n.into(), v.into()));
    if let Some(app) = App::on_postgresql_with(&settings).await {
        recorded_by_itself(app).await;
    }
}
