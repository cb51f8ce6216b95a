//! What a message says about the case it belongs to: keyed addresses, threads and references.

use super::addresses::Ours;
use super::parsed::Parsed;

/// The most references that are read of one text.
const MOST: usize = 20;

/// What a message says about its case, in the order it is believed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clues {
    /// Keyed addresses it was sent to.
    pub keyed: Vec<Keyed>,
    /// The Message-IDs it answers, and those of its conversation; of a report, those of the
    /// letter it is about.
    pub threads: Vec<String>,
    /// References in its subject.
    pub in_subject: Vec<String>,
    /// References in its text, which only rank candidates.
    pub in_text: Vec<String>,
}

/// An address of ours with something after the separator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyed {
    /// The whole address, in lower case.
    pub address: String,
    /// The reference it names, in capitals; empty where it names none.
    pub reference: String,
    /// The key it bears.
    pub key: String,
}

/// Gathers what a message says about its case.
#[must_use]
pub fn clues(message: &Parsed, ours: &Ours) -> Clues {
    let mut clues = Clues::default();
    let noted = message.delivered_to.iter().chain(&message.addressed_to);
    for address in noted {
        let Some(tag) = ours.tag_of(address) else {
            continue;
        };
        let address = address.trim().to_lowercase();
        if clues.keyed.len() >= MOST || clues.keyed.iter().any(|k| k.address == address) {
            continue;
        }
        let (reference, key) = tag.rsplit_once('.').unwrap_or((tag.as_str(), ""));
        clues.keyed.push(Keyed {
            address,
            reference: reference.to_uppercase(),
            key: key.to_owned(),
        });
    }
    let reported = message.report.iter().flat_map(|report| &report.about);
    for id in message
        .in_reply_to
        .iter()
        .chain(reported)
        .chain(&message.references)
    {
        if !clues.threads.contains(id) && clues.threads.len() < 200 {
            clues.threads.push(id.clone());
        }
    }
    clues.in_subject = references(&message.subject, &ours.prefix);
    clues.in_text = references(&message.text.own, &ours.prefix);
    for reference in references(&message.text.quoted, &ours.prefix) {
        if !clues.in_text.contains(&reference) && clues.in_text.len() < MOST {
            clues.in_text.push(reference);
        }
    }
    clues
}

/// The references in a text, each as the log writes it: `FOI-2026-00042`, however it was typed.
#[must_use]
pub fn references(text: &str, prefix: &str) -> Vec<String> {
    let mut found = Vec::new();
    if prefix.is_empty() {
        return found;
    }
    let bytes = text.as_bytes();
    let mut at = 0;
    while at + prefix.len() <= bytes.len() && found.len() < MOST {
        let here = &bytes[at..at + prefix.len()];
        let begins = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
        if begins && here.eq_ignore_ascii_case(prefix.as_bytes()) {
            let rest = text.get(at + prefix.len()..).unwrap_or_default();
            if let Some((year, number)) = year_and_number(rest) {
                let reference = format!("{prefix}-{year}-{number:0>5}");
                if !found.contains(&reference) {
                    found.push(reference);
                }
            }
        }
        at += 1;
    }
    found
}

/// A year and a number with a mark or a blank before each: `-2026-00042`, `/2026/42`.
fn year_and_number(rest: &str) -> Option<(&str, &str)> {
    let mark = |text: &'_ str| -> Option<usize> {
        let first = text.chars().next()?;
        let known = matches!(
            first,
            '-' | '/' | ' ' | '_' | '\u{2010}'..='\u{2015}' | '\u{a0}'
        );
        known.then(|| first.len_utf8())
    };
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = rest.get(mark(rest)?..)?;
    let length = digits(rest);
    if length != 4 {
        return None;
    }
    let (year, rest) = rest.split_at(length);
    let rest = rest.get(mark(rest)?..)?;
    let length = digits(rest);
    if !(1..=9).contains(&length) {
        return None;
    }
    let (number, after) = rest.split_at(length);
    let ends = !after.starts_with(|c: char| c.is_ascii_alphanumeric());
    let number = number.trim_start_matches('0');
    (ends && !number.is_empty()).then_some((year, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_known_however_it_is_typed() {
        for text in [
            "Re: FOI-2026-00042: drones",
            "foi 2026 42",
            "(FOI/2026/00042)",
            "FOI\u{2013}2026\u{2013}00042.",
            "é FOI-2026-0000042",
        ] {
            assert_eq!(references(text, "FOI"), ["FOI-2026-00042"], "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_reference_is_none() {
        for text in [
            "XFOI-2026-00042",
            "FOI-26-00042",
            "FOI-2026-",
            "FOI-2026-00042a",
            "FOI-2026-0",
            "FOI 2026",
            "FOI",
            "",
            "FOI-2026-1234567890",
            "FÖI-2026-00042",
        ] {
            assert!(references(text, "FOI").is_empty(), "{text}");
        }
        assert_eq!(
            references("FOI-2026-00001 and FOI-2026-00002, FOI-2026-00001", "FOI"),
            ["FOI-2026-00001", "FOI-2026-00002"]
        );
    }
}
