import { contract, type RouteDef, templatePath } from '@didacto/sdk/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../testing/test-server.js';

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const object = (value: unknown): Json => {
  if (!isObject(value)) throw new Error(`not an object: ${JSON.stringify(value)}`);
  return value;
};

/** Every object in a document, with the path that leads to it. */
function* objectsIn(node: unknown, path: readonly string[] = []): Generator<[Json, readonly string[]]> {
  if (!isObject(node)) return;
  yield [node, path];
  for (const [key, child] of Object.entries(node)) yield* objectsIn(child, [...path, key]);
}

describe('the API’s description', () => {
  let school: TestServer;
  let document: Json;
  beforeAll(async () => {
    school = await startTestServer();
    document = object(await (await fetch(`${school.url}/openapi.json`)).json());
  });
  afterAll(() => school.stop());

  const operations = () =>
    Object.entries(object(document.paths)).flatMap(([path, item]) =>
      Object.entries(object(item)).map(([method, operation]) => ({ path, method, operation: object(operation) })),
    );

  test('is OpenAPI 3.1 with a title, a version and every route', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document.info).toMatchObject({ title: 'DIDACTO', version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
    const expected = Object.values(contract).flatMap((group) =>
      Object.values<RouteDef>(group).map(({ method, path }) => `${method.toLowerCase()} ${templatePath(path)}`),
    );
    expect(
      operations()
        .map(({ path, method }) => `${method} ${path}`)
        .toSorted(),
    ).toEqual(expected.toSorted());
  });

  test('names each operation once, and each has described responses', () => {
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { operation } of operations()) {
      const responses = Object.entries(object(operation.responses));
      expect(responses.length).toBeGreaterThan(1);
      for (const [status, response] of responses) {
        expect(status).toMatch(/^[2-5]\d\d$/);
        expect(object(response).description, `${operation.operationId} ${status}`).toEqual(expect.any(String));
      }
    }
  });

  test('declares each part of a path, and no parameter twice', () => {
    for (const { path, operation } of operations()) {
      const parameters = (Array.isArray(operation.parameters) ? operation.parameters : []).map(object);
      const inPath = parameters.filter((parameter) => parameter.in === 'path');
      expect(inPath.map(({ name }) => name).toSorted()).toEqual(
        [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted(),
      );
      expect(inPath.every(({ required }) => required === true)).toBe(true);
      expect(new Set(parameters.map((parameter) => `${parameter.in} ${parameter.name}`)).size).toBe(parameters.length);
      for (const parameter of parameters) expect(isObject(parameter.schema)).toBe(true);
    }
  });

  test('asks for an Idempotency-Key where a call happens once for each, and nowhere else', () => {
    const keyed = Object.entries<Readonly<Record<string, RouteDef>>>(contract).flatMap(([group, routes]) =>
      Object.entries(routes).flatMap(([name, { idempotent }]) => (idempotent ? [`${group}.${name}`] : [])),
    );
    expect(keyed).toContain('payments.refund');
    const asked = operations().filter(({ operation }) => JSON.stringify(operation).includes('"Idempotency-Key"'));
    expect(asked.map(({ operation }) => operation.operationId).toSorted()).toEqual(keyed.toSorted());
    for (const { operation } of asked) {
      expect(operation.parameters).toContainEqual(
        expect.objectContaining({ name: 'Idempotency-Key', in: 'header', required: true }),
      );
      expect(Object.keys(object(operation.responses))).toEqual(expect.arrayContaining(['400', '409', '422']));
    }
  });

  test('sends no body with GET or DELETE', () => {
    for (const { method, operation } of operations())
      if (method === 'get' || method === 'delete') expect(operation).not.toHaveProperty('requestBody');
  });

  test('points to nothing that is not there', () => {
    const schemas = object(object(document.components).schemas);
    for (const [node, path] of objectsIn(document)) {
      if (typeof node.$ref !== 'string') continue;
      const [, name = ''] = /^#\/components\/schemas\/(\w+)$/.exec(node.$ref) ?? [];
      expect(Object.keys(schemas), `${path.join('/')}: ${node.$ref}`).toContain(name);
    }
    for (const { operation } of operations())
      for (const need of [operation.security].flat().map(object))
        expect(['bearer', undefined]).toContain(Object.keys(need)[0]);
  });

  test('has schemas of JSON Schema 2020-12 only: known types, no definitions of their own, no stray ids', () => {
    const types = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'];
    for (const [node, path] of objectsIn(document)) {
      const where = path.join('/');
      const isMap = path.at(-1) === 'properties';
      if (isMap || !path.some((part) => part === 'schema' || part === 'schemas')) continue;
      for (const type of [node.type ?? []].flat()) expect(types, where).toContain(type);
      for (const key of ['$defs', '$id', '$schema', 'nullable']) expect(node, where).not.toHaveProperty(key);
      expect(typeof node.id, where).not.toBe('string');
    }
  });

  test.each(['/docs', '/docs/'])('%s is a page without a script or a style of its own', async (path) => {
    const response = await fetch(school.url + path);
    const html = await response.text();
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/html'),
    ]);
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\son\w+=|javascript:/i);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    expect(policy).toMatch(/object-src 'none'/);
    for (const [, address = ''] of html.matchAll(/(?:src|href)="([^"]+)"/g)) {
      const file = await fetch(school.url + address);
      expect([address, file.status]).toEqual([address, 200]);
      expect(file.headers.get('content-type')).toMatch(address.endsWith('.css') ? /css/ : /javascript/);
      await file.arrayBuffer();
    }
  });

  test.each(['/docs/files/../../package.json', '/docs/files/%2e%2e/%2e%2e/package.json', '/docs/files/nothing.js'])(
    '%s gives no file',
    async (path) => {
      const response = await fetch(new Request(school.url + path));
      expect(response.status).toBe(404);
    },
  );
});
