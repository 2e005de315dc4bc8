//! How a library says that its Broadsheet goes to the network.

use std::collections::HashMap;

use broadsheet_fetch::Proxy;

/// The setting that names a proxy: an address, or `none`.
pub(crate) const PROXY: &str = "proxy";

/// The setting that holds certificates of the reader's own, as PEM.
pub(crate) const CERTIFICATES: &str = "certificates";

/// Through whom we go, as the library says; a setting that makes no sense is none.
pub(crate) fn proxy_of(settings: &HashMap<String, String>) -> Proxy {
    match settings.get(PROXY).map(String::as_str) {
        None => Proxy::System,
        Some("none") => Proxy::Nobody,
        Some(address) => Proxy::at(address).unwrap_or_default(),
    }
}
