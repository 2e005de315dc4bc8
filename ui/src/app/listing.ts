import * as commands from '../api/commands';
import type { ArticleCard, ListPage, ListView } from '../api/types';
import type { Paper } from './paper.svelte';

// Articles put on reading lists and taken off them, wherever that is done: all of it can be undone.

/** Notes which lists an article is on, by the list as it is now. */
function note(paper: Paper, { list, articles }: ListPage, article: ArticleCard): void {
  const card = articles.find(({ id }) => id === article.id);
  if (card === undefined) paper.cards.unlist(article, list.id);
  else paper.cards.learn(card);
  paper.listChanges += 1;
}

export async function putOnList(paper: Paper, { id, name }: ListView, article: ArticleCard): Promise<void> {
  note(paper, await commands.addToList(id, article.id), article);
  paper.offerUndo(`Added to “${name}”. It is kept for good.`, async () => {
    note(paper, await commands.removeFromList(id, article.id), article);
    return `Taken off “${name}” again.`;
  });
}

/** Undone, the article has its place in the list again. */
export async function takeOffList(paper: Paper, { id, name }: ListView, article: ArticleCard): Promise<void> {
  const { articles } = await commands.listPage(id);
  const at = articles.findIndex((one) => one.id === article.id);
  note(paper, await commands.removeFromList(id, article.id), article);
  // It was taken off elsewhere.
  if (at < 0) return;
  paper.offerUndo(`Taken off “${name}”: “${article.headline}”`, async () => {
    await commands.addToList(id, article.id);
    note(paper, await commands.moveInList(id, article.id, at), article);
    return `On “${name}” again, where it was.`;
  });
}
