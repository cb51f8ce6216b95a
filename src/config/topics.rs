//! `config/topics.toml`: the word lists and settings of topic discovery.

use std::path::Path;
use std::sync::Arc;

use super::fault::Fault;
use super::own::{spelt, text_in};
use super::token_vectors;
use crate::domain::topics::Settings;

/// The file as the administrator knows it.
const FILE: &str = "config/topics.toml";

/// The file the program carries.
const DEFAULT: &str = include_str!("../../config/topics.toml");

/// The settings in `folder`, or those the program carries where there is no such file.
///
/// # Errors
/// The fault in the file, with its line and key.
pub fn load(folder: Option<&Path>) -> Result<Settings, Fault> {
    parse(&text_in(folder, "topics.toml", DEFAULT, "settings")?)
}

fn parse(text: &str) -> Result<Settings, Fault> {
    let mut settings: Settings = spelt(FILE, text)?;
    check(&settings)?;
    let folder = &settings.token_vectors.folder;
    if !folder.as_os_str().is_empty() {
        let model = token_vectors::load(folder).map_err(|problem| Fault {
            file: FILE.to_owned(),
            line: None,
            key: Some("token_vectors.folder".to_owned()),
            problem: problem.to_string(),
            remedy: "Name the folder of a static token-vector model, or leave it empty".to_owned(),
        })?;
        settings.model = Some(Arc::new(model));
    }
    Ok(settings)
}

fn check(settings: &Settings) -> Result<(), Fault> {
    let fault = |key: &str, problem: &str, remedy: &str| {
        Err(Fault {
            file: FILE.to_owned(),
            line: None,
            key: Some(key.to_owned()),
            problem: problem.to_owned(),
            remedy: remedy.to_owned(),
        })
    };
    let found = &settings.discovery;
    if !(2..=200).contains(&found.neighbours) {
        return fault(
            "discovery.neighbours",
            "the number of neighbours is not usable",
            "Choose a number from 2 to 200",
        );
    }
    for (key, resolution) in [
        ("discovery.resolution", found.resolution),
        ("discovery.fine_resolution", found.fine_resolution),
    ] {
        if !(resolution > 0.0 && resolution <= 1_000.0) {
            return fault(
                key,
                "the resolution is not usable",
                "Choose a number above 0 and at most 1000",
            );
        }
    }
    let weight = settings.token_vectors.weight;
    if !(0.0..=100.0).contains(&weight) {
        return fault(
            "token_vectors.weight",
            "the weight is not usable",
            "Choose a number from 0 to 100",
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_the_program_carries_are_sound() {
        let settings = load(None).unwrap();
        assert!(settings.text.stopwords.len() > 100);
    }

    #[test]
    fn a_wrong_resolution_is_named_with_its_key() {
        let text = DEFAULT.replace("\nresolution = ", "\nresolution = -");
        let fault = parse(&text).unwrap_err();
        assert_eq!(fault.key.as_deref(), Some("discovery.resolution"));
    }

    #[test]
    fn a_folder_without_a_model_is_told_with_its_key() {
        let text = DEFAULT.replace("folder = \"\"", "folder = \"no/such/folder\"");
        let fault = parse(&text).unwrap_err();
        assert_eq!(fault.key.as_deref(), Some("token_vectors.folder"));
        assert!(
            fault.problem.contains("tokenizer.json cannot be read"),
            "{fault}"
        );
    }

    #[test]
    fn a_file_that_says_nothing_of_a_model_has_none() {
        let (before, after) = DEFAULT.split_once("[token_vectors]").unwrap();
        let (_, after) = after.split_once("[text]").unwrap();
        let settings = parse(&format!("{before}[text]{after}")).unwrap();
        assert!(settings.model.is_none());
    }

    #[test]
    fn an_unknown_key_is_told_with_its_line() {
        let text = DEFAULT.replace("[discovery]\n", "[discovery]\nneighbors = 3\n");
        let fault = parse(&text).unwrap_err();
        assert!(fault.line.is_some());
        assert!(fault.problem.contains("neighbors"), "{fault}");
    }
}
