import { usageError } from '../../cli-error.js';
import { command } from '../../command.js';
import { neededChoice, neededText, text, wholeNumber } from '../../params.js';
import { lectureId } from '../../resolve/lecture.js';
import { productDetails, productKinds, readStock, stockOption } from './view.js';

export const productCreate = command({
  name: 'create',
  summary: { en: 'Put a product on sale', ko: '상품을 판매합니다' },
  details: {
    en: 'Tuition needs --lecture, premium --premium-days. Prices are whole KRW, with VAT.',
    ko: '수강료에는 --lecture, 프리미엄에는 --premium-days가 필요합니다. 가격은 부가세를 포함한 원 단위입니다.',
  },
  options: {
    kind: neededChoice('kind', productKinds, { en: 'what it is', ko: '종류' }),
    name: neededText('name', { en: 'name', ko: '이름' }),
    price: wholeNumber('won', { en: 'price, KRW with VAT', ko: '가격, 부가세 포함 원' }),
    taxFree: wholeNumber('won', { en: 'the part of it free of VAT (0)', ko: '가격 가운데 면세 금액 (0)' }, 0),
    stock: stockOption,
    lecture: text('lecture', { en: 'the lecture, of tuition', ko: '수강료의 강의' }),
    premiumDays: wholeNumber('days', { en: 'how long it lasts, of premium', ko: '프리미엄 기간(일)' }),
  },
  examples: [
    'didacto product create --kind premium --name "프리미엄 30일" --price 1000 --premium-days 30',
    'didacto product create --kind tuition --name "파이썬 기초 수강료" --price 300000 --tax-free 300000 --lecture "파이썬 기초"',
    'didacto product create --kind goods --name 교재 --price 20000 --stock 50 --json',
  ],
  changes: true,
  run: async (cli, { kind, name, price, taxFree, stock, lecture, premiumDays }) => {
    if (price === undefined) throw usageError('--price is needed');
    const body = { kind, name, price, taxFree, stock: readStock(cli, stock), premiumDays };
    const ofLecture = lecture === undefined ? {} : { lectureId: await lectureId(cli, lecture) };
    cli.out.one(await (await cli.api()).products.create({ ...body, ...ofLecture }), productDetails(cli));
  },
});
