//! What somebody wrote, told from what their program quoted below or above it.
//!
//! Not a word is lost: what is not the sender's own stands folded beside it.

/// A text in two: what is new, and what is quoted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folded {
    /// What the sender wrote.
    pub own: String,
    /// What is quoted from earlier messages; may be empty.
    pub quoted: String,
}

/// How many lines an introduction such as "On ..., ... wrote:" may take.
const INTRODUCTION: usize = 4;

/// Folds what is quoted away.
#[must_use]
pub fn fold(text: &str) -> Folded {
    let lines: Vec<&str> = text.lines().collect();
    let (mut own, mut quoted): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if begins_original(&lines[at..]) {
            // Outlook quotes without marks: everything below is the earlier message.
            quoted.extend(&lines[at..]);
            break;
        }
        if is_quoted(line) {
            quoted.push(line);
            at += 1;
            continue;
        }
        let introduction = introduction(&lines[at..]);
        if introduction > 0 {
            quoted.extend(&lines[at..at + introduction]);
            at += introduction;
            // Blank lines between the introduction and what it introduces.
            while lines.get(at).is_some_and(|line| line.trim().is_empty()) {
                quoted.push("");
                at += 1;
            }
            continue;
        }
        own.push(line);
        at += 1;
    }
    let joined = |lines: Vec<&str>| lines.join("\n").trim().to_owned();
    let folded = Folded {
        own: joined(own),
        quoted: joined(quoted),
    };
    // Somebody who forwards or only quotes says it with the quotation.
    if folded.own.is_empty() {
        return Folded {
            own: folded.quoted,
            quoted: String::new(),
        };
    }
    folded
}

fn is_quoted(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with('>') || line.starts_with("&gt;")
}

/// How many lines from here introduce a quotation that follows; 0 where none does.
fn introduction(lines: &[&str]) -> usize {
    let Some(first) = lines.first().map(|line| line.trim()) else {
        return 0;
    };
    const BEGINS: [&str; 9] = [
        "On ", "Am ", "Le ", "El ", "Il ", "Op ", "Den ", "W dniu ", "Ar ",
    ];
    const ENDS: [&str; 9] = [
        "wrote:",
        "schrieb:",
        "a écrit :",
        "a écrit:",
        "escribió:",
        "ha scritto:",
        "schreef:",
        "skrev:",
        "scríobh:",
    ];
    if !BEGINS.iter().any(|word| first.starts_with(word)) {
        return 0;
    }
    for (count, line) in lines.iter().take(INTRODUCTION).enumerate() {
        let line = line.trim();
        if line.is_empty() && count > 0 {
            return 0;
        }
        let ends = ENDS.iter().any(|word| line.ends_with(word))
            || (line.ends_with(':') && line.contains("napisał"))
            || (line.ends_with(':') && line.contains("schrieb "));
        if ends {
            let quoted = lines[count + 1..]
                .iter()
                .find(|line| !line.trim().is_empty())
                .is_some_and(|line| is_quoted(line));
            return if quoted { count + 1 } else { 0 };
        }
    }
    0
}

/// Whether the lines from here are the head of an earlier message as Outlook and others put it.
fn begins_original(lines: &[&str]) -> bool {
    let Some(first) = lines
        .first()
        .map(|line| line.trim().trim_matches('*').trim())
    else {
        return false;
    };
    if first.len() > 200 {
        return false;
    }
    let bare = first.trim_matches(['-', '_', ' ']).to_lowercase();
    let ruled = first.starts_with("--") && first.ends_with("--");
    const RULED: [&str; 7] = [
        "original message",
        "forwarded message",
        "ursprüngliche nachricht",
        "message d'origine",
        "message d\u{2019}origine",
        "mensaje original",
        "oorspronkelijk bericht",
    ];
    if ruled && RULED.contains(&bare.as_str()) {
        return true;
    }
    let head = |line: &&str, words: &[&str]| {
        let line = line.trim().trim_start_matches('*').to_lowercase();
        words.iter().any(|word| line.starts_with(word))
    };
    let from = head(&first, &["from:", "von:", "de :", "de:", "van:"]);
    from && lines.iter().skip(1).take(3).any(|line| {
        head(
            line,
            &[
                "sent:",
                "gesendet:",
                "envoyé :",
                "envoyé:",
                "enviado:",
                "verzonden:",
                "date:",
            ],
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folds(text: &str, own: &str, quoted: &str) {
        let folded = fold(text);
        assert_eq!(
            (folded.own.as_str(), folded.quoted.as_str()),
            (own, quoted),
            "{text}"
        );
    }

    #[test]
    fn an_answer_above_and_below_the_quotation_is_the_senders_own() {
        folds(
            "I mean 2024.\n\nOn 5 June 2026 at 10:00, FOI wrote:\n> Which year?\n> Thank you",
            "I mean 2024.",
            "On 5 June 2026 at 10:00, FOI wrote:\n> Which year?\n> Thank you",
        );
        folds(
            "> Which year?\n\nI mean 2024.",
            "I mean 2024.",
            "> Which year?",
        );
        folds(
            "> Which year?\n2024\n> Which place?\nLeeds",
            "2024\nLeeds",
            "> Which year?\n> Which place?",
        );
        folds(
            "2024\n\nOn 5 June 2026\nExample Police <foi@police.example>\nwrote:\n\n> Which?",
            "2024",
            "On 5 June 2026\nExample Police <foi@police.example>\nwrote:\n\n> Which?",
        );
    }

    #[test]
    fn an_outlook_head_folds_all_that_follows() {
        let quoted = "From: FOI <foi@police.example>\nSent: 5 June 2026 10:00\nTo: Ada\nSubject: Which year?\n\nWhich year do you mean?";
        folds(&format!("I mean 2024.\n\n{quoted}"), "I mean 2024.", quoted);
        folds(
            "Yes\n-----Original Message-----\nWhich?",
            "Yes",
            "-----Original Message-----\nWhich?",
        );
        folds(
            "Ja\n\nAm 05.06.26 um 10:00 schrieb FOI:\n> Welche?",
            "Ja",
            "Am 05.06.26 um 10:00 schrieb FOI:\n> Welche?",
        );
    }

    #[test]
    fn not_a_word_is_lost_where_there_is_nothing_but_a_quotation() {
        folds("> all of it", "> all of it", "");
        folds(
            "From: the start of the year to its end\nhow many?",
            "From: the start of the year to its end\nhow many?",
            "",
        );
        folds(
            "On 5 June I wrote:\nplease send it",
            "On 5 June I wrote:\nplease send it",
            "",
        );
    }
}
