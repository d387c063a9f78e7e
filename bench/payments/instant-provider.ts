import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { portOf } from '../tcp-meter.js';

// A provider that confirms whatever it is asked, at once: what is measured beside it is the switch alone. Its replies have
// the shape of Toss Payments'; the sandbox, which checks everything, would be measured too.
const replyTo = (paymentKey: string, orderId: string, amount: number): string =>
  JSON.stringify({
    ...{ version: '2022-11-16', mId: 'bench', paymentKey, type: 'NORMAL', status: 'DONE', orderId, orderName: 'book' },
    ...{ currency: 'KRW', method: '카드', totalAmount: amount, balanceAmount: amount, suppliedAmount: amount, vat: 0 },
    ...{ taxFreeAmount: 0, taxExemptionAmount: 0, lastTransactionKey: paymentKey, useEscrow: false },
    ...{ requestedAt: '2026-09-01T09:00:00+09:00', approvedAt: '2026-09-01T09:01:00+09:00', cancels: null },
    ...{
      secret: 'ps_bench',
      isPartialCancelable: true,
      receipt: null,
      failure: null,
      virtualAccount: null,
      card: null,
    },
  });

const server = createServer({ keepAliveTimeout: 65_000 }, async (request, response) => {
  if (request.method !== 'POST') {
    response.writeHead(404, { 'content-type': 'application/json' }).end('{"code":"NOT_FOUND","message":""}');
    return;
  }
  const { paymentKey, orderId, amount }: { paymentKey: string; orderId: string; amount: number } = JSON.parse(
    await text(request),
  );
  response.writeHead(200, { 'content-type': 'application/json' }).end(replyTo(paymentKey, orderId, amount));
}).listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${portOf(server)}\n`));
process.on('disconnect', () => process.exit(0));
