//! What every letter has around its body, and the words of the law that letters share.

use crate::domain::words;
use chrono::NaiveDate;
use serde::{Serialize, Serializer};

/// Who writes to whom about what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Frame {
    /// The public authority.
    pub authority: String,
    /// Who signs: a person or a team of the authority.
    pub signed: String,
    /// Where an answer can be sent.
    pub email: String,
    /// The authority's postal address, line by line; may be empty.
    pub postal_address: Vec<String>,
    /// How the requester is addressed: by name, or `Sir or Madam` where there is none.
    pub requester: String,
    /// How the letter ends: `Yours sincerely` to a name, `Yours faithfully` to none.
    pub closing: &'static str,
    /// The reference of the case.
    pub reference: String,
    /// The requester's own page, when the letter may carry the link.
    pub status: Option<Link>,
    /// What heads a letter to a postal address; nothing for an email.
    pub post: Option<Post>,
}

/// What heads a letter to a postal address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Post {
    /// The day it is written.
    #[serde(serialize_with = "spoken")]
    pub date: NaiveDate,
    /// The recipient's name and address, line by line.
    pub to: Vec<String>,
}

/// The requester's own page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Its whole address, which opens it.
    pub address: String,
    /// The page that asks for the reference and the code, short enough to be typed from paper.
    pub find: String,
    /// The code that opens it together with the reference.
    pub code: String,
}

/// How the law of this case is named and cited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LawWords {
    /// The law's name, for example `Freedom of Information Act 2000`.
    pub name: String,
    /// Its word for a ground to withhold: `exemption` or `exception`.
    pub exemption: String,
    /// The same for several.
    pub exemptions: String,
    /// The place that sets the time limit, for example `section 10(1)`.
    pub time_limit: String,
    /// The place that says what a refusal must hold, for example `section 17`.
    pub refusal: String,
    /// The place that asks us to advise and assist, where the law has one.
    pub advice: Option<String>,
}

/// What a requester can do who is not content with a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewRight {
    /// That a review is open already, as sentences; then none can be asked for.
    pub open: Option<String>,
    /// How one is asked for, where the law has a review by the authority itself.
    pub ask: Option<AskForReview>,
    /// The disputed readings of the law on which the day to ask, or that of an open review, rests, a
    /// sentence each.
    pub disputed: Vec<String>,
    /// Whether the complaint comes after the review.
    pub then: bool,
    /// Who decides after us, where the law has somebody.
    pub regulator: Option<Regulator>,
}

/// How a review by the authority itself is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AskForReview {
    /// Who decides on it, as a sentence, where the law has a rule about that.
    pub by: Option<String>,
    /// How long they have to ask us for it, in words: `40 working days of receiving this letter`;
    /// nothing where the law sets no time.
    pub within: Option<String>,
    /// The last day to ask, when it is known.
    #[serde(serialize_with = "spoken_if_known")]
    pub last_day: Option<NaiveDate>,
    /// How long we have to decide, in words: `20 working days`; nothing where the law sets no time.
    pub decide_within: Option<String>,
}

/// Who decides on a complaint about the authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Regulator {
    /// Its name, for example `the Information Commissioner`.
    pub name: String,
    /// How it is reached, where the law's file says so.
    pub contact: Option<Contact>,
    /// How long there is to complain, in words and with what it runs from: `six weeks of our
    /// decision on the review`.
    pub complain_within: Option<String>,
}

/// How a regulator is reached: by post, on the web, or both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// The postal address, line by line; may be empty.
    pub postal_address: Vec<String>,
    /// Its website.
    pub website: Option<String>,
}

/// A date in words.
pub(super) fn spoken<S: Serializer>(on: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&words::long_date(*on))
}

/// A date in words, or null.
#[expect(
    clippy::ref_option,
    reason = "serde hands over a reference to the field"
)]
pub(super) fn spoken_if_known<S: Serializer>(
    on: &Option<NaiveDate>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match on {
        Some(on) => spoken(on, serializer),
        None => serializer.serialize_none(),
    }
}

/// Parts that the samples of all letters share.
pub(super) mod samples {
    use super::{AskForReview, Contact, Frame, LawWords, Link, Post, Regulator, ReviewRight};
    use chrono::NaiveDate;

    pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
    }

    /// What a letter says of a date that rests on a disputed reading of the law.
    pub fn disputed() -> String {
        "Monday 10 November 2025 rests on a reading of reg 9(4) that is disputed: the time begins \
         again. Read otherwise, it does not; the last day for the answer would be Monday 29 \
         September 2025."
            .into()
    }

    /// A letter about a case that has its own page.
    pub fn frame() -> Frame {
        Frame {
            authority: "Example Police".into(),
            signed: "Information Rights Team".into(),
            email: "foi@police.example".into(),
            postal_address: vec!["1 Example Street".into(), "Exampletown".into()],
            requester: "Ada O'Neill <Citizens & Co>".into(),
            closing: "Yours sincerely",
            reference: "FOI-2026-000123".into(),
            status: Some(Link {
                address: "https://foi.police.example/requests/FOI-2026-000123".into(),
                find: "https://foi.police.example/requests/find".into(),
                code: "7KQ4-M2PX".into(),
            }),
            post: None,
        }
    }

    /// A letter to a postal address.
    pub fn posted_frame() -> Frame {
        Frame {
            post: Some(Post {
                date: day(2026, 6, 9),
                to: vec![
                    "Ada O'Neill <Citizens & Co>".into(),
                    "2 Long Lane".into(),
                    "Exampletown EX4 4PL".into(),
                ],
            }),
            ..frame()
        }
    }

    /// The same by an authority of which only the email address is known, without a page.
    pub fn bare_posted_frame() -> Frame {
        Frame {
            post: posted_frame().post,
            ..bare_frame()
        }
    }

    /// A letter without a link and without a postal address.
    pub fn bare_frame() -> Frame {
        Frame {
            status: None,
            postal_address: Vec::new(),
            ..frame()
        }
    }

    pub fn act() -> LawWords {
        LawWords {
            name: "Freedom of Information Act 2000".into(),
            exemption: "exemption".into(),
            exemptions: "exemptions".into(),
            time_limit: "section 10(1)".into(),
            refusal: "section 17".into(),
            advice: Some("section 16".into()),
        }
    }

    pub fn regulations() -> LawWords {
        LawWords {
            name: "Environmental Information Regulations 2004".into(),
            exemption: "exception".into(),
            exemptions: "exceptions".into(),
            time_limit: "regulation 5(2)".into(),
            refusal: "regulation 14".into(),
            advice: None,
        }
    }

    pub fn regulator() -> Regulator {
        Regulator {
            name: "the Information Commissioner".into(),
            contact: Some(Contact {
                postal_address: vec![
                    "Wycliffe House".into(),
                    "Water Lane".into(),
                    "Wilmslow".into(),
                    "SK9 5AF".into(),
                ],
                website: Some("https://ico.org.uk".into()),
            }),
            complain_within: Some("six weeks of our decision on the review".into()),
        }
    }

    pub fn review() -> ReviewRight {
        ReviewRight {
            open: None,
            ask: Some(AskForReview {
                by: Some("Somebody who had no part in the decision will review it.".into()),
                within: Some("40 working days of receiving this letter".into()),
                last_day: Some(day(2026, 8, 21)),
                decide_within: Some("20 working days".into()),
            }),
            disputed: vec![disputed()],
            then: true,
            regulator: Some(regulator()),
        }
    }

    /// A regulator of which the law's file has a name alone.
    pub fn named_regulator() -> Regulator {
        Regulator {
            contact: None,
            complain_within: None,
            ..regulator()
        }
    }

    /// What there is under a law that has no review by the authority itself.
    pub fn no_review() -> ReviewRight {
        ReviewRight {
            open: None,
            ask: None,
            disputed: Vec::new(),
            then: false,
            regulator: Some(Regulator {
                contact: Some(Contact {
                    postal_address: Vec::new(),
                    website: Some("https://court.example".into()),
                }),
                ..named_regulator()
            }),
        }
    }

    /// What there is under a law that has no regulator and sets no times.
    pub fn only_review() -> ReviewRight {
        ReviewRight {
            open: None,
            ask: Some(AskForReview {
                by: None,
                within: None,
                last_day: None,
                decide_within: None,
            }),
            disputed: Vec::new(),
            then: false,
            regulator: None,
        }
    }

    /// What there is while a review is open, with a regulator who has no website.
    pub fn open_review() -> ReviewRight {
        ReviewRight {
            open: Some("A review is open. It looks at this answer too.".into()),
            regulator: Some(Regulator {
                contact: Some(Contact {
                    postal_address: vec!["Wycliffe House".into()],
                    website: None,
                }),
                ..regulator()
            }),
            ..review()
        }
    }
}
