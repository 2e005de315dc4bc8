//! What the reader highlighted, as Markdown for other programs.

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::highlights::HighlightRow;

/// Passages as quotations under the headlines of their articles, with the notes below them. Articles stand in the order of their
/// newest passages, each once; the passages of one in the order in which they were made.
pub(crate) fn markdown(rows: &[HighlightRow]) -> String {
    let mut places = HashMap::new();
    let mut articles: Vec<Vec<&HighlightRow>> = Vec::new();
    for row in rows {
        let at = *places.entry(row.article).or_insert(articles.len());
        match articles.get_mut(at) {
            Some(of_article) => of_article.push(row),
            None => articles.push(vec![row]),
        }
    }
    let mut out = String::new();
    for of_article in &articles {
        if let Some(HighlightRow { headline, url, publication, .. }) = of_article.first() {
            let _ = write!(out, "## [{}]({})\n\n{}\n\n", escaped(headline), address(url), escaped(publication));
        }
        for row in of_article.iter().rev() {
            let _ = write!(out, "> {}\n\n", escaped(&row.quote).replace('\n', "\n> "));
            if !row.note.is_empty() {
                let _ = write!(out, "{}\n\n", row.note);
            }
        }
    }
    out
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
    use broadsheet_model::{ArticleId, HighlightId};
    use jiff::Timestamp;

    use super::*;

    fn row(id: i64, article: i64, quote: &str, note: &str) -> HighlightRow {
        HighlightRow {
            id: HighlightId(id),
            article: ArticleId(article),
            quote: quote.to_owned(),
            note: note.to_owned(),
            made_at: Timestamp::UNIX_EPOCH,
            headline: format!("Number {article}"),
            url: format!("https://a.example/{article}"),
            publication: "The *Post*".to_owned(),
        }
    }

    #[test]
    fn every_article_stands_once_with_its_passages_as_they_were_made() {
        let rows = [row(4, 1, "last", ""), row(3, 2, "other", ""), row(2, 1, "second", "Why?"), row(1, 1, "first", "")];
        let wanted = "## [Number 1](https://a.example/1)\n\nThe \\*Post\\*\n\n> first\n\n> second\n\nWhy?\n\n> last\n\n\
                      ## [Number 2](https://a.example/2)\n\nThe \\*Post\\*\n\n> other\n\n";
        assert_eq!(markdown(&rows), wanted);
        assert_eq!(markdown(&[]), "");
    }

    #[test]
    fn an_address_ends_where_it_ends() {
        assert_eq!(address("https://a.example/x)[y](javascript:z)"), "https://a.example/x%29%5By%5D%28javascript:z%29");
        assert_eq!(address("https://a.example/ж?a=b&c#d"), "https://a.example/ж?a=b&c#d");
    }
}
