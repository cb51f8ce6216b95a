//! The letter that answers a request, composed from how its questions were decided.

use crate::casework::mail::letters::{law_words, paragraphs};
use crate::domain::case::{Case, Outcome, Question as Decided, Reasons, Relied, limit_of};
use crate::domain::exemption::Test;
use crate::domain::regime::{Need, RefusalGround, Regime};
use crate::domain::section::Section;
use crate::domain::words;
use crate::mail::letters::{
    Cost, Earlier, Estimate, Frame, NotHeld, Opinion, PublicInterest, Question, Refusal, Refused,
    Release, ReviewRight, Unsaid, Withheld,
};
use crate::store::QuestionRow;

/// The letter that answers a request.
pub(in crate::casework) enum AnswerLetter {
    Release(Box<Release>),
    Refusal(Box<Refusal>),
    NotHeld(Box<NotHeld>),
}

/// Composes the answer. Where some was given, or questions ended differently, each is printed with
/// its answer; where all were refused, or nothing is held, the letter says so for the whole.
pub(in crate::casework) fn answer_letter(
    frame: Frame,
    regime: &Regime,
    review: ReviewRight,
    case: &Case,
    questions: &[QuestionRow],
    help: &str,
) -> AnswerLetter {
    let law = law_words(regime);
    let all = |is: fn(Outcome) -> bool| {
        let mut outcomes = case.questions.iter().map(|q| q.outcome);
        outcomes.all(|outcome| outcome.is_some_and(is))
    };
    let (withheld, unsaid) = parted(case, withheld(regime, case, questions));
    let refused = refused(regime, case, questions);
    let refused_under = notices(regime, case);
    if all(|o| o == Outcome::NotHeld) {
        return AnswerLetter::NotHeld(Box::new(NotHeld {
            frame,
            section: regime.notices.not_held.as_ref().map(Section::in_full),
            law,
            searches: questions
                .iter()
                .flat_map(|q| paragraphs(&q.answer))
                .collect(),
            elsewhere: paragraphs(help),
            review,
        }));
    }
    if all(|o| {
        let exempt = [Outcome::Refused, Outcome::NeitherConfirmedNorDenied];
        exempt.contains(&o) || o.refuses_the_request()
    }) {
        return AnswerLetter::Refusal(Box::new(Refusal {
            frame,
            law,
            withheld,
            unsaid,
            refused,
            refused_under,
            help: paragraphs(help),
            review,
        }));
    }
    AnswerLetter::Release(Box::new(Release {
        frame,
        law,
        questions: case
            .questions
            .iter()
            .filter_map(|q| {
                let row = questions.iter().find(|row| row.number == q.number)?;
                Some(Question {
                    number: usize::from(q.number),
                    asked: row.body.clone(),
                    decision: q.outcome.map_or("", Outcome::title).to_owned(),
                    answer: paragraphs(&row.answer),
                })
            })
            .collect(),
        files: Vec::new(),
        files_at: None,
        withheld,
        unsaid,
        refused,
        refused_under,
        gives: !all(|o| !matches!(o, Outcome::GrantedInFull | Outcome::GrantedInPart)),
        reuse: Some(help.trim().to_owned()).filter(|h| !h.is_empty()),
        review,
    }))
}

/// The questions that are refused without an exemption, as they stand: a review can have changed some.
fn refused_as_they_stand(case: &Case) -> impl Iterator<Item = (&Decided, &Relied)> {
    let stand = |q: &&Decided| q.stands().is_some_and(Outcome::refuses_the_request);
    let refused = case.questions.iter().filter(stand);
    refused.filter_map(|q| Some((q, q.refusal.as_ref()?)))
}

/// Where the law says what the notices of refusals without an exemption have to say.
pub(in crate::casework) fn notices(regime: &Regime, case: &Case) -> Option<String> {
    let grounds =
        refused_as_they_stand(case).filter_map(|(_, relied)| regime.refusal(&relied.ground));
    let mut sections: Vec<String> = grounds
        .filter_map(|ground| ground.notice.as_ref())
        .map(Section::in_full)
        .collect();
    sections.dedup();
    Some(words::list(&sections)).filter(|list| !list.is_empty())
}

/// What is withheld in answer to these questions, by question and section.
fn withheld(regime: &Regime, case: &Case, rows: &[QuestionRow]) -> Vec<Withheld> {
    let several = case.questions.len() > 1;
    let mut withheld = Vec::new();
    for question in &case.questions {
        let Some(outcome) = question.outcome.filter(|o| o.withholds()) else {
            continue;
        };
        let row = rows.iter().find(|row| row.number == question.number);
        for reasons in row.into_iter().flat_map(|row| &row.reasons) {
            withheld.push(Withheld {
                question: several.then(|| format!("question {}", question.number)),
                ..withheld_by(regime, outcome, reasons)
            });
        }
    }
    withheld
}

/// What is withheld, parted from what the authority neither confirms nor denies that it holds: a
/// letter that lists both as withheld would confirm it.
pub(in crate::casework) fn parted(
    case: &Case,
    all: Vec<Withheld>,
) -> (Vec<Withheld>, Option<Unsaid>) {
    let (unsaid, withheld): (Vec<Withheld>, Vec<Withheld>) = all
        .into_iter()
        .partition(|one| one.neither_confirmed_nor_denied);
    let neither = |q: &&Decided| q.stands() == Some(Outcome::NeitherConfirmedNorDenied);
    let numbers: Vec<u16> = case
        .questions
        .iter()
        .filter(neither)
        .map(|q| q.number)
        .collect();
    let unsaid = (!unsaid.is_empty()).then(|| Unsaid {
        questions: (numbers.len() < case.questions.len()).then(|| numbered(&numbers)),
        withheld: unsaid,
    });
    (withheld, unsaid)
}

pub(in crate::casework) fn withheld_by(
    regime: &Regime,
    outcome: Outcome,
    reasons: &Reasons,
) -> Withheld {
    let section = &reasons.section;
    let exemption = regime.exemption(section);
    let neither = outcome == Outcome::NeitherConfirmedNorDenied;
    let under = regime.ncnd_section(section).filter(|_| neither);
    let whole = exemption.filter(|_| under.is_some());
    // What the law does not ask for is not told as if it did.
    let test = exemption.and_then(|e| e.test(section));
    let asks = |needed: fn(Test) -> bool| test.is_none_or(needed);
    Withheld {
        section: under.unwrap_or(section).in_full(),
        title: whole.or(exemption).map_or_else(String::new, |e| {
            let part = e.title_of(section);
            if under == Some(section) {
                &e.title
            } else {
                part
            }
            .to_owned()
        }),
        question: None,
        because_of: under
            .filter(|under| *under != section)
            .map(|_| section.in_full()),
        neither_confirmed_nor_denied: neither,
        // To say what it is would be to say that it is held.
        information: if neither {
            String::new()
        } else {
            reasons.withheld.trim().trim_end_matches('.').to_owned()
        },
        why: paragraphs(&reasons.why),
        harm: if asks(Test::needs_harm) {
            paragraphs(&reasons.harm)
        } else {
            Vec::new()
        },
        opinion: opinion(exemption.and_then(|e| e.opinion.as_ref()), reasons),
        completion: if asks(|test| test.completion) {
            paragraphs(&reasons.completion)
        } else {
            Vec::new()
        },
        public_interest: weighed(reasons).filter(|_| asks(Test::needs_public_interest)),
    }
}

fn opinion(wanted: Option<&Section>, reasons: &Reasons) -> Option<Opinion> {
    Some(Opinion {
        by: reasons.opinion_by.trim().to_owned(),
        on: reasons.opinion_on?,
        text: paragraphs(&reasons.opinion),
        section: wanted?.in_full(),
    })
}

fn weighed(reasons: &Reasons) -> Option<PublicInterest> {
    let balance = reasons.balance.trim();
    (!balance.is_empty()).then(|| PublicInterest {
        for_disclosure: paragraphs(&reasons.for_disclosure),
        for_withholding: paragraphs(&reasons.for_withholding),
        balance: balance.to_owned(),
    })
}

/// What is refused without an exemption: questions refused together stand together.
pub(in crate::casework) fn refused(
    regime: &Regime,
    case: &Case,
    rows: &[QuestionRow],
) -> Vec<Refused> {
    let mut alike: Vec<(&Relied, &Reasons, Vec<u16>)> = Vec::new();
    for (question, relied) in refused_as_they_stand(case) {
        let row = rows.iter().find(|row| row.number == question.number);
        let Some(reasons) = row.and_then(|row| row.reasons.first()) else {
            continue;
        };
        match alike
            .iter_mut()
            .find(|(r, w, _)| *r == relied && *w == reasons)
        {
            Some((_, _, numbers)) => numbers.push(question.number),
            None => alike.push((relied, reasons, vec![question.number])),
        }
    }
    alike
        .into_iter()
        .filter_map(|(relied, reasons, numbers)| {
            let ground = regime.refusal(&relied.ground)?;
            Some(Refused {
                questions: (numbers.len() < case.questions.len()).then(|| numbered(&numbers)),
                ..refused_for(regime, case, ground, relied, reasons)
            })
        })
        .collect()
}

pub(in crate::casework) fn numbered(numbers: &[u16]) -> String {
    let listed: Vec<String> = numbers.iter().map(u16::to_string).collect();
    let noun = if numbers.len() == 1 {
        "question"
    } else {
        "questions"
    };
    format!("{noun} {}", words::list(&listed))
}

fn refused_for(
    regime: &Regime,
    case: &Case,
    ground: &RefusalGround,
    relied: &Relied,
    reasons: &Reasons,
) -> Refused {
    let asks = |need: Need| ground.needs.contains(&need);
    Refused {
        section: ground.section.in_full(),
        title: ground.title.clone(),
        questions: None,
        sentence: ground.sentence.clone(),
        why: paragraphs(&reasons.why),
        estimate: relied.minutes.map(|minutes| Estimate {
            time: words::time_spent(minutes),
            cost: cost(regime, case, relied, minutes),
        }),
        together: reasons
            .together
            .split_whitespace()
            .filter(|_| asks(Need::Together))
            .map(str::to_owned)
            .collect(),
        earlier: relied.earlier.map(|answered| Earlier {
            reference: reasons.earlier.trim().to_owned(),
            answered,
        }),
        completion: paragraphs(&reasons.completion)
            .into_iter()
            .filter(|_| asks(Need::Completion))
            .collect(),
        public_interest: weighed(reasons).filter(|_| asks(Need::PublicInterest)),
        advice: paragraphs(&reasons.advice),
        advice_section: regime.notices.advice.as_ref().map(Section::in_full),
    }
}

fn cost(regime: &Regime, case: &Case, relied: &Relied, minutes: u32) -> Option<Cost> {
    let band = relied.band.as_deref()?;
    let (limit, band) = limit_of(regime, case.received, Some(band))?;
    let sum = u64::from(minutes) * u64::from(limit.hourly_rate) * 100 / 60;
    let whole = |units: u32| limit.currency.amount(units.saturating_mul(100));
    Some(Cost {
        rate: whole(limit.hourly_rate),
        sum: limit
            .currency
            .amount(u32::try_from(sum).unwrap_or(u32::MAX)),
        limit: whole(band.sum),
        limit_time: words::count(band.hours as usize, "hour"),
        section: limit.section.in_full(),
        counted: words::list(&limit.countable),
    })
}
