//! Paragraphs of plain text folded so that any mail program shows them well.

/// The longest line, in characters (RFC 5322 asks for at most 78).
const WIDTH: usize = 78;

/// The shortest lines that mail programs fold to by themselves, in characters.
const NARROW: usize = 72;

/// Folds every line at a space; a list item's further lines are indented below its words, and
/// quoted lines stay quoted. A single word longer than a line (a web address) is left whole.
/// Runs of blank lines become one.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 40);
    let mut blank = true;
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() {
            if !blank {
                out.push('\n');
            }
            blank = true;
            continue;
        }
        blank = false;
        fold_line(line, &mut out);
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn fold_line(line: &str, out: &mut String) {
    let content = line.trim_start();
    let indent = " ".repeat(line.len() - content.len());
    let hanging = hanging(line);
    let mut width = 0;
    for word in content.split_whitespace() {
        let long = word.chars().count();
        if width == 0 {
            out.push_str(&indent);
            width = indent.len();
        } else if width + 1 + long > WIDTH {
            out.push('\n');
            out.push_str(&hanging);
            width = hanging.len();
        } else {
            out.push(' ');
            width += 1;
        }
        out.push_str(word);
        width += long;
    }
    out.push('\n');
}

/// What the further lines of a folded line begin with.
fn hanging(line: &str) -> String {
    let content = line.trim_start();
    let indent = " ".repeat(line.len() - content.len());
    if content.starts_with("- ") {
        format!("{indent}  ")
    } else if content.starts_with("> ") {
        format!("{indent}> ")
    } else {
        indent
    }
}

/// A folded text with its paragraphs on one line each, for a page that folds them to its own width.
#[must_use]
pub fn unfolded(text: &str) -> String {
    joined(text, |before, line| goes_on(before, line, WIDTH))
}

/// What somebody wrote, its prose with each paragraph on one line where their mail program folded it;
/// quotes and lists keep their lines. Where a line is longer than any mail program folds to, nothing was
/// folded.
#[must_use]
pub fn reflowed(text: &str) -> String {
    let folded = text.lines().filter(|line| line.trim().contains(' '));
    let longest = folded.map(|line| line.trim_end().chars().count()).max();
    let width = longest.unwrap_or_default().max(NARROW);
    if width > WIDTH {
        return text.to_owned();
    }
    joined(text, |before, line| {
        let quoted = before.starts_with('>') || line.starts_with('>');
        goes_on(before, line, width).filter(|_| !quoted)
    })
}

/// A text with each line that goes on from the one before it put behind that one.
fn joined<'t>(text: &'t str, goes_on: impl Fn(&str, &'t str) -> Option<&'t str>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = "";
    for line in text.lines().map(str::trim_end) {
        if let Some(rest) = goes_on(before, line) {
            out.push(' ');
            out.push_str(rest);
        } else {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(line);
        }
        before = line;
    }
    out
}

/// The words of a line that was folded off the one before it: its first word had no room there.
fn goes_on<'a>(before: &str, line: &'a str, width: usize) -> Option<&'a str> {
    let rest = line.strip_prefix(&hanging(before))?;
    let first = rest.split(' ').next().filter(|word| !word.is_empty())?;
    let no_room = before.chars().count() + 1 + first.chars().count() > width;
    (no_room && !before.is_empty() && !begins_anew(rest)).then_some(rest)
}

/// Whether a line is one of a list or a quote, which none is folded into.
fn begins_anew(line: &str) -> bool {
    let marked = ["- ", "> ", "* ", "\u{2022} "];
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered =
        number.len() < line.len() && (number.starts_with(". ") || number.starts_with(") "));
    numbered || marked.iter().any(|mark| line.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_longer_than_78_characters_and_no_word_is_lost() {
        let text = format!(
            "{}\n\n\n\n- {}\n> {}\n",
            "word ".repeat(60),
            "item ".repeat(40),
            "quoted ".repeat(40)
        );
        let folded = fold(&text);
        assert!(
            folded.lines().all(|line| line.chars().count() <= 78),
            "{folded}"
        );
        assert!(!folded.contains("\n\n\n"));
        assert_eq!(folded.matches("word").count(), 60);
        assert!(folded.contains("\n  item"), "{folded}");
        assert!(
            folded
                .lines()
                .filter(|l| l.contains("quoted"))
                .all(|l| l.starts_with("> "))
        );
    }

    #[test]
    fn what_was_folded_is_unfolded_and_nothing_else() {
        let text = format!(
            "{}\n\n- {}\n- A short item\n> {}\n> quoted\n\nOne Street\nExampletown\n",
            "word ".repeat(60).trim_end(),
            "item ".repeat(40).trim_end(),
            "said ".repeat(40).trim_end()
        );
        assert_eq!(unfolded(&fold(&text)), text.trim_end());
    }

    #[test]
    fn prose_folded_by_a_mail_program_is_reflowed_and_quotes_and_lists_keep_their_lines() {
        let prose = "I asked on Monday for the number of patrols in the northern district, and you\nanswered with those of the southern one, which is not what I had asked you.";
        let rest = "\n\nPlease tell me:\n- how many there were in each of the twelve months of the year 2025, and\n- who went\n1. on foot along the whole of the river from the mill to the old bridge\n2. by car\n\n> We looked through all the records of the southern district for the year\n> and found that\n\nAda Example\n2 Long Lane";
        let text = format!("{prose}{rest}");
        let whole = prose.replace('\n', " ");
        assert_eq!(reflowed(&text), format!("{whole}{rest}"));
        // Lines that nobody folded stay as they were typed.
        for typed in [
            "One\nTwo\nThree",
            "A line of more characters than any mail program lets one have before it folds it away\nAnother",
        ] {
            assert_eq!(reflowed(typed), typed);
        }
        let letter = format!("{}\n", "word ".repeat(40).trim_end());
        assert_eq!(reflowed(&fold(&letter)), letter.trim_end());
    }

    #[test]
    fn a_long_web_address_is_left_whole() {
        let address = format!("https://foi.example.org/{}", "a".repeat(120));
        let folded = fold(&format!("Look at {address} today."));
        assert!(folded.contains(&address));
    }
}
