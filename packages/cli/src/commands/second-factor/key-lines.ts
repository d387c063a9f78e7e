import { renderUnicodeCompact } from 'uqr';
import type { Cli } from '../../context.js';
import { safeText } from '../../output/safe-text.js';
import type { Paint } from '../../output/style.js';

interface Key {
  readonly secret: string;
  readonly uri: string;
}

/** The secret of an authenticator app as people take it over: a QR code, and text to type. */
export function keyLines({ text: { secondFactor } }: Cli, { secret, uri }: Key, paint: Paint): string[] {
  // White on black whatever the terminal's colours are: many apps do not read a code that is the other way round.
  const code = renderUnicodeCompact(uri, { border: 2 }).split('\n');
  return [
    secondFactor.scan,
    '',
    ...code.map((row) => paint('screen', row)),
    '',
    secondFactor.orSecret,
    `  ${paint('accent', safeText(secret).replace(/.{4}(?=.)/g, '$& '))}`,
    '',
  ];
}
