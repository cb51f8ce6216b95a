//! An extension of the time: on a ground of the regime, with the exemptions it is for where the law
//! asks for them (FOIA s.17(1)(b), (2)).

use super::Event;
use super::refusal::Reason;
use crate::domain::regime::Regime;
use crate::domain::section::Section;
use chrono::NaiveDate;

/// The event of an extension, with the commitment to its reasons.
pub(super) fn extended(
    ground: &str,
    until: Option<NaiveDate>,
    (exemptions, digest): (&[Section], &str),
    regime: &Regime,
) -> Result<Event, Reason> {
    let found = regime.extension_grounds.iter().find(|g| g.id == ground);
    let Some(found) = found else {
        return Err(Reason::NoSuchGround(
            regime.short_title.clone(),
            ground.to_owned(),
        ));
    };
    match &found.exemptions {
        Some(section) if exemptions.is_empty() => {
            return Err(Reason::ExtensionForNothing(
                regime.words.exemption.clone(),
                section.clone(),
            ));
        }
        None if !exemptions.is_empty() => {
            return Err(Reason::NotForExemptions(found.title.clone()));
        }
        Some(_) | None => {}
    }
    for section in exemptions {
        let test = regime.exemption(section).and_then(|e| e.test(section));
        let test = test
            .ok_or_else(|| Reason::UnknownExemption(section.clone(), regime.short_title.clone()))?;
        if !test.needs_public_interest() {
            return Err(Reason::NothingToWeigh(section.clone()));
        }
    }
    Ok(Event::Extended {
        ground: ground.to_owned(),
        until,
        exemptions: exemptions.to_vec(),
        digest: Some(digest.to_owned()),
    })
}
