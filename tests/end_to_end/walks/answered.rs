//! A request that was answered before a walk begins.

use crate::support::{App, for_clearance};
use daylight::casework::Instruction;
use daylight::casework::log_request::RequestToLog;
use daylight::domain::case::{Actor, Channel, Outcome, Reasons};

/// A request by email that is acknowledged, received today.
pub async fn acknowledged(app: &App, request: &str) -> String {
    let logged = RequestToLog {
        received: app.now().today,
        channel: Channel::Email,
        regime: None,
        variant: None,
        name: "Ada Example".into(),
        email: "ada@example.org".into(),
        address: String::new(),
        category: String::new(),
        subject: String::new(),
        request: request.into(),
        acknowledge: true,
        submission: format!("{request}-{}", app.cases().await),
    };
    let logged = app.casework.log_request(logged, Actor::SYSTEM, app.now());
    logged.await.unwrap().reference
}

/// The first question is refused under a qualified exemption.
pub fn refusal() -> Instruction {
    Instruction::DecideQuestion {
        number: 1,
        outcome: Outcome::Refused,
        answer: String::new(),
        reasons: vec![Reasons {
            withheld: "The number of patrols".into(),
            why: "It would help offenders.".into(),
            harm: "They would know where nobody looks.".into(),
            for_disclosure: "People see how they are kept safe.".into(),
            for_withholding: "It keeps them safe.".into(),
            balance: "Safety weighs more.".into(),
            ..Reasons::of("s.31(1)(a)".into())
        }],
    }
}

/// What brings a case to this officer's draft.
pub async fn drafting(app: &App, reference: &str, officer: Actor) {
    let allocate = Instruction::Allocate {
        team: None,
        officer: officer.person,
    };
    for step in [allocate, Instruction::StartSearch, Instruction::StartDraft] {
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
        Instruction::Clear,
        Instruction::Answer,
    ] {
        let who = app.who(&step, officer).await;
        app.act(&reference, who, None, step).await.unwrap();
    }
    reference
}
