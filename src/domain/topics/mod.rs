//! Recurring topics: what people keep asking.
