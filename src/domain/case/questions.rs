//! The numbered questions of a request: one outcome is owed on each.

/// The most questions told apart; a longer list is handled as a whole.
const MOST: usize = 60;

/// With what a letter closes; what follows is who wrote it, and no question.
const CLOSINGS: [&str; 24] = [
    "yours faithfully",
    "yours sincerely",
    "yours truly",
    "yours",
    "faithfully",
    "sincerely",
    "kind regards",
    "kindest regards",
    "best regards",
    "warm regards",
    "with regards",
    "with kind regards",
    "regards",
    "best wishes",
    "with best wishes",
    "many thanks",
    "with thanks",
    "thank you",
    "thanks",
    "thanks in advance",
    "thank you in advance",
    "many thanks in advance",
    "cheers",
    "--",
];

/// The questions a request asks, at least one.
///
/// Questions are told apart where lines begin with `1.`, `2)`, `(3)` or `Q4` in
/// unbroken order from 1, up to where the letter closes. Otherwise the whole text is one question.
#[must_use]
pub fn questions_in(text: &str) -> Vec<String> {
    told_apart(text, before_the_closing(text))
}

/// The same as it was done before closings were known: the record of a request from then does not
/// commit to its questions, and has them so.
#[must_use]
pub fn questions_to_the_end(text: &str) -> Vec<String> {
    told_apart(text, text.lines().map(str::trim).collect())
}

fn told_apart(text: &str, lines: Vec<&str>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in lines {
        match numbered(line) {
            Some((number, rest)) if number == found.len() + 1 => found.push(rest.to_owned()),
            Some(_) | None => {
                if let Some(question) = found.last_mut()
                    && !line.is_empty()
                {
                    question.push('\n');
                    question.push_str(line);
                }
            }
        }
    }
    let each_asks = (2..=MOST).contains(&found.len()) && found.iter().all(|q| !q.is_empty());
    if each_asks {
        found
    } else {
        vec![text.trim().to_owned()]
    }
}

/// The lines of a letter before it closes, without blanks around them.
///
/// A thank-you in the middle is no closing where what follows goes on with the list: at the next
/// number, not at 1.
fn before_the_closing(text: &str) -> Vec<&str> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let mut highest = 0;
    for (at, line) in lines.iter().enumerate() {
        if closes(line) {
            let goes_on = lines[at..]
                .iter()
                .filter_map(|line| numbered(line))
                .any(|(number, rest)| highest > 0 && number == highest + 1 && asks(rest));
            if !goes_on {
                return lines[..at].to_vec();
            }
        }
        if let Some((number, _)) = numbered(line)
            && number == highest + 1
        {
            highest = number;
        }
    }
    lines
}

/// Whether a line closes a letter, by itself or with a name behind a comma.
fn closes(line: &str) -> bool {
    let phrase = line.split(',').next().unwrap_or_default();
    let phrase = phrase.trim_end_matches(['.', '!', ' ']).to_lowercase();
    let name = line.split_once(',').map_or("", |(_, name)| name.trim());
    CLOSINGS.contains(&phrase.as_str()) && name.split_whitespace().count() <= 4
}

/// Whether what a numbered line says is more than a name: it asks, or is a sentence.
fn asks(text: &str) -> bool {
    text.contains('?') || text.split_whitespace().count() > 4
}

/// The number a line begins with, and what follows it.
fn numbered(line: &str) -> Option<(usize, &str)> {
    let rest = line
        .strip_prefix(['Q', 'q'])
        .or_else(|| line.strip_prefix('('))
        .unwrap_or(line);
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits == 0 || digits > 2 {
        return None;
    }
    let number = rest[..digits].parse().ok()?;
    let after = &rest[digits..];
    let marked = after.strip_prefix(['.', ')', ':']).or_else(|| {
        line.starts_with(['Q', 'q'])
            .then_some(after)
            .filter(|a| a.starts_with(' '))
    })?;
    // 1.5 is a figure, not a question.
    if marked.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some((number, marked.trim()))
}

/// A title of a request that has none: its first sentence without the number before it, at most 80
/// characters.
#[must_use]
pub fn title_of(text: &str) -> String {
    let line = text
        .lines()
        .map(str::trim)
        .find(|l| !l.is_empty())
        .unwrap_or_default();
    let line = numbered(line)
        .filter(|(_, asked)| !asked.is_empty())
        .map_or(line, |(_, asked)| asked);
    let sentence = line
        .split_inclusive(['.', '?', '!'])
        .next()
        .unwrap_or_default()
        .trim_end_matches('.');
    let sentence = if sentence.chars().count() < 12 {
        line
    } else {
        sentence
    };
    if sentence.chars().count() <= 80 {
        return sentence.to_owned();
    }
    let cut: String = sentence.chars().take(79).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head);
    format!("{cut}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbered_lines_are_questions_and_keep_their_further_lines() {
        let text = "Please tell me:\n1. How many cars?\nby year\n2) How many vans?\n(3) Why?";
        assert_eq!(
            questions_in(text),
            ["How many cars?\nby year", "How many vans?", "Why?"]
        );
        assert_eq!(questions_in("Q1 Who?\nQ2 When?"), ["Who?", "When?"]);
    }

    #[test]
    fn a_text_without_a_list_is_one_question() {
        assert_eq!(questions_in("  How many cars?  "), ["How many cars?"]);
        assert_eq!(questions_in("1. Only one"), ["1. Only one"]);
        assert_eq!(questions_in("1. One\n3. Three").len(), 1);
        assert_eq!(questions_in("1.5 million\n2.5 million").len(), 1);
        assert_eq!(questions_in(""), [""]);
    }

    #[test]
    fn a_signature_is_no_question_and_no_part_of_one() {
        let asked = "1. How many cars?\n2. How many vans?";
        for closing in [
            "Yours faithfully,\n\nAda Example\n1 High Street",
            "Yours faithfully,\n1. Ada Example\n2. Bob Example",
            "Yours faithfully,\n3. Ada Example",
            "Kind regards, Ada Example",
            "Many thanks!\nAda",
            "--\nAda Example\n3) Chair, Example Society",
        ] {
            let text = format!("{asked}\n\n{closing}");
            assert_eq!(
                questions_in(&text),
                ["How many cars?", "How many vans?"],
                "{closing:?}"
            );
        }
        let alone = "How many cars have you?\n\nYours sincerely,\n1. Ada\n2. Bob";
        assert_eq!(questions_in(alone), [alone]);
    }

    #[test]
    fn a_list_that_goes_on_after_a_thank_you_is_read_to_its_end() {
        let text =
            "1. How many cars?\n2. How many vans?\nThank you.\n3. How many boats?\nRegards\nAda";
        let asked = questions_in(text);
        assert_eq!(asked.len(), 3, "{asked:?}");
        assert_eq!(asked[2], "How many boats?");
        assert!(questions_in("1. Thanks to whom?\n2. Yours, or theirs?").len() == 2);
    }

    #[test]
    fn a_title_is_a_short_first_sentence() {
        assert_eq!(
            title_of("\nHow many dogs do you have? I ask for 2020."),
            "How many dogs do you have?"
        );
        assert_eq!(
            title_of("1. How many dogs?\n2. How many cats?"),
            "How many dogs?"
        );
        assert_eq!(title_of("1.5 million was spent"), "1.5 million was spent");
        assert!(title_of(&"word ".repeat(100)).chars().count() <= 80);
        assert_eq!(title_of(""), "");
    }
}
