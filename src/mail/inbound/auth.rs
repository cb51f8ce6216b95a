//! What the receiving server found of a sender: SPF, DKIM and DMARC as it recorded them
//! (Authentication-Results, RFC 8601).
//!
//! Anybody can write such a header. Only one that stands above every Received line was added by
//! the last server on the way, or one that bears the name the authority gives its server.

use super::header::{MOST, one_line, values};
use mail_parser::Message;

/// How one check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Verdict {
    /// Nothing is recorded.
    #[default]
    None,
    /// It passed.
    Pass,
    /// It failed.
    Fail,
    /// It was tried and says neither.
    Unsure,
}

/// The three checks of a sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Checks {
    /// Whether the sending server may send for the domain (RFC 7208).
    pub spf: Verdict,
    /// Whether the domain signed the message (RFC 6376).
    pub dkim: Verdict,
    /// Whether the domain in From stands behind it (RFC 7489).
    pub dmarc: Verdict,
}

impl Verdict {
    /// The word stored and shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "not recorded",
            Self::Pass => "passed",
            Self::Fail => "failed",
            Self::Unsure => "undecided",
        }
    }

    /// What two statements come to: what failed stays failed, and a pass outdoes what says neither.
    const fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::Fail, _) | (_, Self::Fail) => Self::Fail,
            (Self::Pass, _) | (_, Self::Pass) => Self::Pass,
            (Self::Unsure, _) | (_, Self::Unsure) => Self::Unsure,
            (Self::None, Self::None) => Self::None,
        }
    }

    fn read(word: &str) -> Self {
        match word {
            "pass" => Self::Pass,
            "fail" | "softfail" | "permerror" | "policy" => Self::Fail,
            "none" => Self::None,
            _ => Self::Unsure,
        }
    }
}

impl Checks {
    /// Whether the receiving server found that the sender is not who the message says: its domain
    /// does not stand behind it, or the server it came from may not send for the domain, and nothing
    /// shows that the domain stands behind it all the same, as for a message that was forwarded.
    #[must_use]
    pub fn disown_the_sender(self) -> bool {
        self.dmarc == Verdict::Fail || (self.spf == Verdict::Fail && self.dmarc != Verdict::Pass)
    }

    /// The checks as a sentence.
    #[must_use]
    pub fn sentence(self) -> String {
        if self == Self::default() {
            return "The mail server recorded no check of the sender.".to_owned();
        }
        format!(
            "SPF {}, DKIM {}, DMARC {}.",
            self.spf.as_str(),
            self.dkim.as_str(),
            self.dmarc.as_str()
        )
    }
}

/// The checks a message carries that can be believed.
pub fn checks(message: &Message<'_>, trusted: Option<&str>) -> Checks {
    let headers = message.headers();
    let first_hop = headers
        .iter()
        .position(|header| header.name().eq_ignore_ascii_case("Received"))
        .unwrap_or(0);
    let above = headers
        .iter()
        .take(first_hop)
        .filter(|header| header.name().eq_ignore_ascii_case("Authentication-Results"))
        .count();
    let all = values(message, "Authentication-Results");
    let believed: Vec<String> = match trusted {
        Some(server) => own(message, server),
        None => all.into_iter().take(above).collect(),
    };
    let mut checks = Checks::default();
    for value in believed {
        let (value, whole) = without_comments(&value);
        let mut own = Checks::default();
        for result in value.split(';').skip(1) {
            let Some((method, rest)) = result.trim().split_once('=') else {
                continue;
            };
            let word = rest.split_whitespace().next().unwrap_or_default();
            let verdict = match Verdict::read(&word.to_lowercase()) {
                Verdict::Pass if !whole => Verdict::Unsure,
                verdict => verdict,
            };
            // What the server calls itself is no word of the sender's.
            let of_greeting = rest.contains("smtp.helo") && !rest.contains("smtp.mailfrom");
            match method.trim().to_lowercase().as_str() {
                "spf" if of_greeting => {}
                "spf" => own.spf = own.spf.with(verdict),
                // One good signature of several is enough.
                "dkim" if own.dkim != Verdict::Pass => own.dkim = verdict,
                "dmarc" => own.dmarc = own.dmarc.with(verdict),
                _ => {}
            }
        }
        checks.spf = checks.spf.with(own.spf);
        checks.dkim = checks.dkim.with(own.dkim);
        checks.dmarc = checks.dmarc.with(own.dmarc);
    }
    checks
}

/// What a server of this name wrote: its headers down to the line of a server below them, which it wrote
/// itself. Whoever sent the message can have written what stands below that, under any name.
fn own(message: &Message<'_>, server: &str) -> Vec<String> {
    let mut found = Vec::new();
    for header in message.headers() {
        let name = header.name();
        if name.eq_ignore_ascii_case("Received") && !found.is_empty() {
            break;
        }
        if !name.eq_ignore_ascii_case("Authentication-Results") {
            continue;
        }
        let range = header.offset_start() as usize..header.offset_end() as usize;
        let bytes = message.raw_message.get(range).unwrap_or_default();
        let value = one_line(&String::from_utf8_lossy(bytes));
        let named = value.split([';', ' ']).next().unwrap_or_default();
        if named.eq_ignore_ascii_case(server) && found.len() < MOST {
            found.push(value);
        }
    }
    found
}

/// The value without what stands in brackets, and whether each was closed: a sender's words stand in
/// some, and one that is left open would take what follows with it. Then all of it is read.
fn without_comments(value: &str) -> (String, bool) {
    let mut depth = 0_usize;
    let kept: String = value
        .chars()
        .filter(|c| {
            match c {
                '(' => depth += 1,
                ')' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect();
    if depth > 0 {
        return (one_line(&value.replace(['(', ')'], " ")), false);
    }
    (one_line(&kept), true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::inbound::parse;

    const BY: &str = "Authentication-Results: mx.police.example";
    const HOP: &str = "Received: from x by mx; Tue, 2 Jun 2026 08:00:00 +0000";

    fn found(headers: &[String]) -> (Verdict, Verdict, Verdict) {
        let text = format!("{}\r\nFrom: a@x.example\r\n\r\nx", headers.join("\r\n"));
        let checks = parse(text.as_bytes(), Some("mx.police.example")).checks;
        (checks.spf, checks.dkim, checks.dmarc)
    }

    #[test]
    fn what_a_sender_writes_below_what_the_server_says_undoes_none_of_it() {
        use Verdict::{Fail, None, Pass};
        let forged = format!("{BY}; spf=pass; dkim=pass; dmarc=pass");
        let real = format!("{BY}; spf=fail; dmarc=fail");
        let hop = HOP.to_owned();
        let below = [real.clone(), hop.clone(), forged.clone()];
        assert_eq!(found(&below), (Fail, None, Fail));
        // Where the server writes below its own line.
        let beside = [hop.clone(), real.clone(), forged.clone()];
        assert_eq!(found(&beside), (Fail, Pass, Fail));
        let greeted = [format!(
            "{BY}; spf=fail smtp.helo=a; spf=pass smtp.mailfrom=b"
        )];
        assert_eq!(found(&greeted), (Pass, None, None));
        let several = [
            format!("{BY}; spf=pass"),
            format!("{BY}; dmarc=pass"),
            hop,
            forged,
        ];
        assert_eq!(found(&several), (Pass, None, Pass));
    }

    #[test]
    fn a_bracket_that_is_left_open_hides_nothing() {
        use Verdict::{Fail, None, Unsure};
        let open = [format!("{BY} (x; spf=fail; dmarc=fail")];
        assert_eq!(found(&open), (Fail, None, Fail));
        let passed = [format!("{BY}; spf=none (x; dmarc=pass")];
        assert_eq!(found(&passed), (None, None, Unsure));
    }
}
