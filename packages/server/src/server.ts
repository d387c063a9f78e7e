import { createServer as createHttpServer, type Server as HttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Config } from './config.js';
import { createApp } from './http/app.js';
import { callerAddress } from './http/caller-address.js';
import { originsOf } from './http/pages.js';
import { pushHandler } from './http/push.js';
import { buildModules, type Modules } from './modules.js';
import { type Clock, systemClock } from './platform/clock.js';
import { type Database, openDatabase } from './platform/database.js';
import { type RandomBytes, systemRandom } from './platform/ids.js';
import { createLogger, type Logger } from './platform/logger.js';
import { createMetrics, type Metrics, metricsServer } from './platform/metrics.js';
import { loadSecrets } from './platform/secrets.js';
import { createAuthenticator } from './policy/authenticator.js';
import { createPolicy } from './policy/policy.js';
import { databaseRelations, rememberOwners } from './policy/relations.js';
import { remember } from './policy/remembering.js';
import { type ClassServer, createGateway, putOut } from './sockets/gateway.js';

export interface RunningServer {
  /** Where it listens; links come from PUBLIC_URL instead. */
  readonly url: string;
  readonly metricsUrl: string;
  readonly db: Database;
  readonly modules: Modules;
  /** Those who are connected. */
  readonly sockets: ClassServer;
  /** Stops gracefully: no new work, sockets told, what is under way finished within 10 s, the database closed. */
  stop(): Promise<void>;
}

export interface Effects {
  readonly clock?: Clock;
  readonly random?: RandomBytes;
  readonly log?: Logger;
}

/** How long what is under way may take when the server stops. */
export const drainMs = 10_000;
const sweepMs = 50;

/** Starts a server; every effect can be another's. @throws what keeps it from starting, with the port or file named */
export async function startServer(config: Config, effects: Effects = {}): Promise<RunningServer> {
  const { clock = systemClock, random = systemRandom, log = createLogger(config.logLevel) } = effects;
  const secrets = loadSecrets(config.dataDir, random);
  const db = await openDatabase(config.databaseFile);
  try {
    return await listenAll({ config, clock, random, log, db, secrets, metrics: createMetrics() });
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

interface Parts {
  readonly config: Config;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Logger;
  readonly db: Database;
  readonly secrets: ReturnType<typeof loadSecrets>;
  readonly metrics: Metrics;
}

async function listenAll(parts: Parts): Promise<RunningServer> {
  const { config, clock, log, db, metrics } = parts;
  const state = { draining: false };
  // Without PUBLIC_URL, which only this machine may do, links lead to where it listens.
  let origin = '';
  const modules = await buildModules({ ...parts, sockets: () => io, publicUrl: () => config.publicUrl ?? origin });
  const secondFactorRoles = async () => (await modules.settings()).secondFactorRoles;
  const authenticator = remember(createAuthenticator({ db, tokens: modules.tokens, clock, secondFactorRoles }), clock);
  modules.onRightsChange(authenticator.forget);
  const relations = rememberOwners(databaseRelations(db), clock);
  modules.onRightsChange(relations.forget);
  const policy = createPolicy(relations);
  const push = pushHandler({
    clock,
    log,
    authenticator,
    policy,
    lessons: modules.lessons,
    observe: (status, bytes) =>
      status === 204 ? metrics.observePush('http', bytes) : metrics.observeRefusedPush(status),
  });
  modules.onRightsChange(push.forget);
  const app = createApp({
    handlers: modules.handlers,
    authenticator,
    policy,
    idempotency: modules.idempotency,
    webhooks: modules.sales.webhooks,
    providerOrigins: originsOf(modules.sales.providers.all.values()),
    log,
    trustedProxies: config.trustedProxies,
    rateLimits: config.rateLimits,
    ready: async () => !state.draining && (await isAnswering(db)),
    observe: metrics.observeRequest,
  });
  const http = httpServer(config, (request, response) => {
    if (!push.serve(request, response)) app(request, response);
  });
  const io: ClassServer = createGateway({
    server: http,
    clock,
    authenticator,
    policy,
    log,
    handlers: { ...modules.agents.handlers, ...modules.walls.handlers, ...modules.rooms.handlers },
    ownLimit: modules.rooms.ownLimit,
    addressOf: callerAddress(app),
    allowsOrigin: originCheck(config, () => origin),
    onConnect: modules.agents.connected,
    onDisconnect: (socket) => {
      modules.agents.disconnected(socket);
      modules.walls.disconnected(socket);
      modules.rooms.disconnected(socket);
    },
  });
  metrics.gauge('didacto_agents', 'Agents connected', modules.agents.count);
  metrics.gauge('didacto_walls', 'Walls watching', modules.walls.count);
  const metricsHttp = metricsServer(metrics, config.metrics.token);
  await modules.lessons.resume();
  try {
    await listen(http, 'PORT', config.port, config.host);
    origin = urlOf(http, config.tls ? 'https' : 'http', config.host);
    await listen(metricsHttp, 'METRICS_PORT', config.metrics.port, config.metrics.host);
  } catch (error) {
    await io.close();
    await modules.stop();
    throw error;
  }
  const running: Omit<RunningServer, 'stop'> = {
    url: origin,
    metricsUrl: `${urlOf(metricsHttp, 'http', config.metrics.host)}/metrics`,
    db,
    modules,
    sockets: io,
  };
  log.info({ url: running.url, metrics: running.metricsUrl, database: config.databaseFile }, 'listening');
  return {
    ...running,
    stop: once(async () => {
      state.draining = true;
      for (const socket of io.sockets.sockets.values()) putOut(socket, 'shutting_down');
      // A connection whose request was under way stays open after its answer; nobody waits for those.
      const sweep = setInterval(() => http.closeIdleConnections(), sweepMs);
      await Promise.race([io.close(), after(drainMs)]);
      clearInterval(sweep);
      http.closeAllConnections();
      metricsHttp.close();
      metricsHttp.closeAllConnections();
      await modules.stop();
      await db.destroy();
      log.info('stopped');
    }),
  };
}

/** TLS 1.3, or 1.2 with forward secrecy and authenticated encryption, whatever kind of certificate it is. */
const strongTls = {
  minVersion: 'TLSv1.2',
  honorCipherOrder: true,
  ciphers: [
    ...['TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256'],
    ...['ECDHE+AESGCM', 'ECDHE+CHACHA20'],
  ].join(':'),
} as const;

/** Bodies and headers may be slow, not endless. */
function httpServer(config: Config, listener: RequestListener): HttpServer {
  const options = { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 };
  return config.tls
    ? createHttpsServer({ ...options, ...strongTls, ...config.tls }, listener)
    : createHttpServer(options, listener);
}

function listen(server: HttpServer, variable: string, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`Port ${port} on ${host} is in use; choose another with ${variable}`, { cause: error })
          : error,
      );
    });
    server.listen(port, host, resolve);
  });
}

function urlOf(server: HttpServer, scheme: string, host: string): string {
  const address = server.address() as AddressInfo;
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `${scheme}://${shown}:${address.port}`;
}

/** Pages of the institution's own address, and of those it names. Programs send no origin. */
function originCheck({ publicUrl, allowedOrigins }: Config, own: () => string): (origin: string) => boolean {
  return (origin) => origin === new URL(publicUrl ?? own()).origin || allowedOrigins.includes(origin);
}

const isAnswering = (db: Database): Promise<boolean> =>
  db.raw('select 1').then(
    () => true,
    () => false,
  );

const after = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });

const once = (work: () => Promise<void>): (() => Promise<void>) => {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
};
