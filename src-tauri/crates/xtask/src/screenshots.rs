//! The pictures in `docs/screenshots`, from the real window on the test newspaper.

use crate::error::TaskError;
use crate::process::{built, cargo, command, root, run as run_command, target};
use crate::run::{Newspaper, build, fill};
use crate::system::{self, Need};

/// Takes them all anew.
pub(crate) fn run(_: &[String]) -> Result<(), TaskError> {
    system::ensure(Need::Pictures)?;
    build(false, true)?;
    run_command(cargo(&["build", "--package", "broadsheet-window"]))?;
    let library = target().join("screenshot-library");
    {
        let newspaper = Newspaper::start(false)?;
        fill(&library, &newspaper, false)?;
        // The newspaper ends here: what is shown comes from the library alone.
    }
    let folder = root().join("docs/screenshots");
    let words = [built("broadsheet-desktop", false), library, folder].map(|path| path.to_string_lossy().into_owned());
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    run_command(command(&built("window-screenshots", false).to_string_lossy(), &words))
}
