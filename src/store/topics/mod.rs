//! Topics of the register, the texts they are found in, and what the search for them learnt.

pub(super) mod changes;
pub(super) mod learnt;
pub(super) mod likeness;
pub(super) mod parts;
pub(super) mod register;
pub(super) mod search;
pub(super) mod shapes;
pub(super) mod texts;
