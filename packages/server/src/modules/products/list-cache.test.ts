import { expect, test } from 'vitest';
import { listCache } from './list-cache.js';

test('a page is read once, until something changed', async () => {
  const cache = listCache<number>();
  let reads = 0;
  const read = async () => ++reads;
  expect([await cache.get('a', read), await cache.get('a', read)]).toEqual([1, 1]);
  expect(await cache.get('b', read)).toBe(2);
  cache.evict();
  expect([await cache.get('a', read), await cache.get('b', read)]).toEqual([3, 4]);
});

test('a page that was being read while something changed is not kept', async () => {
  const cache = listCache<string>();
  const slow = cache.get('a', async () => {
    cache.evict();
    return 'of before';
  });
  expect(await slow).toBe('of before');
  expect(await cache.get('a', async () => 'of after')).toBe('of after');
  expect(await cache.get('a', async () => 'never asked')).toBe('of after');
});

test('a page that could not be read is read again', async () => {
  const cache = listCache<string>();
  await expect(cache.get('a', async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await cache.get('a', async () => 'there')).toBe('there');
});

test('pages asked for in ever new ways do not pile up', async () => {
  const cache = listCache<number>();
  let reads = 0;
  for (let page = 0; page <= 500; page++) await cache.get(String(page), async () => ++reads);
  await cache.get('500', async () => ++reads);
  expect(reads).toBe(501);
  await cache.get('0', async () => ++reads);
  expect(reads).toBe(502);
});
