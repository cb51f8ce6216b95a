//! A second clock: days are ticked off one at a time, by the statutes as they are written in
//! `statutes.rs` and the holidays in `days.rs`.
//!
//! Nothing of the product is used but the events and the days they fall on.

use crate::days::{Day, KNOWN, Worked, date, number, worked, ymd};
use crate::statute_words::Does::{self, Nothing, Pauses, Restarts};
use crate::statute_words::{Asking, From, More, Other, Rules, Time, Told};
use chrono::NaiveDate;
use daylight::domain::clock::{ClockEvent, ClockEventKind as Kind};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// What both computations have to agree on.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Dates {
    pub due: Option<NaiveDate>,
    pub latest: Option<NaiveDate>,
    pub review_due: Option<NaiveDate>,
    pub review_request_by: Option<NaiveDate>,
    pub regulator_by: Option<NaiveDate>,
    pub fee_due_by: Option<NaiveDate>,
    pub lapses_on: Option<NaiveDate>,
    pub counts_from: Option<NaiveDate>,
    pub provisional: bool,
    pub state: &'static str,
}

/// Why a history cannot have been.
pub type Unlawful = &'static str;

/// What was asked of the requester and has not come.
#[derive(Clone, Copy)]
struct Asked {
    place: usize,
    on: Day,
    does: Does,
    by: Option<Day>,
}

/// Days crossed out because the requester was waited for.
pub(super) struct Pause {
    pub(super) place: usize,
    pub(super) from: Day,
    pub(super) to: Day,
}

pub(super) struct Extension {
    pub(super) place: usize,
    pub(super) more: &'static More,
    pub(super) on: Day,
    pub(super) until: Option<Day>,
}

/// One request and its days.
pub(super) struct Diary<'a> {
    pub(super) rules: &'static Rules,
    pub(super) days: Cow<'static, Worked>,
    pub(super) other: Option<&'static Other>,
    pub(super) closed: &'a [(NaiveDate, NaiveDate)],
    pub(super) received: Day,
    pub(super) zero: Day,
    pub(super) crossed_out: BTreeSet<Day>,
    pub(super) pauses: Vec<Pause>,
    pub(super) extensions: Vec<Extension>,
    booths: [Option<Asked>; 3],
    asked: [u32; 3],
    fee_due_by: Option<Day>,
    lapsed: Option<Day>,
    answered: Option<Day>,
    review: Option<Day>,
    reviewed: Option<Day>,
    transferred: bool,
    withdrawn: bool,
}

/// The dates of a request, or why its events cannot have been. They are given in order of date; those
/// of one day count in the order given.
pub fn count(
    rules: &'static Rules,
    other: Option<&'static Other>,
    closed: &[(NaiveDate, NaiveDate)],
    received: NaiveDate,
    events: &[ClockEvent],
) -> Result<Dates, Unlawful> {
    let mut diary = Diary {
        rules,
        days: days_worked(rules, received),
        other,
        closed,
        received: number(received),
        zero: number(received),
        crossed_out: BTreeSet::new(),
        pauses: Vec::new(),
        extensions: Vec::new(),
        booths: [None; 3],
        asked: [0; 3],
        fee_due_by: None,
        lapsed: None,
        answered: None,
        review: None,
        reviewed: None,
        transferred: false,
        withdrawn: false,
    };
    for (place, event) in events.iter().enumerate() {
        diary.happens(place, event)?;
    }
    Ok(diary.dates())
}

/// The days that are worked under these rules, for what was received on a day.
fn days_worked(rules: &Rules, received: NaiveDate) -> Cow<'static, Worked> {
    let days = worked(rules.days_of.unwrap_or(rules.calendar));
    let changed = rules.days.iter().find(|days| {
        let on = number(received);
        let between = |(first, last)| ymd(first) <= on && on <= ymd(last);
        days.received.is_none_or(between)
    });
    match changed {
        Some(changed) => Cow::Owned(days.changed(changed.off, changed.worked)),
        None => Cow::Borrowed(days),
    }
}

impl Diary<'_> {
    fn happens(&mut self, place: usize, event: &ClockEvent) -> Result<(), Unlawful> {
        let on = number(event.on);
        let after_the_end = matches!(
            event.kind,
            Kind::Responded | Kind::ReviewRequested | Kind::Withdrawn
        );
        if on < self.received {
            return Err("before receipt");
        }
        let open = self.answered.is_none();
        if self.transferred && !self.withdrawn && event.kind == Kind::Responded {
            return Err("transferred whole");
        }
        if self.withdrawn || self.transferred && open && !after_the_end {
            return Err("after the end");
        }
        if self.reviewed.is_some() {
            return Err("after the review");
        }
        if !open {
            let goes_on = match event.kind {
                Kind::ReviewRequested | Kind::ReviewCompleted => true,
                Kind::Withdrawn => self.review.is_some(),
                _ => false,
            };
            if !goes_on {
                return Err("after the answer");
            }
        }
        if open && !self.transferred && self.lapsed.is_none() && !after_the_end {
            self.nothing_came_before(on);
        }
        if self.lapsed.is_some() && open && !after_the_end {
            return Ok(());
        }
        match event.kind {
            Kind::ClarificationSought => self.ask(0, place, on),
            Kind::FeesNoticeIssued => self.ask(1, place, on),
            Kind::IdentityRequested => self.ask(2, place, on),
            Kind::ClarificationReceived => self.give(0, on),
            Kind::FeePaid => self.give(1, on),
            Kind::IdentityReceived => self.give(2, on),
            Kind::Extended => self.extend(place, event),
            Kind::Responded => {
                self.answered = Some(on);
                Ok(())
            }
            Kind::ReviewRequested => {
                if self.review.is_some() {
                    return Err("still open");
                }
                if open && (self.waits() || on <= self.due()) {
                    return Err("nothing to review");
                }
                self.review = Some(on);
                Ok(())
            }
            Kind::ReviewCompleted => {
                self.review.ok_or("not asked")?;
                self.reviewed = Some(on);
                Ok(())
            }
            Kind::Withdrawn => {
                self.withdrawn = true;
                Ok(())
            }
            // A part that another authority answers leaves the rest as it is.
            Kind::Transferred => match event.ground.as_deref() {
                Some("in_part") => Ok(()),
                Some(_) => Err("unknown transfer"),
                None => {
                    self.transferred = true;
                    Ok(())
                }
            },
        }
    }

    /// The request is over with the first last day, of whatever was asked, on which nothing came.
    fn nothing_came_before(&mut self, on: Day) {
        let mut first: Option<(Day, usize)> = None;
        for (booth, asked) in self.booths.iter().enumerate() {
            let Some(by) = asked.and_then(|asked| asked.by) else {
                continue;
            };
            if by < on && first.is_none_or(|(day, _)| by < day) {
                first = Some((by, booth));
            }
        }
        if let Some((by, booth)) = first {
            self.booths[booth] = None;
            self.lapsed = Some(by + 1);
        }
    }

    fn rule(&self, booth: usize) -> &'static Asking {
        &self.rules.asks[booth]
    }

    fn in_force(&self, booth: usize, on: Day) -> bool {
        self.rule(booth).since.is_none_or(|since| on >= ymd(since))
    }

    /// The booth at which the requester is waited for and the clock stands still.
    fn waiting(&self) -> Option<usize> {
        (0..3).find(|booth| {
            self.booths[*booth]
                .is_some_and(|asked| asked.does != Nothing && self.in_force(*booth, asked.on))
        })
    }

    fn waits(&self) -> bool {
        self.waiting().is_some()
    }

    fn ask(&mut self, booth: usize, place: usize, on: Day) -> Result<(), Unlawful> {
        if self.booths[booth].is_some() {
            return Err("still open");
        }
        let rule = self.rule(booth);
        let by = if rule.in_first_time {
            self.plain_end()
        } else {
            self.due()
        };
        let over = !self.waits() && on > by;
        let between = |(first, last)| ymd(first) <= on && on <= ymd(last);
        let suspended = rule.not_between.is_some_and(between);
        let too_late = rule
            .within
            .is_some_and(|time| on > self.window(time, self.zero));
        let too_often = rule.at_most.is_some_and(|most| self.asked[booth] >= most);
        // A pause that would begin after the last day is none.
        let begins = on + Day::from(rule.counts_ends.0);
        let over_before = rule.does == Pauses && !self.waits() && begins > self.due();
        let vain = suspended || too_late || too_often || over && rule.in_time || over_before;
        let by = match rule.lapses {
            Some(time) if !vain && self.in_force(booth, on) => Some(self.window(time, on)),
            _ => None,
        };
        if booth == 1 && by.is_some() {
            self.fee_due_by = by;
        }
        self.asked[booth] += 1;
        let does = if vain { Nothing } else { rule.does };
        self.booths[booth] = Some(Asked {
            place,
            on,
            does,
            by,
        });
        Ok(())
    }

    fn give(&mut self, booth: usize, on: Day) -> Result<(), Unlawful> {
        let asked = self.booths[booth].take().ok_or("not asked")?;
        if !self.in_force(booth, on) {
            return Ok(());
        }
        match asked.does {
            Restarts => {
                if self.rule(booth).stays_extended {
                    for at in 0..self.extensions.len() {
                        let extension = &self.extensions[at];
                        let until = extension.until.map(|day| self.moved(day, extension.place));
                        self.extensions[at].until = until;
                    }
                } else {
                    self.extensions.clear();
                }
                self.zero = on;
            }
            Pauses => {
                let (asking, answer) = self.rule(booth).counts_ends;
                let (from, to) = (asked.on + Day::from(asking), on - Day::from(answer));
                self.crossed_out.extend(from..=to);
                self.pauses.push(Pause {
                    place: asked.place,
                    from,
                    to,
                });
                self.pauses.sort_by_key(|pause| pause.place);
            }
            Nothing => {}
        }
        Ok(())
    }

    fn extend(&mut self, place: usize, event: &ClockEvent) -> Result<(), Unlawful> {
        let more = match &event.ground {
            None => self.rules.more.first(),
            Some(word) => {
                let found = self.rules.more.iter().find(|more| more.word == word);
                if found.is_none() && !self.rules.more.is_empty() {
                    return Err("unknown ground");
                }
                found
            }
        };
        let more = more.ok_or("no extension")?;
        let until = event.until.map(number);
        if until.is_none() && more.usual.is_none() {
            return Err("needs an end");
        }
        let on = number(event.on);
        let waits = self.waits();
        let late = match more.told {
            _ if waits => false,
            Told::InTheFirstTime if self.rules.rolled_day_within.1 => on > self.plain_end(),
            Told::InTheFirstTime => on > self.plain().0,
            Told::WhileItRuns => on > self.due(),
            Told::AnyTime => false,
        };
        if late {
            return Ok(());
        }
        if let (Some(until), false) = (until, waits) {
            if until < self.plain_end() {
                return Err("shortens the time");
            }
            if let Some(most) = more.most
                && until > self.reach(more, most, on)
            {
                return Err("too long");
            }
        }
        self.extensions.push(Extension {
            place,
            more,
            on,
            until,
        });
        Ok(())
    }

    fn dates(&self) -> Dates {
        let waiting = self.waiting();
        let state = match (self.reviewed, self.review, self.answered) {
            _ if self.withdrawn => "withdrawn",
            (Some(_), ..) => "review_completed",
            (_, Some(_), _) => "review_requested",
            (.., Some(_)) => "answered",
            _ if self.transferred => "transferred",
            _ if self.lapsed.is_some() => "lapsed",
            _ => match waiting {
                Some(0) => "awaiting_clarification",
                Some(1) => "awaiting_fee",
                Some(_) => "awaiting_identity",
                None => "running",
            },
        };
        let stopped = waiting.is_some() || state == "lapsed";
        let names_a_day = !matches!(self.limit(), Time::NoDay);
        let due = (!stopped && names_a_day).then(|| self.due());
        let longest = |more: &More| {
            more.after
                .map(|(_, both)| both)
                .or(more.most)
                .or(more.usual)
        };
        let latest = due.and_then(|due| {
            let ends = self.rules.more.iter().filter_map(|more| {
                let mut made = self.extensions.iter().rev();
                let made = made.find(|made| made.more.word == more.word);
                let on = made.map_or_else(|| self.plain_end(), |made| made.on);
                Some(self.whole(more, longest(more)?, on))
            });
            ends.max().map(|end| end.max(due))
        });
        let review_request_by = self.answered.and_then(|on| {
            let from = match due {
                Some(due) if self.rules.window_not_shortened => due.max(on),
                _ => on,
            };
            Some(self.window(self.rules.review_window?, from))
        });
        let review_due = self.review.and_then(|on| {
            let window = review_request_by.filter(|_| self.rules.review_after_window);
            Some(self.window(self.rules.review?, window.map_or(on, |by| by.max(on))))
        });
        let regulator_by = self.rules.regulator.and_then(|(time, from)| {
            let day = match from {
                From::Answer => self.answered,
                From::Final if self.review.is_some() => self.reviewed,
                From::Final => self.answered,
                From::Review => self.reviewed.or(review_due),
                From::AnswerOrSilence => {
                    let left = self.withdrawn || self.transferred || self.lapsed.is_some();
                    self.answered.or(due.filter(|_| !left))
                }
            };
            Some(self.window_to(time, day?, self.rules.saturday_stays.1))
        });
        let over = self.withdrawn || self.transferred || self.answered.is_some();
        let lapses_on = match self.lapsed {
            Some(day) if !self.withdrawn && !self.transferred => Some(day),
            _ if over => None,
            _ => {
                let open = self.booths.iter().flatten();
                open.filter_map(|asked| asked.by).min().map(|by| by + 1)
            }
        };
        let mut counts_from = self.zero;
        for day in self.crossed_out.range(self.zero..) {
            if self.days.works(*day) {
                counts_from = self.days.next(counts_from);
            }
        }
        let all = [
            due,
            latest,
            review_due,
            review_request_by,
            regulator_by,
            self.fee_due_by,
            lapses_on,
        ];
        Dates {
            due: due.map(date),
            latest: latest.map(date),
            review_due: review_due.map(date),
            review_request_by: review_request_by.map(date),
            regulator_by: regulator_by.map(date),
            fee_due_by: self.fee_due_by.map(date),
            lapses_on: lapses_on.map(date),
            counts_from: Some(date(counts_from)),
            provisional: all.into_iter().flatten().any(|day| day > number(KNOWN)),
            state,
        }
    }
}
