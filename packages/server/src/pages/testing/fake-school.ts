import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { contract, type RouteDef, successStatus } from '@didacto/sdk/contract';
import express, { type NextFunction, type Request, type Response } from 'express';
import { type ProviderOrigins, pagesRouter } from '../../http/pages.js';
import { Problem, preferredLanguage, problemBody } from '../../platform/problem.js';

/** One call of the API as the fake saw it. */
export interface SeenCall {
  readonly call: string;
  readonly body: unknown;
  readonly headers: IncomingMessage['headers'];
}

/** Answers by call, `POST /v1/verifications`: a reply, or a thrown `Problem`. */
export type Answers = Record<string, (seen: SeenCall) => unknown>;

export interface FakeSchool {
  readonly url: string;
  readonly seen: SeenCall[];
  answers: Answers;
  stop(): Promise<void>;
}

const routes: readonly RouteDef[] = Object.values(contract).flatMap((group) => Object.values<RouteDef>(group));

/** The real pages over an API that answers what a test says, hostile things too. Requests and replies are held to the contract. */
export async function startFakeSchool(providers?: ProviderOrigins): Promise<FakeSchool> {
  const seen: SeenCall[] = [];
  const app = express();
  app.use(pagesRouter(providers));
  app.use(express.json());
  app.use(async (request: Request, response: Response) => {
    const call = `${request.method} ${decodeURIComponent(request.path)}`;
    const asked: SeenCall = { call, body: request.body, headers: request.headers };
    const answer = school.answers[call];
    if (!answer) throw new Problem('not_found');
    seen.push(asked);
    const route = routeOf(request);
    if (route.body) route.body.parse(request.body);
    const reply = await answer(asked);
    response.status(successStatus(route));
    if (route.response) response.json(route.response.parse(reply));
    else response.end();
  });
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    const problem = error instanceof Problem ? error : new Problem('internal_error', { cause: error });
    if (problem.options.cause !== undefined) console.error(problem.options.cause);
    const { retryAfterSeconds } = problem.options;
    if (retryAfterSeconds !== undefined) response.set('retry-after', String(retryAfterSeconds));
    const body = problemBody(problem, preferredLanguage(request.headers['accept-language']), 'req_test');
    response.status(problem.status).type('application/problem+json').end(JSON.stringify(body));
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const school: FakeSchool = {
    url: `http://127.0.0.1:${port}`,
    seen,
    answers: {},
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return school;
}

function routeOf({ method, path }: Request): RouteDef {
  const fits = (route: RouteDef) =>
    route.method === method && new RegExp(`^${route.path.replace(/:\w+/g, '[^/]+')}$`).test(path);
  // A fixed path such as /v1/members/me comes before one with a parameter.
  const found = routes.filter(fits).toSorted((a, b) => a.path.split(':').length - b.path.split(':').length)[0];
  if (!found) throw new Error(`${method} ${path} is not in the contract`);
  return found;
}
