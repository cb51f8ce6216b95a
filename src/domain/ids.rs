//! What letters, documents, messages and forms are called outside the database (RFC 9562): one type
//! each, so that none is taken for another. What stands in an address the public sees is random
//! (version 4); a message, which only the desk opens, is called by its time (version 7).
//!
//! They are made where there is chance, and only read here.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use thiserror::Error;
use uuid::Uuid;

/// A text that is no identifier of this kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("this is no identifier of {0}")]
pub struct NotAnId(&'static str);

macro_rules! identifier {
    ($(#[$what:meta])* $name:ident, $of:literal, $version:literal) => {
        $(#[$what])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// The identifier of this number, which has to be of this kind's version.
            ///
            /// # Errors
            /// Where it is of another version.
            pub fn of(number: Uuid) -> Result<Self, NotAnId> {
                if number.get_version_num() == $version {
                    Ok(Self(number))
                } else {
                    Err(NotAnId($of))
                }
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            /// Only the one way it is written is read: 36 characters in small letters.
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                let number = Uuid::try_parse(text).map_err(|_| NotAnId($of))?;
                let id = Self::of(number)?;
                if id.to_string() == text {
                    Ok(id)
                } else {
                    Err(NotAnId($of))
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0.as_hyphenated())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(D::Error::custom)
            }
        }
    };
}

identifier!(
    /// A letter.
    LetterId, "a letter", 4
);
identifier!(
    /// A document that goes out with an answer.
    DocumentId, "a document", 4
);
identifier!(
    /// A message that came in, or a form that waits as one.
    MessageId, "a message", 7
);
identifier!(
    /// One form as it was shown once: sent twice, it is taken once.
    FormToken, "a form", 4
);

#[cfg(test)]
mod tests {
    use super::*;
    use serde::de::IntoDeserializer;
    use serde::de::value::{Error as ValueError, StrDeserializer};

    const RANDOM: &str = "3f2b8c1e-9a4d-4e5f-8b6a-0c1d2e3f4a5b";
    const BY_TIME: &str = "01971f3c-5d2e-7a1b-9c3d-4e5f6a7b8c9d";

    #[test]
    fn an_identifier_is_read_as_it_is_written_and_no_other_way() {
        let id: LetterId = RANDOM.parse().unwrap();
        assert_eq!(id.to_string(), RANDOM);
        let kept: StrDeserializer<'_, ValueError> = RANDOM.into_deserializer();
        assert_eq!(LetterId::deserialize(kept).unwrap(), id);
        let capital = RANDOM.to_uppercase();
        let plain = RANDOM.replace('-', "");
        let braced = format!("{{{RANDOM}}}");
        let urn = format!("urn:uuid:{RANDOM}");
        for other in [
            "",
            "1",
            "../1",
            capital.as_str(),
            &plain,
            &braced,
            &urn,
            "nil",
        ] {
            assert!(other.parse::<LetterId>().is_err(), "{other}");
        }
    }

    #[test]
    fn what_the_public_sees_is_random_and_a_message_is_called_by_its_time() {
        assert!(RANDOM.parse::<DocumentId>().is_ok() && RANDOM.parse::<FormToken>().is_ok());
        assert!(BY_TIME.parse::<DocumentId>().is_err() && BY_TIME.parse::<LetterId>().is_err());
        assert!(BY_TIME.parse::<MessageId>().is_ok() && RANDOM.parse::<MessageId>().is_err());
    }
}
