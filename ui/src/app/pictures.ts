import type { OpenedPicture } from './paper.svelte';

// The pictures of an article that can be opened, with the words that stand under them.

/** The caption and the credit of a picture, where it stands in a figure. */
function wordsUnder(picture: HTMLImageElement): Pick<OpenedPicture, 'caption' | 'credit'> {
  const figure = picture.closest('figure');
  const words = figure?.querySelector('figcaption')?.cloneNode(true);
  if (!(words instanceof HTMLElement)) return { caption: null, credit: null };
  const credits = [...words.querySelectorAll('.credit, cite')];
  const said = (text: string) => text.replace(/\s+/g, ' ').trim() || null;
  const credit = said(credits.map((one) => one.textContent).join(' '));
  for (const one of credits) one.remove();
  return { caption: said(words.textContent), credit };
}

export function pictureOf(picture: HTMLImageElement): OpenedPicture {
  return { src: picture.src, alt: picture.alt, ...wordsUnder(picture) };
}

/** Those of a text that its reader can open, in reading order. */
export function picturesIn(tree: ParentNode): OpenedPicture[] {
  return [...tree.querySelectorAll<HTMLImageElement>('img[role="button"]')].map(pictureOf);
}
