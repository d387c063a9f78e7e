import type { Mutant } from '../mutant-trial.js';

const app = 'packages/server/src/http/app.ts';
const router = 'packages/server/src/http/router.ts';
const requests = 'packages/server/src/http/requests.test.ts';
const headers = 'scripts/security/headers.test.ts';
const log = 'packages/server/src/platform/logger.test.ts';

/** What goes in and out: input, headers, errors, logs, TLS. */
export const httpMutants: readonly Mutant[] = [
  {
    requirement: 'V14.4.3',
    file: app,
    find: 'app.use(helmet());',
    replace: '',
    test: `${headers} › a reply with a page > allows no code but the server’s own, and no page of others around it`,
  },
  {
    requirement: 'V5.1.3',
    file: 'packages/sdk/src/contract/common.ts',
    find: ".refine((text) => !forging.test(text), 'must not contain control characters')",
    replace: '',
    test: `${requests} › requests > a name > with …`,
  },
  {
    requirement: 'V5.1.4',
    file: router,
    find: 'if (parsed.success) return parsed.data;',
    replace: 'return value as z.output<S>;',
    test: `${requests} › requests > a body > of the wrong types, …`,
  },
  {
    requirement: 'V13.1.1',
    file: router,
    find: 'caseSensitive: true, strict: true',
    replace: '',
    test: `${requests} › requests > a path is taken exactly, so that no spelling of it slips past the limits of tries`,
  },
  {
    requirement: 'V13.1.5',
    file: router,
    find: "if (isOther) throw new Problem('unsupported_media_type', { detail: 'Send application/json' });",
    replace: '',
    test: `${requests} › requests > a body > of type …`,
  },
  {
    requirement: 'V8.2.1',
    file: router,
    find: ".set('cache-control', 'no-store')",
    replace: '',
    test: `${requests} › requests > replies are not kept by any cache`,
  },
  {
    requirement: 'V7.4.1',
    file: 'packages/server/src/platform/problem.ts',
    find: '    requestId,\n',
    replace: '    requestId,\n    stack: problem.stack,\n',
    test: `${requests} › requests > a problem > has type, title, status, code and the request’s id, as RFC 9457 has it`,
  },
  {
    requirement: 'V7.1.1',
    file: 'packages/server/src/platform/logger.ts',
    find: "  'accessToken',\n",
    replace: '',
    test: `${log} › the log > hides what is secret, also where it was put by mistake`,
  },
  {
    requirement: 'V7.1.1',
    file: app,
    find: "path: url.split('?')[0],",
    replace: 'path: url,',
    test: `${log} › the log > of a server at its most talkative > holds no password, token, code or address, even when the database fails`,
  },
  {
    requirement: 'V7.1.2',
    file: 'packages/server/src/platform/database.ts',
    find: 'compileSqlOnError: false,',
    replace: '',
    test: 'packages/server/src/platform/database.test.ts › the database file > a failed query’s message holds none of its values',
  },
  {
    requirement: 'V7.3.3',
    file: 'packages/server/src/platform/database.ts',
    find: 'chmodSync(filename, 0o600);',
    replace: 'chmodSync(filename, 0o644);',
    test: 'packages/server/src/platform/database.test.ts › the database file > and the files beside it are readable by their owner only',
  },
  {
    requirement: 'V4.2.2',
    file: 'packages/server/src/sockets/gateway.ts',
    find: 'headers.origin === undefined || options.allowsOrigin(headers.origin)',
    replace: 'true',
    test: 'packages/server/src/sockets/gateway.test.ts › a handshake > of a page is taken from the institution’s own origins only; a program sends none',
  },
  {
    requirement: 'V14.5.4',
    file: app,
    find: 'options.trustedProxies.length > 0 ? [...options.trustedProxies] : false',
    replace: 'true',
    test: 'packages/server/src/server.test.ts › behind a proxy > that is not, nobody escapes the limit by naming another address',
  },
  {
    requirement: 'V9.1.1',
    file: 'packages/server/src/config.ts',
    find: 'if (beyondLoopback(env.HOST) && !hasTls && env.TRUST_PROXY === undefined)',
    replace: 'if (!beyondLoopback(env.HOST) && hasTls)',
    test: 'packages/server/src/config.test.ts › the configuration > beyond loopback needs TLS, a proxy that has it, and an address',
  },
  {
    requirement: 'V9.1.1',
    file: 'packages/sdk/src/address.ts',
    find: "url.protocol === 'http:' && loopback.test(url.hostname)",
    replace: "url.protocol === 'http:'",
    test: 'packages/sdk/src/client.test.ts › the client > refuses a plain address that is not this machine',
  },
  {
    requirement: 'V9.1.3',
    file: 'packages/server/src/server.ts',
    find: '...strongTls, ...config.tls }',
    replace: "...config.tls, minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' }",
    test: 'scripts/security/tls.test.ts › TLSv1.1 is refused',
  },
  {
    requirement: 'V9.1.2',
    file: 'packages/server/src/server.ts',
    find: "...['ECDHE+AESGCM', 'ECDHE+CHACHA20'],",
    replace: "...['ECDHE+AESGCM', 'AESGCM', 'ECDHE'],",
    test: 'scripts/security/tls.test.ts › a client that knows only ciphers with …',
  },
  {
    requirement: 'V5.3.5',
    file: 'packages/server/src/platform/page.ts',
    find: ".replace(/[\\\\%_]/g, '\\\\$&')",
    replace: '',
    test: 'packages/server/src/modules/lectures/lectures.test.ts › lectures > keywords find titles in any case, and wildcards are taken literally',
  },
];
