import { command } from '../../command.js';
import type { Cli } from '../../context.js';
import { flag } from '../../params.js';
import { orderArgument } from './view.js';

export const orderCheckout = command({
  name: 'checkout',
  summary: { en: 'Pay an order in the browser', ko: '브라우저에서 주문을 결제합니다' },
  details: {
    en: 'Whoever has the link can pay, for as long as the order is open. The card is entered at the payment provider, never here.',
    ko: '주문이 열려 있는 동안 링크를 가진 사람은 누구나 결제할 수 있습니다. 카드 정보는 결제사 화면에서만 입력합니다.',
  },
  args: { order: orderArgument },
  options: { printUrl: flag({ en: 'print the link, open nothing', ko: '링크만 출력하고 열지 않습니다' }) },
  examples: [
    'didacto order checkout ord_01h2xcejqtf2nbrexx3vqjhp41',
    'didacto order checkout ord_01h2xcejqtf2nbrexx3vqjhp41 --print-url',
    'didacto order checkout ord_01h2xcejqtf2nbrexx3vqjhp41 --json',
  ],
  changes: true,
  run: async (cli, { order, printUrl }) => {
    const { url, expiresAt } = await (await cli.api()).orders.checkout({ orderId: order });
    // A program opens what it is given itself.
    const opened = !printUrl && !cli.out.json && (await open(cli, url));
    if (!printUrl && !cli.out.json) cli.out.say(opened ? cli.text.sales.opening : cli.text.sales.notOpened);
    cli.out.data({ url, expiresAt }, () => [url]);
  },
});

async function open({ host }: Cli, url: string): Promise<boolean> {
  if (host.openBrowser) return host.openBrowser(url);
  const { openBrowser } = await import('../../open-browser.js');
  return openBrowser(host.env, url);
}
