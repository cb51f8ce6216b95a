//! The register of topics: what people decide about them lasts, is written down and can be undone.

use crate::arrivals::run;
use crate::forms::form_token;
use crate::support::{App, day, signed_in};
use daylight::casework::topics::register::TopicDecision;
use daylight::demo::Demo;
use daylight::domain::case::Actor;
use daylight::domain::publication::forecast::Forecast;
use daylight::domain::role::Role;
use daylight::domain::topics::register::{Action, Nature, Standing};
use daylight::store::{ContributingRow, TopicRow, TopicSize};
use rocket::http::Status;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Requests on one subject.
pub const POOLS: [&str; 6] = [
    "How many people used the swimming pool in Ashby?",
    "Attendance at the swimming pool in Brook",
    "Swimming pool opening hours and attendance at Cole",
    "The cost of heating the swimming pool in Dale",
    "Swimming pool attendance and heating in Elm",
    "People who used the heated swimming pool in Firth",
];

/// Requests on another.
pub const DOGS: [&str; 6] = [
    "How many stray dogs were collected by the dog warden in Hill?",
    "Stray dogs collected by the warden in Ince",
    "The cost of the dog warden and the stray dogs kennels in Jarrow",
    "Kennels used for stray dogs by the dog warden in Kent",
    "Stray dogs the warden took to the kennels in Leigh",
    "The number of stray dogs in the kennels of the warden in Mold",
];

/// Twelve requests on two subjects, and the topics found in them: of pools, of dogs.
async fn two_topics(app: &App) -> (Actor, i64, i64) {
    let manager = app.person("Mario", Role::Manager).await;
    let texts = POOLS.iter().chain(&DOGS);
    for (n, text) in texts.enumerate() {
        app.logged(day("2026-06-01"), text, &format!("log{n}"))
            .await;
    }
    app.casework.topics().find_topics(app.now()).await.unwrap();
    let of = async |word: &str| {
        for topic in app.store().topics().all().await.unwrap() {
            if requests(app, topic.entry.id)
                .await
                .iter()
                .all(|row| row.subject.to_lowercase().contains(word))
            {
                return topic.entry.id;
            }
        }
        panic!("no topic of {word} alone");
    };
    (manager, of("pool").await, of("dog").await)
}

async fn requests(app: &App, topic: i64) -> Vec<ContributingRow> {
    app.store()
        .publication()
        .contributing(topic, 1_000)
        .await
        .unwrap()
}

async fn ids(app: &App, topic: i64) -> BTreeSet<i64> {
    requests(app, topic)
        .await
        .into_iter()
        .map(|row| row.id)
        .collect()
}

async fn topic(app: &App, id: i64) -> TopicRow {
    app.store().topics().topic(id).await.unwrap().unwrap()
}

async fn decide(app: &App, actor: Actor, action: Action, token: &str) -> Option<i64> {
    let decision = TopicDecision::Of(action);
    let change = app
        .casework
        .topics()
        .decide_topic(decision, token, actor, app.now())
        .await;
    change.unwrap().and_then(|change| change.other)
}

/// The number of the newest decision about a topic.
async fn newest(app: &App, topic: i64) -> i64 {
    app.store().topics().topic_history(topic).await.unwrap()[0].id
}

on_both_databases! {
    async fn what_people_decide_outlasts_the_next_discovery(app: App) {
        let (manager, pools, dogs) = two_topics(&app).await;
        decide(&app, manager, Action::Rename { topic: pools, label: "Swimming".into() }, "a").await;
        decide(&app, manager, Action::Confirm { topic: pools }, "b").await;
        decide(&app, manager, Action::Mark { topic: dogs, nature: Nature::SingleIncident, reason: "One escape".into() }, "c").await;
        let stray = *ids(&app, dogs).await.first().unwrap();
        decide(&app, manager, Action::Move { cases: [stray].into(), to: pools }, "d").await;
        app.logged(day("2026-06-02"), "Swimming pool attendance in Eastleigh", "late").await;
        app.casework.topics().find_topics(app.now()).await.unwrap();
        let kept = topic(&app, pools).await.entry;
        assert_eq!((kept.label.as_str(), kept.standing), ("Swimming", Standing::Confirmed));
        let placed = ids(&app, pools).await;
        assert!(placed.contains(&stray), "a person placed it there");
        assert_eq!(placed.len(), 8, "the new request joins its topic");
        assert_eq!(topic(&app, dogs).await.entry.nature, Nature::SingleIncident);
        let candidates = app.casework.publishing().candidates(app.now()).await.unwrap();
        let ranked = &candidates.ranked;
        assert!(ranked.iter().all(|c| c.topic != dogs), "one incident is no candidate");
        assert!(ranked.iter().any(|c| c.topic == pools));
    }

    async fn a_merge_is_undone_and_every_request_is_back(app: App) {
        let (manager, pools, dogs) = two_topics(&app).await;
        let before = (ids(&app, pools).await, ids(&app, dogs).await);
        decide(&app, manager, Action::Merge { topic: dogs, into: pools }, "m").await;
        assert_eq!(ids(&app, pools).await.len(), 12);
        assert!(ids(&app, dogs).await.is_empty());
        let late = app.logged(day("2026-06-02"), "Stray dogs in the kennels of the dog warden", "late").await;
        assert_eq!(app.case(&late).await.topic.map(|t| t.0), Some(pools), "what was merged weighs for what is left");
        let late = app.case(&late).await.stored.id;
        // The machine would make two topics of them again; people said they are one.
        app.casework.topics().find_topics(app.now()).await.unwrap();
        assert_eq!(ids(&app, pools).await.len(), 13);
        let merged = newest(&app, dogs).await;
        app.casework.topics().undo_decision(merged, "u", manager, app.now()).await.unwrap();
        let mut left = ids(&app, pools).await;
        left.remove(&late);
        assert_eq!((left, ids(&app, dogs).await), before);
        let history = app.store().topics().topic_history(dogs).await.unwrap();
        assert_eq!(history.len(), 2, "nothing is struck out");
        assert!(history[1].undone && history[0].said.starts_with("Undid: Merged"));
        let chain = app.casework.verify().await.unwrap();
        assert!(chain.is_ok(), "{chain:?}");
    }

    async fn a_split_makes_a_topic_and_what_would_empty_one_is_refused(app: App) {
        let (manager, pools, dogs) = two_topics(&app).await;
        let all = ids(&app, pools).await;
        let split = async |cases: BTreeSet<i64>, token: &str| {
            let decision = TopicDecision::Split { topic: pools, label: "Heating".into(), cases };
            app.casework.topics().decide_topic(decision, token, manager, app.now()).await
        };
        let topics = app.store().topics().all().await.unwrap().len();
        assert!(split(all.clone(), "all").await.is_err());
        assert_eq!(app.store().topics().all().await.unwrap().len(), topics, "nothing is left behind");
        let one = *all.first().unwrap();
        let new = split([one].into(), "one").await.unwrap().unwrap().other.unwrap();
        assert_eq!(ids(&app, new).await, [one].into());
        app.casework.topics().find_topics(app.now()).await.unwrap();
        assert_eq!(ids(&app, new).await, [one].into(), "the machine does not put it back");
        let itself = TopicDecision::Of(Action::Merge { topic: dogs, into: dogs });
        assert!(app.casework.topics().decide_topic(itself, "self", manager, app.now()).await.is_err());
    }

    async fn a_decision_that_something_later_built_on_is_not_undone_first(app: App) {
        let (manager, pools, dogs) = two_topics(&app).await;
        decide(&app, manager, Action::Merge { topic: dogs, into: pools }, "m").await;
        let merged = newest(&app, dogs).await;
        let case = *ids(&app, pools).await.first().unwrap();
        let moved = TopicDecision::MoveToNew { label: "Lidos".into(), cases: [case].into() };
        app.casework.topics().decide_topic(moved, "n", manager, app.now()).await.unwrap();
        let refused = app.casework.topics().undo_decision(merged, "u", manager, app.now()).await;
        assert!(refused.unwrap_err().to_string().contains("Undo that first"));
    }

    async fn a_mixed_topic_shows_its_parts_and_one_is_split_off_whole(app: App) {
        let (manager, pools, dogs) = two_topics(&app).await;
        let (of_pools, of_dogs) = (ids(&app, pools).await, ids(&app, dogs).await);
        decide(&app, manager, Action::Merge { topic: dogs, into: pools }, "a").await;
        app.casework.topics().find_topics(app.now()).await.unwrap();
        let parts = app.store().topics().topic_parts(pools).await.unwrap();
        let part = parts.iter().find(|part| part.cases.iter().copied().eq(of_dogs.iter().rev().copied())).unwrap();
        signed_in(&app, "mario@police.example", "three words here").await;
        let path = format!("/desk/topics/{pools}");
        let page = app.get(&path).await;
        assert!(page.says("What is in it") && page.says(&part.label), "{}", page.html);
        assert_eq!(parts.iter().map(|part| part.cases.len()).sum::<usize>(), 12);
        assert!(!page.says("Not among the requests topics were last looked for in"));
        let form = app.get(&format!("{path}/splits/new?part={}", part.place)).await;
        let chosen: Vec<String> = of_dogs.iter().map(i64::to_string).collect();
        for case in of_dogs.iter().chain(&of_pools) {
            let offered = form.html.contains(&format!("name=\"cases\" value=\"{case}\""));
            assert_eq!(offered, of_dogs.contains(case), "{}", form.html);
        }
        assert_eq!(form.value("label"), part.label);
        let (csrf, token, among) = (form.value("csrf"), form.value("submission"), form.value("among"));
        let sent = |label: &'static str| {
            let typed = [("csrf", csrf.as_str()), ("submission", &token), ("among", &among), ("label", label)];
            let cases = chosen.iter().map(|case| ("cases", case.as_str()));
            typed.into_iter().chain(cases).collect::<Vec<_>>()
        };
        let unnamed = app.post(&format!("{path}/splits"), &sent(" ")).await;
        assert_eq!(unnamed.status, Status::UnprocessableEntity);
        let still = |case: &i64| unnamed.html.contains(&format!("name=\"cases\" value=\"{case}\""));
        assert!(of_dogs.iter().all(still) && !of_pools.iter().any(still), "{}", unnamed.html);
        let split = app.post(&format!("{path}/splits"), &sent("Stray dogs")).await;
        assert_eq!(split.status, Status::SeeOther, "{}", split.html);
        assert_eq!(ids(&app, pools).await, of_pools);
        assert!(!app.get(&path).await.says("What is in it"), "it is of one piece now");
        let gone = app.get(&format!("{path}/splits/new?part={}", part.place)).await;
        assert_eq!(gone.status, Status::NotFound);
    }

    async fn an_old_log_is_counted_to_its_newest_request(app: App) {
        let (_, pools, _) = two_topics(&app).await;
        signed_in(&app, "mario@police.example", "three words here").await;
        let counted = "Counted to 1 June 2026, the day of the newest request.";
        assert!(!app.get("/desk/topics").await.says(counted));
        app.set_clock("2028-01-10T09:00:00Z");
        signed_in(&app, "mario@police.example", "three words here").await;
        let page = app.get("/desk/topics").await;
        assert!(page.says(counted), "{}", page.html);
        let recent = format!("topic&#x3D;{pools}&amp;received_from&#x3D;2025-06-02&amp;received_to&#x3D;2026-06-01\">6<");
        assert!(page.html.contains(&recent), "{}", page.html);
        let candidates = app.casework.publishing().candidates(app.now()).await.unwrap();
        assert_eq!(candidates.on, day("2026-06-01"), "as the scores are");
    }

    async fn the_list_forecasts_each_topic_as_its_own_page_does(app: App) {
        let (_, pools, dogs) = two_topics(&app).await;
        // None, one, none, one, one, none, one and two in the eight quarters up to May. The means of four
        // were off by 0.5, 0.75, 0.5 and 1.25, in the mean by 0.75, and the last four had one each.
        let days = ["2024-10-09", "2025-03-01", "2025-08-31", "2026-02-28", "2026-04-30", "2026-05-31"];
        for (row, day) in requests(&app, pools).await.iter().zip(days) {
            run(&app, &format!("UPDATE cases SET received = '{day}' WHERE id = {}", row.id)).await;
        }
        run(&app, &format!("UPDATE cases SET received = '2024-05-15' WHERE topic_id = {dogs}")).await;
        let figures = app.casework.topics().topic_figures(day("2026-06-02"), app.now()).await.unwrap();
        let of = |topic: &i64| (*topic, figures[topic].forecast.unwrap());
        let forecasts: HashMap<i64, Forecast> = [pools, dogs].iter().map(of).collect();
        let expected = Forecast { requests: 1.0, low: 0.0, high: 2.0, past_error: 0.75, trials: 4 };
        assert_eq!(forecasts[&pools], expected);
        assert!(forecasts[&dogs].requests.abs() < 1e-9, "nobody asked in those quarters: {forecasts:?}");
        for topic in [pools, dogs] {
            let alone = app.casework.publishing().forecast(topic, day("2026-06-02")).await.unwrap();
            assert_eq!(alone.as_ref().ok(), forecasts.get(&topic));
        }
        signed_in(&app, "mario@police.example", "three words here").await;
        assert!(app.get("/desk/topics").await.says("1 (0 to 2)"));
        let page = app.get(&format!("/desk/topics/{pools}")).await;
        assert!(page.says("About 1 request; nine of ten such quarters lie between 0 and 2."), "{}", page.html);
        assert!(page.says("4 trials"), "{}", page.html);
        // A quarter less, and it says what is missing.
        run(&app, &format!("UPDATE cases SET received = '2024-08-15' WHERE topic_id = {dogs}")).await;
        let page = app.get(&format!("/desk/topics/{pools}")).await;
        assert!(page.says("takes 8 whole quarters of requests, and there are 7"), "{}", page.html);
        assert!(app.get("/desk/topics").await.says("\u{2013}"));
    }

    async fn the_list_counts_a_topic_again_when_one_of_its_requests_changes(app: App) {
        let (_, pools, dogs) = two_topics(&app).await;
        let to = day("2026-06-02");
        let of_pools = requests(&app, pools).await;
        let (first, second, third) = (of_pools[0].id, of_pools[1].id, of_pools[2].id);
        for change in [
            String::new(),
            format!("UPDATE cases SET topic_id = {dogs} WHERE id = {first}"),
            format!("UPDATE cases SET topic_id = NULL WHERE id = {second}"),
            format!("UPDATE cases SET topic_confirmed = TRUE WHERE id = {third}"),
            format!("UPDATE cases SET received = '2024-01-08' WHERE id = {third}"),
            format!("UPDATE cases SET topic_id = {pools} WHERE id = {first}"),
            format!("UPDATE cases SET topic_id = NULL WHERE topic_id = {dogs}"),
        ] {
            if !change.is_empty() {
                run(&app, &change).await;
            }
            let figures = app.casework.topics().topic_figures(to, app.now()).await.unwrap();
            let kept: BTreeMap<i64, TopicSize> =
                figures.iter().map(|(id, figure)| (*id, figure.size.clone())).collect();
            let counted = app.store().topics().topic_sizes(day("2025-06-03"), None).await.unwrap();
            assert_eq!(kept, counted.into_iter().collect(), "{change}");
        }
        let figures = app.casework.topics().topic_figures(to, app.now()).await.unwrap();
        assert_eq!(figures.keys().copied().collect::<Vec<_>>(), [pools]);
    }

    async fn the_desk_decides_through_its_pages_and_a_second_click_does_nothing_more(app: App) {
        let (_, pools, dogs) = two_topics(&app).await;
        signed_in(&app, "mario@police.example", "three words here").await;
        let path = format!("/desk/topics/{pools}");
        let form = app.get(&format!("{path}/names/new")).await;
        let (csrf, token) = (form.value("csrf"), form.value("submission"));
        let empty = app.post(&format!("{path}/names"), &[("csrf", &csrf), ("submission", &token), ("label", " ")]).await;
        assert_eq!(empty.status, Status::UnprocessableEntity);
        assert!(empty.says("Enter a name for the topic."), "{}", empty.html);
        let typed = [("csrf", csrf.as_str()), ("submission", token.as_str()), ("label", "Swimming")];
        for _ in 0..2 {
            assert_eq!(app.post(&format!("{path}/names"), &typed).await.status, Status::SeeOther);
        }
        assert_eq!(app.store().topics().topic_history(pools).await.unwrap().len(), 1);
        let page = app.get(&path).await;
        assert!(page.says("Swimming") && page.says("Mario"), "{}", page.html);
        let into = pools.to_string();
        let form = app.get(&format!("/desk/topics/{dogs}/merges/new")).await;
        let token = form.value("submission");
        let merge = [("csrf", csrf.as_str()), ("submission", token.as_str()), ("into", into.as_str())];
        let merged = app.post(&format!("/desk/topics/{dogs}/merges"), &merge).await;
        assert_eq!(merged.location, Some(path.clone()));
        assert!(app.get("/desk/topics").await.says("Swimming"));
        let undo = format!("/desk/topics/{dogs}/decisions/{}/undoings", newest(&app, dogs).await);
        let undone = app.post(&undo, &[("csrf", csrf.as_str()), ("submission", &form_token(1))]).await;
        assert_eq!(undone.status, Status::SeeOther, "{}", undone.html);
        assert_eq!(ids(&app, dogs).await.len(), 6);
        let foreign = [("csrf", "no"), ("submission", "x"), ("label", "Not ours")];
        assert_eq!(app.post(&format!("{path}/names"), &foreign).await.status, Status::Forbidden);
    }
}

/// The generated authority, with topics a search over all of it has found.
async fn generated() -> App {
    let app = App::on_sqlite().await;
    app.set_clock("2026-06-30T09:00:00Z");
    let made = Demo::of(&app.casework)
        .generate(900, 1, app.now(), &|_| ())
        .await;
    made.unwrap();
    app
}

/// A later search knows topics, and each month's requests keep their number.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn topics_keep_their_numbers_over_ten_monthly_runs() {
    let app = generated().await;
    ten_monthly_runs(&app, 4).await;
}

/// The same from nothing, when the first months have a dozen requests a topic to go by.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn topics_found_from_nothing_keep_their_numbers_too() {
    let app = generated().await;
    run(
        &app,
        "UPDATE cases SET topic_id = NULL, topic_confirmed = FALSE",
    )
    .await;
    run(
        &app,
        "UPDATE topics SET standing = 'retired', pinned = FALSE",
    )
    .await;
    ten_monthly_runs(&app, 3).await;
}

/// Ten monthly runs over the generated authority: requests keep their topic's number, so many for
/// each that moves in the second month.
async fn ten_monthly_runs(app: &App, second_month: usize) {
    let mut before: BTreeMap<i64, i64> = BTreeMap::new();
    let mut names: BTreeMap<i64, String> = BTreeMap::new();
    for month in [
        "2025-09", "2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04",
        "2026-05", "2026-06",
    ] {
        app.set_clock(&format!("{month}-28T09:00:00Z"));
        app.casework.topics().find_topics(app.now()).await.unwrap();
        let texts = app
            .store()
            .topics()
            .topic_texts(day("2000-01-01"), app.now().today)
            .await
            .unwrap();
        let now: BTreeMap<i64, i64> = texts
            .iter()
            .filter_map(|text| Some((text.id, text.topic_id?)))
            .collect();
        let both = before.iter().filter(|(case, _)| now.contains_key(case));
        let (mut kept, mut moved) = (0, 0);
        for (case, topic) in both {
            if now[case] == *topic {
                kept += 1;
            } else {
                moved += 1;
            }
        }
        println!("{month}: {kept} kept their topic, {moved} moved");
        // In the second month there are a dozen requests a topic; later a month brings few beside
        // those there are.
        let times = if month < "2025-11" { second_month } else { 8 };
        assert!(
            kept >= moved * times,
            "{month}: {kept} kept their topic, {moved} moved"
        );
        let numbers = |of: &BTreeMap<i64, i64>| of.values().copied().collect::<BTreeSet<i64>>();
        let (were, are) = (numbers(&before), numbers(&now));
        let there_still = were.intersection(&are).count();
        assert!(
            there_still * 10 >= were.len() * 8,
            "{month}: of {} topics {there_still} are there",
            were.len()
        );
        for topic in app.store().topics().all().await.unwrap() {
            let name = names
                .entry(topic.entry.id)
                .or_insert_with(|| topic.entry.label.clone());
            assert_eq!(
                *name, topic.entry.label,
                "{month}: topic {} was renamed",
                topic.entry.id
            );
        }
        before = now;
    }
    // Whatever is in a topic is in one of its parts.
    let mut parted = 0;
    for topic in app.store().topics().all().await.unwrap() {
        let parts = app.store().topics().topic_parts(topic.entry.id).await;
        let parts: Vec<i64> = parts.unwrap().into_iter().flat_map(|p| p.cases).collect();
        if !parts.is_empty() {
            let under = before.values().filter(|of| **of == topic.entry.id).count();
            assert_eq!(parts.len(), under, "{}", topic.entry.label);
            parted += 1;
        }
    }
    assert!(parted > 0, "no topic has parts");
}
