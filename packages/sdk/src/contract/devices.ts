import * as z from 'zod';
import { DeviceId, LabId, line, Name, PageQuery, page, Time } from './common.js';
import { pairingAlphabet } from './pairing-alphabet.js';
import { route } from './route.js';

export { deviceSignInMessage } from './device-sign-in.js';

/** What a computer says of itself: attributes, never identity. */
export const HostFacts = z
  .object({ hostname: line(253), platform: line(40), agentVersion: line(40), machineId: line(128).nullable() })
  .meta({ id: 'HostFacts' });
export type HostFacts = z.infer<typeof HostFacts>;

/** Two live agents with one key: both are named, so that an admin finds both computers. */
export const CloneReport = z
  .object({
    at: Time,
    hosts: z.array(z.object({ hostname: z.string(), machineId: z.string().nullable(), address: z.string() })),
  })
  .meta({ id: 'CloneReport' });
export type CloneReport = z.infer<typeof CloneReport>;

export const Device = z
  .object({
    id: DeviceId,
    labId: LabId,
    name: z.string(),
    state: z.enum(['unpaired', 'paired', 'revoked']),
    connected: z.boolean(),
    lastSeenAt: Time.nullable(),
    host: HostFacts.nullable(),
    clone: CloneReport.nullable(),
    createdAt: Time,
  })
  .meta({ id: 'Device', description: 'A lab PC whose agent is paired' });
export type Device = z.infer<typeof Device>;

/** 3 characters find the code, 5 prove it. */
export const PairingCode = z
  .string()
  .transform((text) => text.toUpperCase().replace(/[\s-]/g, ''))
  .pipe(z.string().regex(new RegExp(`^[${pairingAlphabet}]{8}$`), 'must be 8 letters and digits'))
  .meta({ id: 'PairingCode', examples: ['K7WP3XQ9'] });

export const PairingOffer = z
  .object({
    device: Device,
    code: z.string(),
    expiresAt: Time,
    /** For the person at the lab PC to compare: what the agent will pin. */
    serverKey: z.string(),
  })
  .meta({ id: 'PairingOffer' });
export type PairingOffer = z.infer<typeof PairingOffer>;

/** Ed25519 public key or signature, raw, base64url. */
export const PublicKey = z.string().regex(/^[\w-]{43}$/, 'must be 32 bytes in base64url');
const Signature = z.string().regex(/^[\w-]{86}$/, 'must be 64 bytes in base64url');
const Nonce = z.string().regex(/^[\w-]{22,86}$/, 'must be 16 to 64 bytes in base64url');

/** One per start of an agent: tells a restarted agent from a cloned one. */
export const InstanceId = z.string().regex(/^[\w-]{8,64}$/);

const params = z.object({ deviceId: DeviceId });

export const devices = {
  /** Adds a device to a lab and gives the one-time code (10 minutes, 5 tries) that pairs its agent. */
  create: route({
    method: 'POST',
    path: '/v1/labs/:labId/devices',
    summary: 'Add a device and get its pairing code',
    access: ['admin'],
    params: z.object({ labId: LabId }),
    body: z.object({ name: Name }),
    response: PairingOffer,
    status: 201,
    errors: ['device_name_taken'],
  }),
  /** A new code for a device that is to be paired again; its old key stays good until then. */
  offerPairing: route({
    method: 'POST',
    path: '/v1/devices/:deviceId/pairing-code',
    summary: 'Get a new pairing code',
    access: ['admin'],
    params,
    response: PairingOffer,
    status: 201,
  }),
  /** Called by an agent: takes the code, binds the agent's key to the device. */
  pair: route({
    method: 'POST',
    path: '/v1/devices/pair',
    summary: 'Pair an agent',
    access: ['public'],
    body: z.object({ code: PairingCode, publicKey: PublicKey, host: HostFacts }),
    response: z.object({ device: Device, institution: z.string(), serverKey: z.string(), serverTime: Time }),
    errors: ['pairing_code_invalid'],
  }),
  /** A challenge to sign, good once, for a minute. */
  challenge: route({
    method: 'POST',
    path: '/v1/devices/challenge',
    summary: 'Get a challenge',
    access: ['public'],
    body: z.object({ deviceId: DeviceId }),
    response: z.object({ challenge: z.string(), expiresAt: Time }),
    repeatable: true,
  }),
  /** Signs a device in; the server proves its own key in the reply. */
  signIn: route({
    method: 'POST',
    path: '/v1/devices/sign-in',
    summary: 'Sign a device in',
    access: ['public'],
    body: z.object({
      deviceId: DeviceId,
      challenge: Nonce,
      nonce: Nonce,
      signature: Signature,
      instanceId: InstanceId,
      host: HostFacts,
    }),
    response: z.object({ accessToken: z.string(), expiresIn: z.int(), serverSignature: Signature, serverTime: Time }),
    errors: ['challenge_invalid', 'signature_invalid', 'device_revoked'],
  }),
  /** The device that this token belongs to. */
  me: route({
    method: 'GET',
    path: '/v1/devices/me',
    summary: 'Get this device',
    access: ['device'],
    response: Device,
  }),
  list: route({
    method: 'GET',
    path: '/v1/devices',
    summary: 'List devices',
    access: ['instructor', 'admin'],
    query: PageQuery.extend({ labId: LabId.optional() }),
    response: page(Device),
    paginated: true,
  }),
  get: route({
    method: 'GET',
    path: '/v1/devices/:deviceId',
    summary: 'Get a device',
    access: ['instructor', 'admin'],
    params,
    response: Device,
  }),
  /** Renames a device or moves it to another lab. */
  update: route({
    method: 'PATCH',
    path: '/v1/devices/:deviceId',
    summary: 'Update a device',
    access: ['admin'],
    params,
    body: z.object({ name: Name.optional(), labId: LabId.optional() }),
    response: Device,
    errors: ['device_name_taken'],
  }),
  /** Takes the device's key away: it is put out at once and must be paired again. */
  revoke: route({
    method: 'POST',
    path: '/v1/devices/:deviceId/revoke',
    summary: 'Revoke a device',
    access: ['admin'],
    params,
    response: Device,
  }),
  /** Deletes a device with its seats; a paired one is put out at once. */
  delete: route({
    method: 'DELETE',
    path: '/v1/devices/:deviceId',
    summary: 'Delete a device',
    access: ['admin'],
    params,
  }),
} as const;
