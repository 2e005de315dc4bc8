import { formatRoute, parseRoute, type Route } from './route';
import type { ArticleId } from '../api/types';
import type { Standing } from './standing';

/** How many places keep what they had loaded, so that going back is instant. */
const REMEMBERED_PLACES = 12;

/** One place in the reader's way through the paper, with everything needed to return to it as it was left. */
export class Place {
  scroll = 0;
  /** The story that had the focus. */
  focused: ArticleId | null = null;
  /** Where its link led that had the focus, if it was another one than the headline. */
  link: string | null = null;
  standing: Standing | null = null;
  readonly #memory = new Map<string, unknown>();

  constructor(
    readonly key: number,
    readonly route: Route,
    /** The stories of the page that this place was opened from, for next and previous. */
    readonly trail: readonly ArticleId[] = [],
  ) {}

  /** What the view kept under `name`; made on the first visit. */
  recall<Kept>(name: string, make: () => Kept): Kept {
    if (!this.#memory.has(name)) this.#memory.set(name, make());
    return this.#memory.get(name) as Kept;
  }

  forget(): void {
    this.#memory.clear();
  }
}

/**
 * The way through the paper: places visited, in order, with the browser's own history beside it, so that the mouse's
 * back button and the system's gestures work. Scroll positions are kept here, since the browser restores them before
 * a view has anything to scroll.
 */
export class Router {
  #places: Place[];
  #at = $state(0);
  #current = $state.raw<Place>() as Place;
  #nextKey = 1;
  /** Called before the current place is left, however that came about. */
  onLeave: () => void = () => {};
  readonly #window: Window;

  constructor(host: Window = window) {
    this.#window = host;
    host.history.scrollRestoration = 'manual';
    this.#current = this.#make(parseRoute(host.location.hash), []);
    this.#places = [this.#current];
    host.history.replaceState({ place: this.#current.key }, '');
    host.addEventListener('popstate', this.#popped);
  }

  get current(): Place {
    return this.#current;
  }

  get canGoBack(): boolean {
    return this.#at > 0;
  }

  /** Goes to a new place. What lay ahead is given up, as in any browser. */
  go(route: Route, trail: readonly ArticleId[] = []): void {
    if (formatRoute(route) === formatRoute(this.#current.route)) return;
    this.onLeave();
    const place = this.#make(route, trail);
    this.#push(place);
    this.#window.history.pushState({ place: place.key }, '', formatRoute(route));
  }

  /** Goes to another place without a step in the history, as when leafing from story to story: going back leads to the latest one. */
  replace(route: Route, trail: readonly ArticleId[] = this.#current.trail): void {
    const place = this.#make(route, trail);
    const before = this.#places[this.#at - 1];
    if (before !== undefined && route.view === 'article') {
      before.focused = route.article;
      before.link = null;
    }
    this.#places[this.#at] = place;
    this.#current = place;
    this.#window.history.replaceState({ place: place.key }, '', formatRoute(route));
  }

  back(): void {
    if (this.canGoBack) this.#window.history.back();
    else if (this.#current.route.view !== 'front') this.replace({ view: 'front' }, []);
  }

  forward(): void {
    this.#window.history.forward();
  }

  /** Keeps where the page stands. Called while leaving it. */
  note(scroll: number, focused: ArticleId | null, link: string | null = null, standing: Standing | null = null): void {
    Object.assign(this.#current, { scroll, focused, link, standing });
  }

  close(): void {
    this.#window.removeEventListener('popstate', this.#popped);
  }

  #make(route: Route, trail: readonly ArticleId[]): Place {
    const key = this.#nextKey;
    this.#nextKey += 1;
    return new Place(key, route, trail);
  }

  #push(place: Place): void {
    this.#places = [...this.#places.slice(0, this.#at + 1), place];
    this.#at = this.#places.length - 1;
    this.#current = place;
    this.#places[this.#at - REMEMBERED_PLACES]?.forget();
  }

  readonly #popped = (event: PopStateEvent): void => {
    const key: unknown = (event.state as { place?: unknown } | null)?.place;
    const at = this.#places.findIndex((place) => place.key === key);
    const found = this.#places[at];
    this.onLeave();
    if (found !== undefined) {
      this.#at = at;
      this.#current = found;
      return;
    }
    // Someone set the address by hand: a new place.
    const place = this.#make(parseRoute(this.#window.location.hash), []);
    this.#push(place);
    this.#window.history.replaceState({ place: place.key }, '');
  };
}
