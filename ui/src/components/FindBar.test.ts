import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { press } from '../test/paper';
import FindBar from './FindBar.svelte';

beforeAll(() => {
  Range.prototype.getBoundingClientRect = () => new DOMRect(0, 300, 10, 10);
});
afterAll(() => void Reflect.deleteProperty(Range.prototype, 'getBoundingClientRect'));

async function finding(words: string) {
  const text = document.createElement('div');
  document.body.append(text);
  const paragraph = (said: string) => Object.assign(document.createElement('p'), { textContent: said });
  text.append(paragraph('The ferry and the pier and the gulls.'));
  render(FindBar, { props: { parts: [text], onclose: () => {} } });
  const field = screen.getByTestId<HTMLInputElement>('find-input');
  await fireEvent.input(field, { target: { value: words } });
  const count = screen.getByTestId('find-count');
  return { text, paragraph, field, count };
}

describe('what is looked for in an article', () => {
  it('is found anew when its text is another one', async () => {
    const { text, paragraph, field, count } = await finding('the');
    press('Enter', field);
    press('Enter', field);
    await waitFor(() => expect(count.textContent).toBe('3 of 3'));
    text.replaceChildren(paragraph('The ferry sails again, and the pier is open.'));
    await waitFor(() => expect(count.textContent).toBe('1 of 2'));
    text.replaceChildren(paragraph('A ferry.'));
    await waitFor(() => expect(count.textContent).toBe('Not here'));
  });

  it('is stepped through by no key that still puts a word together', async () => {
    const { field, count } = await finding('the');
    await waitFor(() => expect(count.textContent).toBe('1 of 3'));
    expect(press('Enter', field, { isComposing: true }).defaultPrevented).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(count.textContent).toBe('1 of 3');
  });

  it('begins with the place that is next from where the reader is, and goes round', async () => {
    const tops = new Map([[0, -900], [14, -200], [27, 500]]);
    const usual = Range.prototype.getBoundingClientRect;
    Range.prototype.getBoundingClientRect = function (this: Range) {
      return new DOMRect(0, (tops.get(this.startOffset) ?? -900) - window.scrollY, 10, 10);
    };
    const { field, count } = await finding('the');
    await waitFor(() => expect(count.textContent).toBe('3 of 3'));
    press('Enter', field);
    await waitFor(() => expect(count.textContent).toBe('1 of 3'));
    Range.prototype.getBoundingClientRect = usual;
  });
});
