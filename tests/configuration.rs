//! The packaged configuration: every regime and calendar file parses, every worked example
//! holds, and faults of an administrator's files are told together.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "support/holidays.rs"]
mod holidays;
#[path = "configuration/refusals.rs"]
mod refusals;

use chrono::{Datelike, NaiveDate, Weekday};
use daylight::config::Law;
use daylight::config::law::CalendarFile;
use daylight::domain::clock::{Circumstances, compute_for};
use daylight::domain::regime::{Expect, Regime};
use std::collections::BTreeSet;
use std::path::Path;

fn law() -> Law {
    Law::load(None).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn the_regimes_and_calendars_promised_are_all_there() {
    let law = law();
    let regimes: BTreeSet<&str> = law.regime_ids().into_iter().collect();
    for id in [
        "uk-foia-2000",
        "uk-eir-2004",
        "scot-foisa-2002",
        "scot-eirs-2004",
        "uk-gdpr-sar",
        "us-foia",
        "ie-foi-2014",
        "ca-atia",
        "au-foi-1982",
        "nz-oia-1982",
        "eu-1049-2001",
        "de-ifg",
        "ca-bc-foippa",
        "ni-foia-2000",
        "ca-on-fippa",
        "ca-on-mfippa",
        "nl-woo",
        "fr-crpa",
        "us-ca-cpra",
        "us-ny-foil",
        "us-tx-pia",
        "se-tf",
    ] {
        assert!(regimes.contains(id), "no regime {id}");
    }
    for id in [
        "uk-any-part",
        "england-and-wales",
        "scotland",
        "northern-ireland",
        "us-federal",
        "ireland",
        "canada-federal",
        "australia-act",
        "australia-nsw",
        "new-zealand",
        "germany-national",
        "british-columbia",
        "ontario",
        "netherlands",
        "france",
        "sweden",
        "california",
        "new-york",
        "texas",
    ] {
        let calendar = law.calendar(id).unwrap();
        assert_eq!(calendar.known_through().year(), 2028, "{id}");
    }
}

#[test]
fn every_worked_example_in_a_regime_file_holds() {
    let law = law();
    let mut wrong = Vec::new();
    let mut checked = 0;
    for regime in law.regimes() {
        assert!(!regime.examples.is_empty(), "{} has no example", regime.id);
        for example in &regime.examples {
            let calendar = example
                .calendar
                .as_deref()
                .unwrap_or(&regime.default_calendar);
            let variant = example.variant.as_ref().map(|id| {
                let found = regime.variants.iter().find(|v| v.id == *id);
                found.unwrap_or_else(|| panic!("{} has no variant {id}", regime.id))
            });
            let circumstances = Circumstances {
                variant,
                closed: &example.closed,
            };
            let name = format!("{}: {}", regime.id, example.title);
            match compute_for(
                regime,
                law.calendar(calendar).unwrap(),
                example.received,
                &example.events,
                circumstances,
            ) {
                Ok(got) => {
                    let got = Expect {
                        due: got.due,
                        latest_extended_due: got.latest_extended_due,
                        review_due: got.review_due,
                        review_request_by: got.review_request_by,
                        regulator_by: got.regulator_by,
                        fee_due_by: got.fee_due_by,
                        lapses_on: got.lapses_on,
                    };
                    for (field, want, got) in pairs(&example.expect, &got) {
                        if want.is_some() {
                            checked += 1;
                            if want != got {
                                wrong.push(format!("{name}: {field} is {got:?}, not {want:?}"));
                            }
                        }
                    }
                }
                Err(error) => wrong.push(format!("{name}: {error}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(checked > 50, "only {checked} dates were checked");
}

fn pairs<'a>(
    want: &'a Expect,
    got: &'a Expect,
) -> [(&'static str, Option<NaiveDate>, Option<NaiveDate>); 7] {
    [
        ("due", want.due, got.due),
        (
            "latest_extended_due",
            want.latest_extended_due,
            got.latest_extended_due,
        ),
        ("review_due", want.review_due, got.review_due),
        (
            "review_request_by",
            want.review_request_by,
            got.review_request_by,
        ),
        ("regulator_by", want.regulator_by, got.regulator_by),
        ("fee_due_by", want.fee_due_by, got.fee_due_by),
        ("lapses_on", want.lapses_on, got.lapses_on),
    ]
}

#[test]
fn a_law_that_names_no_day_for_the_answer_is_given_none() {
    let law = law();
    let received = day("2026-06-01");
    let regime = law.regime("se-tf", received).unwrap();
    let calendar = law.calendar(&regime.default_calendar).unwrap();
    let got = compute_for(regime, calendar, received, &[], Circumstances::default()).unwrap();
    assert_eq!((got.due, got.latest_extended_due), (None, None));
    assert_eq!(got.regulator_by, None);
    assert!(got.names_no_day() && !got.provisional);
    let said: Vec<&str> = got.explanation.iter().map(|s| s.text.as_str()).collect();
    assert_eq!(
        said,
        [
            "Received on Monday 1 June 2026. The law names no last day for the answer: it has to come promptly"
        ]
    );
    // A stopped clock of another law is none that names no day.
    let foia = law.regime("uk-foia-2000", received).unwrap();
    let uk = law.calendar(&foia.default_calendar).unwrap();
    let asked = ["clarification_sought@2026-06-02".parse().unwrap()];
    let got = compute_for(foia, uk, received, &asked, Circumstances::default()).unwrap();
    assert!(got.due.is_none() && !got.names_no_day());
}

#[test]
fn a_version_of_subject_access_follows_the_other_without_a_gap() {
    let law = law();
    for (received, due) in [
        ("2018-05-25", "2018-06-25"),
        ("2018-09-03", "2018-10-03"),
        ("2019-08-02", "2019-09-02"),
        ("2026-02-04", "2026-03-04"),
        ("2026-02-05", "2026-03-05"),
    ] {
        let regime = law.regime("uk-gdpr-sar", day(received)).unwrap();
        let calendar = law.calendar(&regime.default_calendar).unwrap();
        let got = compute_for(
            regime,
            calendar,
            day(received),
            &[],
            Circumstances::default(),
        );
        assert_eq!(got.unwrap().due, Some(day(due)), "{received}");
    }
    let first = law.regime("uk-gdpr-sar", day("2018-05-24")).unwrap_err();
    assert!(first.to_string().contains("from 25 May 2018"), "{first}");
}

#[test]
fn every_regime_and_calendar_file_printed_and_read_again_says_the_same() {
    for regime in law().regimes() {
        // What could be read otherwise is worked out and not written down.
        let regime = Regime {
            otherwise: Vec::new(),
            together: Vec::new(),
            ..regime.clone()
        };
        let printed = toml::to_string(&regime).unwrap();
        let back: Regime = toml::from_str(&printed).unwrap();
        assert_eq!(regime, back, "{}", regime.id);
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/calendars");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let read: CalendarFile = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let printed = toml::to_string(&read).unwrap();
        let back: CalendarFile = toml::from_str(&printed).unwrap();
        assert_eq!(read, back, "{}", path.display());
    }
}

#[test]
fn the_cost_limits_are_the_figures_of_the_regulations_and_dated() {
    let law = law();
    let limit = |id: &str| {
        let on = day("2026-01-05");
        let regime = law.regime(id, on).unwrap();
        regime.cost_limit(on).cloned().unwrap()
    };
    let foia = limit("uk-foia-2000");
    let sums: Vec<_> = foia.bands.iter().map(|b| (b.sum, b.hours)).collect();
    assert_eq!((foia.hourly_rate, sums), (25, vec![(600, 24), (450, 18)]));
    assert_eq!(foia.aggregation_working_days, Some(60));
    let foisa = limit("scot-foisa-2002");
    assert_eq!((foisa.hourly_rate, foisa.bands[0].sum), (15, 600));
    assert_eq!(
        (foisa.free_sum, foisa.charged_percent),
        (Some(100), Some(10))
    );
    let before = law.regime("uk-foia-2000", day("2005-01-01")).unwrap();
    assert!(before.cost_limit(day("2004-12-31")).is_none());
}

#[test]
fn the_readme_says_of_each_law_how_sure_its_file_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let law = law();
    for entry in std::fs::read_dir(root.join("config/regimes")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let file: toml::Value = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let from = file.get("in_force_from").and_then(toml::Value::as_str);
        let id = file["id"].as_str().unwrap();
        let mut versions = law.regimes().filter(|regime| regime.id.as_str() == id);
        let on = |regime: &&Regime| from.is_none_or(|from| regime.in_force_from == day(from));
        let sure = versions.find(on).unwrap().sure;
        let sure = sure.unwrap_or_else(|| panic!("{name} does not say how sure it is"));
        let row = format!("| `{name}` | {} |", sure.words());
        assert!(readme.contains(&row), "README.md has no {row}");
    }
}

/// The parts of a regime's file from which no date follows. What could be otherwise in any other is a
/// reading, with a switch.
const DECIDES_NO_DATE: [&str; 7] = [
    "title",
    "currency",
    "words",
    "notices",
    "cost_limits",
    "exemptions",
    "refusals",
];

#[test]
fn every_note_of_a_choice_names_a_setting_that_has_its_default_and_decides_no_date() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/regimes");
    let mut notes = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let file: toml::Value = toml::from_str(&text).unwrap();
        for note in file
            .get("notes")
            .and_then(toml::Value::as_array)
            .into_iter()
            .flatten()
        {
            let key = note["key"].as_str().unwrap();
            let part = key.split('.').next().unwrap();
            assert!(
                DECIDES_NO_DATE.contains(&part),
                "{}: the note \u{201c}{}\u{201d} is about {key}, which decides a date: let it be one of [[readings]]",
                path.display(),
                note["question"].as_str().unwrap()
            );
            let setting = key.split('.').fold(&file, |at, part| {
                match part.parse::<usize>() {
                    Ok(index) => at.get(index),
                    Err(_) => at.get(part),
                }
                .unwrap_or_else(|| panic!("{}: no setting {key}", path.display()))
            });
            let value = match setting {
                toml::Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            assert_eq!(
                Some(value.as_str()),
                note["default"].as_str(),
                "{}: {key}",
                path.display()
            );
            notes += 1;
        }
    }
    assert!(notes > 0);
}

#[test]
fn exemptions_need_a_public_interest_test_exactly_where_the_acts_say() {
    let law = law();
    let foia = law.regime("uk-foia-2000", day("2026-01-05")).unwrap();
    let absolute: Vec<&str> = foia
        .exemptions
        .iter()
        .filter(|e| {
            !e.test(&e.section)
                .is_some_and(|t| t.needs_public_interest())
        })
        .map(|e| e.section.as_str())
        .collect();
    // s.2(3) of the Act, with ss.36 and 37 in part.
    assert_eq!(
        absolute,
        ["s.21", "s.23", "s.32", "s.34", "s.40", "s.41", "s.44"]
    );
    assert_eq!(foia.exemptions.len(), 24);
    let eir = law.regime("uk-eir-2004", day("2026-01-05")).unwrap();
    assert_eq!(eir.words.exemption, "exception");
    assert_eq!(eir.exemptions.len(), 13);
    let foisa = law.regime("scot-foisa-2002", day("2026-01-05")).unwrap();
    assert_eq!(foisa.exemptions.len(), 17);
}

#[test]
fn a_moved_bank_holiday_leaves_a_working_day_behind() {
    let law = law();
    let uk = law.calendar("uk-any-part").unwrap();
    for left in ["2012-05-28", "2020-05-04", "2022-05-30"] {
        assert!(uk.is_working_day(day(left)), "{left}");
    }
    for moved in [
        "2012-06-04",
        "2012-06-05",
        "2020-05-08",
        "2022-06-02",
        "2022-09-19",
        "2023-05-08",
    ] {
        let holiday = uk.holiday(day(moved)).unwrap();
        assert_eq!(holiday.places.len(), 3, "{moved}");
        assert!(
            holiday.note.ends_with("in all parts of the United Kingdom"),
            "{}",
            holiday.note
        );
    }
    assert_eq!(
        uk.holiday(day("2026-06-15")).unwrap().note,
        "Monday 15 June 2026 is not counted: World Cup bank holiday in Scotland"
    );
    let easter_monday = day("2026-04-06");
    assert!(!uk.is_working_day(easter_monday));
    assert!(
        law.calendar("scotland")
            .unwrap()
            .is_working_day(easter_monday)
    );
}

#[test]
fn an_unknown_regime_or_day_is_refused_with_what_there_is() {
    let law = law();
    let unknown = law.regime("uk-foi", day("2026-01-05")).unwrap_err();
    assert!(unknown.to_string().contains("uk-foia-2000"), "{unknown}");
    let early = law.regime("uk-foia-2000", day("2004-12-31")).unwrap_err();
    assert_eq!(
        early.to_string(),
        "FOIA 2000 governs requests received from 1 January 2005, not one of 31 December 2004; \
         give a date within that"
    );
    assert!(law.calendar("uk").is_err());
}

#[test]
fn all_faults_of_an_administrators_files_are_told_together_with_line_and_remedy() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("regimes")).unwrap();
    std::fs::create_dir_all(folder.path().join("calendars")).unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "calendars/scotland.toml",
        "id = \"scotland\"\ntitle = \"Scotland\"\nplace = \"Scotland\"\nsource = \"the test\"\n\
         retrieved = \"2026-01-01\"\nfirst_year = 2004\nlast_year = 2028\n[holidays]\n\
         2026-02-30 = \"No such day\"\n1999-01-01 = \"Too early\"\n",
    );
    write(
        "regimes/uk-eir-2004.toml",
        "id = \"uk-eir-2004\"\ntitel = 1\n",
    );
    let faults = Law::load(Some(folder.path())).unwrap_err();
    assert_eq!(faults.len(), 3, "{faults:#?}");
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(
        told[0].contains("scotland.toml line 9 (2026-02-30)"),
        "{}",
        told[0]
    );
    assert!(
        told[1].contains("scotland.toml line 10 (1999-01-01)"),
        "{}",
        told[1]
    );
    assert!(told[2].contains("uk-eir-2004.toml line 2"), "{}", told[2]);
}

#[test]
fn an_administrators_calendar_takes_the_place_of_the_packaged_one() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("calendars")).unwrap();
    std::fs::write(
        folder.path().join("calendars/scotland.toml"),
        "id = \"scotland\"\ntitle = \"Scotland\"\nplace = \"Scotland\"\nsource = \"the test\"\n\
         retrieved = \"2026-01-01\"\nfirst_year = 2004\nlast_year = 2028\n[holidays]\n\
         2026-06-17 = \"Final\"\n",
    )
    .unwrap();
    let law = Law::load(Some(folder.path())).unwrap();
    let uk = law.calendar("uk-any-part").unwrap();
    assert!(uk.is_working_day(day("2026-06-15")));
    assert_eq!(uk.holiday(day("2026-06-17")).unwrap().name, "Final");
}

#[test]
fn the_holidays_of_other_countries_are_those_their_statutes_give() {
    let law = law();
    let weekday = |on: &NaiveDate| !matches!(on.weekday(), Weekday::Sat | Weekday::Sun);
    for (id, first, rule) in holidays::RULES {
        let calendar = law.calendar(id).unwrap();
        let years = first..=2028;
        // A holiday can be observed in the year before its own.
        let by_statute: BTreeSet<NaiveDate> = (first - 1..=2028)
            .flat_map(rule)
            .filter(|on| weekday(on) && years.contains(&on.year()))
            .collect();
        let in_file: BTreeSet<NaiveDate> = calendar
            .holidays()
            .iter()
            .map(|holiday| holiday.on)
            .filter(|on| weekday(on) && years.contains(&on.year()))
            .collect();
        let differ: Vec<_> = by_statute.symmetric_difference(&in_file).collect();
        assert!(differ.is_empty(), "{id}: {differ:?}");
    }
}

/// Words as they are spelt in America, each with how they are spelt here.
const AMERICAN: [&str; 20] = [
    "analyze",
    "authorize",
    "behavior",
    "canceled",
    "center",
    "centers",
    "defense",
    "favor",
    "fulfill",
    "honor",
    "labeled",
    "labor",
    "license",
    "licenses",
    "neighbor",
    "offense",
    "organization",
    "organize",
    "recognize",
    "traveled",
];

#[test]
fn what_a_topic_or_a_page_is_called_here_is_spelt_as_it_is_here() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let topics = std::fs::read_to_string(root.join("config/topics.toml")).unwrap();
    let called = topics.lines().filter_map(|line| {
        let (_, to) = line.split_once("to = \"")?;
        Some((
            "config/topics.toml".to_owned(),
            to.split('"').next()?.to_owned(),
        ))
    });
    let laws = std::fs::read_dir(root.join("config/regimes")).unwrap();
    let laws = laws.map(|entry| entry.unwrap().path()).filter(|path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        name.starts_with("uk-") || name.starts_with("scot-")
    });
    let read = |path: std::path::PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        (path.display().to_string(), text)
    };
    let mut seen = 0;
    for (place, text) in called.chain(laws.map(read)).chain(
        templates(&root.join("templates/pages"))
            .into_iter()
            .chain(templates(&root.join("templates/letters")))
            .map(read),
    ) {
        seen += 1;
        let mut words = text
            .split(|c: char| !c.is_alphabetic())
            .map(str::to_lowercase);
        let found = words.find(|word| AMERICAN.contains(&word.as_str()));
        assert_eq!(found, None, "{place}");
    }
    assert!(seen > 150, "{seen}");
}

/// Every template below a folder.
fn templates(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                templates(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}
