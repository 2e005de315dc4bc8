import type { ArticleId, FeedId, HighlightId, ListId, PublicationId, Section } from '../api/types';
import { isSection } from '../words/sections';

/** A place in the paper. Each has an address after the `#`, so that it can be linked and returned to. */
export type Route =
  | { view: 'front' }
  /** What came since the last visit. */
  | { view: 'new' }
  | { view: 'section'; section: Section }
  | { view: 'publication'; publication: PublicationId }
  /** A folder of sources, by the way to it. */
  | { view: 'folder'; folder: string }
  | { view: 'starred' }
  | { view: 'saved' }
  /** An article, opened at a highlight where one is given. */
  | { view: 'article'; article: ArticleId; highlight?: HighlightId }
  | { view: 'lists' }
  | { view: 'list'; list: ListId }
  | { view: 'search'; query: string }
  | { view: 'sources' }
  | { view: 'source'; source: FeedId }
  /** What a source brought. */
  | { view: 'from'; source: FeedId }
  | { view: 'activity' }
  | { view: 'settings' }
  | { view: 'highlights' };

const FRONT: Route = { view: 'front' };

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The place that an address means; the front page for whatever it does not know. */
export function parseRoute(hash: string): Route {
  const path = hash.replace(/^#?\/?/, '');
  const slash = path.indexOf('/');
  const view = slash < 0 ? path : path.slice(0, slash);
  const rest = slash < 0 ? '' : decode(path.slice(slash + 1));
  const id = /^\d+$/.test(rest) ? Number(rest) : null;
  switch (view) {
    case 'section':
      return isSection(rest) ? { view, section: rest } : FRONT;
    case 'publication':
      return id === null ? FRONT : { view, publication: id };
    case 'article': {
      const [, article, highlight] = /^(\d+)\/highlight\/(\d+)$/.exec(rest) ?? [];
      if (article !== undefined && highlight !== undefined) return { view, article: Number(article), highlight: Number(highlight) };
      return id === null ? FRONT : { view, article: id };
    }
    case 'source':
    case 'from':
      return id === null ? { view: 'sources' } : { view, source: id };
    case 'list':
      return id === null ? { view: 'lists' } : { view, list: id };
    case 'folder':
      return rest === '' ? { view: 'sources' } : { view, folder: rest };
    case 'search':
      return { view, query: rest };
    case 'new':
    case 'starred':
    case 'saved':
    case 'lists':
    case 'sources':
    case 'activity':
    case 'settings':
    case 'highlights':
      return { view };
    default:
      return FRONT;
  }
}

export function formatRoute(route: Route): string {
  switch (route.view) {
    case 'front':
      return '#/';
    case 'section':
      return `#/section/${route.section}`;
    case 'publication':
      return `#/publication/${route.publication}`;
    case 'article':
      return `#/article/${route.article}${route.highlight === undefined ? '' : `/highlight/${route.highlight}`}`;
    case 'source':
    case 'from':
      return `#/${route.view}/${route.source}`;
    case 'list':
      return `#/list/${route.list}`;
    case 'folder':
      return `#/folder/${encodeURIComponent(route.folder)}`;
    case 'search':
      return `#/search/${encodeURIComponent(route.query)}`;
    default:
      return `#/${route.view}`;
  }
}
