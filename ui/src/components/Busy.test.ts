import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { MockTransport } from '../api/mock/transport';
import { focusedElement } from '../app/focus';
import { held, openPaper, press } from '../test/paper';

async function pressTwice(button: HTMLElement): Promise<void> {
  button.focus();
  await fireEvent.click(button);
  await fireEvent.click(button);
}

describe('a button while what it does is under way', () => {
  it('keeps the focus in the settings and does nothing more; what goes with the rules that are set leads back to them', async () => {
    const { transport } = openPaper('#/settings');
    await screen.findByTestId('rules-days');
    const look = held(transport, 'preview_rules');
    const preview = screen.getByTestId('preview-rules');
    await pressTwice(preview);
    expect([preview.getAttribute('aria-disabled'), focusedElement(), look.asked()]).toEqual(['true', preview, 1]);
    look.answer();
    const set = await screen.findByTestId('set-rules');
    set.focus();
    await fireEvent.click(set);
    await waitFor(() => expect(screen.queryByTestId('set-rules')).toBeNull());
    await waitFor(() => expect(focusedElement()).toBe(preview));
  });

  it('keeps the focus at the plan of backups, also when there is none any more', async () => {
    const { transport } = openPaper('#/settings');
    await fireEvent.input(await screen.findByTestId('backup-folder'), { target: { value: '/backup' } });
    const plans = held(transport, 'plan_backups');
    const plan = screen.getByTestId('plan-backups');
    await pressTwice(plan);
    expect([focusedElement(), plans.asked()]).toEqual([plan, 1]);
    plans.answer();
    const end = await screen.findByTestId('end-backups');
    await waitFor(() => expect(end.getAttribute('aria-disabled')).toBe('false'));
    await pressTwice(end);
    expect(plans.asked()).toBe(2);
    plans.answer();
    await waitFor(() => expect(screen.queryByTestId('end-backups')).toBeNull());
    await waitFor(() => expect(focusedElement()).toBe(plan));
  });

  it('keeps the focus in a dialog that looks for feeds, and asks once', async () => {
    const { transport } = openPaper('#/');
    await screen.findAllByTestId('story');
    press('a');
    await fireEvent.input(await screen.findByTestId('address-input'), { target: { value: 'courier.example' } });
    const looking = held(transport, 'discover');
    const look = screen.getByTestId('address-submit');
    await pressTwice(look);
    expect([look.textContent?.trim(), focusedElement(), looking.asked()]).toEqual(['Looking…', look, 1]);
    looking.answer();
    await screen.findByTestId('subscribe');
  });

  it('leads on where it stood in a question that was answered', async () => {
    const { transport } = openPaper('#/');
    await screen.findAllByTestId('story');
    transport.commands['discover'] = () => {
      throw { code: 'private_address', message: 'It is in a private network.', hint: null, retryable: false };
    };
    press('a');
    const field = await screen.findByTestId('address-input');
    await fireEvent.input(field, { target: { value: '192.168.0.1' } });
    await fireEvent.submit(field.closest('form') as HTMLFormElement);
    const leave = await screen.findByTestId('leave-private');
    leave.focus();
    await fireEvent.click(leave);
    await waitFor(() => expect(screen.queryByTestId('leave-private')).toBeNull());
    expect(focusedElement()).toBe(field);
  });

  it('keeps the focus where the text can become no larger', async () => {
    const { paper } = openPaper('#/settings');
    const larger = await screen.findByLabelText('Larger text');
    larger.focus();
    for (let time = 0; time < 9; time += 1) await fireEvent.click(larger);
    expect([paper.appearance.size, larger.getAttribute('aria-disabled'), focusedElement()]).toEqual([5, 'true', larger]);
  });

  it.each<[string, string, () => Promise<void>, string]>([
    ['#/source/1', 'unsubscribe', async () => {
      await fireEvent.click(await screen.findByTestId('unsubscribe'));
      await pressTwice(await screen.findByText('Unsubscribe'));
    }, 'Undo'],
    ['#/lists', 'create_list', async () => {
      const field = await screen.findByTestId<HTMLInputElement>('create-list-name');
      await fireEvent.input(field, { target: { value: 'Boats' } });
      for (let time = 0; time < 2; time += 1) await fireEvent.submit(field.form as HTMLFormElement);
    }, 'Made the list “Boats”.'],
    ['#/section/business', 'create_list', async () => {
      await fireEvent.click((await screen.findAllByTestId('add-to-list'))[0] as HTMLElement);
      await screen.findAllByTestId('list-option');
      const field = screen.getByTestId<HTMLInputElement>('new-list-name');
      await fireEvent.input(field, { target: { value: 'Boats' } });
      for (let time = 0; time < 2; time += 1) await fireEvent.submit(field.form as HTMLFormElement);
    }, 'Added to “Boats”. It is kept for good.'],
    ['#/folder/News', 'rename_folder', async () => {
      await fireEvent.click(await screen.findByTestId('rename-folder'));
      const field = await screen.findByTestId<HTMLInputElement>('rename-folder-name');
      await fireEvent.input(field, { target: { value: 'Abroad' } });
      for (let time = 0; time < 2; time += 1) await fireEvent.submit(field.form as HTMLFormElement);
    }, 'The folder is called “Abroad” from now on.'],
  ])('does once what is asked for twice: at %s, %s', async (page, command, ask, said) => {
    const inNews = (transport: MockTransport) => (transport.library.sources = transport.library.sources.map((source) => ({ ...source, folder: 'News' })));
    const { transport } = openPaper(page, { before: inNews });
    await ask();
    expect(await screen.findAllByText(said)).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(transport.asked.filter((one) => one.command === command)).toHaveLength(1);
    expect(screen.queryAllByText(said)).toHaveLength(1);
  });

  it('follows a lost feed at its new address once', async () => {
    const { paper, transport } = openPaper('#/sources');
    await screen.findAllByTestId('source-row');
    const source = transport.library.sources[0];
    if (source === undefined) throw new Error('there is no source');
    paper.overlay = { kind: 'find-feed', source };
    const move = await screen.findByTestId('move-source');
    for (let time = 0; time < 2; time += 1) await fireEvent.submit(move.closest('form') as HTMLFormElement);
    await waitFor(() => expect(paper.overlay).toBeNull());
    expect(transport.asked.filter(({ command }) => command === 'move_source')).toHaveLength(1);
  });
});
