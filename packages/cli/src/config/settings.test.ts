import { describe, expect, it } from 'vitest';
import { emptyConfig } from './profiles.js';
import { defaultServer, settle } from './settings.js';

const session = { accessToken: 'a', refreshToken: 'r' };
const config = {
  current: 'one',
  profiles: {
    one: { server: 'https://one.example', caFile: 'one.pem', session },
    two: { server: 'https://two.example', session },
  },
};

describe('settle', () => {
  it('takes flags before the environment before the profile before defaults', () => {
    expect(settle({}, {}, emptyConfig)).toMatchObject({ server: defaultServer, profileName: 'default' });
    expect(settle({}, {}, config)).toMatchObject({ server: 'https://one.example', caFile: 'one.pem' });
    expect(settle({}, { DIDACTO_PROFILE: 'two' }, config).server).toBe('https://two.example');
    expect(settle({}, { DIDACTO_SERVER: 'https://env.example' }, config).server).toBe('https://env.example');
    const flags = { server: 'https://flag.example', profile: 'two', caFile: 'flag.pem' };
    const env = { DIDACTO_SERVER: 'https://env.example', DIDACTO_PROFILE: 'one', DIDACTO_CA_FILE: 'env.pem' };
    expect(settle(flags, env, config)).toMatchObject({ server: flags.server, profileName: 'two', caFile: 'flag.pem' });
  });

  it('never shows a sign-in to another server', () => {
    expect(settle({}, {}, config).signIn).toEqual({ kind: 'session', session });
    expect(settle({ server: 'https://one.example/' }, {}, config).signIn).toEqual({ kind: 'session', session });
    expect(settle({ server: 'https://evil.example' }, {}, config).signIn).toBeUndefined();
    expect(settle({ server: 'https://one.example:8443' }, {}, config).signIn).toBeUndefined();
    expect(settle({}, { DIDACTO_SERVER: 'http://one.example' }, config).signIn).toBeUndefined();
    const withToken = { current: 'a', profiles: { a: { server: 'https://a.example', accessToken: 'dct_1' } } };
    expect(settle({}, {}, withToken).signIn).toEqual({ kind: 'access_token', token: 'dct_1' });
    expect(settle({ server: 'https://evil.example' }, {}, withToken).signIn).toBeUndefined();
  });

  it('takes the token of the environment before what the profile keeps', () => {
    expect(settle({}, { DIDACTO_TOKEN: 't' }, config).signIn).toEqual({ kind: 'environment', token: 't' });
    expect(settle({}, { DIDACTO_TOKEN: '' }, config).signIn).toEqual({ kind: 'session', session });
  });

  it('knows no profile by the name of an object property', () => {
    expect(settle({ profile: 'constructor' }, {}, config)).toMatchObject({ signIn: undefined, profileMissing: true });
    expect(settle({ profile: 'new', server: 'https://new.example' }, {}, config).profileMissing).toBe(false);
    expect(settle({}, {}, emptyConfig).profileMissing).toBe(false);
  });
});
