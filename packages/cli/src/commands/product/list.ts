import { command } from '../../command.js';
import { choice, limit } from '../../params.js';
import { productColumns, productKinds } from './view.js';

export const productList = command({
  name: 'list',
  summary: { en: 'List what is on sale, newest first', ko: '판매 중인 상품을 최근 순으로 봅니다' },
  options: {
    kind: choice('kind', productKinds, { en: 'only of this kind', ko: '이 종류만' }),
    limit,
  },
  examples: ['didacto product list', 'didacto product list --kind tuition --json'],
  run: async (cli, { kind, limit }) => {
    const products = await (await cli.api()).products.list({ kind, limit: 100 }).toArray({ limit });
    cli.out.list(products, productColumns(cli), cli.text.talk.none);
  },
});
