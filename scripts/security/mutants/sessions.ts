import type { Mutant } from '../mutant-trial.js';

const tokens = 'packages/server/src/platform/tokens.ts';
const forgery = 'scripts/security/session-attacks.test.ts';
const devices = 'packages/server/src/modules/devices/devices.test.ts';

/** Sessions and their tokens; how devices are paired and sign in. */
export const sessionMutants: readonly Mutant[] = [
  {
    requirement: 'V3.5.3',
    file: tokens,
    find: 'algorithms: [algorithm],',
    replace: '',
    test: `${forgery} › a token is refused > of another algorithm, …`,
  },
  {
    requirement: 'V3.5.3',
    file: tokens,
    find: '          issuer,\n',
    replace: '',
    test: `${forgery} › a token is refused > of another issuer`,
  },
  {
    requirement: 'V3.3.1',
    file: tokens,
    find: "requiredClaims: ['exp', 'sub'],",
    replace: '',
    test: `${forgery} › a token is refused > without an end`,
  },
  {
    requirement: 'V3.3.1',
    file: 'packages/server/src/modules/sessions/store.ts',
    find: '.where({ id, refresh_hash: from })',
    replace: '.where({ id })',
    test: 'packages/server/src/modules/sessions/sessions.test.ts › sessions > a used refresh token ends the session for both who hold it',
  },
  {
    requirement: 'V2.3.1',
    file: 'packages/server/src/modules/devices/pairing-codes.ts',
    find: ".where('tries', '<', maxTries)",
    replace: '',
    test: `${devices} › devices > a pairing code > dies of 5 wrong tries`,
  },
  {
    requirement: 'V2.3.1',
    file: 'packages/server/src/modules/devices/pairing-codes.ts',
    find: "      .where('expires_at', '>', iso(clock.now()))\n",
    replace: '',
    test: `${devices} › devices > a pairing code > is good for 10 minutes`,
  },
  {
    requirement: 'V2.2.1',
    file: 'packages/server/src/http/rate-limits.ts',
    find: "'POST /v1/devices/pair': 30,",
    replace: "'POST /v1/devices/pair': 30_000,",
    test: 'packages/server/src/http/rate-limits.test.ts › limits of calls > 30 pairing codes a minute are tried from one address',
  },
  {
    requirement: 'V2.9.2',
    file: 'packages/server/src/modules/devices/challenges.ts',
    find: 'const entry = waiting.get(challenge);\n      waiting.delete(challenge);',
    replace: 'const entry = waiting.get(challenge);',
    test: `${devices} › devices > signing in > takes a challenge once`,
  },
  {
    requirement: 'V2.9.3',
    file: 'packages/server/src/modules/devices/sign-in.ts',
    find: "!signatureFits(known, message('device'), shown.signature)",
    replace: "signatureFits(known, message('device'), '')",
    test: `${devices} › devices > signing in > needs the device’s own key`,
  },
];
