import { describe, expect, it } from 'vitest';
import { Choosing } from './choosing';

function text(html: string, language: string | null = 'en') {
  const box = document.createElement('div');
  document.body.replaceChildren(box);
  box.append(...new DOMParser().parseFromString(html, 'text/html').body.childNodes);
  for (const part of box.querySelectorAll('*')) part.getBoundingClientRect = () => new DOMRect(0, 100, 10, 10);
  const choosing = Choosing.begin(box, language, 0) as Choosing;
  const press = (keys: string, runsFromRight = false) => {
    for (const each of keys.split(' ')) {
      const [key = '', ...held] = each.split('+').reverse();
      choosing.press({ key: `Arrow${key}`, shiftKey: held.includes('Shift'), altKey: held.includes('Alt') }, runsFromRight);
    }
    return choosing.words;
  };
  return { choosing, press, box };
}

const TWO = '<h2>A bridge</h2><p>It <em>stays</em> closed. Nobody knows why, Mr. Ferrer said.</p><ul><li>One.</li></ul>';

describe('words that are chosen by keys', () => {
  it('begin with the first sentence in sight', () => {
    const { box } = text(TWO);
    (box.querySelector('h2') as HTMLElement).getBoundingClientRect = () => new DOMRect(0, -50, 10, 10);
    expect(Choosing.begin(box, 'en', 0)?.words).toBe('It stays closed.');
  });

  it('go from sentence to sentence and from paragraph to paragraph, and stop at both ends', () => {
    const { choosing, press } = text(TWO);
    expect(choosing.words).toBe('A bridge');
    expect(press('Right')).toBe('It stays closed.');
    expect(press('Left')).toBe('A bridge');
    expect(press('Left Up')).toBe('A bridge');
    expect(press('Down Down')).toBe('One.');
    expect(press('Down Right')).toBe('One.');
    expect(press('Up')).toBe('It stays closed.');
  });

  it('grow and shrink at both ends, word by word and sentence by sentence', () => {
    const { press } = text(TWO);
    expect(press('Down Alt+Right Shift+Right Shift+Right')).toBe('stays closed. Nobody knows');
    expect(press('Shift+Left')).toBe('stays closed. Nobody');
    expect(press('Alt+Left')).toBe('It stays closed. Nobody');
    expect(press('Shift+Down')).toContain('It stays closed. Nobody knows why,');
    expect(press('Shift+Up Shift+Up Shift+Up Shift+Up')).toBe('It stays closed.');
    expect(press('Shift+Left Shift+Left Shift+Left Shift+Left Shift+Left')).toBe('It');
    expect(press('Alt+Right')).toBe('It');
  });

  it('follow the way of a text that runs from the right', () => {
    const { press } = text('<p>הנמל נפתח. איש לא ידע.</p>', 'he');
    expect(press('Left', true)).toBe('איש לא ידע.');
    expect(press('Right', true)).toBe('הנמל נפתח.');
  });

  it('know the words of a language that puts no spaces between them', () => {
    const { press } = text('<p>港口重新开放。没有人知道。</p>', 'zh');
    expect(press('Right')).toBe('没有人知道。');
    expect(press('Shift+Left Shift+Left').length).toBeLessThan('没有人知道'.length);
  });

  it('are none where there is no text, and leave other keys alone', () => {
    expect(text('<img alt="">').choosing).toBeNull();
    expect(text('<p>One.</p>').choosing.press({ key: 'j', shiftKey: false, altKey: false }, false)).toBe(false);
  });

  it('are found in a text of any language, however it is written', () => {
    expect(text('<p>港口重新开放。没有人知道。</p>', 'zh_CN').press('Right')).toBe('没有人知道。');
    for (const language of ['en_US', 'English', 'en-', '-', '??', 'x', '']) expect(text(TWO, language).choosing?.words, language).toBe('A bridge');
  });
});
