//! Whether the questions of a case stand as they were asked and as they were decided last.

use super::Check;
use super::entered::of_log_entry;
use crate::casework::cases::requester::asked_in_words;
use crate::casework::cases::to_correct::QuestionsChanged;
use crate::casework::secrets::commitment;
use crate::domain::case::questions::{questions_in, questions_to_the_end};
use crate::domain::case::undo::standing;
use crate::domain::case::{Case, Correction, Event, Reasons, Recorded, decision_text, events};
use crate::store::Difference;
use std::collections::{BTreeMap, BTreeSet};

/// What a correction of the questions says: where each comes from, and the commitment to them.
fn questions_of(event: &Event) -> Option<(&[Option<u16>], &str)> {
    if let Event::Corrected(events::Corrected {
        what: Correction::Questions { from, digest },
        ..
    }) = event
    {
        Some((from, digest))
    } else {
        None
    }
}

/// The commitment to the last decision on each question, by the number it has now.
fn decisions(events: &[Recorded]) -> BTreeMap<u16, &str> {
    let mut decided = BTreeMap::new();
    for recorded in standing(events) {
        decided.extend(recorded.event.decides());
        if let Some((from, _)) = questions_of(&recorded.event) {
            let now = (1..).zip(from);
            decided = now
                .filter_map(|(number, old)| Some((number, *decided.get(&(*old)?)?)))
                .collect();
        }
    }
    decided
}

impl Check<'_> {
    /// The questions stand as they were decided last.
    pub(super) fn questions(&self, events: &[Recorded], case: &Case) -> Result<(), Difference> {
        let row = |number: i64| format!("question {number} of {}", self.record.reference());
        let numbers: Vec<i64> = case.questions.iter().map(|q| i64::from(q.number)).collect();
        let there: Vec<i64> = self.record.questions.iter().map(|q| q.number).collect();
        if numbers != there {
            let odd = numbers.iter().chain(&there);
            let odd = odd
                .filter(|n| numbers.contains(n) != there.contains(n))
                .min();
            let what = format!("there are {there:?}, and {numbers:?} by the events");
            let row = row(odd.copied().unwrap_or(1));
            return Err(Difference::new("questions", "number", row, what));
        }
        let decisions = decisions(events);
        if let Some(at) = self.not_asked(events) {
            let what = "the request does not ask it";
            return Err(Difference::new("questions", "body", row(at), what));
        }
        for (question, stored) in case.questions.iter().zip(&self.record.questions) {
            let at =
                |column, what: &str| Difference::new("questions", column, row(stored.number), what);
            if stored.outcome.as_deref() != question.outcome.map(|o| o.as_str()) {
                return Err(at("outcome", "it is not that of its last decision"));
            }
            let decided = decisions.get(&question.number);
            let before = [&stored.withheld, &stored.why, &stored.public_interest];
            if decided.is_none() && !stored.answer.is_empty() {
                return Err(at("answer", "no decision says it"));
            }
            // Each section has reasons of its own since decisions are known by their event.
            let of_before = decided.is_some() && stored.decided_seq == 0;
            if !of_before && !before.iter().all(|text| text.is_empty()) {
                return Err(at("withheld, why, public_interest", "no decision says it"));
            }
            let text = if stored.decided_seq == 0 {
                // From before each section had reasons of its own.
                [
                    stored.answer.as_str(),
                    &stored.withheld,
                    &stored.why,
                    &stored.public_interest,
                ]
                .join("\n\n")
            } else {
                decision_text(&stored.answer, &self.reasons_of(stored.decided_seq))
            };
            if decided.is_some_and(|digest| commitment(&stored.salt, &text) != *digest) {
                return Err(at("answer", "it is not what its last decision says"));
            }
        }
        Ok(())
    }

    /// Each question rests on the exemptions of its last decision, in their order.
    pub(super) fn exemptions(&self, case: &Case) -> Result<(), Difference> {
        let at = |number: i64, column, what: &str| {
            let row = format!("question {number} of {}", self.record.reference());
            Difference::new("question_exemptions", column, row, what)
        };
        let asked = |number: i64| case.questions.iter().any(|q| i64::from(q.number) == number);
        let mut rows = self.record.exemptions.iter();
        if let Some(odd) = rows.find(|row| !asked(row.number)) {
            return Err(at(odd.number, "number", "there is no such question"));
        }
        for question in &case.questions {
            let number = i64::from(question.number);
            let rows = self.record.exemptions.iter();
            let rows = rows.filter(|row| row.number == number);
            if !rows
                .clone()
                .map(|row| &row.section)
                .eq(&question.exemptions)
            {
                let what = "they are not those of its last decision";
                return Err(at(number, "section", what));
            }
            if !(1..).zip(rows).all(|(place, row)| row.place == place) {
                return Err(at(number, "place", "they do not stand one after the other"));
            }
        }
        Ok(())
    }

    /// The reasons of the decision that an event records.
    fn reasons_of(&self, seq: i64) -> Vec<Reasons> {
        let reasons = self.record.reasons.iter();
        let of_event = reasons.filter(|(event, _)| *event == seq);
        of_event.map(|(_, reasons)| reasons.clone()).collect()
    }

    /// The reasons of each decision, the earlier ones too, are those its text has.
    pub(super) fn reasons(&self, events: &[Recorded]) -> Result<(), Difference> {
        let text = |seq: i64| self.of_event.get(&seq).map(|at| &self.record.writings[*at]);
        let has_reasons = |seq: &i64| text(*seq).is_some_and(|text| gives_reasons(&text.body));
        let decided = events.iter().filter_map(|recorded| {
            let decided = recorded.event.decides().is_some();
            Some(recorded.seq).filter(|seq| decided && has_reasons(seq))
        });
        let there = self.record.reasons.iter().map(|(seq, _)| *seq);
        let all: BTreeSet<i64> = there.chain(decided).filter(|seq| *seq > 0).collect();
        for seq in all {
            let said = decision_text("", &self.reasons_of(seq));
            let text = text(seq);
            if !text.is_some_and(|text| text.erased || text.body.ends_with(&said)) {
                let row = format!("event {seq} of {}", self.record.reference());
                let what = "the reasons are not those of its decision";
                return Err(Difference::new("decision_reasons", "section", row, what));
            }
        }
        Ok(())
    }

    /// The first question that is not as it was asked, or as the questions were corrected last. Where
    /// that text is erased its questions are, too.
    fn not_asked(&self, events: &[Recorded]) -> Option<i64> {
        let there = self.record.questions.iter();
        let there: Vec<&str> = there.map(|question| question.body.as_str()).collect();
        let corrected = events.iter().rev().find_map(|r| questions_of(&r.event));
        let asked = if let Some((_, digest)) = corrected {
            let text = self.text_of(digest);
            let changed = text.and_then(|text| serde_json::from_str::<QuestionsChanged>(text).ok());
            changed.map(|changed| changed.now)
        } else if let Some(request) = &self.record.request {
            let committed = of_log_entry(events).and_then(|entered| entered.questions.as_ref());
            let same = match committed {
                Some(is) => commitment(&request.salt, &asked_in_words(&there)) == *is,
                // As they were taken apart before they were committed to.
                None => {
                    let (then, now) = (questions_to_the_end, questions_in);
                    then(&request.body) == there || now(&request.body) == there
                }
            };
            if same {
                return None;
            }
            Some(questions_in(&request.body))
        } else {
            None
        };
        let asked = asked.unwrap_or_else(|| vec![String::new(); there.len()]);
        if asked == there && (corrected.is_some() || self.record.request.is_none()) {
            return None;
        }
        let pairs = asked.iter().zip(&there);
        let odd = pairs.take_while(|(asked, is)| asked == *is).count();
        let odd = self.record.questions.get(odd);
        odd.or(self.record.questions.first()).map(|q| q.number)
    }
}

/// Whether the text of a decision has reasons by section, as [`decision_text`] sets them apart from the
/// answer; one from before has none there.
fn gives_reasons(text: &str) -> bool {
    text.contains("\n\n\n\n\n\n\n\n")
}
