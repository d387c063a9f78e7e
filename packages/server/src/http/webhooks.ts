import { ProviderName } from '@didacto/sdk/contract';
import express, { type Request, type Response, Router } from 'express';
import type { Webhooks } from '../modules/payments/webhooks.js';
import { Problem } from '../platform/problem.js';

/** A webhook is a few kilobytes. */
const limit = '256kb';

/**
 * Where providers send their webhooks: before any parser, for what is signed is the body's bytes. The answer says only
 * that it came; a provider that gets none sends it again.
 */
export function webhookRouter(webhooks: Webhooks): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router.post(
    '/v1/webhooks/:provider',
    express.raw({ type: () => true, limit }),
    async (request: Request, response: Response) => {
      const provider = ProviderName.safeParse(request.params.provider);
      if (!provider.success) throw new Problem('not_found');
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
      );
      const body: unknown = request.body;
      await webhooks.receive(provider.data, { headers, body: Buffer.isBuffer(body) ? body : Buffer.alloc(0) });
      response.status(200).set('cache-control', 'no-store').type('text').send('OK');
    },
  );
  return router;
}
