//! Figures as links to exactly the requests they count.

use crate::casework::publication::candidates::requests_behind;
use crate::domain::publication::counted::{Counted, Which};
use crate::domain::publication::sentence::{Of, Piece, Sentence};
use crate::web::pages::parts::Phrase;
use crate::web::routes::cases::filter::queue_href;

/// A sentence about a topic, its figures opening their requests.
#[must_use]
pub fn phrases(sentence: &Sentence, topic: i64) -> Vec<Phrase> {
    let mut phrases = Vec::new();
    for piece in sentence.pieces() {
        match piece {
            Piece::Text(text) => phrases.push(Phrase::plain(text.clone())),
            Piece::Figure { text, of, counted } => {
                phrases.push(Phrase {
                    text: text.clone(),
                    href: queue_href(&requests_behind(topic, *counted)),
                    opens: opens(text, *of, *counted),
                });
            }
        }
    }
    phrases
}

/// What the list of a figure holds, after the figure's words; empty where these say it.
fn opens(text: &str, of: Of, counted: Counted) -> String {
    match (of, counted.which) {
        (Of::Requests, None | Some(Which::Dataset)) => String::new(),
        (Of::Requesters { .. }, _) if !text.contains("requester") => {
            " requesters: their requests".to_owned()
        }
        (Of::Requesters { .. }, _) => ": their requests".to_owned(),
        (Of::Quarters | Of::Share | Of::Hours, None) => ": requests received in them".to_owned(),
        (Of::Requests | Of::Quarters | Of::Share | Of::Hours, Some(which)) => {
            format!(": requests {}", which.title())
        }
    }
}
