//! The record is checked while people work: what they are in the middle of is no fault of it.

use crate::publications::two_topics;
use crate::support::{App, once};
use daylight::casework::cases::act::Instructed;
use daylight::casework::cases::actions;
use daylight::casework::topics::register::TopicDecision;
use daylight::casework::{Casework, Instruction, Moment};
use daylight::domain::case::Actor;
use daylight::domain::topics::register::Action;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};

/// How many things people do while the record is checked again and again.
const WORK: u64 = 80;

/// What somebody works on, until they are told to stop.
struct Desk {
    casework: Arc<Casework>,
    manager: Actor,
    now: Moment,
    stop: Arc<AtomicBool>,
    done: Arc<AtomicU64>,
}

impl Desk {
    /// Adds a note to each of these requests in turn.
    async fn notes(self, references: Vec<String>) {
        for number in 0.. {
            if self.stop.load(SeqCst) {
                break;
            }
            let noted = Instructed {
                reference: references[number % references.len()].clone(),
                version: None,
                submission: once(),
                on: None,
                deals_with: None,
                instruction: Instruction::AddNote(actions::AddNote {
                    text: format!("Rang them {number} times."),
                }),
            };
            let cases = self.casework.cases();
            cases.act(noted, self.manager, self.now).await.unwrap();
            self.done.fetch_add(1, SeqCst);
        }
    }

    /// Moves a request from one topic to the other and back.
    async fn moves(self, case: i64, topics: [i64; 2]) {
        for number in 0.. {
            if self.stop.load(SeqCst) {
                break;
            }
            let moved = TopicDecision::Of(Action::Move {
                cases: BTreeSet::from([case]),
                to: topics[number % 2],
            });
            let token = format!("move {number}");
            let topics = self.casework.topics();
            let decided = topics.decide_topic(moved, &token, self.manager, self.now);
            decided.await.unwrap();
            self.done.fetch_add(1, SeqCst);
        }
    }
}

on_both_databases! {
    async fn the_record_holds_whenever_it_is_checked_while_people_work(app: App) {
        let (manager, pools, dogs) = two_topics(&app).await;
        let references = app.references().await;
        let of_dogs = app.case(&references[references.len() - 1]).await.stored.id;
        let (stop, done) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let desk = || Desk {
            casework: Arc::clone(&app.casework),
            manager,
            now: app.now(),
            stop: Arc::clone(&stop),
            done: Arc::clone(&done),
        };
        let mut at_work: Vec<_> = (0..3)
              .map(|_| tokio::spawn(desk().notes(references.clone())))
            .collect();
        at_work.push(tokio::spawn(desk().moves(of_dogs, [pools, dogs])));
        let (mut checks, mut alarms) = (0, Vec::new());
        while done.load(SeqCst) < WORK {
            alarms.extend(app.casework.verify().await.unwrap().err());
            checks += 1;
        }
        stop.store(true, SeqCst);
        for one in at_work {
            one.await.unwrap();
        }
        assert!(alarms.is_empty(), "{} of {checks} checks cried: {}", alarms.len(), alarms[0]);
        let holds = app.casework.verify().await.unwrap();
        assert!(holds.is_ok_and(|holds| holds.events > WORK));
    }
}
