//! That a list of packed columns and the struct that reads it agree. A packed row is a list, read in
//! the order of the struct's fields: with its names in every row a list costs more to write and to
//! read than all else that is done for it. So the two orders are held against each other instead,
//! whenever a list is read in a build with debug assertions, as in every test.

use serde::de::value::Error;
use serde::de::{DeserializeOwned, Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;

/// Whether as many columns are named as the struct has fields, and each that is called like a field
/// stands at the place of that field. An expression has no name; a type that is no struct no fields.
pub(super) fn agree<T: DeserializeOwned>(columns: &str) -> bool {
    let Some(fields) = fields_of::<T>() else {
        return true;
    };
    let columns = names(columns);
    let in_place = |(place, column): (usize, &&str)| {
        let field = fields.iter().position(|field| field == column);
        field.is_none_or(|field| field == place)
    };
    columns.len() == fields.len() && columns.iter().enumerate().all(in_place)
}

/// The names of a struct's fields as serde reads them, in their order.
fn fields_of<T: DeserializeOwned>() -> Option<&'static [&'static str]> {
    struct Asked(Option<&'static [&'static str]>);

    impl<'de> Deserializer<'de> for &mut Asked {
        type Error = Error;

        fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
            Err(Error::custom("no struct"))
        }

        fn deserialize_struct<V: Visitor<'de>>(
            self,
            _: &'static str,
            fields: &'static [&'static str],
            _: V,
        ) -> Result<V::Value, Error> {
            self.0 = Some(fields);
            Err(Error::custom("the names are all that was asked for"))
        }

        forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
            option unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier
            ignored_any
        }
    }

    let mut asked = Asked(None);
    let _ = T::deserialize(&mut asked);
    asked.0
}

/// The columns, each by its own name; an expression as it is.
fn names(columns: &str) -> Vec<&str> {
    let (mut depth, mut quoted, mut start) = (0_u32, false, 0);
    let mut parts = Vec::new();
    for (at, letter) in columns.char_indices() {
        match letter {
            '\'' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            ',' if !quoted && depth == 0 => {
                parts.push(&columns[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&columns[start..]);
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    let own = |part: &'_ str| -> usize {
        // Of `d.public_id`, `public_id`.
        let named = part.chars().all(plain).then(|| part.rfind('.')).flatten();
        named.map_or(0, |dot| dot + 1)
    };
    let trimmed = parts.into_iter().map(str::trim);
    trimmed.map(|part| &part[own(part)..]).collect()
}

#[cfg(test)]
mod tests {
    use super::agree;
    use crate::store::cases::stored_case::EVENT_COLUMNS;
    use crate::store::entities::event;
    use crate::store::mail::letters::LETTER_COLUMNS;
    use crate::store::{LetterRow, SimilarRow, SuggestionRow};
    use serde::Deserialize;

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "its fields are only named")]
    struct Row {
        id: i64,
        name: String,
        of: Option<i64>,
        #[serde(skip)]
        beside: u8,
    }

    #[test]
    fn columns_in_another_order_than_their_fields_are_told() {
        assert!(agree::<Row>("c.id, c.name, (SELECT MAX(a, 1) FROM x) + 1"));
        assert!(agree::<Row>("t.number, CASE WHEN a THEN ', (' END, of"));
        assert!(!agree::<Row>("name, id, of"));
        assert!(!agree::<Row>("c.id, c.of, c.name"));
        assert!(!agree::<Row>("id, name"));
        assert!(!agree::<Row>("id, name, of, beside"));
        assert!(agree::<(i64, String)>("name, id"));
    }

    #[test]
    fn lists_that_are_only_packed_within_others_agree() {
        assert!(agree::<event::Model>(EVENT_COLUMNS));
        assert!(agree::<LetterRow>(LETTER_COLUMNS));
        assert!(agree::<SuggestionRow>(
            crate::store::cases::page::SUGGESTION_COLUMNS
        ));
        assert!(agree::<SimilarRow>(
            crate::store::cases::page::SIMILAR_COLUMNS
        ));
    }
}
