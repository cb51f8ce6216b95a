//! Publication candidates: score, gates and decision.
