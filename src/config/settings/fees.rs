//! What every fees notice says.

use super::layers::Layers;
use super::values::{items, text};

/// What every fees notice says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fees {
    /// How to pay, one step an entry; where it is empty, each notice has it typed anew.
    pub how_to_pay: Vec<String>,
}

impl Fees {
    pub(super) fn read(layers: &mut Layers) -> Option<Self> {
        let how_to_pay = layers.read("fees", "how_to_pay", |v| {
            items(v)?
                .iter()
                .map(|step| Ok(text(step)?.to_owned()))
                .collect()
        });
        Some(Self {
            how_to_pay: how_to_pay?,
        })
    }
}
