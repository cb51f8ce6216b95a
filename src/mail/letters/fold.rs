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
    let hanging = if content.starts_with("- ") {
        format!("{indent}  ")
    } else if content.starts_with("> ") {
        format!("{indent}> ")
    } else {
        indent.clone()
    };
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
    fn a_long_web_address_is_left_whole() {
        let address = format!("https://foi.example.org/{}", "a".repeat(120));
        let folded = fold(&format!("Look at {address} today."));
        assert!(folded.contains(&address));
    }
}
