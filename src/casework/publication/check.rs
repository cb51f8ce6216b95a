//! Disclosure control of what is to be published, beside everything the public has already.

use crate::casework::own_thread::on_its_own;
use crate::casework::{CaseworkFault, Disclosure, Invalid};
use crate::domain::publication::Kind;
use crate::domain::publication::disclosure::{
    Method, Printed, Published, Refused, Table, base_of, holds_no_counts, publishable,
};
use crate::domain::words;
use crate::store::{DecisionRow, Unit};

/// How disclosure control was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// There is no count of people in it; the text of it, which is looked through.
    NoCounts(String),
    /// A table of counts, as typed; small counts are left out here.
    Table(String),
    /// A table of counts, as typed; every count is rounded here.
    Rounded(String),
    /// A person checked it elsewhere, and says how.
    ByHand(String),
}

/// What a check came to.
pub(super) struct Checked {
    /// For the record.
    pub said: String,
    /// To be kept with the decision.
    pub result: String,
    /// The table as it would be printed, with its true counts.
    pub table: Option<Printed>,
}

/// A table that may be printed, with how many had been printed when that was found out.
pub(super) struct ToPrint(Option<(Printed, usize)>);

impl ToPrint {
    /// Where nothing is printed.
    pub(super) const fn nothing() -> Self {
        Self(None)
    }
}

fn invalid(field: &'static str, message: String) -> CaseworkFault {
    CaseworkFault::Invalid(vec![Invalid::new(field, message)])
}

/// What a check that no counts are in it is kept as.
const NO_COUNTS: &str = "It holds no counts of people";

impl Disclosure<'_> {
    /// The titles of what was published with tables that no later check knows: they were checked by
    /// hand, or before the true counts of tables were kept. The newest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn unknown_tables(&self) -> Result<Vec<String>, CaseworkFault> {
        let known = self.store.publication().with_printed_tables().await?;
        let rows = self.store.publication().decisions(None).await?;
        let unknown = rows.into_iter().filter(|row| {
            let prints = match row.kind() {
                Kind::PublishOnce | Kind::PublishOnSchedule { .. } => row.published.is_some(),
                // It was there before, and nobody checked it here.
                Kind::Signpost | Kind::NotNow | Kind::Cannot => false,
            };
            prints && !known.contains(&row.id) && !row.checked.starts_with(NO_COUNTS)
        });
        Ok(unknown.map(|row| row.title).collect())
    }

    /// Does disclosure control.
    pub(super) async fn checked(
        &self,
        row: &DecisionRow,
        check: Check,
    ) -> Result<Checked, CaseworkFault> {
        let threshold = self.weights.disclosure.threshold;
        let without = |said: String, result: String| Checked {
            said,
            result,
            table: None,
        };
        match check {
            Check::NoCounts(text) => {
                holds_no_counts(&text, threshold)
                    .map_err(|found| invalid("table", found.to_string()))?;
                let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
                let read = words::count(lines, "line");
                Ok(without(
                    format!("Checked: it holds no counts of people; {read} of it looked through"),
                    format!("{NO_COUNTS}: {read} of it looked through."),
                ))
            }
            Check::ByHand(how) if how.trim().is_empty() => {
                Err(invalid("how", "Write how it was checked".to_owned()))
            }
            Check::ByHand(how) => {
                let how = how.trim().trim_end_matches('.').to_owned();
                Ok(without(
                    format!("Checked by hand: {how}"),
                    format!("{how}."),
                ))
            }
            Check::Table(text) => self.table_checked(row, &text, Method::LeaveOut).await,
            Check::Rounded(text) => {
                let base = base_of(threshold);
                self.table_checked(row, &text, Method::Round { base }).await
            }
        }
    }

    async fn table_checked(
        &self,
        row: &DecisionRow,
        text: &str,
        method: Method,
    ) -> Result<Checked, CaseworkFault> {
        let threshold = self.weights.disclosure.threshold;
        let table = Table::parse(text).map_err(|e| invalid("table", e.to_string()))?;
        let mut printed = Printed {
            table,
            shown: Vec::new(),
            method,
            series: row.survivor,
            called: String::new(),
            beside: 0,
        };
        let earlier = self.store.publication().printed_tables().await?;
        let beside = earlier.len();
        printed.beside = beside;
        let published = self
            .decided_beside(&printed, earlier)
            .await?
            .map_err(|refused| invalid("table", refused.to_string()))?;
        printed.shown = published.shown();
        let held = match beside {
            0 => "no table was published before".to_owned(),
            _ => format!(
                "held against {} published before",
                words::count(beside, "table")
            ),
        };
        let (said, note) = match method {
            Method::LeaveOut => (
                format!(
                    "Checked: {} below {threshold} left out, and {} so that they cannot be reckoned back; {held}",
                    words::count(published.small, "count"),
                    words::count(published.besides, "other"),
                ),
                String::new(),
            ),
            Method::Round { base } => (
                format!("Checked: every count rounded to {base}; {held}"),
                rounded_note(base, published.besides),
            ),
        };
        let result = format!(
            "{said}. Publish the table like this, and nothing more of it:\n\n{}{note}",
            published.text()
        );
        Ok(Checked {
            said,
            result,
            table: Some(printed),
        })
    }

    async fn decided_beside(
        &self,
        new: &Printed,
        earlier: Vec<Printed>,
    ) -> Result<Result<Published, Refused>, CaseworkFault> {
        let threshold = self.weights.disclosure.threshold;
        let (table, series, method) = (new.table.clone(), new.series, new.method);
        on_its_own(move || publishable(&table, series, method, &earlier, threshold)).await
    }

    /// The table of a decision that is to be printed, once it is sure that it is still protected
    /// beside what was printed since it was checked; nothing where it has none. It may take seconds,
    /// so that it is found out before anything is written.
    ///
    /// # Errors
    /// Where it is not protected any more.
    pub(super) async fn still_protected(
        &self,
        row: &DecisionRow,
    ) -> Result<ToPrint, CaseworkFault> {
        let publication = self.store.publication();
        let Some(table) = publication.checked_table(row.id).await? else {
            return Ok(ToPrint(None));
        };
        let earlier = publication.printed_tables().await?;
        let beside = earlier.len();
        // Where nothing was printed since, it stands as it was decided.
        let stands = beside == table.beside || {
            let published = self.decided_beside(&table, earlier).await?;
            published.is_ok_and(|published| published.shown() == table.shown)
        };
        if stands {
            return Ok(ToPrint(Some((table, beside))));
        }
        Err(CaseworkFault::Refused(
            "Another table with rows or columns of this one was published since this one was \
             checked. Record the disclosure check again, and publish what it comes to."
                .into(),
        ))
    }

    /// The table of a decision is printed now.
    ///
    /// # Errors
    /// [`CaseworkFault::Stale`] where it was checked again, or another was printed, since
    /// [`Self::still_protected`] looked.
    pub(super) async fn print_table(
        &self,
        unit: &Unit,
        row: &DecisionRow,
        ToPrint(seen): ToPrint,
        on: chrono::NaiveDate,
    ) -> Result<(), CaseworkFault> {
        let publication = unit.publication();
        let beside = publication.count_printed_tables().await?;
        let now = publication.checked_table(row.id).await?;
        let now = now.map(|table| (table, beside));
        if now != seen {
            return Err(CaseworkFault::Stale);
        }
        if now.is_some() {
            publication.table_is_printed(row.id, on).await?;
        }
        Ok(())
    }
}

/// What readers of a rounded table are told.
fn rounded_note(base: u32, left_out: usize) -> String {
    let left_out = match left_out {
        0 => "",
        _ => {
            " Where .. stands, the number would say more of a small count, or was left out of an earlier table."
        }
    };
    format!(
        "\nPublish with it: Every number is rounded to a multiple of {base}, totals too, so that they need not add up.{left_out}"
    )
}
