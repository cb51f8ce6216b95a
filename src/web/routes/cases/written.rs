//! What has to be written for a decision: the fields of each section, as the law asks for them.

use crate::casework::cases::reasons::reasons_field;
use crate::domain::case::{Outcome, limit_of};
use crate::domain::exemption::Test;
use crate::domain::regime::{Need, RefusalGround, Regime};
use crate::domain::section::Section;
use crate::domain::words;
use crate::web::forms::Typed;
use crate::web::pages::cases::decision::{SectionFields, Write};
use crate::web::pages::form::{Choice, Field};
use chrono::NaiveDate;

/// The fields of one section, in the order they are asked for.
struct Fields<'a> {
    section: &'a Section,
    typed: &'a Typed,
    fields: Vec<Field>,
}

impl Fields<'_> {
    fn area(&mut self, name: &str, label: &str, rows: u8, hint: Option<&str>) {
        let name = reasons_field(name, self.section);
        let value = self.typed.get(&name).to_owned();
        let field = Field::textarea(name, label, &value, rows, None);
        self.fields.push(match hint {
            Some(hint) => field.hint(hint),
            None => field,
        });
    }

    fn line(&mut self, name: &str, label: &str) {
        let name = reasons_field(name, self.section);
        let value = self.typed.get(&name).to_owned();
        self.fields.push(Field::text(name, label, &value));
    }

    fn day(&mut self, name: &str, label: &str) {
        let name = reasons_field(name, self.section);
        let value = self.typed.date_value(&name);
        self.fields.push(Field::date(name, label, value));
    }

    fn weighed(&mut self) {
        const ONE: Option<&str> = Some("One factor a line.");
        self.area("for_disclosure", "What speaks for disclosure", 3, ONE);
        self.area("for_withholding", "What speaks against it", 3, ONE);
        self.area("balance", "Where the balance lies, and why", 4, None);
    }

    fn completion(&mut self) {
        let label = "When it will be finished, and who prepares it";
        self.area("completion", label, 2, None);
    }
}

/// The second step of deciding a question.
pub fn of_a_question(regime: &Regime, typed: &Typed) -> Write {
    let outcome = Outcome::parse(typed.get("outcome"));
    let neither = outcome == Some(Outcome::NeitherConfirmedNorDenied);
    let gives = !matches!(
        outcome,
        Some(Outcome::Refused | Outcome::NeitherConfirmedNorDenied)
    );
    let answer = Field::textarea("answer", "Answer", typed.get("answer"), 8, None);
    let answer = answer.hint(if outcome == Some(Outcome::NotHeld) {
        "Where you searched."
    } else {
        "What you give, or say is enclosed."
    });
    let sections = typed.all("exemptions").into_iter().map(Section::new);
    let sections = sections.filter_map(|section| {
        let exemption = regime.exemption(&section)?;
        let test = exemption.test(&section)?;
        Some(SectionFields {
            title: format!("{section} {}", exemption.title_of(&section)),
            note: exemption.note.clone(),
            fields: fields_of(&section, test, neither, typed),
        })
    });
    Write {
        chosen: outcome.map_or("", Outcome::title).to_owned(),
        fields: if gives { vec![answer] } else { Vec::new() },
        sections: sections.collect(),
        submit: "Save the decision".to_owned(),
        back: "Change the outcome or the sections".to_owned(),
    }
}

/// The fields of a section a question rests on.
pub fn fields_of(section: &Section, test: Test, neither: bool, typed: &Typed) -> Vec<Field> {
    let mut of = Fields {
        section,
        typed,
        fields: Vec::new(),
    };
    if !neither {
        let hint = Some("In words that do not give it away.");
        of.area("withheld", "What is withheld", 3, hint);
    }
    of.area("why", "Why it applies", 4, None);
    if test.needs_harm() {
        let label = if neither {
            "The harm that saying whether it is held would do, or would be likely to do"
        } else {
            "The harm that disclosure would do, or would be likely to do"
        };
        of.area("harm", label, 4, None);
    }
    if test.opinion {
        of.line("opinion_by", "Qualified person");
        of.area("opinion", "Their opinion", 4, None);
        of.day("opinion_on", "Day they gave it");
    }
    if test.completion {
        of.completion();
    }
    if test.needs_public_interest() {
        of.weighed();
    }
    of.fields
}

/// The second step of refusing a request.
pub fn of_a_refusal(
    regime: &Regime,
    ground: &RefusalGround,
    received: NaiveDate,
    band: &str,
    typed: &Typed,
) -> Write {
    let mut of = Fields {
        section: &ground.section,
        typed,
        fields: Vec::new(),
    };
    of.area("why", "Why it applies", 5, None);
    if ground.needs(Need::Together) {
        let hint = Some("The references of requests logged here, one a line.");
        of.area("together", "Requests counted with this one", 3, hint);
    }
    if ground.needs(Need::Completion) {
        of.completion();
    }
    if ground.needs(Need::PublicInterest) {
        of.weighed();
    }
    if ground.needs(Need::Earlier) {
        of.line("earlier", "Reference of the earlier request");
        let day = Field::date(
            "earlier_on",
            "Day it was answered",
            typed.date_value("earlier_on"),
        );
        of.fields
            .push(day.hint("Leave it empty for a request logged here."));
    }
    if ground.advice {
        let hint = Some("One suggestion a line. The requester reads it word for word.");
        let label = "How the requester could ask so that you can answer";
        of.area("advice", label, 4, hint);
    }
    if ground.outcome == Outcome::RefusedOnCost {
        let hint = Some(
            "For example a field to record it in, or an index to search by. For whoever keeps the records: the requester does not read it. Leave it empty where you cannot tell.",
        );
        let label = "What would let it be found within the limit";
        of.area("cure", label, 2, hint);
    }
    let mut fields = Vec::new();
    if ground.needs(Need::Estimate) {
        let field = Field::number("hours", "Hours the work would take", typed.get("hours"));
        let limit =
            limit_of(regime, received, Some(band)).filter(|_| ground.needs(Need::OverLimit));
        fields.push(field.hint(match limit {
            Some((limit, band)) => format!(
                "It has to exceed the limit of {} hours ({}). Count only: {}.",
                band.hours,
                limit.section,
                words::list(&limit.countable)
            ),
            None => "For example 90 or 90:30.".to_owned(),
        }));
    }
    if let Some(section) = &ground.without_notice {
        let choice = Choice::new(
            "yes",
            format!(
                "A notice was given for an earlier request, and a further one cannot reasonably be expected: send none ({section})"
            ),
        );
        let chosen = Choice::with_chosen(&[choice], &[typed.get("without_notice")]);
        fields.push(Field::checkboxes("without_notice", "Notice", chosen));
    }
    Write {
        chosen: ground.outcome.title().to_owned(),
        fields,
        sections: vec![SectionFields {
            title: format!("{} {}", ground.section, ground.title),
            note: Some(ground.sentence.clone()),
            fields: of.fields,
        }],
        submit: "Save the refusal".to_owned(),
        back: "Change the ground".to_owned(),
    }
}
