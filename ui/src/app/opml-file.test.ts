import { describe, expect, it } from 'vitest';
import { MOST_BYTES, opmlText } from './opml-file';

const file = (name: string, content: string | Uint8Array<ArrayBuffer>) => {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { name, size: bytes.length, arrayBuffer: () => Promise.resolve(bytes.buffer) };
};
const LIST = '<opml version="2.0"><body><outline text="Grüße" xmlUrl="https://a.example/feed"/></body></opml>';

describe('a file that is dropped', () => {
  it('is read in the encoding that it names', async () => {
    const latin = `<?xml version="1.0" encoding="ISO-8859-1"?>${LIST}`;
    const bytes = Uint8Array.from(latin, (character) => character.charCodeAt(0));
    expect(await opmlText(file('list.opml', bytes))).toEqual({ text: latin });
    expect(await opmlText(file('list.xml', LIST))).toEqual({ text: LIST });
    const wide = new Uint8Array(2 * LIST.length + 2);
    wide.set([0xff, 0xfe]);
    for (let at = 0; at < LIST.length; at++) wide.set([LIST.charCodeAt(at) & 0xff, LIST.charCodeAt(at) >> 8], 2 * at + 2);
    expect(await opmlText(file('list', wide))).toEqual({ text: LIST });
  });

  it('is not taken on the word of its name', async () => {
    const found = await opmlText(file('list.opml', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2])));
    expect(found).toHaveProperty('problem');
    expect((found as { problem: string }).problem).toContain('list.opml');
    expect(await opmlText(file('empty.opml', ''))).toHaveProperty('problem');
  });

  it('is not read at all when it is too large', async () => {
    const large = { name: 'film.opml', size: MOST_BYTES + 1, arrayBuffer: () => Promise.reject(new Error('read')) };
    expect(await opmlText(large)).toHaveProperty('problem');
  });
});
