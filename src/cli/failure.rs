//! How a command ends when it does not succeed: one sentence and an exit status.

use std::fmt;

/// Why a command did not do what was asked. The text is one sentence with the remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// Refused or found wanting: exit status 1.
    Refused(String),
    /// The arguments cannot be used: exit status 2.
    Unusable(String),
    /// Nothing was taken and the same may work later: exit status 75 (`EX_TEMPFAIL` of
    /// sysexits.h), at which a mail server keeps the message; at any other it sends it back.
    Later(String),
    /// What was handed over can never be taken: exit status 65 (`EX_DATAERR`), at which a mail server
    /// sends the message back with this sentence.
    Never(String),
}

impl Failure {
    /// The exit status of the process.
    #[must_use]
    pub const fn status(&self) -> u8 {
        match self {
            Self::Refused(_) => 1,
            Self::Unusable(_) => 2,
            Self::Later(_) => 75,
            Self::Never(_) => 65,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(text) | Self::Unusable(text) | Self::Later(text) | Self::Never(text) => {
                f.write_str(text)
            }
        }
    }
}

impl std::error::Error for Failure {}
