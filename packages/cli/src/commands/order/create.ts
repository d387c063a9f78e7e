import { command } from '../../command.js';
import { manyTexts } from '../../params.js';
import { keyOption } from '../payment/key.js';
import { orderLines } from './lines.js';
import { showOrder } from './view.js';

export const orderCreate = command({
  name: 'create',
  summary: { en: 'Order products at today’s prices', ko: '오늘 가격으로 상품을 주문합니다' },
  details: {
    en: 'A line is PRODUCT, PRODUCT*2, PRODUCT@STUDENT or PRODUCT*2@STUDENT; the student by id, which didacto whoami shows, or for an admin by e-mail. Stock is held until the order is paid, cancelled or half an hour old.',
    ko: '항목은 상품, 상품*2, 상품@학생, 상품*2@학생으로 씁니다. 학생은 ID(didacto whoami에 표시)로 쓰고, 기관 관리자는 이메일도 쓸 수 있습니다. 재고는 결제, 취소 또는 30분이 지날 때까지 잡아 둡니다.',
  },
  args: { lines: manyTexts('line', { en: 'what to order', ko: '주문할 항목' }) },
  options: { key: keyOption },
  examples: [
    'didacto order create "프리미엄 30일"',
    'didacto order create "파이썬 기초 수강료@mem_01h2xcejqtf2nbrexx3vqjhp41" "교재*2"',
    'didacto order create prd_01h2xcejqtf2nbrexx3vqjhp41 --key spring-term-haeun --json',
  ],
  changes: true,
  run: async (cli, { lines, key }) => {
    const body = { lines: await orderLines(cli, lines) };
    showOrder(cli, await (await cli.api()).orders.create(body, key));
  },
});
