//! To each person at the desk, on a working day: their cases that are late, due soon, behind a
//! target (an owner of records still owes them, above all), or about to lapse.
//!
//! What nobody has goes to the managers. One letter a person and day; none where nothing presses.

use crate::casework::{CaseworkFault, Moment, Reminding};
use crate::domain::calendar::Calendar;
use crate::domain::case::{SecondPerson, Stage, Target, waited_for_until};
use crate::domain::rights::Right;
use crate::domain::urgency::{SOON, Urgency, urgency};
use crate::domain::words;
use crate::mail::letters::{Pressing, PressingCase, Reminders};
use crate::store::{NewLetter, PersonRow, RunningRow, StoredCase};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The most cases a letter lists for one reason.
const LISTED: usize = 20;

/// What stands with a case that nobody has.
const NOBODYS: &str = "; nobody has it";

/// Why a case presses, the most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reason {
    Late,
    DueSoon,
    Waiting,
    Owed,
    Lapsing,
}

impl Reason {
    const fn title(self) -> &'static str {
        match self {
            Self::Late => "Late",
            Self::DueSoon => "Due within 5 working days",
            Self::Waiting => "New from requesters",
            Self::Owed => "Work owed: an internal target has passed",
            Self::Lapsing => "The requester's turn, and about to lapse",
        }
    }

    const fn in_short(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::DueSoon => "due soon",
            Self::Waiting => "new from requesters",
            Self::Owed => "behind a target",
            Self::Lapsing => "about to lapse",
        }
    }
}

/// The cases of one person, by reason.
type Pile = BTreeMap<Reason, Vec<PressingCase>>;

impl Reminding<'_> {
    /// The letters of a day.
    pub(super) async fn pressing_letters(
        &self,
        people: &[PersonRow],
        last: Option<NaiveDate>,
        now: Moment,
    ) -> Result<Vec<NewLetter>, CaseworkFault> {
        let piles = self.piles(people, now.today).await?;
        let gap = last.map_or(Ok(None), |last| self.gap(last, now.today))?;
        people
            .iter()
            .filter_map(|person| Some((person, piles.get(&person.id)?)))
            .map(|(person, pile)| {
                let letter = Reminders {
                    colleague: self.colleague(person),
                    on: now.today,
                    headline: headline(pile),
                    gap: gap.clone(),
                    groups: pile.iter().map(group).collect(),
                };
                self.letter_to(person, &letter, now)
            })
            .collect()
    }

    /// What presses on whom, by the person's id.
    async fn piles(
        &self,
        people: &[PersonRow],
        today: NaiveDate,
    ) -> Result<BTreeMap<i64, Pile>, CaseworkFault> {
        let mut piles: BTreeMap<i64, Pile> = BTreeMap::new();
        let mut put =
            |officer: Option<i64>, reason: Reason, mut case: PressingCase, without: &str| {
                let officer =
                    officer.filter(|id| people.iter().any(|p| p.id == *id && p.works_on_cases()));
                if officer.is_none() {
                    case.standing.push_str(without);
                }
                let theirs = people.iter().filter(|person| match officer {
                    Some(id) => person.id == id,
                    None => person.role.may(Right::LookAfterCases),
                });
                for person in theirs {
                    let pile = piles.entry(person.id).or_default();
                    pile.entry(reason).or_default().push(case.clone());
                }
            };
        for row in self.store.letters().running_cases().await? {
            let law = self.law();
            if let Some((reason, standing)) =
                self.presses(&row, law.calendar(&row.calendar)?, today)
            {
                let case = self.pressing_case(&row.reference, &row.subject, standing);
                let officer = self.who_can(&row).await?;
                let nobody = if officer == row.officer_id {
                    NOBODYS
                } else {
                    "; whoever has it had a part in the answer"
                };
                put(officer, reason, case, nobody);
            }
        }
        for row in self.store.letters().waiting_cases().await? {
            let standing = format!("waits for you since {}", words::date(row.waiting_since));
            let case = self.pressing_case(&row.reference, &row.subject, standing);
            put(row.officer_id, Reason::Waiting, case, NOBODYS);
        }
        self.each_asked(|stored| {
            if let Some(standing) = self.lapses(stored, today)? {
                let case = self.pressing_case(&stored.reference, &stored.subject, standing);
                put(stored.case.officer, Reason::Lapsing, case, NOBODYS);
            }
            Ok(())
        })
        .await?;
        Ok(piles)
    }

    /// The officer of a case; of an open review, only one who may decide it.
    async fn who_can(&self, row: &RunningRow) -> Result<Option<i64>, CaseworkFault> {
        if row.stage != Stage::Review || row.responded.is_none() {
            return Ok(row.officer_id);
        }
        let Some(page) = self.store.cases().case_page(&row.reference).await? else {
            return Ok(None);
        };
        let case = &page.stored.case;
        let (regime, _) = self.law_of(case)?;
        let second_person = self.settings.clearance.second_person;
        Ok(row.officer_id.filter(|id| {
            let others =
                regime.review.somebody_else.is_some() && second_person == SecondPerson::Required;
            !(others && case.hands.took_part(*id))
        }))
    }

    /// Why a case whose clock runs presses, and how it stands, if it does.
    fn presses(
        &self,
        row: &RunningRow,
        calendar: &Calendar,
        today: NaiveDate,
    ) -> Option<(Reason, String)> {
        let (due, mut standing) = urgency(calendar, row.queue_due, today);
        let in_review = row.stage == Stage::Review;
        if in_review && row.responded.is_some() {
            standing.insert_str(0, "review ");
        }
        let on = words::date(row.queue_due);
        if row.due.is_none() {
            let standing = format!("would be {standing}, {on}: the reply is not recorded");
            return match due {
                Urgency::Late => Some((Reason::Late, standing)),
                Urgency::Soon => Some((Reason::DueSoon, standing)),
                Urgency::Later => None,
            };
        }
        match due {
            Urgency::Late if in_review && row.responded.is_none() => {
                let standing = format!("{standing}, was due {on}; a review of that is open");
                return Some((Reason::Late, standing));
            }
            Urgency::Late => return Some((Reason::Late, format!("{standing}, was due {on}"))),
            Urgency::Soon => return Some((Reason::DueSoon, format!("{standing}, {on}"))),
            Urgency::Later => {}
        }
        let target = Target::next(row.stage)?;
        let within = self.settings.law.targets.within(target);
        let by = calendar.add_working_days(row.counts_from?, within).ok()?;
        let owed = match target {
            Target::Allocate => "to be allocated",
            Target::Search => "records owed",
            Target::Draft => "a draft owed",
            Target::Clear => "clearance owed",
        };
        (by < today).then(|| {
            let by = words::date(by);
            (Reason::Owed, format!("{owed} since {by}, due {on}"))
        })
    }

    /// That a case whose requester we wait for lapses soon, or could be closed already.
    fn lapses(
        &self,
        stored: &StoredCase,
        today: NaiveDate,
    ) -> Result<Option<String>, CaseworkFault> {
        // A review of our silence is not ended by closing the request.
        if stored.case.waiting.is_our_turn() || stored.case.review_open {
            return Ok(None);
        }
        let (regime, calendar) = self.law_of(&stored.case)?;
        let Some(last) = waited_for_until(&stored.case, &regime, &calendar)? else {
            return Ok(None);
        };
        let soon = calendar.add_working_days(today, SOON).unwrap_or(today);
        let date = words::date(last);
        Ok(if last < today {
            Some(format!(
                "nothing came by {date}: it can be closed as lapsed"
            ))
        } else if last <= soon {
            Some(format!("can be closed if nothing comes by {date}"))
        } else {
            None
        })
    }

    fn pressing_case(&self, reference: &str, subject: &str, standing: String) -> PressingCase {
        PressingCase {
            reference: reference.to_owned(),
            subject: subject.to_owned(),
            standing,
            address: self.desk_url(&format!("/requests/{reference}")),
        }
    }

    /// That letters went out last on this day, where working days lie between.
    fn gap(&self, last: NaiveDate, today: NaiveDate) -> Result<Option<String>, CaseworkFault> {
        let calendar = self.default_calendar(today)?;
        let missed = calendar.working_days_between(last, today) - 1;
        Ok(match missed {
            ..=0 => None,
            1 => Some("No such letter went out on the working day before.".into()),
            missed => Some(format!(
                "No such letter went out on the {} before.",
                words::count(usize::try_from(missed).unwrap_or(0), "working day")
            )),
        })
    }
}

/// How many press for which reason: `3 late, 1 due soon`.
fn headline(pile: &Pile) -> String {
    let parts: Vec<String> = pile
        .iter()
        .map(|(reason, cases)| format!("{} {}", words::thousands(cases.len()), reason.in_short()))
        .collect();
    parts.join(", ")
}

fn group((reason, cases): (&Reason, &Vec<PressingCase>)) -> Pressing {
    let more = cases.len().saturating_sub(LISTED);
    Pressing {
        title: reason.title().to_owned(),
        cases: cases.iter().take(LISTED).cloned().collect(),
        more: (more > 0).then(|| match more {
            1 => "1 more is in the queue.".to_owned(),
            more => format!("{} more are in the queue.", words::thousands(more)),
        }),
    }
}
