//! What tells a file from every other, and from a copy that was put in its place.

use std::fmt;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::str::FromStr;
use std::time::UNIX_EPOCH;

/// The number of a file in its file system, and the moment it was made, in nanoseconds, where the
/// file system keeps that.
///
/// A number is free again once its file is removed, and a copy made then may well get it; the moment
/// a file was made is the system's to write and nobody's to set. The number of the device is left
/// out: it may be another after the machine was started again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileNumber {
    number: u64,
    made: Option<u128>,
}

impl FileNumber {
    /// Of a file.
    #[must_use]
    pub fn of(found: &Metadata) -> Self {
        let made = found.created().ok();
        let made = made.and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        Self {
            number: found.ino(),
            made: made.map(|since| since.as_nanos()),
        }
    }

    /// What is known of one file, where both may be said of one.
    #[must_use]
    pub fn joined(self, other: Self) -> Option<Self> {
        let made = |of: Self, before: Self| of.made.or(before.made);
        let (one, another) = (made(self, other), made(other, self));
        (self.number == other.number && one == another).then_some(Self { made: one, ..self })
    }
}

impl fmt::Display for FileNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.made {
            Some(made) => write!(f, "{}@{made}", self.number),
            None => write!(f, "{}", self.number),
        }
    }
}

impl FromStr for FileNumber {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (number, made) = match text.split_once('@') {
            Some((number, made)) => (number, Some(made.parse()?)),
            None => (text, None),
        };
        Ok(Self {
            number: number.parse()?,
            made,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::FileNumber;

    #[test]
    fn a_copy_in_the_place_of_a_file_is_told_by_when_it_was_made() {
        let read = |text: &str| text.parse::<FileNumber>().unwrap();
        let (file, copy) = (read("7@100"), read("7@200"));
        assert_eq!(file.joined(copy), None);
        assert_eq!(file.joined(read("8@100")), None);
        assert_eq!(file.joined(file), Some(file));
        // A file system that does not say when it was made, or did not say so before.
        assert_eq!(read("7").joined(file), Some(file));
        assert_eq!(file.joined(read("7")), Some(file));
        assert_eq!(
            (file.to_string(), read("7").to_string()),
            ("7@100".into(), "7".into())
        );
    }

    #[test]
    fn a_file_put_in_the_place_of_another_has_another_number() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let number = || FileNumber::of(&path.metadata().unwrap());
        std::fs::write(&path, "one").unwrap();
        let first = number();
        std::fs::write(&path, "one, written again").unwrap();
        assert!(first.joined(number()).is_some());
        // Longer than the tick by which file systems tell the time.
        std::thread::sleep(std::time::Duration::from_millis(30));
        std::fs::remove_file(&path).unwrap();
        std::fs::write(&path, "two").unwrap();
        assert_eq!(first.joined(number()), None);
    }
}
