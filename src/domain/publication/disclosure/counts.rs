//! Whether a text that is to be published holds counts of people after all.

use super::table::{Table, parts, plain};
use thiserror::Error;

/// What was found in a text that is said to hold no counts.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CountsFound {
    /// There is nothing to look at.
    #[error("Paste the text of what will be published, so that it can be looked through.")]
    Nothing,
    /// It is a table of counts.
    #[error(
        "What you pasted is a table of whole numbers. Choose how the table is to be protected, or say how it was checked by hand."
    )]
    Table,
    /// A column of whole numbers with one that is small.
    #[error(
        "Line {line} says {value} under \"{column}\". If that counts people, choose how the table is to be protected; if not, say so as a check by hand."
    )]
    Column {
        /// The line, from 1.
        line: usize,
        /// The number.
        value: String,
        /// The column.
        column: String,
    },
    /// A number of people in a sentence.
    #[error("Line {line} says \"{said}\". Say how that was checked by hand, or take it out.")]
    Sentence {
        /// The line, from 1.
        line: usize,
        /// The words.
        said: String,
    },
}

/// Words for people that are counted.
const PEOPLE: [&str; 30] = [
    "people",
    "persons",
    "person",
    "men",
    "man",
    "women",
    "woman",
    "children",
    "child",
    "boys",
    "girls",
    "pupils",
    "students",
    "patients",
    "residents",
    "tenants",
    "officers",
    "employees",
    "staff",
    "workers",
    "victims",
    "suspects",
    "offenders",
    "complainants",
    "complaints",
    "requesters",
    "applicants",
    "drivers",
    "deaths",
    "arrests",
];

/// Numbers in words.
const NUMBERS: [&str; 12] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

/// Looks through a text for counts of people: a table of whole numbers, a column of them with one
/// from 1 to below `threshold`, or a number beside a word for people.
///
/// # Errors
/// The first that is found, or that there is nothing to look at.
pub fn holds_no_counts(text: &str, threshold: u32) -> Result<(), CountsFound> {
    if plain(text).is_empty() {
        return Err(CountsFound::Nothing);
    }
    if Table::parse(text).is_ok() {
        return Err(CountsFound::Table);
    }
    if let Some(found) = column(text, threshold) {
        return Err(found);
    }
    let mut lines = (1_usize..).zip(text.lines());
    let said = lines.find_map(|(line, text)| Some((line, sentence(text)?)));
    match said {
        Some((line, said)) => Err(CountsFound::Sentence { line, said }),
        None => Ok(()),
    }
}

/// A small number in a column of which every line has a whole number.
fn column(text: &str, threshold: u32) -> Option<CountsFound> {
    let lines: Vec<(usize, Vec<String>)> = (1_usize..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| (at, parts(&line.replace(';', ","))))
        .collect();
    let ((_, heading), rows) = lines.split_first()?;
    if rows.is_empty() {
        return None;
    }
    for (at, column) in heading.iter().enumerate() {
        let cells = || {
            rows.iter()
                .filter_map(|(line, cells)| Some((*line, cells.get(at)?)))
        };
        let number = |cell: &str| cell.replace(' ', "").parse::<u32>().ok();
        let filled: Vec<_> = cells().filter(|(_, cell)| !cell.is_empty()).collect();
        let numbers = filled
            .iter()
            .filter(|(_, cell)| number(cell).is_some())
            .count();
        if numbers == 0 || numbers * 10 < filled.len() * 9 {
            continue;
        }
        let small = filled
            .iter()
            .find(|(_, cell)| number(cell).is_some_and(|count| (1..threshold).contains(&count)));
        if let Some((line, value)) = small {
            return Some(CountsFound::Column {
                line: *line,
                value: (*value).clone(),
                column: column.clone(),
            });
        }
    }
    None
}

/// A number with a word for people within the two words after it.
fn sentence(line: &str) -> Option<String> {
    let line = plain(line);
    let words: Vec<&str> = line.split(' ').collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let number = NUMBERS.contains(word) || word.parse::<u32>().is_ok();
        let after = words.iter().enumerate().skip(at + 1).take(2);
        let mut after = after.filter(|(_, word)| PEOPLE.contains(word));
        let (end, _) = number.then(|| after.next()).flatten()?;
        Some(words[at..=end].join(" "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_words_and_places_holds_no_counts() {
        for text in [
            "Opening times of the pools.\nMonday to Friday from 9 to 5.",
            "Pool,Address,Opened\nAshby,Mill Lane,1998\nBrook,High Street,2004",
            "The pools were built in 1998 and 2004.",
        ] {
            assert_eq!(holds_no_counts(text, 5), Ok(()), "{text}");
        }
    }

    #[test]
    fn counts_are_found_in_tables_columns_and_sentences() {
        let said = |text: &str| holds_no_counts(text, 5).unwrap_err().to_string();
        assert!(said(" \n").starts_with("Paste the text"));
        assert!(said("Pool,Men,Women\nAshby,3,120").contains("table of whole numbers"));
        let column = said("Pool,Manager,Falls\nAshby,Trust,3\nBrook,Council,12");
        assert!(
            column.starts_with("Line 2 says 3 under \"Falls\""),
            "{column}"
        );
        let spread = said("Pool;Note;Falls\nAshby;x;30\nBrook;y;2");
        assert!(spread.starts_with("Line 3 says 2"), "{spread}");
        let sentence = said("Results\nIn May, three young people were hurt.");
        assert!(sentence.contains("\"three young people\""), "{sentence}");
    }
}
