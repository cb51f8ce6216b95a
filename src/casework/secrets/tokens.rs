//! Tokens that are made again when they are needed: of the set-up link, and of who reads what is
//! published, so that a reader is counted once without keeping who they are.

use super::{Keys, base32, same};
use chrono::NaiveDate;

impl Keys {
    /// The token of the set-up link, the same on every node.
    #[must_use]
    pub fn set_up_token(&self, nonce: &str) -> String {
        base32(&self.mac("set up", nonce), 52)
    }

    /// A reader, by the address they come from, on one day: another day's key tells nothing of it,
    /// and without the installation's keys neither tells the address.
    #[must_use]
    pub fn reader(&self, address: &str, on: NaiveDate) -> String {
        base32(&self.mac("reader", &format!("{on} {address}")), 26)
    }

    /// What the page of a publication carries when it is shown to a reader on a day.
    #[must_use]
    pub fn page_token(&self, publication: i64, address: &str, on: NaiveDate) -> String {
        let shown = format!("{publication} {on} {address}");
        base32(&self.mac("publication page", &shown), 26)
    }

    /// Whether a page was shown to this reader today, or yesterday and has been open since.
    #[must_use]
    pub fn was_shown(
        &self,
        token: &str,
        publication: i64,
        address: &str,
        today: NaiveDate,
    ) -> bool {
        let days = [Some(today), today.pred_opt()];
        let mut days = days.into_iter().flatten();
        days.any(|day| same(token, &self.page_token(publication, address, day)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_speaks_for_its_publication_its_reader_and_its_day_only() {
        let keys = Keys {
            signing: "a key for tests".into(),
        };
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let token = keys.page_token(7, "192.0.2.1", day("2026-06-02"));
        let shown = |id, address, on| keys.was_shown(&token, id, address, day(on));
        assert!(shown(7, "192.0.2.1", "2026-06-02"));
        assert!(shown(7, "192.0.2.1", "2026-06-03"), "open over midnight");
        assert!(!shown(7, "192.0.2.1", "2026-06-04"));
        assert!(!shown(7, "192.0.2.1", "2026-06-01"));
        assert!(!shown(8, "192.0.2.1", "2026-06-02"));
        assert!(!shown(7, "192.0.2.2", "2026-06-02"));
        let today = keys.reader("192.0.2.1", day("2026-06-02"));
        assert_ne!(today, keys.reader("192.0.2.1", day("2026-06-03")));
        assert_ne!(today, keys.reader("192.0.2.2", day("2026-06-02")));
    }
}
