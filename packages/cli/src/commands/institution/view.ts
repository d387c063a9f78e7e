import type { ControlPolicy, Institution, SecondFactorRole } from '@didacto/sdk';
import { keyFingerprint } from '@didacto/sdk/node';
import type { Cli } from '../../context.js';
import type { Column } from '../../output/table.js';
import { word } from '../../output/words.js';

/** Roles that a second factor can be demanded of. */
export const secondFactorRoles = [
  'instructor',
  'finance',
  'desk',
  'admin',
] as const satisfies readonly SecondFactorRole[];

/** How control of a student's mouse and keyboard may begin. */
export const controlPolicies = ['ask', 'notify', 'always'] as const satisfies readonly ControlPolicy[];

export function institutionColumns(cli: Cli): Column<Institution>[] {
  const { titles } = cli.text.columns;
  return [
    { title: titles.name, value: ({ name }) => name },
    { title: titles.version, value: ({ version }) => version },
    { title: titles.interval, value: ({ screenPolicy }) => String(screenPolicy.intervalMs) },
    { title: titles.size, value: ({ screenPolicy }) => `${screenPolicy.width} x ${screenPolicy.height}` },
    { title: titles.quality, value: ({ screenPolicy }) => String(screenPolicy.quality) },
    {
      title: titles.secondFactorRoles,
      value: ({ secondFactorRoles }) => secondFactorRoles.map((role) => word(cli, role)).join(', ') || '-',
    },
    { title: titles.controlPolicy, value: ({ controlPolicy }) => cli.text.columns.controlPolicies[controlPolicy] },
    { title: titles.fingerprint, value: ({ serverKey }) => keyFingerprint(serverKey) },
  ];
}
