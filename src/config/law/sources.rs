//! The files of the law: those the program carries, and the administrator's over them.

use crate::config::fault::{Fault, line_of};
use crate::config::files::text_of;
use crate::config::own::own;
use rust_embed::Embed;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Embed)]
#[folder = "$CARGO_MANIFEST_DIR/config"]
struct Carried;

/// A file and its text.
pub(super) struct Source {
    /// Its name within its folder, for example `scotland.toml`.
    pub(super) name: String,
    /// Its name as the administrator knows it.
    pub(super) file: String,
    pub(super) text: String,
}

/// The files of one sort by name: those carried, with the administrator's in their place.
pub(super) fn sources(folder: Option<&Path>, sort: &str, faults: &mut Vec<Fault>) -> Vec<Source> {
    let mut files = BTreeMap::new();
    for path in Carried::iter() {
        if let (Some(name), Some(file)) =
            (path.strip_prefix(&format!("{sort}/")), Carried::get(&path))
        {
            let text = String::from_utf8_lossy(&file.data).into_owned();
            files.insert(name.to_owned(), (format!("config/{path}"), text));
        }
    }
    if let Some(folder) = own(folder, sort) {
        match read_folder(&folder) {
            Ok(read) => files.extend(read),
            Err(error) => faults.push(Fault {
                file: folder.display().to_string(),
                line: None,
                key: None,
                problem: format!("cannot be read ({error})"),
                remedy: "Give the program leave to read it".to_owned(),
            }),
        }
    }
    files
        .into_iter()
        .map(|(name, (file, text))| Source { name, file, text })
        .collect()
}

fn read_folder(folder: &Path) -> std::io::Result<Vec<(String, (String, String))>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "toml")
            && let Some(name) = path.file_name()
        {
            let text = text_of(&path)?;
            let name = name.to_string_lossy().into_owned();
            files.push((name, (path.display().to_string(), text)));
        }
    }
    Ok(files)
}

pub(super) fn parse<T: for<'de> Deserialize<'de>>(
    source: &Source,
    faults: &mut Vec<Fault>,
) -> Option<T> {
    match toml::from_str(&source.text) {
        Ok(value) => Some(value),
        Err(error) => {
            faults.push(Fault {
                file: source.file.clone(),
                line: error.span().map(|span| line_of(&source.text, span.start)),
                key: None,
                problem: error.message().trim_end_matches('.').to_owned(),
                remedy: "Correct the line, or remove the file to use the one the program carries"
                    .to_owned(),
            });
            None
        }
    }
}

impl Source {
    /// The same file, to be held beside what was read of it.
    pub(super) fn again(&self) -> Self {
        Self {
            name: self.name.clone(),
            file: self.file.clone(),
            text: self.text.clone(),
        }
    }

    /// A fault at the first line that begins with or names `key`.
    pub(super) fn fault(&self, key: &str, problem: String, remedy: &str) -> Fault {
        let line = (1..)
            .zip(self.text.lines())
            .find(|(_, line)| line.trim_start().trim_start_matches('"').starts_with(key))
            .map(|(number, _)| number);
        Fault {
            file: self.file.clone(),
            line,
            key: Some(key.to_owned()),
            problem,
            remedy: remedy.to_owned(),
        }
    }
}
