import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keysPressed } from './keys-pressed.js';

describe('the keys pressed', () => {
  test.each([
    ['비밀번호', 'qlalfqjsgh'],
    ['안녕하세요', 'dkssudgktpdy'],
    ['사랑해', 'tkfkdgo'],
    ['김하은', 'rlagkdms'],
    ['까나다따라마빠사싸자짜차카타파하', 'rkskekekfkakqktktkwkwkckzkxkvkgk'],
    ['아야어여오요우유으이애얘에예', 'dkdidjdudhdydndbdmdldododpdp'],
    ['와왜외워웨위의', 'dhkdhodhldnjdnpdnldml'],
    ['각갂간갇갈감갑갓갔강갖갗갘같갚갛', 'rkrrkrrksrkerkfrkarkqrktrktrkdrkwrkcrkzrkxrkvrkg'],
    ['넋앉많닭삶밟곬핥읊앓값', 'sjrtdkswaksgekfrtkfaqkfqrhftgkfxdmfvdkfgrkqt'],
    ['ㅋㅋㅎㅎㅠㅠ', 'zzggbb'],
    ['Password 1!', 'password 1!'],
    ['ＰａｓｓＷ０ｒｄ', 'passw0rd'],
  ])('for %s are %s', (text, keys) => {
    expect(keysPressed(text)).toBe(keys);
  });

  test('are known for every syllable', () => {
    for (let code = 0xac00; code <= 0xd7a3; code++)
      expect(keysPressed(String.fromCharCode(code))).toMatch(/^[a-z]{2,5}$/);
  });

  test('are the same for a text in any Unicode form or case, and for the keys themselves', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('가', '힣', 'ㄳ', 'é', 'A', 'b', '1', '!') }), (text) => {
        const keys = keysPressed(text);
        for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD'] as const)
          expect(keysPressed(text.normalize(form))).toBe(keys);
        expect(keysPressed(text.toUpperCase())).toBe(keys);
        expect(keysPressed(keys)).toBe(keys);
      }),
    );
  });
});
