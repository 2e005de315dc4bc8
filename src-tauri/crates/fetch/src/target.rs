//! Whether an address may be asked at all, judged by what it parses to and never by how it is written.

use std::net::IpAddr;

use url::{Host, Url};

use crate::error::FetchError;
use crate::resolver::Guard;

/// Ports that belong to other protocols: the Fetch standard's list of bad ports (2.9), databases, caches and displays.
/// A feed that names one of them wants us to talk to something that is no web server.
const OTHER_PROTOCOLS: &[u16] = &[
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109,
    110, 111, 113, 115, 117, 119, 123, 135, 137, 138, 139, 143, 161, 179, 389, 427, 445, 465, 512, 513, 514, 515, 526,
    530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 631, 636, 873, 989, 990, 993, 995, 1080, 1433, 1521, 1719, 1720,
    1723, 2049, 2375, 2376, 2379, 2380, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432, 5672, 5900, 5984, 6000, 6379,
    6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 7000, 7001, 8086, 9042, 9092, 9200, 9300, 10080, 11211, 15672,
    27017, 27018, 50000,
];

/// Endings of names that only a private network knows (RFC 6761, RFC 6762, RFC 8375, and the habit of routers).
const PRIVATE_ENDINGS: &[&str] = &[
    "localhost",
    "localdomain",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "private",
    "home.arpa",
    "test",
    "invalid",
    "onion",
];

/// Refuses what no feed may make us ask: other schemes, credentials in the address, ports of other protocols, and
/// private hosts that the reader did not allow.
pub(crate) fn check(url: &Url, guard: &Guard) -> Result<(), FetchError> {
    let bad = || FetchError::BadAddress { address: shown(url) };
    if !matches!(url.scheme(), "http" | "https") || !url.username().is_empty() || url.password().is_some() {
        return Err(bad());
    }
    if let Some(port) = url.port()
        && OTHER_PROTOCOLS.contains(&port)
    {
        return Err(FetchError::BadPort { host: host(url), port });
    }
    let permitted = match url.host().ok_or_else(bad)? {
        Host::Ipv4(address) => guard.permits(&host(url), IpAddr::V4(address)),
        Host::Ipv6(address) => guard.permits(&host(url), IpAddr::V6(address)),
        Host::Domain(name) => !is_app(name) && (!is_private_name(name) || guard.permits_name(name)),
    };
    if permitted { Ok(()) } else { Err(FetchError::PrivateAddress { host: host(url) }) }
}

/// The host as the address gives it.
pub(crate) fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

/// An address without credentials, fit for an error message.
pub(crate) fn shown(url: &Url) -> String {
    let mut shown = url.clone();
    let _ = shown.set_username("");
    let _ = shown.set_password(None);
    shown.to_string()
}

fn bare(name: &str) -> &str {
    name.trim_end_matches('.')
}

/// Names under which a desktop shell serves its own files and commands; no permission opens them.
fn is_app(name: &str) -> bool {
    bare(name).ends_with(".localhost")
}

/// A name without a dot, or with an ending that no public registry hands out.
fn is_private_name(name: &str) -> bool {
    let name = bare(name);
    !name.contains('.')
        || PRIVATE_ENDINGS
            .iter()
            .any(|ending| name.strip_suffix(ending).is_some_and(|before| before.is_empty() || before.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(address: &str, guard: &Guard) -> bool {
        Url::parse(address).is_ok_and(|url| check(&url, guard).is_ok())
    }

    #[test]
    fn an_address_is_judged_by_what_it_parses_to() {
        let guard = Guard::default();
        for good in
            ["http://example.org/", "https://example.org:8443/feed", "http://localhost.example.org/", "http://1.1.1.1/"]
        {
            assert!(allowed(good, &guard), "{good}");
        }
        for bad in [
            "http://localhost/",
            "http://nas.local/",
            "http://printer./",
            "http://0x7f.1/",
            "http://example.org:22/",
            "https://user@example.org/",
            "http://asset.localhost/x",
            "ftp://example.org/",
        ] {
            assert!(!allowed(bad, &guard), "{bad}");
        }
    }

    #[test]
    fn leave_for_a_host_opens_that_host_alone() {
        let guard = Guard::new(vec!["nas.local".parse().unwrap()]);
        assert!(allowed("http://nas.local:8080/feed", &guard));
        assert!(!allowed("http://other.local/feed", &guard));
        let everything = Guard::new(vec!["0.0.0.0/0".parse().unwrap(), "tauri.localhost".parse().unwrap()]);
        assert!(!allowed("http://tauri.localhost/", &everything), "the window's own host stays closed");
    }
}
