//! Mail in: the tray, and one message with what can be done with it.

use crate::web::pages::form::{Choice, Field, FormErrors};
use crate::web::pages::parts::{Link, SummaryRow, Tag, Tone};
use crate::web::pages::{AWKWARD, Page};
use serde::Serialize;

/// Messages that wait, or that went somewhere.
#[derive(Debug, Clone, Serialize)]
pub struct Tray {
    /// What is listed.
    pub heading: String,
    /// The lists there are.
    pub lists: Vec<ListLink>,
    /// What is to be said of letters that were not delivered.
    pub undelivered: Option<String>,
    /// The messages.
    pub rows: Vec<MessageLine>,
    /// Where the list goes on, where it is long.
    pub next: Option<String>,
    /// What is said when there are none.
    pub empty: String,
}

/// One of the lists.
#[derive(Debug, Clone, Serialize)]
pub struct ListLink {
    /// Its words.
    pub label: String,
    /// Where it is.
    pub href: String,
    /// Whether the page shows it.
    pub current: bool,
}

/// One message in a list.
#[derive(Debug, Clone, Serialize)]
pub struct MessageLine {
    /// Its page.
    pub href: String,
    /// Who says to have written it.
    pub from: String,
    /// Its subject.
    pub subject: String,
    /// Its kind.
    pub kind: Tag,
    /// Why it is where it is.
    pub reason: String,
    /// When the server took it.
    pub received: String,
    /// The cases it is on.
    pub cases: String,
}

/// One message.
#[derive(Debug, Clone, Serialize)]
pub struct MessagePage {
    /// Its subject.
    pub subject: String,
    /// Its kind.
    pub kind: Tag,
    /// Where it is, in words.
    pub place: String,
    /// Why.
    pub reason: String,
    /// From, to, received, sender checks.
    pub facts: Vec<SummaryRow>,
    /// The cases it is on.
    pub cases: Vec<PlacedOn>,
    /// What there is to say where the text cannot be read.
    pub note: Option<String>,
    /// What the sender wrote.
    pub text: String,
    /// What is quoted from earlier messages; may be empty.
    pub quoted: String,
    /// The message as it was formatted, and its bytes.
    pub originals: Vec<Link>,
    /// What is attached.
    pub attachments: Vec<AttachmentLine>,
    /// When and where it was delivered, each time.
    pub deliveries: Vec<String>,
    /// The page's address; what is done is sent below it.
    pub href: String,
    /// Whether it waits for somebody to decide.
    pub waits: bool,
    /// Whether what was done can be undone.
    pub undo: bool,
    /// The candidates, and another reference.
    pub fields: Vec<Field>,
    /// What is wrong with the form.
    pub errors: FormErrors,
}

/// A case a message is on.
#[derive(Debug, Clone, Serialize)]
pub struct PlacedOn {
    /// Its page.
    pub href: String,
    /// Its reference.
    pub reference: String,
    /// Its subject.
    pub subject: String,
    /// Why it is there.
    pub why: String,
    /// The form of a letter that answers it, where a person wrote it.
    pub answer: Option<String>,
}

/// Something attached.
#[derive(Debug, Clone, Serialize)]
pub struct AttachmentLine {
    /// Where it can be had.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Its kind and size in words.
    pub detail: String,
}

impl MessagePage {
    /// The form that places it: the candidates to choose from, and a reference to type.
    #[must_use]
    pub fn placing(candidates: Vec<Choice>, reference: &str) -> Vec<Field> {
        let mut fields = Vec::new();
        let typed = if candidates.is_empty() {
            Field::text("reference", "The case\u{2019}s reference", reference)
        } else {
            fields.push(Field::checkboxes(
                "case",
                "Cases it may belong to",
                candidates,
            ));
            Field::text(
                "reference",
                "Another case\u{2019}s reference (optional)",
                reference,
            )
        };
        fields.push(typed.hint("For example FOI-2026-00042"));
        fields
    }
}

impl Page for Tray {
    const TEMPLATE: &'static str = "pages/mail/tray";

    fn title(&self) -> String {
        self.heading.clone()
    }

    fn samples() -> Vec<Self> {
        let list = |label: &str, href: &str, current| ListLink {
            label: label.into(),
            href: href.into(),
            current,
        };
        let line = MessageLine {
            href: "/desk/mail/42".into(),
            from: "Siân O'Hara <sian@example.org>".into(),
            subject: "Re: Which year do you mean?".into(),
            kind: Tag::new("Reply", Tone::Active),
            reason:
                "Its subject begins like that of a reply. It answers nothing that is on a case."
                    .into(),
            received: "4 June 2026, 10:12".into(),
            cases: String::new(),
        };
        let empty = Self {
            heading: "Mail to place".into(),
            lists: vec![
                list("To place", "/desk/mail", true),
                list("On cases", "/desk/mail?show=cases", false),
                list("Set aside", "/desk/mail?show=aside", false),
            ],
            undelivered: None,
            rows: vec![],
            next: None,
            empty: "Every message has its place.".into(),
        };
        let full = Self {
            undelivered: Some("2 letters were not delivered.".into()),
            next: Some("/desk/mail?show=&after=00000000-0000-4000-8000-000000000042".into()),
            rows: vec![
                line.clone(),
                MessageLine {
                    from: "mailer-daemon@mx.example.org".into(),
                    subject: AWKWARD.into(),
                    kind: Tag::new("Letter came back", Tone::Bad),
                    cases: "FOI-2026-00042, FOI-2026-00043".into(),
                    ..line
                },
            ],
            ..empty.clone()
        };
        vec![empty, full]
    }
}

impl Page for MessagePage {
    const TEMPLATE: &'static str = "pages/mail/message";

    fn title(&self) -> String {
        self.errors.title(&self.subject)
    }

    fn samples() -> Vec<Self> {
        let candidates = vec![
            Choice::new("FOI-2026-00042", "FOI-2026-00042 Use of drones since 2019").hint(
                "Its sender has the requester's address. We asked its requester for clarification.",
            ),
            Choice::new("FOI-2026-00043", "FOI-2026-00043 Horses"),
        ];
        let mut errors = FormErrors::default();
        errors.add(
            "reference",
            "There is no case FOI-2026-99999; check the reference",
        );
        let waiting = Self {
            subject: "Re: Which year do you mean?".into(),
            kind: Tag::new("Reply", Tone::Active),
            place: "It waits in the tray.".into(),
            reason: "It answers nothing that is on a case.".into(),
            facts: vec![
                SummaryRow::new("From", "Siân O'Hara <sian@example.org>"),
                SummaryRow::new("Received", "4 June 2026, 10:12"),
                SummaryRow::new("Sender", "SPF passed, DKIM passed, DMARC failed."),
            ],
            cases: vec![],
            note: None,
            text: AWKWARD.into(),
            quoted: "> Which year do you mean?".into(),
            originals: vec![
                Link::new("As it was formatted", "/desk/mail/42/formatted"),
                Link::new("The message itself", "/desk/mail/42/message.eml"),
            ],
            attachments: vec![AttachmentLine {
                href: "/desk/mail/42/attachments/2".into(),
                name: "years & places.pdf".into(),
                detail: "application/pdf, 120 kB".into(),
            }],
            deliveries: vec!["4 June 2026, 10:12, from the mailbox, INBOX 17".into()],
            href: "/desk/mail/42".into(),
            waits: true,
            undo: false,
            fields: errors.onto(Self::placing(candidates, "FOI-2026-99999")),
            errors,
        };
        let bare = Self {
            fields: Self::placing(vec![], ""),
            errors: FormErrors::default(),
            ..waiting.clone()
        };
        let placed = Self {
            place: "Priya Natarajan put it on its case on 4 June 2026, 11:00.".into(),
            cases: vec![PlacedOn {
                href: "/desk/requests/FOI-2026-00042".into(),
                reference: "FOI-2026-00042".into(),
                subject: "Use of drones since 2019".into(),
                why: "An officer placed it here.".into(),
                answer: Some("/desk/requests/FOI-2026-00042/letters/new?message=018f3c1e-8a7b-7c3d-9e2f-0123456789ab".into()),
            }],
            note: Some("The message is encrypted.".into()),
            text: String::new(),
            quoted: String::new(),
            attachments: vec![],
            waits: false,
            undo: true,
            fields: vec![],
            errors: FormErrors::default(),
            ..waiting.clone()
        };
        vec![waiting, bare, placed]
    }
}
