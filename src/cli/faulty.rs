//! What is wrong with a line of a file, in the same words and with the same exit status whichever
//! command read it. A file that is no log at all is an argument that cannot be used; a line that
//! cannot be read is found wanting.

use super::Failure;
use std::fmt;

/// A line that is no JSON object.
pub(super) fn not_json(file: impl fmt::Display, line: usize) -> Failure {
    Failure::Refused(format!(
        "{file} line {line} is not JSON: write one object such as {{\"id\":\"1\",\"text\":\"...\"}} on every line."
    ))
}

/// A line with the id of an earlier one.
pub(super) fn repeats(
    file: impl fmt::Display,
    line: usize,
    id: impl fmt::Display,
    first: usize,
) -> Failure {
    Failure::Refused(format!(
        "{file} line {line} repeats the id \"{id}\" of line {first}: give every request an id of its own."
    ))
}

/// A line in another encoding.
pub(super) fn not_utf8(file: impl fmt::Display, line: usize) -> Failure {
    Failure::Refused(format!(
        "{file} line {line} is not UTF-8: save the file as UTF-8 and try again."
    ))
}

/// A line with a quote that is not closed where its cell ends.
pub(super) fn open_quotes(file: impl fmt::Display, line: usize) -> Failure {
    Failure::Refused(format!(
        "{file} line {line} opens a quote that is not closed at the end of a cell, so the rows after it cannot be told apart: close it, or take the file whole if it was cut off; a quote within a cell is written twice."
    ))
}
