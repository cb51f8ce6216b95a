//! The part of the case page that shows the documents of the answer.

use serde::Serialize;

/// A document of a case.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentLine {
    /// Its name.
    pub name: String,
    /// Where it is read.
    pub href: String,
    /// Its size in words.
    pub size: String,
    /// Whether it has gone out.
    pub state: String,
    /// Where it is taken off, while that is allowed.
    pub remove: Option<String>,
}

/// The form that puts a document with a case.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentForm {
    /// Where it goes.
    pub action: String,
    /// How large a document may be, and what becomes of it.
    pub hint: String,
}

/// What samples show.
pub(in crate::web::pages) fn samples() -> (Vec<DocumentLine>, DocumentForm) {
    let waiting = DocumentLine {
        name: "Stops & searches <2025>.csv".into(),
        href: "/desk/requests/FOI-2026-00042/documents/7".into(),
        size: "12 kB".into(),
        state: "Goes out with the answer".into(),
        remove: Some("/desk/requests/FOI-2026-00042/documents/7/removals".into()),
    };
    let sent = DocumentLine {
        href: "/desk/requests/FOI-2026-00042/documents/6".into(),
        state: "Went out with a letter".into(),
        remove: None,
        ..waiting.clone()
    };
    let form = DocumentForm {
        action: "/desk/requests/FOI-2026-00042/documents".into(),
        hint: "At most 50.0 MB.".into(),
    };
    (vec![waiting, sent], form)
}
