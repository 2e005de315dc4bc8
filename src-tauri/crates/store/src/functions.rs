//! The functions that the library's views, its migrations and its search index call in SQL.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};

use crate::folding::{Compounds, alike, folded};
use crate::pack_error::PackError;
use crate::packed::{Dictionaries, seal};

const FLAGS: FunctionFlags = FunctionFlags::SQLITE_UTF8.union(FunctionFlags::SQLITE_DETERMINISTIC);

/// Gives a connection its functions: `text_html`, `text_body`, `pack_text` and `seal_of` for packed texts, `version_headline` and
/// `version_standfirst` for what stands either in its column or with the text; `folded`, `standfirst_beside` and `word_parts`
/// for what the search index sees, and `index_body`, `index_standfirst` and `index_parts`, which say the same of a packed text
/// without handing it around; `is_text` and `as_text` for texts that have rotted.
pub(crate) fn register(dictionaries: &Dictionaries, connection: &Connection) -> Result<(), rusqlite::Error> {
    of_packed_texts(dictionaries, connection)?;
    of_the_index(connection)?;
    of_the_index_from_packed_texts(dictionaries, connection)?;
    of_rotten_texts(connection)
}

/// `is_text` for whether a text is one, and `as_text` for what can be read of one that is none.
fn of_rotten_texts(connection: &Connection) -> Result<(), rusqlite::Error> {
    let bytes = |context: &Context<'_>| match context.get_raw(0) {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.to_vec(),
        _ => Vec::new(),
    };
    connection.create_scalar_function("is_text", 1, FLAGS, |context| {
        Ok(!matches!(context.get_raw(0), ValueRef::Text(bytes) if std::str::from_utf8(bytes).is_err()))
    })?;
    connection.create_scalar_function("as_text", 1, FLAGS, move |context| {
        Ok(String::from_utf8_lossy(&bytes(context)).into_owned())
    })
}

fn of_packed_texts(dictionaries: &Dictionaries, connection: &Connection) -> Result<(), rusqlite::Error> {
    let last = Last::new(dictionaries, |own, packed| Ok(own.unpack(packed)?.html));
    connection.create_scalar_function("text_html", 1, FLAGS, move |context| last.of(context, 0))?;
    let last = Last::new(dictionaries, Dictionaries::body);
    connection.create_scalar_function("text_body", 1, FLAGS, move |context| last.of(context, 0))?;
    let own = dictionaries.clone();
    connection.create_scalar_function("pack_text", 2, FLAGS, move |context| {
        Ok(own.pack(context.get_raw(0).as_str()?, context.get_raw(1).as_str()?))
    })?;
    let own = dictionaries.clone();
    let head_of = move |headline: &str, packed: &[u8]| {
        if headline.is_empty() { own.unpack(packed).ok().and_then(|texts| texts.head) } else { None }
    };
    let head = head_of.clone();
    connection.create_scalar_function("version_headline", 2, FLAGS, move |context| {
        let headline = context.get_raw(0).as_str()?;
        let found = head(headline, context.get_raw(1).as_blob()?);
        Ok(found.map_or_else(|| headline.to_owned(), |head| head.headline))
    })?;
    connection.create_scalar_function("version_standfirst", 3, FLAGS, move |context| {
        let standfirst = context.get_raw(1).as_str_or_null()?;
        let found = head_of(context.get_raw(0).as_str()?, context.get_raw(2).as_blob()?);
        Ok(found.map_or_else(|| standfirst.map(str::to_owned), |head| head.standfirst))
    })?;
    connection.create_scalar_function("seal_of", 1, FLAGS, |context| Ok(seal(context.get_raw(0).as_blob()?)))
}

fn of_the_index(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.create_scalar_function("standfirst_beside", 2, FLAGS, |context| {
        let (standfirst, body) = (context.get_raw(0).as_str()?, context.get_raw(1).as_str()?);
        Ok(if says_again(body, standfirst) { String::new() } else { standfirst.to_owned() })
    })?;
    connection.create_scalar_function("folded", 1, FLAGS, |context| match folded(context.get_raw(0).as_str()?) {
        Cow::Owned(folded) => Ok(ToSqlOutput::from(folded)),
        Cow::Borrowed(_) => Ok(ToSqlOutput::Arg(0)),
    })?;
    connection.create_scalar_function("says_all", 2, FLAGS, |context| {
        let (text, words) = (alike(context.get_raw(0).as_str()?), alike(context.get_raw(1).as_str()?));
        Ok(words.split_whitespace().all(|word| text.contains(word)))
    })?;
    let known = Mutex::new(Compounds::default());
    connection.create_scalar_function("word_parts", 2, FLAGS, move |context| {
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(known.parts(context.get_raw(0).as_str_or_null()?, &[context.get_raw(1).as_str()?]))
    })
}

fn of_the_index_from_packed_texts(dictionaries: &Dictionaries, connection: &Connection) -> Result<(), rusqlite::Error> {
    let last = Arc::new(Last::new(dictionaries, Dictionaries::body));
    let own = last.clone();
    connection.create_scalar_function("index_body", 1, FLAGS, move |context| {
        let body = own.of(context, 0)?;
        let folded = match folded(&body) {
            Cow::Owned(folded) => Some(folded),
            Cow::Borrowed(_) => None,
        };
        Ok(folded.map_or(Seen::Whole(body), Seen::Folded))
    })?;
    let own = last.clone();
    connection.create_scalar_function("index_standfirst", 2, FLAGS, move |context| {
        let standfirst = context.get_raw(0).as_str_or_null()?.unwrap_or_default();
        let again = !standfirst.is_empty() && says_again(&own.of(context, 1)?, standfirst);
        Ok(if again { String::new() } else { folded(standfirst).into_owned() })
    })?;
    let known = Mutex::new(Compounds::default());
    connection.create_scalar_function("index_parts", 3, FLAGS, move |context| {
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        let (language, headline) = (context.get_raw(0).as_str_or_null()?, context.get_raw(1).as_str()?);
        Ok(known.parts(language, &[headline, &last.of(context, 2)?]))
    })
}

/// Whether a text begins with its standfirst, which is then not worth indexing twice.
fn says_again(body: &str, standfirst: &str) -> bool {
    let behind = body.strip_prefix(standfirst.trim_end_matches('…').trim_end());
    behind.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

type Part = fn(&Dictionaries, &[u8]) -> Result<String, PackError>;

/// A part of packed texts. The same text is asked for several times in a row, so that the last one is kept.
struct Last {
    own: Dictionaries,
    part: Part,
    last: Mutex<(Vec<u8>, Arc<str>)>,
}

impl Last {
    fn new(own: &Dictionaries, part: Part) -> Self {
        Self { own: own.clone(), part, last: Mutex::new((Vec::new(), Arc::from(""))) }
    }

    /// The part of the text that a function was given at a place.
    fn of(&self, context: &Context<'_>, at: usize) -> Result<Arc<str>, rusqlite::Error> {
        let packed = context.get_raw(at).as_blob_or_null()?.unwrap_or_default();
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.0 != packed {
            last.1 = match (self.part)(&self.own, packed) {
                Ok(text) => text.into(),
                // One that has decayed, or lost its dictionary, must not keep the others out of the index.
                Err(PackError::Damaged | PackError::NoDictionary(_)) => Arc::from(""),
            };
            packed.clone_into(&mut last.0);
        }
        Ok(last.1.clone())
    }
}

/// A text as the index sees it.
enum Seen {
    Whole(Arc<str>),
    Folded(String),
}

impl ToSql for Seen {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Whole(text) => ToSqlOutput::from(text.as_ref()),
            Self::Folded(text) => ToSqlOutput::from(text.as_str()),
        })
    }
}
