//! Every act of the desk that sends a letter, walked one after the other: nothing leaves before it was
//! shown, and just what was shown leaves, to just whom it said.
//!
//! The acts on a case are a match on all of them.

use crate::desk_forms::{Shown, as_person, fill_in, offered, plain};
use crate::mail_in::{bounce, mail, receive};
use crate::publications::{decided, step, two_topics};
use crate::refusals::drafting;
use crate::support::{App, Page, day, for_clearance, message_href};
use daylight::casework::Instruction;
use daylight::casework::cases::actions;
use daylight::casework::mail::inbox::Landed;
use daylight::casework::publication::publish::{Check, Taken};
use daylight::domain::case::{ActionKind, Actor, Outcome};
use daylight::domain::letter_kind::LetterKind;
use daylight::domain::publication::Kind;
use daylight::domain::role::Role;
use daylight::store::LetterRow;
use rocket::http::Status;
use std::collections::BTreeMap;

async fn letters(app: &App, reference: &str) -> Vec<LetterRow> {
    app.case(reference).await.letters
}

/// Takes an act whose form was sent: where it answers with a letter, nothing has left yet, and what
/// leaves then is that letter; where it does not, nothing has left. Whether a letter did.
async fn shown_first(
    app: &App,
    reference: &str,
    kind: &str,
    before: usize,
    page: Page,
) -> Option<LetterKind> {
    assert_eq!(
        letters(app, reference).await.len(),
        before,
        "{kind} sent a letter nobody had seen"
    );
    if page.status == Status::SeeOther {
        return None;
    }
    let shown = Shown::of(&page);
    let formatted = shown.formatted(app).await;
    assert_eq!(formatted.status, Status::Ok, "{kind}");
    let sent = shown.send(app, &[]).await;
    assert_eq!(sent.status, Status::SeeOther, "{kind}: {}", sent.html);
    let after = letters(app, reference).await;
    if after.len() == before {
        return None;
    }
    assert_eq!(after.len(), before + 1, "{kind}");
    is_as_shown(app, kind, &shown, &formatted.html, &after[0]).await;
    Some(after[0].kind)
}

/// The letter stored is the one that was shown: subject, text, HTML and recipient.
async fn is_as_shown(app: &App, kind: &str, shown: &Shown, html: &str, letter: &LetterRow) {
    let page = plain(&shown.page);
    assert_eq!(shown.text, letter.body_text, "{kind}");
    for said in [
        &letter.subject,
        &letter.to_name,
        letter.to_address.as_ref().unwrap(),
    ] {
        assert!(
            page.contains(said.as_str()),
            "{kind}: no {said:?} in {page}"
        );
    }
    app.deliver().await;
    let delivered = app.mailbox.lock().unwrap().clone();
    let delivered = delivered
        .into_iter()
        .rfind(|l| l.message_id == letter.message_id);
    let delivered = delivered.unwrap_or_else(|| panic!("{kind}: it did not leave"));
    assert_eq!(delivered.html, html, "{kind}");
    assert_eq!(
        (Some(&delivered.to.address), &delivered.to.name),
        (letter.to_address.as_ref(), &letter.to_name)
    );
}

struct Desk {
    app: App,
    olga: Actor,
    next: usize,
}

impl Desk {
    async fn case(&mut self) -> String {
        self.next += 1;
        let token = format!("case {}", self.next);
        self.app
            .logged(day("2026-06-01"), "How many boats?", &token)
            .await
    }

    async fn does(&self, reference: &str, steps: Vec<Instruction>) {
        for step in steps {
            let who = self.app.who(&step, self.olga).await;
            self.app.act(reference, who, None, step).await.unwrap();
        }
    }

    async fn drafted(&mut self) -> String {
        let reference = self.case().await;
        drafting(&self.app, &reference, self.olga).await;
        let decide = Instruction::DecideQuestion(actions::DecideQuestion {
            number: 1,
            outcome: Outcome::NotHeld,
            answer: "In every drawer.".into(),
            reasons: vec![],
        });
        self.does(&reference, vec![decide]).await;
        reference
    }

    async fn answered(&mut self) -> String {
        let reference = self.drafted().await;
        let send = vec![
            for_clearance(),
            Instruction::Clear(actions::Clear),
            Instruction::Answer(actions::Answer),
        ];
        self.does(&reference, send).await;
        reference
    }

    /// Brings a case to where an act can be taken; who takes it, and what they type. Nothing for what
    /// the requester does.
    async fn ready(
        &mut self,
        kind: ActionKind,
    ) -> Option<(String, &'static str, Vec<(&'static str, String)>)> {
        let typed = |fields: &[(&'static str, &str)]| {
            fields
                .iter()
                .map(|(n, v)| (*n, (*v).to_owned()))
                .collect::<Vec<_>>()
        };
        let clarify = || {
            Instruction::SeekClarification(actions::SeekClarification {
                needs: "Which?".into(),
                why: "Many.".into(),
            })
        };
        let fee = || {
            Instruction::IssueFeesNotice(actions::IssueFeesNotice {
                charges: "Copies: 5.00".into(),
                how_to_pay: "By card.".into(),
            })
        };
        let ask = || {
            Instruction::RequestReview(actions::RequestReview {
                points: "Look again.".into(),
                accepted: String::new(),
            })
        };
        Some(match kind {
            ActionKind::Allocate => (self.case().await, "Olga", typed(&[("team", "Disclosure")])),
            ActionKind::ChooseVariant => {
                let reference = self.case().await;
                self.does(
                    &reference,
                    vec![Instruction::WriteLetter(actions::WriteLetter {
                        about: "Hello".into(),
                        text: "We have it.".into(),
                        answers: None,
                        documents: vec![],
                    })],
                )
                .await;
                let (law, _) = self
                    .app
                    .casework
                    .law_of(&self.app.case(&reference).await.stored.case)
                    .unwrap();
                let other = law
                    .variants
                    .iter()
                    .find(|v| v.limit.count != law.limit.count)
                    .unwrap();
                (reference, "Olga", vec![("variant", other.id.clone())])
            }
            ActionKind::SeekClarification => (
                self.case().await,
                "Olga",
                typed(&[("needs", "Which?"), ("why", "Many.")]),
            ),
            ActionKind::RecordClarification => {
                let reference = self.case().await;
                self.does(&reference, vec![clarify()]).await;
                (reference, "Olga", typed(&[("text", "The blue ones.")]))
            }
            ActionKind::IssueFeesNotice => (
                self.case().await,
                "Olga",
                typed(&[("charges", "Copies: 5.00"), ("how_to_pay", "By card.")]),
            ),
            ActionKind::RecordPayment => {
                let reference = self.case().await;
                self.does(&reference, vec![fee()]).await;
                (reference, "Olga", typed(&[]))
            }
            ActionKind::StartSearch | ActionKind::StartDraft => {
                let reference = self.case().await;
                self.does(
                    &reference,
                    vec![Instruction::Allocate(actions::Allocate {
                        team: None,
                        officer: self.olga.person,
                    })],
                )
                .await;
                (reference, "Olga", typed(&[]))
            }
            ActionKind::DecideQuestion => {
                let reference = self.case().await;
                drafting(&self.app, &reference, self.olga).await;
                (
                    reference,
                    "Olga",
                    typed(&[
                        ("number", "1"),
                        ("outcome", "not_held"),
                        ("answer", "In every drawer."),
                    ]),
                )
            }
            ActionKind::Refuse => {
                let reference = self.case().await;
                drafting(&self.app, &reference, self.olga).await;
                let why =
                    daylight::casework::cases::reasons::reasons_field("why", &"s.14(1)".into());
                let why: &'static str = Box::leak(why.into_boxed_str());
                (
                    reference,
                    "Olga",
                    typed(&[
                        ("numbers", "1"),
                        ("ground", "vexatious"),
                        ("section", "s.14(1)"),
                        (why, "It is the tenth."),
                    ]),
                )
            }
            ActionKind::SendForClearance => (
                self.drafted().await,
                "Olga",
                typed(&[("help", "See our website.")]),
            ),
            ActionKind::Clear | ActionKind::ReturnToDraft => {
                let reference = self.drafted().await;
                self.does(&reference, vec![for_clearance()]).await;
                (reference, "Clara", typed(&[("reason", "Say it shorter.")]))
            }
            ActionKind::Extend => (
                self.case().await,
                "Olga",
                typed(&[
                    ("ground", "public_interest"),
                    ("exemptions", "s.31"),
                    ("why", "Much to weigh."),
                ]),
            ),
            ActionKind::Answer => {
                let reference = self.drafted().await;
                self.does(
                    &reference,
                    vec![for_clearance(), Instruction::Clear(actions::Clear)],
                )
                .await;
                (reference, "Olga", typed(&[]))
            }
            ActionKind::Transfer => (
                self.case().await,
                "Olga",
                typed(&[("to", "Example Council")]),
            ),
            ActionKind::TransferInPart => {
                self.next += 1;
                let token = format!("case {}", self.next);
                let asked = "1. How many boats are there?\n2. How many bats are there?";
                let logged = self.app.logged(day("2026-06-01"), asked, &token).await;
                let part = [("numbers", "2"), ("to", "Example Council")];
                (logged, "Olga", typed(&part))
            }
            ActionKind::Withdraw => (self.case().await, "Olga", typed(&[])),
            ActionKind::Lapse => {
                let reference = self.case().await;
                self.does(&reference, vec![clarify()]).await;
                self.app.set_clock("2026-09-20T09:00:00Z");
                (reference, "Olga", typed(&[]))
            }
            ActionKind::RequestReview => (
                self.answered().await,
                "Olga",
                typed(&[("points", "Look again.")]),
            ),
            ActionKind::CompleteReview => {
                let reference = self.answered().await;
                self.does(&reference, vec![ask()]).await;
                (
                    reference,
                    "Dora",
                    typed(&[("decision", "It stays."), ("reasons", "There is none.")]),
                )
            }
            ActionKind::RecordEffort => (self.case().await, "Olga", typed(&[("hours", "2")])),
            ActionKind::Close => (self.answered().await, "Olga", typed(&[])),
            ActionKind::WriteLetter => (
                self.case().await,
                "Olga",
                typed(&[("about", "Your boats"), ("text", "We count them.")]),
            ),
            ActionKind::AddNote => (
                self.case().await,
                "Olga",
                typed(&[("text", "They called.")]),
            ),
            ActionKind::ReceiveReply => (
                self.case().await,
                "Olga",
                typed(&[("channel", "post"), ("text", "Thank you.")]),
            ),
            ActionKind::DealWith => {
                let reference = self.case().await;
                self.does(
                    &reference,
                    vec![Instruction::ReceiveReply(actions::ReceiveReply {
                        text: "Thank you.".into(),
                        channel: daylight::domain::case::Channel::Post,
                    })],
                )
                .await;
                let seq = self.app.case(&reference).await.stored.case.waiting[0].seq;
                (reference, "Olga", vec![("came", seq.to_string())])
            }
            ActionKind::AskToWithdraw | ActionKind::GiveAddress => return None,
        })
    }
}

/// The letters each act on a case sends, as the walk found them.
async fn walked(app: App) -> BTreeMap<&'static str, LetterKind> {
    let olga = app.person("Olga", Role::Officer).await;
    app.person("Dora", Role::Officer).await;
    app.clearer().await;
    let mut desk = Desk { app, olga, next: 0 };
    let mut sent = BTreeMap::new();
    for kind in ActionKind::ALL {
        desk.app.set_clock("2026-06-02T09:00:00Z");
        let Some((reference, who, typed)) = Box::pin(desk.ready(kind)).await else {
            continue;
        };
        let app = &desk.app;
        as_person(app, who).await;
        let before = letters(app, &reference).await.len();
        let typed: Vec<(&str, &str)> = typed.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let path = format!("/desk/requests/{reference}/{}", kind.noun());
        let at_once = [ActionKind::Clear, ActionKind::Answer, ActionKind::Lapse];
        let page = if at_once.contains(&kind) {
            // There is nothing to type: the letter is shown at once.
            app.get(&format!("{path}/new")).await
        } else if [ActionKind::DecideQuestion, ActionKind::Refuse].contains(&kind) {
            let form = app.get(&format!("{path}/new?question=1")).await;
            let carried = ["csrf", "version", "submission"].map(|name| (name, form.value(name)));
            let carried = carried.iter().map(|(name, value)| (*name, value.as_str()));
            let all: Vec<(&str, &str)> = carried.chain(typed).collect();
            app.post(&path, &all).await
        } else {
            fill_in(app, &reference, kind.noun(), &typed).await
        };
        if let Some(letter) =
            Box::pin(shown_first(app, &reference, kind.noun(), before, page)).await
        {
            sent.insert(kind.noun(), letter);
        }
    }
    sent
}

/// What the walk finds, so that none of it goes missing unnoticed.
fn expected() -> BTreeMap<&'static str, LetterKind> {
    BTreeMap::from([
        ("time-limits", LetterKind::NewDate),
        ("clarifications", LetterKind::Clarification),
        ("clarification-replies", LetterKind::NewDate),
        ("fees-notices", LetterKind::FeesNotice),
        ("payments", LetterKind::NewDate),
        ("extensions", LetterKind::Extension),
        ("answers", LetterKind::NotHeld),
        ("transfers", LetterKind::Transfer),
        ("part-transfers", LetterKind::Transfer),
        ("lapses", LetterKind::Lapse),
        ("reviews", LetterKind::ReviewAcknowledgement),
        ("review-outcomes", LetterKind::ReviewOutcome),
        ("letters", LetterKind::Reply),
    ])
}

on_both_databases! {
    async fn every_act_on_a_case_shows_its_letter_before_it_goes(app: App) {
        assert_eq!(Box::pin(walked(app)).await, expected());
    }

    async fn a_request_logged_at_the_desk_shows_its_acknowledgement_before_it_goes(app: App) {
        app.person("Olga", Role::Officer).await;
        as_person(&app, "Olga").await;
        let form = app.get("/desk/requests/new").await;
        let (csrf, submission) = (form.value("csrf"), form.value("submission"));
        let fields = [
            ("csrf", csrf.as_str()), ("submission", submission.as_str()), ("received-day", "1"), ("received-month", "6"), ("received-year", "2026"),
            ("channel", "email"), ("name", "Ada Example"), ("email", "ada@example.org"), ("request", "How many boats?"), ("acknowledge", "yes"),
        ];
        let shown = Shown::of(&app.post("/desk/requests", &fields).await);
        assert_eq!(app.cases().await, 0, "nothing has happened");
        let formatted = shown.formatted(&app).await.html;
        assert_eq!(app.cases().await, 0, "nothing has happened");
        let again = shown.send(&app, &[("change", "yes")]).await;
        assert!(again.says("How many boats?") && app.cases().await == 0, "{}", again.html);
        assert_eq!(shown.send(&app, &[]).await.status, Status::SeeOther);
        let reference = app.references().await[0].clone();
        let sent = letters(&app, &reference).await;
        assert_eq!(sent[0].kind, LetterKind::Acknowledgement);
        is_as_shown(&app, "requests", &shown, &formatted, &sent[0]).await;
        // Once more does nothing more.
        assert_eq!(shown.send(&app, &[]).await.status, Status::SeeOther);
        assert_eq!((app.cases().await, letters(&app, &reference).await.len()), (1, 1));
        // Another request took the reference meanwhile: the letter is another one, and shown again.
        let form = app.get("/desk/requests/new").await;
        let submission = form.value("submission");
        let mut fields = fields;
        fields[1].1 = &submission;
        let shown = Shown::of(&app.post("/desk/requests", &fields).await);
        app.logged(day("2026-06-01"), "How few?", "between").await;
        let page = shown.send(&app, &[]).await;
        assert!(page.says("not the one you were shown"), "{}", page.html);
        assert_eq!(Shown::of(&page).send(&app, &[]).await.status, Status::SeeOther);
        assert_eq!(app.cases().await, 3);
    }

    async fn a_message_taken_as_a_request_shows_its_acknowledgement_before_it_goes(app: App) {
        app.person("Olga", Role::Officer).await;
        let other = app.logged(day("2026-06-01"), "How many?", "one").await;
        let wrong = format!("foi+{}.wrongkey@police.example", other.to_lowercase());
        let came = receive(&app, mail(&wrong, "Message-ID: <two@example.org>\n", "How many boats have you?"), "2026-06-02T08:40:00Z").await;
        assert_eq!(came.landed, Some(Landed::Tray));
        as_person(&app, "Olga").await;
        let href = message_href(&app, came.id).await;
        let csrf = app.get(&href).await.value("csrf");
        let shown = Shown::of(&app.post(&format!("{href}/requests"), &[("csrf", &csrf)]).await);
        assert_eq!(app.cases().await, 1, "nothing has happened");
        let formatted = shown.formatted(&app).await.html;
        assert_eq!(shown.send(&app, &[]).await.status, Status::SeeOther);
        let reference = app.references().await[1].clone();
        let sent = letters(&app, &reference).await;
        assert_eq!(sent[0].kind, LetterKind::Acknowledgement);
        is_as_shown(&app, "mail requests", &shown, &formatted, &sent[0]).await;
    }

    async fn a_letter_sent_again_is_shown_before_it_goes(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "How many?", "one").await;
        let write = Instruction::WriteLetter(actions::WriteLetter { about: "Your boats".into(), text: "We count them.".into(), answers: None, documents: vec![] });
        app.act(&reference, olga, None, write).await.unwrap();
        app.deliver().await;
        let first = letters(&app, &reference).await[0].clone();
        receive(&app, bounce(&first.message_id, "foi@police.example"), "2026-06-02T08:50:00Z").await;
        as_person(&app, "Olga").await;
        let list = app.get("/desk/mail/undelivered").await;
        let path = format!("/desk/mail/undelivered/{}/attempts", first.public_id);
        let shown = Shown::of(&app.post(&path, &[("csrf", &list.value("csrf")), ("address", "ada@other.example")]).await);
        assert_eq!(app.case(&reference).await.requester.email.as_deref(), Some("ada@example.org"), "nothing has happened");
        let formatted = shown.formatted(&app).await.html;
        app.mailbox.lock().unwrap().clear();
        assert_eq!(shown.send(&app, &[]).await.status, Status::SeeOther);
        let again = letters(&app, &reference).await[0].clone();
        assert_eq!(again.to_address.as_deref(), Some("ada@other.example"));
        is_as_shown(&app, "attempts", &shown, &formatted, &again).await;
    }

    async fn letters_about_a_publication_are_all_shown_before_they_go(app: App) {
        let (manager, pools, _) = Box::pin(two_topics(&app)).await;
        let wishers: Vec<String> = app.store().publication().contributing(pools, 2).await.unwrap().into_iter().map(|row| row.reference).collect();
        for reference in &wishers {
            app.casework.publishing().wish_to_be_told(&app.status_token(reference).await).await.unwrap();
        }
        let mut row = Box::pin(decided(&app, pools, Kind::PublishOnce, manager, "a")).await.unwrap();
        for (token, taken) in [("b", Taken::Prepare), ("c", Taken::Check(Check::NoCounts("Opening times and addresses.".into())))] {
            row = Box::pin(step(&app, &row, taken, manager, token)).await.unwrap();
        }
        as_person(&app, "Mario").await;
        let path = format!("/desk/publications/{}/issues", row.id);
        let form = app.get(&format!("{path}/new")).await;
        let (csrf, submission) = (form.value("csrf"), form.value("submission"));
        let fields = [("csrf", csrf.as_str()), ("submission", &submission), ("title", "Pools in figures"), ("address", "https://data.example.org/pools")];
        let shown = Shown::of(&app.post(&path, &fields).await);
        for reference in &wishers {
            assert!(letters(&app, reference).await.is_empty(), "nothing has happened");
        }
        assert!(shown.formatted(&app).await.html.contains("Pools in figures"));
        assert_eq!(shown.send(&app, &[]).await.status, Status::SeeOther);
        let page = plain(&shown.page);
        for reference in &wishers {
            let letter = letters(&app, reference).await[0].clone();
            assert_eq!(letter.kind, LetterKind::Publication);
            for said in [&letter.body_text, &letter.subject, letter.to_address.as_ref().unwrap()] {
                assert!(page.contains(said.as_str()), "no {said:?} in {page}");
            }
        }
    }

    async fn where_no_notice_is_owed_the_approver_reads_that_no_letter_goes(app: App) {
        let olga = app.person("Olga", Role::Officer).await;
        let reference = app.logged(day("2026-06-01"), "Why are you so bad, still?", "one").await;
        drafting(&app, &reference, olga).await;
        let why = daylight::casework::cases::reasons::reasons_field("why", &"s.14(1)".into());
        as_person(&app, "Olga").await;
        let path = format!("/desk/requests/{reference}/refusals");
        let form = app.get(&format!("{path}/new")).await;
        let carried = ["csrf", "version", "submission"].map(|name| (name, form.value(name)));
        let mut all: Vec<(&str, &str)> = carried.iter().map(|(n, v)| (*n, v.as_str())).collect();
        all.extend([("numbers", "1"), ("ground", "vexatious"), ("section", "s.14(1)"), ("without_notice", "yes"), (why.as_str(), "It is the tenth of its kind.")]);
        let refused = app.post(&path, &all).await;
        assert_eq!(refused.status, Status::SeeOther, "{}", refused.html);
        app.act(&reference, olga, None, for_clearance()).await.unwrap();
        app.clearer().await;
        as_person(&app, "Clara").await;
        let shown = offered(&app, &reference, "clearances").await;
        for said in ["No letter goes to the requester", "section 17(6)", "section 14(1)", "It is the tenth of its kind."] {
            assert!(shown.text.contains(said), "no {said:?} in {}", shown.text);
        }
        let page = plain(&shown.page);
        assert!(!page.contains("ada@example.org") && !shown.text.contains("Dear") && !page.contains("See it formatted"), "{page}");
        assert_eq!(shown.send(&app, &[]).await.status, Status::SeeOther);
        as_person(&app, "Olga").await;
        let last = app.get(&format!("/desk/requests/{reference}/answers/new")).await;
        assert!(last.says("no letter goes") && !last.says("letter-text"), "{}", last.html);
        assert_eq!(fill_in(&app, &reference, "answers", &[]).await.status, Status::SeeOther);
        let case = app.case(&reference).await;
        assert_eq!((case.stored.case.outcome, case.letters.len()), (Some(Outcome::RefusedAsVexatious), 0));
        app.casework.verify().await.unwrap().unwrap();
    }
}
