//! Which known word a mistyped one was meant to be.

/// The known word nearest to what was written, when it is near enough to be a slip:
/// at most a third of its letters differ.
pub(super) fn nearest<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|word| (distance(written, word), word))
        .filter(|(far, word)| *far * 3 <= word.chars().count().max(3))
        .min_by_key(|(far, _)| *far)
        .map(|(_, word)| word)
}

/// The known word that was meant, where no more than two letters of it differ.
pub(super) fn slip<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let far = known.map(|word| (distance(written, word), word));
    let (far, word) = far.min_by_key(|(far, _)| *far)?;
    (far <= 2).then_some(word)
}

/// The Levenshtein distance: how many letters to add, drop or change.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let change = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
