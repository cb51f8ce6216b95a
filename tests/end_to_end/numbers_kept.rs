//! A number the installation remembers that is none any more is damage and is told as that: nothing goes
//! on from zero in its place.

use crate::audit::{behind, run};
use crate::support::{App, goes_on};
use daylight::casework::cases::actions;
use daylight::mail::Transport;
use std::sync::Arc;

on_both_databases! {
    async fn a_damaged_count_of_claims_is_named_and_no_letter_leaves_by_it(app: App) {
        let reference = app.logged(crate::support::day("2026-06-01"), "How many boats?", "one").await;
        let olga = app.person("Olga", daylight::domain::role::Role::Officer).await;
        let write = daylight::casework::Instruction::WriteLetter(actions::WriteLetter {
            about: "Your boats".into(),
            text: "We count them.".into(),
            answers: None,
            documents: vec![],
        });
        app.act(&reference, olga, None, write.clone()).await.unwrap();
        app.deliver().await;
        assert_eq!(app.mailbox.lock().unwrap().len(), 1);
        let database = behind(&app).await;
        run(&database, "UPDATE meta SET value = 'many' WHERE key = 'outbox_claims'").await;
        app.act(&reference, olga, None, write).await.unwrap();
        let transport = Transport::Memory(Arc::clone(&app.mailbox));
        let now = app.now().at;
        let told = app.casework.outbox().deliver(&transport, 100, &move || now, &goes_on()).await;
        let told = told.unwrap_err().to_string();
        for said in ["table meta", "column value", "row outbox_claims", "\u{201c}many\u{201d} is no number"] {
            assert!(told.contains(said), "no {said:?} in {told}");
        }
        assert_eq!(app.mailbox.lock().unwrap().len(), 1, "it left all the same");
    }
}
