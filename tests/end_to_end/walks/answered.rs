//! A request that was answered before a walk begins.

use crate::support::{App, by_email, for_clearance};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::casework::cases::log_request::RequestToLog;
use daylight::domain::case::Actor;

/// A request by email that is acknowledged, received today.
pub async fn acknowledged(app: &App, request: &str) -> String {
    let submission = format!("{request}-{}", app.cases().await);
    let logged = RequestToLog {
        acknowledge: true,
        ..by_email(app.now().today, request, &submission)
    };
    let cases = app.casework.cases();
    let logged = cases.log_request(logged, Actor::SYSTEM, app.now());
    logged.await.unwrap().reference
}

/// What brings a case to this officer's draft.
pub async fn drafting(app: &App, reference: &str, officer: Actor) {
    let allocate = Instruction::Allocate(actions::Allocate {
        team: None,
        officer: officer.person,
    });
    for step in [
        allocate,
        Instruction::StartSearch(actions::StartSearch),
        Instruction::StartDraft(actions::StartDraft),
    ] {
        app.act(reference, officer, None, step).await.unwrap();
    }
}

/// A request with one question, decided so by its officer, cleared by Clara and sent.
pub async fn answered(app: &App, officer: Actor, decision: Instruction) -> String {
    let reference = acknowledged(app, "How many patrols?").await;
    drafting(app, &reference, officer).await;
    for step in [
        decision,
        for_clearance(),
        Instruction::Clear(actions::Clear),
        Instruction::Answer(actions::Answer),
    ] {
        let who = app.who(&step, officer).await;
        app.act(&reference, who, None, step).await.unwrap();
    }
    reference
}
