//! The text of a message, and what there is to say where it cannot be read.

use super::html_text::text_of;
use super::parsed::{Attachment, BodyNote};
use mail_parser::{Message, MimeHeaders, PartType};

/// The longest text that is taken, in bytes; the rest stands in the message itself.
const LONGEST: usize = 1_000_000;

/// The text of a message: its plain text, or that of its HTML.
pub fn text(message: &Message<'_>) -> String {
    let mut text = String::new();
    let mut of_html = String::new();
    for id in &message.text_body {
        let Some(part) = usize::try_from(*id)
            .ok()
            .and_then(|id| message.parts.get(id))
        else {
            continue;
        };
        match &part.body {
            PartType::Text(body) => add(&mut text, body),
            PartType::Html(body) if text.len() < LONGEST => {
                add(&mut text, &text_of(short(body)));
            }
            PartType::Html(_)
            | PartType::Binary(_)
            | PartType::InlineBinary(_)
            | PartType::Message(_)
            | PartType::Multipart(_) => {}
        }
    }
    if text.trim().is_empty()
        && let Some(html) = html(message)
    {
        add(&mut of_html, &text_of(short(&html)));
        text = of_html;
    }
    if text.trim().is_empty() {
        for part in stray(message).filter_map(|at| message.parts.get(at)) {
            add(&mut text, part.text_contents().unwrap_or_default());
        }
    }
    plain(&text)
}

/// Plain texts that stand among the attachments only because the message is broken: they have
/// neither a name nor a word that they are attached.
pub fn stray(message: &Message<'_>) -> impl Iterator<Item = usize> {
    let bodies = message.text_body.len() + message.html_body.len();
    message
        .attachments
        .iter()
        .filter_map(|id| usize::try_from(*id).ok())
        .filter(move |at| {
            bodies == 0
                && message.parts.get(*at).is_some_and(|part| {
                    matches!(part.body, PartType::Text(_))
                        && part.attachment_name().is_none()
                        && part.content_disposition().is_none()
                        && part
                            .content_type()
                            .is_none_or(|kind| kind.ctype() != "message")
                })
        })
}

/// The HTML of a message as it came.
pub fn html(message: &Message<'_>) -> Option<String> {
    let mut html = String::new();
    for id in &message.html_body {
        let part = usize::try_from(*id)
            .ok()
            .and_then(|id| message.parts.get(id));
        if let Some(PartType::Html(body)) = part.map(|part| &part.body) {
            html.push_str(body);
        }
    }
    (!html.trim().is_empty()).then_some(html)
}

/// What there is to say of a message without a text.
pub fn note(message: &Message<'_>, text: &str, attachments: &[Attachment]) -> Option<BodyNote> {
    let encrypted = message.parts.iter().any(|part| {
        part.is_content_type("multipart", "encrypted")
            || part.is_content_type("application", "pgp-encrypted")
            || (part.is_content_type("application", "pkcs7-mime")
                || part.is_content_type("application", "x-pkcs7-mime"))
                && part.content_type().is_some_and(|kind| {
                    kind.attribute("smime-type")
                        .is_none_or(|what| !what.eq_ignore_ascii_case("signed-data"))
                })
    });
    if encrypted || text.trim_start().starts_with("-----BEGIN PGP MESSAGE-----") {
        return Some(BodyNote::Encrypted);
    }
    if !text.trim().is_empty() {
        return None;
    }
    if attachments.is_empty() {
        Some(BodyNote::Empty)
    } else if attachments.iter().all(|a| a.tnef) {
        Some(BodyNote::OnlyTnef)
    } else {
        Some(BodyNote::OnlyAttachments)
    }
}

fn add(text: &mut String, more: &str) {
    if text.len() >= LONGEST {
        return;
    }
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(short(more));
}

fn short(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The text with line ends of one kind and without characters that only steer.
fn plain(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = text
        .chars()
        .filter(|c| (*c == '\n' || *c == '\t' || !c.is_control()) && !turns(*c))
        .collect();
    let lines: Vec<&str> = kept.lines().map(str::trim_end).collect();
    lines.join("\n").trim().to_owned()
}
