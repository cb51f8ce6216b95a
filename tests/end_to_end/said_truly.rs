//! What the desk, and the program at its start, say of what cannot be done is so.

use crate::support::{App, day, signed_in};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::domain::role::Role;
use std::process::Command;

on_both_databases! {
    async fn at_the_wrong_stage_nobody_is_told_that_an_account_is_missing(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        app.clearer().await;
        let reference = app.logged(day("2026-06-01"), "How many trams run?", "one").await;
        let allocate = Instruction::Allocate(actions::Allocate { team: None, officer: olga.person });
        app.act(&reference, olga, None, allocate).await.unwrap();
        signed_in(&app, "olga@police.example", "three words here").await;
        let page = app.get(&format!("/desk/requests/{reference}/clearances/new")).await;
        assert!(page.says("nly an approver or a manager can do this"), "{}", page.html);
        assert!(page.says("The case is at the stage \u{201c}Allocated\u{201d}; this can be done at: clearance."), "{}", page.html);
        assert!(!page.says("Nobody at the desk"), "{}", page.html);
    }
}

#[test]
fn a_cost_band_that_no_law_has_is_named_at_the_start_with_those_there_are() {
    let folder = tempfile::tempdir().unwrap();
    let check = |band: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_daylight"))
            .arg("check")
            .current_dir(folder.path())
            .env_clear()
            .env("DAYLIGHT_DATA", folder.path())
            .env("DAYLIGHT_LAW__COST_BAND", band)
            .output()
            .unwrap();
        format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        )
    };
    let wrong = check("centrel");
    assert!(
        wrong.contains("no law has a cost limit called \"centrel\""),
        "{wrong}"
    );
    assert!(wrong.contains("Use one of: central, other"), "{wrong}");
    for band in ["central", "other"] {
        assert!(!check(band).contains("cost limit"), "{band}");
    }
}
