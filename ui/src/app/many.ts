import * as commands from '../api/commands';
import type { ArticleCard, ArticleId, Deed, ListId, ListView } from '../api/types';
import { counted } from '../words/sizes';
import type { Paper } from './paper.svelte';

// The same done with many stories at once: all of it is taken back in one.

/** What is said of it, and of its being taken back. */
interface Words {
  done: (articles: number) => string;
  none: string;
  undone: (articles: number) => string;
}

const READ: Words = {
  done: (articles) => `${counted(articles, 'article')} marked as read.`,
  none: 'They are read already.',
  undone: (articles) => `${counted(articles, 'article')} marked as unread again.`,
};
const UNREAD: Words = {
  done: (articles) => `${counted(articles, 'article')} marked as unread.`,
  none: 'They are unread already.',
  undone: (articles) => `${counted(articles, 'article')} marked as read again.`,
};
const STARRED: Words = {
  done: (articles) => `${counted(articles, 'article')} starred. ${articles === 1 ? 'It is' : 'They are'} kept for good.`,
  none: 'They are starred already.',
  undone: (articles) => `${counted(articles, 'star')} taken away again.`,
};
const UNSTARRED: Words = {
  done: (articles) => `${counted(articles, 'star')} taken away.`,
  none: 'None of them is starred.',
  undone: (articles) => `${counted(articles, 'article')} starred again.`,
};
const listed = (name: string): Words => ({
  done: (articles) => `${counted(articles, 'article')} added to “${name}”. ${articles === 1 ? 'It is' : 'They are'} kept for good.`,
  none: `They are on “${name}” already.`,
  undone: (articles) => `${counted(articles, 'article')} taken off “${name}” again.`,
});
const unlisted = (name: string): Words => ({
  done: (articles) => `${counted(articles, 'article')} taken off “${name}”.`,
  none: `None of them is on “${name}”.`,
  undone: (articles) => `${counted(articles, 'article')} on “${name}” again, where ${articles === 1 ? 'it was' : 'they were'}.`,
});

export const markMany = (paper: Paper, articles: readonly ArticleId[], read: boolean) =>
  doWithMany(paper, articles, { kind: 'read', read }, read ? READ : UNREAD, (ids, isDone) => {
    paper.cards.learnOf(ids, () => ({ read: isDone === read }));
  });

export const starMany = (paper: Paper, articles: readonly ArticleId[], starred: boolean) =>
  doWithMany(paper, articles, { kind: 'starred', starred }, starred ? STARRED : UNSTARRED, (ids, isDone) => {
    const isStarred = isDone === starred;
    paper.cards.learnOf(ids, () => (isStarred ? { starred: true, kept: true } : { starred: false }));
  });

/** Puts stories on a list, or takes them off it. `shown` are those of which is known what lists they are on. */
export const listMany = (paper: Paper, articles: readonly ArticleId[], { id, name }: ListView, isListed: boolean, shown: readonly ArticleCard[]) =>
  doWithMany(paper, articles, { kind: 'listed', list: id, listed: isListed }, isListed ? listed(name) : unlisted(name), (ids, isDone) => {
    const cards = new Map(shown.map((card) => [card.id, card]));
    const known = ids.filter((article) => cards.has(article));
    paper.cards.learnOf(known, (article) => listsOf(paper, cards.get(article), id, isDone === isListed));
    paper.listChanges += 1;
  });

function listsOf(paper: Paper, card: ArticleCard | undefined, list: ListId, isOn: boolean): { lists: ListId[] } {
  const lists = (card === undefined ? [] : paper.cards.latest(card).lists).filter((other) => other !== list);
  return { lists: isOn ? [...lists, list] : lists };
}

/** `note` is told of which articles it was done, and that it was undone. */
async function doWithMany(paper: Paper, articles: readonly ArticleId[], deed: Deed, words: Words, note: (ids: readonly ArticleId[], isDone: boolean) => void): Promise<void> {
  await paper.attempt(async () => {
    const done = await commands.doWithMany(articles, deed);
    const ids = done.before.map(({ article }) => article);
    if (ids.length === 0) {
      paper.messages.say(words.none);
      return;
    }
    note(ids, true);
    paper.offerTakeBack(words.done(ids.length), async () => {
      const undone = await commands.takeBackMany(deed, done);
      note(ids, false);
      return words.undone(undone);
    });
  });
}
