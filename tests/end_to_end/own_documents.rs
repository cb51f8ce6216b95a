//! Documents that go with a letter in an officer's own words: chosen from those of the case, shown with
//! their size and digest, and sent with it.

use crate::audit::{behind, run};
use crate::desk_forms::{Shown, as_person, fill_in};
use crate::documents::{drafted_from, fetched, put};
use crate::support::{App, for_clearance};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::domain::case::events;
use daylight::domain::case::{Event, Stage};
use daylight::domain::role::Role;
use daylight::mail::{Attachment, PIECE};
use rocket::http::Status;
use sha2::{Digest, Sha256};

on_both_databases! {
    async fn documents_of_the_case_go_with_a_letter_of_ones_own_words_as_they_are_shown(app: App) {
        let olga = app.person("Olga", Role::Manager).await;
        let reference = drafted_from(&app, olga, "one").await;
        let bytes = b"year,boats\n2025,12\n";
        put(&app, &reference, "boats.csv", bytes, olga).await.unwrap();
        put(&app, &reference, "pools.csv", b"year,pools\n", olga).await.unwrap();
        app.act(&reference, olga, None, for_clearance()).await.unwrap();
        let boats = app.case(&reference).await.documents[0].public_id.to_string();
        as_person(&app, "Olga").await;
        let form = app.get(&format!("/desk/requests/{reference}/letters/new")).await;
        assert!(form.says("boats.csv (19 bytes)") || form.says("boats.csv"), "{}", form.html);
        let typed = [("about", "A part of it now"), ("text", "Here it is."), ("documents", boats.as_str())];
        let shown = Shown::of(&fill_in(&app, &reference, "letters", &typed).await);
        let digest = hex::encode(Sha256::digest(bytes));
        assert!(shown.page.contains(&digest) && shown.page.contains("boats.csv"), "{}", shown.page);
        assert!(shown.text.contains("- boats.csv") && !shown.text.contains("pools.csv"), "{}", shown.text);
        assert_eq!(app.case(&reference).await.stored.case.stage(), Stage::Clearance, "nothing has happened");
        assert_eq!(shown.send(&app, &[]).await.status, Status::SeeOther);
        app.deliver().await;
        let letter = app.mailbox.lock().unwrap().last().unwrap().clone();
        let with_it: Vec<&str> = letter.attachments.iter().map(|a| a.name.as_str()).collect();
        assert_eq!((letter.text.as_str(), with_it), (shown.text.as_str(), vec!["boats.csv"]));
        // What is with the answer changed, so it has to be cleared again; the record says what went.
        let stored = app.case(&reference).await.stored;
        assert_eq!(stored.case.stage(), Stage::Drafting);
        assert!(stored.events.iter().any(|r| matches!(&r.event, Event::DocumentsSent(events::DocumentsSent { added, .. }) if added.len() == 1)));
        let token = app.status_token(&reference).await;
        let page = app.get(&format!("/status/{token}")).await;
        assert!(page.says("boats.csv") && !page.says("pools.csv"), "{}", page.html);
        app.casework.verify().await.unwrap().unwrap();
        // It can go once more, and one of another case cannot.
        let other = drafted_from(&app, olga, "two").await;
        let astray = fill_in(&app, &other, "letters", &typed).await;
        assert_eq!(astray.status, Status::UnprocessableEntity, "{}", astray.html);
        assert!(astray.says("not on the case any more"), "{}", astray.html);
        let again = Shown::of(&fill_in(&app, &reference, "letters", &typed).await);
        assert_eq!(again.send(&app, &[]).await.status, Status::SeeOther);
        assert_eq!(app.case(&reference).await.letters.len(), 2);
        app.casework.verify().await.unwrap().unwrap();
        let gone = Instruction::WriteLetter(actions::WriteLetter {
            about: "x".into(), text: "y".into(), answers: None, documents: vec!["3f2b8c1e-9a4d-4e5f-8b6a-0c1d2e3f4a5b".parse().unwrap()],
        });
        assert!(app.act(&reference, olga, None, gone).await.is_err());
    }

    async fn a_document_that_lost_a_piece_or_a_byte_waits_with_its_letter(app: App) {
        let olga = app.person("Olga", Role::Manager).await;
        let reference = drafted_from(&app, olga, "one").await;
        let bytes: Vec<u8> = (0..600_000_u32).map(|n| (n % 251) as u8).collect();
        put(&app, &reference, "plan.pdf", &bytes, olga).await.unwrap();
        let plan = app.case(&reference).await.documents[0].public_id.to_string();
        as_person(&app, "Olga").await;
        app.deliver().await;
        let before = app.mailbox.lock().unwrap().len();
        let typed = [("about", "A part of it now"), ("text", "Here it is."), ("documents", plan.as_str())];
        let shown = Shown::of(&fill_in(&app, &reference, "letters", &typed).await);
        assert_eq!(shown.send(&app, &[]).await.status, Status::SeeOther);
        let behind = behind(&app).await;
        let kept = format!("/desk/requests/{reference}/documents/{plan}");
        let (status, got, _) = fetched(&app, &kept).await;
        assert!(status == Status::Ok && got == bytes, "{status}, {} bytes", got.len());
        for (harm, mended) in [
            ("CREATE TABLE lost AS SELECT * FROM document_pieces WHERE number = 1; DELETE FROM document_pieces WHERE number = 1",
             "INSERT INTO document_pieces SELECT * FROM lost; DROP TABLE lost"),
            ("CREATE TABLE lost AS SELECT * FROM document_pieces WHERE number = 0; \
              UPDATE document_pieces SET bytes = (SELECT bytes FROM document_pieces WHERE number = 1) WHERE number = 0",
             "DELETE FROM document_pieces WHERE number = 0; INSERT INTO document_pieces SELECT * FROM lost; DROP TABLE lost"),
        ] {
            run(&behind, harm).await;
            // Nobody gets a whole document of other bytes: who asks for it sees that it broke off.
            let (status, got, _) = fetched(&app, &kept).await;
            assert!(status == Status::Ok && got.len() < bytes.len(), "{status}, {} bytes", got.len());
            app.deliver().await;
            assert_eq!(app.mailbox.lock().unwrap().len(), before, "{harm}");
            let waits = app.store().letters().undelivered(None).await.unwrap();
            let said = waits[0].said.clone().unwrap_or_default();
            assert!(said.contains("plan.pdf") && said.contains("not those it was put there with"), "{said}");
            run(&behind, mended).await;
            run(&behind, "UPDATE letters SET attempts = 0 WHERE state = 'queued'").await;
        }
        app.deliver().await;
        let letter = app.mailbox.lock().unwrap().last().unwrap().clone();
        let mut whole = Attachment::new("plan.pdf".into(), bytes.len());
        bytes.chunks(PIECE).for_each(|piece| whole.add(piece));
        assert_eq!(letter.attachments, [whole]);
    }
}
