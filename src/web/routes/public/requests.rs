//! Making a request: what, who, check, send. Nothing is stored before it is sent.

use crate::casework::cases::asked_before::AskedBefore as Asked;
use crate::casework::cases::log_request::RequestToLog;
use crate::casework::cases::requester::{self, CATEGORIES, category_title};
use crate::casework::mail::held_forms::Taken;
use crate::casework::secrets::form_token;
use crate::casework::{CaseworkFault, Invalid};
use crate::domain::case::Channel;
use crate::domain::correspondence::MessageState;
use crate::domain::deadline::{Deadlines, StepKind};
use crate::domain::letter_kind::LetterKind;
use crate::domain::regime::DecidedDate;
use crate::domain::words::{long_date, month_and_year, thousands};
use crate::store::LetterRow;
use crate::web::Site;
use crate::web::failure::Failure;
use crate::web::forms::{Long, Typed};
use crate::web::guards::Visitor;
use crate::web::links;
use crate::web::pages::Page;
use crate::web::pages::form::{Choice, FormErrors};
use crate::web::pages::parts::Link;
use crate::web::pages::public::confirmation::RequestConfirmation;
use crate::web::pages::public::request_form::{
    AskedBefore, AskedRequest, RequestCheck, RequestDraft, RequestWhat, RequestYou,
};
use crate::web::pages::public::waiting::RequestWaiting;
use crate::web::peer::Peer;
use rocket::http::Status;
use rocket::response::Redirect;
use rocket::response::content::RawHtml;
use rocket::{Responder, State, get, post};

/// A page with its status.
type Answer = Result<(Status, RawHtml<String>), Failure>;

/// Why a form waits in the tray.
const FLOOD: &str = "It came while very many forms did: see whether a person asks for something.";

/// To the confirmation, or the page with what is wrong.
#[derive(Responder)]
#[expect(
    clippy::large_enum_variant,
    reason = "one is made for each answer and sent at once"
)]
pub enum Sent {
    /// It was logged, or waits in the tray.
    Taken(Redirect),
    /// It was not.
    Form((Status, RawHtml<String>)),
}

/// The first page, empty.
#[get("/requests/new")]
pub fn blank(site: &State<Site>, visitor: Visitor) -> Answer {
    site.casework.known_authority()?;
    let page = RequestWhat::new(&RequestDraft::default(), FormErrors::default());
    shown(site, &visitor, Status::Ok, &page)
}

/// The first page with what was typed so far.
#[post("/requests/new", data = "<typed>")]
pub fn what(site: &State<Site>, visitor: Visitor, typed: Long) -> Answer {
    let Long(typed) = typed;
    visitor.check(typed.get("csrf"))?;
    let draft = draft_of(&typed).shown_again();
    let page = RequestWhat::new(&draft, FormErrors::default());
    shown(site, &visitor, Status::Ok, &page)
}

/// The second page, once the first is filled in.
#[post("/requests/new/you", data = "<typed>")]
pub fn you(site: &State<Site>, visitor: Visitor, typed: Long) -> Answer {
    let Long(typed) = typed;
    visitor.check(typed.get("csrf"))?;
    let draft = draft_of(&typed);
    let (what, _) = sorted(faults(&draft));
    if what.is_empty() {
        let draft = draft.shown_again();
        let page = RequestYou::new(&draft, &categories(), FormErrors::default());
        shown(site, &visitor, Status::Ok, &page)
    } else {
        wrong(site, &visitor, &draft, (what, FormErrors::default()))
    }
}

/// The third page, once both are filled in.
#[post("/requests/new/check", data = "<typed>")]
pub async fn check(site: &State<Site>, visitor: Visitor, peer: Peer, typed: Long) -> Answer {
    let Long(typed) = typed;
    visitor.check(typed.get("csrf"))?;
    let draft = draft_of(&typed);
    let (what, you) = sorted(faults(&draft));
    if !what.is_empty() || !you.is_empty() {
        return wrong(site, &visitor, &draft, (what, you));
    }
    let draft = settled(draft);
    drop(typed);
    let mut page = RequestCheck::new(
        &draft,
        category_title(&draft.category),
        &form_token()?.to_string(),
    );
    // What others asked is a help and no condition: where it cannot be looked for, the page has none.
    if let Some(_look) = site.pace.look(peer.address) {
        let cases = site.casework.cases();
        let asked = cases.asked_before(&draft.description, site.now());
        page.asked_before = asked_before(asked.await?);
    }
    shown(site, &visitor, Status::Ok, &page)
}

/// What others asked, as the page tells it; nothing where there is nothing to tell.
fn asked_before(asked: Asked) -> Option<AskedBefore> {
    if asked == Asked::default() {
        return None;
    }
    let requests = asked.requests.into_iter().map(|request| AskedRequest {
        asked: month_and_year(request.received),
        answer: if request.already_public {
            "It was published already".to_owned()
        } else {
            request.outcome.title().to_owned()
        },
        shared: request.shared.join(", "),
    });
    let mut page = AskedBefore {
        text: String::new(),
        publications: Vec::new(),
        requests: requests.collect(),
    };
    if let Some(topic) = asked.topic {
        page.text = format!(
            "{} asked about \"{}\" in the last two years{}.",
            people(topic.requesters),
            topic.label,
            if topic.copies {
                ", most of them with the text of one letter"
            } else {
                ""
            }
        );
        let published = topic.publications.into_iter();
        page.publications = published
            .map(|(id, title)| Link::new(title, links::published(id)))
            .collect();
    }
    Some(page)
}

/// Takes the request. A second click leads to the first one's confirmation.
#[post("/requests", data = "<typed>")]
pub async fn send(
    site: &State<Site>,
    visitor: Visitor,
    peer: Peer,
    typed: Long,
) -> Result<Sent, Failure> {
    let Long(typed) = typed;
    visitor.check(typed.get("csrf"))?;
    let submission = typed.form_token()?.to_string();
    let draft = draft_of(&typed);
    let errors = sorted(faults(&draft));
    if !errors.0.is_empty() || !errors.1.is_empty() {
        return Ok(Sent::Form(wrong(site, &visitor, &draft, errors)?));
    }
    let draft = settled(draft);
    // What waits is the draft alone, which is no longer than a request may be.
    drop(typed);
    let mut place = site.pace.enter()?;
    let doubtful = place.request(peer.address).await?;
    let _turn = place.turn().await;
    let now = site.now();
    let request = RequestToLog {
        received: now.today,
        channel: Channel::WebForm,
        regime: None,
        variant: None,
        name: draft.name.clone(),
        email: draft.email.clone(),
        address: draft.address.clone(),
        category: draft.category.clone(),
        subject: String::new(),
        request: draft.description.clone(),
        acknowledge: true,
        submission,
    };
    let taken = site
        .casework
        .tray()
        .take_request(request, doubtful.then_some(FLOOD), now)
        .await;
    match taken {
        Ok(Taken::Logged(reference)) => {
            let to = received_at(site, &reference).await?;
            Ok(Sent::Taken(Redirect::to(to)))
        }
        Ok(Taken::Waits(token)) => {
            let to = links::request_waiting(&token);
            Ok(Sent::Taken(Redirect::to(to)))
        }
        Err(CaseworkFault::Invalid(faults)) => {
            Ok(Sent::Form(wrong(site, &visitor, &draft, sorted(faults))?))
        }
        Err(other) => Err(other.into()),
    }
}

/// The reference, the code, the secret link and what happens next.
#[get("/requests/received/<token>")]
pub async fn received(site: &State<Site>, visitor: Visitor, token: &str) -> Answer {
    let casework = &site.casework;
    let page = casework
        .cases()
        .status(token)
        .await?
        .ok_or(Failure::NotFound)?;
    let deadlines = casework.dates_of(&page.stored)?;
    let (regime, _) = casework.law_of(&page.stored.case)?;
    let confirmation = RequestConfirmation {
        if_asked: format!("{}.", regime.clarification.effect.until("your reply")),
        code: casework.keys.code(page.stored.opener()),
        status_url: casework.letters().status_url(page.stored.opener()),
        due: deadlines.due.map(long_date).unwrap_or_default(),
        because: because(&deadlines),
        acknowledged_to: acknowledged_to(&page.letters),
        reference: page.stored.reference,
    };
    shown(site, &visitor, Status::Ok, &confirmation)
}

/// A request that waits in the tray; once it is logged, its confirmation.
#[get("/requests/waiting/<token>")]
pub async fn waiting(site: &State<Site>, visitor: Visitor, token: &str) -> Result<Sent, Failure> {
    let casework = &site.casework;
    let held = casework
        .tray()
        .held(token)
        .await?
        .ok_or(Failure::NotFound)?;
    // One that an officer put on another case is not this requester's key to it.
    if let (Some(reference), MessageState::Logged) = (&held.reference, held.state) {
        let to = received_at(site, reference).await?;
        return Ok(Sent::Taken(Redirect::to(to)));
    }
    let page = RequestWaiting {
        received: long_date(casework.moment(held.received_at).today),
        filed: held.state == MessageState::Filed,
        set_aside: matches!(held.state, MessageState::SetAside | MessageState::Spam),
        email: casework.authority().email.clone(),
    };
    Ok(Sent::Form(shown(site, &visitor, Status::Ok, &page)?))
}

/// The address of a request's confirmation.
async fn received_at(site: &Site, reference: &str) -> Result<String, Failure> {
    let token = site.casework.cases().status_token(reference).await?;
    Ok(links::request_received(&token))
}

/// Where the acknowledgement goes, if one was sent.
fn acknowledged_to(letters: &[LetterRow]) -> Option<String> {
    let letter = letters
        .iter()
        .find(|l| l.kind == LetterKind::Acknowledgement);
    letter.and_then(|l| l.to_address.clone())
}

/// As typed, with the line ends of the web made the usual ones.
fn draft_of(typed: &Typed) -> RequestDraft {
    RequestDraft {
        description: typed.get("description").replace("\r\n", "\n"),
        name: typed.text("name"),
        email: typed.get("email").trim().to_owned(),
        address: typed.get("address").replace("\r\n", "\n"),
        reply_by: typed.text("reply_by"),
        category: typed.text("category"),
    }
}

/// A draft without faults, with the way to reply chosen. Who wants the answer by post gets no
/// letter by email, so the email address is not kept.
fn settled(mut draft: RequestDraft) -> RequestDraft {
    if draft.reply_by.is_empty() {
        draft.reply_by = if draft.email.trim().is_empty() {
            "post".to_owned()
        } else {
            "email".to_owned()
        };
    }
    if draft.reply_by == "post" {
        draft.email.clear();
    }
    draft
}

/// What is wrong with a draft: the rules of every channel, and those of the way to reply.
fn faults(draft: &RequestDraft) -> Vec<Invalid> {
    let mut faults = requester::check(
        Channel::WebForm,
        &draft.name,
        &draft.email,
        &draft.address,
        &draft.category,
        &draft.description,
    );
    let about = |faults: &[Invalid], field| faults.iter().any(|fault| fault.field == field);
    match draft.reply_by.as_str() {
        "" => {}
        "email" if draft.email.trim().is_empty() && !about(&faults, "email") => faults.push(
            Invalid::new("email", "Enter the email address we should reply to"),
        ),
        "post" if draft.address.trim().is_empty() => faults.push(Invalid::new(
            "address",
            "Enter the postal address we should reply to",
        )),
        "email" | "post" => {}
        _ => faults.push(Invalid::new("reply_by", "Choose how we should reply")),
    }
    faults
}

/// The faults by page: of what is asked, and of who asks.
fn sorted(faults: Vec<Invalid>) -> (FormErrors, FormErrors) {
    let (mut what, mut you) = (FormErrors::default(), FormErrors::default());
    for fault in faults {
        if fault.field == "request" {
            what.add("description", fault.message);
        } else {
            you.add(fault.field, fault.message);
        }
    }
    (what, you)
}

/// The first page that has a fault, with everything typed.
fn wrong(
    site: &Site,
    visitor: &Visitor,
    draft: &RequestDraft,
    (what, you): (FormErrors, FormErrors),
) -> Answer {
    let status = Status::UnprocessableEntity;
    let draft = draft.clone().shown_again();
    if what.is_empty() {
        let page = RequestYou::new(&draft, &categories(), you);
        shown(site, visitor, status, &page)
    } else {
        shown(site, visitor, status, &RequestWhat::new(&draft, what))
    }
}

fn shown<P: Page>(site: &Site, visitor: &Visitor, status: Status, page: &P) -> Answer {
    Ok((status, site.render(&site.public(visitor, None), page)?))
}

fn people(count: u32) -> String {
    format!("{} people", thousands(count as usize))
}

fn categories() -> Vec<Choice> {
    std::iter::once(("", "Rather not say"))
        .chain(CATEGORIES)
        .map(|(value, label)| Choice::new(value, label))
        .collect()
}

/// Why the answer is due when it is, in one sentence with the section, and the disputed readings of
/// the law it rests on.
fn because(deadlines: &Deadlines) -> String {
    let mut sentences = vec![why_then(deadlines)];
    sentences.extend(deadlines.disputed_of(&[DecidedDate::Due]));
    sentences.join(" ").trim_start().to_owned()
}

fn why_then(deadlines: &Deadlines) -> String {
    let step = deadlines
        .explanation
        .iter()
        .find(|step| step.kind == StepKind::Due);
    let Some((step, (_, why))) = step.and_then(|step| Some((step, step.text.split_once(": ")?)))
    else {
        return String::new();
    };
    match &step.section {
        Some(section) => format!("That is {why} ({section})."),
        None => format!("That is {why}."),
    }
}
