//! The rooms of the house: subjects and actions have the same names in every layer.

use super::rust_source::{part_of, words};
use super::{root, sources};
use daylight::domain::case::ActionKind;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// The subjects, in every layer by the same name.
const SUBJECTS: [&str; 7] = [
    "cases",
    "law",
    "mail",
    "people",
    "publication",
    "reports",
    "topics",
];

/// The layers that have a room for each subject, and what else each has: what is of no one subject.
const LAYERS: [(&str, &[&str], &[&str]); 5] = [
    (
        "src/casework",
        &["audit", "secrets"],
        &["fault", "job_rounds", "own_thread", "secrets", "subjects"],
    ),
    (
        "src/store",
        &["engine", "entities", "record"],
        &["fault", "ids", "job_rounds", "subjects"],
    ),
    ("src/web/routes", &["public"], &["answer"]),
    (
        "src/web/pages",
        &["public"],
        &[
            "arithmetic",
            "chart",
            "error",
            "finder",
            "form",
            "frame",
            "parts",
        ],
    ),
    ("templates/pages", &["public"], &["error"]),
];

#[test]
fn every_subject_has_a_room_of_the_same_name_in_every_layer() {
    let mut broken = Vec::new();
    for (layer, rooms, loose) in LAYERS {
        let entries = fs::read_dir(root().join(layer)).unwrap();
        let paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        let (folders, files): (Vec<_>, Vec<_>) = paths.into_iter().partition(|path| path.is_dir());
        let stems = |paths: &[PathBuf]| -> Vec<String> {
            let stems = paths.iter().filter_map(|path| path.file_stem()?.to_str());
            stems
                .filter(|stem| *stem != "mod")
                .map(str::to_owned)
                .collect()
        };
        let (folders, files) = (stems(&folders), stems(&files));
        let known: Vec<&str> = SUBJECTS.iter().chain(rooms).copied().collect();
        for room in known
            .iter()
            .filter(|room| !folders.iter().any(|f| f == *room))
        {
            broken.push(format!("{layer}: no room `{room}`"));
        }
        for room in folders.iter().filter(|f| !known.contains(&f.as_str())) {
            broken.push(format!("{layer}/{room}: a room no other layer has"));
        }
        for file in files.iter().filter(|f| !loose.contains(&f.as_str())) {
            broken.push(format!(
                "{layer}/{file}: put it into the room of its subject"
            ));
        }
        for file in loose
            .iter()
            .filter(|name| !files.iter().any(|f| f == *name))
        {
            broken.push(format!(
                "{layer}: LAYERS lists `{file}`, which is not there"
            ));
        }
    }
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

/// Where each action of a case has a room: a file of one name in every layer.
const ROOMS: [&str; 3] = [
    "src/domain/case/actions",
    "src/casework/cases/actions",
    "src/web/routes/cases/actions",
];

#[test]
fn every_action_has_a_room_of_the_same_name_in_every_layer() {
    let mut broken = Vec::new();
    let kinds = ActionKind::ALL.map(|kind| format!("{kind:?}"));
    let [first, ..] = ROOMS.map(table_of_rooms);
    for folder in ROOMS {
        let table = table_of_rooms(folder);
        for kind in &kinds {
            let room = |table: &[(String, String)]| {
                let mut rooms = table.iter();
                let room = rooms.find(|(_, action)| action == kind);
                room.map(|(room, _)| room.clone())
            };
            match (room(&first), room(&table)) {
                (_, None) => broken.push(format!("{folder}/mod.rs: no room for {kind}")),
                (wanted, Some(room)) => {
                    if !root().join(folder).join(format!("{room}.rs")).is_file() {
                        broken.push(format!("{folder}/{room}.rs: there is no such room"));
                    }
                    if wanted.as_ref() != Some(&room) {
                        let named = format!("{folder}/{room}.rs: the room of {kind}");
                        broken.push(format!("{named} has another name in {}", ROOMS[0]));
                    }
                }
            }
        }
        let order: Vec<&String> = table.iter().map(|(_, action)| action).collect();
        if order != kinds.iter().collect::<Vec<_>>() {
            broken.push(format!("{folder}/mod.rs: not in the order of ActionKind"));
        }
    }
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

/// The rooms that the table of a folder names, each with its action.
fn table_of_rooms(folder: &str) -> Vec<(String, String)> {
    let text = fs::read_to_string(root().join(folder).join("mod.rs")).unwrap();
    let lines = text.lines().filter_map(|line| line.strip_prefix("    "));
    let named = lines.filter_map(|line| line.strip_suffix(',')?.split_once("::"));
    let ident = |text: &str| text.chars().all(|c| c.is_alphanumeric() || c == '_');
    named
        .filter(|(room, action)| ident(room) && ident(action))
        .map(|(room, action)| (room.to_owned(), action.to_owned()))
        .collect()
}

/// Types of more methods than that are two things.
const MOST_METHODS: usize = 39;

/// Types that have more, and why.
const MANY: [(&str, &str); 1] = [(
    "domain::Progress",
    "one walk through the events of a request, of which each step knows what those before it left",
)];

#[test]
fn no_type_does_everything() {
    let mut methods: BTreeMap<String, usize> = BTreeMap::new();
    for source in sources(&["src"]) {
        let mut of: Option<String> = None;
        for line in source.code.lines() {
            if let Some(head) = line.strip_prefix("impl") {
                // Of `impl<'a> Cases<'a, Unit> {`, `Cases<'a, Unit>`: what is written in a unit and
                // what is read are two types. Traits say themselves how much they ask for.
                let head = head.strip_prefix('<').map_or(head, |rest| {
                    rest.split_once("> ").map_or(rest, |(_, head)| head)
                });
                let own = !head.contains(" for ");
                let named = head.trim().trim_end_matches('{').trim();
                let named = named.replace("<'_>", "").replace("<'a>", "");
                of = own.then(|| format!("{}::{named}", part_of(&source.path)));
            } else if line.starts_with('}') {
                of = None;
            }
            let method = line.strip_prefix("    ").filter(|l| !l.starts_with(' '));
            let words = method.map(words).unwrap_or_default();
            if let Some(of) = of.as_ref().filter(|_| words.contains(&"fn")) {
                *methods.entry(of.clone()).or_default() += 1;
            }
        }
    }
    assert!(
        methods.get("casework::Cases").is_some_and(|&n| n > 20)
            && methods
                .get("store::Cases<'_, Unit>")
                .is_some_and(|&n| n > 20),
        "the methods were not found: {methods:?}"
    );
    let many = methods.iter().filter(|&(_, &count)| count > MOST_METHODS);
    let many: Vec<&str> = many.map(|(of, _)| of.as_str()).collect();
    assert_eq!(
        many,
        MANY.map(|(of, _)| of),
        "give each subject a type of its own"
    );
}

#[test]
fn the_pages_read_what_the_desk_reads_through_who_is_asking() {
    let mut broken = Vec::new();
    for source in sources(&["src/web"]) {
        for (number, line) in source.code.lines().enumerate() {
            let words = words(line);
            let system = words.windows(2).any(|pair| pair == ["Viewer", "SYSTEM"]);
            let writes = words.contains(&"Unit") || line.contains(".begin()");
            let elsewhere = words.contains(&"reads")
                && line.contains("casework")
                && source.path != "src/web/guards.rs";
            if system || writes || elsewhere {
                broken.push(format!("{}:{}: {}", source.path, number + 1, line.trim()));
            }
        }
    }
    assert!(
        broken.is_empty(),
        "the guard of the desk knows who is asking, and use cases write:\n{}\n",
        broken.join("\n")
    );
}

/// Texts that stand without a heading: a note is what it is, the others are in no timeline.
const WITHOUT_HEADING: [&str; 2] = ["note", "filed"];

#[test]
fn every_text_behind_an_event_has_its_word_and_its_heading() {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let words_of = |text: &str, from: &str, to: &str| -> Vec<String> {
        let (_, rest) = text.split_once(from).unwrap();
        let (list, _) = rest.split_once(to).unwrap();
        list.split('"')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect()
    };
    let words = words_of(&read("src/store/engine/words.rs"), "WRITINGS: [", "];");
    let headings = words_of(
        &read("src/web/routes/cases/timeline.rs"),
        "fn heading_by",
        "]\n",
    );
    let kinds = read("src/domain/case/events/kinds.rs");
    let mut broken = Vec::new();
    let mut found = 0;
    for source in sources(&["src/domain/case"]) {
        let behind = ["Behind::Writing(&[", "Behind::Perhaps(&["];
        for start in behind
            .iter()
            .flat_map(|start| source.text.split(start).skip(1))
        {
            for kind in start.split(']').next().unwrap_or_default().split(',') {
                let kind = match kind.trim().strip_prefix("kinds::") {
                    None => kind.trim().trim_matches('"').to_owned(),
                    Some(name) => {
                        let named = format!("{name}: &str = \"");
                        let (_, rest) = kinds.split_once(&named).unwrap();
                        rest.split('"').next().unwrap_or_default().to_owned()
                    }
                };
                found += 1;
                if !words.contains(&kind) {
                    broken.push(format!("{}: `{kind}` is not in WRITINGS", source.path));
                }
                if !headings.contains(&kind) && !WITHOUT_HEADING.contains(&kind.as_str()) {
                    broken.push(format!("{}: `{kind}` has no heading", source.path));
                }
            }
        }
    }
    assert!(
        found > 15,
        "the texts behind events were not found: {found}"
    );
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}
