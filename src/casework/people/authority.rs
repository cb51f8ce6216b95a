//! Who the public authority is: what the settings say of it, and what was typed at set-up.
//!
//! Nothing is made up for it. Until its name, addresses and law are known no request is logged and no
//! letter leaves, because FOIA s.8 and s.17 (and the like elsewhere) are about what a public authority
//! receives and says under its own name.

use crate::casework::cases::requester::is_address;
use crate::casework::{Casework, CaseworkFault, Invalid, Moment};
use crate::config::settings::Settings;
use crate::domain::case::Actor;
use crate::domain::desk_act::DeskAct;
use crate::domain::rights::Right;
use crate::store::{NewDeskAct, Store, Unit};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, PoisonError};

/// Where what was typed at set-up is remembered.
const TYPED: &str = "authority";

/// The longest name taken.
const LONGEST_NAME: usize = 200;

/// The longest postal address taken, in characters.
const LONGEST_ADDRESS: usize = 500;

/// The public authority as it counts: the settings prevail over what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// Its name, as it signs its letters; empty while nobody has said it.
    pub name: String,
    /// Where requesters can write to; empty while nobody has said it.
    pub email: String,
    /// The postal address, line by line; empty while nobody has said it.
    pub postal_address: Vec<String>,
    /// The regime a new request is logged under.
    pub regime: String,
}

/// The authority as somebody types it; what the settings give is not asked for and not taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuthorityTyped {
    /// Its name.
    pub name: String,
    /// Its email address.
    pub email: String,
    /// Its postal address, one line an entry.
    pub postal_address: String,
    /// The id of the regime.
    pub regime: String,
}

/// Which of it the settings give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InSettings {
    /// Its name.
    pub name: bool,
    /// Its email address.
    pub email: bool,
    /// Its postal address.
    pub postal_address: bool,
    /// The regime.
    pub regime: bool,
}

/// What was typed, as the database keeps it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    name: String,
    email: String,
    postal_address: Vec<String>,
    regime: String,
}

impl Authority {
    fn of(settings: &Settings, kept: Kept) -> Self {
        let given = &settings.authority;
        let chosen = !settings.law.regime_is_set && !kept.regime.is_empty();
        Self {
            name: given.name.clone().unwrap_or(kept.name),
            email: given.email.clone().unwrap_or(kept.email),
            postal_address: match given.postal_address.is_empty() {
                true => kept.postal_address,
                false => given.postal_address.clone(),
            },
            regime: match chosen {
                true => kept.regime,
                false => settings.law.default_regime.clone(),
            },
        }
    }

    /// What is still to be said, in words; nothing where it can sign letters.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let parts = [
            ("name", self.name.is_empty()),
            ("email address", self.email.is_empty()),
            ("postal address", self.postal_address.is_empty()),
        ];
        let missing = parts.into_iter().filter(|(_, missing)| *missing);
        missing.map(|(what, _)| what).collect()
    }

    /// Whether it can sign letters.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.missing().is_empty()
    }

    /// What stands at the head of a page: the name, and the program's while there is none.
    #[must_use]
    pub fn heading(&self) -> &str {
        match self.name.as_str() {
            "" => "Daylight",
            name => name,
        }
    }
}

impl InSettings {
    /// What these settings give.
    #[must_use]
    pub const fn of(settings: &Settings) -> Self {
        let given = &settings.authority;
        Self {
            name: given.name.is_some(),
            email: given.email.is_some(),
            postal_address: !given.postal_address.is_empty(),
            regime: settings.law.regime_is_set,
        }
    }

    /// Whether nothing is left to be typed.
    #[must_use]
    pub const fn all(self) -> bool {
        self.name && self.email && self.postal_address && self.regime
    }
}

/// The authority by the settings alone, where there is no database yet.
#[must_use]
pub fn authority_without(settings: &Settings) -> Authority {
    Authority::of(settings, Kept::default())
}

/// The authority of a database that is not served here.
///
/// # Errors
/// What the database says.
pub async fn authority_of(store: &Store, settings: &Settings) -> Result<Authority, CaseworkFault> {
    let kept = match store.remembered(TYPED).await? {
        Some(kept) => read(&kept)?,
        None => Kept::default(),
    };
    Ok(Authority::of(settings, kept))
}

fn read(kept: &str) -> Result<Kept, CaseworkFault> {
    serde_json::from_str(kept).map_err(|e| {
        CaseworkFault::Broken(format!(
            "meta, column value, row {TYPED} cannot be read: {e}"
        ))
    })
}

impl Casework {
    /// The public authority, as every letter and page names it.
    #[must_use]
    pub fn authority(&self) -> Arc<Authority> {
        let held = self.authority.read();
        Arc::clone(&held.unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads again what was typed, on this node or on another; whether the authority is known.
    ///
    /// # Errors
    /// What the database says.
    pub async fn refresh_authority(&self) -> Result<bool, CaseworkFault> {
        let found = authority_of(&self.store, &self.settings).await?;
        let known = found.is_known();
        if *self.authority() != found {
            let mut held = self
                .authority
                .write()
                .unwrap_or_else(PoisonError::into_inner);
            *held = Arc::new(found);
        }
        Ok(known)
    }

    /// The public authority, for what is done in its name.
    ///
    /// # Errors
    /// [`CaseworkFault::NotSetUp`] while it is not known.
    pub fn known_authority(&self) -> Result<Arc<Authority>, CaseworkFault> {
        let authority = self.authority();
        if authority.is_known() {
            Ok(authority)
        } else {
            Err(CaseworkFault::NotSetUp)
        }
    }

    /// Whom letters are from: name and address.
    #[must_use]
    pub fn sender(&self) -> (String, String) {
        let authority = self.authority();
        let mail = &self.settings.mail;
        let name = mail.from_name.as_ref().unwrap_or(&authority.name);
        let address = mail.from_address.as_ref().unwrap_or(&authority.email);
        (name.clone(), address.clone())
    }

    /// Changes what was typed of the authority.
    ///
    /// # Errors
    /// Every fault of what was typed; refused to whom [`Right::NameTheAuthority`] does not allow it.
    pub async fn change_authority(
        &self,
        typed: AuthorityTyped,
        by: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        by.role.needs(Right::NameTheAuthority)?;
        let (kept, faults) = self.typed_authority(&typed, now);
        if !faults.is_empty() {
            return Err(CaseworkFault::Invalid(faults));
        }
        let unit = self.store.begin().await?;
        keep(&unit, &kept).await?;
        let act = NewDeskAct {
            what: DeskAct::AuthorityChanged,
            by: by.person,
            about: None,
            role: None,
        };
        unit.people().note_desk_act(act, now.at).await?;
        unit.commit().await?;
        self.refresh_authority().await?;
        Ok(())
    }

    /// What is to be kept of what was typed, and what is wrong with it.
    pub(in crate::casework) fn typed_authority(
        &self,
        typed: &AuthorityTyped,
        now: Moment,
    ) -> (TypedAuthority, Vec<Invalid>) {
        let given = InSettings::of(&self.settings);
        let mut faults = Vec::new();
        let name = typed.name.trim();
        let fits = |text: &str| (1..=LONGEST_NAME).contains(&text.chars().count());
        if !given.name && (!fits(name) || name.contains(char::is_control)) {
            let message =
                "Enter the public authority\u{2019}s name on one line, at most 200 characters";
            faults.push(Invalid::new("authority_name", message));
        }
        let email = typed.email.trim();
        if !given.email && !is_address(email) {
            let message = "Enter the address requesters write to, in the form foi@example.gov.uk";
            faults.push(Invalid::new("authority_email", message));
        }
        let lines = typed.postal_address.lines().map(str::trim);
        let address: Vec<String> = lines.filter(|l| !l.is_empty()).map(str::to_owned).collect();
        let length: usize = address.iter().map(|line| line.chars().count()).sum();
        let odd = address.iter().any(|line| line.contains(char::is_control));
        if !given.postal_address && (address.is_empty() || length > LONGEST_ADDRESS || odd) {
            let message = "Enter the postal address, each line of it on a line of its own, at most 500 characters";
            faults.push(Invalid::new("postal_address", message));
        }
        let regime = typed.regime.trim();
        let law = self.law();
        let chosen = law.regime(regime, now.today);
        if !given.regime && !law.regime_ids().contains(&regime) {
            faults.push(Invalid::new(
                "regime",
                "Choose the law most of your requests are made under",
            ));
        } else if !given.regime
            && let Ok(chosen) = chosen
            && let Err(why) = self.laws().law_is_chosen(chosen)
        {
            faults.push(Invalid::new("regime", why));
        }
        let kept = Kept {
            name: if given.name {
                String::new()
            } else {
                name.to_owned()
            },
            email: if given.email {
                String::new()
            } else {
                email.to_owned()
            },
            postal_address: if given.postal_address {
                Vec::new()
            } else {
                address
            },
            regime: if given.regime {
                String::new()
            } else {
                regime.to_owned()
            },
        };
        (TypedAuthority(kept), faults)
    }
}

/// What was typed of the authority, ready to be kept.
pub(in crate::casework) struct TypedAuthority(Kept);

/// Keeps what was typed, in the unit of what it was typed with.
pub(in crate::casework) async fn keep(
    unit: &Unit,
    typed: &TypedAuthority,
) -> Result<(), CaseworkFault> {
    let text = serde_json::to_string(&typed.0).map_err(|e| CaseworkFault::Broken(e.to_string()))?;
    unit.replace(TYPED, &text).await?;
    Ok(())
}
