/** Seeds that found something once, and what it was. All of them run with the tests. */
export const regressionSeeds: readonly { readonly seed: number; readonly found: string }[] = [
  { seed: 72, found: 'the alarm about an unknown payment went on after a wrong amount had gone back' },
  { seed: 138, found: 'money owed back stayed where it was after a part of it was given back in the console' },
  { seed: 375, found: 'a deposit that the bank took back counted on once its account was closed' },
  { seed: 1424, found: 'what a browser brought back replaced the id that KakaoPay had given' },
  {
    seed: 5296,
    found: 'a confirmation was sent again after the first had been refused and the order was free for another',
  },
  { seed: 7173, found: 'a refund that was neither made nor refused told nobody' },
];
