import type { ProviderName } from '@didacto/sdk/contract';
import type { World } from '../world.js';
import { attempt } from './attempt.js';

const hour = 3_600_000;

/** Somebody pays into a virtual account, in time or not; the bank may take it back, and it may be paid again. */
export async function depositStory(world: World, name: string, paymentId: string, provider: ProviderName) {
  const draw = world.dice(name);
  const { parties } = world.outside;
  if (provider === 'kakaopay') return;
  await world.pause(
    name,
    draw.weighted([
      [6, draw.int(0, hour)],
      [3, draw.int(hour, 24 * hour)],
      [1, 25 * hour],
    ]),
  );
  const deposit = () => attempt(world, `${provider} deposit`, () => parties[provider].deposit(paymentId));
  if (!deposit() || provider !== 'tosspayments' || !draw.chance(0.4)) return;
  await world.pause(name, draw.int(0, 3 * hour));
  const revert = () => attempt(world, 'deposit reverted', () => parties.tosspayments.revertDeposit(paymentId));
  world.known.movedElsewhere.add(paymentId);
  if (!revert() || !draw.chance(0.5)) return;
  await world.pause(name, draw.int(0, 3 * hour));
  deposit();
}
