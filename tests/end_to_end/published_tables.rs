//! Tables of one publication and of several, each held against what the public has already.

use crate::publications::{decided, issue, step, two_topics};
use crate::support::{App, day, signed_in};
use daylight::casework::CaseworkFault;
use daylight::casework::publication::publish::{Check, Taken};
use daylight::domain::case::Actor;
use daylight::domain::publication::Kind;
use daylight::store::DecisionRow;
use rocket::http::Status;

const FIRST: &str = "Pool,2026 Q1\nAshby,20\nBrook,30\nCole,25";
const SECOND: &str = "Pool,2026 Q1,2026 Q2\nAshby,20,3\nBrook,30,12\nCole,25,14";

async fn checked(
    app: &App,
    row: &DecisionRow,
    text: &str,
    actor: Actor,
    token: &str,
) -> Result<DecisionRow, CaseworkFault> {
    let check = Taken::Check(Check::Table(text.into()));
    step(app, row, check, actor, token).await
}

/// A table of 60 rows and 30 columns, of which many counts are small.
fn large() -> String {
    let columns: Vec<String> = (1..=30).map(|n| format!("Month {n}")).collect();
    let rows = (1..=60).map(|row| {
        let cells: Vec<String> = (1..=30)
            .map(|column| (row * column * 7 % 23).to_string())
            .collect();
        format!("Ward {row},{}", cells.join(","))
    });
    format!(
        "Ward,{}\n{}",
        columns.join(","),
        rows.collect::<Vec<_>>().join("\n")
    )
}

on_both_databases! {
    async fn an_edition_is_held_against_the_one_before(app: App) {
        let (manager, pools, _) = two_topics(&app).await;
        let quarterly = Kind::PublishOnSchedule { every_months: 3 };
        let row = decided(&app, pools, quarterly, manager, "a").await.unwrap();
        let row = checked(&app, &row, FIRST, manager, "b").await.unwrap();
        assert!(row.checked.contains("no table was published before"), "{}", row.checked);
        // One that was checked and never printed is nothing a reader has.
        let row = checked(&app, &row, SECOND, manager, "c").await.unwrap();
        assert!(row.checked.contains("Ashby\t..\t..\t23"), "{}", row.checked);
        let row = checked(&app, &row, FIRST, manager, "d").await.unwrap();
        let row = step(&app, &row, issue(), manager, "e").await.unwrap();
        let row = checked(&app, &row, SECOND, manager, "f").await.unwrap();
        assert!(row.checked.contains("held against 1 table published before"), "{}", row.checked);
        assert!(row.checked.contains("Ashby\t20\t..\t.."), "{}", row.checked);
        step(&app, &row, issue(), manager, "g").await.unwrap();
        let chain = app.casework.verify().await.unwrap();
        assert!(chain.is_ok(), "{chain:?}");
    }

    async fn of_two_tables_checked_side_by_side_the_second_is_checked_again(app: App) {
        let (manager, pools, _) = two_topics(&app).await;
        let first = decided(&app, pools, Kind::PublishOnce, manager, "a").await.unwrap();
        let first = checked(&app, &first, FIRST, manager, "b").await.unwrap();
        let first = step(&app, &first, issue(), manager, "c").await.unwrap();
        let second = decided(&app, pools, Kind::PublishOnce, manager, "d").await.unwrap();
        let kinds = "Kind,2026 Q1,2026 Q2\nSwimming,44,3\nDiving,31,26";
        let second = checked(&app, &second, kinds, manager, "e").await.unwrap();
        let first = checked(&app, &first, SECOND, manager, "f").await.unwrap();
        step(&app, &first, issue(), manager, "g").await.unwrap();
        let stale = step(&app, &second, issue(), manager, "h").await;
        let again = match stale {
            Err(refused) => {
                let said = refused.to_string();
                assert!(said.contains("was published since this one was checked"), "{said}");
                checked(&app, &second, kinds, manager, "i").await
            }
            Ok(same) => Ok(same),
        };
        // It is published as it was where nothing changed, and refused in words where nothing helps.
        if let Err(refused) = again {
            assert!(refused.to_string().contains("take rows or columns together"), "{refused}");
        }
    }

    async fn requests_are_taken_while_a_table_is_held_against_those_printed_since(app: App) {
        let (manager, pools, dogs) = two_topics(&app).await;
        let first = decided(&app, pools, Kind::PublishOnce, manager, "a").await.unwrap();
        let second = decided(&app, dogs, Kind::PublishOnce, manager, "b").await.unwrap();
        let second = checked(&app, &second, &large(), manager, "c").await.unwrap();
        // Another is printed after it was checked, with none of its rows and columns.
        let first = checked(&app, &first, FIRST, manager, "d").await.unwrap();
        step(&app, &first, issue(), manager, "e").await.unwrap();
        let (casework, now) = (std::sync::Arc::clone(&app.casework), app.now());
        let printing = tokio::spawn(async move {
            casework.publishing().step_publication(second.id, issue(), "f", manager, now).await
        });
        let mut taken = 0;
        while !printing.is_finished() {
            app.logged(day("2026-06-01"), "How many cats?", &format!("cats{taken}")).await;
            taken += 1;
        }
        printing.await.unwrap().unwrap();
        assert!(taken > 3, "forms waited for the table: {taken}");
    }

    async fn a_table_that_cannot_be_protected_is_refused_on_its_form_with_the_way_out(app: App) {
        let (manager, pools, _) = two_topics(&app).await;
        let quarterly = Kind::PublishOnSchedule { every_months: 3 };
        let row = decided(&app, pools, quarterly, manager, "a").await.unwrap();
        let row = checked(&app, &row, "Pool,Men,Women\nAshby,20,30\nBrook,40,50", manager, "b").await.unwrap();
        let row = step(&app, &row, issue(), manager, "c").await.unwrap();
        signed_in(&app, "mario@police.example", "three words here").await;
        let path = format!("/desk/publications/{}/checks", row.id);
        let form = app.get(&format!("{path}/new")).await;
        assert!(form.says("Round every number of the table below to 5"), "{}", form.html);
        let (csrf, submission) = (form.value("csrf"), form.value("submission"));
        let post = async |how: &str, table: &str| {
            let fields = [("csrf", &*csrf), ("submission", &*submission), ("how_checked", how), ("table", table)];
            app.post(&path, &fields).await
        };
        let next = "Pool,Men,Women\nAshby,22,31\nBrook,41,52";
        let refused = post("table", next).await;
        assert_eq!(refused.status, Status::UnprocessableEntity);
        assert!(refused.says("take rows or columns together"), "{}", refused.html);
        assert!(refused.says("round every count to 5"), "{}", refused.html);
        let totals = post("table", "Pool,Men,Women,Total\nAshby,22,31,54").await;
        assert!(totals.says("where the counts make 53"), "{}", totals.html);
        let counts = post("no_counts", next).await;
        assert!(counts.says("is a table of whole numbers"), "{}", counts.html);
        let nothing = post("no_counts", "").await;
        assert!(nothing.says("Paste the text of what will be published"), "{}", nothing.html);
        assert_eq!(post("no_counts", "Opening times of the pools").await.status, Status::SeeOther);
        let page = app.get(&format!("/desk/publications/{}", row.id)).await;
        assert!(page.says("1 line of it looked through"), "{}", page.html);
    }

    async fn rounded_numbers_are_multiples_of_five_and_say_so(app: App) {
        let (manager, pools, _) = two_topics(&app).await;
        let row = decided(&app, pools, Kind::PublishOnce, manager, "a").await.unwrap();
        let round = Taken::Check(Check::Rounded("Pool,Men,Women\nAshby,3,92\nBrook,41,53".into()));
        let row = step(&app, &row, round, manager, "b").await.unwrap();
        assert!(row.checked.contains("Ashby\t5\t90\t95"), "{}", row.checked);
        assert!(row.checked.contains("rounded to a multiple of 5"), "{}", row.checked);
        let row = step(&app, &row, issue(), manager, "c").await.unwrap();
        // The same counts are not printed in the other way besides.
        let exact = checked(&app, &row, "Pool,Men,Women\nAshby,3,92\nBrook,41,53", manager, "d").await;
        assert!(exact.unwrap_err().to_string().contains("was published rounded"));
    }
}
