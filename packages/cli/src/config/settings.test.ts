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
    expect(settle({}, {}, config).ownServer).toBe(true);
    expect(settle({ server: 'https://one.example/' }, {}, config).ownServer).toBe(true);
    expect(settle({ server: 'https://evil.example' }, {}, config).ownServer).toBe(false);
    expect(settle({ server: 'https://one.example:8443' }, {}, config).ownServer).toBe(false);
    expect(settle({}, { DIDACTO_SERVER: 'http://one.example' }, config).ownServer).toBe(false);
  });

  it('knows no profile by the name of an object property', () => {
    expect(settle({ profile: 'constructor' }, {}, config)).toMatchObject({ profile: undefined, profileMissing: true });
    expect(settle({ profile: 'new', server: 'https://new.example' }, {}, config).profileMissing).toBe(false);
    expect(settle({}, {}, emptyConfig).profileMissing).toBe(false);
  });
});
