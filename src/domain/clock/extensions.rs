//! How far an extension reaches, and by when it has to be notified.

use crate::domain::clock::count::{self, Reached};
use crate::domain::clock::error::ClockError;
use crate::domain::clock::progress::{Extension, Progress};
use crate::domain::regime::{ExtensionGround, Limit, RolledDay, RunsFrom};
use chrono::NaiveDate;

impl<'a> Progress<'a> {
    /// The last day on which an extension on this ground can be notified; nothing where the law
    /// sets none, or while the clock stands still. A notice is owed within the time that is
    /// extended; what is agreed or allowed, while the time runs with its extensions.
    pub(super) fn notify_by(
        &self,
        ground: &ExtensionGround,
    ) -> Result<Option<NaiveDate>, ClockError> {
        if self.waits_for().is_some() {
            return Ok(None);
        }
        match (&ground.notice, ground.extends_late()) {
            (Some(_), _) => {
                let first = self.unextended()?;
                Ok(Some(match self.regime.rolled_day_extends {
                    RolledDay::Within => first.end,
                    RolledDay::Outside => first.counted_to,
                }))
            }
            (None, false) => Ok(Some(self.due()?)),
            (None, true) => Ok(None),
        }
    }

    /// The end of the time with this extension.
    pub(super) fn extended(&self, extension: &Extension<'_>) -> Result<NaiveDate, ClockError> {
        Ok(self.extended_to(extension)?.end)
    }

    /// The same, with the day it was counted to or set for.
    pub(super) fn extended_to(&self, extension: &Extension<'_>) -> Result<Reached, ClockError> {
        if let Some(until) = extension.until {
            let counted_to = self.moved_on(until, extension.place)?;
            // A time that ends on a day off is over on the next working day, however it was set.
            return Ok(Reached {
                counted_to,
                end: self.limit().rolled(counted_to, self.calendar)?,
            });
        }
        let ground = extension.ground;
        self.reach(ground, ground.norm.as_ref(), extension.on)?
            .ok_or_else(|| ClockError::NeedsEnd {
                ground: ground.title.clone(),
                section: ground.section.clone(),
            })
    }

    /// The furthest date this ground allows as things are, where it is notified on this day.
    pub(super) fn cap(
        &self,
        ground: &ExtensionGround,
        on: NaiveDate,
    ) -> Result<Option<NaiveDate>, ClockError> {
        let cap = self.reach(ground, ground.cap.as_ref(), on)?;
        Ok(cap.map(|reached| reached.end))
    }

    /// The furthest date any ground of extension allows.
    pub(super) fn furthest(&self, due: NaiveDate) -> Result<Option<NaiveDate>, ClockError> {
        let mut furthest = None;
        for ground in &self.regime.extension_grounds {
            let both = ground.on_top_of.as_ref().map(|top| &top.limit);
            if let Some(limit) = both.or(ground.cap.as_ref()).or(ground.norm.as_ref()) {
                let made = self.extensions.iter().rev();
                let on = match made.into_iter().find(|e| e.ground.id == ground.id) {
                    Some(made) => made.on,
                    None => self.unextended()?.end,
                };
                furthest = furthest.max(Some(self.whole(ground, limit, on)?.end));
            }
        }
        Ok(furthest.map(|date| date.max(due)))
    }

    /// The usual length of this ground as things are: alone, or on top of another.
    pub(super) fn norm_of<'g>(&self, ground: &'g ExtensionGround) -> Option<&'g Limit> {
        match &ground.on_top_of {
            Some(top) if self.below(&top.ground).is_some() => Some(&top.limit),
            Some(_) | None => ground.norm.as_ref(),
        }
    }

    /// The extensions stand when the time begins again: what was set as a date keeps the days
    /// that have moved it so far.
    pub(super) fn carry_extensions(&mut self) -> Result<(), ClockError> {
        let mut carried = Vec::with_capacity(self.extensions.len());
        for extension in &self.extensions {
            let until = extension
                .until
                .map(|until| self.moved_on(until, extension.place))
                .transpose()?;
            carried.push(Extension {
                until,
                ..*extension
            });
        }
        self.extensions = carried;
        Ok(())
    }

    /// The end was chosen knowing of the pauses before it; later ones move it on.
    fn moved_on(&self, until: NaiveDate, place: u32) -> Result<NaiveDate, ClockError> {
        let pauses = self.pauses_after(place);
        let unit = self.limit().unit;
        Ok(count::shift(
            until,
            self.start,
            unit,
            &pauses,
            self.calendar,
        )?)
    }

    /// The extension made on this ground, where there is one.
    fn below(&self, ground: &str) -> Option<&Extension<'a>> {
        self.extensions.iter().find(|e| e.ground.id == ground)
    }

    /// The end of one of the times of a ground that is notified on this day.
    fn whole(
        &self,
        ground: &ExtensionGround,
        limit: &Limit,
        on: NaiveDate,
    ) -> Result<Reached, ClockError> {
        match ground.runs_from {
            RunsFrom::Start => self.end_of(limit),
            RunsFrom::LastDay => self.end_from(limit, self.unextended()?.end),
            RunsFrom::Notice => self.end_from(limit, on),
        }
    }

    /// The end of `alone`, or of the time for this ground on top of the one it follows.
    fn reach(
        &self,
        ground: &ExtensionGround,
        alone: Option<&Limit>,
        on: NaiveDate,
    ) -> Result<Option<Reached>, ClockError> {
        let Some(alone) = alone else {
            return Ok(None);
        };
        let top = ground.on_top_of.as_ref();
        let Some((top, below)) = top.and_then(|top| Some((top, self.below(&top.ground)?))) else {
            return Ok(Some(self.whole(ground, alone, on)?));
        };
        let Some(until) = below.until else {
            return Ok(Some(self.end_of(&top.limit)?));
        };
        // The ground below was given a date: what comes on top is counted from that.
        let more = Limit {
            count: top.limit.count.saturating_sub(alone.count),
            ..top.limit.clone()
        };
        let outside = RolledDay::Outside;
        let further = self.extended_to(&Extension {
            until: Some(count::end(&more, until, &[], outside, self.calendar)?.counted_to),
            ..*below
        })?;
        Ok(Some(further))
    }
}
