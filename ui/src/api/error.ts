import type { ApiError, ErrorCode } from './types';

const CODES: readonly ErrorCode[] = [
  'invalid_input',
  'not_found',
  'unreachable',
  'not_a_feed',
  'login_needed',
  'private_address',
  'read_only',
  'disk_full',
  'internal',
];

export function isApiError(thrown: unknown): thrown is ApiError {
  if (typeof thrown !== 'object' || thrown === null) return false;
  const { code, message } = thrown as Partial<ApiError>;
  return typeof message === 'string' && CODES.includes(code as ErrorCode);
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
