import type { RoomSignal } from '../contract/room-events.js';

/** SDP and ICE of one connection: both sides may begin, and where they collide the polite one gives way. */
export interface Negotiation {
  take(signal: RoomSignal): void;
  /** Offers again: with new candidates, or the same offer where no answer came. */
  restart(): void;
  end(): void;
}

export interface NegotiationOptions {
  readonly pc: RTCPeerConnection;
  /** The polite side also waits for the first offer, so that the two do not collide at once. */
  readonly polite: boolean;
  readonly tune: (sdp: string, which: 'local' | 'remote') => string;
  readonly send: (signal: RoomSignal) => void;
}

export function createNegotiation({ pc, polite, tune, send }: NegotiationOptions): Negotiation {
  let steps: Promise<void> = Promise.resolve();
  let [ended, wanted, met] = [false, false, !polite];
  /** One at a time. One that fails leaves the relay, and the next try. */
  const step = (run: () => Promise<void> | void) => {
    steps = steps.then(() => (ended ? undefined : run())).catch(() => undefined);
  };
  const describe = async ({ type, sdp = '' }: RTCSessionDescriptionInit) => {
    if (type !== 'offer' && type !== 'answer') return;
    await pc.setLocalDescription({ type, sdp: tune(sdp, 'local') });
    send({ description: { type, sdp: pc.localDescription?.sdp ?? sdp } });
  };
  const offer = async (options: RTCOfferOptions = {}) => {
    if (!met) return;
    wanted = pc.signalingState !== 'stable';
    if (!wanted) await describe(await pc.createOffer(options));
  };
  const hear = async ({ type, sdp }: RTCSessionDescriptionInit) => {
    if (type === 'answer' ? pc.signalingState !== 'have-local-offer' : type !== 'offer') return;
    if (type === 'offer' && pc.signalingState !== 'stable') {
      if (!polite) return;
      await pc.setLocalDescription({ type: 'rollback' });
      wanted = true;
    }
    await pc.setRemoteDescription({ type, sdp: tune(sdp ?? '', 'remote') });
    if (type === 'offer') await describe(await pc.createAnswer());
    met = true;
    if (wanted) await offer();
  };
  const onNeeded = () => step(() => offer());
  const onCandidate = ({ candidate }: RTCPeerConnectionIceEvent) => {
    // By the same queue, so that it follows its description.
    if (candidate?.candidate) step(() => send({ candidate: written(candidate) }));
  };
  pc.addEventListener('negotiationneeded', onNeeded);
  pc.addEventListener('icecandidate', onCandidate);
  return {
    take: (signal) => step(() => ('description' in signal ? hear(signal.description) : add(pc, signal.candidate))),
    restart: () =>
      step(async () => {
        const { localDescription } = pc;
        if (pc.signalingState === 'have-local-offer' && localDescription)
          send({ description: { type: 'offer', sdp: localDescription.sdp } });
        else await offer({ iceRestart: true });
      }),
    end: () => {
      ended = true;
      pc.removeEventListener('negotiationneeded', onNeeded);
      pc.removeEventListener('icecandidate', onCandidate);
    },
  };
}

type Candidate = Extract<RoomSignal, { candidate: object }>['candidate'];

const written = ({ candidate, sdpMid, sdpMLineIndex, usernameFragment }: RTCIceCandidate): Candidate => ({
  candidate,
  sdpMid: sdpMid ?? null,
  sdpMLineIndex: sdpMLineIndex ?? null,
  usernameFragment: usernameFragment ?? null,
});

/** A candidate of an offer that was not taken is refused, which does not matter. */
const add = (pc: RTCPeerConnection, { usernameFragment, ...candidate }: Candidate): Promise<void> =>
  pc.addIceCandidate({ ...candidate, ...(usernameFragment !== null && { usernameFragment }) });
