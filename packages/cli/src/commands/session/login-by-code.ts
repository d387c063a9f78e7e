import { ConnectionError, type Didacto, isApiError, type Member } from '@didacto/sdk';
import type { Cli } from '../../context.js';
import { hold } from '../../hold.js';
import { codeBox, spokenCode } from '../../output/code-box.js';
import { safeJson, safeText } from '../../output/safe-text.js';
import { clientName, keepSignIn } from './keep-sign-in.js';

type Offer = Awaited<ReturnType<Didacto['deviceCodes']['create']>>;

/** Signs in by a code that is approved on a page, anywhere: over SSH no browser could be opened here. RFC 8628. */
export async function loginByCode(cli: Cli): Promise<Member> {
  const visitor = await cli.visitor();
  const offer = await visitor.deviceCodes.create({ client: clientName(cli) });
  show(cli, offer);
  return redeem(cli, visitor, offer);
}

function show(cli: Cli, { userCode, verificationUrl, verificationUrlComplete, expiresIn }: Offer): void {
  const { session } = cli.text;
  const signIn = { userCode: spokenCode(userCode), verificationUrl, verificationUrlComplete, expiresIn };
  const lines = [
    session.openPage,
    '',
    `  ${cli.out.paintTalk('accent', safeText(verificationUrl))}`,
    '',
    session.typeCode,
    '',
    ...codeBox(userCode).map((row) => cli.out.paintTalk('accent', row)),
    '',
    session.orLink,
    `  ${safeText(verificationUrlComplete)}`,
    '',
    cli.out.paintTalk('quiet', session.waiting(Math.floor(expiresIn / 60))),
  ];
  cli.out.say(cli.out.json ? safeJson({ signIn }) : lines.join('\n'));
}

async function redeem(cli: Cli, visitor: Didacto, { deviceCode, interval, expiresIn }: Offer): Promise<Member> {
  const { clock, sleep, holds } = cli.host;
  const deadline = clock() + expiresIn * 1_000;
  // The session is given once: Ctrl-C must not come between its being given and its being kept.
  const ask = async (): Promise<Member> => {
    const { member, accessToken, refreshToken } = await visitor.deviceCodes.redeem({ deviceCode });
    await keepSignIn(cli, member, { session: { accessToken, refreshToken } });
    return member;
  };
  for (let waitMs = interval * 1_000; ; ) {
    await sleep(waitMs);
    try {
      return await hold(holds, ask());
    } catch (error) {
      // Whether the code is still good is for the server to say; here ends only a wait for a server that says nothing.
      if (!isPending(error) && (!mayPass(error) || clock() >= deadline)) throw error;
      waitMs = Math.max(interval * 1_000, (isApiError(error) && error.retryAfterMs) || 0);
    }
  }
}

const isPending = (error: unknown): boolean => isApiError(error) && error.code === 'sign_in_pending';

const mayPass = (error: unknown): boolean =>
  error instanceof ConnectionError || (isApiError(error) && (error.status === 429 || error.status === 503));
