//! What the receiving server found of a sender: SPF, DKIM and DMARC as it recorded them
//! (Authentication-Results, RFC 8601).
//!
//! Anybody can write such a header. Only one that stands above every Received line was added by
//! the last server on the way, or one that bears the name the authority gives its server. And a pass is
//! one of the domain it names: of another it says nothing of the sender.

use super::header::{MOST, one_line, values};
use mail_parser::{Address, Message};

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
    /// Whether more than one sender is named: nobody can tell of which the others were said (RFC 7489,
    /// section 6.6.1).
    pub several_senders: bool,
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
    /// shows that the domain stands behind it all the same, as for a message that was forwarded. Nor is
    /// one the sender who is named beside others.
    #[must_use]
    pub fn disown_the_sender(self) -> bool {
        self.several_senders
            || self.dmarc == Verdict::Fail
            || (self.spf == Verdict::Fail && self.dmarc != Verdict::Pass)
    }

    /// The checks as a sentence.
    #[must_use]
    pub fn sentence(self) -> String {
        if self.several_senders {
            let one = Self {
                several_senders: false,
                ..self
            };
            return format!("It names more than one sender. {}", one.sentence());
        }
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

/// The checks a message carries that can be believed, of a sender with this address.
pub fn checks(message: &Message<'_>, trusted: Option<&str>, sender: &str) -> Checks {
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
    let mut checks = Checks {
        several_senders: several(message),
        ..Checks::default()
    };
    for value in believed {
        let (value, whole) = plain(&value);
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
            let method = method.trim().to_lowercase();
            if verdict == Verdict::Pass && !is_of(sender, &method, rest) {
                continue;
            }
            // What the server calls itself is no word of the sender's.
            let of_greeting = rest.contains("smtp.helo") && !rest.contains("smtp.mailfrom");
            match method.as_str() {
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

/// Whether From names more than one sender, in one line or in several.
fn several(message: &Message<'_>) -> bool {
    let headers = message.headers().iter();
    let lines = headers.filter(|header| header.name().eq_ignore_ascii_case("From"));
    let named = |from: &Address<'_>| from.iter().filter(|a| a.address.is_some()).count();
    lines.count() > 1 || message.from().is_some_and(|from| named(from) > 1)
}

/// Whether a pass is one of this sender: each domain it names is that of the address, or one above or
/// below it (RFC 8601, section 2.7; RFC 7489, section 3.1). One that names none is taken as it stands.
fn is_of(sender: &str, method: &str, properties: &str) -> bool {
    let telling: &[&str] = match method {
        "spf" => &["smtp.mailfrom"],
        "dkim" => &["header.d", "header.i"],
        _ => &["header.from"],
    };
    let domain = |address: &str| -> String {
        let domain = address
            .rsplit_once('@')
            .map_or(address, |(_, domain)| domain);
        let bare = domain.trim_matches(|c: char| matches!(c, '<' | '>' | ',' | '.'));
        bare.to_lowercase()
    };
    let own = domain(sender);
    let below = |of: &str, above: &str| {
        let rest = of.strip_suffix(above);
        above.contains('.') && rest.is_some_and(|rest| rest.ends_with('.'))
    };
    properties
        .split_whitespace()
        .filter_map(|property| property.split_once('='))
        .filter(|(name, _)| telling.iter().any(|told| name.eq_ignore_ascii_case(told)))
        .map(|(_, named)| domain(named))
        .all(|named| {
            !own.is_empty() && (named == own || below(&own, &named) || below(&named, &own))
        })
}

/// The value without what stands in brackets, nothing of what stands in quotes taken for a word of its
/// own, and whether each was closed: a sender's words stand in some, and one that is left open would
/// take what follows with it. Then all of it is read.
fn plain(value: &str) -> (String, bool) {
    let (mut depth, mut quoted, mut escaped, mut whole) = (0_usize, false, false, true);
    let mut kept = String::with_capacity(value.len());
    for c in value.chars() {
        let letter = c.is_alphanumeric() || matches!(c, '@' | '.' | '-');
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted || depth > 0 => escaped = true,
            '"' if depth == 0 => quoted = !quoted,
            _ if quoted => kept.push(if letter { c } else { '_' }),
            '(' => depth += 1,
            ')' if depth == 0 => whole = false,
            ')' => depth -= 1,
            _ if depth > 0 => {}
            _ => kept.push(c),
        }
    }
    if depth > 0 || quoted || !whole {
        return (one_line(&value.replace(['(', ')', '"'], " ")), false);
    }
    let line = one_line(&kept);
    (line.replace(" =", "=").replace("= ", "="), true)
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
            "{BY}; spf=fail smtp.helo=a; spf=pass smtp.mailfrom=b@x.example"
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

    #[test]
    fn a_pass_is_one_of_the_domain_it_names() {
        use Verdict::{Fail, None, Pass};
        let said = |results: &str| found(&[format!("{BY}; {results}")]);
        let all = |domain: &str| {
            said(&format!(
                "spf=pass smtp.mailfrom=a@{domain}; dkim=pass header.d={domain}; dmarc=pass (p=none) header.from={domain}"
            ))
        };
        for domain in ["x.example", "X.Example", "mail.x.example"] {
            assert_eq!(all(domain), (Pass, Pass, Pass), "{domain}");
        }
        for domain in [
            "y.example",
            "evilx.example",
            "example",
            "x.example.y.example",
            "",
        ] {
            assert_eq!(all(domain), (None, None, None), "{domain}");
        }
        let named = "spf=fail smtp.mailfrom=y.example; dmarc=pass header.from=y.example";
        assert_eq!(said(named), (Fail, None, None), "what failed stays so");
        let signed = "dkim=pass header.d=y.example; dkim=pass header.i=@x.example header.b=ab";
        assert_eq!(said(signed), (None, Pass, None));
    }

    #[test]
    fn what_a_sender_puts_into_quotes_is_no_word_of_the_server() {
        use Verdict::{None, Unsure};
        let said = |results: &str| found(&[format!("{BY}; {results}")]);
        for local in [
            "\"; dmarc=pass header.from=x.example; \"",
            "\"a smtp.mailfrom=b@x.example \"",
            "\"a\\\"; dmarc=pass\"",
            "\"a(b\"",
        ] {
            let results = format!("spf=pass smtp.mailfrom={local}@y.example");
            assert_eq!(said(&results), (None, None, None), "{local}");
        }
        let open = "spf=none smtp.mailfrom=\"a@y.example; dmarc=pass header.from=x.example";
        assert_eq!(said(open), (None, None, Unsure));
        let closed = "spf=none (a) b; dmarc=pass header.from=x.example)";
        assert_eq!(said(closed), (None, None, Unsure));
    }
}
