//! Every ground of a law that is no exemption is relied on as an officer does it: from its form, with
//! what it needs, to the letter, which is held against the law's file.

use super::answered::{acknowledged, drafting};
use super::deciding::{answer, continue_on, save, write};
use super::walk::Walk;
use crate::chromium::View;
use crate::refusals::{regime, says_what_the_law_wants, texts};
use crate::support::App;
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::casework::cases::correct::Correcting;
use daylight::casework::cases::to_correct::ToCorrect;
use daylight::domain::case::Actor;
use daylight::domain::regime::{Need, RefusalGround};
use daylight::domain::role::Role;

const TO: &str = "ada@example.org";

/// A case at this officer's draft of which a ground can be relied on: the requester was asked, or has
/// not paid.
async fn ready(app: &App, officer: Actor, law: &str, ground: &RefusalGround) -> String {
    app.set_clock("2026-06-02T09:00:00Z");
    let reference = acknowledged(app, &format!("How many boats, {}?", ground.id)).await;
    if law != "uk-foia-2000" {
        let what = ToCorrect::Law {
            regime: law.to_owned(),
            calendar: None,
        };
        let correcting = Correcting {
            reference: reference.clone(),
            version: app.case(&reference).await.stored.version,
            submission: format!("law of {reference}"),
            what,
            why: "It is about water.".into(),
        };
        let corrections = app.casework.corrections();
        let corrected = corrections.correct(&correcting, officer, app.now());
        corrected.await.unwrap();
    }
    drafting(app, &reference, officer).await;
    let act = async |step| app.act(&reference, officer, None, step).await.unwrap();
    if ground.needs(Need::Asked) {
        act(Instruction::SeekClarification(actions::SeekClarification {
            needs: "Which boats?".into(),
            why: "There are many.".into(),
        }))
        .await;
        act(Instruction::RecordClarification(
            actions::RecordClarification {
                text: "All of them.".into(),
            },
        ))
        .await;
    } else if ground.needs(Need::FeesNotice) {
        act(Instruction::IssueFeesNotice(actions::IssueFeesNotice {
            charges: "Copies: 25.00".into(),
            how_to_pay: "By card.".into(),
        }))
        .await;
        app.set_clock("2026-09-30T09:00:00Z");
    }
    reference
}

/// What an officer types for a ground: what it needs, each with a text of its own.
async fn typed(walk: &Walk, ground: &RefusalGround, other: &str) {
    let section = ground.section.as_str();
    let of = texts(section);
    let mut fields = vec![("why", of.why.as_str())];
    if ground.needs(Need::Estimate) {
        walk.fill(&[("hours", "60:30")]).await;
    }
    if ground.needs(Need::Together) {
        fields.push(("together", other));
    }
    if ground.needs(Need::Completion) {
        fields.push(("completion", &of.completion));
    }
    if ground.needs(Need::PublicInterest) {
        fields.push(("for_disclosure", &of.for_disclosure));
        fields.push(("for_withholding", &of.for_withholding));
        fields.push(("balance", &of.balance));
    }
    if ground.needs(Need::Earlier) {
        fields.push(("earlier", "FOI-2019-00012"));
        let day = [
            ("earlier_on-day", "10"),
            ("earlier_on-month", "4"),
            ("earlier_on-year", "2026"),
        ];
        walk.fill(&day).await;
    }
    if ground.advice {
        fields.push(("advice", &of.advice));
    }
    write(walk, section, &fields).await;
}

async fn each_from_its_form(walk: &Walk, id: &str) {
    let app = &walk.app;
    let olga = app.person("Olga", Role::Officer).await;
    app.clearer().await;
    let law = regime(app, id);
    assert!(law.refusals.len() > 4, "{id}");
    let other = acknowledged(app, "How many boats?").await;
    for ground in &law.refusals {
        let reference = ready(app, olga, id, ground).await;
        walk.mail().await;
        walk.desk("Olga").await;
        walk.go_case(&reference).await;
        walk.follow("Refuse the whole request").await;
        walk.fill(&[("ground", &ground.id)]).await;
        continue_on(walk).await;
        let named = format!("{} {}", ground.section, ground.title);
        walk.page("its form", &[&named, &ground.sentence], &[])
            .await;
        save(walk).await;
        walk.page("nothing typed", &["There is a problem"], &[])
            .await;
        typed(walk, ground, &other).await;
        save(walk).await;
        let refused = format!("Refused under {}.", ground.section);
        walk.page(
            "refused",
            &[&refused],
            &["Not decided", "There is a problem"],
        )
        .await;
        answer(walk, &reference, &[ground.section.as_str()], &[]).await;
        let letter = walk
            .letter("the refusal", TO, &[&ground.sentence], &[])
            .await;
        says_what_the_law_wants(&law, ground, &letter.text);
        walk.go_status(&reference).await;
        walk.page(
            "told",
            &["We have answered", ground.outcome.title()],
            &["Olga", "Clara"],
        )
        .await;
    }
}

walked_on_both_databases! {
    async fn each_ground_of_the_freedom_of_information_act_is_told_from_its_form(walk: &Walk, View::Desktop) {
        each_from_its_form(walk, "uk-foia-2000").await;
    }

    async fn each_ground_of_the_environmental_information_regulations_is_told_from_its_form(walk: &Walk, View::Narrow) {
        each_from_its_form(walk, "uk-eir-2004").await;
    }
}
