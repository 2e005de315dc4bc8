import { afterEach, describe, expect, it, vi } from 'vitest';
import { COVERED, goTo, placeIn } from './reading-place';

/** An article of paragraphs, each a hundred pixels high, of a page that is scrolled so far. */
function article(paragraphs: readonly string[], scrolled: number): ShadowRoot {
  const host = document.createElement('div');
  const tree = host.attachShadow({ mode: 'open' });
  document.body.append(host);
  for (const [at, text] of paragraphs.entries()) {
    const paragraph = document.createElement('p');
    paragraph.textContent = text;
    paragraph.getBoundingClientRect = () => new DOMRect(0, 200 + at * 100 - scrolled, 600, 100);
    tree.append(paragraph);
  }
  return tree;
}

describe('the place in an article', () => {
  afterEach(() => document.body.replaceChildren());

  const text = Array.from({ length: 30 }, (_, at) => `Line ${at}`);

  it('is told in letters of the text above it', () => {
    expect(placeIn(article(text, 0))).toBeNull();
    // The third paragraph is the first that is not wholly above the bar.
    expect(placeIn(article(text, 340))).toBe('Line0Line1'.length);
  });

  it('is nowhere at the end, and where nothing is laid out', () => {
    expect(placeIn(article(text, 3200 - window.innerHeight))).toBeNull();
    expect(placeIn(article([], 0))).toBeNull();
  });

  it('is found again at its paragraph, or at none where the text is shorter now', () => {
    const scroll = vi.spyOn(window, 'scrollTo').mockImplementation(() => {});
    expect(goTo(article(text, 0), 'Line0Line1'.length)).toBe(true);
    expect(scroll).toHaveBeenCalledWith({ top: 400 - COVERED, behavior: 'instant' });
    expect(goTo(article(text.slice(0, 2), 0), 500)).toBe(false);
    expect(scroll).toHaveBeenCalledTimes(1);
    scroll.mockRestore();
  });
});
