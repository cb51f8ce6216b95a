//! The deadline calculator: the dates any law gives for a request, with their arithmetic.

use crate::web::pages::arithmetic::Arithmetic;
use crate::web::pages::form::{Choice, DateValue, Field, FormErrors};
use crate::web::pages::parts::SummaryRow;
use crate::web::pages::{AWKWARD, Page};
use serde::Serialize;

/// The form and, once it is filled in, the answer.
#[derive(Debug, Clone, Serialize)]
pub struct DeadlineCalculator {
    /// `regime`, `received`, `variant`, `calendar`.
    pub fields: Vec<Field>,
    /// What happened after receipt.
    pub happenings: Vec<Happening>,
    /// What is wrong with the form.
    pub errors: FormErrors,
    /// The dates, when there are any.
    pub answer: Option<Answer>,
}

/// A line of the form for something that happened.
#[derive(Debug, Clone, Serialize)]
pub struct Happening {
    /// `kind-1` and `on-1`, and so on; `until-1` where it is an extension.
    pub fields: Vec<Field>,
}

/// What the law says.
#[derive(Debug, Clone, Serialize)]
pub struct Answer {
    /// The due date in words, or why there is none.
    pub due: String,
    /// Every date.
    pub dates: Vec<SummaryRow>,
    /// How they were counted, in words and day by day.
    pub arithmetic: Arithmetic,
    /// The calendar counted by.
    pub calendar: String,
    /// Where the dates of the calendar come from.
    pub source: String,
    /// The address that gives this answer again.
    pub link: String,
}

impl Page for DeadlineCalculator {
    const TEMPLATE: &'static str = "pages/public/calculator";

    fn title(&self) -> String {
        self.errors.title("Work out a due date")
    }

    fn samples() -> Vec<Self> {
        let regimes = [
            Choice::new("uk-foia-2000", "Freedom of Information Act 2000"),
            Choice::new("us-foia", "Freedom of Information Act (United States)"),
        ];
        let happening = |n: u8, date: DateValue| Happening {
            fields: vec![
                Field::select(
                    format!("kind-{n}"),
                    format!("What happened ({n})"),
                    vec![
                        Choice::new("", "Nothing"),
                        Choice::new("fee_paid", "A payment"),
                    ],
                ),
                Field::date(format!("on-{n}"), format!("When ({n})"), date),
            ],
        };
        let blank = Self {
            fields: vec![
                Field::select("regime", "Law", regimes.to_vec()),
                Field::date("received", "Day of receipt", DateValue::default()),
            ],
            happenings: vec![happening(1, DateValue::default())],
            errors: FormErrors::default(),
            answer: None,
        };
        let mut errors = FormErrors::default();
        errors.add("received", "Enter the day of receipt, like 28 5 2026");
        let wrong = Self {
            fields: errors.onto(blank.fields.clone()),
            errors,
            ..blank.clone()
        };
        let mut extended = happening(1, DateValue::new("5", "6", "2026"));
        extended.fields.push(
            Field::date("until-1", "Extended to (1)", DateValue::default())
                .hint("Leave it empty for the usual length under this law."),
        );
        let answered = Self {
            happenings: vec![extended],
            answer: Some(Answer {
                due: "Friday 26 June 2026".into(),
                dates: vec![
                    SummaryRow::new("Received", "Thursday 28 May 2026"),
                    SummaryRow::new("Answer due", "Friday 26 June 2026"),
                    SummaryRow::new("State", AWKWARD),
                ],
                arithmetic: Arithmetic::sample(),
                calendar: "United Kingdom (any part)".into(),
                source: "the three calendars it joins".into(),
                link: "/deadline-calculator?regime=uk-foia-2000&received=2026-05-28".into(),
            }),
            ..blank.clone()
        };
        vec![blank, wrong, answered]
    }
}
