//! Where a command writes its answer: to a file, which is there whole or as it was before, or through
//! whatever else is called so.

use super::Failure;
use atomic_write_file::AtomicWriteFile;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Refuses an answer that would take the place of what it is made from, by whatever name each is
/// called.
pub(super) fn apart(output: &Path, inputs: &[&Path]) -> Result<(), Failure> {
    let number = |found: Metadata| found.is_file().then(|| (found.dev(), found.ino()));
    let Some(written) = fs::metadata(output).ok().and_then(number) else {
        return Ok(());
    };
    let same = |input: &&&Path| read_from(input).ok().and_then(number) == Some(written);
    match inputs.iter().find(same) {
        None => Ok(()),
        Some(input) => Err(Failure::Unusable(format!(
            "{} is the file that is read as {}: give the answer a file of its own.",
            output.display(),
            input.display()
        ))),
    }
}

fn read_from(input: &Path) -> io::Result<Metadata> {
    if input == Path::new("-") {
        File::from(io::stdin().as_fd().try_clone_to_owned()?).metadata()
    } else {
        fs::metadata(input)
    }
}

/// Writes what `content` writes to a file, or to standard output for `-`.
pub(super) fn write(
    path: &Path,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    if path == Path::new("-") {
        return content(&mut io::stdout().lock())
            .map_err(|e| Failure::Refused(format!("standard output cannot be written ({e}).")));
    }
    put(path, content).map_err(|e| {
        Failure::Unusable(format!(
            "{} cannot be written ({e}): name a file in a folder you can write to.",
            path.display()
        ))
    })
}

fn put(path: &Path, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let file = match fs::metadata(path) {
        Ok(found) if found.is_file() => path.canonicalize()?,
        // A device, a pipe: it is written through and stays what it is.
        Ok(_) => return content(&mut OpenOptions::new().write(true).open(path)?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => end_of_links(path),
        Err(error) => return Err(error),
    };
    // The mode of a file that is there is kept, and its owner where that may be.
    let mut whole = AtomicWriteFile::options().mode(0o600).open(file)?;
    content(&mut whole)?;
    whole.commit()
}

/// Where links lead at whose end nothing is.
fn end_of_links(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    while let Ok(to) = fs::read_link(&path) {
        path = path.parent().unwrap_or(Path::new("")).join(to);
    }
    path
}
