//! What a requester who is not content is told: the review where the law has one, the regulator, court
//! or commission where it has one, with their times, and no word of what it has not.

use super::{Desk, Sent, words};
use crate::law_files::{LawFile, length, text};
use crate::refusals::texts;
use crate::support::Page;
use chrono::TimeDelta;
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::casework::cases::correct::Correcting;
use daylight::casework::cases::to_correct::ToCorrect;
use daylight::domain::case::{Case, Event, Outcome, events};
use daylight::domain::letter_kind::LetterKind;
use daylight::domain::viewer::Viewer;
use daylight::store::StoreFault;
use toml::{Table, Value};

/// The table of the review, where the law has one.
fn review(law: &LawFile) -> Option<&Table> {
    law.table("review").filter(|table| !table.is_empty())
}

fn regulator(law: &LawFile) -> Option<&Table> {
    law.table("regulator")
}

/// A limit below a key, as a letter writes it.
fn limit(table: &Table, key: &str) -> Option<String> {
    table.get(key).and_then(Value::as_table).map(length)
}

/// The postal address of a regulator and its website.
fn contact(regulator: &Table) -> Vec<&str> {
    let lines = regulator.get("postal_address").and_then(Value::as_array);
    let lines = lines.into_iter().flatten().filter_map(Value::as_str);
    lines.chain(text(regulator, "website")).collect()
}

/// What is said where nothing is, in text or HTML.
fn says_nothing_empty(what: &str, html: &str) {
    for empty in ["href=\"\"", "<p></p>", "<li></li>", "></a>"] {
        assert!(!html.contains(empty), "{what}: {empty} in {html}");
    }
}

/// What a letter says to whoever is not content.
pub(super) fn says_what_the_law_has(law: &LawFile, sent: &Sent) {
    let (id, said) = (&law.id, &sent.said);
    says_nothing_empty(id, &sent.letter.html);
    for never in ["usually expect", "a reasonable time", "under of the", "()"] {
        assert!(!said.contains(never), "{id}: {never:?} in {said}");
    }
    let paragraphs: Vec<&str> = sent.letter.text.split("\n\n").map(str::trim).collect();
    for pair in paragraphs.windows(2) {
        let dangling = pair[0].ends_with(':') && pair[1].starts_with("Yours");
        assert!(!dangling, "{id}: {pair:?} in {said}");
    }
    let (_, told) = said.split_once("If you are not content ").unwrap();
    let told = told.split(" Yours ").next().unwrap();
    match review(law) {
        Some(review) => {
            let within = limit(review, "request").map_or_else(
                || "Write to us, ".to_owned(),
                |limit| format!("Write to us within {limit} of "),
            );
            let ask = format!("You can ask us to look at this again. {within}");
            assert!(told.contains(&ask), "{id}: no {ask:?} in {told}");
            let decided = limit(review, "decision");
            let aim = decided.map(|limit| format!("We aim to answer within {limit}."));
            assert_eq!(aim.is_some(), told.contains("We aim"), "{id}: {told}");
            assert!(aim.is_none_or(|aim| told.contains(&aim)), "{id}: {told}");
        }
        None => {
            let own = text(law.table("words").unwrap(), "review").unwrap();
            for never in ["review", "look at this again", "still not content", own] {
                assert!(!told.contains(never), "{id}: {never:?} in {told}");
            }
        }
    }
    let Some(regulator) = regulator(law) else {
        let name = text(law.table("words").unwrap(), "regulator").unwrap();
        assert!(
            !told.contains("complain") && !told.contains(name),
            "{id}: {told}"
        );
        return;
    };
    let name = text(regulator, "name").unwrap();
    let from = match text(regulator, "from").unwrap() {
        "response" | "response_or_last_day" => "our answer to your request",
        _ => "our last answer",
    };
    let within = limit(regulator, "within");
    let within = within.map_or_else(String::new, |limit| format!(" within {limit} of {from}"));
    let reached = contact(regulator);
    let end = if reached.is_empty() { "." } else { ":" };
    let complain = format!("ou can complain to the {name}{within}{end}");
    assert!(told.contains(&complain), "{id}: no {complain:?} in {told}");
    for line in reached {
        assert!(told.contains(line), "{id}: no {line:?} in {told}");
        let html = line.replace('\'', "&#x27;");
        let html = sent.letter.html.contains(line) || sent.letter.html.contains(&html);
        assert!(html, "{id}: no {line:?} in {}", sent.letter.html);
    }
}

/// The requester's page without our letters, which are looked at by themselves.
fn without_letters(page: &Page) -> String {
    let html = match page.html.split_once("<h2 id=\"letters\">") {
        Some((before, rest)) => {
            let after = rest.split_once("<h2 id=\"write\">").unwrap().1;
            format!("{before} {after}")
        }
        None => page.html.clone(),
    };
    html.replace("&#x27;", "'")
}

/// What the requester's page says to whoever is not content: about an answer, or that none has come.
pub(super) async fn page_says_what_the_law_has(desk: &Desk<'_>, reference: &str, answered: bool) {
    let (app, law) = (desk.app, desk.law);
    let id = &law.id;
    let token = app.status_token(reference).await;
    let page = app.get(&format!("/status/{token}")).await;
    says_nothing_empty(id, &page.html);
    let said = words(&without_letters(&page));
    let own = law.table("words").unwrap();
    let asks = format!(" {}</h3>", text(own, "review").unwrap());
    let silence = review(law).is_some_and(|review| review.contains_key("silence"));
    match review(law) {
        Some(_) if answered || silence => {
            assert!(
                said.contains("<h3>Ask for a") && said.contains(&asks),
                "{id}: {said}"
            );
        }
        Some(_) => assert!(!said.contains("<h3>Ask for a"), "{id}: {said}"),
        None => {
            for never in ["Ask for a", "look again", "ask for it", "after the"] {
                assert!(!said.contains(never), "{id}: {never:?} in {said}");
            }
        }
    }
    let told = regulator(law).filter(|regulator| {
        let from = text(regulator, "from").unwrap();
        answered || silence || from == "response_or_last_day"
    });
    let Some(told) = told else {
        assert!(!said.contains("omplain to"), "{id}: {said}");
        return;
    };
    let name = text(told, "name").unwrap();
    for wanted in [
        format!(
            "<h3>Complain to the {}</h3>",
            text(own, "regulator").unwrap()
        ),
        // A page without an answer is looked at long after the time to complain of silence.
        if !answered && text(told, "from") == Some("response_or_last_day") {
            format!("The time to complain to the {name} ended on ")
        } else {
            format!("You can complain to the {name}")
        },
    ] {
        assert!(said.contains(&wanted), "{id}: no {wanted:?} in {said}");
    }
    if let Some(website) = text(told, "website") {
        assert!(
            said.contains(&format!("<a href=\"{website}\">")),
            "{id}: {said}"
        );
    }
}

impl Desk<'_> {
    /// The first section of the law, with its texts.
    fn a_refusal(&self, number: u16) -> Instruction {
        let sections = self.sections();
        let first = sections.iter().find(|s| !s.only_ncnd).unwrap();
        Instruction::DecideQuestion(actions::DecideQuestion {
            number,
            outcome: Outcome::Refused,
            answer: String::new(),
            reasons: vec![texts(&first.section)],
        })
    }

    fn decided(number: u16, outcome: Outcome) -> Instruction {
        Instruction::DecideQuestion(actions::DecideQuestion {
            number,
            outcome,
            answer: "There were 12.".into(),
            reasons: vec![],
        })
    }

    /// Refused, given in part, not held; an extension; a question answered late; and an answer late.
    pub(super) async fn every_right(&self) {
        let asked = ["How many boats?", "Whose were they?"].map(str::to_owned);
        let reference = self.drafting(&asked[..1]).await;
        self.act(&reference, self.a_refusal(1)).await;
        assert_eq!(self.answered(&reference).await.kind, LetterKind::Refusal);

        let reference = self.drafting(&asked).await;
        self.act(&reference, Self::decided(1, Outcome::GrantedInFull))
            .await;
        self.act(&reference, self.a_refusal(2)).await;
        assert_eq!(self.answered(&reference).await.kind, LetterKind::Release);

        let reference = self.drafting(&asked[..1]).await;
        self.act(&reference, Self::decided(1, Outcome::NotHeld))
            .await;
        let sent = self.answered(&reference).await;
        assert_eq!(sent.kind, LetterKind::NotHeld);
        let under = self.law.notice("not_held").map_or_else(
            || format!("This is our answer under the {}.", self.law.title()),
            |section| {
                format!(
                    "We tell you so under {section} of the {}.",
                    self.law.title()
                )
            },
        );
        assert!(sent.said.contains(&under), "no {under:?} in {}", sent.said);

        self.fees_notice(&asked).await;
        self.extension(&asked).await;
        self.late(&asked).await;
    }

    /// A fees notice has its amounts in the currency of the law.
    async fn fees_notice(&self, asked: &[String]) {
        let reference = self.logged(&asked[..1]).await;
        let notice = Instruction::IssueFeesNotice(actions::IssueFeesNotice {
            charges: "Copies: 1,204.50\nPostage: 3.20".into(),
            how_to_pay: "By card.".into(),
        });
        self.act(&reference, notice).await;
        let sent = self.last(&reference).await;
        let sign = match text(&self.law.all, "currency").unwrap() {
            "GBP" => "£",
            "EUR" => "€",
            "SEK" => "kr ",
            _ => "$",
        };
        let said = sent.said.replace('\u{a0}', " ");
        for amount in ["1,204.50", "3.20", "1,207.70"] {
            assert!(
                said.contains(&format!(" {sign}{amount}")),
                "{sign}{amount}: {said}"
            );
        }
        let fees = self.law.notice("fees").unwrap();
        let under = format!("under {fees} of the {}", self.law.title());
        assert!(said.contains(&under), "no {under:?} in {said}");
    }

    async fn extension(&self, asked: &[String]) {
        let grounds = crate::law_files::tables(&self.law.all, "extension_grounds");
        let Some(ground) = grounds.first() else {
            return;
        };
        let reference = self.logged(&asked[..1]).await;
        let weighed = ground.contains_key("exemptions");
        let sections = self.sections();
        let qualified = sections.iter().find(|s| s.qualified && !s.only_ncnd);
        // Past the last day, and within the cap where there is one.
        let longer = TimeDelta::days(if ground.contains_key("cap") { 25 } else { 35 });
        let extend = Instruction::Extend(actions::Extend {
            ground: text(ground, "id").unwrap().into(),
            until: (!ground.contains_key("norm")).then(|| self.law.received() + longer),
            exemptions: qualified
                .filter(|_| weighed)
                .map(|section| section.section.as_str().into())
                .into_iter()
                .collect(),
            why: "There are 9,000 files.".into(),
        });
        self.act(&reference, extend).await;
        let sent = self.last(&reference).await;
        assert_eq!(sent.kind, LetterKind::Extension);
        says_what_the_law_has(self.law, &sent);
    }

    /// Long after the last day: the page while no answer has come, what is written then, the answer.
    async fn late(&self, asked: &[String]) {
        let silent = self.logged(&asked[..1]).await;
        let unclear = self.logged(&asked[..1]).await;
        let question = Instruction::SeekClarification(actions::SeekClarification {
            needs: "Which boats?".into(),
            why: "There are many.".into(),
        });
        self.act(&unclear, question).await;
        self.clock(150);
        if self.law.id != "se-tf" {
            page_says_what_the_law_has(self, &silent, false).await;
        }
        let came = Instruction::RecordClarification(actions::RecordClarification {
            text: "The blue ones.".into(),
        });
        self.act(&unclear, came).await;
        let sent = self.last(&unclear).await;
        // Where the question moved no day, nobody is told another.
        let told = sent.kind == LetterKind::NewDate && sent.said.contains("review");
        assert!(review(self.law).is_some() || !told, "{}", sent.said);
        Box::pin(crate::refusals::drafting(self.app, &silent, self.olga)).await;
        self.act(&silent, self.a_refusal(1)).await;
        assert_eq!(self.answered(&silent).await.kind, LetterKind::Refusal);
        self.clock(0);
    }
}

impl Desk<'_> {
    /// A review that somebody began by mistake, and whoever was told of it is told what holds.
    pub(super) async fn review_taken_back(&self) {
        if review(self.law).is_some() {
            return;
        }
        let reference = self.drafting(&["How many boats?".to_owned()]).await;
        self.act(&reference, Self::decided(1, Outcome::GrantedInFull))
            .await;
        self.answered(&reference).await;
        // As an earlier Daylight recorded one whatever the law: it is refused now.
        let (casework, now) = (&self.app.casework, self.app.now());
        let unit = casework.reads(Viewer::SYSTEM).begin().await.unwrap();
        let mut stored = unit.cases().find_case(&reference).await.unwrap().unwrap();
        let asked = Event::ReviewRequested(events::ReviewRequested {
            digest: None,
            late: false,
        });
        let clock = |case: &Case| {
            let dates = casework.deadlines(case);
            dates.map_err(|e| StoreFault::Failed(e.to_string()))
        };
        unit.cases()
            .append(
                &mut stored,
                vec![asked],
                &clock,
                self.olga,
                now.today,
                now.at,
            )
            .await
            .unwrap();
        unit.commit().await.unwrap();
        let stored = self.app.case(&reference).await.stored;
        let mut events = stored.events.iter().rev();
        let begun = events.find(|r| matches!(r.event, Event::ReviewRequested(_)));
        let correcting = Correcting {
            reference: reference.clone(),
            version: stored.version,
            submission: format!("correct {reference}"),
            what: ToCorrect::Undone {
                seq: begun.unwrap().seq,
            },
            why: "It was about another request.".into(),
        };
        casework
            .corrections()
            .correct(&correcting, self.olga, self.app.now())
            .await
            .unwrap();
        let sent = self.last(&reference).await;
        assert_eq!(sent.kind, LetterKind::Correction, "{}", self.law.id);
        let said = &sent.said;
        assert!(
            !said.contains("ask for a review"),
            "{}: {said}",
            self.law.id
        );
        let stands = "Our answer stands. The law that applies to it has no review by us.";
        assert!(said.contains(stands), "{}: {said}", self.law.id);
        page_says_what_the_law_has(self, &reference, true).await;
    }
}
