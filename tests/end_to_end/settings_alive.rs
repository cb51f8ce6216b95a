//! Every setting does something: each key of the built-in file is set away from its default, and
//! what then happens is held against what it means.

use crate::dovecot::{Dovecot, LOGIN};
use crate::forms::form_token;
use crate::mail_in::{mail, receive};
use crate::settings_process::a_process_of_its_own;
use crate::smtp_sink::{Conduct, SmtpSink};
use crate::support::{App, day, for_clearance, goes_on, message_href, signed_in};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::casework::mail::deliver::transport;
use daylight::casework::mail::inbox::{Landed, imap_server};
use daylight::config::Law;
use daylight::config::settings::{MailRoute, Settings};
use daylight::domain::case::Outcome;
use daylight::domain::clock::compute;
use daylight::domain::role::Role;
use daylight::mail::Folder;
use daylight::mail::inbound::parse;
use rocket::http::{ContentType, Header, Status};
use std::collections::BTreeSet;
use std::path::Path;

/// The keys whose effect was shown so far, each with the default it was set away from.
pub struct Shown {
    defaults: toml::Table,
    keys: BTreeSet<String>,
}

impl Shown {
    /// Every key of the built-in file.
    fn all(&self) -> BTreeSet<String> {
        let sections = self.defaults.iter();
        let keys = sections.flat_map(|(section, keys)| {
            let keys = keys.as_table().unwrap().iter();
            keys.flat_map(move |(key, value)| match value.as_table() {
                Some(below) => below
                    .keys()
                    .map(|last| format!("{section}.{key}.{last}"))
                    .collect(),
                None => vec![format!("{section}.{key}")],
            })
        });
        keys.collect()
    }

    /// The variable of the environment that sets a key to a value that is not its default.
    fn away(&self, key: &str, value: &str) -> (String, String) {
        let (section, name) = key.rsplit_once('.').unwrap();
        let defaults = section
            .split('.')
            .fold(&self.defaults, |at, part| at[part].as_table().unwrap());
        let default = match &defaults[name] {
            toml::Value::String(text) => text.clone(),
            toml::Value::Array(items) => {
                let items: Vec<String> = items
                    .iter()
                    .map(|i| i.to_string().replace('"', ""))
                    .collect();
                items.join(",")
            }
            other => other.to_string(),
        };
        assert_ne!(default, value, "{key} is not set away from its default");
        (
            format!(
                "DAYLIGHT_{}__{}",
                section.replace('.', "__").to_uppercase(),
                name.to_uppercase()
            ),
            value.to_owned(),
        )
    }

    pub fn aways(&self, settings: &[(&str, &str)]) -> Vec<(String, String)> {
        settings
            .iter()
            .map(|(key, value)| self.away(key, value))
            .collect()
    }

    /// Notes that a setting did what it means.
    pub fn shows(&mut self, key: &str, effect: bool, seen: &str) {
        assert!(effect, "{key} has no effect: {seen}");
        assert!(self.all().contains(key), "there is no {key}");
        self.keys.insert(key.to_owned());
    }
}

async fn made(app: &App, number: usize) {
    let submission = form_token(number);
    let csrf = app.get("/requests/new").await.value("csrf");
    let typed = [
        ("csrf", csrf.as_str()),
        ("description", "How many dogs were walked?"),
        ("name", "Ada Example"),
        ("email", "ada@example.org"),
        ("reply_by", "email"),
        ("submission", &submission),
    ];
    let sent = app.post("/requests", &typed).await;
    assert_eq!(sent.status, Status::SeeOther, "{}", sent.html);
}

async fn the_authority_and_its_law(shown: &mut Shown, folder: &Path) {
    let sheet = folder.join("own.css");
    std::fs::write(&sheet, "body { color: teal }").unwrap();
    let app = App::with(&shown.aways(&[
        ("authority.name", "Kettle Council"),
        ("authority.reference_prefix", "KC"),
        ("authority.email", "info@kettle.example"),
        ("authority.postal_address", "9 Tea Lane,Kettleton"),
        ("authority.time_zone", "Pacific/Kiritimati"),
        ("authority.stylesheet", &sheet.display().to_string()),
        ("law.default_regime", "scot-foisa-2002"),
        ("law.default_calendar", "northern-ireland"),
        ("law.allocate_within", "1"),
        ("law.search_within", "2"),
        ("law.draft_within", "3"),
        ("law.clear_within", "4"),
        ("web.base_url", "https://foi.kettle.example"),
        ("web.session_hours", "2"),
        ("storage.largest_document_mb", "1"),
        ("mail.from_name", "Kettle Letters"),
        ("mail.from_address", "letters@kettle.example"),
        ("mail.reply_separator", "-"),
        ("mail.attachments_mb", "0"),
    ]))
    .await;
    // Eleven o'clock on 29 June in Greenwich is one in the morning of the 30th on Kiritimati.
    app.set_clock("2026-06-29T11:00:00Z");
    let home = app.get("/").await;
    for (key, text) in [
        ("authority.name", "Kettle Council"),
        ("authority.email", "info@kettle.example"),
        ("authority.postal_address", "9 Tea Lane, Kettleton"),
        (
            "law.default_regime",
            "Freedom of Information (Scotland) Act 2002",
        ),
    ] {
        shown.shows(key, home.says(text), &home.html);
    }
    let css = app.get("/assets/authority.css").await;
    shown.shows(
        "authority.stylesheet",
        css.says("teal") && home.says("/assets/authority.css"),
        &home.html,
    );
    made(&app, 1).await;
    let case = app.case("KC-2026-00001").await;
    shown.shows("authority.reference_prefix", true, "");
    shown.shows(
        "authority.time_zone",
        case.stored.case.received == day("2026-06-30"),
        &format!("{:?}", case.stored.case),
    );
    // The 20th working day after 30 June, without 13 July: the Twelfth falls on a Sunday.
    shown.shows(
        "law.default_calendar",
        case.stored.due == Some(day("2026-07-29")),
        &format!("{:?}", case.stored.due),
    );
    app.deliver().await;
    let letter = app.mailbox.lock().unwrap()[0].clone();
    shown.shows(
        "mail.from_name",
        letter.from.name == "Kettle Letters",
        &letter.from.name,
    );
    shown.shows(
        "mail.from_address",
        letter.from.address == "letters@kettle.example",
        &letter.from.address,
    );
    let reply_to = letter.reply_to.unwrap().address;
    shown.shows(
        "mail.reply_separator",
        reply_to.contains("-kc-2026-00001."),
        &reply_to,
    );
    shown.shows(
        "web.base_url",
        letter.text.contains("https://foi.kettle.example/status/"),
        &letter.text,
    );
    app.person("Mario", Role::Manager).await;
    signed_in(&app, "mario@police.example", "three words here").await;
    let cookie = app
        .client
        .cookies()
        .get("__Host-daylight_session")
        .unwrap()
        .clone();
    shown.shows(
        "web.session_hours",
        cookie.max_age().map(|a| a.whole_minutes()) == Some(120),
        &format!("{cookie}"),
    );
    let page = app.get("/desk/requests/KC-2026-00001").await;
    for (key, text) in [
        ("law.allocate_within", "allocate by 1 July 2026"),
        ("law.search_within", "search by 2 July 2026"),
        ("law.draft_within", "draft by 3 July 2026"),
        ("law.clear_within", "clear by 6 July 2026"),
        ("mail.attachments_mb", "travel with the letter up to 0 "),
    ] {
        shown.shows(
            key,
            page.html.to_lowercase().contains(&text.to_lowercase()),
            &page.html,
        );
    }
    let large = folder.join("large.bin");
    std::fs::write(&large, vec![1; 1_500_000]).unwrap();
    let manager = daylight::domain::case::Actor {
        role: Role::Manager,
        person: Some(1),
    };
    let added = app
        .casework
        .documents()
        .add_document("KC-2026-00001", "large.bin", &large, manager, app.now())
        .await;
    shown.shows(
        "storage.largest_document_mb",
        added.is_err_and(|e| e.to_string().contains("larger than 1.0 MB")),
        "it was taken",
    );
}

async fn letters(shown: &mut Shown, folder: &Path) {
    let app = App::with(&shown.aways(&[
        ("mail.letters_per_minute", "2"),
        ("mail.reminders_at", "11:15"),
    ]))
    .await;
    for number in 1..=3 {
        made(&app, number).await;
    }
    app.deliver().await;
    let sent = app.mailbox.lock().unwrap().len();
    shown.shows("mail.letters_per_minute", sent == 2, &sent.to_string());
    // One case of an officer is late; before the time nobody is written to about it.
    let olga = app.person("Olga", Role::Officer).await;
    let reference = app.logged(day("2026-04-30"), "How many drones?", "d").await;
    let allocate = Instruction::Allocate(actions::Allocate {
        team: None,
        officer: olga.person,
    });
    app.act(&reference, olga, None, allocate).await.unwrap();
    app.set_clock("2026-06-02T10:14:00Z");
    let before = app
        .casework
        .reminding()
        .remind(app.now())
        .await
        .unwrap()
        .reminders;
    app.set_clock("2026-06-02T10:16:00Z");
    let after = app
        .casework
        .reminding()
        .remind(app.now())
        .await
        .unwrap()
        .reminders;
    shown.shows(
        "mail.reminders_at",
        (before, after) == (0, 1),
        &format!("{before} {after}"),
    );

    let sink = SmtpSink::start(Conduct::Accepts);
    let secret = folder.join("secret");
    std::fs::write(&secret, "open sesame\n").unwrap();
    let url = format!("smtp://127.0.0.1:{}?tls=none", sink.port());
    let app = App::with(&shown.aways(&[
        ("mail.url", &url),
        ("mail.retry_minutes", "7,1440"),
        ("mail.give_up_days", "1"),
    ]))
    .await;
    made(&app, 1).await;
    let smtp = transport(&app.casework.settings).unwrap();
    let round = async |clock: &str| {
        app.set_clock(clock);
        let at = app.now().at;
        let round = app
            .casework
            .outbox()
            .deliver(&smtp, 10, &move || at, &goes_on())
            .await
            .unwrap();
        (round.sent, round.delayed, round.failed)
    };
    assert_eq!(round("2026-06-02T09:00:00Z").await, (1, 0, 0));
    shown.shows("mail.url", sink.letters().len() == 1, "no letter came");
    drop(sink);
    made(&app, 2).await;
    let rounds = [
        round("2026-06-02T10:00:00Z").await,
        round("2026-06-02T10:06:00Z").await,
        round("2026-06-02T10:08:00Z").await,
    ];
    // Tried again after seven minutes, and given up: another day would be more than one.
    let seen = format!("{rounds:?}");
    let tried = rounds[..2] == [(0, 1, 0), (0, 0, 0)] && rounds[2] != (0, 0, 0);
    shown.shows("mail.retry_minutes", tried, &seen);
    shown.shows("mail.give_up_days", rounds[2] == (0, 0, 1), &seen);

    let named = shown.aways(&[
        ("mail.url", "smtp://foi@127.0.0.1:25?tls=none"),
        ("mail.password_file", &secret.display().to_string()),
    ]);
    let settings = Settings::load(None, named.into_iter()).unwrap();
    let MailRoute::Smtp {
        credentials: Some((_, password)),
        ..
    } = settings.mail.route
    else {
        panic!("no password");
    };
    shown.shows(
        "mail.password_file",
        password.expose() == "open sesame",
        "another password",
    );
    let gone = shown.aways(&[("mail.ca_file", "gone.pem")]);
    let faults = Settings::load(None, gone.into_iter()).unwrap_err();
    shown.shows(
        "mail.ca_file",
        faults[0].to_string().contains("gone.pem"),
        &faults[0].to_string(),
    );
    let faults =
        Settings::load(None, shown.aways(&[("mail.production", "yes")]).into_iter()).unwrap_err();
    shown.shows(
        "mail.production",
        faults[0].to_string().contains("mail.production"),
        &faults[0].to_string(),
    );
}

async fn what_comes_in(shown: &mut Shown) {
    let checked = b"Received: from x by mx; Tue, 2 Jun 2026 08:00:00 +0000\r\nAuthentication-Results: mx.kettle.example; spf=pass smtp.mailfrom=example.org; dkim=pass header.d=example.org; dmarc=pass\r\n";
    let checked = [
        checked.to_vec(),
        mail(
            "foi@police.example",
            "Message-ID: <checked@x.example>\n",
            "How many dogs?",
        ),
    ]
    .concat();
    let (set, unset) = (
        parse(&checked, Some("mx.kettle.example")).checks,
        parse(&checked, None).checks,
    );
    assert_ne!(set.sentence(), unset.sentence());
    let app = App::with(&shown.aways(&[
        ("inbox.new_requests", "tray"),
        ("inbox.clarifications", "record"),
        ("inbox.addresses", "other@police.example"),
        ("inbox.authserv_id", "mx.kettle.example"),
    ]))
    .await;
    let taken = receive(&app, checked, "2026-06-02T08:30:00Z").await;
    shown.shows(
        "inbox.new_requests",
        taken.landed == Some(Landed::Tray),
        &format!("{:?}", taken.landed),
    );
    let olga = app.person("Olga", Role::Officer).await;
    signed_in(&app, "olga@police.example", "three words here").await;
    let page = app.get(&message_href(&app, taken.id).await).await;
    shown.shows("inbox.authserv_id", page.says(&set.sentence()), &page.html);
    made(&app, 1).await;
    let reference = app.references().await.remove(0);
    let allocate = Instruction::Allocate(actions::Allocate {
        team: None,
        officer: olga.person,
    });
    app.act(&reference, olga, None, allocate).await.unwrap();
    let ask = Instruction::SeekClarification(actions::SeekClarification {
        needs: "Which year?".into(),
        why: "It names none".into(),
    });
    app.act(&reference, olga, None, ask).await.unwrap();
    let own = app.reply_address(&reference).await;
    let to = own.replace("foi+", "other+");
    app.set_clock("2026-06-04T11:00:00Z");
    let reply = mail(&to, "Message-ID: <reply@x.example>\n", "I mean 2024.");
    let landed = receive(&app, reply, "2026-06-04T10:00:00Z").await.landed;
    shown.shows(
        "inbox.addresses",
        landed == Some(Landed::Filed(vec![reference.clone()])),
        &format!("{landed:?}"),
    );
    let case = app.case(&reference).await.stored.case;
    shown.shows(
        "inbox.clarifications",
        !case.awaiting_clarification,
        "it waits",
    );
}

async fn a_server_with_a_certificate_of_its_own(shown: &mut Shown, folder: &Path) {
    let secret = folder.join("mailbox");
    std::fs::write(&secret, format!("{}\n", LOGIN.1)).unwrap();
    let gone = Settings::load(
        None,
        shown.aways(&[("inbox.ca_file", "gone.pem")]).into_iter(),
    )
    .unwrap_err();
    shown.shows(
        "inbox.ca_file",
        gone[0].to_string().contains("gone.pem"),
        &gone[0].to_string(),
    );
    let Some(imap) = Dovecot::start() else {
        return;
    };
    let url = format!("imaps://{}@localhost:{}/INBOX", LOGIN.0, imap.tls_port);
    let certificate = imap.certificate().display().to_string();
    let secret = secret.display().to_string();
    let own = [
        ("inbox.url", url.as_str()),
        ("inbox.password_file", &secret),
        ("inbox.ca_file", &certificate),
    ];
    for (settings, opens) in [(&own[..], true), (&own[..2], false)] {
        let settings = Settings::load(None, shown.aways(settings).into_iter()).unwrap();
        let opened = Folder::open(&imap_server(&settings.inbox).unwrap()).await;
        shown.shows("inbox.ca_file", opened.is_ok() == opens, "");
    }
}

/// The status of a wrong code that a proxy on this machine passes on for an address.
async fn code_tried_for(app: &App, csrf: &str, address: &str) -> Status {
    let request = app
        .client
        .post("/requests/find")
        .header(ContentType::Form)
        .header(Header::new("X-Forwarded-For", address.to_owned()))
        .body(format!(
            "csrf={csrf}&reference=FOI-2026-99999&code=0000-0000"
        ));
    request.dispatch().await.status()
}

/// Those who come through the proxy have tries of their own, and not those of the proxy.
async fn trusted_proxies(shown: &mut Shown) {
    let app = App::with(&shown.aways(&[("web.trusted_proxies", "127.0.0.1")])).await;
    let csrf = app.get("/requests/find").await.value("csrf");
    let mut one = Vec::new();
    for _ in 0..51 {
        one.push(code_tried_for(&app, &csrf, "203.0.113.5").await);
    }
    let other = code_tried_for(&app, &csrf, "203.0.113.6").await;
    let right = one.last() == Some(&Status::TooManyRequests)
        && one.first() == Some(&Status::UnprocessableEntity)
        && other == Status::UnprocessableEntity;
    shown.shows("web.trusted_proxies", right, &format!("{one:?}, {other}"));
}

/// How a fee is paid stands in the form before anything is typed, and the band says what a search may cost.
async fn money(shown: &mut Shown) {
    let app = App::with(&shown.aways(&[
        ("fees.how_to_pay", "By a bridge token to the gate."),
        ("law.cost_band", "central"),
    ]))
    .await;
    let olga = app.person("Olga", Role::Officer).await;
    signed_in(&app, "olga@police.example", "three words here").await;
    let reference = app.logged(day("2026-06-01"), "How many?", "one").await;
    let allocate = Instruction::Allocate(actions::Allocate {
        team: None,
        officer: olga.person,
    });
    app.act(&reference, olga, None, allocate).await.unwrap();
    let form = app
        .get(&format!("/desk/requests/{reference}/fees-notices/new"))
        .await;
    shown.shows(
        "fees.how_to_pay",
        form.says("By a bridge token to the gate."),
        &form.html,
    );
    let limits = &app.casework.law();
    let regime = limits.regime("uk-foia-2000", day("2026-06-01")).unwrap();
    let band = &app.casework.settings.law.cost_band;
    let limit = daylight::domain::case::limit_of(regime, day("2026-06-01"), Some(band));
    let seen = format!("{limit:?}");
    // SI 2004/3244 reg 3(2): 600 pounds for central government, 450 for others.
    shown.shows("law.cost_band", seen.contains("600"), &seen);
}

/// An office of one clears what it drafted itself.
async fn clearance(shown: &mut Shown) {
    let app = App::with(&shown.aways(&[("clearance.second_person", "not_required")])).await;
    let olga = app.person("Olga", Role::Manager).await;
    let reference = app.logged(day("2026-06-01"), "How many?", "one").await;
    for step in [
        Instruction::Allocate(actions::Allocate {
            team: None,
            officer: olga.person,
        }),
        Instruction::StartDraft(actions::StartDraft),
        Instruction::DecideQuestion(actions::DecideQuestion {
            number: 1,
            outcome: Outcome::NotHeld,
            answer: "In every drawer.".into(),
            reasons: vec![],
        }),
        for_clearance(),
    ] {
        app.act(&reference, olga, None, step).await.unwrap();
    }
    let cleared = app
        .act(&reference, olga, None, Instruction::Clear(actions::Clear))
        .await;
    let seen = format!("{cleared:?}");
    shown.shows("clearance.second_person", cleared.is_ok(), &seen);
}

/// Each choice between readings of the law gives its example another date; who takes the others as
/// shipped is who answers for them.
fn readings(shown: &mut Shown) {
    let shipped = Law::load(None).unwrap();
    let (_, taken) = crate::authority::CHOSEN;
    let env = shown.aways(&[("law.readings.as_shipped", taken)]);
    let settings = Settings::load(None, env.into_iter()).unwrap();
    let signed = Law::load_as_read(None, &settings.law.readings).unwrap();
    let mut readings = signed.regimes().flat_map(|regime| &regime.readings);
    let signed = readings.all(|reading| reading.reviewed().contains("Legal Services, since"));
    shown.shows("law.readings.as_shipped", signed, "one is signed by nobody");
    let mut seen = BTreeSet::new();
    for regime in shipped.regimes() {
        let readings = regime.readings.iter();
        for reading in readings.filter(|reading| seen.insert(reading.id.clone())) {
            let key = format!("law.readings.{}", reading.id);
            let env = shown.aways(&[(&key, &reading.other().id)]);
            let settings = Settings::load(None, env.into_iter()).unwrap();
            let switched = Law::load_as_read(None, &settings.law.readings).unwrap();
            let example = &reading.example;
            let date = |law: &Law| {
                let regime = law.regime(regime.id.as_str(), example.received).unwrap();
                let calendar = law.calendar(&regime.default_calendar).unwrap();
                let got = compute(regime, calendar, example.received, &example.events);
                got.unwrap().date(example.date)
            };
            let (before, after) = (date(&shipped), date(&switched));
            shown.shows(&key, before != after, &format!("{before:?} {after:?}"));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_setting_has_an_effect() {
    let folder = tempfile::tempdir().unwrap();
    let built_in = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/config/daylight.toml"));
    let mut shown = Shown {
        defaults: built_in.parse().unwrap(),
        keys: BTreeSet::new(),
    };
    the_authority_and_its_law(&mut shown, folder.path()).await;
    letters(&mut shown, folder.path()).await;
    what_comes_in(&mut shown).await;
    a_server_with_a_certificate_of_its_own(&mut shown, folder.path()).await;
    trusted_proxies(&mut shown).await;
    clearance(&mut shown).await;
    money(&mut shown).await;
    readings(&mut shown);
    let (path, mut shown) = (folder.path().to_owned(), shown);
    let shown = tokio::task::spawn_blocking(move || {
        a_process_of_its_own(&mut shown, &path);
        shown
    });
    let shown = shown.await.unwrap();
    let missing: Vec<String> = shown.all().difference(&shown.keys).cloned().collect();
    assert!(
        missing.is_empty(),
        "nothing shows that these have an effect: {missing:?}"
    );
}
