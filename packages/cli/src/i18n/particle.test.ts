import { describe, expect, it } from 'vitest';
import { messages } from './index.js';
import { withParticle } from './particle.js';

describe('a Korean particle', () => {
  it('goes by how the word before it ends', () => {
    expect(withParticle('강의', 'subject')).toBe('강의가');
    expect(withParticle('학생', 'subject')).toBe('학생이');
    expect(withParticle('책', 'object')).toBe('책을');
    expect(withParticle('관리자', 'direction')).toBe('관리자로');
    expect(withParticle('김민준', 'direction')).toBe('김민준으로');
    expect(withParticle('이서울', 'direction')).toBe('이서울로');
  });

  it('is given in both forms where nobody knows how the word is read', () => {
    for (const word of ['PC-01', '', 'ord_1']) expect(withParticle(word, 'topic')).toBe(`${word}은(는)`);
  });

  it('is right for every kind of thing that may not be found', () => {
    const { notFound, ambiguous, kinds } = messages('ko').talk;
    for (const kind of Object.values(kinds)) {
      expect(notFound(kind, '파이썬')).not.toContain('(');
      expect(ambiguous(kind, '파이썬', '1')).not.toContain('(');
    }
  });
});
