//! Use cases: load, ask the domain, save events, queue letters, in one transaction each.
