import { describe, expect, it, vi } from 'vitest';
import { standingOf } from './standing';
import { keepPlace, stepFocus } from './stories';

const HEIGHT = 100;

/** A list of rows with a story in each, the first of them so many pixels above the window's top; tells which stories were asked where they stand. */
function list(length: number, above: number) {
  const asked: string[] = [];
  const page = document.createElement('ol');
  for (let number = 0; number < length; number += 1) {
    const [row, story, link] = [document.createElement('li'), document.createElement('article'), document.createElement('a')];
    const box = new DOMRect(0, number * HEIGHT - above, 500, HEIGHT);
    row.dataset['row'] = '';
    row.getBoundingClientRect = () => box;
    story.dataset['articleId'] = String(number);
    story.getBoundingClientRect = () => {
      asked.push(story.dataset['articleId'] ?? '');
      return box;
    };
    link.dataset['headline'] = '';
    link.href = `#/article/${number}`;
    story.append(link);
    row.append(story);
    page.append(row);
  }
  document.body.replaceChildren(page);
  return { page, asked };
}

describe('a long list', () => {
  it('asks no story out of sight where it stands', async () => {
    vi.stubGlobal('scrollY', 1);
    const { page, asked } = list(300, 250);
    expect(standingOf(page)).toEqual({ article: 2, nth: 0, top: -50 });
    await keepPlace(async () => undefined);
    stepFocus(1, page);
    expect(document.activeElement?.getAttribute('href')).toBe('#/article/3');
    stepFocus(1, page);
    expect(document.activeElement?.getAttribute('href')).toBe('#/article/4');
    expect(new Set(asked)).toEqual(new Set(['2']));
    vi.unstubAllGlobals();
  });
});
