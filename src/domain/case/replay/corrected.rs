//! What a correction changes of what is known of a case.

use super::Changing;
use crate::domain::case::{Correction, LawOfCase, Question};

impl Changing<'_> {
    pub(in crate::domain::case) fn put_right(&mut self, what: &Correction) {
        match what {
            Correction::Received { to, .. } => self.facts.received = *to,
            Correction::Law { to, .. } => self.handle_under(to),
            Correction::Questions { from, .. } => self.ask(from),
            Correction::Subject { .. }
            | Correction::Requester { .. }
            | Correction::Undone { .. } => {}
        }
    }

    /// Under another law the limits are others, and what was withheld has to be decided again:
    /// its sections are of the law before.
    fn handle_under(&mut self, law: &LawOfCase) {
        if self.facts.regime != law.regime {
            self.facts.variant = None;
            let relying = self.facts.questions.iter_mut();
            let relies = |q: &&mut Question| !q.exemptions.is_empty() || q.refusal.is_some();
            for question in relying.filter(relies) {
                question.outcome = None;
                question.refusal = None;
                question.exemptions.clear();
            }
        }
        self.facts.regime.clone_from(&law.regime);
        self.facts.calendar.clone_from(&law.calendar);
    }

    fn ask(&mut self, from: &[Option<u16>]) {
        let before = std::mem::take(&mut self.facts.questions);
        let now = (1..).zip(from).map(|(number, old)| {
            let kept = before.iter().find(|q| Some(q.number) == *old);
            Question {
                number,
                ..kept.cloned().unwrap_or_default()
            }
        });
        self.facts.questions = now.collect();
    }
}
