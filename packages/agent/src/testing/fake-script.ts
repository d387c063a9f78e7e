import type { ClientToServer, ErrorCode } from '@didacto/sdk/contract';

export type Pushed = Parameters<ClientToServer['screen.push']>[0];
type Reported = Parameters<ClientToServer['screen.report']>[0];

/** What a test makes the server do. */
export interface Script {
  /** What the next pushes are answered; `hold` never. */
  answer: 'ok' | 'hold' | ErrorCode;
  /** Whether sign-ins are proven with another key. */
  isImpostor: boolean;
  /** The code with which device sign-ins and connections are refused. */
  refusal: ErrorCode | undefined;
  tokenSeconds: number;
}

/** What the server was told. */
export interface Seen {
  readonly pairings: { code: string; publicKey: string }[];
  readonly pushes: Pushed[];
  readonly reports: Reported[];
  readonly notices: boolean[];
  signIns: number;
  connections: number;
  leaves: number;
}
