//! Numbers that tell whether an entry says something else than before.
//!
//! Many feeds put something new into their markup whenever they are asked: the number of an advertisement, the token of a pixel
//! that counts readers. So of an HTML only its text, its elements and its addresses up to their queries count.

/// FNV-1a over the parts, eight bytes at a time; tells changes apart and keeps no secret.
pub(crate) fn of_parts(parts: &[&str]) -> String {
    let mut hash = Hash::new();
    for part in parts {
        hash.add(part.as_bytes());
        hash.end(part.len());
    }
    hash.name()
}

/// The same over what an entry says: its headline, its HTML, and when it was changed where that counts.
pub(crate) fn of_entry(headline: &str, html: &str, changed: &str) -> String {
    let mut hash = Hash::new();
    hash.add(headline.as_bytes());
    hash.end(headline.len());
    hash.add_html(html);
    hash.add(changed.as_bytes());
    hash.end(changed.len());
    hash.name()
}

struct Hash(u64);

impl Hash {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn word(&mut self, word: u64) {
        self.0 = (self.0 ^ word).wrapping_mul(0x0100_0000_01b3).rotate_left(29);
    }

    fn add(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        words.iter().for_each(|word| self.word(u64::from_le_bytes(*word)));
        if !rest.is_empty() {
            let mut last = [0; 8];
            last.iter_mut().zip(rest).for_each(|(last, byte)| *last = *byte);
            self.word(u64::from_le_bytes(last));
        }
    }

    fn end(&mut self, length: usize) {
        self.word(u64::try_from(length).unwrap_or(u64::MAX));
    }

    fn add_html(&mut self, html: &str) {
        let (mut rest, mut length) = (html, 0);
        while let Some((text, behind)) = rest.split_once('<') {
            self.add(text.as_bytes());
            length += text.len() + 1;
            rest = behind;
            // Whatever begins otherwise is a sign in the text.
            if behind.starts_with(|next: char| next.is_ascii_alphabetic() || matches!(next, '/' | '!'))
                && let Some((tag, after)) = behind.split_once('>')
            {
                self.add_tag(tag);
                rest = after;
            }
        }
        self.add(rest.as_bytes());
        self.end(length + rest.len());
    }

    fn add_tag(&mut self, tag: &str) {
        let name = tag.split(|next: char| next.is_ascii_whitespace()).next().unwrap_or_default();
        self.add(name.as_bytes());
        if name.len() == tag.len() {
            return;
        }
        let mut rest = tag;
        while let Some((_, behind)) = rest.split_once("://") {
            let ends = |next: char| matches!(next, '"' | '\'' | '?' | '#' | ' ' | '\n' | '\t');
            let (address, after) =
                behind.split_at_checked(behind.find(ends).unwrap_or(behind.len())).unwrap_or((behind, ""));
            self.add(address.as_bytes());
            // What a query holds is no address of its own here.
            rest = after.find(['"', '\'', ' ']).and_then(|end| after.get(end..)).unwrap_or_default();
        }
    }

    fn name(&self) -> String {
        format!("{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_reader_sees_counts_and_what_a_server_counts_by_does_not() {
        let said = |html: &str| of_entry("Ferry", html, "");
        let page = |token: u32, name: &str, word: &str| {
            format!(
                "<p class=x{token}>The <a href='https://paper.example/{name}?utm={token}#top'>{word}</a> left \
                 <img src=\"https://ads.example/p.gif?ord={token}\" data-slot=\"{token}\"> at noon"
            )
        };
        assert_eq!(said(&page(1, "a", "ferry")), said(&page(2, "a", "ferry")));
        for other in
            [page(1, "b", "ferry"), page(1, "a", "boat"), page(1, "a", "ferry").replace("<p", "<h2"), String::new()]
        {
            assert_ne!(said(&page(1, "a", "ferry")), said(&other), "{other}");
        }
        assert_ne!(said("1 < 2"), said("1 < 3"));
        assert_ne!(of_entry("a", "b", ""), of_entry("ab", "", ""));
        assert_ne!(of_parts(&["a", "b"]), of_parts(&["ab"]));
    }
}
