import { errorCodes, errors } from '@didacto/sdk/contract';

/** docs/errors.md: the one table of errors. */
export function errorsPage(): string {
  const lines = errorCodes.map((code) => {
    const { status, title, retryable } = errors[code];
    return `| \`${code}\` | ${status} | ${title.en} | ${title.ko} | ${retryable ? 'yes' : ''} |`;
  });
  return [
    '# Errors',
    '',
    'Generated from the contract by `npm run generate`. Codes are stable; texts are for people and follow `accept-language`.',
    '',
    '| code | status | English | 한국어 | may succeed later as it is |',
    '|---|---|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}
