//! What is much for an authority: what earns all the points of a part of the score.

use super::reckon::plain;

/// What earns all of something: a number, or where that is more, a share of all the authority does.
pub(super) struct Full {
    pub(super) at: f64,
    /// Whether it is the share.
    pub(super) is_share: bool,
}

impl Full {
    pub(super) fn of(least: f64, share: f64) -> Self {
        Self {
            at: least.max(share),
            is_share: share > least,
        }
    }

    /// Where the number comes from, where it is a share.
    pub(super) fn because(&self, share: f64, of: f64, what: &str) -> String {
        if !self.is_share {
            return String::new();
        }
        format!(
            "; {} is {}% of {} {what}",
            plain(self.at),
            plain(share * 100.0),
            plain(of)
        )
    }
}
