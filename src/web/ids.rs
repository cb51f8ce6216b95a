//! Public identifiers in addresses and forms: read strictly, or there is no such page.

use super::failure::Failure;
use super::forms::Typed;
use crate::domain::ids::{DocumentId, FormToken, LetterId, MessageId, NotAnId};
use crate::store::Store;
use rocket::http::impl_from_uri_param_identity;
use rocket::http::uri::fmt::{Formatter, Path, UriDisplay};
use rocket::request::FromParam;
use std::fmt;

macro_rules! in_addresses {
    ($($name:ident),*) => {$(
        impl<'a> FromParam<'a> for $name {
            type Error = NotAnId;

            fn from_param(text: &'a str) -> Result<Self, NotAnId> {
                text.parse()
            }
        }

        impl UriDisplay<Path> for $name {
            fn fmt(&self, f: &mut Formatter<'_, Path>) -> fmt::Result {
                f.write_value(self.to_string())
            }
        }

        impl_from_uri_param_identity!([Path] $name);
    )*};
}

in_addresses!(DocumentId, LetterId, MessageId);

/// The number of a message in the database.
///
/// # Errors
/// [`Failure::NotFound`] where there is none of this name.
pub async fn message_number(store: &Store, id: MessageId) -> Result<i64, Failure> {
    let number = store.message_number(id).await?;
    number.ok_or(Failure::NotFound)
}

/// The number of a letter in the database.
///
/// # Errors
/// [`Failure::NotFound`] where there is none of this name.
pub async fn letter_number(store: &Store, id: LetterId) -> Result<i64, Failure> {
    let number = store.letter_number(id).await?;
    number.ok_or(Failure::NotFound)
}

impl Typed {
    /// The token of the form this was typed into.
    ///
    /// # Errors
    /// [`Failure::ForeignForm`] where it is none of ours.
    pub fn form_token(&self) -> Result<FormToken, Failure> {
        self.get("submission")
            .parse()
            .map_err(|_| Failure::ForeignForm)
    }
}
