//! The form that refuses a request, or one question of it, on a ground that is no exemption: the ground
//! first, then what has to be written for it.

pub(super) use crate::casework::cases::actions::Refuse;

use super::ActionForm;
use super::fields::{day, minutes, one};
use super::reasons::{reasons_typed, with_reasons};
use crate::casework::Invalid;
use crate::casework::cases::actions::DecideQuestion;
use crate::domain::case::{ActionKind, Relied};
use crate::domain::regime::{RefusalGround, Regime};
use crate::domain::section::Section;
use crate::store::CasePage as Stored;
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::links;
use crate::web::pages::cases::decision::Choose;
use crate::web::pages::form::{Choice, Field};
use crate::web::pages::parts::Link;
use crate::web::routes::cases::deciding::{Decides, Heading, Shown, Writes};
use crate::web::routes::cases::written::of_a_refusal;

impl ActionForm for Refuse {
    fn read(typed: &Typed) -> Result<Self, Vec<Invalid>> {
        let numbers = typed.all("numbers").into_iter();
        let Some(ground) = typed.some("ground") else {
            return Err(one("ground", "Choose the ground"));
        };
        Ok(Self {
            numbers: numbers.filter_map(|number| number.parse().ok()).collect(),
            relied: Relied {
                ground: ground.to_owned(),
                minutes: minutes(typed)?,
                earlier: day(typed, "earlier_on")?,
                without_notice: typed.ticked("without_notice"),
                ..Relied::default()
            },
            reasons: Box::new(reasons_typed(Section::new(typed.get("section")), typed)?),
        })
    }
}

impl Decides for Refuse {
    const KIND: ActionKind = ActionKind::Refuse;
    const CHOICE: &'static str = "ground";

    /// On what ground it was refused before.
    fn begun_for(
        stored: &Stored,
        regime: &Regime,
        question: Option<u16>,
    ) -> Result<Typed, Failure> {
        let case = &stored.stored.case;
        let numbers: Vec<u16> = match question {
            Some(number) => vec![number],
            None => case.questions.iter().map(|q| q.number).collect(),
        };
        let mut questions = case.questions.iter();
        let first = questions.find(|q| numbers.first() == Some(&q.number));
        let first = first.ok_or(Failure::NotFound)?;
        let mut typed = Typed::default();
        for number in &numbers {
            typed = typed.with("numbers", &number.to_string());
        }
        let relied = first.refusal.as_ref();
        let Some((relied, ground)) = relied.and_then(|r| Some((r, regime.refusal(&r.ground)?)))
        else {
            return Ok(typed);
        };
        let typed = with_relied(typed.with("ground", &ground.id), relied);
        let row = stored.questions.iter().find(|q| q.number == first.number);
        Ok(row.map_or(typed.clone(), |row| with_reasons(typed, row)))
    }

    fn said(regime: &Regime, typed: &Typed) -> String {
        let section = ground(regime, typed).map_or_else(String::new, |g| g.section.to_string());
        format!(
            "Refused under {section}. The draft can go for clearance once every question has an outcome."
        )
    }

    fn unfit(regime: &Regime, typed: &Typed) -> Vec<Invalid> {
        match ground(regime, typed) {
            Some(_) => Vec::new(),
            None => one("ground", "Choose the ground"),
        }
    }

    fn heading(stored: &Stored, typed: &Typed) -> Heading {
        let several = stored.questions.len() > 1;
        match typed.all("numbers")[..] {
            [one] if several => (
                format!("Refuse question {one}"),
                "On a ground that is about the request, such as its cost, and not about the information.",
            ),
            _ => (
                "Refuse the whole request".to_owned(),
                "On a ground that is about the request, such as its cost, and not about the information. Every question is decided by it, also one that was decided before.",
            ),
        }
    }

    fn choose(shown: &Shown<'_>, typed: &Typed, _: &[Section]) -> Choose {
        let grounds: Vec<Choice> = shown.regime.refusals.iter().map(choice).collect();
        let grounds = Choice::with_chosen(&grounds, &[typed.get("ground")]);
        Choose {
            choice: Field::radios("ground", "Ground", grounds),
            finder: None,
            instead: instead(shown, typed),
        }
    }

    fn write(shown: &Shown<'_>, typed: &Typed) -> Writes {
        let regime = &shown.regime;
        let Some(ground) = ground(regime, typed) else {
            return DecideQuestion::write(shown, typed);
        };
        let received = shown.stored.stored.case.received;
        let band = &shown.site.casework.settings.law.cost_band;
        Writes {
            write: of_a_refusal(regime, ground, received, band, typed),
            carries: &["numbers", "ground"],
            // The fields of the ground are named by it.
            section: Some(ground.section.clone()),
        }
    }
}

fn ground<'a>(regime: &'a Regime, typed: &Typed) -> Option<&'a RefusalGround> {
    regime.refusal(typed.get("ground"))
}

fn choice(ground: &RefusalGround) -> Choice {
    let label = format!("{} {}", ground.section, ground.title);
    let choice = Choice::new(ground.id.clone(), label);
    if ground.uncertain {
        choice.hint("Not checked against the text in force: have it read first.")
    } else {
        choice
    }
}

/// The form with what a refusal rested on before.
fn with_relied(mut typed: Typed, relied: &Relied) -> Typed {
    if let Some(minutes) = relied.minutes {
        let hours = format!("{}:{:02}", minutes / 60, minutes % 60);
        typed = typed.with("hours", &hours);
    }
    if let Some(on) = relied.earlier {
        typed = typed.with_date("earlier_on", on);
    }
    if relied.without_notice {
        typed = typed.with("without_notice", "yes");
    }
    typed
}

/// The form of a decision, which decides the same question.
fn instead(shown: &Shown<'_>, typed: &Typed) -> Option<Link> {
    let [one] = typed.all("numbers")[..] else {
        return None;
    };
    let reference = &shown.stored.stored.reference;
    Some(Link::new(
        format!("Decide question {one} on the information itself"),
        links::decision(reference, one.parse().ok()),
    ))
}
