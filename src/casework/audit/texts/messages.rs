//! Whether the messages on a case are those it says were filed, shown as they were then.

use super::Check;
use crate::casework::mail::inbox::{shown_in_words, words_in_words};
use crate::domain::case::{Event, Recorded};
use crate::mail::inbound::Class;
use crate::store::{Difference, KeptWriting};
use std::collections::BTreeMap;

/// The columns a message is shown by, which are committed to as one.
const SHOWN: &str =
    "from_name, from_address, sent_to, subject, body, quoted, note, checks, attachments";

/// The same of what it is and when it came.
const CAME: &str = "class, received_at";

impl Check<'_> {
    /// The messages are those the record says were filed; where all texts of the case are `committed`
    /// to, none is from before an event filed them.
    pub(super) fn messages(
        &mut self,
        events: &[Recorded],
        committed: bool,
    ) -> Result<(), Difference> {
        let filed = events.iter().filter_map(|recorded| {
            let Event::MessageFiled(_) = recorded.event else {
                return None;
            };
            let at = self.of_event.get(&recorded.seq)?;
            Some((recorded.seq, &self.record.writings[*at]))
        });
        let mut filed: BTreeMap<i64, &KeptWriting> = filed.filter(|(_, w)| !w.erased).collect();
        for row in &self.record.messages {
            let name = format!("message {} on {}", row.message, self.record.reference());
            let at = |table, column, what: &str| Difference::new(table, column, name.clone(), what);
            let class = row.class.as_deref().map(Class::parse);
            if class == Some(None) {
                return Err(at("messages", "class", "it is no class of message"));
            }
            let may_stand_beside = class.flatten().is_some_and(Class::may_stand_beside);
            match row.filed {
                Some(0) if !committed => {}
                Some(0) => return Err(at("message_cases", "filed", "no event filed it")),
                Some(seq) => match filed.remove(&seq) {
                    Some(text) if text.body == shown_in_words(row) => self.tally.held += 1,
                    // One filed before its kind and when it came were committed to.
                    Some(text) if text.body == words_in_words(row) => self.tally.held += 1,
                    Some(text) if text.body.starts_with(&words_in_words(row)) => {
                        return Err(at(
                            "messages",
                            CAME,
                            "it is of another kind or time than it was filed with",
                        ));
                    }
                    // One filed before what is shown was committed to.
                    Some(text) if text.body == row.digest => self.tally.uncommitted += 1,
                    Some(text) if text.body.starts_with(&row.digest) => {
                        return Err(at(
                            "messages",
                            SHOWN,
                            "it is shown otherwise than it was filed",
                        ));
                    }
                    Some(_) => return Err(at("messages", "digest", "it is another message")),
                    None => return Err(at("message_cases", "filed", "no event filed it")),
                },
                None if may_stand_beside => {}
                None => return Err(at("message_cases", "filed", "no event filed it")),
            }
        }
        match filed.keys().next() {
            None => Ok(()),
            Some(seq) => {
                let what = "the message it filed is missing";
                let row = self.record.event_row(*seq);
                Err(Difference::new("message_cases", "message", row, what))
            }
        }
    }
}
