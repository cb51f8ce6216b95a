//! What follows an answer in sentences: the review, its outcome, the regulator.

use crate::domain::clock::explain::amount;
use crate::domain::clock::progress::Progress;
use crate::domain::deadline::{ClockState, StepKind};
use crate::domain::regime::{AskedFrom, ComplaintFrom, DecidedFrom};
use crate::domain::words::{self, long_date};
use chrono::NaiveDate;

impl Progress<'_> {
    pub(super) fn tell_afterwards(
        &mut self,
        review_request_by: Option<NaiveDate>,
        review_due: Option<NaiveDate>,
        regulator_by: Option<NaiveDate>,
    ) {
        let regime = self.regime;
        let review = &regime.words.review;
        if let Some(answered) = self.answered {
            let text = format!("{}: the request was answered", long_date(answered));
            self.tell(StepKind::Answered, answered, text, None);
        }
        // Once it is asked for it cannot be asked for again.
        let by = review_request_by.filter(|_| self.review_requested.is_none());
        if let (Some(by), Some(limit)) = (by, &regime.review.request) {
            let from = match regime.review.request_from {
                AskedFrom::Answer => "the answer",
                AskedFrom::LastDayOrLaterAnswer => {
                    "the last day for the answer, or the answer if that came later"
                }
            };
            let text = format!(
                "{} is the last day to ask for the {review}: {} after {from}",
                long_date(by),
                amount(limit)
            );
            self.tell(StepKind::Review, by, text, Some(&limit.section));
        }
        if let Some(requested) = self.review_requested {
            let late = review_request_by.filter(|by| requested > *by);
            let late = late.map_or_else(String::new, |by| {
                format!(
                    "; the last day to ask was {}, so it need not be taken up, and may be",
                    words::date(by)
                )
            });
            let text = format!("{}: {review} asked for{late}", long_date(requested));
            let section = regime.review.request.as_ref().filter(|_| !late.is_empty());
            let section = section.map(|limit| &limit.section);
            self.tell(StepKind::Review, requested, text, section);
        }
        if let (Some(by), Some(limit)) = (review_due, &regime.review.decision) {
            if let Some(requested) = self.review_requested {
                self.tell_holidays_of_review(limit, requested, by);
            }
            let from = match (regime.review.decision_from, review_request_by) {
                (DecidedFrom::EndOfTimeToAsk, Some(to_ask))
                    if Some(to_ask) > self.review_requested =>
                {
                    format!("the time to ask for it ended on {}", words::date(to_ask))
                }
                (DecidedFrom::EndOfTimeToAsk | DecidedFrom::Asked, _) => {
                    "it was asked for".to_owned()
                }
            };
            let text = format!(
                "{} is the last day for the outcome of the {review}: {} after {from}",
                long_date(by),
                amount(limit)
            );
            self.tell(StepKind::Review, by, text, Some(&limit.section));
        }
        if let Some(completed) = self.review_completed {
            let text = format!("{}: {review} complete", long_date(completed));
            self.tell(StepKind::Review, completed, text, None);
        }
        if let (Some(by), Some(regulator)) = (regulator_by, &regime.regulator) {
            let condition = match (regulator.from, self.review_requested) {
                (ComplaintFrom::FinalResponse, None) if review_request_by.is_some() => {
                    Some(format!("if no {review} is asked for"))
                }
                (ComplaintFrom::Review, Some(_)) if self.review_completed.is_none() => {
                    Some(format!("if no outcome of the {review} comes"))
                }
                (ComplaintFrom::ResponseOrLastDay, _) if self.answered.is_none() => {
                    Some("if no answer comes".to_owned())
                }
                (
                    ComplaintFrom::FinalResponse
                    | ComplaintFrom::Review
                    | ComplaintFrom::Response
                    | ComplaintFrom::ResponseOrLastDay,
                    _,
                ) => None,
            };
            let if_none = match (condition, &regulator.within) {
                (Some(condition), Some(limit)) => {
                    format!(" {condition}; after one, {} from it", amount(limit))
                }
                (_, Some(_) | None) => String::new(),
            };
            let text = format!(
                "{} is the last day to complain to the {}{if_none}",
                long_date(by),
                regulator.name
            );
            let section = regulator.within.as_ref().map(|limit| &limit.section);
            self.tell(StepKind::Regulator, by, text, section);
        }
        if let Some((state, on)) = self.ended {
            let (text, section) = match state {
                ClockState::Transferred => (
                    "transferred to another authority, whose own clock runs from its own receipt",
                    Some(&regime.transfer.section),
                ),
                ClockState::Withdrawn => ("withdrawn", None),
                // Its lapse was told when it happened.
                ClockState::Lapsed
                | ClockState::Running
                | ClockState::AwaitingClarification
                | ClockState::AwaitingFee
                | ClockState::AwaitingIdentity
                | ClockState::Answered
                | ClockState::ReviewRequested
                | ClockState::ReviewCompleted => return,
            };
            let text = format!("{}: {text}", long_date(on));
            self.tell(StepKind::Ended, on, text, section);
        }
    }
}
