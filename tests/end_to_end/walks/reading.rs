//! What was read on a walk, held against what is so.

use super::keyboard;
use super::walk::Walk;
use crate::chromium::View;
use fantoccini::Locator;

/// A page or a letter, read at a step.
#[derive(Debug, Clone)]
pub struct Read {
    pub step: String,
    /// The path of the page, or how a letter was read.
    pub place: String,
    /// Its words on one line.
    pub text: String,
}

impl Read {
    /// For somebody who reads all of a walk.
    pub fn told(&self) -> String {
        format!("== {} ({})\n{}\n", self.step, self.place, self.text)
    }
}

pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Walk {
    /// Reads the page that is open, holds it against what is so and, where pages are checked, checks it.
    pub async fn page(&self, step: &str, says: &[&str], never: &[&str]) {
        let text = self.words().await;
        let place = self.place().await;
        self.held(step, &place, text, says, never);
        if self.view == View::WithoutScript {
            return self.shoot(step).await;
        }
        self.visit().unfold().await;
        self.shoot(step).await;
        if self.checks {
            let client = &self.browser.client;
            self.browser.check_axe(step).await;
            keyboard::check(client, step).await;
            client.set_window_size(360, 800).await.unwrap();
            self.browser.check_fits(step).await;
            client.set_window_size(1280, 900).await.unwrap();
            self.browser.check_fits(step).await;
        }
    }

    pub(super) async fn shoot(&self, step: &str) {
        if std::env::var_os("DAYLIGHT_SCREENSHOTS").is_none() {
            return;
        }
        let number = self.read.lock().unwrap().len();
        let plain = |c: char| if c.is_alphanumeric() { c } else { '-' };
        let step: String = step.chars().map(plain).collect();
        for width in [360, 1280] {
            let client = &self.browser.client;
            client.set_window_size(width, 900).await.unwrap();
            let name = format!("{}-{number:02}-{step}-{width}", self.name);
            self.browser.screenshot(&name).await;
        }
    }

    /// What the page says to somebody who reads it now, with what stands in its fields; letters of
    /// earlier days stand on it folded away, and are read when they come.
    async fn words(&self) -> String {
        if self.view == View::WithoutScript {
            return self.text("body").await;
        }
        let read = "document.querySelectorAll('details').forEach(d => d.open = true); \
            const old = [...document.querySelectorAll('details.letter > :not(summary)')]; \
            old.forEach(e => e.style.display = 'none'); \
            const fields = [...document.querySelectorAll('main input, main textarea')] \
                .filter(e => !['hidden', 'radio', 'checkbox', 'file'].includes(e.type)); \
            const said = document.body.innerText + ' ' + fields.map(e => e.value).join(' '); \
            old.forEach(e => e.style.display = ''); \
            return said";
        let said = self.browser.client.execute(read, Vec::new()).await.unwrap();
        one_line(said.as_str().unwrap())
    }

    /// Keeps what was read and notes each sentence that is missing or untrue.
    pub fn held(&self, step: &str, place: &str, text: String, says: &[&str], never: &[&str]) {
        let missing = says.iter().filter(|said| !text.contains(**said));
        let missing = missing.map(|said| format!("no {said:?}"));
        let untrue = never.iter().filter(|said| text.contains(**said));
        let untrue = untrue.map(|said| format!("untrue {said:?}"));
        let found: Vec<String> = missing.chain(untrue).collect();
        if !found.is_empty() {
            let told = format!("{step} ({place}): {} in {text}", found.join(", "));
            self.wrong.lock().unwrap().push(told);
        }
        self.read.lock().unwrap().push(Read {
            step: step.to_owned(),
            place: place.to_owned(),
            text,
        });
    }

    /// Reads the sheet that is open as it is printed.
    pub async fn printed(&self, step: &str, says: &[&str], never: &[&str]) {
        let said = self.text("body").await;
        self.held(step, "printed", said, says, never);
        self.shoot(step).await;
    }

    /// The row of a case in the list that is open.
    pub async fn row(&self, reference: &str) -> String {
        let path = format!("//tr[.//a[text()='{reference}']]");
        let row = self.browser.client.find(Locator::XPath(&path)).await;
        one_line(&row.unwrap().text().await.unwrap())
    }

    /// The path of the page that is open.
    pub async fn place(&self) -> String {
        let here = self.browser.client.current_url().await.unwrap();
        here.path().to_owned()
    }
}
