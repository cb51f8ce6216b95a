//! Refusals from the form to the letter: for what a request costs or is, and under a qualified
//! exemption found by typing, or by part with scripts turned off.

use super::answered::{acknowledged, drafting};
use super::deciding::{answer, continue_on, save, write};
use super::walk::Walk;
use crate::chromium::View;
use daylight::domain::role::Role;

const TO: &str = "ada@example.org";

const PATROLS: [(&str, &str); 6] = [
    ("withheld", "The places patrolled"),
    ("why", "They show where nobody looks."),
    ("harm", "Offenders would go elsewhere."),
    (
        "for_disclosure",
        "People see how they are kept safe.\nIt was debated in public.",
    ),
    ("for_withholding", "Patrols work by surprise."),
    ("balance", "Safety weighs more."),
];

/// What a refusal under s.31(1)(a) tells (FOIA s.17(1) and (3), s.2(2)(b)).
const TOLD: [&str; 9] = [
    "section 17",
    "section 31(1)(a)",
    "The places patrolled",
    "They show where nobody looks.",
    "Offenders would go elsewhere.",
    "It was debated in public.",
    "Patrols work by surprise.",
    "Safety weighs more.",
    "the public interest in withholding this information outweighs",
];

walked_on_both_databases! {
    async fn a_request_is_refused_for_its_cost_and_a_question_by_part_with_scripts_turned_off(walk: &Walk, View::WithoutScript) {
        let app = &walk.app;
        let olga = app.person("Olga", Role::Officer).await;
        app.clearer().await;
        let cost = acknowledged(app, "1. Every email of 2025?\n2. Every letter of 2025?").await;
        let patrols = acknowledged(app, "Where do you patrol?").await;
        for reference in [&cost, &patrols] {
            drafting(app, reference, olga).await;
        }
        walk.mail().await;

        walk.desk("Olga").await;
        walk.go_case(&cost).await;
        walk.follow("Refuse the whole request").await;
        walk.page(
            "grounds",
            &["s.12(1) Cost of answering above the limit", "s.12(2)", "s.14(1) Vexatious request", "s.14(2) Repeated request", "Every email of 2025?", "Every letter of 2025?"],
            &["s.31"],
        ).await;
        continue_on(walk).await;
        walk.page("no ground", &["There is a problem", "Choose the ground"], &[]).await;
        walk.fill(&[("ground", "cost_limit")]).await;
        continue_on(walk).await;
        walk.page("the cost", &["It has to exceed the limit of 18 hours", "One suggestion a line"], &["public interest"]).await;
        // Eighteen hours at 25 pounds are 450 pounds, which does not exceed 450 (SI 2004/3244 regs 3, 4).
        walk.fill(&[("hours", "18")]).await;
        write(walk, "s.12(1)", &[("why", "Nothing can be searched by machine."), ("advice", "Ask for one week.\nName one sender.")]).await;
        save(walk).await;
        walk.page("within the limit", &["There is a problem", "does not exceed the limit of 18 hours"], &[]).await;
        walk.fill(&[("hours", "30")]).await;
        save(walk).await;
        walk.page("refused", &["Refused under s.12(1).", "Nothing can be searched by machine."], &["Not decided"]).await;
        answer(walk, &cost, &["s.12(1)", "30 hours", "£750.00"], &["There is a problem"]).await;
        walk.page("sent", &["Refused: cost", "in time"], &[]).await;
        walk.letter(
            "the cost is told",
            TO,
            &[
                "section 12(1)", "section 17(5)", "take 30 hours", "At £25.00 an hour that is £750.00", "The limit is £450.00, which is 18 hours",
                "Ask for one week.", "Name one sender.", "section 16", "Thursday 30 July 2026", "Information Commissioner",
            ],
            &["exemption", "public interest", "section 17(1)", "(question"],
        ).await;
        walk.go_status(&cost).await;
        walk.page("told of the cost", &["Refused: cost", "We have answered", "You can ask until Thursday 30 July 2026"], &["Olga", "Clara"]).await;

        walk.desk("Olga").await;
        walk.go_case(&patrols).await;
        walk.press(".questions a[href$='question=1']").await;
        walk.fill(&[("outcome", "refused")]).await;
        continue_on(walk).await;
        walk.page("no section", &["There is a problem", "has to name the section it relies on"], &[]).await;
        walk.unfold("All sections, by part").await;
        walk.unfold("s.31 Law enforcement").await;
        walk.page("sections by part", &["s.31(1)(a) Prevention or detection of crime (qualified)", "s.40 Personal information"], &[]).await;
        walk.fill(&[("exemptions", "s.31(1)(a)")]).await;
        continue_on(walk).await;
        walk.page("its texts", &["What is withheld", "What speaks for disclosure", "What speaks against it", "Where the balance lies, and why"], &["Qualified person"]).await;
        write(walk, "s.31(1)(a)", &PATROLS[..3]).await;
        save(walk).await;
        walk.page("nothing is weighed", &["There is a problem", "(s.31(1)(a))"], &[]).await;
        write(walk, "s.31(1)(a)", &PATROLS[3..]).await;
        save(walk).await;
        walk.page("decided", &["Question 1 is decided.", "Prevention or detection of crime", "For disclosure: People see how they are kept safe."], &["Not decided"]).await;
        answer(walk, &patrols, &["s.31(1)(a)", "Patrols work by surprise."], &[]).await;
        walk.letter("the places are refused", TO, &[&TOLD[..], &["Thursday 30 July 2026"]].concat(), &["section 12", "section 40"]).await;
    }

    async fn a_request_is_refused_as_vexatious_and_a_section_found_by_typing(walk: &Walk, View::Desktop) {
        let app = &walk.app;
        let olga = app.person("Olga", Role::Officer).await;
        app.clearer().await;
        let vexatious = acknowledged(app, "Which of you is the worst?").await;
        let patrols = acknowledged(app, "1. How many patrols?\n2. Where were they?").await;
        for reference in [&vexatious, &patrols] {
            drafting(app, reference, olga).await;
        }
        walk.mail().await;

        walk.desk("Olga").await;
        walk.go_case(&vexatious).await;
        walk.follow("Refuse the whole request").await;
        walk.page("grounds", &["s.14(1) Vexatious request"], &[]).await;
        walk.fill(&[("ground", "vexatious")]).await;
        continue_on(walk).await;
        walk.page("vexatious", &["This is said of the request, not of you.", "send none (s.17(6))"], &["Hours", "public interest"]).await;
        save(walk).await;
        walk.page("without reasons", &["There is a problem", "(s.14(1))"], &[]).await;
        write(walk, "s.14(1)", &[("why", "It asks for nothing that could be on record and only insults.")]).await;
        save(walk).await;
        walk.page("refused", &["Refused under s.14(1).", "only insults"], &["Not decided"]).await;
        answer(walk, &vexatious, &["s.14(1)", "only insults"], &[]).await;
        walk.letter(
            "vexatious is told",
            TO,
            &["section 14(1)", "section 17(5)", "This is said of the request, not of you.", "only insults", "Thursday 30 July 2026", "Information Commissioner"],
            &["exemption", "public interest", "section 17(1)", "£"],
        ).await;

        walk.desk("Olga").await;
        walk.go_case(&patrols).await;
        walk.press(".questions a[href$='question=1']").await;
        walk.page("deciding", &["Decide question 1", "Find a section", "How many patrols?"], &["Where were they?"]).await;
        walk.fill(&[("outcome", "granted_in_full")]).await;
        continue_on(walk).await;
        walk.fill(&[("answer", "There were 12 patrols.")]).await;
        save(walk).await;
        walk.press(".questions a[href$='question=2']").await;
        walk.fill(&[("outcome", "refused"), ("find", "zebra")]).await;
        walk.press("main button[value=find]").await;
        walk.page("nothing found", &["There is a problem", "No section has \u{201c}zebra\u{201d} in its number or title"], &[]).await;
        walk.fill(&[("find", "detection crime")]).await;
        walk.press("main button[value=find]").await;
        walk.page("found", &["s.31(1)(a) Prevention or detection of crime (qualified)"], &["There is a problem"]).await;
        assert_eq!(walk.count("main [name=exemptions]:checked").await, 1, "the one that was found is chosen");
        continue_on(walk).await;
        walk.page("its texts", &["s.31(1)(a) Prevention or detection of crime", "One factor a line."], &["Answer What you give"]).await;
        write(walk, "s.31(1)(a)", &PATROLS).await;
        save(walk).await;
        walk.page("decided", &["Question 2 is decided.", "Send for clearance"], &["Not decided"]).await;
        answer(walk, &patrols, &["There were 12 patrols.", "s.31(1)(a)", "Patrols work by surprise."], &[]).await;
        walk.letter("a part is refused", TO, &[&TOLD[..], &["There were 12 patrols.", "Thursday 30 July 2026"]].concat(), &["section 14", "section 40"]).await;
        walk.go_status(&patrols).await;
        walk.page("told", &["Granted in part", "We have answered"], &["Olga", "Clara"]).await;
    }
}
