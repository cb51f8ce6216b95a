//! The two pages on which a question is decided or a request refused, and how its answer leaves.

use super::walk::Walk;

/// From the choice to what has to be written for it.
pub async fn continue_on(walk: &Walk) {
    walk.press("main button[name=step][value=write]").await;
}

pub async fn save(walk: &Walk) {
    walk.press("main button.button:not([name])").await;
}

/// A section asks for its texts: types these into its fields.
pub async fn write(walk: &Walk, section: &str, texts: &[(&str, &str)]) {
    for (name, text) in texts {
        let field = daylight::casework::cases::reasons::reasons_field(name, &section.into());
        walk.fill(&[(&field, text)]).await;
    }
}

/// Olga sends it for clearance, Clara reads it and clears it, and Olga sends the answer.
pub async fn answer(walk: &Walk, reference: &str, says: &[&str], never: &[&str]) {
    walk.desk("Olga").await;
    walk.go_case(reference).await;
    walk.follow("Send for clearance").await;
    walk.send().await;
    walk.desk("Clara").await;
    walk.go_case(reference).await;
    walk.follow("Clear for sending").await;
    walk.page("read by Clara", says, never).await;
    walk.send().await;
    walk.desk("Olga").await;
    walk.go_case(reference).await;
    walk.follow("Send the answer").await;
    walk.send().await;
    walk.done("answered").await;
}
