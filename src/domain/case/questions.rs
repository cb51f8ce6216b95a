//! The numbered questions of a request: one outcome is owed on each.

/// The most questions told apart; a longer list is handled as a whole.
const MOST: usize = 60;

/// The questions a request asks, at least one.
///
/// Questions are told apart where lines begin with `1.`, `2)`, `(3)` or `Q4` in
/// unbroken order from 1. Otherwise the whole text is one question.
#[must_use]
pub fn questions_in(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in text.lines() {
        let line = line.trim();
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
    let told_apart = (2..=MOST).contains(&found.len()) && found.iter().all(|q| !q.is_empty());
    if told_apart {
        found
    } else {
        vec![text.trim().to_owned()]
    }
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

/// A title of a request that has none: its first sentence, at most 80 characters.
#[must_use]
pub fn title_of(text: &str) -> String {
    let line = text
        .lines()
        .map(str::trim)
        .find(|l| !l.is_empty())
        .unwrap_or_default();
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
    fn a_title_is_a_short_first_sentence() {
        assert_eq!(
            title_of("\nHow many dogs do you have? I ask for 2020."),
            "How many dogs do you have?"
        );
        assert!(title_of(&"word ".repeat(100)).chars().count() <= 80);
        assert_eq!(title_of(""), "");
    }
}
