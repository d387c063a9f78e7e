import { clientEvents, contract, type RouteDef, type Routes, serverEvents } from '@didacto/sdk/contract';

const routes: Routes = contract;

/** docs/api.md: a line for every method of the SDK and every socket event. */
export function apiPage(): string {
  const groups = Object.entries(routes).flatMap(([group, members]) => [
    `## ${group}`,
    '',
    '| SDK | HTTP | what it does | who may call it | own errors |',
    '|---|---|---|---|---|',
    ...Object.entries(members).map(([name, route]) => routeLine(group, name, route)),
    '',
  ]);
  return [
    '# API',
    '',
    'Generated from the contract by `npm run generate`. Full schemas: [openapi.json](openapi.json); errors: [errors.md](errors.md).',
    '',
    'Send `authorization: Bearer TOKEN`. Every error is `application/problem+json` with a stable `code`. A list is a page',
    '`{ data, nextCursor }`; pass `nextCursor` as `cursor`. Times are UTC, ISO 8601. Path parameters, query and body are one',
    'flat object in the SDK: `didacto.lectures.update({ lectureId, title })`.',
    '',
    ...groups,
    '## Socket events',
    '',
    'Path `/v1/socket`, socket.io, websocket transport. `auth`: `{ token }`, and for agents `{ token, agent: { instanceId, host } }`.',
    'Every client event is answered with `{ ok: true }` or `{ ok: false, code, title }`.',
    '',
    '| event | from | what it is | who may send it |',
    '|---|---|---|---|',
    ...Object.entries(clientEvents).map(
      ([name, e]) => `| \`${name}\` | client | ${e.summary} | ${e.access.join(', ')} |`,
    ),
    ...Object.entries(serverEvents).map(([name, e]) => `| \`${name}\` | server | ${e.summary} | |`),
    '',
  ].join('\n');
}

function routeLine(group: string, name: string, route: RouteDef): string {
  const own = (route.errors ?? []).map((code) => `\`${code}\``).join(' ');
  return `| \`${group}.${name}\` | \`${route.method} ${route.path}\` | ${route.summary} | ${route.access.join(', ')} | ${own} |`;
}
