//! Reading lists: which there are, and what stands on them.

use broadsheet_api::{Library, lists};
use broadsheet_model::ArticleId;
use serde_json::json;

use crate::Failure;
use crate::changes::ListCommand;
use crate::print;

/// Shows the lists, or changes one.
pub(crate) async fn run(library: &Library, change: Option<ListCommand>, json: bool) -> Result<(), Failure> {
    let page = match change {
        None => {
            let all = lists::all(library).await?;
            return print::answer(json, all.as_slice(), print::lists).map_err(Failure::from);
        }
        Some(ListCommand::Show { name }) => lists::page(library, lists::named(library, &name).await?.id).await?,
        Some(ListCommand::Create { name }) => {
            let list = lists::create(library, &name).await?;
            lists::page(library, list.id).await?
        }
        Some(ListCommand::Rename { name, to }) => {
            let list = lists::rename(library, lists::named(library, &name).await?.id, &to).await?;
            lists::page(library, list.id).await?
        }
        Some(ListCommand::Delete { name }) => {
            let list = lists::named(library, &name).await?;
            lists::delete(library, list.id).await?;
            return print::answer(json, &json!({"deleted": list.id}), |_| print::line("Deleted. Its articles stay."))
                .map_err(Failure::from);
        }
        Some(ListCommand::Add { name, article }) => {
            lists::add(library, lists::named(library, &name).await?.id, ArticleId(article)).await?
        }
        Some(ListCommand::Remove { name, article }) => {
            lists::remove(library, lists::named(library, &name).await?.id, ArticleId(article)).await?
        }
        Some(ListCommand::Move { name, article, place }) => {
            let list = lists::named(library, &name).await?.id;
            let to = usize::try_from(place.saturating_sub(1)).unwrap_or(usize::MAX);
            lists::reorder(library, list, ArticleId(article), to).await?
        }
    };
    print::answer(json, &page, print::list_page).map_err(Failure::from)
}
