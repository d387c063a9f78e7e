import { describe, expect, it } from 'vitest';
import { keyFingerprint } from './key-fingerprint.js';

describe('keyFingerprint', () => {
  it('is the beginning of the SHA-256 of the raw key, in fours', () => {
    // sha256 of 32 zero bytes: 66687aadf862bd776c8f…
    expect(keyFingerprint('A'.repeat(43))).toBe('6668-7aad-f862-bd77-6c8f');
  });
});
