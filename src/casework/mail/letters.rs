//! Writing letters in the deciding transaction: contexts from the case, queued with it.

use crate::casework::{CaseworkFault, Letters, Moment};
use crate::domain::case::{Actor, Case, Channel, SecondPerson};
use crate::domain::deadline::{Deadlines, Step as Explained};
use crate::domain::regime::{AskedFrom, ComplaintFrom, DecidedDate, Limit, Regime};
use crate::domain::section::Section;
use crate::domain::words;
use crate::mail::letters::{
    Acknowledgement, AskForReview, Contact, Frame, LawWords, LetterContext, Link, Post, Regulator,
    ReviewRight, Step,
};
use crate::store::{Opener, RequesterRow, StoredCase, Unit};
use chrono::NaiveDate;

impl Letters<'_> {
    /// Puts a letter into the outbox and on the case's record.
    pub(in crate::casework) async fn queue<C: LetterContext>(
        &self,
        unit: &Unit,
        stored: &mut StoredCase,
        requester: &RequesterRow,
        letter: &C,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let letter = self.outbox().outgoing(requester, letter)?;
        self.outbox()
            .post(unit, stored, (&letter, Actor::SYSTEM), now)
            .await
    }

    /// What every letter has around its body.
    pub(crate) fn frame(
        &self,
        case: Opener<'_>,
        requester: &RequesterRow,
        today: NaiveDate,
    ) -> Frame {
        let authority = self.authority();
        let name = requester.name.as_deref().and_then(name_of_a_person);
        Frame {
            authority: authority.name.clone(),
            signed: match &self.settings.mail.from_name {
                Some(name) if *name != authority.name => name.clone(),
                Some(_) | None => "Information Rights".into(),
            },
            email: authority.email.clone(),
            postal_address: authority.postal_address.clone(),
            requester: name.unwrap_or("Sir or Madam").to_owned(),
            closing: if name.is_some() {
                "Yours sincerely"
            } else {
                "Yours faithfully"
            },
            reference: case.reference.to_owned(),
            status: Some(Link {
                address: self.status_url(case),
                find: format!(
                    "{}/requests/find",
                    self.settings.web.base_url.trim_end_matches('/')
                ),
                code: self.keys.code(case),
            }),
            post: requester.email.is_none().then(|| Post {
                date: today,
                to: postal_lines(requester),
            }),
        }
    }

    /// The address of a requester's page.
    #[must_use]
    pub fn status_url(&self, case: Opener<'_>) -> String {
        format!(
            "{}/status/{}",
            self.settings.web.base_url.trim_end_matches('/'),
            self.keys.status_token(case)
        )
    }
}

/// The acknowledgement of a request.
pub(crate) fn acknowledgement(
    frame: Frame,
    case: &Case,
    regime: &Regime,
    deadlines: &Deadlines,
    text: &str,
) -> Acknowledgement {
    Acknowledgement {
        frame,
        law: law_words(regime),
        received: case.received,
        due: deadlines.due,
        provisional: deadlines
            .due
            .is_some_and(|due| deadlines.is_provisional(due)),
        limit: limit_words(case.limit(regime)),
        steps: steps(deadlines),
        request: repeated(case, text),
    }
}

/// The name to address somebody by, where what is known is one: whoever wrote without giving a name
/// is known by their email address.
fn name_of_a_person(name: &str) -> Option<&str> {
    Some(name.trim()).filter(|name| !name.is_empty() && !name.contains('@'))
}

/// Where a letter to a postal address goes: the name and the address, line by line.
#[must_use]
pub fn postal_lines(requester: &RequesterRow) -> Vec<String> {
    let known = [&requester.name, &requester.address];
    let lines = known.into_iter().flatten().flat_map(|text| text.lines());
    let lines = lines.map(|line| line.trim().trim_end_matches(',').to_owned());
    lines.filter(|line| !line.is_empty()).collect()
}

/// How the law of a case is named and cited in letters.
pub(in crate::casework) fn law_words(regime: &Regime) -> LawWords {
    LawWords {
        name: regime.title.clone(),
        exemption: regime.words.exemption.clone(),
        exemptions: format!("{}s", regime.words.exemption),
        time_limit: regime.limit.section.in_full(),
        refusal: cited(regime.notices.refusal.as_ref()),
        advice: regime.notices.advice.as_ref().map(Section::in_full),
    }
}

/// Who will decide a review, as a sentence; nothing where the regime has no rule about it.
pub(in crate::casework) fn who_reviews(
    regime: &Regime,
    second_person: SecondPerson,
) -> Option<String> {
    regime.review.somebody_else.as_ref()?;
    let who = match second_person {
        SecondPerson::Required => "Somebody who had no part in the decision will review it.",
        SecondPerson::NotRequired => {
            "Nobody else here can review it, so the person who decided your request may review it too."
        }
    };
    Some(who.to_owned())
}

/// What a requester can do who is not content: what the regime's file has, and nothing else.
pub(in crate::casework) fn review_right(
    case: &Case,
    regime: &Regime,
    deadlines: &Deadlines,
    second_person: SecondPerson,
) -> ReviewRight {
    let open = case
        .review_requested
        .filter(|_| case.review_open)
        .map(|asked| open_review(asked, deadlines));
    let ask = regime.has_review().then(|| AskForReview {
        by: who_reviews(regime, second_person),
        within: regime
            .review
            .request
            .as_ref()
            .map(|limit| match regime.review.request_from {
                AskedFrom::Answer => format!("{} of receiving this letter", limit_words(limit)),
                AskedFrom::LastDayOrLaterAnswer => format!(
                    "{} of the last day for our answer, or of receiving it if that was later",
                    limit_words(limit)
                ),
            }),
        last_day: deadlines.review_request_by,
        decide_within: regime.review.decision.as_ref().map(limit_words),
    });
    let after = regime.regulator.as_ref().is_some_and(|r| match r.from {
        ComplaintFrom::FinalResponse | ComplaintFrom::Review => true,
        ComplaintFrom::Response | ComplaintFrom::ResponseOrLastDay => false,
    });
    let rests_on = match (&open, &ask) {
        (Some(_), _) => deadlines.disputed_of(&[DecidedDate::ReviewDue]),
        (None, Some(_)) => deadlines.disputed_of(&[DecidedDate::ReviewRequestBy]),
        (None, None) => Vec::new(),
    };
    ReviewRight {
        disputed: rests_on,
        then: after && (open.is_some() || ask.is_some()),
        open,
        ask,
        regulator: regulator(regime),
    }
}

/// That the review asked for because no answer came looks at the answer too.
fn open_review(asked: NaiveDate, deadlines: &Deadlines) -> String {
    let by = deadlines.review_due.map_or_else(
        || "You will hear what it came to.".to_owned(),
        |by| {
            let by = words::long_date(by);
            format!("You will hear what it came to by {by}.")
        },
    );
    let asked = words::long_date(asked);
    format!(
        "On {asked} you asked us for a review because our answer was late. It looks at this answer too: if you are not content with it, write to us and say why. {by}"
    )
}

/// Who decides on complaints about the authority, where the law has somebody.
pub(in crate::casework) fn regulator(regime: &Regime) -> Option<Regulator> {
    let regulator = regime.regulator.as_ref()?;
    let website = Some(regulator.website.clone()).filter(|website| !website.is_empty());
    let reached = website.is_some() || !regulator.postal_address.is_empty();
    Some(Regulator {
        name: format!("the {}", regulator.name),
        contact: reached.then(|| Contact {
            postal_address: regulator.postal_address.clone(),
            website,
        }),
        complain_within: regulator.within.as_ref().map(|limit| {
            let from = match regulator.from {
                ComplaintFrom::Response | ComplaintFrom::ResponseOrLastDay => {
                    "our answer to your request"
                }
                ComplaintFrom::FinalResponse | ComplaintFrom::Review => "our last answer",
            };
            format!("{} of {from}", limit_words(limit))
        }),
    })
}

/// A period in words: `20 working days`.
pub(in crate::casework) fn limit_words(limit: &Limit) -> String {
    limit.in_words()
}

/// The arithmetic as letters print it.
pub(in crate::casework) fn steps(deadlines: &Deadlines) -> Vec<Step> {
    deadlines.told_to_requesters().map(step).collect()
}

/// One step of it.
pub(in crate::casework) fn step(step: &Explained) -> Step {
    Step {
        on: step.on,
        text: step.text.clone(),
        section: step.section.as_ref().map(Section::in_full),
    }
}

/// What an acknowledgement repeats of a request: all of it, or the beginning of a long one that
/// the requester has in their own email.
fn repeated(case: &Case, text: &str) -> Vec<String> {
    const BEGINNING: usize = 1_500;
    let end = text.char_indices().nth(BEGINNING).map(|(at, _)| at);
    let Some(end) = end.filter(|_| case.channel == Channel::Email) else {
        return paragraphs(text);
    };
    let beginning = &text[..end];
    let whole_words = beginning.rfind(char::is_whitespace).unwrap_or(end);
    let mut repeated = paragraphs(&beginning[..whole_words]);
    repeated.push("(The rest stands in your own message.)".to_owned());
    repeated
}

/// The paragraphs of what somebody typed.
pub(in crate::casework) fn paragraphs(text: &str) -> Vec<String> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

pub(in crate::casework) fn cited(section: Option<&Section>) -> String {
    section.map(Section::in_full).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::Event;
    use crate::domain::case::events;
    use chrono::NaiveDate;

    fn case(channel: Channel) -> Case {
        let event = Event::Logged(events::Logged {
            regime: "uk-foia-2000".into(),
            calendar: "uk-any-part".into(),
            channel,
            questions: 1,
            digest: String::new(),
            entered: None,
        });
        Case::begin(&event, NaiveDate::default()).unwrap()
    }

    #[test]
    fn a_long_email_is_repeated_in_part_and_whatever_came_otherwise_whole() {
        let long = "How many drones?\n".repeat(200);
        assert_eq!(repeated(&case(Channel::WebForm), &long).len(), 200);
        let email = repeated(&case(Channel::Email), &long);
        let characters: usize = email.iter().map(|line| line.chars().count() + 1).sum();
        assert!((1_400..1_600).contains(&characters), "{characters}");
        assert!(email.last().unwrap().contains("your own message"));
        assert!(
            email[..email.len() - 1]
                .iter()
                .all(|line| "How many drones?".starts_with(line.as_str()))
        );
        assert_eq!(repeated(&case(Channel::Email), "How many?"), ["How many?"]);
        assert!(!repeated(&case(Channel::Email), &"é".repeat(5_000)).is_empty());
    }
}
