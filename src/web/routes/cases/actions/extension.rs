//! The form that extends the time limit.

pub(super) use crate::casework::cases::actions::Extend;

use super::dates::{after, due_now, in_words};
use super::fields::{area, day, one, text};
use super::{ActionForm, Offer};
use crate::casework::Invalid;
use crate::domain::case::{Event, events};
use crate::domain::section::Section;
use crate::domain::words;
use crate::store::CasePage as Stored;
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::pages::form::{Choice, Field};
use crate::web::pages::parts::SummaryRow;
use crate::web::routes::cases::sections::to_weigh;
use crate::web::site::Site;

impl ActionForm for Extend {
    const LETTER_NEXT: bool = true;
    const CITED: bool = true;

    fn fields(typed: &Typed, offer: &Offer<'_>) -> Vec<Field> {
        let why = "Reason, as the requester will read it";
        let mut fields = vec![
            grounds(typed, offer),
            Field::date("until", "New due date", typed.date_value("until"))
                .hint("Leave it empty for the usual length. The requester is told this day."),
        ];
        fields.extend(weighed(typed, offer));
        fields.push(area(typed, "why", why, 5).hint(
            "Where sections are named, say why each applies, unless its name makes that plain.",
        ));
        fields
    }

    fn read(typed: &Typed) -> Result<Self, Vec<Invalid>> {
        let ground = typed.some("ground").map(str::to_owned);
        let exemptions = typed.all("exemptions").into_iter();
        Ok(Self {
            ground: ground.ok_or_else(|| one("ground", "Choose the ground"))?,
            until: day(typed, "until")?,
            exemptions: exemptions.map(Section::new).collect(),
            why: text(typed, "why"),
        })
    }

    fn consequence(site: &Site, stored: &Stored, _: &Typed) -> Result<Vec<SummaryRow>, Failure> {
        let (regime, _) = site.casework.law_of(&stored.stored.case)?;
        let mut rows = vec![due_now(site, stored)?];
        for ground in &regime.extension_grounds {
            let event = Event::Extended(events::Extended {
                ground: ground.id.clone(),
                until: None,
                exemptions: Vec::new(),
                digest: None,
            });
            // A ground without a usual length has no date until one is typed.
            if let Ok(then) = after(site, stored, &event) {
                let label = format!("Due then, {}", ground.title);
                rows.push(SummaryRow::new(label, in_words(then.due)));
            }
        }
        Ok(rows)
    }
}

fn grounds(typed: &Typed, offer: &Offer<'_>) -> Field {
    let grounds = offer.regime.extension_grounds.iter();
    let grounds: Vec<Choice> = grounds
        .map(|g| {
            let title = words::sentence(&g.title);
            let label = format!("{} ({})", title.trim_end_matches('.'), g.section);
            Choice::new(g.id.clone(), label)
        })
        .collect();
    // Of one there is nothing to choose.
    let ground = match &grounds[..] {
        [only] => only.value.clone(),
        _ => typed.text("ground"),
    };
    let choices = Choice::with_chosen(&grounds, &[&ground]);
    Field::radios("ground", "Ground", choices)
}

/// The sections a ground wants named, where there is such a ground.
fn weighed(typed: &Typed, offer: &Offer<'_>) -> Option<Field> {
    let mut grounds = offer.regime.extension_grounds.iter();
    let (ground, section) = grounds.find_map(|g| g.exemptions.as_ref().map(|s| (g, s)))?;
    let exemption = &offer.regime.words.exemption;
    let chosen = Choice::with_chosen(&to_weigh(offer.regime), &typed.all("exemptions"));
    let label = format!("Each {exemption} whose public interest is being weighed");
    let field = Field::checkboxes("exemptions", label, chosen);
    Some(field.hint(format!(
        "Needed for the ground \u{201c}{}\u{201d} ({section}). The notice names each.",
        ground.title
    )))
}
