import { SvelteMap } from 'svelte/reactivity';
import type { ArticleCard, ArticleId, ListId } from '../api/types';

type Marks = Pick<ArticleCard, 'read' | 'starred' | 'kept' | 'lists'>;

/**
 * What the reader did to articles in this session. A story can be on several pages at once, some of them kept for
 * going back; all of them show the marks from here.
 */
export class Cards {
  /** Goes up when an article may have been read, or become unread again. */
  readChanges = $state(0);
  /** Called then. */
  onRead: () => void = () => {};
  readonly #marks = new SvelteMap<ArticleId, Partial<Marks>>();
  /** What was marked as read all at once, and what was known then. */
  #allRead = $state.raw<readonly { isOne: (card: ArticleCard) => boolean; before: ReadonlyMap<ArticleId, Partial<Marks>> }[]>([]);

  /** `card` with the reader's latest marks. */
  latest(card: ArticleCard): ArticleCard {
    const marks = this.#marks.get(card.id);
    const marked = marks === undefined ? card : { ...card, ...marks };
    // A mark that was made since says more.
    const isRead = this.#allRead.some(({ isOne, before }) => before.get(card.id) === marks && isOne(card));
    return isRead ? { ...marked, read: true } : marked;
  }

  /** All that `isOne` tells of were marked as read; call what is returned when that is taken back. */
  learnAllRead(isOne: (card: ArticleCard) => boolean): () => void {
    const one = { isOne, before: new Map(this.#marks) };
    this.#allRead = [...this.#allRead, one];
    return () => {
      this.#allRead = this.#allRead.filter((other) => other !== one);
    };
  }

  learn({ id, read, starred, kept, lists }: ArticleCard): void {
    const before = this.#marks.get(id)?.read;
    this.#marks.set(id, { read, starred, kept, lists });
    if (before === read) return;
    this.readChanges += 1;
    this.onRead();
  }

  /** Something was done with many articles at once, of which the other marks need not be known. */
  learnOf(articles: readonly ArticleId[], marks: (article: ArticleId) => Partial<Marks>): void {
    let isRead = false;
    for (const article of articles) {
      const learnt = marks(article);
      isRead ||= learnt.read !== undefined;
      this.#marks.set(article, { ...this.#marks.get(article), ...learnt });
    }
    if (!isRead) return;
    this.readChanges += 1;
    this.onRead();
  }

  /** `card` was taken off a list. The library answers with the list, where it no longer is. */
  unlist(card: ArticleCard, list: ListId): void {
    const latest = this.latest(card);
    this.learn({ ...latest, lists: latest.lists.filter((id) => id !== list) });
  }
}
