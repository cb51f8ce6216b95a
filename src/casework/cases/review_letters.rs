//! What the letters of a review say: who decides it, and what it changed.
//!
//! That somebody decides who had no part in the answer is said where the regime's file has that
//! rule, and then only where it is kept.

use super::answers::withheld_by;
use crate::casework::mail::letters::step;
use crate::domain::case::{Case, Outcome, Reasons};
use crate::domain::deadline::{Deadlines, Step as Explained, StepKind};
use crate::domain::regime::{DecidedDate, Regime};
use crate::domain::section::Section;
use crate::domain::words;
use crate::mail::letters::{Changed, Step, Withheld};
use crate::store::QuestionRow;
use chrono::NaiveDate;

/// The disputed readings that the day of an answer rests on which has not come when a review is asked
/// for; what the day of the review rests on is among the steps of its letter.
pub(in crate::casework) fn overdue_rests_on(case: &Case, deadlines: &Deadlines) -> Vec<String> {
    if case.silence_in_review() {
        deadlines.disputed_of(&[DecidedDate::Due])
    } else {
        Vec::new()
    }
}

/// Who decided a review, as a sentence; nothing where the regime has no rule about it.
pub(in crate::casework) fn who_reviewed(regime: &Regime, same_person: bool) -> Option<String> {
    regime.review.somebody_else.as_ref()?;
    let who = if same_person {
        "Nobody else here could review it, so somebody who had a part in the decision has done so."
    } else {
        "Somebody who had no part in the decision has reviewed it."
    };
    Some(who.to_owned())
}

/// How the day of a review asked for on a day is worked out: the review's own days and the disputed
/// readings they rest on, and none of the request's.
pub(in crate::casework) fn review_steps(deadlines: &Deadlines, asked: NaiveDate) -> Vec<Step> {
    let begins = |s: &&Explained| s.kind == StepKind::Review && s.on >= asked;
    let all = deadlines.explanation.iter();
    let own = all.skip_while(|s| !begins(s)).filter(|s| match s.kind {
        StepKind::Review
        | StepKind::Skipped
        | StepKind::Closed
        | StepKind::Rolled
        | StepKind::Provisional => true,
        StepKind::Received
        | StepKind::Paused
        | StepKind::Resumed
        | StepKind::Restarted
        | StepKind::Noted
        | StepKind::Extended
        | StepKind::NoticeOwed
        | StepKind::Due
        | StepKind::FeeDue
        | StepKind::ReplyDue
        | StepKind::Answered
        | StepKind::Regulator
        | StepKind::Ended => false,
        StepKind::Reading => deadlines.rests_on(s, DecidedDate::ReviewDue),
    });
    own.map(step).collect()
}

/// The questions of which a review changed something, with what it was and what it is; the sections
/// where these are others.
pub(in crate::casework) fn changed_questions(
    regime: &Regime,
    case: &Case,
    questions: &[QuestionRow],
) -> Vec<Changed> {
    let title = |outcome: Outcome| outcome.title().to_lowercase();
    let under = |outcome: Outcome, sections: &[Section]| {
        let neither = outcome == Outcome::NeitherConfirmedNorDenied;
        let mut cited: Vec<String> = Vec::new();
        for section in sections {
            let unsaid = regime.ncnd_section(section).filter(|_| neither);
            let section = unsaid.unwrap_or(section).in_full();
            if !cited.contains(&section) {
                cited.push(section);
            }
        }
        match words::list(&cited) {
            list if outcome.withholds() && !list.is_empty() => {
                format!("{} under {list}", title(outcome))
            }
            _ => title(outcome),
        }
    };
    case.questions
        .iter()
        .filter_map(|question| {
            let row = questions.iter().find(|row| row.number == question.number)?;
            let (before, after) = (question.outcome?, question.reviewed?);
            let others = question.reviewed_exemptions.is_some();
            Some(Changed {
                number: usize::from(question.number),
                asked: row.body.clone(),
                before: if others {
                    under(before, &question.exemptions)
                } else {
                    title(before)
                },
                after: if others {
                    under(after, question.rests_on())
                } else {
                    title(after)
                },
            })
        })
        .collect()
}

/// What stays withheld, by question and section: the reasons are those of the review where it rests
/// the question on another section, and else those of the decision.
pub(in crate::casework) fn still_withheld(
    regime: &Regime,
    case: &Case,
    questions: &[QuestionRow],
    added: &[(u16, Reasons)],
) -> Vec<Withheld> {
    let several = case.questions.len() > 1;
    let mut withheld = Vec::new();
    for question in &case.questions {
        let Some(outcome) = question.stands().filter(|o| o.withholds()) else {
            continue;
        };
        let row = questions.iter().find(|row| row.number == question.number);
        let decided = row.into_iter().flat_map(|row| &row.reasons);
        let of_review = added
            .iter()
            .filter(|(number, _)| *number == question.number);
        let all: Vec<&Reasons> = decided
            .chain(of_review.map(|(_, reasons)| reasons))
            .collect();
        for section in question.rests_on() {
            let Some(reasons) = all.iter().rev().find(|r| r.section == *section) else {
                continue;
            };
            withheld.push(Withheld {
                question: several.then(|| format!("question {}", question.number)),
                ..withheld_by(regime, outcome, reasons)
            });
        }
    }
    withheld
}
