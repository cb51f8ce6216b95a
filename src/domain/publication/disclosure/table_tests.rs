//! What is a table, and what is said of what is none.

use super::*;

#[test]
fn a_table_is_read_line_by_line_and_every_fault_names_its_line() {
    let read = Table::parse("Area\tMen\tWomen\nNorth\t12\t3\n\nSouth\t5\t1 200\n").unwrap();
    assert_eq!(read.columns, ["Men", "Women"]);
    assert_eq!(read.rows[1], ("South".to_owned(), vec![5, 1200]));
    assert_eq!(Table::parse("only"), Err(TableFault::TooSmall));
    let said = |text: &str| Table::parse(text).unwrap_err().to_string();
    let uneven = said("Area,Men\nNorth,1,2");
    assert!(uneven.starts_with("Line 2 has 2 values"), "{uneven}");
    let word = said("Area,Men\nNorth,few");
    assert!(word.contains("\"few\""), "{word}");
    let blank = said("Area,Men,Women\nNorth,1,");
    assert!(blank.contains("no count under \"Women\""), "{blank}");
    for none in [
        "Area,Men\nNorth,-1",
        "Area,Men\nNorth,1.5",
        "Area,Men\nNorth,..",
    ] {
        assert!(said(none).contains("is not a whole number"), "{none}");
    }
    assert!(said("Area,\nNorth,1").starts_with("Line 1: give every row"));
    assert!(said("Area,Men\n,1").starts_with("Line 2: give every row"));
    assert!(said("Area,Men,men\nNorth,1,2").contains("names two rows or two columns"));
    assert!(said("Area,Men\nNorth,1\n north ,2").contains("names two rows or two columns"));
}

#[test]
fn a_table_of_one_row_is_one_and_one_of_five_hundred_columns_is_told_its_size() {
    let one = Table::parse("\u{feff}Area,Men,Women\r\nNorth,\"1,200\",3\r\n").unwrap();
    assert_eq!(one.rows, [("North".to_owned(), vec![1200, 3])]);
    let names: Vec<String> = (0..500).map(|n| format!("c{n}")).collect();
    let counts = vec!["7"; 500].join(",");
    let wide = Table::parse(&format!("Area,{}\nNorth,{counts}", names.join(","))).unwrap_err();
    assert!(wide.to_string().contains("this has 1 and 500"), "{wide}");
}

#[test]
fn typed_totals_are_left_out_where_they_are_right_and_refused_where_not() {
    let with = Table::parse("Area,Men,Women,Total\nNorth,12,3,15\nSouth,5,8,13\nTotal,17,11,28");
    let without = Table::parse("Area,Men,Women\nNorth,12,3\nSouth,5,8");
    assert_eq!(with, without);
    let row = Table::parse("Area,Men,Women,Total\nNorth,12,3,16").unwrap_err();
    assert!(
        row.to_string()
            .starts_with("\"North\" says 16 where the counts make 15"),
        "{row}"
    );
    let column = Table::parse("Area,Men\nNorth,12\nSouth,5\nAll,18").unwrap_err();
    assert!(
        column
            .to_string()
            .starts_with("\"Men\" says 18 where the counts make 17"),
        "{column}"
    );
}
