//! Every kind of message there is, and every way of an officer with it: what was taken for the work of
//! a machine may be a request all the same, and the record holds whoever said so.

use crate::audit::{behind, difference, run};
use crate::mail_in::{mail, receive};
use crate::support::{App, day};
use daylight::casework::mail::inbox::Landed;
use daylight::domain::correspondence::{Class, MessageState};
use daylight::domain::role::Role;

const AT: &str = "2026-06-02T08:30:00Z";

/// A report of a mail server on a letter of nobody's.
fn report(action: &str) -> String {
    format!(
        "--edge\nContent-Type: text/plain\n\nWhat became of it?\n--edge\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.x.example\n\nFinal-Recipient: rfc822; ada@example.org\nAction: {action}\nStatus: 4.0.0\n\n--edge--"
    )
}

/// A message of this kind that goes on no case by itself.
fn of(class: Class, n: usize, reference: &str) -> Vec<u8> {
    let reported = "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=edge\n";
    let said = format!("How many drones were flown over the park number {n}?");
    let (headers, text) = match class {
        Class::Bounce => (reported.to_owned(), report("failed")),
        Class::DeliveryReport => (reported.to_owned(), report("delayed")),
        Class::AutoReply => ("Auto-Submitted: auto-generated\n".into(), said),
        Class::Loop => ("X-Loop: foi@police.example\n".into(), said),
        Class::List => ("Precedence: bulk\n".into(), said),
        Class::Invite => (
            "MIME-Version: 1.0\nContent-Type: text/calendar; method=REQUEST\n".into(),
            format!(
                "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:{said}\nDESCRIPTION:{said}\nEND:VEVENT\nEND:VCALENDAR"
            ),
        ),
        Class::Spam => ("X-Spam-Flag: YES\n".into(), said),
        Class::Reply => ("In-Reply-To: <nothing@of.ours>\n".into(), said),
        // One that says which case it is of waits for an officer.
        Class::Request => (format!("Subject: about {reference}\n"), said),
    };
    let headers = format!("From: s{n}@x.example\nMessage-ID: <s{n}@x.example>\n{headers}");
    mail("foi@police.example", &headers, &text)
}

/// What an officer does with a message.
#[derive(Debug, Clone, Copy)]
enum Does {
    Log,
    Place,
    SetAside,
    TakeBack,
}

const WAYS: [&[Does]; 4] = [
    &[Does::Log],
    &[Does::Place],
    &[Does::Place, Does::TakeBack, Does::Log],
    &[Does::SetAside, Does::TakeBack, Does::Place],
];

on_both_databases! {
    async fn whatever_an_officer_does_with_a_message_of_any_kind_the_record_holds(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        for (w, way) in WAYS.iter().enumerate() {
            let reference = app.logged(day("2026-06-01"), "How many dogs?", &format!("way {w}")).await;
            for (c, class) in Class::ALL.into_iter().enumerate() {
                let taken = receive(&app, of(class, w * 10 + c, &reference), AT).await;
                let row = app.store().messages().message(taken.id).await.unwrap().unwrap();
                assert_eq!(row.class, Some(class), "{taken:?}");
                let tray = app.casework.tray();
                match taken.landed {
                    Some(Landed::Tray) => {}
                    Some(Landed::SetAside) => tray.take_message_back(taken.id, olga, app.now()).await.unwrap(),
                    other => panic!("{class:?}: {other:?}"),
                }
                for does in *way {
                    let done = match does {
                        Does::Log => tray.log_from_message(taken.id, olga, app.now()).await.map(drop),
                        Does::Place => tray.place_message(taken.id, std::slice::from_ref(&reference), olga, app.now()).await,
                        Does::SetAside => tray.set_message_aside(taken.id, false, olga, app.now()).await,
                        Does::TakeBack => tray.take_message_back(taken.id, olga, app.now()).await,
                    };
                    done.unwrap_or_else(|e| panic!("{class:?} {way:?}: {e}"));
                    assert_eq!(difference(&app).await, None, "{class:?} {way:?}: {does:?}");
                }
                let row = app.store().messages().message(taken.id).await.unwrap().unwrap();
                assert!(matches!(row.state, MessageState::Filed | MessageState::Logged), "{class:?} {way:?}");
            }
        }
        // The kind of each that an event filed is held against that event, and one that none filed
        // is of a kind that may stand there so.
        let behind = behind(&app).await;
        for (filed, kind, to) in [("NOT NULL", "list", "loop"), ("NOT NULL", "invite", "auto_reply"), ("NULL", "loop", "reply")] {
            let set = |from: &str, to: &str| format!(
                "UPDATE messages SET class = '{to}' WHERE class = '{from}' AND id IN (SELECT message FROM message_cases WHERE filed IS {filed})"
            );
            run(&behind, "CREATE TABLE kept AS SELECT id, class FROM messages").await;
            assert!(run(&behind, &set(kind, to)).await > 0, "{kind} that is filed {filed}");
            let found = difference(&app).await;
            assert!(found.is_some(), "{kind} made {to} where filed is {filed}");
            run(&behind, "UPDATE messages SET class = (SELECT class FROM kept WHERE kept.id = messages.id);DROP TABLE kept").await;
            assert_eq!(difference(&app).await, None);
        }
        behind.close().await.unwrap();
    }
}
