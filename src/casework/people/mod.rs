//! People at the desk and the authority they work for: accounts, passwords, signing in.

pub(super) mod accounts;
pub mod authority;
pub(super) mod chosen_password;
pub mod invited;
pub(super) mod passwords;
pub mod sign_in;
pub(super) mod tries;
