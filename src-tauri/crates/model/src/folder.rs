//! Folders in which a reader keeps sources.

use std::fmt;

/// Stands between the names of a folder where it is stored. No name has it, since none has control characters.
const BETWEEN: char = '\u{1f}';

/// A folder of sources, by the names on the way to it, outermost first. There is at least one, and none is empty.
///
/// Written out, a `/` stands between the names, and a `\` before each `/` or `\` that belongs to a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Folder(Vec<String>);

impl Folder {
    /// Folders within folders at most.
    pub const DEEPEST: usize = 16;

    /// Characters of a name at most.
    pub const LONGEST_NAME: usize = 120;

    /// The folder with these names, outermost first; `None` where there is none or one is empty, has a control character or more
    /// characters than [`Folder::LONGEST_NAME`], or where there are more than [`Folder::DEEPEST`].
    #[must_use]
    pub fn of(names: Vec<String>) -> Option<Self> {
        let fits = |name: &String| {
            let letters = name.chars().count();
            letters > 0 && letters <= Self::LONGEST_NAME && !name.chars().any(char::is_control)
        };
        ((1..=Self::DEEPEST).contains(&names.len()) && names.iter().all(fits)).then_some(Self(names))
    }

    /// The names, outermost first.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.0
    }

    /// The folder's own name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.last().map_or("", String::as_str)
    }

    /// The folder that it lies in, if any.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.split_last().and_then(|(_, outer)| Self::of(outer.to_vec()))
    }

    /// Itself and every folder that it lies in, outermost first.
    pub fn way(&self) -> impl Iterator<Item = Self> {
        (1..=self.0.len()).filter_map(|depth| self.0.get(..depth)).map(|names| Self(names.to_vec()))
    }

    /// As it is stored.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.join(&BETWEEN.to_string())
    }

    /// A folder as it was stored; `None` for the empty text, which stands for no folder.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::of(key.split(BETWEEN).map(str::to_owned).collect())
    }

    /// The names that a folder has which a person wrote out. White space around each does not count.
    #[must_use]
    pub fn names_of(written: &str) -> Vec<String> {
        let (mut names, mut name) = (Vec::new(), String::new());
        let mut letters = written.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' if matches!(letters.peek(), Some('/' | '\\')) => name.extend(letters.next()),
                '/' => names.push(std::mem::take(&mut name)),
                _ => name.push(letter),
            }
        }
        names.push(name);
        names.iter().map(|name| name.trim().to_owned()).collect()
    }
}

/// Written out.
impl fmt::Display for Folder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = self.0.iter().map(|name| name.replace('\\', "\\\\").replace('/', "\\/")).collect();
        formatter.write_str(&names.join("/"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(names: &[&str]) -> Folder {
        Folder::of(names.iter().map(|name| (*name).to_owned()).collect()).unwrap()
    }

    #[test]
    fn a_folder_comes_back_as_it_was_stored_and_as_it_was_written() {
        for names in [&["News"][..], &["News", "TV/Film"], &["a\\", "\\/b", "/"], &["Żółć", "新聞 1", "c d"]] {
            let folder = folder(names);
            assert_eq!(Folder::from_key(&folder.key()).as_ref(), Some(&folder));
            assert_eq!(Folder::of(Folder::names_of(&folder.to_string())).as_ref(), Some(&folder), "{folder}");
        }
        assert_eq!(folder(&["News", "TV/Film"]).to_string(), "News/TV\\/Film");
        assert_eq!(Folder::names_of(" News / Europe "), ["News", "Europe"]);
        assert_eq!(Folder::names_of("C:\\x"), ["C:\\x"], "a sign that leads to nothing is itself");
        assert_eq!(Folder::from_key(""), None);
    }

    #[test]
    fn names_that_nobody_could_use_make_no_folder() {
        let of = |names: &[String]| Folder::of(names.to_vec());
        assert!(of(&[]).is_none());
        for bad in ["", "a\u{1f}b", "a\nb", "\u{9b}", &"x".repeat(Folder::LONGEST_NAME + 1)] {
            assert!(of(&[bad.to_owned()]).is_none(), "{bad:?}");
            assert!(of(&["News".to_owned(), bad.to_owned()]).is_none(), "{bad:?}");
        }
        assert!(of(&vec!["x".repeat(Folder::LONGEST_NAME); Folder::DEEPEST]).is_some());
        assert!(of(&vec!["x".to_owned(); Folder::DEEPEST + 1]).is_none());
    }

    #[test]
    fn a_folder_knows_the_way_to_it() {
        let deep = folder(&["News", "Europe", "Poland"]);
        let way: Vec<String> = deep.way().map(|folder| folder.to_string()).collect();
        assert_eq!(way, ["News", "News/Europe", "News/Europe/Poland"]);
        assert_eq!((deep.name(), deep.parent()), ("Poland", Some(folder(&["News", "Europe"]))));
        assert_eq!(folder(&["News"]).parent(), None);
    }
}
