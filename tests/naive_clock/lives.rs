//! Random lives of requests, lawful and not: the same ones for the same number.
//!
//! Most things happen in an order the law knows, many on the very day a time ends or the day beside
//! it; some happen when they cannot.

use crate::books::{BOOKS, Book};
use crate::counter::{Dates, count};
use crate::days::{KNOWN, written_from};
use crate::statute_words::{Other, Rules};
use chrono::{Days, NaiveDate};
use daylight::domain::calendar::Calendar;
use daylight::domain::clock::{ClockEvent, ClockEventKind as Kind};
use daylight::domain::regime::Regime;

/// One request and what happened to it.
#[derive(Clone)]
pub struct Life {
    pub book: &'static Book,
    pub rules: &'static Rules,
    pub other: Option<&'static Other>,
    pub closed: Vec<(NaiveDate, NaiveDate)>,
    pub received: NaiveDate,
    pub events: Vec<ClockEvent>,
}

impl Life {
    /// Its dates as ticked off by hand, or why it cannot have been.
    pub fn counted(&self) -> Result<Dates, &'static str> {
        count(
            self.rules,
            self.other,
            &self.closed,
            self.received,
            &self.events,
        )
    }

    /// The law of the product for it.
    pub fn regime(&self) -> &'static Regime {
        self.book.law.regime(self.rules.id, self.received).unwrap()
    }

    /// The calendar of the product for it.
    pub fn calendar(&self) -> &'static Calendar {
        self.book.law.calendar(self.rules.calendar).unwrap()
    }

    /// It in one line, with its events as they are typed.
    pub fn told(&self) -> String {
        let events: Vec<String> = self.events.iter().map(ToString::to_string).collect();
        format!(
            "{} {:?} closed {:?} received {}: {}; read otherwise: {:?}",
            self.rules.id,
            self.other.map(|(word, ..)| word),
            self.closed,
            self.received,
            events.join(" "),
            self.book.otherwise
        )
    }
}

/// The first day of receipt under these rules whose holidays are written here.
pub fn first(rules: &Rules) -> NaiveDate {
    let (year, month, day) = rules.first;
    let first = NaiveDate::from_ymd_opt(year, month, day).unwrap();
    first.max(written_from(rules.calendar))
}

/// Dice that fall the same way for the same number.
pub struct Dice(pub u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to one below `number`.
    pub fn below(&mut self, number: u64) -> u64 {
        self.roll() % number
    }

    pub fn one_in(&mut self, number: u64) -> bool {
        self.below(number) == 0
    }

    fn of<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        let at = self.below(u64::try_from(from.len()).unwrap());
        &from[usize::try_from(at).unwrap()]
    }
}

const KINDS: [Kind; 12] = Kind::ALL;

/// The life of this number.
pub fn life(number: u64) -> Life {
    let mut dice = Dice(number.wrapping_mul(0x2545_f491_4f6c_dd1d));
    let book = if dice.one_in(2) {
        dice.of(&BOOKS)
    } else {
        &BOOKS[0]
    };
    let rules = *dice.of(&book.rules);
    let other = match rules.others {
        [] => None,
        others => dice.one_in(3).then(|| dice.of(others)),
    };
    let begin = first(rules);
    let span = u64::try_from((KNOWN - begin).num_days()).unwrap();
    let received = begin + Days::new(dice.below(span + 1));
    let closed = match other {
        Some((_, _, Some(_))) => closures(received, &mut dice),
        _ => Vec::new(),
    };
    let mut life = Life {
        book,
        rules,
        other,
        closed,
        received,
        events: Vec::new(),
    };
    let things = dice.below(9);
    let mut open = [false; 3];
    let mut on = received;
    for _ in 0..things {
        let kind = what(&life, open, &mut dice);
        on = when(&life, on, &mut dice);
        let mut event = ClockEvent::new(kind, on);
        match kind {
            Kind::ClarificationSought => open[0] = true,
            Kind::FeesNoticeIssued => open[1] = true,
            Kind::IdentityRequested => open[2] = true,
            Kind::ClarificationReceived => open[0] = false,
            Kind::FeePaid => open[1] = false,
            Kind::IdentityReceived => open[2] = false,
            Kind::Extended => extended(&life, &mut event, &mut dice),
            Kind::Transferred if dice.one_in(20) => event.ground = Some("by_halves".into()),
            Kind::Transferred if dice.one_in(2) => event.ground = Some("in_part".into()),
            Kind::Transferred
            | Kind::Responded
            | Kind::ReviewRequested
            | Kind::ReviewCompleted
            | Kind::Withdrawn => {}
        }
        life.events.push(event);
    }
    if let (true, Some(event)) = (dice.one_in(100), life.events.first_mut()) {
        event.on = received - Days::new(1 + dice.below(3));
    }
    life
}

/// Up to three runs of closed days after the receipt, in any order.
fn closures(received: NaiveDate, dice: &mut Dice) -> Vec<(NaiveDate, NaiveDate)> {
    (0..dice.below(4))
        .map(|_| {
            let first = received + Days::new(dice.below(60)) - Days::new(10);
            (first, first + Days::new(dice.below(45)))
        })
        .collect()
}

/// What happens next: seven times in eight something that fits.
fn what(life: &Life, open: [bool; 3], dice: &mut Dice) -> Kind {
    if dice.one_in(16) {
        return *dice.of(&KINDS);
    }
    let been = |kind| {
        life.events
            .iter()
            .any(|event: &ClockEvent| event.kind == kind)
    };
    if been(Kind::ReviewRequested) && dice.below(3) > 0 {
        return Kind::ReviewCompleted;
    }
    if been(Kind::Responded) {
        return Kind::ReviewRequested;
    }
    let pairs = [
        (Kind::ClarificationSought, Kind::ClarificationReceived),
        (Kind::FeesNoticeIssued, Kind::FeePaid),
        (Kind::IdentityRequested, Kind::IdentityReceived),
    ];
    let which = usize::try_from(dice.below(3)).unwrap();
    match (dice.below(12), open.iter().position(|open| *open)) {
        (0..=4, Some(waits)) => pairs[waits].1,
        (0..=6, _) if open[which] => pairs[which].1,
        (0..=6, _) => pairs[which].0,
        (7..=8, _) => Kind::Extended,
        (9, _) => Kind::ReviewRequested,
        (10, _) if dice.one_in(3) => *dice.of(&[Kind::Transferred, Kind::Withdrawn]),
        _ => Kind::Responded,
    }
}

/// When: soon, the day a time ends or one beside it, or much later; never before what was.
fn when(life: &Life, after: NaiveDate, dice: &mut Dice) -> NaiveDate {
    if dice.one_in(3)
        && let Ok(dates) = life.counted()
    {
        let ends = [dates.due, dates.lapses_on, dates.review_request_by];
        let ends: Vec<NaiveDate> = ends.into_iter().flatten().collect();
        if !ends.is_empty() {
            let beside = *dice.of(&ends) + Days::new(dice.below(3)) - Days::new(1);
            return beside.max(after);
        }
    }
    let gap = match dice.below(8) {
        0..=4 => dice.below(9),
        5..=6 => dice.below(40),
        _ => dice.below(130),
    };
    after + Days::new(gap)
}

/// The reason and the end of an extension.
fn extended(life: &Life, event: &mut ClockEvent, dice: &mut Dice) {
    if dice.one_in(60) {
        event.ground = Some("nothing_of_the_sort".into());
    } else if !life.rules.more.is_empty() && !dice.one_in(4) {
        event.ground = Some(dice.of(life.rules.more).word.to_owned());
    }
    let named = event.ground.as_deref();
    let more = life
        .rules
        .more
        .iter()
        .find(|more| named.is_none_or(|word| word == more.word));
    let needs = more.is_none_or(|more| more.usual.is_none());
    if !(dice.one_in(3) || needs && !dice.one_in(20)) {
        return;
    }
    let dates = life.counted().unwrap_or_default();
    let beside = match (dates.due, dates.latest) {
        (Some(_), Some(latest)) if dice.one_in(2) => {
            latest + Days::new(dice.below(3)) - Days::new(1)
        }
        (Some(due), _) => due + Days::new(dice.below(70)) - Days::new(3),
        (None, _) => event.on + Days::new(dice.below(90)),
    };
    event.until = Some(beside);
}
