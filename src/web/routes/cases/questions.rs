//! The questions of a request on its page: how each was decided, on which sections and why.

use super::case::outcome_tag;
use crate::domain::case::Outcome;
use crate::domain::regime::Regime;
use crate::domain::section::Section;
use crate::store::{CasePage as Stored, QuestionRow};
use crate::web::links;
use crate::web::pages::cases::case::{Question, SuggestedTopic};
use crate::web::pages::parts::{Link, SummaryRow, Tag};

/// The questions as the page shows them.
pub fn questions(stored: &Stored, regime: &Regime, can_decide: bool) -> Vec<Question> {
    let reference = &stored.stored.reference;
    let several = stored.questions.len() > 1;
    stored
        .questions
        .iter()
        .map(|row| {
            let of_case = &stored.stored.case.questions;
            let decided = of_case.iter().find(|q| q.number == row.number);
            let outcome = decided.and_then(|q| q.outcome);
            let reviewed = decided.and_then(|q| q.reviewed).map(|outcome| {
                let tag = outcome_tag(outcome);
                Tag::new(format!("{} after the review", tag.text), tag.tone)
            });
            let released = decided.is_some_and(|q| q.reviewed.is_some_and(|o| !o.withholds()));
            let refusal = decided.and_then(|q| q.refusal.as_ref());
            let ground = refusal.and_then(|relied| regime.refusal(&relied.ground));
            let refused = ground.map(|ground| format!("{} {}", ground.section, ground.title));
            Question {
                number: row.number.to_string(),
                text: row.body.clone(),
                outcome: reviewed.or(outcome.map(outcome_tag)),
                exemptions: decided
                    .filter(|_| !released)
                    .into_iter()
                    .flat_map(|q| q.rests_on())
                    .map(|s| section_title(regime, s))
                    .chain(refused)
                    .collect(),
                reasons: match said(row, outcome, regime) {
                    said if released && !said.is_empty() => format!("Before the review:\n{said}"),
                    said => said,
                },
                decide: can_decide.then(|| {
                    let label = if outcome.is_some() {
                        "Change the decision"
                    } else {
                        "Decide"
                    };
                    let number = Some(row.number);
                    let href = if refusal.is_some() {
                        links::refusal(reference, number)
                    } else {
                        links::decision(reference, number)
                    };
                    Link::new(label, href)
                }),
                topics: topics_of(stored, row.number),
                probably_new: several
                    && stored.compared
                    && topics_of(stored, row.number).is_empty(),
            }
        })
        .collect()
}

/// The answer to a question and the reasons of each section, as the desk reads them.
fn said(row: &QuestionRow, outcome: Option<Outcome>, regime: &Regime) -> String {
    let mut said = vec![row.answer.trim().to_owned()];
    let several = row.reasons.len() > 1;
    for reasons in &row.reasons {
        let under = regime.ncnd_section(&reasons.section);
        let under = under.filter(|_| outcome == Some(Outcome::NeitherConfirmedNorDenied));
        if several || under.is_some() {
            said.push(format!("{}:", under.unwrap_or(&reasons.section)));
        }
        let texts = reasons.labelled().into_iter();
        let texts = texts.map(|(label, text)| format!("{label}: {text}"));
        said.push(texts.collect::<Vec<_>>().join("\n"));
    }
    said.retain(|text| !text.is_empty());
    said.join("\n\n")
}

/// What is given of each question, and what is withheld under what.
pub fn decisions(stored: &Stored, regime: &Regime) -> Vec<SummaryRow> {
    let case = &stored.stored.case;
    let decided = case.questions.iter().filter_map(|question| {
        let outcome = question.outcome?;
        let row = stored
            .questions
            .iter()
            .find(|row| row.number == question.number)?;
        let refused = question.refusal.iter().map(|relied| {
            let ground = regime.refusal(&relied.ground);
            let title = ground.map_or("", |ground| ground.title.as_str());
            format!("{} {title}.", relied.section)
        });
        let withheld = row
            .reasons
            .iter()
            .filter(|_| outcome.withholds())
            .map(|reasons| {
                let section = section_title(regime, &reasons.section);
                match reasons.withheld.trim().trim_end_matches('.') {
                    "" => format!("Under {section}."),
                    what => format!("Withheld under {section}: {what}."),
                }
            });
        let outcome = [format!("{}.", outcome.title())].into_iter();
        let said: Vec<String> = outcome.chain(refused).chain(withheld).collect();
        let said = said.join(" ");
        Some(SummaryRow::new(
            format!("Question {}", question.number),
            said,
        ))
    });
    decided.collect()
}

/// The topics suggested for a question, the one that fits best first.
fn topics_of(stored: &Stored, question: u16) -> Vec<SuggestedTopic> {
    let of = stored.suggestions.iter().filter(|s| s.question == question);
    of.map(|s| SuggestedTopic {
        topic: Link::new(s.label.clone(), links::topic(s.topic_id)),
        because: s.because.clone(),
    })
    .collect()
}

/// A section with its title: `s.40(2) Personal information`.
#[must_use]
pub fn section_title(regime: &Regime, section: &Section) -> String {
    let title = regime.exemption(section).map(|whole| {
        let part = whole
            .subsections
            .iter()
            .find(|part| part.section == *section);
        part.map_or_else(|| whole.title.clone(), |part| part.title.clone())
    });
    title.map_or_else(|| section.to_string(), |title| format!("{section} {title}"))
}
