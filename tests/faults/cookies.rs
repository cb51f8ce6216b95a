//! Every cookie is out of reach of scripts, other sites and, over TLS, other hosts.

use crate::program::{PASSWORD, Program, Reply};
use std::collections::BTreeMap;

/// The cookies of these answers by name, each with its attributes in lower case.
fn cookies(replies: &[Reply]) -> BTreeMap<String, Vec<String>> {
    let headers = replies.iter().flat_map(|reply| &reply.headers);
    let set = headers.filter(|(name, _)| name == "set-cookie");
    let mut found = BTreeMap::new();
    for (_, value) in set {
        let mut parts = value.split("; ");
        let name = parts.next().unwrap().split('=').next().unwrap().to_owned();
        let attributes: Vec<String> = parts.map(str::to_lowercase).collect();
        for needed in ["httponly", "samesite=lax", "path=/"] {
            assert!(
                attributes.iter().any(|a| a == needed),
                "no {needed}: {value}"
            );
        }
        assert!(
            !attributes.iter().any(|a| a.starts_with("domain")),
            "{value}"
        );
        found.insert(name, attributes);
    }
    found
}

/// A manager made, shown what was done, signed out and signed in again: every answer.
fn round(program: &Program) -> Vec<Reply> {
    let said = program.said();
    let (_, rest) = said.split_once("/setup/").unwrap();
    let token: String = rest
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    let mut person = program.visitor();
    let mut replies = vec![person.get(&format!("/setup/{token}"))];
    let fields = [
        ("csrf", replies[0].value("csrf")),
        ("regime", "uk-foia-2000".to_owned()),
        ("name", "The Manager".to_owned()),
        ("email", "manager@police.example".to_owned()),
        ("password", PASSWORD.to_owned()),
    ];
    replies.push(person.post(&format!("/setup/{token}"), &fields));
    let shown = person.get("/desk/requests");
    assert!(
        shown.text().contains("Daylight is set up"),
        "{}",
        shown.text()
    );
    let csrf = shown.value("csrf");
    replies.push(shown);
    let again = person.get("/desk/requests");
    assert!(
        !again.text().contains("Daylight is set up"),
        "it is shown once"
    );
    let out = person.post("/desk/sign-out", &[("csrf", csrf)]);
    assert_eq!(out.status, 303, "{}", out.text());
    replies.push(out);
    replies.push(person.get("/desk/sign-in"));
    replies.push(person.sign_in("manager@police.example", PASSWORD));
    replies
}

#[test]
fn every_cookie_is_bound_to_the_host_where_it_is_served_over_tls() {
    let folder = tempfile::tempdir().unwrap();
    let env = [("DAYLIGHT_WEB__BASE_URL", "https://foi.example.org")];
    let program = Program::start(folder.path(), &env);
    let found = cookies(&round(&program));
    let names: Vec<&str> = found.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "__Host-daylight_flash",
            "__Host-daylight_forms",
            "__Host-daylight_session"
        ]
    );
    for (name, attributes) in &found {
        assert!(
            attributes.iter().any(|a| a == "secure"),
            "{name}: {attributes:?}"
        );
    }
    // A cookie another host of the domain could set is not read.
    let mut stranger = program.visitor();
    let csrf = "a".repeat(52);
    stranger
        .cookies
        .insert("daylight_forms".to_owned(), csrf.clone());
    stranger
        .cookies
        .insert("_flash".to_owned(), "7:successPay here".to_owned());
    let page = stranger.get("/requests/new");
    assert!(
        !page.text().contains(&csrf) && !page.text().contains("Pay here"),
        "{}",
        page.text()
    );
}

#[test]
fn without_tls_the_cookies_work_and_no_script_reads_them() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let found = cookies(&round(&program));
    let names: Vec<&str> = found.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        ["daylight_flash", "daylight_forms", "daylight_session"]
    );
}
