import { SvelteMap } from 'svelte/reactivity';
import type { ArticleCard, ArticleId, ListId } from '../api/types';

type Marks = Pick<ArticleCard, 'read' | 'starred' | 'kept' | 'lists'>;

/**
 * What the reader did to articles in this session. A story can be on several pages at once, some of them kept for
 * going back; all of them show the marks from here.
 */
export class Cards {
  readonly #marks = new SvelteMap<ArticleId, Marks>();

  /** `card` with the reader's latest marks. */
  latest(card: ArticleCard): ArticleCard {
    const marks = this.#marks.get(card.id);
    return marks === undefined ? card : { ...card, ...marks };
  }

  learn({ id, read, starred, kept, lists }: ArticleCard): void {
    this.#marks.set(id, { read, starred, kept, lists });
  }

  /** `card` was taken off a list. The library answers with the list, where it no longer is. */
  unlist(card: ArticleCard, list: ListId): void {
    const latest = this.latest(card);
    this.learn({ ...latest, lists: latest.lists.filter((id) => id !== list) });
  }
}
