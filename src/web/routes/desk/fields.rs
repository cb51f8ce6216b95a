//! The fields of each action's form, and what the action does, in words.

use super::own_words;
use super::review_fields::review;
use super::sections::to_weigh;
use crate::domain::case::{ActionKind, Case, Channel, Stage};
use crate::domain::regime::{Effect, Limit, Regime};
use crate::domain::section::Section;
use crate::domain::words;
use crate::store::{DocumentRow, PersonRow};
use crate::web::forms::Typed;
use crate::web::pages::form::{Choice, Field};
use chrono::NaiveDate;

/// What the fields offer to choose from.
pub struct Offer<'a> {
    /// The law of the case.
    pub regime: &'a Regime,
    /// The case.
    pub case: &'a Case,
    /// Everybody at the desk.
    pub people: &'a [PersonRow],
    /// The teams.
    pub teams: &'a [String],
    /// The text of each question, by its number.
    pub questions: &'a [(u16, String)],
    /// The last day to ask for a review, where the law names one.
    pub review_request_by: Option<NaiveDate>,
    /// The documents of the case.
    pub documents: &'a [DocumentRow],
    /// Sections that what was typed to find them can mean, by the question of a review.
    pub found: &'a [(u16, Vec<Section>)],
    /// Whether whoever had a part in the answer may not decide its review.
    pub review_by_others: bool,
}

/// The fields of an action with what was typed.
#[must_use]
pub fn fields(kind: ActionKind, typed: &Typed, offer: &Offer<'_>) -> Vec<Field> {
    let area =
        |name: &str, label: &str, rows| Field::textarea(name, label, typed.get(name), rows, None);
    match kind {
        ActionKind::Allocate => allocate(typed, offer),
        ActionKind::ChooseVariant => vec![variants(typed, offer)],
        ActionKind::SeekClarification => vec![
            area("needs", "What do you need to know?", 6)
                .hint("One question a line. The requester reads it word for word."),
            area("why", "Why can the request not be met as it stands?", 4),
        ],
        ActionKind::RecordClarification => vec![
            on(typed, "Day it reached the authority"),
            area("text", "What the requester wrote", 8),
        ],
        ActionKind::IssueFeesNotice => vec![
            area("charges", "What is the money for?", 4).hint(format!(
                "One charge a line, in {}, with its amount at the end: \u{201c}Copies of 40 pages: 4.00\u{201d}. The fee is what they come to.",
                offer.regime.currency.units()
            )),
            area("how_to_pay", "How to pay", 3).hint("One step a line. The requester reads it word for word."),
        ],
        ActionKind::RecordPayment => vec![on(typed, "Day the fee was paid")],
        ActionKind::SendForClearance => vec![
            area(
                "help",
                "Advice and help, or anything else to say (optional)",
                5,
            ),
            hours(typed).hint("Optional. In all, for example 2.5 or 2:30."),
            Field::checkboxes(
                "already_public",
                "Already public",
                Choice::with_chosen(
                    &[Choice::new("yes", "What was asked for was public already")],
                    &[typed.get("already_public")],
                ),
            ),
        ],
        ActionKind::ReturnToDraft => vec![area("reason", "What has to change?", 4)],
        ActionKind::Extend => extension(typed, offer),
        ActionKind::Transfer => vec![
            Field::text(
                "to",
                "Authority that holds the information",
                typed.get("to"),
            ),
            on(typed, "Day it was transferred"),
            Field::checkboxes(
                "passed_on",
                "The request",
                Choice::with_chosen(
                    &[Choice::new("yes", "We have sent it to that authority")],
                    &[typed.get("passed_on")],
                ),
            )
            .hint("Leave it empty where the requester has to ask that authority."),
        ],
        ActionKind::Withdraw => vec![on(typed, "Day the requester withdrew")],
        ActionKind::RequestReview => vec![
            on(typed, "Day it reached the authority"),
            area("points", "What the requester asks to be looked at again", 6),
            area(
                "accepted",
                "Why it is accepted after the time to ask for it",
                3,
            )
            .hint(offer.review_request_by.map_or_else(
                || "Leave it empty: the law names no time to ask for it.".to_owned(),
                |by| format!("Only where it came after {}.", words::long_date(by)),
            )),
        ],
        ActionKind::CompleteReview => review(typed, offer),
        ActionKind::RecordEffort => {
            vec![hours(typed).hint("In all so far, for example 2.5 or 2:30.")]
        }
        ActionKind::WriteLetter => own_words::fields(typed, offer.documents),
        ActionKind::AddNote => vec![area("text", "Note", 5).hint("Only the desk reads it.")],
        ActionKind::ReceiveReply => vec![
            Field::radios("channel", "How it came", channels(typed)),
            on(typed, "Day it reached the authority"),
            area("text", "What the requester wrote", 8),
        ],
        // Deciding has pages of its own.
        ActionKind::DecideQuestion
        | ActionKind::Refuse
        | ActionKind::StartSearch
        | ActionKind::StartDraft
        | ActionKind::Clear
        | ActionKind::Answer
        | ActionKind::Lapse
        | ActionKind::AskToWithdraw
        | ActionKind::GiveAddress
        | ActionKind::DealWith
        | ActionKind::Close => Vec::new(),
    }
}

/// What an action does, and what it does to the clock.
#[must_use]
pub fn explanation(kind: ActionKind, regime: &Regime) -> String {
    let text = match kind {
        ActionKind::Allocate => "The case gets an owner. The clock runs on.",
        ActionKind::ChooseVariant => {
            "The due date is counted again with the limit for this authority or information. A requester who was told another date is told the new one in a letter."
        }
        ActionKind::SeekClarification => {
            return format!(
                "The requester is asked in a letter. {} ({}).",
                match regime.clarification.effect {
                    Effect::Restart =>
                        "The clock stops; the whole time runs again from the day the detail arrives",
                    Effect::Pause => "The clock stops until the detail arrives",
                    Effect::Nothing => "The clock runs on",
                },
                regime.clarification.section
            );
        }
        ActionKind::RecordClarification => match regime.clarification.effect {
            Effect::Restart => {
                "The whole time runs again from the day the detail reached the authority. The requester is told the new date in a letter."
            }
            Effect::Pause => {
                "The clock goes on from the day the detail reached the authority. The requester is told the new date in a letter."
            }
            Effect::Nothing => "The clock runs on.",
        },
        ActionKind::IssueFeesNotice => {
            return format!(
                "The requester is asked to pay in a letter, which says what each charge is for. {} ({}).",
                match regime.fees.effect {
                    Effect::Restart => "The whole time runs again from the day the fee is paid",
                    Effect::Pause => "The clock stops until the fee is paid",
                    Effect::Nothing => "The clock runs on",
                },
                regime.fees.section
            );
        }
        ActionKind::RecordPayment => {
            "The clock goes on, and the requester is told the date the answer is due in a letter."
        }
        ActionKind::StartSearch => "The search for records begins.",
        ActionKind::StartDraft => "The answer is being written.",
        ActionKind::DecideQuestion => "An outcome for this question.",
        ActionKind::Refuse => "An outcome for every question.",
        ActionKind::SendForClearance => {
            "A manager reads the answer as it will leave, and clears it or sends it back. What you write here goes with it."
        }
        ActionKind::Clear => {
            "The answer may be sent as it stands. Any later change takes it back to the draft."
        }
        ActionKind::ReturnToDraft => "The draft goes back to the officer with your reason.",
        ActionKind::Extend => {
            "The due date moves. The requester is told the reason and the new date in a letter."
        }
        ActionKind::Answer => {
            "The answer goes to the requester as it was cleared. The clock ends today."
        }
        ActionKind::Transfer => {
            "The requester is told which authority is to answer, and whether we sent it the request. The case is closed."
        }
        ActionKind::Withdraw => "The case is closed because the requester gave it up.",
        ActionKind::Lapse => {
            "The requester is told that the request has lapsed. The case is closed."
        }
        ActionKind::RequestReview => {
            "The review begins on the day it was asked for. The requester is told so in a letter, with the day it ends by where the law sets one."
        }
        ActionKind::CompleteReview => {
            "The requester is told what the review decided, what it changes and where to complain."
        }
        ActionKind::RecordEffort => "For the statistics and the cost limit.",
        ActionKind::Close => "The case leaves the queue. It can still be read and found.",
        ActionKind::WriteLetter => {
            "The requester gets a letter in your own words. The clock runs on."
        }
        ActionKind::AddNote => "A note stands beside the record.",
        ActionKind::ReceiveReply => {
            "What the requester wrote is filed with the case and waits there until somebody deals with it. The clock runs on."
        }
        ActionKind::AskToWithdraw | ActionKind::GiveAddress => {
            "The requester does this on their own page."
        }
        ActionKind::DealWith => "It no longer waits for you. Nothing else follows.",
    };
    text.to_owned()
}

/// The words of the button.
#[must_use]
pub const fn submit(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::SeekClarification
        | ActionKind::IssueFeesNotice
        | ActionKind::Extend
        | ActionKind::Transfer
        | ActionKind::RequestReview
        | ActionKind::CompleteReview
        | ActionKind::WriteLetter => "See the letter",
        ActionKind::DealWith => "Note it",
        ActionKind::Allocate
        | ActionKind::ChooseVariant
        | ActionKind::RecordClarification
        | ActionKind::RecordPayment
        | ActionKind::StartSearch
        | ActionKind::StartDraft
        | ActionKind::DecideQuestion
        | ActionKind::Refuse
        | ActionKind::SendForClearance
        | ActionKind::Clear
        | ActionKind::ReturnToDraft
        | ActionKind::Answer
        | ActionKind::Withdraw
        | ActionKind::Lapse
        | ActionKind::RecordEffort
        | ActionKind::Close
        | ActionKind::AddNote
        | ActionKind::AskToWithdraw
        | ActionKind::GiveAddress
        | ActionKind::ReceiveReply => kind.title(),
    }
}

/// Whether an action ends the case, so that its button warns.
#[must_use]
pub const fn warns(kind: ActionKind) -> bool {
    matches!(
        kind,
        ActionKind::Transfer | ActionKind::Withdraw | ActionKind::Lapse | ActionKind::Close
    )
}

fn on(typed: &Typed, label: &str) -> Field {
    Field::date("on", label, typed.date_value("on")).hint("Leave it empty for today.")
}

/// How a message can have come that somebody at the desk files.
const FILED: [Channel; 5] = [
    Channel::Post,
    Channel::Email,
    Channel::Telephone,
    Channel::InPerson,
    Channel::SocialMedia,
];

fn channels(typed: &Typed) -> Vec<Choice> {
    let choices = FILED.map(|channel| Choice::new(channel.as_str(), channel.title()));
    Choice::with_chosen(&choices, &[typed.get("channel")])
}

fn hours(typed: &Typed) -> Field {
    Field::number("hours", "Hours spent", typed.get("hours"))
}

fn allocate(typed: &Typed, offer: &Offer<'_>) -> Vec<Field> {
    let mut officers = vec![Choice::new("", "Nobody yet")];
    // Whoever had a part in the answer is not offered its review.
    let reviewing = offer.case.stage() == Stage::Review && offer.review_by_others;
    let active = offer.people.iter().filter(|p| p.active);
    let active = active.filter(|p| !(reviewing && offer.case.hands.took_part(p.id)));
    officers.extend(active.map(|p| Choice::new(p.id.to_string(), p.name.clone())));
    let mut fields = vec![Field::select(
        "officer",
        "Officer",
        Choice::with_chosen(&officers, &[typed.get("officer")]),
    )];
    if !offer.teams.is_empty() {
        let mut teams = vec![Choice::new("", "No team")];
        teams.extend(offer.teams.iter().map(|t| Choice::new(t, t)));
        fields.push(Field::select(
            "team",
            "Team",
            Choice::with_chosen(&teams, &[typed.get("team")]),
        ));
    }
    fields
}

fn variants(typed: &Typed, offer: &Offer<'_>) -> Field {
    let regime = offer.regime;
    let label =
        |limit: &Limit, title: &str| format!("{title}: {} ({})", limit.in_words(), limit.section);
    let mut choices = vec![Choice::new("", label(&regime.limit, "Every other request"))];
    choices.extend(regime.variants.iter().map(|v| {
        Choice::new(
            v.id.clone(),
            label(&v.limit, words::sentence(&v.title).trim_end_matches('.')),
        )
    }));
    Field::radios(
        "variant",
        "Time limit",
        Choice::with_chosen(&choices, &[typed.get("variant")]),
    )
}

fn extension(typed: &Typed, offer: &Offer<'_>) -> Vec<Field> {
    let grounds: Vec<Choice> = offer
        .regime
        .extension_grounds
        .iter()
        .map(|g| {
            let title = words::sentence(&g.title);
            let label = format!("{} ({})", title.trim_end_matches('.'), g.section);
            Choice::new(g.id.clone(), label)
        })
        .collect();
    // Of one there is nothing to choose.
    let ground = match &grounds[..] {
        [only] => only.value.clone(),
        _ => typed.text("ground"),
    };
    let mut fields = vec![
        Field::radios(
            "ground",
            "Ground",
            Choice::with_chosen(&grounds, &[&ground]),
        ),
        Field::date("until", "New due date", typed.date_value("until"))
            .hint("Leave it empty for the usual length. The requester is told this day."),
    ];
    let mut named = offer.regime.extension_grounds.iter();
    if let Some((ground, section)) = named.find_map(|g| g.exemptions.as_ref().map(|s| (g, s))) {
        let exemption = &offer.regime.words.exemption;
        let chosen = Choice::with_chosen(&to_weigh(offer.regime), &typed.all("exemptions"));
        fields.push(
            Field::checkboxes(
                "exemptions",
                format!("Each {exemption} whose public interest is being weighed"),
                chosen,
            )
            .hint(format!(
                "Needed for the ground \u{201c}{}\u{201d} ({section}). The notice names each.",
                ground.title
            )),
        );
    }
    fields.push(
        Field::textarea(
            "why",
            "Reason, as the requester will read it",
            typed.get("why"),
            5,
            None,
        )
        .hint("Where sections are named, say why each applies, unless its name makes that plain."),
    );
    fields
}
