import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConfigError, describeConfig, readConfig } from './config.js';
import { selfSigned } from './testing/self-signed.js';

describe('the configuration', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'didacto-config-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const file = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const problems = (env: Record<string, string>): readonly string[] => {
    try {
      readConfig(env);
      return [];
    } catch (error) {
      if (error instanceof ConfigError) return error.problems;
      throw error;
    }
  };
  const variables = (env: Record<string, string>) => problems(env).map((problem) => problem.split(':')[0]);

  test('needs nothing', () => {
    expect(readConfig({})).toMatchObject({ host: '127.0.0.1', port: 7070, metrics: { port: 7071 }, rateLimits: true });
  });

  test('takes an empty variable as none', () => {
    expect(readConfig({ PORT: '', PUBLIC_URL: '' })).toMatchObject({ port: 7070, publicUrl: undefined });
  });

  test('names everything that is wrong at once', () => {
    const env = {
      PORT: 'x',
      METRICS_PORT: '70000',
      LOG_LEVEL: 'loud',
      RATE_LIMITS: 'maybe',
      HOST: '0.0.0.0',
      METRICS_HOST: '0.0.0.0',
      TLS_CERT_FILE: join(folder, 'no-such.pem'),
    };
    expect(new Set(variables(env))).toEqual(
      new Set([
        ...['PORT', 'METRICS_PORT', 'LOG_LEVEL', 'RATE_LIMITS', 'HOST', 'PUBLIC_URL', 'METRICS_TOKEN'],
        ...['TLS_KEY_FILE', 'TLS_CERT_FILE', 'SMTP_URL'],
      ]),
    );
  });

  test('says nothing of the values that are wrong, for one may be a secret', () => {
    expect(problems({ METRICS_TOKEN: 'too-short' }).join()).not.toContain('too-short');
  });

  test('beyond loopback needs TLS, a proxy that has it, and an address', () => {
    const beyond = { HOST: '0.0.0.0', MAIL: 'file' };
    expect(variables({ ...beyond, PUBLIC_URL: 'https://x.example' })).toEqual(['HOST']);
    expect(variables({ ...beyond, TRUST_PROXY: '10.0.0.1' })).toEqual(['PUBLIC_URL']);
    expect(problems({ ...beyond, PUBLIC_URL: 'https://x.example', TRUST_PROXY: 'loopback' })).toEqual([]);
    expect(problems({ HOST: '::1' })).toEqual([]);
  });

  describe('of mail', () => {
    const smtp = {
      SMTP_URL: 'smtp://user:secret-word@mail.example:587',
      MAIL_FROM: 'School <no-reply@school.example>',
    };

    test('is a file on this machine, and must be chosen beyond it', () => {
      expect(readConfig({}).mail).toMatchObject({ kind: 'file' });
      const beyond = { HOST: '0.0.0.0', PUBLIC_URL: 'https://x.example', TRUST_PROXY: 'loopback' };
      expect(variables(beyond)).toEqual(['SMTP_URL']);
      expect(readConfig({ ...beyond, ...smtp }).mail).toMatchObject({ kind: 'smtp' });
      expect(readConfig({ MAIL: 'console', ...smtp }).mail).toMatchObject({ kind: 'console' });
    });

    test('by SMTP needs a server and a sender, and its faults show no password', () => {
      expect(variables({ MAIL: 'smtp' })).toEqual(['SMTP_URL']);
      expect(variables({ SMTP_URL: smtp.SMTP_URL })).toEqual(['MAIL_FROM']);
      expect(variables({ ...smtp, MAIL_FROM: 'nobody' })).toEqual(['MAIL_FROM']);
      const faulty = problems({
        ...smtp,
        SMTP_URL: 'smtp://user:secret-word@mail.example/?tls.rejectUnauthorized=false',
      });
      expect(faulty).toHaveLength(1);
      expect(faulty.join()).not.toContain('secret-word');
    });
  });

  test('takes proxies by address, network or known name', () => {
    expect(readConfig({ TRUST_PROXY: '10.0.0.1, 10.1.0.0/16,fd00::/8, loopback' }).trustedProxies).toHaveLength(4);
    for (const wrong of ['10.0.0', '10.0.0.0/33', '::1/129', 'true', '1', '10.0.0.1/'])
      expect(variables({ TRUST_PROXY: wrong }), wrong).toEqual(['TRUST_PROXY']);
  });

  test('reads a value from a file', () => {
    const token = file('metrics-token', 'a token from a file\n');
    expect(readConfig({ METRICS_TOKEN_FILE: token }).metrics.token).toBe('a token from a file');
    expect(variables({ METRICS_TOKEN_FILE: join(folder, 'nothing') })).toEqual(['METRICS_TOKEN_FILE']);
  });

  test('takes a certificate and its own key, and no others', () => {
    const [one, two] = [selfSigned(folder, 'one'), selfSigned(folder, 'two')];
    const pair = (cert: string, key: string) => ({ TLS_CERT_FILE: cert, TLS_KEY_FILE: key });
    expect(readConfig(pair(one.cert, one.key)).tls).toBeDefined();
    expect(variables(pair(one.cert, two.key))).toEqual(['TLS_CERT_FILE, TLS_KEY_FILE']);
    expect(variables(pair(one.key, one.cert))).toEqual(['TLS_CERT_FILE, TLS_KEY_FILE']);
    expect(variables({ TLS_CERT_FILE: one.cert })).toEqual(['TLS_KEY_FILE']);
  });

  test('describes each variable', () => {
    for (const { name, meaning } of describeConfig()) expect([name, meaning.length > 0]).toEqual([name, true]);
  });

  test('of live rooms names servers that can be, and a secret where there is one to know', () => {
    const turn = { ICE_TURN_URLS: 'turn:a.example:3478, turns:a.example:5349?transport=tcp' };
    const secret = file('turn.secret', 'sixteen letters or more\n');
    const { ice } = readConfig({ ...turn, ICE_STUN_URLS: 'stun:a.example', ICE_TURN_SECRET_FILE: secret });
    expect(ice).toEqual({
      stunUrls: ['stun:a.example'],
      turn: {
        urls: ['turn:a.example:3478', 'turns:a.example:5349?transport=tcp'],
        ...{ secret: 'sixteen letters or more', ttlSeconds: 3_600 },
      },
      relayOnly: false,
    });
    expect(readConfig({}).ice).toEqual({ stunUrls: [], turn: undefined, relayOnly: false });
    expect(variables(turn)).toEqual(['ICE_TURN_SECRET']);
    expect(variables({ ICE_TURN_SECRET: 'sixteen letters or more' })).toEqual(['ICE_TURN_URLS']);
    expect(variables({ ICE_RELAY_ONLY: 'on' })).toEqual(['ICE_TURN_URLS']);
    expect(variables({ ICE_STUN_URLS: 'https://a.example' })).toEqual(['ICE_STUN_URLS']);
    expect(variables({ ICE_TURN_URLS: 'stun:a.example', ICE_TURN_SECRET: 'sixteen letters or more' })).toEqual([
      'ICE_TURN_URLS',
    ]);
  });
});
