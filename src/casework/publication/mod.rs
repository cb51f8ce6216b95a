//! What to publish: assessed, ranked, decided, published, and what it changed.

pub mod assess;
pub mod candidates;
mod check;
pub(super) mod decide;
mod evidence;
pub mod extraction;
pub mod measure;
pub mod publish;
mod readers;
pub mod turns;
