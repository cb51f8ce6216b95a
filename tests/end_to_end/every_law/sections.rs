//! Each section a request can be refused by, to the letter: its number, its title, its reasons, and what
//! the law asks for besides and no more.

use super::{Desk, Sent};
use crate::law_files::{in_full, tables, text, yes};
use crate::refusals::texts;
use chrono::{NaiveDate, TimeDelta};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::domain::case::{Outcome, Reasons, Relied};
use std::collections::BTreeSet;
use toml::{Table, Value};

/// How many questions a letter answers.
const AT_ONCE: usize = 30;

/// A section by the law's file.
#[expect(clippy::struct_excessive_bools, reason = "each is a line of the file")]
pub(super) struct Section {
    pub section: String,
    title: String,
    /// The title of the exemption it is of.
    of: String,
    pub qualified: bool,
    prejudice: bool,
    ncnd: bool,
    /// It is there to neither confirm nor deny, and for nothing else.
    pub only_ncnd: bool,
    /// The section under which it lets the authority neither confirm nor deny.
    unsaid: Option<String>,
    opinion: Option<String>,
    completion: bool,
}

fn list(words: &Table, key: &str) -> Vec<String> {
    let list = words.get(key).and_then(Value::as_array);
    let list = list.into_iter().flatten().filter_map(Value::as_str);
    list.map(str::to_owned).collect()
}

/// Between a heading of a letter and the next.
fn block<'a>(said: &'a str, heading: &str, headings: &[String]) -> &'a str {
    let at = said
        .find(heading)
        .unwrap_or_else(|| panic!("no {heading:?} in {said}"));
    let rest = &said[at + heading.len()..];
    let ends = headings.iter().map(String::as_str);
    let ends = ends.chain(["If you would like", "If you are not content"]);
    let end = ends.filter_map(|end| rest.find(end)).min();
    &rest[..end.unwrap_or(rest.len())]
}

impl Desk<'_> {
    /// Every section of the law.
    pub(super) fn sections(&self) -> Vec<Section> {
        let all = text(self.law.table("notices").unwrap(), "ncnd");
        let mut found = Vec::new();
        for exemption in tables(&self.law.all, "exemptions") {
            let parts = tables(exemption, "subsections");
            let own = parts.iter().copied().chain([exemption]);
            let own: BTreeSet<&str> = own.filter_map(|t| text(t, "ncnd_section")).collect();
            for table in parts.into_iter().chain([exemption]) {
                let word = |key| text(table, key).or(text(exemption, key));
                let section = text(table, "section").unwrap();
                let ncnd = match table.get("ncnd") {
                    Some(own) => own.as_bool().unwrap(),
                    None => yes(exemption, "ncnd"),
                };
                found.push(Section {
                    title: text(table, "title").unwrap().to_owned(),
                    of: text(exemption, "title").unwrap().to_owned(),
                    qualified: word("kind") == Some("qualified"),
                    prejudice: word("basis") == Some("prejudice"),
                    ncnd,
                    only_ncnd: own.contains(section),
                    unsaid: word("ncnd_section").or(all).map(str::to_owned),
                    opinion: text(exemption, "opinion").map(str::to_owned),
                    completion: exemption.contains_key("completion"),
                    section: section.to_owned(),
                });
            }
        }
        found
    }

    /// Every section withheld under, and every one that lets the authority neither confirm nor deny;
    /// how many were taken to a letter.
    pub(super) async fn every_exemption(&self) -> usize {
        let sections = self.sections();
        let withheld: Vec<&Section> = sections.iter().filter(|s| !s.only_ncnd).collect();
        let unsaid: Vec<&Section> = sections
            .iter()
            .filter(|s| s.ncnd && s.unsaid.is_some())
            .collect();
        for some in withheld.chunks(AT_ONCE) {
            let sent = self.decided_by(some, Outcome::Refused).await;
            self.withholds(some, (&sent, true), |section| {
                format!("{}: {}", in_full(&section.section), section.title)
            });
            let notice = self.law.notice("refusal").unwrap();
            let notice = format!("This letter is our refusal notice ({notice}).");
            assert!(
                sent.said.contains(&notice),
                "no {notice:?} in {}",
                sent.said
            );
        }
        for some in unsaid.chunks(AT_ONCE) {
            let sent = self
                .decided_by(some, Outcome::NeitherConfirmedNorDenied)
                .await;
            self.withholds(some, (&sent, false), |section| {
                let under = section.unsaid.as_ref().unwrap();
                if *under == section.section {
                    format!("{}: {}", in_full(under), section.of)
                } else {
                    let because = in_full(&section.section);
                    format!(
                        "{}, because of {because}: {}",
                        in_full(under),
                        section.title
                    )
                }
            });
            assert!(
                sent.said.contains("We neither confirm nor deny"),
                "{}",
                sent.said
            );
        }
        withheld.len() + unsaid.len()
    }

    /// A request of as many questions as sections, each decided under one; its letter.
    async fn decided_by(&self, sections: &[&Section], outcome: Outcome) -> Sent {
        let asked = (1..=sections.len()).map(|n| format!("How many boats, part {n}?"));
        let reference = self.drafting(&asked.collect::<Vec<_>>()).await;
        for (number, section) in (1..).zip(sections) {
            let decide = Instruction::DecideQuestion(actions::DecideQuestion {
                number,
                outcome,
                answer: String::new(),
                reasons: vec![texts(&section.section)],
            });
            self.act(&reference, decide).await;
        }
        self.answered(&reference).await
    }

    /// What is withheld is named only where it is said that it is held.
    fn withholds(
        &self,
        sections: &[&Section],
        (sent, held): (&Sent, bool),
        heading: impl Fn(&Section) -> String,
    ) {
        let several = sections.len() > 1;
        let headed = |(number, section): (usize, &&Section)| match several {
            true => format!("{} (question {number})", heading(section)),
            false => heading(section),
        };
        let headings: Vec<String> = (1..).zip(sections).map(headed).collect();
        for (section, heading) in sections.iter().zip(&headings) {
            let said = block(&sent.said, heading, &headings);
            // Whose text ends as a sentence does has one full stop.
            let name = section.section.trim_end_matches('.');
            let texts = [
                ("The reasons", true),
                ("The papers", held),
                ("The harm", section.prejudice),
                ("- The case for", section.qualified),
                ("- The case against", section.qualified),
                ("The balance", section.qualified),
                ("The end", section.completion),
                ("The opinion", section.opinion.is_some()),
            ];
            for (text, asked) in texts {
                let text = format!("{text} of {name}");
                assert_eq!(
                    said.contains(&text),
                    asked,
                    "{}: {text} in {said}",
                    self.law.id
                );
            }
            let person = section.opinion.as_ref().map(|opinion| {
                let opinion = in_full(opinion);
                format!("opinion of a qualified person ({opinion}). The Chief Constable gave")
            });
            assert!(person.is_none_or(|person| said.contains(&person)), "{said}");
        }
    }

    /// Every ground of refusal that is no exemption; how many.
    pub(super) async fn every_refusal(&self) -> usize {
        let grounds = tables(&self.law.all, "refusals");
        if grounds.is_empty() {
            return 0;
        }
        let asked = ["How many boats?", "Whose were they?"].map(str::to_owned);
        let other = self.logged(&asked).await;
        for ground in &grounds {
            self.clock(0);
            let needs = list(ground, "needs");
            let need = |word: &str| needs.iter().any(|need| need == word);
            let reference = self.drafting(&asked).await;
            if need("asked") {
                let ask = Instruction::SeekClarification(actions::SeekClarification {
                    needs: "Which boats?".into(),
                    why: "There are many.".into(),
                });
                let text = "All of them.".into();
                self.act(&reference, ask).await;
                self.act(
                    &reference,
                    Instruction::RecordClarification(actions::RecordClarification { text }),
                )
                .await;
            }
            if need("fees_notice") {
                let notice = Instruction::IssueFeesNotice(actions::IssueFeesNotice {
                    charges: "Copies: 25.00".into(),
                    how_to_pay: "By card.".into(),
                });
                self.act(&reference, notice).await;
                self.clock(120);
            }
            let section = text(ground, "section").unwrap();
            let before = self.earlier();
            let advice = Some(texts(section).advice);
            let refuse = Instruction::Refuse(actions::Refuse {
                numbers: vec![1, 2],
                relied: Relied {
                    ground: text(ground, "id").unwrap().into(),
                    minutes: need("estimate").then_some(60 * 60 + 30),
                    earlier: need("earlier").then_some(before),
                    ..Relied::default()
                },
                reasons: Box::new(Reasons {
                    earlier: "FOI-2019-00012".into(),
                    together: other.clone(),
                    advice: advice.filter(|_| yes(ground, "advice")).unwrap_or_default(),
                    ..texts(section)
                }),
            });
            self.act(&reference, refuse).await;
            let sent = self.answered(&reference).await;
            self.refuses(ground, &needs, &other, &sent);
        }
        self.clock(0);
        grounds.len()
    }

    /// The day an earlier request was answered.
    fn earlier(&self) -> NaiveDate {
        self.law.received() - TimeDelta::days(52)
    }

    fn refuses(&self, ground: &Table, needs: &[String], other: &str, sent: &Sent) {
        let id = &self.law.id;
        let section = text(ground, "section").unwrap();
        let heading = format!("{}: {}", in_full(section), text(ground, "title").unwrap());
        let said = block(&sent.said, &heading, &[]);
        let need = |word: &str| needs.iter().any(|need| need == word);
        let advice = yes(ground, "advice");
        let texts = [
            (text(ground, "sentence").unwrap().to_owned(), true),
            (format!("The reasons of {section}."), true),
            (format!("Narrow the years of {section}."), advice),
            (
                format!("- The case for of {section}."),
                need("public_interest"),
            ),
            (
                format!("- The case against of {section}."),
                need("public_interest"),
            ),
            (
                format!("The balance of {section}. So the public interest in refusing"),
                need("public_interest"),
            ),
            (
                format!("who prepares it: The end of {section}."),
                need("completion"),
            ),
            (format!("- {other}"), need("together")),
            (
                "the work would take 60 hours and 30 minutes".to_owned(),
                need("estimate"),
            ),
            (
                format!(
                    "request is FOI-2019-00012, which we answered on {}",
                    self.earlier().format("%A %-d %B %Y")
                ),
                need("earlier"),
            ),
        ];
        for (text, asked) in texts {
            assert_eq!(said.contains(&text), asked, "{id}: {text} in {said}");
        }
        if advice && let Some(duty) = self.law.notice("advice") {
            assert!(
                said.contains(&format!("advise and assist ({duty})")),
                "{id}: {said}"
            );
        }
        let notice = text(ground, "notice").map(in_full);
        let notice = notice.map(|notice| format!("the notice the law asks for ({notice})"));
        assert_eq!(
            notice.is_some(),
            sent.said.contains("the notice the law asks for"),
            "{id}"
        );
        assert!(
            notice.is_none_or(|notice| sent.said.contains(&notice)),
            "{id}: {}",
            sent.said
        );
        assert!(
            !sent.said.contains("We hold information"),
            "{id}: {}",
            sent.said
        );
        if need("over_limit") {
            self.costs(said);
        }
    }

    /// The arithmetic of an estimate of 60 hours and a half, by the figures of the file.
    fn costs(&self, said: &str) {
        let limits = tables(&self.law.all, "cost_limits");
        let limit = limits.last().unwrap();
        assert_eq!(text(limit, "currency"), Some("GBP"));
        let rate = limit["hourly_rate"].as_integer().unwrap();
        let bands = tables(limit, "bands");
        let band = bands.last().unwrap();
        let (sum, hours) = (
            band["sum"].as_integer().unwrap(),
            band["hours"].as_integer().unwrap(),
        );
        let cost = rate * 60 + rate / 2;
        let pence = if rate % 2 == 0 { "00" } else { "50" };
        let cost = match cost / 1000 {
            0 => format!("{cost}.{pence}"),
            thousands => format!("{thousands},{:03}.{pence}", cost % 1000),
        };
        let section = in_full(text(limit, "section").unwrap());
        for wanted in [
            format!("At £{rate}.00 an hour that is £{cost}."),
            format!("The limit is £{sum}.00, which is {hours} hours ({section})."),
        ] {
            assert!(said.contains(&wanted), "no {wanted:?} in {said}");
        }
    }
}
