//! Mail in: what a message says, what kind it is and which cases it belongs to.
//!
//! All of it is pure: bytes go in, a judgement with its reasons comes out. Strangers write these
//! bytes, so nothing here trusts them and nothing here can panic.

mod addresses;
mod attachment;
mod auth;
mod body;
mod bounds;
mod classify;
mod clues;
mod extent;
mod header;
mod html;
mod html_text;
mod levelled;
pub mod matching;
mod mbox;
mod parse;
mod parsed;
mod quote;
pub mod quoted_links;
mod report;

pub use addresses::{Ours, reply_address};
pub use attachment::safe_name;
pub use auth::{Checks, Verdict};
pub use classify::{Class, Judged, classify, never_answer};
pub use clues::{Clues, Keyed, clues};
pub use mbox::{BYTE_ORDER_MARK, messages_of};
pub use parse::{attachment_of, formatted, is_formatted, parse};
pub use parsed::{Attachment, BodyNote, Parsed, Sender, Signs};
pub use quote::{Folded, fold};
pub use report::{Fate, Recipient, Report};
