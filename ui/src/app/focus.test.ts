import { afterEach, describe, expect, it } from 'vitest';
import { focusedElement, leaveField, noteMove, rememberFocus } from './focus';

const parsed = (html: string) => [...new DOMParser().parseFromString(html, 'text/html').body.childNodes];

function page(html: string): HTMLElement {
  const main = document.body.appendChild(document.createElement('main'));
  main.append(...parsed(html));
  return main;
}

function one(selector: string): HTMLElement {
  return document.querySelector(selector) as HTMLElement;
}

const ROWS = '<h1>Sources</h1><ul><li data-feed-id="1"><a href="#1">A</a><button data-testid="more">A</button></li><li data-feed-id="2"><a href="#2">B</a><button data-testid="more">B</button></li></ul>';

describe('the focus, once its control is gone', () => {
  afterEach(() => document.body.replaceChildren());

  it('comes back to the control itself, and is not taken from what has it', () => {
    page(ROWS);
    const more = one('[data-feed-id="1"] button');
    more.focus();
    const giveBack = rememberFocus();
    more.blur();
    giveBack();
    expect(document.activeElement).toBe(more);
    one('[data-feed-id="2"] a').focus();
    giveBack();
    expect(document.activeElement).toBe(one('[data-feed-id="2"] a'));
  });

  it('goes to the same control of the same row where that was set anew', () => {
    const main = page(ROWS);
    one('[data-feed-id="2"] button').focus();
    const giveBack = rememberFocus();
    main.replaceChildren(...parsed(ROWS));
    giveBack();
    expect(document.activeElement).toBe(one('[data-feed-id="2"] button'));
  });

  it.each([
    ['1', '2'],
    ['2', '1'],
  ])('goes on from row %s, which is gone, to the same control of row %s', (gone, next) => {
    page(ROWS);
    one(`[data-feed-id="${gone}"] button`).focus();
    const giveBack = rememberFocus();
    one(`[data-feed-id="${gone}"]`).remove();
    giveBack();
    expect(document.activeElement).toBe(one(`[data-feed-id="${next}"] button`));
  });

  it('goes to the one that is named, to the control beside it, and to the heading at last', () => {
    page('<h1>Lists</h1><p><button id="first">1</button><button id="second" disabled>2</button><button id="third">3</button></p>');
    const leave = (gone: string, ...named: string[]) => {
      one(gone).focus();
      const giveBack = rememberFocus();
      one(gone).remove();
      giveBack(() => named[0] === undefined ? null : one(named[0]));
      return document.activeElement;
    };
    one('p').prepend(...parsed('<button id="zeroth">0</button>'));
    expect(leave('#zeroth', '#third')).toBe(one('#third'));
    expect(leave('#first')).toBe(one('#third'));
    expect(leave('#third')).toBe(one('h1'));
  });

  it('is not given to anything where nothing had it', () => {
    page(ROWS);
    rememberFocus()();
    expect(focusedElement()).toBeNull();
  });

  it('goes from a field back to where it was before, also to a link in a tree of its own', () => {
    document.addEventListener('focusout', noteMove);
    const main = page('<h1>Story</h1><div id="host"></div><input>');
    const tree = one('#host').attachShadow({ mode: 'open' });
    const link = tree.appendChild(Object.assign(document.createElement('a'), { href: '#/' }));
    const field = main.querySelector('input') as HTMLInputElement;
    link.focus();
    field.focus();
    leaveField(field);
    expect(focusedElement()).toBe(link);
    link.blur();
    field.focus();
    leaveField(field);
    expect(focusedElement()).toBeNull();
    document.removeEventListener('focusout', noteMove);
  });
});
