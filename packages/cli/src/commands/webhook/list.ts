import { command } from '../../command.js';
import { saleTone, saleWord } from '../../output/sale-words.js';
import { localTime } from '../../output/time.js';
import { choice, limit, text } from '../../params.js';
import { providers } from '../payment/view.js';

export const webhookList = command({
  name: 'list',
  summary: { en: 'List webhooks of providers that came, newest first', ko: '결제사가 보낸 웹훅을 최근 순으로 봅니다' },
  details: {
    en: 'An unsigned one can be anybody’s: it makes the server ask the provider, and is not believed.',
    ko: '서명 없는 웹훅은 누구나 보낼 수 있으므로 믿지 않고 결제사에 확인하는 계기로만 씁니다.',
  },
  options: {
    provider: choice('provider', providers, { en: 'only of this provider', ko: '이 결제사만' }),
    payment: text('payment', { en: 'only about this payment', ko: '이 결제만' }),
    limit,
  },
  examples: ['didacto webhook list --limit 20', 'didacto webhook list --provider portone_v2 --json'],
  run: async (cli, { provider, payment, limit }) => {
    const { titles } = cli.text.columns;
    const sales = cli.text.sales.titles;
    const query = { provider, paymentId: payment, limit: 200 };
    const webhooks = await (await cli.api()).webhooks.list(query).toArray({ limit });
    cli.out.list(
      webhooks,
      [
        { title: sales.received, value: ({ receivedAt }) => localTime(receivedAt) },
        { title: sales.provider, value: (one) => saleWord(cli, one.provider) },
        { title: sales.event, value: ({ eventType }) => eventType },
        { title: sales.payment, value: ({ paymentId }) => paymentId ?? '-' },
        { title: sales.proof, value: ({ proof }) => saleWord(cli, proof), tone: ({ proof }) => saleTone(proof) },
        {
          title: titles.outcome,
          value: ({ outcome }) => saleWord(cli, outcome),
          tone: ({ outcome }) => saleTone(outcome),
        },
        { title: sales.copies, value: ({ copies }) => String(copies) },
      ],
      cli.text.talk.none,
    );
  },
});
