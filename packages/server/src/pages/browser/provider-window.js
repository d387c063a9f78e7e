import { Problem } from './problem.js';

/** @import { CheckoutAction } from '@didacto/sdk/contract' */
/** @typedef {Extract<CheckoutAction, { kind: 'script' }>} ScriptAction */

/**
 * Opens the provider's window. Gives the address that the buyer comes back to; where the whole tab goes there and back,
 * it gives none.
 * @param {CheckoutAction} action
 * @returns {Promise<URL>}
 * @throws {Problem} when the provider's script does not come
 */
export async function openWindow(action) {
  if (action.kind === 'redirect') {
    location.assign(isPhone() ? action.mobileUrl : action.desktopUrl);
    return never;
  }
  await load(action.scriptUrl);
  const open = windows[action.provider];
  if (!open) throw new Problem('unexpected');
  return open(action);
}

/** @type {Promise<never>} */
const never = new Promise(() => undefined);

const isPhone = () => /Android|iPhone|iPad|iPod|Mobile/i.test(navigator.userAgent);

/** @type {Readonly<Partial<Record<ScriptAction['provider'], (action: ScriptAction) => Promise<URL>>>>} */
const windows = {
  // On success it goes to the address of the request by itself, so only refusals are told here.
  tosspayments: async ({ setUp, request }) => {
    const { clientKey = '', customerKey = '' } = setUp;
    const refused = await window
      .TossPayments(clientKey)
      .payment({ customerKey })
      .requestPayment(request)
      .then(() => undefined, refusalOf);
    return refused === undefined ? never : withQuery(request.failUrl, refused);
  },
  portone_v1: ({ setUp, request }) =>
    new Promise((resolve) => {
      window.IMP.init(setUp.storeCode ?? '');
      window.IMP.request_pay(request, ({ imp_uid, merchant_uid, error_code, error_msg }) =>
        resolve(withQuery(request.m_redirect_url, { imp_uid, merchant_uid, error_code, error_msg })),
      );
    }),
  portone_v2: async ({ request }) => {
    const response = await window.PortOne.requestPayment(request).catch(refusalOf);
    if (response === undefined) return never;
    const { paymentId, txId, paymentToken, code, message, pgCode } = response;
    return withQuery(request.redirectUrl, { paymentId, txId, paymentToken, code, message, pgCode });
  },
};

/**
 * What a provider's script throws has a code of the provider; anything else is thrown on.
 * @param {unknown} error
 * @returns {{ code: string, message: string, paymentId?: string, txId?: string, paymentToken?: string, pgCode?: string }}
 */
function refusalOf(error) {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') throw error;
  return { code: error.code, message: error.message };
}

/**
 * @param {unknown} address
 * @param {Readonly<Record<string, string | null | undefined>>} query
 */
function withQuery(address, query) {
  const url = new URL(String(address));
  for (const [name, value] of Object.entries(query)) if (value) url.searchParams.set(name, value);
  return url;
}

/** @type {Map<string, Promise<void>>} */
const loaded = new Map();

/**
 * Loads a script, once. Which ones may be is in the page's content policy.
 * @param {string} address
 */
function load(address) {
  const known = loaded.get(address);
  if (known) return known;
  /** @type {Promise<void>} */
  const loading = new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = address;
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => {
      loaded.delete(address);
      reject(new Problem('unreachable'));
    });
    document.head.append(script);
  });
  loaded.set(address, loading);
  return loading;
}
