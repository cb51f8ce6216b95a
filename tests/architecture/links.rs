//! Links are made from routes.

use super::{before_tests, files, from_root, root};
use std::fs;

/// How addresses of our own pages begin.
const OURS: [&str; 6] = [
    "desk",
    "status",
    "requests",
    "publications",
    "setup",
    "password",
];

/// The file without its attributes, in which routes say their addresses.
fn without_attributes(text: &str) -> String {
    let mut parts = text.split("\n#[");
    let mut rest = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find("]\n").map_or(part.len(), |at| at + 1);
        rest.push_str(&part[end..]);
    }
    rest
}

/// The lines that spell an address, but for those that look at how one begins.
fn spelt(text: &str) -> Vec<&str> {
    let code = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    code.filter(|line| {
        let ours = OURS.iter().any(|first| {
            ["/", "\"", "?"]
                .iter()
                .any(|next| line.contains(&format!("\"/{first}{next}")))
        });
        ours && !line.contains("starts_with(") && !line.contains("strip_prefix(")
    })
    .collect()
}

#[test]
fn addresses_are_spelt_by_routes_alone() {
    let found =
        spelt("a(\n    format!(\"/desk/people/{id}\"),\n    path.starts_with(\"/desk/\"),\n)");
    assert_eq!(found, ["    format!(\"/desk/people/{id}\"),"]);
    assert_eq!(
        without_attributes("\n#[get(\"/desk\")]\nfn a() {}"),
        "\nfn a() {}"
    );

    let mut broken = Vec::new();
    for path in files(&root().join("src/web")) {
        let name = from_root(&path);
        // Pages have samples, and the entries of the navigation.
        if name.starts_with("src/web/pages/") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let code = without_attributes(before_tests(&text));
        broken.extend(
            spelt(&code)
                .iter()
                .map(|line| format!("{name}: {}", line.trim())),
        );
    }
    assert!(
        broken.is_empty(),
        "make the link from its route, in web/links.rs:\n{}\n",
        broken.join("\n")
    );
}
