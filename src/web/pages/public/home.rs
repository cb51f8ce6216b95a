//! The front page: what can be done here and how long an answer takes.

use crate::web::pages::{AWKWARD, Page};
use serde::Serialize;

/// The front page.
#[derive(Debug, Clone, Serialize)]
pub struct Home {
    /// Whether it is known for which authority this works; requests can be made only then.
    pub ready: bool,
    /// The public authority's name.
    pub authority: String,
    /// The laws a request can be made under, with their limits.
    pub laws: Vec<Law>,
    /// The email address requests can be sent to, or nothing.
    pub email: String,
    /// The postal address requests can be sent to, or nothing.
    pub postal_address: String,
}

/// A law and its limit.
#[derive(Debug, Clone, Serialize)]
pub struct Law {
    /// Its name.
    pub name: String,
    /// The limit in words, for example `20 working days`.
    pub limit: String,
    /// The section that sets the limit.
    pub section: String,
}

impl Page for Home {
    const TEMPLATE: &'static str = "pages/public/home";

    fn title(&self) -> String {
        if self.ready {
            "Ask for information".into()
        } else {
            "Not set up yet".into()
        }
    }

    fn samples() -> Vec<Self> {
        let law = |name: &str, limit: &str, section: &str| Law {
            name: name.into(),
            limit: limit.into(),
            section: section.into(),
        };
        vec![
            Self {
                ready: false,
                authority: String::new(),
                laws: vec![],
                email: String::new(),
                postal_address: String::new(),
            },
            Self {
                ready: true,
                authority: "Borough Police".into(),
                laws: vec![
                    law(
                        "Freedom of Information Act 2000",
                        "20 working days",
                        "s.10(1)",
                    ),
                    law(
                        "Environmental Information Regulations 2004",
                        "20 working days",
                        "reg 5(2)",
                    ),
                ],
                email: "foi@example.org".into(),
                postal_address: format!("Information Rights, 1 High Street, {AWKWARD}"),
            },
        ]
    }
}
