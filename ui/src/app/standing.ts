import type { ArticleId } from '../api/types';
import { boxOf, focusedStory, storiesOn } from './stories';

/** A story of a page, and how far below the window's top it stands, in pixels. */
export interface Standing {
  article: ArticleId;
  /** How many times the page has it before. */
  nth: number;
  top: number;
}

/** For how many frames a page is brought back to where it stood: pictures and late parts come meanwhile. */
const FRAMES = 45;
/** The reader moves the page. */
const MOVES = ['wheel', 'pointerdown', 'keydown', 'touchstart'] as const;

const is = (article: ArticleId) => (story: HTMLElement) => Number(story.dataset['articleId']) === article;

/** Where the page stands: by the story that has the focus, if it is in sight, or the first one that is. */
export function standingOf(page: ParentNode = document): Standing | null {
  const inSight = storiesOn(page).filter((story) => {
    const { top, bottom } = boxOf(story);
    return bottom > 0 && top < window.innerHeight;
  });
  const focused = focusedStory();
  const story = (focused === null ? undefined : inSight.find(is(focused))) ?? inSight[0];
  if (story === undefined) return null;
  const article = Number(story.dataset['articleId']);
  return { article, nth: storiesOn(page).filter(is(article)).indexOf(story), top: story.getBoundingClientRect().top };
}

function stand({ article, nth, top }: Standing, page: ParentNode): void {
  const story = storiesOn(page).filter(is(article))[nth];
  const moved = story === undefined ? 0 : story.getBoundingClientRect().top - top;
  if (Math.abs(moved) >= 1) window.scrollBy({ top: moved, behavior: 'instant' });
}

/**
 * Brings a page back to where it stood, and keeps it there while it settles, until the reader moves it or the returned
 * function is called.
 */
export function standAgain(standing: Standing, page: ParentNode): () => void {
  let frames = FRAMES;
  let next = 0;
  function stop(): void {
    cancelAnimationFrame(next);
    for (const move of MOVES) window.removeEventListener(move, stop, true);
  }
  function settle(): void {
    stand(standing, page);
    frames -= 1;
    if (frames > 0) next = requestAnimationFrame(settle);
    else stop();
  }
  for (const move of MOVES) window.addEventListener(move, stop, { capture: true, passive: true });
  settle();
  return stop;
}
