import type { ServerToClient } from '@didacto/sdk/realtime';
import * as z from 'zod';

type Message<Event extends keyof ServerToClient> = Parameters<ServerToClient[Event]>[0];

/**
 * What the agent reads of its server's messages. The contract's own schemas would do, but loading all of them takes 5 MB
 * of a lab PC's memory; their types hold these in step.
 */
export const serverMessages: { readonly [Event in 'agent.assignment' | 'session.ended']: z.ZodType<Message<Event>> } = {
  'agent.assignment': z.object({
    assignment: z
      .object({
        lectureId: z.string(),
        lectureTitle: z.string(),
        lessonId: z.string(),
        instructorName: z.string(),
        studentName: z.string(),
        policy: z.object({
          intervalMs: z.int().min(250).max(60_000),
          width: z.int().min(64).max(1280),
          height: z.int().min(36).max(720),
          quality: z.int().min(10).max(95),
        }),
      })
      .nullable(),
    serverTime: z.iso.datetime(),
  }),
  'session.ended': z.object({
    code: z.enum(['session_ended', 'device_revoked', 'device_cloned', 'shutting_down']),
  }),
};
