//! Whether the places can be used that the program writes to and listens at: what it would be
//! refused at its start, or at its first letter.

use super::files;
use crate::config::settings::{MailRoute, Settings};
use std::io::ErrorKind;
use std::net::TcpListener;

/// What is wrong with any of them.
pub(super) fn faults(settings: &Settings) -> Vec<String> {
    let mut faults = Vec::new();
    let data = &settings.storage.data;
    if let Err(error) = files::takes_files(data) {
        faults.push(format!(
            "nothing can be written to the data folder {} ({error}); give this user write permission or set DAYLIGHT_DATA to another folder",
            data.display()
        ));
    }
    if let MailRoute::File(folder) = &settings.mail.route
        && let Err(error) = files::takes_files(folder)
    {
        faults.push(format!(
            "no letter can be written to {} ({error}); name another folder in DAYLIGHT_MAIL_URL, or a mail server",
            folder.display()
        ));
    }
    let listen = settings.web.listen;
    match TcpListener::bind(listen) {
        // Most likely by the program that serves.
        Err(error) if error.kind() == ErrorKind::AddrInUse => {}
        Err(error) => faults.push(format!(
            "{listen} cannot be listened at ({error}); set DAYLIGHT_LISTEN to an address of this machine and a port this user may take"
        )),
        Ok(_) => {}
    }
    faults
}
