//! Mail out: what a letter says, how it is built and how it leaves. Mail in: what a message says
//! and which case it belongs to.
//!
//! Which letters are waiting, and when to try again, is kept with the outbox; nothing
//! here reads the clock or the database.

mod answers;
mod attachment;
pub mod imap;
pub mod inbound;
pub mod letter;
pub mod letters;
mod refusal;
pub mod retry;
mod smtp;
mod starttls;
pub mod transport;
mod wire;

pub use attachment::{Attachment, PIECE};
pub use imap::{BEGINNING, Fetched, Folder, ImapFault, ImapServer};
pub use letter::{Correspondent, Letter, UnusableLetter, can_be_written_to};
pub use retry::backoff;
pub use smtp::{Ours, Patience, Protection, Smtp, SmtpServer};
pub use transport::{Courier, Delivered, Mailbox, SendFailure, Transport};

/// The largest message that is taken, in bytes, whatever way it comes: it is in memory several times
/// as it is read.
pub const LARGEST_MESSAGE: usize = 64_000_000;
