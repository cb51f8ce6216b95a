//! Forms of the desk as somebody signed in fills them in, and the letters shown before they go.

use crate::support::{App, Page, read, signed_in};
use rocket::http::{ContentType, RawStr, Status};

/// A letter as its page shows it before it goes.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Where its form goes.
    pub action: String,
    /// Its plain text.
    pub text: String,
    /// What its form carries.
    pub fields: Vec<(String, String)>,
    /// The whole page.
    pub page: String,
}

impl Shown {
    /// What the page shows, where it shows a letter.
    pub fn of(page: &Page) -> Self {
        assert_eq!(page.status, Status::Ok, "{}", page.html);
        let (_, after) = page
            .html
            .split_once("letter-text\">")
            .unwrap_or_else(|| panic!("no letter in {}", page.html));
        let (text, rest) = after.split_once("</div>").unwrap();
        let (_, form) = rest.split_once("<form method=\"post\" action=\"").unwrap();
        let action = form.split('"').next().unwrap().to_owned();
        let inputs = form.split("</form>").next().unwrap();
        let inputs = inputs.split("<input type=\"hidden\" name=\"").skip(1);
        let fields = inputs.map(|input| {
            let (name, rest) = input.split_once("\" value=\"").unwrap();
            let value = rest.split_once("\">").unwrap().0;
            (name.to_owned(), plain(value))
        });
        Self {
            action,
            text: plain(text),
            fields: fields.collect(),
            page: page.html.clone(),
        }
    }

    pub fn field(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(n, _)| n == name);
        &found
            .unwrap_or_else(|| panic!("no {name} in {:?}", self.fields))
            .1
    }

    /// Sends the form, with these fields besides.
    pub async fn send(&self, app: &App, more: &[(&str, &str)]) -> Page {
        let fields = self.fields.iter().map(|(n, v)| (n.as_str(), v.as_str()));
        let fields: Vec<(&str, &str)> = fields.chain(more.iter().copied()).collect();
        app.post(&self.action, &fields).await
    }

    /// The letter as it is formatted.
    pub async fn formatted(&self, app: &App) -> Page {
        let body: Vec<String> = self
            .fields
            .iter()
            .map(|(name, value)| format!("{name}={}", RawStr::new(value).percent_encode()))
            .collect();
        let request = app.client.post(format!("{}/formatted", self.action));
        let request = request.header(ContentType::Form).body(body.join("&"));
        let response = request.dispatch().await;
        let policy = response.headers().get_one("Content-Security-Policy");
        assert!(policy.unwrap().ends_with("sandbox"), "{policy:?}");
        read(response).await
    }
}

/// What HTML escapes, as it was.
pub fn plain(html: &str) -> String {
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#x60;", "`"),
        ("&#x3D;", "="),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(html.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Signs in as one of the people of `App::person`.
pub async fn as_person(app: &App, name: &str) {
    let email = format!("{}@police.example", name.to_lowercase());
    let page = signed_in(app, &email, "three words here").await;
    assert_eq!(page.status, Status::SeeOther, "{}", page.html);
}

/// Fills in the form of an action and sends it.
pub async fn fill_in(app: &App, reference: &str, noun: &str, fields: &[(&str, &str)]) -> Page {
    let path = format!("/desk/requests/{reference}/{noun}");
    let form = app.get(&format!("{path}/new")).await;
    assert_eq!(form.status, Status::Ok, "{}", form.html);
    let carried = ["csrf", "version", "submission"].map(|name| (name, form.value(name)));
    let carried = carried.iter().map(|(name, value)| (*name, value.as_str()));
    let all: Vec<(&str, &str)> = carried.chain(fields.iter().copied()).collect();
    app.post(&path, &all).await
}

/// The letter an action without fields would send or clear.
pub async fn offered(app: &App, reference: &str, noun: &str) -> Shown {
    let path = format!("/desk/requests/{reference}/{noun}/new");
    Shown::of(&app.get(&path).await)
}
