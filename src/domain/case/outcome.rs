//! How a request, or one numbered question of it, ended.

use serde::{Deserialize, Serialize};

/// The outcome of a question or of a whole request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Everything asked for was given.
    GrantedInFull,
    /// Some was given, some withheld.
    GrantedInPart,
    /// Everything was withheld under exemptions.
    Refused,
    /// Refused because answering would cost too much (FOIA s.12).
    RefusedOnCost,
    /// Refused as vexatious (FOIA s.14(1)).
    RefusedAsVexatious,
    /// Refused as manifestly unreasonable (EIR reg 12(4)(b)).
    RefusedAsUnreasonable,
    /// Refused as a repeat of a request already answered (FOIA s.14(2)).
    RefusedAsRepeated,
    /// Refused because it is not clear what is asked for (FOIA s.1(3)).
    RefusedAsUnclear,
    /// Refused because the fee was not paid in time (FOIA s.9(2)).
    RefusedFeeUnpaid,
    /// Refused on another ground that lies in the request or the material and is no exemption.
    RefusedOtherwise,
    /// The authority does not hold it (FOIA s.1(1)(a)).
    NotHeld,
    /// The authority neither confirmed nor denied holding it.
    NeitherConfirmedNorDenied,
    /// Another authority answers it.
    Transferred,
    /// The requester no longer wants it.
    Withdrawn,
    /// The requester did not clarify or pay in time.
    Lapsed,
}

/// How a request ended without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The requester took it back.
    Withdrawn,
    /// Nothing came of what they were asked for.
    Lapsed,
    /// It became another authority's to answer.
    Transferred,
}

impl Outcome {
    /// How the request ended, where that was without an answer.
    #[must_use]
    pub const fn ending(self) -> Option<Ending> {
        match self {
            Self::Withdrawn => Some(Ending::Withdrawn),
            Self::Lapsed => Some(Ending::Lapsed),
            Self::Transferred => Some(Ending::Transferred),
            Self::GrantedInFull
            | Self::GrantedInPart
            | Self::Refused
            | Self::RefusedOnCost
            | Self::RefusedAsVexatious
            | Self::RefusedAsUnreasonable
            | Self::RefusedAsRepeated
            | Self::RefusedAsUnclear
            | Self::RefusedFeeUnpaid
            | Self::RefusedOtherwise
            | Self::NotHeld
            | Self::NeitherConfirmedNorDenied => None,
        }
    }

    /// Every outcome, in the order a return lists them.
    pub const ALL: [Self; 15] = [
        Self::GrantedInFull,
        Self::GrantedInPart,
        Self::Refused,
        Self::RefusedOnCost,
        Self::RefusedAsVexatious,
        Self::RefusedAsUnreasonable,
        Self::RefusedAsRepeated,
        Self::RefusedAsUnclear,
        Self::RefusedFeeUnpaid,
        Self::RefusedOtherwise,
        Self::NotHeld,
        Self::NeitherConfirmedNorDenied,
        Self::Transferred,
        Self::Withdrawn,
        Self::Lapsed,
    ];

    /// The outcomes an officer decides for one question.
    pub const DECIDABLE: [Self; 5] = [
        Self::GrantedInFull,
        Self::GrantedInPart,
        Self::Refused,
        Self::NotHeld,
        Self::NeitherConfirmedNorDenied,
    ];

    /// The outcomes of a refusal that relies on no exemption, but on what the request is or costs.
    pub const OF_THE_REQUEST: [Self; 7] = [
        Self::RefusedOnCost,
        Self::RefusedAsVexatious,
        Self::RefusedAsUnreasonable,
        Self::RefusedAsRepeated,
        Self::RefusedAsUnclear,
        Self::RefusedFeeUnpaid,
        Self::RefusedOtherwise,
    ];

    /// The word stored in the database and used in URLs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::GrantedInFull => "granted_in_full",
            Self::GrantedInPart => "granted_in_part",
            Self::Refused => "refused",
            Self::RefusedOnCost => "refused_on_cost",
            Self::RefusedAsVexatious => "refused_as_vexatious",
            Self::RefusedAsUnreasonable => "refused_as_unreasonable",
            Self::RefusedAsRepeated => "refused_as_repeated",
            Self::RefusedAsUnclear => "refused_as_unclear",
            Self::RefusedFeeUnpaid => "refused_fee_unpaid",
            Self::RefusedOtherwise => "refused_otherwise",
            Self::NotHeld => "not_held",
            Self::NeitherConfirmedNorDenied => "neither_confirmed_nor_denied",
            Self::Transferred => "transferred",
            Self::Withdrawn => "withdrawn",
            Self::Lapsed => "lapsed",
        }
    }

    /// As a person reads it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::GrantedInFull => "Granted in full",
            Self::GrantedInPart => "Granted in part",
            Self::Refused => "Refused",
            Self::RefusedOnCost => "Refused: cost",
            Self::RefusedAsVexatious => "Refused: vexatious",
            Self::RefusedAsUnreasonable => "Refused: unreasonable",
            Self::RefusedAsRepeated => "Refused: repeated",
            Self::RefusedAsUnclear => "Refused: not clear",
            Self::RefusedFeeUnpaid => "Refused: fee not paid",
            Self::RefusedOtherwise => "Refused: other ground",
            Self::NotHeld => "Not held",
            Self::NeitherConfirmedNorDenied => "Neither confirmed nor denied",
            Self::Transferred => "Transferred",
            Self::Withdrawn => "Withdrawn",
            Self::Lapsed => "Lapsed",
        }
    }

    /// The outcome of this stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|o| o.as_str() == word)
    }

    /// Whether this outcome withholds something and so has to name an exemption (FOIA s.17(1)).
    #[must_use]
    pub const fn withholds(self) -> bool {
        match self {
            Self::GrantedInPart | Self::Refused | Self::NeitherConfirmedNorDenied => true,
            Self::GrantedInFull
            | Self::RefusedOnCost
            | Self::RefusedAsVexatious
            | Self::RefusedAsUnreasonable
            | Self::RefusedAsRepeated
            | Self::RefusedAsUnclear
            | Self::RefusedFeeUnpaid
            | Self::RefusedOtherwise
            | Self::NotHeld
            | Self::Transferred
            | Self::Withdrawn
            | Self::Lapsed => false,
        }
    }

    /// Whether this is a refusal that relies on no exemption.
    #[must_use]
    pub fn refuses_the_request(self) -> bool {
        Self::OF_THE_REQUEST.contains(&self)
    }

    /// The outcome of a whole request from those of its questions; `None` for no questions.
    ///
    /// What another authority is to answer is none of ours, where there is anything else.
    /// Alike outcomes stand. Anything given beside anything else is granted in part.
    /// With nothing given, a refusal under exemptions outweighs one for what the request is, which
    /// outweighs "neither confirmed nor denied", which outweighs "not held".
    #[must_use]
    pub fn of_whole(parts: &[Self]) -> Option<Self> {
        let theirs = |p: &Self| *p == Self::Transferred;
        let ours: Vec<Self> = parts.iter().copied().filter(|p| !theirs(p)).collect();
        let parts = if ours.is_empty() { parts } else { &ours };
        let first = *parts.first()?;
        if parts.iter().all(|p| *p == first) {
            return Some(first);
        }
        let gives = |o: &Self| matches!(o, Self::GrantedInFull | Self::GrantedInPart);
        if parts.iter().any(gives) {
            return Some(Self::GrantedInPart);
        }
        let after = [Self::NeitherConfirmedNorDenied, Self::NotHeld];
        [Self::Refused]
            .into_iter()
            .chain(Self::OF_THE_REQUEST)
            .chain(after)
            .find(|o| parts.contains(o))
            .or(Some(first))
    }
}

#[cfg(test)]
mod tests {
    use super::Outcome::{
        GrantedInFull, GrantedInPart, NeitherConfirmedNorDenied, NotHeld, Refused, RefusedOnCost,
    };
    use super::*;

    #[test]
    fn the_whole_outcome_follows_from_the_questions() {
        assert_eq!(Outcome::of_whole(&[]), None);
        assert_eq!(
            Outcome::of_whole(&[GrantedInFull, GrantedInFull]),
            Some(GrantedInFull)
        );
        assert_eq!(
            Outcome::of_whole(&[GrantedInFull, Refused]),
            Some(GrantedInPart)
        );
        assert_eq!(
            Outcome::of_whole(&[NotHeld, GrantedInFull]),
            Some(GrantedInPart)
        );
        assert_eq!(Outcome::of_whole(&[NotHeld, Refused]), Some(Refused));
        assert_eq!(
            Outcome::of_whole(&[NotHeld, NeitherConfirmedNorDenied]),
            Some(NeitherConfirmedNorDenied)
        );
        assert_eq!(
            Outcome::of_whole(&[RefusedOnCost, NotHeld]),
            Some(RefusedOnCost)
        );
        assert_eq!(Outcome::of_whole(&[RefusedOnCost, Refused]), Some(Refused));
        assert_eq!(
            Outcome::of_whole(&[RefusedOnCost, GrantedInFull]),
            Some(GrantedInPart)
        );
    }
}
