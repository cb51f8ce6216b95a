//! The sections a question rests on after a review are found as those of the decision were: by typing a
//! part of a number or title or below their exemption, by the same component and without script.

use crate::desk_forms::{as_person, plain};
use crate::journeys::traveller::fill;
use crate::review_reasons::in_review;
use crate::support::{App, Page};
use rocket::http::Status;

/// The finders of a page, each from its legend to its end, with the names of their controls taken out.
fn finders(page: &Page, named: &[(&str, &str)]) -> Vec<String> {
    let finders = page.html.split("<fieldset class=\"finder\">").skip(1);
    let finders = finders.map(|finder| finder.split("</fieldset>").next().unwrap());
    let plain = |finder: &str| {
        let start = finder.find("<div class=\"field").unwrap();
        let named = named.iter();
        named.fold(finder[start..].to_owned(), |html, (name, plain)| {
            html.replace(name, plain)
        })
    };
    finders.map(plain).collect()
}

/// Whether a box of a section is on the page, and ticked.
fn ticked(page: &Page, section: &str) -> Option<bool> {
    let html = plain(&page.html);
    let (_, rest) =
        html.split_once(&format!("name=\"question-1-sections\" value=\"{section}\""))?;
    Some(rest.starts_with(" checked"))
}

on_both_databases! {
    async fn sections_of_a_review_are_found_by_typing_and_by_part_as_those_of_a_decision(app: App) {
        let reference = in_review(&app).await;
        as_person(&app, "Dora").await;
        let path = format!("/desk/requests/{reference}/review-outcomes");
        let form = app.get(&format!("{path}/new")).await;
        assert_eq!(form.html.matches("All sections, by part").count(), 2, "{}", form.html);
        assert_eq!(ticked(&form, "s.31(1)(a)"), Some(true), "{}", form.html);

        // What is typed by hand is a search, and the form comes back with what it found.
        let typed = [("decision", "In part."), ("reasons", "No names.")];
        let with = |more: &[(&'static str, &'static str)]| [&typed[..], more].concat();
        let none = fill(&app, &form, &path, &with(&[("question-1-find", "zebra"), ("step", "find")])).await;
        assert_eq!(none.status, Status::UnprocessableEntity);
        assert!(none.says("href=\"#question-1-sections\""), "{}", none.html);
        assert!(none.says("No section has \u{201c}zebra\u{201d} in its number or title"), "{}", none.html);
        let many = fill(&app, &form, &path, &with(&[("question-1-find", "frank")])).await;
        assert_eq!(many.status, Status::Ok, "{}", many.html);
        assert_eq!(ticked(&many, "s.36(2)(b)(i)"), Some(false), "{}", many.html);
        assert!(many.says("In part."), "what was typed is kept: {}", many.html);
        let one = fill(&app, &many, &path, &[("question-1-find", "s.43(2)"), ("step", "find")]).await;
        assert_eq!(ticked(&one, "s.43(2)"), Some(true), "{}", one.html);
        assert!(one.says("name=\"question-1-why-"), "its reasons are asked for: {}", one.html);
        assert_eq!(app.case(&reference).await.stored.case.reviewed, None, "nothing has happened");
    }

    async fn a_review_offers_what_the_form_of_a_decision_offers(app: App) {
        let reference = in_review(&app).await;
        let open = app.logged("2026-06-01".parse().unwrap(), "How many?", "two").await;
        let olga = app.person("Oscar", daylight::domain::role::Role::Officer).await;
        crate::refusals::drafting(&app, &open, olga).await;
        as_person(&app, "Dora").await;
        let decision = app.get(&format!("/desk/requests/{open}/decisions/new?question=1")).await;
        let review = app.get(&format!("/desk/requests/{reference}/review-outcomes/new")).await;
        let decision = finders(&decision, &[]);
        let names = [("question-1-sections-list", "find-list"), ("question-1-sections", "exemptions"), ("question-1-find", "find")];
        let review = finders(&review, &names);
        assert_eq!((decision.len(), review.len()), (1, 2));
        // Each section either finder has is offered by both while typing, in one order.
        let offered = |finder: &str| {
            let (_, list) = finder.split_once("<datalist ").unwrap();
            let list = list.split("</datalist>").next().unwrap().split_once('>').unwrap().1;
            list.to_owned()
        };
        assert!(offered(&decision[0]).contains("s.43(2)"), "{}", decision[0]);
        assert_eq!(offered(&decision[0]), offered(&review[0]));
        assert!(review[0].contains("<summary>s.42 "), "{}", review[0]);
    }
}
