//! The only door to the system's key store: Keychain, Credential Manager, Secret Service.
//!
//! Start at [`Keys`]. Secrets are kept under a name each. Where the system has no key store, or refuses, they are held for as
//! long as the program runs, and [`Kept`] says so: a secret is never written anywhere else. The calls block.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The name under which the system lists our secrets.
const SERVICE: &str = "Broadsheet";

/// UTF-16 units of one entry, without the count before the first: Windows takes 2,560 bytes of them at most.
const PIECE: usize = 1_200;

/// Where a secret is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// In the system's key store, for good.
    InKeyStore,
    /// In memory, until the program ends; why, in words.
    ForThisSession(String),
}

/// The secrets of one library.
pub struct Keys {
    /// Stands before each name, so that two libraries do not share secrets.
    library: String,
    /// What the system would not keep; the key store is not asked at all where this is all there is.
    session: Mutex<HashMap<String, String>>,
    store: Store,
}

/// Where entries are kept for good.
enum Store {
    System,
    Nowhere,
    /// As strict as that of Windows.
    #[cfg(any(test, feature = "test-store"))]
    Test(Mutex<HashMap<String, String>>),
}

impl Keys {
    /// Secrets in the system's key store, for the library of that name.
    #[must_use]
    pub fn of_system(library: String) -> Self {
        Self { library, session: Mutex::default(), store: Store::System }
    }

    /// Secrets in memory alone.
    #[must_use]
    pub fn for_this_session() -> Self {
        Self { library: String::new(), session: Mutex::default(), store: Store::Nowhere }
    }

    /// Secrets in a store that goes with this, for tests.
    #[cfg(any(test, feature = "test-store"))]
    #[must_use]
    pub fn of_test() -> Self {
        Self { library: "test".to_owned(), session: Mutex::default(), store: Store::Test(Mutex::default()) }
    }

    /// Keeps a secret, in place of any that was there. Where the system refuses it, what was there before may stay in its key
    /// store, and is known again in the next session.
    pub fn put(&self, name: &str, secret: &str) -> Kept {
        match self.put_in_store(name, secret) {
            Ok(()) => {
                self.held().remove(name);
                Kept::InKeyStore
            }
            Err(why) => {
                self.held().insert(name.to_owned(), secret.to_owned());
                Kept::ForThisSession(why)
            }
        }
    }

    /// A secret, as it was kept.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        if let Some(secret) = self.held().get(name) {
            return Some(secret.clone());
        }
        let first = self.read(name, 0)?;
        let (count, first) = first.split_once('\n')?;
        let mut secret = first.to_owned();
        for number in 1..count.parse().ok()? {
            secret.push_str(&self.read(name, number)?);
        }
        Some(secret)
    }

    /// Forgets a secret.
    pub fn remove(&self, name: &str) {
        self.held().remove(name);
        self.delete_from(name, 0);
    }

    fn held(&self) -> MutexGuard<'_, HashMap<String, String>> {
        entries_of(&self.session)
    }

    /// Writes a secret in pieces, the first of which says how many there are, and only then forgets what an earlier one had more.
    fn put_in_store(&self, name: &str, secret: &str) -> Result<(), String> {
        let pieces = pieces(secret);
        for (number, piece) in pieces.iter().enumerate() {
            let head = if number == 0 { format!("{}\n", pieces.len()) } else { String::new() };
            self.write(name, number, &format!("{head}{piece}")).inspect_err(|_| {
                // Pieces of two secrets are none.
                if number > 0 {
                    self.delete_from(name, 0);
                }
            })?;
        }
        self.delete_from(name, pieces.len());
        Ok(())
    }

    /// Deletes the pieces from this one on. They stand in a row; whatever is not there ends it.
    fn delete_from(&self, name: &str, first: usize) {
        let mut number = first;
        while self.delete(name, number) {
            number += 1;
        }
    }

    fn read(&self, name: &str, number: usize) -> Option<String> {
        match &self.store {
            Store::System => self.entry(name, number).ok()?.get_password().ok(),
            Store::Nowhere => None,
            #[cfg(any(test, feature = "test-store"))]
            Store::Test(entries) => entries_of(entries).get(&self.entry_name(name, number)).cloned(),
        }
    }

    fn write(&self, name: &str, number: usize, text: &str) -> Result<(), String> {
        match &self.store {
            Store::System => self.entry(name, number)?.set_password(text).map_err(|error| why(&error)),
            Store::Nowhere => Err("the system's key store is not used".to_owned()),
            #[cfg(any(test, feature = "test-store"))]
            Store::Test(entries) => {
                if text.encode_utf16().count() * 2 > 2_560 || text.contains("refused") {
                    return Err("it is too long".to_owned());
                }
                entries_of(entries).insert(self.entry_name(name, number), text.to_owned());
                Ok(())
            }
        }
    }

    fn delete(&self, name: &str, number: usize) -> bool {
        match &self.store {
            Store::System => self.entry(name, number).is_ok_and(|entry| entry.delete_credential().is_ok()),
            Store::Nowhere => false,
            #[cfg(any(test, feature = "test-store"))]
            Store::Test(entries) => entries_of(entries).remove(&self.entry_name(name, number)).is_some(),
        }
    }

    fn entry(&self, name: &str, number: usize) -> Result<keyring::Entry, String> {
        keyring::Entry::new(SERVICE, &self.entry_name(name, number)).map_err(|error| why(&error))
    }

    fn entry_name(&self, name: &str, number: usize) -> String {
        format!("{}/{name}/{number}", self.library)
    }
}

fn entries_of(entries: &Mutex<HashMap<String, String>>) -> MutexGuard<'_, HashMap<String, String>> {
    entries.lock().unwrap_or_else(PoisonError::into_inner)
}

fn pieces(secret: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = secret;
    loop {
        let mut units = 0;
        let end = rest.char_indices().find(|(_, letter)| {
            units += letter.len_utf16();
            units > PIECE
        });
        let Some((end, _)) = end else { break };
        let (piece, left) = rest.split_at(end);
        pieces.push(piece);
        rest = left;
    }
    pieces.push(rest);
    pieces
}

fn why(error: &keyring::Error) -> String {
    match error {
        keyring::Error::NoDefaultStore => "this system has no key store that answers".to_owned(),
        keyring::Error::NoStorageAccess(_) => "the system's key store is locked".to_owned(),
        other => format!("the system's key store refused: {other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_key_store_a_secret_lasts_for_the_session_and_says_so() {
        let keys = Keys::for_this_session();
        assert!(matches!(keys.put("1", "secret"), Kept::ForThisSession(_)));
        assert_eq!(keys.get("1").as_deref(), Some("secret"));
        keys.put("1", "other");
        assert_eq!(keys.get("1").as_deref(), Some("other"));
        keys.remove("1");
        assert_eq!(keys.get("1"), None);
    }

    #[test]
    fn a_long_secret_is_cut_between_letters() {
        for secret in ["ä".repeat(3_000), "x".repeat(3_000), "🗞️".repeat(3_000)] {
            let cut = pieces(&secret);
            assert!(cut.len() > 1 && cut.iter().all(|piece| piece.encode_utf16().count() <= PIECE));
            assert_eq!(cut.concat(), secret);
        }
        assert_eq!(pieces(""), [""]);
    }

    #[test]
    fn a_sign_in_of_any_length_is_kept_where_entries_are_short() {
        let keys = Keys::of_test();
        let entries = || match &keys.store {
            Store::Test(entries) => entries_of(entries).len(),
            _ => 0,
        };
        for secret in ["x".repeat(9_000), "ü".repeat(1_300), "short".to_owned()] {
            assert_eq!(keys.put("1", &secret), Kept::InKeyStore);
            assert_eq!(keys.get("1"), Some(secret));
        }
        assert_eq!(entries(), 1, "what the longer one had more is gone");
        assert!(matches!(keys.put("1", "refused"), Kept::ForThisSession(_)));
        assert_eq!(keys.get("1").as_deref(), Some("refused"));
        keys.held().clear();
        assert_eq!(keys.get("1").as_deref(), Some("short"), "it went for nothing");
        let half = format!("{}refused", "y".repeat(PIECE));
        assert!(matches!(keys.put("1", &half), Kept::ForThisSession(_)));
        assert_eq!(keys.get("1"), Some(half));
        assert_eq!(entries(), 0, "half of one and half of another are none");
        keys.remove("1");
        assert_eq!(keys.get("1"), None);
    }
}
