import { fireEvent, screen } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { openPaper } from '../test/paper';

describe('a file of sources', () => {
  it('can be chosen again after it could not be read', async () => {
    const { paper, transport } = openPaper('#/lists');
    await screen.findByTestId('lists');
    transport.commands['import_opml'] = () => {
      throw { code: 'busy', message: 'The library is busy.', hint: null, retryable: true };
    };
    paper.overlay = { kind: 'add', part: 'file' };
    const input = await screen.findByTestId<HTMLInputElement>('opml-input');
    // A window tells only of a file that is another one than the input holds.
    let holds = 'mine.opml';
    Object.defineProperty(input, 'value', { get: () => holds, set: (path: string) => (holds = path) });
    const text = '<opml version="2.0"><body/></opml>';
    await fireEvent.change(input, { target: { files: [{ name: 'mine.opml', size: text.length, arrayBuffer: async () => new TextEncoder().encode(text) }] } });
    expect((await screen.findByTestId('import-problem')).textContent).toContain('The library is busy.');
    expect(holds).toBe('');
  });

  it('says what could not be kept of the name of a folder, above what went well', async () => {
    const { paper, transport } = openPaper('#/lists');
    const row = (title: string, folderNote: string | null) => ({ url: 'https://example.org/a.xml', title, problem: null, folderNote });
    transport.commands['import_opml'] = () => ({
      added: 2, alreadyThere: 0, putIntoFolders: 0, failed: 0,
      rows: [row('Alpine Courier', null), row('Bay Weekly', 'The name of its folder was too long, and is “Bays…” now.')],
    });
    await screen.findByTestId('lists');
    paper.overlay = { kind: 'add', part: 'file' };
    const input = await screen.findByTestId<HTMLInputElement>('opml-input');
    const text = '<opml version="2.0"><body/></opml>';
    await fireEvent.change(input, { target: { files: [{ name: 'mine.opml', size: text.length, arrayBuffer: async () => new TextEncoder().encode(text) }] } });
    await screen.findByTestId('import-done');
    const rows = [...screen.getByTestId('import-report').querySelectorAll('li')].map(({ textContent }) => textContent);
    expect(rows[0]).toContain('The name of its folder was too long, and is “Bays…” now.');
    expect(rows.at(-1)).toBe('Alpine Courier Added');
  });
});
