//! The files of the laws read once more, as plain TOML and by nothing of the program: what a letter has
//! to say is held against these.

use crate::support::day;
use chrono::{NaiveDate, TimeDelta};
use std::collections::BTreeMap;
use std::path::Path;
use toml::{Table, Value};

/// The file of a law.
pub struct LawFile {
    /// The id of the law.
    pub id: String,
    /// Everything it says, what it is based on included.
    pub all: Table,
}

/// The file of every law, by name.
pub fn every_law() -> Vec<LawFile> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/regimes");
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        files.insert(path, text.parse::<Table>().unwrap());
    }
    let whole = |table: &Table| match table.get("based_on") {
        Some(id) => {
            let mut base = files.values().filter(|t| t.get("id") == Some(id));
            let mut base = base.find(|t| !t.contains_key("based_on")).unwrap().clone();
            base.extend(table.clone());
            base
        }
        None => table.clone(),
    };
    let laws = files.values().map(|table| LawFile {
        id: table["id"].as_str().unwrap().to_owned(),
        all: whole(table),
    });
    laws.collect()
}

/// A text of a table, or nothing.
pub fn text<'a>(table: &'a Table, key: &str) -> Option<&'a str> {
    table.get(key).and_then(Value::as_str)
}

/// Whether a table says yes.
pub fn yes(table: &Table, key: &str) -> bool {
    table.get(key).and_then(Value::as_bool).unwrap_or(false)
}

/// The tables of a list.
pub fn tables<'a>(table: &'a Table, key: &str) -> Vec<&'a Table> {
    let list = table.get(key).and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(Value::as_table)
        .collect()
}

/// A citation as a letter writes it, spelt here once more.
pub fn in_full(citation: &str) -> String {
    let place = |place: &str| {
        if let Some(section) = place.strip_suffix(" Code") {
            return format!("the Code of Practice under {}", in_full(section));
        }
        let words = [
            ("s.", "section"),
            ("reg ", "regulation"),
            ("art ", "article"),
        ];
        let found = words.iter().find_map(|(short, word)| {
            let rest = place.strip_prefix(short)?;
            Some(match rest.contains(&format!(", {short}")) {
                true => format!("{word}s {}", rest.replace(&format!(", {short}"), " and ")),
                false => format!(
                    "{word} {}",
                    rest.replace(", (", " and (")
                        .replace(short, &format!("{word} "))
                ),
            })
        });
        match found {
            Some(full) => full,
            None if place.starts_with(|c: char| c.is_ascii_digit()) => format!("section {place}"),
            None => place.to_owned(),
        }
    };
    citation
        .split("; ")
        .map(place)
        .collect::<Vec<_>>()
        .join("; ")
}

/// A limit as a letter writes it: `20 working days`.
pub fn length(limit: &Table) -> String {
    let count = limit["count"].as_integer().unwrap();
    let unit = limit["unit"].as_str().unwrap().replace('_', " ");
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{s}")
}

impl LawFile {
    /// A day on which the law is in force: the first of June 2026, or one before it ended.
    pub fn received(&self) -> NaiveDate {
        let usual = day("2026-06-01");
        match text(&self.all, "in_force_to").map(day) {
            Some(to) if to < usual => to - TimeDelta::days(200),
            Some(_) | None => usual,
        }
    }

    /// A table of the file, where it has it.
    pub fn table(&self, key: &str) -> Option<&Table> {
        self.all.get(key).and_then(Value::as_table)
    }

    /// A citation in `[notices]`, as a letter writes it.
    pub fn notice(&self, key: &str) -> Option<String> {
        text(self.table("notices").unwrap(), key).map(in_full)
    }

    /// Its title.
    pub fn title(&self) -> &str {
        self.all["title"].as_str().unwrap()
    }
}
