import { contract, openapi } from '@didacto/sdk/contract';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { pinoHttp } from 'pino-http';
import type { Webhooks } from '../modules/payments/webhooks.js';
import type { Logger } from '../platform/logger.js';
import { Problem, preferredLanguage, problemBody } from '../platform/problem.js';
import type { Authenticator } from '../policy/authenticator.js';
import type { Policy } from '../policy/policy.js';
import { version } from '../version.js';
import { docsRouter } from './docs.js';
import type { Handlers } from './handlers.js';
import type { Idempotency } from './idempotency.js';
import { type ProviderOrigins, pagesRouter } from './pages.js';
import { limitCalls } from './rate-limits.js';
import { requestIdOf } from './request-id.js';
import { contractRouter } from './router.js';
import { toProblem } from './to-problem.js';
import { webhookRouter } from './webhooks.js';

export interface AppOptions {
  readonly handlers: Handlers;
  readonly authenticator: Authenticator;
  readonly policy: Policy;
  readonly idempotency: Idempotency;
  readonly webhooks: Webhooks;
  /** Of the configured payment providers, for the checkout page. */
  readonly providerOrigins: ProviderOrigins;
  readonly log: Logger;
  readonly trustedProxies: readonly string[];
  readonly rateLimits: boolean;
  /** Whether the server can serve: 503 on /readyz when not. */
  readonly ready: () => Promise<boolean>;
  readonly observe: (route: string, method: string, status: number, seconds: number) => void;
}

/** The HTTP side, but for the picture push, which comes before express. */
export function createApp(options: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', options.trustedProxies.length > 0 ? [...options.trustedProxies] : false);
  app.set('query parser', 'simple');
  app.use(requestLog(options.log));
  app.use(measure(options.observe));
  app.use(helmet());
  app.get('/healthz', (_request, response) => void response.json({ ok: true }));
  app.get('/readyz', async (_request, response) => {
    const ok = await options.ready();
    response.status(ok ? 200 : 503).json({ ok });
  });
  // Made once: it is the same for all, and takes as long as many requests.
  let description: object | undefined;
  app.get('/openapi.json', (_request, response) => {
    description ??= openapi(contract, { title: 'DIDACTO', version });
    response.json(description);
  });
  app.use('/docs', docsRouter());
  app.use(pagesRouter(options.providerOrigins));
  app.use(webhookRouter(options.webhooks));
  // Beside the picture push, nothing a caller says is longer than a CSV of seats.
  app.use(express.json({ limit: '1mb' }));
  if (options.rateLimits) app.use(limitCalls());
  app.use(contractRouter(options.handlers, options.authenticator, options.policy, options.idempotency));
  app.use((_request, _response, next) => next(new Problem('not_found')));
  app.use(problemHandler);
  return app;
}

const requestLog = (log: Logger) =>
  pinoHttp({
    logger: log,
    genReqId: (request, response) => {
      const id = requestIdOf(request.headers['x-request-id']);
      response.setHeader('x-request-id', id);
      return id;
    },
    // Headers may hold tokens, bodies passwords: neither is logged.
    serializers: {
      req: ({ id, method, url }: { id: unknown; method: string; url: string }) => ({
        id,
        method,
        path: url.split('?')[0],
      }),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
    },
    customLogLevel: (_request, response, error) => (error || response.statusCode >= 500 ? 'error' : 'debug'),
  });

const measure = (observe: AppOptions['observe']) => (request: Request, response: Response, next: NextFunction) => {
  const start = process.hrtime.bigint();
  response.on('finish', () => {
    // The route's pattern, never the path: ids would make a series each.
    const route: unknown = request.route;
    const path = typeof route === 'object' && route !== null && 'path' in route ? String(route.path) : 'none';
    observe(path, request.method, response.statusCode, Number(process.hrtime.bigint() - start) / 1e9);
  });
  next();
};

/** express finds an error handler by its four parameters. */
function problemHandler(error: unknown, request: Request, response: Response, _next: NextFunction): void {
  const problem = toProblem(error);
  if (problem.status >= 500)
    request.log.error({ err: problem.options.cause ?? error, code: problem.code }, 'request failed');
  else if (problem.status === 401 || problem.status === 403) request.log.info({ refused: problem.code }, 'refused');
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { retryAfterSeconds } = problem.options;
  if (retryAfterSeconds !== undefined) response.set('retry-after', String(retryAfterSeconds));
  const language = preferredLanguage(request.headers['accept-language']);
  response
    .status(problem.status)
    .type('application/problem+json')
    .end(JSON.stringify(problemBody(problem, language, String(request.id))));
}
