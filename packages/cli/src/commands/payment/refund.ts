import { usageError } from '../../cli-error.js';
import { command } from '../../command.js';
import type { Cli } from '../../context.js';
import { exitCodes } from '../../exit-codes.js';
import { won } from '../../output/money.js';
import { neededText, text, wholeNumber } from '../../params.js';
import { keyOption } from './key.js';
import { refundColumns } from './refund-view.js';
import { paymentArgument } from './view.js';

export const paymentRefund = command({
  name: 'refund',
  summary: {
    en: 'Give money back: all that is left, an amount, or one line',
    ko: '남은 전액, 일부 금액 또는 한 항목을 환불합니다',
  },
  details: {
    en: 'Premium ends and places are given up with the money. didacto payment refund-quote says what the rules give back.',
    ko: '환불하면 프리미엄과 수강 자리도 함께 끝납니다. 기준에 따른 금액은 didacto payment refund-quote로 볼 수 있습니다.',
  },
  args: { payment: paymentArgument },
  options: {
    amount: wholeNumber('won', { en: 'so much, KRW', ko: '환불할 금액(원)' }),
    line: text('line', { en: 'this line of the order', ko: '주문의 이 항목' }),
    reason: neededText('text', { en: 'why; the provider is told', ko: '사유. 결제사에도 전달됩니다' }),
    bank: text('bank', {
      en: 'bank to refund a virtual account to, by its code or name (088, 신한은행)',
      ko: '가상계좌 환불 은행의 코드나 이름 (088, 신한은행)',
    }),
    account: text('number', { en: 'its account number', ko: '환불 계좌번호' }),
    holder: text('name', { en: 'its holder', ko: '환불 계좌 예금주' }),
    key: keyOption,
  },
  examples: [
    'didacto payment refund pay_01h2xcejqtf2nbrexx3vqjhp41 --reason "수강 취소"',
    'didacto payment refund pay_01h2xcejqtf2nbrexx3vqjhp41 --amount 100000 --reason "일할 환불" --yes --json',
    'didacto payment refund pay_01h2xcejqtf2nbrexx3vqjhp41 --line orl_01h2xcejqtf2nbrexx3vqjhp41 --reason 반품 --bank 088 --account 110-000-000000 --holder 김하은',
  ],
  changes: true,
  destructive: true,
  run: async (cli, { payment, amount, line, reason, key, ...target }) => {
    if (amount !== undefined && line !== undefined) throw usageError(cli.text.sales.oneOf);
    const account = accountOf(cli, target);
    if (!(await cli.confirm(question(cli, payment, amount, line)))) {
      cli.out.say(cli.text.talk.cancelled);
      return exitCodes.ok;
    }
    const body = { paymentId: payment, amount, lineId: line, reason, account };
    const refund = await (await cli.api()).payments.refund(body, key);
    cli.out.one(refund, refundColumns(cli));
    if (refund.state !== 'declined') return exitCodes.ok;
    const { refundDeclined, nameAccount } = cli.text.sales;
    cli.out.say(account === undefined ? `${refundDeclined} ${nameAccount}` : refundDeclined);
    return exitCodes.refused;
  },
});

function question(cli: Cli, payment: string, amount: number | undefined, line: string | undefined): string {
  const { refundAll, refundPart, refundLine } = cli.text.sales;
  if (line !== undefined) return refundLine(payment, line);
  return amount === undefined ? refundAll(payment) : refundPart(payment, won(cli, amount));
}

interface Target {
  readonly bank: string | undefined;
  readonly account: string | undefined;
  readonly holder: string | undefined;
}

function accountOf(cli: Cli, { bank, account, holder }: Target) {
  if (bank === undefined && account === undefined && holder === undefined) return undefined;
  if (bank === undefined || account === undefined || holder === undefined)
    throw usageError(cli.text.sales.accountWhole);
  return { bank, number: account, holder };
}
