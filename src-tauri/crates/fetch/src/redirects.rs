//! Redirects: where they lead, and how far of the way is meant for good.

use std::collections::HashSet;

use url::Url;

use crate::error::FetchError;
use crate::target::{host, shown};

/// Redirects that are followed.
const MOST: usize = 10;

/// Letters of an address that an error names.
const MOST_SHOWN: usize = 200;

/// Whether a status leads on. Of several choices the one that the server prefers is taken, where it names one (RFC 9110, 15.4.1).
pub(crate) fn leads_on(status: u16, location: Option<&str>) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308) || status == 300 && location.is_some()
}

/// The way from the address that was asked for to where the answer is.
pub(crate) struct Way {
    seen: HashSet<String>,
    now: Url,
    moved_to: Option<Url>,
    /// The site gave something new by which it knows the reader.
    was_renewed: bool,
    /// Every redirect so far was permanent.
    for_good: bool,
    steps: usize,
}

impl Way {
    pub(crate) fn new(start: Url) -> Self {
        Self {
            seen: HashSet::from([start.as_str().to_owned()]),
            now: start,
            moved_to: None,
            was_renewed: false,
            for_good: true,
            steps: 0,
        }
    }

    /// Where the way stands.
    pub(crate) fn now(&self) -> &Url {
        &self.now
    }

    /// Where permanent redirects led before the first temporary one (RFC 9110, 15.4).
    pub(crate) fn moved_to(&self) -> Option<&Url> {
        self.moved_to.as_ref()
    }

    /// The site knows the reader by something new, so that an address that was asked may answer otherwise. That holds once.
    pub(crate) fn renew(&mut self) {
        if !std::mem::replace(&mut self.was_renewed, true) {
            self.seen.clear();
        }
    }

    /// Goes on to where a redirect of this status leads.
    pub(crate) fn follow(&mut self, status: u16, location: Option<&str>) -> Result<(), FetchError> {
        let bad = || FetchError::BadRedirect { host: host(&self.now) };
        let location = location.filter(|location| !is_forged(location)).ok_or_else(bad)?;
        let next = self.now.join(location).map_err(|_| bad())?;
        if !matches!(next.scheme(), "http" | "https") {
            return Err(FetchError::LeavesTheWeb {
                host: host(&self.now),
                address: shown(&next).chars().take(MOST_SHOWN).collect(),
            });
        }
        if !self.seen.insert(next.as_str().to_owned()) {
            return Err(FetchError::RedirectLoop { host: host(&self.now) });
        }
        self.steps += 1;
        if self.steps > MOST {
            return Err(FetchError::TooManyRedirects { host: host(&self.now), limit: MOST });
        }
        self.for_good &= matches!(status, 301 | 308);
        if self.for_good {
            self.moved_to = Some(next.clone());
        }
        self.now = next;
        Ok(())
    }
}

/// Whether an address carries line breaks, written out or not, which only serve to smuggle in headers.
fn is_forged(location: &str) -> bool {
    let lower = location.to_ascii_lowercase();
    location.contains(|character: char| character.is_control() || character == '\\')
        || lower.contains("%0d")
        || lower.contains("%0a")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(start: &str, steps: &[(u16, &str)]) -> Result<(String, Option<String>), FetchError> {
        let mut way = Way::new(Url::parse(start).unwrap());
        for (status, location) in steps {
            way.follow(*status, Some(location))?;
        }
        Ok((way.now().to_string(), way.moved_to().map(Url::to_string)))
    }

    #[test]
    fn permanence_ends_at_the_first_temporary_redirect() {
        let (now, moved) =
            walk("https://a.example/f", &[(301, "https://b.example/f"), (302, "/x"), (308, "/y")]).unwrap();
        assert_eq!((now.as_str(), moved.as_deref()), ("https://b.example/y", Some("https://b.example/f")));
        assert_eq!(walk("https://a.example/f", &[(307, "https://b.example/f")]).unwrap().1, None);
    }

    #[test]
    fn a_way_may_lead_back_once_when_the_reader_is_known_anew() {
        let mut way = Way::new(Url::parse("https://a.example/f").unwrap());
        way.renew();
        way.follow(302, Some("/f")).unwrap();
        way.renew();
        assert!(matches!(way.follow(302, Some("/f")), Err(FetchError::RedirectLoop { .. })));
    }

    #[test]
    fn of_several_choices_the_preferred_one_is_taken() {
        assert!(leads_on(300, Some("/feed")) && leads_on(302, None));
        assert!(!leads_on(300, None) && !leads_on(304, Some("/feed")) && !leads_on(201, Some("/feed")));
        assert_eq!(walk("https://a.example/f", &[(300, "/g")]).unwrap(), ("https://a.example/g".to_owned(), None));
    }

    #[test]
    fn circles_endless_ways_and_forged_addresses_are_refused() {
        let circle = walk("https://a.example/f", &[(301, "/g"), (301, "/f")]);
        assert!(matches!(circle, Err(FetchError::RedirectLoop { .. })));
        let steps: Vec<(u16, String)> = (0..11).map(|step| (302, format!("/{step}"))).collect();
        let steps: Vec<(u16, &str)> = steps.iter().map(|(status, path)| (*status, path.as_str())).collect();
        assert!(matches!(walk("https://a.example/f", &steps), Err(FetchError::TooManyRedirects { .. })));
        for forged in
            ["http://b.example/x\r\nSet-Cookie: a=b", "http://b.example/x%0d%0aSet-Cookie:%20a=b", "/\\b.example"]
        {
            assert!(
                matches!(walk("https://a.example/f", &[(302, forged)]), Err(FetchError::BadRedirect { .. })),
                "{forged}"
            );
        }
        let file = walk("https://a.example/f", &[(302, "file:///etc/passwd")]).unwrap_err();
        assert_eq!(file.to_string(), "a.example redirects to file:///etc/passwd, which is not a web address");
    }
}
