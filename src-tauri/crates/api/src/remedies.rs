//! What a reader can do about a source in trouble, by the kind of trouble.

use broadsheet_engine::{Feed, Trouble};

use crate::source_views::Remedy::{
    self, AllowHost, FindFeed, MarkEnded, OpenSite, SignIn, TryAgain, Unsubscribe, UseNewAddress,
};

/// What can be done about a source now, the best first.
pub(crate) fn remedies(feed: &Feed) -> Vec<Remedy> {
    let mut remedies: Vec<Remedy> = Vec::new();
    if feed.moved_to.is_some() {
        remedies.push(UseNewAddress);
    }
    let by_trouble: &[Remedy] = match feed.trouble {
        None if feed.gone => &[TryAgain, Unsubscribe],
        None => &[],
        Some(_) if feed.gone => &[Unsubscribe, FindFeed, TryAgain],
        Some(Trouble::Gone) => &[Unsubscribe, MarkEnded, FindFeed],
        Some(Trouble::NotFound | Trouble::NotAFeed | Trouble::BadRedirect) => &[FindFeed, TryAgain, MarkEnded],
        Some(Trouble::LoginNeeded) => &[SignIn, OpenSite, TryAgain],
        Some(Trouble::PrivateAddress) => &[AllowHost, TryAgain],
        Some(Trouble::RobotCheck | Trouble::Untrusted) => &[OpenSite, TryAgain],
        Some(Trouble::AskedToWait) => &[OpenSite],
        Some(Trouble::NoAnswer | Trouble::SiteTrouble) => &[TryAgain, OpenSite],
        Some(Trouble::TooLarge | Trouble::Library | Trouble::Other) => &[TryAgain],
    };
    remedies.extend(by_trouble);
    remedies
}
