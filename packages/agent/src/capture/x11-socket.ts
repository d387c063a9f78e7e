import { type Area, chooseArea, type Monitor, NoSuchMonitor } from './monitors.js';
import { type Frame, type Grab, type MonitorChoice, messageOf, type ScreenSource, unavailable } from './source.js';
import { DisplayLost } from './x11-display.js';
import { connectX11, type DamageExtension, type SharedSegment, type SocketDisplay } from './x11-package.js';

const structureNotifyMask = 1 << 17;
const damageWhenNonEmpty = 3;
const zPixmap = 2;
const allPlanes = 0xffff_ffff;

type Size = Pick<Area, 'width' | 'height'>;

/** One connection and what is known of its screen. */
interface Session {
  display: SocketDisplay;
  area: Area | undefined;
  segment: SharedSegment | undefined;
  damage: { extension: DamageExtension; id: number } | undefined;
  drawn: boolean;
  resized: boolean;
  /** Ends the wait for one of the two. */
  tell: () => void;
  last: Buffer | undefined;
}

/**
 * An X11 screen over the server's socket, without native code: the fallback where Xlib cannot be called. MIT-SHM where
 * a descriptor can be passed to the server, else plain GetImage.
 */
export function createX11SocketSource(options: { display: string; monitors: MonitorChoice }): ScreenSource {
  let session: Session | undefined;
  const drop = (): void => {
    session?.display.close();
    session = undefined;
  };
  const look = async (fresh: boolean): Promise<Grab> => {
    session ??= await connect(options.display);
    const current = session;
    const { display } = current;
    await display.ask((callback) => display.client.sync(callback));
    if (current.resized) await resize(current, options.monitors);
    else if (current.damage !== undefined && !current.drawn && !fresh) return { kind: 'unchanged' };
    current.drawn = false;
    current.damage?.extension.Subtract(current.damage.id, 0, 0);
    const frame = await read(current);
    if (current.damage === undefined) {
      if (!fresh && current.last?.equals(frame.pixels)) return { kind: 'unchanged' };
      current.last = Buffer.from(frame.pixels);
    }
    return { kind: 'frame', frame };
  };
  return {
    name: 'x11-socket',
    async grab(fresh = false) {
      try {
        return await look(fresh);
      } catch (error) {
        drop();
        const isAway = error instanceof DisplayLost || error instanceof NoSuchMonitor;
        return unavailable(isAway ? 'no_display' : 'capture_failed', messageOf(error));
      }
    },
    nextChange: (ms) => (session?.damage === undefined ? undefined : changeOf(session, ms)),
    close: async () => drop(),
  };
}

async function connect(name: string): Promise<Session> {
  const display = await connectX11(name);
  const { client, root } = display;
  if (!display.isBgrx) {
    display.close();
    throw new Error("the X server's pixels are not blue, green, red and a spare byte");
  }
  const session: Session = {
    display,
    area: undefined,
    segment: undefined,
    damage: undefined,
    drawn: true,
    resized: true,
    tell: () => undefined,
    last: undefined,
  };
  client.on('event', ({ name: event }) => {
    if (event === 'DamageNotify') session.drawn = true;
    if (event === 'ConfigureNotify') session.resized = true;
    if (session.drawn || session.resized) session.tell();
  });
  client.on('end', () => session.tell());
  client.ChangeWindowAttributes(root, { eventMask: structureNotifyMask });
  const extension = await display.extension('damage');
  if (extension !== undefined) {
    session.damage = { extension, id: client.AllocID() };
    extension.Create(session.damage.id, root, damageWhenNonEmpty);
  }
  return session;
}

const changeOf = (session: Session, ms: number): Promise<void> =>
  new Promise((resolve) => {
    if (session.drawn || session.resized) return resolve();
    const timer = setTimeout(resolve, ms);
    session.tell = () => {
      clearTimeout(timer);
      resolve();
    };
  });

async function resize(session: Session, choice: MonitorChoice): Promise<void> {
  const { display } = session;
  session.resized = false;
  session.last = undefined;
  session.segment?.detach();
  session.segment = undefined;
  const { width, height } = await display.ask<Size>((callback) => display.client.GetGeometry(display.root, callback));
  const monitors = choice === 'all' ? [] : await readMonitors(display);
  const area = chooseArea(choice, { x: 0, y: 0, width, height }, monitors);
  session.area = area;
  const shm = await display.extension('shm');
  if (shm !== undefined && (await display.ask<boolean>((callback) => shm.usable(callback)))) {
    session.segment = await display.ask<SharedSegment>((callback) =>
      shm.createSegment(area.width * area.height * 4, callback),
    );
  }
}

async function read({ display, area, segment }: Session): Promise<Frame> {
  if (area === undefined) throw new DisplayLost('the X display has no size');
  const { x, y, width, height } = area;
  const { client, root } = display;
  if (segment !== undefined) {
    await display.ask((callback) => segment.getImage(root, x, y, width, height, allPlanes, zPixmap, 0, callback));
    return { width, height, stride: width, pixels: segment.buffer };
  }
  const image = await display.ask<{ data: Buffer }>((callback) =>
    client.GetImage(zPixmap, root, x, y, width, height, allPlanes, callback),
  );
  return { width, height, stride: width, pixels: image.data };
}

export async function readMonitors(display: SocketDisplay): Promise<Monitor[]> {
  const randr = await display.extension('randr');
  if (randr === undefined) return [];
  const resources = await display.ask<{ outputs: number[]; config_timestamp: number }>((callback) =>
    randr.GetScreenResourcesCurrent(display.root, callback),
  );
  const time = resources.config_timestamp;
  const monitors: Monitor[] = [];
  for (const output of resources.outputs) {
    const { crtc, name } = await display.ask<{ crtc: number; name: string }>((callback) =>
      randr.GetOutputInfo(output, time, callback),
    );
    if (crtc === 0) continue;
    const { x, y, width, height } = await display.ask<Area>((callback) => randr.GetCrtcInfo(crtc, time, callback));
    monitors.push({ name, x, y, width, height });
  }
  return monitors;
}
