//! What the generated authority decided to publish: something that was asked for less afterwards,
//! something nobody found, something being prepared, something put off.

use super::MONTHS;
use super::dice::Dice;
use super::themes::{THEMES, Theme};
use crate::casework::publication::publish::{Check, Taken};
use crate::casework::topics::register::TopicDecision;
use crate::casework::{CaseworkFault, Moment};
use crate::demo::Demo;
use crate::domain::case::Actor;
use crate::domain::publication::decision::{Decision, Kind, PreparationEffort};
use crate::domain::role::Role;
use crate::domain::topics::register::Action;
use crate::store::TopicText;
use chrono::{Days, Months, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// Something decided about a theme.
struct Decided {
    /// The first title of the theme.
    theme: &'static str,
    kind: Kind,
    reason: &'static str,
    owner: &'static str,
    /// How far it has come.
    stage: Stage,
}

enum Stage {
    Decided,
    Prepared,
    /// Published so many months ago.
    Published {
        months_ago: u32,
        title: &'static str,
        address: &'static str,
        /// Of a thousand requests there would have been, how many still come.
        still: u64,
        /// Of a thousand of those, how many are told that it is public already.
        told: u64,
    },
}

const DECIDED: [Decided; 5] = [
    Decided {
        theme: "Stop and search",
        kind: Kind::PublishOnSchedule { every_months: 3 },
        reason: "Asked for by many people, and released in full nearly every time.",
        owner: "Operations",
        stage: Stage::Published {
            months_ago: 14,
            title: "Stop and search by month, reason and outcome",
            address: "https://police.example/stop-and-search",
            still: 120,
            told: 300,
        },
    },
    Decided {
        theme: "Speed camera fines",
        kind: Kind::PublishOnce,
        reason: "The figures are kept by camera and need no preparing.",
        owner: "Traffic",
        stage: Stage::Published {
            months_ago: 12,
            title: "Speeding fines by camera",
            address: "https://police.example/speeding-fines",
            // Not everything that is published is found.
            still: 1000,
            told: 40,
        },
    },
    Decided {
        theme: "Response times",
        kind: Kind::PublishOnSchedule { every_months: 12 },
        reason: "The control room counts them already; people ask how long they would wait.",
        owner: "Contact",
        stage: Stage::Published {
            months_ago: 11,
            title: "How soon emergency and other calls are answered",
            address: "https://police.example/response-times",
            still: 60,
            told: 200,
        },
    },
    Decided {
        theme: "Taser use",
        kind: Kind::PublishOnSchedule { every_months: 6 },
        reason: "Asked for every month; the figures exist.",
        owner: "Operations",
        stage: Stage::Prepared,
    },
    Decided {
        theme: "IT contracts",
        kind: Kind::NotNow,
        reason: "The contract register is being rebuilt; publishing it twice would cost more than answering.",
        owner: "Commercial",
        stage: Stage::Decided,
    },
];

/// What the public looked for and did not find.
struct LookedFor {
    /// The first title of the theme.
    theme: &'static str,
    /// How often.
    searches: u32,
    /// Between so many months ago and so many.
    months_ago: (u32, u32),
}

const LOOKED_FOR: [LookedFor; 6] = [
    LookedFor {
        theme: "Stop and search",
        searches: 26,
        months_ago: (20, 14),
    },
    LookedFor {
        theme: "Stop and search",
        searches: 6,
        months_ago: (13, 0),
    },
    LookedFor {
        theme: "Taser use",
        searches: 34,
        months_ago: (12, 0),
    },
    LookedFor {
        theme: "Overtime payments",
        searches: 23,
        months_ago: (10, 0),
    },
    LookedFor {
        theme: "Knife crime figures",
        searches: 12,
        months_ago: (8, 0),
    },
    LookedFor {
        theme: "IT contracts",
        searches: 7,
        months_ago: (12, 0),
    },
];

/// Whether a request on a theme is not made, because its answer is published by then.
pub(super) fn is_answered(dice: &mut Dice, theme: &Theme, on: NaiveDate, today: NaiveDate) -> bool {
    published(theme, on, today).is_some_and(|(still, _)| !dice.per_mille(still))
}

/// Of a thousand requests on a theme received on a day, how many are told that it is public.
pub(super) fn told(theme: &Theme, on: NaiveDate, today: NaiveDate) -> u64 {
    const BY_CHANCE: u64 = 20;
    published(theme, on, today).map_or(BY_CHANCE, |(_, told)| told)
}

fn published(theme: &Theme, on: NaiveDate, today: NaiveDate) -> Option<(u64, u64)> {
    DECIDED.iter().find_map(|decided| match decided.stage {
        Stage::Published {
            months_ago,
            still,
            told,
            ..
        } if theme.titles.first() == Some(&decided.theme) && on >= before(today, months_ago) => {
            Some((still, told))
        }
        Stage::Decided | Stage::Prepared | Stage::Published { .. } => None,
    })
}

fn before(today: NaiveDate, months: u32) -> NaiveDate {
    today
        .checked_sub_months(Months::new(months))
        .unwrap_or(today)
}

/// The topic most requests on a theme are under; none below a few.
fn topic_of(theme: &str, texts: &[TopicText]) -> Option<i64> {
    const FEWEST: usize = 8;
    let theme = THEMES.iter().find(|t| t.titles.first() == Some(&theme))?;
    // The first letter may be a capital, and may not.
    let asks: Vec<&str> = theme.asks.iter().filter_map(|ask| ask.get(1..)).collect();
    let mut under: BTreeMap<i64, usize> = BTreeMap::new();
    for text in texts {
        let asked = asks.iter().any(|ask| text.body.contains(ask));
        if let Some(topic) = text.topic_id.filter(|_| asked) {
            *under.entry(topic).or_default() += 1;
        }
    }
    let most = under.into_iter().max_by_key(|(_, requests)| *requests);
    most.filter(|(_, requests)| *requests >= FEWEST)
        .map(|(topic, _)| topic)
}

impl Demo<'_> {
    /// Decides what the generated authority decided, of the themes enough was asked about.
    pub(super) async fn decide_generated(
        &self,
        manager: i64,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let actor = Actor {
            role: Role::Manager,
            person: Some(manager),
        };
        let since = before(now.today, MONTHS + 1);
        let texts = self.store.topics().topic_texts(since, now.today).await?;
        self.look_up_generated(&texts, now).await?;
        let mut done = BTreeSet::new();
        for (at, decided) in DECIDED.iter().enumerate() {
            let topic = topic_of(decided.theme, &texts);
            // Two themes may be under one topic.
            if let Some(topic) = topic.filter(|topic| done.insert(*topic)) {
                let mark = format!("generated-{at}");
                self.decide_one(topic, decided, &mark, actor, now).await?;
            }
        }
        Ok(())
    }

    /// Counts the searches that found nothing, on days that follow from nothing but today.
    async fn look_up_generated(
        &self,
        texts: &[TopicText],
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let mut dice = Dice::new(1);
        let unit = self.store.begin().await?;
        for looked in &LOOKED_FOR {
            let Some(topic) = topic_of(looked.theme, texts) else {
                continue;
            };
            let (from, to) = looked.months_ago;
            let (from, to) = (before(now.today, from), before(now.today, to));
            let days = u64::try_from((to - from).num_days()).unwrap_or(0);
            for _ in 0..looked.searches {
                // The first of these days is a year ago, and counts no more.
                let on = from + Days::new(dice.between(1, days));
                self.shelf().count_unmet(&unit, topic, on).await?;
            }
        }
        unit.commit().await?;
        Ok(())
    }

    async fn decide_one(
        &self,
        topic: i64,
        decided: &Decided,
        mark: &str,
        actor: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        // A decision, a month to prepare it, and the publication.
        let months_ago = match decided.stage {
            Stage::Published { months_ago, .. } => months_ago + 1,
            Stage::Decided | Stage::Prepared => 1,
        };
        let ago = |months: u32| {
            let at = now.at.checked_sub_months(Months::new(months));
            self.moment(at.unwrap_or(now.at))
        };
        let on = ago(months_ago);
        let row = self.store.topics().topic(topic).await?;
        let entry = row.ok_or(CaseworkFault::NotFound)?.entry;
        let named = entry.label == decided.theme;
        let rename = (!named).then(|| Action::Rename {
            topic,
            label: decided.theme.to_owned(),
        });
        for (at, action) in rename
            .into_iter()
            .chain([Action::Confirm { topic }])
            .enumerate()
        {
            let token = format!("{mark}-topic-{at}");
            self.topics()
                .decide_topic(TopicDecision::Of(action), &token, actor, on)
                .await?;
        }
        let decision = Decision {
            kind: decided.kind,
            reason: decided.reason.to_owned(),
            owner: decided.owner.to_owned(),
            decided: on.today,
            due: on.today.checked_add_months(Months::new(3)),
            review: on.today.checked_add_months(Months::new(12)),
            effort: PreparationEffort::Small,
        };
        self.publishing()
            .decide_publication(topic, &decision, mark, actor, on)
            .await?;
        let rows = self.store.publication().decisions(Some(topic)).await?;
        let Some(id) = rows.first().map(|row| row.id) else {
            return Ok(());
        };
        let step = async |taken: Taken, name: &str, when: Moment| {
            let token = format!("{mark}-{name}");
            self.publishing()
                .step_publication(id, taken, &token, actor, when)
                .await
        };
        match decided.stage {
            Stage::Decided => {}
            Stage::Prepared => step(Taken::Prepare, "prepared", now).await?,
            Stage::Published {
                months_ago,
                title,
                address,
                ..
            } => {
                let how = "Counts below 5 were left out, with others in their rows and columns.";
                step(Taken::Prepare, "prepared", on).await?;
                let check = Taken::Check(Check::ByHand(how.to_owned()));
                step(check, "checked", on).await?;
                let publish = Taken::Publish {
                    title: title.to_owned(),
                    address: address.to_owned(),
                };
                step(publish, "published", ago(months_ago)).await?;
                for reader in 0..24 {
                    let answered = (reader % 3 == 0).then_some(reader % 4 != 0);
                    let address = format!("reader {reader}");
                    self.publishing()
                        .count_reader(id, &address, answered, now)
                        .await?;
                }
            }
        }
        Ok(())
    }
}
