//! Working days of a place: a table of ordinals, not a loop over days.
