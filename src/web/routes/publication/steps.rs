//! The forms of the steps a decision takes, and what was typed into them.

use crate::casework::publication::publish::{Check, Taken};
use crate::casework::secrets::form_token;
use crate::domain::publication::board::Stage;
use crate::domain::publication::disclosure::base_of;
use crate::domain::words;
use crate::store::DecisionRow;
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::links;
use crate::web::pages::form::{Choice, Field, FormErrors, Hidden};
use crate::web::pages::parts::SummaryRow;
use crate::web::pages::topics::form::TopicForm;
use crate::web::site::Site;

/// Titles told of what the check does not know.
const UNKNOWN_TOLD: usize = 5;

/// A step as it was typed.
pub(super) fn step_of(noun: &str, form: &Typed) -> Result<Taken, Failure> {
    Ok(match noun {
        "preparations" => Taken::Prepare,
        "checks" => Taken::Check(match form.get("how_checked") {
            "no_counts" => Check::NoCounts(form.text("table")),
            "table" => Check::Table(form.text("table")),
            "rounded" => Check::Rounded(form.text("table")),
            _ => Check::ByHand(form.text("how")),
        }),
        "endings" => Taken::End {
            reason: form.text("reason"),
        },
        "issues" => Taken::Publish {
            title: form.text("title"),
            address: form.text("address"),
        },
        _ => return Err(Failure::NotFound),
    })
}

/// The form of a step.
pub(super) async fn page_of_step(
    site: &Site,
    row: &DecisionRow,
    noun: &str,
    typed: &Typed,
) -> Result<TopicForm, Failure> {
    let threshold = site.casework.weights.disclosure.threshold;
    let base = base_of(threshold);
    let checks = [
        Choice::new("table", "Leave small counts out of the table below")
            .hint("It is held against every table published before, so that no two of them give a count away."),
        Choice::new("rounded", format!("Round every number of the table below to {base}"))
            .hint("Says less, and can be done where too much would have to be left out."),
        Choice::new("no_counts", "It holds no counts of people")
            .hint("Paste its text below: it is looked through."),
        Choice::new("by_hand", "It was checked by hand")
            .hint("Later tables are not held against this one."),
    ];
    let (heading, explanation, submit, fields) = match noun {
        "preparations" => (
            "Begin to prepare it",
            "The board shows it as being prepared.".to_owned(),
            "Begin",
            vec![],
        ),
        "checks" => (
            "Record the disclosure check",
            format!("Counts of people from 1 to {} are left out, and enough others that the totals do not give them back.", threshold - 1),
            "Record the check",
            vec![
                Field::radios("how_checked", "How it is checked", Choice::with_chosen(&checks, &[typed.get("how_checked")])),
                Field::textarea("table", "The table of counts, or the text that holds none", typed.get("table"), 8, None)
                    .hint("A heading line, then a line for each row with its name first; commas or tabs between. Name the same rows and columns as in earlier editions, and a quarter or a year by its name. Its true counts are kept, and shown to nobody."),
                Field::textarea("how", "How it was checked by hand", typed.get("how"), 3, None),
            ],
        ),
        "issues" => (
            "Publish it",
            "The public register names it, and those who asked to be told get a letter.".to_owned(),
            "Publish",
            vec![
                Field::text("title", "Title", typed.get("title")),
                Field::text("address", "Address of the page", typed.get("address")).hint("Begins with https://"),
            ],
        ),
        "endings" => ending(row, typed),
        _ => return Err(Failure::NotFound),
    };
    let id = row.id;
    Ok(TopicForm {
        back: row.kind().title(),
        back_href: links::publication_decision(id),
        heading: heading.to_owned(),
        about: row.label.clone(),
        explanation,
        stands: Vec::new(),
        material: match noun {
            "checks" => unknown(&site.casework.disclosure().unknown_tables().await?),
            _ => Vec::new(),
        },
        fields,
        hidden: vec![Hidden::new("stage", row.stage().as_str())],
        action: links::take_step(id, noun),
        submit: submit.to_owned(),
        submission: form_token()?.to_string(),
        errors: FormErrors::default(),
    })
}

/// The form that ends a decision: its heading, what it does, its button and its fields.
fn ending(row: &DecisionRow, typed: &Typed) -> (&'static str, String, &'static str, Vec<Field>) {
    let reason = Field::textarea(
        "reason",
        "Reason, as the public will read it",
        typed.get("reason"),
        4,
        None,
    );
    match row.stage() {
        Stage::Published => (
            "Withdraw it",
            "The public no longer finds it. Its page and the register say that it was withdrawn, when and why. What stands at its address you take down yourself.".to_owned(),
            "Withdraw it",
            vec![reason],
        ),
        Stage::Decided | Stage::Preparing | Stage::Checked | Stage::Ended => (
            "End this decision",
            "Nothing more is done by it. The register keeps it, and says that it was ended, when and why.".to_owned(),
            "End it",
            vec![reason],
        ),
    }
}

/// What the check does not know, where there is anything.
fn unknown(titles: &[String]) -> Vec<SummaryRow> {
    if titles.is_empty() {
        return Vec::new();
    }
    let told: Vec<String> = titles
        .iter()
        .take(UNKNOWN_TOLD)
        .map(|title| format!("\u{201c}{title}\u{201d}"))
        .collect();
    let more = match titles.len().saturating_sub(UNKNOWN_TOLD) {
        0 => String::new(),
        more => format!(" and {} more", words::thousands(more)),
    };
    vec![SummaryRow::new(
        "Not known to this check",
        format!(
            "The tables of {}{more} were checked by hand, or printed before their counts were kept. Hold your table against them yourself.",
            told.join(", ")
        ),
    )]
}
