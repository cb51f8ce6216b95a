//! What came too late, or once too often, in sentences: why it moves no date.

use crate::domain::clock::error::ClockError;
use crate::domain::clock::progress::{Extension, Progress, Wait};
use crate::domain::deadline::StepKind;
use crate::domain::words::{self, long_date};
use chrono::NaiveDate;

impl Progress<'_> {
    /// A question, a fees notice or a request for proof of identity that does not do here what
    /// the law has one do.
    pub(super) fn tell_asked_in_vain(
        &mut self,
        wait: Wait,
        on: NaiveDate,
    ) -> Result<(), ClockError> {
        if self.silent {
            return Ok(());
        }
        let stop = wait.stop(self.regime);
        let late = self.ask_by(stop)?.filter(|(by, _)| on > *by);
        let (why, section) = match (late, stop.at_most) {
            (Some((by, section)), _) if wait == Wait::Fee => (
                format!(
                    "it had to be given by {}, so the clock runs on, and the request does not lapse if nothing is paid",
                    words::date(by)
                ),
                section,
            ),
            (Some((by, section)), _) => (
                format!(
                    "it had to come by {}, so it does not stop the clock",
                    words::date(by)
                ),
                section,
            ),
            (None, Some(most)) if self.asked[wait as usize] >= most => (
                format!(
                    "the clock can be stopped so {} only, so it runs on",
                    words::count(most as usize, "time")
                ),
                &stop.section,
            ),
            (None, Some(_) | None) if stop.suspended(on) => (
                "by the reading chosen it stopped nothing on that day".to_owned(),
                &stop.section,
            ),
            (None, Some(_) | None) => (
                "the time for the answer was over, so there was nothing to stop".to_owned(),
                &stop.section,
            ),
        };
        let text = format!("{}: {} was sent; {why}", long_date(on), wait.asked().noun());
        self.tell(StepKind::Noted, on, text, Some(section));
        Ok(())
    }

    /// An extension notified after the last day for that.
    pub(super) fn tell_extended_in_vain(&mut self, extension: &Extension<'_>, by: NaiveDate) {
        if self.silent {
            return;
        }
        let ground = extension.ground;
        let late = ground.late.as_ref();
        let guidance = late
            .and_then(|late| late.guidance.as_ref())
            .map_or_else(String::new, |guidance| format!(" ({})", guidance.title));
        let text = format!(
            "{}: an extension was notified ({}); it moves no date, because the time in which it can be notified was over on {}{guidance}",
            long_date(extension.on),
            ground.title,
            words::date(by)
        );
        let notice = ground.notice.as_ref().map(|notice| &notice.section);
        let section = late
            .map(|late| &late.section)
            .or(notice)
            .unwrap_or(&ground.section);
        self.tell(StepKind::Noted, extension.on, text, Some(section));
    }

    /// A part that went to another authority, which leaves the time for the rest as it is.
    pub(super) fn tell_transferred_in_part(&mut self, on: NaiveDate) {
        if self.silent {
            return;
        }
        let text = format!(
            "{}: a part of the request was transferred to another authority; the rest is answered \
             here, and its time goes on",
            long_date(on)
        );
        let section = &self.regime.transfer.section;
        self.tell(StepKind::Noted, on, text, Some(section));
    }
}
