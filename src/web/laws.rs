//! The laws there are, as a form lists them.

use super::pages::form::Choice;
use crate::config::law::Law;

/// Every law once, by the name it is shown under.
#[must_use]
pub fn laws(law: &Law) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::new();
    for regime in law.regimes() {
        let id = regime.id.as_str();
        if choices.iter().all(|known| known.value != id) {
            choices.push(Choice::new(id, regime.title.clone()));
        }
    }
    choices.sort_by_key(|choice| choice.label.to_lowercase());
    choices
}
