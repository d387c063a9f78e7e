import express from 'express';
import { expect, test } from 'vitest';
import { callerAddress } from './caller-address.js';

const behind = (...proxies: string[]) => {
  const app = express();
  app.set('trust proxy', proxies.length > 0 ? proxies : false);
  return callerAddress(app);
};

test('without a proxy the header of a caller’s making counts for nothing', () => {
  expect(behind()('203.0.113.1', '192.0.2.1')).toBe('203.0.113.1');
});

test('behind a proxy it is the last address that the proxy did not invent', () => {
  const address = behind('10.0.0.1', '10.0.0.2');
  expect(address('10.0.0.1', '192.0.2.9, 192.0.2.1')).toBe('192.0.2.1');
  expect(address('10.0.0.1', '192.0.2.1, 10.0.0.2')).toBe('192.0.2.1');
  expect(address('10.0.0.1', ['192.0.2.9', '192.0.2.1'])).toBe('192.0.2.1');
  expect(address('203.0.113.1', '192.0.2.1')).toBe('203.0.113.1');
  expect(address('10.0.0.1', undefined)).toBe('10.0.0.1');
});
