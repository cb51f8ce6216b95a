//! Taking over an earlier log.
