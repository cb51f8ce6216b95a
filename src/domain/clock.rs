//! The statutory clock: due dates from what happened, with the arithmetic.
