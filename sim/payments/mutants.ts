import type { PaymentDependencies } from '../../packages/server/src/modules/payments/dependencies.js';
import type { Outcome, PaymentProvider } from '../../packages/server/src/modules/payments/providers/port.js';
import type { Mutation } from './server.js';

/** A core that is broken on purpose, and the invariants that tell. */
export interface Mutant {
  readonly name: string;
  readonly mutate: Mutation;
  /** Any of them may be the first. */
  readonly toldBy: readonly string[];
}

type Change<T> = (of: T) => Partial<T>;

const ofProviders =
  (change: Change<PaymentProvider>): Mutation =>
  (deps) => ({
    ...deps,
    providers: new Map([...deps.providers].map(([name, provider]) => [name, { ...provider, ...change(provider) }])),
  });

const ofBooks =
  (change: Partial<PaymentDependencies['books']>): Mutation =>
  (deps) => ({ ...deps, books: { ...deps.books, ...change } });

/** What each payment asks for, whatever its provider says. */
const asked = new Map<string, number>();

const withAskedAmount = <T extends { readonly paymentId: string; readonly amount: number } | null>(
  outcome: Outcome<T>,
): Outcome<T> => {
  if (outcome.outcome !== 'approved' || outcome.value === null) return outcome;
  const amount = asked.get(outcome.value.paymentId) ?? outcome.value.amount;
  return { ...outcome, value: { ...outcome.value, amount } };
};

export const mutants: readonly Mutant[] = [
  {
    name: 'the amount that was taken is not compared',
    mutate: ofProviders(({ ready, confirm, inquire }) => ({
      ready: (request) => {
        asked.set(request.paymentId, request.amount);
        return ready(request);
      },
      confirm: async (...ask) => withAskedAmount(await confirm(...ask)),
      inquire: async (keys) => withAskedAmount(await inquire(keys)),
    })),
    toldBy: ['I3', 'I11'],
  },
  {
    name: 'money of a test channel counts',
    mutate: (deps) => ({ ...deps, testModeAllowed: true }),
    toldBy: ['I4', 'I11', 'I19'],
  },
  { name: 'refunds are not booked', mutate: ofBooks({ refunded: async () => {} }), toldBy: ['I11'] },
  {
    name: 'a deposit that the bank takes back stays booked',
    mutate: ofBooks({ captureReversed: async () => {} }),
    toldBy: ['I11'],
  },
  {
    name: 'what was given is not taken back',
    mutate: (deps) => {
      const revoke = async () => ({ rosters: [], members: [] });
      return { ...deps, fulfilment: { ...deps.fulfilment, revoke } };
    },
    toldBy: ['I19'],
  },
  {
    name: 'nobody is told',
    mutate: (deps) => ({ ...deps, alarms: { ...deps.alarms, open: async () => {} } }),
    toldBy: ['I4', 'I7', 'mishaps_alarm'],
  },
];
