import type { CheckoutAction, Product, ProviderName } from '@didacto/sdk';
import { type Sandbox, startSandbox } from '../sandbox/index.js';
import type { BuyerAct } from '../sandbox/kit/party.js';
import type { Deliver } from '../sandbox/kit/webhook-emitter.js';
import type { Effects } from '../server.js';
import { type Person, startTestServer, type TestServer } from './test-server.js';

/** A real server whose providers are a real sandbox, webhooks included. */
export interface SandboxSchool {
  readonly school: TestServer;
  readonly sandbox: Sandbox;
  /** Something to sell, at 22,000 KRW. */
  book(change?: { stock?: number | null; price?: number }): Promise<Product>;
  /** Goes through the payment window as the page would let a buyer; gives what the browser brings back. */
  act(provider: ProviderName, action: CheckoutAction, act: BuyerAct): Promise<URL | null>;
  stop(): Promise<void>;
}

export async function startSandboxSchool({
  deliver,
  ...options
}: {
  env?: Record<string, string>;
  effects?: Effects;
  deliver?: Deliver;
} = {}): Promise<SandboxSchool> {
  const sandbox = await startSandbox({ port: 0, ...(deliver && { deliver }) });
  const school = await startTestServer({ ...options, env: { ...sandbox.environment(), ...options.env } });
  sandbox.post.moveTo(`${school.url}/v1/webhooks`);
  let seller: Person | undefined;
  return {
    school,
    sandbox,
    book: async (change = {}) => {
      seller ??= await school.person('finance');
      return seller.didacto.products.create({ kind: 'goods', name: '교재', price: 22_000, ...change });
    },
    act: async (provider, action, act) => {
      const request =
        action.kind === 'redirect' ? { redirectUrl: action.desktopUrl } : { ...action.setUp, ...action.request };
      const destination = await sandbox.parties[provider].buy(request, act);
      return destination === null ? null : new URL(destination);
    },
    stop: async () => {
      await school.stop();
      await sandbox.close();
    },
  };
}

/** What the page would tell the server of a browser that came back. */
export function returnedBy(provider: ProviderName, back: URL) {
  const get = (name: string): string | undefined => back.searchParams.get(name) ?? undefined;
  switch (provider) {
    case 'tosspayments':
      return { providerPaymentId: get('paymentKey'), amount: Number(get('amount')) };
    case 'kakaopay':
      return { token: get('pg_token') };
    case 'portone_v1':
      return { providerPaymentId: get('imp_uid') };
    case 'portone_v2':
      return { providerPaymentId: get('txId') };
  }
}
