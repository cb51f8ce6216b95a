//! How a question of a generated case was decided, in words.

use crate::demo::dice::Dice;
use crate::domain::case::{Outcome, Reasons};
use crate::domain::section::Section;
use crate::store::DecidedQuestion;

/// How a question was decided, in words.
pub(super) fn worded(
    dice: &mut Dice,
    number: u16,
    outcome: Outcome,
    exemptions: &[Section],
) -> DecidedQuestion {
    let answer = match outcome {
        Outcome::GrantedInFull => "The figures are given below.",
        Outcome::GrantedInPart => "The figures are given below, but for those of few people.",
        Outcome::NotHeld => "We searched the case system and the registry and found nothing.",
        Outcome::Refused
        | Outcome::RefusedOnCost
        | Outcome::RefusedAsVexatious
        | Outcome::RefusedAsUnreasonable
        | Outcome::RefusedAsRepeated
        | Outcome::RefusedAsUnclear
        | Outcome::RefusedFeeUnpaid
        | Outcome::RefusedOtherwise
        | Outcome::NeitherConfirmedNorDenied
        | Outcome::Transferred
        | Outcome::Withdrawn
        | Outcome::Lapsed => "",
    };
    let reasons = |section: &Section| Reasons {
        withheld: "The names of those concerned".to_owned(),
        why: "Giving it would say who they are.".to_owned(),
        harm: "Those concerned would be sought out.".to_owned(),
        for_disclosure: "People can see whom the figures are about.".to_owned(),
        for_withholding: "Those concerned did not expect to be named.".to_owned(),
        balance: "Nobody gains from the names.".to_owned(),
        ..Reasons::of(section.clone())
    };
    DecidedQuestion {
        number,
        outcome: outcome.as_str().to_owned(),
        exemptions: exemptions.to_vec(),
        answer: answer.to_owned(),
        reasons: exemptions.iter().map(reasons).collect(),
        salt: dice.token(),
    }
}
