//! Deciding and refusing from the pages of the desk: sections found, fields shown, nothing lost.

use crate::refusals::{answered, drafting, logged};
use crate::support::{App, Page, signed_in};
use daylight::casework::cases::reasons::reasons_field;
use daylight::domain::role::Role;
use rocket::http::Status;

on_both_databases! {
    async fn a_section_is_found_by_typing_or_by_part_and_shows_its_own_fields(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reference = logged(&app, "uk-foia-2000", "Where do you patrol?", "ada@example.org").await;
        drafting(&app, &reference, officer).await;
        signed_in(&app, "olga@police.example", "three words here").await;
        let path = format!("/desk/requests/{reference}/decisions");
        let first = app.get(&format!("{path}/new?question=1")).await;
        assert_eq!(first.status, Status::Ok, "{}", first.html);
        assert!(first.says("<option value=\"s.31(1)(a) Prevention or detection of crime (qualified)\">"), "{}", first.html);
        assert!(first.says("<summary>s.36 Prejudice to effective conduct of public affairs</summary>"), "{}", first.html);
        let hidden = |page: &Page| {
            ["csrf", "version", "submission", "number"].map(|name| (name.to_owned(), page.value(name)))
        };
        let send = async |page: &Page, more: &[(&str, &str)]| {
            let kept = hidden(page);
            let mut fields: Vec<(&str, &str)> = kept.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            fields.extend(more);
            app.post(&path, &fields).await
        };
        let nothing = send(&first, &[("outcome", "refused"), ("find", "zebra"), ("step", "find")]).await;
        assert_eq!(nothing.status, Status::UnprocessableEntity);
        assert!(nothing.says("No section has \u{201c}zebra\u{201d} in its number or title"), "{}", nothing.html);
        let many = send(&first, &[("outcome", "refused"), ("find", "frank"), ("step", "write")]).await;
        assert!(many.says("Free and frank exchange of views") && !many.says("Where the balance lies"), "{}", many.html);
        let none = send(&first, &[("outcome", "refused"), ("step", "write")]).await;
        assert!(none.says("has to name the section it relies on"), "{}", none.html);
        let one = send(&first, &[("outcome", "refused"), ("find", "detection crime"), ("step", "find")]).await;
        assert!(one.says("name=\"exemptions\" value=\"s.31(1)(a)\" checked"), "{}", one.html);
        // What is typed and exact goes on with what is ticked.
        let chosen = [
            ("outcome", "refused"),
            ("exemptions", "s.40(2)"),
            ("find", "s.31(1)(a) Prevention or detection of crime (qualified)"),
            ("step", "write"),
        ];
        let fields = send(&one, &chosen).await;
        assert_eq!(fields.status, Status::Ok, "{}", fields.html);
        let crime = |name: &str| reasons_field(name, &"s.31(1)(a)".into());
        let personal = |name: &str| reasons_field(name, &"s.40(2)".into());
        for name in ["withheld", "why", "harm", "for_disclosure", "for_withholding", "balance"] {
            assert!(fields.says(&format!("name=\"{}\"", crime(name))), "no {name} in {}", fields.html);
        }
        for (name, there) in [("withheld", true), ("why", true), ("harm", false), ("balance", false), ("opinion_by", false)] {
            assert_eq!(fields.says(&format!("name=\"{}\"", personal(name))), there, "{name} in {}", fields.html);
        }
        let (why, withheld) = (personal("why"), personal("withheld"));
        let typed = [
            ("outcome", "refused"),
            ("exemptions", "s.40(2)"),
            ("exemptions", "s.31(1)(a)"),
            (why.as_str(), "They are names."),
            (withheld.as_str(), "The names"),
        ];
        let empty = send(&fields, &typed).await;
        assert_eq!(empty.status, Status::UnprocessableEntity);
        assert!(empty.says("Write why the section applies (s.31(1)(a))") && empty.says("They are names."), "{}", empty.html);
        // Going back loses nothing.
        let mut back = typed.to_vec();
        back.push(("step", "choose"));
        let back = send(&fields, &back).await;
        assert_eq!(back.value(&why), "They are names.");
        let mut again = typed.to_vec();
        again.retain(|(name, value)| (*name, *value) != ("exemptions", "s.31(1)(a)"));
        let saved = send(&fields, &again).await;
        assert_eq!(saved.status, Status::SeeOther, "{}", saved.html);
        let case = app.case(&reference).await;
        assert_eq!(case.questions[0].reasons.len(), 1);
        assert_eq!(case.questions[0].reasons[0].why, "They are names.");
    }

    async fn the_whole_request_is_refused_from_one_page(app: App) {
        let officer = app.person("Olga", Role::Officer).await;
        let reference = logged(&app, "uk-foia-2000", "1. Every email?\n2. Every letter?", "ada@example.org").await;
        drafting(&app, &reference, officer).await;
        signed_in(&app, "olga@police.example", "three words here").await;
        let case = app.get(&format!("/desk/requests/{reference}")).await;
        assert!(case.says("Refuse the whole request"), "{}", case.html);
        let path = format!("/desk/requests/{reference}/refusals");
        let first = app.get(&format!("{path}/new")).await;
        for ground in ["s.12(1) Cost", "s.12(2) Cost", "s.14(1) Vexatious", "s.14(2) Repeated", "s.1(3) Not clear", "s.9(2) Fee"] {
            assert!(first.says(ground), "no {ground} in {}", first.html);
        }
        let [csrf, version, submission] = ["csrf", "version", "submission"].map(|name| first.value(name));
        let field = |name: &str| reasons_field(name, &"s.12(1)".into());
        let (why, advice) = (field("why"), field("advice"));
        let base = [
            ("csrf", csrf.as_str()),
            ("version", version.as_str()),
            ("submission", submission.as_str()),
            ("numbers", "1"),
            ("numbers", "2"),
            ("ground", "cost_limit"),
        ];
        let with = |more: &[(&'static str, &'static str)]| {
            base.iter().copied().chain(more.iter().copied()).collect::<Vec<_>>()
        };
        let write = app.post(&path, &with(&[("step", "write")])).await;
        assert!(write.says("exceed the limit of 18 hours") && write.says(&format!("name=\"{advice}\"")), "{}", write.html);
        let mut fields = with(&[("section", "s.12(1)"), ("hours", "18")]);
        fields.extend([(why.as_str(), "Nothing can be searched."), (advice.as_str(), "Ask for one week.")]);
        let within = app.post(&path, &fields).await;
        assert_eq!(within.status, Status::UnprocessableEntity);
        assert!(within.says("does not exceed the limit of 18 hours"), "{}", within.html);
        fields.iter_mut().filter(|(name, _)| *name == "hours").for_each(|field| field.1 = "30");
        let saved = app.post(&path, &fields).await;
        assert_eq!(saved.status, Status::SeeOther, "{}", saved.html);
        let letter = answered(&app, &reference, officer).await.unwrap();
        assert_eq!(app.casework.verify().await.unwrap().err(), None, "one text stands beside two decisions");
        assert!(letter.contains("take 30 hours") && letter.contains("At £25.00 an hour that is £750.00"), "{letter}");
        assert!(letter.contains("- Ask for one week.") && !letter.contains("question"), "{letter}");
    }
}
