//! What the public looks for among what is published: found by other words, or counted for its topic.

use crate::publications::{asked, decided, issue, step, two_topics};
use crate::support::{App, Page, signed_in};
use daylight::casework::publication::publish::Taken;
use daylight::casework::topics::register::TopicDecision;
use daylight::domain::case::Actor;
use daylight::domain::publication::{Kind, Part};
use daylight::domain::topics::register::{Action, Nature};
use daylight::store::DecisionRow;
use rocket::http::{ContentType, RawStr, Status};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};

/// Words of requests on dogs.
const KENNELS: &str = "stray dogs in kennels";

async fn search(app: &App, words: &str) -> Page {
    let words = RawStr::new(words).percent_encode();
    app.get(&format!("/publications?q={words}")).await
}

async fn unmet(app: &App, topic: i64) -> u32 {
    app.casework
        .shelf()
        .unmet_searches(topic, app.now())
        .await
        .unwrap()
}

async fn published(app: &App, topic: i64, title: &str, manager: Actor) -> DecisionRow {
    let (one, other) = (format!("{topic}-a"), format!("{topic}-b"));
    let row = decided(app, topic, Kind::Signpost, manager, &one).await;
    let row = row.unwrap();
    let address = "https://data.example.org/figures".to_owned();
    let issue = Taken::Publish {
        title: title.to_owned(),
        address,
    };
    step(app, &row, issue, manager, &other).await.unwrap()
}

async fn decide(app: &App, decision: TopicDecision, token: &str, manager: Actor) -> Option<i64> {
    let done = app
        .casework
        .topics()
        .decide_topic(decision, token, manager, app.now())
        .await;
    done.unwrap().and_then(|change| change.other)
}

/// What the candidates say of a topic's public interest, and its score.
async fn interest(app: &App, topic: i64) -> (Part, u32) {
    let candidates = app
        .casework
        .publishing()
        .candidates(app.now())
        .await
        .unwrap();
    let found = candidates.ranked.iter().find(|c| c.topic == topic);
    let score = &found.unwrap().score;
    (score.parts[4].clone(), score.total)
}

/// The score that a node which kept nothing gives a topic.
async fn reckoned_anew(app: &App, topic: i64) -> u32 {
    let other = app.second_node().await;
    let candidates = other.publishing().candidates(app.now()).await.unwrap();
    let found = candidates.ranked.iter().find(|c| c.topic == topic);
    found.unwrap().score.total
}

/// How many searches the database holds, of all topics.
async fn counted(database: &DatabaseConnection) -> i64 {
    let text = "SELECT COALESCE(CAST(SUM(searches) AS BIGINT), 0) AS number FROM unmet_searches";
    number(database, text).await
}

async fn number(database: &DatabaseConnection, text: &str) -> i64 {
    let statement = Statement::from_string(database.get_database_backend(), text);
    let row = database.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get("", "number").unwrap()
}

/// The tables of the database in which a word stands, in whatever column.
async fn tables_with(database: &DatabaseConnection, word: &str) -> Vec<String> {
    let backend = database.get_database_backend();
    let tables = match backend {
        DbBackend::Postgres => {
            "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'"
        }
        _ => "SELECT name FROM sqlite_master WHERE type = 'table'",
    };
    let tables = Statement::from_string(backend, tables);
    let mut found = Vec::new();
    for row in database.query_all_raw(tables).await.unwrap() {
        let table: String = row.try_get("", "name").unwrap();
        let lines = match backend {
            DbBackend::Postgres => format!("lower(t::text) LIKE '%{word}%'"),
            _ => {
                let columns = format!("SELECT name FROM pragma_table_info('{table}')");
                let columns = Statement::from_string(backend, columns);
                let columns = database.query_all_raw(columns).await.unwrap();
                let has = columns.iter().map(|row| {
                    let column: String = row.try_get("", "name").unwrap();
                    format!("instr(lower(CAST(\"{column}\" AS TEXT)), '{word}') > 0")
                });
                has.collect::<Vec<_>>().join(" OR ")
            }
        };
        let text = format!("SELECT COUNT(*) AS number FROM \"{table}\" AS t WHERE {lines}");
        if number(database, &text).await > 0 {
            found.push(table);
        }
    }
    found
}

on_both_databases! {
    async fn a_publication_is_found_by_other_words_of_its_topic(app: App) {
        let (manager, pools, _) = two_topics(&app).await;
        assert!(app.get("/publications").await.says("Nothing is published yet"));
        let row = published(&app, pools, "Leisure centres in figures", manager).await;
        let label = app.store().topics().topic(pools).await.unwrap().unwrap().entry.label;
        let all = app.get("/publications").await;
        assert!(all.says("<h2>1 publication</h2>") && all.says(&label) && all.says("2 Jun 2026"), "{}", all.html);
        let word = ["heating", "attendance", "used"].into_iter().find(|word| !label.to_lowercase().contains(word)).unwrap();
        for (words, shared) in [(word, word), ("leisure", "leisure"), ("Pools, please", "pools"), ("SWIMMING in Gale", "swimming")] {
            let page = search(&app, words).await;
            assert_eq!(page.status, Status::Ok);
            assert!(page.says(&format!("/publications/{}\">Leisure centres in figures", row.id)), "{words}: {}", page.html);
            assert!(page.says(&format!("Shares your words: {shared}")), "{words}: {}", page.html);
        }
        // Each page that leads here.
        for path in ["/", "/publication-decisions", "/requests/new", &format!("/publications/{}", row.id)] {
            assert!(app.get(path).await.says("href=\"/publications\""), "{path}");
        }
        assert_eq!(unmet(&app, pools).await, 0, "every search found it");
    }

    async fn what_is_not_found_is_counted_and_raises_the_score(app: App) {
        let (manager, pools, dogs) = two_topics(&app).await;
        published(&app, pools, "Leisure centres in figures", manager).await;
        let (before, total) = interest(&app, dogs).await;
        assert_eq!(before.arithmetic.to_string(), "not yet assessed; 0");
        let page = search(&app, KENNELS).await;
        assert_eq!(page.status, Status::Ok);
        assert!(page.says("Nothing we published fits your words"), "{}", page.html);
        assert!(page.says("Your words are not kept"), "{}", page.html);
        // The words go into the form without standing in another address.
        let form = app.post("/requests/new", &[("csrf", &page.value("csrf")), ("description", &page.value("description"))]).await;
        assert!(form.says(KENNELS), "{}", form.html);
        assert_eq!(unmet(&app, dogs).await, 1);
        let (part, _) = interest(&app, dogs).await;
        assert_eq!(part.arithmetic.to_string(), "not yet assessed + 1 unmet search, 1 for each 10 = 0");

        // Three a day are counted, however often somebody looks: a tally kept apart.
        let mut tally = 1_u32;
        for day in 2..=5 {
            app.set_clock(&format!("2026-06-0{day}T10:00:00Z"));
            for again in 0..5 {
                search(&app, KENNELS).await;
                let today = if day == 2 { again + 1 } else { again };
                tally += u32::from(today < 3);
                assert_eq!(unmet(&app, dogs).await, tally, "{day} June, search {again}");
            }
        }
        assert_eq!(tally, 12);
        let (part, risen) = interest(&app, dogs).await;
        assert_eq!(part.arithmetic.to_string(), "not yet assessed + 12 unmet searches, 1 for each 10 = 1");
        assert_eq!(risen, total + 1);
        assert_eq!(reckoned_anew(&app, dogs).await, risen, "what is kept is what is");
        assert_eq!(interest(&app, pools).await.0.arithmetic.to_string(), "not yet assessed; 0");
        assert_eq!(unmet(&app, pools).await, 0);

        signed_in(&app, "mario@police.example", "three words here").await;
        let told = "Searches that found nothing, last 12 months: 12";
        for path in [format!("/desk/topics/{dogs}"), format!("/desk/topics/{dogs}/assessments/new")] {
            let page = app.get(&path).await;
            assert!(page.says(told), "{}", page.html);
        }
        let weights = app.get("/desk/topics/candidates").await;
        assert!(weights.says("of which every 10 earn one. At most 3 searches a topic"), "{}", weights.html);

        // What fits no topic counts for none; what a year has passed over counts no more.
        let database = Database::connect(&app.url).await.unwrap();
        assert_eq!(counted(&database).await, 12);
        assert!(search(&app, "zeppelin moorings").await.says("Nothing we published fits your words"));
        assert_eq!(counted(&database).await, 12);
        for (on, left) in [("2027-06-01", 12), ("2027-06-02", 9), ("2027-06-04", 3), ("2027-06-05", 0)] {
            app.set_clock(&format!("{on}T10:00:00Z"));
            assert_eq!(unmet(&app, dogs).await, left, "{on}");
        }
        database.close().await.unwrap();
    }

    async fn what_was_counted_goes_with_a_topic_that_is_merged(app: App) {
        let (manager, pools, dogs) = two_topics(&app).await;
        for _ in 0..3 {
            search(&app, KENNELS).await;
        }
        for _ in 0..2 {
            search(&app, "swimming pool").await;
        }
        assert_eq!((unmet(&app, pools).await, unmet(&app, dogs).await), (2, 3));
        interest(&app, pools).await;
        let one = app.store().publication().contributing(pools, 1).await.unwrap()[0].id;
        let merged = TopicDecision::Of(Action::Merge { topic: dogs, into: pools });
        decide(&app, merged, "m", manager).await;
        let event = app.store().topics().topic_history(dogs).await.unwrap()[0].id;
        assert_eq!((unmet(&app, pools).await, unmet(&app, dogs).await), (5, 0));
        let (part, total) = interest(&app, pools).await;
        assert!(part.arithmetic.to_string().contains("5 unmet searches"), "{}", part.arithmetic);
        assert_eq!(reckoned_anew(&app, pools).await, total);
        // What was merged is looked for by its own words still, and counts for what is left.
        app.set_clock("2026-06-03T09:00:00Z");
        search(&app, KENNELS).await;
        assert_eq!(unmet(&app, pools).await, 6);
        app.casework.topics().undo_decision(event, "u", manager, app.now()).await.unwrap();
        assert_eq!((unmet(&app, pools).await, unmet(&app, dogs).await), (3, 3));

        // Merged, and merged again.
        let split = TopicDecision::Split { topic: pools, label: "Lidos".into(), cases: [one].into() };
        let lidos = decide(&app, split, "s", manager).await.unwrap();
        for (topic, into, token) in [(dogs, pools, "n"), (pools, lidos, "o")] {
            decide(&app, TopicDecision::Of(Action::Merge { topic, into }), token, manager).await;
        }
        assert_eq!(unmet(&app, lidos).await, 6);
        assert!(interest(&app, lidos).await.0.arithmetic.to_string().contains("6 unmet searches"));
        // The words of what was merged twice still lead to what is left.
        app.set_clock("2026-06-04T09:00:00Z");
        search(&app, KENNELS).await;
        assert_eq!(unmet(&app, lidos).await, 7);
        // Who only asks whether the page is there does not look for anything.
        let words = KENNELS.replace(' ', "+");
        let asked = app.client.head(format!("/publications?q={words}")).dispatch().await;
        assert_eq!((asked.status(), unmet(&app, lidos).await), (Status::Ok, 7));
    }

    async fn a_reader_whom_a_publication_did_not_answer_counts_for_its_topic(app: App) {
        let (manager, pools, dogs) = two_topics(&app).await;
        let row = decided(&app, pools, Kind::Signpost, manager, "a").await.unwrap();
        let row = step(&app, &row, issue(), manager, "b").await.unwrap();
        let path = format!("/publications/{}", row.id);
        let says = async |reader: u8, answered: &str| {
            let address = format!("192.0.2.{reader}:4711").parse().unwrap();
            let page = app.client.get(path.clone()).remote(address).dispatch().await;
            let page = crate::support::read(page).await;
            let said = format!("csrf={}&shown={}&answered={answered}", page.value("csrf"), page.value("shown"));
            let sent = app.client.post(format!("{path}/answers")).header(ContentType::Form).body(said);
            sent.remote(address).dispatch().await.status()
        };
        for reader in 1..=5 {
            assert_eq!(says(reader, "no").await, Status::SeeOther);
        }
        assert_eq!(says(6, "yes").await, Status::SeeOther);
        for neither in ["", "maybe", "NO"] {
            assert_eq!(says(7, neither).await, Status::UnprocessableEntity, "{neither}");
        }
        let row = app.store().publication().decision(row.id).await.unwrap().unwrap();
        assert_eq!((row.helped, row.not_helped), (1, 5));
        assert_eq!(unmet(&app, pools).await, 3, "as many as in a day of searches");
        // Its topic was merged: what is left of it counts.
        let merged = TopicDecision::Of(Action::Merge { topic: pools, into: dogs });
        decide(&app, merged, "m", manager).await;
        app.set_clock("2026-06-03T09:00:00Z");
        says(1, "no").await;
        assert_eq!(unmet(&app, dogs).await, 4);
        let row = app.store().publication().decision(row.id).await.unwrap().unwrap();

        // A month of searches before it and after, each whole.
        app.set_clock("2026-09-01T09:00:00Z");
        let measured = app.casework.publishing().measure(&row, app.now()).await.unwrap().unwrap();
        assert_eq!((measured.before.unmet, measured.after.unmet), ((0, 0), (0, 2)));
        app.set_clock("2026-09-30T09:00:00Z");
        says(1, "no").await;
        app.set_clock("2026-10-02T09:00:00Z");
        let measured = app.casework.publishing().measure(&row, app.now()).await.unwrap().unwrap();
        assert_eq!(measured.after.unmet, (1, 3));
        signed_in(&app, "mario@police.example", "three words here").await;
        let page = app.get(&format!("/desk/publications/{}", row.id)).await;
        assert!(page.says("Searches a quarter that found nothing"), "{}", page.html);
    }

    async fn nothing_of_a_search_is_kept_but_its_count(app: App) {
        let (_, _, dogs) = two_topics(&app).await;
        let page = search(&app, "Stray dogs in kennels with quetzalcoatl").await;
        assert!(page.says("Nothing we published fits"), "{}", page.html);
        assert_eq!(unmet(&app, dogs).await, 1);
        let database = Database::connect(&app.url).await.unwrap();
        // Words that are there are found, so that what is not found is not there.
        let kennels = tables_with(&database, "kennels").await;
        assert!(kennels.contains(&"case_texts".to_owned()), "{kennels:?}");
        assert_eq!(tables_with(&database, "quetzal").await, Vec::<String>::new());
        database.close().await.unwrap();
    }

    async fn a_topic_few_people_asked_about_is_neither_named_nor_led_to(app: App) {
        let (manager, pools, dogs) = two_topics(&app).await;
        published(&app, dogs, "Yearly animal report", manager).await;
        let label = app.store().topics().topic(dogs).await.unwrap().unwrap().entry.label;
        let page = app.get("/publications").await;
        assert!(page.says("Yearly animal report") && !page.says(&label), "one person asked: {}", page.html);
        for words in [KENNELS, "warden", label.as_str()] {
            let page = search(&app, words).await;
            assert!(!page.says("Yearly animal report"), "{words}: {}", page.html);
        }
        assert!(search(&app, "animals").await.says("Yearly animal report"));
        // Four more ask: five are enough.
        for name in ["Ada", "Bob", "Cem", "Dia"] {
            let reference = asked(&app, name, "2026-06-01", "Stray dogs in the kennels of the dog warden").await;
            assert_eq!(app.case(&reference).await.topic.unwrap().0, dogs);
        }
        assert!(app.get("/publications").await.says(&label));
        assert!(search(&app, "warden").await.says("Shares your words: warden"));
        // What a person marked as about one incident is not named, however many asked.
        let mark = Action::Mark { topic: dogs, nature: Nature::SingleIncident, reason: "One escape".into() };
        decide(&app, TopicDecision::Of(mark), "incident", manager).await;
        assert!(!search(&app, "warden").await.says("Yearly animal report"));
        for path in ["/publications", "/publication-decisions"] {
            let page = app.get(path).await;
            assert!(page.says("Yearly animal report") && !page.says(&label), "{path}: {}", page.html);
        }
        assert_eq!(unmet(&app, pools).await, 0);
    }

    async fn whatever_is_typed_is_answered_in_one_sentence(app: App) {
        let (manager, pools, dogs) = two_topics(&app).await;
        published(&app, pools, "Leisure centres in figures", manager).await;
        for (words, status, says) in [
            ("   ", Status::Ok, "<h2>1 publication</h2>"),
            ("the of and please", Status::Ok, "Nothing we published fits your words"),
            ("2025", Status::UnprocessableEntity, "Use a word that says what it is about"),
            ("\0\u{1}\u{7f}", Status::Ok, "<h2>1 publication</h2>"),
            ("?!&|()*:<->^\"'--;", Status::UnprocessableEntity, "Use a word that says what it is about"),
            ("zzz\0zzz", Status::Ok, "Nothing we published fits your words"),
            ("\"><script>alert(1)</script>", Status::Ok, "Nothing we published fits your words"),
            ("' OR 1=1; DROP TABLE topics", Status::Ok, "Nothing we published fits your words"),
            ("{{frame.csrf}}", Status::UnprocessableEntity, "Use a word that says what it is about"),
            ("道路の補修費用", Status::Ok, "Nothing we published fits your words"),
            ("школьное питание", Status::Ok, "Nothing we published fits your words"),
            ("\u{202e}gnimmiws\u{200b} 🏊", Status::Ok, "Nothing we published fits your words"),
            (&"z".repeat(200), Status::UnprocessableEntity, "Use a word that says what it is about"),
            (&"zy ".repeat(67), Status::Ok, "Nothing we published fits your words"),
            (&"zyx ".repeat(51), Status::UnprocessableEntity, "Use at most 200 characters: a few words are enough"),
            (&"kennels ".repeat(7_500), Status::UnprocessableEntity, "Use at most 200 characters: a few words are enough"),
        ] {
            let page = search(&app, words).await;
            assert_eq!(page.status, status, "{words:.40}: {}", page.html);
            assert!(page.says(says), "{words:.40}: {}", page.html);
            assert!(!page.says("<script>alert") && page.html.len() < 20_000, "{words:.40}");
        }
        for raw in ["q=%FF%FE", "q=%", "q=%00", "q", "q=&q=pool", "q[]=a&q.b=c", "=", "p=1"] {
            let page = app.get(&format!("/publications?{raw}")).await;
            let fine = [Status::Ok, Status::UnprocessableEntity].contains(&page.status);
            assert!(fine, "{raw}: {}", page.html);
        }
        assert_eq!((unmet(&app, pools).await, unmet(&app, dogs).await), (0, 0));
        let path = "/desk/topics/candidates";
        assert_eq!(app.get(path).await.status, Status::SeeOther, "the desk is still there");
    }
}

/// Before topics were looked for, titles are still searched and nothing is counted.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_day_has_nothing_to_fit_and_nothing_to_count() {
    let app = App::on_sqlite().await;
    let page = search(&app, KENNELS).await;
    assert_eq!(page.status, Status::Ok);
    assert!(page.says("Nothing we published fits"), "{}", page.html);
    let database = Database::connect(&app.url).await.unwrap();
    assert_eq!(counted(&database).await, 0);
    database.close().await.unwrap();
}
