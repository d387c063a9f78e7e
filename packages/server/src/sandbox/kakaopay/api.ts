import { jsonReply, type SandboxHandler, type SandboxReply } from '../kit/http.js';
import { approve, cancel, order, ready } from './calls.js';
import { KakaoRefusal, refusalReply } from './errors.js';
import { bodies, read } from './fields.js';
import { approveJson, cancelJson, orderJson, readyJson } from './payment-json.js';
import type { KakaoWorld } from './world.js';

interface ApiOptions {
  readonly world: KakaoWorld;
  readonly secretKeys: readonly string[];
  readonly url: () => string;
  /** A code that this call is refused with, whatever it is. */
  readonly refused: (path: string) => number | undefined;
}

/** The current API (`open-api.kakaopay.com`). */
export function kakaoApi({ world, secretKeys, url, refused }: ApiOptions): SandboxHandler {
  const calls: Readonly<Record<string, (body: string) => Promise<unknown>>> = {
    '/online/v1/payment/ready': async (body) => readyJson(ready(world, read(bodies.ready, body)), url()),
    '/online/v1/payment/approve': async (body) => {
      const { payment, action } = await approve(world, read(bodies.approve, body));
      return approveJson(payment, action);
    },
    '/online/v1/payment/cancel': async (body) => {
      const { payment, action } = await cancel(world, read(bodies.cancel, body));
      return cancelJson(payment, action);
    },
    '/online/v1/payment/order': async (body) => orderJson(order(world, read(bodies.order, body))),
  };
  return async ({ method, path, headers, body }): Promise<SandboxReply> => {
    try {
      const call = calls[path];
      if (call === undefined || method !== 'POST') throw new KakaoRefusal(-3, `${method} ${path}`);
      if (!secretKeys.some((key) => headers.authorization === `SECRET_KEY ${key}`)) throw new KakaoRefusal(-401);
      if (!/^application\/json\b/i.test(headers['content-type'] ?? ''))
        throw new KakaoRefusal(-2, 'content-type must be application/json');
      const code = refused(path);
      if (code !== undefined) throw new KakaoRefusal(code);
      return jsonReply(200, await call(body));
    } catch (error) {
      if (error instanceof KakaoRefusal) return refusalReply(error);
      throw error;
    }
  };
}
