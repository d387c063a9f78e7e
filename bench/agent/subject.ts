import type { Size } from '../xvfb.js';

/** A program under measurement that captures a screen and sends it somewhere, once a second. */
export type Subject = {
  /** Its CPU is counted with that of its children. */
  pid: number;
  /** Bytes it has put on the network until now, see `wireBytes`. */
  bytes(): number;
  stop(): Promise<void>;
};

export type StartSubject = (screen: { display: string; size: Size }) => Promise<Subject>;

/**
 * Starts the agent on a display, paired and seated in a lecture whose lesson is active, so that it pushes pictures.
 *
 * What belongs in here: a server on a free port, in a process of its own so that its CPU is not counted; `startMeter`
 * in front of it, and the meter's port as the address that the agent knows; lecture, student, lab, seat and lesson
 * through the SDK; the agent's own program with `DISPLAY`, paired by code. It resolves once the first picture has
 * been pushed. `bytes` is `wireBytes(meter.up, meter.down)`; `stop` ends agent, meter and server in this order.
 */
export const startSubject: StartSubject = async () => {
  throw new Error('the agent cannot be started yet: bench/agent/subject.ts');
};
