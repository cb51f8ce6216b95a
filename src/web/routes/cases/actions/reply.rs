//! The form that files what the requester wrote or said.

pub(super) use crate::casework::cases::actions::ReceiveReply;

use super::fields::{area, on, one, text};
use super::{ActionForm, Offer};
use crate::casework::Invalid;
use crate::domain::case::Channel;
use crate::web::forms::Typed;
use crate::web::pages::form::{Choice, Field};

/// How a message can have come that somebody at the desk files.
const FILED: [Channel; 5] = [
    Channel::Post,
    Channel::Email,
    Channel::Telephone,
    Channel::InPerson,
    Channel::SocialMedia,
];

impl ActionForm for ReceiveReply {
    fn fields(typed: &Typed, _: &Offer<'_>) -> Vec<Field> {
        let ways = FILED.map(|channel| Choice::new(channel.as_str(), channel.title()));
        let ways = Choice::with_chosen(&ways, &[typed.get("channel")]);
        vec![
            Field::radios("channel", "How it came", ways),
            on(typed, "Day it reached the authority"),
            area(typed, "text", "What the requester wrote", 8),
        ]
    }

    fn read(typed: &Typed) -> Result<Self, Vec<Invalid>> {
        let channel = typed.some("channel").and_then(Channel::parse);
        Ok(Self {
            text: text(typed, "text"),
            channel: channel.ok_or_else(|| one("channel", "Choose how it came"))?,
        })
    }
}
