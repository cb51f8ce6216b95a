//! What was read on a walk.

/// A page or a letter, read at a step.
#[derive(Debug, Clone)]
pub struct Read {
    pub step: String,
    /// The path of the page, or how a letter was read.
    pub place: String,
    /// Its words on one line.
    pub text: String,
}

impl Read {
    /// For somebody who reads all of a walk.
    pub fn told(&self) -> String {
        format!("== {} ({})\n{}\n", self.step, self.place, self.text)
    }
}

pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
