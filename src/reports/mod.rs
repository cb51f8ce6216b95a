//! The returns and exports.
