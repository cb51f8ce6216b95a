//! What a Rust file names: read from its tokens, past comments and strings.

/// One Rust file: its path from the root, its text, and its code without comments and strings.
pub struct Source {
    pub path: String,
    pub text: String,
    pub code: String,
}

impl Source {
    /// A file of this path and text.
    pub fn new(path: String, text: String) -> Self {
        let code = without_comments_and_strings(&text);
        Self { path, text, code }
    }
}

/// The first folder below `src` (or the file, for a file there), or the top folder.
pub fn part_of(path: &str) -> String {
    let mut parts = path.trim_end_matches(".rs").split('/');
    match (parts.next(), parts.next()) {
        (Some("src"), Some(part)) => part.to_owned(),
        (top, _) => top.unwrap_or_default().to_owned(),
    }
}

/// Every part of the crate that a file names, with the line; `parts` are those there are.
pub fn inside_names(source: &Source, parts: &[&str]) -> Vec<(usize, String)> {
    let tokens = tokens(&source.code);
    let mut names = Vec::new();
    for (place, (line, token)) in tokens.iter().enumerate() {
        let after = |steps: usize| {
            tokens
                .get(place + steps)
                .map_or("", |(_, token)| token.as_str())
        };
        let before = place
            .checked_sub(1)
            .map_or("", |place| tokens[place].1.as_str());
        match token.as_str() {
            "crate" | "daylight" if before != "::" && after(1) == "::" => {
                let found = first_names(&tokens[place + 2..]);
                names.extend(found.into_iter().map(|name| (*line, name)));
            }
            "crate" if after(1) == "as" => {
                names.push((*line, "the crate by another name".to_owned()))
            }
            "super" if before != "::" => {
                let mut steps = 0;
                while after(2 * steps) == "super" && after(2 * steps + 1) == "::" {
                    steps += 1;
                }
                // In a module within the file one `super` more is needed, so a name that is no part
                // of the crate is some module on the way.
                if steps >= depth(&source.path) {
                    let found = first_names(&tokens[place + 2 * steps..]);
                    let known = |name: &String| parts.contains(&name.as_str());
                    names.extend(found.into_iter().filter(known).map(|name| (*line, name)));
                }
            }
            _ => {}
        }
    }
    names
}

/// The names a path or a group in braces begins with.
fn first_names(tokens: &[(usize, String)]) -> Vec<String> {
    match tokens.first().map(|(_, token)| token.as_str()) {
        Some("{") => {}
        Some(name) => return vec![name.to_owned()],
        None => return Vec::new(),
    }
    let mut names = Vec::new();
    let mut depth = 0;
    let mut expected = false;
    for (_, token) in tokens {
        match token.as_str() {
            "{" => {
                depth += 1;
                expected = depth == 1;
            }
            "}" => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            "," => expected = depth == 1,
            name if expected => {
                names.push(name.to_owned());
                expected = false;
            }
            _ => {}
        }
    }
    names
}

/// How many `super` lead from this file's module to the crate.
fn depth(path: &str) -> usize {
    let parts = path
        .trim_end_matches(".rs")
        .trim_end_matches("/mod")
        .split('/');
    parts.count() - 1
}

/// The name that each path begins with, and each name that is imported alone.
pub fn path_starts(code: &str) -> Vec<(usize, String)> {
    let tokens = tokens(code);
    let token = |place: usize| tokens.get(place).map_or("", |(_, token)| token.as_str());
    let mut starts = Vec::new();
    let mut importing = false;
    for (place, (line, name)) in tokens.iter().enumerate() {
        match name.as_str() {
            "use" | "extern" => importing = true,
            ";" => importing = false,
            _ => {}
        }
        let is_name = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
        let keyword =
            ["use", "extern", "crate", "self", "super", "as", "pub", "in"].contains(&name.as_str());
        let before = place.checked_sub(1).map_or("", token);
        let continues = before == "::"
            && place.checked_sub(2).is_some_and(|place| {
                token(place).ends_with(|c: char| c.is_alphanumeric() || c == '_')
                    || token(place) == ">"
            });
        let begins = before != "." && !continues && before != "as";
        if is_name && !keyword && begins && (token(place + 1) == "::" || importing) {
            starts.push((*line, name.clone()));
        }
    }
    starts
}

/// Names, `::` and single marks, each with its line counted from 1.
fn tokens(code: &str) -> Vec<(usize, String)> {
    let mut tokens = Vec::new();
    for (number, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let length = if first.is_alphanumeric() || first == '_' {
                rest.find(|c: char| !c.is_alphanumeric() && c != '_')
                    .unwrap_or(rest.len())
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            tokens.push((number + 1, rest[..length].to_owned()));
            rest = rest[length..].trim_start();
        }
    }
    tokens
}

pub fn words(line: &str) -> Vec<&str> {
    line.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .collect()
}

/// The code with each comment, string and character as blanks; every line keeps its number.
pub fn without_comments_and_strings(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = end_of_blank(&chars, at);
        if end == at {
            out.push(chars[at]);
            at += 1;
        } else {
            out.extend(
                chars[at..end]
                    .iter()
                    .map(|c| if *c == '\n' { '\n' } else { ' ' }),
            );
            at = end;
        }
    }
    out
}

/// Where the comment, string or character that begins here ends; here, when none begins.
fn end_of_blank(chars: &[char], at: usize) -> usize {
    let from = |start: usize, end: &[char]| -> usize {
        let found = chars[start.min(chars.len())..]
            .windows(end.len())
            .position(|window| window == end);
        found.map_or(chars.len(), |place| start + place + end.len())
    };
    match chars[at..] {
        ['/', '/', ..] => from(at, &['\n']) - 1,
        ['/', '*', ..] => end_of_comment(chars, at),
        ['r', '"' | '#', ..]
            if at == 0 || !(chars[at - 1].is_alphanumeric() && chars[at - 1] != 'b') =>
        {
            let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
            if chars.get(at + 1 + hashes) != Some(&'"') {
                return at;
            }
            let mut end = vec!['"'];
            end.extend(std::iter::repeat_n('#', hashes));
            from(at + 2 + hashes, &end)
        }
        ['"', ..] => end_of_quoted(chars, at),
        // A character, not a lifetime.
        ['\'', '\\', ..] => end_of_quoted(chars, at),
        ['\'', _, '\'', ..] => at + 3,
        _ => at,
    }
}

fn end_of_comment(chars: &[char], mut at: usize) -> usize {
    let mut depth = 0;
    while at < chars.len() {
        match chars[at..] {
            ['/', '*', ..] => {
                depth += 1;
                at += 2;
            }
            ['*', '/', ..] => {
                depth -= 1;
                at += 2;
            }
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn end_of_quoted(chars: &[char], at: usize) -> usize {
    let mark = chars[at];
    let mut place = at + 1;
    while place < chars.len() && chars[place] != mark {
        place += if chars[place] == '\\' { 2 } else { 1 };
    }
    (place + 1).min(chars.len())
}
