import type { Institution } from '@didacto/sdk';
import { keyFingerprint } from '@didacto/sdk/node';
import type { Cli } from '../../context.js';
import type { Column } from '../../output/table.js';

export function institutionColumns({ text }: Cli): Column<Institution>[] {
  const { titles } = text.columns;
  return [
    { title: titles.name, value: ({ name }) => name },
    { title: titles.version, value: ({ version }) => version },
    { title: titles.interval, value: ({ screenPolicy }) => String(screenPolicy.intervalMs) },
    { title: titles.size, value: ({ screenPolicy }) => `${screenPolicy.width} x ${screenPolicy.height}` },
    { title: titles.quality, value: ({ screenPolicy }) => String(screenPolicy.quality) },
    { title: titles.fingerprint, value: ({ serverKey }) => keyFingerprint(serverKey) },
  ];
}
