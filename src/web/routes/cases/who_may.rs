//! What somebody cannot do now, and who at the desk may do what was refused for what they are or
//! did before.

use super::actions::FormOf;
use crate::domain::case::{ActionKind, Actor, Case, Circumstances, Reason, Refusal, permit};
use crate::domain::role::Role;
use crate::domain::section::Section;
use crate::domain::words;
use crate::store::CasePage as Stored;
use crate::web::failure::Failure;
use crate::web::pages::cases::case::RefusedAction;
use crate::web::site::Site;

/// Whether somebody else may do it: what was refused hangs on the person.
const fn hangs_on_the_person(reason: &Reason) -> bool {
    matches!(
        reason,
        Reason::NotYours(_) | Reason::OwnDraft | Reason::OwnDecision(_)
    )
}

/// Whether the stage or the law would not have it at all.
const fn beside_the_point(reason: &Reason) -> bool {
    matches!(
        reason,
        Reason::WrongStage(..)
            | Reason::WrongRole(_)
            | Reason::NoFeesNotice
            | Reason::NoVariants(_)
            | Reason::NoReview(..)
            | Reason::NoLapse
            | Reason::NotAnswered
            | Reason::Because(_)
    )
}

/// Who may do what was refused, as a sentence; nothing where it hangs on something else. Where nobody
/// could do it now, whoever they are, why that is.
///
/// # Errors
/// What the database says.
pub async fn who_may(
    site: &Site,
    stored: &Stored,
    refusal: &Refusal,
    circumstances: &Circumstances<'_>,
) -> Result<String, Failure> {
    if !hangs_on_the_person(&refusal.reason) {
        return Ok(String::new());
    }
    let case = &stored.stored.case;
    if let Some(hindered) = hindered(case, refusal.action, circumstances) {
        return Ok(words::sentence(&hindered.reason.to_string()));
    }
    let cases = site.casework.cases();
    let may = cases.who_may(case, refusal.action, circumstances);
    let names = may.await?;
    Ok(if names.is_empty() {
        "Nobody at the desk can do it: a manager has to give somebody else an account, or an \
         authority of one person sets clearance.second_person to \u{201c}not_required\u{201d}."
            .to_owned()
    } else {
        format!("It can be done by {}.", words::list(&names))
    })
}

/// Why a manager who had no part in anything could not do it either; nothing where they could.
fn hindered(case: &Case, kind: ActionKind, circumstances: &Circumstances<'_>) -> Option<Refusal> {
    let manager = Circumstances {
        actor: Actor {
            role: Role::Manager,
            person: None,
        },
        ..*circumstances
    };
    permit(case, kind, &manager).err()
}

/// What cannot be done now although the stage would have it, and why.
///
/// # Errors
/// What the database says.
pub async fn refused(
    site: &Site,
    stored: &Stored,
    circumstances: &Circumstances<'_>,
) -> Result<Vec<RefusedAction>, Failure> {
    let mut lines = Vec::new();
    for kind in ActionKind::ALL {
        let Err(refusal) = permit(&stored.stored.case, kind, circumstances) else {
            continue;
        };
        // Where no manager could do it either, it does not hang on who asks.
        let for_a_manager = matches!(refusal.reason, Reason::NotYours(_))
            .then(|| hindered(&stored.stored.case, kind, circumstances))
            .flatten();
        let hindered = for_a_manager.as_ref().unwrap_or(&refusal);
        if beside_the_point(&hindered.reason) {
            continue;
        }
        let section = kind.section(circumstances.regime);
        let section = section.filter(|_| FormOf(kind).cited());
        let may = who_may(site, stored, &refusal, circumstances).await?;
        let reason = words::sentence(&refusal.reason.to_string());
        lines.push(RefusedAction {
            label: kind.title().to_owned(),
            reason: format!("{reason} {may}").trim_end().to_owned(),
            section: section.map(Section::to_string).unwrap_or_default(),
        });
    }
    Ok(lines)
}
