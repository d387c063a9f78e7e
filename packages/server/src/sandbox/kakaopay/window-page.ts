import { htmlReply, type SandboxReply } from '../kit/http.js';
import { isTestCid } from './options.js';
import { isOpen, type KakaoPayment } from './payment.js';

export type Language = 'ko' | 'en';

const texts = {
  ko: {
    title: '카카오페이 결제창 (샌드박스)',
    lead: '가짜 결제창입니다. 돈은 움직이지 않습니다.',
    order: '상품',
    price: '결제 금액',
    amount: '실제로 결제할 금액 (바꾸면 위변조)',
    test: '테스트 CID로 결제',
    bank: '승인할 때 은행의 응답',
    pay: '결제하기',
    payAndClose: '결제하고 창 닫기',
    decline: '결제 실패',
    cancel: '결제 취소',
    close: '창 닫기',
    over: '이 결제창은 더 이상 쓸 수 없습니다.',
    closed: '결제창이 닫혔습니다. 이 탭을 닫으세요.',
    none: '그런 결제가 없습니다.',
  },
  en: {
    title: 'KakaoPay window (sandbox)',
    lead: 'This payment window is not real. No money moves.',
    order: 'Item',
    price: 'Amount',
    amount: 'Amount to really take (another one is an attack)',
    test: 'Pay through the test CID',
    bank: 'What the bank says to the approval',
    pay: 'Pay',
    payAndClose: 'Pay and close the window',
    decline: 'The payment fails',
    cancel: 'Give up',
    close: 'Close the window',
    over: 'This window is no longer of use.',
    closed: 'The payment window is closed. Close this tab.',
    none: 'There is no such payment.',
  },
} as const;

const bankChoices: readonly { readonly value: string; readonly ko: string; readonly en: string }[] = [
  { value: 'OK', ko: '승인', en: 'Approves' },
  { value: 'LACK_BALANCE', ko: '거절: 잔액 부족', en: 'Refuses: not enough money' },
  { value: 'USER_LOCKED', ko: '한 번 거절: 진행 중인 다른 거래', en: 'Refuses once: another transaction is running' },
  {
    value: 'BANK_FIRM_UNKNOWN_DONE',
    ko: '20분간 응답 없음, 그 뒤 승인',
    en: 'Silent for 20 minutes, then it was approved',
  },
  { value: 'BANK_FIRM_UNKNOWN', ko: '20분간 응답 없음, 그 뒤 거절', en: 'Silent for 20 minutes, then it was refused' },
];

/** The window of a payment; a form that comes back to its own address. */
export function windowPage(payment: KakaoPayment, language: Language): SandboxReply {
  const t = texts[language];
  const { request, amount, cid } = payment;
  const button = (id: string, text: string): string =>
    `<button type="submit" id="${id}" name="act" value="${id}">${text}</button>`;
  const options = bankChoices.map((choice) => `<option value="${choice.value}">${choice[language]}</option>`);
  return page(
    language,
    `<p>${t.lead}</p>
<dl><dt>${t.order}</dt><dd>${escaped(request.itemName)}</dd><dt>${t.price}</dt><dd>${request.amount.total.toLocaleString('en')} KRW</dd></dl>
${
  isOpen(payment)
    ? `<form method="post">
<label>${t.amount} <input id="amount" name="amount" type="number" min="1" step="1" value="${amount.total}"></label>
<label><input id="test" name="test" type="checkbox" value="true"${isTestCid(cid) ? ' checked' : ''}> ${t.test}</label>
<label>${t.bank} <select id="bank" name="bank">${options.join('')}</select></label>
${button('pay', t.pay)}
${button('pay_and_close', t.payAndClose)}
${button('decline', t.decline)}
${button('cancel', t.cancel)}
${button('close', t.close)}
</form>`
    : `<p id="over">${t.over}</p>`
}`,
  );
}

/** Where a buyer is left who closed the window: nothing goes back to the merchant. */
export const closedPage = (language: Language): SandboxReply =>
  page(language, `<p id="closed">${texts[language].closed}</p>`);

export const missingPage = (language: Language): SandboxReply => ({
  ...page(language, `<p>${texts[language].none}</p>`),
  status: 404,
});

function page(language: Language, body: string): SandboxReply {
  const { title } = texts[language];
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
  // The form leads on to the merchant's page, wherever that is, so that no `form-action` is given.
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
