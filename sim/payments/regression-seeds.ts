/** Seeds that found something once, and what it was. All of them run with the tests. */
export const regressionSeeds: readonly { readonly seed: number; readonly found: string }[] = [
  { seed: 72, found: 'the alarm about an unknown payment went on after a wrong amount had gone back' },
  { seed: 138, found: 'money owed back stayed where it was after a part of it was given back in the console' },
  { seed: 375, found: 'a deposit that the bank took back counted on once its account was closed' },
  { seed: 1424, found: 'what a browser brought back replaced the id that KakaoPay had given' },
  { seed: 522, found: 'a refund was given up while its request was under way' },
  { seed: 1713, found: 'a refund of which the console left too little was not decided by the look that found it out' },
  { seed: 2525, found: 'a refund was told to be declined while another request for it was under way, and was made' },
  {
    seed: 5296,
    found: 'a confirmation was sent again after the first had been refused and the order was free for another',
  },
  { seed: 7173, found: 'a refund that was neither made nor refused told nobody' },
  {
    seed: 6885,
    found: 'a confirmation was over because a copy of it was refused, while the first was still made: charged twice',
  },
  { seed: 7246, found: 'a refund after one in the console did not fit its line by a won, and could not be booked' },
];
