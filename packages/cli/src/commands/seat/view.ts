import type { Seat } from '@didacto/sdk';
import type { Cli } from '../../context.js';
import type { Column } from '../../output/table.js';

export function seatColumns({ text }: Cli): Column<Seat>[] {
  const { titles } = text.columns;
  return [
    { title: titles.device, value: ({ device }) => device.name },
    { title: titles.student, value: ({ student }) => student.name },
    { title: titles.id, value: ({ device }) => device.id },
    { title: titles.id, value: ({ student }) => student.id },
  ];
}
