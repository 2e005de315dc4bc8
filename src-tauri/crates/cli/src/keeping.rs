//! Rules of keeping as they are typed.

use broadsheet_api::{ApiError, ErrorCode, KeepingRules, Library, retention, sources};
use broadsheet_model::FeedId;

/// Makes the rules that were typed, of the library or of one source, where any were; answers all rules.
pub(crate) async fn rules(
    library: &Library,
    source: Option<FeedId>,
    days: Option<&str>,
    pictures: Option<&str>,
) -> Result<Vec<KeepingRules>, ApiError> {
    if let Some(source) = source {
        sources::one(library, source).await?;
    }
    let known = retention::rules(library).await?;
    if days.is_none() && pictures.is_none() {
        return Ok(known);
    }
    let mut made = known.into_iter().find(|rules| rules.source == source).unwrap_or(KeepingRules {
        source,
        keep_days: None,
        picture_budget: None,
    });
    match days {
        None => {}
        Some("all") => made.keep_days = source.map(|_| 0),
        Some("library") if source.is_some() => made.keep_days = None,
        Some(number) => made.keep_days = Some(number.parse().map_err(|_| wrong("days", number, "30, or `all`"))?),
    }
    match pictures {
        None => {}
        Some("all") => made.picture_budget = None,
        Some(size) => made.picture_budget = Some(bytes(size).ok_or_else(|| wrong("size", size, "500MB, or `all`"))?),
    }
    retention::set(library, made).await?;
    retention::rules(library).await
}

fn wrong(what: &str, typed: &str, example: &str) -> ApiError {
    ApiError {
        code: ErrorCode::InvalidInput,
        message: format!("“{typed}” is no number of {what}."),
        hint: Some(format!("Type for example {example}.")),
        retryable: false,
    }
}

/// A size as people type it, in decimal units: `800000`, `500MB`, `1.5 GB`.
fn bytes(size: &str) -> Option<u64> {
    let size = size.trim().to_ascii_lowercase();
    let digits = size.trim_end_matches(|letter: char| letter.is_ascii_alphabetic()).trim_end();
    let unit = match size.get(digits.len()..)?.trim() {
        "" | "b" => 1.0,
        "k" | "kb" => 1e3,
        "m" | "mb" => 1e6,
        "g" | "gb" => 1e9,
        "t" | "tb" => 1e12,
        _ => return None,
    };
    let number: f64 = digits.parse().ok()?;
    (number.is_finite() && number >= 0.0).then_some((number * unit) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_people_type_them() {
        for (typed, meant) in [("0", 0), ("800000", 800_000), ("500MB", 500_000_000), ("1.5 gb", 1_500_000_000)] {
            assert_eq!(bytes(typed), Some(meant), "{typed}");
        }
        for typed in ["", "MB", "-1MB", "1 PB", "much", "NaN", "inf"] {
            assert_eq!(bytes(typed), None, "{typed}");
        }
    }
}
