//! A certificate for `localhost`, signed by itself, for a server a test starts.

use std::path::Path;
use std::process::{Command, Stdio};

/// Writes `cert.pem` and `key.pem` to a folder.
pub fn certify(folder: &Path) -> Result<(), String> {
    let status = Command::new("openssl")
        .args([
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
        ])
        .args([
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=DNS:localhost",
        ])
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .arg("-keyout")
        .arg(folder.join("key.pem"))
        .arg("-out")
        .arg(folder.join("cert.pem"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .map_err(|e| format!("openssl cannot be run ({e})"))?;
    if status.success() {
        return Ok(());
    }
    Err("openssl made no certificate".to_owned())
}
