//! Letters as they come over the wire.

use super::reading::one_line;
use super::walk::Walk;
use crate::support::goes_on;
use daylight::casework::mail::deliver::transport;
use mail_parser::{MessageParser, MimeHeaders};

/// A letter as it came over the wire.
#[derive(Debug, Clone)]
pub struct Came {
    pub to: String,
    pub reply_to: String,
    pub message_id: String,
    pub subject: String,
    /// Its plain text as it came.
    pub raw: String,
    /// The same on one line.
    pub text: String,
    /// Its HTML.
    pub html: String,
    pub documents: Vec<String>,
}

impl Walk {
    /// Sends what is due through the mail server, and gives what came there since.
    pub async fn mail(&self) -> Vec<Came> {
        let transport = transport(&self.app.casework.settings).unwrap();
        let (casework, clock, never) = (&self.app.casework, self.app.clock(), goes_on());
        let outbox = casework.outbox();
        let delivered = outbox.deliver(&transport, 100, &*clock, &never);
        delivered.await.unwrap();
        let letters = self.sink.letters();
        let before = self.came.lock().unwrap().len();
        let new: Vec<Came> = letters.iter().skip(before).map(|l| came(l)).collect();
        self.came.lock().unwrap().extend(new.iter().cloned());
        new
    }

    /// The one letter to an address that came since, held against what is so as its text and as
    /// its HTML say it.
    pub async fn letter(&self, step: &str, to: &str, says: &[&str], never: &[&str]) -> Came {
        let new = self.mail().await;
        let theirs: Vec<Came> = new.into_iter().filter(|l| l.to == to).collect();
        assert_eq!(theirs.len(), 1, "{step}: {theirs:?}");
        let letter = theirs[0].clone();
        self.held(step, "its text", letter.text.clone(), says, never);
        let page = format!("data:text/html;charset=utf-8,{}", percent(&letter.html));
        self.browser.client.goto(&page).await.unwrap();
        let formatted = self.text("body").await;
        self.held(step, "formatted", formatted, says, never);
        self.shoot(step).await;
        // Back to a page of ours, where its cookies are.
        self.go("/").await;
        letter
    }
}

fn percent(text: &str) -> String {
    rocket::http::RawStr::new(text).percent_encode().to_string()
}

fn came(wire: &str) -> Came {
    let message = MessageParser::default().parse(wire.as_bytes()).unwrap();
    let address = |a: Option<&mail_parser::Address<'_>>| {
        let first = a.and_then(|a| a.first()).and_then(|a| a.address());
        first.unwrap_or_default().to_owned()
    };
    let raw = message.body_text(0).unwrap().into_owned();
    let named = message
        .attachments()
        .map(|part| part.attachment_name().unwrap_or_default().to_owned());
    Came {
        to: address(message.to()),
        reply_to: address(message.reply_to()),
        message_id: message.message_id().unwrap().to_owned(),
        subject: message.subject().unwrap().to_owned(),
        text: one_line(&raw),
        raw,
        html: message.body_html(0).unwrap().into_owned(),
        documents: named.collect(),
    }
}
