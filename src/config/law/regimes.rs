//! Regimes from their files, checked against one another and against the calendars.

use super::days_read::Days;
use super::fingerprint;
use super::readings::Choices;
use super::sources::{Source, parse};
use crate::config::fault::Fault;
use crate::config::settings::Readings;
use crate::domain::calendar::Calendar;
use crate::domain::regime::Regime;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The versions in order of id and first day in force, each with a digest of its file.
pub(super) struct Read {
    pub(super) regimes: Vec<(Arc<Regime>, String)>,
    /// The readings that are taken otherwise than the files have them.
    pub(super) switched: BTreeMap<String, String>,
}

/// Reads the files as the choices have them.
pub(super) fn read(
    files: &[Source],
    calendars: &BTreeMap<String, Arc<Calendar>>,
    readings: &Readings,
    faults: &mut Vec<Fault>,
) -> Read {
    let mut choices = Choices::new(readings);
    let mut days = Days::new(calendars);
    let mut regimes: Vec<(Regime, Source)> = Vec::new();
    for source in files {
        let whole = based(source, files, faults);
        let chosen = whole.and_then(|whole| choices.lay_over(whole, &mut days, faults));
        let Some(chosen) = chosen else {
            continue;
        };
        if let Some(mut regime) = parse::<Regime>(&chosen.source, faults) {
            check(&regime, &chosen.source, calendars, faults);
            days.lay(&mut regime, &chosen.source, faults);
            regime.otherwise = chosen.otherwise;
            regime.together = chosen.together;
            choices.sign(&mut regime);
            regimes.push((regime, chosen.source));
        }
    }
    choices.unknown(faults);
    regimes.sort_by(|(a, _), (b, _)| (&a.id, a.in_force_from).cmp(&(&b.id, b.in_force_from)));
    for pair in regimes.windows(2) {
        if let [(before, _), (after, source)] = pair
            && before.id == after.id
            && before
                .in_force_to
                .is_none_or(|to| to >= after.in_force_from)
        {
            faults.push(source.fault(
                "in_force_from",
                format!(
                    "another version of \"{}\" is in force on the same days",
                    after.id
                ),
                "End the earlier version the day before this one begins",
            ));
        }
    }
    let regimes = regimes
        .into_iter()
        .map(|(regime, source)| (Arc::new(regime), fingerprint([&source].into_iter())));
    Read {
        regimes: regimes.collect(),
        switched: choices.switched(),
    }
}

/// The key by which a file names the regime it is based on.
const BASED_ON: &str = "based_on";

/// A file that names another in `based_on` says only where it differs: each of its keys, with all
/// below it, takes the place of the other's key of that name.
fn based(source: &Source, files: &[Source], faults: &mut Vec<Fault>) -> Option<Source> {
    // A file that is no TOML is told about where it is parsed.
    let Ok(mut own) = source.text.parse::<toml::Table>() else {
        return Some(source.again());
    };
    let Some(id) = own.remove(BASED_ON) else {
        return Some(source.again());
    };
    let other = files.iter().find_map(|file| {
        let table = file.text.parse::<toml::Table>().ok()?;
        let whole = !table.contains_key(BASED_ON) && table.get("id") == Some(&id);
        whole.then_some(table)
    });
    let whole = other.map(|mut whole| {
        whole.extend(own);
        toml::to_string(&whole)
    });
    if let Some(Ok(text)) = whole {
        Some(Source {
            text,
            ..source.again()
        })
    } else {
        faults.push(source.fault(
            BASED_ON,
            format!("there is no regime {id} that says everything itself"),
            "Name the id of a regime whose file is based on no other",
        ));
        None
    }
}

fn check(
    regime: &Regime,
    source: &Source,
    calendars: &BTreeMap<String, Arc<Calendar>>,
    faults: &mut Vec<Fault>,
) {
    if !calendars.contains_key(&regime.default_calendar) {
        faults.push(source.fault(
            "default_calendar",
            format!("there is no calendar \"{}\"", regime.default_calendar),
            "Name a calendar that has a file in config/calendars",
        ));
    }
    if regime
        .in_force_to
        .is_some_and(|to| to < regime.in_force_from)
    {
        faults.push(source.fault(
            "in_force_to",
            "the regime ends before it begins".to_owned(),
            "Correct one of the two dates",
        ));
    }
    if regime.limit.names_a_day() == (regime.limit.count == 0) {
        faults.push(source.fault(
            "count",
            "a time of nothing is one for which the law names no day, and no other".to_owned(),
            "Write count = 0 with unit = \"promptly\", and a number with every other unit",
        ));
    }
    if !regime.has_review() && regime.regulator.is_none() {
        faults.push(source.fault(
            "review",
            "a requester who is not content has neither a review nor a regulator".to_owned(),
            "Say in [review] or [regulator] to whom they can turn",
        ));
    }
    for ground in &regime.refusals {
        if !ground.outcome.refuses_the_request() {
            faults.push(source.fault(
                "outcome",
                format!(
                    "the ground \"{}\" comes to \"{}\", which is no refusal of a request",
                    ground.id,
                    ground.outcome.as_str()
                ),
                "Name an outcome of a refusal without an exemption, such as refused_on_cost",
            ));
        }
    }
    for ground in &regime.extension_grounds {
        if let Some(top) = &ground.on_top_of
            && !regime.extension_grounds.iter().any(|g| g.id == top.ground)
        {
            faults.push(source.fault(
                &ground.id,
                format!(
                    "there is no ground \"{}\" that it could come on top of",
                    top.ground
                ),
                "Name the id of another ground of extension in this file",
            ));
        }
    }
    let mut ids: Vec<&str> = regime
        .extension_grounds
        .iter()
        .map(|g| g.id.as_str())
        .collect();
    ids.extend(regime.variants.iter().map(|v| v.id.as_str()));
    ids.extend(regime.exemptions.iter().map(|e| e.section.as_str()));
    ids.extend(regime.refusals.iter().map(|ground| ground.id.as_str()));
    ids.sort_unstable();
    for pair in ids.windows(2) {
        if let [a, b] = pair
            && a == b
        {
            faults.push(source.fault(
                a,
                "this is described twice".to_owned(),
                "Keep one of the two",
            ));
        }
    }
}
