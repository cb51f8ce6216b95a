//! Secret links, codes, tokens and password hashes.

mod tokens;

use super::CaseworkFault;
use crate::store::{Store, StoreFault};
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// Letters and digits that are not mistaken for one another when read aloud or typed.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The keys under which links and codes are made from references.
///
/// They are made from the reference, not stored, so that every letter can repeat them and
/// a copy of the cases alone opens nothing.
pub struct Keys {
    signing: String,
}

impl Keys {
    /// The installation's keys, made at its first start.
    ///
    /// # Errors
    /// What the database says.
    pub async fn of(store: &Store) -> Result<Self, StoreFault> {
        const NAME: &str = "signing_key";
        if let Some(signing) = store.remembered(NAME).await? {
            return Ok(Self { signing });
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

    /// The secret part of a requester's link: 130 bits.
    #[must_use]
    pub fn link(&self, reference: &str) -> String {
        base32(&self.mac("status", reference), 26)
    }

    /// The token in the URL of a requester's page.
    #[must_use]
    pub fn status_token(&self, reference: &str) -> String {
        format!("{reference}.{}", self.link(reference))
    }

    /// The reference a status token opens, if it is genuine.
    #[must_use]
    pub fn reference_of<'a>(&self, token: &'a str) -> Option<&'a str> {
        let (reference, secret) = token.rsplit_once('.')?;
        same(secret, &self.link(reference)).then_some(reference)
    }

    /// The code a requester types with the reference: 40 bits, so tries are limited.
    #[must_use]
    pub fn code(&self, reference: &str) -> String {
        let code = base32(&self.mac("code", reference), 8).to_uppercase();
        format!("{}-{}", &code[..4], &code[4..])
    }

    /// Whether a typed code is the one of this reference: spaces, hyphens and case do not
    /// matter, nor O for 0 and I or L for 1.
    #[must_use]
    pub fn code_is(&self, reference: &str, typed: &str) -> bool {
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
        same(&plain(typed), &plain(&self.code(reference)))
    }

    /// The key in a case's own reply address: 60 bits, so that nobody guesses where mail is filed.
    #[must_use]
    pub fn address_key(&self, reference: &str) -> String {
        base32(&self.mac("address", reference), 12)
    }

    /// Whether a key is the one of this case's reply address, however its letters were written.
    #[must_use]
    pub fn address_key_is(&self, reference: &str, key: &str) -> bool {
        same(&key.to_lowercase(), &self.address_key(reference))
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

    #[test]
    fn a_link_opens_its_own_case_only() {
        let token = keys().status_token("FOI-2026-00001");
        assert_eq!(keys().reference_of(&token), Some("FOI-2026-00001"));
        let other = token.replace("00001", "00002");
        assert_eq!(keys().reference_of(&other), None);
        assert_eq!(keys().reference_of("FOI-2026-00001"), None);
        assert_eq!(keys().reference_of("FOI-2026-00001."), None);
    }

    #[test]
    fn a_code_forgives_how_it_is_typed() {
        let code = keys().code("FOI-2026-00001");
        assert_eq!(code.len(), 9);
        let sloppy = code.to_lowercase().replace('-', " ").replace('0', "o");
        assert!(keys().code_is("FOI-2026-00001", &sloppy));
        assert!(!keys().code_is("FOI-2026-00002", &code));
        assert!(!keys().code_is("FOI-2026-00001", ""));
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
