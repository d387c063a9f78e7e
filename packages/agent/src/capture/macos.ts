import { createRequire } from 'node:module';
import { NoSuchMonitor, pickMonitor } from './monitors.js';
import { openOptional } from './native.js';
import { type RgbaImage, sideBySide } from './side-by-side.js';
import { type Grab, type MonitorChoice, messageOf, type ScreenSource, unavailable } from './source.js';

/** The part of node-screenshots that capture uses. */
export interface Screenshots {
  Monitor: { all(): ScreenshotMonitor[] };
}

export interface ScreenshotMonitor {
  name(): string;
  captureImage(): Promise<{ width: number; height: number; toRaw(): Promise<Buffer> }>;
}

export interface MacosOptions {
  monitors: MonitorChoice;
  /** Parameters for tests; by default the optional dependency and the system are asked. */
  load?: () => Screenshots;
  mayRecord?: () => boolean;
}

const loadScreenshots = (): Screenshots => createRequire(import.meta.url)('node-screenshots');

/**
 * A macOS screen through node-screenshots. Without the right to record the screen macOS gives a picture of the bare
 * desktop, which would look like a student who does nothing: it is asked first. Not proven on a real Mac.
 */
export function createMacosSource({
  monitors,
  load = loadScreenshots,
  mayRecord = systemPermission,
}: MacosOptions): ScreenSource {
  let library: Screenshots | undefined;
  let last: Buffer | undefined;
  const look = async (fresh: boolean): Promise<Grab> => {
    if (!mayRecord()) {
      last = undefined;
      return unavailable(
        'not_permitted',
        'System Settings > Privacy & Security > Screen Recording is off for the agent',
      );
    }
    library ??= load();
    const images = await takeImages(library, monitors);
    const frame = sideBySide(images);
    if (!fresh && last?.equals(frame.pixels)) return { kind: 'unchanged' };
    last = frame.pixels;
    return { kind: 'frame', frame };
  };
  return {
    name: 'macos',
    async grab(fresh = false) {
      try {
        return await look(fresh);
      } catch (error) {
        last = undefined;
        return unavailable(error instanceof NoSuchMonitor ? 'no_display' : 'capture_failed', messageOf(error));
      }
    },
    close: async () => undefined,
  };
}

async function takeImages({ Monitor }: Screenshots, choice: MonitorChoice): Promise<RgbaImage[]> {
  const all = Monitor.all();
  const named = all.map((monitor) => ({ name: monitor.name(), monitor }));
  if (all.length === 0) throw new NoSuchMonitor('there is no monitor');
  const chosen = choice === 'all' ? all : [pickMonitor(choice, named).monitor];
  const images: RgbaImage[] = [];
  for (const monitor of chosen) {
    const image = await monitor.captureImage();
    images.push({ width: image.width, height: image.height, data: await image.toRaw() });
  }
  return images;
}

let preflight: (() => boolean) | undefined;

/** CGPreflightScreenCaptureAccess (macOS 10.15): asks without a dialogue. */
function systemPermission(): boolean {
  if (preflight === undefined) {
    const graphics = openOptional('/System/Library/Frameworks/CoreGraphics.framework/CoreGraphics');
    preflight = graphics?.func('bool CGPreflightScreenCaptureAccess()') ?? (() => true);
  }
  return preflight();
}
