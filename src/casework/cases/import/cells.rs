//! What the cells of an earlier log say: dates, outcomes and kinds of requester as others wrote them.

use crate::casework::cases::requester::category_title;
use crate::domain::case::Outcome;
use crate::domain::words;
use chrono::NaiveDate;

/// The date of receipt a row gives.
pub(super) fn received_on(
    text: &str,
    default: Option<NaiveDate>,
    remarks: &mut Vec<String>,
) -> Result<NaiveDate, String> {
    let text = text.trim();
    if text.is_empty() {
        let on = default.ok_or(
            "there is no date of receipt; fill it in, or import with --received-default DATE",
        )?;
        remarks.push(format!("no date of receipt: taken as {}", words::date(on)));
        return Ok(on);
    }
    for format in ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y"] {
        if let Ok(on) = NaiveDate::parse_from_str(text, format) {
            return Ok(on);
        }
    }
    if let Ok(on) = NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d") {
        remarks.push(format!(
            "only a month of receipt: taken as {}",
            words::date(on)
        ));
        return Ok(on);
    }
    Err(format!(
        "\"{text}\" is not a date; write it as YYYY-MM-DD, for example 2026-06-26"
    ))
}

/// The outcome a row gives, by Daylight's words or those of earlier logs.
pub(super) fn outcome_of(text: &str, remarks: &mut Vec<String>) -> Result<Option<Outcome>, String> {
    let word = text.trim().to_lowercase().replace([' ', '-'], "_");
    if word.is_empty() {
        return Ok(None);
    }
    if let Some(outcome) = Outcome::parse(&word) {
        return Ok(Some(outcome));
    }
    match word.as_str() {
        "all_disclosed" | "disclosed_in_full" | "full_disclosure" | "granted" | "disclosed" => {
            Ok(Some(Outcome::GrantedInFull))
        }
        "disclosed_in_part" | "partial_disclosure" | "partially_disclosed" => {
            Ok(Some(Outcome::GrantedInPart))
        }
        "nothing_disclosed" | "refused_in_full" | "denied" | "exempt" => Ok(Some(Outcome::Refused)),
        "cost_limit" | "refused_cost" => Ok(Some(Outcome::RefusedOnCost)),
        "vexatious" => Ok(Some(Outcome::RefusedAsVexatious)),
        "manifestly_unreasonable" => Ok(Some(Outcome::RefusedAsUnreasonable)),
        "repeated" => Ok(Some(Outcome::RefusedAsRepeated)),
        "no_records" | "no_records_exist" | "information_not_held" => Ok(Some(Outcome::NotHeld)),
        "ncnd" => Ok(Some(Outcome::NeitherConfirmedNorDenied)),
        "discontinued" | "abandoned" => Ok(Some(Outcome::Withdrawn)),
        "correction" => {
            remarks.push("a correction of personal information: taken without an outcome".into());
            Ok(None)
        }
        _ => {
            let known: Vec<&str> = Outcome::ALL.iter().map(|o| o.as_str()).collect();
            Err(format!(
                "\"{}\" is not an outcome; use one of: {}",
                text.trim(),
                known.join(", ")
            ))
        }
    }
}

/// What kind of requester a row names, where it is one there is.
pub(super) fn category_of(text: &str) -> Option<String> {
    let word = match text.trim().to_lowercase().as_str() {
        "organization" => "organisation".to_owned(),
        other => other.to_owned(),
    };
    category_title(&word).map(|_| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_is_its_first_day_and_says_so() {
        let mut remarks = Vec::new();
        assert_eq!(
            received_on("2015-03", None, &mut remarks),
            Ok(day("2015-03-01"))
        );
        assert_eq!(remarks, ["only a month of receipt: taken as 1 March 2015"]);
    }

    #[test]
    fn a_missing_date_needs_a_default_and_a_wrong_one_is_refused() {
        let mut remarks = Vec::new();
        assert!(received_on("", None, &mut remarks).is_err());
        assert!(received_on("2015-13-01", None, &mut remarks).is_err());
        assert!(remarks.is_empty());
        let on = day("2016-01-01");
        assert_eq!(received_on(" ", Some(on), &mut remarks), Ok(on));
        assert_eq!(remarks.len(), 1);
        assert_eq!(
            received_on("26/06/2015", None, &mut remarks),
            Ok(day("2015-06-26"))
        );
    }

    #[test]
    fn outcomes_of_earlier_logs_are_known_and_others_refused() {
        let mut remarks = Vec::new();
        assert_eq!(
            outcome_of("all disclosed", &mut remarks),
            Ok(Some(Outcome::GrantedInFull))
        );
        assert_eq!(
            outcome_of("Not held", &mut remarks),
            Ok(Some(Outcome::NotHeld))
        );
        assert_eq!(outcome_of("", &mut remarks), Ok(None));
        assert!(outcome_of("resolved", &mut remarks).is_err());
    }
}
