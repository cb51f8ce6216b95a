//! Rows: one entity for each table, through which they are written; text where it says why.

use super::sources;
use std::collections::BTreeMap;

/// Where the entities stand.
const ENTITIES: &str = "src/store/entities/";

#[test]
fn a_table_has_one_entity_among_those_of_its_subject() {
    let mut broken = Vec::new();
    let mut entities: BTreeMap<String, String> = BTreeMap::new();
    for source in sources(&["src"]) {
        for (at, named) in source.text.match_indices("table_name = \"") {
            let rest = &source.text[at + named.len()..];
            let table = rest.split('"').next().unwrap_or_default().to_owned();
            if !source.path.starts_with(ENTITIES) {
                broken.push(format!("{}: {table} belongs into {ENTITIES}", source.path));
            }
            if let Some(other) = entities.insert(table.clone(), source.path.clone()) {
                broken.push(format!("{}: {table} is in {other} too", source.path));
            }
        }
    }
    assert!(entities.len() > 20, "the entities were not found");
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

/// Files whose statements do not say it yet.
const NOT_YET: [&str; 11] = [
    "src/store/mail/delivery.rs",
    "src/store/mail/messages.rs",
    "src/store/mail/outbox.rs",
    "src/store/mail/placed_messages.rs",
    "src/store/people/desk_acts.rs",
    "src/store/publication/assessments.rs",
    "src/store/publication/counted_readers.rs",
    "src/store/publication/decisions.rs",
    "src/store/publication/printed.rs",
    "src/store/publication/unmet.rs",
    "src/store/publication/wishes.rs",
];

/// How many lines above a statement the reason of its text may stand, with what is between.
const ABOVE: usize = 12;

#[test]
fn a_statement_that_writes_is_text_only_where_a_line_above_says_why() {
    let mut broken = Vec::new();
    let mut not_yet = Vec::new();
    let mut reasons = 0;
    for source in sources(&["src/store"]) {
        let lines: Vec<&str> = source.text.lines().collect();
        for (number, line) in lines.iter().enumerate().filter(|(_, line)| writes(line)) {
            if says_why(&lines[..number]) {
                reasons += 1;
            } else if NOT_YET.contains(&source.path.as_str()) {
                not_yet.push(source.path.clone());
            } else {
                broken.push(format!("{}:{}: {}", source.path, number + 1, line.trim()));
            }
        }
    }
    assert!(reasons > 5, "the statements were not found");
    assert!(
        broken.is_empty(),
        "write through the entity, or say above in a line `Text: ...` why not:\n{}\n",
        broken.join("\n")
    );
    let done: Vec<&str> = NOT_YET
        .into_iter()
        .filter(|path| !not_yet.iter().any(|found| found == path))
        .collect();
    assert!(done.is_empty(), "take them out of NOT_YET: {done:?}");
}

/// Whether a line begins, in a text, a statement that writes.
fn writes(line: &str) -> bool {
    let Some((before, text)) = line.split_once('"') else {
        return false;
    };
    if before.trim_start().starts_with("//") {
        return false;
    }
    let text = text.trim_start_matches([')', ' ']);
    ["INSERT INTO ", "DELETE FROM ", "DELETE {", "UPDATE "]
        .iter()
        .any(|verb| text.starts_with(verb))
}

/// Whether one of the lines above, in the same statement or loop, says why it is text.
fn says_why(above: &[&str]) -> bool {
    let near = above.iter().rev().take(ABOVE);
    let same = near.take_while(|line| !line.is_empty() && !line.contains("fn "));
    same.map(|line| line.trim_start())
        .take_while(|line| !line.ends_with(".await?;"))
        .any(|line| line.starts_with("//") && line.contains("Text"))
}

#[test]
fn a_reason_is_found_where_it_stands() {
    assert!(writes("            \"UPDATE cases SET open = FALSE\","));
    assert!(writes("let text = format!(\"DELETE FROM {table}\");"));
    assert!(!writes("    // As in \"UPDATE cases\"."));
    assert!(!writes("let text = \"SELECT id FROM cases FOR UPDATE\";"));
    assert!(says_why(&["// Text: so.", "sql::run(", "    &self.tx,"]));
    assert!(!says_why(&[
        "// Text: so.",
        "sql::run(a).await?;",
        "sql::run("
    ]));
    assert!(!says_why(&["// Something else.", "sql::run("]));
}
