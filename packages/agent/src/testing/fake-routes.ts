import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { deviceSignInMessage, type ErrorCode, errors } from '@didacto/sdk/contract';
import { signatureFits } from '../identity.js';
import type { Script, Seen } from './fake-script.js';
import { deviceId, lesson, pairingCode, ulid } from './samples.js';

type Body = Readonly<Record<string, string>>;
type Reply = readonly [status: number, body: unknown];
type Routes = Readonly<Record<string, (body: Body) => Reply>>;

export interface FakeRoutes {
  readonly serverKey: string;
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** The HTTP routes an agent calls. */
export function fakeRoutes(script: Script, seen: Seen): FakeRoutes {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const serverKey = publicKey.export({ format: 'jwk' }).x ?? '';
  const prove = (message: string) => sign(null, Buffer.from(message), privateKey);
  const routes = { ...deviceRoutes({ script, seen, serverKey, prove }), ...sessionRoutes };
  return {
    serverKey,
    async handle(request, response) {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      const text = Buffer.concat(parts).toString();
      const route = routes[`${request.method} ${request.url}`];
      const [status, body] = route ? route(text === '' ? {} : JSON.parse(text)) : problem('not_found');
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    },
  };
}

interface DeviceRoutes {
  readonly script: Script;
  readonly seen: Seen;
  readonly serverKey: string;
  readonly prove: (message: string) => Buffer;
}

function deviceRoutes({ script, seen, serverKey, prove }: DeviceRoutes): Routes {
  const challenges = new Set<string>();
  const deviceKeys: string[] = [];
  const iso = () => new Date().toISOString();
  return {
    'GET /v1/institution': () => {
      const { policy: screenPolicy } = lesson();
      return [200, { name: 'School', screenPolicy, serverKey, serverTime: iso(), version: '1' }];
    },
    'POST /v1/devices/pair': ({ code = '', publicKey = '' }) => {
      seen.pairings.push({ code, publicKey });
      if (code !== pairingCode) return problem('pairing_code_invalid');
      deviceKeys.push(publicKey);
      const device = { id: deviceId, labId: `lab_${ulid}`, name: 'PC\u001b[31m-07', state: 'paired', connected: false };
      return [200, { device, institution: 'School', serverKey, serverTime: iso() }];
    },
    'POST /v1/devices/challenge': () => {
      const challenge = randomBytes(32).toString('base64url');
      challenges.add(challenge);
      return [200, { challenge, expiresAt: iso() }];
    },
    'POST /v1/devices/sign-in': ({ deviceId: id = '', challenge = '', nonce = '', signature = '' }) => {
      seen.signIns += 1;
      if (script.refusal !== undefined) return problem(script.refusal);
      if (!challenges.delete(challenge)) return problem('challenge_invalid');
      const signed = (by: 'device' | 'server') =>
        deviceSignInMessage({ by, deviceId: id, challenge, nonce, serverKey });
      const isKnown = deviceKeys.some((key) => signatureFits(key, signed('device'), signature));
      if (!isKnown) return problem('signature_invalid');
      const proof = script.isImpostor ? randomBytes(64) : prove(signed('server'));
      const serverSignature = proof.toString('base64url');
      const accessToken = `token-${seen.signIns}`;
      return [200, { accessToken, expiresIn: script.tokenSeconds, serverSignature, serverTime: iso() }];
    },
  };
}

const sessionRoutes: Routes = {
  'POST /v1/sessions': ({ password, code }) => {
    if (password === 'guarded-password')
      return code === '123456' ? [201, session('first')] : problem('second_factor_needed');
    return password === 'right-password' ? [201, session('first')] : problem('credentials_wrong');
  },
  'POST /v1/sessions/refresh': ({ refreshToken }) =>
    refreshToken === 'refresh-first' ? [200, session('second')] : problem('session_ended'),
};

const session = (name: string) => ({
  accessToken: `access-${name}`,
  expiresIn: 900,
  refreshToken: `refresh-${name}`,
  member: { id: `mem_${ulid}`, name: 'Minjun', email: 'minjun@school.example', role: 'student', grade: 'free' },
});

export const titled = (code: ErrorCode) => ({ code, title: errors[code].title.en });

const problem = (code: ErrorCode): Reply => {
  const { status } = errors[code];
  return [status, { type: 'about:blank', status, ...titled(code) }];
};
