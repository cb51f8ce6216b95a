//! The made-up authority of the tests, as the environment names it.

/// What a program needs to be told before it signs anything.
pub const NAMED: [(&str, &str); 3] = [
    ("DAYLIGHT_AUTHORITY__NAME", "Example Police"),
    ("DAYLIGHT_AUTHORITY__EMAIL", "foi@police.example"),
    (
        "DAYLIGHT_AUTHORITY__POSTAL_ADDRESS",
        "1 Example Street,Exampletown",
    ),
];

/// What it needs to be told besides before letters leave by a mail server: who takes the readings of
/// disputed law as they are shipped.
pub const CHOSEN: (&str, &str) = (
    "DAYLIGHT_LAW__READINGS__AS_SHIPPED",
    "{ reviewed_by = \"Legal Services\", since = \"2026-11-30\" }",
);

/// [`NAMED`] as pairs of texts, before what else is set.
pub fn named(others: impl IntoIterator<Item = (String, String)>) -> Vec<(String, String)> {
    let named = NAMED.map(|(name, value)| (name.to_owned(), value.to_owned()));
    named.into_iter().chain(others).collect()
}
