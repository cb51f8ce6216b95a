//! What is attached: names made safe, kinds named, bytes known by their digest.

use super::bounds::UNOPENED;
use super::parsed::Attachment;
use mail_parser::{Message, MessagePart, MimeHeaders, PartType};
use sha2::{Digest, Sha256};

/// The most attachments that are listed.
const MOST: usize = 1000;

/// The longest name, in characters.
const LONGEST: usize = 120;

/// Names Windows gives to devices.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// Everything attached, in order.
pub fn attachments(message: &Message<'_>) -> Vec<Attachment> {
    let mut names: Vec<String> = Vec::new();
    let stray: Vec<usize> = super::body::stray(message).collect();
    message
        .attachments
        .iter()
        .filter_map(|id| usize::try_from(*id).ok())
        .filter(|place| !stray.contains(place))
        .take(MOST)
        .filter_map(|place| {
            let part = message.parts.get(place)?;
            let media_type = media_type(part);
            let name = unused(name_of(part, &media_type), &names);
            names.push(name.to_lowercase());
            let bytes = bytes_of(message, part);
            Some(Attachment {
                part: place,
                size: bytes.len(),
                digest: hex::encode(Sha256::digest(bytes)),
                tnef: is_tnef(&media_type, &name),
                name,
                media_type,
            })
        })
        .collect()
}

/// The bytes of a part: of a message within the message, its own part of the whole.
pub fn bytes_of<'a>(message: &'a Message<'_>, part: &'a MessagePart<'_>) -> &'a [u8] {
    match &part.body {
        PartType::Message(_) => {
            let range = part.raw_body_offset() as usize..part.raw_end_offset() as usize;
            message.raw_message.get(range).unwrap_or_default()
        }
        PartType::Text(_)
        | PartType::Html(_)
        | PartType::Binary(_)
        | PartType::InlineBinary(_)
        | PartType::Multipart(_) => part.contents(),
    }
}

/// The media type a part claims, in lower case.
pub fn media_type(part: &MessagePart<'_>) -> String {
    let claimed = part.content_type().map(|kind| {
        let subtype = kind.subtype().unwrap_or("octet-stream");
        let kind = match kind.ctype() {
            UNOPENED => "message",
            other => other,
        };
        format!("{kind}/{subtype}").to_lowercase()
    });
    let plain = |c: char| c.is_ascii_alphanumeric() || "/.+-_".contains(c);
    claimed
        .filter(|text| text.len() <= 100 && text.chars().all(plain))
        .unwrap_or_else(|| "application/octet-stream".to_owned())
}

fn name_of(part: &MessagePart<'_>, media_type: &str) -> String {
    let given = part.attachment_name().map(str::to_owned).or_else(|| {
        let nested = part.message()?;
        let subject = nested.subject()?.trim();
        (!subject.is_empty()).then(|| format!("{subject}.eml"))
    });
    let name = given.map(|name| safe_name(&name)).unwrap_or_default();
    if !name.is_empty() {
        return name;
    }
    let name = match media_type {
        "message/rfc822" => "message.eml",
        "message/delivery-status" => "delivery report.txt",
        "text/calendar" => "invitation.ics",
        "text/html" => "text.html",
        "application/ms-tnef" => "winmail.dat",
        "application/pdf" => "attachment.pdf",
        "image/png" => "image.png",
        "image/jpeg" => "image.jpg",
        other if other.starts_with("text/") => "text.txt",
        _ => "attachment",
    };
    name.to_owned()
}

fn is_tnef(media_type: &str, name: &str) -> bool {
    matches!(
        media_type,
        "application/ms-tnef" | "application/vnd.ms-tnef"
    ) || name.eq_ignore_ascii_case("winmail.dat")
}

/// A name without folders, without marks that hide its ending, without what no file system
/// takes, and not longer than one takes; empty where nothing is left.
pub fn safe_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let mut kept = String::with_capacity(last.len().min(4 * LONGEST));
    for c in last.chars() {
        let invisible = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}');
        if c.is_control() || invisible || c == '\u{fffd}' {
            continue;
        }
        kept.push(match c {
            ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
            c if c.is_whitespace() => ' ',
            c => c,
        });
    }
    let words: Vec<&str> = kept.split(' ').filter(|word| !word.is_empty()).collect();
    let name = words.join(" ");
    let name = name.trim_matches(['.', ' ']);
    let (stem, _) = name.split_once('.').unwrap_or((name, ""));
    let device = DEVICES.iter().any(|device| {
        stem.to_lowercase()
            .strip_prefix(device)
            .is_some_and(|rest| rest.is_empty() || rest.chars().all(|c| c.is_ascii_digit()))
    });
    let name = if device {
        format!("_{name}")
    } else {
        name.to_owned()
    };
    shortened(&name)
}

/// The name, cut before its ending where it is too long.
fn shortened(name: &str) -> String {
    let length = name.chars().count();
    if length <= LONGEST {
        return name.to_owned();
    }
    let ending: String = match name.rsplit_once('.') {
        Some((_, ending)) if ending.chars().count() <= 10 => format!(".{ending}"),
        Some(_) | None => String::new(),
    };
    let keep = LONGEST.saturating_sub(ending.chars().count() + 1);
    let stem: String = name.chars().take(keep).collect();
    format!("{stem}…{ending}")
}

/// The name with a number where another attachment has it already.
fn unused(name: String, taken: &[String]) -> String {
    if !taken.contains(&name.to_lowercase()) {
        return name;
    }
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => (stem, format!(".{ending}")),
        Some(_) | None => (name.as_str(), String::new()),
    };
    (2..=taken.len() + 2)
        .map(|number| format!("{stem} ({number}){ending}"))
        .find(|numbered| !taken.contains(&numbered.to_lowercase()))
        .unwrap_or_else(|| name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leaves_its_folder_or_hides_its_ending() {
        for (given, safe) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\Windows\\system32\\cmd.exe", "cmd.exe"),
            ("report\u{202e}fdp.exe", "reportfdp.exe"),
            ("a\0b\r\nc.txt", "abc.txt"),
            ("...", ""),
            (" . ", ""),
            ("NUL.txt", "_NUL.txt"),
            ("com1", "_com1"),
            ("computer.txt", "computer.txt"),
            ("what? \"this\".doc", "what_ _this_.doc"),
            ("Jahresübersicht 2025.xlsx", "Jahresübersicht 2025.xlsx"),
            (".htaccess", "htaccess"),
            ("name.txt .", "name.txt"),
        ] {
            assert_eq!(safe_name(given), safe, "{given:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_ending_and_two_alike_are_told_apart() {
        let long = safe_name(&format!("{}.pdf", "é".repeat(5000)));
        assert!(long.ends_with("….pdf"), "{long}");
        assert_eq!(long.chars().count(), LONGEST);
        let taken = vec!["a.pdf".to_owned(), "a (2).pdf".to_owned()];
        assert_eq!(unused("A.pdf".into(), &taken), "A (3).pdf");
    }
}
