//! Each figure of a score and of a measured publication opens exactly the requests it counts:
//! every link is followed, the list walked to its end, and the figure reckoned from the cases.

use crate::publications::{asked, decided, issue, step};
use crate::support::{App, day, signed_in};
use crate::topics::{DOGS, POOLS};
use chrono::{Months, NaiveDate};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::casework::topics::register::TopicDecision;
use daylight::demo::Demo;
use daylight::domain::case::{Actor, Outcome, Reasons};
use daylight::domain::publication::Kind;
use daylight::domain::role::Role;
use daylight::domain::topics::register::Action;
use std::collections::{BTreeMap, BTreeSet};

/// A link to a list of requests.
struct Figure {
    /// Its words, those for readers of links alone included.
    text: String,
    href: String,
    /// What stands after it.
    after: String,
}

/// What is asked of a request to check a figure.
#[derive(Clone)]
struct Asked {
    received: NaiveDate,
    by: String,
    minutes: Option<u32>,
}

fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut within = false;
    for c in html.chars() {
        match c {
            '<' => within = true,
            '>' => within = false,
            c if !within => text.push(c),
            _ => {}
        }
    }
    text.replace("&#x3D;", "=")
        .replace("&#x27;", "'")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

/// The words a page shows, without those for readers of links alone.
pub fn visible(html: &str) -> String {
    let mut parts = html.split("<span class=\"visually-hidden\">");
    let shown: String = parts.next().unwrap_or_default().to_owned();
    plain(&parts.fold(shown, |shown, part| {
        shown + part.split_once("</span>").map_or("", |(_, rest)| rest)
    }))
}

/// The links to lists of requests on a page that narrow it by anything.
fn figures(html: &str) -> Vec<Figure> {
    let (_, body) = html.split_once("<main").unwrap();
    let links = body.split("<a ").skip(1).filter_map(|link| {
        let (_, rest) = link.split_once("href=\"/desk/requests?")?;
        let (query, rest) = rest.split_once("\"")?;
        let (text, after) = rest.split_once('>')?.1.split_once("</a>")?;
        Some(Figure {
            text: plain(text),
            href: format!("/desk/requests?{}", plain(query)),
            after: plain(after),
        })
    });
    links.collect()
}

fn first_number(text: &str) -> Option<usize> {
    let digits: String = text
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(|c| c.is_ascii_digit() || *c == ',')
        .filter(|c| *c != ',')
        .collect();
    digits.parse().ok()
}

fn number_after(text: &str, before: &str) -> Option<usize> {
    text.split_once(before)
        .and_then(|(_, rest)| first_number(rest))
}

/// The requests of a list, page by page, and what it says it holds.
async fn listed(app: &App, href: &str) -> (Vec<String>, String) {
    let (mut references, mut told) = (Vec::new(), String::new());
    let mut at = Some(href.to_owned());
    while let Some(path) = at {
        let page = app.get(&path).await;
        assert_eq!(page.status.code, 200, "{path}");
        let rows = page.html.split("class=\"reference\"><a href=\"").skip(1);
        references.extend(rows.map(|row| {
            let href = row.split('"').next().unwrap();
            href.trim_start_matches("/desk/requests/").to_owned()
        }));
        if let Some((_, rest)) = page.html.split_once("</form>\n<p>") {
            told = rest.split("</p>").next().unwrap().to_owned();
        }
        at = page.html.split("<a ").find_map(|link| {
            let (href, rest) = link.strip_prefix("href=\"")?.split_once('"')?;
            rest.starts_with(" rel=\"next\"").then(|| plain(href))
        });
    }
    let once: BTreeSet<&String> = references.iter().collect();
    assert_eq!(once.len(), references.len(), "{href} lists one twice");
    (references, told)
}

/// Follows every figure on a page; how many there are.
pub async fn follow_figures(app: &App, path: &str) -> usize {
    let mut known: BTreeMap<String, Asked> = BTreeMap::new();
    let page = app.get(path).await;
    let on = app
        .casework
        .publishing()
        .counted_to(app.now())
        .await
        .unwrap();
    let found = figures(&page.html);
    let mut all = 0;
    for figure in &found {
        let (references, told) = listed(app, &figure.href).await;
        let mut requests = Vec::new();
        for reference in &references {
            if !known.contains_key(reference) {
                let case = app.case(reference).await;
                // A row of an earlier log counts as a person by itself.
                let asked = Asked {
                    received: case.stored.case.received,
                    by: case.requester.email.unwrap_or_else(|| reference.clone()),
                    minutes: case.stored.case.effort_minutes,
                };
                known.insert(reference.clone(), asked);
            }
            requests.push(known[reference].clone());
        }
        let people: BTreeSet<&String> = requests.iter().map(|r| &r.by).collect();
        let said = format!(
            "{path}: \u{201c}{}\u{201d} opens {}, which lists {} by {}",
            figure.text,
            figure.href,
            requests.len(),
            people.len()
        );
        if figure.href.contains("topic=") || figure.href.contains("received_from=") {
            assert_eq!(first_number(&told), Some(requests.len()), "{said}: {told}");
        }
        if figure.href.contains("topic=") {
            assert_eq!(number_after(&told, " by "), Some(people.len()), "{told}");
        }
        let number = first_number(&figure.text).unwrap();
        let text = &figure.text;
        if text.ends_with(": their requests") {
            let left_out = figure.after.strip_prefix(" (not counted: ");
            let left_out = left_out.and_then(first_number).unwrap_or(0);
            assert_eq!(number + left_out, people.len(), "{said}");
        } else if text.contains("of the last 8 quarters") {
            let quarters: BTreeSet<u32> = requests
                .iter()
                .filter_map(|r| (0..8).find(|q| on - Months::new(3 * (q + 1)) < r.received))
                .collect();
            assert_eq!(number, quarters.len(), "{said}");
        } else if text.contains("% confirmed") || text.contains("% with recorded") {
            assert_eq!(number, requests.len() * 100 / all, "{said} of {all}");
        } else if text.contains(" h, the median recorded") {
            let mut minutes: Vec<u32> = requests.iter().filter_map(|r| r.minutes).collect();
            minutes.sort_unstable();
            let half = minutes.len() / 2;
            let median = f64::from(minutes[half] + minutes[minutes.len().div_ceil(2) - 1]) / 120.0;
            let hours: f64 = text.split(' ').next().unwrap().parse().unwrap();
            assert!((hours - median).abs() < 0.001, "{said}");
        } else if let Some(from) = number_after(text, ", from ") {
            assert_eq!(from, requests.len(), "{said}");
        } else {
            assert_eq!(number, requests.len(), "{said}");
            all = requests.len();
        }
    }
    found.len()
}

/// The words of the figures of a page.
async fn words_of(app: &App, path: &str) -> Vec<String> {
    let page = app.get(path).await;
    figures(&page.html).into_iter().map(|f| f.text).collect()
}

/// Answers a request on a day.
async fn answered(
    app: &App,
    reference: &str,
    (manager, on): (Actor, &str),
    outcome: Outcome,
    (minutes, already_public): (Option<u32>, bool),
) {
    let withholds = outcome.withholds();
    let decide = Instruction::DecideQuestion(actions::DecideQuestion {
        number: 1,
        outcome,
        answer: "We looked.".into(),
        reasons: if withholds {
            vec![Reasons {
                withheld: "The names".into(),
                why: "They are personal data.".into(),
                ..Reasons::of("s.40(2) with (3A)".into())
            }]
        } else {
            vec![]
        },
    });
    let allocate = Instruction::Allocate(actions::Allocate {
        team: Some("Disclosure".into()),
        officer: manager.person,
    });
    let answer = Instruction::Answer(actions::Answer);
    for instruction in [
        allocate,
        Instruction::StartDraft(actions::StartDraft),
        decide,
        Instruction::SendForClearance(actions::SendForClearance {
            help: String::new(),
            minutes,
            already_public,
        }),
        Instruction::Clear(actions::Clear),
        answer,
    ] {
        let who = app.who(&instruction, manager).await;
        let acted = app.act(reference, who, Some(day(on)), instruction);
        acted.await.unwrap();
    }
}

/// The one topic these requests are in.
async fn one_topic(app: &App, references: &[String]) -> i64 {
    let mut topics = BTreeSet::new();
    for reference in references {
        topics.insert(app.case(reference).await.topic.unwrap().0);
    }
    assert_eq!(topics.len(), 1, "{topics:?}");
    topics.into_iter().next().unwrap()
}

/// More requests on pools, placed on arrival.
const MORE_POOLS: [&str; 4] = [
    "Attendance at the swimming pool in Gale, please",
    "Swimming pool attendance and heating in Holt",
    "The cost of heating the swimming pool in Ivel",
    "Opening hours and attendance at the swimming pool in Joss",
];

/// Requests on pools that end in every way, a campaign's letters, and dogs; and a manager. The
/// clock stands at 2 June 2026.
async fn all_kinds(app: &App) -> (Actor, i64, i64, i64) {
    let manager = app.person("Mario", Role::Manager).await;
    let mut of_pools = Vec::new();
    let received = [
        ("Ada", "2026-05-20"),
        ("Ada", "2026-03-03"),
        ("Bob", "2026-01-12"),
        ("Cem", "2025-10-01"),
        ("Dia", "2025-06-03"),
        ("Eva", "2025-06-02"),
        ("Fay", "2024-12-01"),
        ("Gus", "2024-06-03"),
        ("Hal", "2024-06-02"),
        ("Ivo", "2026-05-25"),
    ];
    for ((name, on), text) in received.into_iter().zip(POOLS) {
        of_pools.push(asked(app, name, on, text).await);
    }
    let letter = "Please do not close the library in Mill Lane and send me the savings report.";
    let mut of_letters = Vec::new();
    for n in 0..8 {
        let text = format!("{letter}\n\nYours sincerely,\nAda Sender{n}\n{n} Mill Lane");
        of_letters.push(asked(app, &format!("Sender{n}"), "2026-05-20", &text).await);
    }
    let mut of_dogs = Vec::new();
    for text in DOGS {
        of_dogs.push(asked(app, "Joy", "2026-02-02", text).await);
    }
    app.casework.topics().find_topics(app.now()).await.unwrap();
    for ((name, on), text) in received.into_iter().skip(POOLS.len()).zip(MORE_POOLS) {
        of_pools.push(asked(app, name, on, text).await);
    }
    let pools = one_topic(app, &of_pools).await;
    let letters = one_topic(app, &of_letters).await;
    let dogs = one_topic(app, &of_dogs).await;

    let end = async |n: usize, on, outcome, told| {
        answered(app, &of_pools[n], (manager, on), outcome, told).await;
    };
    end(0, "2026-05-29", Outcome::GrantedInFull, (Some(90), false)).await;
    // Two that are granted in full by saying where it is published.
    end(1, "2026-03-20", Outcome::GrantedInFull, (Some(30), true)).await;
    end(2, "2026-04-01", Outcome::GrantedInFull, (None, true)).await;
    end(3, "2025-10-20", Outcome::GrantedInPart, (Some(240), false)).await;
    end(4, "2025-06-20", Outcome::Refused, (None, false)).await;
    end(
        5,
        "2025-06-20",
        Outcome::NeitherConfirmedNorDenied,
        (None, false),
    )
    .await;
    end(6, "2024-12-20", Outcome::NotHeld, (Some(60), false)).await;
    end(7, "2024-06-20", Outcome::GrantedInFull, (None, false)).await;
    end(8, "2024-06-20", Outcome::GrantedInFull, (Some(600), false)).await;
    let withdraw = Instruction::Withdraw(actions::Withdraw);
    app.act(&of_pools[9], manager, Some(day("2026-05-28")), withdraw)
        .await
        .unwrap();
    for reference in &of_dogs[..3] {
        let told = (Some(30), false);
        answered(
            app,
            reference,
            (manager, "2026-02-20"),
            Outcome::Refused,
            told,
        )
        .await;
    }
    app.casework
        .publishing()
        .mark_dataset(&of_pools[3], true, "dataset", manager, app.now())
        .await
        .unwrap();
    let cases = [
        app.case(&of_pools[0]).await.stored.id,
        app.case(&of_pools[9]).await.stored.id,
    ];
    // A person places two of them.
    for (to, token) in [(dogs, "away"), (pools, "back")] {
        let moved = Action::Move {
            cases: cases.into(),
            to,
        };
        let moved = TopicDecision::Of(moved);
        let topics = app.casework.topics();
        let moved = topics.decide_topic(moved, token, manager, app.now());
        moved.await.unwrap();
    }
    (manager, pools, letters, dogs)
}

on_both_databases! {
    async fn each_figure_of_a_score_opens_the_requests_it_counts(app: App) {
        let (manager, pools, letters, dogs) = all_kinds(&app).await;
        signed_in(&app, "mario@police.example", "three words here").await;
        // By hand: nine of the ten were received within two years, six of them within one.
        let words = words_of(&app, &format!("/desk/topics/{pools}")).await;
        let by_hand = [
            "9 requests",
            "22% confirmed: requests a person placed in the topic",
            "44% with recorded hours: requests with hours recorded",
            "5 requesters in the last 12 months: their requests",
            "3 requesters: their requests",
            "7 of the last 8 quarters: requests received in them",
            "6 requests in the last 12 months",
            "1.5 h, the median recorded: requests with hours recorded",
            "2 in full: requests granted in full",
            "1 in part: requests granted in part",
            "6 decided: requests granted in full or in part, refused, or not held",
            "4 of 9 requests read: requests for what could be published",
            "5: requests whose words do not say what they ask for",
            "5 requesters: their requests",
            "2 requests: requests granted in full or in part",
            "1 request for a dataset",
            "2 answers: requests answered that it was public already",
        ];
        assert_eq!(words, by_hand);
        // To the eye the page says what the command line prints.
        let topic = app.store().topics().topic(pools).await.unwrap().unwrap();
        let score = app.casework.publishing().candidate(&topic, app.now()).await.unwrap().unwrap().score;
        let shown = visible(&app.get(&format!("/desk/topics/{pools}")).await.html);
        let arithmetic = score.parts.iter().map(|part| part.arithmetic.to_string());
        let reasons = score.triggers.iter().map(|trigger| trigger.reason.to_string());
        for sentence in arithmetic.chain(reasons).chain([score.confidence_because.to_string()]) {
            assert!(shown.contains(&sentence), "no {sentence:?} in {shown}");
        }
        let json = serde_json::to_value(&score).unwrap();
        assert_eq!(json["parts"][4]["arithmetic"], "not yet assessed; 0");
        assert_eq!(json["confidence_because"], "9 requests, 22% confirmed, 44% with recorded hours");
        for topic in [pools, letters, dogs] {
            assert!(follow_figures(&app, &format!("/desk/topics/{topic}")).await > 6);
        }
        assert!(follow_figures(&app, "/desk/topics/candidates").await > 30);
        let page = app.get(&format!("/desk/topics/{letters}")).await;
        assert!(plain(&page.html).contains("3 requesters in the last 12 months: their requests (not counted: 5 more who sent the text of a campaign)"), "{}", page.html);
        // A merged topic's requests are counted under the one it was merged into.
        let merged = TopicDecision::Of(Action::Merge { topic: dogs, into: pools });
        app.casework.topics().decide_topic(merged, "m", manager, app.now()).await.unwrap();
        follow_figures(&app, "/desk/topics/candidates").await;
        follow_figures(&app, &format!("/desk/topics/{pools}")).await;
        let row = decided(&app, pools, Kind::Signpost, manager, "a").await.unwrap();
        let row = step(&app, &row, issue(), manager, "b").await.unwrap();
        app.set_clock("2026-11-05T09:00:00Z");
        let late = asked(&app, "Kim", "2026-08-10", POOLS[0]).await;
        answered(&app, &late, (manager, "2026-08-20"), Outcome::GrantedInFull, (None, true)).await;
        signed_in(&app, "mario@police.example", "three words here").await;
        assert!(follow_figures(&app, &format!("/desk/publications/{}", row.id)).await > 20);
    }

    async fn a_list_says_what_it_is_narrowed_by_and_refuses_what_it_does_not_know(app: App) {
        let (_, pools, ..) = all_kinds(&app).await;
        signed_in(&app, "mario@police.example", "three words here").await;
        let label = app.store().topics().topic(pools).await.unwrap().unwrap().entry.label;
        let path = format!("/desk/requests?topic={pools}&counted=full&received_from=2025-06-03&received_to=2026-06-02");
        let page = app.get(&path).await;
        let heading = format!("Requests about {label} received from 3 June 2025 to 2 June 2026: granted in full");
        assert!(plain(&page.html).contains(&heading), "{}", page.html);
        assert!(page.says("1 request by 1 requester. Those answered that it was public already are counted apart."), "{}", page.html);
        assert!(page.says("name=\"counted\" value=\"full\""), "the form keeps it: {}", page.html);
        let page = app.get("/desk/requests?counted=granted").await;
        assert_eq!(page.status.code, 422, "{}", page.html);
        assert!(page.says("cannot be filtered by counted"), "{}", page.html);
    }

    async fn each_figure_of_the_generated_authority_opens_the_requests_it_counts(app: App) {
        Demo::of(&app.casework).generate(250, 5, app.now(), &|_| ()).await.unwrap();
        app.person("Mario", Role::Manager).await;
        signed_in(&app, "mario@police.example", "three words here").await;
        assert!(follow_figures(&app, "/desk/topics/candidates").await > 100);
        for row in app.store().publication().decisions(None).await.unwrap() {
            follow_figures(&app, &format!("/desk/publications/{}", row.id)).await;
        }
    }
}
