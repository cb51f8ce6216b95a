//! Whether two requests are copies of one letter: the same words and numbers in the same order.
//!
//! A long letter may be signed by each sender, so its last words do not count. A text of a few
//! words is no letter: people ask the same short thing without knowing of one another.

/// Words below which a text is no letter.
const SHORTEST: usize = 6;

/// Words from which the last few may be a signature, and how many those are.
const SIGNED: (usize, usize) = (30, 6);

/// What copies of one letter have in common; nothing for a text too short to be one.
#[must_use]
pub fn letter(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    if words.len() < SHORTEST {
        return None;
    }
    let signature = if words.len() >= SIGNED.0 { SIGNED.1 } else { 0 };
    Some(words[..words.len() - signature].join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_differ_in_spacing_and_in_the_signature_of_a_long_letter() {
        let same = |one: &str, other: &str| letter(one).is_some() && letter(one) == letter(other);
        assert!(same(
            "Save our swimming pool from closure!",
            "save our  SWIMMING pool\nfrom closure"
        ));
        let long = "please say what the closure of the pool saves ".repeat(4);
        assert!(same(
            &format!("{long} Yours, Ada Example"),
            &format!("{long} Yours, Bob Other")
        ));
        assert!(!same(
            "How many burglaries were recorded in 2024?",
            "How many burglaries were recorded in 2025?"
        ));
        assert_eq!(letter("How many bicycles?"), None);
        assert_eq!(letter(""), None);
    }
}
