//! Counts and shares the reports are made of.
