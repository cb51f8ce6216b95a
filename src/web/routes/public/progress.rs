//! A case in the requester's words: whose turn it is, what happened and what their rights are.
//!
//! Nothing of the desk is shown: no names, no notes, no drafts.

use super::act::Act;
use super::happened::entry;
use super::turn::{is_being_withdrawn, is_theirs, turn, waits_for_requester, yours};
use crate::casework::{Casework, CaseworkFault, Moment};
use crate::domain::calendar::Calendar;
use crate::domain::case::{Actor, Case, Stage, Waiting, WaitingKind, permit, waited_for_until};
use crate::domain::deadline::Deadlines;
use crate::domain::regime::{ComplaintFrom, Regime, Regulator};
use crate::domain::words::{count, date, long_date};
use crate::mail::letters::{reflowed, unfolded};
use crate::store::CasePage;
use crate::web::arithmetic::arithmetic_for_requesters;
use crate::web::links;
use crate::web::pages::form::FormErrors;
use crate::web::pages::parts::{Link, Tag, Tone};
use crate::web::pages::public::status::{PublicLetter, ReplyForm, Right, StatusPage};
use chrono::NaiveDate;

/// The page of a case as it stands now, without its form.
pub fn status_page(
    casework: &Casework,
    page: &CasePage,
    token: &str,
    now: Moment,
) -> Result<StatusPage, CaseworkFault> {
    let case = &page.stored.case;
    let (regime, calendar) = casework.law_of(case)?;
    let deadlines = casework.dates_of(&page.stored)?;
    let awaited = case.stage().awaits_answer();
    let due = deadlines.due.filter(|_| awaited);
    let circumstances = casework.circumstances(&regime, &calendar, Actor::REQUESTER, now.today);
    let can = |act: &Act| permit(case, act.kind(), &circumstances).is_ok();
    let link = |act: Act| Link::new(act.title(&regime), links::own_act_form(token, act));
    let waited_until = waited_for_until(case, &regime, &calendar)?;
    let (turn, turn_text) = turn(case, &regime, &deadlines, waited_until, now.today);
    let authority = casework.authority();
    let authority = &authority.name;
    Ok(StatusPage {
        reference: page.stored.reference.clone(),
        state: state(case),
        turn: turn.to_owned(),
        turn_text,
        arrived: case
            .waiting
            .iter()
            .filter(|waiting| is_theirs(page, waiting))
            .filter_map(|waiting| arrived(case, waiting))
            .collect(),
        yours: yours(case),
        last_word: case.answered.is_some() && !case.review_open && !case.needs_no_notice(),
        received: long_date(case.received),
        due: due.map(|due| deadlines.marked(due)),
        due_words: due.map(|due| against(due, now.today, &calendar)),
        answered: case.answered.map(long_date),
        arithmetic: Some(arithmetic_for_requesters(
            &deadlines, &regime, &calendar, case,
        )),
        request_text: reflowed(&page.body),
        timeline: page
            .timeline
            .iter()
            .filter_map(|row| entry(row, page, authority))
            .collect(),
        older: (page.older > 0).then(|| {
            "What you wrote longest ago is with your request and is not shown here.".to_owned()
        }),
        documents: Vec::new(),
        letters: page
            .letters
            .iter()
            .map(|letter| PublicLetter {
                when: date(casework.moment(letter.created_at).today),
                subject: letter.subject.clone(),
                text: unfolded(&letter.body_text),
            })
            .collect(),
        reply: None,
        rights: rights(
            case,
            &regime,
            &deadlines,
            Some(Act::Review).filter(can).map(link),
            now.today,
        ),
        acts: [Act::Withdrawal, Act::Address]
            .into_iter()
            .filter(can)
            .map(link)
            .collect(),
        wish: None,
    })
}

/// The form to reply with what was typed so far.
pub fn reply_form(
    page: &CasePage,
    token: &str,
    typed: &str,
    submission: &str,
    errors: FormErrors,
) -> ReplyForm {
    let label = if yours(&page.stored.case) {
        "Your reply"
    } else {
        "Write to us about this request"
    };
    let action = links::reply(token);
    ReplyForm::new(&action, label, typed, submission, errors)
}

/// What of theirs has reached us and waits for somebody here; nothing for what the heading says.
fn arrived(case: &Case, waiting: &Waiting) -> Option<String> {
    let on = long_date(waiting.on);
    match waiting.kind {
        WaitingKind::Reply => Some(format!("Your reply reached us on {on}.")),
        WaitingKind::Message => Some(format!("Your message of {on} is with us.")),
        WaitingKind::Withdrawal if case.is_settled() => Some(format!(
            "You asked on {on} to withdraw the request. It has ended since, so there is nothing left to withdraw."
        )),
        WaitingKind::Withdrawal => Some(format!(
            "You asked on {on} to withdraw the request. You need not do anything more: we close it and say so here."
        )),
        WaitingKind::NewAddress => Some(format!(
            "You gave us another address on {on}. Until we have taken it over we write to the one we had."
        )),
        WaitingKind::Review => None,
    }
}

fn state(case: &Case) -> Tag {
    if yours(case) {
        return Tag::new("Waiting for you", Tone::Soon);
    }
    if waits_for_requester(case) || is_being_withdrawn(case) {
        return Tag::new("With us", Tone::Active);
    }
    match case.stage() {
        Stage::Received => Tag::new("Received", Tone::Active),
        Stage::Allocated => Tag::new("Being looked at", Tone::Active),
        Stage::ClarificationSought => Tag::new("Waiting for you", Tone::Soon),
        Stage::Searching => Tag::new("Searching our records", Tone::Active),
        Stage::Drafting => Tag::new("Writing the answer", Tone::Active),
        Stage::Clearance => Tag::new("Checking the answer", Tone::Active),
        Stage::ReadyToSend => Tag::new("About to be answered", Tone::Active),
        Stage::Review => Tag::new("Being reviewed", Tone::Active),
        Stage::Answered | Stage::Closed => case.outcome.map_or_else(
            || Tag::new("Closed", Tone::Plain),
            |outcome| Tag::new(outcome.title(), Tone::Plain),
        ),
    }
}

/// A due date against today, in working days.
fn against(due: NaiveDate, today: NaiveDate, calendar: &Calendar) -> String {
    let days = |after, through| {
        let days = calendar.working_days_between(after, through);
        count(usize::try_from(days).unwrap_or(0), "working day")
    };
    match due.cmp(&today) {
        std::cmp::Ordering::Less => format!("{} late", days(due, today)),
        std::cmp::Ordering::Equal => "today".to_owned(),
        std::cmp::Ordering::Greater => format!("in {}", days(today, due)),
    }
}

/// What the requester can do about the answer, or about that none has come: what their law has.
fn rights(
    case: &Case,
    regime: &Regime,
    deadlines: &Deadlines,
    ask: Option<Link>,
    today: NaiveDate,
) -> Vec<Right> {
    let late = deadlines.due.is_some_and(|due| due < today);
    let silent = case.answered.is_none() && case.closed.is_none() && late;
    let reviewed = case.answered.is_some() || (silent && regime.review.silence.is_some());
    let complained = reviewed || (silent && silence_is_an_answer(regime));
    let words = &regime.words;
    let open = case.ask_for_review_by(deadlines);
    let review = reviewed && regime.has_review() && !case.review_open && case.reviewed.is_none();
    let review = review.then(|| Right {
        heading: Act::Review.title(regime),
        text: match open {
            Some(by) if today > by => format!(
                "The time to ask for it ended on {}. You can write to us below all the same, and we may accept it.",
                long_date(by)
            ),
            Some(by) => format!("You can ask until {}, here, by email or by letter.", long_date(by)),
            None if case.answered.is_none() => {
                "Our answer is late. You can ask for it here, by email or by letter.".to_owned()
            }
            None => "Write to us below and say what you disagree with.".to_owned(),
        },
        link: ask,
    });
    let regulator = regime.regulator.as_ref().filter(|_| complained);
    let regulator = regulator.map(|regulator| Right {
        heading: format!("Complain to the {}", words.regulator),
        text: complaint(case, regime, (regulator, deadlines), today),
        link: Some(Link::new(regulator.name.clone(), regulator.website.clone()))
            .filter(|link| !link.href.is_empty()),
    });
    review.into_iter().chain(regulator).collect()
}

/// Whether no answer by its last day is an answer one can complain of.
fn silence_is_an_answer(regime: &Regime) -> bool {
    regime
        .regulator
        .as_ref()
        .is_some_and(|regulator| regulator.from == ComplaintFrom::ResponseOrLastDay)
}

/// By when the requester can complain to the regulator: after a review that is open to them or
/// under way, and from what the law counts from; or that the time for it is over.
fn complaint(
    case: &Case,
    regime: &Regime,
    (regulator, deadlines): (&Regulator, &Deadlines),
    today: NaiveDate,
) -> String {
    let review = &regime.words.review;
    let to = format!("You can complain to the {}", regulator.name);
    let of_outcome = regulator.within.as_ref().map_or_else(String::new, |limit| {
        format!(", within {} of its outcome", limit.in_words())
    });
    let counts_from_review = match regulator.from {
        ComplaintFrom::FinalResponse | ComplaintFrom::Review => true,
        ComplaintFrom::Response | ComplaintFrom::ResponseOrLastDay => false,
    };
    match deadlines.regulator_by {
        _ if case.review_open && counts_from_review => {
            format!("{to} after the {review}{of_outcome}.")
        }
        Some(by) if by < today => {
            let may_ask = deadlines.review_request_by.is_some_and(|by| today <= by);
            if may_ask && deadlines.regulator_before_review(regime) {
                format!("{to} after the {review}{of_outcome}.")
            } else {
                format!(
                    "The time to complain to the {} ended on {}.",
                    regulator.name,
                    long_date(by)
                )
            }
        }
        Some(by) if deadlines.regulator_before_review(regime) => format!(
            "{to} after the {review}{of_outcome}; if you ask for none, until {}.",
            long_date(by)
        ),
        Some(by) => format!("{to} until {}.", long_date(by)),
        None if counts_from_review
            && (deadlines.review_request_by.is_some() || case.answered.is_none()) =>
        {
            format!("{to} after the {review}{of_outcome}.")
        }
        None => format!("{to}."),
    }
}
