//! The words for kinds of texts that more than one place names.

/// The advice and help that goes with an answer.
pub const ADVICE: &str = "advice";

/// The whole of an answer that was cleared.
pub const CLEARED: &str = "clearance";
