import type { PairingOffer } from '@didacto/sdk';
import { keyFingerprint } from '@didacto/sdk/node';
import type { Cli } from '../../context.js';
import { codeBox, spokenCode } from '../../output/code-box.js';
import { safeText } from '../../output/safe-text.js';
import { localTime } from '../../output/time.js';

/** The line to type at the lab PC. */
const agentLine = (server: string, code: string, fingerprint: string): string =>
  `didacto-agent pair ${server} ${spokenCode(code)} --server-key ${fingerprint}`;

/** Shows a pairing code so that it can be read from across the room, with what to type and what to compare. */
export function showOffer(cli: Cli, offer: PairingOffer): void {
  const { pairing } = cli.text;
  const { code, device, expiresAt, serverKey } = offer;
  const fingerprint = keyFingerprint(serverKey);
  const line = agentLine(cli.settings.server, code, fingerprint);
  cli.out.data({ ...offer, serverKeyFingerprint: fingerprint, agentCommand: line }, () => [
    pairing.title(safeText(device.name)),
    '',
    ...codeBox(code).map((row) => cli.out.paint('accent', row)),
    '',
    `${pairing.until}  ${localTime(expiresAt)}`,
    `${pairing.fingerprint}  ${fingerprint}`,
    '',
    pairing.type,
    `  ${line}`,
    '',
    cli.out.paint('quiet', pairing.compare),
  ]);
}
