//! The one function that decides whether an action is lawful and what it makes happen.
//!
//! The buttons of a case page come from [`available`](super::available), which asks the
//! same [`permit`] that [`transition`] obeys: a page cannot offer what is refused.

use super::dates::deadlines;
use super::extension::extended;
use super::permit::{in_time_to_extend, permit, review_request_by};
use super::refusal::{Reason, Refusal};
use super::refuse::refused;
use super::{Action, Actor, Case, Event, Outcome, ReviewedQuestion, SecondPerson};
use crate::domain::calendar::Calendar;
use crate::domain::clock::{ClockEvent, ClockEventKind};
use crate::domain::deadline::ClockState;
use crate::domain::regime::Regime;
use crate::domain::section::Section;
use chrono::NaiveDate;

/// Under which law, by whom and when an action is taken.
#[derive(Clone, Copy)]
pub struct Circumstances<'a> {
    /// The regime in force on the day of receipt.
    pub regime: &'a Regime,
    /// The calendar the case counts by.
    pub calendar: &'a Calendar,
    /// Who acts.
    pub actor: Actor,
    /// Whether somebody else has to clear and to review.
    pub second_person: SecondPerson,
    /// The civil day on which the action takes effect, which may be before today.
    pub on: NaiveDate,
    /// Today at the authority.
    pub today: NaiveDate,
}

/// What an action makes happen: the events to append, never none.
///
/// # Errors
/// The refusal, with its reason; nothing has happened then.
pub fn transition(
    case: &Case,
    action: &Action,
    circumstances: &Circumstances<'_>,
) -> Result<Vec<Event>, Refusal> {
    let kind = action.kind();
    permit(case, kind, circumstances)?;
    dates_hold(case, circumstances)
        .and_then(|()| events_of(case, action, circumstances))
        .and_then(|events| {
            clock_holds(case, &events, circumstances)?;
            Ok(events)
        })
        .map_err(|reason| Refusal {
            stage: case.stage(),
            action: kind,
            reason,
        })
}

fn dates_hold(case: &Case, circumstances: &Circumstances<'_>) -> Result<(), Reason> {
    let on = circumstances.on;
    if on > circumstances.today {
        return Err(Reason::InTheFuture(on));
    }
    if on < case.received {
        return Err(Reason::BeforeReceipt(on, case.received));
    }
    Ok(())
}

fn events_of(
    case: &Case,
    action: &Action,
    circumstances: &Circumstances<'_>,
) -> Result<Vec<Event>, Reason> {
    let event = match action {
        Action::Allocate { team, officer } => {
            if team.is_none() && officer.is_none() {
                return Err(Reason::NobodyNamed);
            }
            Event::Allocated {
                team: team.clone(),
                officer: *officer,
            }
        }
        Action::ChooseVariant { variant } => {
            variant_chosen(case, variant.as_deref(), circumstances.regime)?
        }
        Action::SeekClarification { digest } => Event::ClarificationSought {
            digest: digest.clone(),
        },
        Action::RecordClarification { digest } => Event::ClarificationReceived {
            digest: digest.clone(),
        },
        Action::IssueFeesNotice { amount, digest } => Event::FeesNoticeIssued {
            amount: *amount,
            digest: Some(digest.clone()),
        },
        Action::RecordPayment => Event::FeePaid,
        Action::StartSearch => Event::SearchStarted,
        Action::StartDraft => Event::DraftStarted,
        Action::DecideQuestion {
            number,
            outcome,
            exemptions,
            digest,
        } => {
            decidable(case, *number, *outcome, exemptions, circumstances.regime)?;
            Event::QuestionDecided {
                number: *number,
                outcome: *outcome,
                exemptions: exemptions.clone(),
                refusal: None,
                digest: digest.clone(),
            }
        }
        Action::Refuse {
            numbers,
            relied,
            digest,
        } => return refused(case, numbers, relied, digest, circumstances),
        Action::SendForClearance {
            digest,
            already_public,
        } => Event::SentForClearance {
            digest: digest.clone(),
            already_public: *already_public,
        },
        Action::Clear { digest } => Event::Cleared {
            digest: digest.clone(),
        },
        Action::ReturnToDraft { digest } => Event::ReturnedToDraft {
            digest: digest.clone(),
        },
        Action::Extend {
            ground,
            until,
            exemptions,
            digest,
        } => {
            let named = circumstances.regime.extension_grounds.iter();
            let named = named.filter(|g| g.id == *ground);
            in_time_to_extend(case, named, circumstances)?;
            extended(ground, *until, (exemptions, digest), circumstances.regime)?
        }
        Action::Answer => Event::Answered {
            outcome: outcome_of(case)?,
        },
        Action::Transfer { digest, passed_on } => Event::Transferred {
            digest: Some(digest.clone()),
            passed_on: *passed_on,
        },
        Action::Withdraw => Event::Withdrawn,
        Action::Lapse => Event::Lapsed,
        Action::RequestReview { digest, accepted } => {
            review_requested(case, digest.clone(), *accepted, circumstances)?
        }
        Action::CompleteReview { changed, digest } => {
            review_completed(case, changed, digest, circumstances)?
        }
        Action::RecordEffort { minutes } => Event::EffortRecorded { minutes: *minutes },
        Action::Close => Event::Closed,
        Action::WriteLetter { digest } => Event::LetterWritten {
            digest: digest.clone(),
        },
        Action::AddNote { digest } => Event::NoteAdded {
            digest: digest.clone(),
        },
        Action::ReceiveReply {
            digest,
            channel,
            before_question,
        } => Event::ReplyReceived {
            digest: digest.clone(),
            channel: Some(*channel),
            replies: !before_question && asked_by(case, circumstances.on),
        },
        Action::AskToWithdraw { digest } => Event::WithdrawalAsked {
            digest: digest.clone(),
        },
        Action::GiveAddress { digest } => Event::AddressGiven {
            digest: digest.clone(),
        },
        Action::DealWith { seq, how, by } => {
            if case.waiting.of(*seq).is_none() {
                return Err(Reason::DealtWithAlready);
            }
            Event::DealtWith {
                seq: *seq,
                how: *how,
                by: *by,
            }
        }
    };
    Ok(vec![event])
}

/// Whether a question of ours was open on that day, which nobody has answered yet.
fn asked_by(case: &Case, on: NaiveDate) -> bool {
    let mut asked = case.clock_events.iter().rev();
    let asked = asked.find(|event| event.kind == ClockEventKind::ClarificationSought);
    case.awaiting_clarification && asked.is_some_and(|asked| asked.on <= on)
}

fn variant_chosen(case: &Case, variant: Option<&str>, regime: &Regime) -> Result<Event, Reason> {
    if let Some(id) = variant.filter(|id| regime.variant(id).is_none()) {
        return Err(Reason::NoSuchVariant(
            regime.short_title.clone(),
            id.to_owned(),
        ));
    }
    if case.variant.as_deref() == variant {
        return Err(Reason::SameVariant);
    }
    Ok(Event::VariantChosen {
        variant: variant.map(str::to_owned),
    })
}

fn review_requested(
    case: &Case,
    digest: Option<String>,
    accepted: bool,
    circumstances: &Circumstances<'_>,
) -> Result<Event, Reason> {
    let by = review_request_by(case, circumstances)?;
    let over = by.filter(|by| circumstances.on > *by);
    match over {
        Some(by) if !accepted => Err(Reason::LateReview(by)),
        Some(_) | None => Ok(Event::ReviewRequested {
            digest,
            late: over.is_some(),
        }),
    }
}

fn review_completed(
    case: &Case,
    changed: &[ReviewedQuestion],
    digest: &str,
    circumstances: &Circumstances<'_>,
) -> Result<Event, Reason> {
    let actor = circumstances.actor;
    let mut after: Vec<ReviewedQuestion> = Vec::new();
    for new in changed {
        let question = case.questions.iter().find(|q| q.number == new.number);
        let question = question.ok_or(Reason::NoSuchQuestion(new.number))?;
        let rests_on = match &new.exemptions {
            Some(named) => named.clone(),
            None if new.outcome.withholds() => question.exemptions.clone(),
            None => Vec::new(),
        };
        let (number, outcome) = (new.number, new.outcome);
        decidable(case, number, outcome, &rests_on, circumstances.regime)?;
        let other = rests_on.len() != question.exemptions.len()
            || rests_on.iter().any(|s| !question.exemptions.contains(s));
        let other = other && outcome.withholds();
        if other || question.outcome != Some(outcome) {
            after.push(ReviewedQuestion {
                number,
                outcome,
                exemptions: other.then_some(rests_on),
            });
        }
    }
    let parts: Vec<Outcome> = case
        .questions
        .iter()
        .filter_map(|q| {
            let new = after.iter().find(|new| new.number == q.number);
            new.map(|new| new.outcome).or(q.outcome)
        })
        .collect();
    let whole = Outcome::of_whole(&parts).filter(|_| !after.is_empty());
    Ok(Event::ReviewCompleted {
        outcome: whole.filter(|whole| case.outcome != Some(*whole)),
        changed: after,
        digest: Some(digest.to_owned()),
        same_person: actor
            .person
            .is_some_and(|person| case.hands.took_part(person)),
    })
}

fn outcome_of(case: &Case) -> Result<Outcome, Reason> {
    let parts: Vec<Outcome> = case.questions.iter().filter_map(|q| q.outcome).collect();
    Outcome::of_whole(&parts).ok_or_else(|| Reason::Undecided(vec![1]))
}

fn decidable(
    case: &Case,
    number: u16,
    outcome: Outcome,
    exemptions: &[Section],
    regime: &Regime,
) -> Result<(), Reason> {
    if !case.questions.iter().any(|q| q.number == number) {
        return Err(Reason::NoSuchQuestion(number));
    }
    if !Outcome::DECIDABLE.contains(&outcome) {
        return Err(Reason::NotDecidable(outcome));
    }
    if outcome.withholds() && exemptions.is_empty() {
        return Err(Reason::NoExemption);
    }
    // Under the EIR "not held" is itself an exception, reg 12(4)(a), and may be named.
    if !outcome.withholds() && outcome != Outcome::NotHeld && !exemptions.is_empty() {
        return Err(Reason::NeedlessExemption);
    }
    for section in exemptions {
        let test = regime
            .exemption(section)
            .and_then(|exemption| exemption.test(section))
            .ok_or_else(|| Reason::UnknownExemption(section.clone(), regime.short_title.clone()))?;
        if outcome == Outcome::NeitherConfirmedNorDenied && !test.ncnd {
            return Err(Reason::NoNcnd(section.clone()));
        }
        if outcome != Outcome::NeitherConfirmedNorDenied && test.only_ncnd {
            return Err(Reason::OnlyNcnd(section.clone()));
        }
    }
    Ok(())
}

/// The clock has to accept the new history; and what moves it is recorded in order.
fn clock_holds(
    case: &Case,
    events: &[Event],
    circumstances: &Circumstances<'_>,
) -> Result<(), Reason> {
    let mut after = case.clone();
    for event in events {
        after.apply(event, circumstances.on, circumstances.actor);
    }
    if after.variant != case.variant {
        deadlines(&after, circumstances.regime, circumstances.calendar)?;
    }
    if after.clock_events.len() == case.clock_events.len() {
        return Ok(());
    }
    if let Some(ClockEvent { on, .. }) = case.clock_events.last()
        && circumstances.on < *on
    {
        return Err(Reason::OutOfOrder(circumstances.on, *on));
    }
    let before = deadlines(case, circumstances.regime, circumstances.calendar)?;
    let last = after.clock_events.last().map(|event| event.kind);
    if let (ClockState::Lapsed, Some(lapsed)) = (before.state, before.lapses_on)
        && !last.is_some_and(ClockEventKind::follows_a_lapse)
    {
        return Err(Reason::RequestLapsed(lapsed));
    }
    deadlines(&after, circumstances.regime, circumstances.calendar)?;
    Ok(())
}
