import type { Config } from './config.js';
import type { Handlers } from './http/handlers.js';
import { memoryChallenges } from './modules/devices/challenges.js';
import { deviceHandlers } from './modules/devices/handlers.js';
import { deviceService } from './modules/devices/service.js';
import { signDeviceIn } from './modules/devices/sign-in.js';
import { enrollmentHandlers } from './modules/enrollments/handlers.js';
import { enrollmentService } from './modules/enrollments/service.js';
import { institutionHandlers } from './modules/institution/handlers.js';
import { defaultScreenPolicy, institutionService } from './modules/institution/service.js';
import { settingsStore } from './modules/institution/store.js';
import { labHandlers } from './modules/labs/handlers.js';
import { labService } from './modules/labs/service.js';
import { lectureHandlers } from './modules/lectures/handlers.js';
import { lectureService } from './modules/lectures/service.js';
import { attendanceRecorder } from './modules/lessons/attendance-recorder.js';
import { lessonHandlers } from './modules/lessons/handlers.js';
import { lessonService } from './modules/lessons/service.js';
import { memberHandlers } from './modules/members/handlers.js';
import { type MemberService, memberService } from './modules/members/service.js';
import { rosterHandlers } from './modules/roster/handlers.js';
import { rosterService } from './modules/roster/service.js';
import { screenHandlers } from './modules/screens/handlers.js';
import { type LiveLessons, liveLessons } from './modules/screens/live-lessons.js';
import { screenService } from './modules/screens/service.js';
import { viewRecords } from './modules/screens/view-records.js';
import { seatHandlers } from './modules/seats/handlers.js';
import { seatService } from './modules/seats/service.js';
import { sessionHandlers } from './modules/sessions/handlers.js';
import { sessionService } from './modules/sessions/service.js';
import { type Clock, iso } from './platform/clock.js';
import type { Database } from './platform/database.js';
import { idFactory, type RandomBytes } from './platform/ids.js';
import type { Logger } from './platform/logger.js';
import type { Metrics } from './platform/metrics.js';
import { argonPasswords } from './platform/passwords.js';
import type { Secrets } from './platform/secrets.js';
import { jwtTokens, type Tokens } from './platform/tokens.js';
import { type Agents, createAgents } from './sockets/agents.js';
import { liveEffects, type RightsChange } from './sockets/effects.js';
import type { ClassServer } from './sockets/gateway.js';
import { createWalls, type Walls } from './sockets/walls.js';

/** Everything behind the contract, wired together. */
export interface Modules {
  readonly handlers: Handlers;
  readonly tokens: Tokens;
  readonly members: MemberService;
  readonly lessons: LiveLessons;
  readonly agents: Agents;
  readonly walls: Walls;
  /** Called whenever a session, device, roster, seat or lesson changed: what was checked before may no longer hold. */
  onRightsChange(listen: (change: RightsChange) => void): void;
  stop(): Promise<void>;
}

interface Parts {
  readonly config: Config;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Logger;
  readonly db: Database;
  readonly secrets: Secrets;
  readonly metrics: Metrics;
  readonly sockets: () => ClassServer;
}

export async function buildModules(parts: Parts): Promise<Modules> {
  const { config, clock, random, log, db, secrets, metrics, sockets } = parts;
  const newId = idFactory(clock, random);
  const tokens = jwtTokens(secrets.tokenSecret, config.accessTokenSeconds, clock);
  const passwords = await argonPasswords(config.argon2);
  const challenges = memoryChallenges(clock, random);
  const lessons = liveLessons({ db, clock, log });
  const attendance = attendanceRecorder({ db, clock, log });
  const views = viewRecords({ db, clock, newId, log });
  const walls = createWalls({ db, clock, log, lessons, views });
  const { effects, onRightsChange } = liveEffects({ lessons, views, walls, agents: () => agents, sockets, log });
  await settingsStore(db).ensure({ name: config.institutionName, screenPolicy: defaultScreenPolicy });

  const base = { db, clock, newId, effects };
  const serverKey = secrets.identity.publicKey;
  const institution = institutionService({ ...base, serverKey });
  const agents: Agents = createAgents({
    db,
    clock,
    log,
    lessons,
    institution,
    devices: () => devices,
    observePush: (bytes) => metrics.observePush('socket', bytes),
  });
  const devices = deviceService({ ...base, random, serverKey, isConnected: agents.isConnected });
  const members = memberService({ ...base, passwords });

  lessons.onScreen((lesson, entry, stateChanged) => {
    walls.changed(lesson.lectureId);
    if (!stateChanged) return;
    const { student, state, reason, since } = entry;
    attendance.record({ lessonId: lesson.lessonId, studentId: student.id, state, reason, at: iso(since) });
  });

  return {
    tokens,
    members,
    lessons,
    agents,
    walls,
    onRightsChange,
    handlers: {
      institution: institutionHandlers(institution),
      members: memberHandlers(members),
      sessions: sessionHandlers(
        sessionService({ ...base, random, passwords, tokens, sessionDays: config.sessionDays }),
      ),
      lectures: lectureHandlers(lectureService(base)),
      lessons: lessonHandlers(lessonService({ ...base, recorded: attendance.flush })),
      enrollments: enrollmentHandlers(enrollmentService(base)),
      roster: rosterHandlers(rosterService(base)),
      labs: labHandlers(labService(base)),
      devices: deviceHandlers({
        devices,
        institution,
        challenges,
        signIn: (shown) => signDeviceIn({ db, clock, tokens, identity: secrets.identity, challenges }, shown),
      }),
      seats: seatHandlers(seatService(base)),
      screens: screenHandlers(screenService({ db, clock, lessons, views })),
    },
    stop: async () => {
      lessons.stop();
      await attendance.stop();
      await views.stop();
    },
  };
}
