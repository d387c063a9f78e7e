import type { RouteDef, Routes } from '@didacto/sdk/contract';
import * as z from 'zod';

const naturallyRepeatable = new Set(['GET', 'PUT', 'DELETE']);

/** The SDK calls through this table, so that zod stays out of its main entry. */
export function callTable(routes: Routes): string {
  const groups = Object.entries(routes).map(([group, members]) => {
    const lines = Object.entries(members).map(([name, route]) => `    ${name}: ${JSON.stringify(lineOf(route))},`);
    return `  ${group}: {\n${lines.join('\n')}\n  },`;
  });
  return [
    '// Generated from the contract by `npm run generate`. Do not edit.',
    "import type { RouteLine } from '../request.js';",
    '',
    'export const routes: Readonly<Record<string, Readonly<Record<string, RouteLine>>>> = {',
    ...groups,
    '};',
    '',
  ].join('\n');
}

function lineOf(route: RouteDef) {
  const query = route.query ? queryNames(route.query) : [];
  return {
    method: route.method,
    path: route.path,
    ...(route.paginated && { paginated: true }),
    ...((naturallyRepeatable.has(route.method) || route.repeatable) && { repeatable: true }),
    ...(route.idempotent && { idempotent: true }),
    ...(route.accepts && { binary: true }),
    ...(route.returns && { returnsBytes: true }),
    ...(query.length > 0 && { sendsQuery: query }),
  };
}

const queryNames = (query: z.ZodType): string[] => Object.keys(z.toJSONSchema(query, { io: 'input' }).properties ?? {});
