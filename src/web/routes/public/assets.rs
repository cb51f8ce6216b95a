//! Stylesheets and scripts: the embedded ones, and the authority's own stylesheet.

use crate::web::failure::Failure;
use crate::web::{Site, assets};
use rocket::http::Header;
use rocket::{Responder, State, get};
use std::borrow::Cow;

/// A file with how long a browser may keep it.
#[derive(Responder)]
pub struct Kept {
    bytes: Vec<u8>,
    content_type: Header<'static>,
    cache_control: Header<'static>,
}

fn kept(bytes: Cow<'static, [u8]>, content_type: &'static str, how_long: &'static str) -> Kept {
    Kept {
        bytes: bytes.into_owned(),
        content_type: Header::new("Content-Type", content_type),
        cache_control: Header::new("Cache-Control", how_long),
    }
}

/// The authority's own stylesheet. Its address says nothing of its bytes, so it is asked for
/// again every five minutes.
#[get("/assets/authority.css")]
pub async fn authority(site: &State<Site>) -> Result<Kept, Failure> {
    let Some(path) = &site.casework.settings.authority.stylesheet else {
        return Err(Failure::NotFound);
    };
    match rocket::tokio::fs::read(path).await {
        Ok(bytes) => Ok(kept(
            bytes.into(),
            "text/css; charset=utf-8",
            "public, max-age=300",
        )),
        Err(error) => {
            tracing::warn!(target: "daylight", "authority.stylesheet cannot be read: {error}");
            Err(Failure::NotFound)
        }
    }
}

/// An embedded file, under the address that carries its digest.
#[get("/assets/<file>", rank = 2)]
pub fn embedded(file: &str) -> Result<Kept, Failure> {
    let asset = assets::find(file).ok_or(Failure::NotFound)?;
    Ok(kept(
        asset.bytes,
        asset.content_type,
        "public, max-age=31536000, immutable",
    ))
}
