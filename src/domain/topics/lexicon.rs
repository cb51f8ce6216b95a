//! The words of many texts, each known by a number, as written and as a stem.

use std::collections::HashMap;

use super::text::number;

/// Every word seen, as written and as a stem, each known by a number.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    forms: HashMap<String, u32>,
    form_names: Vec<String>,
    stem_of_form: Vec<u32>,
    stems: HashMap<String, u32>,
    stem_names: Vec<String>,
}

impl Lexicon {
    /// The written form of this number.
    pub(super) fn form(&self, form: u32) -> &str {
        &self.form_names[form as usize]
    }

    /// The stem of a written form.
    pub(super) fn stem(&self, form: u32) -> u32 {
        self.stem_of_form[form as usize]
    }

    /// The stem of a word in lower case, where it was read as a telling one.
    pub(super) fn stem_of(&self, word: &str) -> Option<u32> {
        self.forms.get(word).map(|form| self.stem(*form))
    }

    /// The stem of a form of another lexicon, where this one knows it.
    pub(super) fn stem_in(&self, other: &Self, form: u32) -> Option<u32> {
        let name = other.stem_names.get(other.stem(form) as usize)?;
        self.stems.get(name).copied()
    }

    /// The stem of this number.
    pub(super) fn stem_name(&self, stem: u32) -> &str {
        &self.stem_names[stem as usize]
    }

    /// How many stems there are.
    pub(super) fn stems(&self) -> usize {
        self.stems.len()
    }

    /// The number of a written form, entered with its stem when it is new.
    pub(super) fn number_of(&mut self, word: &str, stem_of: impl Fn(&str) -> String) -> u32 {
        if let Some(form) = self.forms.get(word) {
            return *form;
        }
        let stem = stem_of(word);
        let stem = match self.stems.get(&stem) {
            Some(known) => *known,
            None => {
                let next = number(self.stem_names.len());
                self.stem_names.push(stem.clone());
                self.stems.insert(stem, next);
                next
            }
        };
        let form = number(self.form_names.len());
        self.forms.insert(word.to_owned(), form);
        self.form_names.push(word.to_owned());
        self.stem_of_form.push(stem);
        form
    }
}
