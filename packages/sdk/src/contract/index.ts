import { accessTokens } from './access-tokens.js';
import { alarms } from './alarms.js';
import { audit } from './audit.js';
import { checkouts } from './checkouts.js';
import { deviceCodes } from './device-codes.js';
import { devices } from './devices.js';
import { enrollments } from './enrollments.js';
import { institution } from './institution.js';
import { invitations } from './invitations.js';
import { labs } from './labs.js';
import { lectures } from './lectures.js';
import { ledger } from './ledger.js';
import { lessons } from './lessons.js';
import { members } from './members.js';
import { orders } from './orders.js';
import { payments } from './payments.js';
import { products } from './products.js';
import { rooms } from './rooms.js';
import { roster } from './roster.js';
import { screens } from './screens.js';
import { seats } from './seats.js';
import { secondFactor } from './second-factor.js';
import { serviceAccounts } from './service-accounts.js';
import { sessions } from './sessions.js';
import { staff } from './staff.js';
import { verifications } from './verifications.js';
import { webhooks } from './webhooks.js';

export * from './access-tokens.js';
export * from './alarm-titles.js';
export * from './alarms.js';
export * from './audit.js';
export * from './audit-chain.js';
export * from './checkouts.js';
export * from './common.js';
export * from './device-codes.js';
export * from './devices.js';
export * from './enrollments.js';
export * from './errors.js';
export * from './event.js';
export * from './events.js';
export * from './institution.js';
export * from './invitations.js';
export * from './labs.js';
export * from './lecture-access.js';
export * from './lectures.js';
export * from './ledger.js';
export * from './lessons.js';
export * from './member.js';
export * from './member-export.js';
export * from './members.js';
export * from './openapi.js';
export * from './orders.js';
export * from './pairing-alphabet.js';
export * from './payment-words.js';
export * from './payments.js';
export * from './picture/index.js';
export * from './problem.js';
export * from './products.js';
export * from './room-events.js';
export * from './rooms.js';
export * from './roster.js';
export * from './route.js';
export * from './scopes.js';
export * from './screen-state.js';
export * from './screens.js';
export * from './seats.js';
export * from './second-factor.js';
export * from './service-accounts.js';
export * from './sessions.js';
export * from './staff.js';
export * from './verifications.js';
export * from './webhooks.js';

/** Every route there is. */
export const contract = {
  institution,
  verifications,
  members,
  invitations,
  sessions,
  secondFactor,
  deviceCodes,
  accessTokens,
  serviceAccounts,
  lectures,
  staff,
  lessons,
  enrollments,
  roster,
  labs,
  devices,
  seats,
  screens,
  rooms,
  products,
  orders,
  payments,
  checkouts,
  ledger,
  webhooks,
  alarms,
  audit,
} as const;
export type Contract = typeof contract;
