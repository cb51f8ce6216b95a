//! The table of what may be done at which stage and by whom, as a lawyer has read it.

use super::*;
use daylight::domain::case::actions;

/// What has to happen for a case to stand somewhere, in the order it happens.
fn situations() -> Vec<(&'static str, Vec<(Action, Role)>)> {
    let officer = |action| (action, Role::Officer);
    let seek = officer(Action::SeekClarification(actions::SeekClarification {
        digest: String::new(),
    }));
    let fee = officer(Action::IssueFeesNotice(actions::IssueFeesNotice {
        amount: 5000,
        digest: String::new(),
    }));
    let allocated = vec![officer(ALLOCATE)];
    let grown = |before: &[(Action, Role)], more: Vec<(Action, Role)>| {
        before.iter().cloned().chain(more).collect::<Vec<_>>()
    };
    let asked = grown(&allocated, vec![seek]);
    let reply = Action::ReceiveReply(actions::ReceiveReply {
        digest: String::new(),
        channel: Channel::WebForm,
        before_question: false,
    });
    let reply = (reply, Role::Requester);
    let searching = grown(
        &allocated,
        vec![officer(Action::StartSearch(actions::StartSearch))],
    );
    let drafting = grown(
        &searching,
        vec![officer(Action::StartDraft(actions::StartDraft))],
    );
    let decided = grown(&drafting, vec![officer(decide(1, Outcome::NotHeld, &[]))]);
    let clearance = grown(&decided, vec![officer(SEND)]);
    let ready = grown(&clearance, vec![(CLEAR, Role::Manager)]);
    let answered = grown(&ready, vec![officer(Action::Answer(actions::Answer))]);
    let ask = Action::RequestReview(actions::RequestReview {
        digest: None,
        accepted: false,
    });
    let review = grown(&answered, vec![officer(ask)]);
    let closed = grown(&answered, vec![officer(Action::Close(actions::Close))]);
    vec![
        ("Received", vec![]),
        ("Allocated", allocated.clone()),
        ("Clarification sought", asked.clone()),
        (
            "Clarification sought, and a reply waits",
            grown(&asked, vec![reply]),
        ),
        (
            "Allocated, and a fees notice is open",
            grown(&allocated, vec![fee]),
        ),
        ("Searching", searching),
        ("Drafting, nothing decided", drafting),
        ("Drafting, every question decided", decided),
        ("Clearance", clearance),
        ("Ready to send", ready),
        ("Answered", answered),
        ("Review", review),
        ("Closed", closed),
    ]
}

/// Where the law speaks of what an action does.
fn section_of(kind: ActionKind, case: &Case, regime: &Regime) -> String {
    let section = match kind {
        ActionKind::SeekClarification | ActionKind::RecordClarification => {
            Some(&regime.clarification.section)
        }
        // A question left unanswered lapses by no limit of the fees.
        ActionKind::Lapse if case.awaiting_clarification => Some(&regime.clarification.section),
        ActionKind::IssueFeesNotice => Some(&regime.notices.fees),
        ActionKind::RecordPayment => Some(&regime.fees.section),
        ActionKind::Lapse => regime.fees.answer_within.as_ref().map(|l| &l.section),
        ActionKind::Extend => regime.ground(None).map(|g| &g.section),
        ActionKind::ChooseVariant => regime.variants.first().map(|v| &v.limit.section),
        ActionKind::DecideQuestion => regime.notices.refusal.as_ref(),
        ActionKind::Refuse => {
            let grounds = regime.refusals.iter();
            let sections: Vec<&str> = grounds.map(|ground| ground.section.as_str()).collect();
            return format!(" ({})", sections.join(", "));
        }
        ActionKind::Answer => Some(&regime.limit.section),
        ActionKind::Transfer | ActionKind::TransferInPart => Some(&regime.transfer.section),
        ActionKind::RequestReview => regime.review.request.as_ref().map(|l| &l.section),
        ActionKind::CompleteReview => regime.review.decision.as_ref().map(|l| &l.section),
        ActionKind::Allocate
        | ActionKind::StartSearch
        | ActionKind::StartDraft
        | ActionKind::SendForClearance
        | ActionKind::Clear
        | ActionKind::ReturnToDraft
        | ActionKind::RecordEffort
        | ActionKind::Close
        | ActionKind::Withdraw
        | ActionKind::WriteLetter
        | ActionKind::AddNote
        | ActionKind::ReceiveReply
        | ActionKind::AskToWithdraw
        | ActionKind::GiveAddress
        | ActionKind::DealWith => None,
    };
    section
        .map(|section| format!(" ({section})"))
        .unwrap_or_default()
}

/// The table as a lawyer reads it.
fn stage_by_action() -> String {
    let law = law("uk-foia-2000");
    let roles = [Role::Officer, Role::Manager, Role::Requester, Role::System];
    let mut text = String::from(
        "What may be done to a request, at which stage and by whom, and why not.\n\
         Freedom of Information Act 2000; received on 1 September 2025, seen on 10 September.\n\
         The requester and the program do nothing but what is said of them; an officer and a\n\
         manager are people who had no part in the answer.\n",
    );
    for (title, actions) in situations() {
        let mut case = case(1);
        for (action, role) in &actions {
            law.take(&mut case, action, "2025-09-10", *role).unwrap();
        }
        text.push_str(&format!("\n{title}\n"));
        for kind in ActionKind::ALL {
            let mut may = Vec::new();
            let mut not: Vec<(String, Vec<&str>)> = Vec::new();
            for role in roles {
                let circumstances = Circumstances {
                    actor: somebody_else(role),
                    ..law.at("2025-09-10", role)
                };
                match permit(&case, kind, &circumstances) {
                    Ok(()) => may.push(role.as_str()),
                    Err(refusal) => {
                        let reason = refusal.reason.to_string();
                        match not.iter_mut().find(|(r, _)| *r == reason) {
                            Some((_, roles)) => roles.push(role.as_str()),
                            None => not.push((reason, vec![role.as_str()])),
                        }
                    }
                }
            }
            let may = match may.as_slice() {
                [] => "nobody".to_owned(),
                roles => roles.join(", "),
            };
            text.push_str(&format!(
                "  {}{}: {may}\n",
                kind.title(),
                section_of(kind, &case, &law.regime)
            ));
            // That the requester and the program do not do the desk's work is said once, above.
            not.retain(|(reason, _)| !reason.starts_with("this is not done by"));
            for (reason, roles) in not {
                text.push_str(&format!("    not {}: {reason}\n", roles.join(", ")));
            }
        }
    }
    text
}

#[test]
fn the_table_of_stages_and_actions_is_the_one_a_lawyer_has_read() {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/data/stage-by-action.txt"
    );
    let (read, now) = (std::fs::read_to_string(file).unwrap(), stage_by_action());
    let differs = read
        .lines()
        .zip(now.lines())
        .find(|(read, now)| read != now);
    let beside = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("stage-by-action.txt");
    if read != now {
        std::fs::write(&beside, &now).unwrap();
    }
    assert!(
        read == now,
        "the table changed, first at {differs:?}; if the law is right as it is now, have {} read \
         and put it in the place of {file}",
        beside.display()
    );
}
