import { describe, expect, it } from 'vitest';
import { findAll } from './finding';

function found(html: string, words: string): string[] {
  const box = document.createElement('div');
  box.append(...new DOMParser().parseFromString(html, 'text/html').body.childNodes);
  return findAll([box], words).map(String);
}

describe('words that are found in a text', () => {
  it('are all there, whatever their capitals and their markup', () => {
    expect(found('<p>The <em>sea</em> wall. THE SEA\n wall</p><p>the seas</p>', 'the sea')).toEqual(['The sea', 'THE SEA', 'the sea']);
    expect(found('<p>The sea\n  wall</p>', 'sea wall')).toEqual(['sea\n  wall']);
  });

  it('are taken as they are, and do not run over the end of a paragraph', () => {
    expect(found('<p>1.5 (net) 105 /a-b/</p>', '1.5 (net)')).toEqual(['1.5 (net)']);
    expect(found('<p>a-b a/b</p>', 'A-B')).toEqual(['a-b']);
    expect(found('<p>a-b a/b</p>', 'a/b')).toEqual(['a/b']);
    expect(found('<p>a-b [c] \\d</p>', '[c] \\d')).toEqual(['[c] \\d']);
    expect(found('<p>The</p><p>sea</p>', 'the sea')).toEqual([]);
    expect(found('<p>The</p>', '  ')).toEqual([]);
  });

  it('are found part by part, and do not run from one into the next', () => {
    const parts = ['The sea', 'wall. The sea'].map((text) => Object.assign(document.createElement('div'), { textContent: text }));
    const places = findAll(parts, 'the sea');
    expect(places.map(({ startContainer }) => parts.findIndex((part) => part.contains(startContainer)))).toEqual([0, 1]);
    expect(findAll(parts, 'sea wall')).toEqual([]);
  });
});
