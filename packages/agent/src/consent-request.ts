import { Consent } from '@didacto/sdk/contract';
import * as z from 'zod';

/** What a student allows from now on, or takes back. */
export const ConsentChange = Consent.partial();
export type ConsentChange = z.infer<typeof ConsentChange>;

/** What the running agent says to it. */
export const ConsentReply = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), consent: Consent }),
  z.object({ ok: z.literal(false), code: z.string() }),
]);
export type ConsentReply = z.infer<typeof ConsentReply>;
