import { command } from '../../command.js';
import { productId } from '../../resolve/product.js';
import { productArgument, productDetails } from './view.js';

export const productGet = command({
  name: 'get',
  summary: { en: 'Show a product', ko: '상품을 봅니다' },
  args: { product: productArgument },
  examples: ['didacto product get "파이썬 기초 수강료"', 'didacto product get prd_01h2xcejqtf2nbrexx3vqjhp41 --json'],
  run: async (cli, { product }) => {
    const found = await (await cli.api()).products.get({ productId: await productId(cli, product) });
    cli.out.one(found, productDetails(cli));
  },
});
