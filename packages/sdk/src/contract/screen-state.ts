import * as z from 'zod';

/** What is known of a student's screen in the active lesson. */
export const ScreenStateName = z
  .enum(['live', 'unchanged', 'no_display', 'agent_lost', 'left', 'never_connected'])
  .meta({ id: 'ScreenStateName' });
export type ScreenStateName = z.infer<typeof ScreenStateName>;

/** Why an agent that is there shows no picture. */
export const UnavailableReason = z
  .enum(['no_display', 'locked', 'wayland', 'not_permitted', 'capture_failed'])
  .meta({ id: 'UnavailableReason' });
export type UnavailableReason = z.infer<typeof UnavailableReason>;
