//! Why a section is relied on: one set of texts a section, beside the record.
//!
//! FOIA s.17(1) and (3) and their like want the reasons of each exemption by itself, and the public
//! interest weighed for each that is qualified.

use super::Outcome;
use crate::domain::exemption::Test;
use crate::domain::regime::{Need, RefusalGround};
use crate::domain::section::Section;
use crate::domain::words;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The texts that stand behind one section of a decision. What a section does not need is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reasons {
    /// The section relied on.
    pub section: Section,
    /// What is withheld, in words that do not give it away.
    pub withheld: String,
    /// Why the section applies.
    pub why: String,
    /// The harm disclosure would or would be likely to do.
    pub harm: String,
    /// What speaks for disclosure, one factor a line.
    pub for_disclosure: String,
    /// What speaks for withholding, one factor a line.
    pub for_withholding: String,
    /// Where the balance lies, and why.
    pub balance: String,
    /// The qualified person.
    pub opinion_by: String,
    /// Their opinion.
    pub opinion: String,
    /// The day they gave it.
    pub opinion_on: Option<NaiveDate>,
    /// When unfinished material will be finished, and who prepares it.
    pub completion: String,
    /// The reference of the earlier request that is repeated.
    pub earlier: String,
    /// The references of the requests whose cost is added, one a line.
    pub together: String,
    /// How the requester could ask so that an answer can be given.
    pub advice: String,
    /// The field or index that would let the authority find it within the limit: for the authority
    /// alone, no letter says it.
    pub cure: String,
}

/// A text that is missing: the part of [`Reasons`] and what to do.
pub type Missing = (&'static str, &'static str);

impl Reasons {
    /// No texts yet for a section.
    #[must_use]
    pub fn of(section: Section) -> Self {
        Self {
            section,
            ..Self::default()
        }
    }

    /// Every text by its name, in the order forms and letters have them.
    #[must_use]
    pub fn texts(&self) -> [(&'static str, &str); 13] {
        [
            ("withheld", &self.withheld),
            ("why", &self.why),
            ("harm", &self.harm),
            ("for_disclosure", &self.for_disclosure),
            ("for_withholding", &self.for_withholding),
            ("balance", &self.balance),
            ("opinion_by", &self.opinion_by),
            ("opinion", &self.opinion),
            ("completion", &self.completion),
            ("earlier", &self.earlier),
            ("together", &self.together),
            ("advice", &self.advice),
            ("cure", &self.cure),
        ]
    }

    /// The texts an exemption needs for an outcome and does not have.
    #[must_use]
    pub fn missing_for(&self, test: Test, outcome: Outcome) -> Vec<Missing> {
        let mut needed = vec![("why", "Write why the section applies")];
        if outcome != Outcome::NeitherConfirmedNorDenied {
            needed.push(("withheld", "Write what is withheld"));
        }
        if test.needs_harm() {
            needed.push((
                "harm",
                "Write what harm disclosure would or would be likely to do",
            ));
        }
        if test.opinion {
            needed.push(("opinion_by", "Name the qualified person"));
            needed.push(("opinion", "Write the opinion of the qualified person"));
        }
        if test.completion {
            needed.push(("completion", FINISHED));
        }
        if test.needs_public_interest() {
            needed.extend(WEIGHED);
        }
        let mut missing = self.without(&needed);
        if test.opinion && self.opinion_on.is_none() {
            missing.push(("opinion_on", "Enter the day the opinion was given"));
        }
        missing
    }

    /// The texts a ground that is no exemption needs and does not have.
    #[must_use]
    pub fn missing_of(&self, ground: &RefusalGround) -> Vec<Missing> {
        let mut needed = vec![("why", "Write why the request is refused")];
        let texts = ground.needs.iter().flat_map(|need| match need {
            Need::Earlier => &[("earlier", "Enter the reference of the earlier request")][..],
            Need::Together => &[("together", "Enter the references of the other requests")][..],
            Need::PublicInterest => &WEIGHED[..],
            Need::Completion => &[("completion", FINISHED)][..],
            Need::Estimate | Need::OverLimit | Need::Asked | Need::FeesNotice => &[],
        });
        needed.extend(texts);
        if ground.advice {
            needed.push((
                "advice",
                "Write how the requester could ask so that you can answer",
            ));
        }
        self.without(&needed)
    }

    /// The texts there are, each with what it is called where it is read.
    #[must_use]
    pub fn labelled(&self) -> Vec<(&'static str, String)> {
        let texts = self.texts().into_iter();
        let texts = texts.map(|(name, text)| (name, text.trim().to_owned()));
        let day = self.opinion_on.map(|on| ("opinion_on", words::date(on)));
        let label = |name| {
            let mut known = LABELS.iter();
            known
                .find(|(known, _)| *known == name)
                .map(|(_, label)| *label)
        };
        texts
            .chain(day)
            .filter(|(_, text)| !text.is_empty())
            .filter_map(|(name, text)| Some((label(name)?, text)))
            .collect()
    }

    fn without(&self, needed: &[Missing]) -> Vec<Missing> {
        let texts = self.texts();
        let empty = |name: &str| {
            let text = texts.iter().find(|(known, _)| *known == name);
            text.is_none_or(|(_, text)| text.trim().is_empty())
        };
        let missing = needed.iter().filter(|(name, _)| empty(name));
        missing.copied().collect()
    }
}

const FINISHED: &str = "Write when the material will be finished and who prepares it";

// FOIA s.17(3)(b): the reasons of the balance; without the factors nobody can follow it.
const WEIGHED: [Missing; 3] = [
    ("for_disclosure", "Write what speaks for disclosure"),
    ("for_withholding", "Write what speaks for withholding"),
    (
        "balance",
        "Write where the balance of the public interest lies, and why",
    ),
];

/// What each text is called where it is read.
const LABELS: [(&str, &str); 14] = [
    ("withheld", "What is withheld"),
    ("why", "Why it applies"),
    ("harm", "The harm"),
    ("for_disclosure", "For disclosure"),
    ("for_withholding", "Against it"),
    ("balance", "The balance"),
    ("opinion_by", "Qualified person"),
    ("opinion", "Their opinion"),
    ("opinion_on", "Given on"),
    ("completion", "When it will be finished"),
    ("earlier", "Earlier request"),
    ("together", "Counted with it"),
    ("advice", "How the requester could ask"),
    ("cure", "What would let it be found"),
];

/// A text that a decision committed to, as it is read: each reason under what it is called, and
/// nothing for those there are none of.
#[must_use]
pub fn decision_as_read(text: &str) -> String {
    let mut read: Vec<String> = Vec::new();
    for line in text.lines() {
        let reason = LABELS.iter().find_map(|(name, label)| {
            let said = line.strip_prefix(name)?.strip_prefix(": ")?;
            Some((label, said))
        });
        match reason {
            Some((_, "")) => {}
            Some((label, said)) => read.push(format!("{label}: {said}")),
            None if line.is_empty() && read.last().is_none_or(String::is_empty) => {}
            None => read.push(line.to_owned()),
        }
    }
    read.join("\n").trim_end().to_owned()
}

/// The text a decision commits to: the answer and then, section by section, each reason by its
/// name. A decision without reasons, and one recorded when there was one text for all sections,
/// commits to four texts with blank lines between them.
#[must_use]
pub fn decision_text(answer: &str, reasons: &[Reasons]) -> String {
    let mut text = [answer, "", "", ""].join("\n\n");
    for one in reasons {
        text.push_str(&format!("\n\n{}", one.section));
        for (name, said) in one.texts() {
            // Decisions that were recorded before this could be said commit to no line of it.
            if name != "cure" || !said.is_empty() {
                text.push_str(&format!("\n{name}: {said}"));
            }
        }
        if let Some(on) = one.opinion_on {
            text.push_str(&format!("\nopinion_on: {on}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_without_a_cure_commits_to_what_it_always_did() {
        let mut reasons = Reasons {
            advice: "Ask for one week.".into(),
            ..Reasons::of("s.12(1)".into())
        };
        let text = decision_text("", std::slice::from_ref(&reasons));
        assert!(
            text.ends_with("\ntogether: \nadvice: Ask for one week."),
            "{text}"
        );
        reasons.cure = "An index of the mail".into();
        let text = decision_text("", std::slice::from_ref(&reasons));
        assert!(
            text.ends_with("\nadvice: Ask for one week.\ncure: An index of the mail"),
            "{text}"
        );
    }

    #[test]
    fn a_decision_is_read_by_what_its_reasons_are_called_and_without_those_it_has_not() {
        let reasons = Reasons {
            withheld: "The names".into(),
            for_disclosure: "Trust\nMoney".into(),
            opinion_on: NaiveDate::from_ymd_opt(2026, 5, 4),
            ..Reasons::of("s.36(2)(c)".into())
        };
        let text = decision_text("Twelve.", std::slice::from_ref(&reasons));
        assert_eq!(
            decision_as_read(&text),
            "Twelve.\n\ns.36(2)(c)\nWhat is withheld: The names\nFor disclosure: Trust\nMoney\nGiven on: 2026-05-04"
        );
        let labelled = reasons.labelled();
        let labels: Vec<&str> = labelled.iter().map(|(label, _)| *label).collect();
        assert_eq!(labels, ["What is withheld", "For disclosure", "Given on"]);
        // Every text has a name to be read by.
        for (name, _) in reasons.texts() {
            assert!(LABELS.iter().any(|(known, _)| *known == name), "{name}");
        }
    }
}
