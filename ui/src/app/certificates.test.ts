import { describe, expect, it } from 'vitest';
import { certificatesText, MOST_BYTES } from './certificates';

const file = (bytes: Uint8Array<ArrayBuffer>) => ({ name: 'own.cer', size: bytes.length, arrayBuffer: () => Promise.resolve(bytes.buffer) });

describe('a file of certificates', () => {
  it('is taken as it is where it is text', async () => {
    const text = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
    expect(await certificatesText(file(new TextEncoder().encode(text)))).toEqual({ text });
  });

  it('becomes text where it is one bare certificate', async () => {
    const bytes = Uint8Array.from({ length: 100 }, (_, at) => (at === 0 ? 0x30 : at === 1 ? 0x82 : at));
    const read = await certificatesText(file(bytes));
    const lines = ('text' in read ? read.text : '').split('\n');
    expect([lines[0], lines.at(-2), lines[1]?.length]).toEqual(['-----BEGIN CERTIFICATE-----', '-----END CERTIFICATE-----', 64]);
    expect(Uint8Array.from(atob(lines.slice(1, -2).join('')), (letter) => letter.charCodeAt(0))).toEqual(bytes);
  });

  it('is not read where it is too long for one', async () => {
    const read = await certificatesText({ name: 'film.mp4', size: MOST_BYTES + 1, arrayBuffer: () => Promise.reject(new Error('was read')) });
    expect(read).toEqual({ problem: expect.stringContaining('“film.mp4”') as string });
  });
});
