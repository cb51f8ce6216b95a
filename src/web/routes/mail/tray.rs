//! Mail in: the tray, and one message.

use super::messages::{attachments, detail};
use crate::casework::category_title;
use crate::casework::mail::held_forms::HeldForm;
use crate::domain::correspondence::{MessageSource, MessageState};
use crate::domain::ids::MessageId;
use crate::mail::inbound::Class;
use crate::mail::inbound::matching::Candidate;
use crate::mail::letters::reflowed;
use crate::store::{Delivery, LISTED, MessageList, MessagePageRow, MessageRow, OnCase};
use crate::web::failure::Failure;
use crate::web::flash::FlashMessage;
use crate::web::forms::Typed;
use crate::web::guards::{AtDesk, Desk, to};
use crate::web::ids::message_number;
use crate::web::links;
use crate::web::pages::form::{Choice, FormErrors};
use crate::web::pages::frame::Nav;
use crate::web::pages::mail::tray::{
    AttachmentLine, ListLink, MessageLine, MessagePage, PlacedOn, Tray,
};
use crate::web::pages::parts::{Link, SummaryRow, Tag, Tone};
use crate::web::routes::answer::Answer;
use crate::web::routes::cases::timeline::moment;
use crate::web::site::Site;
use rocket::response::content::RawHtml;
use rocket::{State, get};

/// The lists: the word in the address, the label, the heading, what an empty one says, the list.
const LISTS: [(&str, &str, &str, &str, MessageList); 3] = [
    (
        "",
        "To place",
        "Mail to place",
        "Every message has its place.",
        MessageList::Waiting,
    ),
    (
        "cases",
        "On cases",
        "Mail on cases",
        "No message is on a case yet.",
        MessageList::OnCases,
    ),
    (
        "aside",
        "Set aside",
        "Mail set aside",
        "No message was set aside.",
        MessageList::Aside,
    ),
];

/// The tray and the other lists.
#[get("/desk/mail?<show>&<after>")]
pub async fn tray(
    site: &State<Site>,
    desk: Desk<to::ReadCases>,
    show: Option<&str>,
    after: Option<&str>,
    flash: Option<FlashMessage<'_>>,
) -> Result<Answer, Failure> {
    let shown = show.unwrap_or_default();
    let (word, _, heading, empty, list) = *LISTS
        .iter()
        .find(|(word, ..)| *word == shown)
        .ok_or(Failure::NotFound)?;
    let store = desk.reads(site);
    let messages = match after {
        None => store.messages().list(list).await?,
        Some(after) => {
            let after = after.parse().map_err(|_| Failure::NotFound)?;
            let after = message_number(desk.reads(site), after).await?;
            store.messages().messages_after(list, after).await?
        }
    };
    // A list that ends here may end by chance: then the next is empty, and says so.
    let last = messages.get(LISTED as usize - 1);
    let undelivered = store.letters().count_undelivered().await?;
    let page = Tray {
        heading: heading.to_owned(),
        lists: LISTS
            .iter()
            .map(|(name, label, ..)| ListLink {
                label: (*label).to_owned(),
                href: if name.is_empty() {
                    links::tray()
                } else {
                    links::mail_list(name)
                },
                current: *name == word,
            })
            .collect(),
        undelivered: (undelivered > 0).then(|| super::undelivered::summary(undelivered)),
        rows: messages.iter().map(|row| line(site, row)).collect(),
        next: last.map(|row| links::mail_after(word, &row.public_id.to_string())),
        empty: if after.is_some() {
            "There are no more.".to_owned()
        } else {
            empty.to_owned()
        },
    };
    Answer::page(site, &site.desk(&desk, flash).at(Nav::Mail), &page)
}

/// One message.
#[get("/desk/mail/<id>")]
pub async fn message(
    site: &State<Site>,
    desk: Desk<to::ReadCases>,
    id: MessageId,
    flash: Option<FlashMessage<'_>>,
) -> Result<Answer, Failure> {
    let id = message_number(desk.reads(site), id).await?;
    let page = page(site, &desk, id, &Typed::default(), FormErrors::default()).await?;
    Answer::page(site, &site.desk(&desk, flash).at(Nav::Mail), &page)
}

/// A message as it was formatted, made harmless; the headers of the answer forbid the rest.
#[get("/desk/mail/<id>/formatted")]
pub async fn formatted(
    site: &State<Site>,
    desk: Desk<to::ReadCases>,
    id: MessageId,
) -> Result<RawHtml<String>, Failure> {
    let id = message_number(desk.reads(site), id).await?;
    let html = site.casework.tray().message_formatted(id).await?;
    let html = html.ok_or(Failure::NotFound)?;
    Ok(RawHtml(format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Message {id}</title></head><body>{html}</body></html>"
    )))
}

/// The page of a message with the form as typed so far.
pub async fn page(
    site: &Site,
    desk: &AtDesk,
    id: i64,
    typed: &Typed,
    errors: FormErrors,
) -> Result<MessagePage, Failure> {
    let messages = desk.reads(site).messages();
    let row = messages.message(id).await?.ok_or(Failure::NotFound)?;
    let cases = messages.cases_of_message(id).await?;
    let deliveries = messages.deliveries_of(id).await?;
    let href = links::message(row.public_id);
    let waits = row.state == MessageState::Tray;
    let attached = attachments(row.public_id, &row.attachments)?;
    let candidates: Vec<Candidate> =
        serde_json::from_str(&row.candidates).map_err(|e| Failure::Broken(e.to_string()))?;
    let chosen = typed.all("case");
    let choices: Vec<Choice> = candidates
        .iter()
        .map(|c| {
            let label = format!("{} {}", c.reference, c.subject);
            Choice::new(c.reference.clone(), label).hint(c.reasons.join(" "))
        })
        .collect();
    let fields = if waits {
        MessagePage::placing(
            Choice::with_chosen(&choices, &chosen),
            typed.get("reference"),
        )
    } else {
        Vec::new()
    };
    let form = HeldForm::of(&row)?;
    let answerable = row
        .class
        .is_some_and(Class::from_a_person)
        .then_some(row.public_id);
    let mut originals = Vec::new();
    if form.is_none() {
        if site.casework.tray().message_is_formatted(id).await? {
            originals.push(Link::new(
                "As it was formatted",
                links::message_formatted(row.public_id),
            ));
        }
        originals.push(Link::new(
            "The message itself",
            links::message_bytes(row.public_id),
        ));
    }
    Ok(MessagePage {
        subject: subject_of(&row.subject),
        kind: tag(row.class),
        place: place(site, &row, &cases),
        reason: row.reason.clone(),
        facts: match &form {
            Some(form) => form_facts(site, &row, form),
            None => facts(site, &row),
        },
        cases: cases
            .into_iter()
            .map(|case| placed(case, answerable))
            .collect(),
        note: row.note.clone(),
        text: reflowed(&row.body),
        quoted: row.quoted.clone(),
        originals,
        attachments: attached
            .iter()
            .map(|a| AttachmentLine {
                href: format!("{href}/attachments/{}", a.part),
                name: a.name.clone(),
                detail: detail(a),
            })
            .collect(),
        deliveries: match &form {
            Some(_) => vec![format!(
                "{}, by the public form",
                moment(site, row.received_at)
            )],
            None => deliveries.iter().map(|d| delivery(site, d)).collect(),
        },
        undo: matches!(
            row.state,
            MessageState::Filed | MessageState::SetAside | MessageState::Spam
        ),
        waits,
        href,
        fields: errors.onto(fields),
        errors,
    })
}

fn line(site: &Site, row: &MessageRow) -> MessageLine {
    MessageLine {
        href: links::message(row.public_id),
        from: sender(&row.from_name, &row.from_address),
        subject: subject_of(&row.subject),
        kind: tag(row.class),
        reason: if row.state == MessageState::Stored {
            "It is about to be read.".to_owned()
        } else {
            row.reason.clone()
        },
        received: moment(site, row.received_at),
        cases: row.cases.clone().unwrap_or_default(),
    }
}

fn subject_of(subject: &str) -> String {
    if subject.is_empty() {
        "(no subject)".to_owned()
    } else {
        subject.to_owned()
    }
}

fn sender(name: &str, address: &str) -> String {
    match (name, address) {
        ("", "") => "Nobody named".to_owned(),
        ("", address) => address.to_owned(),
        (name, "") => name.to_owned(),
        (name, address) => format!("{name} <{address}>"),
    }
}

/// The kind of a message as a tag.
pub fn tag(class: Option<Class>) -> Tag {
    let Some(class) = class else {
        return Tag::new("Not read yet", Tone::Plain);
    };
    let tone = match class {
        Class::Bounce | Class::Spam => Tone::Bad,
        Class::Reply | Class::Request => Tone::Active,
        Class::DeliveryReport | Class::AutoReply | Class::Loop | Class::List | Class::Invite => {
            Tone::Plain
        }
    };
    Tag::new(class.title(), tone)
}

fn place(site: &Site, row: &MessagePageRow, cases: &[OnCase]) -> String {
    let what = match row.state {
        MessageState::Tray if cases.is_empty() => "It waits for somebody to place it.",
        MessageState::Tray => "It is on a case and waits for somebody to look at it.",
        MessageState::Filed => "It is on its case.",
        MessageState::Logged => "It became a request.",
        MessageState::SetAside => "It was set aside.",
        MessageState::Spam => "It was set aside as spam.",
        MessageState::Repeat => "It is a copy.",
        MessageState::Stored => "It is about to be read.",
    };
    match (&row.handled_by, row.handled_at) {
        (Some(name), Some(at)) => format!("{what} {name}, {}.", moment(site, at)),
        _ => what.to_owned(),
    }
}

fn facts(site: &Site, row: &MessagePageRow) -> Vec<SummaryRow> {
    vec![
        SummaryRow::new("From", sender(&row.from_name, &row.from_address)),
        SummaryRow::new("To", row.sent_to.clone()),
        SummaryRow::new("Received", moment(site, row.received_at)),
        SummaryRow::new("Sender checks", row.checks.clone()),
        SummaryRow::new(
            "Message-ID",
            row.message_id.clone().unwrap_or_else(|| "none".into()),
        ),
    ]
}

fn form_facts(site: &Site, row: &MessagePageRow, form: &HeldForm) -> Vec<SummaryRow> {
    let mut facts = vec![
        SummaryRow::new("From", sender(&row.from_name, &row.from_address)),
        SummaryRow::new("Received", moment(site, row.received_at)),
    ];
    if !form.address.is_empty() {
        facts.push(SummaryRow::new("Postal address", form.address.clone()));
    }
    if let Some(title) = category_title(&form.category) {
        facts.push(SummaryRow::new("They are", title));
    }
    facts
}

fn placed(case: OnCase, message: Option<MessageId>) -> PlacedOn {
    PlacedOn {
        answer: message.map(|id| {
            let reference = &case.reference;
            links::answer_message(reference, &id.to_string())
        }),
        href: links::case(&case.reference),
        reference: case.reference,
        subject: case.subject,
        why: case.why,
    }
}

fn delivery(site: &Site, delivery: &Delivery) -> String {
    let way = match delivery.source {
        MessageSource::Mailbox => "from the mailbox",
        MessageSource::Pipe => "from the mail server of this machine",
        MessageSource::Saved => "from a file",
        MessageSource::Form => "by the public form",
    };
    let at = moment(site, delivery.at);
    if delivery.place.is_empty() {
        format!("{at}, {way}")
    } else {
        format!("{at}, {way}, {}", delivery.place)
    }
}
