//! What the reader highlighted, on the command line.

use broadsheet_api::{ArticleView, HighlightRow, Library, highlights};
use broadsheet_model::{ArticleId, HighlightId};

use crate::Failure;
use crate::changes::HighlightCommand;
use crate::print;

/// Changes a highlight, or shows all of them.
pub(crate) async fn run(
    library: &Library,
    change: Option<HighlightCommand>,
    markdown: bool,
    find: &str,
    json: bool,
) -> Result<(), Failure> {
    let view = match change {
        Some(HighlightCommand::Add { article, words, note }) => {
            highlights::add(library, ArticleId(article), &words, 0, &note).await?
        }
        Some(HighlightCommand::Note { highlight, note }) => {
            highlights::note(library, HighlightId(highlight), &note).await?
        }
        Some(HighlightCommand::Remove { highlight }) => highlights::remove(library, HighlightId(highlight)).await?,
        None if markdown && !json => {
            return Ok(print::line(highlights::markdown(library).await?.0.trim_end())?);
        }
        None => {
            let all = all(library, find).await?;
            return Ok(print::answer(json, all.as_slice(), |all| as_lines(all, find))?);
        }
    };
    Ok(print::answer(json, &view, of_article)?)
}

async fn all(library: &Library, words: &str) -> Result<Vec<HighlightRow>, Failure> {
    let mut page = highlights::all(library, words, None).await?;
    let mut all = std::mem::take(&mut page.highlights);
    while let Some(next) = page.next {
        page = highlights::all(library, words, Some(next)).await?;
        all.append(&mut page.highlights);
    }
    Ok(all)
}

fn of_article(view: &ArticleView) -> std::io::Result<()> {
    print::card(&view.card)?;
    view.highlights.iter().try_for_each(|highlight| {
        let lost = if highlight.shown { "" } else { "  (not in the text as it is now)" };
        print::line(&format!("{:>6}  “{}”{lost}", highlight.id, highlight.quote))?;
        if highlight.note.is_empty() { Ok(()) } else { print::line(&format!("        {}", highlight.note)) }
    })
}

fn as_lines(all: &[HighlightRow], words: &str) -> std::io::Result<()> {
    if all.is_empty() && !words.is_empty() {
        return print::line("No passage says this.");
    }
    if all.is_empty() {
        return print::line("Nothing is highlighted yet. Highlight with “broadsheet highlights add ARTICLE WORDS”.");
    }
    all.iter().try_for_each(|row| {
        print::line(&format!("{:>6}  “{}” — {}, {}", row.id, row.quote, row.headline, row.publication))?;
        if row.note.is_empty() { Ok(()) } else { print::line(&format!("        {}", row.note)) }
    })
}
