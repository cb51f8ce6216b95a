//! The embedded templates and the strict engine that renders them.
//!
//! A template is named by its path below `templates/` without `.hbs`, for example
//! `pages/cases/queue` or `letters/acknowledgement/text`. Everything is escaped for
//! HTML except a letter's `subject` and `text`, which are plain text. In strict mode
//! a missing field is an error, never an empty space. A list of plain items may be written with
//! `{{#rows list}}`, which costs a fifth of `{{#each list}}`.

mod rows;

use handlebars::{Handlebars, no_escape};
use rust_embed::RustEmbed;
use serde::Serialize;
use thiserror::Error;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/templates"]
struct Files;

/// The engine: every template parsed once, at start.
pub struct Templates {
    html: Handlebars<'static>,
    plain: Handlebars<'static>,
}

/// A template that cannot be parsed or rendered: a fault in the program, never in the input.
#[derive(Debug, Error)]
#[error("template {name}: {reason}")]
pub struct TemplateFault {
    /// The template's name.
    pub name: String,
    /// What the engine says.
    pub reason: String,
}

impl Templates {
    /// Parses every embedded template.
    ///
    /// # Errors
    /// The first template that does not parse.
    pub fn load() -> Result<Self, TemplateFault> {
        let mut html = Handlebars::new();
        html.set_strict_mode(true);
        html.set_prevent_indent(true);
        html.register_helper("rows", Box::new(rows::Rows));
        let mut plain = Handlebars::new();
        plain.set_strict_mode(true);
        plain.set_prevent_indent(true);
        plain.register_escape_fn(no_escape);
        for path in Files::iter() {
            let Some(name) = path.strip_suffix(".hbs") else {
                continue;
            };
            let fault = |reason: String| TemplateFault {
                name: name.to_owned(),
                reason,
            };
            let file = Files::get(&path).ok_or_else(|| fault("is not embedded".into()))?;
            let text = std::str::from_utf8(&file.data).map_err(|e| fault(e.to_string()))?;
            let engine = if is_plain(name) {
                &mut plain
            } else {
                &mut html
            };
            engine
                .register_template_string(name, text)
                .map_err(|e| fault(e.to_string()))?;
        }
        Ok(Self { html, plain })
    }

    /// Renders the template of this name.
    ///
    /// # Errors
    /// When there is no such template or a field it names is missing.
    pub fn render<T: Serialize>(&self, name: &str, context: &T) -> Result<String, TemplateFault> {
        let engine = if is_plain(name) {
            &self.plain
        } else {
            &self.html
        };
        engine.render(name, context).map_err(|e| TemplateFault {
            name: name.to_owned(),
            reason: e.to_string(),
        })
    }
}

/// Whether a template makes plain text rather than HTML.
fn is_plain(name: &str) -> bool {
    name.starts_with("letters/") && (name.ends_with("/subject") || name.ends_with("/text"))
}
