import { htmlReply, type SandboxReply } from '../kit/http.js';
import type { TossLanguage } from './errors.js';
import { isTestMerchant } from './options.js';
import type { TossPayment } from './payment.js';

const texts = {
  ko: {
    title: '토스페이먼츠 결제창 (샌드박스)',
    lead: '가짜 결제창입니다. 돈은 움직이지 않습니다.',
    order: '주문',
    price: '결제 금액',
    test: '테스트 결제입니다.',
    amount: '실제로 결제할 금액 (바꾸면 위변조)',
    months: '할부',
    atOnce: '일시불',
    month: '개월',
    bank: '입금할 은행',
    pay: '결제하기',
    issue: '가상계좌 발급받기',
    payAndClose: '결제하고 창 닫기',
    decline: '카드사 거절',
    cancel: '결제 취소',
    close: '창 닫기',
    over: '이 결제창은 더 이상 쓸 수 없습니다.',
    closed: '결제창이 닫혔습니다. 이 탭을 닫으세요.',
    receipt: '영수증 (샌드박스)',
    none: '그런 결제가 없습니다.',
  },
  en: {
    title: 'Toss Payments window (sandbox)',
    lead: 'This payment window is not real. No money moves.',
    order: 'Order',
    price: 'Amount',
    test: 'This is a test payment.',
    amount: 'Amount to really take (another one is an attack)',
    months: 'Instalments',
    atOnce: 'At once',
    month: 'months',
    bank: 'Bank to pay into',
    pay: 'Pay',
    issue: 'Give me a virtual account',
    payAndClose: 'Pay and close the window',
    decline: 'The card is refused',
    cancel: 'Give up',
    close: 'Close the window',
    over: 'This window is no longer of use.',
    closed: 'The payment window is closed. Close this tab.',
    receipt: 'Receipt (sandbox)',
    none: 'There is no such payment.',
  },
} as const;

/** Banks that give out virtual accounts, by their codes. */
const banks = [
  { code: '88', ko: '신한은행', en: 'Shinhan' },
  { code: '06', ko: 'KB국민은행', en: 'KB Kookmin' },
  { code: '11', ko: 'NH농협은행', en: 'NH NongHyup' },
  { code: '20', ko: '우리은행', en: 'Woori' },
] as const;

/** The window of a payment; a form that comes back to its own address. */
export function windowPage(payment: TossPayment, language: TossLanguage): SandboxReply {
  const t = texts[language];
  const { request, merchant, status } = payment;
  const button = (id: string, act: string, text: string): string =>
    `<button type="submit" id="${id}" name="act" value="${act}">${text}</button>`;
  const pay = request.method === 'VIRTUAL_ACCOUNT' ? t.issue : t.pay;
  const body = `<p>${t.lead}</p>
${isTestMerchant(merchant) ? `<p><strong>${t.test}</strong></p>` : ''}
${summary(payment, language)}
${
  status === 'READY'
    ? `<form method="post">
<label>${t.amount} <input id="amount" name="amount" type="number" min="1" step="1" value="${payment.amount}"></label>
${choices(payment, language)}
${button('pay', 'pay', pay)}
${button('pay_and_close', 'pay_and_close', t.payAndClose)}
${button('decline', 'decline', t.decline)}
${button('cancel', 'cancel', t.cancel)}
${button('close', 'close', t.close)}
</form>`
    : `<p id="over">${t.over}</p>`
}`;
  return page(t.title, language, body);
}

function choices({ request }: TossPayment, language: TossLanguage): string {
  const t = texts[language];
  if (request.method === 'VIRTUAL_ACCOUNT') {
    const options = banks.map((bank) => `<option value="${bank.code}">${bank[language]}</option>`);
    return `<label>${t.bank} <select id="bank" name="bank">${options.join('')}</select></label>`;
  }
  if (request.method !== 'CARD') return '';
  const fixed = request.installmentMonths;
  const most = Array.from({ length: Math.max(request.mostInstallmentMonths - 1, 0) }, (_, at) => at + 2);
  const months = fixed === null ? [0, ...most] : [fixed];
  const name = (count: number): string => (count === 0 ? t.atOnce : `${count} ${t.month}`);
  const options = months.map((count) => `<option value="${count}">${name(count)}</option>`);
  return `<label>${t.months} <select id="months" name="months">${options.join('')}</select></label>`;
}

const summary = ({ request, amount }: TossPayment, language: TossLanguage): string => {
  const t = texts[language];
  return `<dl><dt>${t.order}</dt><dd>${escaped(request.orderName)}</dd><dt>${t.price}</dt><dd>${amount.toLocaleString('en')} KRW</dd></dl>`;
};

/** Where a buyer is left who closed the window: nothing goes back to the merchant. */
export const closedPage = (language: TossLanguage): SandboxReply =>
  page(texts[language].title, language, `<p id="closed">${texts[language].closed}</p>`);

export const receiptPage = (payment: TossPayment, language: TossLanguage): SandboxReply =>
  page(texts[language].receipt, language, summary(payment, language));

export const missingPage = (language: TossLanguage): SandboxReply => ({
  ...page(texts[language].title, language, `<p>${texts[language].none}</p>`),
  status: 404,
});

function page(title: string, language: TossLanguage, body: string): SandboxReply {
  const reply = htmlReply(`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<h1>${title}</h1>
${body}
</body>
</html>
`);
  // Forms lead on to the merchant's page, wherever that is, so that no `form-action` is given.
  const policy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'";
  return { ...reply, headers: { ...reply.headers, 'content-security-policy': policy } };
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? '');

const style = `
:root { color-scheme: light dark; }
body { margin: 2rem auto; padding: 0 1rem; max-width: 30rem; background: Canvas; color: CanvasText; font: 1rem/1.5 system-ui, "Malgun Gothic", "Noto Sans KR", sans-serif; }
form { display: grid; gap: 0.75rem; }
button, input, select { padding: 0.75rem; font: inherit; }
`;
