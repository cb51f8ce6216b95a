//! Who the public authority is: what the settings say, and what is typed at set-up or here.

use crate::web::pages::Page;
use crate::web::pages::form::{Choice, Field, FormErrors};
use crate::web::pages::parts::SummaryRow;
use serde::Serialize;

/// The page where a manager sees and changes what is known of the authority.
#[derive(Debug, Clone, Serialize)]
pub struct Authority {
    /// What the settings say, which prevails.
    pub set: Vec<SummaryRow>,
    /// What can be typed; empty where the settings say everything.
    pub fields: Vec<Field>,
    /// What is wrong with the form.
    pub errors: FormErrors,
}

/// The authority as typed so far, without what the settings say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuthorityValues {
    /// The name; nothing where the settings say it.
    pub name: Option<String>,
    /// The email address; nothing where the settings say it.
    pub email: Option<String>,
    /// The postal address, one line an entry; nothing where the settings say it.
    pub postal_address: Option<String>,
    /// The regime's id; nothing where the settings say it.
    pub regime: Option<String>,
}

/// The fields of what the settings do not say.
#[must_use]
pub fn fields(values: &AuthorityValues, regimes: &[Choice]) -> Vec<Field> {
    let name = values.name.as_ref().map(|name| {
        Field::input(
            "authority_name",
            "Name of the public authority",
            name,
            "text",
            "organization",
        )
        .hint("As it signs its letters.")
    });
    let email = values.email.as_ref().map(|email| {
        Field::input(
            "authority_email",
            "Email address for requests",
            email,
            "email",
            "off",
        )
        .hint("Printed on pages and letters. The mailbox requests are sent to.")
    });
    let address = values.postal_address.as_ref().map(|address| {
        Field::textarea("postal_address", "Postal address", address, 4, None)
            .hint("Each line of it on a line of its own.")
    });
    let regime = values.regime.as_ref().map(|regime| {
        Field::select(
            "regime",
            "Law most requests are made under",
            Choice::with_chosen(regimes, &[regime]),
        )
        .hint("Another can be chosen for each request that is logged.")
    });
    [name, email, address, regime]
        .into_iter()
        .flatten()
        .collect()
}

impl Authority {
    /// The page with what was typed so far.
    #[must_use]
    pub fn new(
        set: Vec<SummaryRow>,
        values: &AuthorityValues,
        regimes: &[Choice],
        errors: FormErrors,
    ) -> Self {
        Self {
            set,
            fields: errors.onto(fields(values, regimes)),
            errors,
        }
    }
}

/// Examples of values and regimes, for the samples of both pages that show them.
#[must_use]
pub fn samples() -> (AuthorityValues, Vec<Choice>) {
    let values = AuthorityValues {
        name: Some("Borough Police".into()),
        email: Some("foi@example.org".into()),
        postal_address: Some("1 High Street\nBorough".into()),
        regime: Some("uk-foia-2000".into()),
    };
    let regimes = vec![
        Choice::new(
            "scot-foisa-2002",
            "Freedom of Information (Scotland) Act 2002",
        ),
        Choice::new("uk-foia-2000", "Freedom of Information Act 2000"),
    ];
    (values, regimes)
}

impl Page for Authority {
    const TEMPLATE: &'static str = "pages/people/authority";

    fn title(&self) -> String {
        self.errors.title("The authority")
    }

    fn samples() -> Vec<Self> {
        let (values, regimes) = samples();
        let set = vec![SummaryRow::new("Name", "Borough Police")];
        let mut errors = FormErrors::default();
        errors.add("authority_name", "Enter the public authority's name");
        let some = AuthorityValues {
            name: None,
            ..values.clone()
        };
        vec![
            Self::new(Vec::new(), &values, &regimes, errors),
            Self::new(set.clone(), &some, &regimes, FormErrors::default()),
            Self::new(
                set,
                &AuthorityValues::default(),
                &regimes,
                FormErrors::default(),
            ),
        ]
    }
}
