//! A generated authority to try Daylight with.
