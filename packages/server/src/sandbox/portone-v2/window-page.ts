import { htmlReply, type SandboxReply } from '../kit/http.js';
import type { Attempt } from './attempts.js';

export type Language = 'ko' | 'en';

const texts = {
  ko: {
    title: '결제창 (샌드박스)',
    lead: '가짜 결제창입니다. 돈은 움직이지 않습니다.',
    order: '주문',
    price: '결제 금액',
    amount: '실제로 결제할 금액 (바꾸면 위변조)',
    test: '테스트 채널로 결제',
    pay: '결제하기',
    payAndClose: '결제하고 창 닫기',
    decline: '카드사 거절',
    cancel: '결제 취소',
    close: '창 닫기',
    closed: '결제창이 닫혔습니다. 이 탭을 닫으세요.',
    receipt: '매출전표 (샌드박스)',
  },
  en: {
    title: 'Payment window (sandbox)',
    lead: 'This payment window is not real. No money moves.',
    order: 'Order',
    price: 'Amount',
    amount: 'Amount to really take (another one is an attack)',
    test: 'Pay through the test channel',
    pay: 'Pay',
    payAndClose: 'Pay and close the window',
    decline: 'The card is refused',
    cancel: 'Give up',
    close: 'Close the window',
    closed: 'The payment window is closed. Close this tab.',
    receipt: 'Receipt (sandbox)',
  },
} as const;

/** The window of an open payment. `origin` is that of the page it lies in a frame over; null: it has the tab to itself. */
export function windowPage(
  attempt: Attempt,
  { base, origin, language }: { readonly base: string; readonly origin: string | null; readonly language: Language },
): SandboxReply {
  const t = texts[language];
  const { request, isTest } = attempt;
  const button = (act: string, text: string): string =>
    `<button type="button" id="${act}" data-act="${act}">${text}</button>`;
  const body = `<h1>${t.title}</h1>
<p>${t.lead}</p>
${facts(t, request.orderName, request.totalAmount)}
<form>
<label>${t.amount} <input id="amount" name="amount" type="number" min="1" value="${request.totalAmount}"></label>
<label><input id="test" name="test" type="checkbox" value="true"${isTest ? ' checked' : ''}> ${t.test}</label>
${button('pay', t.pay)}
${button('pay_and_close', t.payAndClose)}
${button('decline', t.decline)}
${button('cancel', t.cancel)}
${button('close', t.close)}
</form>
<p id="closed">${t.closed}</p>
<script src="${escaped(base)}/v2/window.js"></script>`;
  return page(t.title, language, origin === null ? '' : ` data-origin="${escaped(origin)}"`, body);
}

export function receiptPage({ request, amount, txId }: Attempt, language: Language): SandboxReply {
  const t = texts[language];
  const body = `<h1>${t.receipt}</h1>\n<p>${escaped(txId)}</p>\n${facts(t, request.orderName, amount)}`;
  return page(t.receipt, language, '', body);
}

const facts = (t: (typeof texts)[Language], orderName: string, amount: number): string =>
  `<dl><dt>${t.order}</dt><dd>${escaped(orderName)}</dd><dt>${t.price}</dt><dd>${amount.toLocaleString('ko')} KRW</dd></dl>`;

function page(title: string, language: Language, data: string, body: string): SandboxReply {
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
<body${data}>
${body}
</body>
</html>
`);
  const policy =
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'";
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
button { padding: 0.75rem; font: inherit; }
#closed { display: none; }
[data-state="closed"] form { display: none; }
[data-state="closed"] #closed { display: block; }
`;
