//! Exemptions and exceptions of a regime.
