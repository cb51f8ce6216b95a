//! What a statute can say of a time, as the second counter reads it.

/// A length of time as a statute puts it.
#[derive(Clone, Copy, PartialEq)]
pub enum Time {
    Working(u32),
    EveryDay(u32),
    Months(u32),
    /// So many months of which the day itself is the first.
    MonthsBeginningWith(u32),
    /// The statute says promptly and names no day.
    NoDay,
}
use Time::Working;

/// What waiting does.
#[derive(Clone, Copy, PartialEq)]
pub enum Does {
    Restarts,
    Pauses,
    Nothing,
}
use Does::Nothing;

/// A day of the calendar: year, month, day.
pub type Ymd = (i32, u32, u32);

/// What asking the requester for something does.
#[derive(Clone, Copy)]
pub struct Asking {
    pub does: Does,
    /// How soon it has to be asked after day 0.
    pub within: Option<Time>,
    /// Whether it has to be asked while the time for the answer lasts.
    pub in_time: bool,
    /// Whether that is the time without more.
    pub in_first_time: bool,
    /// How often.
    pub at_most: Option<u32>,
    /// After how long without an answer the request is over.
    pub lapses: Option<Time>,
    /// The day the rule came into force.
    pub since: Option<Ymd>,
    /// Days, first and last, on which asking did nothing.
    pub not_between: Option<(Ymd, Ymd)>,
    /// Whether the extended length stays when the time begins again.
    pub stays_extended: bool,
    /// Whether the day of asking and that of the answer are counted.
    pub counts_ends: (bool, bool),
}

pub const ASKING: Asking = Asking {
    does: Nothing,
    within: None,
    in_time: false,
    in_first_time: false,
    at_most: None,
    lapses: None,
    since: None,
    not_between: None,
    stays_extended: false,
    counts_ends: (false, false),
};

pub const fn asking(does: Does) -> Asking {
    Asking { does, ..ASKING }
}

/// By when more time has to be taken.
#[derive(Clone, Copy, PartialEq)]
pub enum Told {
    /// Within the time there is without any extension.
    InTheFirstTime,
    /// While the time runs, extended or not.
    WhileItRuns,
    /// On any day.
    AnyTime,
}

/// What more time is counted from.
#[derive(Clone, Copy, PartialEq)]
pub enum Runs {
    /// From where the time for the answer is: it is the whole time.
    Start,
    /// From the last day of that time.
    LastDay,
    /// From the day on which it was told.
    Notice,
}

/// A reason for more time.
#[derive(Clone, Copy)]
pub struct More {
    pub word: &'static str,
    /// The whole time it usually comes to.
    pub usual: Option<Time>,
    /// The whole time it can come to at the most.
    pub most: Option<Time>,
    pub told: Told,
    /// The whole time when it comes after another, and which.
    pub after: Option<(&'static str, Time)>,
    pub runs: Runs,
}

pub const fn more(word: &'static str, usual: Option<Time>, most: Option<Time>, told: Told) -> More {
    More {
        word,
        usual,
        most,
        told,
        after: None,
        runs: Runs::Start,
    }
}

/// Who or what has another time: the word for it, the time, and the time at the most where days on
/// which the authority is closed are left out of the first.
pub type Other = (&'static str, Time, Option<Time>);

/// What the time to go to the regulator runs from.
#[derive(Clone, Copy, PartialEq)]
pub enum From {
    Final,
    Review,
    Answer,
    /// The answer, or the last day for one where none has come.
    AnswerOrSilence,
}

/// Days that are worked or not, other than the calendar has them.
pub struct Days {
    /// For what was received from and to a day, both included.
    pub received: Option<(Ymd, Ymd)>,
    pub off: &'static [Ymd],
    pub worked: &'static [Ymd],
}

#[derive(Clone, Copy)]
pub struct Rules {
    pub id: &'static str,
    pub first: Ymd,
    pub calendar: &'static str,
    pub limit: Time,
    pub rolls: bool,
    pub others: &'static [Other],
    pub more: &'static [More],
    /// Detail, a fee, who asks.
    pub asks: [Asking; 3],
    pub review_window: Option<Time>,
    /// Whether an early answer does not shorten the window (FOISA s.20(5)).
    pub window_not_shortened: bool,
    pub review: Option<Time>,
    pub regulator: Option<(Time, From)>,
    /// Whether the time to decide a review begins with the end of the time to ask for it.
    pub review_after_window: bool,
    /// Whether windows of days and months move off days off, where the limit does not.
    pub windows_roll: bool,
    /// Another calendar whose days these are.
    pub days_of: Option<&'static str>,
    /// Of these the first that is for the day of receipt.
    pub days: &'static [Days],
    /// Whether a last day for the answer, and one to complain, stays on a Saturday.
    pub saturday_stays: (bool, bool),
    /// Whether the working day to which a last day moved is within the time, for what waits from it
    /// on, and for more time that is told on it.
    pub rolled_day_within: (bool, bool),
    /// Whether days crossed out come after the last day has moved off a day off.
    pub moves_first: bool,
    /// Until which day of receipt a month is one from the day after.
    pub month_from_next_day: Option<Ymd>,
}

pub const PLAIN: Rules = Rules {
    id: "",
    first: (2005, 1, 1),
    calendar: "",
    limit: Working(20),
    rolls: false,
    others: &[],
    more: &[],
    asks: [ASKING, ASKING, ASKING],
    review_window: None,
    window_not_shortened: false,
    review: None,
    regulator: None,
    review_after_window: false,
    windows_roll: false,
    days_of: None,
    days: &[],
    saturday_stays: (false, false),
    rolled_day_within: (false, true),
    moves_first: false,
    month_from_next_day: None,
};
