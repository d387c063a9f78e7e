import type { BrowserContext, Page } from 'playwright-core';

declare global {
  /** Connections that the page has made. */
  var peers: RTCPeerConnection[];
}

/** Keeps the connections that pages make from now on where a test finds them. */
export const watchPeers = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    globalThis.peers = [];
    globalThis.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        globalThis.peers.push(this);
      }
    };
  });

/** Of which kind the candidates are that the page's newest connection uses. */
export const candidatesInUse = (page: Page) =>
  page.evaluate(async () => {
    const stats = [...((await globalThis.peers.at(-1)?.getStats()) ?? new Map()).values()];
    const byId = (id: unknown) => stats.find((stat) => stat.id === id);
    const pair = byId(stats.find(({ type }) => type === 'transport')?.selectedCandidatePairId);
    const kindOf = (id: unknown): unknown => byId(id)?.candidateType;
    return { local: kindOf(pair?.localCandidateId), remote: kindOf(pair?.remoteCandidateId) };
  });

/** How many candidates that connection tells the other side, so far or at all. */
export const ownCandidates = (page: Page) =>
  page.evaluate(() => {
    const peer = globalThis.peers.at(-1);
    const count = peer?.localDescription?.sdp.match(/^a=candidate:/gm)?.length ?? 0;
    return { isComplete: peer?.iceGatheringState === 'complete', count };
  });
