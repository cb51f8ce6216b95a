//! Tables beside those that were printed before them.

use super::trade::{FAR, Unknown, Walk, Work};
use super::*;

const THRESHOLD: u32 = 5;

fn table(text: &str) -> Table {
    Table::parse(text).unwrap()
}

fn decided(text: &str, series: i64, earlier: &[Printed]) -> Result<Published, Refused> {
    publishable(&table(text), series, Method::LeaveOut, earlier, THRESHOLD)
}

fn printed(text: &str, series: i64, earlier: &[Printed]) -> Printed {
    let table = table(text);
    let published = publishable(&table, series, Method::LeaveOut, earlier, THRESHOLD).unwrap();
    Printed {
        table,
        shown: published.shown(),
        method: Method::LeaveOut,
        series,
        called: format!("edition {}", earlier.len() + 1),
        beside: 0,
    }
}

const FIRST: &str = "Area,2026 Q1\nNorth,20\nSouth,30\nEast,25";
const SECOND: &str = "Area,2026 Q1,2026 Q2\nNorth,20,3\nSouth,30,12\nEast,25,14";

#[test]
fn a_total_of_which_the_rest_is_known_is_left_out_with_its_small_count() {
    let earlier = [printed(FIRST, 1, &[])];
    let alone = table(SECOND).protect(THRESHOLD);
    let together = decided(SECOND, 1, &earlier).unwrap();
    assert_eq!(
        alone.rows[0].1,
        [None, None, Some(23)],
        "by itself the total is printed"
    );
    assert_eq!(
        together.rows[0].1,
        [Some(20), None, None],
        "what is known is not left out"
    );
}

#[test]
fn what_was_left_out_stays_left_out_and_a_table_printed_again_is_the_same() {
    let first = "Area,Men,Women,Young\nNorth,3,90,40\nSouth,40,50,60\nEast,70,80,31";
    let earlier = [printed(first, 1, &[])];
    let again = decided(first, 1, &earlier).unwrap();
    assert_eq!(again.shown(), earlier[0].shown);
    // Turned, under other names of its rows and in another publication it is the same as well.
    let turned = "Group,North,South,East\nMen,3,40,70\nWomen,90,50,80\nYoung,40,60,31";
    let turned = decided(turned, 2, &earlier).unwrap().shown();
    let renamed = "Area,Men,Women,Young\nA,3,90,40\nB,40,50,60\nC,70,80,31";
    let renamed = decided(renamed, 1, &earlier).unwrap().shown();
    for (r, row) in earlier[0].shown.iter().enumerate() {
        for (c, shown) in row.iter().enumerate() {
            assert_eq!(
                (turned[c][r], renamed[r][c]),
                (*shown, *shown),
                "row {r}, column {c}"
            );
        }
    }
}

#[test]
fn what_came_since_is_a_count_of_its_own() {
    let first = "Area,Men,Women\nNorth,20,90\nSouth,40,50\nEast,60,70";
    let second = "Area,Men,Women\nNorth,22,120\nSouth,61,75\nEast,90,99";
    let earlier = [printed(first, 1, &[])];
    let shown = decided(second, 1, &earlier).unwrap().shown();
    assert_eq!(shown[0][0], None, "two men came since: {shown:?}");
    // In another publication the same names count something else.
    assert_eq!(decided(second, 2, &earlier).unwrap().besides, 0);
}

#[test]
fn rows_taken_together_do_not_give_back_what_was_left_out_of_each() {
    let fine = "Area,Q1,Q2\nA,3,20\nB,30,21\nC,16,22\nD,17,23";
    let coarse = "Area,Q1,Q2\nA and B,33,41\nC and D,33,45";
    let earlier = [printed(fine, 1, &[])];
    let shown = decided(coarse, 1, &earlier).unwrap().shown();
    let without = |r: usize| earlier[0].shown[r][0].is_none();
    assert!(without(0), "{earlier:?}");
    // A is what A and B make less B.
    assert!(
        shown[0][0].is_none() || without(1),
        "{shown:?} beside {earlier:?}"
    );
}

#[test]
fn what_cannot_be_protected_is_refused_with_the_way_out() {
    // All of it was printed but for the small counts that this one has not any more.
    let first = "Area,Men,Women\nNorth,20,30\nSouth,40,50";
    let earlier = [printed(first, 1, &[])];
    let refused = decided("Area,Men,Women\nNorth,22,31\nSouth,41,52", 1, &earlier).unwrap_err();
    let said = refused.to_string();
    assert!(
        said.contains("earlier tables give away") || said.contains("edition 1"),
        "{said}"
    );
    assert!(said.contains("take rows or columns together"), "{said}");
    assert!(said.contains("round every count to 5"), "{said}");
}

#[test]
fn three_tables_of_the_same_by_three_things_are_refused_where_anything_is_left_out() {
    let areas = "Area,Q1,Q2\nNorth,3,20\nSouth,30,40\nEast,22,33";
    let kinds = "Kind,Q1,Q2\nPhone,25,41\nLetter,30,52";
    let both = "Area,Phone,Letter\nNorth,11,12\nSouth,30,40\nEast,25,30";
    let mut earlier = vec![printed(areas, 1, &[])];
    let second = printed(kinds, 2, &earlier);
    earlier.push(second);
    let refused = decided(both, 3, &earlier).unwrap_err();
    assert!(matches!(refused, Refused::ThreeWays { .. }), "{refused}");
    let large = "Area,Q1,Q2\nNorth,13,20\nSouth,30,40\nEast,22,33";
    let kinds = "Kind,Q1,Q2\nPhone,35,41\nLetter,30,52";
    let both = "Area,Phone,Letter\nNorth,21,12\nSouth,30,40\nEast,25,30";
    let mut earlier = vec![printed(large, 1, &[])];
    let second = printed(kinds, 2, &earlier);
    earlier.push(second);
    assert_eq!(decided(both, 3, &earlier).unwrap().besides, 0);
}

#[test]
fn rounding_is_to_five_or_to_as_much_as_the_threshold_and_keeps_to_one_way() {
    assert_eq!([2, 3, 5, 6, 10, 11].map(base_of), [5, 5, 5, 10, 10, 15]);
    let base = base_of(THRESHOLD);
    let method = Method::Round { base };
    let text = "Area,Men,Women\nNorth,3,92\nSouth,41,53";
    let rounded = publishable(&table(text), 1, method, &[], THRESHOLD).unwrap();
    assert_eq!(rounded.rows[0].1, [Some(5), Some(90), Some(95)]);
    assert_eq!(rounded.rows[2].1, [Some(45), Some(145), Some(190)]);
    let earlier = [Printed {
        table: table(text),
        shown: rounded.shown(),
        method,
        series: 1,
        called: "the first edition".to_owned(),
        beside: 0,
    }];
    let refused = decided(text, 1, &earlier).unwrap_err();
    assert!(
        refused.to_string().contains("was published rounded"),
        "{refused}"
    );
    // What was left out stays left out where a later edition is rounded.
    let earlier = [printed(text, 1, &[])];
    let later = publishable(&table(text), 1, method, &earlier, THRESHOLD);
    if let Ok(later) = later {
        assert_eq!(later.rows[0].1[0], None, "{later:?}");
    }
}

#[test]
fn totals_that_say_too_much_of_rounded_counts_are_left_out() {
    // Seven counts of 2 are printed as 0 and make 14, printed as 15: at most one of them is 1.
    let twos = "Area,Men\nA,2\nB,2\nC,2\nD,2\nE,2\nF,2\nG,2";
    let method = Method::Round { base: 5 };
    let published = publishable(&table(twos), 1, method, &[], THRESHOLD).unwrap();
    assert!(
        published.rows[..7].iter().all(|(_, row)| row[0] == Some(0)),
        "{published:?}"
    );
    assert_eq!(published.rows[7].1, [None, None]);
}

#[test]
fn a_table_without_anything_in_common_is_decided_by_itself() {
    let earlier = [printed(SECOND, 1, &[])];
    let other = "Fee,Paid,Waived\nSmall,3,120\nLarge,41,95\nOther,50,81";
    assert_eq!(
        decided(other, 2, &earlier).unwrap(),
        table(other).protect(THRESHOLD)
    );
}

#[test]
fn more_work_than_a_table_is_worth_is_refused_in_words() {
    let mut none = Work(10);
    let unknown = vec![Unknown { low: -1, high: FAR }; 6];
    assert!(Walk::new(unknown, vec![vec![(0, 1), (1, -1)]; 4], &mut none).is_err());
    assert!(
        Refused::TooHard
            .to_string()
            .contains("fewer rows or columns")
    );
}

#[test]
fn a_walk_ends_where_an_equation_or_a_bound_holds_it() {
    // Two counts that make a known sum, the second of which can lose 3.
    let unknown = vec![
        Unknown { low: -2, high: FAR },
        Unknown { low: -3, high: FAR },
    ];
    let mut work = Work(1_000_000);
    let mut walk = Walk::new(unknown, vec![vec![(0, 1), (1, 1)]], &mut work).unwrap();
    let mut places = Vec::new();
    let keep = |places: &mut Vec<Vec<i64>>, place: &[i64]| places.push(place.to_vec());
    walk.climb(&[1.0, 0.0], &mut work, |place| {
        keep(&mut places, place);
        false
    })
    .unwrap();
    walk.climb(&[-1.0, 0.0], &mut work, |place| {
        keep(&mut places, place);
        false
    })
    .unwrap();
    assert_eq!(places, [vec![3, -3], vec![-2, 2]]);
}
