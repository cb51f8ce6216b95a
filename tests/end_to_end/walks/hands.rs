//! What people do with a page: they follow, press, type, choose and send.

use super::reading::one_line;
use super::walk::Walk;
use fantoccini::Locator;
use std::time::Duration;

impl Walk {
    pub async fn follow(&self, link: &str) {
        self.visit().follow(Locator::LinkText(link)).await;
    }

    /// Follows or presses what is at this place and waits for the next page.
    pub async fn press(&self, css: &str) {
        self.visit().follow(Locator::Css(css)).await;
    }

    pub async fn click(&self, css: &str) {
        self.visit().click(css).await;
    }

    pub async fn send(&self) {
        self.visit().send().await;
    }

    pub async fn text(&self, css: &str) -> String {
        one_line(&self.visit().text(css).await)
    }

    /// Opens what is folded away under these words.
    pub async fn unfold(&self, summary: &str) {
        let path = format!("//details[not(@open)]/summary[normalize-space()='{summary}']");
        let found = self.browser.client.find(Locator::XPath(&path)).await;
        let found = found.unwrap_or_else(|e| panic!("nothing folded under {summary}: {e}"));
        found.click().await.unwrap();
    }

    /// Opens all that is folded away, one by one.
    pub async fn unfold_all(&self) {
        let css = Locator::Css("main details:not([open]) > summary");
        while let Ok(folded) = self.browser.client.find(css).await {
            folded.click().await.unwrap();
        }
    }

    /// Chooses what has this label.
    pub async fn choose(&self, label: &str) {
        let path = format!("//main//label[normalize-space()='{label}']");
        let found = self.browser.client.find(Locator::XPath(&path)).await;
        let found = found.unwrap_or_else(|e| panic!("no choice {label}: {e}"));
        found.click().await.unwrap();
    }

    /// The letter a page shows, in the window its button opens, as it is formatted.
    pub async fn formatted(&self, step: &str) -> String {
        let client = &self.browser.client;
        let here = client.window().await.unwrap();
        self.click("main button[formaction$='/formatted']").await;
        let other = loop {
            let windows = client.windows().await.unwrap();
            if let Some(other) = windows.into_iter().find(|w| *w != here) {
                break other;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        };
        client.switch_to_window(other).await.unwrap();
        let said = self.text("body").await;
        self.shoot(step).await;
        client.close_window().await.unwrap();
        client.switch_to_window(here).await.unwrap();
        self.held(step, "formatted", said.clone(), &[], &[]);
        said
    }

    /// How many things of a kind there are on the page.
    pub async fn count(&self, css: &str) -> usize {
        let found = self.browser.client.find_all(Locator::Css(css)).await;
        found.unwrap().len()
    }

    pub async fn links(&self, css: &str) -> Vec<String> {
        self.visit().links(css).await
    }

    /// Fills in the fields of these names: types, or chooses what has this value.
    pub async fn fill(&self, fields: &[(&str, &str)]) {
        for (name, value) in fields {
            let css = format!("main [name=\"{name}\"]:not([type=hidden])");
            let field = self.browser.client.find(Locator::Css(&css)).await;
            let field = field.unwrap_or_else(|e| panic!("no field {name}: {e}"));
            let kind = field.attr("type").await.unwrap().unwrap_or_default();
            match (field.tag_name().await.unwrap().as_str(), kind.as_str()) {
                ("select", _) => {
                    let option = format!("main [name=\"{name}\"] option[value=\"{value}\"]");
                    self.click(&option).await;
                }
                (_, "radio" | "checkbox") => {
                    let css = format!("main [name=\"{name}\"][value=\"{value}\"]");
                    let choice = self.browser.client.find(Locator::Css(&css)).await;
                    let choice = choice.unwrap_or_else(|e| panic!("no {value} of {name}: {e}"));
                    if !choice.is_selected().await.unwrap() {
                        choice.click().await.unwrap();
                    }
                }
                (_, "file") => field.send_keys(value).await.unwrap(),
                _ => {
                    field.clear().await.unwrap();
                    field.send_keys(value).await.unwrap();
                }
            }
        }
    }

    /// Opens the form of an action from the page of the case, reads it, fills it in and sends it;
    /// the letter it shows first is read and sent.
    pub async fn act(&self, reference: &str, link: &str, fields: &[(&str, &str)]) {
        self.go_case(reference).await;
        self.follow(link).await;
        self.page(link, &[], &[]).await;
        self.fill(fields).await;
        self.send().await;
        if self.text("h1").await == "Read the letter before it goes" {
            self.page(&format!("{link}: the letter"), &[], &[]).await;
            self.send().await;
        }
        self.done(link).await;
    }

    /// That the page says what was done.
    pub async fn done(&self, what: &str) {
        let done = self.text(".flash-success").await;
        assert!(done.ends_with('.'), "{what}: {done}");
    }
}
