//! Tokens of forms that nobody was shown: a test that sends a form by itself makes its own.

/// The token of a form of this number.
pub fn form_token(number: usize) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}
