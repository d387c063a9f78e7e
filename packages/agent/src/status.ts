import * as z from 'zod';

/** What a running agent says of itself. No secret is in it. Times are the server's. */
export const AgentStatus = z.object({
  version: z.string(),
  pid: z.int(),
  server: z.string(),
  shownAs: z.object({ kind: z.enum(['device', 'member']), id: z.string(), name: z.string() }),
  link: z.object({
    state: z.enum(['connecting', 'connected', 'put_out']),
    /** Why there is no connection. */
    code: z.string().nullable(),
    since: z.string(),
  }),
  phase: z.enum(['idle', 'announcing', 'silenced', 'capturing', 'leased', 'stopped']),
  lesson: z
    .object({
      lectureId: z.string(),
      lectureTitle: z.string(),
      lessonId: z.string(),
      instructorName: z.string(),
      studentName: z.string(),
    })
    .nullable(),
  screen: z.object({
    /** The capture back end; null while the screen is not looked at. */
    source: z.string().nullable(),
    /** Why there is no picture. */
    problem: z.string().nullable(),
  }),
  notice: z.object({ channel: z.string(), shown: z.boolean() }),
  /** The live room; null while this agent is in none. */
  live: z
    .object({
      viewer: z.string().nullable(),
      route: z.enum(['relay', 'direct']).nullable(),
      /** How the picture is sent. */
      transport: z.enum(['track', 'tiles', 'none']),
      problem: z.string().nullable(),
      control: z.enum(['none', 'asked', 'on']),
      /** What the student allows in this lesson. */
      consent: z.object({ screen: z.boolean(), voice: z.boolean(), camera: z.boolean() }),
      /** By what voices and the viewer's camera go, `none` where this system has no such way; and which of them are on. */
      media: z.object({
        sound: z.string(),
        camera: z.string(),
        microphone: z.boolean(),
        speaker: z.boolean(),
        window: z.boolean(),
      }),
    })
    .nullable(),
  pushes: z.object({
    count: z.int(),
    bytes: z.int(),
    lastAt: z.string().nullable(),
    /** Why the server did not take the last one. */
    refusal: z.string().nullable(),
  }),
  /** How far this computer's clock is ahead of the server's, ms. */
  clockSkewMs: z.int().nullable(),
});
export type AgentStatus = z.infer<typeof AgentStatus>;
