import { devices } from './devices.js';
import { enrollments } from './enrollments.js';
import { institution } from './institution.js';
import { labs } from './labs.js';
import { lectures } from './lectures.js';
import { lessons } from './lessons.js';
import { members } from './members.js';
import { roster } from './roster.js';
import { screens } from './screens.js';
import { seats } from './seats.js';
import { sessions } from './sessions.js';

export * from './common.js';
export * from './devices.js';
export * from './enrollments.js';
export * from './errors.js';
export * from './event.js';
export * from './events.js';
export * from './institution.js';
export * from './labs.js';
export * from './lectures.js';
export * from './lessons.js';
export * from './members.js';
export * from './openapi.js';
export * from './picture/index.js';
export * from './problem.js';
export * from './roster.js';
export * from './route.js';
export * from './screen-state.js';
export * from './screens.js';
export * from './seats.js';
export * from './sessions.js';

/** Every route there is. */
export const contract = {
  institution,
  members,
  sessions,
  lectures,
  lessons,
  enrollments,
  roster,
  labs,
  devices,
  seats,
  screens,
} as const;
export type Contract = typeof contract;
