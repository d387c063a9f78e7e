import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { Assignment, Didacto, HostFacts, SocketAuth } from '@didacto/sdk';
import { createDidacto } from '@didacto/sdk';
import { deviceSignInMessage } from '@didacto/sdk/contract';
import { type ClientToServer, createSocket, type DidactoSocket } from '@didacto/sdk/realtime';
import type { TestServer } from './test-server.js';
import { until } from './until.js';

/** A paired lab PC: its id and the key that proves it. */
export interface TestDevice {
  readonly deviceId: string;
  readonly name: string;
  readonly privateKey: KeyObject;
  readonly serverKey: string;
}

export const hostOf = (hostname: string, machineId: string | null = null): HostFacts => ({
  hostname,
  platform: 'test',
  agentVersion: '0',
  machineId,
});

let labs = 0;

/** Adds a device in a lab of its own and pairs it. */
export async function pairDevice({ admin, visitor }: TestServer, name = 'PC-1'): Promise<TestDevice> {
  const lab = await admin.didacto.labs.create({ name: `Lab ${++labs}` });
  const { code, device } = await admin.didacto.devices.create({ labId: lab.id, name });
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x } = publicKey.export({ format: 'jwk' });
  const { serverKey } = await visitor.devices.pair({ code, publicKey: x ?? '', host: hostOf(name) });
  return { deviceId: device.id, name, privateKey, serverKey };
}

/** Signs a device in as one start of its agent. */
export async function signDeviceIn(
  visitor: Didacto,
  { deviceId, privateKey, serverKey }: TestDevice,
  instanceId: string,
  host: HostFacts,
): Promise<string> {
  const { challenge } = await visitor.devices.challenge({ deviceId });
  const nonce = randomBytes(16).toString('base64url');
  const message = deviceSignInMessage({ by: 'device', deviceId, challenge, nonce, serverKey });
  const signature = sign(null, Buffer.from(message), privateKey).toString('base64url');
  const answer = await visitor.devices.signIn({ deviceId, challenge, nonce, signature, instanceId, host });
  return answer.accessToken;
}

type Payload<E extends keyof ClientToServer> = Omit<Parameters<ClientToServer[E]>[0], 'lectureId' | 'lessonId'>;

/** The network side of an agent: what it was told, and what it says. Answers are `ok` or the code of the refusal. */
export interface TestAgent {
  readonly socket: DidactoSocket;
  /** Every assignment so far, newest last. */
  readonly assignments: readonly (Assignment | null)[];
  /** Why the server put it out. */
  readonly ended: readonly string[];
  push(sequence: number, bytes: Uint8Array, format?: 'whole' | 'delta', assignment?: Assignment): Promise<string>;
  report(report: Payload<'screen.report'>): Promise<string>;
  notice(shown: boolean): Promise<string>;
  leave(): Promise<void>;
  close(): void;
}

export interface TestAgentOptions {
  /** Where it connects to; by default the server itself. */
  readonly url?: string;
  readonly instanceId?: string;
  readonly host?: HostFacts;
}

export const newInstanceId = (): string => randomBytes(9).toString('base64url');

/** Starts a device's agent; resolves when it was told where it belongs. */
export async function startDeviceAgent(
  server: TestServer,
  device: TestDevice,
  { url = server.url, instanceId = newInstanceId(), host = hostOf(device.name) }: TestAgentOptions = {},
): Promise<TestAgent> {
  const visitor = createDidacto({ baseUrl: server.url });
  const agent = openAgent(url, async () => ({
    token: await signDeviceIn(visitor, device, instanceId, host),
    agent: { instanceId, host },
  }));
  await until('the agent is told where it belongs', () => agent.assignments.length > 0 || agent.ended.length > 0);
  return agent;
}

/** Starts an agent on a student's own computer. */
export async function startOwnAgent(
  { url }: Pick<TestServer, 'url'>,
  token: string,
  instanceId = newInstanceId(),
): Promise<TestAgent> {
  const agent = openAgent(url, async () => ({ token, agent: { instanceId, host: hostOf('home') } }));
  await until('the agent is told where it belongs', () => agent.assignments.length > 0 || agent.ended.length > 0);
  return agent;
}

/** Opens an agent's connection without waiting for anything. */
export function openAgent(baseUrl: string, auth: () => Promise<SocketAuth>): TestAgent {
  const socket = createSocket({ baseUrl, auth });
  const assignments: (Assignment | null)[] = [];
  const ended: string[] = [];
  socket.on('agent.assignment', ({ assignment }) => void assignments.push(assignment));
  socket.on('agent.probe', (_, alive) => alive());
  socket.on('session.ended', ({ code }) => void ended.push(code));
  socket.connect();
  const place = (assignment = assignments.findLast((given) => given !== null)) => {
    if (!assignment) throw new Error('the agent was never assigned');
    return { lectureId: assignment.lectureId, lessonId: assignment.lessonId };
  };
  const outcome = (answer: { ok: true } | { ok: false; code: string }) => (answer.ok ? 'ok' : answer.code);
  return {
    socket,
    assignments,
    ended,
    push: async (sequence, bytes, format = 'whole', assignment = undefined) => {
      const capturedAt = new Date().toISOString();
      const payload = { ...place(assignment), sequence, capturedAt, format, bytes };
      return outcome(await socket.emitWithAck('screen.push', payload));
    },
    report: async (report) => outcome(await socket.emitWithAck('screen.report', { ...place(), ...report })),
    notice: async (shown) => outcome(await socket.emitWithAck('agent.notice', { ...place(), shown })),
    leave: async () => {
      await socket.emitWithAck('agent.leave', {});
      socket.disconnect();
    },
    close: () => void socket.disconnect(),
  };
}
