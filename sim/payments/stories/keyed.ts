import type { SimServer } from '../server.js';
import type { Answer, World } from '../world.js';

interface KeyedRequest {
  /** For the trace: who asks for what. */
  readonly story: string;
  readonly name: string;
  readonly scope: string;
  readonly route: string;
  readonly key: string;
  readonly asks: unknown;
}

const mostTries = 8;

/**
 * A request with an Idempotency-Key as an SDK makes it: sent again with the same key while it is under way or no answer
 * came. Sometimes it is sent twice at once. I13: all answers to it are the same, and another request with its key is refused.
 */
export async function keyedRequest<T>(
  world: World,
  request: KeyedRequest,
  work: (server: SimServer, key: string) => Promise<T>,
): Promise<Answer<unknown>> {
  const draw = world.dice(`keyed ${request.key}`);
  const key = request.key.replaceAll(/[ ,]+/g, '-');
  const answers: Answer<unknown>[] = [];
  const send = async (): Promise<Answer<unknown>> => {
    const { name, scope, route, asks } = request;
    const answer = await world.keyed(name, { scope, route, key, asks }, work);
    answers.push(answer);
    return answer;
  };
  const twin = draw.chance(0.15) ? send() : undefined;
  let answer = await send();
  for (let tries = 1; tries < mostTries && isPassing(answer) && !draw.chance(0.05); tries++) {
    await world.pause(request.story, draw.pick([500, 1_000, 5_000, 60_000, 130_000]));
    answer = await send();
  }
  await twin;
  if (draw.chance(0.1)) await send();
  if (draw.chance(0.1)) await mustRefuseAnother(world, { ...request, key }, answers);
  i13SameAnswer(world, request, answers);
  return answer;
}

const isPassing = (answer: Answer<unknown>): boolean =>
  answer.kind === 'gone' ||
  (answer.kind === 'refused' &&
    ['idempotency_in_flight', 'provider_unavailable', 'database_busy', 'refund_in_progress'].includes(answer.code));

function i13SameAnswer(world: World, { name, key }: KeyedRequest, answers: readonly Answer<unknown>[]): void {
  const told = answers.filter((answer) => answer.kind !== 'gone' && !isPassing(answer));
  world.trace.count('check I13', told.length > 1 ? 1 : 0);
  if (new Set(told.map((answer) => JSON.stringify(answer))).size > 1)
    world.violate(
      'I13',
      `${name} with ${key} was answered ${told.map((answer) => JSON.stringify(answer)).join(' and ')}`,
    );
}

/** Another body under a key that was used. */
async function mustRefuseAnother(world: World, request: KeyedRequest, answers: readonly Answer<unknown>[]) {
  const isUsed = answers.some((answer) => answer.kind === 'ok');
  const { name, scope, route, key } = request;
  const other = await world.keyed(`${name} otherwise`, { scope, route, key, asks: 'something else' }, async () => {
    if (isUsed) world.violate('I13', `${name} with ${key} was done again for another request`);
  });
  if (isUsed && other.kind === 'ok') world.violate('I13', `${name} with ${key} was answered for another request`);
}
