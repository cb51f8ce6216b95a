//! The layers settings are read from: the built-in defaults, the administrator's file, the environment.
//!
//! The built-in file is also the list of what exists: a key that is not in it is
//! unknown, and a value must be of the type its default has. Every fault is kept,
//! so that all are reported together.

use super::location::Secret;
use super::nearest::nearest;
use super::readings::Place;
use super::values::{
    Complaint, Value, beginning_of, complaint, from_toml, inline_table, list, table_from_toml,
    type_name, whole,
};
use crate::config::Fault;
use crate::config::fault::line_of;
use crate::config::files::bytes_of;
use std::collections::BTreeMap;
use std::path::Path;
use toml::de::{DeTable, DeValue};

/// The variables with a name of their own, and the section and key each one sets.
const SHORT_FORMS: [(&str, &str, &str); 4] = [
    ("DAYLIGHT_DATA", "storage", "data"),
    ("DAYLIGHT_DATABASE_URL", "storage", "database_url"),
    ("DAYLIGHT_LISTEN", "web", "listen"),
    ("DAYLIGHT_MAIL_URL", "mail", "url"),
];

/// The section within a section: the choices between readings of the law.
pub(super) const READINGS: &str = "law.readings";

/// The name of the built-in file, for faults in it.
const BUILT_IN: &str = "the built-in config/daylight.toml";

struct Entry {
    value: Value,
    file: String,
    line: Option<usize>,
    /// Whether a layer made it another than the default.
    changed: bool,
}

/// All the layers, laid over one another.
pub(super) struct Layers {
    entries: BTreeMap<(String, String), Entry>,
    faults: Vec<Fault>,
}

impl Layers {
    /// The built-in defaults alone.
    pub fn built_in(text: &str) -> Self {
        let mut layers = Self {
            entries: BTreeMap::new(),
            faults: Vec::new(),
        };
        for (section, key, value, line) in layers.parse(BUILT_IN, text) {
            match value {
                Ok(value) => {
                    let entry = Entry {
                        value,
                        file: BUILT_IN.to_owned(),
                        line: Some(line),
                        changed: false,
                    };
                    layers.entries.insert((section, key), entry);
                }
                Err(found) => {
                    layers.wrong_type(BUILT_IN, Some(line), &section, &key, found, "text")
                }
            }
        }
        layers
    }

    /// Lays the administrator's file over what there is.
    pub fn lay_file(&mut self, path: &Path) {
        let name = path.display().to_string();
        let bytes = match bytes_of(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                let remedy = "Make the file readable to the user Daylight runs as";
                self.fault(
                    &name,
                    None,
                    None,
                    format!("cannot be read ({error})"),
                    remedy,
                );
                return;
            }
        };
        let Ok(text) = String::from_utf8(bytes) else {
            let remedy = "Save the file again with the encoding UTF-8";
            self.fault(&name, None, None, "is not UTF-8 text", remedy);
            return;
        };
        for (section, key, value, line) in self.parse(&name, &text) {
            self.lay(section, key, value, &name, Some(line));
        }
    }

    /// Lays the environment over what there is; a short form prevails over the long one.
    pub fn lay_environment(&mut self, variables: &[(String, String)]) {
        for (name, text) in variables {
            let Some(rest) = name.strip_prefix("DAYLIGHT_") else {
                continue;
            };
            let Some((section, key)) = rest.rsplit_once("__") else {
                self.check_short_name(name);
                continue;
            };
            let section = section.to_lowercase().replace("__", ".");
            self.lay_variable(name, &section, &key.to_lowercase(), text);
        }
        for (short, section, key) in SHORT_FORMS {
            if let Some((name, text)) = variables.iter().find(|(name, _)| name == short) {
                self.lay_variable(name, section, key, text);
            }
        }
    }

    /// The first line of a file that holds a secret; a file that cannot be read is a fault.
    pub fn secret_in(&mut self, section: &str, key: &str, path: &str) -> Option<Secret> {
        match beginning_of(Path::new(path)) {
            Ok(text) => Some(Secret(text.lines().next().unwrap_or_default().to_owned())),
            Err(error) => {
                let problem = format!("names {path}, which cannot be read ({error})");
                let remedy = "Name a file that holds the password and that this user can read";
                self.complain(section, key, complaint(problem, remedy));
                None
            }
        }
    }

    /// Reads one setting; a complaint becomes a fault at the place where the value was written.
    pub fn read<T>(
        &mut self,
        section: &str,
        key: &str,
        read: impl FnOnce(&Value) -> Result<T, Complaint>,
    ) -> Option<T> {
        let Some(entry) = self.entries.get(&(section.to_owned(), key.to_owned())) else {
            let problem = "this setting is missing";
            self.fault(
                BUILT_IN,
                None,
                Some(dotted(section, key)),
                problem,
                "Install Daylight again",
            );
            return None;
        };
        match read(&entry.value) {
            Ok(value) => Some(value),
            Err(why) => {
                let (file, line) = (entry.file.clone(), entry.line);
                self.fault(
                    &file,
                    line,
                    Some(dotted(section, key)),
                    why.problem,
                    &why.remedy,
                );
                None
            }
        }
    }

    /// Whether somebody made it another than the default: in the administrator's file or in the
    /// environment. A copy of the built-in file changes nothing.
    pub fn is_changed(&self, section: &str, key: &str) -> bool {
        let entry = self.entries.get(&(section.to_owned(), key.to_owned()));
        entry.is_some_and(|entry| entry.changed)
    }

    /// Where a setting was written last.
    pub fn place(&self, section: &str, key: &str) -> Place {
        let entry = self.entries.get(&(section.to_owned(), key.to_owned()));
        Place {
            file: entry.map_or_else(|| BUILT_IN.to_owned(), |entry| entry.file.clone()),
            line: entry.and_then(|entry| entry.line),
        }
    }

    /// The keys of a section that somebody made another than the default.
    pub fn changed_in(&self, section: &str) -> Vec<String> {
        let entries = self.entries.iter();
        let changed = entries.filter(|((of, _), entry)| of == section && entry.changed);
        changed.map(|((_, key), _)| key.clone()).collect()
    }

    /// Reports a fault found while reading, at the place where this setting was written.
    pub fn complain(&mut self, section: &str, key: &str, why: Complaint) {
        self.read::<()>(section, key, |_| Err(why));
    }

    /// Every fault found, in the order of file and line.
    pub fn into_faults(mut self) -> Vec<Fault> {
        self.faults.sort();
        self.faults.dedup();
        self.faults
    }

    /// Whether nothing is wrong so far.
    pub fn sound(&self) -> bool {
        self.faults.is_empty()
    }

    /// Reports a fault.
    pub fn fault(
        &mut self,
        file: &str,
        line: Option<usize>,
        key: Option<String>,
        problem: impl Into<String>,
        remedy: &str,
    ) {
        self.faults.push(Fault {
            file: file.to_owned(),
            line,
            key,
            problem: problem.into(),
            remedy: remedy.to_owned(),
        });
    }

    fn lay_variable(&mut self, name: &str, section: &str, key: &str, text: &str) {
        let place = (section.to_owned(), key.to_owned());
        let value = match self.entries.get(&place).map(|entry| &entry.value) {
            Some(Value::Whole(_)) => whole(text),
            Some(Value::List(items)) => list(text, matches!(items.first(), Some(Value::Whole(_)))),
            Some(_) if section == READINGS => inline_table(text),
            Some(Value::Text(_) | Value::Table(_)) | None => Value::Text(text.to_owned()),
        };
        self.lay(section.to_owned(), key.to_owned(), Ok(value), name, None);
    }

    fn lay(
        &mut self,
        section: String,
        key: String,
        value: Result<Value, &'static str>,
        file: &str,
        line: Option<usize>,
    ) {
        let place = (section, key);
        let Some(entry) = self.entries.get_mut(&place) else {
            let (section, key) = place;
            self.unknown(file, line, &section, &key);
            return;
        };
        let wanted = type_name(&entry.value);
        // A choice between readings is a word, or a table with who has reviewed it.
        let chosen = |value: &Value| {
            place.0 == READINGS && matches!(value, Value::Text(_) | Value::Table(_))
        };
        let found = match value {
            Ok(value) if type_name(&value) == wanted || chosen(&value) => {
                *entry = Entry {
                    changed: entry.changed || value != entry.value,
                    value,
                    file: file.to_owned(),
                    line,
                };
                return;
            }
            Ok(value) => type_name(&value),
            Err(found) => found,
        };
        self.wrong_type(file, line, &place.0, &place.1, found, wanted);
    }

    fn unknown(&mut self, file: &str, line: Option<usize>, section: &str, key: &str) {
        let known: Vec<String> = self.entries.keys().map(|(s, k)| dotted(s, k)).collect();
        let written = dotted(section, key);
        let remedy = match nearest(&written, known.iter().map(String::as_str)) {
            Some(near) if line.is_none() => {
                format!(
                    "Did you mean DAYLIGHT_{}",
                    near.replace('.', "__").to_uppercase()
                )
            }
            Some(near) => format!("Did you mean {near}"),
            None => "Remove it; config/daylight.toml lists every setting".to_owned(),
        };
        self.fault(
            file,
            line,
            Some(written),
            "there is no such setting",
            &remedy,
        );
    }

    fn wrong_type(
        &mut self,
        file: &str,
        line: Option<usize>,
        section: &str,
        key: &str,
        found: &str,
        wanted: &str,
    ) {
        let problem = format!("is {found} where {wanted} is wanted");
        let remedy = format!("Write {wanted}, as in config/daylight.toml");
        self.fault(file, line, Some(dotted(section, key)), problem, &remedy);
    }

    /// A mistyped short form would silently do nothing, so one that is nearly right is a fault.
    fn check_short_name(&mut self, name: &str) {
        let known = SHORT_FORMS.iter().map(|(short, ..)| *short);
        // Where the configuration is and how much is logged are no keys of it.
        let known: Vec<&str> = known.chain(["DAYLIGHT_CONFIG", "DAYLIGHT_LOG"]).collect();
        if known.contains(&name) {
            return;
        }
        if let Some(near) = nearest(name, known.into_iter()) {
            let remedy = format!("Did you mean {near}");
            self.fault(name, None, None, "there is no such setting", &remedy);
        }
    }

    /// Each `section`, `key`, value and line of a file; what cannot be read becomes a fault.
    fn parse(&mut self, file: &str, text: &str) -> Vec<Found> {
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let line = error.span().map(|span| line_of(text, span.start));
            let problem = format!(
                "cannot be read as TOML: {}",
                error.message().trim_end_matches('.')
            );
            let remedy = "Write each setting as key = value, with text in double quotes";
            self.fault(file, line, None, problem, remedy);
        }
        let mut found = Vec::new();
        for (section, content) in table.get_ref() {
            let name = section.get_ref().to_string();
            let line = line_of(text, section.span().start);
            let DeValue::Table(keys) = content.get_ref() else {
                let remedy = "Put it below the section it belongs to, for example [authority]";
                self.fault(
                    file,
                    Some(line),
                    Some(name),
                    "stands outside any section",
                    remedy,
                );
                continue;
            };
            if keys.is_empty() && !self.entries.is_empty() {
                self.check_section(file, line, &name);
            }
            for (key, value) in keys {
                let line = line_of(text, key.span().start);
                let key = key.get_ref().to_string();
                let below = dotted(&name, &key);
                match value.get_ref() {
                    // A section within a section, where there is one of that name.
                    DeValue::Table(keys) if below == READINGS => {
                        for (key, value) in keys {
                            let line = line_of(text, key.span().start);
                            let key = key.get_ref().to_string();
                            let value = match value.get_ref() {
                                DeValue::Table(chosen) => table_from_toml(chosen),
                                value => from_toml(value),
                            };
                            found.push((below.clone(), key, value, line));
                        }
                    }
                    value => found.push((name.clone(), key, from_toml(value), line)),
                }
            }
        }
        found
    }

    fn check_section(&mut self, file: &str, line: usize, section: &str) {
        let known: Vec<String> = self.entries.keys().map(|(s, _)| s.clone()).collect();
        if known.iter().any(|name| name == section) {
            return;
        }
        let remedy = match nearest(section, known.iter().map(String::as_str)) {
            Some(near) => format!("Did you mean [{near}]"),
            None => "Remove it; config/daylight.toml lists every section".to_owned(),
        };
        self.fault(
            file,
            Some(line),
            Some(section.to_owned()),
            "there is no such section",
            &remedy,
        );
    }
}

type Found = (String, String, Result<Value, &'static str>, usize);

fn dotted(section: &str, key: &str) -> String {
    format!("{section}.{key}")
}
