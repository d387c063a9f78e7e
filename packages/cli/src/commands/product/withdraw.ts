import { command } from '../../command.js';
import { productId } from '../../resolve/product.js';
import { productArgument, productDetails } from './view.js';

export const productWithdraw = command({
  name: 'withdraw',
  summary: { en: 'Take a product off sale', ko: '상품 판매를 끝냅니다' },
  args: { product: productArgument },
  examples: ['didacto product withdraw 교재', 'didacto product withdraw "프리미엄 30일" --yes --json'],
  changes: true,
  destructive: true,
  run: async (cli, { product }) => {
    const id = await productId(cli, product);
    if (!(await cli.confirm(cli.text.sales.withdraw(product)))) return cli.out.say(cli.text.talk.cancelled);
    cli.out.one(await (await cli.api()).products.withdraw({ productId: id }), productDetails(cli));
  },
});
