//! What a page shows is named, in an order one can find things in, and folded to the width of the page.

use crate::desk_forms::{as_person, plain};
use crate::mail_in::{mail, receive};
use crate::refusals::{act, drafting, logged};
use crate::support::App;
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::domain::case::Outcome;
use daylight::domain::role::Role;

/// The words of the options of a select, in the order a page lists them.
fn options(html: &str, name: &str) -> Vec<String> {
    let html = plain(html);
    let (_, rest) = html
        .split_once(&format!("<select class=\"input\" id=\"{name}\""))
        .unwrap();
    let list = rest.split("</select>").next().unwrap();
    let options = list.split("<option ").skip(1);
    options
        .map(|option| {
            let (_, text) = option.split_once('>').unwrap();
            text.split("</option>").next().unwrap().to_owned()
        })
        .collect()
}

on_both_databases! {
    async fn laws_are_listed_by_the_name_they_are_shown_under(app: App) {
        app.person("Olga", Role::Manager).await;
        as_person(&app, "Olga").await;
        for (page, first) in [("/desk/requests", 1), ("/desk/requests/new", 0), ("/deadline-calculator", 0), ("/desk/authority", 0)] {
            let served = app.get(page).await;
            let laws = options(&served.html, "regime");
            let laws = &laws[first..];
            assert!(laws.len() > 20, "{page}: {laws:?}");
            let mut sorted = laws.to_vec();
            sorted.sort_by_key(|title| title.to_lowercase());
            assert_eq!(laws, sorted, "{page}");
        }
    }

    async fn advice_is_headed_by_what_it_is_and_which_answer_it_belongs_to(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = logged(&app, "uk-foia-2000", "How many boats?", "ada@example.org").await;
        drafting(&app, &reference, olga).await;
        let decided = Instruction::DecideQuestion(actions::DecideQuestion { number: 1, outcome: Outcome::GrantedInFull, answer: "Six.".into(), reasons: Vec::new() });
        act(&app, &reference, olga, decided).await;
        let send = |help: &str| Instruction::SendForClearance(actions::SendForClearance { help: help.into(), minutes: None, already_public: false });
        act(&app, &reference, olga, send("Ask the harbour office.")).await;
        act(&app, &reference, olga, Instruction::ReturnToDraft(actions::ReturnToDraft { reason: "Say who to ask there.".into() })).await;
        act(&app, &reference, olga, send("Ask Ms Pool of the harbour office.")).await;
        as_person(&app, "Olga").await;
        let headed = async |heading: &str, advice: &str| {
            let page = app.get(&format!("/desk/requests/{reference}")).await;
            let (_, notes) = page.html.split_once("<h2 id=\"notes\">").unwrap();
            let mut entries = notes.split("<li>");
            let entry = entries.find(|entry| entry.contains(advice)).unwrap();
            assert!(entry.contains(&format!("<p class=\"timeline-what text\">{heading}</p>")), "{entry}");
        };
        headed("Advice and help of an earlier draft", "Ask the harbour office.").await;
        headed("Advice and help that goes with the answer", "Ask Ms Pool of the harbour office.").await;
        for step in [Instruction::Clear(actions::Clear), Instruction::Answer(actions::Answer)] {
            act(&app, &reference, olga, step).await;
        }
        headed("Advice and help that went with the answer", "Ask Ms Pool of the harbour office.").await;
    }

    async fn prose_is_folded_by_the_page_and_quotes_and_lists_keep_their_lines(app: App) {
        app.person("Olga", Role::Officer).await;
        let prose = "I asked on Monday for the number of patrols in the northern district,\nand you answered with those of the southern one, which is not what I had\nasked you.";
        let list = "- how many there were in each of the twelve months of 2025, and also\n- who went";
        let body = format!("{prose}\n\nPlease tell me:\n{list}\n");
        let request = mail("foi@police.example", "", &body);
        receive(&app, request, "2026-06-02T08:30:00Z").await;
        let reference = app.references().await.remove(0);
        let again = mail(&app.reply_address(&reference).await, "Message-ID: <two@example.org>\n", &body);
        receive(&app, again, "2026-06-02T08:40:00Z").await;
        as_person(&app, "Olga").await;
        let page = app.get(&format!("/desk/requests/{reference}")).await;
        let html = plain(&page.html);
        let whole = prose.replace('\n', " ");
        for (what, from) in [("the request", "id=\"request\""), ("what waits", "id=\"waiting\"")] {
            let (_, part) = html.split_once(from).unwrap();
            let part = part.split("</section>").next().unwrap();
            assert!(part.contains(&whole), "{what}: {part}");
            assert!(part.contains(list), "{what}: {part}");
        }
        // The letter leaves folded, and is kept as it left.
        app.deliver().await;
        let sent = app.mailbox.lock().unwrap().last().unwrap().text.clone();
        let folded = sent.lines().find(|line| line.chars().count() > 60 && !line.starts_with('>')).unwrap().to_owned();
        let (_, next) = sent.split_once(&format!("{folded}\n")).unwrap();
        let word = next.split_whitespace().next().unwrap();
        let (_, letters) = html.split_once("id=\"letters\"").unwrap();
        assert!(letters.contains(&format!("{folded} {word}")), "no {folded:?} {word:?} in {letters}");
    }
}
