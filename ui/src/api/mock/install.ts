import { useTransport } from '../transport';
import { InventedLibrary } from './library';
import { MockTransport } from './transport';

/** Puts the invented library in place. `?empty` starts without sources, `?broken` with a library that fails. */
export function install(): void {
  const wanted = new URLSearchParams(location.search);
  const transport = new MockTransport(new InventedLibrary({ empty: wanted.has('empty') }), 40);
  if (wanted.has('broken')) {
    transport.commands['front_page'] = () => {
      throw {
        code: 'internal',
        message: 'The library could not be read.',
        hint: 'Another program may be using it. Close that program and try again.',
        retryable: true,
      };
    };
  }
  useTransport(transport);
}
