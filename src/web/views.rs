//! Rendering a page: its body first, then the layout around it.
//!
//! Two passes and no layout block, because a block costs as much again as the page.

use crate::templates::{TemplateFault, Templates};
use crate::web::assets;
use crate::web::pages::Page;
use crate::web::pages::frame::{Frame, NavLink};
use serde::Serialize;

/// Renders a whole page inside the layout its frame asks for.
///
/// The body sees the page's own fields at the root and the frame as `frame`.
///
/// # Errors
/// When a template names a field its context does not have.
pub fn render<P: Page>(
    templates: &Templates,
    frame: &Frame,
    page: &P,
) -> Result<String, TemplateFault> {
    let content = templates.render(P::TEMPLATE, &Body { page, frame })?;
    templates.render(
        frame.side.layout(),
        &Layout {
            frame,
            title: page.title(),
            content,
            nav: frame.nav_links(),
            icon: assets::address("daylight.svg"),
            stylesheet: assets::address("daylight.css"),
            script: assets::address("daylight.js"),
        },
    )
}

#[derive(Serialize)]
struct Body<'a, P> {
    #[serde(flatten)]
    page: &'a P,
    frame: &'a Frame,
}

#[derive(Serialize)]
struct Layout<'a> {
    frame: &'a Frame,
    title: String,
    content: String,
    nav: Vec<NavLink>,
    icon: String,
    stylesheet: String,
    script: String,
}
