//! The helper `rows`: the lists a page repeats most, written straight from their items.
//!
//! `{{#rows list}}...{{/rows}}` does what `{{#each list}}` does for items that are plain: inside
//! stand text, fields of the item (`{{subject}}`, `{{state.tone}}`, `{{this}}`), `{{#if field}}`
//! with its `{{else}}`, and `{{#rows field}}` for a list the item holds. The engine looks each field up from the root of the page,
//! with a path built anew; that is most of what a list of fifty costs. Nothing outside the item is
//! in sight, and a field the item lacks is an error, in an `if` too.

use handlebars::template::{HelperTemplate, Parameter, TemplateElement};
use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, JsonRender, JsonTruthy, Output, Path,
    PathSeg, RenderContext, RenderError, RenderErrorReason, Template, html_escape,
};
use serde_json::Value;

/// The helper.
pub struct Rows;

impl HelperDef for Rows {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let list = helper.param(0).map(handlebars::PathAndJson::value);
        repeat(helper.template(), list, out)
    }
}

fn repeat(row: Option<&Template>, list: Option<&Value>, out: &mut dyn Output) -> HelperResult {
    match (row, list) {
        (Some(row), Some(Value::Array(list))) => {
            list.iter().try_for_each(|item| write(row, item, out))
        }
        _ => Err(fault("`rows` is a block over one list")),
    }
}

fn write(template: &Template, item: &Value, out: &mut dyn Output) -> HelperResult {
    for element in &template.elements {
        match element {
            TemplateElement::RawString(text) => out.write(text)?,
            TemplateElement::Expression(named) if named.params.is_empty() => {
                match field(&named.name, item)? {
                    Value::String(text) if text.bytes().all(is_plain) => out.write(text)?,
                    other => out.write(&html_escape(&other.render()))?,
                }
            }
            TemplateElement::HelperBlock(block) => write_block(block, item, out)?,
            TemplateElement::Comment(_) => {}
            _ => return Err(fault("inside `rows` stand text, fields and ifs")),
        }
    }
    Ok(())
}

fn write_block(block: &HelperTemplate, item: &Value, out: &mut dyn Output) -> HelperResult {
    let [asked] = block.params.as_slice() else {
        return Err(fault("inside `rows` a block asks one field"));
    };
    let value = field(asked, item)?;
    match path(&block.name) {
        Some("rows") => repeat(block.template.as_ref(), Some(value), out),
        Some("if") => {
            let chosen = if value.is_truthy(false) {
                &block.template
            } else {
                &block.inverse
            };
            chosen
                .as_ref()
                .map_or(Ok(()), |chosen| write(chosen, item, out))
        }
        _ => Err(fault("inside `rows` the blocks are `if` and `rows`")),
    }
}

/// Whether a byte needs no escaping: most text has none that does.
const fn is_plain(byte: u8) -> bool {
    !matches!(byte, b'<' | b'>' | b'&' | b'"' | b'\'' | b'`' | b'=')
}

fn path(name: &Parameter) -> Option<&str> {
    match name {
        Parameter::Name(name) | Parameter::Path(Path::Relative((_, name))) => Some(name),
        _ => None,
    }
}

fn field<'a>(name: &Parameter, item: &'a Value) -> Result<&'a Value, RenderError> {
    let missing = || fault(&format!("a row has no `{}`", path(name).unwrap_or("@...")));
    match name {
        Parameter::Name(key) => item.get(key).ok_or_else(missing),
        Parameter::Path(Path::Relative((steps, _))) => {
            steps.iter().try_fold(item, |value, step| match step {
                PathSeg::Named(key) if key == "this" => Ok(value),
                PathSeg::Named(key) => value.get(key).ok_or_else(missing),
                _ => Err(missing()),
            })
        }
        _ => Err(missing()),
    }
}

fn fault(reason: &str) -> RenderError {
    RenderErrorReason::Other(reason.to_owned()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn rendered(template: &str, context: &Value) -> Result<String, String> {
        let mut engine = Handlebars::new();
        engine.set_strict_mode(true);
        engine.register_helper("rows", Box::new(Rows));
        engine
            .render_template(template, context)
            .map_err(|e| e.to_string())
    }

    #[test]
    fn rows_say_what_each_says() {
        let context = json!({ "list": [
            { "name": "<b>Ann & \"Bo\"</b>", "n": 1, "on": true, "tag": { "text": "it's" } },
            { "name": "=`{{name}}`", "n": 0, "on": false, "tag": { "text": "" } },
        ], "words": ["one", "<two>"], "none": [],
            "nested": [{ "name": "a", "words": ["b", "c'd"] }, { "name": "", "words": [] }] });
        for row in [
            "{{#B list}}<p>{{name}} {{n}} {{tag.text}}</p>\n{{/B}}",
            "{{#B list}}{{#if on}}yes {{name}}{{else}}no{{#if tag.text}}!{{/if}}{{/if}};{{/B}}",
            "{{#B list}}\n  {{#if n}}\n  {{n}}\n  {{/if}}\n{{/B}}\n",
            "{{#B words}}[{{this}}]{{/B}}",
            "a{{#B none}}never{{/B}}b",
            "{{#B nested}}<i>{{name}}</i>{{#B words}}{{this}},{{/B}};{{/B}}",
            "{{#each list}}{{/each}}{{#B list}}{{!-- said to nobody --}}{{on}} {{/B}}",
        ] {
            let each = rendered(&row.replace('B', "each"), &context).unwrap();
            assert_eq!(rendered(&row.replace('B', "rows"), &context).unwrap(), each);
        }
    }

    #[test]
    fn rows_refuse_what_they_cannot_say() {
        let context = json!({ "list": [{ "name": "Ann" }], "name": "outside" });
        for (row, why) in [
            ("{{#rows list}}{{nam}}{{/rows}}", "a row has no `nam`"),
            (
                "{{#rows list}}{{#if nam}}{{/if}}{{/rows}}",
                "a row has no `nam`",
            ),
            ("{{#rows list}}{{../name}}{{/rows}}", "a row has no"),
            ("{{#rows list}}{{@index}}{{/rows}}", "a row has no"),
            ("{{#rows list}}{{{name}}}{{/rows}}", "text, fields and ifs"),
            (
                "{{#rows list}}{{#each name}}{{/each}}{{/rows}}",
                "the blocks are",
            ),
            ("{{#rows name}}{{/rows}}", "is a block over one list"),
        ] {
            let said = rendered(row, &context).unwrap_err();
            assert!(said.contains(why), "{row}: {said}");
        }
    }
}
