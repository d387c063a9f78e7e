import { chooseSource, type MonitorChoice, type SourceName } from './capture/index.js';
import { createCapturePipeline } from './encode/index.js';
import type { OpenFeed } from './screen-feed.js';

export interface FeedOptions {
  readonly source: SourceName;
  readonly monitors?: MonitorChoice;
  /** What the test pattern shows. */
  readonly label?: string;
  readonly platform?: NodeJS.Platform;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** ms since the epoch, for the clock in the test pattern. */
  readonly now?: () => number;
}

/** Opens this computer's screen, or a test pattern, with the server's policy. */
export function feedOf(options: FeedOptions): OpenFeed {
  const { source: wanted, monitors = 'all', label = 'test', now = Date.now } = options;
  const { platform = process.platform, env = process.env } = options;
  return async (policy) => {
    const source = chooseSource({ source: wanted, monitors, label, platform, env, now });
    const pipeline = createCapturePipeline(source, policy);
    return { name: source.name, next: () => pipeline.next(), close: () => pipeline.close() };
  };
}
