import { describe, expect, it } from 'vitest';
import { headingOf, noteOf } from './notes';

const PAGE = 'https://paper.example/ferry';

function tree(html: string): HTMLElement {
  const box = document.createElement('div');
  box.append(document.createRange().createContextualFragment(html));
  return box;
}

function leads(box: HTMLElement, link: string): string | undefined {
  const found = noteOf(box.querySelector(link) as Element, box);
  return found?.textContent.trim();
}

describe('a number in an article', () => {
  const listed = tree(
    `<p>Late<sup><a class="one" href="${PAGE}#fn1">1</a></sup>, and wet<sup><a class="two" href="${PAGE}#fn2">2</a></sup>.</p>
     <p>See <a class="other" href="https://elsewhere.example/#top">1</a>.</p>
     <ol><li><p>Says the barman. <a class="back" href="${PAGE}#r1">↩</a></p></li><li>Says the captain. <a href="${PAGE}#r2">↩</a></li></ol>`,
  );

  it('leads to its note, and the note back to it', () => {
    expect(leads(listed, '.one')).toBe('Says the barman. ↩');
    expect(leads(listed, '.two')).toBe('Says the captain. ↩');
    expect(leads(listed, '.back')).toBe('1');
  });

  it('of another page leads there', () => {
    expect(leads(listed, '.other')).toBeUndefined();
  });

  it('leads to a note that begins with it', () => {
    const written = tree(
      `<p>Late <a class="one" href="${PAGE}#_ftn1">[1]</a></p><p><a class="back" href="${PAGE}#_ftnref1">[1]</a> Says the barman.</p>`,
    );
    expect(leads(written, '.one')).toBe('[1] Says the barman.');
    expect(leads(written, '.back')).toBe('[1]');
  });

  it('without a note leads to the page', () => {
    expect(leads(tree(`<p>Comments: <a class="one" href="${PAGE}#comments">12</a></p>`), '.one')).toBeUndefined();
  });
});

describe('a table of contents', () => {
  const listed = tree(
    `<ul><li><a class="name" href="${PAGE}#Early_life">Youth</a></li><li><a class="words" href="${PAGE}#section-4">2.1 The last ferry</a></li>
     <li><a class="far" href="${PAGE}#%C3%89tudes">Études</a></li><li><a class="none" href="${PAGE}#refs">References</a></li></ul>
     <h2>Early life</h2><p>Born at sea.</p><h3>The last ferry</h3><p>It sank.</p><h2>Études</h2>`,
  );
  const heading = (link: string) => headingOf(listed.querySelector(link) as Element, listed)?.textContent;

  it('leads to headings by the name of their place, or by its words', () => {
    expect(['.name', '.words', '.far'].map(heading)).toEqual(['Early life', 'The last ferry', 'Études']);
  });

  it('leads nowhere where there is no such heading', () => {
    expect(heading('.none')).toBeUndefined();
  });
});
