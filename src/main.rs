//! The `daylight` program.

fn main() {}
