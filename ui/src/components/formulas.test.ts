import { expect, test } from 'vitest';
import { drawFormulas } from './formulas';

function drawn(carried: string): HTMLElement {
  const box = document.createElement('div');
  const host = document.createElement('span');
  host.setAttribute('data-formula', carried);
  host.textContent = 'a^2';
  box.append('So ', host, ' is.');
  drawFormulas(box);
  return box;
}

test('a formula is drawn beside its words, which stay those of the text', () => {
  const box = drawn('<math display="block" alttext="a^2"><msup><mi>a</mi><mn>2</mn></msup></math>');
  const host = box.querySelector('span');
  const math = host?.shadowRoot?.firstElementChild;
  expect(math?.namespaceURI).toBe('http://www.w3.org/1998/Math/MathML');
  expect(math?.outerHTML).toBe('<math display="block"><msup><mi>a</mi><mn>2</mn></msup></math>');
  expect(host?.className).toBe('formula apart');
  expect(box.textContent).toBe('So a^2 is.');
});

test('only what the library writes is drawn', () => {
  const box = drawn('<math><mi onclick="x()" mathvariant="normal">a</mi><script>x()</script><a href="javascript:x()">b</a></math>');
  expect(box.querySelector('span')?.shadowRoot?.firstElementChild?.outerHTML).toBe('<math><mi mathvariant="normal">a</mi></math>');
});

test('what cannot be read stays words', () => {
  for (const broken of ['<math><mi>a</math>', '<svg></svg>', '']) {
    const box = drawn(broken);
    expect(box.querySelector('span')?.shadowRoot).toBeNull();
    expect(box.textContent).toBe('So a^2 is.');
  }
});
