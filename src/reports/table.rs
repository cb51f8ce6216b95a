//! A table as it leaves: CSV (RFC 4180) whose cells no spreadsheet takes for formulas.

use std::borrow::Cow;

/// Rows as CSV. Strangers write some of the cells, and a spreadsheet runs what looks like a
/// formula (OWASP: CSV injection): such a cell gets an apostrophe before it.
///
/// # Errors
/// When the rows cannot be written into memory.
pub fn csv<R, C>(rows: R) -> std::io::Result<String>
where
    R: IntoIterator<Item = C>,
    C: IntoIterator<Item = String>,
{
    let mut out = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        for cell in row {
            out.write_field(harmless(&cell).as_bytes())?;
        }
        out.write_record(None::<&[u8]>)?;
    }
    let bytes = out.into_inner().map_err(csv::IntoInnerError::into_error)?;
    String::from_utf8(bytes).map_err(std::io::Error::other)
}

fn harmless(cell: &str) -> Cow<'_, str> {
    let begins = |c: char| {
        matches!(
            c,
            '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'
        )
    };
    if cell.starts_with(begins) && cell.parse::<f64>().is_err() {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::csv;

    #[test]
    fn no_cell_is_taken_for_a_formula_and_numbers_stay_numbers() {
        let row = |cells: [&str; 2]| cells.map(str::to_owned);
        let rows = [
            row(["=1+1", "a, \"b\""]),
            row(["-5", "+cmd|' /C calc'!A0"]),
            row(["@SUM(A1)", "\t=1"]),
            row(["＝1", "a=1"]),
        ];
        let text = csv(rows).unwrap();
        let expected =
            "'=1+1,\"a, \"\"b\"\"\"\r\n-5,'+cmd|' /C calc'!A0\r\n'@SUM(A1),'\t=1\r\n'＝1,a=1\r\n";
        assert_eq!(text, expected);
    }
}
