//! What can be wrong with a case, and the fields in which what is right is entered.

use super::correction_words::choice;
use crate::casework::cases::to_correct::{ToCorrect, without_gaps};
use crate::casework::{CATEGORIES, Invalid};
use crate::domain::case::undo::{ended_by, undoable_events};
use crate::domain::words;
use crate::store::CasePage as Stored;
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::guards::AtDesk;
use crate::web::laws::laws;
use crate::web::pages::form::{Choice, Field};
use crate::web::pages::parts::SummaryRow;
use crate::web::site::Site;
use chrono::Datelike;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// The subject.
    Subject,
    /// Who asks.
    Requester,
    /// The date of receipt.
    Received,
    /// The law or its calendar.
    Law,
    /// How the request is taken apart.
    Questions,
    /// Something that did not happen, or to another case.
    Act,
    /// That it is closed.
    Closed,
}

impl Wrong {
    /// Everything, in the order offered.
    pub const ALL: [Self; 7] = [
        Self::Subject,
        Self::Requester,
        Self::Received,
        Self::Law,
        Self::Questions,
        Self::Act,
        Self::Closed,
    ];

    /// The word in addresses and forms.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Requester => "requester",
            Self::Received => "received",
            Self::Law => "law",
            Self::Questions => "questions",
            Self::Act => "act",
            Self::Closed => "closed",
        }
    }

    /// What a word says is wrong.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|wrong| wrong.word() == word)
    }

    /// What it is called where it is chosen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Subject => "Subject",
            Self::Requester => "Requester\u{2019}s details",
            Self::Received => "Day of receipt",
            Self::Law => "Law",
            Self::Questions => "Questions",
            Self::Act => "Something recorded by mistake",
            Self::Closed => "It should be open",
        }
    }

    /// The heading of its form.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Subject => "Correct the subject",
            Self::Requester => "Correct the requester\u{2019}s details",
            Self::Received => "Correct the day of receipt",
            Self::Law => "Correct the law",
            Self::Questions => "Correct the questions",
            Self::Act => "Undo what was recorded by mistake",
            Self::Closed => "Open the case again",
        }
    }

    /// What correcting it does.
    #[must_use]
    pub const fn explanation(self) -> &'static str {
        match self {
            Self::Subject => "Only the title of the case changes.",
            Self::Requester => {
                "Letters go to the new address from now on; those already written stay as they are. Unless the requester gave the new address on their page, the link and the code in letters that went to the old one work no longer, and a letter with new ones goes to the new one."
            }
            Self::Received => "The time is counted again from the day you give.",
            Self::Law => {
                "The time is counted again. What was decided under a section of the law before has to be decided again."
            }
            Self::Questions => {
                "A question whose words stand keeps its decision; one in other words has to be decided."
            }
            Self::Act => {
                "The time is counted as if it had never been recorded. It stays in the timeline, marked as undone."
            }
            Self::Closed => "What closed the case is undone, and the time is counted again.",
        }
    }

    /// What the record says of it now.
    #[must_use]
    pub fn recorded(self, site: &Site, stored: &Stored) -> String {
        let case = &stored.stored.case;
        match self {
            Self::Subject => stored.stored.subject.clone(),
            Self::Requester => {
                let who = &stored.requester;
                let known = [&who.name, &who.email, &who.address];
                let known: Vec<&str> = known.into_iter().flatten().map(String::as_str).collect();
                known.join("\n")
            }
            Self::Received => words::long_date(case.received),
            Self::Law => site
                .casework
                .law_of(case)
                .map_or_else(|_| case.regime.clone(), |(regime, _)| regime.title.clone()),
            Self::Questions => words::count(stored.questions.len(), "question"),
            Self::Act => "A clarification, a payment, an extension, a transfer and the like".into(),
            Self::Closed => ended_by(&stored.stored.events)
                .map_or_else(String::new, |ended| choice(&ended.event, ended.on)),
        }
    }

    /// Its form as the record has it now.
    #[must_use]
    pub fn as_recorded(self, stored: &Stored) -> Typed {
        let typed = <Typed as Default>::default();
        let case = &stored.stored.case;
        let known = |value: &Option<String>| value.clone().unwrap_or_default();
        match self {
            Self::Subject => typed.with("subject", &stored.stored.subject),
            Self::Requester => {
                let who = &stored.requester;
                typed
                    .with("name", &known(&who.name))
                    .with("email", &known(&who.email))
                    .with("address", &known(&who.address))
                    .with("category", &known(&who.category))
            }
            Self::Received => typed
                .with("on-day", &case.received.day().to_string())
                .with("on-month", &case.received.month().to_string())
                .with("on-year", &case.received.year().to_string()),
            Self::Law => typed
                .with("regime", &case.regime)
                .with("calendar", &case.calendar),
            Self::Questions => {
                let asked = stored.questions.iter().map(|q| without_gaps(&q.body));
                typed.with("questions", &asked.collect::<Vec<_>>().join("\n\n"))
            }
            Self::Act | Self::Closed => typed,
        }
    }
}

/// The fields of a form with what was typed.
///
/// # Errors
/// A law that the configuration no longer has.
pub fn fields(
    site: &Site,
    desk: &AtDesk,
    wrong: Wrong,
    stored: &Stored,
    typed: &Typed,
) -> Result<Vec<Field>, Failure> {
    let text = |name: &str, label: &str| Field::text(name, label, typed.get(name));
    let mut fields = match wrong {
        Wrong::Subject => vec![text("subject", "Subject")],
        Wrong::Requester => {
            let mut kinds = vec![Choice::new("", "Not known")];
            kinds.extend(CATEGORIES.map(|(word, title)| Choice::new(word, title)));
            vec![
                text("name", "Name"),
                text("email", "Email address"),
                Field::textarea("address", "Postal address", typed.get("address"), 4, None),
                Field::select(
                    "category",
                    "Kind of requester",
                    Choice::with_chosen(&kinds, &[typed.get("category")]),
                ),
            ]
        }
        Wrong::Received => vec![Field::date(
            "on",
            "Day it reached the authority",
            typed.date_value("on"),
        )],
        Wrong::Law => law(site, typed),
        Wrong::Questions => vec![
            Field::textarea("questions", "Questions", typed.get("questions"), 12, Some(20_000))
                .hint("An empty line between two questions. Put one in to split a question, take one out to join two; take out what is none, such as a signature."),
        ],
        Wrong::Act => vec![acts(site, desk, stored, typed)?],
        Wrong::Closed => Vec::new(),
    };
    fields.push(
        Field::textarea("reason", "Why it is wrong", typed.get("reason"), 3, Some(2_000))
            .hint("It stands in the timeline. If the requester was told what is not so, they read it in a letter."),
    );
    Ok(fields)
}

fn law(site: &Site, typed: &Typed) -> Vec<Field> {
    let mut calendars = vec![Choice::new("", "The usual one of the law")];
    let law = site.casework.law();
    calendars.extend(law.calendars().map(|c| Choice::new(c.id(), c.title())));
    vec![
        Field::select(
            "regime",
            "Law",
            Choice::with_chosen(&laws(&site.casework.law()), &[typed.get("regime")]),
        ),
        Field::select(
            "calendar",
            "Public holidays",
            Choice::with_chosen(&calendars, &[typed.get("calendar")]),
        ),
    ]
}

/// What may be undone, the latest first.
fn acts(site: &Site, desk: &AtDesk, stored: &Stored, typed: &Typed) -> Result<Field, Failure> {
    let choices: Vec<Choice> = undoable(site, desk, stored)?
        .may
        .into_iter()
        .map(|(seq, label)| Choice::new(seq.to_string(), label))
        .collect();
    let field = Field::radios(
        "seq",
        "What did not happen?",
        Choice::with_chosen(&choices, &[typed.get("seq")]),
    );
    Ok(if choices.is_empty() {
        field.hint("There is nothing in the record that can be undone.")
    } else {
        field
    })
}

/// What helps to choose: what cannot be undone now, and why.
///
/// # Errors
/// A law that the configuration no longer has.
pub fn material(
    site: &Site,
    desk: &AtDesk,
    wrong: Wrong,
    stored: &Stored,
) -> Result<Vec<SummaryRow>, Failure> {
    match wrong {
        Wrong::Act => {
            let refused = undoable(site, desk, stored)?.refused.join("\n");
            Ok(Some(SummaryRow::new("What cannot be undone now", refused))
                .into_iter()
                .filter(|row| !row.value.is_empty())
                .collect())
        }
        Wrong::Questions => Ok(vec![SummaryRow::new("The request", stored.body.clone())]),
        Wrong::Closed => Ok(ended_by(&stored.stored.events)
            .map(|ended| SummaryRow::new("What closed it", choice(&ended.event, ended.on)))
            .into_iter()
            .collect()),
        Wrong::Subject | Wrong::Requester | Wrong::Received | Wrong::Law => Ok(Vec::new()),
    }
}

/// What was recorded and may be taken back.
struct Undoable {
    /// What may be undone now, by its place in the record.
    may: Vec<(i64, String)>,
    /// What may not, each with the reason.
    refused: Vec<String>,
}

fn undoable(site: &Site, desk: &AtDesk, stored: &Stored) -> Result<Undoable, Failure> {
    let case = &stored.stored.case;
    let (regime, calendar) = site.casework.law_of(case)?;
    let today = site.now().today;
    let circumstances = site
        .casework
        .circumstances(&regime, &calendar, desk.actor(), today);
    let mut found = Undoable {
        may: Vec::new(),
        refused: Vec::new(),
    };
    for (recorded, undone) in undoable_events(&stored.stored.events, &circumstances) {
        let label = choice(&recorded.event, recorded.on);
        match undone {
            Ok(()) => found.may.push((recorded.seq, label)),
            Err(why) => found
                .refused
                .push(format!("{label}: {}", words::sentence(&why.to_string()))),
        }
    }
    Ok(found)
}

/// What a form says is right.
///
/// # Errors
/// What is wrong with it, by field.
pub fn entered(wrong: Wrong, typed: &Typed) -> Result<ToCorrect, Vec<Invalid>> {
    let fault = |field, message: &str| vec![Invalid::new(field, message)];
    Ok(match wrong {
        Wrong::Subject => ToCorrect::Subject {
            subject: typed.text("subject"),
        },
        Wrong::Requester => ToCorrect::Requester {
            name: typed.text("name"),
            email: typed.text("email"),
            address: typed.text("address").replace("\r\n", "\n"),
            category: typed.text("category"),
        },
        Wrong::Received => {
            let on = typed.date("on").ok().flatten();
            let message = "Enter the day of receipt, like 23 11 2026";
            ToCorrect::Received {
                on: on.ok_or_else(|| fault("on", message))?,
            }
        }
        Wrong::Law => ToCorrect::Law {
            regime: typed.text("regime"),
            calendar: typed.some("calendar").map(str::to_owned),
        },
        Wrong::Questions => ToCorrect::Questions {
            questions: questions(typed.get("questions")),
        },
        Wrong::Act => {
            let seq = typed.get("seq").parse();
            ToCorrect::Undone {
                seq: seq.map_err(|_| fault("seq", "Choose what did not happen"))?,
            }
        }
        Wrong::Closed => ToCorrect::OpenAgain,
    })
}

/// Questions as they are typed: an empty line stands between two.
fn questions(typed: &str) -> Vec<String> {
    let mut questions = vec![String::new()];
    for line in typed.lines().map(str::trim) {
        match questions.last_mut() {
            Some(last) if line.is_empty() && !last.is_empty() => questions.push(String::new()),
            Some(last) if !line.is_empty() => {
                if !last.is_empty() {
                    last.push('\n');
                }
                last.push_str(line);
            }
            Some(_) | None => {}
        }
    }
    questions.retain(|question| !question.is_empty());
    questions
}
