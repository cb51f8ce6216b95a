//! Where a requester wants to be answered, as a text that stands beside the record.

/// An email address, a postal address or both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// The email address; empty where there is none.
    pub email: String,
    /// The postal address, line by line; empty where there is none.
    pub address: String,
}

const EMAIL: &str = "Email address: ";
const ADDRESS: &str = "Postal address:\n";

impl Contact {
    /// As a person reads it.
    #[must_use]
    pub fn to_text(&self) -> String {
        let parts = [(EMAIL, &self.email), (ADDRESS, &self.address)];
        let said: Vec<String> = parts
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(label, value)| format!("{label}{value}"))
            .collect();
        said.join("\n")
    }

    /// What [`Self::to_text`] wrote.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        let (email, rest) = match text.strip_prefix(EMAIL) {
            Some(rest) => rest.split_once('\n').unwrap_or((rest, "")),
            None => ("", text),
        };
        Self {
            email: email.to_owned(),
            address: rest.strip_prefix(ADDRESS).unwrap_or_default().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_was_written() {
        for (email, address) in [
            ("ada@example.org", ""),
            ("", "1 High Street\nTown"),
            ("ada@example.org", "1 High Street\n\nPostal address:\nTown"),
        ] {
            let contact = Contact {
                email: email.into(),
                address: address.into(),
            };
            assert_eq!(Contact::of_text(&contact.to_text()), contact);
        }
    }
}
