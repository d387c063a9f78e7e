import type { PaymentMethod, ProviderName } from '@didacto/sdk/contract';
import { words } from './words.js';

export const checkoutWords = words({
  loadingTitle: { en: 'One moment …', ko: '잠시만 기다려 주세요' },
  noCodeTitle: { en: 'This link is not complete', ko: '결제 링크가 올바르지 않습니다' },
  noCode: {
    en: 'It may have been cut off, or this tab is a new one. Open the whole link again, or ask for another: {command}.',
    ko: '링크가 잘렸거나 새로 연 탭입니다. 전체 링크를 다시 열거나 새 링크를 받으세요: {command}',
  },
  notShownTitle: { en: 'The order cannot be shown now', ko: '지금은 주문을 표시할 수 없습니다' },
  orderTitle: { en: 'Your order', ko: '주문 내역' },
  test: {
    en: 'Test mode: no money moves.',
    ko: '테스트 모드입니다. 실제로 결제되지 않습니다.',
  },
  total: { en: 'Total', ko: '결제 금액' },
  payBy: { en: 'Pay until', ko: '결제 기한' },
  money: { en: '{amount} KRW', ko: '{amount}원' },
  times: { en: '{name} × {quantity}', ko: '{name} × {quantity}' },
  method: { en: 'How do you want to pay?', ko: '결제 방법' },
  methodRule: { en: 'Choose how to pay.', ko: '결제 방법을 선택하세요.' },
  instalment: { en: 'Instalments', ko: '할부' },
  atOnce: { en: 'Pay at once', ko: '일시불' },
  months: { en: '{months} months', ko: '{months}개월' },
  hosted: {
    en: 'Card and account details are entered at the payment provider; they never reach us.',
    ko: '카드와 계좌 정보는 결제사 화면에서만 입력하며 저희에게 전달되지 않습니다.',
  },
  pay: { en: 'Pay {amount}', ko: '{amount} 결제하기' },
  nothingToPayWith: {
    en: 'No payment provider is set up here. Please ask the office.',
    ko: '사용할 수 있는 결제사가 없습니다. 사무실에 문의하세요.',
  },
  leavingTitle: { en: 'Opening the payment window …', ko: '결제창을 여는 중입니다' },
  leaving: {
    en: 'Finish the payment there; you come back here by yourself.',
    ko: '결제창에서 결제를 마치면 이 페이지로 돌아옵니다.',
  },
  checkingTitle: { en: 'Checking the payment …', ko: '결제를 확인하고 있습니다' },
  succeededTitle: { en: 'Paid. Thank you!', ko: '결제가 완료되었습니다' },
  succeeded: {
    en: 'What you ordered is yours now. You can close this page.',
    ko: '주문하신 내용이 처리되었습니다. 이 페이지는 닫아도 됩니다.',
  },
  receipt: { en: 'Receipt', ko: '영수증 보기' },
  waitingTitle: { en: 'Waiting for your deposit', ko: '입금을 기다리고 있습니다' },
  waiting: {
    en: 'Transfer exactly this amount to this account. This page shows when it has arrived; you can also close it.',
    ko: '아래 계좌로 정확한 금액을 입금하세요. 입금되면 이 페이지에 표시되며, 페이지를 닫아도 됩니다.',
  },
  bank: { en: 'Bank', ko: '은행' },
  account: { en: 'Account number', ko: '계좌번호' },
  holder: { en: 'Account holder', ko: '예금주' },
  amount: { en: 'Amount', ko: '금액' },
  dueBy: { en: 'Deposit until', ko: '입금 기한' },
  unknownTitle: { en: 'We are asking the provider', ko: '결제사에 확인하고 있습니다' },
  unknown: {
    en: 'The answer did not reach us yet. You will not be charged twice. You can wait here or close this page; the order goes on by itself.',
    ko: '결제 결과가 아직 도착하지 않았습니다. 두 번 결제되지 않으니 안심하세요. 여기서 기다리거나 페이지를 닫아도 주문은 계속 처리됩니다.',
  },
  declinedTitle: { en: 'The payment was refused', ko: '결제가 거절되었습니다' },
  declined: {
    en: 'You were not charged. Should the provider show an amount all the same, it goes back to you by itself.',
    ko: '결제되지 않았습니다. 결제사에 금액이 표시되더라도 자동으로 돌려 드립니다.',
  },
  declinedFunds: {
    en: 'The balance or the limit is not enough for this amount. Pay with another card or account.',
    ko: '잔액이나 한도가 부족합니다. 다른 카드나 계좌로 결제해 주세요.',
  },
  declinedDetails: {
    en: 'The details of the card or account were not accepted. Check them, or pay with another one.',
    ko: '카드나 계좌 정보가 맞지 않습니다. 정보를 확인하거나 다른 수단으로 결제해 주세요.',
  },
  declinedPassing: {
    en: 'The bank or card company does not answer now. Try again in a while, or pay with another one.',
    ko: '은행이나 카드사가 지금 응답하지 않습니다. 잠시 후 다시 시도하거나 다른 수단으로 결제해 주세요.',
  },
  declinedBrokenOff: {
    en: 'The payment ended before it was complete.',
    ko: '결제가 끝나기 전에 중단되었습니다.',
  },
  declinedOurs: {
    en: 'What was paid is not what this order asks for, so it does not count. Please ask the office, and name the code below.',
    ko: '결제된 내용이 주문과 달라 인정되지 않았습니다. 아래 코드를 알려 주고 사무실에 문의하세요.',
  },
  declinedRefused: {
    en: 'The bank or card company refused it. It can tell you why; the code below helps.',
    ko: '은행이나 카드사가 결제를 거절했습니다. 아래 코드를 알려 주고 이유를 문의할 수 있습니다.',
  },
  reason: { en: 'Code', ko: '사유 코드' },
  cancelledTitle: { en: 'You cancelled the payment', ko: '결제를 취소했습니다' },
  cancelled: { en: 'You were not charged.', ko: '결제되지 않았습니다.' },
  again: { en: 'Try again', ko: '다시 시도' },
  underWayTitle: { en: 'A payment is already under way', ko: '이미 진행 중인 결제가 있습니다' },
  underWay: {
    en: 'Finish it in the tab or window where it was begun. If you closed it before you paid, you were not charged, and can pay here. You are never charged twice. This page shows how it ends.',
    ko: '결제를 시작한 탭이나 창에서 마쳐 주세요. 결제하기 전에 닫았다면 결제되지 않았으니 여기서 결제할 수 있습니다. 두 번 결제되지 않으며, 결과는 이 페이지에 표시됩니다.',
  },
  goOn: { en: 'Go on with it here', ko: '여기서 이어서 결제' },
  startOver: { en: 'Pay anew here', ko: '여기서 새로 결제' },
  look: { en: 'Look again', ko: '다시 확인' },
  expiredTitle: { en: 'The time to pay is over', ko: '결제 기한이 지났습니다' },
  expired: { en: 'You were not charged. Please order again.', ko: '결제되지 않았습니다. 다시 주문해 주세요.' },
  closedTitle: { en: 'The order was cancelled', ko: '취소된 주문입니다' },
  closed: { en: 'There is nothing to pay.', ko: '결제할 내용이 없습니다.' },
  refundedTitle: { en: 'The payment was given back', ko: '환불된 결제입니다' },
  refunded: {
    en: 'It was refunded to what you paid with; a card can take a few days to show it.',
    ko: '결제하신 수단으로 환불되었습니다. 카드는 며칠 뒤에 표시될 수 있습니다.',
  },
});

export const methodNames: Readonly<Record<PaymentMethod, { readonly en: string; readonly ko: string }>> = {
  card: { en: 'Card', ko: '카드' },
  virtual_account: { en: 'Virtual account', ko: '가상계좌' },
  transfer: { en: 'Bank transfer', ko: '계좌이체' },
  easy_pay: { en: 'Easy pay', ko: '간편결제' },
  mobile_phone: { en: 'Mobile phone', ko: '휴대폰' },
};

export const providerNames: Readonly<Record<ProviderName, { readonly en: string; readonly ko: string }>> = {
  tosspayments: { en: 'Toss Payments', ko: '토스페이먼츠' },
  kakaopay: { en: 'KakaoPay', ko: '카카오페이' },
  portone_v1: { en: 'PortOne', ko: '포트원' },
  portone_v2: { en: 'PortOne V2', ko: '포트원 V2' },
};
