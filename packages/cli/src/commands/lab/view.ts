import type { Lab } from '@didacto/sdk';
import type { Cli } from '../../context.js';
import type { Column } from '../../output/table.js';
import { localTime } from '../../output/time.js';
import { neededText } from '../../params.js';

/** The argument that names a lab. */
export const labArgument = neededText('lab', { en: 'id or exact name', ko: 'ID 또는 정확한 이름' });

export function labColumns({ text }: Cli): Column<Lab>[] {
  const { titles } = text.columns;
  return [
    { title: titles.id, value: ({ id }) => id },
    { title: titles.name, value: ({ name }) => name },
    { title: titles.devices, value: ({ devices }) => String(devices) },
    { title: titles.created, value: ({ createdAt }) => localTime(createdAt) },
  ];
}
