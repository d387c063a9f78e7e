import * as z from 'zod';
import { Name, Time } from './common.js';
import { route } from './route.js';

/** How agents take the wall's pictures. */
export const ScreenPolicy = z
  .object({
    intervalMs: z.int().min(250).max(60_000),
    width: z.int().min(64).max(1280),
    height: z.int().min(36).max(720),
    quality: z.int().min(10).max(95),
  })
  .meta({
    id: 'ScreenPolicy',
    description: 'Interval in ms; the picture fits into width x height pixels; JPEG quality',
  });
export type ScreenPolicy = z.infer<typeof ScreenPolicy>;

/** Roles that a second factor can be demanded of. */
export const SecondFactorRole = z.enum(['instructor', 'finance', 'desk', 'admin']).meta({ id: 'SecondFactorRole' });
export type SecondFactorRole = z.infer<typeof SecondFactorRole>;

/**
 * How control of a student's mouse and keyboard begins. `always`: at once; `notify`: at once, where the student can be
 * shown it; `ask`: when the student has said yes.
 */
export const ControlPolicy = z.enum(['always', 'notify', 'ask']).meta({ id: 'ControlPolicy' });
export type ControlPolicy = z.infer<typeof ControlPolicy>;

export const Institution = z
  .object({
    name: z.string(),
    screenPolicy: ScreenPolicy,
    /** Roles whose members must have a second factor. */
    secondFactorRoles: z.array(SecondFactorRole),
    controlPolicy: ControlPolicy,
    /** Ed25519, raw 32 bytes in base64url: what an agent pins. */
    serverKey: z.string(),
    serverTime: Time,
    version: z.string(),
  })
  .meta({ id: 'Institution' });
export type Institution = z.infer<typeof Institution>;

export const institution = {
  /** The institution this server belongs to, the server's clock and its public key. */
  get: route({
    method: 'GET',
    path: '/v1/institution',
    summary: 'Get the institution',
    access: ['public'],
    response: Institution,
  }),
  /** Changes the institution's name, how agents take pictures, who must have a second factor, or how control begins. */
  update: route({
    method: 'PATCH',
    path: '/v1/institution',
    summary: 'Update the institution',
    access: ['admin'],
    body: z.object({
      name: Name.optional(),
      screenPolicy: ScreenPolicy.partial().optional(),
      secondFactorRoles: z.array(SecondFactorRole).max(4).optional(),
      controlPolicy: ControlPolicy.optional(),
    }),
    response: Institution,
  }),
} as const;
