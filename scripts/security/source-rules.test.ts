import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gitFiles } from './git-files.js';

const root = join(import.meta.dirname, '../..');
const ours = /^packages\/[^/]+\/src\/(?!.*(\.test\.tsx?$|testing\/)).*\.tsx?$/;
const sources = gitFiles(root, 'packages').filter((file) => ours.test(file));

interface Rule {
  readonly rule: string;
  readonly forbidden: RegExp;
  /** What the rule must find, else it forbids nothing. */
  readonly example: string;
  /** Where it holds; absent: in all of our sources. */
  readonly within?: RegExp;
  /** Files in which it is harmless, for the reason given beside. */
  readonly except?: readonly string[];
}

const rules: readonly Rule[] = [
  {
    rule: 'no text is run as code',
    forbidden: /\beval\(|\bnew Function\b|'node:vm'|\bset(Timeout|Interval)\(\s*['"`]/,
    example: 'eval(text)',
  },
  {
    rule: 'no program is started through a shell',
    forbidden: /\bshell:\s*(true|['"`])|\{[^}]*\bexec(Sync)?\b[^}]*\} from 'node:child_process'/,
    example: "import { exec } from 'node:child_process'",
  },
  {
    rule: 'what must not be guessed is never made by Math.random',
    forbidden: /Math\.random/,
    example: 'Math.random()',
    // Waiting times, so that many do not come at once.
    except: [
      'packages/agent/src/agent-runtime.ts',
      'packages/cli/src/config/lock.ts',
      'packages/sdk/src/realtime/socket.ts',
      'packages/sdk/src/retry.ts',
    ],
  },
  {
    rule: 'no broken hash, cipher or mode is used',
    forbidden: /create(Hash|Hmac)\(\s*'(md\d|sha-?1|ripemd)|create(De|C)ipheriv\(\s*'(?!aes-\d+-gcm)|'(des|rc\d|bf)-/i,
    example: "createHash('sha1')",
    // What TURN servers compare with; HMAC does not need what SHA-1 has lost, and the credentials last for minutes.
    except: ['packages/server/src/modules/rooms/ice.ts'],
  },
  {
    rule: 'no certificate is left unchecked',
    forbidden: /rejectUnauthorized['"]?\s*[:=]\s*false|NODE_TLS_REJECT_UNAUTHORIZED|checkServerIdentity/,
    example: 'rejectUnauthorized: false',
    // Says in a comment that the query that asks for it is refused.
    except: ['packages/server/src/platform/mail/smtp-address.ts'],
  },
  {
    rule: 'no object is read from bytes but JSON, and no XML or YAML',
    forbidden: /\bdeserialize\(|from '(yaml|js-yaml|xml2js|fast-xml-parser|libxmljs2?|node-serialize)'|DOMParser/,
    example: "import { parse } from 'yaml'",
  },
  {
    rule: 'no value is put into the text of a query',
    forbidden: /\b(db|tx|trx|knex|query)\.(raw|\w+Raw)\(\s*(`[^`]*\$\{|'[^']*'\s*\+|"[^"]*"\s*\+)/,
    // Built in two pieces, so that it is no template itself.
    example: ['db.raw(`select $', '{x}`)'].join(''),
    // One of two operators of its own; triggers of its own texts.
    except: [
      'packages/server/src/modules/audit/store.ts',
      'packages/server/src/platform/migrations/0004-payments.ts',
      'packages/server/src/platform/migrations/guards.ts',
    ],
  },
  {
    rule: 'nothing is sent to an address that is written into the code',
    forbidden: /\b(fetch|request|connect|io|createDidacto)\(\s*['"`](https?|wss?):\/\//,
    example: "fetch('https://telemetry.example')",
  },
  {
    rule: 'the server asks nothing of any address but its mail server and payment providers',
    forbidden:
      /\bfetch\(|from '(undici|axios|got|node:dgram)'|\bhttps?\.(get|request)\(|\brequest as |\bcreateConnection\b/,
    // What runs in a browser asks the server it came from; the sandbox is no part of a server.
    within: /^packages\/server\/src\/(?!pages\/browser\/|sandbox\/)/,
    example: 'await fetch(url)',
    // To the addresses of the configuration alone; redirects are not followed.
    except: ['packages/server/src/modules/payments/providers/http-send.ts'],
  },
];

test.each(rules.map((rule) => [rule.rule, rule] as const))(
  '%s',
  (_, { forbidden, example, within = /./, except = [] }) => {
    expect(example).toMatch(forbidden);
    const found = sources.filter((file) => within.test(file) && forbidden.test(readFileSync(join(root, file), 'utf8')));
    expect(found.filter((file) => !except.includes(file))).toEqual([]);
    // An exception that nothing needs would let something else through later.
    expect(except.filter((file) => !found.includes(file))).toEqual([]);
  },
);

test('every package that is installed is held to its hash', () => {
  const { packages }: { packages: Record<string, { link?: boolean; integrity?: string; resolved?: string }> } =
    JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const installed = Object.entries(packages).filter(([path, { link }]) => path.includes('node_modules/') && !link);
  expect(installed.length).toBeGreaterThan(0);
  expect(installed.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path)).toEqual([]);
  expect(installed.filter(([, { resolved }]) => resolved?.startsWith('http:')).map(([path]) => path)).toEqual([]);
});
