//! A review asked for on the status page, refused to whoever had a part in the answer, decided by
//! somebody else, and told.

use super::answered::answered;
use super::walk::Walk;
use crate::chromium::View;
use crate::support::refusal;
use daylight::domain::role::Role;

const TO: &str = "ada@example.org";
const NOT_YOU: &str = "You had a part in the answer; somebody else has to decide its review (s.45 Code, part 5). It can be done by Dora.";

walked_on_both_databases! {
    async fn a_review_asked_for_on_the_page_is_decided_by_who_had_no_part_and_told(walk: &Walk, View::Desktop) {
        let app = &walk.app;
        let olga = app.person("Olga", Role::Officer).await;
        app.person("Dora", Role::Officer).await;
        let reference = answered(app, olga, refusal()).await;
        let late = answered(app, olga, refusal()).await;
        walk.mail().await;

        // Wednesday 10 June 2026. The answer is of the 2nd; forty working days after it, without 15
        // June, 13 July and 3 August, holidays in some part of the country: Thursday 30 July.
        app.set_clock("2026-06-10T09:00:00Z");
        walk.go_status(&reference).await;
        walk.page(
            "answered",
            &[
                "Your request Refused", "We have answered", "you can ask us to look again", "Answered Tuesday 2 June 2026",
                "If you are not content", "You can ask until Thursday 30 July 2026", "Information Commissioner",
            ],
            &["It is your turn", "We are working on it", "Being reviewed", "is late"],
        ).await;
        walk.follow("Ask for an internal review").await;
        walk.page("asking", &["Ask for an internal review", "You can ask until Thursday 30 July 2026", "(optional)"], &["is late"]).await;
        walk.fill(&[("points", "The number is on your own website.")]).await;
        walk.send().await;
        // Twenty working days after the 10th, without 15 June: Thursday 9 July.
        walk.page(
            "asked",
            &["Your request Being reviewed", "We are reviewing our answer", "You will hear from us by Thursday 9 July 2026"],
            &["We have answered", "You can ask until", "It is your turn", "is with us"],
        ).await;
        assert_eq!(walk.count("main a[href$='/reviews/new']").await, 0, "it is asked for once");
        let told = walk.letter(
            "it is acknowledged",
            TO,
            &[
                "reached us on Wednesday 10 June 2026", "You will have our answer by Thursday 9 July 2026",
                "The number is on your own website.", "Somebody who had no part in the decision will review it.",
            ],
            &["has reviewed it", "You can ask until", "the last day for the answer"],
        ).await;
        assert!(told.subject.starts_with(&format!("{reference}:")), "{}", told.subject);

        // Who decided and who cleared are told why they may not, on the page and behind its back.
        for who in ["Olga", "Clara"] {
            walk.desk(who).await;
            walk.page(
                &format!("{who}'s queue"),
                &["1 Reviews", "review due in 20 working days", "9 Jul 2026", "answered: refused"],
                &["answered in time 9 Jul"],
            ).await;
            walk.go_case(&reference).await;
            walk.page(
                &format!("{who}'s case"),
                &["Review due Thursday 9 July 2026", "due in 20 working days", NOT_YOU, "Tuesday 2 June 2026, in time", "The number is on your own website."],
                &["answered in time", "Outcome before the review"],
            ).await;
            assert_eq!(walk.count(".actions a[href*='review-outcomes']").await, 0, "{who} is offered nothing");
            walk.go(&format!("/desk/requests/{reference}/review-outcomes/new")).await;
            walk.page(&format!("{who} is refused"), &["You cannot decide the review now: you had a part in the answer", "It can be done by Dora.", "Go back to"], &["See the letter", "Make a request", "Staff sign in"]).await;
            assert_eq!(walk.count("main textarea").await, 0, "{who} can type nothing");
        }

        walk.desk("Dora").await;
        walk.go_case(&reference).await;
        walk.page("Dora's case", &["Decide the review", "Review due Thursday 9 July 2026"], &["You had a part in the answer"]).await;
        walk.follow("Decide the review").await;
        walk.page("deciding", &["Decide the review", "How many patrols?", "The number is on your own website."], &["You had a part"]).await;
        walk.send().await;
        walk.page("deciding without a word", &["There is a problem"], &[]).await;
        walk.fill(&[
            ("question-1", "granted_in_full"),
            ("decision", "There were 12 patrols."),
            ("reasons", "The number is public already."),
        ]).await;
        walk.send().await;
        walk.page(
            "the outcome before it goes",
            &[
                "Read the letter before it goes", "Ada Example", TO, "There were 12 patrols.",
                "it was refused; it is now granted in full", "Somebody who had no part in the decision has reviewed it.",
            ],
            &["still withhold", "will review it"],
        ).await;
        let shown = walk.text(".letter-text").await;
        walk.send().await;
        walk.page(
            "decided",
            &["The review is decided", "Review decided", "Wednesday 10 June 2026, in time", "Granted in full", "Outcome before the review Refused"],
            &["Review due", "Decide the review"],
        ).await;
        let sent = walk.letter(
            "the outcome",
            TO,
            &[
                "There were 12 patrols.", "it was refused; it is now granted in full", "The number is public already.",
                "Information Commissioner", "Somebody who had no part in the decision has reviewed it.",
            ],
            &["still withhold", "ask us to look at this again", "The outcome stays as it was"],
        ).await;
        assert_eq!(sent.text, shown, "what leaves is what was read");
        walk.go_status(&reference).await;
        // Six weeks to complain: the Commissioner's own rule, counted from the 10th.
        walk.page(
            "told",
            &["We have reviewed our answer", "Your request Granted in full", "Completed the review", "Wednesday 22 July 2026"],
            &["Ask for an internal review", "You can ask until", "Being reviewed", "You will hear from us by"],
        ).await;
        let theirs = walk.text("details.letter[open] .letter-text").await;
        assert_eq!(theirs, sent.text, "the page has the letter as it was sent");

        // Friday 31 July: too late for the other, which the page says; the officer still may.
        app.set_clock("2026-07-31T09:00:00Z");
        walk.go_status(&late).await;
        walk.page("too late", &["We have answered", "Thursday 30 July 2026"], &["You can ask until", "you can ask us to look again"]).await;
        assert_eq!(walk.count("main a[href$='/reviews/new']").await, 0, "nothing is offered that is refused");
        walk.desk("Olga").await;
        walk.act(&late, "Record a review request", &[
            ("points", "I was ill."),
            ("accepted", "They were ill in July."),
        ]).await;
        // Twenty working days after 31 July, without 3 August and 31 August: Tuesday 1 September.
        walk.page("accepted late", &["Review due Tuesday 1 September 2026"], &["answered in time"]).await;
        walk.letter("a late one is acknowledged", TO, &["You will have our answer by Tuesday 1 September 2026"], &[]).await;
    }
}
