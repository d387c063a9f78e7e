import * as z from 'zod';

const Severity = z.enum(['info', 'low', 'moderate', 'high', 'critical']);
type Severity = z.infer<typeof Severity>;

/** A known vulnerability of an installed package. */
export interface Vulnerability {
  readonly package: string;
  readonly severity: Severity;
  /** `GHSA-…` where the report links to one, else npm's own number. */
  readonly advisory: string;
  readonly title: string;
}

/** What `npm audit --json` said. `unavailable`: the registry offers no audit, or none can be reached. */
export type AuditAnswer =
  | { readonly kind: 'checked'; readonly vulnerabilities: readonly Vulnerability[] }
  | { readonly kind: 'unavailable'; readonly why: string };

// Of a package that is only affected through another, `via` holds that one's name; its own entry tells the rest.
const Advisory = z.object({
  source: z.union([z.number(), z.string()]),
  name: z.string(),
  title: z.string(),
  url: z.string().default(''),
  severity: Severity,
});
const Report = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(z.string(), z.object({ via: z.array(z.union([z.string(), Advisory])) })),
});
const Refusal = z.object({
  message: z.string().optional(),
  error: z.object({ code: z.string().optional(), summary: z.string().optional() }),
});

// What the registry or the network did; other codes, as of a lock file that is not there, are faults on this side.
const outside = /^(ENOAUDIT|E\d{3}|ENOTFOUND|EAI_AGAIN|ECONN\w+|ETIMEDOUT|E\w+UNREACH|ERR_SOCKET_TIMEOUT|FETCH_ERROR)$/;

/** Reads the JSON that npm printed. @throws where npm failed by itself, or printed neither a report of version 2 nor an error */
export function parseAudit(json: string): AuditAnswer {
  const value: unknown = JSON.parse(json);
  const refusal = Refusal.safeParse(value);
  if (refusal.success) {
    const { message, error } = refusal.data;
    const why = [message, error.summary, error.code].find((text) => text)?.split('\n', 1)[0] ?? 'npm gave no reason';
    if (error.code !== undefined && !outside.test(error.code)) throw new Error(why);
    return { kind: 'unavailable', why };
  }
  const found = Object.values(Report.parse(value).vulnerabilities).flatMap(({ via }) =>
    via.filter((cause) => typeof cause !== 'string'),
  );
  const byId = new Map(found.map((advisory) => [`${advisory.name} ${advisory.source}`, advisory]));
  return {
    kind: 'checked',
    vulnerabilities: [...byId.values()].map(({ name, severity, title, url, source }) => ({
      package: name,
      severity,
      title,
      advisory: /GHSA(-\w{4}){3}/.exec(url)?.[0] ?? String(source),
    })),
  };
}

/** A vulnerability that is lived with for a while, and why. */
export const Exception = z.object({
  advisory: z.string().min(1),
  package: z.string().min(1),
  reason: z.string().min(1),
  /** The last day that it holds. */
  until: z.iso.date(),
});
export type Exception = z.infer<typeof Exception>;

export interface Verdict {
  /** What fails the check: serious vulnerabilities without an exception, and exceptions that are over. */
  readonly failures: readonly string[];
  readonly notes: readonly string[];
}

const isSerious = ({ severity }: Vulnerability): boolean => severity === 'high' || severity === 'critical';

/** Holds what was found in the packages that run in production against the exceptions; `today` is a date, ISO 8601. */
export function judge(
  vulnerabilities: readonly Vulnerability[],
  exceptions: readonly Exception[],
  today: string,
): Verdict {
  const isMeant = (found: Vulnerability) => (exception: Exception) =>
    exception.advisory === found.advisory && exception.package === found.package;
  const line = ({ package: name, severity, advisory, title }: Vulnerability) =>
    `${severity}: ${name}, ${title} (${advisory})`;
  const excused = vulnerabilities.filter((found) => exceptions.some(isMeant(found)));
  const open = vulnerabilities.filter((found) => !excused.includes(found));
  return {
    failures: [...open.filter(isSerious).map(line), ...overdue(exceptions, today)],
    notes: [
      ...open.filter((found) => !isSerious(found)).map(line),
      ...excused.map((found) => `lived with: ${line(found)}: ${exceptions.find(isMeant(found))?.reason}`),
      ...exceptions
        .filter((exception) => !vulnerabilities.some((found) => isMeant(found)(exception)))
        .map(({ advisory, package: name }) => `no longer needed: the exception for ${name} (${advisory})`),
    ],
  };
}

/** Exceptions that are over fail even where nothing could be checked. */
export const overdue = (exceptions: readonly Exception[], today: string): string[] =>
  exceptions
    .filter(({ until }) => until < today)
    .map(({ advisory, package: name, until }) => `the exception for ${name} (${advisory}) ended on ${until}`);
