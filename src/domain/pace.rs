//! Which letters may leave next, so that no more leave in a minute than the mail server is to get
//! and a flood of one sort does not hold up another.
//!
//! A tenth of the pace is kept for what a limit of the law waits for, and a tenth for the rest: a
//! thousand acknowledgements leave an answer its place, and a thousand answers still let some
//! acknowledgements through.

/// How many letters that are no [`Class::First`] are on their way at once at most, on every node
/// together: should the mail server take minutes over each of them, an answer still finds a way.
pub const REST_AT_ONCE: u32 = 4;

/// Letters by what waits for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A limit of the law waits for it.
    First,
    /// Every other.
    Rest,
}

/// What left within the last minute or is on its way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Out {
    /// Letters a limit of the law waits for.
    pub first: u32,
    /// Other letters.
    pub rest: u32,
    /// Of these, the ones on their way.
    pub rest_under_way: u32,
}

/// Whose turn it is, in order; empty where nothing may leave now. `pace` is how many letters leave
/// in a minute at most.
#[must_use]
pub const fn turns(pace: u32, out: Out) -> &'static [Class] {
    let tenth = share(pace);
    let total = out.first.saturating_add(out.rest);
    if total >= pace {
        return &[];
    }
    let has_its_share = out.rest >= tenth;
    let rest_may = out.rest_under_way < REST_AT_ONCE && (!has_its_share || total < pace - tenth);
    let rest_is_due = !has_its_share && out.first >= pace - tenth;
    match (rest_may, rest_is_due) {
        (false, _) => &[Class::First],
        (true, true) => &[Class::Rest, Class::First],
        (true, false) => &[Class::First, Class::Rest],
    }
}

/// What is kept of a pace for either class: a tenth, and one letter where that is less. Of two
/// letters in a minute nothing can be kept for both.
const fn share(pace: u32) -> u32 {
    match pace {
        0..3 => 0,
        3..20 => 1,
        _ => pace / 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn out(first: u32, rest: u32) -> Out {
        Out {
            first,
            rest,
            rest_under_way: 0,
        }
    }

    #[test]
    fn a_flood_of_acknowledgements_leaves_answers_a_tenth_of_the_pace() {
        assert_eq!(turns(60, out(0, 0)), [Class::First, Class::Rest]);
        assert_eq!(turns(60, out(0, 53)), [Class::First, Class::Rest]);
        assert_eq!(turns(60, out(0, 54)), [Class::First]);
        assert_eq!(turns(60, out(5, 54)), [Class::First]);
        assert_eq!(turns(60, out(6, 54)), []);
    }

    #[test]
    fn a_flood_of_answers_leaves_the_rest_a_tenth_of_the_pace() {
        assert_eq!(turns(60, out(53, 0)), [Class::First, Class::Rest]);
        assert_eq!(turns(60, out(54, 0)), [Class::Rest, Class::First]);
        assert_eq!(turns(60, out(54, 5)), [Class::Rest, Class::First]);
        assert_eq!(turns(60, out(53, 6)), [Class::First]);
    }

    #[test]
    fn letters_the_server_takes_minutes_over_do_not_take_every_way() {
        let stalled = Out {
            first: 0,
            rest: 4,
            rest_under_way: 4,
        };
        assert_eq!(turns(60, stalled), [Class::First]);
    }

    #[test]
    fn at_a_slow_pace_either_class_keeps_one_letter_of_the_minute() {
        for pace in 3..20 {
            assert_eq!(turns(pace, out(0, 0)), [Class::First, Class::Rest]);
            assert_eq!(turns(pace, out(0, pace - 1)), [Class::First]);
            assert_eq!(turns(pace, out(pace - 1, 0)), [Class::Rest, Class::First]);
            assert_eq!(turns(pace, out(pace, 0)), []);
        }
    }

    #[test]
    fn at_the_slowest_pace_letters_leave_by_their_priority_alone() {
        for pace in 1..3 {
            assert_eq!(turns(pace, out(0, 0)), [Class::First, Class::Rest]);
            assert_eq!(turns(pace, out(pace, 0)), []);
        }
    }
}
