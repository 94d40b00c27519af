//! Where everything lies on the device, and the list of people.
//!
//! ```text
//! <root>/people.json             who has a vault here, under which label, in which order
//! <root>/<person>/vault.db       the vault, with SQLite's -wal and -shm beside it while it is open
//! <root>/<person>.new/           a vault being made
//! <root>/<person>.erased/        a vault being erased
//! ```
//! A vault is there when its folder has its final name: renaming the folder is the instant at which a vault begins and
//! ends. The list of people only adds the labels; a lost or damaged list costs labels, never a vault.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use domain::PersonId;
use protocol::app::PersonCard;
use serde::{Deserialize, Serialize};

/// The folder of all vaults of a device.
pub(crate) struct Folder {
    root: PathBuf,
}

const INDEX: &str = "people.json";
const DATABASE: &str = "vault.db";

/// The list of people as it lies in its file.
#[derive(Default, Serialize, Deserialize)]
struct Index {
    version: u32,
    people: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    person: PersonId,
    label: String,
}

impl Folder {
    pub(crate) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// The database of a person's vault.
    pub(crate) fn database(&self, person: PersonId) -> PathBuf {
        self.root.join(person.to_string()).join(DATABASE)
    }

    /// Whether a person has a vault.
    pub(crate) fn has(&self, person: PersonId) -> bool {
        self.database(person).is_file()
    }

    /// An empty database file in a folder for a vault being made.
    pub(crate) fn begin(&self, person: PersonId) -> io::Result<PathBuf> {
        make_dir(&self.root)?;
        let folder = self.beside(person, "new");
        remove(&folder)?;
        make_dir(&folder)?;
        let database = folder.join(DATABASE);
        create(&database)?;
        Ok(database)
    }

    /// Gives the vault being made its final name. On disk when it comes back.
    pub(crate) fn complete(&self, person: PersonId) -> io::Result<()> {
        let folder = self.beside(person, "new");
        sync_dir(&folder)?;
        fs::rename(folder, self.root.join(person.to_string()))?;
        sync_dir(&self.root)
    }

    /// Removes what is left of a vault being made.
    pub(crate) fn abandon(&self, person: PersonId) {
        // What stays is removed at the next start.
        let _ = remove(&self.beside(person, "new"));
    }

    /// Takes the vault's final name away. Gives the database's place from then on.
    pub(crate) fn bury(&self, person: PersonId) -> io::Result<PathBuf> {
        let grave = self.beside(person, "erased");
        remove(&grave)?;
        fs::rename(self.root.join(person.to_string()), &grave)?;
        sync_dir(&self.root)?;
        Ok(grave.join(DATABASE))
    }

    /// Removes a vault that was buried.
    pub(crate) fn remove_buried(&self, person: PersonId) -> io::Result<()> {
        remove(&self.beside(person, "erased"))
    }

    /// People whose vault was being made or erased when the app ended.
    pub(crate) fn leftovers(&self) -> Vec<PersonId> {
        self.names()
            .filter_map(|name| {
                let person = name.strip_suffix(".new").or_else(|| name.strip_suffix(".erased"))?;
                person.parse().ok()
            })
            .collect()
    }

    /// Who has a vault here, in the order they were made. Those missing in the list come last, without a label.
    pub(crate) fn people(&self) -> Vec<PersonCard> {
        let mut people = self.listed();
        let mut unlisted: Vec<PersonId> = self
            .names()
            .filter_map(|name| name.parse().ok())
            .filter(|person| self.has(*person) && people.iter().all(|card| card.person != *person))
            .collect();
        unlisted.sort();
        people.extend(unlisted.into_iter().map(|person| PersonCard {
            person,
            label: String::new(),
        }));
        people
    }

    /// Adds a person to the list, before the vault is there: a person without a vault is not shown.
    pub(crate) fn list(&self, card: &PersonCard) -> io::Result<()> {
        let mut people = self.listed();
        people.retain(|listed| listed.person != card.person);
        people.push(card.clone());
        self.write(people)
    }

    /// Takes those who have no vault off the list.
    pub(crate) fn unlist(&self) -> io::Result<()> {
        self.write(self.listed())
    }

    fn listed(&self) -> Vec<PersonCard> {
        let index: Index = fs::read(self.root.join(INDEX))
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default();
        let cards = index
            .people
            .into_iter()
            .map(|Entry { person, label }| PersonCard { person, label });
        cards.filter(|card| self.has(card.person)).collect()
    }

    fn names(&self) -> impl Iterator<Item = String> {
        let entries = fs::read_dir(&self.root).into_iter().flatten();
        entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok())
    }

    fn write(&self, people: Vec<PersonCard>) -> io::Result<()> {
        let people = people
            .into_iter()
            .map(|PersonCard { person, label }| Entry { person, label });
        let index = Index {
            version: 1,
            people: people.collect(),
        };
        let new = self.root.join(format!("{INDEX}.new"));
        remove_file(&new)?;
        let mut file = create(&new)?;
        file.write_all(&serde_json::to_vec_pretty(&index)?)?;
        file.sync_all()?;
        drop(file);
        fs::rename(new, self.root.join(INDEX))?;
        sync_dir(&self.root)
    }

    fn beside(&self, person: PersonId, state: &str) -> PathBuf {
        self.root.join(format!("{person}.{state}"))
    }
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn remove_file(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// A folder that only its owner may enter. On Windows the user's profile folder says the same.
fn make_dir(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// A new file that only its owner may read. SQLite gives its journal the same mode.
fn create(file: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)
}

/// Makes names in a folder durable, where folders can be synced.
fn sync_dir(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn card(number: u128) -> PersonCard {
        PersonCard {
            person: PersonId(Uuid::from_u128(number)),
            label: format!("number {number}"),
        }
    }

    fn make(folder: &Folder, card: &PersonCard) {
        folder.begin(card.person).unwrap();
        folder.list(card).unwrap();
        folder.complete(card.person).unwrap();
    }

    #[test]
    fn people_come_in_the_order_they_were_made_and_go_when_buried() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::new(place.path().join("deep/vaults"));
        assert_eq!(folder.people(), []);
        make(&folder, &card(2));
        make(&folder, &card(1));
        assert_eq!(folder.people(), [card(2), card(1)]);
        folder.bury(card(2).person).unwrap();
        assert_eq!(folder.people(), [card(1)]);
        assert_eq!(folder.leftovers(), [card(2).person]);
        folder.remove_buried(card(2).person).unwrap();
        assert_eq!(folder.leftovers(), []);
    }

    #[test]
    fn a_vault_being_made_is_not_there_yet_and_a_lost_list_costs_labels_alone() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::new(place.path().to_owned());
        make(&folder, &card(1));
        folder.begin(card(2).person).unwrap();
        folder.list(&card(2)).unwrap();
        assert_eq!(folder.people(), [card(1)]);
        fs::write(place.path().join(INDEX), b"{ not json").unwrap();
        let found = folder.people();
        assert_eq!(found[0].person, card(1).person);
        assert_eq!(found[0].label, "");
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read() {
        use std::os::unix::fs::PermissionsExt as _;
        let place = tempfile::tempdir().unwrap();
        let root = place.path().join("vaults");
        let folder = Folder::new(root.clone());
        make(&folder, &card(1));
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&root), 0o700);
        assert_eq!(mode(&root.join(INDEX)), 0o600);
        assert_eq!(mode(folder.database(card(1).person).parent().unwrap()), 0o700);
        assert_eq!(mode(&folder.database(card(1).person)), 0o600);
    }
}
