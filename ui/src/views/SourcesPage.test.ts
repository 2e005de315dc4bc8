import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { MockTransport } from '../api/mock/transport';
import { openPaper } from '../test/paper';

describe('sources', () => {
  it('say how each fares, and why', async () => {
    openPaper('#/sources');
    const rows = await screen.findAllByTestId('source-row');
    expect(rows).toHaveLength(6);
    expect(screen.getAllByTestId('source-error')[0]?.textContent).toContain('did not answer within 30 seconds');
  });

  it('in trouble stand first, each with what can be done', async () => {
    const { transport } = openPaper('#/sources');
    const rows = await screen.findAllByTestId('source-row');
    expect(rows.map((row) => row.dataset['state']).slice(0, 2)).toEqual(['failing', 'gone']);
    const acts = screen.getAllByTestId('remedy').map((button) => button.dataset['remedy']);
    expect(acts.slice(0, 3)).toEqual(['try_again', 'open_site', 'unsubscribe']);
    const moved = screen.getAllByTestId('remedy').find((button) => button.dataset['remedy'] === 'use_new_address');
    await fireEvent.click(moved as HTMLElement);
    await waitFor(() => expect(transport.asked).toContainEqual({ command: 'move_source', given: { feed: 4, address: null } }));
  });

  it('are found at an address, the best chosen, and followed together', async () => {
    const { transport } = openPaper('#/sources');
    await fireEvent.click(screen.getByTestId('add-source'));
    await fireEvent.input(screen.getByTestId('address-input'), { target: { value: 'lantern.example' } });
    await fireEvent.click(screen.getByTestId('address-submit'));
    const options = (await screen.findAllByTestId('feed-option')) as HTMLInputElement[];
    expect(options.map(({ checked, disabled }) => [checked, disabled])).toEqual([[true, false], [true, true], [false, false]]);
    await fireEvent.click(options[2] as HTMLElement);
    await fireEvent.click(screen.getByTestId('subscribe'));
    const urls = ['https://lantern.example/feed.xml', 'https://lantern.example/sport.xml'];
    await waitFor(() => expect(transport.asked).toContainEqual({ command: 'follow', given: { urls } }));
    expect((await screen.findByTestId('message')).textContent).toContain('2 new sources');
    // The dialog keeps the focus, and can be left from there.
    const done = await screen.findByTestId('add-done');
    await waitFor(() => expect(document.activeElement).toBe(done));
    await fireEvent.click(done);
    await waitFor(() => expect(document.querySelector('dialog')).toBeNull());
  });

  it('are told of where the reader wants to hear of them', async () => {
    const { transport } = openPaper('#/source/3');
    const box = (await screen.findByTestId('source-news')) as HTMLInputElement;
    expect(box.checked).toBe(false);
    await fireEvent.click(box);
    await waitFor(() => expect(transport.asked).toContainEqual({ command: 'notify_of_source', given: { feed: 3, notifies: true } }));
    await waitFor(() => expect((screen.getByTestId('source-news') as HTMLInputElement).checked).toBe(true));
  });

  it('and a notification that is pressed leads where it says', async () => {
    const { transport } = openPaper('#/sources');
    await screen.findAllByTestId('source-row');
    transport.lead('#/section/sport');
    const box = (await screen.findByTestId('section-news')) as HTMLInputElement;
    expect(box.checked).toBe(false);
    await fireEvent.click(box);
    await waitFor(() => expect(transport.asked).toContainEqual({ command: 'notify_of_section', given: { section: 'sport', notifies: true } }));
  });

  it('are signed in to, and say where that is kept', async () => {
    const { transport } = openPaper('#/source/3');
    await fireEvent.click(await screen.findByTestId('sign-in'));
    await fireEvent.click(screen.getAllByTestId('sign-in-way')[1] as HTMLElement);
    await fireEvent.input(screen.getByTestId('sign-in-name'), { target: { value: 'reader' } });
    await fireEvent.input(screen.getByTestId('sign-in-password'), { target: { value: 'secret' } });
    await fireEvent.click(screen.getByTestId('sign-in-submit'));
    await waitFor(() => expect(transport.asked).toContainEqual({ command: 'sign_in', given: { feed: 3, form: { kind: 'password', name: 'reader', password: 'secret' } } }));
    expect((await screen.findByTestId('message')).textContent).toContain('key store');
  });

  it('are written into a file that the reader names, for another reader', async () => {
    const { transport } = openPaper('#/sources');
    await fireEvent.click(await screen.findByTestId('export-sources'));
    const field = await screen.findByTestId<HTMLInputElement>('export-path');
    expect(document.activeElement).toBe(field);
    await waitFor(() => expect(field.value).toBe('/documents/broadsheet.opml'));
    await fireEvent.input(field, { target: { value: '/documents/mine.txt' } });
    await fireEvent.submit(field.form as HTMLFormElement);
    const problem = await screen.findByTestId('export-problem');
    expect(problem.textContent).toContain('ends in .opml');
    expect(field.form?.contains(problem)).toBe(true);
    expect(screen.queryByTestId('message')).toBeNull();
    await fireEvent.input(field, { target: { value: '/documents/mine.opml' } });
    await fireEvent.submit(field.form as HTMLFormElement);
    await waitFor(() => expect(screen.queryByTestId('export-problem')).toBeNull());
    await waitFor(() => expect(transport.asked).toContainEqual({ command: 'export_file', given: { document: 'sources', path: '/documents/mine.opml' } }));
    await waitFor(() => expect(document.querySelector('dialog')).toBeNull());
    await waitFor(() => expect(screen.getAllByTestId('message').at(-1)?.textContent).toContain('6 sources written to /documents/mine.opml'));
  });

  it('are taken over from a file: what could not be used first, until the reader is done', async () => {
    const { transport } = openPaper('#/sources');
    await screen.findAllByTestId('source-row');
    await fireEvent.click(screen.getByTestId('add-source'));
    await fireEvent.click(screen.getByText('An OPML file'));
    const choose = (text: string) =>
      fireEvent.change(screen.getByTestId('opml-input'), { target: { files: [{ name: 'mine.opml', size: text.length, arrayBuffer: async () => new TextEncoder().encode(text) }] } });
    await choose('no list');
    expect((await screen.findByTestId('import-problem')).textContent).toContain('“mine.opml” is no OPML file');
    expect(screen.queryByTestId('import-done')).toBeNull();
    await choose('<opml/>');
    const report = screen.getByTestId('import-report');
    await waitFor(() => expect(report.textContent).toContain('2 added, 1 there already, 1 could not be used.'));
    expect(screen.queryByTestId('import-problem')).toBeNull();
    const rows = [...report.querySelectorAll('li')].map((row) => row.classList.contains('problem'));
    expect(rows).toEqual([true, true, false, false]);
    const works = transport.commands['import_opml'];
    transport.commands['import_opml'] = () => {
      throw { code: 'invalid_input', message: 'It holds no sources.', hint: null, retryable: false };
    };
    await choose('<opml></opml>');
    expect((await screen.findByTestId('import-problem')).textContent).toContain('It holds no sources.');
    expect(screen.queryByTestId('message')).toBeNull();
    if (works !== undefined) transport.commands['import_opml'] = works;
    await choose('<opml/>');
    await fireEvent.click(await screen.findByTestId('import-done'));
    await waitFor(() => expect(document.querySelector('dialog')).toBeNull());
  });

  it('are written where the reader chooses in the system’s own dialog', async () => {
    const { transport } = openPaper('#/sources');
    await fireEvent.click(await screen.findByTestId('export-sources'));
    const field = await screen.findByTestId<HTMLInputElement>('export-path');
    await waitFor(() => expect(field.value).toBe('/documents/broadsheet.opml'));
    await fireEvent.click(screen.getByTestId('export-path-browse'));
    await waitFor(() => expect(transport.asked).toContainEqual({ command: 'choose_path', given: { wanted: 'sources_file', start: '/documents/broadsheet.opml' } }));
    await waitFor(() => expect(field.value).toBe('/documents/chosen.opml'));
    await fireEvent.submit(field.form as HTMLFormElement);
    await waitFor(() => expect(transport.asked).toContainEqual({ command: 'export_file', given: { document: 'sources', path: '/documents/chosen.opml' } }));
  });

  it('show what each refresh did with them', async () => {
    openPaper('#/activity');
    expect(await screen.findAllByTestId('past-refresh')).toHaveLength(2);
    const outcomes = await screen.findAllByTestId('outcome');
    expect(outcomes[2]?.textContent).toContain('did not answer within 30 seconds');
  });

  it('in the reader’s own network are asked about once', async () => {
    const { transport } = openPaper('#/');
    await fireEvent.click(screen.getByTestId('add-source'));
    await fireEvent.input(screen.getByTestId('address-input'), { target: { value: '192.168.0.10' } });
    await fireEvent.click(screen.getByTestId('address-submit'));
    expect((await screen.findByTestId('private-question')).textContent).toContain('Broadsheet does not go there unless you say so.');
    await fireEvent.click(screen.getByTestId('allow-private'));
    await screen.findAllByTestId('feed-option');
    expect(transport.asked.filter(({ command }) => command === 'discover').map(({ given }) => given['allowPrivate'])).toEqual([false, true]);
  });

  it('report their progress without being asked', async () => {
    const { transport, paper } = openPaper('#/sources');
    await screen.findAllByTestId('source-row');
    await waitFor(() => expect(paper.library.status).not.toBeNull());
    const status = screen.getByTestId('refresh-status');
    transport.emit({ kind: 'refresh_started', sources: 2 });
    transport.emit({ kind: 'source', finished: 1, sources: 2, progress: { feed: 1, title: 'A', step: 'done', newArticles: 3, pending: 0, message: null } });
    await waitFor(() => expect(status.textContent).toBe('Refreshing: 1 of 2 sources'));
    const row = screen.getAllByTestId('source-row').find(({ dataset }) => dataset['state'] === 'healthy') as HTMLElement;
    transport.emit({ kind: 'source', finished: 2, sources: 2, progress: { feed: Number(row.dataset['feedId']), title: 'B', step: 'failed', newArticles: 0, pending: 0, message: 'gone' } });
    await waitFor(() => expect(row.querySelector('.state')?.className).toContain('failing'));
    transport.emit({ kind: 'refresh_finished', newArticles: 3, failed: 1, cancelled: false, paused: null });
    await waitFor(() => expect(status.textContent).toBe('3 new articles. 1 source could not be read.'));
  });
});

describe('sources that were never read', () => {
  const unread = (some: (id: number) => boolean) => ({
    before: ({ library }: MockTransport) => {
      library.sources = library.sources.map((source) => ({ ...source, state: some(source.id) ? 'new' : 'healthy', remedies: [], lastTryAt: some(source.id) ? null : source.lastTryAt }));
    },
  });
  const said = () => screen.getByTestId('sources').querySelector('.label')?.textContent?.trim();

  it.each([
    ['all of them', () => true, /^6 sources, not read yet/u],
    ['one of them', (id: number) => id === 1, /^6 sources, 1 not read yet/u],
    ['none', () => false, /^6 sources, all working/u],
  ])('are said to be so: %s', async (_, some, words) => {
    openPaper('#/sources', unread(some));
    await screen.findAllByTestId('source-row');
    expect(said()).toMatch(words);
  });
});

describe('a library without sources', () => {
  it('is not said to be well', async () => {
    openPaper('#/sources', { empty: true });
    await screen.findByText('No sources yet');
    expect(screen.getByTestId('sources').querySelector('.label')?.textContent).toMatch(/^\s*0 sources\s/u);
  });
});
