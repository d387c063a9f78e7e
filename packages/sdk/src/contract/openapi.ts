import * as z from 'zod';
import { commonErrors, type ErrorCode, errors } from './errors.js';
import { ProblemBody } from './problem.js';
import type { RouteDef, Routes } from './route.js';

type Json = Record<string, unknown>;

/** Path as OpenAPI writes it: `/v1/labs/{labId}`. */
export const templatePath = (path: string): string => path.replace(/:(\w+)/g, '{$1}');

/** The status a route answers with when all is well. */
export const successStatus = (route: RouteDef): number => route.status ?? (route.response || route.returns ? 200 : 204);

/** OpenAPI 3.1 from the routes; schemas with an id become components. */
export function openapi(routes: Routes, info: { title: string; version: string }): Json {
  const schemas = componentSchemas();
  const paths: Record<string, Json> = {};
  for (const [group, members] of Object.entries(routes)) {
    for (const [name, route] of Object.entries(members)) {
      const path = templatePath(route.path);
      paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(group, name, route) };
    }
  }
  return {
    openapi: '3.1.1',
    info,
    paths,
    components: {
      schemas,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: "A member's or a device's access token" },
      },
    },
  };
}

const idempotencyKey: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description:
    'The same key with the same body gets the first answer again, for a day; with another body it is refused.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
};

/** What a route with a key can answer because of it. */
const keyErrors: readonly ErrorCode[] = ['idempotency_key_missing', 'idempotency_key_reused', 'idempotency_in_flight'];

function operation(group: string, name: string, route: RouteDef): Json {
  const parameters = [
    ...parametersOf('path', route.params),
    ...parametersOf('query', route.query),
    ...(route.idempotent ? [idempotencyKey] : []),
  ];
  return {
    operationId: `${group}.${name}`,
    tags: [group],
    summary: route.summary,
    description: `Who may call it: ${route.access.join(', ')}.`,
    security: route.access.includes('public') ? [] : [{ bearer: [] }],
    ...(parameters.length > 0 && { parameters }),
    ...requestBody(route),
    responses: { [successStatus(route)]: success(route), ...failures(route) },
  };
}

function requestBody(route: RouteDef): Json {
  if (route.accepts) {
    const binary = { schema: { type: 'string', format: 'binary' } };
    return {
      requestBody: { required: true, content: Object.fromEntries(route.accepts.map((type) => [type, binary])) },
    };
  }
  if (!route.body) return {};
  return {
    requestBody: { required: true, content: { 'application/json': { schema: schemaOf(route.body, 'input') } } },
  };
}

function success(route: RouteDef): Json {
  if (route.returns) {
    return {
      description: 'The bytes',
      headers: { ETag: { schema: { type: 'string' } } },
      content: { [route.returns]: { schema: { type: 'string', format: 'binary' } } },
    };
  }
  if (!route.response) return { description: 'Done' };
  return { description: 'OK', content: { 'application/json': { schema: schemaOf(route.response, 'output') } } };
}

function failures(route: RouteDef): Json {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of [...(route.errors ?? []), ...(route.idempotent ? keyErrors : []), ...commonErrors]) {
    const status = errors[code].status;
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [status, { description: codes.join(', '), content }]),
  );
}

function parametersOf(where: 'path' | 'query', schema: z.ZodType | undefined): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as { properties?: Json; required?: string[] };
  return Object.entries(properties).map(([name, property]) => ({
    in: where,
    name,
    required: where === 'path' || required.includes(name),
    schema: property,
  }));
}

const component = (id: string) => `#/components/schemas/${id}`;

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const whole = z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any', override: tidy });
  const { $schema: _schema, $defs: _defs, id, ...rest } = whole;
  // zod leaves named schemas in `$defs`; OpenAPI keeps them under components.
  return typeof id === 'string' ? { $ref: component(id) } : (pointToComponents(rest) as Json);
}

function pointToComponents(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(pointToComponents);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, child]) =>
      key === '$ref' && typeof child === 'string'
        ? [key, child.replace('#/$defs/', component(''))]
        : [key, pointToComponents(child)],
    ),
  );
}

function componentSchemas(): Json {
  // Touching ProblemBody keeps its registration when a bundler drops unused modules.
  void ProblemBody;
  const { schemas } = z.toJSONSchema(z.globalRegistry, {
    uri: component,
    io: 'input',
    target: 'draft-2020-12',
    unrepresentable: 'any',
    override: tidy,
  });
  const named = Object.entries(schemas).map(([id, { $schema: _schema, $id: _id, id: _own, ...schema }]) => [
    id,
    schema,
  ]);
  return Object.fromEntries(named.sort(([a], [b]) => String(a).localeCompare(String(b))));
}

/** `z.iso.datetime()` writes a pattern of a kilobyte; the format says enough. */
function tidy({ jsonSchema }: { jsonSchema: Json }): void {
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
}
