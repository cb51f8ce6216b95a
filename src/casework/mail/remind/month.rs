//! To managers, once, when a month has ended: its figures.

use crate::casework::{CaseworkFault, Moment, Reminding};
use crate::domain::statistics::Figure;
use crate::domain::words;
use crate::mail::letters::{MonthLetter, MonthRow};
use crate::store::{NewLetter, PersonRow};
use chrono::NaiveDate;

impl Reminding<'_> {
    /// The letters about the month that begins on `first`; none where there is nothing to tell.
    pub(super) async fn month_letters(
        &self,
        managers: &[PersonRow],
        first: NaiveDate,
        now: Moment,
    ) -> Result<Vec<NewLetter>, CaseworkFault> {
        let report = self.reports().month_report(first, now.today).await?;
        let [month, ..] = &report.counts;
        if (month.received, month.answered, month.open_at_end) == (0, 0, 0) {
            return Ok(Vec::new());
        }
        let count = |number: i64| words::thousands(usize::try_from(number).unwrap_or(0));
        let [of, before, year_before] = report.headings();
        let rows: Vec<MonthRow> = Figure::all()
            .into_iter()
            .map(|figure| MonthRow {
                title: figure.title().to_owned(),
                counts: report
                    .counts
                    .each_ref()
                    .map(|counts| count(figure.of(counts))),
            })
            .collect();
        let address = self.desk_url(&format!("/reports/month/{}", first.format("%Y-%m")));
        managers
            .iter()
            .map(|person| {
                let letter = MonthLetter {
                    colleague: self.colleague(person),
                    month: of.clone(),
                    summary: report.summary(),
                    before: [before.clone(), year_before.clone()],
                    rows: rows.clone(),
                    address: address.clone(),
                };
                self.letter_to(person, &letter, now)
            })
            .collect()
    }
}
