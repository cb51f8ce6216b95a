//! A letter to a requester as it leaves: made once, shown before it goes, and queued exactly so.

use crate::casework::secrets::{letter_digest, recipient_digest, token};
use crate::casework::{CaseworkFault, Moment, Outbox};
use crate::domain::case::{Actor, Event, events};
use crate::domain::letter_kind::LetterKind;
use crate::mail::letters::{LetterContext, write};
use crate::store::{DocumentRow, NewLetter, RequesterRow, StoredCase, Unit};
use sha2::{Digest, Sha256};

/// A letter with everything that leaves with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Its kind.
    pub kind: LetterKind,
    /// Whether it goes at all: what is cleared may be that no letter goes.
    pub goes: bool,
    /// The name it goes to.
    pub to_name: String,
    /// The email address it goes to; none where it is posted.
    pub email: Option<String>,
    /// The postal address it goes to, where it is posted.
    pub address: Option<String>,
    /// Its subject.
    pub subject: String,
    /// Its plain text.
    pub text: String,
    /// Its formatted part, a whole HTML page.
    pub html: String,
    /// The documents that go with it.
    pub documents: Vec<DocumentRow>,
    /// Whether they travel with it, or only stand on the requester's page.
    pub attached: bool,
    /// The Message-ID of the message it answers, where not simply the latest.
    pub in_reply_to: Option<String>,
}

impl Outgoing {
    /// What stands for exactly this letter: nothing in it changes without changing this.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        let mut add = |part: &str| {
            // Lengths keep two parts from passing for one.
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        };
        let attached = if self.attached { "attached" } else { "linked" };
        for part in [
            self.kind.as_str(),
            &self.to_name,
            self.email.as_deref().unwrap_or_default(),
            self.address.as_deref().unwrap_or_default(),
            self.in_reply_to.as_deref().unwrap_or_default(),
            &self.subject,
            &self.text,
            &self.html,
            attached,
        ] {
            add(part);
        }
        for document in &self.documents {
            add(&document.name);
            add(&document.size.to_string());
            add(&document.digest);
        }
        hex::encode(hash.finalize())
    }

    /// The letter as the record keeps it: whom it goes to, what goes with it, and its words.
    #[must_use]
    pub fn record(&self) -> String {
        let to = self.email.as_ref().or(self.address.as_ref());
        let mut lines = vec![
            format!("To: {}", self.to_name),
            format!("At: {}", to.map_or("no address", String::as_str)),
            format!("Subject: {}", self.subject),
        ];
        for document in &self.documents {
            lines.push(format!(
                "With it: {}, {} bytes, SHA-256 {}",
                document.name, document.size, document.digest
            ));
        }
        lines.push(format!("All of it together: SHA-256 {}", self.digest()));
        format!("{}\n\n{}", lines.join("\n"), self.text)
    }

    /// The same letter with these documents.
    pub(in crate::casework) fn with(self, documents: Vec<DocumentRow>, attached: bool) -> Self {
        Self {
            documents,
            attached,
            ..self
        }
    }
}

impl Outbox<'_> {
    /// A letter to a requester, without documents.
    pub(in crate::casework) fn outgoing<C: LetterContext>(
        &self,
        requester: &RequesterRow,
        letter: &C,
    ) -> Result<Outgoing, CaseworkFault> {
        self.known_authority()?;
        let written = write(&self.templates, letter)?;
        let posted = requester.email.is_none();
        Ok(Outgoing {
            kind: C::KIND,
            goes: true,
            to_name: requester.name.clone().unwrap_or_default(),
            email: requester.email.clone(),
            address: requester.address.clone().filter(|_| posted),
            subject: written.subject,
            text: written.text,
            html: written.html,
            documents: Vec::new(),
            attached: false,
            in_reply_to: None,
        })
    }

    /// Puts a letter into the outbox and on the case's record, with its documents;
    /// `by` is who caused it.
    pub(in crate::casework) async fn post(
        &self,
        unit: &Unit,
        stored: &mut StoredCase,
        (letter, by): (&Outgoing, Actor),
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let message_id = format!(
            "{}.{}@{}",
            stored.reference.to_lowercase(),
            &token()?[..16],
            self.incoming().mail_host()
        );
        let salt = token()?;
        let event = Event::LetterQueued(events::LetterQueued {
            letter: letter.kind,
            message_id: message_id.clone(),
            digest: Some(letter_digest(
                &salt,
                &letter.subject,
                &letter.text,
                &letter.html,
            )),
            to: Some(recipient_digest(
                &salt,
                &letter.to_name,
                letter.email.as_deref(),
            )),
        });
        unit.cases()
            .append(
                stored,
                vec![event],
                &self.clock(),
                Actor::SYSTEM,
                now.today,
                now.at,
            )
            .await?;
        // A letter hangs on what was written last, so that mail programs show one conversation.
        let mut conversation = unit.letters().conversation(stored.id).await?;
        if let Some(answered) = &letter.in_reply_to {
            conversation.retain(|id| id != answered);
            conversation.push(answered.clone());
        }
        unit.letters()
            .insert_letter(NewLetter {
                case_id: Some(stored.id),
                message_id: message_id.clone(),
                kind: letter.kind,
                to_name: letter.to_name.clone(),
                to_address: letter.email.clone(),
                subject: letter.subject.clone(),
                body_text: letter.text.clone(),
                body_html: letter.html.clone(),
                salt,
                in_reply_to: conversation.last().cloned(),
                thread: Some(conversation.join(" ")).filter(|thread| !thread.is_empty()),
                by_itself: !by.role.at_the_desk(),
                at: now.at,
                delivered: None,
            })
            .await?;
        let how = (message_id.as_str(), letter.attached);
        self.documents()
            .send_documents(unit, stored, &letter.documents, how, now)
            .await
    }
}
