//! Lists and counts agree with the same done by hand over generated cases.

use crate::support::{App, day, for_clearance};
use chrono::{DateTime, Days, NaiveDate};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::casework::reports::month::{cases_behind, last_day};
use daylight::demo::Demo;
use daylight::domain::case::{Actor, Outcome, Stage};
use daylight::domain::role::Role;
use daylight::domain::statistics::Figure;
use daylight::store::{CasePage, Filter, Lateness, ListDays, Position, QueueRow};
use std::collections::BTreeMap;

const CASES: u64 = 36;

/// Numbers that look random and are the same every time.
fn scattered(n: u64, below: u64) -> u64 {
    (n.wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407)
        >> 33)
        % below
}

/// Cases at every stage, received over three months; the clock stands at 30 June 2026.
async fn generated(app: &App) -> (Vec<CasePage>, Actor) {
    app.set_clock("2026-06-30T09:00:00Z");
    let manager = app.person("Mario", Role::Manager).await;
    let mut references = Vec::new();
    for n in 0..CASES {
        let received = day("2026-04-01") + Days::new(scattered(n, 80));
        let reference = app
            .logged(received, &format!("Question {n}?"), &format!("s{n}"))
            .await;
        let on = Some(received + Days::new(scattered(n + 100, 10)));
        let act = async |instruction| {
            let who = app.who(&instruction, manager).await;
            app.act(&reference, who, on, instruction).await.unwrap();
        };
        if n % 6 != 0 {
            act(Instruction::Allocate(actions::Allocate {
                team: Some("Disclosure".into()),
                officer: manager.person,
            }))
            .await;
        }
        match n % 6 {
            1 => {
                act(Instruction::SeekClarification(actions::SeekClarification {
                    needs: "Which?".into(),
                    why: "Unclear.".into(),
                }))
                .await;
            }
            2 => act(Instruction::Withdraw(actions::Withdraw)).await,
            3 => act(Instruction::StartSearch(actions::StartSearch)).await,
            4 | 5 => {
                if n % 4 == 0 {
                    let why = "The balance takes time.".to_owned();
                    act(Instruction::Extend(actions::Extend {
                        ground: "public_interest".into(),
                        until: None,
                        exemptions: vec!["s.31".into()],
                        why,
                    }))
                    .await;
                }
                act(Instruction::StartDraft(actions::StartDraft)).await;
                let outcome = if n % 3 == 1 {
                    Outcome::NotHeld
                } else {
                    Outcome::GrantedInFull
                };
                act(Instruction::DecideQuestion(actions::DecideQuestion {
                    number: 1,
                    outcome,
                    answer: "We looked.".into(),
                    reasons: vec![],
                }))
                .await;
                act(for_clearance()).await;
                act(Instruction::Clear(actions::Clear)).await;
                let answered =
                    (received + Days::new(10 + scattered(n + 7, 40))).min(app.now().today);
                let answer = Instruction::Answer(actions::Answer);
                app.act(&reference, manager, Some(answered), answer)
                    .await
                    .unwrap();
            }
            _ => {}
        }
        references.push(reference);
    }
    let mut pages = Vec::new();
    for reference in &references {
        pages.push(app.case(reference).await);
    }
    (pages, manager)
}

fn queue_due(app: &App, page: &CasePage) -> NaiveDate {
    let deadlines = app.casework.deadlines(&page.stored.case).unwrap();
    deadlines
        .due
        .or(deadlines.unrecorded_due)
        .unwrap_or(day("9999-12-31"))
}

fn days(app: &App) -> ListDays {
    let today = app.now().today;
    ListDays {
        today,
        soon: app.casework.soon(today).unwrap(),
        news: DateTime::UNIX_EPOCH,
    }
}

/// Every row of a list, page by page, forwards.
async fn walked(app: &App, filter: &Filter, size: usize) -> Vec<QueueRow> {
    let mut rows: Vec<QueueRow> = Vec::new();
    let mut position = None;
    loop {
        let (slice, ..) = app
            .store()
            .cases()
            .queue(filter, position, size, days(app))
            .await
            .unwrap();
        assert!(slice.rows.len() <= size);
        rows.extend(slice.rows);
        assert!(rows.len() as u64 <= CASES, "a row came twice");
        match rows.last() {
            Some(last) if slice.after => {
                position = Some(Position {
                    due: last.queue_due,
                    id: last.id,
                    backwards: false,
                });
            }
            Some(_) | None => return rows,
        }
    }
}

/// The ids that satisfy a condition, in the order they fall due.
fn sorted(app: &App, pages: &[CasePage], keep: impl Fn(&CasePage) -> bool) -> Vec<i64> {
    let mut kept: Vec<(NaiveDate, i64)> = pages
        .iter()
        .filter(|page| keep(page))
        .map(|page| (queue_due(app, page), page.stored.id))
        .collect();
    kept.sort_unstable();
    kept.into_iter().map(|(_, id)| id).collect()
}

fn ids(rows: &[QueueRow]) -> Vec<i64> {
    rows.iter().map(|row| row.id).collect()
}

on_both_databases! {
    async fn paging_walks_every_case_once_in_the_order_they_fall_due(app: App) {
        let (pages, _) = generated(&app).await;
        for size in [1, 7, 36, 100] {
            let rows = walked(&app, &Filter::default(), size).await;
            assert_eq!(ids(&rows), sorted(&app, &pages, |_| true), "pages of {size}");
        }
        // And backwards from the end.
        let all = sorted(&app, &pages, |_| true);
        let end = Position { due: day("9999-12-31"), id: i64::MAX, backwards: true };
        let (slice, ..) = app.store().cases().queue(&Filter::default(), Some(end), 10, days(&app)).await.unwrap();
        assert_eq!(ids(&slice.rows), all[all.len() - 10..]);
        assert!(slice.before);
    }

    async fn a_filter_keeps_exactly_the_cases_that_satisfy_it(app: App) {
        let (pages, manager) = generated(&app).await;
        let ListDays { today, soon, .. } = days(&app);
        let open = |page: &CasePage| page.stored.case.stage().awaits_answer();
        let stopped = day("9999-12-31");
        let none = Filter::default();
        let lateness = |l| Filter { lateness: Some(l), ..Filter::default() };
        let due = |page: &CasePage| queue_due(&app, page);
        type Keep<'a> = Box<dyn Fn(&CasePage) -> bool + 'a>;
        let cases: Vec<(Filter, Keep<'_>)> = vec![
            (Filter { open: true, ..none.clone() }, Box::new(open)),
            (lateness(Lateness::Late), Box::new(|p| open(p) && due(p) < today)),
            (lateness(Lateness::DueSoon), Box::new(|p| open(p) && due(p) >= today && due(p) <= soon)),
            (lateness(Lateness::InHand), Box::new(|p| open(p) && due(p) > soon && due(p) < stopped)),
            (lateness(Lateness::Stopped), Box::new(|p| open(p) && due(p) == stopped)),
            (Filter { stage: Some("searching".into()), ..none.clone() }, Box::new(|p| p.stored.case.stage().as_str() == "searching")),
            (Filter { officer: manager.person, ..none.clone() }, Box::new(|p| p.stored.case.officer == manager.person)),
            (Filter { unallocated: true, ..none.clone() }, Box::new(|p| p.stored.case.officer.is_none())),
            (Filter { outcome: Some("not_held".into()), ..none.clone() }, Box::new(|p| p.stored.case.outcome == Some(Outcome::NotHeld))),
        ];
        for (filter, keep) in cases {
            let expected = sorted(&app, &pages, keep);
            assert_eq!(ids(&walked(&app, &filter, 5).await), expected, "{filter:?}");
        }
        let (_, around) = app.store().cases().queue(&none, None, 1, days(&app)).await.unwrap();
        let counts = around.counts;
        let mut by_stage: BTreeMap<Stage, i64> = BTreeMap::new();
        for page in pages.iter().filter(|p| open(p)) {
            *by_stage.entry(page.stored.case.stage()).or_default() += 1;
        }
        assert_eq!(counts.by_stage.iter().copied().collect::<BTreeMap<_, _>>(), by_stage);
        assert_eq!(counts.late as usize, sorted(&app, &pages, |p| open(p) && due(p) < today).len());
        assert_eq!(counts.stopped as usize, sorted(&app, &pages, |p| open(p) && due(p) == stopped).len());
        assert_eq!(counts.unallocated as usize, sorted(&app, &pages, |p| open(p) && p.stored.case.officer.is_none()).len());
    }

    async fn the_months_figures_agree_with_a_count_by_hand_and_with_their_lists(app: App) {
        let (pages, _) = generated(&app).await;
        for first in [day("2026-04-01"), day("2026-05-01"), day("2026-06-01")] {
            let report = app.casework.reports().month_report(first, app.now().today).await.unwrap();
            let last = report.days[0].1;
            assert_eq!(last, last_day(first).min(app.now().today), "{first}");
            let within = |on: NaiveDate| first <= on && on <= last;
            let count = |keep: &dyn Fn(&CasePage) -> bool| pages.iter().filter(|p| keep(p)).count() as i64;
            let answered = |p: &CasePage| p.stored.case.answered.is_some_and(within);
            let due = |p: &CasePage| queue_due(&app, p);
            let ended = |p: &CasePage| p.stored.case.answered.or(p.stored.case.closed);
            let mut by_outcome: BTreeMap<String, i64> = BTreeMap::new();
            for page in pages.iter().filter(|p| ended(p).is_some_and(within)) {
                if let Some(outcome) = page.stored.case.outcome {
                    *by_outcome.entry(outcome.as_str().to_owned()).or_default() += 1;
                }
            }
            let counts = &report.counts[0];
            assert_eq!(counts.received, count(&|p| within(p.stored.case.received)), "{first}");
            assert_eq!(counts.answered, count(&answered), "{first}");
            assert_eq!(counts.in_time, count(&|p| answered(p) && p.stored.case.answered <= Some(due(p))), "{first}");
            assert_eq!(counts.late, count(&|p| answered(p) && p.stored.case.answered > Some(due(p))), "{first}");
            assert_eq!(counts.extended, count(&|p| answered(p) && p.stored.case.extended), "{first}");
            assert_eq!(counts.open_at_end, count(&|p| p.stored.case.received <= last && ended(p).is_none_or(|on| on > last)), "{first}");
            assert_eq!(counts.by_outcome.clone().into_iter().collect::<BTreeMap<_, _>>(), by_outcome, "{first}");
            // The month before is reckoned back from this one; asked for itself, it is counted.
            let before = first.pred_opt().unwrap();
            let its_own = app.casework.reports().month_report(before, report.days[1].1).await.unwrap();
            assert_eq!(report.counts[1], its_own.counts[0], "{before}");

            for figure in Figure::all() {
                let rows = walked(&app, &cases_behind(figure, report.days[0]), 9).await;
                assert_eq!(rows.len() as i64, figure.of(&report.counts[0]), "{figure:?} of {first}");
            }
        }
    }
}

on_both_databases! {
    async fn a_candidate_counts_each_request_listed_under_its_topic_once(app: App) {
        Demo::of(&app.casework).generate(80, 1, app.now(), &|_| ()).await.unwrap();
        let candidates = app.casework.publishing().candidates(app.now()).await.unwrap();
        assert!(!candidates.ranked.is_empty());
        let mut listed = 0;
        for candidate in &candidates.ranked {
            let rows = app.store().publication().contributing(candidate.topic, 1000).await.unwrap();
            let counted = rows.iter().filter(|row| row.received >= candidates.since).count();
            assert_eq!(candidates.requests.get(&candidate.topic), Some(&counted));
            listed += rows.len();
        }
        assert_eq!(listed, 80, "every request is under one topic");
        let totals: Vec<u32> = candidates.ranked.iter().map(|c| c.score.total).collect();
        assert!(totals.is_sorted_by(|a, b| a >= b), "{totals:?}");
    }
}

/// What a generated authority is made of, but for the digests, whose salts are drawn afresh.
async fn authority_of(app: &App, seed: u64) -> Vec<String> {
    let demo = Demo::of(&app.casework);
    let done = demo.generate(60, seed, app.now(), &|_| ());
    done.await.unwrap();
    let mut made = Vec::new();
    for reference in app.references().await {
        let page = app.case(&reference).await;
        let events = page.stored.events.iter().map(|recorded| {
            let mut event = serde_json::to_value(&recorded.event).unwrap();
            drop_digests(&mut event);
            format!("{} {:?} {event}", recorded.on, recorded.actor)
        });
        let events: Vec<String> = events.collect();
        let (name, topic) = (page.requester.name, page.topic.map(|(_, label)| label));
        let due = page.stored.due;
        made.push(format!(
            "{reference} {name:?} {topic:?} {due:?} {} {events:?}",
            page.body
        ));
    }
    made
}

fn drop_digests(value: &mut serde_json::Value) {
    if let Some(fields) = value.as_object_mut() {
        fields.remove("digest");
        fields.values_mut().for_each(drop_digests);
    }
}

on_both_databases! {
    async fn one_seed_makes_one_authority_and_another_seed_another(app: App) {
        let (again, other) = (App::on_sqlite().await, App::on_sqlite().await);
        let made = authority_of(&app, 7).await;
        assert_eq!(made.len(), 60);
        assert_eq!(authority_of(&again, 7).await, made);
        assert_ne!(authority_of(&other, 8).await, made);
    }
}
