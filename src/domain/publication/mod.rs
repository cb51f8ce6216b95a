//! Publication candidates: score, gates, triggers and decision.
//!
//! The score is ours, not statutory: it orders topics by how much publishing would save and serve.
//! Gates block with a reason and never change the number; triggers force a recorded decision at any
//! score. A person decides.

pub mod board;
pub mod candidate;
pub mod confidence;
pub mod counted;
pub mod decision;
pub mod disclosure;
pub mod effect;
pub mod evidence;
pub mod extraction;
pub mod forecast;
mod full;
pub mod gates;
mod people;
mod reckon;
pub mod regression;
#[cfg(test)]
mod samples;
pub mod score;
pub mod search;
pub mod sentence;
pub mod shape;
mod share;
mod spread;
pub mod triggers;
pub mod turn;
pub mod weights;

pub use candidate::{Candidate, in_order, rank};
pub use confidence::Confidence;
pub use decision::{Decision, DecisionFault, Kind, PreparationEffort};
pub use evidence::{
    Assessment, Checks, Evidence, Outcome, PublicInterest, RequestEvidence, SmallNumbers, Standing,
    Volume,
};
pub use gates::{Gate, GateKind, gates};
pub use score::{Part, PartName, Score, score};
pub use shape::{Shape, ShapeReader, ShapeWords, Side};
pub use share::Share;
pub use triggers::{Trigger, TriggerKind, triggers};
pub use weights::Weights;
