//! The addresses letters come from and answers go to: plain, and keyed to one case.
//!
//! A keyed address is `foi+foi-2026-00042.k3y@police.example`: the mailbox, a separator its server
//! delivers by (RFC 5233), the reference and a key only the authority can make.

/// The authority's own addresses and how its references look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ours {
    /// Every address the mailbox is known by, the one answers go to first.
    pub addresses: Vec<String>,
    /// What separates the mailbox from the key of a case; empty where the server has none.
    pub separator: String,
    /// What references begin with.
    pub prefix: String,
}

/// The address of answers to letters of a case; the plain one where there is no separator.
#[must_use]
pub fn reply_address(mailbox: &str, separator: &str, reference: &str, key: &str) -> String {
    match mailbox.rsplit_once('@') {
        Some((local, domain)) if !separator.is_empty() => {
            let reference = reference.to_lowercase();
            format!("{local}{separator}{reference}.{key}@{domain}")
        }
        Some(_) | None => mailbox.to_owned(),
    }
}

impl Ours {
    /// Whether an address is one of the mailbox's, keyed or not.
    #[must_use]
    pub fn is_ours(&self, address: &str) -> bool {
        self.tag_of(address).is_some()
            || self
                .addresses
                .iter()
                .any(|ours| ours.eq_ignore_ascii_case(address.trim()))
    }

    /// What stands after the separator in one of our addresses, in lower case.
    #[must_use]
    pub fn tag_of(&self, address: &str) -> Option<String> {
        if self.separator.is_empty() {
            return None;
        }
        let address = address.trim().to_lowercase();
        let (local, domain) = address.rsplit_once('@')?;
        self.addresses.iter().find_map(|ours| {
            let ours = ours.to_lowercase();
            let (mailbox, home) = ours.rsplit_once('@')?;
            let tag = local
                .strip_prefix(mailbox)?
                .strip_prefix(self.separator.as_str())?;
            (home == domain && !tag.is_empty()).then(|| tag.to_owned())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keyed_address_is_ours_and_a_strangers_is_not() {
        let ours = Ours {
            addresses: vec!["foi@police.example".into(), "dpo@police.example".into()],
            separator: "+".into(),
            prefix: "FOI".into(),
        };
        let keyed = reply_address("foi@police.example", "+", "FOI-2026-00042", "abc");
        assert_eq!(keyed, "foi+foi-2026-00042.abc@police.example");
        assert_eq!(ours.tag_of(&keyed).as_deref(), Some("foi-2026-00042.abc"));
        assert_eq!(ours.tag_of("FOI+X@Police.Example").as_deref(), Some("x"));
        assert!(ours.is_ours("DPO@police.example"));
        for stranger in [
            "foi+x@police.example.org",
            "xfoi+x@police.example",
            "foi+@police.example",
            "foi",
        ] {
            assert_eq!(ours.tag_of(stranger), None, "{stranger}");
        }
        assert_eq!(
            reply_address("foi@police.example", "", "FOI-2026-00042", "abc"),
            "foi@police.example"
        );
    }
}
