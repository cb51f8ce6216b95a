//! One request being handled: facts, events and the one `transition`.
