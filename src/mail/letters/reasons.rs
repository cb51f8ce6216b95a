//! Why something is not given: exemptions, and grounds that are none, each with its own reasons.

use super::frame::spoken;
use chrono::NaiveDate;
use serde::Serialize;

/// What is withheld under one exemption, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Withheld {
    /// The place in the law: `section 40(2)`.
    pub section: String,
    /// Its title: `Personal information`.
    pub title: String,
    /// The question it is about, where there are several: `Question 2`.
    pub question: Option<String>,
    /// Where we neither confirm nor deny: the section whose sub-section is named, `section 31(1)(a)`.
    pub because_of: Option<String>,
    /// Whether we neither confirm nor deny that there is anything to withhold.
    pub neither_confirmed_nor_denied: bool,
    /// What is withheld, in general words that do not give it away; empty where we do not say.
    pub information: String,
    /// Why the exemption applies, paragraph by paragraph.
    pub why: Vec<String>,
    /// The harm, paragraph by paragraph; empty where the exemption is for a class.
    pub harm: Vec<String>,
    /// The opinion the law wants; absent where it wants none.
    pub opinion: Option<Opinion>,
    /// When unfinished material will be finished, paragraph by paragraph.
    pub completion: Vec<String>,
    /// How the public interest was weighed; absent where the exemption is absolute.
    pub public_interest: Option<PublicInterest>,
}

/// What we neither confirm nor deny that we hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unsaid {
    /// The questions it is about, where it is not about all: `question 2`.
    pub questions: Option<String>,
    /// Every section that allows us not to say.
    pub withheld: Vec<Withheld>,
}

/// How the public interest was weighed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublicInterest {
    /// What speaks for disclosure.
    pub for_disclosure: Vec<String>,
    /// What speaks for withholding.
    pub for_withholding: Vec<String>,
    /// Where the balance lies, and why.
    pub balance: String,
}

/// The opinion of a qualified person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Opinion {
    /// Who they are.
    pub by: String,
    /// The day they gave it.
    #[serde(serialize_with = "spoken")]
    pub on: NaiveDate,
    /// The opinion, paragraph by paragraph.
    pub text: Vec<String>,
    /// Where the law wants it.
    pub section: String,
}

/// A refusal that relies on no exemption.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// The place in the law: `section 12(1)`.
    pub section: String,
    /// Its title: `Cost of answering above the limit`.
    pub title: String,
    /// The questions it is about, where it is not about all: `questions 1 and 3`.
    pub questions: Option<String>,
    /// What the law says, in a sentence.
    pub sentence: String,
    /// Why it applies, paragraph by paragraph.
    pub why: Vec<String>,
    /// What the work would take.
    pub estimate: Option<Estimate>,
    /// The references of the requests whose cost was added.
    pub together: Vec<String>,
    /// The earlier request that is repeated.
    pub earlier: Option<Earlier>,
    /// When unfinished material will be finished, paragraph by paragraph.
    pub completion: Vec<String>,
    /// How the public interest was weighed, where it has to be.
    pub public_interest: Option<PublicInterest>,
    /// How to ask so that we can answer, one suggestion an entry.
    pub advice: Vec<String>,
    /// The duty to advise and assist.
    pub advice_section: Option<String>,
}

/// What the work would take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Estimate {
    /// The time: `30 hours`.
    pub time: String,
    /// What it costs, where the law has a rate and a limit.
    pub cost: Option<Cost>,
}

/// What the work would cost, against the limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cost {
    /// For an hour: `£25`.
    pub rate: String,
    /// In all: `£750`.
    pub sum: String,
    /// The limit: `£450`.
    pub limit: String,
    /// The same as time: `18 hours`.
    pub limit_time: String,
    /// Where the law sets it.
    pub section: String,
    /// What was counted: `locating it, retrieving it`.
    pub counted: String,
}

/// The earlier request that is repeated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Earlier {
    /// Its reference.
    pub reference: String,
    /// The day it was answered.
    #[serde(serialize_with = "spoken")]
    pub answered: NaiveDate,
}

pub(super) mod samples {
    use super::{
        Cost, Earlier, Estimate, NaiveDate, Opinion, PublicInterest, Refused, Unsaid, Withheld,
    };

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    fn weighed() -> PublicInterest {
        PublicInterest {
            for_disclosure: lines("People should be able to see that patrols are spread fairly."),
            for_withholding: lines("Fewer offences would be detected."),
            balance: "The harm is likely and serious, and the yearly totals meet much of the interest in fairness.".into(),
        }
    }

    /// An absolute exemption, a qualified one for harm, and one that wants an opinion.
    pub fn withheld() -> Vec<Withheld> {
        let absolute = Withheld {
            section: "section 40(2)".into(),
            title: "Personal information".into(),
            question: Some("Question 2".into()),
            because_of: None,
            neither_confirmed_nor_denied: false,
            information: "The names of officers below the rank of superintendent".into(),
            why: lines("Publishing the names would be unfair to the people who bear them."),
            harm: Vec::new(),
            opinion: None,
            completion: Vec::new(),
            public_interest: None,
        };
        let harmful = Withheld {
            section: "section 31(1)(a)".into(),
            title: "Law enforcement".into(),
            question: None,
            information: "The times and places of patrols still to come".into(),
            harm: lines("Knowing them would help to avoid detection."),
            public_interest: Some(weighed()),
            ..absolute.clone()
        };
        let opinion = Withheld {
            section: "section 36(2)(b)(i)".into(),
            title: "Free and frank provision of advice".into(),
            opinion: Some(Opinion {
                by: "The Chief Constable".into(),
                on: NaiveDate::from_ymd_opt(2026, 6, 4).unwrap_or_default(),
                text: lines("Advice would be less frank."),
                section: "section 36(2)".into(),
            }),
            completion: lines("In August 2026, by the planning team."),
            ..harmful.clone()
        };
        vec![absolute, harmful, opinion]
    }

    /// The same where nothing is said of whether there is anything.
    pub fn unsaid() -> Unsaid {
        let unsaid = |one: Withheld| Withheld {
            section: "section 31(3)".into(),
            because_of: Some(one.section.clone()),
            neither_confirmed_nor_denied: true,
            information: String::new(),
            ..one
        };
        Unsaid {
            questions: None,
            withheld: withheld().into_iter().map(unsaid).collect(),
        }
    }

    /// The same for some of the questions.
    pub fn unsaid_in_part() -> Unsaid {
        Unsaid {
            questions: Some("question 2".into()),
            ..unsaid()
        }
    }

    /// Grounds that are no exemption.
    pub fn refused() -> Vec<Refused> {
        let cost = Refused {
            section: "section 12(1) with (4)".into(),
            title: "Cost of several requests together above the limit".into(),
            questions: Some("question 1".into()),
            sentence: "Together these requests would cost more than the limit.".into(),
            why: lines("Every paper file would have to be opened."),
            estimate: Some(Estimate {
                time: "30 hours".into(),
                cost: Some(Cost {
                    rate: "£25".into(),
                    sum: "£750".into(),
                    limit: "£450".into(),
                    limit_time: "18 hours".into(),
                    section: "section 12; SI 2004/3244".into(),
                    counted: "locating it and retrieving it".into(),
                }),
            }),
            together: lines("FOI-2026-00007"),
            earlier: None,
            completion: Vec::new(),
            public_interest: None,
            advice: lines("Ask about one year."),
            advice_section: Some("section 16".into()),
        };
        let repeated = Refused {
            section: "section 14(2)".into(),
            title: "Repeated request".into(),
            questions: None,
            estimate: None,
            together: Vec::new(),
            earlier: Some(Earlier {
                reference: "FOI-2026-00003".into(),
                answered: NaiveDate::from_ymd_opt(2026, 5, 12).unwrap_or_default(),
            }),
            advice: Vec::new(),
            advice_section: None,
            ..cost.clone()
        };
        let unfinished = Refused {
            section: "regulation 12(4)(d)".into(),
            title: "Material still in the course of completion".into(),
            estimate: Some(Estimate {
                time: "90 hours".into(),
                cost: None,
            }),
            earlier: None,
            completion: lines("In August 2026, by the planning team."),
            public_interest: Some(weighed()),
            advice: lines("Ask for the figures of last year."),
            ..repeated.clone()
        };
        vec![cost, repeated, unfinished]
    }
}
