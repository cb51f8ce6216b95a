//! What is done about the people at the desk and about the authority itself: the words of a record
//! that is only added to.

/// One kind of act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeskAct {
    /// The first manager was made by the set-up link.
    SetUp,
    /// What is known of the authority was changed.
    AuthorityChanged,
    /// A manager invited somebody.
    Invited,
    /// An invitation was sent once more.
    InvitedAgain,
    /// Somebody invited chose a password.
    Joined,
    /// Somebody changed their own password.
    PasswordChanged,
    /// A link to choose a new password was sent.
    ResetSent,
    /// Somebody chose a new password by such a link.
    PasswordReset,
    /// A manager changed somebody's role.
    RoleChanged,
    /// A manager ended somebody's account.
    Ended,
    /// A manager let somebody in again whose account had been ended.
    Restored,
}

impl DeskAct {
    /// Every one.
    pub const ALL: [Self; 11] = [
        Self::SetUp,
        Self::AuthorityChanged,
        Self::Invited,
        Self::InvitedAgain,
        Self::Joined,
        Self::PasswordChanged,
        Self::ResetSent,
        Self::PasswordReset,
        Self::RoleChanged,
        Self::Ended,
        Self::Restored,
    ];

    /// The word stored in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SetUp => "set_up",
            Self::AuthorityChanged => "authority_changed",
            Self::Invited => "invited",
            Self::InvitedAgain => "invited_again",
            Self::Joined => "joined",
            Self::PasswordChanged => "password_changed",
            Self::ResetSent => "reset_sent",
            Self::PasswordReset => "password_reset",
            Self::RoleChanged => "role_changed",
            Self::Ended => "ended",
            Self::Restored => "restored",
        }
    }

    /// The act of this stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.as_str() == word)
    }

    /// What the record says of it; `about` is whom it is about, `role` the role given.
    #[must_use]
    pub fn said(self, about: &str, role: &str) -> String {
        match self {
            Self::SetUp => format!("{about} set Daylight up and became the first manager"),
            Self::AuthorityChanged => "What is known of the authority was changed".to_owned(),
            Self::Invited => format!("{about} was invited as {role}"),
            Self::InvitedAgain => format!("{about} was sent the invitation again"),
            Self::Joined => format!("{about} chose a password and can sign in"),
            Self::PasswordChanged => format!("{about} changed their password"),
            Self::ResetSent => format!("{about} was sent a link to choose a new password"),
            Self::PasswordReset => format!("{about} chose a new password by the link"),
            Self::RoleChanged => format!("{about} became {role}"),
            Self::Ended => format!("The account of {about} was ended"),
            Self::Restored => format!("{about} was let in again"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DeskAct;

    #[test]
    fn every_stored_word_is_read_back_and_no_other_is() {
        for act in DeskAct::ALL {
            assert_eq!(DeskAct::parse(act.as_str()), Some(act));
        }
        assert_eq!(DeskAct::parse("something"), None);
    }
}
