/** Encoders begin low and stay low by default: 7 to 10 pictures a second. kbit/s. */
const bitrates = 'x-google-min-bitrate=600;x-google-start-bitrate=3000;x-google-max-bitrate=8000';
/**
 * What the link may be taken to carry, kbit/s. A screen's packets go out evenly at what the link carries and no faster, so
 * with the encoder's own limit each picture would take as long as until the next.
 */
const linkBitrate = 24_000;
/** Best first: AV1 codes screens in a sixth of the bytes of VP8, which everybody has. */
const preferred = ['AV1', 'VP8'];

/**
 * Changes the video part of a session description: codecs in the order of what they do for screens, and bitrates that let
 * text move. What it does not know it leaves as it is.
 */
export function tuneDescription(sdp: string): string {
  return sdp
    .split(/(?=^m=)/m)
    .map((section) => (section.startsWith('m=video') ? tuneVideo(section) : section))
    .join('');
}

function tuneVideo(section: string): string {
  const names = new Map<string, string>();
  for (const [, type = '', name = ''] of section.matchAll(/^a=rtpmap:(\d+) ([\w-]+)\//gm)) names.set(type, name);
  const rank = (type: string): number => {
    const at = preferred.indexOf(names.get(type) ?? '');
    return at < 0 ? preferred.length : at;
  };
  // A stable sort: types that nobody prefers stay in their order.
  const inOrder = (types: string) =>
    types
      .split(' ')
      .sort((a, b) => rank(a) - rank(b))
      .join(' ');
  const ordered = section.replace(
    /^(m=video \d+ \S+ )([\d ]+)/,
    (_, head: string, types: string) => head + inOrder(types),
  );
  return [...names.keys()]
    .filter((type) => rank(type) < preferred.length)
    .reduce(withBitrates, withLinkBitrate(ordered));
}

/** Before the first attribute, where the grammar has it. */
const withLinkBitrate = (section: string): string =>
  /^b=/m.test(section) ? section : section.replace(/^a=/m, `b=AS:${linkBitrate}\r\na=`);

function withBitrates(section: string, type: string): string {
  if (section.includes(`a=fmtp:${type} `)) {
    const line = new RegExp(`^(a=fmtp:${type} (?!.*x-google-)[^\\r\\n]*)`, 'm');
    return section.replace(line, `$1;${bitrates}`);
  }
  return section.replace(
    new RegExp(`^(a=rtpmap:${type} [^\\r\\n]*)(\\r?\\n)`, 'm'),
    `$1$2a=fmtp:${type} ${bitrates}$2`,
  );
}
