//! Through whom we go to the network: the system's proxy, nobody, or one that the reader names.

use url::{Host, Url};

use crate::error::FetchError;
use crate::target::host;

/// Through whom we go to the network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Proxy {
    /// Whom the system names.
    #[default]
    System,
    /// Nobody.
    Nobody,
    /// The proxy at this address: `http://`, `https://`, `socks5://`, or `socks5h://` where it is to look names up too.
    At(String),
}

impl Proxy {
    /// The proxy at an address.
    ///
    /// # Errors
    /// It is no address of a proxy.
    pub fn at(address: &str) -> Result<Self, FetchError> {
        let bad = || FetchError::BadProxy { address: shown(address) };
        let url = Url::parse(address).map_err(|_| bad())?;
        if !matches!(url.scheme(), "http" | "https" | "socks4" | "socks4a" | "socks5" | "socks5h") || !url.has_host() {
            return Err(bad());
        }
        Ok(Self::At(address.to_owned()))
    }

    /// The same without the reader's password.
    #[must_use]
    pub fn without_password(&self) -> Self {
        match self {
            Self::At(address) => {
                let mut url = Url::parse(address);
                let bare = url.as_mut().is_ok_and(|url| url.set_password(None).is_ok());
                Self::At(url.ok().filter(|_| bare).map_or_else(|| shown(address), |url| url.to_string()))
            }
            other => other.clone(),
        }
    }

    /// Its host and port, as the reader knows it.
    pub(crate) fn name(&self) -> Option<String> {
        match self {
            Self::At(address) => Url::parse(address).ok().map(|url| {
                let port = url.port().map_or(String::new(), |port| format!(":{port}"));
                format!("{}{port}", url.host_str().unwrap_or_default())
            }),
            Self::System | Self::Nobody => None,
        }
    }

    /// Whether an address is asked without any proxy: it is this machine's own.
    pub(crate) fn is_passed_by(url: &Url) -> bool {
        match url.host() {
            Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
    }

    /// Its host, which may well stand in a private network.
    pub(crate) fn host(&self) -> Option<String> {
        match self {
            Self::At(address) => Url::parse(address).ok().map(|url| host(&url)),
            Self::System | Self::Nobody => None,
        }
    }

    /// Lets a client go through it.
    pub(crate) fn apply(&self, client: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, FetchError> {
        match self {
            Self::System => Ok(client),
            Self::Nobody => Ok(client.no_proxy()),
            Self::At(address) => {
                let proxy =
                    reqwest::Proxy::all(address).map_err(|_| FetchError::BadProxy { address: shown(address) })?;
                // This machine is not asked for through somebody else.
                let own = reqwest::NoProxy::from_string("localhost,127.0.0.0/8,::1");
                Ok(client.proxy(proxy.no_proxy(own)))
            }
        }
    }
}

/// What was given as an address, without what may be a password. It may be nothing that can be taken apart.
fn shown(address: &str) -> String {
    let Some((before, rest)) = address.rsplit_once('@') else { return address.to_owned() };
    match before.split_once("://") {
        Some((scheme, _)) => format!("{scheme}://…@{rest}"),
        None => format!("…@{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_not_repeated_when_the_address_is_refused() {
        for (address, words) in [
            ("ftp://joe:hun@ter2@127.0.0.1:3128", "“ftp://…@127.0.0.1:3128” is not the address of a proxy"),
            ("joe:hunter2@127.0.0.1:3128", "“…@127.0.0.1:3128” is not the address of a proxy"),
            ("proxy.example", "“proxy.example” is not the address of a proxy"),
        ] {
            assert_eq!(Proxy::at(address).unwrap_err().to_string(), words);
        }
    }
}
