//! What a correction makes of what the requester was told, and the letter that tells them.

use super::tell::caused_by;
use crate::casework::mail::letters::{paragraphs, steps};
use crate::casework::{CaseworkFault, Corrections, Moment, Outgoing};
use crate::domain::case::{Case, Correction, Event, LawOfCase, Recorded};
use crate::domain::deadline::Deadlines;
use crate::domain::regime::{DecidedDate, Regime};
use crate::domain::words::{date, long_date};
use crate::mail::letters::PutRight;
use crate::store::{StoredCase, Unit};
use chrono::NaiveDate;

/// Whether the requester was written to by then: every letter leads to their page, with the date on it.
pub(in crate::casework) fn was_written_to(by_then: &[Recorded]) -> bool {
    let letter = |r: &Recorded| matches!(r.event, Event::LetterQueued(_));
    by_then.iter().any(letter)
}

/// The date a requester looks forward to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promise {
    /// The answer is due; without a day while the clock is stopped.
    Answer(Option<NaiveDate>),
    /// The outcome of the review is due.
    Review(Option<NaiveDate>),
    /// Until when a review can be asked for.
    AskForReview(Option<NaiveDate>),
    /// Nothing more of the authority: it has answered, and its law has no review.
    Answered,
    /// Nothing more is to come.
    Nothing,
}

/// The date the requester of a case looks forward to.
#[must_use]
pub fn promised(case: &Case, regime: &Regime, dates: &Deadlines) -> Promise {
    if case.answer_in_review() {
        Promise::Review(dates.review_due)
    } else if case.answered.is_some() && regime.has_review() {
        Promise::AskForReview(dates.review_request_by)
    } else if case.answered.is_some() {
        Promise::Answered
    } else if case.closed.is_some() {
        Promise::Nothing
    } else {
        Promise::Answer(dates.due)
    }
}

impl Promise {
    /// As what we had said.
    fn before(self) -> String {
        match self {
            Self::Answer(Some(due)) => {
                format!("We had said that our answer was due by {}.", long_date(due))
            }
            Self::Answer(None) => {
                "We had said that the last day for our answer would be counted when we had heard from you."
                    .to_owned()
            }
            Self::Review(Some(due)) => format!(
                "We had said that you would hear about the review by {}.",
                long_date(due)
            ),
            Self::Review(None) => "We had said that we were reviewing our answer.".to_owned(),
            Self::AskForReview(Some(by)) => format!(
                "We had said that you could ask for a review until {}.",
                long_date(by)
            ),
            Self::AskForReview(None) => "We had said that you could ask for a review.".to_owned(),
            Self::Answered => "We had answered your request.".to_owned(),
            Self::Nothing => "We had closed your request.".to_owned(),
        }
    }

    /// As what holds now.
    fn now(self) -> String {
        match self {
            Self::Answer(Some(due)) => format!("Our answer is now due by {}.", long_date(due)),
            Self::Answer(None) => {
                "The last day for our answer is counted when we have heard from you.".to_owned()
            }
            Self::Review(Some(due)) => {
                format!("You will now hear about the review by {}.", long_date(due))
            }
            Self::Review(None) => "We are reviewing our answer.".to_owned(),
            Self::AskForReview(Some(by)) => {
                format!("You can now ask for a review until {}.", long_date(by))
            }
            Self::AskForReview(None) => "You can ask for a review.".to_owned(),
            Self::Answered => {
                "Our answer stands. The law that applies to it has no review by us.".to_owned()
            }
            Self::Nothing => "Your request is closed.".to_owned(),
        }
    }

    /// What it rests on where the law is disputed; the day of an answer has that among its steps.
    fn disputed(self, dates: &Deadlines) -> Vec<String> {
        match self {
            Self::Answer(None) => dates.disputed_while_asked(),
            Self::Review(_) => dates.disputed_of(&[DecidedDate::ReviewDue]),
            Self::AskForReview(_) => dates.disputed_of(&[DecidedDate::ReviewRequestBy]),
            Self::Answer(Some(_)) | Self::Answered | Self::Nothing => Vec::new(),
        }
    }

    /// The day, where there is one.
    #[must_use]
    pub const fn day(self) -> Option<NaiveDate> {
        match self {
            Self::Answer(day) | Self::Review(day) | Self::AskForReview(day) => day,
            Self::Answered | Self::Nothing => None,
        }
    }
}

impl Corrections<'_> {
    /// Tells the requester of a correction, where they had been told what is not so: the letter.
    pub(in crate::casework) async fn tell_correction(
        &self,
        unit: &Unit,
        stored: &mut StoredCase,
        (what, why, link_ended): (&Correction, &str, bool),
        (before, now_promised): (Promise, Promise),
        now: Moment,
    ) -> Result<Option<Outgoing>, CaseworkFault> {
        let told = was_written_to(&stored.events);
        let moved = before != now_promised;
        if !told || !(moved || link_ended || self.said_otherwise(stored, what)) {
            return Ok(None);
        }
        let dates = self.dates_of(stored)?;
        let requester = unit.requester_of(stored).await?;
        let awaited = matches!(now_promised, Promise::Answer(_));
        let letter = PutRight {
            frame: self.letters().frame(stored.opener(), &requester, now.today),
            what: self.in_plain_words(stored, what)?,
            why: paragraphs(why),
            before: moved.then(|| before.before()),
            now: (moved || awaited).then(|| {
                if moved {
                    now_promised.now()
                } else {
                    now_promised
                        .now()
                        .replacen(" is now due", " is still due", 1)
                }
            }),
            provisional: now_promised
                .day()
                .is_some_and(|day| dates.is_provisional(day)),
            disputed: if moved || awaited {
                now_promised.disputed(&dates)
            } else {
                Vec::new()
            },
            steps: if awaited && now_promised.day().is_some() {
                steps(&dates)
            } else {
                Vec::new()
            },
        };
        let letter = self.outbox().outgoing(&requester, &letter)?;
        self.outbox()
            .post(unit, stored, (&letter, caused_by(stored)), now)
            .await?;
        Ok(Some(letter))
    }

    /// Whether a letter of ours said what no longer holds, though no date is another for it.
    fn said_otherwise(&self, stored: &StoredCase, what: &Correction) -> bool {
        match what {
            Correction::Law { from, to } => {
                from.regime != to.regime && stored.case.answered.is_none()
            }
            Correction::Undone { seq } => undone(stored, *seq).is_some_and(|r| {
                let of_review = matches!(r.event, Event::ReviewRequested(_));
                r.event.is_in_a_letter() && (of_review || stored.case.answered.is_none())
            }),
            Correction::Subject { .. }
            | Correction::Requester { .. }
            | Correction::Received { .. }
            | Correction::Questions { .. } => false,
        }
    }

    fn in_plain_words(
        &self,
        stored: &StoredCase,
        what: &Correction,
    ) -> Result<Vec<String>, CaseworkFault> {
        Ok(match what {
            Correction::Received { from, to } => vec![format!(
                "We had recorded that your request reached us on {}. It reached us on {}.",
                date(*from),
                date(*to)
            )],
            Correction::Law { from, to } => vec![self.law_in_words(stored, from, to)?],
            Correction::Undone { seq } => undone(stored, *seq)
                .and_then(|undone| undone.event.taken_back(undone.on))
                .into_iter()
                .collect(),
            Correction::Subject { .. } => vec!["We have changed the subject.".to_owned()],
            Correction::Requester { .. } => vec![
                "We had written to another address. The link and the code in those letters do not open your page any more; those in this letter do."
                    .to_owned(),
            ],
            Correction::Questions { .. } => {
                vec!["We have taken your questions apart in another way.".to_owned()]
            }
        })
    }

    fn law_in_words(
        &self,
        stored: &StoredCase,
        from: &LawOfCase,
        to: &LawOfCase,
    ) -> Result<String, CaseworkFault> {
        let law = self.law();
        if from.regime == to.regime {
            return Ok(
                "We had counted the time for our answer by the public holidays of another place."
                    .to_owned(),
            );
        }
        let title = |of: &LawOfCase| -> Result<String, CaseworkFault> {
            Ok(law.regime(&of.regime, stored.case.received)?.title.clone())
        };
        Ok(format!(
            "We had handled your request under the {}. The law that applies to it is the {}.",
            title(from)?,
            title(to)?
        ))
    }
}

fn undone(stored: &StoredCase, seq: i64) -> Option<&Recorded> {
    stored.events.iter().find(|r| r.seq == seq)
}
