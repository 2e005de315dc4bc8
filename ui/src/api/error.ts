import type { ApiError, ErrorCode } from './types';

// A record, so that a code that the library gains and this lacks does not compile.
const CODES: Readonly<Record<ErrorCode, true>> = {
  invalid_input: true,
  not_found: true,
  unreachable: true,
  not_a_feed: true,
  login_needed: true,
  private_address: true,
  read_only: true,
  disk_full: true,
  busy: true,
  internal: true,
};

export function isApiError(thrown: unknown): thrown is ApiError {
  if (typeof thrown !== 'object' || thrown === null) return false;
  const { code, message } = thrown as Partial<ApiError>;
  return typeof message === 'string' && typeof code === 'string' && Object.hasOwn(CODES, code);
}

/** Whatever was thrown, as the one error that the views know how to show. */
export function toApiError(thrown: unknown): ApiError {
  if (isApiError(thrown)) return thrown;
  const said = thrown instanceof Error ? thrown.message : typeof thrown === 'string' ? thrown : '';
  return {
    code: 'internal',
    message: said === '' ? 'Something went wrong inside Broadsheet.' : said,
    hint: 'Try again. If it keeps happening, close Broadsheet and open it again; your library is safe.',
    retryable: true,
  };
}
