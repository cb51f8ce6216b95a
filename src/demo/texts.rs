//! What people ask a police force, in our own words: topics that recur, and one-off questions.

use super::dice::Dice;
use super::themes::{THEMES, Theme};
use crate::domain::role::Role;

const OPENINGS: [&str; 6] = [
    "Please provide",
    "Under the Freedom of Information Act I would like to know",
    "I am writing to request",
    "Could you tell me",
    "I would be grateful for",
    "Please supply",
];

const PERIODS: [&str; 6] = [
    "for each of the last three years",
    "between January and December of last year",
    "for the past five financial years",
    "since the beginning of last year",
    "for each month of the last two years",
    "in the most recent year for which figures exist",
];

const BREAKDOWNS: [&str; 6] = [
    "broken down by borough",
    "by month and by district",
    "split by age and sex",
    "by year",
    "by police station or unit",
    "with the total for the whole force",
];

const FORMATS: [&str; 4] = [
    "Please send it as a spreadsheet.",
    "An electronic copy will do.",
    "If this would cost too much, please tell me how to narrow it.",
    "Please answer by email.",
];

const ODD_THINGS: [&str; 20] = [
    "the horses stabled at the mounted branch",
    "the paintings held in the headquarters building",
    "the menu of the canteen",
    "the trees felled at the training school",
    "the lost property auction",
    "the brass band",
    "the museum's visitor numbers",
    "the gym equipment",
    "the river patrol boats",
    "the choir's travel",
    "the chaplains",
    "the guide dogs visiting stations",
    "the vending machines",
    "the beehives on the roof",
    "the flagpoles",
    "the archive of old uniforms",
    "the cadets' summer camp",
    "the lifts out of order",
    "the solar panels",
    "the car wash contract",
];

const ODD_PLACES: [&str; 24] = [
    "Alderbrook",
    "Birchfield",
    "Coldharbour",
    "Dunstan Road",
    "Eastmere",
    "Foxley",
    "Greyfriars",
    "Holmwood",
    "Ironbridge Lane",
    "Jubilee Street",
    "Kestrel House",
    "Larkhill",
    "Millgate",
    "Northolme",
    "Oakhanger",
    "Pemberton",
    "Quayside",
    "Ravensworth",
    "Saltmarsh",
    "Thornbury",
    "Underhill",
    "Vale Park",
    "Westering",
    "Yarrow",
];

const ODD_ASKS: [&str; 8] = [
    "what was spent on",
    "who decides about",
    "any complaints received about",
    "the records of",
    "the policy on",
    "how many people are responsible for",
    "the minutes that mention",
    "photographs of",
];

/// A request: its theme if it has one, a title and the text.
pub fn request(dice: &mut Dice) -> (Option<&'static Theme>, String, String) {
    if dice.per_mille(220) {
        let (ask, thing) = (dice.word(&ODD_ASKS), dice.word(&ODD_THINGS));
        let (place, other) = (dice.word(&ODD_PLACES), dice.word(&ODD_PLACES));
        let text = format!(
            "Please tell me {ask} {thing} at {place} {}, and whether {other} differs. {}",
            dice.word(&PERIODS),
            dice.word(&FORMATS)
        );
        return (None, capital(&format!("{ask} {thing} at {place}")), text);
    }
    let all: u64 = THEMES.iter().map(|t| t.weight).sum();
    let mut at = dice.between(1, all);
    let theme = THEMES
        .iter()
        .find(|t| {
            let here = at <= t.weight;
            at = at.saturating_sub(t.weight);
            here
        })
        .unwrap_or(&THEMES[0]);
    let title = dice.word(theme.titles).to_owned();
    let first = dice.word(theme.asks);
    let (period, breakdown) = (dice.word(&PERIODS), dice.word(&BREAKDOWNS));
    let text = if dice.per_mille(300) {
        let second = theme.asks.iter().find(|a| **a != first).unwrap_or(&first);
        format!(
            "{}:\n1. {} {period}\n2. {} {breakdown}\n{}",
            dice.word(&OPENINGS),
            capital(first),
            capital(second),
            dice.word(&FORMATS)
        )
    } else {
        format!(
            "{} {first} {period}, {breakdown}. {}",
            dice.word(&OPENINGS),
            dice.word(&FORMATS)
        )
    };
    (Some(theme), title, text)
}

const FIRST: [&str; 24] = [
    "Amina", "Ben", "Carys", "Daniel", "Esther", "Farah", "George", "Hannah", "Imran", "Joanna",
    "Kwame", "Laura", "Marek", "Niamh", "Oliver", "Priya", "Quentin", "Rosa", "Samuel", "Tara",
    "Uma", "Victor", "Wendy", "Yusuf",
];
const LAST: [&str; 24] = [
    "Adeyemi", "Brook", "Castell", "Dunmore", "Ellery", "Fenwick", "Garrow", "Hollis", "Ingram",
    "Jessop", "Kettle", "Lomax", "Marlowe", "Nazir", "Oakes", "Pym", "Quill", "Rahman", "Selby",
    "Tarrant", "Usher", "Varga", "Whitlock", "Yarwood",
];

/// A requester: name, address and kind. One in three is one of sixty who ask often.
pub fn requester(dice: &mut Dice) -> (String, String, &'static str) {
    let often = dice.per_mille(330);
    let number = if often {
        dice.between(1, 60)
    } else {
        dice.between(61, 400_000)
    };
    let mut who = Dice::new(number);
    let (first, last) = (who.word(&FIRST), who.word(&LAST));
    let category = if often {
        who.word(&["media", "media", "organisation", "academia", "business"])
    } else {
        who.word(&["public", "public", "public", "", "business", "legal"])
    };
    let email = format!(
        "{}.{}{number}@requester.example",
        first.to_lowercase(),
        last.to_lowercase()
    );
    (format!("{first} {last}"), email, category)
}

/// The people at the desk: name, address, role and team.
pub const PEOPLE: [(&str, &str, Role, &str); 8] = [
    (
        "Morgan Hale",
        "morgan.hale@police.example",
        Role::Manager,
        "Information Rights",
    ),
    (
        "Priya Nair",
        "priya.nair@police.example",
        Role::Manager,
        "Information Rights",
    ),
    (
        "Tom Ashworth",
        "tom.ashworth@police.example",
        Role::Officer,
        "Crime",
    ),
    (
        "Leila Osman",
        "leila.osman@police.example",
        Role::Officer,
        "Operations",
    ),
    (
        "Callum Reid",
        "callum.reid@police.example",
        Role::Officer,
        "Finance",
    ),
    (
        "Grace Whitfield",
        "grace.whitfield@police.example",
        Role::Officer,
        "People",
    ),
    (
        "Sunil Desai",
        "sunil.desai@police.example",
        Role::Officer,
        "Technology",
    ),
    (
        "Ewa Zielinska",
        "ewa.zielinska@police.example",
        Role::Officer,
        "Professional Standards",
    ),
];

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
