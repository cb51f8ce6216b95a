//! Rendering a page: its body first, then the layout around it.
//!
//! Two passes and no layout block, because a block costs as much again as the page.

use crate::templates::{TemplateFault, Templates};
use crate::web::assets;
use crate::web::pages::Page;
use crate::web::pages::frame::{Frame, Nav, NavLink};
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
    let mut content = templates.render(P::TEMPLATE, &Body { page, frame })?;
    if let Some(person) = &frame.person {
        for closed in Nav::closed(person.role) {
            if content.contains(&leading_to(closed)) {
                content = without_links_to(closed, &content);
            }
        }
    }
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

fn leading_to(address: &str) -> String {
    format!("href=\"{address}")
}

/// What a person may not open is no link to them: the words of each link to an address that begins so
/// stay, and are no link. A figure is read by more roles than the requests it counts.
fn without_links_to(address: &str, html: &str) -> String {
    const END: &str = "</a>";
    let leads = leading_to(address);
    let mut parts = html.split("<a ");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let tag_ends = part.find('>').unwrap_or(part.len());
        let (tag, rest) = part.split_at(tag_ends);
        if tag.contains(&leads) {
            let words = rest.trim_start_matches('>');
            plain.push_str(&words.replacen(END, "", 1));
        } else {
            plain.push_str("<a ");
            plain.push_str(part);
        }
    }
    plain
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_somebody_may_not_follow_is_its_words() {
        let html = "<p><a class=\"quiet\" href=\"/desk/requests?stage=x\">7<span> open</span></a>, \
                    <a href=\"/desk/topics\">topics</a></p>";
        assert_eq!(
            without_links_to("/desk/requests", html),
            "<p>7<span> open</span>, <a href=\"/desk/topics\">topics</a></p>"
        );
        assert_eq!(without_links_to("/desk/people", html), html);
    }
}
