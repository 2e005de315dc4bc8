//! How a library says that its Broadsheet goes to the network.
//!
//! **Invariant:** nothing here writes a proxy's password into the library, which notes only that there is one.

use std::collections::HashMap;

use broadsheet_fetch::Proxy;
use broadsheet_keys::{Kept, Keys};
use broadsheet_store::Library;
use url::Url;

use crate::error::EngineError;

/// The setting that names a proxy: an address, or `none`.
pub(crate) const PROXY: &str = "proxy";

/// The setting that says that the proxy's password is kept; also the name of that password in the key store.
pub(crate) const PROXY_PASSWORD: &str = "proxy_password";

/// The setting that holds certificates of the reader's own, as PEM.
pub(crate) const CERTIFICATES: &str = "certificates";

/// Lines between which a certificate stands.
const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
/// See `BEGIN`.
const END: &str = "-----END CERTIFICATE-----";

/// How a run was told to go to the network, whatever its library says.
pub(crate) struct Given {
    /// Through whom.
    pub(crate) proxy: Option<Proxy>,
    /// Whom it trusts beside those that the system and the library name (PEM).
    pub(crate) certificates: Vec<Vec<u8>>,
}

impl Given {
    /// Through whom, and whom it trusts, with what the library says.
    pub(crate) fn with(&self, settings: &HashMap<String, String>, keys: &Keys) -> (Proxy, Vec<Vec<u8>>) {
        let proxy = self.proxy.clone().unwrap_or_else(|| proxy_of(settings, || keys.get(PROXY_PASSWORD)));
        let own = settings.get(CERTIFICATES).map(|pem| pem.clone().into_bytes());
        (proxy, self.certificates.iter().cloned().chain(own).collect())
    }
}

/// How a library goes to the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// Through whom; a password is left out.
    pub proxy: Proxy,
    /// The key store keeps the proxy's password.
    pub has_password: bool,
    /// This run was told another proxy, by which it goes instead.
    pub is_overruled: bool,
    /// Certificates that it trusts beside those of the system.
    pub certificates: usize,
}

impl Connection {
    pub(crate) fn of(settings: &HashMap<String, String>, given: &Given) -> Self {
        Self {
            proxy: proxy_of(settings, || None),
            has_password: settings.contains_key(PROXY_PASSWORD),
            is_overruled: given.proxy.is_some(),
            certificates: settings.get(CERTIFICATES).map_or(0, |pem| pem.matches(BEGIN).count()),
        }
    }
}

/// Through whom we go, as the library says; a setting that makes no sense is none. `password` asks the key store.
pub(crate) fn proxy_of(settings: &HashMap<String, String>, password: impl FnOnce() -> Option<String>) -> Proxy {
    match settings.get(PROXY).map(String::as_str) {
        None => Proxy::System,
        Some("none") => Proxy::Nobody,
        Some(address) => {
            let password = settings.get(PROXY_PASSWORD).and_then(|_| password());
            let whole = password.and_then(|password| with_password(address, &password));
            Proxy::at(whole.as_deref().unwrap_or(address)).unwrap_or_default()
        }
    }
}

/// What a file has of certificates (PEM, RFC 7468): a private key that stands beside them is nothing for a library.
pub(crate) fn certificates_of(pem: &str) -> String {
    let mut certificates = String::new();
    let mut is_in = false;
    for line in pem.lines().map(str::trim) {
        is_in |= line == BEGIN;
        if is_in {
            certificates.push_str(line);
            certificates.push('\n');
        }
        is_in &= line != END;
    }
    certificates
}

/// Some certificates and others, each once.
pub(crate) fn with_certificates(known: &str, others: &str) -> String {
    let mut all: Vec<&str> = Vec::new();
    for certificate in known.split_inclusive(END).chain(others.split_inclusive(END)).map(str::trim) {
        if !certificate.is_empty() && !all.contains(&certificate) {
            all.push(certificate);
        }
    }
    all.iter().map(|certificate| format!("{certificate}\n")).collect()
}

/// Sets the proxy of a library, or takes the setting back.
///
/// # Errors
/// The key store does not keep its password, and then nothing is changed; or the library cannot be written.
pub(crate) fn set_proxy(library: &Library, keys: &Keys, address: Option<&str>) -> Result<(), EngineError> {
    library.ensure_writable()?;
    let was_kept = library.settings()?.contains_key(PROXY_PASSWORD);
    match address.and_then(without_password) {
        Some((bare, password)) => {
            if let Kept::ForThisSession(why) = keys.put(PROXY_PASSWORD, &password) {
                return Err(EngineError::ProxyPasswordNotKept { why });
            }
            library.set_setting(PROXY_PASSWORD, Some("kept"))?;
            library.set_setting(PROXY, Some(&bare))?;
        }
        None => {
            library.set_setting(PROXY, address)?;
            if was_kept {
                library.set_setting(PROXY_PASSWORD, None)?;
                keys.remove(PROXY_PASSWORD);
            }
        }
    }
    Ok(())
}

/// Puts a password that an earlier version left in the library into the key store. Where that keeps none it stays, so that the
/// proxy goes on to work, and the next opening tries again.
pub(crate) fn move_password(library: &Library, keys: &Keys, settings: &HashMap<String, String>) {
    if let Some(address) = settings.get(PROXY)
        && without_password(address).is_some()
    {
        let _ = set_proxy(library, keys, Some(address));
    }
}

/// The address of a proxy without its password, and that password as it stood there; `None` where it has none.
fn without_password(address: &str) -> Option<(String, String)> {
    let mut url = Url::parse(address).ok()?;
    let password = url.password()?.to_owned();
    url.set_password(None).ok()?;
    Some((url.to_string(), password))
}

fn with_password(address: &str, password: &str) -> Option<String> {
    let mut url = Url::parse(address).ok()?;
    url.set_password(Some(password)).ok()?;
    Some(url.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_leaves_its_address_and_comes_back() {
        for address in ["http://joe:hunter2@127.0.0.1:3128/", "socks5h://joe:p%40ss%25@proxy.example:9050"] {
            let (bare, password) = without_password(address).unwrap();
            assert!(!bare.contains(&password), "{bare}");
            assert_eq!(with_password(&bare, &password).as_deref(), Some(address));
            let settings = |noted: &[(&str, &str)]| {
                noted.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
            };
            let noted = settings(&[(PROXY, &bare), (PROXY_PASSWORD, "kept")]);
            assert_eq!(proxy_of(&noted, || Some(password.clone())), Proxy::At(address.to_owned()));
            assert_eq!(proxy_of(&noted, || None), Proxy::At(bare.clone()));
            assert_eq!(proxy_of(&settings(&[(PROXY, &bare)]), || panic!("nothing is kept")), Proxy::At(bare.clone()));
        }
        assert_eq!(without_password("http://joe@127.0.0.1:3128"), None);
        assert_eq!(without_password("none"), None);
    }

    #[test]
    fn of_a_file_of_certificates_nothing_else_is_taken() {
        let (one, other) = (format!("{BEGIN}\nMIIB\n{END}\n"), format!("{BEGIN}\nMIIC\n{END}\n"));
        let key = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----";
        let file = format!("Subject: us\n{one}{key}\n\n{}", other.replace('\n', "\r\n"));
        assert_eq!(certificates_of(&file), format!("{one}{other}"));
        assert_eq!(certificates_of(key), "");
        assert_eq!(with_certificates(&one, &format!("{one}{other}")), format!("{one}{other}"));
        assert_eq!(with_certificates("", &other), other);
    }

    #[test]
    fn a_password_that_cannot_be_kept_is_not_written_into_the_library() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).unwrap();
        let keys = Keys::for_this_session();
        set_proxy(&library, &keys, Some("http://127.0.0.1:3128")).unwrap();
        let refused = set_proxy(&library, &keys, Some("http://joe:hunter2@127.0.0.1:9")).unwrap_err();
        assert!(!refused.to_string().contains("hunter2"), "{refused}");
        let settings = library.settings().unwrap();
        assert_eq!(settings.get(PROXY).map(String::as_str), Some("http://127.0.0.1:3128"));
        assert!(!settings.values().any(|value| value.contains("hunter2")));
    }

    #[test]
    fn an_old_password_moves_where_it_is_kept_and_stays_where_it_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).unwrap();
        let old = "http://joe:hunter2@127.0.0.1:3128/";
        library.set_setting(PROXY, Some(old)).unwrap();
        move_password(&library, &Keys::for_this_session(), &library.settings().unwrap());
        assert_eq!(library.settings().unwrap().get(PROXY).map(String::as_str), Some(old));
        let keys = Keys::of_test();
        move_password(&library, &keys, &library.settings().unwrap());
        let settings = library.settings().unwrap();
        assert_eq!(settings.get(PROXY).map(String::as_str), Some("http://joe@127.0.0.1:3128/"));
        assert_eq!(proxy_of(&settings, || keys.get(PROXY_PASSWORD)), Proxy::At(old.to_owned()));
        set_proxy(&library, &keys, Some("none")).unwrap();
        assert_eq!(keys.get(PROXY_PASSWORD), None);
        assert!(!library.settings().unwrap().contains_key(PROXY_PASSWORD));
    }
}
