//! From one version of the schema to the next. Steps are only ever added: a vault written by any earlier version opens
//! (`tests/files/` keeps one of each), and one written by a later version says so.

use rusqlite::{Connection, Transaction};

use crate::{error::Trouble, schema};

/// One step of the ladder; the first makes version 1 out of nothing, the next version 2 out of that.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step(pub(crate) &'static str);

/// The steps to the newest version.
#[derive(Clone, Debug)]
pub(crate) struct Ladder(Vec<Step>);

impl Default for Ladder {
    fn default() -> Self {
        Self(vec![Step(schema::VERSION_1)])
    }
}

impl Ladder {
    /// The newest version this app knows.
    pub(crate) fn newest(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }

    /// A ladder of one more step: what the next version of the app would have.
    #[cfg(any(test, feature = "testing"))]
    pub(crate) fn and(mut self, sql: &'static str) -> Self {
        self.0.push(Step(sql));
        self
    }

    /// Climbs from version `from` to the newest within a transaction. The caller then writes the new version into
    /// header and head.
    pub(crate) fn climb(&self, transaction: &Transaction<'_>, from: u32) -> Result<(), Trouble> {
        for step in self.0.iter().skip(from as usize) {
            transaction.execute_batch(step.0)?;
        }
        transaction.pragma_update(None, "user_version", self.newest())?;
        Ok(())
    }

    /// Whether the file's schema is exactly that of `version`: a table, index, trigger or view more or less is somebody
    /// else's work.
    pub(crate) fn matches(&self, connection: &Connection, version: u32) -> Result<bool, Trouble> {
        let model = Connection::open_in_memory()?;
        for step in self.0.iter().take(version as usize) {
            model.execute_batch(step.0)?;
        }
        Ok(objects(&model)? == objects(connection)?)
    }
}

type Object = (String, String, String, Option<String>);

fn objects(connection: &Connection) -> Result<Vec<Object>, Trouble> {
    let mut statement =
        connection.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name")?;
    let rows = statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn climbing_makes_the_schema_and_strangers_are_noticed() {
        let ladder = Ladder::default().and("CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT;");
        let mut connection = Connection::open_in_memory().unwrap();
        let transaction = connection.transaction().unwrap();
        ladder.climb(&transaction, 0).unwrap();
        transaction.commit().unwrap();
        assert!(ladder.matches(&connection, 2).unwrap());
        assert!(!ladder.matches(&connection, 1).unwrap());
        connection
            .execute_batch("CREATE TRIGGER t AFTER INSERT ON record BEGIN DELETE FROM piece; END;")
            .unwrap();
        assert!(!ladder.matches(&connection, 2).unwrap());
    }
}
