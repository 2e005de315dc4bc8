import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { openPaper } from '../../test/paper';

describe('a dialog', () => {
  it('is closed by a press beside it, and not by one on its scroll bar', async () => {
    const { paper } = openPaper('#/lists');
    await screen.findByTestId('lists');
    paper.overlay = { kind: 'add', part: 'source' };
    const field = await screen.findByTestId<HTMLInputElement>('address-input');
    await fireEvent.input(field, { target: { value: 'example.org' } });
    const dialog = field.closest('dialog') as HTMLDialogElement;
    vi.spyOn(dialog, 'getBoundingClientRect').mockReturnValue(new DOMRect(100, 100, 400, 300));
    await fireEvent.mouseDown(dialog, { clientX: 495, clientY: 200 });
    expect(screen.getByTestId<HTMLInputElement>('address-input').value).toBe('example.org');
    await fireEvent.mouseDown(field, { clientX: 20, clientY: 200 });
    expect(screen.queryByTestId('address-input')).toBe(field);
    await fireEvent.mouseDown(dialog, { clientX: 20, clientY: 200 });
    await waitFor(() => expect(screen.queryByTestId('address-input')).toBeNull());
  });
});
