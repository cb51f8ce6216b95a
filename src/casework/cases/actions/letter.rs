//! Writing a letter in one's own words: what it answers, and the documents that go with it.

use super::texts::{named, needed};
use super::{Instructs, Kept, Preparing, Told};
use crate::casework::cases::documents::listed;
use crate::casework::mail::letters::paragraphs;
use crate::casework::{CaseworkFault, Invalid, Outgoing};
use crate::domain::case::{Action, Case, actions};
use crate::domain::ids::{DocumentId, MessageId};
use crate::domain::regime::Regime;
use crate::mail::letters::Reply;
use crate::store::{DocumentRow, FiledMessage, StoredCase, Unit};
use std::borrow::Cow;

/// The longest subject an officer can type, in characters: letters show 200, with the reference.
const LONGEST_ABOUT: usize = 150;

/// Writes a letter of one's own words to the requester.
#[derive(Debug, Clone, PartialEq)]
pub struct WriteLetter {
    /// What it is about, for the subject line.
    pub about: String,
    /// Its words.
    pub text: String,
    /// The message it answers.
    pub answers: Option<MessageId>,
    /// The documents of the case that go with it.
    pub documents: Vec<DocumentId>,
}

impl Instructs for WriteLetter {
    const LETS_DOCUMENTS_OUT: bool = true;

    fn missing(&self, _: &Regime) -> Vec<Invalid> {
        let about = "Write what the letter is about, for its subject";
        let mut faults = needed(&[
            ("about", &self.about, about),
            ("text", &self.text, "Write the letter"),
        ]);
        if self.about.chars().count() > LONGEST_ABOUT || self.about.contains(['\n', '\r']) {
            let message = "Say what it is about in one line, at most 150 characters";
            faults.push(Invalid::new("about", message));
        }
        faults
    }

    fn texts(&self) -> Vec<(Cow<'static, str>, &str)> {
        named(&[("text", &self.text)])
    }

    fn changes_answer(&self, _: &Case) -> Option<String> {
        let why = "A document went out with another letter.";
        (!self.documents.is_empty()).then(|| why.to_owned())
    }

    fn lets_out(&self, document: &DocumentRow) -> bool {
        self.documents.contains(&document.public_id)
    }

    fn prepare(&self, preparing: &Preparing<'_>) -> (Action, Kept) {
        let text = format!("{}\n\n{}", self.about, self.text);
        let digest = preparing.commit(&text);
        let action = actions::WriteLetter { digest };
        (action.into(), Some(("letter", text)))
    }

    async fn letter(&self, told: &Told<'_>) -> Result<Option<Outgoing>, CaseworkFault> {
        let (casework, unit, stored) = (told.casework, told.unit, told.stored);
        let answered = match self.answers {
            Some(message) => Some(answered(unit, stored, message).await?),
            None => None,
        };
        let documents = chosen(unit, stored, &self.documents).await?;
        let attached = casework
            .documents()
            .fit_a_letter(&documents, told.requester);
        let letter = Reply {
            frame: told.frame(),
            about: self.about.trim().to_owned(),
            paragraphs: paragraphs(&self.text),
            quoted: answered.as_ref().map(quoted).unwrap_or_default(),
            enclosed: listed(&documents),
            enclosed_at: (!attached).then(|| casework.letters().status_url(stored.opener())),
        };
        let letter = casework.outbox().outgoing(told.requester, &letter)?;
        Ok(Some(Outgoing {
            in_reply_to: answered.and_then(|message| message.message_id),
            ..letter.with(documents, attached)
        }))
    }
}

/// The documents chosen, in the order they stand with the case.
async fn chosen(
    unit: &Unit,
    stored: &StoredCase,
    wanted: &[DocumentId],
) -> Result<Vec<DocumentRow>, CaseworkFault> {
    let mut documents = unit.cases().documents_of(stored.id).await?;
    documents.retain(|row| wanted.contains(&row.public_id));
    if documents.len() == wanted.len() {
        Ok(documents)
    } else {
        Err(CaseworkFault::Refused(
            "A document that was chosen is not on the case any more".into(),
        ))
    }
}

async fn answered(
    unit: &Unit,
    stored: &StoredCase,
    message: MessageId,
) -> Result<FiledMessage, CaseworkFault> {
    let found = unit.messages().message_on_case(message, stored.id).await?;
    found.ok_or_else(|| {
        CaseworkFault::Refused("The message this answers is not on the case any more".into())
    })
}

/// What a letter repeats of the message it answers: its beginning, where it is long.
fn quoted(message: &FiledMessage) -> Vec<String> {
    const LINES: usize = 40;
    let mut lines = paragraphs(&message.body);
    if lines.len() > LINES {
        lines.truncate(LINES);
        lines.push("(The rest stands in your own message.)".to_owned());
    }
    lines
}
