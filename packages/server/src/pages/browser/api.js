import { isProblem, Problem, problemOf } from './problem.js';

/** @import { Call } from './calls.js' */

// Relative to this file, so that it holds wherever the server's address is mounted.
const root = new URL('../../v1/', import.meta.url);

/**
 * The token lives here, in memory, and nowhere else: a page that is left or loaded again is signed out.
 * @type {string | undefined}
 */
let accessToken;

let behindMs = 0;
/** The server's time, whatever this computer's clock says; ms. */
export const serverNow = () => Date.now() + behindMs;

/**
 * @param {'GET' | 'POST' | 'DELETE'} method
 * @param {string} path
 * @param {object} [body]
 * @param {RequestInit} [options]
 * @param {Readonly<Record<string, string>>} [moreHeaders]
 * @throws {Problem}
 */
async function send(method, path, body, options, moreHeaders) {
  /** @type {Record<string, string>} */
  const headers = { accept: 'application/json', 'accept-language': document.documentElement.lang, ...moreHeaders };
  if (body) headers['content-type'] = 'application/json';
  if (accessToken !== undefined) headers.authorization = `Bearer ${accessToken}`;
  const init = { method, headers, body: body && JSON.stringify(body), ...options };
  const response = await fetch(new URL(path, root), {
    credentials: 'omit',
    cache: 'no-store',
    redirect: 'error',
    ...init,
  }).catch((cause) => {
    throw new Problem('unreachable', { cause });
  });
  const date = Date.parse(response.headers.get('date') ?? '');
  if (!Number.isNaN(date)) behindMs = date - Date.now();
  if (!response.ok) throw await problemOf(response);
  return response.status === 204 ? undefined : response.json();
}

const part = encodeURIComponent;

/** @type {Call<'verifications', 'request'>} */
export const requestVerification = (input) => send('POST', 'verifications', input);
/** @type {Call<'verifications', 'confirm'>} */
export const confirmVerification = ({ verificationId, ...body }) =>
  send('POST', `verifications/${part(verificationId)}/confirm`, body);
/** @type {Call<'members', 'signUp'>} */
export const signUp = (input) => send('POST', 'members/sign-up', input);
/** @type {Call<'members', 'resetPassword'>} */
export const resetPassword = (input) => send('POST', 'members/reset-password', input);
/** @type {Call<'invitations', 'preview'>} */
export const previewInvitation = (input) => send('POST', 'invitations/preview', input);
/** @type {Call<'invitations', 'accept'>} */
export const acceptInvitation = (input) => send('POST', 'invitations/accept', input);
/** @type {Call<'deviceCodes', 'get'>} */
export const getDeviceCode = ({ userCode }) => send('GET', `device-codes/${part(userCode)}`);
/** @type {Call<'deviceCodes', 'approve'>} */
export const approveDeviceCode = ({ userCode }) => send('POST', `device-codes/${part(userCode)}/approve`);
/** @type {Call<'deviceCodes', 'deny'>} */
export const denyDeviceCode = ({ userCode }) => send('POST', `device-codes/${part(userCode)}/deny`);
/** @type {Call<'secondFactor', 'get'>} */
export const getSecondFactor = () => send('GET', 'members/me/second-factor');
/** @type {Call<'secondFactor', 'start'>} */
export const startSecondFactor = (input) => send('POST', 'members/me/second-factor', input);
/** @type {Call<'secondFactor', 'confirm'>} */
export const confirmSecondFactor = (input) => send('POST', 'members/me/second-factor/confirm', input);

/** @type {Call<'checkouts', 'open'>} */
export const openCheckout = ({ orderId, ...body }) => send('POST', `checkouts/${part(orderId)}/open`, body);
/** @type {Call<'checkouts', 'return'>} */
export const returnToCheckout = ({ orderId, ...body }) => send('POST', `checkouts/${part(orderId)}/return`, body);
/** @type {Call<'checkouts', 'status'>} */
export const getCheckoutStatus = ({ orderId, ...body }) => send('POST', `checkouts/${part(orderId)}/status`, body);
/**
 * The same key and input give the same answer again, and start nothing.
 * @param {Parameters<Call<'checkouts', 'pay'>>[0]} input
 * @param {string} idempotencyKey
 * @returns {ReturnType<Call<'checkouts', 'pay'>>}
 */
export const payCheckout = ({ orderId, ...body }, idempotencyKey) =>
  send('POST', `checkouts/${part(orderId)}/payments`, body, {}, { 'idempotency-key': idempotencyKey });

export const isSignedIn = () => accessToken !== undefined;

/**
 * Signs in, instead of whoever was. The refresh token is not kept: the sign-in is for this page and short.
 * @param {Parameters<Call<'sessions', 'signIn'>>[0]} input
 */
export async function signIn(input) {
  await signOut();
  /** @type {Awaited<ReturnType<Call<'sessions', 'signIn'>>>} */
  const tokens = await send('POST', 'sessions', input);
  accessToken = tokens.accessToken;
}

/** Ends the sign-in, where there is one, even while the page is being left. */
export async function signOut() {
  if (accessToken === undefined) return;
  const ended = send('DELETE', 'sessions/current', undefined, { keepalive: true });
  forgetSignIn();
  await ended.catch((error) => {
    // One that has ended by itself needs no end.
    if (!isProblem(error, ...endedCodes)) throw error;
  });
}

export function forgetSignIn() {
  accessToken = undefined;
}

/** What the API answers when the sign-in no longer stands. */
export const endedCodes = ['unauthenticated', 'token_expired', 'token_invalid', 'session_ended'];
