//! The texts of an instruction, checked before it comes to anything.

use super::Instruction;
use crate::casework::{CaseworkFault, Invalid};
use crate::domain::regime::Regime;
use crate::domain::words;
use std::borrow::Cow;

/// The longest text an officer can type into one field, in characters.
const LONGEST_TEXT: usize = 20_000;

/// Checks the texts an instruction carries: that what a letter or the record cannot do without is
/// there, and that none is too long.
pub(in crate::casework) fn check(
    instruction: &Instruction,
    regime: &Regime,
) -> Result<(), CaseworkFault> {
    let mut faults = instruction.missing(regime);
    for (field, text) in instruction.texts() {
        let length = text.chars().count();
        if length > LONGEST_TEXT {
            let length = words::thousands(length);
            let message = format!("This has {length} characters; shorten it to 20,000 or fewer");
            faults.push(Invalid::new(field, message));
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(CaseworkFault::Invalid(faults))
    }
}

/// Of these texts, each that is empty, with what to write: field, text, message.
pub(super) fn needed(texts: &[(&'static str, &str, &str)]) -> Vec<Invalid> {
    let empty = texts.iter().filter(|(_, text, _)| text.trim().is_empty());
    empty
        .map(|(field, _, message)| Invalid::new(*field, *message))
        .collect()
}

/// Texts by the names of their fields.
pub(super) fn named<'a>(texts: &[(&'static str, &'a str)]) -> Vec<(Cow<'static, str>, &'a str)> {
    let texts = texts.iter();
    texts
        .map(|(name, text)| (Cow::Borrowed(*name), *text))
        .collect()
}
