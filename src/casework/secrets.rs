//! Secret links, codes, tokens and password hashes.

mod tokens;

use super::CaseworkFault;
use crate::domain::ids::FormToken;
use crate::store::{Opener, Store, StoreFault};
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::fmt::{Debug, Display};

/// Letters and digits that are not mistaken for one another when read aloud or typed.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Under which name the installation remembers its signing key.
const NAME: &str = "signing_key";

/// The keys under which links and codes are made from references.
///
/// They are made from the reference and the case's own secret, not stored, so that every letter
/// can repeat them and a copy of the cases alone opens nothing.
pub struct Keys {
    signing: String,
}

impl Keys {
    /// The installation's keys, made at its first start.
    ///
    /// # Errors
    /// What the database says.
    pub async fn of(store: &Store) -> Result<Self, StoreFault> {
        if let Some(known) = Self::known(store).await? {
            return Ok(known);
        }
        let unit = store.begin().await?;
        let signing = unit
            .remember(
                NAME,
                &token().map_err(|e| StoreFault::Failed(e.to_string()))?,
            )
            .await?;
        unit.commit().await?;
        Ok(Self { signing })
    }

    /// The installation's keys, where it was started before.
    ///
    /// # Errors
    /// What the database says.
    pub async fn known(store: &Store) -> Result<Option<Self>, StoreFault> {
        let signing = store.remembered(NAME).await?;
        Ok(signing.map(|signing| Self { signing }))
    }

    fn mac(&self, purpose: &str, text: &str) -> [u8; 32] {
        // Any length of key is accepted; the empty tag can never be reached.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.signing.as_bytes()) else {
            return [0; 32];
        };
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// The same for what opens a case. A case logged before cases had secrets is opened by its
    /// reference alone, as its letters say.
    fn mac_of(&self, purpose: &str, case: Opener<'_>) -> [u8; 32] {
        match case.secret {
            "" => self.mac(purpose, case.reference),
            secret => self.mac(purpose, &format!("{}\0{secret}", case.reference)),
        }
    }

    /// The secret part of a requester's link: 130 bits.
    fn link(&self, case: Opener<'_>) -> String {
        base32(&self.mac_of("status", case), 26)
    }

    /// The token in the URL of a requester's page.
    #[must_use]
    pub fn status_token(&self, case: Opener<'_>) -> String {
        format!("{}.{}", case.reference, self.link(case))
    }

    /// Whether a status token is the one of this case.
    #[must_use]
    pub fn status_token_is(&self, case: Opener<'_>, token: &str) -> bool {
        same(token, &self.status_token(case))
    }

    /// The code a requester types with the reference: 40 bits, so tries are limited.
    #[must_use]
    pub fn code(&self, case: Opener<'_>) -> String {
        let code = base32(&self.mac_of("code", case), 8).to_uppercase();
        format!("{}-{}", &code[..4], &code[4..])
    }

    /// Whether a typed code is the one of this reference: spaces, hyphens and case do not
    /// matter, nor O for 0 and I or L for 1.
    #[must_use]
    pub fn code_is(&self, case: Opener<'_>, typed: &str) -> bool {
        let plain = |code: &str| -> String {
            code.chars()
                .filter(char::is_ascii_alphanumeric)
                .map(|c| match c.to_ascii_uppercase() {
                    'O' => '0',
                    'I' | 'L' => '1',
                    other => other,
                })
                .collect()
        };
        same(&plain(typed), &plain(&self.code(case)))
    }

    /// The key in a case's own reply address: 60 bits, so that nobody guesses where mail is filed.
    #[must_use]
    pub fn address_key(&self, case: Opener<'_>) -> String {
        base32(&self.mac_of("address", case), 12)
    }

    /// Whether a key is the one of this case's reply address, however its letters were written.
    #[must_use]
    pub fn address_key_is(&self, case: Opener<'_>, key: &str) -> bool {
        same(&key.to_lowercase(), &self.address_key(case))
    }

    /// What tells one requester from another in counts, without naming them: an email
    /// address where there is one, else the name and the postal address.
    #[must_use]
    pub fn match_key(
        &self,
        name: Option<&str>,
        email: Option<&str>,
        address: Option<&str>,
    ) -> String {
        let plain = |text: &str| -> String {
            text.to_lowercase()
                .split(|c: char| !c.is_alphanumeric())
                .filter(|w| !w.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        };
        let text = match email {
            Some(email) => format!("email {}", email.trim().to_lowercase()),
            None => format!(
                "post {} / {}",
                plain(name.unwrap_or_default()),
                plain(address.unwrap_or_default())
            ),
        };
        base32(&self.mac("requester", &text), 26)
    }

    /// The secret of a case that is logged from this form: the letter shown before it is logged has
    /// the link it will have. Another form gives another, also after a backup was restored.
    #[must_use]
    pub fn secret_from(&self, form: &str) -> String {
        hex::encode(self.mac("case", form))
    }

    /// What stands for a name or an address where it is counted: of one length, and nothing to
    /// whoever does not have the key.
    #[must_use]
    pub fn digest(&self, text: &str) -> String {
        base32(&self.mac("digest", text), 26)
    }
}

/// A random token of 256 bits, safe in a URL.
///
/// # Errors
/// When the system has no randomness to give.
pub fn token() -> Result<String, CaseworkFault> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|e| CaseworkFault::Broken(format!("the system gives no random numbers: {e}")))?;
    Ok(base32(&bytes, 52))
}

/// The token of a form about to be shown: sent twice, the form is taken once.
///
/// # Errors
/// When the system has no randomness to give.
pub fn form_token() -> Result<FormToken, CaseworkFault> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|e| CaseworkFault::Broken(format!("the system gives no random numbers: {e}")))?;
    let number = uuid::Builder::from_random_bytes(bytes).into_uuid();
    FormToken::of(number).map_err(|e| CaseworkFault::Broken(e.to_string()))
}

/// What a form is taken once under: its token, and what was typed into it. Sent twice it is one; gone
/// back to and sent with other words it is another, and neither is lost.
#[must_use]
pub fn once(token: impl Display, typed: &impl Debug) -> String {
    hash_of(&format!("{token} {typed:?}"))
}

/// The hash under which a token is stored.
#[must_use]
pub fn hash_of(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// A commitment to a text that can be erased: without the salt it tells nothing.
#[must_use]
pub fn commitment(salt: &str, text: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(salt.as_bytes());
    hash.update([0]);
    hash.update(text.as_bytes());
    hex::encode(hash.finalize())
}

/// A commitment to a letter as it is sent.
#[must_use]
pub fn letter_digest(salt: &str, subject: &str, text: &str, html: &str) -> String {
    commitment(salt, &[subject, text, html].join("\0"))
}

/// A commitment to whom a letter goes to. The address of one that is posted is part of what it says.
#[must_use]
pub fn recipient_digest(salt: &str, name: &str, email: Option<&str>) -> String {
    commitment(salt, &[name, email.unwrap_or_default()].join("\0"))
}

/// The argon2id hash of a password. Takes some 20 ms: call it off the async threads.
///
/// # Errors
/// When the system has no randomness to give.
pub fn hash_password(password: &str) -> Result<String, CaseworkFault> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|e| CaseworkFault::Broken(format!("the password cannot be hashed: {e}")))
}

/// Whether a password is the one of this hash. As slow as [`hash_password`].
#[must_use]
pub fn password_is(hash: &str, password: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
    })
}

/// Whether two secrets are alike, in a time that does not tell where they differ.
#[must_use]
pub fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |d, (x, y)| d | (x ^ y)) == 0
}

fn base32(bytes: &[u8], length: usize) -> String {
    let mut text = String::with_capacity(length);
    let (mut bits, mut held) = (0u32, 0u32);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 && text.len() < length {
            bits -= 5;
            text.push(ALPHABET[((held >> bits) & 31) as usize] as char);
        }
    }
    if bits > 0 && text.len() < length {
        text.push(ALPHABET[((held << (5 - bits)) & 31) as usize] as char);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> Keys {
        Keys {
            signing: "a key for tests".into(),
        }
    }

    const FIRST: Opener<'static> = Opener {
        reference: "FOI-2026-00001",
        secret: "its own secret",
    };

    const SECOND: Opener<'static> = Opener {
        reference: "FOI-2026-00002",
        ..FIRST
    };

    /// A case that was given a reference again.
    const AGAIN: Opener<'static> = Opener {
        secret: "another secret",
        ..FIRST
    };

    #[test]
    fn a_link_opens_its_own_case_only() {
        let token = keys().status_token(FIRST);
        assert!(keys().status_token_is(FIRST, &token));
        let other = token.replace("00001", "00002");
        for wrong in [other.as_str(), "FOI-2026-00001", "FOI-2026-00001.", ""] {
            assert!(!keys().status_token_is(FIRST, wrong), "{wrong}");
            assert!(!keys().status_token_is(SECOND, wrong), "{wrong}");
        }
        assert!(!keys().status_token_is(AGAIN, &token));
        assert!(!keys().code_is(AGAIN, &keys().code(FIRST)));
        assert!(!keys().address_key_is(AGAIN, &keys().address_key(FIRST)));
    }

    #[test]
    fn a_link_of_before_there_were_secrets_goes_on_working() {
        let before = Opener {
            secret: "",
            ..FIRST
        };
        // Made by the program before, under the key of these tests.
        let mac = keys().mac("status", "FOI-2026-00001");
        let token = format!("FOI-2026-00001.{}", base32(&mac, 26));
        assert_eq!(keys().status_token(before), token);
        assert!(!keys().status_token_is(FIRST, &token));
    }

    #[test]
    fn a_code_forgives_how_it_is_typed() {
        let code = keys().code(FIRST);
        assert_eq!(code.len(), 9);
        let sloppy = code.to_lowercase().replace('-', " ").replace('0', "o");
        assert!(keys().code_is(FIRST, &sloppy));
        assert!(!keys().code_is(SECOND, &code));
        assert!(!keys().code_is(FIRST, ""));
    }

    #[test]
    fn one_address_is_one_requester_however_it_is_written() {
        let key = |email| keys().match_key(Some("A"), Some(email), None);
        assert_eq!(key("a@example.org"), key(" A@Example.ORG"));
        assert_ne!(key("a@example.org"), key("b@example.org"));
        let post = |name, address| keys().match_key(Some(name), None, Some(address));
        assert_eq!(
            post("Ann Lee", "1 High St."),
            post("ann  lee", "1, high st")
        );
        assert_ne!(post("Ann Lee", "1 High St."), post("Ann Lee", "2 High St."));
    }

    #[test]
    fn a_password_is_known_by_its_hash() {
        let hash = hash_password("correct horse").unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(password_is(&hash, "correct horse"));
        assert!(!password_is(&hash, "wrong horse"));
        assert!(!password_is("not a hash", "correct horse"));
    }

    #[test]
    fn a_token_has_all_its_bits() {
        let (a, b) = (token().unwrap(), token().unwrap());
        assert_eq!(a.len(), 52);
        assert_ne!(a, b);
    }
}
