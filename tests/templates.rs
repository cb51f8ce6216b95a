//! Every page renders from its samples, in strict mode, into markup that holds its promises.
//!
//! Strict mode does not notice a missing field in `{{#if}}` or `{{#each}}`; two tests
//! here do: each text of a sample must be on the page, and each field a template asks
//! about must exist in the sample.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails the test"
)]

use daylight::domain::role::Role;
use daylight::templates::Templates;
use daylight::web::pages::frame::{Flash, FlashKind, Frame, Nav, Person, Side};
use daylight::web::pages::{
    Page, cases, error, law, mail, people, public, publication, reports, topics,
};
use daylight::web::{assets, views};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A rendered sample.
struct Rendered {
    /// Template and number of the sample, to name it in a failure.
    name: String,
    template: &'static str,
    context: Value,
    html: String,
}

macro_rules! every_page {
    ($collect:ident) => {
        $collect!(
            people::access::SetUp,
            people::access::SignIn,
            people::account::Forgotten,
            people::account::ChoosePassword,
            people::account::ChangePassword,
            error::ErrorPage,
            public::home::Home,
            public::request_form::RequestWhat,
            public::request_form::RequestYou,
            public::request_form::RequestCheck,
            public::confirmation::RequestConfirmation,
            public::act::ActOfRequester,
            public::waiting::RequestWaiting,
            public::find::FindRequest,
            public::lost_link::LostLink,
            public::status::StatusPage,
            public::calculator::DeadlineCalculator,
            public::publications::PublicDecisions,
            public::published::Publications,
            public::publications::PublicationPage,
            cases::queue::Queue,
            law::dates_moved::DatesMoved,
            cases::log::LogRequest,
            cases::case::CasePage,
            mail::received::Received,
            cases::action::ActionPage,
            cases::decision::DecisionPage,
            cases::corrections::Corrections,
            mail::letter::LetterSheet,
            mail::preview::PreviewPage,
            mail::tray::Tray,
            mail::tray::MessagePage,
            mail::undelivered::Undelivered,
            reports::month::MonthlyReport,
            publication::candidates::Candidates,
            publication::extraction::ExtractionPage,
            publication::board::Board,
            publication::board::DecisionPage,
            topics::list::TopicsList,
            topics::list::TopicPage,
            topics::form::TopicForm,
            people::list::People,
            people::person::PersonPage,
            people::authority::Authority
        )
    };
}

fn rendered() -> Vec<Rendered> {
    let templates = Templates::load().unwrap();
    let mut all = Vec::new();
    macro_rules! collect {
        ($($page:ty),*) => { $( render_samples::<$page>(&templates, &mut all); )* };
    }
    every_page!(collect);
    all
}

fn render_samples<P: Page>(templates: &Templates, all: &mut Vec<Rendered>) {
    let samples = P::samples();
    assert!(samples.len() >= 2, "{} has too few samples", P::TEMPLATE);
    for (number, page) in samples.iter().enumerate() {
        for frame in frames() {
            let name = format!("{} sample {number} ({:?})", P::TEMPLATE, frame.side);
            let html = views::render(templates, &frame, page)
                .unwrap_or_else(|fault| panic!("{name}: {fault}"));
            all.push(Rendered {
                name,
                template: P::TEMPLATE,
                context: serde_json::to_value(page).unwrap(),
                html,
            });
        }
    }
}

fn frames() -> [Frame; 3] {
    let person = Person {
        name: "Priya Natarajan".into(),
        role: Role::Manager,
    };
    let full = Frame {
        flash: Some(Flash {
            kind: FlashKind::Success,
            text: "The request <was> logged.".into(),
        }),
        extra_stylesheet: Some("/assets/authority.css".into()),
        mail_to_files: true,
        outbox_held: true,
        overdue_jobs: vec![
            "No letter has been sent since 2 June 2026, 09:00: the disk is full.".into(),
        ],
        demo: true,
        ..Frame::desk("Borough Police & Fire", "token-42", person).at(Nav::Reports)
    };
    let signed_out = Frame {
        side: Side::Desk,
        may: full.may,
        ..Frame::public("Borough Police & Fire", "token-42")
    };
    // What a page offers by right is looked at in each.
    let public = Frame {
        may: full.may,
        ..Frame::public("Borough Police & Fire", "token-42")
    };
    [public.at(Nav::MakeRequest), signed_out, full]
}

#[test]
fn every_text_of_a_sample_is_on_its_page() {
    for page in rendered() {
        let mut texts = Vec::new();
        collect_texts("", &page.context, &mut texts);
        for (key, text) in texts {
            // The kind of a control chooses the markup; what an empty list says is shown
            // only when it is empty.
            let chosen = key == "kind" || (key == "empty" && page.context["rows"] != json!([]));
            if chosen || text.chars().count() <= 3 {
                continue;
            }
            assert!(
                page.html.contains(&handlebars::html_escape(&text)),
                "{}: `{key}` is not shown: {text}",
                page.name
            );
        }
    }
}

#[test]
fn every_field_a_template_asks_about_exists() {
    let mut of_template: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut of_any = BTreeSet::new();
    for page in rendered() {
        let keys = of_template.entry(page.template).or_default();
        collect_keys(&page.context, keys);
        of_any.extend(keys.iter().cloned());
    }
    let mut of_frame: BTreeSet<String> = ["frame", "nav", "current", "title", "content"]
        .map(str::to_owned)
        .into();
    for frame in frames() {
        collect_keys(&serde_json::to_value(&frame).unwrap(), &mut of_frame);
    }
    for (name, source) in sources() {
        let known = if name.starts_with("pages/") {
            of_template.get(name.as_str())
        } else if name.starts_with("components/") || name.starts_with("layouts/") {
            Some(&of_any)
        } else {
            continue; // Letters have their own contexts.
        };
        let known = known.unwrap_or_else(|| panic!("no page uses the template {name}"));
        for word in asked_about(&source) {
            assert!(
                known.contains(&word) || of_frame.contains(&word),
                "{name} asks about `{word}`, which no sample has"
            );
        }
    }
}

#[test]
fn nothing_is_inline_and_nothing_is_left_unrendered() {
    for page in rendered() {
        assert!(
            !page.html.contains("{{"),
            "{}: an unrendered tag",
            page.name
        );
        for tag in tags(&page.html) {
            for (attribute, _) in &tag.attributes {
                assert!(
                    attribute != "style" && !attribute.starts_with("on"),
                    "{}: <{} {attribute}> is inline",
                    page.name,
                    tag.name
                );
            }
            assert_ne!(tag.name, "style", "{}: an inline stylesheet", page.name);
            assert!(
                tag.name != "script" || tag.get("src").is_some(),
                "{}: an inline script",
                page.name
            );
        }
    }
}

#[test]
fn only_what_surrounds_a_page_or_letter_inserts_text_without_escaping() {
    for (name, source) in sources() {
        let raw: Vec<&str> = source.matches("{{{").collect();
        let around = [
            "letters/frame/html",
            "letters/post/html",
            "letters/colleague/html",
        ];
        let frame = name.starts_with("layouts/") || around.contains(&name.as_str());
        let allowed = usize::from(frame);
        assert_eq!(raw.len(), allowed, "{name}: unescaped text");
        assert_eq!(source.matches("{{{content}}}").count(), allowed, "{name}");
        assert!(!source.contains("{{&"), "{name}: unescaped text");
    }
}

#[test]
fn ids_are_unique_and_every_reference_leads_somewhere() {
    for page in rendered() {
        let tags = tags(&page.html);
        let mut ids = BTreeSet::new();
        for id in tags.iter().filter_map(|tag| tag.get("id")) {
            assert!(ids.insert(id), "{}: the id {id} is twice there", page.name);
        }
        for tag in &tags {
            for attribute in ["for", "aria-describedby", "aria-labelledby"] {
                for id in tag.get(attribute).unwrap_or_default().split_whitespace() {
                    assert!(
                        ids.contains(id),
                        "{}: <{} {attribute}> names {id}, which is not there",
                        page.name,
                        tag.name
                    );
                }
            }
            if let Some(id) = tag.get("href").and_then(|href| href.strip_prefix('#')) {
                assert!(ids.contains(id), "{}: a link to #{id}", page.name);
            }
        }
    }
}

#[test]
fn every_page_has_one_heading_a_title_and_a_language() {
    for page in rendered() {
        let tags = tags(&page.html);
        let count = |name: &str| tags.iter().filter(|tag| tag.name == name).count();
        assert_eq!(count("h1"), 1, "{}: h1", page.name);
        assert_eq!(count("main"), 1, "{}: main", page.name);
        let language = tags
            .iter()
            .find(|tag| tag.name == "html")
            .and_then(|tag| tag.get("lang"));
        assert_eq!(language, Some("en"), "{}", page.name);
        assert!(
            page.html.contains(" – Borough Police &amp; Fire</title>"),
            "{}: title",
            page.name
        );
    }
}

#[test]
fn every_control_has_a_label_and_every_table_a_caption() {
    for page in rendered() {
        let tags = tags(&page.html);
        let labelled: BTreeSet<&str> = tags
            .iter()
            .filter(|tag| tag.name == "label")
            .filter_map(|tag| tag.get("for"))
            .collect();
        for tag in &tags {
            let control = matches!(tag.name.as_str(), "input" | "select" | "textarea");
            if control && tag.get("type") != Some("hidden") {
                let id = tag.get("id").unwrap_or_default();
                assert!(labelled.contains(id), "{}: {id} has no label", page.name);
            }
        }
        let count = |name: &str| tags.iter().filter(|tag| tag.name == name).count();
        assert_eq!(count("table"), count("caption"), "{}: captions", page.name);
    }
}

#[test]
fn every_form_that_posts_carries_the_token() {
    for page in rendered() {
        for form in page.html.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap();
            if form.contains("method=\"post\"") {
                assert!(
                    form.contains("name=\"csrf\" value=\"token-42\""),
                    "{}: a form without the token: {}",
                    page.name,
                    &form[..form.len().min(120)]
                );
            }
        }
    }
}

#[test]
fn a_form_with_errors_says_so_in_the_title_and_links_to_the_field() {
    let mut seen = 0;
    for page in rendered() {
        let errors = page.context.get("errors").and_then(Value::as_array);
        for error in errors.into_iter().flatten() {
            let field = error["field"].as_str().unwrap();
            assert!(page.html.contains("<title>Error: "), "{}", page.name);
            assert!(
                page.html.contains(&format!("href=\"#{field}\"")),
                "{}",
                page.name
            );
            seen += 1;
        }
    }
    assert!(seen > 10, "too few samples with errors: {seen}");
}

#[test]
fn the_assets_a_page_names_are_served_and_the_script_is_small() {
    let page = rendered().pop().unwrap();
    let addresses: Vec<&str> = page
        .html
        .split('"')
        .filter_map(|text| text.strip_prefix("/assets/daylight-"))
        .collect();
    assert_eq!(addresses.len(), 3);
    for address in addresses {
        let asset = assets::find(&format!("daylight-{address}")).unwrap();
        assert!(!asset.bytes.is_empty());
        if asset.content_type.starts_with("text/javascript") {
            assert!(asset.bytes.len() < 5_000);
        }
    }
}

/// WCAG 2.2, 1.4.3: text has a contrast of at least 4.5 to 1 with its ground; 1.4.11:
/// the edge of a control at least 3 to 1.
#[test]
fn the_colours_have_enough_contrast_by_day_and_by_night() {
    let css = fs::read_to_string(templates_folder().join("assets/daylight.css")).unwrap();
    let mut roots = css.split(":root {").skip(1).map(colours);
    let day = roots.next().unwrap();
    let mut night = day.clone();
    night.extend(roots.next().unwrap());
    let texts = [
        ("ink", "ground"),
        ("ink", "raised"),
        ("quiet", "ground"),
        ("quiet", "raised"),
        ("link", "ground"),
        ("link", "raised"),
        ("visited", "ground"),
        ("visited", "raised"),
        ("link-hover", "ground"),
        ("brand-ink", "brand"),
        ("button-ink", "button"),
        ("button-ink", "button-hover"),
        ("button-ink", "warn"),
        ("button-ink", "warn-hover"),
        ("bad-ink", "ground"),
        ("focus-ink", "sun"),
        ("plain-ink", "plain-back"),
        ("active-ink", "active-back"),
        ("good-ink", "good-back"),
        ("soon-ink", "soon-back"),
        ("bad-ink", "bad-back"),
    ];
    for (name, theme) in [("day", &day), ("night", &night)] {
        for (text, ground) in texts {
            let ratio = contrast(theme[text], theme[ground]);
            assert!(ratio >= 4.5, "{name}: {text} on {ground} has {ratio:.2}");
        }
        let edge = contrast(theme["edge"], theme["ground"]);
        assert!(edge >= 3.0, "{name}: the edge of a control has {edge:.2}");
    }
}

fn collect_texts(key: &str, value: &Value, texts: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => texts.push((key.to_owned(), text.clone())),
        Value::Array(items) => items
            .iter()
            .for_each(|item| collect_texts(key, item, texts)),
        Value::Object(fields) => {
            for (key, field) in fields {
                collect_texts(key, field, texts);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn collect_keys(value: &Value, keys: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect_keys(item, keys)),
        Value::Object(fields) => {
            for (key, field) in fields {
                keys.insert(key.clone());
                collect_keys(field, keys);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The words of every path after `#if`, `#unless`, `#each` and `#with`.
fn asked_about(source: &str) -> Vec<String> {
    let mut words = Vec::new();
    for tag in source.split("{{#").skip(1) {
        let tag = tag.split("}}").next().unwrap_or_default();
        for path in tag.split([' ', '(', ')']).skip(1) {
            if path.is_empty() || path.starts_with('"') || ["eq", "or"].contains(&path) {
                continue;
            }
            words.extend(
                path.split(['.', '/'])
                    .filter(|word| !word.is_empty() && !word.starts_with('@'))
                    .map(str::to_owned),
            );
        }
    }
    words
}

struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(attribute, _)| attribute == name)
            .map(|(_, value)| value.as_str())
    }
}

/// The opening tags of a page, with their attributes.
fn tags(html: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    for rest in html.split('<').skip(1) {
        if rest.starts_with(['/', '!']) {
            continue;
        }
        let name_end = rest.find([' ', '>', '\n']).unwrap();
        let mut attributes = Vec::new();
        let mut rest_of_tag = rest[name_end..].trim_start();
        while !rest_of_tag.starts_with('>') {
            let end = rest_of_tag.find(['=', ' ', '>', '\n']).unwrap();
            let name = rest_of_tag[..end].to_owned();
            rest_of_tag = &rest_of_tag[end..];
            let mut value = String::new();
            if let Some(quoted) = rest_of_tag.strip_prefix("=\"") {
                let close = quoted.find('"').expect("an attribute's value ends");
                value = quoted[..close].to_owned();
                rest_of_tag = &quoted[close + 1..];
            }
            attributes.push((name, value));
            rest_of_tag = rest_of_tag.trim_start();
        }
        found.push(Tag {
            name: rest[..name_end].to_owned(),
            attributes,
        });
    }
    found
}

fn templates_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("templates")
}

/// Every template's name and text.
fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![templates_folder()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "hbs") {
                let name = path
                    .strip_prefix(templates_folder())
                    .unwrap()
                    .with_extension("");
                let text = fs::read_to_string(&path).unwrap();
                found.push((name.to_str().unwrap().to_owned(), text));
            }
        }
    }
    assert!(found.len() > 20, "the templates were not found");
    found
}

/// The six-digit colours of a block of custom properties.
fn colours(block: &str) -> BTreeMap<String, [f64; 3]> {
    block
        .split('}')
        .next()
        .unwrap_or_default()
        .lines()
        .filter_map(|line| {
            let (name, value) = line.trim().strip_prefix("--")?.split_once(": #")?;
            let value = value.strip_suffix(';')?;
            let part = |at: usize| {
                u8::from_str_radix(value.get(at..at + 2)?, 16)
                    .ok()
                    .map(|part| f64::from(part) / 255.0)
            };
            Some((name.to_owned(), [part(0)?, part(2)?, part(4)?]))
        })
        .collect()
}

/// The contrast ratio of WCAG 2.2.
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let luminance = |colour: [f64; 3]| {
        let [red, green, blue] = colour.map(|part| {
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    if one > other {
        one / other
    } else {
        other / one
    }
}
