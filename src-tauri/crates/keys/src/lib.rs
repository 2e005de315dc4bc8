//! The only door to the system's key store: Keychain, Credential Manager, Secret Service.
//!
//! Start at [`Keys`]. Secrets are kept under a name each. Where the system has no key store, or refuses, they are held for as
//! long as the program runs, and [`Kept`] says so: a secret is never written anywhere else. The calls block.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// The name under which the system lists our secrets.
const SERVICE: &str = "Broadsheet";

/// Bytes of one entry; Windows takes 2,560 at most.
const PIECE: usize = 2_400;

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
    uses_system: bool,
}

impl Keys {
    /// Secrets in the system's key store, for the library of that name.
    #[must_use]
    pub fn of_system(library: String) -> Self {
        Self { library, session: Mutex::default(), uses_system: true }
    }

    /// Secrets in memory alone.
    #[must_use]
    pub fn for_this_session() -> Self {
        Self { library: String::new(), session: Mutex::default(), uses_system: false }
    }

    /// Keeps a secret, in place of any that was there.
    pub fn put(&self, name: &str, secret: &str) -> Kept {
        self.remove(name);
        match self.put_in_store(name, secret) {
            Ok(()) => Kept::InKeyStore,
            Err(why) => {
                self.remove(name);
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
        let first = self.entry(name, 0).ok()?.get_password().ok()?;
        let (count, first) = first.split_once('\n')?;
        let mut secret = first.to_owned();
        for number in 1..count.parse().ok()? {
            secret.push_str(&self.entry(name, number).ok()?.get_password().ok()?);
        }
        Some(secret)
    }

    /// Forgets a secret.
    pub fn remove(&self, name: &str) {
        self.held().remove(name);
        // The pieces stand in a row; whatever is not there ends it.
        let mut number = 0;
        while self.entry(name, number).is_ok_and(|entry| entry.delete_credential().is_ok()) {
            number += 1;
        }
    }

    fn held(&self) -> std::sync::MutexGuard<'_, HashMap<String, String>> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes a secret in pieces, the first of which says how many there are.
    fn put_in_store(&self, name: &str, secret: &str) -> Result<(), String> {
        let pieces = pieces(secret);
        for (number, piece) in pieces.iter().enumerate() {
            let head = if number == 0 { format!("{}\n", pieces.len()) } else { String::new() };
            let entry = self.entry(name, number)?;
            entry.set_password(&format!("{head}{piece}")).map_err(|error| why(&error))?;
        }
        Ok(())
    }

    fn entry(&self, name: &str, number: usize) -> Result<keyring::Entry, String> {
        if !self.uses_system {
            return Err("the system's key store is not used".to_owned());
        }
        keyring::Entry::new(SERVICE, &format!("{}/{name}/{number}", self.library)).map_err(|error| why(&error))
    }
}

fn pieces(secret: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = secret;
    while rest.len() > PIECE {
        let (piece, left) = rest.split_at(rest.floor_char_boundary(PIECE));
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
        let secret = "ä".repeat(3_000);
        let cut = pieces(&secret);
        assert!(cut.len() > 1 && cut.iter().all(|piece| piece.len() <= PIECE));
        assert_eq!(cut.concat(), secret);
        assert_eq!(pieces(""), [""]);
    }
}
