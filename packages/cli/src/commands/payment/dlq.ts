import type { DeadLetter } from '@didacto/sdk';
import { usageError } from '../../cli-error.js';
import { command } from '../../command.js';
import type { Cli } from '../../context.js';
import { saleWord } from '../../output/sale-words.js';
import type { Column } from '../../output/table.js';
import { localTime } from '../../output/time.js';
import { limit, neededChoice, text } from '../../params.js';

const actions = ['list', 'retry', 'resolve'] as const;

export const paymentDlq = command({
  name: 'dlq',
  summary: {
    en: 'Dead letters: work on payments that was given up and waits for a person',
    ko: '포기하고 사람을 기다리는 결제 작업: 보기, 다시 시도, 처리 완료',
  },
  details: {
    en: 'list shows them, retry tries one again, resolve takes one off the list with a note of who saw to it.',
    ko: 'list는 목록을 보고, retry는 하나를 다시 시도하고, resolve는 처리 내용을 적고 목록에서 뺍니다.',
  },
  args: {
    action: neededChoice('action', actions, { en: 'list, retry or resolve', ko: 'list, retry 또는 resolve' }),
    id: text('id', { en: 'id of the dead letter', ko: '처리할 항목의 ID' }),
  },
  options: { note: text('text', { en: 'who saw to it, and how', ko: '누가 어떻게 처리했는지' }), limit },
  examples: [
    'didacto payment dlq list',
    'didacto payment dlq retry tsk_01h2xcejqtf2nbrexx3vqjhp41',
    'didacto payment dlq resolve tsk_01h2xcejqtf2nbrexx3vqjhp41 --note "토스 콘솔에서 환불함" --yes --json',
  ],
  changes: true,
  destructive: true,
  run: async (cli, { action, id, note, limit }) => {
    const { payments } = await cli.api();
    if (action === 'list') {
      const letters = await payments.deadLetters({ limit: 200 }).toArray({ limit });
      return cli.out.list(letters, letterColumns(cli), cli.text.talk.none);
    }
    if (id === undefined) throw usageError(cli.text.sales.dlqId(action));
    if (action === 'retry') return cli.out.one(await payments.retryDeadLetter({ taskId: id }), letterColumns(cli));
    if (note === undefined) throw usageError(cli.text.sales.dlqNote);
    if (!(await cli.confirm(cli.text.sales.resolve(id)))) return cli.out.say(cli.text.talk.cancelled);
    cli.out.one(await payments.resolveDeadLetter({ taskId: id, note }), letterColumns(cli));
  },
});

function letterColumns(cli: Cli): Column<DeadLetter>[] {
  const { titles } = cli.text.columns;
  const sales = cli.text.sales.titles;
  return [
    { title: titles.id, value: ({ id }) => id },
    { title: titles.kind, value: ({ kind }) => saleWord(cli, kind) },
    { title: sales.payment, value: ({ paymentId }) => paymentId },
    { title: sales.refund, value: ({ refundId }) => refundId ?? '-' },
    { title: sales.attempts, value: ({ attempts }) => String(attempts) },
    { title: sales.lastError, value: ({ lastError }) => lastError ?? '-' },
    { title: sales.since, value: ({ since }) => localTime(since) },
  ];
}
