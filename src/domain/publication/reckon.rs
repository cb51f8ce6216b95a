//! The arithmetic that the parts of a score share, and how its numbers are written.

/// `35 x 7/8 = 30.6, rounded to 31`.
pub(super) fn product(points: u32, factor: &str, exact: f64) -> String {
    let (shown, whole) = (plain(exact), plain(rounded(exact)));
    if shown == whole {
        format!("{points} x {factor} = {whole}")
    } else {
        format!("{points} x {factor} = {shown}, rounded to {whole}")
    }
}

/// To whole points, a half upwards. The small addend keeps 2.4999999999 from falling below its half.
pub(super) fn rounded(exact: f64) -> f64 {
    (exact + 0.5 + 1e-9).floor()
}

/// The part of `most` that `value` is, 0 to 1; 0 when there is nothing to be part of.
pub(super) fn share(value: f64, most: f64) -> f64 {
    if most > 0.0 {
        (value / most).clamp(0.0, 1.0)
    } else {
        0.0
    }
}

/// The middle of recorded hours; negative and unreadable figures are left out.
pub(super) fn median(hours: impl Iterator<Item = f64>) -> Option<f64> {
    let mut sorted: Vec<f64> = hours.filter(|h| h.is_finite() && *h >= 0.0).collect();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    Some(f64::midpoint(*sorted.get(middle.checked_sub(1)?)?, upper))
}

/// A number without needless decimals: `12`, `0.5`, `13.125`.
pub(super) fn plain(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts are far below the precision of a float"
)]
pub(super) fn real(count: usize) -> f64 {
    count as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a sum of rounded parts lies between 0 and 100"
)]
pub(super) fn whole(points: f64) -> u32 {
    points as u32
}
