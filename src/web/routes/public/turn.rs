//! Whose turn it is in a request, as its own page says it.

use crate::domain::case::{Case, Ending, Outcome, Waiting, WaitingKind};
use crate::domain::deadline::Deadlines;
use crate::domain::regime::Regime;
use crate::domain::words::long_date;
use crate::store::CasePage;
use chrono::NaiveDate;

/// Whether the requester is the one to act: not while what they wrote waits for us.
pub fn yours(case: &Case) -> bool {
    waits_for_requester(case) && !case.waiting.is_our_turn()
}

/// Whether it was the requester who wrote, as far as is known: a reply is theirs.
pub fn is_theirs(page: &CasePage, waiting: &Waiting) -> bool {
    waiting.kind != WaitingKind::Message || page.stranger(waiting.seq).is_none()
}

/// Whether they asked to withdraw, and nobody has closed the request yet.
pub fn is_being_withdrawn(case: &Case) -> bool {
    case.stage().awaits_answer() && case.waiting.first(WaitingKind::Withdrawal).is_some()
}

/// Whether something was asked of them and has not been recorded.
pub fn waits_for_requester(case: &Case) -> bool {
    case.stage().awaits_answer() && (case.awaiting_clarification || case.awaiting_fee)
}

/// Whose turn it is, and what that means.
pub fn turn(
    case: &Case,
    regime: &Regime,
    deadlines: &Deadlines,
    waited_until: Option<NaiveDate>,
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
        let runs = deadlines.due.map_or_else(
            || format!("{until}."),
            |due| format!("We will answer by {}.", deadlines.marked(due)),
        );
        let closes = waited_until.map_or_else(String::new, |last| {
            let last = long_date(last);
            format!(" If nothing has reached us by {last}, we may close the request.")
        });
        return ("It is your turn", format!("{asked} {runs}{closes}"));
    }
    if is_being_withdrawn(case) {
        let text = "We will close the request, as you asked.".to_owned();
        return ("It is our turn", text);
    }
    if waits_for_requester(case) {
        let text = match (deadlines.due, deadlines.unrecorded_due) {
            (Some(due), _) => format!("We will answer by {}.", deadlines.marked(due)),
            (None, Some(would_be)) => format!(
                "We will read what you wrote. If it tells us what we need, the time for the answer counts from the day it reached us, and the answer is due by {}.",
                deadlines.marked(would_be)
            ),
            (None, None) => "We will read what you wrote and write to you.".to_owned(),
        };
        return ("It is our turn", text);
    }
    if case.answer_in_review() {
        let by = deadlines.review_due.map_or_else(String::new, |due| {
            format!(" You will hear from us by {}.", long_date(due))
        });
        let text = format!("We are looking at our answer again, as you asked.{by}");
        return ("We are reviewing our answer", text);
    }
    if case.stage().awaits_answer() {
        let text = match deadlines.due {
            Some(due) if due < today && case.silence_in_review() => format!(
                "Our answer was due on {} and is late. We still owe it to you, and are reviewing why, as you asked.{}",
                long_date(due),
                deadlines.review_due.map_or_else(String::new, |due| format!(
                    " You will hear about that by {}.",
                    long_date(due)
                ))
            ),
            Some(due) if due < today => format!(
                "Our answer was due on {} and is late. You need not do anything; if you want to, you can write to us below.",
                long_date(due)
            ),
            Some(due) => format!(
                "You need not do anything. We will write to you by {}.",
                deadlines.marked(due)
            ),
            None if deadlines.names_no_day() => {
                "You need not do anything. The law names no day for our answer: it has to come promptly."
                    .to_owned()
            }
            None => "You need not do anything.".to_owned(),
        };
        return ("We are working on it", text);
    }
    match case.outcome.and_then(Outcome::ending) {
        Some(Ending::Withdrawn) => (
            "Nothing more will happen",
            "You withdrew the request. You can ask again at any time.".to_owned(),
        ),
        Some(Ending::Lapsed) => (
            "Nothing more will happen",
            "We did not hear from you in time and closed the request. You can ask again at any time."
                .to_owned(),
        ),
        Some(Ending::Transferred) => (
            "It is for another authority to answer",
            "We have closed your request here. Our letter says which authority it is for.".to_owned(),
        ),
        None => answered(case, regime, deadlines, today),
    }
}

/// That there is an answer, or a review of it, and whether a review can still be asked for.
fn answered(
    case: &Case,
    regime: &Regime,
    deadlines: &Deadlines,
    today: NaiveDate,
) -> (&'static str, String) {
    if case.reviewed.is_some() {
        return (
            "We have reviewed our answer",
            "What the review came to is in our letter below.".to_owned(),
        );
    }
    if case.needs_no_notice() {
        let text = "No letter goes to you about it: our letter about an earlier request of yours says why.";
        return ("The request is closed", text.to_owned());
    }
    let in_time = deadlines.review_request_by.is_none_or(|by| today <= by);
    let again = if regime.has_review() && in_time {
        " If you are not content with it, you can ask us to look again."
    } else {
        ""
    };
    ("We have answered", format!("Our answer is below.{again}"))
}
