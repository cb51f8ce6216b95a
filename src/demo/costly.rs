//! What the generated authority cannot find within the cost limit, and what would let it.

use super::dice::Dice;
use super::themes::Theme;
use crate::domain::case::Reasons;

/// The ground of the law.
pub(super) const GROUND: &str = "cost_limit";

/// Requests on a theme of which some are refused on their cost.
struct Costly {
    /// The first title of the theme.
    theme: &'static str,
    /// Of a thousand.
    of_thousand: u64,
    /// The least and the most hours the work would take.
    hours: (u64, u64),
    why: &'static str,
    advice: &'static str,
    /// What would let it be found; empty where nobody said.
    cure: &'static str,
}

const COSTLY: [Costly; 4] = [
    Costly {
        theme: "Body-worn video",
        of_thousand: 230,
        hours: (28, 64),
        why: "Why footage was deleted stands in the log of each camera, and 2,300 logs would have to be read.",
        advice: "Ask about one station and one month.",
        cure: "A field for the reason of a deletion in the footage system",
    },
    Costly {
        theme: "Drink spiking",
        of_thousand: 200,
        hours: (20, 45),
        why: "Spiking has no offence code of its own, and every report of an assault would have to be read.",
        advice: "Ask for the offences that have a code.",
        cure: "An index over the text of crime reports",
    },
    Costly {
        theme: "Missing persons",
        of_thousand: 150,
        hours: (22, 90),
        why: "Whether a child was in care stands in the notes of each report.",
        advice: "Ask for one district.",
        cure: "A flag \u{201c}missing from care\u{201d} on the report",
    },
    Costly {
        theme: "Officer misconduct",
        of_thousand: 110,
        hours: (19, 40),
        why: "The allegation is in the papers of each hearing, which are on paper.",
        advice: "Ask about the hearings of one year.",
        cure: "",
    },
];

/// The minutes a request on a theme would take and the reasons it is refused for; nothing where it
/// is answered.
pub(super) fn refused(dice: &mut Dice, theme: &Theme) -> Option<(u32, Reasons)> {
    let of_theme = |costly: &&Costly| theme.titles.first() == Some(&costly.theme);
    let costly = COSTLY.iter().find(of_theme)?;
    if !dice.per_mille(costly.of_thousand) {
        return None;
    }
    let hours = dice.between(costly.hours.0, costly.hours.1);
    let said = dice.per_mille(700);
    let reasons = Reasons {
        why: costly.why.into(),
        advice: costly.advice.into(),
        cure: if said {
            costly.cure.into()
        } else {
            String::new()
        },
        ..Reasons::default()
    };
    Some((u32::try_from(hours * 60).unwrap_or(u32::MAX), reasons))
}
