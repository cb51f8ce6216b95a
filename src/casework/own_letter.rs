//! A letter in an officer's own words: what it answers, and the documents that go with it.

use super::documents::listed;
use super::letters::paragraphs;
use super::{Casework, CaseworkFault, Instruction, Moment, Outgoing};
use crate::domain::ids::{DocumentId, MessageId};
use crate::mail::letters::Reply;
use crate::store::{DocumentRow, FiledMessage, RequesterRow, StoredCase, Unit};

impl Casework {
    /// The letter of an instruction to write one, as it leaves.
    pub(super) async fn own_letter(
        &self,
        unit: &Unit,
        stored: &StoredCase,
        requester: &RequesterRow,
        instruction: &Instruction,
        now: Moment,
    ) -> Result<Outgoing, CaseworkFault> {
        let Instruction::WriteLetter {
            about,
            text,
            answers,
            documents,
        } = instruction
        else {
            return Err(CaseworkFault::Broken("a letter nobody wrote".into()));
        };
        let answered = match answers {
            Some(message) => Some(answered(unit, stored, *message).await?),
            None => None,
        };
        let documents = chosen(unit, stored, documents).await?;
        let attached = self.fit_a_letter(&documents, requester);
        let letter = Reply {
            frame: self.frame(stored.opener(), requester, now.today),
            about: about.trim().to_owned(),
            paragraphs: paragraphs(text),
            quoted: answered.as_ref().map(quoted).unwrap_or_default(),
            enclosed: listed(&documents),
            enclosed_at: (!attached).then(|| self.status_url(stored.opener())),
        };
        let letter = self.outgoing(requester, &letter)?;
        Ok(Outgoing {
            in_reply_to: answered.and_then(|message| message.message_id),
            ..letter.with(documents, attached)
        })
    }
}

/// The documents chosen, in the order they stand with the case.
async fn chosen(
    unit: &Unit,
    stored: &StoredCase,
    wanted: &[DocumentId],
) -> Result<Vec<DocumentRow>, CaseworkFault> {
    let mut documents = unit.documents_of(stored.id).await?;
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
    let found = unit.message_on_case(message, stored.id).await?;
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
