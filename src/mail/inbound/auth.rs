//! What the receiving server found of a sender: SPF, DKIM and DMARC as it recorded them
//! (Authentication-Results, RFC 8601).
//!
//! Anybody can write such a header. Only one that stands above every Received line was added by
//! the last server on the way, or one that bears the name the authority gives its server.

use super::header::{one_line, values};
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
    let believed: Vec<&String> = match trusted {
        Some(server) => all
            .iter()
            .filter(|value| {
                let named = value.split([';', ' ']).next().unwrap_or_default();
                named.eq_ignore_ascii_case(server)
            })
            .collect(),
        None => all.iter().take(above).collect(),
    };
    let mut checks = Checks::default();
    for value in believed {
        for result in without_comments(value).split(';').skip(1) {
            let Some((method, rest)) = result.trim().split_once('=') else {
                continue;
            };
            let word = rest.split_whitespace().next().unwrap_or_default();
            let verdict = Verdict::read(&word.to_lowercase());
            let held = match method.trim().to_lowercase().as_str() {
                "spf" => &mut checks.spf,
                "dkim" => &mut checks.dkim,
                "dmarc" => &mut checks.dmarc,
                _ => continue,
            };
            // One good signature of several is enough.
            if *held != Verdict::Pass {
                *held = verdict;
            }
        }
    }
    checks
}

/// The value without what stands in brackets.
fn without_comments(value: &str) -> String {
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
    one_line(&kept)
}
