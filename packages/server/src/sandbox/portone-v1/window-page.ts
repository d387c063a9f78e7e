import { htmlReply, type SandboxReply } from '../kit/http.js';
import type { Attempt } from './attempts.js';
import type { Refusal } from './pay-request.js';

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

/** Where a window is shown. */
export interface Frame {
  /** The party's own address. */
  readonly base: string;
  /** Of the page it lies in a frame over; null: it has the tab to itself. */
  readonly origin: string | null;
  readonly language: Language;
}

const originIn = ({ origin }: Frame): string => (origin === null ? '' : `data-origin="${escaped(origin)}"`);

/** The window of an open payment. */
export function windowPage(attempt: Attempt, { base, origin, language }: Frame): SandboxReply {
  const t = texts[language];
  const { request } = attempt;
  const button = (id: string, act: string, text: string): string =>
    `<button type="button" id="${id}" data-act="${act}">${text}</button>`;
  const body = `<h1>${t.title}</h1>
<p>${t.lead}</p>
<dl><dt>${t.order}</dt><dd>${escaped(request.name)}</dd><dt>${t.price}</dt><dd>${won(request.amount)}</dd></dl>
<form>
<label>${t.amount} <input id="amount" name="amount" type="number" min="1" value="${request.amount}"></label>
<label><input id="test" name="test" type="checkbox" value="true"${attempt.sandbox ? ' checked' : ''}> ${t.test}</label>
${button('pay', 'pay', t.pay)}
${button('pay_and_close', 'pay_and_close', t.payAndClose)}
${button('decline', 'decline', t.decline)}
${button('cancel', 'cancel', t.cancel)}
${button('close', 'close', t.close)}
</form>
<p id="closed">${t.closed}</p>
${scriptIn(base)}`;
  return page(t.title, language, originIn({ base, origin, language }), body);
}

/** A window that stays closed: it only tells the page why. */
export function refusalPage(why: Refusal, ended: string, frame: Frame): SandboxReply {
  const { title } = texts[frame.language];
  const body = `<h1>${title}</h1>
<p id="refusal">${escaped(why.error_msg)}</p>
${scriptIn(frame.base)}`;
  return page(title, frame.language, `data-ended="${escaped(ended)}" ${originIn(frame)}`, body);
}

export function receiptPage({ request, amount, impUid }: Attempt, language: Language): SandboxReply {
  const t = texts[language];
  const rows = `<dt>${t.order}</dt><dd>${escaped(request.name)}</dd><dt>${t.price}</dt><dd>${won(amount)}</dd>`;
  return page(t.receipt, language, '', `<h1>${t.receipt}</h1>\n<p>${escaped(impUid)}</p>\n<dl>${rows}</dl>`);
}

const scriptIn = (base: string): string => `<script src="${escaped(base)}/v1/window.js"></script>`;

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
<body ${data}>
${body}
</body>
</html>
`);
  const policy =
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'";
  return { ...reply, headers: { ...reply.headers, 'content-security-policy': policy } };
}

const won = (amount: number): string => `${amount.toLocaleString('ko')} KRW`;

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
