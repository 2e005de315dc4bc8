//! How a library goes to the network.

use broadsheet_engine::Proxy;
use serde::Serialize;
use url::Url;

use crate::error::ApiError;
use crate::library::Library;
use crate::views::view;

view! {
    /// Through whom a library goes to the network, and whom it trusts.
    pub struct ConnectionView {
        /// `system`, `none`, or the address of a proxy without its password.
        pub proxy: String,
        /// The system's key store keeps the proxy's password.
        pub has_password: bool,
        /// Broadsheet was started with another proxy, by which it goes instead.
        pub is_overruled: bool,
        /// Certificates of authorities that are trusted beside those of the system.
        pub certificates: u32,
    }
}

/// How a library goes to the network.
///
/// # Errors
/// The library cannot be read.
pub async fn connection(library: &Library) -> Result<ConnectionView, ApiError> {
    let known = library.engine.connection().await?;
    Ok(ConnectionView {
        proxy: match known.proxy {
            Proxy::System => "system".to_owned(),
            Proxy::Nobody => "none".to_owned(),
            Proxy::At(address) => address,
        },
        has_password: known.has_password,
        is_overruled: known.is_overruled,
        certificates: u32::try_from(known.certificates).unwrap_or(u32::MAX),
    })
}

/// The proxy through which a web view has to go beside the library, as `http://HOST:PORT` or `socks5://HOST:PORT`; `None` where that
/// is the system's business.
///
/// # Errors
/// No web view goes through a proxy of this kind, or the library cannot be read.
pub async fn of_web_view(library: &Library) -> Result<Option<String>, ApiError> {
    let Proxy::At(address) = library.engine.way_out().await? else { return Ok(None) };
    // macOS gives no web view a proxy of its own.
    let is_fit = !cfg!(target_os = "macos");
    web_view_proxy(&address).filter(|_| is_fit).map(Some).ok_or_else(|| {
        ApiError::invalid(
            "The sign-in window cannot go through the proxy that is set, and would go past it.",
            "Give a name and a password or headers instead, or choose a proxy of http:// or socks5h:// under Settings, Connection.",
        )
    })
}

fn web_view_proxy(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let (scheme, usual) = match url.scheme() {
        "http" => ("http", 80),
        "socks5" | "socks5h" => ("socks5", 1080),
        _ => return None,
    };
    Some(format!("{scheme}://{}:{}", url.host_str()?, url.port().unwrap_or(usual)))
}

/// Says through whom: an address, `none`, or `system`. It holds from now on, and whatever is under way ends as it began.
///
/// # Errors
/// It is no address of a proxy, its password cannot be kept, or the library cannot be written; then nothing is changed.
pub async fn set_proxy(library: &Library, proxy: &str) -> Result<ConnectionView, ApiError> {
    let proxy = proxy.trim();
    library.engine.set_proxy((proxy != "system").then(|| proxy.to_owned())).await?;
    connection(library).await
}

/// Says which authorities are trusted beside those of the system (PEM), from now on; `None` for no others. With `too` those that
/// were trusted before are trusted too.
///
/// # Errors
/// These are no certificates, or the library cannot be written; then nothing is changed.
pub async fn set_certificates(library: &Library, pem: Option<String>, too: bool) -> Result<ConnectionView, ApiError> {
    library.engine.set_certificates(pem, too).await.map_err(ApiError::of_certificates)?;
    connection(library).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_web_view_goes_through_what_it_knows() {
        let proxy = |address| web_view_proxy(address);
        assert_eq!(proxy("http://joe@proxy.example:3128/").as_deref(), Some("http://proxy.example:3128"));
        assert_eq!(proxy("socks5h://127.0.0.1").as_deref(), Some("socks5://127.0.0.1:1080"));
        assert_eq!(proxy("https://proxy.example:3128"), None);
    }
}
