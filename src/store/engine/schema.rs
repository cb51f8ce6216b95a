//! Whether the database has the tables, indexes, views and triggers that the steps of its schema
//! make, and no others: a restore may have lost some, and somebody may have put one there.
//!
//! SQLite's are held against those of a database in memory that takes the same steps. A server is no
//! place to try steps on; what they make of PostgreSQL is written down, and a test holds it there.

use super::sql;
use crate::store::migrations::Migrations;
use crate::store::{Store, StoreFault};
use sea_orm::{ConnectOptions, ConnectionTrait, Database};
use sea_orm_migration::prelude::MigratorTrait;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What the steps make on PostgreSQL: a line each, what it is, its name and how it is made.
const ON_POSTGRES: &str = include_str!("postgres_schema.txt");

/// What there is on SQLite. Its own tables are no step's.
const OF_SQLITE: &str = "FROM (SELECT type || ' ' || name AS named, CASE type WHEN 'table' THEN \
     (SELECT group_concat(c.name || ' ' || c.type || ' ' || c.\"notnull\" || ' ' || c.pk, ', ') \
     FROM pragma_table_info(s.name) c) ELSE sql END AS made FROM sqlite_schema s \
     WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\') ORDER BY named";

/// What there is on PostgreSQL, in the schema Daylight uses; what extensions brought is theirs.
const OF_POSTGRES: &str = "FROM (\
     SELECT CASE c.relkind WHEN 'v' THEN 'view ' ELSE 'table ' END || c.relname AS named, \
     (SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' || \
     CASE WHEN a.attnotnull THEN '1' ELSE '0' END, ', ' ORDER BY a.attname) FROM pg_attribute a \
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS made, c.oid AS owned \
     FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') \
     AND c.relnamespace = CAST(current_schema() AS regnamespace) \
     UNION ALL SELECT 'index ' || c.relname, CASE WHEN i.indisunique THEN 'unique ' ELSE '' END || \
     'on ' || t.relname || ' ' || CASE WHEN i.indpred IS NULL THEN '' ELSE 'in part ' END || \
     (SELECT string_agg(pg_get_indexdef(i.indexrelid, n, TRUE), ', ' ORDER BY n) \
     FROM generate_series(1, CAST(i.indnkeyatts AS INTEGER)) n), t.oid FROM pg_index i \
     JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid \
     WHERE c.relnamespace = CAST(current_schema() AS regnamespace) \
     UNION ALL SELECT 'trigger ' || g.tgname, 'on ' || t.relname, t.oid FROM pg_trigger g \
     JOIN pg_class t ON t.oid = g.tgrelid WHERE NOT g.tgisinternal \
     AND t.relnamespace = CAST(current_schema() AS regnamespace) \
     UNION ALL SELECT 'rule ' || r.rulename, 'on ' || t.relname, t.oid FROM pg_rewrite r \
     JOIN pg_class t ON t.oid = r.ev_class WHERE r.rulename <> '_RETURN' \
     AND t.relnamespace = CAST(current_schema() AS regnamespace)) AS there \
     WHERE NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = there.owned AND d.deptype = 'e') \
     ORDER BY named";

#[derive(Deserialize)]
struct Made {
    named: String,
    made: Option<String>,
}

impl Store {
    /// What of the schema is missing, is not as the steps make it or is none of theirs, a sentence
    /// each. All steps have to be taken.
    ///
    /// # Errors
    /// What the database says.
    pub async fn odd_schema(&self) -> Result<Vec<String>, StoreFault> {
        let should = if self.is_postgres() {
            let lines = ON_POSTGRES.lines();
            let lines = lines.filter_map(|line| line.split_once(": "));
            lines.map(|(n, m)| (n.to_owned(), m.to_owned())).collect()
        } else {
            // One connection, or each would have a database of its own.
            let mut options = ConnectOptions::new("sqlite::memory:");
            options.max_connections(1).sqlx_logging(false);
            let made = Database::connect(options).await?;
            Migrations::up(&made, None).await?;
            let should = made_in(&made, OF_SQLITE).await?;
            made.close().await?;
            should
        };
        let there = self.schema().await?;
        let missing = should.keys().filter(|named| !there.contains_key(*named));
        let missing = missing.map(|named| format!("the {named} is missing"));
        let odd = there
            .iter()
            .filter_map(|(named, made)| match should.get(named) {
                None => Some(format!("the {named} is none of Daylight's")),
                Some(should) if should != made => {
                    Some(format!("the {named} is not as Daylight makes it"))
                }
                Some(_) => None,
            });
        Ok(missing.chain(odd).collect())
    }

    /// What there is of the schema, and how each is made.
    ///
    /// # Errors
    /// What the database says.
    pub async fn schema(&self) -> Result<BTreeMap<String, String>, StoreFault> {
        let of = if self.is_postgres() {
            OF_POSTGRES
        } else {
            OF_SQLITE
        };
        made_in(&self.read, of).await
    }
}

async fn made_in(
    db: &impl ConnectionTrait,
    of: &str,
) -> Result<BTreeMap<String, String>, StoreFault> {
    let rows: Vec<Made> = sql::packed(db, "named, made", of, vec![]).await?;
    let rows = rows.into_iter().map(|row| {
        // How it was spelled is no difference.
        let made = row.made.unwrap_or_default().replace('"', "");
        let made = made.split_whitespace().collect::<Vec<_>>().join(" ");
        (row.named, made)
    });
    Ok(rows.collect())
}
