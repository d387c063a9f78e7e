import { join } from 'node:path';
import type { Config } from './config.js';
import type { Handlers } from './http/handlers.js';
import { type Idempotency, idempotency } from './http/idempotency.js';
import { buildIdentity } from './identity.js';
import { alarmService } from './modules/alarms/service.js';
import { alarmTeller } from './modules/alarms/teller.js';
import { auditAnchor } from './modules/audit/anchor.js';
import { auditCheckpoints } from './modules/audit/checkpoints.js';
import { auditHandlers } from './modules/audit/handlers.js';
import { auditKeeper } from './modules/audit/keeper.js';
import { auditService } from './modules/audit/service.js';
import { auditTrail } from './modules/audit/trail.js';
import { consentService } from './modules/consents/service.js';
import { memoryChallenges } from './modules/devices/challenges.js';
import { deviceHandlers } from './modules/devices/handlers.js';
import { deviceService } from './modules/devices/service.js';
import { signDeviceIn } from './modules/devices/sign-in.js';
import { enrollmentHandlers } from './modules/enrollments/handlers.js';
import { enrollmentService } from './modules/enrollments/service.js';
import { institutionHandlers } from './modules/institution/handlers.js';
import { defaultScreenPolicy, type InstitutionService, institutionService } from './modules/institution/service.js';
import { settingsStore } from './modules/institution/store.js';
import { labHandlers } from './modules/labs/handlers.js';
import { labService } from './modules/labs/service.js';
import { lectureHandlers } from './modules/lectures/handlers.js';
import { lectureService } from './modules/lectures/service.js';
import { attendanceRecorder } from './modules/lessons/attendance-recorder.js';
import { lessonHandlers } from './modules/lessons/handlers.js';
import { lessonService } from './modules/lessons/service.js';
import type { MemberService } from './modules/members/service.js';
import { retentionService } from './modules/retention/service.js';
import { controlLog } from './modules/rooms/control-log.js';
import { roomHandlers } from './modules/rooms/handlers.js';
import { icePolicyOf } from './modules/rooms/ice.js';
import { memoryRooms } from './modules/rooms/registry.js';
import { roomService } from './modules/rooms/service.js';
import { rosterHandlers } from './modules/roster/handlers.js';
import { rosterService } from './modules/roster/service.js';
import { screenHandlers } from './modules/screens/handlers.js';
import { type LiveLessons, liveLessons } from './modules/screens/live-lessons.js';
import { screenService } from './modules/screens/service.js';
import { viewRecords } from './modules/screens/view-records.js';
import { seatHandlers } from './modules/seats/handlers.js';
import { seatService } from './modules/seats/service.js';
import { staffHandlers } from './modules/staff/handlers.js';
import { staffService } from './modules/staff/service.js';
import { type Clock, iso } from './platform/clock.js';
import type { Database } from './platform/database.js';
import { idFactory, type RandomBytes } from './platform/ids.js';
import type { Logger } from './platform/logger.js';
import { createMailer } from './platform/mail/create-mailer.js';
import { createPostman } from './platform/mail/postman.js';
import type { Metrics } from './platform/metrics.js';
import { secretBox } from './platform/secret-box.js';
import type { Secrets } from './platform/secrets.js';
import { jwtTokens, type Tokens } from './platform/tokens.js';
import type { RightsChange } from './policy/rights-change.js';
import { buildSales, type Sales } from './sales.js';
import { type Agents, createAgents } from './sockets/agents.js';
import { liveEffects } from './sockets/effects.js';
import type { ClassServer } from './sockets/gateway.js';
import { createRooms, type Rooms, roomPost } from './sockets/rooms.js';
import { createWalls, type Walls } from './sockets/walls.js';

/** Everything behind the contract, wired together. */
export interface Modules {
  readonly handlers: Handlers;
  readonly tokens: Tokens;
  readonly members: MemberService;
  readonly settings: InstitutionService['settings'];
  readonly lessons: LiveLessons;
  readonly agents: Agents;
  readonly walls: Walls;
  readonly rooms: Rooms;
  readonly idempotency: Idempotency;
  readonly sales: Pick<Sales, 'webhooks' | 'providers'>;
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
  readonly publicUrl: () => string;
}

export async function buildModules(parts: Parts): Promise<Modules> {
  const { config, clock, random, log, db, secrets, metrics, sockets } = parts;
  const mailer = await createMailer(config.mail, { clock });
  const newId = idFactory(clock, random);
  const tokens = jwtTokens(secrets.tokenSecret, config.accessTokenSeconds, clock);
  const audit = auditTrail({ clock, random, identity: secrets.identity });
  const anchorFile = join(config.dataDir, 'audit.anchor');
  const auditLog = auditService({ db, anchorFile });
  const checkpoints = auditCheckpoints({ db, clock, identity: secrets.identity, trail: audit });
  const anchor = auditAnchor({ db, clock, identity: secrets.identity, file: anchorFile });
  const keeper = auditKeeper({ clock, log, anchor, checkpoints });
  const postman = createPostman({ mailer, clock, log });
  const challenges = memoryChallenges(clock, random);
  const lessons = liveLessons({ db, clock, log });
  const attendance = attendanceRecorder({ db, clock, log });
  const views = viewRecords({ db, clock, newId, log, audit });
  const walls = createWalls({ db, clock, log, lessons, views });
  const { effects, onRightsChange, onProductsChange } = liveEffects({
    lessons,
    views,
    walls,
    agents: () => agents,
    rooms: () => room,
    sockets,
    log,
  });
  await settingsStore(db).ensure({
    name: config.institutionName,
    screenPolicy: defaultScreenPolicy,
    secondFactorRoles: [],
    controlPolicy: 'ask',
  });

  const base = { db, clock, newId, audit, effects };
  const serverKey = secrets.identity.publicKey;
  const institution = institutionService({ ...base, serverKey });
  const consents = consentService({ db, clock, audit });
  const registry = memoryRooms({ clock, newRoomId: () => newId('rom') });
  const room = roomService({
    ...{ clock, newId, registry, consents, lessons, views, institution },
    iceTransportPolicy: icePolicyOf(config.ice),
    controls: controlLog({ db, clock, log, audit, views }),
    post: roomPost(sockets),
  });
  const rooms: Rooms = createRooms({ clock, log, service: room, agents: () => agents });
  metrics.gauge('didacto_rooms', 'Live rooms of active lessons', registry.count);
  const agents: Agents = createAgents({
    db,
    clock,
    log,
    lessons,
    institution,
    devices: () => devices,
    observePush: (bytes) => metrics.observePush('socket', bytes),
    unseated: (socket) => rooms.unseated(socket),
  });
  const devices = deviceService({ ...base, random, serverKey, isConnected: agents.isConnected });
  const identity = await buildIdentity({
    ...{ ...parts, ...base, tokens, views, auditLog, postman, recorded: attendance.flush },
    settings: institution.settings,
  });

  const institutionName = async () => (await institution.settings()).name;
  const teller = alarmTeller({ db, clock, log, postman, institutionName, timeZone: config.businessTimeZone });
  const alarms = alarmService({ ...base, teller });
  const sales = buildSales({ ...parts, ...base, alarms, onProductsChange });

  const retention = retentionService({
    ...{ db, clock, audit, auditLog, days: config.retention },
    dropAuditBefore: checkpoints.dropBefore,
  });
  const stopRetention = retention.start(log);

  lessons.onScreen((lesson, entry, stateChanged) => {
    walls.changed(lesson.lectureId);
    if (!stateChanged) return;
    const { student, state, reason, since } = entry;
    attendance.record({ lessonId: lesson.lessonId, studentId: student.id, state, reason, at: iso(since) });
  });

  return {
    tokens,
    members: identity.members,
    settings: institution.settings,
    lessons,
    agents,
    walls,
    rooms,
    onRightsChange,
    idempotency: idempotency({ db, clock, box: secretBox(secrets.vaultKey, random) }),
    sales,
    handlers: {
      ...sales.handlers,
      institution: institutionHandlers(institution),
      ...identity.handlers,
      lectures: lectureHandlers(lectureService(base)),
      staff: staffHandlers(staffService(base)),
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
      audit: auditHandlers(auditLog),
      rooms: roomHandlers({ clock, ice: config.ice, lessons, consents, rooms: room }),
      screens: screenHandlers(screenService({ db, clock, lessons, views })),
    },
    stop: async () => {
      stopRetention();
      await sales.stop();
      await teller.stop();
      lessons.stop();
      rooms.stop();
      await room.stop();
      await attendance.stop();
      await views.stop();
      await postman.stop();
      await mailer.close();
      await keeper.stop();
    },
  };
}
