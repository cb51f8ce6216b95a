//! What each page shows: typed contexts, ready for display, each with samples.
//!
//! A page holds plain strings: dates are words already and figures are formatted. It
//! knows no database and no request; a route fills it. Every template renders from
//! the samples here in a test.

pub mod arithmetic;
pub mod cases;
pub mod chart;
pub mod error;
pub mod finder;
pub mod form;
pub mod frame;
pub mod law;
pub mod mail;
pub mod parts;
pub mod people;
pub mod public;
pub mod publication;
pub mod reports;
pub mod topics;

use serde::Serialize;

/// A page: a context, the template that shows it, and examples of it.
pub trait Page: Serialize {
    /// The template's name, for example `pages/public/home`.
    const TEMPLATE: &'static str;

    /// The title of the browser's tab, without the authority's name.
    fn title(&self) -> String;

    /// Examples that cover what the template can show: empty, full, with errors, and
    /// texts longer than anybody expects.
    fn samples() -> Vec<Self>
    where
        Self: Sized;
}

/// A text no layout likes: markup, quotes, long words and several paragraphs.
pub(crate) const AWKWARD: &str = "Please send <b>all</b> \"meeting notes\" & e-mails between O'Hara and the board.\n\nPneumonoultramicroscopicsilicovolcanoconiosis-Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch-2019/2020_Annexe_A_(final).\n\nI would like, for each year from 2015 to 2025 and for each district, the number of incidents recorded, the number of officers attending, the average time taken to attend and the longest time taken to attend, broken down by the category of incident and by whether the report came by telephone or through the website.";
