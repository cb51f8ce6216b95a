//! Who clears what is sent and who reviews what was decided.

use super::layers::Layers;
use super::values::{complaint, text};
use crate::domain::case::SecondPerson;

/// Who clears and who reviews.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clearance {
    /// Whether somebody else has to.
    pub second_person: SecondPerson,
}

impl Clearance {
    pub(super) fn read(layers: &mut Layers) -> Option<Self> {
        let second_person = layers.read("clearance", "second_person", |v| match text(v)? {
            "required" => Ok(SecondPerson::Required),
            "not_required" => Ok(SecondPerson::NotRequired),
            other => Err(complaint(
                format!("\u{201c}{other}\u{201d} is not known"),
                "Write \"required\" or \"not_required\"",
            )),
        });
        Some(Self {
            second_person: second_person?,
        })
    }
}
