//! The embedded stylesheet and script, each under an address that carries its digest.
//!
//! An address names exact bytes, so a browser may keep what it fetched for ever. This
//! is a lookup only; it serves nothing.

use rust_embed::{EmbeddedFile, RustEmbed};
use std::borrow::Cow;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/templates/assets"]
struct Files;

/// An asset as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// The bytes of the file.
    pub bytes: Cow<'static, [u8]>,
    /// Its content type, with the character set where it is text.
    pub content_type: &'static str,
}

/// The address of the asset of this name, for example `daylight.css` gives
/// `/assets/daylight-0123456789ab.css`.
///
/// A name that is not embedded gives its plain address below `/assets/`, which
/// [`find`] does not know.
#[must_use]
pub fn address(name: &str) -> String {
    let hashed = Files::get(name).and_then(|file| hashed_name(name, &file));
    format!("/assets/{}", hashed.as_deref().unwrap_or(name))
}

/// The asset of this hashed file name, for example `daylight-0123456789ab.css`.
#[must_use]
pub fn find(hashed: &str) -> Option<Asset> {
    let (stem, extension) = hashed.rsplit_once('.')?;
    let (base, _) = stem.rsplit_once('-')?;
    let name = format!("{base}.{extension}");
    let file = Files::get(&name)?;
    if hashed_name(&name, &file)? != hashed {
        return None;
    }
    Some(Asset {
        bytes: file.data,
        content_type: content_type(extension)?,
    })
}

fn hashed_name(name: &str, file: &EmbeddedFile) -> Option<String> {
    use std::fmt::Write as _;
    let (base, extension) = name.rsplit_once('.')?;
    let mut hashed = format!("{base}-");
    for byte in file.metadata.sha256_hash().iter().take(6) {
        write!(hashed, "{byte:02x}").ok()?;
    }
    write!(hashed, ".{extension}").ok()?;
    Some(hashed)
}

fn content_type(extension: &str) -> Option<&'static str> {
    match extension {
        "css" => Some("text/css; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_finds_the_bytes_it_was_made_from_and_no_others() {
        let at = address("daylight.css");
        let hashed = at.strip_prefix("/assets/").unwrap();
        let asset = find(hashed).unwrap();
        assert_eq!(asset.content_type, "text/css; charset=utf-8");
        assert!(asset.bytes.len() > 1_000);
        assert_eq!(find("daylight-000000000000.css"), None);
        assert_eq!(find("daylight.css"), None);
        assert_eq!(find("../pages/home-000000000000.hbs"), None);
    }
}
