//! What a person finds out about publishing a topic: gates, the rubric, and marks on requests.

use crate::casework::topics::register::taken;
use crate::casework::{CaseworkFault, Invalid, Moment, Publishing};
use crate::domain::case::Actor;
use crate::domain::publication::{Assessment, SmallNumbers};
use crate::domain::rights::Right;
use crate::domain::words;
use chrono::NaiveDate;

/// An assessment as a form gives it: texts as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assessed {
    /// Why the information is not held, or nothing.
    pub not_held: String,
    /// Which exemption or bar applies, or nothing.
    pub exempt: String,
    /// Why personal data cannot be separated, or nothing.
    pub personal_data: String,
    /// Why requests that look like it are not each about one address, person or incident, or nothing.
    pub no_own_files: String,
    /// The last day the information describes.
    pub describes_until: Option<NaiveDate>,
    /// Hours of preparation, or nothing.
    pub preparation_hours: String,
    /// The small-number check: `not_needed`, `not_done` or `done`.
    pub small_numbers: String,
    /// The rubric's points, or nothing while it is not assessed.
    pub rubric: String,
    /// The reason for them.
    pub rubric_reason: String,
    /// Points from a survey the authority ran.
    pub signals: String,
}

impl Publishing<'_> {
    /// Records an assessment in place of the one before. A second click does nothing more.
    ///
    /// # Errors
    /// Every fault of what was typed, at its field.
    pub async fn assess_topic(
        &self,
        topic: i64,
        entered: &Assessed,
        submission: &str,
        actor: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        actor.role.needs(Right::PreparePublication)?;
        let assessment = self.read_assessment(entered)?;
        if self.store.topics().topic(topic).await?.is_none() {
            return Err(CaseworkFault::NotFound);
        }
        let unit = self.store.begin().await?;
        if taken(&unit, submission, &(topic, entered), now).await? {
            let said = told(&assessment);
            unit.publication()
                .assess(topic, &assessment, &said, actor, now.today, now.at)
                .await?;
            unit.commit().await?;
        }
        Ok(())
    }

    /// Marks a request as asking for a dataset (FOIA s.19(2A)), or no longer.
    ///
    /// # Errors
    /// Where there is no such case.
    pub async fn mark_dataset(
        &self,
        reference: &str,
        dataset: bool,
        submission: &str,
        actor: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        actor.role.needs(Right::DecideTopics)?;
        let unit = self.store.begin().await?;
        if !taken(&unit, submission, &(reference, dataset), now).await? {
            return Ok(());
        }
        let known = unit
            .publication()
            .mark_dataset(reference, dataset, actor, now.today, now.at)
            .await?;
        if !known {
            return Err(CaseworkFault::NotFound);
        }
        unit.commit().await?;
        Ok(())
    }

    fn read_assessment(&self, entered: &Assessed) -> Result<Assessment, CaseworkFault> {
        let set = &self.weights.public_interest;
        let mut faults = Vec::new();
        let some = |text: &str| {
            Some(text.trim().trim_end_matches('.').to_owned()).filter(|t| !t.is_empty())
        };
        let mut assessment = Assessment::default();
        let checks = &mut assessment.checks;
        checks.not_held = some(&entered.not_held);
        checks.exempt = some(&entered.exempt);
        checks.personal_data = some(&entered.personal_data);
        checks.no_own_files = some(&entered.no_own_files);
        checks.describes_until = entered.describes_until;
        if let Some(hours) = some(&entered.preparation_hours) {
            match hours.parse::<f64>() {
                Ok(hours) if (0.0..=100_000.0).contains(&hours) => {
                    checks.preparation_hours = Some(hours);
                }
                Ok(_) | Err(_) => faults.push(Invalid::new(
                    "preparation_hours",
                    "Enter hours as a number, like 12 or 7.5",
                )),
            }
        }
        checks.small_numbers = match entered.small_numbers.as_str() {
            "done" => SmallNumbers::Done,
            "not_done" => SmallNumbers::NotDone,
            _ => SmallNumbers::NotNeeded,
        };
        if let Some(points) = some(&entered.rubric) {
            let points = points.parse().ok().filter(|p| set.rubric.contains(p));
            match (points, some(&entered.rubric_reason)) {
                (None, _) => faults.push(Invalid::new("rubric", "Choose one of the points")),
                (Some(_), None) => faults.push(Invalid::new(
                    "rubric_reason",
                    "Write the reason for the points: the director has to defend them",
                )),
                (Some(points), Some(reason)) => {
                    assessment.public_interest.rubric = Some((points, reason));
                }
            }
        }
        if let Some(signals) = some(&entered.signals) {
            match signals.parse() {
                Ok(points) if points <= set.signals_most => {
                    assessment.public_interest.signals = points;
                }
                Ok(_) | Err(_) => faults.push(Invalid::new(
                    "signals",
                    format!("Enter a whole number from 0 to {}", set.signals_most),
                )),
            }
        }
        if faults.is_empty() {
            Ok(assessment)
        } else {
            Err(CaseworkFault::Invalid(faults))
        }
    }
}

fn told(assessment: &Assessment) -> String {
    let checks = &assessment.checks;
    let mut parts = Vec::new();
    for (name, reason) in [
        ("not held", &checks.not_held),
        ("exempt or barred", &checks.exempt),
        ("personal data inseparable", &checks.personal_data),
        (
            "no requests about one address, person or incident each",
            &checks.no_own_files,
        ),
    ] {
        if let Some(reason) = reason {
            parts.push(format!("{name}: {reason}"));
        }
    }
    if let Some(day) = checks.describes_until {
        parts.push(format!("describes nothing after {}", words::date(day)));
    }
    if let Some(hours) = checks.preparation_hours {
        parts.push(format!("{hours} hours to prepare"));
    }
    parts.push(
        match checks.small_numbers {
            SmallNumbers::NotNeeded => "no counts of people",
            SmallNumbers::NotDone => "counts of few people not checked",
            SmallNumbers::Done => "counts of few people checked",
        }
        .to_owned(),
    );
    let interest = &assessment.public_interest;
    match &interest.rubric {
        Some((points, reason)) => parts.push(format!("public interest {points}: {reason}")),
        None => parts.push("public interest not assessed".to_owned()),
    }
    parts.push(format!(
        "{} from the survey",
        words::count(interest.signals as usize, "point")
    ));
    format!("Assessed: {}", parts.join("; "))
}
