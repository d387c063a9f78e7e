/** What a provider must never make us keep, though it says it: a card's number, its secret word, a person's number. */
export const canary = {
  card: '4539148803436467',
  pin: 'canary-pin-7Q2vX9',
  person: '880215-2749916',
} as const;

const inGroups = (between: string): string => canary.card.replace(/\d{4}(?=\d)/g, `$&${between}`);

/** As a careless provider writes it, in every spelling that is looked for. */
export const canaryText = [
  `card ${canary.card}`,
  inGroups(' '),
  inGroups('-'),
  `PIN ${canary.pin}`,
  canary.person,
  canary.person.replace('-', ''),
].join(' / ');

/** A secret, and what kind it is of. */
export interface Needle {
  readonly kind: string;
  readonly pattern: RegExp;
}

/** A number with anything between its digits that people, addresses or forms put there. */
const spelled = (digits: string): string => [...digits.replaceAll('-', '')].join('(?:[ +._-]|%20)?');

/** The text as it is, in an address, and in both alphabets of base64, as a header or a body may hold it. */
function codings(text: string): string[] {
  // Of three ways to lie in base64, those of a text that begins a group, alone or before a colon.
  const base64 = [text, `${text}:`].map((one) => Buffer.from(one).toString('base64').replace(/=+$/, ''));
  return [text, encodeURIComponent(text), Buffer.from(text).toString('hex'), ...base64];
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

export const secretNeedle = (kind: string, secret: string): Needle => ({
  kind,
  pattern: new RegExp([...new Set(codings(secret))].map(escaped).join('|')),
});

export const canaryNeedles: readonly Needle[] = [
  { kind: 'card number', pattern: new RegExp(spelled(canary.card)) },
  secretNeedle('card PIN', canary.pin),
  { kind: 'personal number', pattern: new RegExp(spelled(canary.person)) },
];

/** The kinds of needles that a text or a file's bytes hold. */
export function found(needles: readonly Needle[], hay: string | Buffer): string[] {
  // One byte, one character: a file of a database is no text.
  const text = typeof hay === 'string' ? hay : hay.toString('latin1');
  return [...new Set(needles.filter(({ pattern }) => pattern.test(text)).map(({ kind }) => kind))];
}

/** Texts for people in the providers' replies: any may repeat what the buyer typed. */
const freeTexts: ReadonlySet<string> = new Set([
  ...['message', 'error_message', 'method_result_message', 'fail_reason', 'reason', 'cancelReason', 'pgMessage'],
  ...['buyer_name', 'buyer_email', 'buyer_tel', 'buyer_addr', 'custom_data', 'customData', 'name', 'orderName'],
  ...['item_name', 'card_name', 'card_number', 'number', 'approveNo', 'pgResponse', 'metadata'],
]);
/** Codes of whoever stands behind a provider: words of their own, too. */
const foreignCodes: ReadonlySet<string> = new Set(['pgCode', 'method_result_code']);

/** A reply's or a webhook's JSON, with the canary wherever it can be without making it another one. */
export function planted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(planted);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([name, part]) => [name, plantedField(name, part)]);
  const more = { cardNumber: Number(canary.card), cardPassword: canary.pin, customerIdentity: canaryText };
  return { ...more, ...Object.fromEntries(fields) };
}

function plantedField(name: string, part: unknown): unknown {
  // Before the rest: at its end stands what tells a refund again.
  if (freeTexts.has(name) && (typeof part === 'string' || part === null)) return `${canaryText} ${part ?? ''}`;
  if (foreignCodes.has(name) && typeof part === 'string') return `${part} ${canaryText}`;
  return planted(part);
}

/** Undefined: no JSON. */
export function plantedText(text: string): string | undefined {
  try {
    return JSON.stringify(planted(JSON.parse(text)));
  } catch {
    return undefined;
  }
}
