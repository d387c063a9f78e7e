import * as z from 'zod';
import { LabId, Name, PageQuery, page, Time } from './common.js';
import { route } from './route.js';

export const Lab = z
  .object({ id: LabId, name: z.string(), devices: z.int(), createdAt: Time })
  .meta({ id: 'Lab', description: 'A room with lab PCs' });
export type Lab = z.infer<typeof Lab>;

const params = z.object({ labId: LabId });

export const labs = {
  create: route({
    method: 'POST',
    path: '/v1/labs',
    summary: 'Create a lab',
    access: ['admin'],
    body: z.object({ name: Name }),
    response: Lab,
    status: 201,
    errors: ['lab_name_taken'],
  }),
  list: route({
    method: 'GET',
    path: '/v1/labs',
    summary: 'List labs',
    access: ['instructor', 'admin'],
    query: PageQuery,
    response: page(Lab),
    paginated: true,
  }),
  get: route({
    method: 'GET',
    path: '/v1/labs/:labId',
    summary: 'Get a lab',
    access: ['instructor', 'admin'],
    params,
    response: Lab,
  }),
  update: route({
    method: 'PATCH',
    path: '/v1/labs/:labId',
    summary: 'Rename a lab',
    access: ['admin'],
    params,
    body: z.object({ name: Name }),
    response: Lab,
    errors: ['lab_name_taken'],
  }),
  /** Deletes a lab that has no devices left. */
  delete: route({
    method: 'DELETE',
    path: '/v1/labs/:labId',
    summary: 'Delete a lab',
    access: ['admin'],
    params,
    errors: ['lab_not_empty'],
  }),
} as const;
