//! Pages about requests: the queue, one case, its forms.

pub mod action;
pub mod case;
pub mod corrections;
pub mod correspondence;
pub mod decision;
pub mod documents;
pub mod log;
pub mod queue;
pub mod waiting;
