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
    json: bool,
) -> Result<(), Failure> {
    let view =
        match change {
            Some(HighlightCommand::Add { article, words, note }) => {
                highlights::add(library, ArticleId(article), &words, 0, &note).await?
            }
            Some(HighlightCommand::Note { highlight, note }) => {
                highlights::note(library, HighlightId(highlight), &note).await?
            }
            Some(HighlightCommand::Remove { highlight }) => highlights::remove(library, HighlightId(highlight)).await?,
            None => {
                let all = all(library).await?;
                return Ok(print::answer(json, all.as_slice(), |all| {
                    if markdown { as_markdown(all) } else { as_lines(all) }
                })?);
            }
        };
    Ok(print::answer(json, &view, of_article)?)
}

async fn all(library: &Library) -> Result<Vec<HighlightRow>, Failure> {
    let mut page = highlights::all(library, None).await?;
    let mut all = std::mem::take(&mut page.highlights);
    while let Some(next) = page.next {
        page = highlights::all(library, Some(next)).await?;
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

fn as_lines(all: &[HighlightRow]) -> std::io::Result<()> {
    if all.is_empty() {
        return print::line("Nothing is highlighted yet. Highlight with “broadsheet highlights add ARTICLE WORDS”.");
    }
    all.iter().try_for_each(|row| {
        print::line(&format!("{:>6}  “{}” — {}, {}", row.id, row.quote, row.headline, row.publication))?;
        if row.note.is_empty() { Ok(()) } else { print::line(&format!("        {}", row.note)) }
    })
}

/// Passages as quotations under the headlines of their articles, with the notes below them.
fn as_markdown(all: &[HighlightRow]) -> std::io::Result<()> {
    let mut rest = all;
    while let Some(first) = rest.first() {
        print::line(&format!(
            "## [{}]({})\n\n{}\n",
            escaped(&first.headline),
            address(&first.url),
            escaped(&first.publication)
        ))?;
        for row in all.iter().filter(|row| row.article == first.article).rev() {
            print::line(&format!("> {}\n", escaped(&row.quote).replace('\n', "\n> ")))?;
            if !row.note.is_empty() {
                print::line(&format!("{}\n", row.note))?;
            }
        }
        // Articles stand in the order of their newest passages, each once.
        let seen = all.len() - rest.len() + 1;
        let is_new = |row: &HighlightRow| all.iter().take(seen).all(|other| other.article != row.article);
        let next = rest.iter().position(is_new).unwrap_or(rest.len());
        rest = rest.get(next..).unwrap_or_default();
    }
    Ok(())
}

/// An address that ends where it ends in Markdown, too.
fn address(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for character in url.chars() {
        match character {
            '(' | ')' | '[' | ']' | '<' | '>' | '\\' | ' ' | '`' => {
                out.push_str(&format!("%{:02X}", u32::from(character)))
            }
            other => out.push(other),
        }
    }
    out
}

/// Text that Markdown takes for nothing else.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#') {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_ends_where_it_ends() {
        assert_eq!(address("https://a.example/x)[y](javascript:z)"), "https://a.example/x%29%5By%5D%28javascript:z%29");
        assert_eq!(address("https://a.example/ж?a=b&c#d"), "https://a.example/ж?a=b&c#d");
    }
}
