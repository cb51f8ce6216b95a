//! Clearance on its pages: what the approver reads is what leaves, and every kind of later change
//! takes the case back to the draft.

use super::answered::{acknowledged, drafting};
use super::deciding::{continue_on, save};
use super::walk::Walk;
use crate::chromium::View;
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::domain::case::{Outcome, Reasons};
use daylight::domain::role::Role;
use sha2::{Digest, Sha256};

const FIGURES: &[u8] = b"month,count\n1,12\n";

fn decision(number: u16, outcome: Outcome, answer: &str, reasons: Vec<Reasons>) -> Instruction {
    Instruction::DecideQuestion(actions::DecideQuestion {
        number,
        outcome,
        answer: answer.into(),
        reasons,
    })
}

/// Olga puts a file with the answer.
async fn put(walk: &Walk, reference: &str, name: &str, bytes: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    std::fs::write(&file, bytes).unwrap();
    walk.go_case(reference).await;
    walk.unfold("Put a document with the answer").await;
    walk.fill(&[("document", file.to_str().unwrap())]).await;
    walk.press("form[enctype] button.button").await;
}

/// Olga sends the draft for clearance, and Clara reads it, with these in it, and clears it.
async fn clear(walk: &Walk, reference: &str, step: &str, says: &[&str], never: &[&str]) {
    walk.desk("Olga").await;
    walk.go_case(reference).await;
    walk.follow("Send for clearance").await;
    walk.send().await;
    walk.desk("Clara").await;
    walk.go_case(reference).await;
    walk.follow("Clear for sending").await;
    walk.page(&format!("read by Clara, {step}"), says, never)
        .await;
    walk.send().await;
    walk.done("cleared").await;
}

/// That the case went back to the draft for this reason, and cannot be sent.
async fn is_back(walk: &Walk, reference: &str, step: &str, why: &str) {
    walk.desk("Olga").await;
    walk.go_case(reference).await;
    walk.page(
        &format!("back in the draft, {step}"),
        &[
            "Drafting",
            "Returned it to the draft",
            why,
            "Send for clearance",
        ],
        &["Ready to send"],
    )
    .await;
    let offered = walk.count(".actions a[href$='/answers/new']").await;
    assert_eq!(offered, 0, "{step}: nothing can be sent");
    walk.go(&format!("/desk/requests/{reference}/answers/new"))
        .await;
    walk.page(
        &format!("not sent, {step}"),
        &[
            "That was not done",
            "You cannot send the answer now",
            "this can be done at: ready to send",
        ],
        &["Make a request"],
    )
    .await;
}

walked_on_both_databases! {
    async fn what_is_cleared_is_what_leaves_and_each_later_change_goes_back_to_the_draft(walk: &Walk, View::Desktop) {
        let app = &walk.app;
        let olga = app.person("Olga", Role::Officer).await;
        app.clearer().await;
        let reference = acknowledged(app, "1. How many thefts?\n2. Who were the owners?").await;
        drafting(app, &reference, olga).await;
        let names = Reasons {
            withheld: "The names of the owners".into(),
            why: "They are personal data.".into(),
            ..Reasons::of("s.40(2) with (3A)".into())
        };
        for step in [
            decision(1, Outcome::GrantedInFull, "There were 12.", vec![]),
            decision(2, Outcome::Refused, "", vec![names]),
        ] {
            app.act(&reference, olga, None, step).await.unwrap();
        }
        walk.mail().await;

        // The approver reads recipient, letter, documents with their digest, and what is withheld.
        walk.desk("Olga").await;
        put(walk, &reference, "thefts.csv", FIGURES).await;
        walk.page("a document is there", &["thefts.csv", "Goes out with the answer"], &[]).await;
        walk.go_case(&reference).await;
        walk.follow("Send for clearance").await;
        walk.page("sending for clearance", &["A manager reads the answer as it will leave"], &[]).await;
        walk.fill(&[("help", "We can give the figures by month."), ("hours", "2.5")]).await;
        walk.send().await;
        walk.page("at clearance", &["Clearance", "May clear it Clara"], &["Ready to send"]).await;
        assert_eq!(walk.count(".actions a[href$='/clearances/new']").await, 0, "Olga drafted it");
        walk.desk("Clara").await;
        walk.go_case(&reference).await;
        walk.follow("Clear for sending").await;
        let digest = hex::encode(Sha256::digest(FIGURES));
        walk.page(
            "read by Clara",
            &[
                "What is given, and what is withheld under what", "s.40(2) with (3A)", "The names of the owners",
                "Ada Example", "ada@example.org", "Dear Ada Example,", "There were 12.", "We can give the figures by month.",
                "thefts.csv", &digest, "See it formatted",
            ],
            &["There is a problem", "Change it"],
        ).await;
        let formatted = walk.formatted("the letter formatted").await;
        for said in ["There were 12.", "The names of the owners", "We can give the figures by month.", "thefts.csv"] {
            assert!(formatted.contains(said), "no {said:?} in {formatted}");
        }
        walk.send().await;
        walk.page("cleared", &["The answer is cleared and can be sent.", "Ready to send"], &[]).await;
        walk.desk("Olga").await;
        walk.go_case(&reference).await;
        walk.follow("Send the answer").await;
        walk.page("about to send", &["The answer goes to the requester as it was cleared.", "ada@example.org", "There were 12.", &digest, "Send the letter"], &["Change it"]).await;
        let typed = walk.count("main textarea, main input:not([type=hidden]), main select, main [name=change]").await;
        assert_eq!(typed, 0, "nothing can be typed any more");

        // A word.
        walk.go_case(&reference).await;
        walk.press(".questions a[href$='question=1']").await;
        walk.page("deciding again", &["Decide question 1", "How many thefts?", "There were 12."], &[]).await;
        walk.fill(&[("answer", "There were 13.")]).await;
        save(walk).await;
        is_back(walk, &reference, "a word", "Question 1 was decided again.").await;
        clear(walk, &reference, "a word", &["There were 13.", "ada@example.org"], &["There were 12."]).await;

        // A document more, and one less.
        walk.desk("Olga").await;
        put(walk, &reference, "places.csv", b"more").await;
        is_back(walk, &reference, "a document more", "\u{201c}places.csv\u{201d} was put with the answer").await;
        clear(walk, &reference, "a document more", &["places.csv", "thefts.csv", &digest], &[]).await;
        walk.desk("Olga").await;
        walk.go_case(&reference).await;
        walk.press("#documents ~ ul li:last-child form button").await;
        is_back(walk, &reference, "a document less", "\u{201c}places.csv\u{201d} was taken off").await;
        clear(walk, &reference, "a document less", &["thefts.csv", &digest], &["places.csv"]).await;

        // A decision.
        walk.desk("Olga").await;
        walk.go_case(&reference).await;
        walk.press(".questions a[href$='question=2']").await;
        walk.press("main button[value=choose]").await;
        walk.fill(&[("outcome", "granted_in_full")]).await;
        walk.click("main [name=exemptions]:checked").await;
        continue_on(walk).await;
        walk.fill(&[("answer", "Borough Council owned all of them.")]).await;
        save(walk).await;
        is_back(walk, &reference, "a decision", "Question 2 was decided again.").await;
        clear(walk, &reference, "a decision", &["Borough Council owned all of them."], &["s.40(2)", "The names of the owners"]).await;

        // An address, which the requester gives on their page.
        walk.go_status(&reference).await;
        walk.page("about to be answered", &["We are working on it", "About to be answered", "Wednesday 1 July 2026"], &["There were 13.", "Olga", "Clara", "thefts.csv"]).await;
        walk.follow("Change where we answer you").await;
        walk.fill(&[("email", "ada@example.net")]).await;
        walk.send().await;
        walk.page("an address is given", &["You gave us another address on Tuesday 2 June 2026.", "we write to the one we had"], &[]).await;
        walk.letter("the old address is told", "ada@example.org", &["Your message reached us on Tuesday 2 June 2026", "Email address: ada@example.net", "Our answer is due by Wednesday 1 July 2026."], &["is now due", "is late"]).await;
        walk.desk("Olga").await;
        walk.go_case(&reference).await;
        walk.page("an address waits", &["Waiting for you", "ada@example.net", "Take the new address over"], &[]).await;
        walk.follow("Take the new address over").await;
        walk.fill(&[("email", "ada@example.net"), ("reason", "They moved.")]).await;
        walk.send().await;
        walk.page(
            "what follows from the address",
            &["The answer goes back to the draft and has to be cleared again.", "Answer due, as before Wednesday 1 July 2026"],
            &[],
        ).await;
        walk.send().await;
        is_back(walk, &reference, "an address", "address").await;
        clear(walk, &reference, "an address", &["ada@example.net", "There were 13."], &["ada@example.org"]).await;

        walk.desk("Olga").await;
        walk.go_case(&reference).await;
        walk.follow("Send the answer").await;
        let shown = walk.text(".letter-text").await;
        walk.send().await;
        walk.page("sent", &["The answer is given; the letter is with the case.", "Answered", "Tuesday 2 June 2026, in time", "Granted in full"], &["Ready to send"]).await;
        let sent = walk.letter("the answer", "ada@example.net", &["There were 13.", "Borough Council owned all of them."], &["There were 12.", "section 40"]).await;
        assert_eq!(sent.text, shown, "what leaves is what was read");
        assert_eq!(sent.documents, ["thefts.csv"]);
        walk.go_status(&reference).await;
        walk.page("answered", &["We have answered", "Granted in full", "thefts.csv"], &["places.csv", "we write to the one we had"]).await;
    }
}
