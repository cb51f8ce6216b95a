//! What somebody typed into a form or an address, by field.
//!
//! Nothing is refused here: what is wrong with a value is said beside it by whoever asks for it.
//! Control characters, which nobody can see or type, are left out.

use super::pages::form::{DateValue, Hidden};
use crate::domain::plain::plain;
use chrono::{Datelike, NaiveDate};
use rocket::data::{Data, FromData, Outcome, ToByteUnit};
use rocket::form::{DataField, Error, Form, FromForm, Options, Result, ValueField};
use rocket::http::uri::fmt::{Ignorable, Query as UriQuery};
use rocket::http::{RawStr, Status};
use rocket::request::Request;
use rocket::tokio::io::AsyncReadExt;

/// The longest short form, in bytes: a password of 1,000 characters and the rest, percent-encoded.
const SHORT: u64 = 32 * 1024;

/// The longest long form, in bytes: a request of 20,000 characters takes 240,000 percent-encoded
/// where each has four bytes, and the rest of its form 20,000.
const LONG: u64 = 320 * 1024;

/// The most fields of a form that anybody can send; the largest has eight.
const FIELDS: usize = 64;

/// The most fields of an address; the calculator's form has 216 where all its lines are filled in.
const ASKED: usize = 256;

/// A form of a few words that anybody can send, such as a password: what is longer than any such
/// form is refused, and not read. What its sender still sends meanwhile is taken by the front.
pub struct Short(pub Typed);

/// A form that anybody can send with a request or a message in it, taken in the same way.
pub struct Long(pub Typed);

/// What an address asks, by field: one with more fields than any form has is refused, whose thousands
/// would be gone through for each of them.
pub struct Query(pub Typed);

/// A link need not ask anything.
impl Ignorable<UriQuery> for Query {}

/// Every value of a form, in the order sent. A field that was not sent reads as empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed(Vec<(String, String)>);

/// A date that is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotADate;

impl Typed {
    /// The value of a field, or nothing.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(n, _)| n == name)
            .map_or("", |(_, value)| value.as_str())
    }

    /// The value of a field without blanks around it, unless that leaves nothing.
    #[must_use]
    pub fn some(&self, name: &str) -> Option<&str> {
        Some(self.get(name).trim()).filter(|value| !value.is_empty())
    }

    /// Whether there is such a field, be it empty.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(n, _)| n == name)
    }

    /// The fields whose names begin so, without that beginning.
    #[must_use]
    pub fn below(&self, prefix: &str) -> Self {
        let fields = self.0.iter().filter_map(|(name, value)| {
            let name = name.strip_prefix(prefix)?;
            Some((name.to_owned(), value.clone()))
        });
        Self(fields.collect())
    }

    /// The value of a field as a text of its own.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        self.get(name).to_owned()
    }

    /// Every value of a field with several.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.0
            .iter()
            .filter(|(n, value)| n == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
            .collect()
    }

    /// Whether a box is ticked.
    #[must_use]
    pub fn ticked(&self, name: &str) -> bool {
        self.some(name).is_some()
    }

    /// Every value but those of these fields, for a form that carries what was typed on.
    #[must_use]
    pub fn carried(&self, without: &[&str]) -> Vec<Hidden> {
        let kept = self
            .0
            .iter()
            .filter(|(n, _)| !without.contains(&n.as_str()));
        kept.map(|(name, value)| Hidden::new(name, value)).collect()
    }

    /// What was typed but for these fields.
    #[must_use]
    pub fn without(mut self, names: &[String]) -> Self {
        self.0.retain(|(name, _)| !names.contains(name));
        self
    }

    /// Sets a day, for a form that is shown before anything was typed.
    #[must_use]
    pub fn with_date(self, name: &str, on: NaiveDate) -> Self {
        let part = |part: &str| format!("{name}-{part}");
        self.with(&part("day"), &on.day().to_string())
            .with(&part("month"), &on.month().to_string())
            .with(&part("year"), &on.year().to_string())
    }

    /// Sets a field, for a form that is shown before anything was typed.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.0.push((name.to_owned(), value.to_owned()));
        self
    }

    /// A date as typed, in its three parts.
    #[must_use]
    pub fn date_value(&self, name: &str) -> DateValue {
        let part = |part: &str| self.get(&format!("{name}-{part}"));
        DateValue::new(part("day"), part("month"), part("year"))
    }

    /// A date, or nothing where none of its parts was typed.
    ///
    /// # Errors
    /// [`NotADate`] for one that is typed in part or is in no calendar.
    pub fn date(&self, name: &str) -> std::result::Result<Option<NaiveDate>, NotADate> {
        let typed = self.date_value(name);
        let parts = [&typed.day, &typed.month, &typed.year].map(|part| part.trim());
        if parts.iter().all(|part| part.is_empty()) {
            return Ok(None);
        }
        let [day, month, year] = parts.map(str::parse::<u16>);
        match (day, month, year) {
            (Ok(day), Ok(month), Ok(year)) if year >= 1000 => {
                NaiveDate::from_ymd_opt(year.into(), month.into(), day.into())
                    .map(Some)
                    .ok_or(NotADate)
            }
            _ => Err(NotADate),
        }
    }
}

#[rocket::async_trait]
impl<'r> FromForm<'r> for Typed {
    type Context = Vec<(String, String)>;

    fn init(_: Options) -> Self::Context {
        Vec::new()
    }

    fn push_value(context: &mut Self::Context, field: ValueField<'r>) {
        context.push((
            field.name.source().as_str().to_owned(),
            plain(field.value).into_owned(),
        ));
    }

    async fn push_data(_: &mut Self::Context, _: DataField<'r, '_>) {
        // No form here takes a file.
    }

    fn finalize(context: Self::Context) -> Result<'r, Self> {
        Ok(Self(context))
    }
}

#[rocket::async_trait]
impl<'r> FromForm<'r> for Query {
    type Context = <Typed as FromForm<'r>>::Context;

    fn init(options: Options) -> Self::Context {
        <Typed as FromForm>::init(options)
    }

    fn push_value(context: &mut Self::Context, field: ValueField<'r>) {
        if context.len() <= ASKED {
            <Typed as FromForm>::push_value(context, field);
        }
    }

    async fn push_data(_: &mut Self::Context, _: DataField<'r, '_>) {
        // An address brings no file.
    }

    fn finalize(context: Self::Context) -> Result<'r, Self> {
        if context.len() > ASKED {
            Err(Error::from((None, Some(ASKED as u64))))?;
        }
        <Typed as FromForm>::finalize(context).map(Self)
    }
}

#[rocket::async_trait]
impl<'r> FromData<'r> for Short {
    type Error = ();

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        match sent(request, data, SHORT).await {
            Ok(typed) => Outcome::Success(Self(typed)),
            Err(status) => Outcome::Error((status, ())),
        }
    }
}

#[rocket::async_trait]
impl<'r> FromData<'r> for Long {
    type Error = ();

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        match sent(request, data, LONG).await {
            Ok(typed) => Outcome::Success(Self(typed)),
            Err(status) => Outcome::Error((status, ())),
        }
    }
}

/// What was typed into a form of at most `longest` bytes, or the status that says why it is not
/// taken. A form in parts, as files are sent, is none of these.
async fn sent(
    request: &Request<'_>,
    data: Data<'_>,
    longest: u64,
) -> std::result::Result<Typed, Status> {
    if !request.content_type().is_some_and(|kind| kind.is_form()) {
        return Err(Status::UnsupportedMediaType);
    }
    let said = request.headers().get_one("Content-Length");
    let long = |said: &str| said.parse().is_ok_and(|length: u64| length > longest);
    if said.is_some_and(long) {
        return Err(Status::PayloadTooLarge);
    }
    let mut text = Vec::new();
    let mut sent = data.open((longest + 1).bytes());
    let read = sent.read_to_end(&mut text).await;
    read.map_err(|_| Status::BadRequest)?;
    if text.len() as u64 > longest {
        return Err(Status::PayloadTooLarge);
    }
    let text = String::from_utf8_lossy(&text);
    if text.split('&').nth(FIELDS).is_some() {
        return Err(Status::UnprocessableEntity);
    }
    Form::parse_encoded(RawStr::new(text.as_ref())).map_err(|_| Status::UnprocessableEntity)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(day: &str, month: &str, year: &str) -> Typed {
        <Typed as Default>::default()
            .with("on-day", day)
            .with("on-month", month)
            .with("on-year", year)
    }

    #[test]
    fn a_date_is_taken_whole_or_not_at_all() {
        assert_eq!(typed("", " ", "").date("on"), Ok(None));
        let leap_day = NaiveDate::from_ymd_opt(2028, 2, 29);
        assert_eq!(typed("29", "2", " 2028 ").date("on"), Ok(leap_day));
        for (d, m, y) in [("29", "2", "2027"), ("1", "", "2026"), ("1", "1", "26")] {
            assert_eq!(typed(d, m, y).date("on"), Err(NotADate), "{d} {m} {y}");
        }
    }
}
