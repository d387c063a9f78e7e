import { htmlReply, type SandboxReply, type SandboxRequest } from './kit/http.js';
import type { TruthRow } from './kit/truth-ledger.js';
import { partyNames } from './merchant.js';
import type { SandboxParts } from './parts.js';
import type { SentWebhook } from './webhook-post.js';

const texts = {
  en: {
    title: 'DIDACTO payment sandbox',
    lead: 'Fake payment providers on this machine. No money moves, and nothing is kept when the sandbox ends.',
    other: '한국어',
    payments: 'Payments',
    noPayments: 'Nobody has paid yet.',
    payment: 'Payment',
    provider: 'Provider',
    charged: 'Charged',
    refunded: 'Given back',
    held: 'Held',
    test: 'test channel',
    webhooks: 'Webhooks',
    noWebhooks: 'None was sent yet.',
    to: 'To',
    answer: 'Answer',
    how: { sent: 'sent', replayed: 'replayed', forged: 'forged' },
    noAnswer: 'no answer',
    time: 'Time',
    noAddress: 'No webhook address is set: POST /sandbox/webhooks/url, or --webhook-url.',
    variables: 'Variables that point a server here',
    control: 'Control',
    controlLead: 'JSON over HTTP, for this machine only:',
  },
  ko: {
    title: 'DIDACTO 결제 샌드박스',
    lead: '이 컴퓨터에서 실행되는 가짜 결제사입니다. 돈은 움직이지 않으며, 샌드박스가 끝나면 아무것도 남지 않습니다.',
    other: 'English',
    payments: '결제',
    noPayments: '아직 결제가 없습니다.',
    payment: '결제',
    provider: '결제사',
    charged: '결제 금액',
    refunded: '환불 금액',
    held: '남은 금액',
    test: '테스트 채널',
    webhooks: '웹훅',
    noWebhooks: '아직 보낸 웹훅이 없습니다.',
    to: '받는 주소',
    answer: '응답',
    how: { sent: '보냄', replayed: '다시 보냄', forged: '위조' },
    noAnswer: '응답 없음',
    time: '시각',
    noAddress: '웹훅 주소가 없습니다. POST /sandbox/webhooks/url 또는 --webhook-url로 정하세요.',
    variables: '서버가 이 샌드박스를 쓰게 하는 환경 변수',
    control: '제어',
    controlLead: 'HTTP로 JSON을 주고받으며, 이 컴퓨터에서만 쓸 수 있습니다.',
  },
} as const;

type Texts = (typeof texts)[keyof typeof texts];

/** What a person sees of a sandbox: what was paid, and what was sent. */
export function indexPage(parts: SandboxParts, request: SandboxRequest): SandboxReply {
  const language = languageOf(request);
  const t = texts[language];
  const { headers, ...reply } = htmlReply(`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${t.title}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<p class="language"><a href="?lang=${language === 'ko' ? 'en' : 'ko'}">${t.other}</a></p>
<h1>${t.title}</h1>
<p>${t.lead}</p>
<h2>${t.payments}</h2>
${paymentTable(parts, t)}
<h2>${t.webhooks}</h2>
${parts.post.base() === undefined ? `<p class="note">${t.noAddress}</p>` : ''}
${webhookTable(parts.post.sent, t)}
<h2>${t.variables}</h2>
<pre>${escaped(
    Object.entries(parts.environment())
      .map(([name, value]) => `export ${name}='${value}'`)
      .join('\n'),
  )}</pre>
<h2>${t.control}</h2>
<p>${t.controlLead}</p>
<ul>
${calls.map(controlLine).join('\n')}
</ul>
</body>
</html>
`);
  // Names and addresses of others are in it: nothing but its own style has an effect.
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
  return { ...reply, headers: { ...headers, 'content-security-policy': policy } };
}

const languageOf = ({ query, headers }: SandboxRequest): 'en' | 'ko' => {
  const wanted = query.get('lang') ?? headers['accept-language'] ?? '';
  return /^\s*ko/i.test(wanted) ? 'ko' : 'en';
};

function paymentTable({ truth }: SandboxParts, t: Texts): string {
  const references = [...new Set(truth.rows.map(({ reference }) => reference))].reverse();
  if (references.length === 0) return `<p>${t.noPayments}</p>`;
  const rows = references.map((reference) => {
    const rows = truth.of(reference);
    const sum = (kinds: readonly TruthRow['kind'][]) =>
      rows.filter(({ kind }) => kinds.includes(kind)).reduce((total, { amount }) => total + amount, 0);
    const link = `<a href="/sandbox/truth?reference=${encodeURIComponent(reference)}">${escaped(reference)}</a>`;
    const test = rows.some((row) => row.test) ? ` <em>${t.test}</em>` : '';
    const amounts = [sum(['charge']), sum(['refund', 'reversal']), truth.held(reference)].map(won);
    return tableRow([link + test, escaped(rows[0]?.provider ?? ''), ...amounts]);
  });
  return table([t.payment, t.provider, t.charged, t.refunded, t.held], rows);
}

function webhookTable(webhooks: readonly SentWebhook[], t: Texts): string {
  if (webhooks.length === 0) return `<p>${t.noWebhooks}</p>`;
  const rows = [...webhooks]
    .reverse()
    .slice(0, 100)
    .map(({ n, at, party, how, url, status, problem }) =>
      tableRow([
        String(n),
        escaped(at),
        `${party} (${t.how[how]})`,
        escaped(url),
        status === null ? escaped(problem ?? t.noAnswer) : String(status),
      ]),
    );
  return table(['', t.time, t.provider, t.to, t.answer], rows);
}

const table = (titles: readonly string[], rows: readonly string[]): string =>
  `<div class="wide"><table>
<thead><tr>${titles.map((title) => `<th scope="col">${title}</th>`).join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table></div>`;

const tableRow = (cells: readonly string[]): string => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;

const won = (amount: number): string => amount.toLocaleString('en');

const calls = [
  'GET /sandbox/truth',
  'GET /sandbox/webhooks',
  'GET /sandbox/environment',
  'POST /sandbox/clock/advance {"ms": 60000}',
  `POST /sandbox/faults {"party": "${partyNames[0]}", "kind": "lost_after"}`,
  'DELETE /sandbox/faults',
  'POST /sandbox/webhooks/url {"url": "http://127.0.0.1:7070/v1/webhooks"}',
  'POST /sandbox/webhooks/replay {"n": 1}',
  `POST /sandbox/webhooks/forge {"party": "${partyNames[0]}", "paymentId": "pay_…"}`,
  `POST /sandbox/buyers {"party": "${partyNames[0]}", "request": {…}, "act": {"act": "pay"}}`,
  `POST /sandbox/deposits {"party": "${partyNames[0]}", "paymentId": "pay_…"}`,
] as const;

const controlLine = (call: string): string => {
  const path = /^GET (\S+)$/.exec(call)?.[1];
  return `<li><code>${path === undefined ? escaped(call) : `<a href="${path}">${call}</a>`}</code></li>`;
};

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
body { margin: 2rem auto; padding: 0 1rem; max-width: 60rem; font: 1rem/1.5 system-ui, "Malgun Gothic", "Noto Sans KR", sans-serif; }
.language { float: right; margin: 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: 0.375rem 0.75rem 0.375rem 0; border-bottom: 1px solid #8886; text-align: left; }
pre { overflow-x: auto; padding: 0.75rem; border: 1px solid #8886; border-radius: 0.5rem; }
.note { font-weight: 600; }
`;
