//! Settings from broken and sound files and variables.

use super::*;

fn none() -> std::iter::Empty<(String, String)> {
    std::iter::empty()
}

fn env(pairs: &[(&str, &str)]) -> std::vec::IntoIter<(String, String)> {
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
        .collect();
    pairs.into_iter()
}

fn folder_with(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("daylight.toml"), text).unwrap();
    folder
}

fn empty() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// Each fault as line, key and remedy.
fn faults(text: &str) -> Vec<(Option<usize>, String, String)> {
    let folder = folder_with(text);
    let faults = Settings::load(Some(folder.path()), none()).unwrap_err();
    assert!(
        faults
            .iter()
            .all(|f| f.file.ends_with("daylight.toml") && !f.problem.is_empty())
    );
    faults
        .into_iter()
        .map(|f| (f.line, f.key.unwrap_or_default(), f.remedy))
        .collect()
}

#[test]
fn without_a_file_or_a_variable_the_defaults_hold() {
    let folder = empty();
    let settings = Settings::load(Some(folder.path()), none()).unwrap();
    assert_eq!(
        (settings.authority.name, settings.authority.email),
        (None, None)
    );
    assert!(settings.authority.postal_address.is_empty());
    assert_eq!(settings.authority.time_zone, chrono_tz::Europe::London);
    assert_eq!(settings.authority.stylesheet, None);
    assert_eq!(settings.law.default_regime, "uk-foia-2000");
    assert!(!settings.law.regime_is_set);
    assert_eq!(settings.law.default_calendar, None);
    assert_eq!(settings.law.targets.clear, 18);
    assert_eq!(
        settings.storage.database,
        DatabaseLocation::Sqlite("data/daylight.db".into())
    );
    assert_eq!(settings.web.listen.to_string(), "127.0.0.1:8000");
    assert_eq!(settings.web.base_url, "http://127.0.0.1:8000");
    assert_eq!(settings.mail.route, MailRoute::File("data/mail".into()));
    assert_eq!(
        (settings.mail.from_name, settings.mail.from_address),
        (None, None)
    );
    assert_eq!(settings.mail.retry.len(), 6);
    assert_eq!(settings.mail.give_up_after.as_secs(), 5 * 86_400);
}

#[test]
fn the_environment_prevails_over_the_file_and_a_short_form_over_the_long() {
    let folder = folder_with(
        "[authority]\nname = \"From the file\"\n[web]\nlisten = \"127.0.0.1:1\"\nsession_hours = 3\n",
    );
    let settings = Settings::load(
        Some(folder.path()),
        env(&[
            ("DAYLIGHT_LISTEN", "127.0.0.1:9000"),
            ("DAYLIGHT_WEB__LISTEN", "127.0.0.1:9001"),
            ("DAYLIGHT_AUTHORITY__NAME", "Borough of Testing"),
            ("DAYLIGHT_AUTHORITY__POSTAL_ADDRESS", "Town Hall, Testing"),
            ("DAYLIGHT_MAIL__RETRY_MINUTES", "2,4"),
            ("DAYLIGHT_DATA", "elsewhere"),
            ("PATH", "/bin"),
        ]),
    )
    .unwrap();
    assert_eq!(settings.web.listen.port(), 9000);
    assert_eq!(settings.web.session.as_secs(), 3 * 3600);
    assert_eq!(
        settings.authority.name.as_deref(),
        Some("Borough of Testing")
    );
    assert_eq!(settings.authority.postal_address, ["Town Hall", "Testing"]);
    assert_eq!(settings.mail.retry, [120, 240].map(Duration::from_secs));
    assert_eq!(
        settings.mail.route,
        MailRoute::File("elsewhere/mail".into())
    );
    assert_eq!(
        settings.storage.database,
        DatabaseLocation::Sqlite("elsewhere/daylight.db".into())
    );
}

#[test]
fn every_fault_of_a_broken_file_is_reported_with_its_line_and_remedy() {
    let found = faults(concat!(
        "stray = 1\n",
        "[authority]\n",
        "nmae = \"X\"\n",
        "reference_prefix = \"foi-\"\n",
        "time_zone = \"Europe/Londn\"\n",
        "email = \"nobody\"\n",
        "[web]\n",
        "session_hours = \"12\"\n",
        "listen = \"everywhere\"\n",
        "trusted_proxies = [\"proxy\"]\n",
        "[mail]\n",
        "give_up_days = 900\n",
        "url = \"gopher://x\"\n",
        "[law]\n",
        "search_within = 1\n",
        "[storage]\n",
        "database_url = \"mysql://x/y\"\n",
        "[colours]\n",
    ));
    let places: Vec<_> = found
        .iter()
        .map(|(line, key, _)| (line.unwrap(), key.as_str()))
        .collect();
    assert_eq!(
        places,
        [
            (1, "stray"),
            (3, "authority.nmae"),
            (4, "authority.reference_prefix"),
            (5, "authority.time_zone"),
            (6, "authority.email"),
            (8, "web.session_hours"),
            (9, "web.listen"),
            (10, "web.trusted_proxies"),
            (12, "mail.give_up_days"),
            (13, "mail.url"),
            (15, "law.search_within"),
            (17, "storage.database_url"),
            (18, "colours"),
        ]
    );
    assert_eq!(found[1].2, "Did you mean authority.name");
    assert_eq!(found[3].2, "Did you mean Europe/London");
    assert!(found[8].2.contains("1 to 30"), "{:?}", found[8]);
}

#[test]
fn broken_toml_is_reported_on_its_line_beside_the_other_faults() {
    let found = faults("[authority]\nname = \n[web]\nlisten = \"nowhere\"\n");
    assert!(
        found
            .iter()
            .any(|(line, key, _)| *line == Some(2) && key.is_empty()),
        "{found:?}"
    );
    assert!(
        found.iter().any(|(_, key, _)| key == "web.listen"),
        "{found:?}"
    );
}

#[test]
fn a_file_that_is_not_text_is_a_fault_and_not_a_crash() {
    let folder = empty();
    std::fs::write(folder.path().join("daylight.toml"), [0xff, 0xfe, 0x00]).unwrap();
    let faults = Settings::load(Some(folder.path()), none()).unwrap_err();
    assert_eq!(faults[0].problem, "is not UTF-8 text");
}

#[cfg(unix)]
#[test]
fn a_password_file_that_never_ends_is_refused() {
    let folder = empty();
    for key in [
        "DAYLIGHT_MAIL__PASSWORD_FILE",
        "DAYLIGHT_INBOX__PASSWORD_FILE",
    ] {
        let given = env(&[(key, "/dev/zero")]);
        let faults = Settings::load(Some(folder.path()), given).unwrap_err();
        assert!(faults[0].problem.contains("/dev/zero"), "{faults:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_is_a_link_to_nothing_is_a_fault_and_not_as_if_there_were_none() {
    let folder = empty();
    let gone = folder.path().join("gone.toml");
    std::os::unix::fs::symlink(gone, folder.path().join("daylight.toml")).unwrap();
    let faults = Settings::load(Some(folder.path()), none()).unwrap_err();
    assert!(faults[0].problem.contains("cannot be read"), "{faults:?}");
}

#[test]
fn a_database_url_that_cannot_be_read_is_refused_without_its_password() {
    let folder = empty();
    for url in [
        "postgres://foi:hunter2#x@db.example/daylight",
        "postgres://foi:hunter2/x@db.example/daylight",
        "postgres://foi:123/hunter2@db.example/daylight",
        "postgres://foi:hunter2 @db.example/daylight",
        "postgres://foi:hunter2@db.example:x/daylight",
    ] {
        let given = env(&[("DAYLIGHT_DATABASE_URL", url)]);
        let faults = Settings::load(Some(folder.path()), given).unwrap_err();
        assert!(!format!("{faults:?}").contains("hunter2"), "{faults:?}");
    }
    for url in [
        "postgres://foi:hunter2%23x@db.example:5432/daylight?sslmode=require",
        "postgres://foi@[::1]/daylight",
        "postgres://[::1]:5432/daylight",
        "postgres:///daylight?host=/var/run/postgresql",
    ] {
        let given = env(&[("DAYLIGHT_DATABASE_URL", url)]);
        assert!(Settings::load(Some(folder.path()), given).is_ok(), "{url}");
    }
}

#[test]
fn a_fault_in_the_environment_names_the_variable() {
    let folder = empty();
    let faults = Settings::load(
        Some(folder.path()),
        env(&[
            ("DAYLIGHT_DATABSE_URL", "postgres://x/y"),
            ("DAYLIGHT_LISTEN", "nowhere"),
            ("DAYLIGHT_MAIL__GIVE_UP_DAY", "3"),
            ("DAYLIGHT_WEB__SESSION_HOURS", "long"),
            ("DAYLIGHT_TEST_REQUIRE", "postgres"),
            ("DAYLIGHT_LOG", "debug"),
        ]),
    )
    .unwrap_err();
    let told: Vec<_> = faults
        .iter()
        .map(|f| (f.file.as_str(), f.line, f.remedy.as_str()))
        .collect();
    assert_eq!(
        told[0],
        (
            "DAYLIGHT_DATABSE_URL",
            None,
            "Did you mean DAYLIGHT_DATABASE_URL"
        )
    );
    assert_eq!(told[1].0, "DAYLIGHT_LISTEN");
    assert_eq!(told[2].2, "Did you mean DAYLIGHT_MAIL__GIVE_UP_DAYS");
    assert_eq!(told[3].0, "DAYLIGHT_WEB__SESSION_HOURS");
    assert_eq!(told.len(), 4);
}

#[test]
fn a_configuration_folder_that_does_not_exist_is_a_fault() {
    let folder = empty();
    let gone = folder.path().join("gone");
    let faults =
        Settings::load(None, env(&[("DAYLIGHT_CONFIG", gone.to_str().unwrap())])).unwrap_err();
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].file, "DAYLIGHT_CONFIG");
}

#[test]
fn a_password_is_never_printed() {
    let folder = empty();
    let settings = Settings::load(
        Some(folder.path()),
        env(&[
            (
                "DAYLIGHT_MAIL_URL",
                "smtp://foi:open%40sesame@mail.example:2525",
            ),
            (
                "DAYLIGHT_DATABASE_URL",
                "postgres://foi:hunter2@db.example/daylight",
            ),
        ]),
    )
    .unwrap();
    let printed = format!("{settings:?}");
    assert!(
        !printed.contains("sesame") && !printed.contains("hunter2"),
        "{printed}"
    );
    let MailRoute::Smtp {
        host,
        port,
        credentials: Some((user, password)),
        protection,
    } = settings.mail.route
    else {
        panic!("not SMTP");
    };
    assert_eq!(
        (host.as_str(), port, user.as_str()),
        ("mail.example", 2525, "foi")
    );
    assert_eq!(password.expose(), "open@sesame");
    assert_eq!(protection, Protection::StartTls);
    for url in [
        "smtp://foi:hunter2@mail.example:0",
        "smtp://foi:hunter2@?tls=none",
        "smtp//foi:hunter2@host",
    ] {
        let faults =
            Settings::load(Some(folder.path()), env(&[("DAYLIGHT_MAIL_URL", url)])).unwrap_err();
        assert!(!faults[0].to_string().contains("hunter2"), "{}", faults[0]);
    }
}

#[test]
fn mail_without_tls_is_only_for_this_machine() {
    let folder = empty();
    let route = |url: &str| {
        Settings::load(Some(folder.path()), env(&[("DAYLIGHT_MAIL_URL", url)]))
            .map(|s| s.mail.route)
    };
    for url in [
        "smtp://127.0.0.1:2525?tls=none",
        "smtp://localhost?tls=none",
        "smtp://[::1]:25?tls=none",
    ] {
        let Ok(MailRoute::Smtp { protection, .. }) = route(url) else {
            panic!("{url}")
        };
        assert_eq!(protection, Protection::Unprotected);
    }
    for url in [
        "smtp://mail.example?tls=none",
        "smtps://localhost?tls=none",
        "smtp://10.0.0.1:25?tls=none",
        "smtp://mail.example?tls=maybe",
    ] {
        assert!(route(url).is_err(), "{url}");
    }
    let Ok(MailRoute::Smtp {
        port,
        protection,
        credentials,
        ..
    }) = route("smtps://mail.example")
    else {
        panic!("smtps")
    };
    assert_eq!(
        (port, protection, credentials),
        (465, Protection::Tls, None)
    );
}

#[test]
fn a_proxy_is_the_same_however_its_address_is_written() {
    let folder = folder_with("[web]\ntrusted_proxies = [\"::ffff:10.0.0.2\", \"10.0.0.3\"]\n");
    let settings = Settings::load(Some(folder.path()), none()).unwrap();
    let expected: Vec<IpAddr> = ["10.0.0.2", "10.0.0.3"].map(|a| a.parse().unwrap()).into();
    assert_eq!(settings.web.trusted_proxies, expected);
}
