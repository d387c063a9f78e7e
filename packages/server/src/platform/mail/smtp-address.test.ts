import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { smtpAddress } from './smtp-address.js';
import { poolOptions } from './smtp-mailer.js';

describe('an SMTP address', () => {
  test('has a host, a port and credentials, decoded', () => {
    expect(smtpAddress('smtp://desk%40school.example:p%2Fw%3A1@mail.school.example:2525')).toMatchObject({
      host: 'mail.school.example',
      port: 2525,
      isSecure: false,
      isLoopback: false,
      credentials: { user: 'desk@school.example', pass: 'p/w:1' },
    });
    expect(smtpAddress('smtp://mail.school.example')).toMatchObject({ port: 587, credentials: undefined });
    expect(smtpAddress('smtps://mail.school.example/')).toMatchObject({ port: 465, isSecure: true });
  });

  test('keeps any credentials', () => {
    const text = fc.string({ minLength: 1, unit: 'grapheme' });
    fc.assert(
      fc.property(text, text, (user, pass) => {
        const url = `smtp://${encodeURIComponent(user)}:${encodeURIComponent(pass)}@mail.school.example`;
        expect(smtpAddress(url).credentials).toEqual({ user, pass });
      }),
    );
  });

  test.each([
    'mail.school.example',
    'http://mail.school.example',
    'smtp://',
    'smtp://u:secret@',
    'smtp://secret@mail.school.example',
    'smtp://:secret@mail.school.example',
    'smtp://u:sec%ret@mail.school.example',
    'smtp://u:sec#ret@mail.school.example',
    'smtp://u:secret@mail.school.example/path',
    'smtp://u:secret@mail.school.example?tls.rejectUnauthorized=false',
    'smtp://u:secret@mail.school.example:99999',
    'smtp://u:secret@mail school.example',
  ])('%s is refused without being told', (url) => {
    let refusal: unknown;
    try {
      smtpAddress(url);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(Error);
    expect(refusal).not.toHaveProperty('cause');
    expect(String(refusal)).toContain('must look like');
    expect(String(refusal)).not.toMatch(/sec.?ret/);
  });

  test.each([
    ['smtp://localhost', '127.0.0.1', true],
    ['smtp://LOCALHOST', '127.0.0.1', true],
    ['smtp://127.3.2.1', '127.3.2.1', true],
    ['smtp://[::1]', '::1', true],
    ['smtp://127.0.0.1.evil.example', '127.0.0.1.evil.example', false],
    ['smtp://localhost.evil.example', 'localhost.evil.example', false],
    ['smtp://0.0.0.0', '0.0.0.0', false],
    ['smtp://10.0.0.1', '10.0.0.1', false],
  ])('%s leads to %s, this machine: %s', (url, host, isLoopback) => {
    expect(smtpAddress(url)).toMatchObject({ host, isLoopback });
  });
});

describe('a connection to a mail server', () => {
  test('demands STARTTLS beyond this machine', () => {
    for (const host of ['mail.school.example', '10.0.0.1', '0.0.0.0', '[2001:db8::1]'])
      expect(poolOptions({ url: `smtp://${host}` })).toMatchObject({
        secure: false,
        requireTLS: true,
        ignoreTLS: false,
      });
  });

  test('is TLS from its first byte with smtps', () => {
    expect(poolOptions({ url: 'smtps://localhost' })).toMatchObject({
      secure: true,
      ignoreTLS: false,
      servername: 'localhost',
    });
  });

  test('is in clear to this machine, unless told otherwise', () => {
    expect(poolOptions({ url: 'smtp://localhost' })).toMatchObject({ requireTLS: false, ignoreTLS: true });
    expect(poolOptions({ url: 'smtp://localhost', requireTls: true })).toMatchObject({
      requireTLS: true,
      ignoreTLS: false,
    });
  });

  test('reads no file and fetches nothing for a letter', () => {
    expect(poolOptions({ url: 'smtp://localhost' })).toMatchObject({ disableFileAccess: true, disableUrlAccess: true });
  });
});
