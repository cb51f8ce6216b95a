//! The settings of one installation: `config/daylight.toml`, the administrator's own file, the environment.
//!
//! Reads and checks; it opens no database, binds no port and sends no mail.

mod clearance;
mod fees;
mod inbox;
mod layers;
mod location;
mod log_level;
mod mail;
#[cfg(test)]
mod mail_tests;
mod nearest;
mod own_folder;
mod readings;
#[cfg(test)]
mod tests;
mod values;

pub use clearance::Clearance;
pub use fees::Fees;
pub use inbox::{Clarifications, Inbox, NewRequests};
pub use location::{DatabaseLocation, MailRoute, Mailbox, Protection, Secret};
pub use mail::Mail;
pub use readings::{AsShipped, Chosen, Place, Readings, Reviewed};

use super::Fault;
use super::own::own;
use crate::domain::case::Targets;
use chrono_tz::Tz;
use layers::{Layers, READINGS};
use readings::AS_SHIPPED;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;
use values::{base_url, complaint, email, items, one_line, required, text, time_zone, within};

/// Every setting with its default.
const BUILT_IN: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/config/daylight.toml"));

/// The file that holds settings in the administrator's folder.
const FILE: &str = "daylight.toml";

/// Every setting, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The administrator's configuration folder, when there is one.
    pub folder: Option<PathBuf>,
    /// How much is logged: the word of `DAYLIGHT_LOG`.
    pub log_level: &'static str,
    /// Who answers requests.
    pub authority: Authority,
    /// Which law applies unless a request says otherwise, and the internal targets.
    pub law: Law,
    /// Where things are kept.
    pub storage: Storage,
    /// The web server.
    pub web: Web,
    /// Letters.
    pub mail: Mail,
    /// What comes in.
    pub inbox: Inbox,
    /// Who clears and who reviews.
    pub clearance: Clearance,
    /// What every fees notice says.
    pub fees: Fees,
}

/// Who answers requests. What is not set here was typed at set-up, or is still to be
/// ([`crate::casework::people::authority`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// The public authority's name, where the settings give it.
    pub name: Option<String>,
    /// What case references begin with: 1 to 10 capital letters or digits.
    pub reference_prefix: String,
    /// Where requesters can write to, where the settings give it.
    pub email: Option<String>,
    /// The postal address, line by line; empty where the settings do not give it.
    pub postal_address: Vec<String>,
    /// The time zone in which a day of receipt begins and ends.
    pub time_zone: Tz,
    /// A stylesheet of the authority's own: an existing file.
    pub stylesheet: Option<PathBuf>,
}

/// Which law applies unless a request says otherwise, and the internal targets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Law {
    /// The id of the regime; that it exists is checked with the regimes.
    pub default_regime: String,
    /// Whether the administrator made it another than the default: then it prevails over what was
    /// chosen at set-up.
    pub regime_is_set: bool,
    /// The id of the calendar, when it is not the regime's own.
    pub default_calendar: Option<String>,
    /// The band of the regimes' cost limits that the authority is in.
    pub cost_band: String,
    /// Within how many working days each step should be done.
    pub targets: Targets,
    /// How disputed law is read.
    pub readings: Readings,
}

/// Where things are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Storage {
    /// The folder of the database, files and mail; need not exist yet.
    pub data: PathBuf,
    /// The database.
    pub database: DatabaseLocation,
    /// The largest document an officer may put with an answer, in bytes.
    pub largest_document: u64,
}

impl Storage {
    /// The folder of documents while they are being uploaded.
    #[must_use]
    pub fn uploads(&self) -> PathBuf {
        self.data.join("uploads")
    }
}

/// The web server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Web {
    /// The address and port to listen on.
    pub listen: SocketAddr,
    /// What links in letters begin with, without a slash at the end.
    pub base_url: String,
    /// How long a person stays signed in without doing anything.
    pub session: Duration,
    /// The reverse proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
}

/// The environment as pairs; a variable that is not Unicode is passed over.
pub fn environment() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
}

impl Settings {
    /// Keeps a generated authority apart from a real one: its own database and mail folder.
    pub fn use_demo_storage(&mut self, cases: u32, seed: u64) {
        let folder = self.storage.data.join("demo");
        self.storage.database =
            DatabaseLocation::Sqlite(folder.join(format!("cases-{cases}-seed-{seed}.sqlite")));
        self.mail.route = MailRoute::File(folder.join("mail"));
    }

    /// Reads the settings: built-in defaults, then `daylight.toml` in the administrator's
    /// folder, then the environment.
    ///
    /// Without `folder`, it is the one `DAYLIGHT_CONFIG` names, else `config` in the working
    /// directory when there is one.
    ///
    /// # Errors
    /// Every fault there is, in the order of file and line.
    pub fn load(
        folder: Option<&Path>,
        env: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, Vec<Fault>> {
        let env: Vec<_> = env
            .filter(|(name, _)| name.starts_with("DAYLIGHT_"))
            .collect();
        let mut layers = Layers::built_in(BUILT_IN);
        let (folder, faults) = own_folder::administrators(folder, &env);
        let log_level = log_level::log_level(&env);
        for fault in faults.into_iter().chain(log_level.clone().err()) {
            layers.fault(&fault.file, None, None, fault.problem, &fault.remedy);
        }
        if let Some(file) = own(folder.as_deref(), FILE) {
            layers.lay_file(&file);
        }
        layers.lay_environment(&env);
        let settings = Self::read(folder, log_level.unwrap_or_default(), &mut layers);
        match settings {
            Some(settings) if layers.sound() => Ok(settings),
            Some(_) | None => Err(layers.into_faults()),
        }
    }

    fn read(folder: Option<PathBuf>, log_level: &'static str, layers: &mut Layers) -> Option<Self> {
        let authority = Authority::read(layers);
        let law = Law::read(layers);
        let storage = Storage::read(layers);
        let web = Web::read(layers);
        let data = storage.as_ref().map(|storage| storage.data.as_path());
        let mail = Mail::read(layers, data.unwrap_or(Path::new("data")));
        let inbox = Inbox::read(layers);
        let clearance = Clearance::read(layers);
        let fees = Fees::read(layers);
        Some(Self {
            folder,
            log_level,
            authority: authority?,
            law: law?,
            storage: storage?,
            web: web?,
            mail: mail?,
            inbox: inbox?,
            clearance: clearance?,
            fees: fees?,
        })
    }
}

/// The administrator's folder: the one given, else the one `DAYLIGHT_CONFIG` names, else `config` in
/// the working directory, if it is there; and what is wrong with it. What is in it can be checked even
/// when the settings cannot be read.
pub fn folder(
    given: Option<&Path>,
    env: impl Iterator<Item = (String, String)>,
) -> (Option<PathBuf>, Vec<Fault>) {
    own_folder::administrators(given, &env.collect::<Vec<_>>())
}

impl Authority {
    fn read(layers: &mut Layers) -> Option<Self> {
        let name = layers.read("authority", "name", one_line);
        let reference_prefix = layers.read("authority", "reference_prefix", |v| {
            let prefix = text(v)?;
            let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
            if (1..=10).contains(&prefix.len()) && prefix.chars().all(plain) {
                return Ok(prefix.to_owned());
            }
            Err(complaint(
                "is no reference prefix",
                "Write 1 to 10 capital letters or digits, for example FOI",
            ))
        });
        let email = layers.read("authority", "email", email);
        let postal_address = layers.read("authority", "postal_address", |v| {
            items(v)?
                .iter()
                .map(|line| Ok(text(line)?.to_owned()))
                .collect()
        });
        let time_zone = layers.read("authority", "time_zone", time_zone);
        let stylesheet = layers.read("authority", "stylesheet", |v| match text(v)? {
            "" => Ok(None),
            path if path.ends_with(".css") && Path::new(path).is_file() => {
                Ok(Some(PathBuf::from(path)))
            }
            path => Err(complaint(
                format!("there is no stylesheet {path}"),
                "Write the path of an existing .css file, or leave it empty",
            )),
        });
        Some(Self {
            name: name?,
            reference_prefix: reference_prefix?,
            email: email?,
            postal_address: postal_address?,
            time_zone: time_zone?,
            stylesheet: stylesheet?,
        })
    }
}

impl Law {
    fn read(layers: &mut Layers) -> Option<Self> {
        let cost_band = layers.read("law", "cost_band", |v| one_line(v)?.ok_or_else(required));
        let default_regime = layers.read("law", "default_regime", |v| {
            one_line(v)?.ok_or_else(required)
        });
        let regime_is_set = layers.is_changed("law", "default_regime");
        let default_calendar = layers.read("law", "default_calendar", one_line);
        let keys = [
            "allocate_within",
            "search_within",
            "draft_within",
            "clear_within",
        ];
        let targets = keys.map(|key| layers.read("law", key, |v| within(v, 1, 1000)));
        for (pair, key) in targets.windows(2).zip(&keys[1..]) {
            if let [Some(earlier), Some(later)] = pair
                && later < earlier
            {
                let remedy = "Write the targets in the order allocate, search, draft, clear, none before the one above it";
                layers.complain(
                    "law",
                    key,
                    complaint(
                        format!("is {later}, before the target it follows ({earlier})"),
                        remedy,
                    ),
                );
            }
        }
        let [allocate, search, draft, clear] = targets;
        let mut readings = Readings::default();
        for id in layers.changed_in(READINGS) {
            let written = layers.place(READINGS, &id);
            if id == AS_SHIPPED {
                let taken = layers.read(READINGS, &id, |v| AsShipped::read(v, written));
                readings.as_shipped = taken?;
            } else {
                let chosen = layers.read(READINGS, &id, |v| Chosen::read(v, written));
                readings.chosen.insert(id, chosen?);
            }
        }
        Some(Self {
            readings,
            default_regime: default_regime?,
            regime_is_set,
            cost_band: cost_band?,
            default_calendar: default_calendar?,
            targets: Targets {
                allocate: allocate?,
                search: search?,
                draft: draft?,
                clear: clear?,
            },
        })
    }
}

impl Storage {
    fn read(layers: &mut Layers) -> Option<Self> {
        let data = layers.read("storage", "data", |v| one_line(v)?.ok_or_else(required));
        let data = PathBuf::from(data.unwrap_or_else(|| "data".to_owned()));
        let database = layers.read("storage", "database_url", |v| {
            location::database(text(v)?, &data)
        });
        let largest = layers.read("storage", "largest_document_mb", |v| within(v, 1, 500));
        Some(Self {
            data,
            database: database?,
            largest_document: u64::from(largest?) * 1_000_000,
        })
    }
}

impl Web {
    fn read(layers: &mut Layers) -> Option<Self> {
        let listen = layers.read("web", "listen", |v| {
            text(v)?.parse::<SocketAddr>().map_err(|_| {
                complaint(
                    "is not an address and port",
                    "Write an IP address and a port, for example 127.0.0.1:8000",
                )
            })
        });
        let base_url = layers.read("web", "base_url", base_url);
        let hours = layers.read("web", "session_hours", |v| within(v, 1, 168));
        let trusted_proxies = layers.read("web", "trusted_proxies", |v| {
            let one = |item| {
                let address = text(item)?.parse::<IpAddr>().map_err(|_| {
                    complaint(
                        "has an entry that is not an IP address",
                        "Write each proxy as an IP address, for example \"10.0.0.1\"",
                    )
                });
                // As peers are compared: one of IPv4 within IPv6 is of IPv4.
                address.map(|address| address.to_canonical())
            };
            items(v)?.iter().map(one).collect()
        });
        let listen = listen?;
        Some(Self {
            listen,
            base_url: base_url?.unwrap_or_else(|| format!("http://{listen}")),
            session: Duration::from_secs(u64::from(hours?) * 3600),
            trusted_proxies: trusted_proxies?,
        })
    }
}
