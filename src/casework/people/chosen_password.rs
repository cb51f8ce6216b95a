//! Whether a password that somebody chooses is one that others would guess.

use super::passwords::LONGEST_PASSWORD;
use crate::casework::Invalid;
use zxcvbn::{Score, zxcvbn};

/// The shortest password taken (NCSC: length over composition).
const SHORTEST: usize = 12;

/// What is wrong with a password, if anything: too short, or found in fewer than a million guesses
/// that begin with the commonest passwords and words (zxcvbn) and with what is `known` here, the
/// names of the authority and of the person, in the variations people make of them.
pub(in crate::casework) fn fault_of(password: &str, known: &[&str]) -> Option<Invalid> {
    let invalid = |message| Some(Invalid::new("password", message));
    let length = password.chars().count();
    if length < SHORTEST {
        return invalid("Enter a password of 12 characters or more; three words make a good one");
    }
    if length > LONGEST_PASSWORD {
        return invalid("Enter a password of at most 1,000 characters");
    }
    let together = known.iter().map(|name| name.split_whitespace().collect());
    let together: Vec<String> = together.collect();
    let words = known.iter().flat_map(|name| {
        let inner = name.split(|c: char| !c.is_alphanumeric());
        inner.chain([*name])
    });
    let words = words.chain(together.iter().map(String::as_str));
    let known: Vec<&str> = words.filter(|word| word.chars().count() > 2).collect();
    if zxcvbn(password, &known).score() <= Score::One {
        return invalid(
            "Enter a password that is harder to guess; three words that have nothing to do with each other make a good one",
        );
    }
    None
}

#[cfg(test)]
mod tests {
    use super::fault_of;

    #[test]
    fn what_many_people_choose_and_the_names_at_hand_are_no_passwords() {
        let known = ["Example Police", "Máire O'Hara", "maire@police.example"];
        for guessed in [
            "password1234",
            "passwordpassword",
            "P@ssw0rd1234",
            "123456789012",
            "111111111111",
            "qwertyuiop12",
            "iloveyou1234",
            "letmeinletmein",
            "abcdefghijkl",
            "administrator",
            "Example Police",
            "examplepolice1",
            "3xamplePolice!",
            "maire@police.example",
        ] {
            assert!(fault_of(guessed, &known).is_some(), "{guessed}");
        }
        for good in [
            "three words here",
            "a long pass phrase 1",
            "kettle orbit mango",
        ] {
            assert_eq!(fault_of(good, &known), None, "{good}");
        }
        assert!(fault_of("kettle orbi", &known).is_some(), "too short");
        assert!(fault_of(&"kettle orbit".repeat(100), &known).is_some());
    }
}
