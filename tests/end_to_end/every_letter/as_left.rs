//! A letter as it left: its words, its amounts and its headers.

use chrono::NaiveDate;
use daylight::domain::letter_kind::LetterKind;
use daylight::domain::regime::Limit;
use daylight::mail::Letter;

pub(super) fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn long(on: NaiveDate) -> String {
    on.format("%A %-d %B %Y").to_string()
}

pub(super) fn short(on: NaiveDate) -> String {
    on.format("%-d %B %Y").to_string()
}

pub(super) fn length(limit: &Limit) -> String {
    let s = if limit.count == 1 { "" } else { "s" };
    format!("{} {}{s}", limit.count, limit.unit.noun())
}

/// The amount at the end of a line, in hundredths; nothing where there is none.
pub(super) fn amount(line: &str) -> Option<u32> {
    let (_, amount) = line.rsplit_once(": ")?;
    let digits: String = amount.chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// Each charge of a fees notice has its amount, and they come to the fee.
pub(super) fn charges_sum(letter: &Letter) {
    let mut lines = letter.text.lines();
    lines.find(|line| line.starts_with("What the fee is made of"));
    let lines = lines.filter(|line| !line.trim().is_empty());
    let lines: Vec<&str> = lines.take_while(|line| line.starts_with("- ")).collect();
    let amounts: Vec<u32> = lines
        .iter()
        .map(|line| amount(line).unwrap_or_else(|| panic!("{line}")))
        .collect();
    let (in_all, charges) = amounts.split_last().unwrap();
    assert_eq!(
        (charges.len(), charges.iter().sum::<u32>()),
        (2, *in_all),
        "{}",
        letter.text
    );
    assert_eq!(*in_all, 4_820);
    assert!(letter.subject.contains("48.20"), "{}", letter.subject);
}

/// What no letter may say, whatever it is about.
pub(super) fn says_nothing_empty(kind: LetterKind, letter: &Letter) {
    for text in [&letter.subject, &letter.text, &letter.html] {
        assert!(!text.contains("{{"), "{kind}: {text}");
    }
    // An item that is folded goes on in lines that are set in.
    let unfolded = letter.text.replace("\n  ", " ");
    for line in unfolded.lines().map(str::trim) {
        let empty =
            line == "-" || (line.starts_with("- ") && line.ends_with(':')) || line.contains(" ()");
        assert!(!empty, "{kind}: {line:?} in {}", letter.text);
    }
}

/// The headers of a letter as it goes over the wire.
pub(super) fn headers(letter: &Letter) -> String {
    let eml = String::from_utf8(letter.to_eml().unwrap()).unwrap();
    eml.split("\r\n\r\n").next().unwrap().to_owned()
}

pub(super) fn headed_as_what_it_is(kind: LetterKind, letter: &Letter) {
    let headers = headers(letter);
    let said = headers
        .lines()
        .find_map(|line| line.strip_prefix("Auto-Submitted: "));
    // RFC 3834: what goes out without anybody having decided it says so, and a reply is one to a
    // message: what was logged by hand or by a form has none.
    let wanted = match kind.as_str() {
        "acknowledgement" if letter.in_reply_to.is_some() => Some("auto-replied"),
        "acknowledgement" | "reply_noted" | "chaser" | "date_moved" | "publication"
        | "reminders" | "month" | "status_link" | "password_reset" => Some("auto-generated"),
        "clarification"
        | "fees_notice"
        | "new_date"
        | "extension"
        | "release"
        | "refusal"
        | "not_held"
        | "transfer"
        | "lapse"
        | "reply"
        | "correction"
        | "review_acknowledgement"
        | "review_outcome"
        | "invitation" => None,
        other => panic!("nobody said who decides on {other}"),
    };
    assert_eq!(said, wanted, "{kind}: {headers}");
    assert_eq!(
        headers.lines().any(|line| line.starts_with("List-Id: ")),
        kind.is_list(),
        "{kind}: {headers}"
    );
}
