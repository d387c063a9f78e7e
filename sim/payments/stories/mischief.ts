import { iso } from '../../../packages/server/src/platform/clock.js';
import type { PartyName } from '../../../packages/server/src/sandbox/merchant.js';
import { partyNames } from '../../../packages/server/src/sandbox/merchant.js';
import { lectures, products, students } from '../school.js';
import type { World } from '../world.js';
import { attempt } from './attempt.js';

/** Webhooks that nobody sent, and ones that were sent before. */
export async function forgerStory(world: World, name: string): Promise<void> {
  const draw = world.dice(name);
  for (let round = draw.int(1, 6); round > 0; round--) {
    await world.pause(name, draw.int(0, 20 * 60_000));
    const sent = world.outside.sent();
    const isReplay = sent.length > 0 && draw.chance(0.5);
    const party: PartyName = draw.pick(partyNames);
    const ids = [...world.known.payments.keys(), 'pay_console_test', undefined];
    const { party: to, delivery } = isReplay
      ? draw.pick(sent)
      : { party, delivery: world.outside.forged(party, draw.pick(ids), draw) };
    world.trace.count(isReplay ? 'webhook replayed' : 'webhook forged');
    await world.deliver(to, delivery).catch(() => {});
  }
}

/** What changes at the school while its things are being paid for. */
export async function schoolStory(world: World, name: string): Promise<void> {
  const draw = world.dice(name);
  await world.pause(name, draw.int(0, 40 * 60_000));
  const at = iso(world.clock.now());
  const { knex } = world.database;
  const change = (what: string, work: () => Promise<unknown>): Promise<void> => {
    world.trace.count(what);
    return world.scheduler.run(null, 'statement', what, async () => {
      await work();
    });
  };
  const what = draw.pick(['restocked', 'lecture closed', 'withdrawn from sale', 'enrolled by hand', 'paid late']);
  if (what === 'restocked') {
    const { id } = draw.pick(products.filter(({ stock }) => stock !== null));
    await change(what, () => knex('products').where({ id }).increment('stock', 1));
    world.known.restocked.set(id, (world.known.restocked.get(id) ?? 0) + 1);
  }
  if (what === 'lecture closed')
    await change(what, () =>
      knex('lectures')
        .where({ id: draw.pick(lectures) })
        .update({ state: 'closed' }),
    );
  if (what === 'withdrawn from sale')
    await change(what, () =>
      knex('products')
        .where({ id: draw.pick(products).id })
        .update({ state: 'withdrawn' }),
    );
  if (what === 'enrolled by hand') {
    const row = { lecture_id: draw.pick(lectures), member_id: draw.pick(students), created_at: at, updated_at: at };
    const status = draw.pick(['waiting', 'accepted']);
    const id = `enr_${draw.bytes(13).toString('hex')}`;
    await change(`${what} ${status}`, () =>
      knex('enrollments')
        .insert({ ...row, id, status })
        .onConflict()
        .ignore(),
    );
  }
  if (what === 'paid late')
    for (const [id, { provider }] of world.known.payments)
      if (provider === 'portone_v1' && draw.chance(0.3))
        attempt(world, 'v1 paid late', () => world.outside.parties.portone_v1.payLate(id));
}
