//! Sites that keep their feeds where their addresses say, so that nobody has to look for them.

use broadsheet_model::DiscoveredFeed;
use url::Url;

/// Sites whose profiles look like those of the fediverse and are none.
const OTHER_PROFILES: [&str; 5] = ["youtube.com", "m.youtube.com", "threads.net", "threads.com", "tiktok.com"];

/// The feeds that belong to an address on a well-known site, best first; empty for all other addresses. Nobody has looked
/// whether they are there.
#[must_use]
pub fn feeds_of_known_site(url: &str) -> Vec<DiscoveredFeed> {
    let Ok(url) = Url::parse(url) else { return Vec::new() };
    let host = url.host_str().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host).to_ascii_lowercase();
    let parts: Vec<&str> = url.path_segments().into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let query = |name: &str| url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned());
    let addresses: Vec<String> = match (host.as_str(), parts.as_slice()) {
        ("youtube.com" | "m.youtube.com", ["channel", id, ..]) => vec![youtube("channel_id", id)],
        ("youtube.com" | "m.youtube.com", ["user", name, ..]) => vec![youtube("user", name)],
        ("youtube.com" | "m.youtube.com", ["playlist"]) => {
            query("list").iter().map(|list| youtube("playlist_id", list)).collect()
        }
        ("reddit.com" | "old.reddit.com" | "new.reddit.com", ["r", name, ..]) => {
            vec![format!("https://www.reddit.com/r/{name}/.rss")]
        }
        ("reddit.com" | "old.reddit.com" | "new.reddit.com", ["user" | "u", name, ..]) => {
            vec![format!("https://www.reddit.com/user/{name}/.rss")]
        }
        ("reddit.com" | "old.reddit.com", []) => vec!["https://www.reddit.com/.rss".to_owned()],
        ("github.com", [owner, repository, rest @ ..]) => {
            let home = format!("https://github.com/{owner}/{}", repository.strip_suffix(".git").unwrap_or(repository));
            match rest {
                ["commits", branch, ..] => vec![format!("{home}/commits/{branch}.atom")],
                ["tags", ..] => vec![format!("{home}/tags.atom")],
                ["discussions", ..] => vec![format!("{home}/discussions.atom")],
                _ => vec![format!("{home}/releases.atom"), format!("{home}/tags.atom"), format!("{home}/commits.atom")],
            }
        }
        ("github.com", [owner]) => vec![format!("https://github.com/{owner}.atom")],
        ("gitlab.com", [owner, project, ..]) => vec![
            format!("https://gitlab.com/{owner}/{project}/-/releases.atom"),
            format!("https://gitlab.com/{owner}/{project}/-/tags?format=atom"),
        ],
        ("codeberg.org", [owner, project, ..]) => vec![
            format!("https://codeberg.org/{owner}/{project}/releases.rss"),
            format!("https://codeberg.org/{owner}/{project}.rss"),
        ],
        ("medium.com", [name, ..]) => vec![format!("https://medium.com/feed/{name}")],
        ("bsky.app", ["profile", name, ..]) => vec![format!("https://bsky.app/profile/{name}/rss")],
        ("vimeo.com", ["channels", name, ..]) => vec![format!("https://vimeo.com/channels/{name}/videos/rss")],
        ("vimeo.com", [name]) => vec![format!("https://vimeo.com/{name}/videos/rss")],
        ("dev.to", [name, ..]) => vec![format!("https://dev.to/feed/{name}")],
        ("lobste.rs", ["t", tag, ..]) => vec![format!("https://lobste.rs/t/{tag}.rss")],
        ("news.ycombinator.com", _) => vec!["https://news.ycombinator.com/rss".to_owned()],
        ("stackoverflow.com", ["questions", "tagged", tag, ..]) => {
            vec![format!("https://stackoverflow.com/feeds/tag?tagnames={tag}&sort=newest")]
        }
        ("arxiv.org", ["list", archive, ..]) => vec![format!("https://rss.arxiv.org/rss/{archive}")],
        ("letterboxd.com", [name, ..]) => vec![format!("https://letterboxd.com/{name}/rss/")],
        (host, _) if host.ends_with(".tumblr.com") => vec![format!("https://{host}/rss")],
        (host, _) if host.ends_with(".blogspot.com") => vec![format!("https://{host}/feeds/posts/default")],
        (host, _) if host.ends_with(".substack.com") || host.ends_with(".medium.com") => {
            vec![format!("https://{host}/feed")]
        }
        // Profiles of the fediverse stand at the same place on every server: Mastodon and its kin.
        (host, [name]) if name.len() > 1 && name.starts_with('@') && !OTHER_PROFILES.contains(&host) => {
            beside(&url, &format!("/{name}.rss"))
        }
        // Communities of Lemmy.
        (_, ["c", name]) => beside(&url, &format!("/feeds/c/{name}.xml")),
        _ => Vec::new(),
    };
    addresses
        .into_iter()
        .filter(|address| Url::parse(address).is_ok())
        .map(|url| DiscoveredFeed { url, media_type: None, title: None })
        .collect()
}

fn youtube(kind: &str, name: &str) -> String {
    format!("https://www.youtube.com/feeds/videos.xml?{kind}={name}")
}

/// Another path on the same server.
fn beside(url: &Url, path: &str) -> Vec<String> {
    url.join(path).ok().map(String::from).into_iter().collect()
}

/// The feed that a page about a podcast, or about a channel of films, names in its scripts only.
#[must_use]
pub fn feed_named_in_scripts(page: &str) -> Option<DiscoveredFeed> {
    let after = |mark: &str, end: char| {
        let (_, rest) = page.split_once(mark)?;
        let (value, _) = rest.split_once(end)?;
        (value.len() < 2_000).then(|| value.replace("\\/", "/").replace("\\u0026", "&"))
    };
    let podcast = after("\"feedUrl\":\"", '"').filter(|address| address.starts_with("http"));
    let channel = || {
        let id = after("\"externalId\":\"UC", '"').or_else(|| after("itemprop=\"channelId\" content=\"UC", '"'))?;
        let named = !id.is_empty() && id.chars().all(|next| next.is_ascii_alphanumeric() || matches!(next, '-' | '_'));
        named.then(|| youtube("channel_id", &format!("UC{id}")))
    };
    let url = podcast.or_else(channel)?;
    Url::parse(&url).ok()?;
    Some(DiscoveredFeed { url, media_type: None, title: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(url: &str) -> Option<String> {
        feeds_of_known_site(url).into_iter().next().map(|feed| feed.url)
    }

    #[test]
    fn an_address_on_a_known_site_says_where_its_feed_is() {
        for (url, feed) in [
            ("https://www.youtube.com/channel/UCabc", "https://www.youtube.com/feeds/videos.xml?channel_id=UCabc"),
            ("https://youtube.com/playlist?list=PLxyz", "https://www.youtube.com/feeds/videos.xml?playlist_id=PLxyz"),
            ("https://old.reddit.com/r/rust/top", "https://www.reddit.com/r/rust/.rss"),
            ("https://github.com/tokio-rs/tokio", "https://github.com/tokio-rs/tokio/releases.atom"),
            (
                "https://github.com/tokio-rs/tokio/commits/master",
                "https://github.com/tokio-rs/tokio/commits/master.atom",
            ),
            ("https://social.example/@desk", "https://social.example/@desk.rss"),
            ("https://medium.com/@desk/a-story-1", "https://medium.com/feed/@desk"),
            ("https://paper.substack.com/p/story", "https://paper.substack.com/feed"),
            ("https://lemmy.example/c/news", "https://lemmy.example/feeds/c/news.xml"),
        ] {
            assert_eq!(first(url).as_deref(), Some(feed), "{url}");
        }
        for other in ["https://paper.example/", "https://paper.example/@", "https://www.youtube.com/@desk", "nonsense"]
        {
            assert_eq!(first(other), None, "{other}");
        }
    }

    #[test]
    fn a_feed_named_in_a_script_is_found() {
        let podcast = r#"<script>{"name":"X","feedUrl":"https:\/\/cast.example\/feed?a=1\u0026b=2"}</script>"#;
        assert_eq!(feed_named_in_scripts(podcast).unwrap().url, "https://cast.example/feed?a=1&b=2");
        let channel = r#"<script>var x={"externalId":"UCab-_1","y":1}</script>"#;
        assert_eq!(
            feed_named_in_scripts(channel).unwrap().url,
            "https://www.youtube.com/feeds/videos.xml?channel_id=UCab-_1"
        );
        assert_eq!(feed_named_in_scripts("<p>feedUrl</p>"), None);
    }
}
