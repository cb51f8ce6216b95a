//! What the clock says: dates, state and explanation.
