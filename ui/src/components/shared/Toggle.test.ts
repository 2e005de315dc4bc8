import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { MockTransport } from '../../api/mock/transport';
import { openPaper } from '../../test/paper';

function refuse(transport: MockTransport, ...commands: string[]): void {
  for (const command of commands) {
    transport.commands[command] = () => {
      throw { code: 'read_only', message: 'Nothing can be changed.', hint: null, retryable: false };
    };
  }
}

describe('what could not be changed', () => {
  it.each([
    ['#/settings', 'metered', 'pause_when_metered'],
    ['#/settings', 'news-of-business', 'notify_of_section'],
    ['#/section/business', 'section-news', 'notify_of_section'],
    ['#/source/1', 'source-news', 'notify_of_source'],
  ])('stays as it is at %s, %s', async (hash, testid, command) => {
    const { transport } = openPaper(hash);
    const works = transport.commands[command];
    refuse(transport, command);
    const box = await screen.findByTestId<HTMLInputElement>(testid);
    const before = box.checked;
    await fireEvent.click(box);
    await screen.findByText('Nothing can be changed.');
    await waitFor(() => expect(box.checked).toBe(before));
    if (works !== undefined) transport.commands[command] = works;
    await fireEvent.click(box);
    await waitFor(() => expect(screen.queryByText('Nothing can be changed.')).toBeNull());
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(screen.getByTestId<HTMLInputElement>(testid).checked).toBe(!before);
  });

  it('stays as it is where a source’s texts come from', async () => {
    const { transport } = openPaper('#/source/1');
    refuse(transport, 'take_texts_from');
    const list = await screen.findByLabelText<HTMLSelectElement>('Texts come from');
    const before = list.value;
    await fireEvent.change(list, { target: { value: 'feed' } });
    await screen.findByText('Nothing can be changed.');
    await waitFor(() => expect(list.value).toBe(before));
  });
});
