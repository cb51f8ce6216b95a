//! Queries by their text, the same for both databases: parameters are `$1`, `$2`, ...

use super::order;
use crate::store::StoreFault;
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult, QueryResult,
    Statement, Value,
};
use serde::de::{DeserializeOwned, Deserializer, Visitor};
use std::fmt::{self, Formatter};

/// Rows in one INSERT: under SQLite's 32,766 and PostgreSQL's 65,535 parameters.
pub const CHUNK: usize = 900;

/// All rows of a query.
pub async fn all<T: FromQueryResult>(
    db: &impl ConnectionTrait,
    text: &str,
    values: Vec<Value>,
) -> Result<Vec<T>, StoreFault> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), text, values);
    let rows = db.query_all_raw(statement).await?;
    rows.iter().map(of_row).collect()
}

/// All rows of a query in one, for the lists opened most.
///
/// SQLite's driver hands each row from one thread to another, and waking a thread costs more than
/// finding the row: a list of fifty takes half the time when the database writes its rows into one
/// text. `columns` are in the order of the fields of `T`; `from` is the rest of the query.
pub async fn packed<T: DeserializeOwned>(
    db: &impl ConnectionTrait,
    columns: &str,
    from: &str,
    values: Vec<Value>,
) -> Result<Vec<T>, StoreFault> {
    #[derive(FromQueryResult)]
    struct Packed {
        packed: String,
    }
    debug_assert!(order::agree::<T>(columns), "{columns}: not as the fields");
    let text = format!("SELECT {} AS packed", pack(db, columns, from));
    let row: Option<Packed> = one(db, &text, values).await?;
    row.map_or_else(|| Ok(Vec::new()), |row| unpack(&row.packed))
}

/// The rows of a query as one column of another: several lists in one way to the database and
/// back, which costs as much as most of them. `from` may name the tables of the query around it.
pub fn pack(db: &impl ConnectionTrait, columns: &str, from: &str) -> String {
    // Both feed an aggregate in the order of the query within.
    let (join, line) = packing(db, columns);
    format!(
        "(SELECT '[' || COALESCE({join}(line, ','), '') || ']' \
         FROM (SELECT {line} AS line {from}) AS lines)"
    )
}

/// The rows of a packed column.
pub fn unpack<T: DeserializeOwned>(packed: &str) -> Result<Vec<T>, StoreFault> {
    serde_json::from_str(packed).map_err(|_| first_damaged::<T>(packed))
}

/// The first packed row that cannot be read: what is wrong, and which it is by its first column.
fn first_damaged<T: DeserializeOwned>(packed: &str) -> StoreFault {
    let rows: Vec<serde_json::Value> = match serde_json::from_str(packed) {
        Ok(rows) => rows,
        Err(fault) => return StoreFault::Damaged(fault.to_string()),
    };
    let damaged = rows.into_iter().find_map(|row| {
        let named = match row.get(0) {
            Some(serde_json::Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => String::new(),
        };
        let fault = T::deserialize(row).err()?;
        Some(format!("{fault}, row {named}"))
    });
    StoreFault::Damaged(damaged.unwrap_or_default())
}

/// A plain row as what it stands for; where it cannot be read, what is wrong and which it is.
fn of_row<T: FromQueryResult>(row: &QueryResult) -> Result<T, StoreFault> {
    T::from_query_result(row, "").map_err(|fault| {
        let DbErr::Type(what) = fault else {
            return fault.into();
        };
        let number = row.try_get::<i64>("", "id").map(|id| id.to_string());
        let named = number.or_else(|_| row.try_get::<String>("", "reference"));
        StoreFault::Damaged(match named {
            Ok(named) => format!("{what}, row {named}"),
            Err(_) => what,
        })
    })
}

/// The aggregate that joins texts, and the expression that packs columns into one.
pub fn packing(db: &impl ConnectionTrait, columns: &str) -> (&'static str, String) {
    match db.get_database_backend() {
        DbBackend::Postgres => ("string_agg", format!("json_build_array({columns})::text")),
        _ => ("group_concat", format!("json_array({columns})")),
    }
}

/// A truth value of a packed row, which SQLite writes as 0 or 1.
pub fn flag<'de, D: Deserializer<'de>>(value: D) -> Result<bool, D::Error> {
    struct Flag;

    impl Visitor<'_> for Flag {
        type Value = bool;

        fn expecting(&self, f: &mut Formatter<'_>) -> fmt::Result {
            f.write_str("true, false, 1 or 0")
        }

        fn visit_bool<E>(self, truth: bool) -> Result<bool, E> {
            Ok(truth)
        }

        fn visit_u64<E>(self, number: u64) -> Result<bool, E> {
            Ok(number != 0)
        }
    }

    value.deserialize_any(Flag)
}

/// The first row of a query.
pub async fn one<T: FromQueryResult>(
    db: &impl ConnectionTrait,
    text: &str,
    values: Vec<Value>,
) -> Result<Option<T>, StoreFault> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), text, values);
    let row = db.query_one_raw(statement).await?;
    row.map(|row| of_row(&row)).transpose()
}

/// Runs a statement; how many rows it touched.
pub async fn run(
    db: &impl ConnectionTrait,
    text: &str,
    values: Vec<Value>,
) -> Result<u64, StoreFault> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), text, values);
    Ok(db.execute_raw(statement).await?.rows_affected())
}

/// A row with one number.
#[derive(FromQueryResult)]
pub struct Number {
    /// The number.
    pub number: i64,
}

/// Writes rows of one table, as many at once as the database takes; none is fine.
pub async fn insert<E, A>(db: &impl ConnectionTrait, rows: Vec<A>) -> Result<(), StoreFault>
where
    E: EntityTrait,
    A: ActiveModelTrait<Entity = E>,
{
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let chunk: Vec<A> = rows.by_ref().take(CHUNK).collect();
        E::insert_many(chunk).exec_without_returning(db).await?;
    }
    Ok(())
}
