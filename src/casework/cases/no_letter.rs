//! What is cleared where no letter goes: the law lets a further notice be left out, when one was given
//! for an earlier request (FOIA s.17(6)).

use crate::casework::Outgoing;
use crate::casework::mail::letters::paragraphs;
use crate::domain::case::Case;
use crate::domain::letter_kind::LetterKind;
use crate::domain::regime::Regime;
use crate::domain::words;
use crate::store::QuestionRow;

/// What stands in the place of a letter for whoever clears it: that none goes, and on what that rests.
pub(in crate::casework) fn no_letter(
    regime: &Regime,
    case: &Case,
    rows: &[QuestionRow],
) -> Outgoing {
    let grounds = case.questions.iter().filter_map(|question| {
        let relied = question.refusal.as_ref()?;
        Some((question, regime.refusal(&relied.ground)?))
    });
    let mut sections: Vec<String> = grounds
        .clone()
        .filter_map(|(_, ground)| ground.without_notice.as_ref())
        .map(crate::domain::section::Section::in_full)
        .collect();
    sections.dedup();
    let mut said = vec![format!(
        "No letter goes to the requester: a notice was given for an earlier request, and {} lets a further one be left out.",
        words::list(&sections)
    )];
    for (question, ground) in grounds {
        said.push(format!(
            "Question {} is refused under {} ({}).",
            question.number,
            ground.section.in_full(),
            ground.title
        ));
        let row = rows.iter().find(|row| row.number == question.number);
        said.extend(
            row.into_iter()
                .flat_map(|row| &row.reasons)
                .flat_map(|reasons| paragraphs(&reasons.why)),
        );
    }
    Outgoing {
        kind: LetterKind::Refusal,
        goes: false,
        to_name: String::new(),
        email: None,
        address: None,
        subject: "No letter goes".to_owned(),
        text: said.join("\n\n"),
        html: String::new(),
        documents: Vec::new(),
        attached: false,
        in_reply_to: None,
    }
}
