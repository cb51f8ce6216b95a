//! `config/shape.toml`: the words by which it is told what a request asks for.

use std::path::Path;

use super::fault::Fault;
use super::own::{spelt, text_in};
use crate::domain::publication::{ShapeWords, Side};

/// The file as the administrator knows it.
const FILE: &str = "config/shape.toml";

/// The file the program carries.
const DEFAULT: &str = include_str!("../../config/shape.toml");

/// The word lists in `folder`, or those the program carries where there is no such file.
///
/// # Errors
/// The fault in the file, with its line or key.
pub fn load(folder: Option<&Path>) -> Result<ShapeWords, Fault> {
    parse(&text_in(folder, "shape.toml", DEFAULT, "words")?)
}

fn parse(text: &str) -> Result<ShapeWords, Fault> {
    let words: ShapeWords = spelt(FILE, text)?;
    let fault = |key: String, problem: &str, remedy: &str| Fault {
        file: FILE.to_owned(),
        line: None,
        key: Some(key),
        problem: problem.to_owned(),
        remedy: remedy.to_owned(),
    };
    if !(20..=10_000).contains(&words.longest_text) {
        return Err(fault(
            "longest_text".to_owned(),
            "the number of words read is not usable",
            "Choose a number from 20 to 10000",
        ));
    }
    if let Some((list, shape)) = words.misplaced() {
        let (problem, remedy) = match shape.side() {
            Side::Publishable => (
                "it is something that can be published",
                "Put the list under [publishable]",
            ),
            Side::OwnFile => (
                "it is a file of one's own",
                "Put the list under [own_file.sure] or [own_file.likely]",
            ),
            Side::Neither => ("no words stand for it", "Take the list out"),
        };
        let key = format!("{list}.{}", shape.as_str());
        return Err(fault(key, problem, remedy));
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_the_program_carries_are_sound() {
        let words = load(None).unwrap();
        assert_eq!(words.publishable.len(), 6);
        assert_eq!(words.own_file.sure.len(), 3);
        assert_eq!(words.own_file.likely.len(), 3);
    }

    #[test]
    fn a_list_on_the_wrong_side_and_a_misspelt_one_are_told_with_where_they_are() {
        let text = DEFAULT.replace(
            "\n[own_file.sure]\n",
            "\n[own_file.sure]\nfigures = [\"how many\"]\n",
        );
        let fault = parse(&text).unwrap_err();
        assert_eq!(fault.key.as_deref(), Some("own_file.sure.figures"));
        let fault = parse(&DEFAULT.replace("\nfigures = ", "\nfigure = ")).unwrap_err();
        assert!(fault.line.is_some());
        let fault = parse(&DEFAULT.replace("longest_text = 400", "longest_text = 0")).unwrap_err();
        assert_eq!(fault.key.as_deref(), Some("longest_text"));
    }
}
