import type { Mutant } from '../mutant-trial.js';

const policy = 'packages/server/src/policy/policy.ts';
const authenticator = 'packages/server/src/policy/authenticator.ts';
const matrix = 'packages/server/src/policy/matrix.test.ts';
const refuses = (route: string) =>
  `${matrix} › '${route.split('.')[0]}' > '${route}' > refuses everyone else, and nothing happens`;

/** Who may do what. */
export const accessMutants: readonly Mutant[] = [
  {
    requirement: 'V4.1.3',
    file: policy,
    find: "grant === 'member' || grant === caller.role",
    replace: "grant === 'member' || grant === 'admin' || grant === caller.role",
    test: refuses('members.list'),
  },
  {
    requirement: 'V4.2.1',
    file: policy,
    find: 'caller.memberId === ownerId',
    replace: 'ownerId !== undefined',
    test: refuses('lectures.update'),
  },
  {
    requirement: 'V4.2.1',
    file: policy,
    find: 'caller.memberId === requesterId',
    replace: 'requesterId !== undefined',
    test: refuses('enrollments.cancel'),
  },
  {
    requirement: 'V4.2.1',
    file: 'packages/server/src/policy/relations.ts',
    find: "member_id: memberId, status: 'accepted'",
    replace: 'member_id: memberId',
    test: refuses('lessons.list'),
  },
  {
    requirement: 'V4.2.1',
    file: policy,
    find: 'data.isSeated(lectureId, caller.deviceId)',
    replace: 'lectureId !== caller.deviceId',
    test: refuses('screens.push'),
  },
  {
    requirement: 'V4.1.1',
    file: 'packages/server/src/sockets/gateway.ts',
    find: 'if (!remembers(name)) await',
    replace: 'if (remembers(name)) await',
    test: 'packages/server/src/sockets/gateway.test.ts › a message > of someone who may not is refused: the wall is for its instructor',
  },
  {
    requirement: 'V4.1.2',
    file: 'packages/server/src/sockets/gateway.ts',
    find: "if (caller.kind === 'device' && auth.data.agent?.instanceId !== caller.instanceId)",
    replace: 'if (auth.data.token === undefined)',
    test: 'packages/server/src/sockets/agents.test.ts › a device cannot show another start than the one that signed in',
  },
  {
    requirement: 'V3.3.1',
    file: authenticator,
    find: ".whereNull('s.ended_at')",
    replace: '',
    test: 'packages/server/src/modules/sessions/sessions.test.ts › sessions > who signs out is out at once, and other sessions stay',
  },
  {
    requirement: 'V3.5.3',
    file: authenticator,
    find: '|| row.member_id !== claims.sub',
    replace: '',
    test: 'packages/server/src/modules/sessions/sessions.test.ts › sessions > a token for another member than the session’s is refused',
  },
  {
    requirement: 'V3.5.3',
    file: authenticator,
    find: ' || device.public_key !== claims.key',
    replace: '',
    test: 'packages/server/src/modules/devices/devices.test.ts › devices > a device that is paired anew puts the tokens and the key of its former agent out',
  },
];
