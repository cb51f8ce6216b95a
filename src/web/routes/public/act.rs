//! What a requester does on their own page besides writing: a request for a review, a withdrawal,
//! another address. Each has a small page of its own and is taken at the pace of messages.

use super::status::{Sent, Slower};
use crate::casework::cases::actions;
use crate::casework::secrets::form_token as one_time;
use crate::casework::{CaseworkFault, Instruction};
use crate::domain::case::{ActionKind, Actor, Case, Refusal, permit};
use crate::domain::deadline::Deadlines;
use crate::domain::regime::Regime;
use crate::domain::words;
use crate::store::CasePage;
use crate::web::Site;
use crate::web::failure::Failure;
use crate::web::flash::Flash;
use crate::web::forms::{Long, Typed};
use crate::web::guards::Visitor;
use crate::web::links;
use crate::web::pages::form::{FORM, Field, FormErrors};
use crate::web::pages::public::act::ActOfRequester;
use crate::web::peer::Peer;
use rocket::http::Status;
use rocket::http::impl_from_uri_param_identity;
use rocket::http::uri::fmt::{Formatter, Path, UriDisplay};
use rocket::request::FromParam;
use rocket::response::Redirect;
use rocket::response::content::RawHtml;
use rocket::{State, get, post};
use std::fmt;

/// The longest text, in characters.
const LONGEST: usize = 20_000;

/// One of the acts, by the noun in its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Asking for a review.
    Review,
    /// Withdrawing the request.
    Withdrawal,
    /// Giving another address.
    Address,
}

impl Act {
    /// Every act, in the order a page offers them.
    pub const ALL: [Self; 3] = [Self::Review, Self::Withdrawal, Self::Address];

    const fn noun(self) -> &'static str {
        match self {
            Self::Review => "reviews",
            Self::Withdrawal => "withdrawals",
            Self::Address => "addresses",
        }
    }

    /// The action of the domain it is.
    #[must_use]
    pub const fn kind(self) -> ActionKind {
        match self {
            Self::Review => ActionKind::RequestReview,
            Self::Withdrawal => ActionKind::AskToWithdraw,
            Self::Address => ActionKind::GiveAddress,
        }
    }

    /// What it is, as a heading and a link say it.
    #[must_use]
    pub fn title(self, regime: &Regime) -> String {
        match self {
            Self::Review => {
                let review = &regime.words.review;
                let vowel = review.starts_with(['a', 'e', 'i', 'o', 'u']);
                format!("Ask for {} {review}", if vowel { "an" } else { "a" })
            }
            Self::Withdrawal => "Withdraw the request".to_owned(),
            Self::Address => "Change where we answer you".to_owned(),
        }
    }

    fn explanation(self, case: &Case, regime: &Regime, deadlines: &Deadlines) -> Vec<String> {
        match self {
            Self::Review => {
                let review = &regime.words.review;
                let mut said = vec![match case.answered {
                    Some(_) => format!(
                        "We look at our answer again and write to you what the {review} came to."
                    ),
                    None => format!(
                        "We look at why our answer is late and write to you what the {review} came to. We owe you the answer all the same."
                    ),
                }];
                said.extend(case.ask_for_review_by(deadlines).map(|by| {
                    format!("You can ask until {}.", words::long_date(by))
                }));
                said
            }
            Self::Withdrawal => vec![
                "We then stop working on it, and you get no answer. You can ask again at any time."
                    .to_owned(),
            ],
            Self::Address => vec![
                "Somebody here takes the new address over and may first make sure that it is yours. Until then we write to the address we have."
                    .to_owned(),
            ],
        }
    }

    fn fields(self, typed: &Typed) -> Vec<Field> {
        let area = |name: &str, label: &str, rows| {
            Field::textarea(name, label, typed.get(name), rows, Some(LONGEST))
        };
        match self {
            Self::Review => vec![area("points", "What do you disagree with? (optional)", 8)],
            Self::Withdrawal => vec![area("text", "Anything you want to say (optional)", 4)],
            Self::Address => vec![
                Field::input(
                    "email",
                    "Email address",
                    typed.get("email"),
                    "email",
                    "email",
                ),
                Field::textarea("address", "Postal address", typed.get("address"), 4, None)
                    .hint("Give either or both. With an email address we answer by email."),
            ],
        }
    }

    fn submit(self) -> &'static str {
        match self {
            Self::Review => "Ask for the review",
            Self::Withdrawal => "Withdraw the request",
            Self::Address => "Send the new address",
        }
    }

    fn instruction(self, typed: &Typed) -> Instruction {
        let text = |name: &str| typed.get(name).trim().replace("\r\n", "\n");
        match self {
            Self::Review => Instruction::RequestReview(actions::RequestReview {
                points: text("points"),
                accepted: String::new(),
            }),
            Self::Withdrawal => {
                Instruction::AskToWithdraw(actions::AskToWithdraw { text: text("text") })
            }
            Self::Address => Instruction::GiveAddress(actions::GiveAddress {
                email: text("email"),
                address: text("address"),
            }),
        }
    }

    const fn done(self) -> &'static str {
        match self {
            Self::Review => "The review has begun. This page follows it.",
            Self::Withdrawal => "We have your wish to withdraw the request.",
            Self::Address => "We have the new address and will take it over.",
        }
    }
}

impl<'r> FromParam<'r> for Act {
    type Error = ();

    fn from_param(noun: &'r str) -> Result<Self, ()> {
        let found = Self::ALL.into_iter().find(|act| act.noun() == noun);
        found.ok_or(())
    }
}

impl UriDisplay<Path> for Act {
    fn fmt(&self, f: &mut Formatter<'_, Path>) -> fmt::Result {
        f.write_value(self.noun())
    }
}

impl_from_uri_param_identity!([Path] Act);

/// The form of an act; a page that says why not, where the law or the stage does not allow it.
#[get("/status/<token>/<act>/new", rank = 2)]
pub async fn form(
    site: &State<Site>,
    visitor: Visitor,
    token: &str,
    act: Act,
) -> Result<RawHtml<String>, Failure> {
    let page = site.casework.cases().status(token).await?;
    let page = page.ok_or(Failure::NotFound)?;
    may(site, &page, act)?;
    let typed = Typed::default();
    let form = shown(
        site,
        &page,
        token,
        act,
        &typed,
        &one_time()?.to_string(),
        &FormErrors::default(),
    )?;
    site.render(&site.public(&visitor, None), &form)
}

/// Takes an act. A second click does nothing more.
#[post("/status/<token>/<act>", rank = 2, data = "<typed>")]
pub async fn act(
    site: &State<Site>,
    visitor: Visitor,
    peer: Peer,
    token: &str,
    act: Act,
    typed: Long,
) -> Result<Sent, Failure> {
    let Long(typed) = typed;
    visitor.check(typed.get("csrf"))?;
    let once = typed.form_token()?;
    let submission = once.to_string();
    let mut place = site.pace.enter()?;
    let reference = site.casework.cases().opened_by(token).await?;
    let reference = reference.ok_or(Failure::NotFound)?;
    let slower = place.message(&reference, peer.address).await;
    let mut errors = FormErrors::default();
    if slower {
        errors.add(FORM, Slower::SAYS);
    } else {
        let _turn = place.turn().await;
        let instruction = act.instruction(&typed);
        let cases = site.casework.cases();
        let done = cases.by_requester(token, instruction, once, site.now());
        match done.await {
            Ok(()) => {
                let to = Redirect::to(links::status(token));
                return Ok(Sent::Taken(Flash::success(to, act.done())));
            }
            Err(CaseworkFault::Invalid(faults)) => {
                for fault in faults {
                    errors.add(fault.field, fault.message);
                }
            }
            Err(CaseworkFault::NotAllowed(refusal)) => return Err(refused(&refusal)),
            Err(other) => return Err(other.into()),
        }
    }
    let page = site.casework.cases().status(token).await?;
    let page = page.ok_or(Failure::NotFound)?;
    let form = shown(site, &page, token, act, &typed, &submission, &errors)?;
    let html = site.render(&site.public(&visitor, None), &form)?;
    Ok(if slower {
        Sent::slower(html)
    } else {
        Sent::Form((Status::UnprocessableEntity, html))
    })
}

/// Whether the requester may do it now.
fn may(site: &Site, page: &CasePage, act: Act) -> Result<(), Failure> {
    let case = &page.stored.case;
    let (regime, calendar) = site.casework.law_of(case)?;
    let today = site.now().today;
    let circumstances = site
        .casework
        .circumstances(&regime, &calendar, Actor::REQUESTER, today);
    permit(case, act.kind(), &circumstances).map_err(|refusal| refused(&refusal))
}

/// Why not, in words for the requester: the action has its name from the desk.
fn refused(refusal: &Refusal) -> Failure {
    Failure::Refused(refusal.reason.to_string())
}

fn shown(
    site: &Site,
    page: &CasePage,
    token: &str,
    act: Act,
    typed: &Typed,
    submission: &str,
    errors: &FormErrors,
) -> Result<ActOfRequester, Failure> {
    let case = &page.stored.case;
    let (regime, _) = site.casework.law_of(case)?;
    let deadlines = site.casework.dates_of(&page.stored)?;
    let fields = act.fields(typed);
    let errors = errors.leading_to(&fields, FORM);
    Ok(ActOfRequester {
        reference: page.stored.reference.clone(),
        back: links::status(token),
        heading: act.title(&regime),
        explanation: act.explanation(case, &regime, &deadlines),
        action: links::own_act(token, act),
        fields: errors.onto(fields),
        submit: act.submit().to_owned(),
        warns: act == Act::Withdrawal,
        submission: submission.to_owned(),
        errors,
    })
}
