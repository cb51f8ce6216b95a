//! What is entered as right: checked, and made a correction of the record with the texts that
//! stand beside it.

use super::requester::{check_who, commitment_to};
use crate::casework::secrets::commitment;
use crate::casework::{CaseworkFault, Corrections, Invalid};
use crate::domain::case::undo::ended_by;
use crate::domain::case::{Correction, LawOfCase, Reasons};
use crate::store::{AskedQuestion, NewRequester, QuestionRow, RequesterRow, StoredCase};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The longest reason, in characters.
const LONGEST_REASON: usize = 2_000;

/// The most questions of a request, and the longest text of all of them, in characters.
const MOST_QUESTIONS: usize = 60;
const LONGEST_QUESTIONS: usize = 20_000;

/// What is right, as somebody enters it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of the forms")]
pub enum ToCorrect {
    Subject {
        subject: String,
    },
    Requester {
        name: String,
        email: String,
        address: String,
        category: String,
    },
    Received {
        on: NaiveDate,
    },
    Law {
        regime: String,
        /// The calendar's id, or the usual one of the law.
        calendar: Option<String>,
    },
    Questions {
        /// Every question there is now, in order.
        questions: Vec<String>,
    },
    Undone {
        /// The place of the event in the record.
        seq: i64,
    },
    /// What closed the case is undone.
    OpenAgain,
}

/// The questions of before and of now, as they are kept beside the event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionsChanged {
    /// Those of before, each with what had been decided on it.
    pub before: Vec<QuestionBefore>,
    /// Those of now.
    pub now: Vec<String>,
}

/// A question as it was before it was corrected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionBefore {
    /// Its words.
    pub asked: String,
    /// What had been written in answer and as reasons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub said: Vec<String>,
}

/// A text that stands beside a correction, and what it changes there.
pub(in crate::casework) enum Beside {
    Nothing,
    Subject(String),
    Requester(Box<NewRequester>),
    Questions(Vec<AskedQuestion>, String),
}

impl Corrections<'_> {
    pub(in crate::casework) fn check_correction(
        &self,
        stored: &StoredCase,
        right: &ToCorrect,
        why: &str,
    ) -> Result<(), CaseworkFault> {
        let mut faults = match right {
            ToCorrect::Subject { subject } => {
                let mut faults = Vec::new();
                if subject.trim().is_empty()
                    || subject.chars().count() > 200
                    || subject.contains(['\n', '\r'])
                {
                    faults.push(Invalid::new(
                        "subject",
                        "Enter a subject of one line, at most 200 characters",
                    ));
                }
                faults
            }
            ToCorrect::Requester {
                name,
                email,
                address,
                category,
            } => check_who(stored.case.channel, name, email, address, category),
            ToCorrect::Questions { questions } => check_questions(questions),
            ToCorrect::Received { .. }
            | ToCorrect::Law { .. }
            | ToCorrect::Undone { .. }
            | ToCorrect::OpenAgain => Vec::new(),
        };
        if why.trim().is_empty() {
            faults.push(Invalid::new("reason", "Write why it was wrong"));
        } else if why.chars().count() > LONGEST_REASON {
            faults.push(Invalid::new(
                "reason",
                "Shorten the reason to 2,000 characters or fewer",
            ));
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(CaseworkFault::Invalid(faults))
        }
    }

    /// What was entered as a correction of the record, and what it changes beside it.
    pub(in crate::casework) fn prepare_correction(
        &self,
        stored: &StoredCase,
        right: &ToCorrect,
        (known, questions): (&RequesterRow, &[QuestionRow]),
        salt: &str,
    ) -> Result<(Correction, Beside), CaseworkFault> {
        let case = &stored.case;
        Ok(match right {
            ToCorrect::Subject { subject } => {
                let subject = subject.trim().to_owned();
                let digest = commitment(salt, &subject);
                (Correction::Subject { digest }, Beside::Subject(subject))
            }
            ToCorrect::Requester {
                name,
                email,
                address,
                category,
            } => {
                let some = |text: &str| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
                let (name, email, address) = (some(name), some(email), some(address));
                let new = NewRequester {
                    match_key: self.keys.match_key(
                        name.as_deref(),
                        email.as_deref(),
                        address.as_deref(),
                    ),
                    name,
                    email,
                    address,
                    category: some(category),
                    salt: salt.to_owned(),
                };
                let digest = commitment_to(&new);
                let address = (&new.email, &new.address) != (&known.email, &known.address);
                (
                    Correction::Requester { digest, address },
                    Beside::Requester(Box::new(new)),
                )
            }
            ToCorrect::Received { on } => {
                let from = case.received;
                (Correction::Received { from, to: *on }, Beside::Nothing)
            }
            ToCorrect::Law { regime, calendar } => {
                let from = LawOfCase {
                    regime: case.regime.clone(),
                    calendar: case.calendar.clone(),
                };
                let law = self.law();
                let usual = self.usual_calendar(law.regime(regime, case.received)?);
                let to = LawOfCase {
                    regime: regime.clone(),
                    calendar: calendar.clone().unwrap_or(usual),
                };
                (Correction::Law { from, to }, Beside::Nothing)
            }
            ToCorrect::Questions { questions: now } => {
                let (asked, kept) = asked_anew(questions, now)?;
                let from = asked.iter().map(|q| q.from).collect();
                let digest = commitment(salt, &kept);
                (
                    Correction::Questions { from, digest },
                    Beside::Questions(asked, kept),
                )
            }
            ToCorrect::Undone { seq } => (Correction::Undone { seq: *seq }, Beside::Nothing),
            ToCorrect::OpenAgain => {
                let ended = ended_by(&stored.events)
                    .ok_or_else(|| CaseworkFault::Refused("the case is open already".to_owned()))?;
                (Correction::Undone { seq: ended.seq }, Beside::Nothing)
            }
        })
    }
}

fn check_questions(questions: &[String]) -> Vec<Invalid> {
    let length: usize = questions.iter().map(|q| q.chars().count()).sum();
    let message = if questions.is_empty() {
        "Write at least one question"
    } else if questions.len() > MOST_QUESTIONS {
        "Put the questions together so that there are 60 or fewer"
    } else if length > LONGEST_QUESTIONS {
        "Shorten the questions to 20,000 characters or fewer in all"
    } else {
        return Vec::new();
    };
    vec![Invalid::new("questions", message)]
}

/// A question as it is compared and typed: without empty lines, which stand between questions.
#[must_use]
pub fn without_gaps(question: &str) -> String {
    let lines = question.lines().map(str::trim);
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// The questions of now, each with the number it had where its words stand, and both lists as they
/// are kept beside the event.
fn asked_anew(
    before: &[QuestionRow],
    now: &[String],
) -> Result<(Vec<AskedQuestion>, String), CaseworkFault> {
    let mut left: Vec<&QuestionRow> = before.iter().collect();
    let mut asked = Vec::with_capacity(now.len());
    for body in now {
        let words = without_gaps(body);
        let place = left.iter().position(|q| without_gaps(&q.body) == words);
        let kept = place.map(|at| left.remove(at));
        asked.push(AskedQuestion {
            from: kept.map(|q| q.number),
            body: kept.map_or(words, |q| q.body.clone()),
        });
    }
    let kept = QuestionsChanged {
        before: before.iter().map(QuestionBefore::from).collect(),
        now: asked.iter().map(|q| q.body.clone()).collect(),
    };
    let kept = serde_json::to_string(&kept).map_err(|e| CaseworkFault::Broken(e.to_string()))?;
    Ok((asked, kept))
}

impl From<&QuestionRow> for QuestionBefore {
    fn from(row: &QuestionRow) -> Self {
        let of_reasons = row.reasons.iter().flat_map(Reasons::texts);
        let texts =
            std::iter::once(row.answer.clone()).chain(of_reasons.map(|(_, text)| text.to_owned()));
        let said = texts.filter(|text| !text.trim().is_empty());
        Self {
            asked: row.body.clone(),
            said: said.collect(),
        }
    }
}
