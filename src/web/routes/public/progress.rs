//! A case in the requester's words: whose turn it is, what happened and what their rights are.
//!
//! Nothing of the desk is shown: no names, no notes, no drafts.

use super::act::Act;
use crate::casework::{Casework, CaseworkFault, Moment};
use crate::domain::calendar::Calendar;
use crate::domain::case::undo::undone_by;
use crate::domain::case::{
    Actor, Case, Circumstances, Correction, Event, Outcome, Recorded, Stage, Waiting, WaitingKind,
    permit,
};
use crate::domain::deadline::Deadlines;
use crate::domain::regime::{ComplaintFrom, Regime, Regulator};
use crate::domain::words::{count, date, long_date};
use crate::store::{CasePage, TimelineRow};
use crate::web::arithmetic::arithmetic;
use crate::web::pages::form::FormErrors;
use crate::web::pages::parts::{Link, Tag, TimelineEntry, Tone};
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
    let circumstances = Circumstances {
        regime: &regime,
        calendar: &calendar,
        actor: Actor::REQUESTER,
        second_person: casework.settings.clearance.second_person,
        on: now.today,
        today: now.today,
    };
    let can = |act: &Act| permit(case, act.kind(), &circumstances).is_ok();
    let link = |act: Act| Link::new(act.title(&regime), act.href(token));
    let (turn, turn_text) = turn(case, &regime, &deadlines, now.today);
    let authority = casework.authority();
    let authority = &authority.name;
    Ok(StatusPage {
        reference: page.stored.reference.clone(),
        state: state(case),
        turn: turn.to_owned(),
        turn_text,
        arrived: case.waiting.iter().filter_map(arrived).collect(),
        yours: yours(case),
        received: long_date(case.received),
        due: due.map(|due| deadlines.marked(due)),
        due_words: due.map(|due| against(due, now.today, &calendar)),
        answered: case.answered.map(long_date),
        arithmetic: Some(arithmetic(
            &deadlines,
            &regime,
            &calendar,
            case.limit(&regime),
        )),
        request_text: page.body.clone(),
        timeline: page
            .timeline
            .iter()
            .filter_map(|row| entry(row, page, authority))
            .collect(),
        documents: Vec::new(),
        letters: page
            .letters
            .iter()
            .map(|letter| PublicLetter {
                when: date(casework.moment(letter.created_at).today),
                subject: letter.subject.clone(),
                text: letter.body_text.clone(),
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
    let action = format!("/status/{token}/replies");
    ReplyForm::new(&action, label, typed, submission, errors)
}

/// Whether the requester is the one to act: not while what they wrote waits for us.
fn yours(case: &Case) -> bool {
    waits_for_requester(case) && !case.waiting.iter().any(|one| one.kind.is_writing())
}

fn waits_for_requester(case: &Case) -> bool {
    case.stage().awaits_answer() && (case.awaiting_clarification || case.awaiting_fee)
}

/// What of theirs has reached us and waits for somebody here; nothing for what the heading says.
fn arrived(waiting: &Waiting) -> Option<String> {
    let on = long_date(waiting.on);
    match waiting.kind {
        WaitingKind::Reply => Some(format!("Your reply reached us on {on}.")),
        WaitingKind::Message => Some(format!("Your message of {on} is with us.")),
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
    if waits_for_requester(case) {
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

/// Whose turn it is, and what that means.
fn turn(
    case: &Case,
    regime: &Regime,
    deadlines: &Deadlines,
    today: NaiveDate,
) -> (&'static str, String) {
    if yours(case) {
        let (asked, stop, comes) = if case.awaiting_clarification {
            let asked = "We asked you a question, in the letter below.";
            (asked, &regime.clarification, "your reply")
        } else {
            let asked = "We asked you for a fee, in the letter below.";
            (asked, &regime.fees, "your payment")
        };
        let until = stop.effect.until(comes);
        let runs = match (deadlines.due, deadlines.lapses_on) {
            (Some(due), _) => format!("We answer by {}.", long_date(due)),
            (None, Some(on)) => format!(
                "{until}; if nothing comes before {} we close the request.",
                long_date(on)
            ),
            (None, None) => format!("{until}."),
        };
        return ("It is your turn", format!("{asked} {runs}"));
    }
    if waits_for_requester(case) {
        let text = match (deadlines.due, deadlines.unrecorded_due) {
            (Some(due), _) => format!("We answer by {}.", deadlines.marked(due)),
            (None, Some(would_be)) => format!(
                "We read what you wrote. If it tells us what we need, the time for the answer counts from the day it reached us, and the answer is due by {}.",
                deadlines.marked(would_be)
            ),
            (None, None) => "We read what you wrote and write to you.".to_owned(),
        };
        return ("It is our turn", text);
    }
    if case.review_open {
        let by = deadlines.review_due.map_or_else(String::new, |due| {
            format!(" You will hear from us by {}.", long_date(due))
        });
        let text = format!("We are looking at our answer again, as you asked.{by}");
        return ("We are reviewing our answer", text);
    }
    if case.stage().awaits_answer() {
        let text = match deadlines.due {
            Some(due) if due < today => format!(
                "Our answer was due on {} and is late. You need not do anything; if you want to, you can write to us below.",
                long_date(due)
            ),
            Some(due) => format!(
                "You need not do anything. We will write to you by {}.",
                deadlines.marked(due)
            ),
            None => "You need not do anything.".to_owned(),
        };
        return ("We are working on it", text);
    }
    match case.outcome {
        Some(Outcome::Withdrawn) => (
            "Nothing more will happen",
            "You withdrew the request. You can ask again at any time.".to_owned(),
        ),
        Some(Outcome::Lapsed) => (
            "Nothing more will happen",
            "We did not hear from you in time and closed the request. You can ask again at any time."
                .to_owned(),
        ),
        Some(Outcome::Transferred) => (
            "Another authority will answer",
            "We do not hold what you asked for and passed your request on.".to_owned(),
        ),
        Some(
            Outcome::GrantedInFull
            | Outcome::GrantedInPart
            | Outcome::Refused
            | Outcome::RefusedOnCost
            | Outcome::RefusedAsVexatious
            | Outcome::RefusedAsUnreasonable
            | Outcome::RefusedAsRepeated
            | Outcome::RefusedAsUnclear
            | Outcome::RefusedFeeUnpaid
            | Outcome::RefusedOtherwise
            | Outcome::NotHeld
            | Outcome::NeitherConfirmedNorDenied,
        )
        | None => (
            "We have answered",
            "Our answer is below. If you are not content with it, you can ask us to look again."
                .to_owned(),
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

/// An event as the requester reads it; nothing for what is the desk's own business.
fn entry(row: &TimelineRow, page: &CasePage, authority: &str) -> Option<TimelineEntry> {
    let recorded = &row.recorded;
    let (yours, what) = words_of(recorded, page)?;
    let stands = !page
        .stored
        .events
        .iter()
        .any(|r| undone_by(&r.event) == Some(recorded.seq));
    let own_words = matches!(recorded.event, Event::ReplyReceived { .. });
    // What was filed here by mistake is not theirs to read.
    if own_words && !stands {
        return None;
    }
    let what = if stands {
        what
    } else {
        format!("{what} (recorded by mistake)")
    };
    let who = if yours { "You" } else { authority };
    let entry = TimelineEntry::new(date(recorded.on), who, what);
    match page
        .writings
        .iter()
        // Not an email: who wrote it is only what it says.
        .find(|w| own_words && w.seq == recorded.seq && w.kind == "message")
    {
        Some(written) => Some(entry.detail(written.body.clone())),
        None => Some(entry),
    }
}

/// What happened in the requester's words, and whether it was they who did it.
fn words_of(recorded: &Recorded, page: &CasePage) -> Option<(bool, String)> {
    Some(match &recorded.event {
        Event::Logged { .. } => (true, "Made the request".to_owned()),
        Event::ClarificationSought { .. } => (false, "Asked you a question".to_owned()),
        Event::ClarificationReceived { .. } => (true, "Answered our question".to_owned()),
        Event::FeesNoticeIssued { .. } => (false, "Asked for a fee".to_owned()),
        Event::FeePaid => (true, "Paid the fee".to_owned()),
        Event::SearchStarted => (false, "Began to search our records".to_owned()),
        Event::Extended { .. } => (false, "Extended the time for the answer".to_owned()),
        Event::Answered { outcome } => (false, format!("Answered: {}", lower(*outcome))),
        Event::Transferred { .. } => (false, "Passed the request to another authority".to_owned()),
        Event::Withdrawn => (true, "Withdrew the request".to_owned()),
        Event::Lapsed => (false, "Closed the request, as no reply came".to_owned()),
        Event::ReviewRequested { .. } => (true, "Asked for a review".to_owned()),
        Event::ReviewCompleted { .. } => (false, "Completed the review".to_owned()),
        Event::Closed | Event::ClosedInEarlierLog { .. } => {
            (false, "Closed the request".to_owned())
        }
        Event::LetterWritten { .. } => (false, "Wrote to you".to_owned()),
        Event::ReplyReceived { .. } if page.stranger(recorded.seq).is_some() => {
            (false, "Received an email about the request".to_owned())
        }
        Event::ReplyReceived { .. } => (true, "Wrote to us".to_owned()),
        Event::WithdrawalAsked { .. } => (true, "Asked to withdraw the request".to_owned()),
        Event::AddressGiven { .. } => (true, "Gave us another address".to_owned()),
        Event::DueDateMoved { to, cause, .. } => (
            false,
            to.map_or_else(
                || format!("Counted the time again: {cause}"),
                |to| format!("Moved the due date to {}: {cause}", date(to)),
            ),
        ),
        Event::Corrected { what, .. } => (false, put_right(what, page)?),
        Event::VariantChosen { .. } => (false, "Settled the time limit".to_owned()),
        Event::Allocated { .. }
        | Event::DraftStarted
        | Event::SentForClearance { .. }
        | Event::Cleared { .. }
        | Event::ReturnedToDraft { .. }
        | Event::QuestionDecided { .. }
        | Event::EffortRecorded { .. }
        | Event::NoteAdded { .. }
        | Event::DealtWith { .. }
        | Event::LetterQueued { .. }
        | Event::MessageFiled { .. }
        | Event::DocumentAdded { .. }
        | Event::DocumentRemoved { .. }
        | Event::DocumentsSent { .. }
        | Event::LetterPosted { .. }
        | Event::LetterUndelivered { .. } => return None,
    })
}

/// A correction as the requester reads it; nothing for what is the desk's own business.
fn put_right(what: &Correction, page: &CasePage) -> Option<String> {
    Some(match what {
        Correction::Subject { .. } => return None,
        Correction::Requester { .. } => "Corrected your details".to_owned(),
        Correction::Received { from, to } => format!(
            "Corrected the day your request arrived from {} to {}",
            date(*from),
            date(*to)
        ),
        Correction::Law { from, to } if from.regime == to.regime => {
            "Corrected the calendar the time is counted by".to_owned()
        }
        Correction::Law { .. } => "Corrected the law your request is handled under".to_owned(),
        Correction::Questions { .. } => "Took your questions apart in another way".to_owned(),
        Correction::Undone { seq } => {
            let undone = page.timeline.iter().find(|row| row.recorded.seq == *seq)?;
            let undone = &undone.recorded;
            if matches!(undone.event, Event::ReplyReceived { .. }) {
                return None;
            }
            let (_, what) = words_of(undone, page)?;
            format!(
                "Took back what was recorded on {}: {}",
                date(undone.on),
                what
            )
        }
    })
}

fn lower(outcome: Outcome) -> String {
    outcome.title().to_lowercase()
}

/// What the requester can do about the answer.
fn rights(
    case: &Case,
    regime: &Regime,
    deadlines: &Deadlines,
    ask: Option<Link>,
    today: NaiveDate,
) -> Vec<Right> {
    if case.answered.is_none() {
        return Vec::new();
    }
    let words = &regime.words;
    let open = deadlines.review_request_by;
    let review = (!case.review_open).then(|| Right {
        heading: Act::Review.title(regime),
        text: match open {
            Some(by) if today > by => format!(
                "The time to ask for it ended on {}. You can write to us below all the same, and we may accept it.",
                long_date(by)
            ),
            Some(by) => format!("You can ask until {}, here or by letter.", long_date(by)),
            None => "Write to us below and say what you disagree with.".to_owned(),
        },
        link: ask,
    });
    let regulator = regime.regulator.as_ref().map(|regulator| Right {
        heading: format!("Complain to the {}", words.regulator),
        text: complaint(case, regime, regulator, deadlines),
        link: Some(Link::new(regulator.name.clone(), regulator.website.clone())),
    });
    review.into_iter().chain(regulator).collect()
}

/// By when the requester can complain to the regulator: after a review that is open to them or
/// under way, and from what the law counts from.
fn complaint(case: &Case, regime: &Regime, regulator: &Regulator, deadlines: &Deadlines) -> String {
    let review = &regime.words.review;
    let to = format!("You can complain to the {}", regulator.name);
    let of_outcome = regulator.within.as_ref().map_or_else(String::new, |limit| {
        let length = count(limit.count as usize, limit.unit.noun());
        format!(", within {length} of its outcome")
    });
    let counts_from_review = regulator.from != ComplaintFrom::Response;
    match deadlines.regulator_by {
        _ if case.review_open && counts_from_review => {
            format!("{to} after the {review}{of_outcome}.")
        }
        Some(by) if deadlines.regulator_before_review(regime) => format!(
            "{to} after the {review}{of_outcome}; if you ask for none, until {}.",
            long_date(by)
        ),
        Some(by) => format!("{to} until {}.", long_date(by)),
        None if counts_from_review && deadlines.review_request_by.is_some() => {
            format!("{to} after the {review}{of_outcome}.")
        }
        None => format!("{to}."),
    }
}
