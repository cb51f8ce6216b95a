//! A real Chromium, driven through chromedriver, and the accessibility check axe-core.

use super::ports::free_port;
use super::required::{or_skipped, required};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::net::TcpStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How the page is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// 1280 by 900 pixels.
    Desktop,
    /// 320 by 640 pixels, as on a small telephone or at 400% zoom.
    Narrow,
    /// 1280 by 900 pixels in the dark.
    Dark,
    /// 1280 by 900 pixels with scripts turned off.
    WithoutScript,
}

/// A browser of its own; close it at the end of a test. Dropped, it is ended the hard way.
pub struct Browser {
    /// The page: go somewhere, find, click, type.
    pub client: Client,
    driver: Driver,
}

/// The chromedriver process and the folder its browser writes to.
struct Driver {
    process: Child,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// A new browser, or nothing where Chromium is missing and not required.
    pub async fn open(view: View) -> Option<Self> {
        or_skipped("browser", Self::start(view).await)
    }

    /// The same, or why there is none.
    pub async fn start(view: View) -> Result<Self, String> {
        let port = free_port();
        let profile = tempfile::tempdir().map_err(|e| format!("no folder for it ({e})"))?;
        let process = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .map_err(|e| format!("chromedriver cannot be run ({e})"))?;
        let options = options(view, profile.path());
        let driver = Driver {
            process,
            _profile: profile,
        };
        wait_for(port)?;
        let mut capabilities = serde_json::Map::new();
        capabilities.insert("goog:chromeOptions".into(), options);
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .map_err(|e| format!("Chromium did not start ({e})"))?;
        Ok(Self { client, driver })
    }

    /// Ends the browser.
    pub async fn close(self) {
        self.client.clone().close().await.unwrap();
        drop(self.driver);
    }

    /// Runs axe-core on the page that is open; fails on a serious or critical finding, naming the
    /// page, the rule and the element. Without axe-core it is skipped, unless `browser` is required.
    pub async fn check_axe(&self, page: &str) {
        let Some(source) = axe_source() else {
            assert!(
                !required("browser"),
                "axe-core is required and missing: run npm install axe-core, or name axe.min.js in DAYLIGHT_AXE"
            );
            eprintln!("skipped: axe-core on {page}, because axe.min.js was not found");
            return;
        };
        self.client.execute(&source, Vec::new()).await.unwrap();
        let run = "const done = arguments[arguments.length - 1]; \
                   axe.run(document, {resultTypes: ['violations']}) \
                      .then(r => done(r.violations), e => done(String(e)));";
        let found = self.client.execute_async(run, Vec::new()).await.unwrap();
        let found = found
            .as_array()
            .unwrap_or_else(|| panic!("axe-core failed on {page}: {found}"));
        let grave: Vec<String> = found
            .iter()
            .filter(|finding| is_grave(finding))
            .map(told)
            .collect();
        assert!(
            grave.is_empty(),
            "axe-core on {page}:\n{}",
            grave.join("\n")
        );
    }

    /// Writes what is shown as `<name>.png` to the folder `DAYLIGHT_SCREENSHOTS` names, the whole
    /// length of the page on a desktop; without that variable does nothing.
    pub async fn screenshot(&self, name: &str) {
        let Some(folder) = std::env::var_os("DAYLIGHT_SCREENSHOTS").map(PathBuf::from) else {
            return;
        };
        std::fs::create_dir_all(&folder).unwrap();
        let (width, height) = self.client.get_window_size().await.unwrap();
        let whole = "return document.documentElement.scrollHeight + (outerHeight - innerHeight)";
        let whole = self.client.execute(whole, Vec::new()).await.ok();
        let whole = whole
            .and_then(|h| h.as_u64())
            .unwrap_or(height)
            .clamp(height, 6_000);
        let size = |number: u64| u32::try_from(number).unwrap();
        self.client
            .set_window_size(size(width), size(whole))
            .await
            .unwrap();
        let png = self.client.screenshot().await.unwrap();
        self.client
            .set_window_size(size(width), size(height))
            .await
            .unwrap();
        std::fs::write(folder.join(format!("{name}.png")), png).unwrap();
    }

    /// Fails when the page that is open must be scrolled sideways.
    pub async fn check_fits(&self, page: &str) {
        let widths = "const d = document.documentElement; return [d.scrollWidth, d.clientWidth]";
        let widths = self.client.execute(widths, Vec::new()).await.unwrap();
        assert!(
            widths[0].as_u64() <= widths[1].as_u64(),
            "{page} is wider than its window: {widths}"
        );
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // The group: a browser whose driver is killed would live on.
        let group = format!("-{}", self.process.id());
        let killed = Command::new("kill")
            .args(["-KILL", "--", &group])
            .stderr(Stdio::null())
            .status();
        drop(killed);
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

fn options(view: View, profile: &Path) -> Value {
    let mut args: Vec<String> = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--window-size=1280,900",
    ]
    .map(str::to_owned)
    .to_vec();
    args.push(format!("--user-data-dir={}", profile.display()));
    let mut options = json!({});
    match view {
        View::Desktop => {}
        View::Narrow => {
            let metrics = json!({"width": 320, "height": 640, "pixelRatio": 1.0, "touch": false});
            options["mobileEmulation"] = json!({ "deviceMetrics": metrics });
        }
        View::Dark => args.push("--blink-settings=preferredColorScheme=0".to_owned()),
        View::WithoutScript => {
            options["prefs"] = json!({"profile.managed_default_content_settings.javascript": 2});
        }
    }
    options["args"] = json!(args);
    options
}

fn is_grave(finding: &Value) -> bool {
    matches!(finding["impact"].as_str(), Some("serious" | "critical"))
}

fn told(finding: &Value) -> String {
    let nodes = finding["nodes"].as_array().cloned().unwrap_or_default();
    let elements: Vec<String> = nodes
        .iter()
        .take(5)
        .map(|node| node["html"].to_string())
        .collect();
    format!(
        "- {} ({}): {} in {}",
        finding["id"],
        finding["impact"],
        finding["help"],
        elements.join(", ")
    )
}

/// The file `DAYLIGHT_AXE` names, else axe-core in a `node_modules` here or above.
fn axe_source() -> Option<String> {
    let named = std::env::var_os("DAYLIGHT_AXE").map(PathBuf::from);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let near = root
        .ancestors()
        .flat_map(|folder| {
            [
                folder.join("node_modules"),
                folder.join(".ci/cache/node_modules"),
            ]
        })
        .map(|modules| modules.join("axe-core/axe.min.js"));
    named
        .into_iter()
        .chain(near)
        .find_map(|path| std::fs::read_to_string(path).ok())
}

fn wait_for(port: u16) -> Result<(), String> {
    let begun = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        if begun.elapsed() > Duration::from_secs(20) {
            return Err("chromedriver did not begin to listen".to_owned());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}
