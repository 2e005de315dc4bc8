import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { openPaper, press } from '../test/paper';

/** A paper whose first two sources lie in folders. */
function withFolders(hash: string) {
  return openPaper(hash, {
    before: ({ library }) => {
      const folders = ['News', 'News/Europe'];
      library.sources = library.sources.map((source, at) => ({ ...source, folder: folders[at] ?? null }));
      for (const card of library.cards) library.change(card.id, { read: false });
    },
  });
}

const ids = () => screen.queryAllByTestId('story').map((row) => Number(row.dataset['articleId']));
const groups = () => screen.getAllByTestId('source-group').map((group) => [group.dataset['folder'] ?? null, within(group).queryAllByTestId('source-row').length]);

describe('folders of sources', () => {
  it('are nowhere where there are none', async () => {
    openPaper('#/sources');
    await screen.findAllByTestId('source-row');
    expect(screen.queryByTestId('folder-nav')).toBeNull();
    expect(screen.queryByText('In no folder')).toBeNull();
  });

  it('part the list of sources, and lead from everywhere to what they brought', async () => {
    withFolders('#/sources');
    await screen.findByTestId('folder-nav');
    await waitFor(() => expect(groups()).toEqual([['News', 1], ['News/Europe', 1], [null, 4]]));
    // Only what lies in no other stands in the navigation.
    const links = within(screen.getByTestId('folder-nav')).getAllByRole('link');
    expect(links.map((link) => link.textContent)).toEqual(['News']);
    await fireEvent.click(links[0] as HTMLElement);
    await screen.findByRole('heading', { level: 1, name: 'News' });
    expect(links[0]?.getAttribute('aria-current')).toBe('page');
    await fireEvent.click(within(screen.getByTestId('folders-within')).getByText('Europe'));
    await screen.findByRole('heading', { level: 1, name: 'Europe' });
    expect(links[0]?.getAttribute('aria-current')).toBe('true');
  });

  it('take a source in by the keyboard, into one that is there or a new one', async () => {
    const { transport } = withFolders('#/source/3');
    const asked = (folder: string | null) => waitFor(() => expect(transport.asked).toContainEqual({ command: 'move_to_folder', given: { feeds: [3], folder } }));
    const open = async () => {
      await fireEvent.click(await screen.findByTestId('move-source'));
      return screen.findAllByTestId<HTMLInputElement>('folder-option');
    };
    await waitFor(() => expect(screen.queryByTestId('folder-nav')).not.toBeNull());
    const options = await open();
    expect(options.map(({ dataset, checked }) => [dataset['folder'] ?? null, checked])).toEqual([[null, true], ['News', false], ['News/Europe', false]]);
    expect(document.activeElement).toBe(options[0]);
    await fireEvent.click(options[2] as HTMLElement);
    await fireEvent.submit((options[2] as HTMLInputElement).form as HTMLFormElement);
    await asked('News/Europe');
    await waitFor(() => expect(screen.getByTestId('source-folder').textContent).toBe('News / Europe'), { timeout: 3_000 });
    const field = (await open()) && screen.getByTestId<HTMLInputElement>('new-folder-name');
    const note = () => screen.getByTestId('new-folder-note').textContent;
    expect(note()).toContain('News/Europe is Europe, within News');
    await fireEvent.input(field, { target: { value: 'news/EUROPE' } });
    expect(note()).toContain('The folder “EUROPE”, within “news”.');
    await fireEvent.input(field, { target: { value: 'News/TV\\/Film/Late' } });
    expect(note()).toContain('A new folder “Late”, within “TV/Film”, within “News”.');
    await fireEvent.input(field, { target: { value: ' Mornings ' } });
    await fireEvent.submit(field.form as HTMLFormElement);
    await asked('Mornings');
    await waitFor(() => expect(within(screen.getByTestId('folder-nav')).getAllByRole('link').map((link) => link.textContent)).toEqual(['Mornings', 'News']));
    await fireEvent.click((await open())[0] as HTMLElement);
    await fireEvent.click(screen.getByTestId('move-source-submit'));
    await asked(null);
  });

  it('list what is unread alone, and are marked as read and taken back', async () => {
    const { transport } = withFolders('#/folder/News');
    await screen.findByTestId('folder-page');
    await waitFor(() => expect(ids().length).toBeGreaterThan(3));
    const all = ids();
    const shown = transport.library.cards.filter(({ publication }) => publication.id <= 2).map(({ id }) => id);
    expect(all.every((id) => shown.includes(id))).toBe(true);
    press('A');
    await waitFor(() => expect(transport.asked.map(({ command }) => command)).toContain('mark_folder_read'));
    await waitFor(() => expect(screen.getAllByTestId('story').every((row) => row.dataset['read'] === 'true')).toBe(true));
    await fireEvent.click(await screen.findByText('Undo'));
    await waitFor(() => expect(screen.getAllByTestId('story').every((row) => row.dataset['read'] !== 'true')).toBe(true));
    press('U');
    await waitFor(() => expect(screen.getByTestId('total').textContent).toContain('unread'));
    expect(transport.asked.at(-1)?.given['unreadSince']).toBeTypeOf('number');
  });

  it('are renamed and deleted, and the page goes along', async () => {
    const { paper, transport } = withFolders('#/folder/News');
    await fireEvent.click(await screen.findByTestId('rename-folder'));
    const field = await screen.findByTestId<HTMLInputElement>('rename-folder-name');
    await fireEvent.input(field, { target: { value: 'World' } });
    await fireEvent.submit(field.form as HTMLFormElement);
    await waitFor(() => expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('World'));
    const folders = () => transport.library.sources.map(({ folder }) => folder).slice(0, 2);
    expect(folders()).toEqual(['World', 'World/Europe']);
    press('z', document.body, { ctrlKey: true });
    await waitFor(() => expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('News'));
    expect(folders()).toEqual(['News', 'News/Europe']);
    await fireEvent.click(await screen.findByTestId('rename-folder'));
    const again = await screen.findByTestId<HTMLInputElement>('rename-folder-name');
    await fireEvent.input(again, { target: { value: 'World' } });
    await fireEvent.submit(again.form as HTMLFormElement);
    await waitFor(() => expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('World'));
    await fireEvent.click(await screen.findByTestId('remove-folder'));
    await fireEvent.click(await screen.findByText('Delete', { selector: 'dialog button' }));
    await screen.findByTestId('sources');
    expect(paper.router.current.route).toEqual({ view: 'sources' });
    await waitFor(() => expect(groups()).toEqual([['Europe', 1], [null, 5]]), { timeout: 3_000 });
    press('z', document.body, { ctrlKey: true });
    await waitFor(() => expect(transport.library.sources.map(({ folder }) => folder).slice(0, 2)).toEqual(['World', 'World/Europe']));
    await screen.findByText('The folder “World” is there again.');
  });

  it('are moved into another one, never into themselves, and say what a name holds', async () => {
    const { transport, paper } = withFolders('#/folder/News%2FEurope');
    await fireEvent.click(await screen.findByTestId('move-folder'));
    const options = () => screen.getAllByTestId<HTMLInputElement>('folder-option');
    expect(options().map(({ dataset, checked }) => [dataset['folder'] ?? null, checked])).toEqual([[null, false], ['News', true]]);
    expect(document.activeElement).toBe(options()[1]);
    await fireEvent.click(options()[0] as HTMLElement);
    await fireEvent.click(screen.getByTestId('move-folder-submit'));
    await waitFor(() => expect(transport.asked).toContainEqual({ command: 'move_folder', given: { folder: 'News/Europe', into: null } }));
    await waitFor(() => expect(paper.router.current.route).toEqual({ view: 'folder', folder: 'Europe' }));
    expect((await screen.findByTestId('message')).textContent).toContain('“Europe” lies in no other');
    press('z', document.body, { ctrlKey: true });
    await waitFor(() => expect(paper.router.current.route).toEqual({ view: 'folder', folder: 'News/Europe' }));
    await fireEvent.click(await screen.findByTestId('move-folder'));
    await fireEvent.click(options()[0] as HTMLElement);
    await fireEvent.click(screen.getByTestId('move-folder-submit'));
    await waitFor(() => expect(paper.router.current.route).toEqual({ view: 'folder', folder: 'Europe' }));
    paper.go({ view: 'folder', folder: 'News' });
    await screen.findByRole('heading', { level: 1, name: 'News' });
    await fireEvent.click(screen.getByTestId('move-folder'));
    expect(options().map(({ dataset }) => dataset['folder'] ?? null)).toEqual([null, 'Europe']);
    await fireEvent.input(screen.getByTestId('new-folder-name'), { target: { value: 'Europe' } });
    await fireEvent.click(screen.getByTestId('move-folder-submit'));
    await waitFor(() => expect(paper.router.current.route).toEqual({ view: 'folder', folder: 'Europe/News' }));
    expect(transport.library.sources.map(({ folder }) => folder).slice(0, 2)).toEqual(['Europe/News', 'Europe']);
    await fireEvent.click(await screen.findByTestId('rename-folder'));
    const field = await screen.findByTestId('rename-folder-name');
    expect(document.getElementById(field.getAttribute('aria-describedby')?.split(' ').at(-1) ?? '')?.textContent).toContain('A / in it belongs to the name');
  });

  it('fold with the folders in them, and stay so', async () => {
    const { paper, unmount } = withFolders('#/sources');
    await screen.findByTestId('folder-nav');
    await waitFor(() => expect(groups()).toEqual([['News', 1], ['News/Europe', 1], [null, 4]]));
    const fold = (at: number) => screen.getAllByTestId('fold-folder')[at] as HTMLElement;
    expect(fold(0).getAttribute('aria-expanded')).toBe('true');
    await fireEvent.click(fold(0));
    expect(fold(0).getAttribute('aria-expanded')).toBe('false');
    expect(groups()).toEqual([['News', 0], [null, 4]]);
    expect(screen.getAllByTestId('source-group')[0]?.textContent).toContain('2 sources');
    // What is looked for is not folded away.
    await fireEvent.input(screen.getByTestId('find-source'), { target: { value: 'harbour' } });
    expect(groups()).toEqual([['News/Europe', 1]]);
    paper.close();
    unmount();
    withFolders('#/sources');
    await screen.findByTestId('folder-nav');
    await waitFor(() => expect(groups()).toEqual([['News', 0], [null, 4]]));
  });

  it('that are gone say so in words', async () => {
    withFolders('#/folder/Nwes');
    expect((await screen.findByRole('alert')).textContent).toContain('no folder “Nwes”');
  });

  it('stand in the order that the reader gives them, by the keyboard and by a menu', async () => {
    const { transport } = openPaper('#/sources', {
      before: ({ library }) => {
        const folders = ['Arts', 'News', 'News/Europe', 'Sport'];
        library.sources = library.sources.map((source, at) => ({ ...source, folder: folders[at] ?? null }));
      },
    });
    const order = () => screen.getAllByTestId('source-group').map(({ dataset }) => dataset['folder'] ?? null);
    await waitFor(() => expect(order()).toEqual(['Arts', 'News', 'News/Europe', 'Sport', null]));
    const fold = (folder: string) => document.querySelector<HTMLElement>(`[data-folder="${folder}"] [data-testid="fold-folder"]`) as HTMLElement;
    fold('Sport').focus();
    press('ArrowUp', fold('Sport'), { altKey: true });
    await screen.findByText('“Sport” is number 2 of 3 now.');
    await waitFor(() => expect(order()).toEqual(['Arts', 'Sport', 'News', 'News/Europe', null]));
    expect(document.activeElement).toBe(fold('Sport'));
    press('ArrowUp', fold('Sport'), { altKey: true });
    await screen.findByText('“Sport” is number 1 of 3 now.');
    expect(screen.queryByText('“Sport” is number 2 of 3 now.')).toBeNull();
    press('ArrowUp', fold('Sport'), { altKey: true });
    await screen.findByText('“Sport” is the first already.');
    const more = (folder: string) => document.querySelector<HTMLElement>(`[data-folder="${folder}"] [data-testid="folder-more"]`) as HTMLElement;
    await fireEvent.click(more('Arts'));
    await fireEvent.click(await screen.findByTestId('folder-down'));
    await waitFor(() => expect(order()).toEqual(['Sport', 'News', 'News/Europe', 'Arts', null]));
    expect(transport.library.folders.map(({ folder }) => folder)).toEqual(['Sport', 'News', 'News/Europe', 'Arts']);
    await waitFor(() => expect(document.activeElement).toBe(more('Arts')));
    // One that is deleted by mistake stands where it stood.
    await fireEvent.click(more('News'));
    await fireEvent.click(await screen.findByTestId('remove-folder'));
    await fireEvent.click(await screen.findByText('Delete'));
    await waitFor(() => expect(order()).toEqual(['Sport', 'Arts', 'Europe', null]));
    await waitFor(() => expect(document.querySelector('dialog')).toBeNull());
    press('z', document.body, { ctrlKey: true });
    await screen.findByText('The folder “News” is there again.');
    await waitFor(() => expect(order()).toEqual(['Sport', 'News', 'News/Europe', 'Arts', null]), { timeout: 3_000 });
    // What lies alone has no other place.
    await fireEvent.click(more('News/Europe'));
    expect(screen.queryByTestId('folder-up')).toBeNull();
  });
});
