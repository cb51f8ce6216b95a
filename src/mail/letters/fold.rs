//! Paragraphs of plain text folded so that any mail program shows them well.

/// The longest line, in characters (RFC 5322 asks for at most 78).
const WIDTH: usize = 78;

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
    let mut out = String::with_capacity(text.len());
    let mut before = "";
    for line in text.lines() {
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
fn goes_on<'a>(before: &str, line: &'a str) -> Option<&'a str> {
    let rest = line.strip_prefix(&hanging(before))?;
    let first = rest.split(' ').next().filter(|word| !word.is_empty())?;
    let begins_anew = rest.starts_with("- ") || rest.starts_with("> ");
    let no_room = before.chars().count() + 1 + first.chars().count() > WIDTH;
    (no_room && !before.is_empty() && !begins_anew).then_some(rest)
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
    fn a_long_web_address_is_left_whole() {
        let address = format!("https://foi.example.org/{}", "a".repeat(120));
        let folded = fold(&format!("Look at {address} today."));
        assert!(folded.contains(&address));
    }
}
