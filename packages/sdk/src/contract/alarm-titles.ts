type Title = Readonly<Record<'en' | 'ko', string>>;

/** What the codes of alarms mean, in a few words. */
const alarmTitles: Readonly<Record<string, Title>> = {
  payment_unknown: { en: 'outcome of a payment unknown', ko: '결제 결과 확인 안 됨' },
  payment_mismatch: { en: 'payment of another amount', ko: '결제 금액 불일치' },
  payment_test_mode: { en: 'test payment', ko: '테스트 결제' },
  payment_foreign: { en: 'payment of somebody else', ko: '다른 상점의 결제' },
  payment_surplus: { en: 'payment that nothing needs', ko: '필요 없는 결제' },
  payment_not_granted: { en: 'paid, but no longer there to give', ko: '결제했으나 줄 수 없음' },
  payment_tampered: { en: 'amount changed in the browser', ko: '브라우저에서 금액 변조' },
  refund_failed: { en: 'refund failed', ko: '환불 실패' },
  refund_elsewhere: { en: 'refund made at the provider', ko: '결제사에서 직접 한 환불' },
  provider_down: { en: 'provider does not answer', ko: '결제사 응답 없음' },
};

/** The title of a code, or the code itself where it has none. */
export const alarmTitle = (code: string, language: 'en' | 'ko'): string =>
  (Object.hasOwn(alarmTitles, code) ? alarmTitles[code]?.[language] : undefined) ?? code;
