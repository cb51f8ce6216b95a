//! What is published, and the search through it.

use crate::domain::words;
use crate::web::pages::form::{Field, FormErrors, Hidden};
use crate::web::pages::parts::Link;
use crate::web::pages::{AWKWARD, Page};
use serde::Serialize;

/// What is published: all of it, or what fits a search.
#[derive(Debug, Clone, Serialize)]
pub struct Publications {
    /// `q`.
    pub fields: Vec<Field>,
    /// What is wrong with the search.
    pub errors: FormErrors,
    /// Whether the rows are those that fit a search.
    pub searched: bool,
    /// How many there are.
    pub summary: String,
    /// The publications.
    pub rows: Vec<Published>,
    /// What a request begins with where nothing was found: the words of the search.
    pub hidden: Vec<Hidden>,
}

/// One publication in the list.
#[derive(Debug, Clone, Serialize)]
pub struct Published {
    /// Its title and page.
    pub publication: Link,
    /// Its topic; empty where too few people asked to name it.
    pub topic: String,
    /// The words of the search that speak for it.
    pub because: String,
    /// The day it was published last, short.
    pub published: String,
    /// When it is due again, short; may be empty.
    pub next: String,
}

impl Publications {
    /// The page for a search as it was typed; `searched` where the rows are what fits it.
    #[must_use]
    pub fn new(search: &str, searched: bool, rows: Vec<Published>, errors: FormErrors) -> Self {
        let field = Field::input("q", "Search what is published", search, "search", "off")
            .hint("A few words that say what it is about.");
        let found = words::count(rows.len(), "publication");
        Self {
            fields: errors.onto([field]),
            errors,
            searched,
            summary: match (searched, rows.is_empty()) {
                (true, true) => "Nothing we published fits your words".to_owned(),
                (true, false) if rows.len() == 1 => format!("{found} found"),
                (true, false) => format!("{found} found, the one that fits best first"),
                (false, true) => "Nothing is published yet".to_owned(),
                (false, false) if rows.len() == 1 => found,
                (false, false) => format!("{found}, the newest first"),
            },
            hidden: if searched && rows.is_empty() {
                vec![Hidden::new("description", search)]
            } else {
                Vec::new()
            },
            rows,
        }
    }
}

impl Page for Publications {
    const TEMPLATE: &'static str = "pages/public/publications";

    fn title(&self) -> String {
        self.errors.title("What is published")
    }

    fn samples() -> Vec<Self> {
        let row = |title: &str, topic: &str, because: &str| Published {
            publication: Link::new(title, "/publications/7"),
            topic: topic.into(),
            because: because.into(),
            published: "23 Nov 2026".into(),
            next: "23 Feb 2027".into(),
        };
        let mut errors = FormErrors::default();
        errors.add("q", "Use a word that says what it is about");
        let rows = vec![
            row("Speeding fines by camera", "Speed camera fines", ""),
            row("Swimming pools in figures", "", ""),
        ];
        vec![
            Self::new("", false, vec![], FormErrors::default()),
            Self::new("", false, rows.clone(), FormErrors::default()),
            Self::new("2025", false, rows, errors),
            Self::new(AWKWARD, true, vec![], FormErrors::default()),
            Self::new(
                "cameras on the A63",
                true,
                vec![
                    row("Speeding fines by camera", "Speed camera fines", "cameras"),
                    row(AWKWARD, AWKWARD, AWKWARD),
                ],
                FormErrors::default(),
            ),
        ]
    }
}
