//! What the program does by itself goes on after a fault, and is told where it does not.

use crate::arrivals::run;
use crate::mail_in::signed_in;
use crate::support::{App, Page};
use daylight::domain::job::Job;
use daylight::domain::role::Role;
use daylight::jobs;
use daylight::mail::Transport;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// The sentences about jobs on a page at the desk.
async fn told(app: &App) -> Vec<String> {
    let Page { html, .. } = app.get("/desk/people").await;
    html.split("<p class=\"strip strip-mail\">")
        .skip(1)
        .filter_map(|rest| rest.split_once(" Tell whoever runs this service"))
        .map(|(told, _)| told.to_owned())
        .collect()
}

/// Waits for a job to have failed in the database's words.
async fn failed(app: &App, job: Job) -> String {
    for _ in 0..500 {
        let runs = app.store().job_rounds().await.unwrap();
        let run = runs.into_iter().find(|run| run.job == job);
        if let Some(run) = run.filter(|run| run.failures > 0) {
            return run.why;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{job:?} did not fail");
}

on_both_databases! {
    async fn a_job_that_fails_is_told_at_the_desk_once_it_is_overdue_and_the_others_go_on(app: App) {
        app.person("Olga", Role::Manager).await;
        signed_in(&app).await;
        run(&app, "ALTER TABLE messages RENAME TO elsewhere").await;
        let (stop, stopped) = watch::channel(false);
        let at = Arc::clone(&app.clock);
        let clock: jobs::Clock = Arc::new(move || *at.lock().unwrap());
        let letters = Transport::Memory(Arc::clone(&app.mailbox));
        let started = jobs::start(&app.casework, letters, &clock, &stopped);
        let why = failed(&app, Job::Inbox).await;
        assert!(why.contains("messages"), "{why}");
        assert!(told(&app).await.is_empty(), "it may come right by itself");
        let runs = app.store().job_rounds().await.unwrap();
        let jobs: Vec<Job> = runs.iter().map(|run| run.job).collect();
        assert!(jobs.contains(&Job::Outbox) && jobs.contains(&Job::Law), "{runs:?}");
        assert!(!jobs.contains(&Job::Mailbox), "there is none here: {runs:?}");
        // The bell makes the outbox go on while the inbox rests.
        app.set_clock("2026-06-02T09:11:00Z");
        app.casework.outbox_bell.notify_waiters();
        let mut sentences = told(&app).await;
        for _ in 0..500 {
            if sentences.iter().all(|told| !told.starts_with("No letter")) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
            sentences = told(&app).await;
        }
        let inbox: Vec<&String> = sentences.iter().filter(|told| told.starts_with("No message")).collect();
        let [sentence] = inbox.as_slice() else { panic!("{sentences:?}") };
        // The desk's clock is London's.
        assert!(sentence.starts_with("No message has been judged since 2 June 2026, 10:00: "), "{sentence}");
        assert!(sentence.contains("messages"), "{sentence}");
        assert!(sentences.iter().all(|told| !told.starts_with("No letter")), "{sentences:?}");
        stop.send(true).unwrap();
        for job in started {
            job.await.unwrap();
        }
    }
}
