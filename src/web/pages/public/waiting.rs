//! The page of a request that waits in the tray until somebody has looked at it.

use crate::web::pages::Page;
use serde::Serialize;

/// The page of a request that waits, or that was set aside.
#[derive(Debug, Clone, Serialize)]
pub struct RequestWaiting {
    /// The day of receipt in words.
    pub received: String,
    /// Whether somebody has looked at it and taken it for no request.
    pub set_aside: bool,
    /// Whether somebody has put it with an earlier request.
    pub filed: bool,
    /// The authority's address.
    pub email: String,
}

impl Page for RequestWaiting {
    const TEMPLATE: &'static str = "pages/public/waiting";

    fn title(&self) -> String {
        if self.filed {
            "Your message is with an earlier request".into()
        } else if self.set_aside {
            "Your message was set aside".into()
        } else {
            "We have your request".into()
        }
    }

    fn samples() -> Vec<Self> {
        let waits = Self {
            received: "Monday 23 November 2026".into(),
            set_aside: false,
            filed: false,
            email: "foi@police.example".into(),
        };
        vec![
            Self {
                set_aside: true,
                ..waits.clone()
            },
            Self {
                filed: true,
                ..waits.clone()
            },
            waits,
        ]
    }
}
