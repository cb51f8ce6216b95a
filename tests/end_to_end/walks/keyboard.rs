//! That a page can be walked through by its Tab key: everything in the order it is read, seen when it
//! is reached, with the way past the navigation first (WCAG 2.2, 2.1.1, 2.4.1, 2.4.3 and 2.4.7).

use fantoccini::{Client, Locator};
use serde_json::Value;

/// What can be reached, in the order it is written; of the choices of one question the chosen one
/// or the first. Notes what is reached from now on and whether its outline is seen.
const BEGIN: &str = "
const radios = new Map();
const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex=\"0\"]')]
    .filter(e => e.type !== 'hidden' && !e.disabled && e.tabIndex >= 0 && e.checkVisibility());
for (const e of all) if (e.type === 'radio' && (e.checked || !radios.has(e.name))) radios.set(e.name, e);
window.stops = all.filter(e => e.type !== 'radio' || radios.get(e.name) === e);
window.reached = [];
document.addEventListener('focusin', e => window.reached.push([e.target, getComputedStyle(e.target).outlineStyle]));
return [window.stops.length, window.stops[0]?.className];
";

/// The first place at which what was reached differs from what should have been, and what was
/// reached unseen.
const END: &str = "
const told = e => e ? e.outerHTML.slice(0, 120) : 'nothing';
const wrong = [];
const { stops, reached } = window;
for (let i = 0; i < stops.length; i++) {
    if (reached[i]?.[0] !== stops[i]) { wrong.push(`${told(reached[i]?.[0])} is reached and not ${told(stops[i])}`); break; }
    if (reached[i][1] === 'none') wrong.push(`${told(stops[i])} is not seen when it is reached`);
}
return wrong;
";

/// Fails where the keyboard goes another way than the eye.
pub async fn check(client: &Client, step: &str) {
    let begun = client.execute(BEGIN, Vec::new()).await.unwrap();
    let stops = begun[0].as_u64().unwrap();
    assert_eq!(
        begun[1], "skip",
        "{step}: first comes the way to the content"
    );
    let skip = client.find(Locator::Css(".skip")).await.unwrap();
    let tabs = "\u{e004}".repeat(usize::try_from(stops).unwrap() - 1);
    skip.send_keys(&tabs).await.unwrap();
    let wrong = client.execute(END, Vec::new()).await.unwrap();
    assert_eq!(wrong, Value::Array(Vec::new()), "{step}, by keyboard");
}
