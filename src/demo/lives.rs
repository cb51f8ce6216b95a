//! How a generated case went: every step through the same `transition` as a real one.

mod clarification;
mod refusal;
mod review;
mod worded;

use super::costly;
use super::dice::Dice;
use super::themes::Theme;
use crate::casework::secrets::{commitment, hash_of};
use crate::casework::{Casework, CaseworkFault, Moment};
use crate::domain::calendar::Calendar;
use crate::domain::case::actions;
use crate::domain::case::events;
use crate::domain::case::{
    Action, Actor, Case, Circumstances, Event, Outcome, SecondPerson, transition,
};
use crate::domain::regime::Regime;
use crate::domain::role::Role;
use crate::domain::section::Section;
use crate::store::{DecidedQuestion, NewWriting};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use std::sync::Arc;
use worded::worded;

/// An event with the day it took effect, when it was recorded and by whom.
pub type Entry = (Event, NaiveDate, DateTime<Utc>, Actor);

/// A case on its way.
pub struct Life {
    /// The case so far.
    pub case: Case,
    /// Its record so far.
    pub entries: Vec<Entry>,
    /// The texts beside it.
    pub writings: Vec<NewWriting>,
    /// How its questions were decided.
    pub decisions: Vec<DecidedQuestion>,
    regime: Arc<Regime>,
    calendar: Arc<Calendar>,
    /// The band of the cost limit that is the authority's.
    band: String,
    today: NaiveDate,
    now: DateTime<Utc>,
}

impl Life {
    /// A case just logged.
    pub fn begin(
        casework: &Casework,
        logged: Event,
        on: NaiveDate,
        now: Moment,
    ) -> Result<Self, CaseworkFault> {
        let case = Case::begin(&logged, on)
            .ok_or_else(|| CaseworkFault::Broken("a case that was not logged".into()))?;
        let (regime, calendar) = casework.law_of(&case)?;
        let mut life = Self {
            case,
            entries: Vec::new(),
            writings: Vec::new(),
            decisions: Vec::new(),
            regime,
            calendar,
            band: casework.settings.law.cost_band.clone(),
            today: now.today,
            now: now.at,
        };
        life.record(logged, on, Actor::REQUESTER);
        Ok(life)
    }

    fn record(&mut self, event: Event, on: NaiveDate, actor: Actor) {
        let minutes = i64::try_from(self.entries.len()).unwrap_or(0) * 7;
        let morning = NaiveTime::from_hms_opt(9, 12, 0).unwrap_or_default();
        let at = on.and_time(morning).and_utc() + TimeDelta::minutes(minutes);
        let after = self.entries.last().map_or(at, |last| at.max(last.2));
        self.entries.push((event, on, after.min(self.now), actor));
    }

    /// Takes an action on a day, if the day has come and the law allows it.
    fn act(&mut self, action: &Action, on: NaiveDate, person: i64, role: Role) -> bool {
        if on > self.today {
            return false;
        }
        let actor = Actor {
            role,
            person: Some(person),
        };
        let circumstances = Circumstances {
            regime: &self.regime,
            calendar: &self.calendar,
            actor,
            second_person: SecondPerson::Required,
            on,
            today: self.today,
        };
        let Ok(events) = transition(&self.case, action, &circumstances) else {
            return false;
        };
        for event in events {
            self.case.apply(&event, on, actor);
            self.record(event, on, actor);
        }
        true
    }

    /// The same with a text beside it, which the action commits to.
    fn say(
        &mut self,
        said: Said,
        action: impl FnOnce(String) -> Action,
        on: NaiveDate,
        person: i64,
        role: Role,
    ) -> bool {
        let digest = commitment(&said.salt, &said.text);
        let done = self.act(&action(digest), on, person, role);
        if done {
            self.writings.push(NewWriting {
                seq: i64::try_from(self.entries.len()).unwrap_or(i64::MAX),
                kind: said.kind,
                at: self.entries.last().map_or(self.now, |entry| entry.2),
                salt: said.salt,
                body: said.text,
            });
        }
        done
    }

    /// A text with a salt that follows from what happened so far: it throws no dice.
    fn said(&self, kind: &'static str, text: String) -> Said {
        let logged = self.entries.first().map(|entry| format!("{:?}", entry.0));
        let so_far = (kind, self.entries.len(), logged);
        Said {
            kind,
            salt: hash_of(&format!("{so_far:?}")),
            text,
        }
    }

    fn after(&self, from: NaiveDate, days: u64) -> NaiveDate {
        let days = u32::try_from(days).unwrap_or(0);
        self.calendar
            .add_working_days(from, days)
            .unwrap_or(NaiveDate::MAX)
    }

    /// Lives until today or its end. The officer has it, the manager clears it and the reviewer decides its review.
    pub fn live(
        &mut self,
        dice: &mut Dice,
        theme: Option<&Theme>,
        (officer, manager, reviewer): (i64, i64, i64),
    ) {
        let received = self.case.received;
        let team = theme.map_or("Information Rights", |t| t.team);
        let allocated = self.after(received, dice.between(0, 2));
        let allocate = Action::Allocate(actions::Allocate {
            team: Some(team.into()),
            officer: Some(officer),
        });
        if !self.act(&allocate, allocated, officer, Role::Officer) {
            return;
        }
        if dice.per_mille(30) {
            let on = self.after(allocated, dice.between(1, 8));
            let ended = if dice.per_mille(600) {
                self.act(
                    &Action::Withdraw(actions::Withdraw),
                    on,
                    officer,
                    Role::Officer,
                )
            } else {
                let said = self.said("transfer", "The neighbouring force".into());
                let passed_on = true;
                let transfer = |digest| Action::Transfer(actions::Transfer { digest, passed_on });
                self.say(said, transfer, on, officer, Role::Officer)
            };
            if ended || on > self.today {
                return;
            }
        }
        let start = match self.clarify(dice, allocated, officer) {
            Some(start) => start,
            None => return,
        };
        // Most answers come well within the limit, some on its last day, some late.
        let days = match dice.between(1, 100) {
            1..=30 => dice.between(4, 12),
            31..=85 => dice.between(12, 19),
            86..=91 => 20,
            _ => dice.between(21, 45),
        };
        let extended = theme.is_some_and(|t| t.ends[0] < 700) && dice.per_mille(160);
        let days = if extended {
            days + dice.between(8, 20)
        } else {
            days
        };
        self.work(dice, theme, start, days, extended, officer, manager);
        self.review(dice, officer, reviewer);
    }

    /// Says of what was sent for clearance that it was public already.
    pub fn was_public_already(&mut self) {
        for (event, ..) in &mut self.entries {
            if let Event::SentForClearance(events::SentForClearance { already_public, .. }) = event
            {
                *already_public = true;
            }
        }
        let Some((logged, received, ..)) = self.entries.first() else {
            return;
        };
        if let Some(mut case) = Case::begin(logged, *received) {
            for (event, on, _, actor) in self.entries.iter().skip(1) {
                case.apply(event, *on, *actor);
            }
            self.case = case;
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the facts of one made-up life; a struct for them would be used once"
    )]
    fn work(
        &mut self,
        dice: &mut Dice,
        theme: Option<&Theme>,
        start: NaiveDate,
        days: u64,
        extended: bool,
        officer: i64,
        manager: i64,
    ) {
        let at = |life: &Self, share: u64| life.after(start, days * share / 100);
        let step = |life: &mut Self, action: &Action, share: u64| {
            let on = at(life, share);
            life.act(action, on, officer, Role::Officer)
        };
        if !step(self, &Action::StartSearch(actions::StartSearch), 15)
            || !step(self, &Action::StartDraft(actions::StartDraft), 55)
        {
            return;
        }
        if extended {
            let ground = self.regime.extension_grounds.first().cloned();
            let on = self.after(start, 18);
            if let Some(ground) = ground {
                let why = "We have not yet weighed the public interest.";
                let said = self.said("extension", why.into());
                let extend = |digest| {
                    Action::Extend(actions::Extend {
                        exemptions: ground
                            .exemptions
                            .map_or_else(Vec::new, |_| vec!["s.31".into()]),
                        ground: ground.id,
                        until: None,
                        digest,
                    })
                };
                self.say(said, extend, on, officer, Role::Officer);
            }
        }
        let decided = at(self, 70).max(self.entries.last().map_or(start, |e| e.1));
        let numbers: Vec<u16> = self.case.questions.iter().map(|q| q.number).collect();
        let costly = theme.and_then(|theme| costly::refused(dice, theme));
        let refused = costly.is_some_and(|(minutes, reasons)| {
            self.refuse_on_cost(dice, &numbers, minutes, &reasons, (decided, officer))
        });
        for number in numbers.into_iter().filter(|_| !refused) {
            let (outcome, exemptions) = self.decision(dice, theme);
            let words = worded(dice, number, outcome, &exemptions);
            let text = words.text();
            let said = Said {
                kind: "decision",
                salt: words.salt.clone(),
                text,
            };
            let decide = |digest| {
                Action::DecideQuestion(actions::DecideQuestion {
                    number,
                    outcome,
                    exemptions,
                    digest,
                })
            };
            if !self.say(said, decide, decided, officer, Role::Officer) {
                return;
            }
            self.decisions.push(words);
        }
        let later = |life: &Self, share| at(life, share).max(decided);
        let sent = later(self, 74);
        let send = Action::SendForClearance(actions::SendForClearance {
            digest: None,
            already_public: false,
        });
        if !self.act(&send, sent, officer, Role::Officer) {
            return;
        }
        let cleared = later(self, 92);
        let clear = Action::Clear(actions::Clear { digest: None });
        if !self.act(&clear, cleared, manager, Role::Manager) {
            return;
        }
        let answered = later(self, 100);
        if dice.per_mille(700) {
            let minutes = u32::try_from(dice.between(4, 48) * 15).unwrap_or(60);
            self.act(
                &Action::RecordEffort(actions::RecordEffort { minutes }),
                answered,
                officer,
                Role::Officer,
            );
        }
        self.act(
            &Action::Answer(actions::Answer),
            answered,
            officer,
            Role::Officer,
        );
    }

    fn decision(&self, dice: &mut Dice, theme: Option<&Theme>) -> (Outcome, Vec<Section>) {
        let ends = theme.map_or([500, 150, 100, 230], |t| t.ends);
        let thrown = dice.between(0, 999);
        let mut outcome = Outcome::NeitherConfirmedNorDenied;
        let mut sum = 0;
        let order = [
            Outcome::GrantedInFull,
            Outcome::GrantedInPart,
            Outcome::Refused,
            Outcome::NotHeld,
        ];
        for (share, ending) in ends.iter().zip(order) {
            sum += share;
            if thrown < sum {
                outcome = ending;
                break;
            }
        }
        let wanted = Section::new(theme.map_or("s.40(2)", |t| t.exemption));
        let section = if self.regime.exemption(&wanted).is_some() {
            Some(wanted)
        } else {
            self.regime
                .exemptions
                .iter()
                .find(|e| e.ncnd || outcome != Outcome::NeitherConfirmedNorDenied)
                .map(|e| e.section.clone())
        };
        // What the section does not allow the authority to leave open, it refuses.
        if outcome == Outcome::NeitherConfirmedNorDenied {
            let allowed = section.as_ref().is_some_and(|s| {
                self.regime
                    .exemption(s)
                    .and_then(|e| e.test(s))
                    .is_some_and(|t| t.ncnd)
            });
            if !allowed {
                outcome = Outcome::Refused;
            }
        }
        let relied_on = section.into_iter().filter(|_| outcome.withholds());
        (outcome, relied_on.collect())
    }
}

/// A text beside an event.
struct Said {
    kind: &'static str,
    salt: String,
    text: String,
}

impl Said {
    fn new(dice: &mut Dice, kind: &'static str, text: String) -> Self {
        Self {
            kind,
            salt: dice.token(),
            text,
        }
    }
}
