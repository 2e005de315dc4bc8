//! Whether what is sent and fetched now costs the reader, as the system knows it.

/// Whether the system says that the connection is metered; where it does not tell, it is not.
pub(crate) async fn is_metered() -> bool {
    asked().await.unwrap_or_default()
}

/// `Metered` of NetworkManager's D-Bus interface: 1 for yes, 3 for a guess that it is (`NMMetered`).
#[cfg(target_os = "linux")]
async fn asked() -> Option<bool> {
    const NAME: &str = "org.freedesktop.NetworkManager";
    let system = zbus::Connection::system().await.ok()?;
    let manager = zbus::Proxy::new(&system, NAME, "/org/freedesktop/NetworkManager", NAME).await.ok()?;
    let metered: u32 = manager.get_property("Metered").await.ok()?;
    Some(costs(metered))
}

#[cfg(not(target_os = "linux"))]
#[expect(clippy::unused_async, reason = "elsewhere it has to be asked for")]
async fn asked() -> Option<bool> {
    None
}

#[cfg(any(test, target_os = "linux"))]
fn costs(metered: u32) -> bool {
    matches!(metered, 1 | 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guess_counts_and_what_is_not_known_does_not() {
        assert_eq!([0, 1, 2, 3, 4].map(costs), [false, true, false, true, false]);
    }
}
