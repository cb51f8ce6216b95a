//! Whatever puts letters into the outbox stands in a table of source files, with why nobody at the desk
//! sees its letters before they go, where nobody does: one that is not there fails the test.

use std::path::Path;

/// What a source file that puts letters into the outbox writes, and why nobody at the desk sees it
/// before, where nobody does.
const SENDERS: [(&str, &str); 10] = [
    (
        "people/accounts.rs",
        "the link by which a person at the desk chooses a password is theirs alone",
    ),
    ("cases/correction_letter.rs", ""),
    ("cases/date_moved.rs", "the law changes by itself"),
    (
        "mail/inbox/file.rs",
        "an answer to our question is recorded by itself, where the settings say so",
    ),
    ("mail/outgoing.rs", ""),
    (
        "people/invited.rs",
        "the link by which a person at the desk chooses a password is theirs alone",
    ),
    ("publication/publish.rs", ""),
    ("mail/remind/chase.rs", "a day comes by itself"),
    ("mail/remind/mod.rs", "a day comes by itself"),
    ("mail/send_link.rs", "the requester asks for it"),
];

/// Those that call what puts a letter into the outbox for an act of somebody at the desk.
const BY_THE_DESK: [&str; 2] = ["cases/tell.rs", "mail/unasked.rs"];

/// The source files below `casework` that put letters into the outbox.
fn senders(folder: &Path, base: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            senders(&path, base, found);
        } else {
            let text = std::fs::read_to_string(&path).unwrap();
            let calls = [
                "self.queue(",
                ".letters().queue(",
                "self.post(",
                ".outbox().post(",
                ".insert_letter(",
                ".insert_letters(",
            ];
            let text: String = text.split_whitespace().collect();
            if calls.iter().any(|call| text.contains(call)) {
                let name = path.strip_prefix(base).unwrap();
                found.push(name.to_str().unwrap().to_owned());
            }
        }
    }
}

#[test]
fn whatever_puts_letters_into_the_outbox_is_known_and_shown_first_or_says_why_not() {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/casework");
    let mut found = Vec::new();
    senders(&base, &base, &mut found);
    found.retain(|name| name != "mail/letters.rs");
    let known = SENDERS.iter().map(|(name, _)| *name).chain(BY_THE_DESK);
    let unknown: Vec<&String> = found
        .iter()
        .filter(|name| known.clone().all(|k| k != name.as_str()))
        .collect();
    assert!(
        unknown.is_empty(),
        "show their letters before they go, and walk over them here: {unknown:?}"
    );
    let gone: Vec<&str> = known
        .filter(|name| found.iter().all(|f| f != name))
        .collect();
    assert!(gone.is_empty(), "they send nothing any more: {gone:?}");
}
