//! Numbers of what there is none of, sent by a form of the desk: refused in words.

use crate::desk_forms::{as_person, fill_in};
use crate::support::{App, day};
use daylight::domain::role::Role;
use rocket::http::Status;

/// Numbers nobody has; the last are the largest the database keeps, and one more.
const NOBODY: [&str; 5] = [
    "0",
    "-1",
    "999999",
    "9223372036854775807",
    "9223372036854775808",
];

on_both_databases! {
    async fn a_request_is_allocated_to_those_at_the_desk_alone(app: App) {
        let olga = app.person("Olga", Role::Manager).await.person.unwrap();
        let theo = app.person("Theo", Role::Officer).await.person.unwrap();
        let unit = app.store().begin().await.unwrap();
        unit.people().set_active(theo, false).await.unwrap();
        unit.commit().await.unwrap();
        let reference = app.logged(day("2026-06-01"), "How many?", "one").await;
        as_person(&app, "Olga").await;
        // Nor whose account has ended, whom the form does not offer.
        let ended = theo.to_string();
        for id in NOBODY.into_iter().chain([ended.as_str()]) {
            let page = fill_in(&app, &reference, "allocations", &[("officer", id)]).await;
            assert_eq!(page.status, Status::UnprocessableEntity, "{id}: {}", page.html);
            assert!(page.says("Choose an officer from the list"), "{id}: {}", page.html);
            assert_eq!(app.case(&reference).await.stored.case.officer, None);
        }
        let olga = olga.to_string();
        let page = fill_in(&app, &reference, "allocations", &[("officer", &olga)]).await;
        assert_eq!(page.status, Status::SeeOther, "{}", page.html);
    }

    async fn a_request_is_put_under_topics_there_are_alone(app: App) {
        app.person("Olga", Role::Manager).await;
        let reference = app.logged(day("2026-06-01"), "How many?", "one").await;
        as_person(&app, "Olga").await;
        for id in NOBODY {
            let path = format!("/desk/requests/{reference}/topics");
            let form = app.get(&format!("{path}/new")).await;
            let (csrf, submission) = (form.value("csrf"), form.value("submission"));
            let typed = [("csrf", csrf.as_str()), ("submission", submission.as_str()), ("topic", id)];
            let page = app.post(&path, &typed).await;
            assert!(page.status.code < 500 && page.status != Status::SeeOther, "{id}: {}", page.html);
        }
    }
}
