//! What a requester asked about is published, and whoever wished it is told.

use super::{Decided, Desk};
use crate::casework::publication::publish::{Check, Taken};
use crate::casework::topics::register::TopicDecision;
use crate::casework::{CaseworkFault, Moment};
use crate::demo::Stories;
use crate::domain::case::Outcome;
use crate::domain::publication::decision::{Decision, Kind, PreparationEffort};

impl Stories<'_> {
    /// Answered, asked to be told, and published some days later.
    pub(super) async fn published_later(
        &self,
        desk: &Desk,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let text = "How much water did each police station use in each of the last three years?";
        let reference = self.asked("Yara Holt", text, self.ago(20, now)).await?;
        self.drafted(&reference, desk, now).await?;
        let decided = Decided {
            outcome: Outcome::GrantedInFull,
            sections: &[],
            answer: "Northgate used 1,210, 1,185 and 1,240 cubic metres, Southgate 980, 955 and 970.",
            withheld: "",
            why: "",
            harm: "",
            for_disclosure: "",
            for_withholding: "",
            balance: "",
        };
        self.decide(&reference, &decided, desk, self.ago(9, now))
            .await?;
        self.sent(&reference, "", desk, now).await?;
        let token = self.cases().status_token(&reference).await?;
        self.publishing().wish_to_be_told(&token).await?;
        self.publish_what(&reference, desk, now).await
    }

    /// Gives the request a topic of its own, and publishes what it is about.
    async fn publish_what(
        &self,
        reference: &str,
        desk: &Desk,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let page = self.store.cases().case_page(reference).await?;
        let case = page.ok_or(CaseworkFault::NotFound)?.stored.id;
        let place = TopicDecision::MoveToNew {
            label: "Water used by police stations".into(),
            cases: [case].into(),
        };
        let mark = |step: &str| format!("story water {step}");
        let at = self.ago(6, now);
        self.topics()
            .decide_topic(place, &mark("topic"), desk.manager, at)
            .await?;
        let page = self.store.cases().case_page(reference).await?;
        let topic = page.and_then(|page| page.topic);
        let (topic, _) = topic.ok_or(CaseworkFault::NotFound)?;
        let decision = Decision {
            kind: Kind::PublishOnce,
            reason: "The meters are read anyway, and nothing has to be left out.".into(),
            owner: "Estates".into(),
            decided: at.today,
            due: Some(now.today),
            review: None,
            effort: PreparationEffort::Small,
        };
        self.publishing()
            .decide_publication(topic, &decision, &mark("decision"), desk.manager, at)
            .await?;
        let rows = self.store.publication().decisions(Some(topic)).await?;
        let id = rows.first().ok_or(CaseworkFault::NotFound)?.id;
        let publish = Taken::Publish {
            title: "Water used by each police station".into(),
            address: "https://police.example/water".into(),
        };
        for (name, step, days) in [
            ("prepared", Taken::Prepare, 5),
            (
                "checked",
                Taken::Check(Check::NoCounts("Opening times and addresses.".into())),
                4,
            ),
            ("published", publish, 2),
        ] {
            let at = self.ago(days, now);
            self.publishing()
                .step_publication(id, step, &mark(name), desk.manager, at)
                .await?;
        }
        Ok(())
    }
}
