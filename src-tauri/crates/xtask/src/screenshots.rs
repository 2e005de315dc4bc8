//! The pictures in `docs/screenshots`, from the real window on the test newspaper.

use crate::error::TaskError;
use crate::process::{built, cargo, command, root, run as run_command};
use crate::run::{Newspaper, build, fill};
use crate::system::{self, Need};

/// What fails while the sources are shown: site, path, and how.
const FAILURES: [(&str, &str, &str); 3] =
    [("touchline", "/feed.json", "password"), ("orrery", "/atom.xml", "404"), ("overland", "/rss", "500")];

/// Takes them all anew.
pub(crate) fn run(_: &[String]) -> Result<(), TaskError> {
    system::ensure(Need::Pictures)?;
    build(false, true)?;
    run_command(cargo(&["build", "--package", "broadsheet-window"]))?;
    // The page of sources shows where the library lies, which is to be nobody's own folder.
    let library = std::env::temp_dir().join("broadsheet-screenshots");
    let take = |more: &[&str]| {
        let folder = root().join("docs/screenshots");
        let words = [built("broadsheet-desktop", false), library.clone(), folder];
        let words = words.map(|path| path.to_string_lossy().into_owned());
        let words: Vec<&str> = words.iter().map(String::as_str).chain(more.iter().copied()).collect();
        run_command(command(&built("window-screenshots", false).to_string_lossy(), &words))
    };
    let newspaper = Newspaper::start(false)?;
    fill(&library, &newspaper, false)?;
    for (site, path, mode) in FAILURES {
        newspaper.fail(site, path, mode)?;
    }
    take(&[newspaper.sites.first().map_or("", String::as_str)])?;
    // The newspaper ends here: what is shown of the paper comes from the library alone.
    drop(newspaper);
    take(&[])
}
