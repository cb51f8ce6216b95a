//! Time limits as people see them: the public calculator, the limit of a variant, internal
//! targets and dates that are provisional.

use crate::support::{App, Page, day};
use chrono::NaiveDate;
use daylight::casework::cases::actions;
use daylight::casework::cases::log_request::RequestToLog;
use daylight::casework::{CaseworkFault, Instruction};
use daylight::domain::case::{Actor, Channel};
use daylight::domain::role::Role;
use rocket::http::Status;

async fn sign_in(app: &App) -> Actor {
    let officer = app.person("Olga", Role::Officer).await;
    sign_in_again(app).await;
    officer
}

/// A request that is acknowledged when it is logged.
fn acknowledged(received: NaiveDate, variant: Option<&str>, submission: &str) -> RequestToLog {
    RequestToLog {
        received,
        channel: Channel::Post,
        regime: None,
        variant: variant.map(str::to_owned),
        name: "Ada Example".into(),
        email: "ada@example.org".into(),
        address: String::new(),
        category: String::new(),
        subject: String::new(),
        request: "What do the ledgers of 1912 say?".into(),
        acknowledge: true,
        submission: submission.into(),
    }
}

fn says(page: &Page, texts: &[&str]) {
    for text in texts {
        assert!(page.says(text), "no {text:?} in {}", page.html);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_calculator_answers_from_its_address_alone_and_its_link_gives_the_answer_again() {
    let app = App::on_sqlite().await;
    says(&app.get("/").await, &["/deadline-calculator"]);
    let blank = app.get("/deadline-calculator").await;
    assert_eq!(blank.status, Status::Ok);
    assert!(!blank.says("There is a problem"), "{}", blank.html);
    let form = "/deadline-calculator?regime=uk-foia-2000&received-day=28&received-month=5\
                &received-year=2026&variant=&calendar=&kind-1=&on-1-day=&on-1-month=&on-1-year=";
    let answer = app.get(form).await;
    assert_eq!(answer.status, Status::Ok);
    // As the templates write an address.
    let link = "/deadline-calculator?regime&#x3D;uk-foia-2000&amp;received&#x3D;2026-05-28";
    says(
        &answer,
        &[
            "Due on Friday 26 June 2026",
            "World Cup bank holiday in Scotland",
            "Mon 15 Jun 2026",
            "20, due",
            link,
        ],
    );
    assert!(!answer.says("<script src=\"/deadline"), "{}", answer.html);
    let again = app
        .get(&link.replace("&amp;", "&").replace("&#x3D;", "="))
        .await;
    says(&again, &["Due on Friday 26 June 2026", link]);
    let lived = "/deadline-calculator?regime=uk-foia-2000&received=2025-09-01\
                 &event=fees_notice_issued@2025-09-08&event=fee_paid@2025-09-19";
    says(
        &app.get(lived).await,
        &[
            "Due on Monday 13 October 2025",
            "the clock stands still",
            "s.10(2)",
            "event&#x3D;fee_paid@2025-09-19",
        ],
    );
    let archives = "/deadline-calculator?regime=uk-foia-2000&received=2025-09-01&variant=archives";
    says(
        &app.get(archives).await,
        &["Due on Monday 13 October 2025", "SI 2004/3364 reg 4"],
    );
    // An extension asks for its last day, which may be left to the law: twenty more working days
    // after 26 June, without 13 July, a holiday in Northern Ireland.
    let extended = "/deadline-calculator?regime=uk-foia-2000&received=2026-05-28\
                    &kind-1=extended:public_interest&on-1-day=20&on-1-month=6&on-1-year=2026";
    assert!(!answer.says("Extended to"), "{}", answer.html);
    says(
        &app.get(extended).await,
        &["Extended to (1)", "Due on Monday 27 July 2026"],
    );
    let until = format!("{extended}&until-1-day=10&until-1-month=7&until-1-year=2026");
    says(
        &app.get(&until).await,
        &[
            "Due on Friday 10 July 2026",
            "event&#x3D;extended@2026-06-20:public_interest:2026-07-10",
        ],
    );
    let late = "/deadline-calculator?regime=uk-foia-2000&received=2028-12-20";
    says(
        &app.get(late).await,
        &["(provisional)", "are not yet known"],
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_calculator_says_what_is_wrong_and_keeps_what_was_typed() {
    let app = App::on_sqlite().await;
    for (query, status, text) in [
        (
            "regime=uk-foia-2000&received-day=31&received-month=2&received-year=2026",
            400,
            "Enter the day of receipt",
        ),
        (
            "regime=uk-foia-2000&received=2026-02-03&event=lost@2026-02-04",
            400,
            "from the list",
        ),
        (
            "regime=uk-foia-2000&received=2026-02-03&kind-1=extended&on-1-day=4&on-1-month=2\
             &on-1-year=2026&until-1-day=31&until-1-month=2&until-1-year=2026",
            400,
            "Enter the last day (1)",
        ),
        (
            "regime=uk-foi&received=2026-02-03",
            422,
            "There is no regime",
        ),
        (
            "regime=uk-foia-2000&received=2004-12-31",
            422,
            "1 January 2005",
        ),
        (
            "regime=uk-foia-2000&received=2032-01-01",
            422,
            "31 December 2031",
        ),
        (
            "regime=uk-eir-2004&received=2026-02-03&variant=school",
            422,
            "no such time limit",
        ),
        (
            "regime=uk-foia-2000&received=2026-02-03&calendar=mars",
            422,
            "There is no calendar",
        ),
        (
            "regime=uk-foia-2000&received=2026-02-03&event=fee_paid@2026-02-04",
            422,
            "s.10(2)",
        ),
        (
            "regime=%3Cscript%3E&received=2026-02-03",
            422,
            "&lt;script&gt;",
        ),
    ] {
        let page = app.get(&format!("/deadline-calculator?{query}")).await;
        assert_eq!(page.status.code, status, "{query}");
        says(&page, &["There is a problem", text]);
        assert!(!page.says("Link to this answer"), "{query}");
    }
}

on_both_databases! {
    async fn a_case_logged_or_changed_to_another_limit_counts_by_it_everywhere(app: App) {
        let officer = sign_in(&app).await;
        let request = acknowledged(day("2026-06-01"), Some("archives"), "one");
        let logged = app.casework.cases().log_request(request, officer, app.now()).await.unwrap();
        // 2 June is day 1; 15 June and 13 July are holidays of a part: the 30th is 15 July.
        let stored = app.case(&logged.reference).await.stored;
        assert_eq!(stored.due, Some(day("2026-07-15")));
        assert_eq!(stored.case.variant.as_deref(), Some("archives"));
        let page = app.get(&format!("/desk/requests/{}", logged.reference)).await;
        says(&page, &["Wednesday 15 July 2026", "30, due", "Transferred public records", "Chose the time limit"]);
        app.deliver().await;
        let letter = app.mailbox.lock().unwrap().last().map(|l| format!("{l:?}")).unwrap();
        assert!(letter.contains("30 working days"), "{letter}");
        let choose = |variant: Option<&str>| Instruction::ChooseVariant(actions::ChooseVariant { variant: variant.map(str::to_owned) });
        let again = app.act(&logged.reference, officer, None, choose(Some("archives"))).await;
        assert!(matches!(again, Err(CaseworkFault::NotAllowed(_))), "{again:?}");
        app.act(&logged.reference, officer, None, choose(None)).await.unwrap();
        assert_eq!(app.case(&logged.reference).await.stored.due, Some(day("2026-06-30")));
        let token = app.status_token(&logged.reference).await;
        says(&app.get(&format!("/status/{token}")).await, &["Tuesday 30 June 2026", "20, due", "Settled the time limit"]);
        let form = app.get(&format!("/desk/requests/{}/time-limits/new", logged.reference)).await;
        says(&form, &["30 working days (SI 2004/3364 reg 4)"]);
    }

    async fn internal_targets_stand_beside_the_due_date_and_move_with_a_restart(app: App) {
        let officer = sign_in(&app).await;
        let reference = app.logged(day("2026-06-01"), "How many bicycles?", "one").await;
        let case = format!("/desk/requests/{reference}");
        says(&app.get("/desk/requests").await, &["30 Jun 2026", "target: allocate by 3 Jun"]);
        says(&app.get(&case).await, &["allocate by 3 June 2026 (next)", "search by 16 June 2026"]);
        let allocate = Instruction::Allocate(actions::Allocate { team: None, officer: officer.person });
        app.act(&reference, officer, None, allocate).await.unwrap();
        says(&app.get("/desk/requests").await, &["target: search by 16 Jun"]);
        let seek = Instruction::SeekClarification(actions::SeekClarification { needs: "Which?".into(), why: "Too wide.".into() });
        app.act(&reference, officer, None, seek).await.unwrap();
        assert!(!app.get("/desk/requests").await.says("target:"), "none while the clock is stopped");
        app.set_clock("2026-06-10T09:00:00Z");
        let answered = Instruction::RecordClarification(actions::RecordClarification { text: "All.".into() });
        app.act(&reference, officer, None, answered).await.unwrap();
        sign_in_again(&app).await;
        // 11 and 12 June are 1 and 2, 15 is a holiday of Scotland: the tenth is 25 June.
        says(&app.get("/desk/requests").await, &["target: search by 25 Jun"]);
        says(&app.get(&case).await, &["allocate by 12 June 2026 (done)", "search by 25 June 2026 (next)"]);
        app.set_clock("2026-06-26T09:00:00Z");
        sign_in_again(&app).await;
        says(&app.get("/desk/requests").await, &["target: search by 25 Jun, missed"]);
    }

    async fn a_date_past_the_last_year_known_is_provisional_wherever_it_stands(app: App) {
        app.set_clock("2028-12-21T09:00:00Z");
        let officer = sign_in(&app).await;
        let cases = app.casework.cases();
        let log = |request| cases.log_request(request, officer, app.now());
        let late = acknowledged(day("2028-12-20"), None, "one");
        let reference = log(late).await.unwrap().reference;
        says(&app.get("/desk/requests").await, &[", provisional"]);
        let case = app.get(&format!("/desk/requests/{reference}")).await;
        says(&case, &["(provisional)", "Holidays after 31 December 2028 are not yet known"]);
        let token = app.status_token(&reference).await;
        says(&app.get(&format!("/status/{token}")).await, &["(provisional)", "are not yet known"]);
        let letter = &app.case(&reference).await.letters[0].body_text;
        assert!(letter.contains("The date is provisional"), "{letter}");
        let early = acknowledged(day("2028-11-01"), None, "two");
        let early = log(early).await.unwrap().reference;
        assert!(!app.case(&early).await.letters[0].body_text.contains("The date is provisional"));
        let certain = app.get(&format!("/desk/requests/{early}")).await;
        assert!(!certain.says("(provisional)"), "{}", certain.html);
    }

    async fn a_request_that_comes_after_the_last_year_known_is_taken(app: App) {
        app.set_clock("2029-06-04T09:00:00Z");
        let officer = sign_in(&app).await;
        let request = acknowledged(day("2029-06-04"), None, "one");
        let reference = app.casework.cases().log_request(request, officer, app.now()).await.unwrap().reference;
        // Twenty weekdays after that Monday.
        let case = app.get(&format!("/desk/requests/{reference}")).await;
        says(&case, &["Monday 2 July 2029 (provisional)", "Holidays after 31 December 2028 are not yet known"]);
        let letter = &app.case(&reference).await.letters[0].body_text;
        assert!(letter.contains("The date is provisional"), "{letter}");
        let start = app.get("/requests/new").await;
        assert_eq!(start.status, rocket::http::Status::Ok);
    }
}

async fn sign_in_again(app: &App) {
    let csrf = app.get("/desk/sign-in").await.value("csrf");
    let typed = [
        ("email", "olga@police.example"),
        ("password", "three words here"),
        ("csrf", csrf.as_str()),
    ];
    app.post("/desk/sign-in", &typed).await;
}
