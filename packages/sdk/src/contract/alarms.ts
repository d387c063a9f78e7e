import * as z from 'zod';
import { AlarmId, line, PageQuery, Person, page, Time } from './common.js';
import { route } from './route.js';

export const AlarmState = z.enum(['open', 'acknowledged', 'resolved']).meta({ id: 'AlarmState' });

export const Alarm = z
  .object({
    id: AlarmId,
    code: z.string(),
    /** What it is about, such as a payment's id. */
    subject: z.string(),
    state: AlarmState,
    /** How often its cause was seen. */
    count: z.number().int(),
    detail: z.string(),
    openedAt: Time,
    lastAt: Time,
    acknowledgedBy: Person.nullable(),
    acknowledgedAt: Time.nullable(),
    /** Null where the system found its cause gone. */
    resolvedBy: Person.nullable(),
    resolvedAt: Time.nullable(),
  })
  .meta({ id: 'Alarm', description: 'What a person has to see to: one for each cause' });
export type Alarm = z.infer<typeof Alarm>;

const keepers = ['admin', 'finance'] as const;
const params = z.object({ alarmId: AlarmId });

export const alarms = {
  /** Alarms, newest first; by default those that are not resolved. */
  list: route({
    method: 'GET',
    path: '/v1/alarms',
    summary: 'List alarms',
    access: keepers,
    query: PageQuery.extend({ state: AlarmState.optional() }),
    response: page(Alarm),
    paginated: true,
  }),
  /** Says that somebody is at it. */
  acknowledge: route({
    method: 'POST',
    path: '/v1/alarms/:alarmId/acknowledge',
    summary: 'Acknowledge an alarm',
    access: keepers,
    params,
    response: Alarm,
    errors: ['alarm_not_open'],
  }),
  /** Says that its cause is gone; should it come again, it opens anew. */
  resolve: route({
    method: 'POST',
    path: '/v1/alarms/:alarmId/resolve',
    summary: 'Resolve an alarm',
    access: keepers,
    params,
    body: z.object({ note: line(200).optional() }),
    response: Alarm,
    errors: ['alarm_not_open'],
  }),
} as const;
