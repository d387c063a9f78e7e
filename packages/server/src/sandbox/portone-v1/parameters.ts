import type { SandboxRequest } from '../kit/http.js';

/** What a call was given, from its body, form or JSON, and its query. */
export interface Parameters {
  /** Absent and empty are the same. */
  text(name: string): string | undefined;
  /** Undefined: absent. NaN: given, and no number. */
  number(name: string): number | undefined;
  flag(name: string): boolean;
  all(name: string): readonly string[];
}

/** Null: the body cannot be read. */
export function readParameters(request: SandboxRequest): Parameters | null {
  const body = readBody(request);
  if (body === null) return null;
  const all = (name: string): readonly string[] => [...(body.get(name) ?? []), ...request.query.getAll(name)];
  const text = (name: string): string | undefined => all(name).find((value) => value !== '');
  return {
    all,
    text,
    number: (name) => {
      const value = text(name);
      return value === undefined ? undefined : Number(value);
    },
    flag: (name) => text(name) === 'true',
  };
}

type Fields = ReadonlyMap<string, readonly string[]>;

/** JSON where the request says so, a form otherwise. */
function readBody({ body, headers }: SandboxRequest): Fields | null {
  if (body === '') return new Map();
  if (!headers['content-type']?.includes('json')) {
    const form = new URLSearchParams(body);
    return new Map([...form.keys()].map((name) => [name, form.getAll(name)]));
  }
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return new Map(Object.entries(value).map(([name, one]) => [name, listOf(one)]));
  } catch {
    return null;
  }
}

const listOf = (value: unknown): readonly string[] => {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
};
