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

/// The same as pairs of texts, before what else is set.
pub fn named(others: impl IntoIterator<Item = (String, String)>) -> Vec<(String, String)> {
    let named = NAMED.map(|(name, value)| (name.to_owned(), value.to_owned()));
    named.into_iter().chain(others).collect()
}
