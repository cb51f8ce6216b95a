//! Sums of money as people type and read them: in minor units of a currency, never a fraction.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The currency a law's fees and limits are in, by its ISO 4217 code. Each has a hundred minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "each is the currency of this code")]
pub enum Currency {
    Aud,
    Cad,
    Eur,
    Gbp,
    Nzd,
    Sek,
    Usd,
}

impl Currency {
    /// What stands before a sum.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Gbp => "£",
            Self::Eur => "€",
            Self::Aud | Self::Cad | Self::Nzd | Self::Usd => "$",
            Self::Sek => "kr\u{a0}",
        }
    }

    /// Its sign without the space some have after it.
    fn sign(self) -> &'static str {
        self.symbol().trim_end()
    }

    /// Several of its whole units, in words.
    #[must_use]
    pub const fn units(self) -> &'static str {
        match self {
            Self::Gbp => "pounds",
            Self::Eur => "euros",
            Self::Aud | Self::Cad | Self::Nzd | Self::Usd => "dollars",
            Self::Sek => "kronor",
        }
    }

    /// A sum of minor units as a letter prints it: `£1,204.50`.
    #[must_use]
    pub fn amount(self, minor: u32) -> String {
        let whole = super::words::thousands(minor as usize / 100);
        format!("{}{whole}.{:02}", self.symbol(), minor % 100)
    }

    /// A sum as somebody types it, `12`, `12.5` or `£1,212.50`, in minor units; nothing where it is
    /// none or has more than two places.
    #[must_use]
    pub fn read(self, typed: &str) -> Option<u32> {
        let typed = typed.trim();
        let (whole, hundredths) = hundredths(typed.strip_prefix(self.sign()).unwrap_or(typed))?;
        whole.checked_mul(100)?.checked_add(hundredths)
    }
}

/// One part of a fee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// What is paid for.
    pub what: String,
    /// How much, in minor units.
    pub amount: u32,
}

/// What is wrong with charges as typed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadCharges {
    /// No line says anything.
    #[error("Write what the money is for, one charge a line, each with its amount at the end")]
    None,
    /// A line that does not end with an amount.
    #[error(
        "Line {0} has no amount at its end; write for example \u{201c}Copies of 40 pages: 4.00\u{201d}"
    )]
    NoAmount(usize),
    /// A line that is only an amount, or whose amount is nothing.
    #[error(
        "Line {0} has to say what is paid for and how much, for example \u{201c}Copies of 40 pages: 4.00\u{201d}"
    )]
    NothingPaidFor(usize),
    /// Together they are more than can be a fee.
    #[error("The charges come to more than a fee can be; check their amounts")]
    TooMuch,
}

/// The charges of a fee as they are typed, one a line with its amount at the end, and what they come
/// to.
///
/// # Errors
/// The first line that cannot be one.
pub fn charges(currency: Currency, typed: &str) -> Result<(Vec<Charge>, u32), BadCharges> {
    let lines = typed.lines().map(str::trim).enumerate();
    let mut charges = Vec::new();
    for (number, line) in lines.filter(|(_, line)| !line.is_empty()) {
        let number = number + 1;
        let (what, amount) = line.rsplit_once(char::is_whitespace).unwrap_or(("", line));
        let amount = currency.read(amount).ok_or(BadCharges::NoAmount(number))?;
        let end = [' ', ':', '-', '\u{2013}', '='];
        let what = what.trim_end().trim_end_matches(currency.sign());
        let what = what.trim_end_matches(end).to_owned();
        if what.is_empty() || amount == 0 {
            return Err(BadCharges::NothingPaidFor(number));
        }
        charges.push(Charge { what, amount });
    }
    let sum = charges
        .iter()
        .try_fold(0_u32, |sum, charge| sum.checked_add(charge.amount));
    match sum.ok_or(BadCharges::TooMuch)? {
        0 => Err(BadCharges::None),
        sum => Ok((charges, sum)),
    }
}

/// A number with at most two places after the point, as whole ones and hundredths; its thousands
/// may be set apart by commas.
#[must_use]
pub fn hundredths(text: &str) -> Option<(u32, u32)> {
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    let (whole, share) = text.trim().split_once('.').unwrap_or((text.trim(), "0"));
    let mut groups = whole.split(',');
    let first = groups.next().filter(|first| digits(first))?;
    let grouped = groups.all(|group| digits(group) && group.len() == 3);
    if !grouped || (first.len() > 3 && whole.contains(',')) || !digits(share) {
        return None;
    }
    let share = match share.len() {
        1 => share.parse::<u32>().ok()? * 10,
        2 => share.parse().ok()?,
        _ => return None,
    };
    Some((whole.replace(',', "").parse().ok()?, share))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_read_exactly_or_refused() {
        let pounds = Currency::Gbp;
        for (typed, minor) in [
            ("12", 1_200),
            (" £12.5 ", 1_250),
            ("0.07", 7),
            ("£1,212.50", 121_250),
            ("1212.50", 121_250),
        ] {
            assert_eq!(pounds.read(typed), Some(minor), "{typed:?}");
        }
        for bad in [
            "",
            "£",
            "12.345",
            "-1",
            "1e3",
            "12.",
            ".5",
            "twelve",
            "99999999999",
            "1,2",
            "1,2345",
            "1234,567",
            "€5",
            "££5",
            "5 6",
        ] {
            assert_eq!(pounds.read(bad), None, "{bad:?}");
        }
        assert_eq!(Currency::Eur.read("€5.10"), Some(510));
    }

    #[test]
    fn a_fee_is_what_its_charges_come_to() {
        let typed = "450 pages copied at 10p: £45.00\n\n  Postage 3.2 \r\nA memory stick - £ 5";
        let (parts, sum) = charges(Currency::Gbp, typed).unwrap();
        let parts: Vec<_> = parts.iter().map(|c| (c.what.as_str(), c.amount)).collect();
        assert_eq!(
            parts,
            [
                ("450 pages copied at 10p", 4_500),
                ("Postage", 320),
                ("A memory stick", 500)
            ]
        );
        assert_eq!(sum, 5_320);
        for (typed, fault) in [
            ("", BadCharges::None),
            (" \n ", BadCharges::None),
            ("Copies", BadCharges::NoAmount(1)),
            ("Copies 4.00\nPostage", BadCharges::NoAmount(2)),
            ("Copies 4.00\n\n12.50", BadCharges::NothingPaidFor(3)),
            ("Copies: 0", BadCharges::NothingPaidFor(1)),
            ("Copies €4", BadCharges::NoAmount(1)),
            ("A 42,949,672.95\nB 0.01", BadCharges::TooMuch),
        ] {
            assert_eq!(charges(Currency::Gbp, typed), Err(fault), "{typed:?}");
        }
    }

    #[test]
    fn what_a_letter_says_is_read_back() {
        for minor in [0, 5, 99, 100, 120_450, 123_456_789, u32::MAX] {
            for currency in [Currency::Gbp, Currency::Eur, Currency::Usd, Currency::Sek] {
                assert_eq!(currency.read(&currency.amount(minor)), Some(minor));
            }
        }
        assert_eq!(Currency::Gbp.amount(120_450), "£1,204.50");
        assert_eq!(Currency::Nzd.amount(5), "$0.05");
        assert_eq!(Currency::Sek.amount(5_200), "kr\u{a0}52.00");
        assert_eq!(Currency::Sek.read("kr 52"), Some(5_200));
    }
}
