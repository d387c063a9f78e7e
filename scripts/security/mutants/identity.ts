import type { Mutant } from '../mutant-trial.js';

const platform = 'packages/server/src/platform';
const modules = 'packages/server/src/modules';
const passwordRules = 'scripts/security/password-rules.test.ts';
const secondFactor = `${modules}/second-factor/second-factor.test.ts › the second factor`;
const verifications = `${modules}/verifications/verifications.test.ts`;

/** Passwords, codes, the second factor, and how they are kept. */
export const identityMutants: readonly Mutant[] = [
  {
    requirement: 'V2.1.2',
    file: 'packages/sdk/src/contract/common.ts',
    find: ".max(128, 'must have at most 128 characters')",
    replace: '',
    test: `${passwordRules} › a password > of 64 to 128 characters is taken, and one of 129 is not`,
  },
  {
    requirement: 'V2.1.7',
    file: `${platform}/password-policy.ts`,
    find: "return 'password_common';",
    replace: 'return undefined;',
    test: `${platform}/password-policy.test.ts › a password that guessers try first is refused: > …`,
  },
  {
    requirement: 'V2.2.1',
    file: `${modules}/sessions/sign-in-throttle.ts`,
    find: 'const atAccount: ThrottleRule = { limit: 50,',
    replace: 'const atAccount: ThrottleRule = { limit: 5_000,',
    test: `${modules}/sessions/sign-in-throttle.test.ts › tries at passwords > at one account from everywhere are at most 100 in an hour`,
  },
  {
    requirement: 'V2.3.1',
    file: `${modules}/verifications/store.ts`,
    find: ".where('tries', '<', maxTries)",
    replace: '',
    test: `${verifications} › a code > allows 5 tries, however many guess at once`,
  },
  {
    requirement: 'V2.4.2',
    file: `${platform}/passwords.ts`,
    find: 'timeCost: passes, parallelism: 1 };',
    replace: 'timeCost: passes, parallelism: 1, salt: Buffer.alloc(16, 7) };',
    test: `${passwordRules} › a password > is kept as argon2id of the cost in the configuration, each with a salt of its own`,
  },
  {
    requirement: 'V2.6.1',
    file: `${modules}/second-factor/check.ts`,
    find: '.where({ member_id: member.id, code_hash }).delete()',
    replace: '.where({ member_id: member.id, code_hash }).update({ code_hash })',
    test: `${secondFactor} > a recovery code stands in once, and is told of by mail`,
  },
  {
    requirement: 'V2.6.2',
    file: `${platform}/random-text.ts`,
    find: 'const limit = 256 - (256 % alphabet.length);',
    replace: 'const limit = 256;',
    test: `${platform}/random-text.test.ts › random text > has every character of …`,
  },
  {
    requirement: 'V2.6.3',
    file: `${platform}/keyed-digest.ts`,
    find: "createHmac('sha256', key)",
    replace: "createHmac('sha256', 'key')",
    test: `${platform}/keyed-digest.test.ts › a keyed digest > is another one for another purpose and with another key`,
  },
  {
    requirement: 'V2.7.3',
    file: `${modules}/verifications/store.ts`,
    find: '.where({ id, purpose, proof_digest: digest })',
    replace: '.where({ id, proof_digest: digest })',
    test: `${verifications} › a proof > is good for its purpose only, also when it is taken with a transaction that fails`,
  },
  {
    requirement: 'V2.7.6',
    file: `${platform}/one-time-codes.ts`,
    find: "'0123456789'",
    replace: "'0012345678'",
    test: `${platform}/one-time-codes.test.ts › a code of six digits > is uniform in every place`,
  },
  {
    requirement: 'V2.8.1',
    file: `${platform}/totp.ts`,
    find: 'window: 1 }',
    replace: 'window: 10 }',
    test: `${platform}/totp.test.ts › a code of the second factor > fits its own step and both neighbours, and tells which`,
  },
  {
    requirement: 'V2.8.4',
    file: `${modules}/second-factor/check.ts`,
    find: ".orWhere('totp_step', '<', step)",
    replace: ".orWhere('totp_step', '<=', step)",
    test: `${secondFactor} > a code is good once, also of two sign-ins at once, and an older one no more`,
  },
  {
    requirement: 'V6.2.6',
    file: `${platform}/secret-box.ts`,
    find: 'const nonce = random(nonceLength);',
    replace: 'const nonce = Buffer.alloc(nonceLength);',
    test: `${platform}/secret-box.test.ts › a sealed secret > is another text every time, with a nonce of its own`,
  },
  {
    requirement: 'V8.3.7',
    file: `${platform}/secret-box.ts`,
    find: 'Buffer.concat([Buffer.of(version), Buffer.from(context)])',
    replace: 'Buffer.of(version)',
    test: `${platform}/secret-box.test.ts › a sealed secret > does not open in another place or with another key`,
  },
  {
    requirement: 'V2.2.2',
    file: `${modules}/sessions/sign-in.ts`,
    find: 'if (member.second_factor_since !== null) {',
    replace: 'if (member.second_factor_since === undefined) {',
    test: `${modules}/members/passwords.test.ts › passwords > a reset by mail goes not round the second factor`,
  },
  {
    requirement: 'V4.3.3',
    file: `${modules}/members/departure.ts`,
    find: "throw new Problem('last_admin');",
    replace: 'return;',
    test: `${modules}/members/administration.test.ts › an admin > is never the last to go, also when two suspend each other at once`,
  },
  {
    requirement: 'V6.2.4',
    file: `${platform}/passwords.ts`,
    find: '!stored.startsWith(cost)',
    replace: 'false',
    test: `${modules}/members/passwords.test.ts › passwords > a hash is made anew at sign-in when the cost has grown`,
  },
  {
    requirement: 'V7.2.1',
    file: `${modules}/sessions/service.ts`,
    find: "await audit.append(tx, [{ action: 'sign_in.succeeded', by: actor, subjects: [id, memberId] }]);",
    replace: 'void actor;',
    test: `${modules}/sessions/on-record.test.ts › on record > is every sign-in, with who, from where and by which program`,
  },
  {
    requirement: 'V8.3.2',
    file: `${modules}/members/departure.ts`,
    find: 'await auditStore(tx).eraseDetailsOf(id);',
    replace: '',
    test: `${modules}/members/privacy.test.ts › what is stored about a member > is nowhere once the member …`,
  },
  {
    requirement: 'V8.3.8',
    file: `${modules}/retention/rules.ts`,
    find: "db('view_records').where('last_at', '<', ago(now, views))",
    replace: "db('view_records').where('last_at', '<', '')",
    test: `${modules}/retention/retention.test.ts › retention > deletes what is due, says before what it will be, and is on record`,
  },
];
