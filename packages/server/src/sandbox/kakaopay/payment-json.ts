import { availableOf, cancelledOf, type KakaoAction, type KakaoPayment, type Split } from './payment.js';

/** Korea's time, without its offset. */
const kst = (ms: number): string => new Date(ms + 9 * 3_600_000).toISOString().slice(0, 19);

const amountJson = ({ total, taxFree, vat }: Split) => ({
  ...{ total, tax_free: taxFree, vat, point: 0, discount: 0, green_deposit: 0 },
});

/** Made up: no card has this number. */
const bin = '940000';

export function readyJson({ tid, windowKey, createdAt }: KakaoPayment, url: string) {
  const window = `${url}/online-payment/${windowKey}`;
  const scheme = `kakaotalk://kakaopay/pg?url=${encodeURIComponent(window)}/app`;
  return {
    tid,
    next_redirect_app_url: `${window}/app`,
    next_redirect_mobile_url: `${window}/mobile`,
    next_redirect_pc_url: `${window}/pc`,
    android_app_scheme: scheme,
    ios_app_scheme: scheme,
    created_at: kst(createdAt),
  };
}

export const approveJson = (payment: KakaoPayment, action: KakaoAction) => ({
  ...{ aid: action.aid, ...namesJson(payment), amount: amountJson(payment.amount) },
  ...(payment.methodType === 'CARD' && { card_info: cardJson(payment) }),
  ...timesJson(payment),
  ...(action.payload !== null && { payload: action.payload }),
});

export const cancelJson = (payment: KakaoPayment, action: KakaoAction) => ({
  ...{ aid: action.aid, ...namesJson(payment), status: payment.status, amount: amountJson(payment.amount) },
  approved_cancel_amount: amountJson(action.amount),
  canceled_amount: amountJson(cancelledOf(payment)),
  cancel_available_amount: amountJson(availableOf(payment)),
  ...timesJson(payment),
  canceled_at: kst(action.at),
  ...(action.payload !== null && { payload: action.payload }),
});

export function orderJson(payment: KakaoPayment) {
  const last = payment.actions.findLast(({ type }) => type === 'CANCEL');
  return {
    ...{ ...namesJson(payment), status: payment.status, amount: amountJson(payment.amount) },
    canceled_amount: amountJson(cancelledOf(payment)),
    cancel_available_amount: amountJson(availableOf(payment)),
    ...timesJson(payment),
    ...(last && { canceled_at: kst(last.at) }),
    ...(payment.methodType === 'CARD' && {
      selected_card_info: {
        ...{ card_bin: bin, card_corp_name: '샌드박스카드', interest_free_install: 'N' },
        install_month: payment.installMonth,
      },
    }),
    payment_action_details: payment.actions.map(({ aid, type, amount, at, payload }) => ({
      ...{ aid, payment_action_type: type, payment_method_type: payment.methodType, amount: amount.total },
      ...{ point_amount: 0, discount_amount: 0, approved_at: kst(at), green_deposit: 0 },
      ...(payload !== null && { payload }),
    })),
  };
}

const namesJson = ({ tid, cid, request, methodType }: KakaoPayment) => ({
  ...{ tid, cid, partner_order_id: request.orderId, partner_user_id: request.userId, payment_method_type: methodType },
  ...{ item_name: request.itemName, quantity: request.quantity },
  ...(request.itemCode !== null && { item_code: request.itemCode }),
});

function timesJson({ createdAt, actions }: KakaoPayment) {
  const taken = actions.find(({ type }) => type === 'PAYMENT');
  return { created_at: kst(createdAt), ...(taken && { approved_at: kst(taken.at) }) };
}

const cardJson = ({ installMonth }: KakaoPayment) => ({
  kakaopay_purchase_corp: '샌드박스카드',
  kakaopay_purchase_corp_code: '100',
  kakaopay_issuer_corp: '샌드박스카드',
  kakaopay_issuer_corp_code: '100',
  bin,
  card_type: '신용',
  install_month: String(installMonth).padStart(2, '0'),
  approved_id: '00000000',
  card_mid: '000000000',
  interest_free_install: 'N',
  card_item_code: '000000',
});
