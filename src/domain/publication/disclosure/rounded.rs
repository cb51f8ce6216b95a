//! Counts rounded to a base, the alternative to leaving them out.
//!
//! Every count and every total is rounded to the nearest multiple of the base, each by itself and
//! always to the same. A reader knows that the true count lies no further away than half the
//! base; where a total would tell them more of a small count, the totals are left out. What came between two
//! editions is known no better than to within the base.

use super::known::{Known, Variable};
use super::system::System;
use super::trade::{TooHard, Work};
use super::{Method, Printed, Published, Refused};

/// As much arithmetic as one table is worth.
const WORK: u64 = 3_000_000_000;

/// The counts that are rounded to this one: from, to.
pub(super) fn between(shown: u64, base: u32) -> (u64, u64) {
    let base = u64::from(base);
    let below = base / 2;
    (shown.saturating_sub(below), shown + base - 1 - below)
}

/// A count rounded to the nearest multiple of the base, upwards from the middle.
fn to_base(count: u64, base: u32) -> u32 {
    let base = u64::from(base);
    u32::try_from((count + base / 2) / base * base).unwrap_or(u32::MAX)
}

/// The counts that are rounded to the same as this one.
pub(super) fn around(count: u64, threshold: i64) -> (u64, u64) {
    let base = super::base_of(u32::try_from(threshold).unwrap_or(u32::MAX));
    between(u64::from(to_base(count, base)), base)
}

/// Decides what of a table is printed, with counts rounded.
pub(super) fn round(
    mut new: Printed,
    earlier: &[Printed],
    threshold: u32,
    base: u32,
) -> Result<Published, Refused> {
    new.method = Method::Round { base };
    let counts = new.table.with_totals();
    let tables: Vec<&Printed> = earlier.iter().chain([&new]).collect();
    let same = Known::of(&tables);
    let width = new.table.columns.len() + 1;
    let shown = counts.iter().enumerate().map(|(r, row)| {
        let row = row.iter().enumerate();
        row.map(|(c, count)| {
            let cell = same.cells()[r * width + c];
            // What was left out of an earlier table stays left out.
            let stays = same.left_out[cell] && !same.printed[cell];
            (!stays).then(|| to_base(*count, base))
        })
        .collect()
    });
    let shown: Vec<Vec<Option<u32>>> = shown.collect();
    new.shown = shown;
    let printed: Vec<&Printed> = earlier.iter().collect();
    let before = Known::of_printed(&printed, printed.len());
    let mut work = Work(WORK);
    while let Some(variable) =
        exposed(&new, earlier, &before, threshold, &mut work).map_err(|_| Refused::TooHard)?
    {
        if !without_totals(&mut new) {
            let tables: Vec<&Printed> = earlier.iter().chain([&new]).collect();
            return Err(Known::of(&tables).given_away(variable, &tables, None));
        }
    }
    let left_out = new.shown.iter().flatten().filter(|c| c.is_none()).count();
    Ok(Published::named(&new.table, new.shown, 0, left_out))
}

/// The cells of the earlier tables and of this one twice: as it would be printed, and as the last.
fn printed(new: &Printed, earlier: &[Printed]) -> Known {
    let tables: Vec<&Printed> = earlier.iter().chain([new, new]).collect();
    Known::of(&tables)
}

/// A small count that something printed tells more of than its own place does.
fn exposed(
    new: &Printed,
    earlier: &[Printed],
    before: &Known,
    threshold: u32,
    work: &mut Work,
) -> Result<Option<Variable>, TooHard> {
    let known = printed(new, earlier);
    let widths = System::of(&known, None, threshold, work)?.widths(work)?;
    for (variable, need, width) in widths {
        if width < need
            && !System::was_as_narrow(&known, before, (variable, width), threshold, work)?
        {
            return Ok(Some(variable));
        }
    }
    Ok(None)
}

/// Leaves out all totals, those of nobody too, so that nothing follows from that one is missing;
/// whether there were any.
fn without_totals(new: &mut Printed) -> bool {
    let last = new.table.columns.len();
    let rows = new.table.rows.len();
    let mut any = false;
    for (r, row) in new.shown.iter_mut().enumerate() {
        for (c, shown) in row.iter_mut().enumerate() {
            if r == rows || c == last {
                any |= shown.take().is_some();
            }
        }
    }
    any
}
