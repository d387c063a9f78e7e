import type { CallInput, Contract, Reply, RouteDef } from '@didacto/sdk/contract';

/** A call of the API as the contract types it. */
export type Call<G extends keyof Contract, R extends keyof Contract[G]> = Contract[G][R] extends infer D extends
  RouteDef
  ? (...input: keyof CallInput<D> extends never ? [] : [CallInput<D>]) => Promise<Reply<D>>
  : never;
