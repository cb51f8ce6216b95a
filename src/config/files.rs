//! Files of the administrator's, read whole: each has to be a file, of a size that settings have.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The most that a settings file holds, in bytes.
const LONGEST: u64 = 16 * 1024 * 1024;

/// The bytes of a file. A device or a pipe may never end, and is none.
///
/// # Errors
/// Where it cannot be read, is no file, or is longer than settings are.
pub(super) fn bytes_of(path: &Path) -> io::Result<Vec<u8>> {
    // Before it is opened: opening a pipe waits for whoever writes into it.
    if !path.metadata()?.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?
        .take(LONGEST + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST {
        return Err(io::Error::other("it is larger than 16 MB"));
    }
    Ok(bytes)
}

/// The text of a file.
///
/// # Errors
/// As [`bytes_of`], and where it is not UTF-8.
pub(super) fn text_of(path: &Path) -> io::Result<String> {
    String::from_utf8(bytes_of(path)?)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8 text"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_no_file_and_a_file_has_the_size_of_settings() {
        let endless = text_of(Path::new("/dev/zero")).unwrap_err();
        assert_eq!(endless.to_string(), "it is no file");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("daylight.toml");
        let file = File::create(&path).unwrap();
        file.set_len(LONGEST).unwrap();
        assert_eq!(bytes_of(&path).unwrap().len() as u64, LONGEST);
        file.set_len(LONGEST + 1).unwrap();
        let large = bytes_of(&path).unwrap_err();
        assert_eq!(large.to_string(), "it is larger than 16 MB");
    }
}
