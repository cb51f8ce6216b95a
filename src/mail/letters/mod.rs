//! What letters say: typed contexts, each with samples, rendered from `templates/letters`.
//!
//! Every letter has a subject, a text and an HTML body below `letters/<letter>/`; the frame
//! around a body (greeting, signature, how to reply, reference) is in `letters/frame/`, that of a
//! letter to a postal address in `letters/post/`, that of letters to colleagues in
//! `letters/colleague/`. The words of the law come from the context; no
//! letter knows a country.

mod accounts;
mod answers;
mod closed;
mod colleagues;
mod correction;
mod correspondence;
mod date_moved;
mod fold;
mod frame;
mod new_date;
mod publication;
mod questions;
mod reasons;
mod receipt;
mod reviews;
mod status_link;

pub use accounts::{Invitation, PasswordReset};
pub use answers::{Ground, NotHeld, Question, Refusal, Release};
pub use closed::{Asked, Lapse, Part, Transfer};
pub use colleagues::{Colleague, MonthLetter, MonthRow, Pressing, PressingCase, Reminders};
pub use correction::PutRight;
pub use correspondence::{Reply, ReplyNoted};
pub use date_moved::DateMoved;
pub use fold::{reflowed, unfolded};
pub use frame::{AskForReview, Contact, Frame, LawWords, Link, Post, Regulator, ReviewRight};
pub use new_date::NewDate;
pub use publication::Publication;
pub use questions::{Charge, Chaser, Clarification, ClockEffect, Extension, FeesNotice, PayBy};
pub use reasons::{Cost, Earlier, Estimate, Opinion, PublicInterest, Refused, Unsaid, Withheld};
pub use receipt::{Acknowledgement, Step};
pub use reviews::{Changed, ReviewAcknowledgement, ReviewOutcome};
pub use status_link::StatusLink;

use crate::domain::letter_kind::LetterKind;
use crate::templates::{TemplateFault, Templates};
use serde::Serialize;

/// What one kind of letter says.
pub trait LetterContext: Serialize {
    /// Its kind, which is the folder of its templates below `templates/letters`.
    const KIND: LetterKind;

    /// What every letter has: who writes to whom about what.
    fn frame(&self) -> &Frame;

    /// Examples that together reach every branch of the templates.
    fn samples() -> Vec<Self>
    where
        Self: Sized;
}

/// A letter's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// One line.
    pub subject: String,
    /// Plain text, folded at 78 characters.
    pub text: String,
    /// A whole HTML page.
    pub html: String,
}

/// What one kind of letter to a colleague says: it belongs to no case.
pub trait ColleagueContext: Serialize {
    /// Its kind, which is the folder of its templates below `templates/letters`.
    const KIND: LetterKind;

    /// Whom it is to.
    fn colleague(&self) -> &Colleague;

    /// Examples that together reach every branch of the templates.
    fn samples() -> Vec<Self>
    where
        Self: Sized;
}

#[derive(Serialize)]
struct Framed<'a, F> {
    frame: &'a F,
    subject: &'a str,
    content: &'a str,
}

/// Writes a letter to a requester.
///
/// # Errors
/// A template that is missing or names a field the context does not have.
pub fn write<L: LetterContext>(
    templates: &Templates,
    context: &L,
) -> Result<Written, TemplateFault> {
    let frame = context.frame();
    let around = if frame.post.is_some() {
        "post"
    } else {
        "frame"
    };
    written(templates, context, L::KIND, (around, frame))
}

/// Writes a letter to a colleague.
///
/// # Errors
/// As [`write()`].
pub fn write_to_colleague<L: ColleagueContext>(
    templates: &Templates,
    context: &L,
) -> Result<Written, TemplateFault> {
    let frame = ("colleague", context.colleague());
    written(templates, context, L::KIND, frame)
}

fn written(
    templates: &Templates,
    context: &impl Serialize,
    kind: LetterKind,
    (around, frame): (&str, &impl Serialize),
) -> Result<Written, TemplateFault> {
    let part = |part: &str| templates.render(&format!("letters/{kind}/{part}"), context);
    let subject = part("subject")?
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let framed = |part: &str, content: &str| {
        let subject = subject.as_str();
        let framed = Framed {
            frame,
            subject,
            content,
        };
        templates.render(&format!("letters/{around}/{part}"), &framed)
    };
    Ok(Written {
        text: fold::fold(&framed("text", part("text")?.trim())?),
        html: framed("html", part("html")?.trim())?,
        subject: subject.clone(),
    })
}
