//! How one value is read: text, number, list, email address, time zone, web address.

use super::nearest::nearest;
use chrono::NaiveTime;
use chrono_tz::Tz;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use toml::de::{DeTable, DeValue};

/// A value as it was written.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Text(String),
    Whole(i64),
    List(Vec<Value>),
    Table(BTreeMap<String, Value>),
}

/// Why a value cannot be used, and what to do.
pub(super) struct Complaint {
    pub problem: String,
    pub remedy: String,
}

/// The path of a file of certificates, if one is named.
pub(super) fn certificate(value: &Value) -> Result<Option<PathBuf>, Complaint> {
    match one_line(value)? {
        None => Ok(None),
        Some(path) if Path::new(&path).is_file() => Ok(Some(PathBuf::from(path))),
        Some(path) => Err(complaint(
            format!("there is no file {path}"),
            "Write the path of a certificate in PEM, or leave it empty",
        )),
    }
}

/// A complaint from its two sentences.
pub(super) fn complaint(problem: impl Into<String>, remedy: impl Into<String>) -> Complaint {
    Complaint {
        problem: problem.into(),
        remedy: remedy.into(),
    }
}

pub(super) fn text(value: &Value) -> Result<&str, Complaint> {
    match value {
        Value::Text(text) => Ok(text.trim()),
        Value::Whole(_) | Value::List(_) | Value::Table(_) => {
            Err(complaint("is not text", "Write it in double quotes"))
        }
    }
}

/// A text on one line, or nothing when it is empty.
pub(super) fn one_line(value: &Value) -> Result<Option<String>, Complaint> {
    match text(value)? {
        "" => Ok(None),
        line if line.chars().any(char::is_control) => Err(complaint(
            "has a line break or a control character in it",
            "Write it on one line",
        )),
        line => Ok(Some(line.to_owned())),
    }
}

pub(super) fn required() -> Complaint {
    complaint(
        "is empty",
        "Write a value, or remove the line to keep the default",
    )
}

pub(super) fn items(value: &Value) -> Result<&[Value], Complaint> {
    match value {
        Value::List(items) => Ok(items),
        Value::Text(_) | Value::Whole(_) | Value::Table(_) => {
            Err(complaint("is not a list", "Write it in square brackets"))
        }
    }
}

pub(super) fn within(value: &Value, least: u16, most: u16) -> Result<u16, Complaint> {
    let number = match value {
        Value::Whole(number) => u16::try_from(*number).ok(),
        Value::Text(_) | Value::List(_) | Value::Table(_) => None,
    };
    number
        .filter(|number| (least..=most).contains(number))
        .ok_or_else(|| {
            complaint(
                "is out of bounds",
                format!("Write a whole number from {least} to {most}"),
            )
        })
}

pub(super) fn email(value: &Value) -> Result<Option<String>, Complaint> {
    let Some(address) = one_line(value)? else {
        return Ok(None);
    };
    let plain = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_graphic() && !"<>()[],;:\\\"@".contains(c))
    };
    match address.split_once('@') {
        Some((local, domain)) if plain(local) && plain(domain) => Ok(Some(address)),
        Some(_) | None => Err(complaint(
            "is not an email address",
            "Write it as name@example.org",
        )),
    }
}

pub(super) fn time_zone(value: &Value) -> Result<Tz, Complaint> {
    let name = text(value)?;
    name.parse().map_err(|_| {
        let remedy = match nearest(name, chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())) {
            Some(near) => format!("Did you mean {near}"),
            None => "Write an IANA name, for example Europe/London".to_owned(),
        };
        complaint(format!("there is no time zone \"{name}\""), remedy)
    })
}

/// A time of day, or nothing when it is empty.
pub(super) fn time_of_day(value: &Value) -> Result<Option<NaiveTime>, Complaint> {
    match text(value)? {
        "" => Ok(None),
        time => match NaiveTime::parse_from_str(time, "%H:%M") {
            Ok(time) => Ok(Some(time)),
            Err(_) => Err(complaint(
                "is not a time of day",
                "Write hours and minutes, for example \"07:00\", or leave it empty",
            )),
        },
    }
}

pub(super) fn base_url(value: &Value) -> Result<Option<String>, Complaint> {
    let Some(url) = one_line(value)? else {
        return Ok(None);
    };
    let host = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains([' ', '?', '#', '@', '"', '<']) => {
            Ok(Some(url.trim_end_matches('/').to_owned()))
        }
        Some(_) | None => Err(complaint(
            "is not a web address",
            "Write it as https://foi.example.org",
        )),
    }
}

pub(super) fn whole(text: &str) -> Value {
    match text.trim().parse() {
        Ok(number) => Value::Whole(number),
        Err(_) => Value::Text(text.to_owned()),
    }
}

pub(super) fn list(text: &str, of_numbers: bool) -> Value {
    let items = text
        .split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty());
    Value::List(
        items
            .map(|item| {
                if of_numbers {
                    whole(item)
                } else {
                    Value::Text(item.to_owned())
                }
            })
            .collect(),
    )
}

pub(super) const fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Text(_) => "text in double quotes",
        Value::Whole(_) => "a whole number",
        Value::List(_) => "a list",
        Value::Table(_) => "a table",
    }
}

/// The value, or what was found in its place.
pub(super) fn from_toml(value: &DeValue<'_>) -> Result<Value, &'static str> {
    match value {
        DeValue::String(text) => Ok(Value::Text(text.to_string())),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map(Value::Whole)
            .map_err(|_| "a number beyond all bounds"),
        DeValue::Array(items) => items
            .iter()
            .map(|item| from_toml(item.get_ref()))
            .collect::<Result<_, _>>()
            .map(Value::List),
        DeValue::Float(_) => Err("a number with a point"),
        DeValue::Boolean(_) => Err("true or false"),
        DeValue::Datetime(_) => Err("a date"),
        DeValue::Table(_) => Err("a table"),
    }
}

/// A table of values; a day may stand without its quotes.
pub(super) fn table_from_toml(table: &DeTable<'_>) -> Result<Value, &'static str> {
    let mut values = BTreeMap::new();
    for (key, value) in table {
        let value = match value.get_ref() {
            DeValue::Datetime(on) => Value::Text(on.to_string()),
            value => from_toml(value)?,
        };
        values.insert(key.get_ref().to_string(), value);
    }
    Ok(Value::Table(values))
}

/// What a variable says that may hold a table, as one of TOML on one line; what is none is text.
pub(super) fn inline_table(text: &str) -> Value {
    let written = format!("value = {text}");
    let table = DeTable::parse(&written).ok();
    let table = table
        .as_ref()
        .and_then(|table| table.get_ref().get("value"));
    match table.map(toml::Spanned::get_ref) {
        Some(DeValue::Table(table)) => table_from_toml(table).ok(),
        Some(_) | None => None,
    }
    .unwrap_or_else(|| Value::Text(text.to_owned()))
}

/// The most that is read of a file that holds a secret, in bytes.
const LONGEST_SECRET: u64 = 4_096;

/// The beginning of a file, which has to be one: a device or a pipe may never end.
pub(super) fn beginning_of(path: &Path) -> io::Result<String> {
    if !path.metadata()?.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    let mut text = String::new();
    let file = File::open(path)?;
    file.take(LONGEST_SECRET).read_to_string(&mut text)?;
    Ok(text)
}
