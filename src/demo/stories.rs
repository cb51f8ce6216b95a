//! A few cases of the last weeks told to their end through the use cases themselves, so that the
//! demonstration shows what the generated thousands cannot: answers in words, documents, letters to
//! and fro, reviews, corrections, a publication somebody waited for, and mail that waits to be placed.

mod corrections;
mod endings;
mod refusals;
mod steps;
mod told;
mod waits;

use crate::casework::Instruction;
use crate::casework::cases::actions;
use crate::casework::{CaseworkFault, Moment};
use crate::demo::{Demo, Stories};
use crate::domain::case::{Actor, Outcome, Reasons, ReviewedQuestion};
use crate::domain::role::Role;
use crate::domain::section::Section;

/// Where it is remembered that they were told.
const TOLD: &str = "demo_stories";

/// Who is at the desk.
struct Desk {
    officer: Actor,
    manager: Actor,
    /// Somebody who had no part in an answer.
    other: Actor,
}

/// One question decided.
struct Decided {
    outcome: Outcome,
    sections: &'static [&'static str],
    answer: &'static str,
    withheld: &'static str,
    why: &'static str,
    harm: &'static str,
    for_disclosure: &'static str,
    for_withholding: &'static str,
    balance: &'static str,
}

impl Decided {
    /// Why a section is relied on.
    fn reasons(&self, section: &str) -> Reasons {
        Reasons {
            section: Section::from(section),
            withheld: self.withheld.into(),
            why: self.why.into(),
            harm: self.harm.into(),
            for_disclosure: self.for_disclosure.into(),
            for_withholding: self.for_withholding.into(),
            balance: self.balance.into(),
            ..Reasons::default()
        }
    }
}

impl Demo<'_> {
    /// Tells the stories once. One that the law in use no longer allows is left where it stopped.
    ///
    /// # Errors
    /// What the database says.
    pub async fn tell_stories(&self, now: Moment) -> Result<(), CaseworkFault> {
        if self.store.remembered(TOLD).await?.is_some() {
            return Ok(());
        }
        let unit = self.store.begin().await?;
        unit.remember(TOLD, "yes").await?;
        unit.commit().await?;
        let people = self.store.people().all().await?;
        let of = |role: Role, nth: usize| {
            let mut found = people.iter().filter(|p| p.role == role);
            found.nth(nth).map(|person| Actor {
                role,
                person: Some(person.id),
            })
        };
        let (Some(officer), Some(manager), Some(other)) = (
            of(Role::Officer, 0),
            of(Role::Manager, 0),
            of(Role::Manager, 1),
        ) else {
            return Ok(());
        };
        let desk = Desk {
            officer,
            manager,
            other,
        };
        let stories = self.stories();
        for told in [
            stories.released(&desk, now).await,
            stories.partly_refused(&desk, now).await,
            stories.reviewed(&desk, now).await,
            stories.clarified(&desk, now).await,
            stories.more_time(&desk, now).await,
            stories.a_fee(&desk, now).await,
            stories.by_post(now).await,
            stories.logged_in_a_hurry(&desk, now).await,
            stories.no_clarification(&desk, now).await,
            stories.opened_again(&desk, now).await,
            stories.not_held(&desk, now).await,
            stories.too_costly(&desk, now).await,
            stories.vexatious(&desk, now).await,
            stories.repeated(&desk, now).await,
            stories.stays_unclear(&desk, now).await,
            stories.never_paid(&desk, now).await,
            stories.paid_for(&desk, now).await,
            stories.unsaid(&desk, now).await,
            stories.sent_on(&desk, now).await,
            stories.lapsed(&desk, now).await,
            stories.answered_our_question(&desk, now).await,
            stories.moved_house(&desk, now).await,
            stories.gave_up(&desk, now).await,
            stories.published_later(&desk, now).await,
            self.strangers(now).await,
        ] {
            if let Err(fault) = told {
                tracing::warn!(target: "daylight", "a sample case stopped half way: {fault}");
            }
        }
        Ok(())
    }

    /// Mail that somebody has to place.
    async fn strangers(&self, now: Moment) -> Result<(), CaseworkFault> {
        let stories = self.stories();
        let to = self.authority().email.clone();
        let at = stories.ago(0, now);
        for (from, subject, body, headers) in [
            (
                "Femi Harrow <femi.harrow@mail.example>",
                "Drones again",
                "While you are at it: what did the pilots\u{2019} training cost?",
                "",
            ),
            (
                "Prize Office <win@prizes.example>",
                "You have won a drone",
                "Send us your bank details and it is yours.",
                "X-Spam-Flag: YES\r\n",
            ),
            (
                "Mail of Ken Moss <ken.moss@mail.example>",
                "Out of office: Re: your message",
                "I am away until Monday.",
                "Auto-Submitted: auto-replied\r\n",
            ),
            (
                "Lena Ford <lena.ford@mail.example>",
                "Re: our conversation",
                "Thank you for calling me back. I look forward to the figures.",
                "In-Reply-To: <call@mail.example>\r\n",
            ),
        ] {
            stories.comes(from, &to, subject, body, headers, at).await?;
        }
        Ok(())
    }
}

impl Stories<'_> {
    /// Everything given, with figures in a file.
    async fn released(&self, desk: &Desk, now: Moment) -> Result<(), CaseworkFault> {
        let text = "How many police dogs did you have on 1 January of each of the last three years, \
                    and what did their food cost in each?";
        let reference = self.asked("Rosa Fields", text, self.ago(16, now)).await?;
        self.drafted(&reference, desk, now).await?;
        let decided = Decided {
            outcome: Outcome::GrantedInFull,
            sections: &[],
            answer: "We had 41, 43 and 44 dogs on those days. Their food cost \u{a3}21,400, \
                     \u{a3}22,950 and \u{a3}24,100. The file shows both by month.",
            withheld: "",
            harm: "",
            why: "",
            for_disclosure: "",
            for_withholding: "",
            balance: "",
        };
        self.decide(&reference, &decided, desk, self.ago(9, now))
            .await?;
        let figures = "month,dogs,food\n2025-01,43,1910\n2025-02,43,1885\n2025-03,44,1975\n";
        let folder = self.settings.storage.uploads();
        let file = folder.join("sample-dogs.csv");
        let put = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&file, figures));
        if put.is_ok() {
            self.documents()
                .add_document(
                    &reference,
                    "dogs.csv",
                    &file,
                    desk.officer,
                    self.ago(9, now),
                )
                .await?;
            let _ = std::fs::remove_file(&file);
        }
        self.sent(&reference, "", desk, now).await
    }

    /// Some of it withheld, and the requester not content: the review is open.
    async fn partly_refused(&self, desk: &Desk, now: Moment) -> Result<(), CaseworkFault> {
        let text = "Please tell me how many complaints were made about the custody suite in \
                    Northgate last year, and the names of the officers complained of.";
        let reference = self.asked("Idris Vale", text, self.ago(18, now)).await?;
        self.drafted(&reference, desk, now).await?;
        let decided = Decided {
            outcome: Outcome::GrantedInPart,
            sections: &["s.40(2)"],
            answer: "Twelve complaints were made last year.",
            withheld: "The names of the officers complained of.",
            harm: "",
            why: "They are personal data of people who would not expect to be named before a \
                  complaint is upheld; naming them would be unfair to them.",
            for_disclosure: "",
            for_withholding: "",
            balance: "",
        };
        self.decide(&reference, &decided, desk, self.ago(9, now))
            .await?;
        let help = "We publish the number of complaints for every custody suite each quarter.";
        self.sent(&reference, help, desk, now).await?;
        let points = Instruction::RequestReview(actions::RequestReview {
            points: "Two of the complaints were upheld. Those officers can be named.".into(),
            accepted: String::new(),
        });
        self.does(&reference, points, desk.officer, self.ago(3, now))
            .await
    }

    /// A refusal that a review changed, decided by somebody who had no part in it.
    async fn reviewed(&self, desk: &Desk, now: Moment) -> Result<(), CaseworkFault> {
        let text = "On which roads were mobile speed cameras placed on each day of last March?";
        let reference = self.asked("Wren Castle", text, self.ago(19, now)).await?;
        self.drafted(&reference, desk, now).await?;
        let decided = Decided {
            outcome: Outcome::Refused,
            sections: &["s.31(1)(a)"],
            answer: "",
            withheld: "The road and the day of each placement.",
            harm: "Speeding where no camera is expected would be likely to cause collisions.",
            why: "Drivers who know the pattern would slow down only where a camera is likely, which \
                  would be likely to prejudice the prevention of crime.",
            for_disclosure: "People can see whether cameras are placed where they prevent harm.",
            for_withholding: "Speeding would rise wherever no camera is expected.",
            balance: "It is in the public interest that people see cameras are placed where they \
                      prevent harm. That is met by the yearly list of roads. The safety of those \
                      who use the roads outweighs the rest.",
        };
        self.decide(&reference, &decided, desk, self.ago(9, now))
            .await?;
        let help = "The roads, without the days, are published each year.";
        self.sent(&reference, help, desk, now).await?;
        let points = Instruction::RequestReview(actions::RequestReview {
            points: "The month is over; no camera stands where it stood in March.".into(),
            accepted: String::new(),
        });
        self.does(&reference, points, desk.officer, self.ago(5, now))
            .await?;
        let decision = Instruction::CompleteReview(actions::CompleteReview {
            changed: vec![ReviewedQuestion {
                number: 1,
                outcome: Outcome::GrantedInPart,
                exemptions: None,
            }],
            added: Vec::new(),
            decision: "We now give the roads for March. The days are still withheld.".into(),
            reasons: "The roads alone do not show a pattern once the month is over; with the days \
                      they would."
                .into(),
        });
        self.does(&reference, decision, desk.other, self.ago(1, now))
            .await
    }

    /// A question to the requester, answered by email.
    async fn clarified(&self, desk: &Desk, now: Moment) -> Result<(), CaseworkFault> {
        let text = "I would like everything about drones.";
        let reference = self.asked("Femi Harrow", text, self.ago(8, now)).await?;
        let seek = Instruction::SeekClarification(actions::SeekClarification {
            needs: "Which years do you mean?\nDo you want costs, flights or both?".into(),
            why: "The whole would take many weeks to find.".into(),
        });
        self.allocated(&reference, desk, self.ago(7, now)).await?;
        self.does(&reference, seek, desk.officer, self.ago(6, now))
            .await?;
        let secret = self
            .store
            .cases()
            .case_secret(&reference)
            .await?
            .unwrap_or_default();
        let case = crate::store::Opener {
            reference: &reference,
            secret: &secret,
        };
        let to = self.outbox().reply_address(case);
        let body = "Flights only, please, for last year and this year.";
        let at = self.ago(1, now);
        let from = "Femi Harrow <femi.harrow@mail.example>";
        self.comes(from, &to, &format!("Re: {reference}"), body, "", at)
            .await
    }
}
