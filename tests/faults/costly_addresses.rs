//! Addresses as long as one may be, of as many fields as fit: each costs little more than a page.

use crate::program::Program;

/// How often each is asked for, so that a hundredth of a second is nothing beside it.
const TIMES: u64 = 20;

/// As long as the head of a request may be, less what else stands in it.
const LONGEST: usize = 16 * 1024 - 800;

/// As many fields as a link may have, less the others (`forms.rs`).
const FIELDS: usize = 250;

/// The longest page that answers one, in bytes.
const PAGE: usize = 150_000;

/// What one may cost in hundredths of a second of processor time for each that a plain page costs.
const DEARER: u64 = 12;

/// An address filled up with a field again and again.
fn filled(start: &str, field: impl Fn(usize) -> String) -> String {
    let mut address = start.to_owned();
    for number in 1.. {
        let field = field(number);
        if address.len() + field.len() > LONGEST {
            break;
        }
        address.push_str(&field);
    }
    address
}

#[test]
fn the_longest_address_costs_little_more_than_a_page_and_is_not_answered_with_a_long_one() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let mut manager = program.manager();
    let mut visitor = program.visitor();
    let calculator = "/deadline-calculator?regime=uk-foia-2000&received=2026-01-05";
    let addresses = [
        filled(calculator, |_| "&event=a".to_owned()),
        filled(calculator, |_| "&event=extended".to_owned()),
        filled(calculator, |n| format!("&kind-{n}=a")),
        format!("{calculator}{}", "&event=a".repeat(FIELDS)),
        format!("{calculator}{}", "&event=extended".repeat(FIELDS)),
        filled(calculator, |n| format!("&a{n}")),
        filled("/publications?q=drones", |n| format!("&a{n}=b")),
        filled("/publications?", |_| "a=b&".to_owned()),
        filled("/desk/requests?all=yes", |n| format!("&officer=a{n}")),
    ];
    let mut cost = |address: &str| {
        let before = program.processor_ticks();
        let replies = (0..TIMES).map(|_| {
            let who = if address.starts_with("/desk") {
                &mut manager
            } else {
                &mut visitor
            };
            who.get(address)
        });
        let longest = replies.map(|reply| reply.body.len()).max().unwrap();
        (program.processor_ticks() - before, longest)
    };
    // What is made once for all pages is made by then.
    cost(calculator);
    let (plain, _) = cost(calculator);
    for address in addresses {
        let (ticks, longest) = cost(&address);
        println!(
            "{:.60}: {ticks} ticks for {TIMES}, {longest} bytes; the plain page {plain}",
            address
        );
        assert!(longest < PAGE, "{address:.60}: {longest} bytes");
        assert!(
            ticks < DEARER * plain.max(10),
            "{address:.60}: {ticks} ticks"
        );
    }
}

#[test]
fn as_many_happenings_as_are_counted_are_still_answered() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let mut visitor = program.visitor();
    let start = "/deadline-calculator?regime=uk-foia-2000&received-day=5&received-month=1&received-year=2026&variant=&calendar=";
    let form = (1..=33).fold(start.to_owned(), |form, n| {
        let pause = ["clarification_sought", "clarification_received"][(n + 1) % 2];
        let kind = if n <= 30 { pause } else { "" };
        let day = if n <= 30 { (n % 28).to_string() } else { String::new() };
        format!("{form}&kind-{n}={kind}&on-{n}-day={day}&on-{n}-month=2&on-{n}-year=2026&until-{n}-day=&until-{n}-month=&until-{n}-year=")
    });
    let page = visitor.get(&form);
    assert!(
        page.text().contains("What happened (33)"),
        "{}",
        page.text()
    );
}
