//! Forms: fields with the values typed so far, and what is wrong with them.
//!
//! It shows errors; it does not find them.

use super::finder::Finder;
use serde::Serialize;

/// What the form as a whole is called, where what is wrong is no field's.
pub const FORM: &str = "form";

/// What is wrong with a form, in the order of its fields.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct FormErrors(Vec<FieldError>);

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// The field's name in the form; the summary links to it.
    pub field: String,
    /// One sentence that says what to do.
    pub message: String,
}

/// A field of a form.
#[derive(Debug, Clone, Serialize)]
pub struct Field {
    /// Its name in the form, which is also the id of its first control.
    pub name: String,
    /// Its label or legend.
    pub label: String,
    /// Help shown below the label.
    pub hint: Option<String>,
    /// What is wrong with it.
    pub error: Option<String>,
    /// The control and its value.
    pub control: Control,
}

/// The control of a field, with the value typed so far.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Control {
    /// One line.
    Text {
        /// The HTML input type: text, email, tel, password or search.
        input: &'static str,
        /// The `autocomplete` token, or `off`.
        autocomplete: &'static str,
        /// Whether what is typed is a number or as short, so that the control is.
        short: bool,
        /// The value.
        value: String,
    },
    /// Several lines.
    Textarea {
        /// How many lines are shown.
        rows: u8,
        /// The most characters taken; the browser does not cut at it, so that nothing is lost.
        limit: Option<String>,
        /// The value.
        value: String,
    },
    /// One of many, in a list that opens.
    Select {
        /// The choices.
        choices: Vec<Choice>,
    },
    /// One of few.
    Radios {
        /// The choices.
        choices: Vec<Choice>,
    },
    /// Any of some; every choice has the field's name.
    Checkboxes {
        /// The choices.
        choices: Vec<Choice>,
        /// Whether they are so many that they are shown only when asked for.
        folded: bool,
        /// Whether one of them is chosen, so that they are shown from the start.
        any: bool,
    },
    /// Sections of the law, to be found and chosen.
    Finder(Box<Finder>),
    /// A day, named `<name>-day`, `<name>-month` and `<name>-year` in the form.
    Date(DateValue),
}

/// A date as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DateValue {
    /// The day of the month as typed.
    pub day: String,
    /// The month as typed.
    pub month: String,
    /// The year as typed.
    pub year: String,
}

/// One choice of a select, of radios or of checkboxes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What the person reads.
    pub label: String,
    /// Help shown with it.
    pub hint: Option<String>,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// A value a form carries without showing it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hidden {
    /// Its name in the form.
    pub name: String,
    /// Its value.
    pub value: String,
}

impl FormErrors {
    /// Adds what is wrong with a field.
    pub fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.push(FieldError {
            field: field.into(),
            message: message.into(),
        });
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The errors in order.
    pub fn iter(&self) -> impl Iterator<Item = &FieldError> {
        self.0.iter()
    }

    /// The first message about a field.
    #[must_use]
    pub fn about(&self, field: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|error| error.field == field)
            .map(|error| error.message.as_str())
    }

    /// The fields, each with its error.
    #[must_use]
    pub fn onto(&self, fields: impl IntoIterator<Item = Field>) -> Vec<Field> {
        fields
            .into_iter()
            .map(|mut field| {
                field.error = self.about(&field.name).map(str::to_owned);
                field
            })
            .collect()
    }

    /// The same errors; one about a field the page does not have leads to `otherwise`.
    #[must_use]
    pub fn leading_to(&self, fields: &[Field], otherwise: &str) -> Self {
        let lead = |error: &FieldError| {
            let there = fields.iter().any(|field| field.name == error.field);
            let field = if there {
                error.field.as_str()
            } else {
                otherwise
            };
            FieldError {
                field: field.to_owned(),
                message: error.message.clone(),
            }
        };
        Self(self.0.iter().map(lead).collect())
    }

    /// The title of a page that shows this form.
    #[must_use]
    pub fn title(&self, title: &str) -> String {
        if self.is_empty() {
            title.to_owned()
        } else {
            format!("Error: {title}")
        }
    }
}

impl Field {
    /// A field of one line.
    #[must_use]
    pub fn text(name: impl Into<String>, label: impl Into<String>, value: &str) -> Self {
        Self::input(name, label, value, "text", "off")
    }

    /// A field of one line with its input type and `autocomplete` token.
    #[must_use]
    pub fn input(
        name: impl Into<String>,
        label: impl Into<String>,
        value: &str,
        input: &'static str,
        autocomplete: &'static str,
    ) -> Self {
        let value = value.to_owned();
        Self::new(
            name,
            label,
            Control::Text {
                input,
                autocomplete,
                short: false,
                value,
            },
        )
    }

    /// A field of one line for a number.
    #[must_use]
    pub fn number(name: impl Into<String>, label: impl Into<String>, value: &str) -> Self {
        let control = Control::Text {
            input: "text",
            autocomplete: "off",
            short: true,
            value: value.to_owned(),
        };
        Self::new(name, label, control)
    }

    /// A field of several lines.
    #[must_use]
    pub fn textarea(
        name: impl Into<String>,
        label: impl Into<String>,
        value: &str,
        rows: u8,
        limit: Option<usize>,
    ) -> Self {
        let control = Control::Textarea {
            rows,
            limit: limit.map(crate::domain::words::thousands),
            value: value.to_owned(),
        };
        Self::new(name, label, control)
    }

    /// A list that opens, of which one is chosen.
    #[must_use]
    pub fn select(name: impl Into<String>, label: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self::new(name, label, Control::Select { choices })
    }

    /// A few choices, of which one is chosen.
    #[must_use]
    pub fn radios(name: impl Into<String>, label: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self::new(name, label, Control::Radios { choices })
    }

    /// Some choices, of which any may be chosen; more than a dozen are folded away.
    #[must_use]
    pub fn checkboxes(
        name: impl Into<String>,
        label: impl Into<String>,
        choices: Vec<Choice>,
    ) -> Self {
        let control = Control::Checkboxes {
            folded: choices.len() > 12,
            any: choices.iter().any(|choice| choice.chosen),
            choices,
        };
        Self::new(name, label, control)
    }

    /// Sections of the law to find and choose; `name` is the id of what is typed into.
    #[must_use]
    pub fn finder(name: impl Into<String>, label: impl Into<String>, finder: Finder) -> Self {
        let hint = "Type a part of its number or title, for example 31 or crime.";
        Self::new(name, label, Control::Finder(Box::new(finder))).hint(hint)
    }

    /// A day, month and year.
    #[must_use]
    pub fn date(name: impl Into<String>, label: impl Into<String>, value: DateValue) -> Self {
        Self::new(name, label, Control::Date(value))
    }

    /// The same field with help below its label.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    fn new(name: impl Into<String>, label: impl Into<String>, control: Control) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            hint: None,
            error: None,
            control,
        }
    }
}

impl Choice {
    /// A choice that is not chosen.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: None,
            chosen: false,
        }
    }

    /// The same choice with help.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The choices with the ones of these values chosen.
    #[must_use]
    pub fn with_chosen(choices: &[Self], values: &[&str]) -> Vec<Self> {
        choices
            .iter()
            .map(|choice| Self {
                chosen: values.contains(&choice.value.as_str()),
                ..choice.clone()
            })
            .collect()
    }
}

impl DateValue {
    /// The three parts of a date as typed.
    #[must_use]
    pub fn new(day: &str, month: &str, year: &str) -> Self {
        Self {
            day: day.to_owned(),
            month: month.to_owned(),
            year: year.to_owned(),
        }
    }
}

impl Hidden {
    /// A value carried under a name.
    #[must_use]
    pub fn new(name: &str, value: &str) -> Self {
        Self {
            name: name.to_owned(),
            value: value.to_owned(),
        }
    }
}
