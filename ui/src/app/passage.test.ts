import { describe, expect, it } from 'vitest';
import { highlightedPassage, selectedPassage } from './passage';

function selected(html: string, from: [string, number], to: [string, number]) {
  const host = document.createElement('div');
  document.body.replaceChildren(host);
  const tree = host.attachShadow({ mode: 'open' });
  tree.append(...new DOMParser().parseFromString(html, 'text/html').body.childNodes);
  const range = document.createRange();
  const text = (selector: string) => tree.querySelector(selector)?.firstChild as Text;
  range.setStart(text(from[0]), from[1]);
  range.setEnd(text(to[0]), to[1]);
  Object.assign(tree, { getSelection: () => ({ rangeCount: range.collapsed ? 0 : 1, getRangeAt: () => range }) });
  const passage = selectedPassage(tree);
  return passage === null ? null : { quote: passage.quote, near: passage.near };
}

describe('words that are selected', () => {
  const html = '<p id="a">One two three.</p><p id="b">Four <em>five</em> six</p>';

  it('are whole words, and know how many letters come before them', () => {
    expect(selected(html, ['#a', 5], ['#a', 7])).toEqual({ quote: 'two', near: 3 });
    expect(selected(html, ['#a', 4], ['em', 2])).toEqual({ quote: 'two three. Four five', near: 3 });
    expect(selected(html, ['em', 0], ['em', 4])).toEqual({ quote: 'five', near: 16 });
  });

  it('are none where nothing is', () => {
    expect(selected(html, ['#a', 5], ['#a', 5])).toBeNull();
    expect(selected(html, ['#a', 3], ['#a', 4])).toBeNull();
  });
});

describe('words that are highlighted', () => {
  it('are known by their mark, also where it has several parts, and know how many letters come before them', () => {
    const host = document.createElement('div');
    document.body.replaceChildren(host);
    const tree = host.attachShadow({ mode: 'open' });
    const html = '<p>One <mark data-highlight="7">two</mark></p><p><mark data-highlight="7">three</mark> four</p>';
    tree.append(...new DOMParser().parseFromString(html, 'text/html').body.childNodes);
    expect(highlightedPassage(tree, 7)).toMatchObject({ quote: 'two three', near: 3 });
    expect(highlightedPassage(tree, 8)).toBeNull();
  });
});
