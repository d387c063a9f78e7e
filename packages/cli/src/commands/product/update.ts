import { usageError } from '../../cli-error.js';
import { command } from '../../command.js';
import { text, wholeNumber } from '../../params.js';
import { productId } from '../../resolve/product.js';
import { productArgument, productDetails, readStock, stockOption } from './view.js';

export const productUpdate = command({
  name: 'update',
  summary: { en: 'Change what later orders pay', ko: '다음 주문부터 적용할 내용을 바꿉니다' },
  details: {
    en: 'Orders that were made keep the price of their time.',
    ko: '이미 만든 주문의 가격은 그대로입니다.',
  },
  args: { product: productArgument },
  options: {
    name: text('name', { en: 'new name', ko: '새 이름' }),
    price: wholeNumber('won', { en: 'new price, KRW with VAT', ko: '새 가격, 부가세 포함 원' }),
    taxFree: wholeNumber('won', { en: 'the part of it free of VAT', ko: '가격 가운데 면세 금액' }, 0),
    stock: stockOption,
  },
  examples: [
    'didacto product update 교재 --stock 80',
    'didacto product update prd_01h2xcejqtf2nbrexx3vqjhp41 --price 320000 --tax-free 320000 --json',
  ],
  changes: true,
  run: async (cli, { product, name, price, taxFree, stock: typed }) => {
    const stock = readStock(cli, typed);
    if ([name, price, taxFree, stock].every((one) => one === undefined))
      throw usageError(cli.text.sales.nothingToChange);
    const id = await productId(cli, product);
    const changed = await (await cli.api()).products.update({ productId: id, name, price, taxFree, stock });
    cli.out.one(changed, productDetails(cli));
  },
});
